"""Hours as officers type them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis.strategies import sampled_from, times

from loa.clock import VIETNAM
from loa.text.hours import read_hour, typed_instant


@given(times(), sampled_from(["{0}:{1:02}", "{0:02}:{1:02}", "{0}h{1:02}", "{0} giờ {1:02}", " {0}H{1:02} "]))
def test_an_hour__is_read__however_it_is_written(at: time, form: str) -> None:
    assert read_hour(form.format(at.hour, at.minute)) == time(at.hour, at.minute)


@pytest.mark.parametrize("text", ["8h", "8:", "8 giờ", "08h", "8", "8h0"])
def test_a_whole_hour__needs_no_minutes(text: str) -> None:
    assert read_hour(text) == time(8)


@pytest.mark.parametrize("text", ["", "24:00", "8:60", "8:000", "tám giờ", "8h30p", "-1:00", "8:00:00"])
def test_what_is_no_hour__is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no hour"):
        read_hour(text)


def test_a_day_and_an_hour__are_an_instant_in_vietnam() -> None:
    at = typed_instant(date(2026, 12, 5), "7h30")
    assert (at.isoformat(), at.tzinfo) == ("2026-12-05T07:30:00+07:00", VIETNAM)
