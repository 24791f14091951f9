"""Lunar days: each month as the sky makes it, Tết and the Hùng kings' day as the library tells."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from holidays.countries.vietnam import Vietnam

from infra.holidays.lunar import RESULT, YEARS, rendered
from loa.foundation.working_time.lunar import LunarDay, lunar_day
from loa.foundation.working_time.lunar_months import MONTHS


def test_the_table_is_what_the_formulas_give() -> None:
    assert RESULT.read_text() == rendered()


def test_months_follow_one_another_and_have_29_or_30_days() -> None:
    for (start, month, is_leap), (later, next_month, leaps) in pairwise(MONTHS):
        assert (date.fromisoformat(later) - date.fromisoformat(start)).days in {29, 30}
        assert next_month == (month if leaps else month % 12 + 1)
        assert not (is_leap and leaps)


def test_tet_and_the_day_of_the_hung_kings_are_those_of_the_library() -> None:
    known = {
        "Tết Nguyên Đán": LunarDay(1, 1, is_leap=False),
        "Ngày Giỗ Tổ Hùng Vương": LunarDay(10, 3, is_leap=False),
    }
    found = 0
    for day, names in Vietnam(years=YEARS, language="vi").items():  # type: ignore[no-untyped-call]
        for name in set(names.split("; ")) & set(known):
            assert lunar_day(day) == known[name], (day, name)
            found += 1
    assert found == 2 * len(YEARS)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2025, 7, 25), LunarDay(1, 6, is_leap=True)),  # the second sixth month of Ất Tỵ
        (date(2026, 9, 25), LunarDay(15, 8, is_leap=False)),  # mid-autumn
        (date(2026, 2, 16), LunarDay(29, 12, is_leap=False)),  # the last day of Ất Tỵ: that month has 29
        (date(2030, 2, 2), LunarDay(1, 1, is_leap=False)),  # a day before China's
        (date(1999, 1, 1), None),
        (date(2036, 3, 1), None),
    ],
)
def test_days_that_people_know(day: date, told: LunarDay | None) -> None:
    assert lunar_day(day) == told


def test_every_day_of_the_years_has_one() -> None:
    day = date(YEARS.start, 1, 1)
    while day < date(YEARS.stop, 1, 1):
        assert lunar_day(day)
        day += timedelta(days=1)
