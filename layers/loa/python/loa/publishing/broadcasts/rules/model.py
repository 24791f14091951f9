"""Broadcasts: what may follow what, what an approval covers, and what units add. Pure rules."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from loa.clock import from_text, to_text
from loa.errors import Conflict, NotAllowed
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.correction import Correction
from loa.publishing.broadcasts.rules.spreading import Pace
from loa.publishing.broadcasts.rules.targets import Target

SCHEDULE_HORIZON: Final = timedelta(days=366)

APPROVAL_LASTS: Final = timedelta(days=7)
"""After this an approval must be given again: what was right last week may be wrong today."""


class BroadcastState(StrEnum):
    """Where a broadcast stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    """It waits for an approver."""
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    PLANNING = "planning"
    SENDING = "sending"
    """Planned: every delivery has its row."""
    PAUSED = "paused"
    """Officers hold it; `resume` goes on."""
    STOPPED = "stopped"
    """It stopped by itself; the reason says why; `resume` goes on."""
    FINISHED = "finished"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    """It was wholly sent, and its articles are taken down again."""

    @property
    def is_before_planning(self) -> bool:
        """Whether there is no delivery yet, and nobody at work on any."""
        return self in {
            BroadcastState.DRAFT,
            BroadcastState.SUBMITTED,
            BroadcastState.APPROVED,
            BroadcastState.SCHEDULED,
        }


TRANSITIONS: Final[Mapping[BroadcastState, frozenset[BroadcastState]]] = {
    BroadcastState.DRAFT: frozenset(
        {
            BroadcastState.DRAFT,
            BroadcastState.SUBMITTED,
            BroadcastState.APPROVED,  # in an emergency
            BroadcastState.CANCELLED,
        }
    ),
    BroadcastState.SUBMITTED: frozenset(
        {BroadcastState.DRAFT, BroadcastState.APPROVED, BroadcastState.CANCELLED}
    ),
    BroadcastState.APPROVED: frozenset(
        {BroadcastState.DRAFT, BroadcastState.APPROVED, BroadcastState.SCHEDULED, BroadcastState.CANCELLED}
    ),
    BroadcastState.SCHEDULED: frozenset(
        {
            BroadcastState.DRAFT,
            BroadcastState.SUBMITTED,  # its approval has expired
            BroadcastState.SCHEDULED,
            BroadcastState.PLANNING,
            BroadcastState.CANCELLED,
        }
    ),
    BroadcastState.PLANNING: frozenset({BroadcastState.SENDING}),
    BroadcastState.SENDING: frozenset(
        {BroadcastState.PAUSED, BroadcastState.STOPPED, BroadcastState.FINISHED, BroadcastState.CANCELLED}
    ),
    BroadcastState.PAUSED: frozenset(
        {BroadcastState.SENDING, BroadcastState.FINISHED, BroadcastState.CANCELLED}
    ),
    BroadcastState.STOPPED: frozenset(
        {BroadcastState.SENDING, BroadcastState.FINISHED, BroadcastState.CANCELLED}
    ),
    BroadcastState.FINISHED: frozenset({BroadcastState.SENDING, BroadcastState.WITHDRAWN}),
    BroadcastState.CANCELLED: frozenset({BroadcastState.FINISHED}),  # nothing was called off
    BroadcastState.WITHDRAWN: frozenset(),
}
"""Which state may follow which; everything else is a conflict."""


class OverQuota(StrEnum):
    """What becomes of an account that may not send another broadcast yet: the officer's choice."""

    REFUSE = "refuse"
    """It is skipped, and shown as such."""
    HOLD = "hold"
    """It waits until the window or quota opens again."""
    SPREAD = "spread"
    """Each account gets a day on which it has quota, at the hour of the first; evenly, if a pace is given."""


