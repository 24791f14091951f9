"""Entries that people look at because of signals: one finds it normal, two exclude it and hear its owner.

Table Participation:
review#ID#ROUND   signals   what the last draw saw of entries that lead
review#ID#ROUND   RECEIPT   what officers think of an entry
review#ID#ROUND   look      while entries are looked at after a draw: how far (`draw.looking`)
review#ID#ROUND   draw      while the lot is drawn: how far (`draw.drawing`)

The first two do not say who somebody is. What the owner answers is an objection, named `phieu-RECEIPT`.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from loa import clock
from loa.errors import Conflict, NotAllowed
from loa.participation.campaigns.model import Campaign
from loa.participation.contests.objections import Objection, ObjectionStore
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.lot import RankedEntry
from loa.participation.contests.rules.model import ContestRound
from loa.participation.contests.rules.objecting import ObjectionRule, objection_rule
from loa.participation.contests.rules.signals import SeenEntry, Signal, SignalKind
from loa.platform.aws.dynamodb.tables import Attr, Condition, ConditionFailed, Put, Row, Table, Update
from loa.platform.aws.dynamodb.transactions import commit

_SIGNALS: Final = "signals"
LOOK: Final = "look"
DRAW: Final = "draw"
_ENTRY: Final = "phieu-"


class ReviewState(StrEnum):
    """What officers think of an entry."""

    NORMAL = "normal"
    PROPOSED = "proposed"
    """One wants it excluded; its owner is heard."""
    EXCLUDED = "excluded"
    RETURNING = "returning"
    """It is excluded, and one wants it ranked again."""

    @property
    def waits(self) -> bool:
        """Whether a second person has to decide."""
        return self in {ReviewState.PROPOSED, ReviewState.RETURNING}


class Telling(StrEnum):
    """How far the clock is in telling the owner of an entry, who does not know yet."""

    LOOKED_FOR = "looked_for"
    UNDER_WAY = "under_way"
    UNKNOWN = "unknown"
    """Nobody knows whether the message has arrived."""
    UNSENT = "unsent"
    """It failed, or was not sent on purpose: nothing more happens by itself."""
    NOBODY = "nobody"
    """Nothing leads from the entry to a user of Zalo: its owner had their data erased, or used a browser."""


@dataclass(frozen=True, slots=True)
class EntryReturn:
    """That an entry which was excluded is to be ranked again, since when, and why."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EntryReview:
    """What officers think of an entry.

    Attributes:
        receipt: of the entry.
        state: what they think.
        reason: why it is to be excluded; empty: nobody wants that.
        by, at: who looked first, and when.
        decided_by: the second person.
        informed_at: when its owner was told by Zalo or shown it, whichever was first; None: neither yet.
        telling: how far the clock is, while they do not know.
        signals: names those that whoever looked first had before them (`SeenEntry.digest`).
        back: why it is to be ranked again, or is; None: nobody wants that.
    """

    receipt: str
    state: ReviewState
    reason: str
    by: str
    at: datetime
    decided_by: str = ""
    informed_at: datetime | None = None
    telling: Telling = Telling.LOOKED_FOR
    signals: str = ""
    back: EntryReturn | None = None

    @property
    def proposer(self) -> str:
        """Return whose wish a second person has to decide about."""
        return self.back.by if self.back and self.state is ReviewState.RETURNING else self.by

    @property
    def is_returned(self) -> bool:
        """Whether it was excluded and is ranked again."""
        return self.state is ReviewState.NORMAL and self.back is not None

    @property
    def is_alone(self) -> bool:
        """Whether one person found the entry normal, and nobody has asked its owner."""
        return self.state is ReviewState.NORMAL and not self.decided_by

    def holds_for(self, signals: str) -> bool:
        """Whether nobody has to look again: what one person found normal is so by what they saw."""
        return not self.is_alone or self.signals == signals

    def says(self, other: "EntryReview") -> bool:
        """Whether the same officer thinks the same of the same signals."""
        mine = (self.state, self.reason, self.by, self.signals)
        return mine == (other.state, other.reason, other.by, other.signals)

    def check_before(self, other: "EntryReview") -> None:
        """Let another review take the place of this one.

        Raises:
            Conflict: this one stands.
            NotAllowed: its officer found these signals normal, and now wants the entry excluded.
        """
        if not self.holds_for(other.signals):
            return
        if not self.is_alone or other.state is ReviewState.NORMAL:
            raise Conflict(texts.REVIEWED_BEFORE)
        if other.by == self.by:
            raise NotAllowed(texts.FOUND_NORMAL)

    def heard_until(self, current: ContestRound, rules: tuple[ObjectionRule, ...]) -> datetime:
        """Return until when its owner may answer: from when they know; else from the proposal."""
        return (self.informed_at or self.at) + timedelta(days=objection_rule(rules, current).days)


