"""Working days and hours: the official lists of 2024 to 2027, arithmetic, the setting."""

import json
import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from holidays.countries.vietnam import Vietnam
from hypothesis import given
from hypothesis import strategies as st

from infra.holidays import build
from infra.local.places import ROOT
from loa.clock import VIETNAM, local_day
from loa.foundation.working_time import texts
from loa.foundation.working_time.checks import to_check
from loa.foundation.working_time.days import FIRST_YEAR, HOLIDAYS, LAST_YEAR
from loa.foundation.working_time.model import (
    NO_TIME,
    OFFICE_DAY,
    OFFICE_WEEK,
    ONE_DAY,
    Hours,
    WorkingCalendar,
    read_calendar,
)
from loa.foundation.working_time.swaps import PROPOSED, SWAPS

CALENDAR = WorkingCalendar()
DAY = timedelta(hours=7, minutes=30)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31)).map(
    lambda naive: naive.replace(tzinfo=UTC, microsecond=naive.microsecond // 1000 * 1000)
)
LENGTHS = st.integers(0, 90 * 24 * 3600).map(lambda seconds: timedelta(seconds=seconds))
CALENDARS = st.sampled_from(
    [
        CALENDAR,
        WorkingCalendar(week=((Hours(time(8), time(12)),),) * 6 + ((),)),
        WorkingCalendar(week=((),) * 6 + (OFFICE_DAY,)),
        WorkingCalendar(
            extra_days_off={date(2026, 9, 7): "x"}, extra_working_days=frozenset({date(2026, 2, 17)})
        ),
    ]
)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


# The official lists

LISTS = {
    2024: ("01-01 02-08/02-14 04-18 04-27/05-01 08-31/09-03", "05-04"),
    2025: ("01-01 01-25/02-02 04-07 04-30/05-04 08-30/09-02", "04-26"),
    2026: ("01-01/01-04 02-14/02-22 04-25/04-27 04-30/05-03 08-29/09-02 11-24", "01-10 08-22"),
    2027: ("01-01/01-03 02-04/02-10 04-16/04-18 04-30/05-03 09-02/09-05 11-24", ""),
}
"""By year: stretches without work around the holidays, and Saturdays worked instead. 2024, 2025 and the first
five stretches of 2026 as announced (but see `verified` in swaps.py); 24 November and 2027 by rule alone."""


@pytest.mark.parametrize("year", LISTS)
def test_each_day_of_a_year_is_off_or_worked_as_announced(year: int) -> None:
    stretches, worked = (words.split() for words in LISTS[year])
    off: set[date] = set()
    for stretch in stretches:
        first, _, last = stretch.partition("/")
        off.update(
            _days(date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last or first}"))
        )
    on = {date.fromisoformat(f"{year}-{day}") for day in worked}
    for day in _days(date(year, 1, 1), date(year, 12, 31)):
        expected = day in on or (day.weekday() < 5 and day not in off)
        assert CALENDAR.is_working_day(day) == expected, f"{day:%a %d/%m/%Y}"


def test_working_days_of_the_years() -> None:
    counts = [sum(map(CALENDAR.is_working_day, _days(date(y, 1, 1), date(y, 12, 31)))) for y in LISTS]
    assert counts == [251, 250, 249, 249]


def test_the_table_equals_the_library() -> None:
    assert build.main(["--check"]) == 0
    assert [build.YEARS.start, build.YEARS.stop - 1] == [FIRST_YEAR, LAST_YEAR]
    assert {key.removesuffix("_in_lieu") for key in HOLIDAYS.values()} == set(texts.HOLIDAYS)


def test_a_change_of_the_table_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "days.py"
    changed.write_text(build.rendered().replace("2026-02-17", "2026-02-18"), "utf-8")
    monkeypatch.setattr(build, "RESULT", changed)
    assert build.main(["--check"]) == 1
    assert "differs" in capsys.readouterr().err
    assert build.main([]) == build.main(["--check"]) == 0


def test_the_swaps_hold_all_that_the_library_knows_and_one_more() -> None:
    library = Vietnam(years=range(FIRST_YEAR, LAST_YEAR + 1), language="vi")  # type: ignore[no-untyped-call]
    off = {day for day, name in library.items() if name.startswith(build.SWAPPED)}
    on = {day for day in library.weekend_workdays if day.year >= FIRST_YEAR}
    assert {swap.off for swap in SWAPS} - off == {date(2026, 1, 2)}
    assert {swap.on for swap in SWAPS} - on == {date(2026, 1, 10)}
    assert not (off - {swap.off for swap in SWAPS} | on - {swap.on for swap in SWAPS})


def test_each_swap_says_where_it_is_written_and_is_one() -> None:
    for swap in SWAPS:
        assert swap.source
        assert swap.off.weekday() < 5 <= swap.on.weekday()
        assert swap.off.isoformat() not in HOLIDAYS
        assert swap.on.isoformat() not in HOLIDAYS


def test_the_room_loads_without_the_library() -> None:
    code = "import sys, loa.foundation.working_time.model; sys.exit('holidays' in sys.modules)"
    environment = {"PYTHONPATH": str(ROOT / "layers/loa/python")}
    assert subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode == 0


def test_days_off_have_names() -> None:
    names = {
        "2026-02-17": "Tết Nguyên đán",
        "2026-04-27": "Nghỉ bù Giỗ Tổ Hùng Vương",
        "2025-05-02": "Nghỉ hoán đổi với ngày 26/04/2025",
        "2025-04-26": "",
        "2026-11-21": "",  # a Saturday
        "2026-11-23": "",
    }
    assert {day: CALENDAR.holiday_name(date.fromisoformat(day)) for day in names} == names


def test_what_the_setting_says_of_a_day_goes_first() -> None:
    calendar = WorkingCalendar(
        extra_days_off={date(2026, 8, 22): "", date(2027, 2, 11): "Tết Nguyên đán"},
        extra_working_days=frozenset({date(2026, 11, 24), date(2026, 8, 31), date(2027, 2, 20)}),
    )
    assert calendar.holiday_name(date(2026, 8, 22)) == "Ngày nghỉ"
    assert calendar.holiday_name(date(2027, 2, 11)) == "Tết Nguyên đán"
    assert calendar.hours(date(2026, 11, 24)) == calendar.hours(date(2027, 2, 20)) == OFFICE_DAY
    assert calendar.holiday_name(date(2026, 11, 24)) == calendar.holiday_name(date(2026, 8, 31)) == ""
    worked = {date(2026, 8, 22), date(2026, 8, 31), date(2026, 11, 24), date(2027, 2, 11), date(2027, 2, 20)}
    assert {day for day in worked if calendar.is_working_day(day)} == worked - set(calendar.extra_days_off)


def test_after_the_table_the_week_is_known_all_the_same() -> None:
    assert CALENDAR.is_working_day(date(LAST_YEAR + 1, 1, 1))
    assert not CALENDAR.is_working_day(date(LAST_YEAR + 1, 1, 5))


# Hours


@pytest.mark.parametrize(
    ("at", "opened", "next_opening"),
    [
        ("2026-11-23T07:29:59", False, "2026-11-23T07:30"),
        ("2026-11-23T07:30:00", True, "2026-11-23T07:30"),
        ("2026-11-23T11:29:59", True, "2026-11-23T11:29:59"),
        ("2026-11-23T11:30:00", False, "2026-11-23T13:30"),
        ("2026-11-23T16:59:59", True, "2026-11-23T16:59:59"),
        ("2026-11-23T17:00:00", False, "2026-11-25T07:30"),  # 24 November
        ("2026-11-21T10:00:00", False, "2026-11-23T07:30"),
        ("2026-02-13T18:00:00", False, "2026-02-23T07:30"),  # Tết 2026
        ("2025-04-26T08:00:00", True, "2025-04-26T08:00"),
    ],
)
def test_when_the_office_is_open(at: str, *, opened: bool, next_opening: str) -> None:
    assert CALENDAR.is_open(_at(at)) == opened
    assert CALENDAR.next_opening(_at(at)) == _at(next_opening)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-16T08:00", 1, "2026-11-17T17:00"),
        ("2026-11-16T23:59", 1, "2026-11-17T17:00"),
        ("2026-11-20T16:00", 1, "2026-11-23T17:00"),
        ("2026-11-20T16:00", 2, "2026-11-25T17:00"),
        ("2026-11-21T09:00", 1, "2026-11-23T17:00"),
        ("2024-02-07T09:00", 1, "2024-02-15T17:00"),
        ("2024-02-07T09:00", 5, "2024-02-21T17:00"),
        ("2025-04-25T09:00", 3, "2025-04-29T17:00"),  # Saturday 26 April is worked
        ("2025-04-29T09:00", 1, "2025-05-05T17:00"),
        ("2026-08-28T09:00", 1, "2026-09-03T17:00"),
    ],
)
def test_working_days_end_with_the_hours_of_the_last(start: str, days: int, end: str) -> None:
    assert CALENDAR.add_working_days(_at(start), days) == _at(end)


