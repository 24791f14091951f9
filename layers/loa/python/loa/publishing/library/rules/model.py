"""Items and their editions. Pure types.

An *item* is what keeps its address; its *editions* are its history (GOV.UK's publishing-api: document and
edition). At most one edition is live, and at most one is being worked on: what residents read stays as it
is while the next edition is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from loa.ids import is_id
from loa.publishing.library.rules.kinds import ItemKind, Section

SEPARATOR: Final = "~"
"""Between unit path and identifier in the id of an item: the id alone says where the item lies."""

ARTICLE: Final = "article:"
BROADCAST: Final = "broadcast:"
"""What another place that shows an item begins with (`Item.elsewhere`)."""

MAXIMUM_TITLE: Final = 150
MAXIMUM_SUMMARY: Final = 300
MAXIMUM_TAGS: Final = 8
MAXIMUM_TAG: Final = 40

type ContentBlock = Mapping[str, Any]
"""Neutral, as in articles: `{"type": "text", "content": …}`, `image`, `gallery`, `video`, `file`."""


class Reach(StrEnum):
    """Where an item is shown besides its own unit."""

    UNIT = "unit"
    SUBTREE = "subtree"
    UPWARD = "upward"
    """Below, and in the lists of the units above."""


class EditionState(StrEnum):
    """Where an edition stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


UNFINISHED: Final = frozenset(
    {EditionState.DRAFT, EditionState.SUBMITTED, EditionState.APPROVED, EditionState.SCHEDULED}
)


class Change(StrEnum):
    """How large a change is (GOV.UK `update_type`): a minor one notifies nobody and keeps the date."""

    MINOR = "minor"
    MAJOR = "major"


class WithdrawalKind(StrEnum):
    """What stands at the address of an item that was withdrawn."""

    NOTICE = "notice"
    """The text stays, with a notice above it; no list shows it."""
    REDIRECT = "redirect"
    GONE = "gone"
    EXPIRED = "expired"
    """It was to be shown until an instant, which has passed."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why an item is not published any more, and what stands in its place.

    Attributes:
        kind: what its address shows.
        reason: for residents.
        at: since when.
        redirect_to: an item's id or an https address; empty unless `REDIRECT`.
    """

    kind: WithdrawalKind
    reason: str
    at: datetime
    redirect_to: str = ""


