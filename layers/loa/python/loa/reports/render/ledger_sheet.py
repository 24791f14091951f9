"""The ledger of a broadcast as a spreadsheet (.xlsx) that a person can print.

Two sheets: every delivery with its state and why, and what happened to each. Every text is written with
`write_string`: a name or an answer that begins with = + - or @ never becomes a formula.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from loa import clock
from loa.clock import VIETNAM
from loa.foundation.units.model import depth
from loa.publishing.broadcasts.rules import texts as broadcast_texts
from loa.publishing.broadcasts.rules.delivery import DeliveryState
from loa.reports import texts
from loa.reports.render.sheet_look import (
    MOMENT_WIDTH,
    SECONDS,
    Formats,
    book_of,
    fit_row,
    page,
    title_lines,
    write_moment,
)
from loa.reports.tables.ledger import LedgerLine, LedgerTable, reason_words

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped] # has annotations but no py.typed
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped] # as above
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped] # as above

COLUMNS: Final = (
    (texts.NUMBER, 7.0),
    (texts.UNIT, 32.0),
    (texts.LEDGER_STATE, 13.0),
    (texts.LEDGER_REASON, 38.0),
    (texts.LEDGER_ATTEMPTS, 9.0),
    (texts.LEDGER_FIRST_TRY, MOMENT_WIDTH),
    (texts.LEDGER_CHANGED, MOMENT_WIDTH),
    (texts.LEDGER_HELD_UNTIL, MOMENT_WIDTH),
    (texts.LEDGER_OA_ID, 22.0),
    (texts.LEDGER_ARTICLE_ID, 23.0),
    (texts.LEDGER_MESSAGE_ID, 23.0),
)
"""Heading and width of each column."""

HISTORY_COLUMNS: Final = (
    (texts.NUMBER, 7.0),
    (texts.UNIT, 32.0),
    (texts.LEDGER_TIME, MOMENT_WIDTH),
    (texts.LEDGER_WHAT, 34.0),
    (texts.LEDGER_REASON, 40.0),
    (texts.LEDGER_ANSWER, 34.0),
    (texts.LEDGER_ARTICLE_ID, 23.0),
    (texts.LEDGER_MESSAGE_ID, 23.0),
    (texts.LEDGER_OFFICER, 30.0),
)
TOTALS_ROW: Final = 6
"""Headings of the totals by state; the numbers stand below."""

HEADER_ROW: Final = 9
FIRST_ROW: Final = HEADER_ROW + 1
LAST: Final = len(COLUMNS) - 1
_RED: Final = "#C00000"
_TO_BE_LOOKED_AT: Final = frozenset({DeliveryState.FAILED, DeliveryState.UNKNOWN})


def to_xlsx(table: LedgerTable) -> bytes:
    """The ledger as an .xlsx file."""

    def write(book: "Workbook", formats: Formats) -> None:
        _ledger_sheet(book.add_worksheet(texts.LEDGER_SHEET), table, formats)
        _history_sheet(book.add_worksheet(texts.LEDGER_HISTORY_SHEET), table, formats)

    return book_of(texts.LEDGER_TITLE, table.broadcast.title, table.made_at, write)


def state_words(state: DeliveryState) -> str:
    """A state with a capital letter."""
    words = broadcast_texts.DELIVERY_STATES[state.value]
    return words[:1].upper() + words[1:]


def _head(table: LedgerTable, title: str) -> tuple[str, ...]:
    broadcast = table.broadcast
    state = broadcast_texts.BROADCAST_STATES[broadcast.state.value]
    planned, finished = (
        instant.astimezone(VIETNAM) if instant else None
        for instant in (broadcast.planned_at, broadcast.finished_at)
    )
    return (
        title,
        texts.ledger_broadcast_line(broadcast.title),
        texts.ledger_scope_line(table.sender, table.within),
        texts.ledger_state_line(state, planned, finished),
        texts.ledger_made_line(table.made_at.astimezone(VIETNAM)),
    )


def _ledger_sheet(sheet: "Worksheet", table: LedgerTable, formats: Formats) -> None:
    title_lines(sheet, _head(table, texts.LEDGER_TITLE), LAST, formats)
    _totals(sheet, table, formats)
    _columns(sheet, HEADER_ROW, COLUMNS, formats)
    top = min((depth(line.delivery.unit_path) for line in table.lines), default=0)
    for running, line in enumerate(table.lines, 1):
        _write_line(sheet, running, line, depth(line.delivery.unit_path) - top, formats)
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + len(table.lines), LAST)
    row = FIRST_ROW + len(table.lines)
    words = texts.ledger_total_line(len(table.lines)) if table.lines else texts.LEDGER_EMPTY
    sheet.merge_range(row, 0, row, LAST, "", formats.total)
    sheet.write_string(row, 0, words, formats.total)
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.repeat_rows(HEADER_ROW)
    sheet.print_area(0, 0, row, LAST)
    sheet.set_landscape()
    page(sheet)


def _totals(sheet: "Worksheet", table: LedgerTable, formats: Formats) -> None:
    """How many deliveries are in each state, and their sum, from the second column on."""
    totals = table.totals
    numbers = [(texts.LEDGER_PLANNED, totals.planned)]
    numbers += [(state_words(state), totals.counts[state]) for state in DeliveryState]
    for column, (words, number) in enumerate(numbers, 1):
        sheet.write_string(TOTALS_ROW, column, words, formats.heading)
        sheet.write_number(TOTALS_ROW + 1, column, number, formats.total_number())
    sheet.set_row(TOTALS_ROW, 32)


def _columns(sheet: "Worksheet", row: int, columns: tuple[tuple[str, float], ...], formats: Formats) -> None:
    for column, (heading, width) in enumerate(columns):
        sheet.write_string(row, column, heading, formats.heading)
        sheet.set_column(column, column, width)
    sheet.set_row(row, 32)


def _write_line(sheet: "Worksheet", running: int, line: LedgerLine, level: int, formats: Formats) -> None:
    row, delivery = HEADER_ROW + running, line.delivery
    plain = formats.text
    alarming = delivery.state in _TO_BE_LOOKED_AT
    state = formats.get(border=1, bold=True, font_color=_RED, valign="top") if alarming else plain
    cells: list[tuple[str, Format]] = [
        (delivery.unit_name, formats.get(border=1, text_wrap=True, valign="top", indent=level)),
        (state_words(delivery.state), state),
        (reason_words(delivery.reason), plain),
    ]
    sheet.write_number(row, 0, running, formats.running(strong=False))
    for column, (words, look) in enumerate(cells, 1):
        sheet.write_string(row, column, words, look)
    sheet.write_number(row, 4, delivery.attempts, formats.number(strong=False))
    for column, instant in enumerate((line.first_try, delivery.updated_at, delivery.held_until), 5):
        write_moment(sheet, (row, column), instant, formats, SECONDS)
    fit_row(sheet, row, ((words, COLUMNS[column][1]) for column, (words, _) in enumerate(cells, 1)))
    for column, words in enumerate((delivery.oa_id, delivery.article_id, delivery.message_id), 8):
        sheet.write_string(row, column, words, plain)


def _history_sheet(sheet: "Worksheet", table: LedgerTable, formats: Formats) -> None:
    last = len(HISTORY_COLUMNS) - 1
    title_lines(sheet, _head(table, texts.LEDGER_HISTORY_TITLE), last, formats)
    _columns(sheet, TOTALS_ROW, HISTORY_COLUMNS, formats)
    row = TOTALS_ROW
    for line in table.lines:
        for event in line.history:
            row += 1
            cells = (
                line.delivery.unit_name,
                clock.from_text(event["at"]),
                _event_words(event["what"]),
                reason_words(event.get("reason", "")),
                event.get("answer", ""),
                event.get("article_id", ""),
                event.get("message_id", ""),
                event.get("by", ""),
            )
            sheet.write_number(row, 0, row - TOTALS_ROW, formats.running(strong=False))
            fit_row(sheet, row, _widths_of(cells))
            for column, cell in enumerate(cells, 1):
                if isinstance(cell, datetime):
                    write_moment(sheet, (row, column), cell, formats, SECONDS)
                else:
                    sheet.write_string(row, column, cell, formats.text)
    sheet.autofilter(TOTALS_ROW, 0, row, last)
    sheet.freeze_panes(TOTALS_ROW + 1, 2)
    sheet.repeat_rows(TOTALS_ROW)
    sheet.set_landscape()
    page(sheet)


def _widths_of(cells: Sequence[str | datetime]) -> Iterator[tuple[str, float]]:
    for column, cell in enumerate(cells, 1):
        if isinstance(cell, str):
            yield cell, HISTORY_COLUMNS[column][1]


def _event_words(what: str) -> str:
    """What happened, in words: a new state, or a step on the way."""
    if what in list(DeliveryState):
        return state_words(DeliveryState(what))
    return texts.LEDGER_EVENTS.get(what, what)
