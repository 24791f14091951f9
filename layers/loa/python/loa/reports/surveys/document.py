"""A survey as a report of its committee: the letter of Decree 30/2020, and its tables as annexes. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from loa.clock import VIETNAM, local_day
from loa.foundation.statistics.disclosure import FEWEST
from loa.foundation.units.model import Unit
from loa.participation.campaigns.model import Campaign
from loa.participation.surveys.model import questions_of
from loa.reports.campaign_units import CampaignUnits, last_day, named
from loa.reports.summary.letters import letter_from
from loa.reports.surveys import texts
from loa.reports.surveys.tables import missing_table, result_table, unit_table
from loa.reports.tables.model import ReportDocument
from loa.reports.tables.shown import dotted
from loa.reports.tables.texts import day


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """What a report about a survey is made from.

    Attributes:
        campaign: the survey.
        published: its tables as residents read them; empty: they do not yet.
        units: those of today: who reports, who was invited.
        counts: who answered, and on paper, by unit of today.
        now: when it is made.
    """

    campaign: Campaign
    published: Sequence[Mapping[str, Any]]
    units: CampaignUnits
    counts: Mapping[str, Mapping[str, int]]
    now: datetime

    @property
    def missing(self) -> list[Unit]:
        """Return the communes and wards from which nobody has answered."""
        return self.units.missing({path for path, each in self.counts.items() if each.get("persons")})

    def number(self, name: str) -> int:
        """Return one of its sums."""
        return sum(each.get(name, 0) for each in self.counts.values())


def survey_document(facts: SurveyFacts) -> ReportDocument:
    """Return a survey as a report."""
    about = texts.ABOUT.format(title=facts.campaign.title)
    local = facts.now.astimezone(VIETNAM)
    made = texts.MADE.format(made=f"{local:%H:%M %d/%m/%Y}")
    return ReportDocument(
        title=about,
        subject=texts.SUBJECT,
        made_at=facts.now,
        tables=(
            result_table(facts.published, made),
            unit_table(facts.published, facts.units.names, made),
            missing_table(facts.missing, made),
        ),
        letter=letter_from(
            facts.units.unit, facts.units.above, local.year, about=about, opening=tuple(_opening(facts))
        ),
    )


def _opening(facts: SurveyFacts) -> list[str]:
    campaign, count = facts.campaign, len(facts.units.lowest)
    persons, paper = facts.number("persons"), facts.number("paper")
    covered = texts.COVERED.format(reached=count - len(facts.missing), all=count)
    return [
        texts.METHOD.format(
            all=count,
            unit=facts.units.unit.name,
            opens=day(local_day(campaign.opens)),
            closes=last_day(campaign),
        ),
        texts.COUNTED.format(persons=_told(persons), paper=_part(paper, persons)),
        f"{covered} {named(facts.missing, texts.MISSING, texts.AND_MORE)}".strip(),
        texts.RESULT.format(questions=len(questions_of(campaign)), note=texts.NOTE),
    ]


def _told(number: int) -> str:
    if 0 < number < FEWEST:
        return texts.FEW.format(fewest=FEWEST)
    return dotted(number)


def _part(number: int, whole: int) -> str:
    """Return a part of a number; not where it, or what is left, is a few: one would follow from the other."""
    is_small = 0 < number < FEWEST or 0 < whole - number < FEWEST
    return texts.NOT_APART if is_small else _told(number)
