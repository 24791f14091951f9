"""Questions and rounds of a contest. Pure rules."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.clock import local_day
from loa.errors import Conflict, NotAllowed
from loa.participation.campaigns.texts import SECOND_PERSON
from loa.participation.contests.rules import texts
from loa.text.folding import fold

GRACE: Final = timedelta(seconds=30)
"""What the network, and a script that tries again (`sheet.js`), may take after a deadline."""
SETTLED: Final = timedelta(seconds=60)
"""After a round's end nothing arrives any more."""
ADULT_YEARS: Final = 15
"""Who is younger plays and wins nothing (default of the client's question C.4)."""
MOST_QUESTIONS: Final = 30
MOST_PRIZES: Final = 100


class QuestionLevel(StrEnum):
    """How hard a question is: each sheet has its share of every level."""

    EASY = "easy"
    MIDDLE = "middle"
    HARD = "hard"

    @property
    def label(self) -> str:
        """Return the word for people."""
        return texts.LEVELS[self.value]


@dataclass(frozen=True, slots=True)
class ContestQuestion:
    """A question of the bank; which option is right is kept elsewhere.

    Attributes:
        words, options: as residents read them.
        topic: what it is about, such as "Căn cước"; empty: nobody has said.
        law, article: where the answer stands, such as "Luật Căn cước 2023" and "Điều 19 khoản 1".
        provision: the text of that article, shown with the results.
        since: when the article came into force.
        until: its last day; None: nobody has replaced it.
        written_by: who wrote it, and may not check it.
        checked_by: the second person; empty: nobody yet.
    """

    id: str
    words: str
    options: tuple[str, ...]
    level: QuestionLevel
    law: str
    article: str
    provision: str
    since: date
    until: date | None
    written_by: str
    checked_by: str = ""
    version: int = 1
    topic: str = ""

    @property
    def place(self) -> tuple[str, tuple[int, ...], str]:
        """Where it stands in a list that follows the laws, article by article."""
        return self.law, tuple(map(int, re.findall(r"\d+", self.article))), self.words

    def holds(self, opens: datetime, closes: datetime) -> bool:
        """Whether its article is in force from one instant to another."""
        return self.since <= local_day(opens) and (self.until is None or local_day(closes) <= self.until)

    def checked(self, officer_id: str) -> "ContestQuestion":
        """Return the question as a second person found it right.

        Raises:
            NotAllowed: they wrote it.
        """
        if officer_id == self.written_by:
            raise NotAllowed(SECOND_PERSON)
        return replace(self, checked_by=officer_id, version=self.version + 1)

    def replaced(self, until: date) -> "ContestQuestion":
        """Return the question whose article ends on a day: after it nobody is asked any more."""
        return replace(self, until=until, version=self.version + 1)


@dataclass(frozen=True, slots=True)
class SheetShare:
    """How many questions of a topic and a level each sheet has.

    Attributes:
        topic: empty: of any.
        level: None: of any.
        count: how many.
    """

    topic: str
    level: QuestionLevel | None
    count: int

    def takes(self, question: ContestQuestion) -> bool:
        """Whether a question counts for it."""
        of_topic = not self.topic or fold(self.topic) == fold(question.topic)
        return of_topic and self.level in {None, question.level}

    @property
    def words(self) -> str:
        """What people read."""
        parts = (
            f"{self.topic}:" if self.topic else "",
            str(self.count),
            self.level.label.lower() if self.level else "",
        )
        return " ".join(filter(None, parts))


class RoundState(StrEnum):
    """What has been done with a round; the clock does the rest."""

    DRAFT = "draft"
    SEALED = "sealed"
    """Sheets are drawn, the key is kept, the seed of the lot is committed."""
    DRAWING = "drawing"
    """The public value is known; the clock draws the lot."""
    DRAWN = "drawn"
    CONFIRMED = "confirmed"

    @property
    def label(self) -> str:
        """Return the word for people."""
        return texts.ROUND_STATES[self.value]


class RoundChangeKind(StrEnum):
    """What was changed of a round that people have played."""

    VALUE = "value"
    """The public value of the lot was mistyped."""
    QUESTION = "question"
    """A question was withdrawn."""
    ENTRY = "entry"
    """Two persons have found that an entry may not win."""
    RETURNED = "returned"
    """Two persons have found that it may win after all."""
    SOURCE = "source"
    """The day of the public value was put off with the end of the round."""


