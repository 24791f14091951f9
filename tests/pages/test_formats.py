"""Days, hours and numbers as people read them."""

from datetime import UTC, date, datetime

import pytest

from loa.web.pages import formats


def plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("hour", "minute", "wanted"),
    [
        (1, 0, "8 giờ sáng"),
        (17, 30, "12 giờ 30 đêm"),
        (4, 5, "11 giờ 05 trưa"),
        (5, 0, "12 giờ trưa"),
        (6, 0, "1 giờ chiều"),
        (11, 0, "6 giờ tối"),
        (15, 59, "10 giờ 59 đêm"),
        (18, 0, "1 giờ sáng"),
    ],
)
def test_hours_are_said_as_in_vietnam(hour: int, minute: int, wanted: str) -> None:
    assert plain(formats.hour(datetime(2026, 12, 3, hour, minute, tzinfo=UTC))) == wanted


def test_a_moment_late_in_utc_is_the_next_day_in_vietnam() -> None:
    assert plain(formats.moment(datetime(2026, 12, 3, 18, 0, tzinfo=UTC))) == "1 giờ sáng, thứ Sáu 4/12/2026"


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (date(2026, 11, 30), "hôm nay"),
        (date(2026, 11, 29), "hôm qua"),
        (date(2026, 12, 1), "ngày mai"),
        (date(2026, 12, 4), "4/12"),
        (date(2025, 12, 4), "4/12/2025"),
    ],
)
def test_near_days_have_names(day: date, wanted: str) -> None:
    assert formats.near_day(day, date(2026, 11, 30)) == wanted


def test_days_are_told_in_the_lunar_calendar_as_far_as_it_is_known() -> None:
    told = [formats.lunar(day) for day in (date(2026, 11, 30), date(2025, 7, 25), date(2050, 1, 1))]
    assert [words.replace("\u00a0", " ") for words in told] == ["22/10 âm lịch", "1/6 nhuận âm lịch", ""]


def test_numbers_sizes_and_codes() -> None:
    assert formats.number(1_264_000) == "1.264.000"
    assert [plain(formats.size(count)) for count in (12, 310_400, 1_440_000)] == ["1 KB", "310 KB", "1,4 MB"]
    assert plain(formats.grouped("482913")) == "482 913"
    assert formats.phone("+84 (0)238-000") == "0238000"


def test_name_of_a_unit__inside_a_sentence__begins_small() -> None:
    assert formats.mid_sentence("Xã Yên Thành") == "xã Yên Thành"
    assert formats.mid_sentence("") == ""


def test_stamp__for_officers__is_the_clock_and_the_day() -> None:
    assert (
        formats.stamp(datetime(2026, 12, 4, 7, 5, tzinfo=UTC))
        == "14:05\N{NO-BREAK SPACE}thứ\N{NO-BREAK SPACE}Sáu 4/12/2026"
    )
