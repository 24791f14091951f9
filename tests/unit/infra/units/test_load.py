"""The committed units equal their sources, and the sources are what infra/units/README.md says they are."""

import csv
import json
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from infra.units import build
from infra.units.load import read_units
from loa.foundation.units.model import Unit, UnitKind, existing_on, is_path, is_within, parent

SEPTEMBER_2024 = date(2024, 9, 30)
DECEMBER_2024 = date(2024, 12, 1)
JULY_2025 = date(2025, 7, 1)

UNITS = read_units()
BY_ID = {unit.unit_id: unit for unit in UNITS}
MAPPING = build.read_rows(build.MAPPING)
BEFORE, BETWEEN, AFTER = (build.read_places(structure.file) for structure in build.STRUCTURES)


def communes(places: build.Places) -> build.Places:
    return {code: place for code, place in places.items() if len(code) == 5}


def test_the_committed_file_equals_its_sources() -> None:
    assert build.main(["--check"]) == 0


def test_a_change_of_the_committed_file_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "units.json"
    changed.write_text(build.rendered().replace("Xã Quỳnh Hồng", "Xã Quỳnh Hoa"), "utf-8")
    monkeypatch.setattr(build, "RESULT", changed)
    assert build.main(["--check"]) == 1
    assert "differs" in capsys.readouterr().err
    assert build.main([]) == build.main(["--check"]) == 0


def test_the_committed_file_is_nfc_and_sorted_with_one_line_per_unit() -> None:
    text = build.RESULT.read_text("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert len(text.splitlines()) == len(UNITS) + 3
    assert [line["path"] for line in json.loads(text)["units"]] == [unit.path for unit in UNITS]


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (
            SEPTEMBER_2024,
            {"tinh": 1, "thanh_pho": 1, "thi_xa": 3, "huyen": 17, "xa": 411, "phuong": 32, "thi_tran": 17},
        ),
        (
            DECEMBER_2024,
            {"tinh": 1, "thanh_pho": 1, "thi_xa": 2, "huyen": 17, "xa": 362, "phuong": 33, "thi_tran": 17},
        ),
        (JULY_2025, {"tinh": 1, "xa": 119, "phuong": 11}),
    ],
)
def test_each_structure_has_the_units_of_the_law(day: date, counts: dict[str, int]) -> None:
    assert Counter(unit.kind.value for unit in existing_on(UNITS, day)) == counts


@pytest.mark.parametrize(
    ("first", "last", "size"),
    [
        (date(2000, 1, 1), date(2024, 11, 30), 482),
        (date(2024, 12, 1), date(2025, 6, 30), 433),
        (date(2025, 7, 1), date(2100, 1, 1), 131),
    ],
)
def test_a_structure_holds_from_its_first_day_to_its_last(first: date, last: date, size: int) -> None:
    assert len(existing_on(UNITS, first)) == len(existing_on(UNITS, last)) == size


@pytest.mark.parametrize("day", [SEPTEMBER_2024, DECEMBER_2024, JULY_2025])
def test_on_a_day_codes_and_paths_are_unique_and_parents_exist(day: date) -> None:
    units = existing_on(UNITS, day)
    paths = {unit.path for unit in units}
    assert len(paths) == len({unit.code for unit in units}) == len(units)
    assert all(parent(path) in paths for path in paths if path != "40")
    assert all(is_path(path) and is_within(path, "40") for path in paths)
    assert all(unit.path.endswith(unit.code) for unit in units)


def test_ids_are_unique_and_successors_exist_from_the_day_after() -> None:
    assert len(BY_ID) == len(UNITS)
    for unit in UNITS:
        for heir in unit.successors:
            assert unit.valid_to is not None
            assert BY_ID[heir].exists_on(unit.valid_to + timedelta(days=1))


def test_every_ended_unit_has_successors_but_the_districts_of_2025() -> None:
    heirless = [unit for unit in UNITS if unit.valid_to is not None and not unit.successors]
    assert len(heirless) == 20
    assert {unit.kind for unit in heirless} == {UnitKind.CITY, UnitKind.TOWN, UnitKind.DISTRICT}
    assert {unit.valid_to for unit in heirless} == {date(2025, 6, 30)}


def test_the_province_lives_on_and_cua_lo_joined_vinh() -> None:
    province = BY_ID["40@2024-09"]
    assert (province.valid_from, province.valid_to, province.successors) == (None, None, ())
    assert BY_ID["40.413@2024-09"].successors == ("40.412@2024-09",)


