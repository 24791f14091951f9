"""The audit between two days, on moto and on Amazon's engine."""

from datetime import date, timedelta

import pytest

from loa.clock import local_day
from loa.errors import InvalidInput
from loa.publishing.library.editing.audit import AuditSearch, search_audit
from tests.conftest import OpenTable
from tests.worlds.library import COMMUNE, LibraryWorld


def found(world: LibraryWorld, since: date, until: date) -> list[str]:
    lines = search_audit(world.store, COMMUNE, AuditSearch(since=since, until=until), lambda _: {}).lines
    return [entry.title for entry, _ in lines]


def test_audit__of_days_in_order__holds_both__and_backwards_is_refused(table: OpenTable) -> None:
    world = LibraryWorld(table)
    world.draft("Mở đường xóm 3")
    day = local_day(world.now)
    yesterday, tomorrow = day - timedelta(days=1), day + timedelta(days=1)
    assert found(world, day, day) == found(world, yesterday, tomorrow) == ["Mở đường xóm 3"]
    assert found(world, yesterday, yesterday) == found(world, tomorrow, tomorrow) == []
    for since, until in ((day, yesterday), (tomorrow, yesterday)):
        with pytest.raises(InvalidInput) as refused:
            found(world, since, until)
        assert list(refused.value.fields) == ["until"]
