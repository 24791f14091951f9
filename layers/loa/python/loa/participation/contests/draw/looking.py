"""The look at the entries that lead: the clock reads all entries page by page, and goes on where it stopped.

Table Participation:
review#ID#ROUND   look   what was counted so far, and the key of the last entry read; gone when it has ended

A draw begins it. However many entries there are, it keeps those that lead, and what was counted beside each.
It ends with the signals, in one transaction: before, nobody makes the result public (`ReviewDesk.confirm`).
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from loa.participation.campaigns.model import Campaign
from loa.participation.campaigns.store import EntryStore, read_on
from loa.participation.contests.marking import MarkService
from loa.participation.contests.reviews import LOOK, ReviewStore, kept_entry, ranked_entry, review_partition
from loa.participation.contests.rules.lot import RankedEntry
from loa.participation.contests.rules.model import ContestRound
from loa.participation.contests.rules.signals import EntryLook, EntryTally, LeadingEntry
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Delete, Put, Row, Write
from loa.platform.aws.dynamodb.transactions import commit, get_many

_TRACE: Final = (
    "receipt",
    "unit_path",
    "best_prediction",
    "best_at",
    "best_seconds",
    "best_sheet",
    "best_answers",
)
"""What of the row of an entry tells how it came about."""


@dataclass(frozen=True, slots=True)
class LookService:
    """Reads all entries for what concerns those that lead.

    Attributes:
        entries: the rows.
        marks: what the best try of an entry says.
    """

    entries: EntryStore
    marks: MarkService

    def beginning(self, drawn: Campaign, number: int, leaders: Sequence[RankedEntry]) -> Put:
        """Return the write that begins a look; what an earlier draw began is given up.

        Args:
            drawn: the contest as the draw leaves it; its version names the draw.
            number: of the round.
            leaders: best first.
        """
        places = [(self.entries.table, each.row["partition"], each.row["sort"]) for each in leaders]
        read = zip(leaders, get_many(places), strict=True)
        row = {
            "partition": review_partition(drawn.id, number),
            "sort": LOOK,
            "draw": drawn.version,
            "pages": 0,
            "read": 0,
            "shard": 0,
            "start": "",
            "leaders": [
                {
                    "entry": kept_entry(each),
                    "trace": {name: entry[name] for name in _TRACE if name in entry},
                    "tally": asdict(EntryTally()),
                }
                for each, entry in read
                if entry  # else its owner had their data erased just now
            ],
        }
        return Put(self.entries.table, row)

    def go_on(self, campaign: Campaign, each: ContestRound, may_go_on: Callable[[], bool]) -> int:
        """Read on, and return how many entries; safe to repeat, to do twice at once, and to stop anywhere."""
        row = self.entries.table.get(review_partition(campaign.id, each.number), LOOK)
        if row is None:
            return 0
        trace, before = self.marks.tracing(each), int(row["read"])
        look = EntryLook(
            [
                LeadingEntry(ranked_entry(one["entry"]), trace(one["trace"]), _tally(one["tally"]))
                for one in row["leaders"]
            ]
        )
        units = look.units
        while row["shard"] < campaign.shards and may_go_on():
            page = self.entries.page(campaign, row["shard"], each.number, row["start"])
            handed_in = [one for one in page.rows if "best_score" in one]
            for one in handed_in:
                if one["unit_path"] in units:
                    look.add(trace(one))
            after = {
                **row,
                **read_on(row, page),
                "read": row["read"] + len(handed_in),
                "leaders": [
                    {**kept, "tally": asdict(one.tally)}
                    for kept, one in zip(row["leaders"], look.leaders, strict=True)
                ],
            }
            try:
                commit(self._turn(campaign, each, row, after, look))
            except ConditionFailed:
                break  # another reads it, or the lot was drawn again
            row = after
        return int(row["read"]) - before

    def _turn(
        self, campaign: Campaign, each: ContestRound, before: Row, after: Row, look: EntryLook
    ) -> list[Write]:
        table = self.entries.table
        as_read = Attr("draw").eq(before["draw"]) & Attr("pages").eq(before["pages"])
        if after["shard"] < campaign.shards:
            return [Put(table, after, only_if=as_read)]
        gone = Delete(table, before["partition"], before["sort"], only_if=as_read)
        return [ReviewStore(table).noting(campaign.id, each.number, look.seen()), gone]


def _tally(kept: Row) -> EntryTally:
    return EntryTally(
        kept["in_minute"],
        kept["alike"],
        kept["alike_with_faults"],
        tuple(kept["faults"]),
        tuple(kept["receipts"]),
        tuple(kept["receipts_with_faults"]),
    )