def test_no_working_day_is_the_instant_itself_and_less_is_refused() -> None:
    assert CALENDAR.add_working_days(_at("2026-11-21T10:00"), 0) == _at("2026-11-21T10:00")
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.add_working_days(_at("2026-11-21T10:00"), -1)
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.add_working_time(_at("2026-11-21T10:00"), -ONE_DAY)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-16T07:30", "2026-11-16T17:00", 7.5),
        ("2026-11-16T11:00", "2026-11-16T14:00", 1),
        ("2026-11-16T12:00", "2026-11-16T13:00", 0),
        ("2026-11-20T16:30", "2026-11-23T08:00", 1),
        ("2026-02-13T16:00", "2026-02-23T08:30", 2),
        ("2026-11-16T17:00", "2026-11-16T07:30", 0),
    ],
)
def test_working_time_is_that_of_opening_hours(start: str, end: str, hours: float) -> None:
    assert CALENDAR.working_time(_at(start), _at(end)) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-16T07:30", 4, "2026-11-16T11:30"),
        ("2026-11-16T07:30", 7.5, "2026-11-16T17:00"),
        ("2026-11-16T17:00", 0.5, "2026-11-17T08:00"),
        ("2026-11-16T12:00", 3.5, "2026-11-16T17:00"),
        ("2026-11-23T16:00", 2, "2026-11-25T08:30"),
    ],
)
def test_working_time_ends_with_the_hours_and_not_with_the_next_opening(
    start: str, hours: float, end: str
) -> None:
    assert CALENDAR.add_working_time(_at(start), timedelta(hours=hours)) == _at(end)


