"""Fakes of the outside: a key, a token endpoint, an account's API, a queue. Each obeys the real rules."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Self

from loa.errors import StoreFault
from loa.platform.aws.kms import EncryptionKey
from loa.platform.aws.queues import Queue, QueueMessage
from loa.platform.zalo.api.answers import ArticleDetail, ArticlePage, ArticleSummary
from loa.platform.zalo.api.oauth import TokenPair
from loa.platform.zalo.errors import InvalidGrant, PayloadRefused, TokenRefused

START = datetime(2024, 10, 5, 3, 0, tzinfo=UTC)

ARTICLE: dict[str, Any] = {
    "title": "Ngày hội Đại đoàn kết",
    "author": "Ban Thường trực",
    "description": "Mời bà con tham dự ngày hội.",
    "cover_url": "https://example.vn/cover.jpg",
    "comment": "show",
    "blocks": [{"type": "text", "content": "Thời gian: 8 giờ ngày 18/11."}],
}


class Killed(BaseException):
    """The process ends here: nothing that catches errors catches this."""


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **parts: float) -> None:
        self.now += timedelta(**parts)


class FakeKey(EncryptionKey):
    """Encrypts by writing down the context; opens only under the same."""

    def __init__(self) -> None:
        super().__init__("fake")

    def encrypt(self, plain: bytes, context: Mapping[str, str]) -> bytes:
        return json.dumps([dict(context), plain.decode()]).encode()

    def decrypt(self, cipher: bytes, context: Mapping[str, str]) -> bytes:
        stored, plain = json.loads(cipher)
        if stored != dict(context):
            raise StoreFault("another context")
        return str(plain).encode()


class FakeQueue(Queue):
    """Remembers what was put on it."""

    def __init__(self) -> None:
        super().__init__("fake")
        self.messages: list[QueueMessage] = []

    def send(self, message: QueueMessage) -> None:
        self.messages.append(message)

    def send_all(self, messages: Any) -> None:
        self.messages += messages


class FakeFiles:
    """A bucket in memory."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}

    def put(self, key: str, content: bytes, content_type: str) -> None:
        self.content[key] = content

    def get(self, key: str) -> bytes | None:
        return self.content.get(key)

    def keys(self, prefix: str) -> list[str]:
        return sorted(key for key in self.content if key.startswith(prefix))

    def delete(self, key: str) -> None:
        self.content.pop(key, None)

    def link(self, key: str, *, expires_seconds: int, file_name: str, inline: bool = False) -> str:
        return f"https://files.example/{key}?expires={expires_seconds}&name={file_name}&inline={inline}"


class FakeTimer:
    """Remembers the schedules that stand."""

    def __init__(self) -> None:
        self.due: dict[str, tuple[datetime, Any]] = {}

    def once(self, name: str, at: datetime, message: Any) -> None:
        self.due[name] = (at, message)

    def cancel(self, name: str) -> None:
        self.due.pop(name, None)


@dataclass
class FakeOAuth:
    """Zalo's token endpoint for one account: codes and refresh tokens work once."""

    name: str = ""
    """Stands before every token, so that `FakeZalo` knows whose it is."""
    codes: dict[str, str] = field(default_factory=lambda: {"code-1": "verifier"})
    live_refresh: str = ""
    live_access: str = ""
    refreshes: int = 0
    lose: list[Exception] = field(default_factory=list)
    check_verifier: bool = False
    _numbers: Any = field(default_factory=lambda: count(1))

    def _mint(self) -> TokenPair:
        number = next(self._numbers)
        self.live_access, self.live_refresh = f"{self.name}access-{number}", f"{self.name}refresh-{number}"
        if self.lose:
            raise self.lose.pop(0)
        return TokenPair(self.live_access, self.live_refresh, 90_000, None)

    def exchange_code(self, code: str, *, code_verifier: str) -> TokenPair:
        if code not in self.codes:
            raise InvalidGrant("code_invalid", zalo_code=-14005, had_no_effect=True)
        del self.codes[code]
        return self._mint()

    def refresh(self, refresh_token: str) -> TokenPair:
        self.refreshes += 1
        if refresh_token != self.live_refresh:
            raise InvalidGrant("refresh_token_invalid", zalo_code=-14014, had_no_effect=True)
        return self._mint()


