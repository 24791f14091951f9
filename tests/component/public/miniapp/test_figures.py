"""Released figures as residents' programs read them: one GetItem, and nothing that was taken back."""

from datetime import UTC, datetime
from typing import Any

import pytest

from loa.platform.aws import clients
from loa.reports.released.model import ReleasedFigures, ReleasedNumbers, ReleasedUnit, Share
from loa.reports.released.store import ReleasedStore
from tests.component.public.miniapp.test_library import get, library, reader  # noqa: F401 - fixtures
from tests.worlds.library import COMMUNE, PROVINCE, LibraryWorld
from tests.worlds.province import Door


@pytest.fixture
def released(library: LibraryWorld) -> ReleasedStore:  # noqa: F811
    """October and September were released."""
    store = ReleasedStore(library.shown)
    unit = ReleasedUnit(COMMUNE, "Xã Yên Thành", ReleasedNumbers(12, Share(80, 100), 6))
    total = ReleasedNumbers(640, Share(92, 92), 5, 200, 46)
    for month in ("2026-09", "2026-10"):
        store.release(
            PROVINCE, ReleasedFigures(month, datetime(2026, 11, 2, tzinfo=UTC), total, (unit,), 129)
        )
    return store


def test_the_newest_month_or_the_one_that_is_asked_for_is_one_get_item(
    reader: Door,  # noqa: F811
    released: ReleasedStore,
) -> None:
    sent: list[str] = []

    def note(model: Any, **_: Any) -> None:
        sent.append(model.name)

    clients.dynamodb().meta.client.meta.events.register("before-call.dynamodb.*", note)
    found = get(reader, "/read/figures")
    assert (found["month"], found["months"], found["untold"]) == ("2026-10", ["2026-10", "2026-09"], 129)
    assert found["total"]["in_time"] == {"low": 92, "high": 92}
    (unit,) = found["units"]
    assert unit["numbers"] == {
        "answered": 12,
        "in_time": {"low": 80, "high": 100},
        "median_hours": 6,
        "rated": None,
        "satisfaction_tenths": None,
    }
    assert get(reader, "/read/figures", month="2026-09")["month"] == "2026-09"
    clients.dynamodb().meta.client.meta.events.unregister("before-call.dynamodb.*", note)
    assert sent == ["GetItem", "GetItem"]
    released.take_back(PROVINCE, "2026-09")
    assert reader.ask(None, "GET", "/read/figures", month="2026-09").status == 404
    assert reader.ask(None, "GET", "/read/figures", month="2026-13").status == 422
