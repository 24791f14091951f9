"""The rules of the tree: paths, dates, successors."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.units.load import read_units
from loa.foundation.units.model import (
    Level,
    Unit,
    UnitKind,
    ancestors,
    depth,
    existing_on,
    is_path,
    is_within,
    parent,
    present_units,
    province_of,
    subtree_range,
    tree_order,
)
from loa.foundation.units.store import from_row, parse_unit_key, to_row, unit_key

UNITS = read_units()
BY_ID = {unit.unit_id: unit for unit in UNITS}
TODAY = date(2026, 11, 21)

codes = st.text("0123456789", min_size=1, max_size=5)
paths = st.lists(codes, min_size=1, max_size=4).map(".".join)


def test_a_path_names_its_parents_and_its_province() -> None:
    assert ancestors("40.412.16681") == ["40", "40.412"]
    assert parent("40.412.16681") == "40.412"
    assert parent("40") is None
    assert ancestors("40") == []
    assert province_of("40.16681") == "40"
    assert [depth(path) for path in ("40", "40.412", "40.412.16681", "40.16681")] == [0, 1, 2, 1]


@pytest.mark.parametrize("path", ["40", "40.412", "40.412.16681", "40.16681", "01.00001"])
def test_paths_of_all_periods_are_paths(path: str) -> None:
    assert is_path(path)


@pytest.mark.parametrize(
    "text", ["", "4", "40.", "40#", "40.412.", "40.4", "40.16681.412", "40\n", "٤٠", "40/412"]
)
def test_anything_else_is_no_path(text: str) -> None:
    assert not is_path(text)


def test_a_longer_code_is_not_within() -> None:
    assert is_within("40.412.16681", "40.412")
    assert is_within("40.412", "40.412")
    assert not is_within("40.4120", "40.412")
    assert not is_within("40.16681", "40.412")
    assert not is_within("40", "40.412")


@given(root=paths, path=paths, suffix=st.sampled_from(["05", "2024-09", "2025-07"]))
def test_the_range_of_sort_keys_holds_the_subtree_and_nothing_else(root: str, path: str, suffix: str) -> None:
    first, last = subtree_range(root, "unit#")
    key = f"unit#{path}#{suffix}"
    assert (first <= key <= last) == is_within(path, root)


@given(root=paths, below=paths)
def test_everything_below_a_root_is_in_its_range(root: str, below: str) -> None:
    first, last = subtree_range(root)
    assert first <= f"{root}.{below}#31" <= last
    assert is_within(f"{root}.{below}", root)
    assert root in ancestors(f"{root}.{below}")


def test_tree_order_puts_each_unit_before_what_lies_below_it() -> None:
    ordered = sorted(["40.413", "40.412.9", "40", "40.412", "40.412.10"], key=tree_order)
    assert ordered == ["40", "40.412", "40.412.10", "40.412.9", "40.413"]


@given(path=paths, period=st.sampled_from(["2024-09", "2024-12", "2025-07"]))
def test_keys_of_units_round_trip(path: str, period: str) -> None:
    partition, sort = unit_key(path, period)
    assert parse_unit_key(sort) == (path, period)
    assert partition == province_of(path)


def test_a_key_of_another_room_is_no_key_of_a_unit() -> None:
    with pytest.raises(ValueError, match="not the key of a unit"):
        parse_unit_key("account#40.412")


def test_every_real_unit_survives_its_row() -> None:
    assert [from_row(to_row(unit)) for unit in UNITS] == UNITS


def test_kinds_have_labels_and_levels() -> None:
    assert UnitKind("thi_tran").label == "Thị trấn"
    assert UnitKind.TOWN.level is Level.DISTRICT
    assert all(unit.name.startswith(f"{unit.kind.label} ") for unit in UNITS)
    expected = {2: Level.PROVINCE, 3: Level.DISTRICT, 5: Level.COMMUNE}
    assert all(unit.kind.level is expected[len(unit.code)] for unit in UNITS)


def test_one_code_is_two_units_in_two_periods() -> None:
    assert BY_ID["40.412.16681@2024-09"].name == "Phường Quang Trung"
    assert BY_ID["40.16681@2025-07"].name == "Phường Thành Vinh"


def test_one_path_is_two_units_when_the_name_changed() -> None:
    at_path = [unit for unit in UNITS if unit.path == "40.421.17179"]
    assert [unit.name for unit in at_path] == ["Xã Quỳnh Hồng", "Thị trấn Cầu Giát"]
    assert [u.name for u in existing_on(at_path, date(2024, 11, 30))] == ["Xã Quỳnh Hồng"]
    assert [u.name for u in existing_on(at_path, date(2024, 12, 1))] == ["Thị trấn Cầu Giát"]


def test_what_stands_today_in_the_place_of_an_old_unit() -> None:
    def today(unit_id: str) -> list[str]:
        return [unit.name for unit in present_units(BY_ID[unit_id], BY_ID, TODAY)]

    assert today("40.412.16663@2024-09") == ["Phường Thành Vinh"]
    assert today("40.421.17194@2024-09") == ["Xã Quỳnh Lưu"]  # both halves met again
    assert today("40.412@2024-09") == []  # districts have no successor
    assert today("40@2024-09") == ["Tỉnh Nghệ An"]
    assert present_units(BY_ID["40.16681@2025-07"], BY_ID, date(2024, 1, 1)) == ()


def test_between_the_rearrangements_a_divided_unit_is_two() -> None:
    halves = present_units(BY_ID["40.421.17194@2024-09"], BY_ID, date(2025, 1, 1))
    assert [unit.name for unit in halves] == ["Thị trấn Cầu Giát", "Xã Bình Sơn"]


def test_a_unit_exists_on_its_first_and_its_last_day() -> None:
    unit = Unit("40", "2024-12", "40", "Tỉnh", UnitKind.PROVINCE, date(2024, 12, 1), date(2025, 6, 30))
    days = [date(2024, 11, 30), date(2024, 12, 1), date(2025, 6, 30), date(2025, 7, 1)]
    assert [unit.exists_on(day) for day in days] == [False, True, True, False]
