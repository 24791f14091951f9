"""A period beside the one before it: the main figures, and the units in order of them. Pure.

Every figure of the opening paragraph (`tables.opening`) is a cell of these tables.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from loa.foundation.statistics.model import Metric
from loa.reports.summary import texts as summary_texts
from loa.reports.tables import texts
from loa.reports.tables.activity import ActivityTable, Numbers, ReportLine
from loa.reports.tables.model import ColumnKind, OneDecimal, ReportCell, ReportColumn, ReportRow, ReportTable

_ROWS: Final = (
    (summary_texts.MAIN_MESSAGES, Metric.MESSAGES_IN),
    (summary_texts.MAIN_GAINED, Metric.FOLLOWERS_GAINED),
    (summary_texts.MAIN_LOST, Metric.FOLLOWERS_LOST),
    (summary_texts.MAIN_ARTICLES, Metric.ARTICLES),
    (summary_texts.MAIN_SENT, Metric.DELIVERIES_SENT),
    (summary_texts.MAIN_FAILED, Metric.DELIVERIES_FAILED),
    (summary_texts.MAIN_ANSWERED, Metric.CASES_ANSWERED),
    (summary_texts.MAIN_OVERDUE, Metric.CASES_OVERDUE),
)


def period_before(first: date, last: date) -> tuple[date, date]:
    """The period of the same length before: of whole months, as many whole months."""
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        count = (last.year - first.year) * 12 + last.month - first.month + 1
        month = first.year * 12 + first.month - 1 - count
        return date(month // 12, month % 12 + 1, 1), first - timedelta(days=1)
    length = (last - first).days
    end = first - timedelta(days=1)
    return end - timedelta(days=length), end


def main_figures(table: ActivityTable, before: Numbers) -> ReportTable:
    """The main figures of the subtree, each beside that of the period before."""
    now = table.total
    rows = [
        (summary_texts.MAIN_CASES, now.cases["cases_received"] or 0, before.cases["cases_received"] or 0),
        *((name, now[metric], before[metric]) for name, metric in _ROWS),
    ]
    return ReportTable(
        name=summary_texts.SHEET_MAIN,
        lines=(
            summary_texts.TITLE_MAIN,
            texts.unit_line(table.root.name),
            texts.period_line(table.first_day, table.last_day),
            summary_texts.before_line(*period_before(table.first_day, table.last_day)),
        ),
        columns=(
            ReportColumn(summary_texts.MAIN_FIGURE, 46, ColumnKind.TEXT),
            ReportColumn(summary_texts.THIS_PERIOD, 16, ColumnKind.NUMBER),
            ReportColumn(summary_texts.PERIOD_BEFORE, 16, ColumnKind.NUMBER),
            ReportColumn(summary_texts.DIFFERENCE, 16, ColumnKind.NUMBER),
            ReportColumn(summary_texts.CHANGE, 16, ColumnKind.TEXT),
        ),
        rows=(
            ReportRow((texts.FOLLOWERS_NOW, now.followers, None, None, "")),
            *(ReportRow((name, this, then, this - then, change(this, then))) for name, this, then in rows),
            ReportRow(
                (
                    summary_texts.MAIN_IN_TIME,
                    _per_cent(now),
                    _per_cent(before),
                    None,
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
        name=summary_texts.SHEET_RANKING,
        lines=(
            summary_texts.TITLE_RANKING,
            texts.unit_line(table.root.name),
            texts.period_line(table.first_day, table.last_day),
            summary_texts.before_line(*period_before(table.first_day, table.last_day)),
        ),
        columns=(
            ReportColumn(summary_texts.RANK, 6, ColumnKind.RUNNING),
            ReportColumn(texts.UNIT, 40, ColumnKind.NAME),
            *(ReportColumn(heading, 14, ColumnKind.NUMBER) for heading in summary_texts.RANKING_COLUMNS),
        ),
        rows=tuple(
            ReportRow((rank, line.unit.name, *_compared(line, before.get(line.unit.path, Numbers()))))
            for rank, line in enumerate(ranked, 1)
        ),
        groups=((summary_texts.GROUP_MESSAGES_IN, 3), (texts.GROUP_FOLLOWERS, 1), (texts.GROUP_CASES, 3)),
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
        return summary_texts.UNCHANGED
    if not then:
        return summary_texts.NEW
    tenths = (2000 * abs(this - then) + then) // (2 * then)
    words = summary_texts.ROSE if this > then else summary_texts.FELL
    return words.format(
        percent=texts.DECIMAL.format(whole=f"{tenths // 10:,}".replace(",", "."), tenth=tenths % 10)
    )


def _per_cent(numbers: Numbers) -> OneDecimal | None:
    answered = numbers[Metric.CASES_ANSWERED]
    return OneDecimal(100 * numbers[Metric.CASES_IN_TIME] / answered) if answered > 0 else None
