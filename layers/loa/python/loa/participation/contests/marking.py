"""Handing in: marked at once, written with the count of the unit, the best try counts.

    best_score, best_prediction, best_try, best_answers     of the best try so far
    last_try, last_score                                    of the last one, to be told again
    submits                                                 how many were handed in

Counters of a unit: persons, ranked (known to Zalo and old enough), submits, score (sum of everybody's best),
perfect (persons of the ranked with everything right).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from loa import clock
from loa.errors import Conflict, InvalidInput
from loa.participation.campaigns.model import Campaign, CampaignKind, Participant
from loa.participation.campaigns.store import EntryStore, entry_key, shard_of
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import GRACE, SETTLED, ContestRound
from loa.participation.contests.rules.sheets import Sheet, mark, sheet_number
from loa.participation.contests.store import KeyEntry, KeyStore, SheetStore
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Row, Table, Update, Write
from loa.platform.aws.dynamodb.transactions import commit


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What somebody hands in.

    Attributes:
        number: of the try, as the form says.
        answers: the place of the chosen option for each question of the sheet.
        prediction: how many persons they think have everything right.
    """

    number: int
    answers: Sequence[int]
    prediction: int


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """What somebody sees of their own entry.

    Attributes:
        receipt: its public number.
        tries, submits: begun and handed in.
        deadline: of the try that is open; None: none is.
        last_score, best_score: None: nothing was handed in.
        prediction: of the best try.
        is_ranked: whether it can win.
        unit_path: where they said they live.
        best_try: which try the best one was.
        best_answers: of the best try.
    """

    receipt: str
    tries: int
    submits: int
    deadline: datetime | None
    last_score: int | None
    best_score: int | None
    prediction: int | None
    is_ranked: bool
    unit_path: str
    best_try: int
    best_answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReviewedQuestion:
    """A question after its round: what was chosen, what is right, and where it stands."""

    words: str
    options: tuple[str, ...]
    chosen: int
    right: int
    key: KeyEntry


@dataclass(frozen=True, slots=True)
class MarkService:
    """What residents do at the end of a try, and after the round.

    Attributes:
        table: Participation.
        keys: what is right.
    """

    table: Table
    keys: KeyStore

    def sheet(self, current: ContestRound, participant: Participant, number: int) -> Sheet:
        """Return the sheet of a try."""
        place = sheet_number(current.secret, participant.id, number)
        return SheetStore(self.table).read(current.seal, place)

    def hand_in(
        self,
        campaign: Campaign,
        current: ContestRound,
        participant: Participant,
        given: HandedIn,
        now: datetime,
    ) -> OwnEntry:
        """Mark a try and write it down; the same try handed in again changes nothing.

        Raises:
            Conflict: the try is not open, or its time is over.
            InvalidInput: the answers are none to this sheet.
        """
        key = _key(campaign, current, participant)
        row = self.table.get(*key) or {}
        if row and int(row.get("last_try", 0)) == given.number:
            return own_entry(row)
        if not row.get("open_deadline") or int(row.get("tries", 0)) != given.number:
            raise Conflict(texts.NO_OPEN_TRY)
        if now > min(clock.from_text(row["open_deadline"]), current.closes) + GRACE:
            raise Conflict(texts.TOO_LATE)
        sheet = self.sheet(current, participant, given.number)
        if len(given.answers) != len(sheet):
            raise InvalidInput(texts.NO_OPEN_TRY)
        score = mark(sheet, given.answers, self.keys.right_of(current.seal))
        try:
            commit(self._writes(campaign, current, participant, given, row, score, len(sheet), now))
        except ConditionFailed as failed:
            again = self.table.get(*key) or {}
            if int(again.get("last_try", 0)) != given.number:
                raise Conflict(texts.NO_OPEN_TRY) from failed
            return own_entry(again)
        return own_entry(self.table.get(*key) or {})

    def _writes(
        self,
        campaign: Campaign,
        current: ContestRound,
        participant: Participant,
        given: HandedIn,
        row: Row,
        score: int,
        full: int,
        now: datetime,
    ) -> list[Write]:
        partition, sort = _key(campaign, current, participant)
        before = row.get("best_score")
        is_better = before is None or score > int(before)
        best = {
            "best_score": score,
            "best_prediction": given.prediction,
            "best_try": given.number,
            "best_answers": list(given.answers),
        }
        entries = EntryStore(self.table)
        ranks = bool(row["known"] and row["adult"])
        numbers = {"submits": 1}
        if is_better:
            numbers["score"] = score - int(before or 0)
            if ranks and score == full:
                numbers["perfect"] = 1
        if before is None:
            numbers |= {"persons": 1} | ({"ranked": 1} if ranks else {})
        writes: list[Write] = [
            Update(
                self.table,
                partition,
                sort,
                set={"last_try": given.number, "last_score": score, **(best if is_better else {})},
                add={"submits": 1},
                remove=["open_deadline"],
                only_if=Attr("tries").eq(given.number) & Attr("open_deadline").eq(row["open_deadline"]),
            ),
            entries.counting(campaign.id, participant.id, row["unit_path"], numbers, current.number),
        ]
        if before is None:
            purpose = CampaignKind.CONTEST.value
            writes.append(entries.remembering(campaign.id, participant.id, purpose, now, current.number))
        return writes

    def own(self, campaign: Campaign, current: ContestRound, participant: Participant) -> OwnEntry | None:
        """Return somebody's entry; None: they have not begun."""
        row = self.table.get(*_key(campaign, current, participant))
        return own_entry(row) if row else None

    def review(
        self, entry: OwnEntry, current: ContestRound, participant: Participant, now: datetime
    ) -> list[ReviewedQuestion]:
        """Return the best try of an entry with what is right; nothing before the round is over."""
        if now < current.closes + SETTLED or not current.seal or entry.best_score is None:
            return []
        sheet = self.sheet(current, participant, entry.best_try)
        keys = [self.keys.entry(current.seal, each.id) for each in sheet]
        return [
            ReviewedQuestion(each.words, each.options, chosen, each.order.index(key.right), key)
            for each, chosen, key in zip(sheet, entry.best_answers, keys, strict=True)
        ]


def own_entry(row: Row) -> OwnEntry:
    """Return what somebody sees of the row of their entry."""

    def number(name: str) -> int | None:
        return int(row[name]) if name in row else None

    return OwnEntry(
        receipt=row["receipt"],
        tries=int(row["tries"]),
        submits=int(row.get("submits", 0)),
        deadline=clock.from_text(row["open_deadline"]) if row.get("open_deadline") else None,
        last_score=number("last_score"),
        best_score=number("best_score"),
        prediction=number("best_prediction"),
        is_ranked=bool(row["known"] and row["adult"]),
        unit_path=row["unit_path"],
        best_try=int(row.get("best_try", 0)),
        best_answers=tuple(int(each) for each in row.get("best_answers", ())),
    )


def _key(campaign: Campaign, current: ContestRound, participant: Participant) -> tuple[str, str]:
    shard = shard_of(participant.id, campaign.shards)
    return entry_key(campaign.id, current.number, shard, participant.id)
