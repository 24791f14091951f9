"""Rows of scheduled reports (table Statistics, partition `40#reports`).

2026-W48            units: how many reports; finished_at: when all were made and told of
2026-W48#40.16681   made_at: when the files of a unit were made; told_at: when its officers were told
"""

from datetime import datetime
from typing import Final

from loa import clock
from loa.platform.aws.dynamodb.tables import Row, Table
from loa.reports.schedules.periods import ReportProgress

_REPORTS: Final = "#reports"


class ScheduleStore:
    """What has been done of scheduled reports."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def progress(self, province: str, code: str) -> ReportProgress | None:
        """How far a period's reports are; None: not begun. One Query."""
        head, units = self._rows(province, code)
        if head is None:
            return None
        done = head.get("finished_at")
        made = sum("made_at" in row for row in units.values())
        return ReportProgress(head["units"], made, clock.from_text(done) if done else None)

    def told(self, province: str, code: str) -> set[str]:
        """The units whose reports are made and whose officers have been told."""
        return {path for path, row in self._rows(province, code)[1].items() if "told_at" in row}

    def begin(self, province: str, code: str, units: int) -> None:
        """Note how many reports there will be."""
        self._table.update(province + _REPORTS, code, set={"units": units})

    def made(self, province: str, code: str, path: str, now: datetime) -> None:
        """Note that a unit's files are there."""
        self._set(province, f"{code}#{path}", "made_at", now)

    def note_told(self, province: str, code: str, path: str, now: datetime) -> None:
        """Note that a unit's officers have been told."""
        self._set(province, f"{code}#{path}", "told_at", now)

    def finish(self, province: str, code: str, now: datetime) -> None:
        """Note that nothing is left to do."""
        self._set(province, code, "finished_at", now)

    def _set(self, province: str, sort: str, name: str, now: datetime) -> None:
        self._table.update(province + _REPORTS, sort, set={name: clock.to_text(now)})

    def _rows(self, province: str, code: str) -> tuple[Row | None, dict[str, Row]]:
        rows = {row["sort"]: row for row in self._table.rows(province + _REPORTS, prefix=code)}
        head = rows.pop(code, None)
        return head, {sort.partition("#")[2]: row for sort, row in rows.items()}