def test_instants_of_any_zone_are_read_and_utc_is_given() -> None:
    morning = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # 08:00 in Vietnam
    assert CALENDAR.is_open(morning)
    for given_back in (
        CALENDAR.next_opening(_at("2026-11-16T03:00")),
        CALENDAR.add_working_days(_at("2026-11-16T03:00"), 3),
        CALENDAR.add_working_time(_at("2026-11-16T03:00"), DAY),
        CALENDAR.closing(date(2026, 11, 21)),
    ):
        assert given_back.tzinfo is UTC
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.is_open(datetime(2026, 11, 16, 8))


# Arithmetic


@given(calendar=CALENDARS, start=INSTANTS, days=st.integers(1, 70))
def test_working_days_counted_back_are_those_added(
    calendar: WorkingCalendar, start: datetime, days: int
) -> None:
    end = calendar.add_working_days(start, days)
    following = range(1, (local_day(end) - local_day(start)).days + 1)
    counted = sum(calendar.is_working_day(local_day(start) + timedelta(days=number)) for number in following)
    assert counted == days
    assert calendar.is_working_day(local_day(end))
    assert end == calendar.closing(local_day(end))


@given(calendar=CALENDARS, start=INSTANTS, earlier=LENGTHS, days=st.integers(0, 40))
def test_later_receipt_is_never_due_earlier(
    calendar: WorkingCalendar, start: datetime, earlier: timedelta, days: int
) -> None:
    assert calendar.add_working_days(start - earlier, days) <= calendar.add_working_days(start, days)


