"""The paragraph with which a report opens, made from its figures, for an officer to edit before it is signed.

Each sentence names the cells that it was made from (`Sentence.cells`): whoever doubts it finds them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from loa.foundation.statistics.model import Metric
from loa.reports.summary import texts
from loa.reports.summary.letters import period_words
from loa.reports.tables.activity import ActivityTable, ReportLine
from loa.reports.tables.model import CellName, ReportTable, Sentence
from loa.reports.tables.shown import shown
from loa.reports.tables.texts import CASE_COLUMNS, COLUMN_TITLES, FOLLOWERS_NOW, SHEET, SHEET_CASES, own_line

_NAMED: Final = 3
"""Units that a sentence names."""

_THIS, _CHANGE = 1, 4


def opening_of(table: ActivityTable, main: ReportTable) -> tuple[Sentence, ...]:
    """Return the sentences, in their order.

    Args:
        table: the report.
        main: its main figures (`comparison.main_figures`).
    """
    cells = _Cells(main)
    total = table.total
    sentences = [
        cells.sentence(
            texts.OPENING_MESSAGES.format(
                period=period_words(table.first_day, table.last_day),
                count=len(table.units),
                messages=cells.this(texts.MAIN_MESSAGES),
                change=cells.changed(texts.MAIN_MESSAGES),
            )
        ),
        cells.sentence(
            texts.OPENING_FOLLOWERS.format(
                gained=cells.this(texts.MAIN_GAINED),
                change=cells.changed(texts.MAIN_GAINED),
                lost=cells.this(texts.MAIN_LOST),
                now=cells.this(FOLLOWERS_NOW),
            )
        ),
    ]
    received = total.cases["cases_received"] or 0
    if received or total[Metric.CASES_ANSWERED]:
        words = texts.OPENING_CASES.format(
            received=cells.this(texts.MAIN_CASES),
            change=cells.changed(texts.MAIN_CASES),
            answered=cells.this(texts.MAIN_ANSWERED),
        )
        if total[Metric.CASES_ANSWERED]:
            words += texts.OPENING_IN_TIME.format(percent=cells.this(texts.MAIN_IN_TIME))
        sentences.append(cells.sentence(f"{words}."))
    sentences += _standing_out(table.units)
    if table.silent:
        words = texts.OPENING_SILENT.format(count=len(table.silent))
        sentences.append(Sentence(words, ()))
    return tuple(sentences)


def paragraphs_of(words: str) -> tuple[str, ...]:
    """What an officer wrote, a paragraph a line."""
    return tuple(line.strip() for line in words.splitlines() if line.strip())


class _Cells:
    """The cells of the main figures, by the name of their row; it notes which were asked for."""

    def __init__(self, main: ReportTable) -> None:
        self._main = main
        self._rows = {str(row.cells[0]): row for row in main.rows}
        self._said: list[CellName] = []

    def this(self, name: str) -> str:
        """The figure of the period."""
        return self._noted(name, _THIS)

    def changed(self, name: str) -> str:
        """How it changed, as the table says it."""
        if shown(self._rows[name].cells[_CHANGE]) in {"", texts.NEW}:
            return ""
        return texts.CHANGE_ASIDE.format(change=self._noted(name, _CHANGE))

    def sentence(self, words: str) -> Sentence:
        """The sentence in which they were said."""
        said, self._said = tuple(self._said), []
        return Sentence(words, said)

    def _noted(self, name: str, place: int) -> str:
        words = shown(self._rows[name].cells[place])
        self._said.append(CellName(self._main.name, name, self._main.columns[place].heading, words))
        return words


def _standing_out(lines: Sequence[ReportLine]) -> Iterator[Sentence]:
    """Who got most messages, and who has most that is overdue."""
    for metric, table, column, words in (
        (Metric.MESSAGES_IN, SHEET, COLUMN_TITLES["messages_in"], texts.OPENING_MOST),
        (
            Metric.CASES_OVERDUE,
            SHEET_CASES,
            CASE_COLUMNS["overdue"],
            texts.OPENING_OVERDUE,
        ),
    ):
        most = _most(lines, metric)
        if most and len(lines) > 1:
            units = texts.LISTED.join(
                texts.WITH_NUMBER.format(name=line.unit.name, number=shown(line.own[metric])) for line in most
            )
            yield Sentence(
                words.format(units=units),
                tuple(CellName(table, _row_of(line), column, shown(line.own[metric])) for line in most),
            )


def _most(lines: Iterable[ReportLine], metric: Metric) -> list[ReportLine]:
    ranked = sorted(
        (line for line in lines if line.own[metric]), key=lambda line: (-line.own[metric], line.unit.path)
    )
    return ranked[:_NAMED]


def _row_of(line: ReportLine) -> str:
    """The name of the row with a unit's own numbers."""
    return own_line(line.unit.name) if line.subtree else line.unit.name
