"""What the clock does for contests: it marks what came by chat, draws lots, each time the same, and looks."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from loa.errors import Conflict, each_by_itself
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.campaigns.store import CampaignStore, EntryStore
from loa.participation.contests.draw.drawing import DrawnLot, DrawService
from loa.participation.contests.draw.looking import LookService
from loa.participation.contests.marking import MarkService
from loa.participation.contests.rounds import rounds_of, with_rounds
from loa.participation.contests.rules.model import ContestRound, RoundState
from loa.participation.contests.rules.signals import LEADERS
from loa.participation.contests.rules.standing import AdultsRule, adults_on, averages, carried, standings
from loa.participation.contests.store import KeyStore, ResultStore

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
        return each_by_itself(
            self._rounds(RoundState.SEALED, RoundState.DRAWING),
            lambda one: self.marks.mark_waiting(*one, may_go_on=may_go_on),
        )

    def draw_due(self, today: date, may_go_on: Callable[[], bool]) -> int:
        """Go on drawing every lot whose public value is known; return how many are drawn now.

        Safe to repeat and to stop anywhere.
        """
        return each_by_itself(
            self._rounds(RoundState.DRAWING),
            lambda one: may_go_on() and self._draw(*one, today, may_go_on),
        )

    def look_due(self, may_go_on: Callable[[], bool]) -> int:
        """Go on looking at the entries of drawn rounds; return how many were read. As `LookService.go_on`."""
        drawn = self._rounds(RoundState.DRAWN)
        return each_by_itself(drawn, lambda one: self.looks.go_on(*one, may_go_on))

    @property
    def draws(self) -> DrawService:
        """What reads entries for those that lead."""
        return DrawService(self.entries, self.marks, self.keys)

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

    def _draw(
        self, campaign: Campaign, each: ContestRound, today: date, may_go_on: Callable[[], bool]
    ) -> bool:
        self.marks.mark_waiting(campaign, each, may_go_on=may_go_on)
        drawn = self.draws.go_on(campaign, each, may_go_on) if may_go_on() else None
        if drawn is None:
            return False
        self.results.save(
            campaign.id, each.number, each.edition + 1, self.result(campaign, each, drawn, today)
        )
        present = self.campaigns.find(campaign.id)
        if each not in rounds_of(present):
            return False  # changed meanwhile: the next round of the clock draws what holds then
        rounds = [replace(one, state=RoundState.DRAWN) if one == each else one for one in rounds_of(present)]
        after = replace(present, content=with_rounds(present, rounds), version=present.version + 1)
        look = self.looks.beginning(after, each.number, drawn.leaders[:LEADERS])
        try:
            self.campaigns.turn(present, after, also=[look, self.draws.ending(campaign, each.number)])
        except Conflict:
            return False  # an officer changed it meanwhile; the next round of the clock keeps the same
        return True

    def result(self, campaign: Campaign, each: ContestRound, drawn: DrawnLot, today: date) -> dict[str, Any]:
        """Compute the result of a round: the same entries give the same."""
        counts = self.entries.counts(campaign.id, each.number)
        total: Counter[str] = sum(counts.values(), Counter())
        known = adults_on(self.adults, today)
        heirs = self.heirs(today)
        persons = carried({path: each["ranked"] for path, each in counts.items()}, heirs)
        return {
            "seed": drawn.seed,
            "value": each.public_value,
            "perfect": drawn.perfect,
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
                for one in drawn.leaders[: each.prizes]
            ],
            "units": [
                {"unit_path": one.unit_path, "persons": one.persons, "per_thousand": one.per_thousand}
                for one in standings(persons, {path: rule.adults for path, rule in known.items()})
            ],
            "averages": [
                {"unit_path": one.unit_path, "persons": one.persons, "hundredths": one.hundredths}
                for one in averages(carried(drawn.persons, heirs), carried(drawn.scores, heirs))
            ],
            "adults_sources": sorted({rule.source for rule in known.values()}),
            "adults_verified": bool(known) and all(rule.verified for rule in known.values()),
        }