@given(calendar=CALENDARS, start=INSTANTS, one=LENGTHS, other=LENGTHS)
def test_working_time_adds_up(
    calendar: WorkingCalendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    middle, end = start + one, start + one + other
    parts = calendar.working_time(start, middle) + calendar.working_time(middle, end)
    assert parts == calendar.working_time(start, end) >= NO_TIME
    assert calendar.working_time(start, end) <= end - start


@given(calendar=CALENDARS, start=INSTANTS, one=LENGTHS, other=LENGTHS)
def test_adding_working_time_is_the_inverse_of_measuring_it_and_adds_up(
    calendar: WorkingCalendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    one, other = one / 20, other / 20
    one -= one % timedelta(milliseconds=1)
    other -= other % timedelta(milliseconds=1)
    end = calendar.add_working_time(start, one)
    assert calendar.working_time(start, end) == one
    assert calendar.add_working_time(end, other) == calendar.add_working_time(start, one + other)
    if one:
        assert calendar.is_open(end - timedelta(milliseconds=1))


@given(calendar=CALENDARS, instant=INSTANTS)
def test_the_next_opening_is_the_first_one(calendar: WorkingCalendar, instant: datetime) -> None:
    opening = calendar.next_opening(instant)
    assert opening >= instant
    assert calendar.is_open(opening)
    assert calendar.is_open(instant) == (opening == instant)
    assert calendar.working_time(instant, opening) == NO_TIME


# The setting


def test_an_empty_setting_is_the_ordinary_week() -> None:
    assert read_calendar("") == read_calendar("{}") == CALENDAR
    lengths = [sum((_length(hours) for hours in day), NO_TIME) for day in OFFICE_WEEK]
    assert lengths == [DAY] * 5 + [NO_TIME] * 2


def _length(hours: Hours) -> timedelta:
    return datetime.combine(date.min, hours.closes) - datetime.combine(date.min, hours.opens)


def test_what_a_person_has_to_confirm_is_reminded_of_until_it_is() -> None:
    proposed = "23/11/2026"
    before = to_check(date(2026, 9, 25), CALENDAR)
    assert before == []
    (asked,) = to_check(date(2026, 11, 29), CALENDAR)
    assert proposed in asked
    december = to_check(date(2026, 12, 1), CALENDAR)
    assert len(december) == 2
    assert "2027" in december[0]
    decided = read_calendar('{"working_days": [{"day": "2026-11-23"}], "checked_years": [2027]}')
    assert to_check(date(2026, 12, 1), decided) == to_check(date(2027, 11, 30), decided) == []
    assert to_check(date(2027, 12, 1), decided) != []
    assert to_check(date(2027, 3, 1), read_calendar('{"working_days": [{"day": "2026-11-23"}]}')), (
        "late is not over"
    )


def test_a_proposed_swap_is_not_applied_until_it_is_decided() -> None:
    for swap in PROPOSED:
        assert CALENDAR.is_working_day(swap.off)
        assert not CALENDAR.is_working_day(swap.on)


def test_the_fingerprint_of_a_calendar_follows_its_days_and_nothing_else() -> None:
    other = read_calendar('{"days_off": [{"day": "2026-12-01"}]}')
    assert other.fingerprint != CALENDAR.fingerprint == read_calendar("").fingerprint
    assert read_calendar('{"checked_years": [2027]}').fingerprint == CALENDAR.fingerprint


def test_a_setting_says_hours_and_days() -> None:
    text = json.dumps(
        {
            "hours": {"1": [["08:00", "12:00"]], "6": [["08:00", "11:00"], ["14:00", "16:00"]]},
            "days_off": [{"day": "2026-11-24", "name": "Ngày Văn hóa"}, {"day": "2026-11-28"}],
            "working_days": [{"day": "2026-11-22", "source": "thông báo số 1"}],
        }
    )
    calendar = read_calendar(text)
    assert calendar.hours(date(2026, 11, 23)) == (Hours(time(8), time(12)),)
    assert calendar.hours(date(2026, 11, 22)) == (Hours(time(8), time(12)),)
    assert [len(day) for day in calendar.week] == [1, 0, 0, 0, 0, 2, 0]
    assert not calendar.is_working_day(date(2026, 11, 28))
    assert calendar.holiday_name(date(2026, 11, 24)) == "Ngày Văn hóa"


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "[]",
        '{"days": []}',
        '{"checked_years": ["soon"]}',
        '{"hours": {}}',
        '{"hours": {"0": [["08:00", "12:00"]]}}',
        '{"hours": {"1": [["12:00", "08:00"]]}}',
        '{"hours": {"1": [["08:00", "12:00"], ["11:00", "17:00"]]}}',
        '{"hours": {"1": [["08:00"]]}}',
        '{"hours": [["08:00", "12:00"]]}',
        '{"days_off": ["2026-11-24"]}',
        '{"days_off": [{"name": "x"}]}',
        '{"working_days": [{"day": "24/11/2026"}]}',
        '{"days_off": [{"day": "2026-11-24"}], "working_days": [{"day": "2026-11-24"}]}',
    ],
)
def test_a_setting_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own message, date's own message
        read_calendar(text)
