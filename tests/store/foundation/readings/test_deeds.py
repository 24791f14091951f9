"""What an officer has done is written down once, apart from what was read, and in one write unit."""

import json
from datetime import UTC, datetime, timedelta

from loa.clock import local_day
from loa.foundation.officers.model import Officer, Role
from loa.foundation.readings.deeds import DeedStore, deed_from
from loa.foundation.readings.model import KEPT
from loa.foundation.readings.store import ReadingStore
from tests.conftest import OpenTable

NOW = datetime(2026, 11, 30, 2, 1, tzinfo=UTC)
CLERK = Officer("clerk-1", "Nguyễn Thị MARKED", "40.16681", frozenset({Role.EDITOR}))


def test_the_same_form_is_one_row(table: OpenTable) -> None:
    for _ in range(3):  # as three processes
        DeedStore(table("Privacy")).note(CLERK, "vu-viec/-/giao", "/console/vu-viec/c1", key="k1", at=NOW)
    deeds = DeedStore(table("Privacy"))
    deeds.note(CLERK, "vu-viec/-/giao", "/console/vu-viec/c1", key="k2", at=NOW + timedelta(minutes=20))
    rows = deeds.page("40", "40", local_day(NOW), limit=50).rows
    found = [deed_from(row) for row in rows]
    assert [(each.what, each.reference, each.at.minute) for each in found] == [
        ("vu-viec/-/giao", "/console/vu-viec/c1", 1),
        ("vu-viec/-/giao", "/console/vu-viec/c1", 21),
    ]
    assert {(each.officer_id, each.officer_name, each.officer_path) for each in found} == {
        ("clerk-1", CLERK.name, "40.16681")
    }
    assert [row["expires_at"] for row in rows] == [int((each.at + KEPT).timestamp()) for each in found]
    assert deeds.page("40", "40.1668", local_day(NOW), limit=50).rows == [], "another unit's"


def test_what_was_done_stands_apart_from_what_was_read(table: OpenTable) -> None:
    DeedStore(table("Privacy")).note(CLERK, "bao-cao", "/console/bao-cao", key="k", at=NOW)
    assert ReadingStore(table("Privacy")).page("40", "40", local_day(NOW), limit=5).rows == []


def test_a_row_fits_in_one_write_unit__whatever_it_names(table: OpenTable) -> None:
    long = Officer("x" * 36, "Ễ" * 60, "40.412.16681", frozenset())
    deeds = DeedStore(table("Privacy"))
    deeds.note(long, "w" * 999, "/" * 999, key="f" * 32, at=NOW)
    (row,) = deeds.page("40", "40", local_day(NOW), limit=5).rows
    assert len(json.dumps(row, ensure_ascii=False, default=str).encode()) < 1_024
