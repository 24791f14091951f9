"""Handing in: marked at once, written with the count of the unit, the best try counts.

    best_score, best_prediction, best_try, best_answers     of the best try so far
    best_sheet                                              which sheet that was: an erased entry names nobody
    best_at, best_seconds                                   when it was handed in, and how long it took
    last_try, last_score                                    of the last one, to be told again
    submits                                                 how many were handed in
    late                                                    tries handed in after their time: only kept

Counters of a unit: persons, known (to Zalo), ranked (known and old enough), assisted (typed in by officers),
submits, score (sum of everybody's best), perfect (persons of the ranked with everything right).
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from loa import clock
from loa.errors import Busy, Conflict, InvalidInput
from loa.participation.campaigns.model import Campaign, CampaignKind, Participant
from loa.participation.campaigns.store import EntryStore, entry_key, shard_of
from loa.participation.contests.rounds import organises
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.lot import may_rank
from loa.participation.contests.rules.model import GRACE, SETTLED, ContestRound
from loa.participation.contests.rules.sheets import (
    UNANSWERED,
    Sheet,
    given_back,
    mark,
    sealed_document,
    sheet_number,
)
from loa.participation.contests.rules.signals import EntryTrace
from loa.participation.contests.store import KeyEntry, KeyStore, SheetStore, UnmarkedStore
from loa.platform.aws.dynamodb.tables import Attr, Condition, ConditionFailed, Row, Table, Update, Write
from loa.platform.aws.dynamodb.transactions import commit

_TRIES = 4


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
class LateTry:
    """A try that was handed in after its time: it is kept with its answers, and counts for nothing."""

    number: int
    at: datetime
    score: int


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
        is_organiser: whether it cannot, for its owner organises the contest.
        unit_path: where they said they live.
        best_try: which try the best one was.
        best_answers: of the best try.
        waits: whether a try was handed in and has no mark yet.
        late: tries that were handed in after their time.
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
    waits: bool = False
    is_organiser: bool = False
    late: tuple[LateTry, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewedQuestion:
    """A question after its round: what was chosen, what is right, and where it stands."""

    id: str
    words: str
    options: tuple[str, ...]
    chosen: int
    right: int
    key: KeyEntry
    is_withdrawn: bool

    @property
    def is_given_back(self) -> bool:
        """Whether it was missed and counts as right."""
        return self.is_withdrawn and self.chosen != self.right


@dataclass(frozen=True, slots=True)
class _Marked:
    """A try with its mark; `is_full`: everything is right; `sheet`: which one it answers."""

    given: HandedIn
    score: int
    is_full: bool
    sheet: int


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
        """Mark a try and write it down, beside what counts if it comes late; again it changes nothing.

        Raises:
            Conflict: the try is not open.
            InvalidInput: the answers are none to this sheet.
            Busy: it collided again and again with other tries.
        """
        key = _key(campaign, current, participant.id)
        for _ in range(_TRIES):
            row = self.table.get(*key) or {}
            if row and int(row.get("last_try", 0)) == given.number:
                return own_entry(row)
            if not row.get("open_deadline") or int(row.get("tries", 0)) != given.number:
                raise Conflict(texts.NO_OPEN_TRY)
            deadline = clock.from_text(row["open_deadline"])
            sheet = self.sheet(current, participant, given.number)
            if len(given.answers) != len(sheet):
                raise InvalidInput(texts.NO_OPEN_TRY)
            is_open = Attr("tries").eq(given.number) & Attr("open_deadline").eq(row["open_deadline"])
            marked = self._marked(current, participant.id, given, sheet)
            with suppress(ConditionFailed):  # handed in meanwhile, or an earlier try got its mark: look again
                if now > min(deadline, current.closes) + GRACE:
                    return self._kept_late(key, marked, now, is_open)
                commit(self._writes(campaign, current, participant.id, marked, row, now, deadline, is_open))
        raise Busy("other tries of this person were in the way")

    def _kept_late(
        self, key: tuple[str, str], marked: "_Marked", now: datetime, is_open: Condition
    ) -> OwnEntry:
        late = {
            "try": marked.given.number,
            "at": clock.to_text(now),
            "score": marked.score,
            "answers": list(marked.given.answers),
            "prediction": marked.given.prediction,
        }
        after = self.table.update(
            *key,
            set={"last_try": marked.given.number},
            append={"late": [late]},
            remove=["open_deadline", "draft"],
            only_if=is_open,
        )
        return own_entry(after)

    def mark_waiting(
        self,
        campaign: Campaign,
        current: ContestRound,
        person: str = "",
        may_go_on: Callable[[], bool] = lambda: True,
    ) -> int:
        """Mark what was handed in by chat, of everybody or of one person; return how many.

        Each is one transaction that takes it from those that wait: safe to repeat, and to stop anywhere.
        """
        waiting, done = UnmarkedStore(self.table), 0
        for each in waiting.of(campaign.id, current.number, person):
            if not may_go_on():
                break
            key = _key(campaign, current, each.person)
            row = self.table.get(*key)
            gone = waiting.marking(campaign.id, current.number, each)
            if row is None:  # erased meanwhile
                self.table.delete(gone.partition, gone.sort)
                continue
            place = sheet_number(current.secret, each.person, each.number)
            sheet = SheetStore(self.table).read(current.seal, place)
            given = HandedIn(each.number, each.answers, each.prediction)
            marked = self._marked(current, each.person, given, sheet)
            try:
                writes = self._writes(campaign, current, each.person, marked, row, each.at, each.deadline)
                commit([*writes, gone])
            except ConditionFailed:
                continue  # marked by another, or another try came in: the next round sees to it
            done += 1
        return done

    def _marked(self, current: ContestRound, person: str, given: HandedIn, sheet: Sheet) -> "_Marked":
        score = mark(sheet, given.answers, self.keys.right_of(current.seal))
        place = sheet_number(current.secret, person, given.number)
        return _Marked(given, score, is_full=score == len(sheet), sheet=place)

    def _writes(
        self,
        campaign: Campaign,
        current: ContestRound,
        person: str,
        marked: "_Marked",
        row: Row,
        at: datetime,
        deadline: datetime | None,
        only_if: Condition | None = None,
    ) -> list[Write]:
        partition, sort = _key(campaign, current, person)
        given, score, before = marked.given, marked.score, row.get("best_score")
        is_better = before is None or score > int(before)
        best = {
            "best_score": score,
            "best_prediction": given.prediction,
            "best_try": given.number,
            "best_answers": list(given.answers),
            "best_sheet": marked.sheet,
            "best_at": clock.to_text(at),
            "best_seconds": current.seconds_taken(deadline, at),
        }
        entries = EntryStore(self.table)
        organiser = {"organiser": True} if organises(campaign, person) else {}
        ranks = may_rank({**row, **organiser})
        numbers = {"submits": 1}
        if is_better:
            numbers["score"] = score - int(before or 0)
            if ranks and marked.is_full:
                numbers["perfect"] = 1
        if before is None:
            numbers |= {"persons": 1}
            numbers |= {"known": 1} if row["known"] else {}
            numbers |= {"ranked": 1} if ranks else {}
            numbers |= {"assisted": 1} if row.get("assisted") else {}
        seen = Attr("submits").eq(row["submits"]) if "submits" in row else Attr("submits").not_exists()
        last = {"last_try": given.number, "last_score": score}
        is_last = given.number > int(row.get("last_try", 0))
        writes: list[Write] = [
            Update(
                self.table,
                partition,
                sort,
                set={**(last if is_last else {}), **(best if is_better else {}), **organiser},
                add={"submits": 1},
                remove=["open_deadline", "draft"] if only_if is not None else [],
                only_if=seen & only_if if only_if is not None else seen,
            ),
            entries.counting(campaign.id, person, row["unit_path"], numbers, current.number),
        ]
        if before is None:
            purpose = CampaignKind.CONTEST.value
            writes.append(entries.remembering(campaign.id, person, purpose, at, current.number))
        return writes

    def sealed(self, current: ContestRound) -> str:
        """Return what was sealed of a round, as `sealed_document` says: for after the contest alone."""
        sheets, right = SheetStore(self.table).all(current.seal), self.keys.right_of(current.seal)
        return sealed_document(sheets, right, self.keys.seed(current.seal))

    def points_back(self, current: ContestRound, withdrawn: Collection[str]) -> Callable[[Row], int]:
        """Return what gives the points that withdrawn questions give back to an entry."""
        if not withdrawn:
            return lambda _: 0
        right, read = self.keys.right_of(current.seal), cache(SheetStore(self.table).read)

        def points(row: Row) -> int:
            answers = [int(each) for each in row["best_answers"]]
            return given_back(read(current.seal, int(row["best_sheet"])), answers, right, withdrawn)

        return points

    def tracing(self, current: ContestRound) -> Callable[[Row], EntryTrace]:
        """Return what tells what the best try of an entry says."""
        right, read = self.keys.right_of(current.seal), cache(SheetStore(self.table).read)

        def trace(row: Row) -> EntryTrace:
            sheet = read(current.seal, int(row["best_sheet"]))
            chosen = {
                each.id: each.order[int(answer)]
                for each, answer in zip(sheet, row["best_answers"], strict=True)
                if int(answer) != UNANSWERED
            }
            wrong = frozenset(question for question, option in chosen.items() if option != right[question])
            seconds = row.get("best_seconds")
            return EntryTrace(
                receipt=row["receipt"],
                unit_path=row["unit_path"],
                prediction=int(row["best_prediction"]),
                at=clock.from_text(row["best_at"]) if "best_at" in row else None,
                seconds=None if seconds is None else int(seconds),
                chosen=chosen,
                wrong=wrong,
            )

        return trace

    def own(self, campaign: Campaign, current: ContestRound, participant: Participant) -> OwnEntry | None:
        """Return somebody's entry; None: they have not begun."""
        row = self.table.get(*_key(campaign, current, participant.id))
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
            ReviewedQuestion(
                each.id,
                each.words,
                each.options,
                chosen,
                each.order.index(key.right),
                key,
                each.id in current.withdrawn_in(current.edition),
            )
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
        is_ranked=may_rank(row),
        is_organiser=bool(row.get("organiser")),
        unit_path=row["unit_path"],
        best_try=int(row.get("best_try", 0)),
        best_answers=tuple(int(each) for each in row.get("best_answers", ())),
        waits="open_deadline" not in row and int(row["tries"]) > int(row.get("last_try", 0)),
        late=tuple(
            LateTry(int(each["try"]), clock.from_text(each["at"]), int(each["score"]))
            for each in row.get("late", ())
        ),
    )


def _key(campaign: Campaign, current: ContestRound, person: str) -> tuple[str, str]:
    return entry_key(campaign.id, current.number, shard_of(person, campaign.shards), person)
