"""What Zalo holds, all of it in memory: apps, accounts, people, tokens, messages, articles, broadcasts.

One event loop owns this state and every change is made without awaiting in between, so no locks are needed.
Times ending in ``_ms`` are milliseconds of the simulator's clock.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from infra.local.zalo.people import Person, person

type Json = dict[str, Any]

AccountKind = Literal["2", "4", "4-strict", "personal"]
TokenKind = Literal["access", "refresh"]
TokenState = Literal["live", "used", "ended"]


@dataclass(slots=True, kw_only=True)
class App:
    """A Zalo app as its developer set it up in the console."""

    app_id: str
    app_secret: str
    oa_secret_key: str
    redirect_uris: list[str] = field(default_factory=list)
    webhook_url: str = ""
    webhook_subscribed: bool = False
    events_off: list[str] = field(default_factory=list)
    active: bool = True
    registered: bool = True  # for the OA API; otherwise -212
    appsecret_proof_required: bool = False
    mini_app_id: str = ""
    mini_app_key: str = ""
    mini_app_webhook_url: str = ""  # empty: the other one
    mini_app_scopes: list[str] = field(default_factory=lambda: ["apps.send.notification"])


@dataclass(slots=True, kw_only=True)
class User:
    """A person as one OA knows them."""

    user_id: str
    person: Person
    follow: Literal["never", "following", "left"] = "never"
    left_ms: int = 0
    last_interaction_ms: int | None = None
    welcome_open: bool = False  # tapped the chat button and never wrote
    blocked: bool = False
    restricted: bool = False
    banned: bool = False
    sensitive: bool = False  # Zalo shows no name of theirs
    alias: str = ""
    external_id: str = ""
    shared_info: Json = field(default_factory=dict)
    custom_info: Json = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    chatnow_seen: bool = False
    broadcasts_ms: list[int] = field(default_factory=list)
    messages: list["Message"] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Message:
    """One chat message; ``source`` 0 is the OA, 1 the user (zalo/README.md 7, sample 2)."""

    message_id: str
    oa_id: str
    user_id: str
    source: int
    kind: str
    text: str
    time_ms: int
    channel: str
    attachments: list[Json] = field(default_factory=list)
    quoted: str = ""


@dataclass(slots=True, kw_only=True)
class Article:
    """An article of an OA: ``body`` is what was posted, ``pending`` an update that is being processed."""

    article_id: str
    oa_id: str
    body: Json
    created_ms: int
    updated_ms: int
    ready_ms: int
    polls_left: int
    pending: Json | None = None
    removed: bool = False
    verified: bool = False

    def settle(self, now_ms: int) -> None:
        """Let a finished update show."""
        if self.pending is not None and self.is_ready(now_ms):
            self.body, self.pending, self.updated_ms = self.pending, None, now_ms

    def is_ready(self, now_ms: int) -> bool:
        """Whether Zalo has processed the last change."""
        return now_ms >= self.ready_ms and self.polls_left == 0

    @property
    def shown(self) -> bool:
        """Whether people can see it; hidden unless asked otherwise (zalo/README.md 8)."""
        return str(self.body.get("status", "hide")) == "show"

    @property
    def title(self) -> str:
        """The title that was posted."""
        return str(self.body.get("title", ""))


@dataclass(slots=True, kw_only=True)
class Broadcast:
    """A broadcast that Zalo accepted, or refused with ``error``."""

    message_id: str
    oa_id: str
    article_ids: list[str]
    titles: list[str]
    target: Json
    time_ms: int
    recipients: int = 0
    dropped: int = 0
    error: int = 0


@dataclass(slots=True, kw_only=True)
class Asset:
    """An upload: image, gif, file or video."""

    asset_id: str
    oa_id: str
    kind: str
    name: str
    size: int
    time_ms: int
    ready_ms: int = 0
    video_id: str = ""


@dataclass(slots=True, kw_only=True)
class Account:
    """An Official Account."""

    oa_id: str
    name: str
    kind: AccountKind = "2"
    created_ms: int = 0
    description: str = ""
    verified: bool = True
    state: Literal["active", "disabled", "deleted"] = "active"
    users: dict[str, User] = field(default_factory=dict)
    followers: int = 0
    tags: list[str] = field(default_factory=list)
    granted: dict[str, int] = field(default_factory=dict)  # app id -> when
    removed_apps: set[str] = field(default_factory=set)
    articles: dict[str, Article] = field(default_factory=dict)
    broadcasts: list[Broadcast] = field(default_factory=list)
    quota_used: Counter[str] = field(default_factory=Counter)  # month or day -> uses

    @property
    def oa_type(self) -> int:
        """The number that getoa answers: 2 business, 4 government."""
        return 4 if self.kind.startswith("4") else 2


@dataclass(slots=True, kw_only=True)
class Code:
    """An authorization code of the OA family, or of the family of end users."""

    value: str
    family: Literal["oa", "user"]
    app_id: str
    owner: str  # OA id, or a resident's key
    challenge: str
    expires_ms: int
    used: bool = False


@dataclass(slots=True, kw_only=True)
class Token:
    """An access or refresh token. ``chain`` ties together all tokens that stem from one consent."""

    value: str
    kind: TokenKind
    family: Literal["oa", "user"]
    app_id: str
    owner: str
    chain: str
    issued_ms: int
    expires_ms: int
    state: TokenState = "live"
    used_ms: int = 0
    replaced_by: Json | None = None  # the answer that its use got, for the grace period
    scopes: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class OneTimeCode:
    """A Mini App's token for a phone number or a location: two minutes, once (zalo/README.md 11.1)."""

    value: str
    app_id: str
    resident: str
    kind: Literal["phone", "location"]
    expires_ms: int
    location: Json = field(default_factory=dict)
    used: bool = False


@dataclass(slots=True, kw_only=True)
class Template:
    """A ZNS / ZBS template."""

    template_id: str
    name: str
    oa_id: str = ""  # empty: of every OA
    uid_allowed: bool = True
    enabled: bool = True
    parameters: list[str] = field(default_factory=list)


@dataclass(slots=True)
class World:
    """Everything that a reset forgets."""

    apps: dict[str, App] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    live_tokens: dict[tuple[str, str, str, str], list[Token]] = field(
        default_factory=dict
    )  # by owner and kind
    one_time_codes: dict[str, OneTimeCode] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    broadcasts: list[Broadcast] = field(default_factory=list)
    jobs: dict[str, Article] = field(default_factory=dict)  # article tokens
    assets: dict[str, Asset] = field(default_factory=dict)
    templates: dict[str, Template] = field(default_factory=dict)
    zns_messages: list[Json] = field(default_factory=list)
    notifications: list[Json] = field(default_factory=list)
    files: dict[str, Any] = field(default_factory=dict)  # name -> HostedFile, put by tests
    notification_consents: set[str] = field(default_factory=set)
    event_moments: dict[tuple[str, str, str], int] = field(default_factory=dict)  # app, OA, resident
    counts: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    call_errors: Counter[str] = field(default_factory=Counter)
    usage: Counter[str] = field(default_factory=Counter)  # month + app -> uploads, ZNS

    def person(self, key: str, name: str | None = None) -> Person:
        """The resident of a key, made at first sight; a given name replaces the generated one."""
        known = self.people.get(key)
        if known is None or (name is not None and name != known.name):
            known = self.people[key] = person(key, name)
        return known