def test_three_units_have_two_successors() -> None:
    divided = {unit.name: unit.successors for unit in UNITS if len(unit.successors) > 1}
    assert divided == {
        "Xã Quỳnh Bá": ("40.421.17179@2024-12", "40.421.17185@2024-12"),
        "Xã Quỳnh Hưng": ("40.421.17179@2024-12", "40.421.17185@2024-12"),
        "Xã Chi Khê": ("40.422.17254@2024-12", "40.422.17251@2024-12"),
    }


def test_a_unit_that_keeps_path_name_and_kind_lives_on_across_structures() -> None:
    lived_on = [unit for unit in UNITS if unit.period == "2024-09" and unit.valid_to == date(2025, 6, 30)]
    same = {code for code, place in BEFORE.items() if BETWEEN.get(code) == place}
    assert len(same) == 381
    assert {unit.code for unit in lived_on} == same - {"40", "17251"}  # Chi Khê gave a hamlet away


def test_the_mapping_covers_all_communes_of_all_structures() -> None:
    assert len(MAPPING) == 460
    assert {row["old_code"] for row in MAPPING} == communes(BEFORE).keys()
    assert {row["new_code"] for row in MAPPING} == communes(AFTER).keys()
    assert len(communes(AFTER)) == 130
    via = {code for row in MAPPING for code in row["via_codes_2024_12"].split("|")}
    assert via == communes(BETWEEN).keys()
    assert len(via) == 412
    assert {(row["share"], row["partial"]) for row in MAPPING} == {("1", "0")}


def test_names_in_the_mapping_equal_those_in_the_unit_files() -> None:
    for row in MAPPING:
        assert BEFORE[row["old_code"]].name == row["old_name"]
        assert AFTER[row["new_code"]].name == row["new_name"]
        assert BEFORE[row["old_code"]].path == f"40.{row['old_parent_code']}.{row['old_code']}"
        via = zip(row["via_codes_2024_12"].split("|"), row["via_names_2024_12"].split("|"), strict=True)
        assert all(BETWEEN[code].name == name for code, name in via)


def test_every_code_of_2025_is_the_code_of_one_of_its_own_sources() -> None:
    sources: dict[str, set[str]] = {}
    for row in MAPPING:
        sources.setdefault(row["new_code"], set()).add(row["old_code"])
    assert all(code in old for code, old in sources.items())


def test_the_sources_are_plain_csv() -> None:
    for file in [*(structure.file for structure in build.STRUCTURES), build.MAPPING]:
        content = (build.SOURCES / file).read_bytes()
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content
        assert b'"' not in content
        assert len({len(row) for row in csv.reader(content.decode().splitlines())}) == 1


def carried_over(totals: dict[str, int], split: Callable[[int, int], list[int]]) -> dict[str, int]:
    """Moves each unit's total to its successors; `split` divides a number into so many parts."""
    moved: Counter[str] = Counter()
    for unit_id, total in totals.items():
        heirs = BY_ID[unit_id].successors or (unit_id,)
        for heir, part in zip(heirs, split(total, len(heirs)), strict=True):
            moved[heir] += part
    return moved


def divide(total: int, parts: int) -> list[int]:
    return [total // parts] * (parts - 1) + [total - total // parts * (parts - 1)]


def test_replaying_460_to_412_to_130_keeps_the_totals() -> None:
    def communes_on(day: date) -> list[Unit]:
        return [unit for unit in existing_on(UNITS, day) if len(unit.code) == 5]

    start = {unit.unit_id: 1000 + int(unit.code) for unit in communes_on(SEPTEMBER_2024)}
    ends_first = {key: value for key, value in start.items() if BY_ID[key].valid_to == date(2024, 11, 30)}
    stays = start.keys() - ends_first.keys()
    middle = Counter({key: start[key] for key in stays}) + Counter(carried_over(ends_first, divide))
    assert middle.keys() == {unit.unit_id for unit in communes_on(DECEMBER_2024)}
    end = carried_over(middle, divide)
    assert end.keys() == {unit.unit_id for unit in communes_on(JULY_2025)}
    assert sum(start.values()) == sum(middle.values()) == sum(end.values())

    expected: Counter[str] = Counter()
    for row in MAPPING:
        expected[f"40.{row['new_code']}@2025-07"] += 1000 + int(row["old_code"])
    assert end == expected
