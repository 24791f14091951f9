"""From the table of activity to what everybody may see of it. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from loa.foundation.statistics.disclosure import FEWEST, blind_order
from loa.foundation.statistics.model import Metric, month_of
from loa.foundation.statistics.times import FIRST_ANSWER
from loa.reports.released.model import ReleasedFigures, ReleasedNumbers, ReleasedUnit, Share
from loa.reports.released.suppression import Part, shares, shown
from loa.reports.tables.activity import ActivityTable, LineKind, Numbers

_HOUR = 60


def released_figures(table: ActivityTable) -> ReleasedFigures:
    """Return what everybody may see of a month.

    Each line counts for itself alone: there are no sums of districts from which a number could be found.

    Args:
        table: of a whole province and a whole month that is over.
    """
    month = month_of(table.first_day)
    own = {_name(number): line.own for number, line in enumerate(table.lines)}
    order = blind_order(month)
    answered = {name: max(0, numbers[Metric.CASES_ANSWERED]) for name, numbers in own.items()}
    rated = {name: max(0, numbers[Metric.CASES_RATED]) for name, numbers in own.items()}
    may, may_rated = shown(answered, order), shown(rated, order)
    in_time, all_in_time = _in_time(sorted(may.names, key=order), answered, own)
    told: dict[str, ReleasedNumbers] = {}
    for name, numbers in own.items():
        one = ReleasedNumbers()
        if name in may.names:
            one = replace(
                one, answered=answered[name], in_time=in_time.get(name), median_hours=_median(numbers)
            )
        if name in may_rated.names:
            one = _with_ratings(one, numbers, rated[name])
        told[name] = one
    total = ReleasedNumbers()
    if may.total:
        total = ReleasedNumbers(sum(answered.values()), all_in_time, _median(table.total))
    if may_rated.total:
        total = _with_ratings(total, table.total, sum(rated.values()))
    units = [
        ReleasedUnit(line.unit.path, line.unit.name, told[_name(number)])
        for number, line in enumerate(table.lines)
        if line.kind is LineKind.UNIT
    ]
    seen = tuple(unit for unit in units if unit.numbers != ReleasedNumbers())
    return ReleasedFigures(month, table.made_at, total, seen, len(units) - len(seen))


def _name(number: int) -> str:
    return f"{number:04d}"


def _in_time(
    names: list[str], answered: Mapping[str, int], own: Mapping[str, Numbers]
) -> tuple[dict[str, Share], Share | None]:
    """The shares answered in time, by name and of all."""
    parts = {
        name: Part(min(number, max(0, own[name][Metric.CASES_IN_TIME])), number)
        for name, number in answered.items()
    }
    untold = [part for name, part in parts.items() if name not in names]
    rest = Part(sum(part.number for part in untold), sum(part.of for part in untold))
    told = shares([parts[name] for name in names], rest)
    return (dict(zip(names, told.each, strict=True)), told.total) if told else ({}, None)


def _median(numbers: Numbers) -> int | None:
    if FIRST_ANSWER.total(numbers.counts) < FEWEST:
        return None
    minutes = FIRST_ANSWER.quantile(numbers.counts, 50)
    return None if minutes is None else -(-minutes // _HOUR)


def _with_ratings(before: ReleasedNumbers, numbers: Numbers, rated: int) -> ReleasedNumbers:
    tenths = (20 * numbers[Metric.CASES_STARS] + rated) // (2 * rated)
    return replace(before, rated=rated, satisfaction_tenths=tenths)
