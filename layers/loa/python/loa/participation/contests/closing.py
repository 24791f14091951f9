"""What the clock does for contests: it marks what came by chat, draws lots, each time the same, and looks."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from loa.errors import Conflict
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.campaigns.store import CampaignStore, EntryStore
from loa.participation.contests.looking import LookService
from loa.participation.contests.marking import MarkService
from loa.participation.contests.rounds import rounds_of, with_rounds
from loa.participation.contests.rules.lot import RankedEntry, winners
from loa.participation.contests.rules.model import ContestRound, RoundState
from loa.participation.contests.rules.signals import LEADERS
from loa.participation.contests.rules.standing import AdultsRule, adults_on, averages, carried, standings
from loa.participation.contests.store import KeyStore, ResultStore
from loa.platform.aws.dynamodb.tables import Row

_RANKED: Final = (
    "partition",
    "sort",
    "receipt",
    "unit_path",
    "known",
    "adult",
    "best_score",
    "best_prediction",
)
_ANSWERED: Final = ("best_sheet", "best_answers")
"""What a draw reads of an entry; the latter where a question was withdrawn. All takes four times as long."""

type Heirs = Callable[[date], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ClosingService:
    """Marks and draws lots.

    Attributes:
        campaigns, entries, results, keys: the rows.
        marks: tries that wait for their mark.
        adults: how many adults live where.
        heirs: gives for a day the unit that stands in the place of each one that has ended.
    """

    campaigns: CampaignStore
    entries: EntryStore
    results: ResultStore
    keys: KeyStore
    marks: MarkService
    adults: tuple[AdultsRule, ...]
    heirs: Heirs

    def mark_waiting(self, may_go_on: Callable[[], bool]) -> int:
        """Mark what was handed in by chat; return how many. Safe to repeat and to stop."""
        return sum(
            self.marks.mark_waiting(campaign, each, may_go_on=may_go_on)
            for campaign, each in self._rounds(RoundState.SEALED, RoundState.DRAWING)
        )

    def draw_due(self, today: date, may_go_on: Callable[[], bool]) -> int:
        """Draw every lot whose public value is known; return how many. Safe to repeat and to stop."""
        drawn = 0
        for campaign, each in self._rounds(RoundState.DRAWING):
            if may_go_on():
                self._draw(campaign, each, today)
                drawn += 1
        return drawn

    def look_due(self, may_go_on: Callable[[], bool]) -> int:
        """Go on looking at the entries of drawn rounds; return how many were read. As `LookService.go_on`."""
        drawn = self._rounds(RoundState.DRAWN)
        return sum(self.looks.go_on(campaign, each, may_go_on) for campaign, each in drawn)

    @property
    def looks(self) -> LookService:
        """What looks at the entries that lead."""
        return LookService(self.entries, self.marks)

    def _rounds(self, *states: RoundState) -> list[tuple[Campaign, ContestRound]]:
        return [
            (campaign, each)
            for campaign in self.campaigns.all()
            if campaign.kind is CampaignKind.CONTEST and campaign.state is CampaignState.PUBLISHED
            for each in rounds_of(campaign)
            if each.state in states and not (campaign.suspension and each.state is RoundState.DRAWING)
        ]

    def _draw(self, campaign: Campaign, each: ContestRound, today: date) -> None:
        self.marks.mark_waiting(campaign, each)
        result, leaders = self.result(campaign, each, today)
        self.results.save(campaign.id, each.number, each.edition + 1, result)
        present = self.campaigns.find(campaign.id)
        if each not in rounds_of(present):
            return  # changed meanwhile: the next round of the clock draws what holds then
        rounds = [replace(one, state=RoundState.DRAWN) if one == each else one for one in rounds_of(present)]
        after = replace(present, content=with_rounds(present, rounds), version=present.version + 1)
        try:
            self.campaigns.turn(present, after, also=[self.looks.beginning(after, each.number, leaders)])
        except Conflict:
            return  # an officer changed it meanwhile; the next round of the clock draws the same

    def result(
        self, campaign: Campaign, each: ContestRound, today: date
    ) -> tuple[dict[str, Any], list[RankedEntry]]:
        """Compute the result of a round, and who leads, best first: the same entries give the same."""
        counts = self.entries.counts(campaign.id, each.number)
        total: Counter[str] = sum(counts.values(), Counter())
        seed = self.keys.seed(each.seal)
        perfect, may_win, scores = 0, Counter[str](), Counter[str]()
        for one in self.ranked(campaign, each):
            perfect += one.score == each.per_sheet
            may_win[one.unit_path] += 1
            scores[one.unit_path] += one.score
        best = winners(
            self.ranked(campaign, each),
            perfect=perfect,
            prizes=max(each.prizes, LEADERS),
            seed=seed,
            value=each.public_value,
        )
        known = adults_on(self.adults, today)
        heirs = self.heirs(today)
        persons = carried({path: each["ranked"] for path, each in counts.items()}, heirs)
        result = {
            "seed": seed,
            "value": each.public_value,
            "perfect": perfect,
            "persons": total["persons"],
            "known": total["known"],
            "assisted": total["assisted"],
            "submits": total["submits"],
            "winners": [
                {
                    "receipt": one.receipt,
                    "score": one.score,
                    "prediction": one.prediction,
                    "unit_path": one.unit_path,
                }
                for one in best[: each.prizes]
            ],
            "units": [
                {"unit_path": one.unit_path, "persons": one.persons, "per_thousand": one.per_thousand}
                for one in standings(persons, {path: rule.adults for path, rule in known.items()})
            ],
            "averages": [
                {"unit_path": one.unit_path, "persons": one.persons, "hundredths": one.hundredths}
                for one in averages(carried(may_win, heirs), carried(scores, heirs))
            ],
            "adults_sources": sorted({rule.source for rule in known.values()}),
            "adults_verified": bool(known) and all(rule.verified for rule in known.values()),
        }
        return result, best[:LEADERS]

    def ranked(self, campaign: Campaign, each: ContestRound) -> Iterator[RankedEntry]:
        """Return the entries that may win, partition after partition."""
        more = self.marks.points_back(each, each.withdrawn)
        for shard in range(campaign.shards):
            yield from ranked_entries(self._rows(campaign, shard, each), more, each.excluded)

    def _rows(self, campaign: Campaign, shard: int, each: ContestRound) -> Iterator[Row]:
        only = (*_RANKED, *_ANSWERED) if each.withdrawn else _RANKED
        rows = self.entries.entries(campaign, shard, each.number, only)
        return (row for row in rows if "best_score" in row)


def ranked_entries(
    rows: Iterator[Row], more: Callable[[Row], int], excluded: Collection[str]
) -> Iterator[RankedEntry]:
    """Return the entries among rows that were handed in by somebody known and old enough.

    Args:
        rows: of entries.
        more: gives the points that withdrawn questions give back to an entry.
        excluded: receipts that may not win.
    """
    for row in rows:
        may_win = row.get("known") and row.get("adult") and row["receipt"] not in excluded
        if may_win and "best_score" in row:
            score = int(row["best_score"]) + more(row)
            yield RankedEntry(row["receipt"], score, int(row["best_prediction"]), row["unit_path"], row)
