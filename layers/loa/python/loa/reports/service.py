"""Making a report and handing it out: check the order, gather the table, render it, keep the file."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from loa import clock
from loa.casework.cases.rows.store import CaseStore
from loa.errors import NotFound
from loa.foundation.officers.store import OfficerStore
from loa.foundation.statistics.model import Counts, Metric, disclosed, month_of
from loa.foundation.statistics.store import StatisticsStore, sums_of
from loa.foundation.units.model import existing_on, is_path, parent, province_of
from loa.foundation.units.store import UnitStore
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.reports.files import JSON, LINK_SECONDS, Finished, ReportBucket, keep
from loa.reports.orders import FileFormat, Order, order
from loa.reports.render.json import to_json
from loa.reports.render.rendering import rendered
from loa.reports.tables import texts
from loa.reports.tables.activity import ActivityTable, activity_table
from loa.reports.tables.activity_json import as_document
from loa.reports.tables.activity_sheets import activity_document
from loa.reports.tables.approvals import ApprovalTable, approval_document, approval_table
from loa.reports.tables.case_list import CaseList, case_document, case_list
from loa.reports.tables.ledger import LedgerTable, ledger_document, ledger_table
from loa.reports.tables.letters import letter_of
from loa.reports.tables.model import Letter

ON_PAPER: Final = frozenset({FileFormat.DOCX, FileFormat.PDF})
"""Forms that are handed in, as letters."""


@dataclass(frozen=True, slots=True)
class ReportService:
    """Makes reports for those who may read what is in them.

    Attributes:
        units, officers: for names.
        statistics, cases, broadcasts, deliveries: what the reports are about.
        bucket: where files are kept.
        units_as_of: the day whose units count, if it is pinned.
        clock: the time, aware UTC.
        link_seconds: how long links work.
    """

    units: UnitStore
    officers: OfficerStore
    statistics: StatisticsStore
    cases: CaseStore
    broadcasts: BroadcastStore
    deliveries: DeliveryStore
    bucket: ReportBucket
    units_as_of: date | None = None
    clock: Callable[[], datetime] = clock.now
    link_seconds: int = LINK_SECONDS

    def activity(
        self, unit: str, first_day: str, last_day: str, file_format: str = FileFormat.XLSX
    ) -> Finished[ActivityTable]:
        """Report the activity of a unit and everything below it.

        Args:
            unit: path of the unit.
            first_day: ISO, included; days are those of Vietnam.
            last_day: likewise.
            file_format: a value of `FileFormat`; on paper it is a letter of the committee.

        Raises:
            InvalidInput: with a message for each wrong field: `from`, `to`, `format`.
            NotFound: the unit does not exist on that day.
        """
        now = self.clock()
        wanted = order(
            unit=unit,
            first_day=first_day,
            last_day=last_day,
            today=clock.local_day(now),
            file_format=file_format,
        )
        table = self._activity_table(wanted, now)
        if wanted.file_format is FileFormat.JSON:
            content, content_type = to_json(as_document(table)), JSON
        else:
            document = activity_document(table)
            if wanted.file_format in ON_PAPER:
                document = replace(document, letter=self._letter(table))
            content, content_type = rendered(document, wanted.file_format)
        return self._keep(
            table,
            content,
            content_type,
            folder=f"activity/{unit}/{first_day}_{last_day}",
            file_name=texts.file_name(table.root.name, wanted.first_day, wanted.last_day, wanted.file_format),
            now=now,
        )

    def case_list(
        self, unit: str, first_day: str, last_day: str, file_format: str = FileFormat.XLSX
    ) -> Finished[CaseList]:
        """List the cases received in a period by a unit and those below it.

        Args:
            unit: path of the unit; who asks may read its cases.
            first_day: of receipt, ISO, included.
            last_day: likewise; at most 366 days in all.
            file_format: a value of `FileFormat`.

        Raises:
            InvalidInput: `from` or `to` is none, the list is too long, or the unit has too many cases.
            NotFound: the unit does not exist.
        """
        now = self.clock()
        today = clock.local_day(now)
        wanted = order(
            unit=unit, first_day=first_day, last_day=last_day, today=today, file_format=file_format
        )
        table = case_list(
            unit,
            wanted.first_day,
            wanted.last_day,
            cases=self.cases,
            units=self.units,
            now=now,
            day=self.units_as_of or today,
        )
        return self._keep(
            table,
            *rendered(case_document(table), FileFormat(file_format)),
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
        return self._keep(
            table,
            *rendered(ledger_document(table), FileFormat(file_format)),
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
        return self._keep(
            table,
            *rendered(approval_document(table), FileFormat(file_format)),
            folder=f"approvals/{below}/{table.week.first}",
            file_name=texts.approvals_file_name(table.root, table.week.first, file_format),
            now=now,
        )

    def _activity_table(self, wanted: Order, now: datetime) -> ActivityTable:
        """Gather the numbers: one Query for the units, one a month, one for followers and officers."""
        day = self.units_as_of or wanted.last_day
        known = self.units.subtree(wanted.unit) if is_path(wanted.unit) else []
        if all(unit.path != wanted.unit for unit in existing_on(known, day)):
            raise NotFound(texts.UNIT_NOT_THERE.format(day=texts.day(day)))
        days = list(self.statistics.days(wanted.unit, wanted.first_day, wanted.last_day))
        return activity_table(
            wanted.unit,
            known,
            sums_of(days),
            self.statistics.gauges(wanted.unit),
            first_day=wanted.first_day,
            last_day=wanted.last_day,
            units_on=day,
            made_at=now,
            denunciations=_denunciations(wanted, days, now),
        )

    def _letter(self, table: ActivityTable) -> Letter:
        """What stands before the figures; one Query for the unit above, where there is one."""
        above = parent(table.root.path)
        known = existing_on(self.units.at(above), table.units_on) if above else []
        return letter_of(
            table.root,
            known[0] if known else None,
            table.first_day,
            table.last_day,
            about=texts.ABOUT_ACTIVITY,
            opening=(texts.summary_line(len(table.units), len(table.silent)),),
        )

    def _keep[Table](
        self, table: Table, content: bytes, content_type: str, *, folder: str, file_name: str, now: datetime
    ) -> Finished[Table]:
        return keep(
            table,
            content,
            folder=folder,
            file_name=file_name,
            content_type=content_type,
            blobs=self.bucket,
            now=now,
            link_seconds=self.link_seconds,
        )


def _denunciations(wanted: Order, days: Iterable[tuple[str, date, Counts]], now: datetime) -> int | None:
    """Return their number: of a whole province only, where they are counted, and not of every period."""
    if province_of(wanted.unit) != wanted.unit:
        return None
    by_month: Counter[str] = Counter()
    for path, day, counts in days:
        if path == wanted.unit:
            by_month[month_of(day)] += counts.get(Metric.CASES_DENUNCIATION, 0)
    return disclosed(by_month, wanted.first_day, wanted.last_day, clock.local_day(now))
