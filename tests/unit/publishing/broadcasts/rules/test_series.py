"""When the issues of a weekly bulletin are due."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.clock import VIETNAM, local_day
from loa.publishing.broadcasts.rows.series_store import series_from, series_row
from loa.publishing.broadcasts.rules.model import BroadcastContent
from loa.publishing.broadcasts.rules.series import LEAD, Series, SeriesState
from loa.publishing.broadcasts.rules.targets import Target
from tests.worlds.fakes import ARTICLE, START

# 5 October 2024 is a Saturday; it is 10:00 in Vietnam.
MONDAY = Series(
    "0" * 22, "40", "40.412", BroadcastContent(ARTICLE, Target("40.412")), 1, time(8), "author", START
)
DUE = datetime(2024, 10, 7, 8, tzinfo=VIETNAM)
WEEK = timedelta(days=7)

INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)).map(
    lambda naive: naive.replace(tzinfo=UTC)
)
SERIES = st.builds(
    lambda weekday, at, until, skipped, state: replace(
        MONDAY, weekday=weekday, at=at, until=until, skipped=tuple(skipped), state=state
    ),
    st.integers(1, 7),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1)),
    st.lists(st.dates(date(2024, 1, 1), date(2027, 1, 1)), max_size=20),
    st.sampled_from(SeriesState),
)


def test_an_issue_is_due_on_its_weekday_at_its_hour_in_vietnam() -> None:
    assert MONDAY.next_issue(START) == DUE
    assert MONDAY.next_issue(DUE - timedelta(seconds=1)) == DUE
    assert MONDAY.next_issue(DUE) == DUE + WEEK
    saturday = replace(MONDAY, weekday=6)
    assert saturday.next_issue(START) == DUE + timedelta(days=5)  # today, but its hour has passed
    assert replace(saturday, at=time(11)).next_issue(START) == datetime(2024, 10, 5, 11, tzinfo=VIETNAM)


def test_the_day_is_vietnams_though_it_is_still_yesterday_in_utc() -> None:
    sunday_in_utc = datetime(2024, 10, 6, 22, tzinfo=UTC)  # Monday, 05:00
    assert MONDAY.next_issue(sunday_in_utc) == DUE


def test_skipped_weeks_are_left_out_and_after_the_last_day_there_is_none() -> None:
    days = (DUE.date(), (DUE + WEEK).date())
    assert replace(MONDAY, skipped=days).next_issue(START) == DUE + 2 * WEEK
    ending = replace(MONDAY, until=DUE.date())
    assert ending.next_issue(START) == DUE
    assert ending.next_issue(DUE) is None
    assert replace(ending, skipped=days).next_issue(START) is None


@pytest.mark.parametrize("state", [SeriesState.PAUSED, SeriesState.CANCELLED])
def test_what_is_paused_or_cancelled_has_no_issues(state: SeriesState) -> None:
    series = replace(MONDAY, state=state)
    assert series.next_issue(START) is None
    assert not series.has_issue(DUE)


def test_its_draft_is_made_three_days_before_once() -> None:
    assert MONDAY.draft_for(DUE - LEAD - timedelta(seconds=1)) is None
    assert MONDAY.draft_for(DUE - LEAD) == DUE
    made = replace(MONDAY, last_due=DUE, last_issue=MONDAY.issue_id(DUE))
    assert made.draft_for(DUE - timedelta(hours=1)) is None
    assert replace(made, called_off=1).draft_for(DUE - timedelta(hours=1)) == DUE


def test_units_may_add_their_words_until_so_many_hours_before() -> None:
    assert MONDAY.issue(DUE, None, START).content.localise_until is None
    issue = replace(MONDAY, localise_hours=24).issue(DUE, None, START)
    assert issue.content.localise_until == DUE - timedelta(hours=24)


@given(SERIES, INSTANTS)
def test_every_issue_is_where_it_should_be(series: Series, now: datetime) -> None:
    due = series.next_issue(now)
    if due is None:
        assert series.state is not SeriesState.ACTIVE or series.until is not None
        return
    assert due > now
    assert due.isoweekday() == series.weekday
    assert local_day(due) not in series.skipped
    assert series.until is None or local_day(due) <= series.until
    assert series.has_issue(due)
    assert not series.has_issue(due + timedelta(minutes=1))
    assert due - now <= (1 + len(series.skipped)) * WEEK
    assert series.issue_id(due) != series.issue_id(due + WEEK)


@given(SERIES)
def test_a_series_comes_back_from_its_row(series: Series) -> None:
    kept = replace(series, last_issue="1" * 22, last_due=DUE.astimezone(UTC), called_off=2)
    for one in (series, kept):
        assert series_from(series_row(one)) == replace(one, contributors=one.contributors | {one.author})
