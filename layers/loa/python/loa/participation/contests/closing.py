"""What the clock does for contests: it marks what came by chat, and draws lots, each time the same."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from loa.clock import from_text
from loa.errors import Conflict
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.campaigns.store import CampaignStore, EntryStore
from loa.participation.contests.marking import MarkService
from loa.participation.contests.reviews import ReviewStore
from loa.participation.contests.rounds import rounds_of, with_rounds
from loa.participation.contests.rules.lot import RankedEntry, winners
from loa.participation.contests.rules.model import ContestRound, RoundState
from loa.participation.contests.rules.signals import LEADERS, EntryTrace, SeenEntry, minute_of, seen_entries
from loa.participation.contests.rules.standing import AdultsRule, adults_on, averages, carried, standings
from loa.participation.contests.store import KeyStore, ResultStore
from loa.platform.aws.dynamodb.tables import Row

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

    def _rounds(self, *states: RoundState) -> list[tuple[Campaign, ContestRound]]:
        return [
            (campaign, each)
            for campaign in self.campaigns.all()
            if campaign.kind is CampaignKind.CONTEST and campaign.state is CampaignState.PUBLISHED
            for each in rounds_of(campaign)
            if each.state in states
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
            self.campaigns.turn(present, after)
        except Conflict:
            return  # an officer changed it meanwhile; the next round of the clock draws the same
        # Last, and once: were there too many entries to look at in time, the result stands, and no job waits.
        ReviewStore(self.results.table).note(campaign.id, each.number, self.seen(campaign, each, leaders))

    def result(
        self, campaign: Campaign, each: ContestRound, today: date
    ) -> tuple[dict[str, Any], list[RankedEntry]]:
        """Compute the result of a round, and which entries lead, best first: the same entries give the same."""
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

    def seen(self, campaign: Campaign, each: ContestRound, leaders: Sequence[RankedEntry]) -> list[SeenEntry]:
        """Return the entries among those that lead which are worth a look, best first."""
        by_minute: Counter[str] = Counter()
        traces = self._traces(campaign, each, leaders, by_minute)
        return seen_entries(leaders, traces, by_minute)

    def _traces(
        self,
        campaign: Campaign,
        each: ContestRound,
        leaders: Sequence[RankedEntry],
        by_minute: Counter[str],
    ) -> Iterator[EntryTrace]:
        """Return the traces of what may be like the leaders; count all of their communes by the minute."""
        alike = {(one.unit_path, one.prediction) for one in leaders}
        units, trace = {unit for unit, _ in alike}, self.marks.tracing(each)
        for shard in range(campaign.shards):
            for row in self._rows(campaign, shard, each):
                unit = row["unit_path"]
                if unit in units and "best_at" in row:
                    by_minute[minute_of(unit, from_text(row["best_at"]))] += 1
                if (unit, int(row["best_prediction"])) in alike:
                    yield trace(row)

    def ranked(self, campaign: Campaign, each: ContestRound) -> Iterator[RankedEntry]:
        """Return the entries that may win, partition after partition."""
        more = self.marks.points_back(each, each.withdrawn)
        for shard in range(campaign.shards):
            yield from ranked_entries(self._rows(campaign, shard, each), more, each.excluded)

    def _rows(self, campaign: Campaign, shard: int, each: ContestRound) -> Iterator[Row]:
        return (row for row in self.entries.entries(campaign, shard, each.number) if "best_score" in row)


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
            yield RankedEntry(row["receipt"], score, int(row["best_prediction"]), row["unit_path"])
