"""The draw of a lot: the clock reads all entries twice, page by page, and goes on where it stopped.

Table Participation:
review#ID#ROUND   draw   what was counted so far, who leads, and the key of the last entry read

The first reading counts: only who knows how many had everything right can tell whose prediction is nearer.
The second one finds those that lead; however many entries there are, it keeps these alone. An entry whose
owner is erased meanwhile is met twice, or not at all: then the readings differ, in how many entries they met
or in which (a sum over their receipts), and the draw begins anew.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from loa.participation.campaigns.model import Campaign
from loa.participation.campaigns.store import EntryStore, read_on
from loa.participation.contests.marking import MarkService
from loa.participation.contests.reviews import DRAW, kept_entry, ranked_entry, review_partition
from loa.participation.contests.rules.lot import RankedEntry, ranked_entries, winners
from loa.participation.contests.rules.model import ContestRound
from loa.participation.contests.rules.signals import LEADERS
from loa.participation.contests.store import KeyStore
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Delete, Row

_RANKED: Final = (
    "partition",
    "sort",
    "receipt",
    "unit_path",
    "known",
    "adult",
    "organiser",
    "best_score",
    "best_prediction",
)
_ANSWERED: Final = ("best_sheet", "best_answers")
"""What a draw reads of an entry; the latter where a question was withdrawn. All takes four times as long."""


@dataclass(frozen=True, slots=True)
class DrawnLot:
    """What a draw found.

    Attributes:
        seed: of the lot.
        perfect: how many persons had everything right.
        persons, scores: of each unit, how many may win, and the sum of their best scores.
        leaders: best first.
    """

    seed: str
    perfect: int
    persons: Counter[str]
    scores: Counter[str]
    leaders: list[RankedEntry]


@dataclass(frozen=True, slots=True)
class DrawService:
    """Reads all entries for those that lead.

    Attributes:
        entries: the rows.
        marks: the points that withdrawn questions give back.
        keys: has the seed.
    """

    entries: EntryStore
    marks: MarkService
    keys: KeyStore

    def go_on(self, campaign: Campaign, each: ContestRound, may_go_on: Callable[[], bool]) -> DrawnLot | None:
        """Read on; return the lot once all is read, as often as asked; None: there is more to read.

        Safe to repeat, to do twice at once, and to stop anywhere: the same entries give the same lot.
        """
        seed, more = self.keys.seed(each.seal), self.marks.points_back(each, each.withdrawn)
        only = (*_RANKED, *_ANSWERED) if each.withdrawn else _RANKED
        row = self._begun(campaign, each)
        while not _is_over(row, campaign):
            if not may_go_on():
                return None
            page = self.entries.page(campaign, row["shard"], each.number, row["start"], only)
            found = list(ranked_entries(page.rows, more, each.excluded))
            after = _counted(row, found, each) if row["reading"] == 1 else _led(row, found, each, seed)
            after = _turned(after | read_on(row, page), campaign)
            is_new = Attr("of").not_exists() | Attr("of").ne(row["of"])
            as_read = Attr("of").eq(row["of"]) & Attr("pages").eq(row["pages"])
            try:
                self.entries.table.put(after, only_if=as_read if row["pages"] else is_new)
            except ConditionFailed:
                return None  # another draws it
            row = after
        leaders = [ranked_entry(one) for one in row["leaders"]]
        return DrawnLot(seed, row["perfect"], Counter(row["persons"]), Counter(row["scores"]), leaders)

    def ending(self, campaign: Campaign, number: int) -> Delete:
        """Return the write that goes with a lot that is kept."""
        return Delete(self.entries.table, review_partition(campaign.id, number), DRAW)

    def _begun(self, campaign: Campaign, each: ContestRound) -> Row:
        key, of = (review_partition(campaign.id, each.number), DRAW), _name(each)
        row = self.entries.table.get(*key)
        if row and row["of"] == of:
            return row
        return _first({"partition": key[0], "sort": key[1], "of": of, "pages": 0})


def _name(each: ContestRound) -> str:
    """Return what names a draw: what was read of a round that has changed since counts for nothing."""
    return hashlib.sha256(repr(each).encode()).hexdigest()[:32]


def _first(row: Row) -> Row:
    """Return a draw at its beginning."""
    counted = {"perfect": 0, "persons": {}, "scores": {}, "ranked": 0, "again": 0, "sum": 0, "leaders": []}
    return {**row, "reading": 1, "shard": 0, "start": "", **counted}


def _counted(row: Row, found: Sequence[RankedEntry], each: ContestRound) -> Row:
    persons, scores = Counter[str](row["persons"]), Counter[str](row["scores"])
    for one in found:
        persons[one.unit_path] += 1
        scores[one.unit_path] += one.score
    return {
        **row,
        "ranked": row["ranked"] + len(found),
        "sum": row["sum"] + _sum(found),
        "perfect": row["perfect"] + sum(one.score == each.per_sheet for one in found),
        "persons": dict(persons),
        "scores": dict(scores),
    }


def _led(row: Row, found: Sequence[RankedEntry], each: ContestRound, seed: str) -> Row:
    before = [ranked_entry(one) for one in row["leaders"]]
    best = winners(
        {one.receipt: one for one in [*before, *found]}.values(),
        perfect=row["perfect"],
        prizes=max(each.prizes, LEADERS),
        seed=seed,
        value=each.public_value,
    )
    leaders = [
        {**kept_entry(one), "partition": one.row["partition"], "sort": one.row["sort"]} for one in best
    ]
    return {**row, "again": row["again"] + len(found), "sum": row["sum"] - _sum(found), "leaders": leaders}


def _sum(found: Sequence[RankedEntry]) -> int:
    """Return what tells the entries of two readings apart, in whatever order they are met."""
    return sum(int(hashlib.sha256(one.receipt.encode()).hexdigest()[:12], 16) for one in found)


def _turned(row: Row, campaign: Campaign) -> Row:
    """Return a draw that has come to the end of a reading at the beginning of what follows."""
    if row["shard"] < campaign.shards:
        return row
    if row["reading"] == 1:
        return {**row, "reading": 2, "shard": 0, "start": ""}
    return row if row["again"] == row["ranked"] and not row["sum"] else _first(row)


def _is_over(row: Row, campaign: Campaign) -> bool:
    return bool(row["reading"] == 2 and row["shard"] >= campaign.shards)  # noqa: PLR2004 - the second
