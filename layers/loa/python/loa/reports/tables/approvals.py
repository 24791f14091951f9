"""A week's approvals that are worth a look, as a spreadsheet (.xlsx): who let what pass, and how soon."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from loa import clock
from loa.errors import NotFound
from loa.foundation.officers.store import OfficerStore
from loa.foundation.units.model import existing_on, province_of
from loa.foundation.units.store import UnitStore
from loa.publishing.broadcasts.drafts import oversight
from loa.publishing.broadcasts.drafts.oversight import GivenApproval, Week
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.texts import REMARKS
from loa.reports import texts
from loa.reports.files import LINK_SECONDS, XLSX, Finished, ReportBucket, keep

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped] # has annotations but no py.typed

    from loa.reports.render.sheet_look import Formats

COLUMNS: Final = (
    (texts.APPROVED_AT, 20.0),
    (texts.UNIT, 36.0),
    (texts.APPROVED_WHAT, 50.0),
    (texts.APPROVED_BY, 28.0),
    (texts.AFTER_SUBMISSION, 14.0),
    (texts.AFTER_OPENING, 14.0),
    (texts.REMARK, 44.0),
    (texts.EMERGENCY_WHY, 44.0),
)
"""Heading and width of each column."""

_HEADER: Final = 4
_LAST: Final = len(COLUMNS) - 1


@dataclass(frozen=True, slots=True)
class ApprovalTable:
    """What is in the sheet.

    Attributes:
        root: name of the unit on top.
        week: the approvals.
        made_at: when it was made.
        units, officers: names, by path and id.
    """

    root: str
    week: Week
    made_at: datetime
    units: Mapping[str, str]
    officers: Mapping[str, str]


def approval_report(
    day: date,
    below: str,
    *,
    broadcasts: BroadcastStore,
    units: UnitStore,
    registry: OfficerStore,
    blobs: ReportBucket,
    now: datetime,
    units_on: date | None,
) -> Finished[ApprovalTable]:
    """The week that holds a day, in a subtree, as a file.

    Args:
        day: any day of the week.
        below: the unit on top; who asks may read its reports.
        broadcasts: the store.
        units: for names.
        registry: likewise.
        blobs: where the file is kept.
        now: when it is made, aware UTC.
        units_on: the day whose units count; today unless said otherwise.

    Raises:
        InvalidInput: a day of another century.
        NotFound: the unit does not exist.
    """
    found = oversight.week(day, province=province_of(below), below=below, broadcasts=broadcasts)
    known = units.subtree(below)
    present = existing_on(known, units_on or clock.local_day(now))
    names = {unit.path: unit.name for unit in [*known, *present]}
    if below not in names:
        raise NotFound
    officers = {officer.id: officer.name for officer in registry.of_province(province_of(below))}
    table = ApprovalTable(names[below], found, now, names, officers)
    return keep(
        table,
        to_xlsx(table),
        folder=f"approvals/{below}/{found.first}",
        file_name=texts.approvals_file_name(table.root, found.first),
        content_type=XLSX,
        blobs=blobs,
        now=now,
        link_seconds=LINK_SECONDS,
    )


def to_xlsx(table: ApprovalTable) -> bytes:
    """The table as an .xlsx file; every text is written as text, whatever it begins with."""
    from loa.reports.render.sheet_look import (  # noqa: PLC0415 - who is refused does not wait for xlsxwriter
        book_of,
        page,
        title_lines,
        write_moment,
    )

    period = texts.period_line(table.week.first, table.week.last)

    def write(book: "Workbook", formats: "Formats") -> None:
        sheet = book.add_worksheet(texts.APPROVALS_SHEET)
        made = texts.ledger_made_line(table.made_at.astimezone(clock.VIETNAM))
        title_lines(sheet, (texts.APPROVALS_TITLE, texts.unit_line(table.root), period, made), _LAST, formats)
        for column, (heading, width) in enumerate(COLUMNS):
            sheet.write_string(_HEADER, column, heading, formats.heading)
            sheet.set_column(column, column, width)
        for row, approval in enumerate(table.week.remarkable, _HEADER + 1):
            write_moment(sheet, (row, 0), approval.at, formats)
            for column, cell in enumerate(_cells(approval, table), 1):
                if isinstance(cell, int):
                    sheet.write_number(row, column, cell, formats.number(strong=False))
                else:
                    sheet.write_string(row, column, cell, formats.text)
        last = _HEADER + len(table.week.remarkable)
        sheet.autofilter(_HEADER, 0, last, _LAST)
        total = texts.approvals_total_line(len(table.week.remarkable), table.week.approvals)
        sheet.merge_range(last + 1, 0, last + 1, _LAST, "", formats.total)
        sheet.write_string(last + 1, 0, total, formats.total)
        sheet.freeze_panes(_HEADER + 1, 1)
        sheet.set_landscape()
        page(sheet)

    return book_of(texts.APPROVALS_TITLE, period, table.made_at, write)


def _cells(approval: GivenApproval, table: ApprovalTable) -> tuple[str | int, ...]:
    after_submission, after_opening = approval.seconds_after_submission, approval.seconds_after_opening
    return (
        table.units.get(approval.unit_path, approval.unit_path),
        approval.title,
        table.officers.get(approval.officer, approval.officer),
        "" if after_submission is None else after_submission,
        "" if after_opening is None else after_opening,
        " ".join(REMARKS[remark.value] for remark in approval.remarks),
        approval.why,
    )
