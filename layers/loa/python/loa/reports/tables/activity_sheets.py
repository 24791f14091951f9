"""The activity of units as tables for people: the numbers, the cases, who was silent, what columns mean."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from loa.clock import VIETNAM
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.times import LONGEST
from loa.reports.tables import texts
from loa.reports.tables.activity import ActivityTable, LineKind, Numbers, ReportLine
from loa.reports.tables.model import (
    Chart,
    ColumnKind,
    OneDecimal,
    ReportCell,
    ReportColumn,
    ReportDocument,
    ReportRow,
    ReportTable,
)

FOLLOWERS: Final = None
"""Stands for "followers now" among the metrics of the columns."""


class Group(NamedTuple):
    """Columns under one heading."""

    title: str
    columns: tuple[Metric | None, ...]


GROUPS: Final = (
    Group(texts.GROUP_FOLLOWERS, (FOLLOWERS, Metric.FOLLOWERS_GAINED, Metric.FOLLOWERS_LOST)),
    Group(texts.GROUP_MESSAGES, (Metric.MESSAGES_IN, Metric.MESSAGES_OUT)),
    Group(
        texts.GROUP_DELIVERIES,
        (
            Metric.DELIVERIES_SENT,
            Metric.DELIVERIES_FAILED,
            Metric.DELIVERIES_SKIPPED,
            Metric.DELIVERIES_UNKNOWN,
            Metric.DELIVERIES_HELD,
        ),
    ),
    Group(texts.GROUP_CONTENT, (Metric.ARTICLES,)),
)
COLUMNS: Final = tuple(column for group in GROUPS for column in group.columns)
_MINUTES: Final = 60
_WIDEST: Final = 16


class Layout(NamedTuple):
    """The columns of a table sheet.

    Attributes:
        groups: headings, each with its number of columns.
        titles: of the columns.
        values: what stands in them for some numbers; None: nothing to say.
        times: which of them hold times.
    """

    groups: tuple[tuple[str, int], ...]
    titles: tuple[str, ...]
    values: Callable[[Numbers], Sequence[ReportCell]]
    times: frozenset[int] = frozenset()


def _activity_values(numbers: Numbers) -> Sequence[ReportCell]:
    return [numbers.followers if metric is FOLLOWERS else numbers[metric] for metric in COLUMNS]


def _case_values(numbers: Numbers) -> Sequence[ReportCell]:
    cases = numbers.cases
    return [
        cases["cases_received"],
        numbers[Metric.CASES_ANSWERED],
        numbers[Metric.CASES_ENDED],
        _share(100 * numbers[Metric.CASES_IN_TIME], numbers[Metric.CASES_ANSWERED]),
        numbers[Metric.CASES_OVERDUE],
        numbers[Metric.CASES_REOPENED],
        _hours(cases["cases_first_answer_median"]),
        _hours(cases["cases_first_answer_p90"]),
        _hours(cases["cases_solution_median"]),
        _hours(cases["cases_solution_p90"]),
        numbers[Metric.CASES_RATED],
        _share(numbers[Metric.CASES_STARS], numbers[Metric.CASES_RATED]),
        numbers[Metric.CASES_UNSATISFIED],
        numbers.officers,
    ]


def _conversation_values(numbers: Numbers) -> Sequence[ReportCell]:
    conversations = numbers.conversations
    return [
        numbers[Metric.CONVERSATIONS_BEGUN],
        numbers[Metric.CONVERSATIONS_ANSWERED],
        numbers[Metric.CONVERSATIONS_CLOSED],
        conversations["conversations_unanswered"],
        _hours(conversations["conversations_answer_median"]),
        _hours(conversations["conversations_answer_p90"]),
        numbers[Metric.ACTIVE_RESIDENTS],
        numbers[Metric.PUBLIC_READS],
        numbers[Metric.LIBRARY_PUBLISHED],
        numbers[Metric.BROADCASTS],
    ]


def _share(part: int, whole: int) -> OneDecimal | None:
    """A share with one decimal; None: of nothing there is none."""
    return OneDecimal(part / whole) if whole > 0 else None


def _hours(minutes: int | None) -> ReportCell:
    """Hours with one decimal; below one hour the minutes, too. Times are counted up to a bound."""
    if minutes is None:
        return None
    if minutes >= LONGEST:
        return texts.more_than_hours(LONGEST // _MINUTES)
    return OneDecimal(minutes / _MINUTES, texts.minutes_aside(minutes) if minutes < _MINUTES else "")


ACTIVITY: Final = Layout(
    tuple((group.title, len(group.columns)) for group in GROUPS),
    tuple(texts.COLUMN_TITLES["followers" if metric is FOLLOWERS else metric.value] for metric in COLUMNS),
    _activity_values,
)
CASES: Final = Layout(
    (
        (texts.GROUP_CASES, 6),
        (texts.GROUP_FIRST_ANSWER, 2),
        (texts.GROUP_SOLUTION, 2),
        (texts.GROUP_SATISFACTION, 3),
        (texts.GROUP_OFFICERS, 1),
    ),
    tuple(
        texts.CASE_COLUMNS[name]
        for name in (
            *("received", "answered", "ended", "in_time", "overdue", "reopened"),
            *("median", "p90", "median", "p90"),
            *("rated", "satisfaction", "unsatisfied", "officers"),
        )
    ),
    _case_values,
    frozenset(range(6, 10)),
)


CONVERSATIONS: Final = Layout(
    (
        (texts.GROUP_CONVERSATIONS, 4),
        (texts.GROUP_ANSWER, 2),
        (texts.GROUP_RESIDENTS, 2),
        (texts.GROUP_PUBLISHED, 2),
    ),
    texts.CONVERSATION_COLUMNS,
    _conversation_values,
    frozenset({4, 5}),
)


def activity_document(
    table: ActivityTable, first: tuple[ReportTable, ...] = (), charts: tuple[Chart, ...] = ()
) -> ReportDocument:
    """Return the report: the numbers, the cases, who was silent, what the columns mean.

    Args:
        table: the numbers.
        first: tables before them.
        charts: what is drawn.
    """
    return ReportDocument(
        title=texts.TITLE,
        subject=texts.period_line(table.first_day, table.last_day),
        made_at=table.made_at,
        tables=(
            *first,
            _numbers(table, texts.SHEET, texts.TITLE, ACTIVITY),
            _numbers(table, texts.SHEET_CASES, texts.TITLE_CASES, CASES),
            _numbers(table, texts.SHEET_CONVERSATIONS, texts.TITLE_CONVERSATIONS, CONVERSATIONS),
            _silent(table),
            _explanations(table),
        ),
        charts=charts,
    )


def _head(table: ActivityTable, title: str) -> tuple[str, ...]:
    return (
        title,
        texts.unit_line(table.root.name),
        texts.period_line(table.first_day, table.last_day),
        texts.made_line(table.made_at.astimezone(VIETNAM), table.units_on),
        texts.summary_line(len(table.units), len(table.silent)),
    )


def _numbers(table: ActivityTable, name: str, title: str, layout: Layout) -> ReportTable:
    names = tuple(_shown_name(line) for line in table.lines)
    return ReportTable(
        name=name,
        lines=_head(table, title),
        columns=(
            ReportColumn(texts.NUMBER, 7, ColumnKind.RUNNING),
            ReportColumn(texts.UNIT, 48, ColumnKind.NAME, samples=names),
            *(
                ReportColumn(heading, _WIDEST, ColumnKind.NUMBER, samples=(_sample(place, layout),))
                for place, heading in enumerate(layout.titles)
            ),
        ),
        rows=tuple(_rows(table, layout)),
        groups=layout.groups,
        total=(texts.TOTAL, None, *layout.values(table.total)),
        quiet_zeros=True,
    )


def _sample(place: int, layout: Layout) -> str:
    """The longest of what a column is likely to hold."""
    return texts.WIDEST_TIME if place in layout.times else "1.234.567"


def _rows(table: ActivityTable, layout: Layout) -> Iterator[ReportRow]:
    """A row for each line, or two for a unit with others below it: its sum, then its own."""
    running = 0
    for line in table.lines:
        if line.kind is LineKind.FORMER:
            name = texts.former_line(len(line.former_paths))
            yield ReportRow((None, name, *layout.values(line.own)), level=line.level, soft=True)
            continue
        running += 1
        whole = line.subtree or line.own
        strong = line.subtree is not None
        yield ReportRow((running, line.unit.name, *layout.values(whole)), level=line.level, strong=strong)
        if strong:
            name = texts.own_line(line.unit.name)
            yield ReportRow((None, name, *layout.values(line.own)), level=line.level + 1, soft=True)


def _shown_name(line: ReportLine) -> str:
    """A name as wide as it is shown: indented by its level, with "Riêng" before the own line of a unit."""
    name = texts.former_line(len(line.former_paths)) if line.kind is LineKind.FORMER else line.unit.name
    return "  " * (line.level + 2) + (texts.own_line(name) if line.subtree else name)


def next_step(own: Numbers) -> str:
    """What a silent unit should do first."""
    return texts.STEP_PUBLISH if own.followers else texts.STEP_CONNECT


def _silent(table: ActivityTable) -> ReportTable:
    names = {line.unit.path: line.unit.name for line in table.units}
    rows = (
        (
            running,
            line.unit.name,
            names.get(line.unit.path.rpartition(".")[0], ""),
            line.own.followers,
            next_step(line.own),
        )
        for running, line in enumerate(table.silent, 1)
    )
    return ReportTable(
        name=texts.SHEET_SILENT,
        lines=_head(table, texts.TITLE_SILENT),
        columns=(
            ReportColumn(texts.NUMBER, 5.5, ColumnKind.RUNNING),
            ReportColumn(texts.UNIT, 34, ColumnKind.NAME),
            ReportColumn(texts.PARENT, 34, ColumnKind.NAME),
            ReportColumn(texts.FOLLOWERS_NOW, 18, ColumnKind.NUMBER),
            ReportColumn(texts.NEXT_STEP, 50),
        ),
        rows=tuple(ReportRow(cells) for cells in rows),
        empty=texts.NOBODY_SILENT,
        frozen=0,
        landscape=False,
    )


def _explanations(table: ActivityTable) -> ReportTable:
    denunciations = texts.denunciations(table.denunciations)
    meanings = (*texts.EXPLANATIONS, *([denunciations] if denunciations else []))
    return ReportTable(
        name=texts.SHEET_EXPLANATION,
        lines=(texts.TITLE_EXPLANATION,),
        columns=(ReportColumn(texts.COLUMN, 26, ColumnKind.TERM), ReportColumn(texts.MEANING, 84)),
        rows=tuple(ReportRow(pair) for pair in meanings),
        plain=True,
        landscape=False,
    )
