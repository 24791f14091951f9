"""What is drawn from a report. Pure."""

from collections.abc import Mapping
from typing import Final

from loa.foundation.statistics.model import Metric
from loa.reports.summary.texts import CHART_MAP, CHART_MONTHS, CHART_MOST, MAIN_MESSAGES, MAP_MEASURE
from loa.reports.tables.activity import ActivityTable
from loa.reports.tables.model import Chart, ChartKind

_BARS: Final = 10
_FEWEST_MONTHS: Final = 2
_FEWEST_PLACES: Final = 3


def charts_of(table: ActivityTable, months: Mapping[str, int]) -> tuple[Chart, ...]:
    """Return the charts of a report; what would show a single thing is not drawn.

    Args:
        table: the report.
        months: messages of the whole subtree by month ("2026-11"), oldest first.
    """
    drawn: list[Chart] = []
    most = sorted(
        (line for line in table.units if line.own[Metric.MESSAGES_IN]),
        key=lambda line: (-line.own[Metric.MESSAGES_IN], line.unit.path),
    )[:_BARS]
    if len(most) > 1:
        drawn.append(
            Chart(
                ChartKind.BARS,
                CHART_MOST,
                MAIN_MESSAGES,
                tuple(line.unit.name for line in most),
                tuple(line.own[Metric.MESSAGES_IN] for line in most),
            )
        )
    if len(months) >= _FEWEST_MONTHS and any(months.values()):
        drawn.append(
            Chart(
                ChartKind.LINE,
                CHART_MONTHS,
                MAIN_MESSAGES,
                tuple(f"{int(month[5:])}/{month[:4]}" for month in months),
                tuple(months.values()),
            )
        )
    places = [(line.unit, line.own.followers) for line in table.units if line.unit.point]
    if len(places) >= _FEWEST_PLACES:
        drawn.append(
            Chart(
                ChartKind.MAP,
                CHART_MAP,
                MAP_MEASURE,
                tuple(unit.name for unit, _ in places),
                tuple(followers for _, followers in places),
                tuple((unit.point.latitude, unit.point.longitude) for unit, _ in places if unit.point),
            )
        )
    return tuple(drawn)
