"""A period beside the one before it: the main figures, and the units in order of them. Pure.

Every figure of the opening paragraph (`tables.opening`) is a cell of these tables.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from loa.foundation.statistics.model import Metric
from loa.reports.summary import texts
from loa.reports.tables.activity import ActivityTable, Numbers, ReportLine
from loa.reports.tables.model import ColumnKind, OneDecimal, ReportCell, ReportColumn, ReportRow, ReportTable
from loa.reports.tables.texts import (
    DECIMAL,
    FOLLOWERS_NOW,
    GROUP_CASES,
    GROUP_FOLLOWERS,
    UNIT,
    period_line,
    unit_line,
)


def _of(metric: Metric) -> Callable[[Numbers], int]:
    return lambda numbers: numbers[metric]


_MAIN: Final[tuple[tuple[str, Callable[[Numbers], int]], ...]] = (
    (texts.MAIN_CASES, lambda numbers: numbers.cases["cases_received"] or 0),
    (texts.MAIN_MESSAGES, _of(Metric.MESSAGES_IN)),
    (texts.MAIN_ACTIVE, _of(Metric.ACTIVE_RESIDENTS)),
    (texts.MAIN_READS, _of(Metric.PUBLIC_READS)),
    (texts.MAIN_BEGUN, _of(Metric.CONVERSATIONS_BEGUN)),
    (texts.MAIN_UNANSWERED, lambda numbers: numbers.conversations["conversations_unanswered"] or 0),
    (texts.MAIN_GAINED, _of(Metric.FOLLOWERS_GAINED)),
    (texts.MAIN_LOST, _of(Metric.FOLLOWERS_LOST)),
    (texts.MAIN_ARTICLES, _of(Metric.ARTICLES)),
    (texts.MAIN_LIBRARY, _of(Metric.LIBRARY_PUBLISHED)),
    (texts.MAIN_BROADCASTS, _of(Metric.BROADCASTS)),
    (texts.MAIN_SENT, _of(Metric.DELIVERIES_SENT)),
    (texts.MAIN_FAILED, _of(Metric.DELIVERIES_FAILED)),
    (texts.MAIN_ANSWERED, _of(Metric.CASES_ANSWERED)),
    (texts.MAIN_OVERDUE, _of(Metric.CASES_OVERDUE)),
)


def period_before(first: date, last: date) -> tuple[date, date]:
    """The period of the same length before: of whole months, as many whole months."""
    if is_whole_months(first, last):
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        month = first.year * 12 + first.month - 1 - count
        return date(month // 12, month % 12 + 1, 1), first - timedelta(days=1)
    length = (last - first).days
    end = first - timedelta(days=1)
    return end - timedelta(days=length), end


def is_whole_months(first: date, last: date) -> bool:
    """Return whether the days are whole months."""
    return first.day == 1 and (last + timedelta(days=1)).day == 1


def year_before(first: date, last: date) -> tuple[date, date]:
    """The same period of the year before; the leap day is the day before it there."""
    if is_whole_months(first, last):
        end = last + timedelta(days=1)
        return first.replace(year=first.year - 1), end.replace(year=end.year - 1) - timedelta(days=1)
    return _a_year_back(first), _a_year_back(last)


def _a_year_back(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def main_figures(table: ActivityTable, before: Numbers, last_year: Numbers) -> ReportTable:
    """The main figures of the subtree, beside the period before and the same period of the year before."""
    now = table.total
    rows = [(name, number(now), number(before), number(last_year)) for name, number in _MAIN]
    return ReportTable(
        name=texts.SHEET_MAIN,
        lines=(
            texts.TITLE_MAIN,
            unit_line(table.root.name),
            period_line(table.first_day, table.last_day),
            texts.before_line(*period_before(table.first_day, table.last_day)),
            texts.last_year_line(*year_before(table.first_day, table.last_day)),
        ),
        columns=(
            ReportColumn(texts.MAIN_FIGURE, 40, ColumnKind.TEXT),
            *(
                ReportColumn(heading, 17, kind)
                for heading, kind in (
                    (texts.THIS_PERIOD, ColumnKind.NUMBER),
                    (texts.PERIOD_BEFORE, ColumnKind.NUMBER),
                    (texts.DIFFERENCE, ColumnKind.NUMBER),
                    (texts.CHANGE, ColumnKind.TEXT),
                    (texts.LAST_YEAR, ColumnKind.NUMBER),
                    (texts.CHANGE_OF_YEAR, ColumnKind.TEXT),
                )
            ),
        ),
        rows=(
            ReportRow((FOLLOWERS_NOW, now.followers, None, None, "", None, "")),
            *(
                ReportRow((name, this, then, this - then, change(this, then), past, change(this, past)))
                for name, this, then, past in rows
            ),
            ReportRow(
                (
                    texts.MAIN_IN_TIME,
                    _per_cent(now),
                    _per_cent(before),
                    None,
                    "",
                    _per_cent(last_year),
                    "",
                )
            ),
        ),
        plain=True,
        landscape=False,
    )


def ranking(table: ActivityTable, before: Mapping[str, Numbers]) -> ReportTable:
    """The units by what residents wrote to them, with those numbers in the period before."""
    ranked = sorted(table.units, key=lambda line: (-line.own[Metric.MESSAGES_IN], line.unit.path))
    return ReportTable(
        name=texts.SHEET_RANKING,
        lines=(
            texts.TITLE_RANKING,
            unit_line(table.root.name),
            period_line(table.first_day, table.last_day),
            texts.before_line(*period_before(table.first_day, table.last_day)),
        ),
        columns=(
            ReportColumn(texts.RANK, 6, ColumnKind.RUNNING),
            ReportColumn(UNIT, 40, ColumnKind.NAME),
            *(ReportColumn(heading, 14, ColumnKind.NUMBER) for heading in texts.RANKING_COLUMNS),
        ),
        rows=tuple(
            ReportRow((rank, line.unit.name, *_compared(line, before.get(line.unit.path, Numbers()))))
            for rank, line in enumerate(ranked, 1)
        ),
        groups=((texts.GROUP_MESSAGES_IN, 3), (GROUP_FOLLOWERS, 1), (GROUP_CASES, 3)),
        quiet_zeros=True,
    )


def _compared(line: ReportLine, before: Numbers) -> tuple[ReportCell, ...]:
    own = line.own
    this, then = own[Metric.MESSAGES_IN], before[Metric.MESSAGES_IN]
    return (
        this,
        then,
        this - then,
        own[Metric.FOLLOWERS_GAINED],
        own.cases["cases_received"],
        _per_cent(own),
        own[Metric.CASES_OVERDUE],
    )


def change(this: int, then: int) -> str:
    """How much a number has changed, in words: "tăng 12,5%"; what cannot be said so is not."""
    if this == then:
        return texts.UNCHANGED
    if not then:
        return texts.NEW
    tenths = (2000 * abs(this - then) + then) // (2 * then)
    words = texts.ROSE if this > then else texts.FELL
    return words.format(
        percent=DECIMAL.format(whole=f"{tenths // 10:,}".replace(",", "."), tenth=tenths % 10)
    )


def _per_cent(numbers: Numbers) -> OneDecimal | None:
    answered = numbers[Metric.CASES_ANSWERED]
    return OneDecimal(100 * numbers[Metric.CASES_IN_TIME] / answered) if answered > 0 else None
