"""A week's approvals that are worth a look, as a spreadsheet (.xlsx): who let what pass, and how soon."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from loa import clock
from loa.errors import NotFound
from loa.foundation.officers.store import OfficerStore
from loa.foundation.units.model import existing_on, province_of
from loa.foundation.units.store import UnitStore
from loa.publishing.broadcasts.drafts import oversight
from loa.publishing.broadcasts.drafts.oversight import GivenApproval, Week
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.texts import REMARKS
from loa.reports.tables import texts
from loa.reports.tables.model import (
    ColumnKind,
    ReportCell,
    ReportColumn,
    ReportDocument,
    ReportRow,
    ReportTable,
)

_COLUMNS: Final = (
    ReportColumn(texts.APPROVED_AT, 20.0, ColumnKind.MINUTE),
    ReportColumn(texts.UNIT, 36.0),
    ReportColumn(texts.APPROVED_WHAT, 50.0),
    ReportColumn(texts.APPROVED_BY, 28.0),
    ReportColumn(texts.AFTER_SUBMISSION, 14.0, ColumnKind.NUMBER),
    ReportColumn(texts.AFTER_OPENING, 14.0, ColumnKind.NUMBER),
    ReportColumn(texts.REMARK, 44.0),
    ReportColumn(texts.EMERGENCY_WHY, 44.0),
)


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


def approval_table(
    day: date,
    below: str,
    *,
    broadcasts: BroadcastStore,
    units: UnitStore,
    officers: OfficerStore,
    now: datetime,
    units_on: date,
) -> ApprovalTable:
    """Gather the approvals of the week that holds a day, in a subtree.

    Args:
        day: any day of the week.
        below: the unit on top; who asks may read its reports.
        broadcasts: the store.
        units: for names.
        officers: likewise.
        now: when the table is made, aware UTC.
        units_on: the day whose units count.

    Raises:
        InvalidInput: a day of another century.
        NotFound: the unit does not exist.
    """
    found = oversight.week(day, province=province_of(below), below=below, broadcasts=broadcasts)
    known = units.subtree(below)
    names = {unit.path: unit.name for unit in [*known, *existing_on(known, units_on)]}
    if below not in names:
        raise NotFound
    people = {officer.id: officer.name for officer in officers.of_province(province_of(below))}
    return ApprovalTable(names[below], found, now, names, people)


def approval_document(table: ApprovalTable) -> ReportDocument:
    """Return the week as a report."""
    period = texts.period_line(table.week.first, table.week.last)
    made = texts.ledger_made_line(table.made_at.astimezone(clock.VIETNAM))
    approvals = table.week.remarkable
    sheet = ReportTable(
        name=texts.APPROVALS_SHEET,
        lines=(texts.APPROVALS_TITLE, texts.unit_line(table.root), period, made),
        columns=_COLUMNS,
        rows=tuple(ReportRow(_cells(approval, table)) for approval in approvals),
        total=texts.approvals_total_line(len(approvals), table.week.approvals),
        frozen=1,
    )
    return ReportDocument(texts.APPROVALS_TITLE, period, table.made_at, (sheet,))


def _cells(approval: GivenApproval, table: ApprovalTable) -> tuple[ReportCell, ...]:
    after_submission, after_opening = approval.seconds_after_submission, approval.seconds_after_opening
    return (
        approval.at,
        table.units.get(approval.unit_path, approval.unit_path),
        approval.title,
        table.officers.get(approval.officer, approval.officer),
        "" if after_submission is None else after_submission,
        "" if after_opening is None else after_opening,
        " ".join(REMARKS[remark.value] for remark in approval.remarks),
        approval.why,
    )
