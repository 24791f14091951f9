"""Ledgers, lists of cases, approvals: check the order, gather the table, render it, keep the file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from loa import clock
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.model import CaseKind, CaseState
from loa.foundation.officers.store import OfficerStore
from loa.foundation.units.store import UnitStore
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.reports.files import (
    LINK_SECONDS,
    FileKeeper,
    Finished,
    ReportBucket,
)
from loa.reports.orders import Order, order
from loa.reports.render.forms import CONTENT_TYPES, FileFormat
from loa.reports.rendering import rendered
from loa.reports.tables import texts
from loa.reports.tables.approvals import ApprovalTable, approval_document, approval_table
from loa.reports.tables.case_list import CaseList, case_document, case_list
from loa.reports.tables.ledger import LedgerTable, ledger_document, ledger_table


@dataclass(frozen=True, slots=True)
class ReportService(FileKeeper):
    """Makes reports for those who may read what is in them.

    Attributes:
        units, officers: for names.
        cases, broadcasts, deliveries: what the reports are about.
        bucket: where files are kept.
        units_as_of: the day whose units count, if it is pinned.
        clock: the time, aware UTC.
        link_seconds: how long links work.
    """

    units: UnitStore
    officers: OfficerStore
    cases: CaseStore
    broadcasts: BroadcastStore
    deliveries: DeliveryStore
    bucket: ReportBucket
    units_as_of: date | None = None
    clock: Callable[[], datetime] = clock.now
    link_seconds: int = LINK_SECONDS

    def case_list(
        self,
        unit: str,
        first_day: str,
        last_day: str,
        file_format: str = FileFormat.XLSX,
        *,
        kind: CaseKind | None = None,
        state: CaseState | None = None,
    ) -> Finished[CaseList]:
        """List the cases received in a period by a unit and those below it.

        Args:
            unit: path of the unit; who asks may read its cases.
            first_day: of receipt, ISO, included.
            last_day: likewise; at most 366 days in all.
            file_format: a value of `FileFormat`.
            kind: of the cases; None: of any.
            state: likewise.

        Raises:
            InvalidInput: `from` or `to` is none, the list is too long, or the unit has too many cases.
            NotFound: the unit does not exist.
        """
        now = self.clock()
        today = clock.local_day(now)
        wanted = self._order(unit, first_day, last_day, file_format, now)
        table = case_list(
            unit,
            wanted.first_day,
            wanted.last_day,
            cases=self.cases,
            units=self.units,
            now=now,
            day=self.units_as_of or today,
            kind=kind,
            state=state,
        )
        return self.keep(
            table,
            rendered(case_document(table), FileFormat(file_format)),
            CONTENT_TYPES[FileFormat(file_format)],
            folder=f"cases/{unit}/{first_day}_{last_day}",
            file_name=texts.case_file_name(table.root, now.astimezone(clock.VIETNAM), file_format),
            now=now,
        )

    def ledger(
        self, broadcast: Broadcast, within: str | None = None, file_format: str = FileFormat.XLSX
    ) -> Finished[LedgerTable]:
        """Report who got a broadcast, who did not, and why.

        Args:
            broadcast: who asks may read it.
            within: only this unit and those below it; None: everything.
            file_format: a value of `FileFormat`.

        Raises:
            NotFound: `within` lies outside the broadcast's target.
        """
        now = self.clock()
        root = within or broadcast.content.target.root
        table = ledger_table(
            broadcast,
            root,
            deliveries=self.deliveries,
            units=self.units,
            now=now,
            day=self.units_as_of or clock.local_day(broadcast.planned_at or now),
        )
        return self.keep(
            table,
            rendered(ledger_document(table), FileFormat(file_format)),
            CONTENT_TYPES[FileFormat(file_format)],
            folder=f"ledger/{broadcast.broadcast_id}/{root}",
            file_name=texts.ledger_file_name(broadcast.title, now.astimezone(clock.VIETNAM), file_format),
            now=now,
        )

    def approvals(
        self, day: date | None, below: str, file_format: str = FileFormat.XLSX
    ) -> Finished[ApprovalTable]:
        """Report a week's approvals that were given without looking, and emergencies.

        Args:
            day: any day of the week; this week's if None.
            below: path of the unit on top; who asks may read its reports.
            file_format: a value of `FileFormat`.

        Raises:
            InvalidInput: a day of another century.
            NotFound: the unit does not exist.
        """
        now = self.clock()
        today = clock.local_day(now)
        table = approval_table(
            day or today,
            below,
            broadcasts=self.broadcasts,
            units=self.units,
            officers=self.officers,
            now=now,
            units_on=self.units_as_of or today,
        )
        return self.keep(
            table,
            rendered(approval_document(table), FileFormat(file_format)),
            CONTENT_TYPES[FileFormat(file_format)],
            folder=f"approvals/{below}/{table.week.first}",
            file_name=texts.approvals_file_name(table.root, table.week.first, file_format),
            now=now,
        )

    def _order(self, unit: str, first_day: str, last_day: str, file_format: str, now: datetime) -> Order:
        today = clock.local_day(now)
        return order(unit=unit, first_day=first_day, last_day=last_day, today=today, file_format=file_format)