@dataclass(frozen=True, slots=True)
class CoverPicture:
    """The picture on top of an item.

    Attributes:
        url: `media:NAME`.
        alt: what it shows, for people who do not see it; empty when decorative.
        decorative: it says nothing that the text does not say.
        caption: below it.
    """

    url: str
    alt: str = ""
    decorative: bool = False
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Audio:
    """A spoken version.

    Attributes:
        language: one of `kinds.LANGUAGES`.
        url: `audio:NAME`.
        seconds: how long it is.
        speaker: who speaks; empty when nobody says.
        made_from: digest of the words that a machine spoke; empty: an officer uploaded it.
        words: digest of the words that it says, as far as officers have said; empty: nobody has.
    """

    language: str
    url: str
    seconds: int
    speaker: str = ""
    made_from: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class LibraryContent:
    """What an edition says.

    Attributes:
        title, summary, author: plain text.
        blocks: its body.
        cover: the picture on top.
        fields: by name, as the table of kinds has them.
        audio: spoken versions.
        tags: words of the officers' own by which it is found again; each once, however its accents are typed.
    """

    title: str
    summary: str = ""
    author: str = ""
    blocks: tuple[ContentBlock, ...] = ()
    cover: CoverPicture | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    audio: tuple[Audio, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done to an item: a line of its history and of the unit's audit.

    Attributes:
        what: the name of the transition, such as `submit`.
        by: id of the officer; empty: by itself.
        at: when.
        edition: number; 0: it concerned the item as a whole.
        note: the reason or change note.
    """

    what: str
    by: str
    at: datetime
    edition: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class PreviewLink:
    """A link by which people without an account of ours read an edition before it is published.

    Attributes:
        secret: who has it may read; nobody can guess it.
        until: when it ends; it ends before when the edition is published or given up.
    """

    secret: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of an item, from draft to history.

    Attributes:
        item_id: of which item.
        number: 1 for the first.
        state: where it stands.
        content: what it says.
        revision: grows with every save and transition, and begins above those of all editions before: who
            saves or approves names the one that they saw, and no later edition may be taken for it.
        contributors: ids of all who changed the content of this edition.
        change: how large the change is.
        change_note: what changed, for residents; needed for a major change of a published item.
        notify: whether followers are to be told.
        publish_at: when a scheduled edition appears.
        steps: what was done to it, oldest first.
        created_at, updated_at: instants.
        preview: by which others read it; None: nobody does.
    """

    item_id: str
    number: int
    state: EditionState
    content: LibraryContent
    created_at: datetime
    updated_at: datetime
    revision: int = 1
    contributors: frozenset[str] = frozenset()
    change: Change = Change.MAJOR
    change_note: str = ""
    notify: bool = False
    publish_at: datetime | None = None
    steps: tuple[Step, ...] = ()
    preview: PreviewLink | None = None

    @property
    def is_announced(self) -> bool:
        """Whether followers are to be told of it, once residents read it: of a small change nobody is."""
        return self.notify and self.change is Change.MAJOR

    @property
    def is_draft(self) -> bool:
        """Whether it is being written."""
        return self.state is EditionState.DRAFT

    def waits_for_others(self, officer_id: str) -> bool:
        """Whether it waits for approval, and the officer, who wrote part of it, cannot give it."""
        return self.state is EditionState.SUBMITTED and officer_id in self.contributors

    def last(self, what: str) -> Step | None:
        """The last step of that name."""
        return next((step for step in reversed(self.steps) if step.what == what), None)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where lists put an item; not part of its text, so it needs no new edition.

    Attributes:
        section: its section.
        reach: where else it is shown.
        order: in lists that are ordered by hand; small numbers first.
        pinned_until: on top of the unit's home until then.
        featured: shown larger.
        urgent: before everything else; needs `expires_at`.
        expires_at: when it disappears by itself.
        review_by: when somebody should look at it again.
    """

    section: Section
    reach: Reach = Reach.SUBTREE
    order: int = 0
    pinned_until: datetime | None = None
    featured: bool = False
    urgent: bool = False
    expires_at: datetime | None = None
    review_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class EditLock:
    """Who is editing, so that the others see it; it lapses by itself.

    Attributes:
        officer_id, name: who.
        until: when it lapses.
    """

    officer_id: str
    name: str = field(repr=False)
    until: datetime


@dataclass(frozen=True, slots=True)
class Item:
    """What keeps its address while its editions change.

    Attributes:
        item_id: `UNIT_PATH~IDENTIFIER`.
        unit_path: the unit whose item it is.
        kind: its kind; it never changes.
        placement: where lists put it.
        title, tags: of the newest edition, for lists of officers.
        version: grows with every write of the head.
        live: number of the edition that residents read; 0: none.
        working: number of the edition in work; 0: none.
        working_state: its state.
        returned: whether it was sent back, and not submitted again since.
        scheduled_for: when it is to appear, if it is scheduled.
        contributors: who has written it.
        editions: how many there have been.
        shown_version: grows with every change of what residents see of it.
        published_at: when it first appeared.
        changed_at: of its last major change.
        withdrawal: why it is not published any more.
        lock: who is editing.
        binned_at: since when it lies in the bin.
        urgent_by: who wrote and published alone what nobody else has looked at since; empty: nobody has to.
        elsewhere: the other places that show it, such as `article:40~0…` and `broadcast:0…`.
        sample: made for a demonstration; says so wherever it is shown.
        created_by, updated_by: ids of officers.
        created_at, updated_at: instants.
    """

    item_id: str
    unit_path: str
    kind: ItemKind
    placement: Placement
    title: str
    created_by: str
    created_at: datetime
    updated_by: str
    updated_at: datetime
    version: int = 1
    live: int = 0
    working: int = 0
    working_state: EditionState | None = None
    returned: bool = False
    scheduled_for: datetime | None = None
    contributors: frozenset[str] = frozenset()
    editions: int = 0
    shown_version: int = 0
    published_at: datetime | None = None
    changed_at: datetime | None = None
    withdrawal: Withdrawal | None = None
    lock: EditLock | None = None
    binned_at: datetime | None = None
    urgent_by: frozenset[str] = frozenset()
    elsewhere: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    sample: bool = False

    @property
    def is_published(self) -> bool:
        """Whether residents find it in lists."""
        return self.live > 0 and self.withdrawal is None and self.binned_at is None

    def locked_for(self, officer_id: str, now: datetime) -> EditLock | None:
        """The lock of somebody else that has not lapsed."""
        lock = self.lock
        return lock if lock and lock.officer_id != officer_id and lock.until > now else None


def item_id(unit_path: str, identifier: str) -> str:
    """The id of an item."""
    return f"{unit_path}{SEPARATOR}{identifier}"


def split_id(an_item_id: str) -> tuple[str, str]:
    """Unit path and identifier in the id of an item; both empty if it has another form."""
    path, _, identifier = an_item_id.partition(SEPARATOR)
    return (path, identifier) if path and is_id(identifier) else ("", "")
