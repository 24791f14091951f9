"""The units in a report about a campaign: those of its day, with the heirs of what has ended."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from loa.clock import local_day
from loa.foundation.units.model import Unit, existing_on, is_lowest, is_within, parent
from loa.participation.campaigns.model import Campaign
from loa.participation.campaigns.texts import END_UNKNOWN
from loa.reports.tables.texts import day

_MOST_NAMED: Final = 20


@dataclass(frozen=True, slots=True)
class CampaignUnits:
    """The units of a campaign on the day of its report.

    Attributes:
        unit, above: who reports, and the unit above.
        lowest: the communes and wards that were invited.
        heirs: the unit that stands in the place of each one that has ended, by path.
        names: of all units, by path; of those that have ended, too.
    """

    unit: Unit
    above: Unit | None
    lowest: Sequence[Unit]
    heirs: Mapping[str, str]
    names: Mapping[str, str]

    def missing(self, came: Container[str]) -> list[Unit]:
        """Return the invited communes and wards that are not among those from which somebody came."""
        return [unit for unit in self.lowest if unit.path not in came]


def campaign_units(
    campaign: Campaign, every: Iterable[Unit], day: date, heirs: Mapping[str, str]
) -> CampaignUnits:
    """Return the units of a campaign on a day.

    Args:
        campaign: what is reported.
        every: dated units, those too that have ended.
        day: whose units are told.
        heirs: as in `CampaignUnits`.
    """
    every = list(every)
    known = existing_on(every, day)
    by_path, above = {unit.path: unit for unit in known}, parent(campaign.unit_path)
    return CampaignUnits(
        unit=by_path[campaign.unit_path],
        above=by_path.get(above) if above else None,
        lowest=[unit for unit in known if is_lowest(unit.path) and is_within(unit.path, campaign.unit_path)],
        heirs=heirs,
        names={unit.path: unit.name for unit in (*every, *known)},  # the name of today where there is one
    )


def last_day(campaign: Campaign) -> str:
    """Return the last day of a campaign, as people read it."""
    return day(local_day(campaign.ends)) if campaign.ends else END_UNKNOWN


def named(units: Sequence[Unit], words: str, more: str) -> str:
    """Return a sentence that names units; empty: there are none.

    Args:
        units: in their order; a letter names so many of them.
        words: the sentence, with `{names}`.
        more: what follows the names where there are others, with `{count}`.
    """
    if not units:
        return ""
    names = ", ".join(unit.name for unit in units[:_MOST_NAMED])
    others = len(units) - _MOST_NAMED
    return words.format(names=names + (more.format(count=others) if others > 0 else ""))
