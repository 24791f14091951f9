"""Deadlines: by kind, in working or calendar days; pauses add up; reminders come in order and once."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.places import ROOT
from loa.casework.cases.rules.deadlines import (
    RULES,
    DayCount,
    DeadlineRule,
    PlannedDeadlines,
    extended,
    plan,
    read_deadline_rules,
    resumed,
    rule_for,
)
from loa.casework.cases.rules.model import OPEN, Case, CaseKind, CaseState, Pause
from loa.casework.cases.rules.reminders import ACCEPTANCE, next_attention, share, to_remind
from loa.clock import VIETNAM, local_day
from loa.foundation.working_time.model import WorkingCalendar
from tests.worlds.case_examples import a_case

CALENDAR = WorkingCalendar()
KINDS = st.sampled_from(CaseKind)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 9, 30)).map(
    lambda naive: naive.replace(tzinfo=UTC, microsecond=naive.microsecond // 1000 * 1000)
)
HOURS = st.integers(0, 24 * 40).map(lambda hours: timedelta(hours=hours))
GAPS = st.lists(st.tuples(HOURS, HOURS), max_size=4)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


CALENDAR_DAYS = (RULES[0], replace(RULES[1], until=None))
"""The days of complaints as they were until June 2026: of the calendar."""


def _plan(
    kind: CaseKind,
    received_at: datetime,
    *,
    remote: bool = False,
    complex: bool = False,  # noqa: A002 - the word of the law
    rules: tuple[DeadlineRule, ...] = RULES,
) -> PlannedDeadlines:
    return plan(kind, received_at, remote=remote, complex=complex, rules=rules, calendar=CALENDAR)


def _planned_case(
    kind: CaseKind, received_at: datetime, rules: tuple[DeadlineRule, ...] = RULES, **other: Any
) -> Case:
    planned = _plan(kind, received_at, rules=rules)
    fields = {"accept_by": planned.accept_by, "answer_by": planned.answer_by, **other}
    return a_case(kind=kind, received_at=received_at, **fields)


def _pauses(start: datetime, gaps: list[tuple[timedelta, timedelta]]) -> list[Pause]:
    found = []
    for before, length in gaps:
        since = start + before
        start = since + length
        found.append(Pause(since, start))
    return found


# Rules


@pytest.mark.parametrize(
    ("kind", "remote", "complex_matter", "accept_by", "answer_by"),
    [
        (CaseKind.REPORT, False, False, "2026-11-17T17:00", "2026-11-23T17:00"),
        (CaseKind.QUESTION, False, True, "2026-11-17T17:00", "2026-12-01T17:00"),
        (CaseKind.COMPLAINT, False, False, "2026-11-26T17:00", "2026-12-01T17:00"),
        (CaseKind.COMPLAINT, True, True, "2026-11-26T17:00", "2026-12-01T17:00"),
    ],
)
def test_deadlines_by_kind(
    kind: CaseKind, *, remote: bool, complex_matter: bool, accept_by: str, answer_by: str
) -> None:
    """From Monday 16 November 2026, 09:00; 24 November is off."""
    planned = _plan(kind, _at("2026-11-16T09:00"), remote=remote, complex=complex_matter)
    assert (planned.accept_by, planned.answer_by) == (_at(accept_by), _at(answer_by))
    assert planned.accept_by.tzinfo is UTC


@pytest.mark.parametrize(
    ("remote", "complex_matter", "answer_by"),
    [
        (False, False, "2026-06-04T23:59:59.999"),
        (False, True, "2026-06-19T23:59:59.999"),
        (True, False, "2026-06-19T23:59:59.999"),
        (True, True, "2026-07-06T23:59:59.999"),  # 60 days end on a Saturday
    ],
)
def test_a_complaint_of_before_july_2026_has_the_days_of_the_law_of_then(
    *, remote: bool, complex_matter: bool, answer_by: str
) -> None:
    planned = _plan(CaseKind.COMPLAINT, _at("2026-05-05T09:00"), remote=remote, complex=complex_matter)
    assert (planned.accept_by, planned.answer_by) == (_at("2026-05-15T23:59:59.999"), _at(answer_by))


@pytest.mark.parametrize(
    ("received", "accept_by"),
    [("2026-06-30T09:00", "2026-07-10T23:59:59.999"), ("2026-07-01T09:00", "2026-07-10T17:00")],
)
def test_since_july_2026_a_complaint_is_decided_on_in_seven_working_days(
    received: str, accept_by: str
) -> None:
    assert _plan(CaseKind.COMPLAINT, _at(received)).accept_by == _at(accept_by)


def test_calendar_days_that_end_on_a_day_off_end_on_the_next_working_day() -> None:
    received = _at("2026-01-15T09:00")  # 30 days later is Saturday 14 February, the first of Tết
    assert _plan(CaseKind.COMPLAINT, received).answer_by == _at("2026-02-23T23:59:59.999")


def test_a_deadline_of_working_days_leaves_tet_out() -> None:
    assert _plan(CaseKind.REPORT, _at("2026-02-13T09:00")).answer_by == _at("2026-02-27T17:00")


def test_every_rule_says_where_it_is_written_and_whether_that_was_read() -> None:
    assert all(rule.source for rule in RULES)
    assert not any(rule.is_confirmed for rule in RULES), "nobody has put their name to one yet"


def test_a_rule_is_confirmed_by_a_name_and_a_day() -> None:
    read = replace(RULES[0], verified=True, read_by="Nguyễn Thị Đọc", read_on=date(2026, 12, 1))
    assert read.is_confirmed
    for missing in ({"read_by": ""}, {"read_on": None}, {"verified": False}):
        assert not replace(read, **missing).is_confirmed


def test_the_runbook_names_the_articles_that_the_rules_rest_on() -> None:
    page = (ROOT / "infra/runbooks/working-days-to-check.md").read_text("utf-8")
    named = re.findall(
        r"(?:Luật|Nghị định)[^,;()]*?\d+/\d{4}/[A-ZĐ0-9-]+", " ".join(rule.source for rule in RULES)
    )
    assert len(set(named)) >= 4
    assert [name for name in set(named) if name not in page] == []


OLD = replace(RULES[0], accept=9, since=date(2020, 1, 1), until=date(2023, 12, 31))
OWN = replace(RULES[0], kind=CaseKind.QUESTION, accept=3, since=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("kind", "day", "expected"),
    [
        (CaseKind.REPORT, date(2022, 1, 1), OLD),
        (CaseKind.REPORT, date(2026, 1, 1), RULES[0]),
        (CaseKind.REPORT, date(2019, 1, 1), OLD),  # before every rule: the nearest
        (CaseKind.QUESTION, date(2025, 12, 31), RULES[0]),  # its own does not hold yet
        (CaseKind.QUESTION, date(2026, 1, 1), OWN),
        (CaseKind.COMPLAINT, date(2026, 6, 30), RULES[1]),
        (CaseKind.COMPLAINT, date(2026, 7, 1), RULES[2]),
    ],
)
def test_the_rule_of_the_day_holds_a_kinds_own_before_the_general_one(
    kind: CaseKind, day: date, expected: DeadlineRule
) -> None:
    assert rule_for([OWN, *RULES, OLD], kind, day) == expected


def test_without_any_rule_there_is_no_plan() -> None:
    with pytest.raises(ValueError, match="no rule"):
        rule_for([OWN], CaseKind.REPORT, date(2026, 1, 1))


def test_an_empty_setting_is_what_is_known_and_a_full_one_replaces_it() -> None:
    assert read_deadline_rules("") == RULES
    general = {"accept": 2, "answer": 7, "since": "2027-01-01", "source": "công văn 1"}
    law = {
        **general,
        "kind": "complaint",
        "complex_answer": 9,
        "remote_answer": 8,
        "counting": "calendar",
        "accept_counting": "working",
        "until": "2027-12-31",
        "verified": True,
    }
    first, second = read_deadline_rules(json.dumps([general, law]))
    assert (first.kind, first.answer_days(remote=True, complex=True), first.until) == (None, 7, None)
    assert (first.counting, first.accept_counting, first.verified) == (DayCount.WORKING,) * 2 + (False,)
    assert (second.kind, second.remote_complex_answer, second.until) == (
        CaseKind.COMPLAINT,
        9,
        date(2027, 12, 31),
    )
    assert (second.counting, second.accept_counting, second.verified) == (
        DayCount.CALENDAR,
        DayCount.WORKING,
        True,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "x",
        "{}",
        "[]",
        "[1]",
        '[{"accept": 1}]',
        '[{"accept": 1, "answer": 731, "since": "2024-01-01", "source": "x"}]',
        '[{"accept": 1, "answer": "5", "since": "2024-01-01", "source": "x"}]',
        '[{"accept": 1, "answer": 5, "since": "2024-01-01", "until": "2023-12-31", "source": "x"}]',
        '[{"accept": 0, "answer": 5, "since": "2024-01-01", "source": "x"}]',
        '[{"accept": 1, "answer": 5, "since": "1/1/2024", "source": "x"}]',
        '[{"kind": "complaint", "accept": 1, "answer": 5, "since": "2024-01-01", "source": "x"}]',
        '[{"kind": "other", "accept": 1, "answer": 5, "since": "2024-01-01", "source": "x"}]',
        '[{"counting": "lunar", "accept": 1, "answer": 5, "since": "2024-01-01", "source": "x"}]',
    ],
)
def test_a_setting_of_another_form_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own message, the enum's own message
        read_deadline_rules(wrong)


# Planning


@given(kind=KINDS, received=INSTANTS, earlier=HOURS, remote=st.booleans(), hard=st.booleans())
def test_who_comes_later_is_never_due_earlier(
    kind: CaseKind, received: datetime, earlier: timedelta, *, remote: bool, hard: bool
) -> None:
    first = _plan(kind, received - earlier, remote=remote, complex=hard)
    second = _plan(kind, received, remote=remote, complex=hard)
    assert first.accept_by <= second.accept_by
    assert first.answer_by <= second.answer_by


@given(kind=KINDS, received=INSTANTS, remote=st.booleans(), hard=st.booleans())
def test_deadlines_lie_ahead_on_working_days_and_longer_variants_are_longer(
    kind: CaseKind, received: datetime, *, remote: bool, hard: bool
) -> None:
    planned = _plan(kind, received, remote=remote, complex=hard)
    assert received < planned.accept_by <= planned.answer_by
    assert CALENDAR.is_working_day(local_day(planned.accept_by))
    assert CALENDAR.is_working_day(local_day(planned.answer_by))
    assert _plan(kind, received).answer_by <= planned.answer_by


def test_nobody_may_accept_after_they_have_to_have_answered() -> None:
    slow = replace(RULES[0], accept=30)
    planned = plan(CaseKind.REPORT, START, remote=False, complex=False, rules=[slow], calendar=CALENDAR)
    assert planned.accept_by == planned.answer_by == _plan(CaseKind.REPORT, START).answer_by


# Pauses


@given(received=INSTANTS, gaps=GAPS, counting=st.sampled_from(DayCount))
def test_a_pause_is_given_back_and_the_deadline_stays_at_the_end_of_a_working_day(
    received: datetime, gaps: list[tuple[timedelta, timedelta]], counting: DayCount
) -> None:
    kind = CaseKind.COMPLAINT if counting is DayCount.CALENDAR else CaseKind.REPORT
    due = _plan(kind, received, rules=CALENDAR_DAYS).answer_by
    end = due.astimezone(VIETNAM).timetz()
    for pause in _pauses(received, gaps):
        later = extended(due, pause, CALENDAR, counting)
        assert later.astimezone(VIETNAM).timetz() == end, "residents are told a day: all of it counts"
        assert CALENDAR.is_working_day(local_day(later))
        assert pause.until
        if counting is DayCount.CALENDAR:
            assert later - due >= pause.until - pause.since
        else:
            worked = CALENDAR.working_time(pause.since, pause.until)
            given = CALENDAR.working_time(due, later)
            assert (
                worked
                <= given
                < worked + CALENDAR.working_time(_at("2026-11-16T00:00"), _at("2026-11-17T00:00"))
            )
        due = later


def test_a_pause_of_hours_moves_both_deadlines_to_the_end_of_a_day() -> None:
    case = _planned_case(CaseKind.REPORT, _at("2026-11-16T09:00"))
    pause = Pause(_at("2026-11-16T10:00"), _at("2026-11-17T08:30"))  # 6 hours of the office
    assert resumed(case, pause, rules=RULES, calendar=CALENDAR) == (
        _at("2026-11-18T17:00"),
        _at("2026-11-25T17:00"),  # the 24th is off
    )
    complaint = _planned_case(CaseKind.COMPLAINT, _at("2026-11-16T09:00"), rules=CALENDAR_DAYS)
    assert resumed(complaint, pause, rules=CALENDAR_DAYS, calendar=CALENDAR)[1] == _at(
        "2026-12-17T23:59:59.999"
    )


def test_after_a_pause_a_calendar_deadline_never_falls_on_a_day_off() -> None:
    complaint = _planned_case(CaseKind.COMPLAINT, _at("2026-11-16T09:00"), rules=CALENDAR_DAYS)
    assert local_day(complaint.answer_by) == date(2026, 12, 16)  # a Wednesday
    three_days = Pause(_at("2026-11-18T10:15"), _at("2026-11-21T10:15"))
    assert resumed(complaint, three_days, rules=CALENDAR_DAYS, calendar=CALENDAR)[1] == _at(
        "2026-12-21T23:59:59.999"
    )


def test_acceptance_and_answer_may_count_different_days() -> None:
    mixed = replace(RULES[0], counting=DayCount.CALENDAR)
    case = _planned_case(CaseKind.REPORT, _at("2026-11-16T09:00"))
    night = Pause(_at("2026-11-16T18:00"), _at("2026-11-17T07:00"))
    assert resumed(case, night, rules=[mixed], calendar=CALENDAR) == (
        case.accept_by,
        _at("2026-11-25T23:59:59.999"),  # 13 hours later is the 24th, a holiday
    )


def test_a_reopened_case_goes_by_the_rule_of_its_reopening() -> None:
    general = replace(RULES[0], until=date(2026, 12, 31))
    later = replace(
        RULES[0], counting=DayCount.CALENDAR, accept_counting=DayCount.CALENDAR, since=date(2027, 1, 1)
    )
    case = _planned_case(
        CaseKind.REPORT,
        _at("2026-11-16T09:00"),
        clock_since=_at("2027-01-05T09:00"),
        accept_by=_at("2027-01-06T17:00"),
        answer_by=_at("2027-01-12T17:00"),
    )
    pause = Pause(_at("2027-01-09T09:00"), _at("2027-01-10T09:00"))  # a Saturday
    assert resumed(case, pause, rules=[general, later], calendar=CALENDAR)[1] == _at(
        "2027-01-13T23:59:59.999"
    )
    assert resumed(case, pause, rules=[general], calendar=CALENDAR)[1] == case.answer_by


def test_a_pause_at_night_or_that_lasts_moves_nothing() -> None:
    due = _at("2026-11-23T17:00")
    night = Pause(_at("2026-11-16T18:00"), _at("2026-11-17T07:00"))
    assert extended(due, night, CALENDAR, DayCount.WORKING) == due
    turned = Pause(_at("2026-11-17T10:00"), _at("2026-11-17T09:00"))
    assert extended(due, turned, CALENDAR, DayCount.CALENDAR) == due
    with pytest.raises(ValueError, match="lasts"):
        extended(due, Pause(due), CALENDAR, DayCount.WORKING)


# Shares


START = _at("2026-11-16T07:30")
DUE = _at("2026-11-20T17:00")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-15T12:00", 0),
        ("2026-11-16T07:30", 0),
        ("2026-11-17T07:30", 20),
        ("2026-11-18T07:30", 40),
        ("2026-11-18T03:00", 40),
        ("2026-11-20T16:59:59", 99),
        ("2026-11-20T17:00", 100),
        ("2026-11-23T17:00", 120),
    ],
)
def test_the_share_is_that_of_working_time(now: str, expected: int) -> None:
    assert share(START, DUE, [], _at(now), CALENDAR) == expected


def test_nothing_is_used_in_a_pause() -> None:
    since = _at("2026-11-17T07:30")
    assert share(START, DUE, [Pause(since)], _at("2026-12-17T07:30"), CALENDAR) == 20
    day = Pause(since, _at("2026-11-18T07:30"))
    later = extended(DUE, day, CALENDAR, DayCount.WORKING)
    assert later == _at("2026-11-23T17:00")
    assert share(START, later, [day], _at("2026-11-18T07:30"), CALENDAR) == 20
    assert share(START, later, [day], _at("2026-11-19T07:30"), CALENDAR) == 40


@given(kind=KINDS, received=INSTANTS, gaps=GAPS, one=HOURS, other=HOURS)
def test_the_share_never_falls_and_is_whole_at_the_deadline(
    kind: CaseKind,
    received: datetime,
    gaps: list[tuple[timedelta, timedelta]],
    one: timedelta,
    other: timedelta,
) -> None:
    case, pauses = _paused_case(kind, received, gaps)
    shares = [
        share(received, case.answer_by, pauses, now, CALENDAR)
        for now in (received + one, received + one + other)
    ]
    assert 0 <= shares[0] <= shares[1]
    assert all(
        (each >= 100) == (now >= case.answer_by)
        for each, now in zip(shares, (received + one, received + one + other), strict=True)
    )


def _paused_case(
    kind: CaseKind, received: datetime, gaps: list[tuple[timedelta, timedelta]]
) -> tuple[Case, list[Pause]]:
    """A case with pauses that began before its deadline, each as it was then."""
    case = _planned_case(kind, received, state=CaseState.IN_PROGRESS)
    pauses: list[Pause] = []
    for pause in _pauses(received, gaps):
        if pause.since < case.answer_by:
            accept_by, answer_by = resumed(case, pause, rules=RULES, calendar=CALENDAR)
            pauses.append(pause)
            case = replace(case, accept_by=accept_by, answer_by=answer_by, pauses=tuple(pauses))
    return case, pauses


# Reminders


def _all_reminders(case: Case, count: int) -> list[tuple[datetime, tuple[int, ...]]]:
    """What goes out when the clock looks at the case exactly when it asked for it."""
    found: list[tuple[datetime, tuple[int, ...]]] = []
    while len(found) < count:
        at = next_attention(case, CALENDAR)
        assert at is not None
        due = to_remind(case, at, CALENDAR)
        found.append((at, due))
        case = replace(case, reminded=(*case.reminded, *due))
    return found


def test_the_unit_is_reminded_at_50_80_and_100_per_cent_and_each_five_days_later() -> None:
    case = _planned_case(CaseKind.REPORT, _at("2026-11-16T07:30"), state=CaseState.IN_PROGRESS)
    assert _all_reminders(case, 5) == [
        (_at("2026-11-18T17:00"), (50,)),
        (_at("2026-11-20T15:30"), (80,)),
        (_at("2026-11-23T17:00"), (100,)),
        (_at("2026-12-01T17:00"), (120,)),
        (_at("2026-12-08T17:00"), (140,)),
    ]


def test_while_nobody_has_decided_the_acceptance_is_reminded_of_too() -> None:
    case = _planned_case(CaseKind.REPORT, _at("2026-11-16T07:30"))
    found = [reminder for _, reminders in _all_reminders(case, 5) for reminder in reminders]
    assert found == [ACCEPTANCE + 80, ACCEPTANCE + 100, 50, 80, 100]
    transferred = replace(case, state=CaseState.TRANSFERRED)
    assert next_attention(transferred, CALENDAR) == next_attention(case, CALENDAR)
    assert next_attention(replace(case, state=CaseState.ACCEPTED), CALENDAR) != next_attention(case, CALENDAR)


def test_a_pause_that_begins_with_a_reminder_does_not_put_it_off() -> None:
    case = _planned_case(CaseKind.REPORT, _at("2026-11-16T07:30"), state=CaseState.IN_PROGRESS)
    half = next_attention(case, CALENDAR)
    assert half == _at("2026-11-18T17:00")
    pause = Pause(half, _at("2026-11-20T17:00"))
    _, answer_by = resumed(case, pause, rules=RULES, calendar=CALENDAR)
    later = replace(case, answer_by=answer_by, pauses=(pause,))
    assert next_attention(later, CALENDAR) == half
    assert next_attention(replace(later, reminded=(50,)), CALENDAR) == _at("2026-11-25T15:30")


def test_a_deadline_at_midnight_wakes_nobody() -> None:
    case = _planned_case(
        CaseKind.COMPLAINT,
        _at("2026-11-16T09:00"),
        rules=CALENDAR_DAYS,
        state=CaseState.ACCEPTED,
        reminded=(50, 80),
    )
    assert case.answer_by == _at("2026-12-16T23:59:59.999")
    assert next_attention(case, CALENDAR) == _at("2026-12-17T07:30")


def test_a_clock_that_stood_still_makes_up_for_it_at_once() -> None:
    case = _planned_case(CaseKind.REPORT, _at("2026-11-16T07:30"), state=CaseState.ACCEPTED, reminded=(50,))
    assert to_remind(case, _at("2026-12-10T09:00"), CALENDAR) == (80, 100, 120, 140)
    assert to_remind(case, _at("2026-11-16T08:00"), CALENDAR) == ()


@pytest.mark.parametrize("state", [*sorted(set(CaseState) - OPEN), CaseState.RETURNED, CaseState.OUTSIDE])
def test_where_nothing_is_awaited_of_the_unit_nothing_is_due(state: CaseState) -> None:
    case = _planned_case(CaseKind.REPORT, _at("2026-11-16T07:30"), state=state)
    assert next_attention(case, CALENDAR) is None
    assert to_remind(case, _at("2027-11-16T07:30"), CALENDAR) == ()


def test_after_reopening_the_percentages_count_anew() -> None:
    reopened_at = _at("2026-12-14T07:30")
    planned = _plan(CaseKind.REPORT, reopened_at)
    case = _planned_case(
        CaseKind.REPORT,
        _at("2026-11-16T07:30"),
        state=CaseState.REOPENED,
        clock_since=reopened_at,
        answer_by=planned.answer_by,
        pauses=(Pause(_at("2026-11-17T07:30"), _at("2026-11-19T07:30")),),
    )
    assert [at for at, _ in _all_reminders(case, 3)] == [
        at
        for at, _ in _all_reminders(_planned_case(CaseKind.REPORT, reopened_at, state=CaseState.REOPENED), 3)
    ]


@given(kind=KINDS, received=INSTANTS, gaps=GAPS, state=st.sampled_from(sorted(OPEN)))
def test_reminders_come_in_order_each_once_and_when_they_are_due(
    kind: CaseKind, received: datetime, gaps: list[tuple[timedelta, timedelta]], state: CaseState
) -> None:
    case, pauses = _paused_case(kind, received, gaps)
    case = replace(case, state=state)
    if state.is_paused:
        assert next_attention(case, CALENDAR) is None
        return
    found = _all_reminders(case, 7)
    instants = [at for at, _ in found]
    reminders = [reminder for _, several in found for reminder in several]
    assert instants == sorted(instants)
    assert len(reminders) == len(set(reminders))
    assert [each for each in reminders if each < ACCEPTANCE][:3] == [50, 80, 100]
    for at, several in found:
        for reminder in several:
            if reminder in {50, 80}:
                used = share(received, case.answer_by, pauses, at, CALENDAR)
                before = share(received, case.answer_by, pauses, at - timedelta(milliseconds=2), CALENDAR)
                assert before < reminder <= used or at in (received, case.answer_by)
            if reminder == 100:
                assert at >= case.answer_by
                assert CALENDAR.working_time(case.answer_by, at) == timedelta(0)


@given(kind=KINDS, received=INSTANTS, gaps=GAPS, looks=st.lists(HOURS, min_size=1, max_size=12))
def test_however_often_the_clock_looks_each_reminder_goes_out_once(
    kind: CaseKind, received: datetime, gaps: list[tuple[timedelta, timedelta]], looks: list[timedelta]
) -> None:
    case, _ = _paused_case(kind, received, gaps)
    end = received + max(looks)
    for look in sorted(looks):
        for _ in range(2):
            due = to_remind(case, received + look, CALENDAR)
            case = replace(case, reminded=(*case.reminded, *due))
    assert case.reminded == to_remind(replace(case, reminded=()), end, CALENDAR)
    following = next_attention(case, CALENDAR)
    assert following is not None
    assert following > end
