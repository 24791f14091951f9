"""Rows of a sheet that are one thing each."""

from collections.abc import Mapping, Sequence
from datetime import date

import pytest

from loa.platform.documents.sheet_tables import MOST_THINGS, SheetColumns, SheetFault, day


def _thing(number: int, cells: Mapping[str, str]) -> tuple[int, str]:
    if wrong := [f"{name} không đúng" for name, cell in cells.items() if cell == "x"]:
        raise ValueError(*wrong)
    return number, cells.get("name", "")


SHEET = SheetColumns(
    {"name": "Tên", "day": "Ngày"}, ["name"], _thing, lambda thing: thing[1], "Trùng với dòng {row}."
)


def faults(*rows: Sequence[str]) -> list[SheetFault]:
    found, wrong = SHEET.things(list(enumerate(rows, 1)))
    assert not (found and not wrong)
    return wrong


def test_columns_stand_in_any_order_and_empty_ones_between_them_are_nothing() -> None:
    rows = [(2, ("ngay", "", "TÊN")), (5, ("1/2/2026", "", "Lan"))]
    assert SHEET.things(rows) == ([(5, "Lan")], [])


def test_all_that_is_wrong_with_a_row_is_said_and_the_others_are_read() -> None:
    rows = [(1, ("Tên", "Ngày")), (2, ("x", "x")), (3, ("Lan", "")), (4, ("Lan", "")), (5, ("Hoa",))]
    found, wrong = SHEET.things(rows)
    assert found == [(3, "Lan"), (5, "Hoa")]
    assert wrong == [
        SheetFault(2, "name không đúng"),
        SheetFault(2, "day không đúng"),
        SheetFault(4, "Trùng với dòng 3."),
    ]


def test_a_sheet_that_cannot_be_taken_says_why() -> None:
    assert "chưa có gì" in faults()[0].message
    assert "chưa có gì" in faults(("Tên",))[0].message
    assert faults(("Ngày",), ("1/2/2026",)) == [SheetFault(1, "Thiếu cột: Tên.")]
    assert "Ghi chú" in faults(("Tên", "Ghi chú"), ("Lan", "a"))[0].message
    many = [("Tên",), *((f"Người {number}",) for number in range(MOST_THINGS + 1))]
    (fault,) = faults(*many)
    assert fault.row == MOST_THINGS + 2


@pytest.mark.parametrize("written", ["46356", "46356.0", "30/11/2026", "30.11.2026", "2026-11-30"])
def test_a_day_as_sheets_and_people_write_it(written: str) -> None:
    assert day(written, "Ngày") == date(2026, 11, 30)


@pytest.mark.parametrize("written", ["31/02/2026", "hôm nay", "12345678"])
def test_what_is_no_day_is_shown_again(written: str) -> None:
    with pytest.raises(ValueError, match=f"Ngày: “{written}” chưa phải là ngày"):
        day(written, "Ngày")