_IS_UNTOLD: Final = Attr("state").eq(ReviewState.PROPOSED.value) & Attr("informed_at").not_exists()


@dataclass(frozen=True, slots=True)
class ReviewStore:
    """Signals and reviews, by round.

    Attributes:
        table: Participation.
    """

    table: Table

    def noting(self, campaign_id: str, number: int, found: Sequence[SeenEntry]) -> Put:
        """Return the write of what a look saw."""
        seen = [
            {
                **kept_entry(each.entry),
                "place": each.place,
                "signals": [[one.kind.value, one.count, one.of, list(one.others)] for one in each.signals],
            }
            for each in found
        ]
        key = {"partition": review_partition(campaign_id, number), "sort": _SIGNALS}
        return Put(self.table, {**key, "seen": seen})

    def looked(self, campaign_id: str, number: int) -> int | None:
        """Return how many entries the look of the last draw has read so far; None: it has ended."""
        row = self.table.get(review_partition(campaign_id, number), LOOK)
        return row["read"] if row else None

    def seen(self, campaign_id: str, number: int) -> list[SeenEntry]:
        """Return the entries of which the last look that ended saw something, best first."""
        row = self.table.get(review_partition(campaign_id, number), _SIGNALS)
        return [_seen(each) for each in row["seen"]] if row else []

    def of(self, campaign_id: str, number: int) -> dict[str, EntryReview]:
        """Return the reviews of a round, by receipt."""
        rows = self.table.rows(review_partition(campaign_id, number), consistent=True)
        return {row["sort"]: _review(row) for row in rows if row["sort"] not in {_SIGNALS, LOOK, DRAW}}

    def find(self, campaign_id: str, number: int, receipt: str) -> EntryReview | None:
        """Return the review of an entry; None: nobody has looked at it."""
        row = self.table.get(review_partition(campaign_id, number), receipt)
        return _review(row) if row else None

    def add(
        self, campaign_id: str, number: int, review: EntryReview, before: EntryReview | None = None
    ) -> None:
        """Write what an officer thinks, in the place of what was found `before`; again, it is the same.

        Raises:
            Conflict: somebody has looked meanwhile.
        """
        try:
            commit([self.adding(campaign_id, number, review, before)])
        except ConditionFailed as failed:
            found = self.find(campaign_id, number, review.receipt)
            if found is None or not found.says(review):
                raise Conflict(texts.REVIEWED_BEFORE) from failed

    def adding(
        self, campaign_id: str, number: int, review: EntryReview, before: EntryReview | None = None
    ) -> Put:
        """Return the write of what an officer thinks; it fails where somebody has looked meanwhile."""
        row = {
            "partition": review_partition(campaign_id, number),
            "sort": review.receipt,
            "state": review.state.value,
            "reason": review.reason,
            "by": review.by,
            "at": clock.to_text(review.at),
            "decided_by": "",
            "signals": review.signals,
        }
        if before is None:
            return Put(self.table, row, new=True)
        is_there = Attr("by").eq(before.by) & Attr("at").eq(clock.to_text(before.at))
        as_found = is_there & Attr("state").eq(before.state.value) & Attr("decided_by").eq(before.decided_by)
        return Put(self.table, row, only_if=as_found)

    def informed(self, campaign_id: str, number: int, receipt: str, now: datetime) -> None:
        """Write that the owner of an entry knows of the proposal; the first time counts."""
        self._tell(campaign_id, number, receipt, {"informed_at": clock.to_text(now)})

    def telling(self, campaign_id: str, number: int, review: EntryReview, telling: Telling) -> None:
        """Write how far the clock is in telling the owner of an entry; nothing once they know."""
        if review.telling is not telling:
            is_back = Attr("back").exists() & Attr("state").eq(ReviewState.NORMAL.value)
            only_if = is_back if review.is_returned else _IS_UNTOLD
            self._tell(campaign_id, number, review.receipt, {"telling": telling.value}, only_if)

    def _tell(
        self, campaign_id: str, number: int, receipt: str, what: Row, only_if: Condition = _IS_UNTOLD
    ) -> None:
        with suppress(ConditionFailed):
            self.table.update(review_partition(campaign_id, number), receipt, set=what, only_if=only_if)

    def returning(self, campaign_id: str, number: int, receipt: str, back: EntryReturn) -> Update:
        """Return the write by which one wants an excluded entry ranked again; it fails for every other."""
        return Update(
            self.table,
            review_partition(campaign_id, number),
            receipt,
            set={
                "state": ReviewState.RETURNING.value,
                "back": {"reason": back.reason, "by": back.by, "at": clock.to_text(back.at)},
            },
            only_if=Attr("state").eq(ReviewState.EXCLUDED.value),
        )

    def returned(
        self, campaign_id: str, number: int, review: EntryReview, turn: ReviewState, by: str
    ) -> Update:
        """Return the write by which a second person ranks an entry again, or leaves it excluded."""
        is_kept = turn is ReviewState.EXCLUDED
        return Update(
            self.table,
            review_partition(campaign_id, number),
            review.receipt,
            set={"state": turn.value, **({} if is_kept else {"decided_by": by})},
            remove=["back"] if is_kept else [],
            only_if=Attr("state").eq(ReviewState.RETURNING.value),
        )

    def deciding(
        self, campaign_id: str, number: int, review: EntryReview, turn: ReviewState, by: str
    ) -> Update:
        """Return the write by which a second person decides.

        It fails where nobody has proposed anything, or its owner has learnt of it meanwhile.
        """
        at = review.informed_at
        as_seen = Attr("informed_at").eq(clock.to_text(at)) if at else Attr("informed_at").not_exists()
        return Update(
            self.table,
            review_partition(campaign_id, number),
            review.receipt,
            set={"state": turn.value, "decided_by": by},
            only_if=Attr("state").eq(ReviewState.PROPOSED.value) & as_seen,
        )


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the owner of an entry learns of its review.

    Attributes:
        review: what officers think.
        seen: what was seen, in words.
        answer: what they have said; None: nothing yet.
        until: until when they may.
    """

    review: EntryReview
    seen: tuple[str, ...]
    answer: Objection | None
    until: datetime

    def takes(self, now: datetime) -> bool:
        """Whether they may still say something."""
        return self.review.state is ReviewState.PROPOSED and self.answer is None and now < self.until


def hearing(
    table: Table,
    campaign: Campaign,
    current: ContestRound,
    person: str,
    receipt: str,
    rules: tuple[ObjectionRule, ...],
    now: datetime,
) -> Hearing | None:
    """Show the owner of an entry its review, and note that they know; None: nobody wants it excluded."""
    reviews = ReviewStore(table)
    review = reviews.find(campaign.id, current.number, receipt)
    if review is None or not review.reason:
        return None
    if review.state is ReviewState.PROPOSED and review.informed_at is None:
        reviews.informed(campaign.id, current.number, receipt, now)
        review = reviews.find(campaign.id, current.number, receipt) or review
    said = ObjectionStore(table).of(campaign, current, person)
    answer = next((each for each in said if each.question == about_entry(receipt)), None)
    seen = reviews.seen(campaign.id, current.number)
    signals = [one for each in seen if each.entry.receipt == receipt for one in each.signals]
    return Hearing(review, tuple(each.words for each in signals), answer, review.heard_until(current, rules))


def about_entry(receipt: str) -> str:
    """Return the name under which the owner of an entry objects to its exclusion."""
    return f"{_ENTRY}{receipt}"


def is_about_entry(objection: Objection) -> bool:
    """Whether an objection is about its writer's entry, and not about a question."""
    return objection.question.startswith(_ENTRY)