@dataclass(frozen=True, slots=True)
class BroadcastContent:
    """What is approved, and nothing else: an edit of any of it voids the approval.

    Attributes:
        article: in the neutral shape of `loa.platform.zalo.api.articles`, as it was when it was put in.
        target: whose accounts carry it.
        over_quota: what becomes of accounts without quota.
        localise_until: units may add words of their own until then; None: they may not.
        pace: how slowly it goes, where it is spread over days.
    """

    article: Mapping[str, Any]
    target: Target
    over_quota: OverQuota = OverQuota.HOLD
    localise_until: datetime | None = None
    pace: Pace = field(default_factory=Pace)

    def as_row(self) -> dict[str, Any]:
        """As plain values."""
        until = self.localise_until
        return {
            "article": dict(self.article),
            "target": self.target.as_row(),
            "over_quota": self.over_quota.value,
            **({"localise_until": to_text(until)} if until else {}),
            **({"pace": asdict(self.pace)} if self.pace.is_given else {}),
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "BroadcastContent":
        """From what `as_row` made."""
        until = row.get("localise_until")
        return cls(
            article=row["article"],
            target=Target.from_row(row["target"]),
            over_quota=OverQuota(row["over_quota"]),
            localise_until=from_text(until) if until else None,
            pace=Pace(**row.get("pace", {})),
        )

    def digest(self) -> str:
        """Equal for equal content."""
        words = json.dumps(self.as_row(), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(words.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A field that differs from what was approved last."""

    field: str
    before: str
    after: str


def changes(before: BroadcastContent, after: BroadcastContent) -> list[ChangedField]:
    """What an approver has to look at: every field that differs, block by block."""
    flat_before, flat_after = _flat(before.as_row()), _flat(after.as_row())
    names = sorted(flat_before.keys() | flat_after.keys())
    return [
        ChangedField(name, flat_before.get(name, ""), flat_after.get(name, ""))
        for name in names
        if flat_before.get(name) != flat_after.get(name)
    ]


def _flat(value: Any, name: str = "") -> dict[str, str]:
    if isinstance(value, Mapping):
        parts = [_flat(part, f"{name}.{key}" if name else str(key)) for key, part in value.items()]
    elif isinstance(value, list | tuple):
        parts = [_flat(part, f"{name}[{index}]") for index, part in enumerate(value)]
    else:
        return {name: str(value)}
    return {key: text for part in parts for key, text in part.items()}


def differences(before: BroadcastContent, after: BroadcastContent) -> dict[str, str]:
    """`changes` as messages for people, by field."""
    return {change.field: texts.changed(change.before, change.after) for change in changes(before, after)}


@dataclass(frozen=True, slots=True)
class Submission:
    """That somebody asked for approval: who, and when."""

    officer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Removal:
    """That an officer has its articles taken down: who, when, and why."""

    officer: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Return:
    """That an approver sent it back to be mended: who, when, and why."""

    officer: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Approval:
    """That a second person let the content pass; or one person in an emergency.

    Attributes:
        officer: who.
        at: when.
        expires_at: after this it is worth nothing.
        digest: of the content that was approved.
        emergency: why one person was enough; empty in ordinary times.
    """

    officer: str
    at: datetime
    expires_at: datetime
    digest: str
    emergency: str = ""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One message from one unit through the accounts of others.

    Attributes:
        broadcast_id: our identifier.
        province: code of the province.
        unit_path: the unit that sends it.
        content: what is sent to whom.
        state: see `BroadcastState`.
        author: id of the officer who wrote the present content.
        created_at: when it was first drafted.
        contributors: ids of all who had a hand in it: who wrote the article, proposed or edited it, also
            where it was copied from. None of them may approve it.
        submission: by whom and when approval was asked for last; None: never, or it was edited since.
        returned: why an approver sent it back; None: nobody did, or it was submitted again.
        version: grows with every change; guards against lost updates.
        approval: the present one; None while there is none.
        approved_content: what was approved last, so that an approver sees what has changed since.
        send_at, planned_at, finished_at: instants, None where not reached.
        planned: how many deliveries it has; 0 before planning.
        reason: why it stopped or went back to a draft: a stable key (`texts.REASONS`).
        suggested_at: when an issue of a weekly bulletin (`loa.publishing.broadcasts.rules.series`) is due.
        resumed_at: when officers last let it go on; failures before that do not stop it again.
        schedule: name of the schedule that calls the planner; empty where there is none.
        removal: who has its articles taken down; None: nobody.
        proposed: digest of the content before its pictures were fetched; empty: it had none to fetch.
        item: id of the item of the library whose words it took over; empty: of none.
        edition: number of the edition of the item that it took them from; 0: not known, or of none.
        correction: who has its articles written again; None: nobody.
    """

    broadcast_id: str
    province: str
    unit_path: str
    content: BroadcastContent
    state: BroadcastState
    author: str
    created_at: datetime
    contributors: frozenset[str] = frozenset()
    version: int = 1
    submission: Submission | None = None
    returned: Return | None = None
    approval: Approval | None = None
    approved_content: BroadcastContent | None = None
    send_at: datetime | None = None
    planned_at: datetime | None = None
    finished_at: datetime | None = None
    planned: int = 0
    reason: str = ""
    suggested_at: datetime | None = None
    resumed_at: datetime | None = None
    schedule: str = ""
    removal: Removal | None = None
    proposed: str = ""
    item: str = ""
    edition: int = 0
    correction: Correction | None = None

    @property
    def title(self) -> str:
        """The article's title."""
        return str(self.content.article["title"])

    @property
    def state_word(self) -> str:
        """Where it stands, as lists and pages of officers say it."""
        was_returned = self.state is BroadcastState.DRAFT and self.returned
        return texts.RETURNED if was_returned else texts.STATE_WORDS[self.state.value]

    @property
    def is_urgent(self) -> bool:
        """Whether it goes through the urgent queue and may use the reserve."""
        return bool(self.approval and self.approval.emergency)

    def require(self, following: BroadcastState) -> None:
        """Refuse a step that may not follow the present state.

        Raises:
            Conflict: says in Vietnamese where the broadcast stands.
        """
        if following not in TRANSITIONS[self.state]:
            raise Conflict(texts.NOT_NOW.format(state=texts.BROADCAST_STATES[self.state.value]))

    def require_second_person(self, officer_id: str) -> None:
        """Refuse approval by anyone who had a hand in it.

        Raises:
            NotAllowed: the officer had.
        """
        if officer_id in self.contributors | {self.author}:
            raise NotAllowed(texts.NOT_BY_AUTHOR)

    def is_approved(self, at: datetime) -> bool:
        """Whether an approval of exactly this content holds at that instant."""
        approval = self.approval
        return approval is not None and at < approval.expires_at and approval.digest == self.content.digest()

    def takes_additions(self, at: datetime) -> bool:
        """Whether units may add words of their own at that instant."""
        until = self.content.localise_until
        is_open = self.state in {BroadcastState.APPROVED, BroadcastState.SCHEDULED}
        return is_open and until is not None and at < until

    def changes_since_approval(self) -> list[ChangedField]:
        """What differs from the content that was approved last; empty when nothing was approved before."""
        return changes(self.approved_content, self.content) if self.approved_content else []


class LocalisationState(StrEnum):
    """Where a unit's own part of a broadcast stands."""

    PROPOSED = "proposed"
    """Waits for a second person; if nobody comes, the unit sends the common text."""
    APPROVED = "approved"
    DECLINED = "declined"
    """The unit does not take part."""


@dataclass(frozen=True, slots=True)
class Localisation:
    """What one unit adds to a broadcast from above, or that it does not take part.

    Attributes:
        unit_path: the unit.
        state: see `LocalisationState`.
        paragraph: its own words; empty when it declines.
        image_url: its own picture; may be empty.
        author: id of the officer.
        at: when.
        digest: of the broadcast's content that it was written for; beside other words it does not count.
        contributors: ids of all who proposed words for the unit; none of them may approve.
    """

    unit_path: str
    state: LocalisationState
    paragraph: str
    image_url: str
    author: str
    at: datetime
    digest: str = ""
    contributors: frozenset[str] = frozenset()

    def version(self) -> str:
        """Equal for equal words beside equal content: what an approver names as seen."""
        said = [self.unit_path, self.digest, self.state is LocalisationState.DECLINED, *self.words().values()]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()

    def words(self) -> dict[str, str]:
        """What it says, by field."""
        return {"paragraph": self.paragraph, "image_url": self.image_url}

    def blocks(self) -> list[dict[str, str]]:
        """What is added to the article."""
        words = [{"type": "text", "content": self.paragraph}] if self.paragraph else []
        picture = [{"type": "image", "url": self.image_url, "caption": ""}] if self.image_url else []
        return words + picture


def localised(article: Mapping[str, Any], blocks: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The article with a unit's own part at its end; title, cover and the common text stay locked."""
    return {**article, "blocks": [*article["blocks"], *blocks]}
