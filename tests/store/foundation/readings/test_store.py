"""Who read what about residents is written down once a quarter of an hour, and read by the unit above."""

from datetime import UTC, datetime, timedelta

import pytest

from loa.clock import local_day
from loa.errors import NotAllowed, NotFound
from loa.foundation.officers.model import Officer, Role
from loa.foundation.readings.model import KEPT, ReadKind, is_shown, may_see
from loa.foundation.readings.store import ReadingStore, reading_from
from tests.conftest import OpenTable

NOW = datetime(2026, 11, 30, 2, 1, tzinfo=UTC)
CLERK = Officer("clerk-1", "Nguyễn Thị MARKED", "40.16681", frozenset({Role.EDITOR}))
PROVINCIAL = Officer("admin-1", "Quản trị", "40", frozenset({Role.ADMINISTRATOR}))
LOCAL = Officer("admin-2", "Quản trị xã", "40.16681", frozenset({Role.ADMINISTRATOR}))


def test_the_same_reading_is_written_once_in_a_quarter_of_an_hour(table: OpenTable) -> None:
    kept = table("Privacy")
    for minute in (0, 5, 13, 14, 31):
        at = NOW + timedelta(minutes=minute)
        ReadingStore(kept).note(CLERK, ReadKind.CASE, "c1", unit_path="40.16681", now=at)  # as two processes
    readings = ReadingStore(kept)
    readings.note(CLERK, ReadKind.FILES, "c1", unit_path="40.16681", now=NOW)
    rows = readings.page("40", "40", local_day(NOW), limit=50).rows
    found = [reading_from(row) for row in rows]
    assert [(reading.what, reading.at.minute) for reading in found] == [
        (ReadKind.CASE, 14),
        (ReadKind.FILES, 1),
        (ReadKind.CASE, 15),
        (ReadKind.CASE, 32),
    ]
    assert {(reading.officer_id, reading.officer_path) for reading in found} == {("clerk-1", "40.16681")}
    assert all(row["expires_at"] == int((reading_from(row).at + KEPT).timestamp()) for row in rows)
    assert readings.page("40", "40.1668", local_day(NOW), limit=50).rows == [], "another unit's"


def test_a_process_writes_what_it_has_written_only_once(table: OpenTable) -> None:
    readings = ReadingStore(table("Privacy"))
    readings.note(CLERK, ReadKind.CASE, "c1", unit_path="40.16681", now=NOW)
    (row,) = readings.page("40", "40", local_day(NOW), limit=5).rows
    readings.table.delete(row["partition"], row["sort"])
    readings.note(CLERK, ReadKind.CASE, "c1", unit_path="40.16681", now=NOW + timedelta(minutes=1))
    assert readings.page("40", "40", local_day(NOW), limit=5).rows == []


def test_the_unit_above_sees_it_and_nobody_their_own() -> None:
    assert is_shown(PROVINCIAL, "40.16681")
    assert is_shown(PROVINCIAL, "40"), "there is no unit above the province"
    assert not is_shown(LOCAL, "40.16681")
    assert may_see(PROVINCIAL, "40.16681") == "40.16681"
    with pytest.raises(NotAllowed):
        may_see(CLERK, "40.16681")
    with pytest.raises(NotFound):
        may_see(LOCAL, "40.16663")