def review_partition(campaign_id: str, number: int) -> str:
    """Return the partition of what is seen and thought of the entries of a round."""
    return f"review#{campaign_id}#{number}"


def kept_entry(entry: RankedEntry) -> Row:
    """Return what is kept of an entry that leads."""
    return {
        "receipt": entry.receipt,
        "score": entry.score,
        "prediction": entry.prediction,
        "unit_path": entry.unit_path,
    }


def ranked_entry(kept: Row) -> RankedEntry:
    """Return an entry of which `kept_entry` was kept."""
    return RankedEntry(kept["receipt"], kept["score"], kept["prediction"], kept["unit_path"], kept)


def _seen(kept: Row) -> SeenEntry:
    signals = (
        Signal(SignalKind(kind), count, of, tuple(others)) for kind, count, of, others in kept["signals"]
    )
    return SeenEntry(ranked_entry(kept), kept["place"], tuple(signals))


def _review(row: Row) -> EntryReview:
    return EntryReview(
        row["sort"],
        ReviewState(row["state"]),
        row["reason"],
        row["by"],
        clock.from_text(row["at"]),
        row["decided_by"],
        clock.from_text(row["informed_at"]) if "informed_at" in row else None,
        Telling(row.get("telling", Telling.LOOKED_FOR)),
        row.get("signals", ""),
        _return(row["back"]) if "back" in row else None,
    )


def _return(kept: Row) -> EntryReturn:
    return EntryReturn(kept["reason"], kept["by"], clock.from_text(kept["at"]))
