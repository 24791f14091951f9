"""A contest as a report of its committee: the letter of Decree 30/2020, and its tables as annexes. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from loa.clock import VIETNAM, local_day
from loa.foundation.units.model import Unit
from loa.participation.campaigns.model import Campaign
from loa.reports.campaign_units import CampaignUnits, last_day, named
from loa.reports.contests import texts
from loa.reports.contests.tables import (
    RoundResult,
    average_table,
    is_verified,
    lot_table,
    round_table,
    unit_table,
    winner_table,
)
from loa.reports.summary.letters import letter_from
from loa.reports.tables.model import ReportDocument
from loa.reports.tables.shown import dotted
from loa.reports.tables.texts import day


@dataclass(frozen=True, slots=True)
class ContestFacts:
    """What a report about a contest is made from.

    Attributes:
        campaign, rounds: the contest, and how many rounds it has.
        held: those whose result is public.
        units: those of today: who reports, who was invited.
        came: the units of today from which anybody took part, with Zalo or without.
        now: when it is made.
    """

    campaign: Campaign
    rounds: int
    held: Sequence[RoundResult]
    units: CampaignUnits
    came: frozenset[str]
    now: datetime

    @property
    def missing(self) -> list[Unit]:
        """Return the communes and wards from which nobody took part."""
        return self.units.missing(self.came)

    @property
    def is_verified(self) -> bool:
        """Whether all numbers of adults were compared with their source."""
        return all(is_verified(each) for each in self.held)


def contest_document(facts: ContestFacts) -> ReportDocument:
    """Return a contest as a report."""
    about = texts.ABOUT.format(title=facts.campaign.title)
    local = facts.now.astimezone(VIETNAM)
    made = texts.MADE.format(made=f"{local:%H:%M %d/%m/%Y}")
    averages = average_table(facts.held, facts.units.names, made)
    return ReportDocument(
        title=about,
        subject=texts.SUBJECT,
        made_at=facts.now,
        tables=(
            round_table(facts.held, made),
            winner_table(facts.held, facts.units.names, made),
            lot_table(facts.held, made),
            unit_table(facts.held, facts.units.names, made),
            *([averages] if averages else []),
        ),
        letter=letter_from(
            facts.units.unit,
            facts.units.above,
            local.year,
            about=about,
            opening=tuple(paragraph for paragraph in _opening(facts) if paragraph),
        ),
    )


def _opening(facts: ContestFacts) -> list[str]:
    campaign, held = facts.campaign, facts.held
    sums = {
        name: sum(each.number(name) for each in held) for name in ("submits", "persons", "known", "perfect")
    }
    reached = len(facts.units.lowest) - len(facts.missing)
    covered = texts.COVERED.format(reached=reached, all=len(facts.units.lowest))
    return [
        texts.HELD.format(
            opens=day(local_day(campaign.opens)),
            closes=last_day(campaign),
            rounds=facts.rounds,
            public=len(held),
        ),
        texts.COUNTED.format(**{name: dotted(number) for name, number in sums.items()}),
        f"{covered} {named(facts.missing, texts.MISSING, texts.AND_MORE)}".strip(),
        texts.AWARDED.format(winners=sum(len(each.result["winners"]) for each in held)),
        "" if facts.is_verified else texts.UNVERIFIED,
    ]