@dataclass
class FakeAccount:
    """One Official Account at Zalo: its articles and broadcasts. `before` and `after` raise faults.

    `hidden` and `removed` hold ids of articles with which somebody has done that in OA Manager.
    """

    oauth: FakeOAuth | None = None
    created: list[Mapping[str, Any]] = field(default_factory=list)
    broadcasts: list[str] = field(default_factory=list)
    targets: list[Mapping[str, str] | None] = field(default_factory=list)
    faults: dict[str, list[tuple[str, Exception]]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    updated: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def api(self, access_token: str) -> "FakeApi":
        return FakeApi(self, access_token)

    def fail(self, call: str, error: Exception, *, when: str = "before") -> None:
        self.faults.setdefault(call, []).append((when, error))

    def run[Answer](self, call: str, act: Callable[[], Answer]) -> Answer:
        when, error = self.faults[call].pop(0) if self.faults.get(call) else ("", None)
        if error and when == "before":
            raise error
        answer = act()
        if error:
            raise error
        return answer


@dataclass
class FakeApi:
    """The OA API as one access token sees it."""

    account: FakeAccount
    access_token: str

    def _check(self) -> None:
        oauth = self.account.oauth
        if oauth and self.access_token != oauth.live_access:
            raise TokenRefused("token_invalid", zalo_code=-216, had_no_effect=True)

    def create_article(self, body: Mapping[str, Any]) -> str:
        self._check()

        def act() -> str:
            self.account.created.append(body)
            return f"token-{len(self.account.created)}"

        return self.account.run("create", act)

    def verify_article(self, token: str) -> str:
        self._check()

        def act() -> str:
            article_id = f"article-{token.removeprefix('token-')}"
            self._find(article_id)
            return article_id

        return self.account.run("verify", act)

    def update_article(self, article_id: str, body: Mapping[str, Any]) -> str:
        self._check()

        def act() -> str:
            self._find(article_id)
            self.account.updated.append(article_id)
            number = int(article_id.removeprefix("article-"))
            self.account.created[number - 1] = body
            return f"token-{number}"

        return self.account.run("update", act)

    def remove_article(self, article_id: str) -> None:
        self._check()

        def act() -> None:
            self._find(article_id)
            self.account.removed.add(article_id)

        self.account.run("remove", act)

    def _find(self, article_id: str, *, shown: bool = False) -> Mapping[str, Any]:
        if article_id in self.account.removed or (shown and article_id in self.account.hidden):
            raise PayloadRefused("invalid_parameter", zalo_code=-201, had_no_effect=True)
        return self.account.created[int(article_id.removeprefix("article-")) - 1]

    def _status(self, article_id: str) -> str:
        return "hide" if article_id in self.account.hidden else "show"

    def articles(self, *, offset: int = 0, limit: int = 10) -> ArticlePage:
        self._check()
        self.account.asked.append("articles")
        named = [(f"article-{number}", body) for number, body in enumerate(self.account.created, 1)]
        rows = [
            ArticleSummary(name, "normal", body["title"], self._status(name), 0, 0, None, None, "")
            for name, body in named
            if name not in self.account.removed
        ]
        page = ArticlePage(len(rows), tuple(reversed(rows))[offset : offset + limit])
        return self.account.run("articles", lambda: page)

    def article(self, article_id: str) -> ArticleDetail:
        self.account.asked.append("article")
        body = self.account.run("article", lambda: self._find(article_id))
        return ArticleDetail(
            article_id,
            body["title"],
            body["author"],
            body["description"],
            self._status(article_id),
            "show",
            tuple(body["body"]),
        )

    def broadcast(self, article_ids: Sequence[str], *, target: Mapping[str, str] | None = None) -> str:
        self._check()

        def act() -> str:
            self._find(article_ids[0], shown=True)
            self.account.broadcasts.append(article_ids[0])
            self.account.targets.append(target)
            return f"message-{len(self.account.broadcasts)}"

        return self.account.run("broadcast", act)


class FakeZalo:
    """Many accounts at one Zalo; each token says whose it is."""

    def __init__(self) -> None:
        self.accounts: dict[str, FakeAccount] = {}

    def connect(self, oa_id: str) -> TokenPair:
        """Make an account; answers its first tokens."""
        oauth = FakeOAuth(name=f"{oa_id}/")
        self.accounts[oa_id] = FakeAccount(oauth)
        return oauth._mint()

    def of(self, token: str) -> FakeAccount:
        return self.accounts[token.partition("/")[0]]

    def oauth_of(self, oa_id: str) -> FakeOAuth:
        oauth = self.accounts[oa_id].oauth
        assert oauth is not None
        return oauth

    def api(self, access_token: str) -> FakeApi:
        return self.of(access_token).api(access_token)

    def exchange_code(self, code: str, *, code_verifier: str) -> TokenPair:
        raise NotImplementedError("accounts are connected by `connect`")

    def refresh(self, refresh_token: str) -> TokenPair:
        return self.oauth_of(refresh_token.partition("/")[0]).refresh(refresh_token)

    def fail_everywhere(self, call: str, error: Exception, *, when: str = "before") -> Self:
        """The next such call on each account fails."""
        for account in self.accounts.values():
            account.fail(call, error, when=when)
        return self
