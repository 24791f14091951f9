"""Making the reports that are due, and telling those concerned: once each, however often it is stopped."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from loa import clock
from loa.errors import LoaError
from loa.foundation.accounts.model import AccountKey
from loa.foundation.officers.model import Permission, allowed
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.units.model import Unit, depth, existing_on
from loa.foundation.units.store import UnitStore
from loa.platform.aws.queues import Queue
from loa.reports.activity import ActivityService
from loa.reports.render.forms import FileFormat
from loa.reports.schedules import texts
from loa.reports.schedules.periods import ScheduledPeriod, due
from loa.reports.schedules.store import ScheduleStore
from loa.reports.summary.periods import ReportPeriod
from loa.residents.messages.model import text_content
from loa.residents.messages.service import enqueue
from loa.residents.messages.store import Outbox

FORMS: Final = (FileFormat.DOCX, FileFormat.PDF, FileFormat.XLSX)
HEARD_AT_MOST: Final = 10
"""So many officers of a unit hear of one report."""
_LOA: Final = "loa"


@dataclass(slots=True)
class ScheduledRound:
    """What a round did.

    Attributes:
        made: how many reports.
        failed: period, unit and error of those that could not be made; the next round tries again.
    """

    made: int = 0
    failed: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ScheduledReports:
    """The reports that nobody asks for.

    Attributes:
        province: whose.
        units, officers: who reports, and who is told.
        activity: makes the files.
        store: what has been done.
        outbox, queue: of notes to officers' Zalo.
        units_as_of: the day whose units count, if it is pinned.
    """

    province: str
    units: UnitStore
    officers: OfficerStore
    activity: ActivityService
    store: ScheduleStore
    outbox: Outbox
    queue: Queue
    units_as_of: date | None = None

    def work(self, now: datetime, may_go_on: Callable[[], bool]) -> ScheduledRound:
        """Make what is due, the units below before those above, and tell each unit's officers.

        A unit's report holds those below it: so each unit and the one above hear of a week once. A file
        of a period that is over has one name and is made once; a note has its key by period, unit and
        officer. Whatever is done again changes nothing.

        Args:
            now: when the round began.
            may_go_on: whether there is time for another unit; asked before each.

        """
        done = ScheduledRound()
        for each in due(clock.local_day(now)):
            self._work_on(each, now, may_go_on, done)
        return done

    def _work_on(
        self, each: ScheduledPeriod, now: datetime, may_go_on: Callable[[], bool], done: ScheduledRound
    ) -> None:
        code = each.period.code
        known = self.store.progress(self.province, code)
        if known and known.finished_at:
            return
        day = self.units_as_of or each.period.last
        units = [
            unit
            for unit in existing_on(self.units.subtree(self.province), day)
            if each.everybody or unit.path == self.province
        ]
        if known is None:
            self.store.begin(self.province, code, len(units))
        told = self.store.told(self.province, code)
        left = [unit for unit in units if unit.path not in told]
        failed = len(done.failed)
        for unit in sorted(left, key=lambda unit: (-depth(unit.path), unit.path)):
            if not may_go_on():
                return
            try:
                self._report(unit, each.period, now)
            except LoaError as error:  # one unit must not keep the others waiting
                done.failed.append((code, unit.path, error.code))
                continue
            done.made += 1
        if len(done.failed) == failed:
            self.store.finish(self.province, code, now)

    def _report(self, unit: Unit, period: ReportPeriod, now: datetime) -> None:
        days = period.first.isoformat(), period.last.isoformat()
        self.activity.activity_files(unit.path, *days, FORMS)
        self.store.made(self.province, period.code, unit.path, now)
        readers = [
            officer
            for officer in self.officers.of_unit(unit.path)
            if officer.is_linked and allowed(officer, Permission.READ_REPORTS, unit.path)
        ]
        for officer in readers[:HEARD_AT_MOST]:
            self._tell(officer, unit, period, now)
        self.store.note_told(self.province, period.code, unit.path, now)

    def _tell(self, officer: KnownOfficer, unit: Unit, period: ReportPeriod, now: datetime) -> None:
        person = hashlib.sha256(f"{officer.oa_id}\n{officer.user_id}".encode()).hexdigest()[:16]
        enqueue(
            f"report-{period.code}-{unit.path}-{person}",
            text_content(texts.ready(unit.name, period.words)),
            account=AccountKey(self.province, officer.unit_path, officer.oa_id),
            user_id=officer.user_id,
            by=_LOA,
            outbox=self.outbox,
            queue=self.queue,
            now=now,
        )
