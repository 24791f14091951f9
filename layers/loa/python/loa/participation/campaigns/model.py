"""A campaign: something that residents are invited to take part in, from one instant to another. Pure rules.

Contests, consultations and surveys keep what only they have in `content`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from loa.errors import Conflict, InvalidInput, NotAllowed
from loa.participation.campaigns import texts

SHORTEST: Final = timedelta(minutes=1)
LONGEST: Final = timedelta(days=400)
MAXIMUM_TITLE: Final = 150
MAXIMUM_ABOUT: Final = 4_000


class CampaignKind(StrEnum):
    """The forms of participation."""

    CONTEST = "contest"
    CONSULTATION = "consultation"
    SURVEY = "survey"

    @property
    def label(self) -> str:
        """Return the word for people."""
        return texts.KINDS[self.value]


class CampaignState(StrEnum):
    """What people have done with a campaign; the clock does the rest (`Phase`)."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    REPORTED = "reported"
    """Its result is public."""


class Phase(StrEnum):
    """Where a campaign stands at an instant."""

    DRAFT = "draft"
    COMING = "coming"
    OPEN = "open"
    SUSPENDED = "suspended"
    """Nobody begins anything, and nothing ends, until it is resumed."""
    ENDED = "ended"
    REPORTED = "reported"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """Return the word for people."""
        return texts.PHASES[self.value]


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who takes part, by a name that says nothing about them.

    Attributes:
        id: 32 hex digits, the same for one person in all campaigns.
        is_known: Zalo has said who they are; else it is a browser that could come again as somebody else.
    """

    id: str = field(repr=False)
    is_known: bool


@dataclass(frozen=True, slots=True)
class Suspension:
    """A time in which nothing went on, for everybody to read.

    Attributes:
        at: since when.
        reason: why.
        by: the officer, who may not resume it.
        until: when it was resumed; None: it goes on.
    """

    at: datetime
    reason: str
    by: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """A contest, a consultation or a survey.

    Attributes:
        id: unguessable, in order of creation.
        kind: which of them.
        unit_path: who invites; the residents of that unit and of all below it may come.
        title, about: plain text for residents.
        opens, closes: by our clock alone; what comes at `closes` is too late, and no suspension reaches it.
        hands: the officers who have worked on it: none of them may publish it.
        published_by: who did.
        reported_by: who made its result public.
        shards: over how many partitions entries spread; never changed.
        content: what only this kind has.
        suspensions: oldest first.
        version: grows with every change.
    """

    id: str
    kind: CampaignKind
    unit_path: str
    title: str
    about: str
    opens: datetime
    closes: datetime
    hands: tuple[str, ...]
    state: CampaignState = CampaignState.DRAFT
    published_by: str = ""
    reported_by: str = ""
    shards: int = 8
    content: Mapping[str, Any] = field(default_factory=dict)
    suspensions: tuple[Suspension, ...] = ()
    version: int = 1

    def phase(self, now: datetime) -> Phase:
        """Return where it stands."""
        if self.state is not CampaignState.PUBLISHED:
            return Phase(self.state.value)
        if self.suspension and self.suspension.at <= now:
            return Phase.SUSPENDED
        if now < self.opens:
            return Phase.COMING
        return Phase.OPEN if now < self.closes else Phase.ENDED

    @property
    def suspension(self) -> Suspension | None:
        """Return the suspension that goes on; None: there is none."""
        return self.suspensions[-1] if self.suspensions and not self.suspensions[-1].until else None

    @property
    def ends(self) -> datetime | None:
        """Return its end as people read it; None: nobody knows before it is resumed."""
        return self.end_of(self.closes)

    def end_of(self, closes: datetime) -> datetime | None:
        """Return the end of a part of it, as `ends` does."""
        return None if self.suspension and self.suspension.at < closes else closes

    @property
    def is_public(self) -> bool:
        """Whether residents find it."""
        return self.state in {CampaignState.PUBLISHED, CampaignState.REPORTED}

    def changed(self, officer_id: str, content: Mapping[str, Any]) -> "Campaign":
        """Return the campaign with other content, written by somebody who may then not publish it.

        Raises:
            Conflict: residents see it already.
        """
        if self.state is not CampaignState.DRAFT:
            raise Conflict(texts.IS_PUBLIC)
        return self.with_content(content, officer_id)

    def with_content(self, content: Mapping[str, Any], officer_id: str) -> "Campaign":
        """Return the campaign with other content, whatever its state."""
        hands = self.hands if officer_id in self.hands else (*self.hands, officer_id)
        return replace(self, content=content, hands=hands, version=self.version + 1)

    def edited(
        self, officer_id: str, *, title: str, about: str, opens: datetime, closes: datetime
    ) -> "Campaign":
        """Return the draft with other words and times; raises as `changed` does."""
        after = self.changed(officer_id, self.content)
        return replace(after, title=title, about=about, opens=opens, closes=closes)

    def discarded(self) -> "Campaign":
        """Return the draft given up: nobody writes on, and nobody publishes it.

        Raises:
            Conflict: it is no draft.
        """
        if self.state is not CampaignState.DRAFT:
            raise Conflict(texts.IS_PUBLIC)
        return replace(self, state=CampaignState.WITHDRAWN, version=self.version + 1)

    def published(self, officer_id: str, now: datetime) -> "Campaign":
        """Return the campaign as residents may find it.

        Raises:
            Conflict: it is no draft, or its time is over.
            NotAllowed: the officer had a hand in it.
        """
        if self.state is not CampaignState.DRAFT:
            raise Conflict(texts.IS_PUBLIC)
        if self.closes <= now:
            raise Conflict(texts.TIME_IS_OVER)
        self._by_another(officer_id)
        return replace(self, state=CampaignState.PUBLISHED, published_by=officer_id, version=self.version + 1)

    def ended_early(self, now: datetime) -> "Campaign":
        """Return the campaign closed at this instant.

        Raises:
            Conflict: it is not open.
        """
        if self.phase(now) is not Phase.OPEN:
            raise Conflict(texts.NOT_OPEN)
        return replace(self, closes=now, version=self.version + 1)

    def suspended(self, officer_id: str, reason: str, now: datetime) -> "Campaign":
        """Return the campaign at a standstill: its end is out of reach, so that nothing takes it for over.

        Raises:
            Conflict: it is not open.
        """
        if self.phase(now) is not Phase.OPEN:
            raise Conflict(texts.NOT_OPEN)
        return replace(
            self,
            suspensions=(*self.suspensions, Suspension(now, reason, officer_id)),
            closes=self.closes + LONGEST,
            version=self.version + 1,
        )

    def resumed(self, officer_id: str, now: datetime) -> "Campaign":
        """Return the campaign open again, for as long as was left when it was suspended.

        Raises:
            Conflict: it is not suspended.
            NotAllowed: the officer suspended it.
        """
        suspension = self.suspension
        if self.state is not CampaignState.PUBLISHED or suspension is None:
            raise Conflict(texts.NOT_SUSPENDED)
        if officer_id == suspension.by:
            raise NotAllowed(texts.ANOTHER_RESUMES)
        return replace(
            self,
            suspensions=(*self.suspensions[:-1], replace(suspension, until=now)),
            closes=self.closes - LONGEST + (now - suspension.at),
            version=self.version + 1,
        )

    def reported(self, officer_id: str, content: Mapping[str, Any], now: datetime) -> "Campaign":
        """Return the campaign with its result made public.

        Raises:
            Conflict: it goes on, or the result is public already.
            NotAllowed: the officer had a hand in it.
        """
        if self.phase(now) is not Phase.ENDED:
            raise Conflict(texts.NOT_ENDED)
        self._by_another(officer_id)
        return replace(
            self,
            state=CampaignState.REPORTED,
            reported_by=officer_id,
            content=content,
            version=self.version + 1,
        )

    def withdrawn(self) -> "Campaign":
        """Return the campaign as residents find it no more.

        Raises:
            Conflict: they never found it.
        """
        if not self.is_public:
            raise Conflict(texts.NOT_PUBLIC)
        return replace(self, state=CampaignState.WITHDRAWN, version=self.version + 1)

    def _by_another(self, officer_id: str) -> None:
        if officer_id in self.hands:
            raise NotAllowed(texts.SECOND_PERSON)


def check_times(opens: datetime, closes: datetime, now: datetime) -> None:
    """Check from when to when something is open.

    Raises:
        InvalidInput: it ends before it begins, or before now, or lasts beyond reason; says at which field.
    """
    if closes - opens < SHORTEST:
        raise InvalidInput(texts.ENDS_TOO_EARLY, fields={"closes": texts.ENDS_TOO_EARLY})
    if closes <= now:
        raise InvalidInput(texts.ENDS_IN_THE_PAST, fields={"closes": texts.ENDS_IN_THE_PAST})
    if closes - opens > LONGEST:
        raise InvalidInput(texts.TOO_LONG, fields={"closes": texts.TOO_LONG})