@dataclass(frozen=True, slots=True)
class RoundChange:
    """A change of a round after it was sealed, for everybody to read.

    Attributes:
        kind: what was changed.
        edition: of the result in which it first counts.
        before, after: the values; for a question its id, for an entry its receipt, and nothing.
        reason: why.
        by: the officer.
        at: when.
    """

    kind: RoundChangeKind
    edition: int
    before: str
    after: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ContestRound:
    """One round.

    Attributes:
        number: from 1.
        opens, closes: by our clock.
        per_sheet: questions of a sheet.
        minutes: for one try.
        tries: how many a person has; the best counts.
        prizes: how many win.
        shares: of topics and levels, disjoint; empty: of each level as many as the bank has in proportion.
        value_source: the public value that goes into the lot, as the rules name it before.
        hands: who prepared it, and may not seal it.
        seal: names what was drawn when it was sealed; empty before.
        secret: chooses everybody's sheet.
        commitment: SHA-256 of the lot's seed, published before the round opens.
        digest: SHA-256 of all that is sealed, published with it; empty: it was sealed before there was one.
        public_value: what `value_source` turned out to be.
        drawn_by: who entered it, and may not confirm the result.
        edition: of the result that is public; 0: none is.
        changes: after it was sealed, oldest first.
    """

    number: int
    opens: datetime
    closes: datetime
    per_sheet: int
    minutes: int
    tries: int
    prizes: int
    value_source: str
    hands: tuple[str, ...]
    state: RoundState = RoundState.DRAFT
    seal: str = ""
    secret: str = ""
    commitment: str = ""
    digest: str = ""
    sealed_by: str = ""
    public_value: str = ""
    drawn_by: str = ""
    edition: int = 0
    changes: tuple[RoundChange, ...] = ()
    shares: tuple[SheetShare, ...] = ()

    @property
    def withdrawn(self) -> frozenset[str]:
        """Questions that count as right for everybody who had them."""
        return self.withdrawn_in(self.edition + 1)

    def withdrawn_in(self, edition: int) -> frozenset[str]:
        """Return the questions that an edition of the result gives to everybody who had them."""
        questions = (each for each in self.changes if each.kind is RoundChangeKind.QUESTION)
        return frozenset(each.before for each in questions if each.edition <= edition)

    @property
    def excluded(self) -> frozenset[str]:
        """Receipts that may not win."""
        return self.excluded_in(self.edition + 1)

    def excluded_in(self, edition: int) -> frozenset[str]:
        """Return the receipts that may not win in an edition of the result."""
        excluded = set[str]()
        for each in self.changes:
            if each.kind is RoundChangeKind.ENTRY and each.edition <= edition:
                excluded.add(each.before)
            elif each.kind is RoundChangeKind.RETURNED and each.edition <= edition:
                excluded.discard(each.before)
        return frozenset(excluded)

    def is_open(self, now: datetime) -> bool:
        """Whether somebody may start."""
        return self.state is RoundState.SEALED and self.opens <= now < self.closes

    def deadline(self, started: datetime) -> datetime:
        """Return when a try ends that begins at an instant."""
        return min(started + timedelta(minutes=self.minutes), self.closes)

    def seconds_taken(self, deadline: datetime | None, at: datetime) -> int | None:
        """Return how long a try took that was handed in at an instant; None: its deadline does not tell."""
        if deadline is None or deadline >= self.closes:
            return None  # the end of the round cut it short
        started = deadline - timedelta(minutes=self.minutes)
        return max(int((at - started).total_seconds()), 0)

    def sealed(
        self, officer_id: str, *, seal: str, secret: str, commitment: str, digest: str
    ) -> "ContestRound":
        """Return the round as it will be played.

        Raises:
            Conflict: it is sealed already.
            NotAllowed: the officer prepared it.
        """
        if self.state is not RoundState.DRAFT:
            raise Conflict(texts.ROUND_SEALED)
        if officer_id in self.hands:
            raise NotAllowed(SECOND_PERSON)
        return replace(
            self,
            state=RoundState.SEALED,
            seal=seal,
            secret=secret,
            commitment=commitment,
            digest=digest,
            sealed_by=officer_id,
        )

    def with_value(self, value: str, officer_id: str, now: datetime) -> "ContestRound":
        """Return the round whose lot can be drawn.

        Raises:
            Conflict: it goes on, or was drawn.
        """
        if self.state is not RoundState.SEALED or now < self.closes + SETTLED:
            raise Conflict(texts.ROUND_NOT_OVER)
        return replace(self, state=RoundState.DRAWING, public_value=value, drawn_by=officer_id)

    def corrected(self, value: str, reason: str, officer_id: str, now: datetime) -> "ContestRound":
        """Return the round with another public value than was typed; its lot is drawn again.

        Raises:
            Conflict: none was entered, or it is this one.
            NotAllowed: the officer entered it.
        """
        if self.state in {RoundState.DRAFT, RoundState.SEALED} or value == self.public_value:
            raise Conflict(texts.NO_OTHER_VALUE)
        if officer_id == self.drawn_by:
            raise NotAllowed(texts.ANOTHER_CORRECTS)
        change = self.change(RoundChangeKind.VALUE, self.public_value, value, reason, officer_id, now)
        return replace(
            self,
            state=RoundState.DRAWING,
            public_value=value,
            drawn_by=officer_id,
            changes=(*self.changes, change),
        )

    def without(self, question_id: str, reason: str, officer_id: str, now: datetime) -> "ContestRound":
        """Return the round without a question; a lot that was drawn is drawn again.

        Raises:
            Conflict: the round was never sealed, or the question was withdrawn before.
        """
        if self.state is RoundState.DRAFT or question_id in self.withdrawn:
            raise Conflict(texts.WITHDRAWN_BEFORE)
        return self._drawn_again(RoundChangeKind.QUESTION, question_id, reason, officer_id, now)

    def without_entry(self, receipt: str, reason: str, officer_id: str, now: datetime) -> "ContestRound":
        """Return the round in which an entry may not win; its lot is drawn again.

        Raises:
            Conflict: no lot was drawn, or it may not win anyway.
        """
        if self.state not in {RoundState.DRAWN, RoundState.CONFIRMED} or receipt in self.excluded:
            raise Conflict(texts.ENTRY_EXCLUDED_BEFORE)
        return self._drawn_again(RoundChangeKind.ENTRY, receipt, reason, officer_id, now)

    def may_return(self, receipt: str) -> bool:
        """Whether an entry was excluded, and no public result has counted that."""
        is_excluded = receipt in self.excluded and receipt not in self.excluded_in(self.edition)
        return is_excluded and self.state in {RoundState.DRAWING, RoundState.DRAWN}

    def with_entry(self, receipt: str, reason: str, officer_id: str, now: datetime) -> "ContestRound":
        """Return the round in which an entry that was excluded may win after all; its lot is drawn again.

        Raises:
            Conflict: it is not excluded, or a result that is public has counted it.
        """
        if not self.may_return(receipt):
            raise Conflict(texts.ENTRY_NOT_EXCLUDED)
        return self._drawn_again(RoundChangeKind.RETURNED, receipt, reason, officer_id, now)

    def confirmed(self, officer_id: str) -> "ContestRound":
        """Return the round with a public result: a new edition, if one was public before.

        Raises:
            Conflict: nothing was drawn.
            NotAllowed: the officer entered the public value, or changed something that counts now first.
        """
        if self.state is not RoundState.DRAWN:
            raise Conflict(texts.NOT_DRAWN)
        if officer_id in self.hands_in_result:
            raise NotAllowed(SECOND_PERSON)
        return replace(self, state=RoundState.CONFIRMED, edition=self.edition + 1)

    @property
    def hands_in_result(self) -> frozenset[str]:
        """Officers who had a hand in the result that is not public yet, and may not confirm it."""
        changed = (each.by for each in self.changes if each.edition > self.edition)
        return frozenset({self.drawn_by, *changed})

    def _drawn_again(
        self, kind: RoundChangeKind, what: str, reason: str, by: str, at: datetime
    ) -> "ContestRound":
        was_drawn = self.state in {RoundState.DRAWN, RoundState.CONFIRMED}
        state = RoundState.DRAWING if was_drawn else self.state
        return replace(
            self, state=state, changes=(*self.changes, self.change(kind, what, "", reason, by, at))
        )

    def change(
        self, kind: RoundChangeKind, before: str, after: str, reason: str, by: str, at: datetime
    ) -> RoundChange:
        """Return a change that the next edition of the result counts."""
        return RoundChange(kind, self.edition + 1, before, after, reason, by, at)


def round_faults(
    each: ContestRound, usable: Sequence[ContestQuestion], stale: Sequence[ContestQuestion], now: datetime
) -> list[str]:
    """Return what has to be mended before a round can be sealed, in words."""
    faults = []
    if len(usable) < each.per_sheet:
        faults.append(texts.TOO_FEW_QUESTIONS.format(have=len(usable), need=each.per_sheet))
    for share in each.shares:
        have = sum(share.takes(question) for question in usable)
        if have < share.count:
            faults.append(texts.SHARE_TOO_SMALL.format(share=share.words, have=have))
    if each.closes <= now:
        faults.append(texts.ROUND_IS_PAST)
    if stale:
        faults.append(texts.STALE_QUESTIONS.format(count=len(stale)))
    return faults
