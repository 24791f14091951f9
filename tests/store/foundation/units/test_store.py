"""Units in their table."""

import json
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from infra.units import load
from loa.errors import InvalidInput, NotFound
from loa.foundation.units import service
from loa.foundation.units.model import Unit, UnitKind, is_within
from loa.foundation.units.service import UnitImport, import_units
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Table

UNITS = load.read_units()
IN_2024 = date(2024, 9, 30)
SOME = [
    unit
    for unit in UNITS
    if unit.path in {"40", "40.421", "40.421.17179", "40.16681", "40.16690"}
    or is_within(unit.path, "40.412")
    or is_within(unit.path, "40.415")
]
TODAY = date(2026, 11, 21)
type OpenTable = Callable[[str], Table]


@pytest.fixture
def store(table: OpenTable) -> UnitStore:
    return UnitStore(table("Units"))


@pytest.fixture
def filled(store: UnitStore) -> UnitStore:
    """Part of the province: 40, Vinh and Quế Phong with all below them, Cầu Giát, and two units of 2025."""
    import_units(SOME, store=store)
    return store


def paths(units: list[Unit]) -> list[str]:
    return [unit.path for unit in units]


def test_the_second_import_writes_nothing(store: UnitStore) -> None:
    assert import_units(UNITS, store=store) == UnitImport(written=665, unchanged=0, foreign=0)
    assert import_units(UNITS, store=store) == UnitImport(written=0, unchanged=665, foreign=0)
    assert sorted(store.subtree("40"), key=lambda unit: unit.unit_id) == sorted(
        UNITS, key=lambda unit: unit.unit_id
    )


def test_a_subtree_of_the_province_is_that_of_the_day(store: UnitStore) -> None:
    import_units(UNITS, store=store)
    days = (IN_2024, date(2025, 1, 1), TODAY)
    assert [len(service.subtree("40", on=day, store=store)) for day in days] == [482, 433, 131]


def test_an_import_mends_what_differs_and_leaves_what_it_does_not_know(filled: UnitStore) -> None:
    wrong = replace(SOME[0], name="Tỉnh Nghệ Tĩnh")
    stranger = replace(SOME[1], period="1991-08")
    filled.save_all([wrong, stranger])
    assert import_units(SOME, store=filled) == UnitImport(written=1, unchanged=len(SOME) - 1, foreign=1)
    assert service.unit_at("40", on=TODAY, store=filled).name == "Tỉnh Nghệ An"


def test_a_subtree_holds_what_lies_below_and_nothing_else(filled: UnitStore) -> None:
    vinh = paths(service.subtree("40.412", on=IN_2024, store=filled))
    assert vinh[0] == "40.412"
    assert len(vinh) == 26
    assert all(is_within(path, "40.412") for path in vinh)
    assert paths(service.subtree("40.16681", on=TODAY, store=filled)) == ["40.16681"]


def test_rows_of_other_rooms_and_longer_codes_are_no_part_of_a_subtree(
    table: OpenTable, filled: UnitStore
) -> None:
    table("Units").put({"partition": "40", "sort": "account#40.412", "oa_id": "1"})
    table("Units").put({"partition": "40", "sort": "unit#40.4120#2024-09"})
    assert len(filled.subtree("40.412")) == len([u for u in UNITS if is_within(u.path, "40.412")])


def test_a_path_holds_different_units_over_time(filled: UnitStore) -> None:
    names = [unit.name for unit in filled.at("40.421.17179")]
    assert names == ["Xã Quỳnh Hồng", "Thị trấn Cầu Giát"]
    assert service.unit_at("40.421.17179", on=IN_2024, store=filled).name == "Xã Quỳnh Hồng"
    assert service.unit_at("40.421.17179", on=date(2025, 1, 1), store=filled).name == "Thị trấn Cầu Giát"


@pytest.mark.parametrize("ask", [service.unit_at, service.subtree, service.units_above])
def test_what_is_not_there_today_is_not_found(ask: Callable[..., object], filled: UnitStore) -> None:
    for path in ("40.999", "41", "", "40#", "unit"):
        with pytest.raises(NotFound, match="Không tìm thấy đơn vị"):
            ask(path, on=TODAY, store=filled)


@pytest.mark.parametrize("ask", [service.unit_at, service.subtree, service.units_above])
@pytest.mark.parametrize(
    ("path", "name"), [("40.412", "Thành phố Vinh"), ("40.421.17179", "Thị trấn Cầu Giát")]
)
def test_what_has_ended_is_not_found_and_says_so(
    ask: Callable[..., object], filled: UnitStore, path: str, name: str
) -> None:
    with pytest.raises(NotFound, match=f"{name} không còn sau ngày 30/06/2025"):
        ask(path, on=TODAY, store=filled)


def test_ancestors_come_from_the_province_down(filled: UnitStore) -> None:
    above = service.units_above("40.412.16681", on=IN_2024, store=filled)
    assert [unit.name for unit in above] == ["Tỉnh Nghệ An", "Thành phố Vinh"]
    assert service.units_above("40", on=TODAY, store=filled) == []


def test_search_finds_names_within_a_root(filled: UnitStore) -> None:
    found = service.search("phường quang trung", on=IN_2024, store=filled)
    assert found[0].label == "Phường Quang Trung"
    assert len(service.search("a", on=IN_2024, store=filled, limit=5)) == 5
    assert service.search("Đồng Văn", on=IN_2024, store=filled, root="40.412") == []


@pytest.mark.parametrize("text", ["", "  ", "x" * 101])
def test_search_wants_a_name_of_reasonable_length(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        service.search(text, on=IN_2024, store=UnitStore(Table("never asked")))
    assert "text" in refused.value.fields


def test_the_loader_fills_a_table_and_says_so(table: OpenTable, capsys: pytest.CaptureFixture[str]) -> None:
    name = table("Units").name

    def run(*arguments: str) -> tuple[int, dict[str, int]]:
        code = load.main(["--table", name, *arguments])
        return code, json.loads(capsys.readouterr().out)

    assert run() == (0, {"units": 665, "written": 665, "unchanged": 0, "foreign": 0})
    assert run() == (0, {"units": 665, "written": 0, "unchanged": 665, "foreign": 0})
    UnitStore(table("Units")).save_all([Unit("40.99999", "2024-09", "99999", "Xã lạ", UnitKind.COMMUNE)])
    code, told = run()
    assert (code, told["written"], told["foreign"]) == (1, 0, 1)


def test_the_loader_can_be_pointed_at_another_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "")  # so that it is put back afterwards
    seen: list[str] = []

    def note(units: list[Unit], *, store: UnitStore) -> UnitImport:
        seen.append(os.environ["AWS_ENDPOINT_URL"])
        return UnitImport(len(units), 0, 0)

    monkeypatch.setattr(load, "import_units", note)
    assert load.main(["--table", "Units", "--endpoint-url", "http://127.0.0.1:1"]) == 0
    assert seen == ["http://127.0.0.1:1"]
