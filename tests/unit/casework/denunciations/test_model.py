"""Rules of denunciations: forms, words, deadlines, who may look."""

import base64
import json
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.casework.cases.rules.model import TRANSITIONS, CaseState
from loa.casework.denunciations import texts
from loa.casework.denunciations.deadlines import (
    RULES,
    accept_by,
    answer_by,
    extended,
    inform_by,
    level_now,
    next_attention,
    outside_by,
    pass_on_by,
    read_denunciation_rules,
    reminder_at,
    rule_on,
)
from loa.casework.denunciations.model import (
    LIMITS,
    Denunciation,
    DenunciationStep,
    Sealed,
    SealedKind,
    Statement,
    cleaned,
    code_from,
    equal_digests,
    faults,
    fingerprint,
    folded,
    is_form_key,
    receiving,
    secret_digest,
    secret_word,
    sent_digest,
    spaced,
)
from loa.casework.denunciations.work.access import require_investigator
from loa.clock import day_start, local_day
from loa.errors import NotAllowed
from loa.foundation.officers.model import Officer, Role
from loa.foundation.working_time.model import WorkingCalendar

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # Monday, 10:00 in Vietnam
CALENDAR = WorkingCalendar()
DAY = date(2026, 11, 23)
BEGAN = day_start(DAY)
HEAD = Denunciation(
    id="0" * 22,
    code="TC23456789",
    province="40",
    unit_path="40.16681",
    received_path="40.16681",
    state=CaseState.RECEIVED,
    completed=True,
    anonymous=False,
    received_at=DAY,
    changed_at=NOW,
    accept_by=NOW + timedelta(days=10),
)
KEYS = st.binary(min_size=32, max_size=32).map(
    lambda raw: base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
)


# Forms


@given(KEYS)
def test_a_word_comes_out_of_its_form_and_tells_nothing_of_it(key: str) -> None:
    assert is_form_key(key)
    word = secret_word(key, "m")
    assert word == secret_word(key, "m")
    assert word != secret_word(key, "n")
    assert len(word) == 12
    assert not set(word) & set("01IO")
    assert key not in sent_digest(key, "m")
    assert sent_digest(key, "m") != secret_digest("", word)


@pytest.mark.parametrize(
    "text", ["", "a", "a" * 42, "a" * 44, "a" * 42 + "/", "á" * 43, "a" * 42 + "\n", "progress"]
)
def test_what_has_not_the_form_of_a_key_is_none(text: str) -> None:
    assert not is_form_key(text)


@given(KEYS, KEYS)
def test_two_forms_have_two_words(one: str, other: str) -> None:
    assert (secret_word(one, "m") == secret_word(other, "m")) == (one == other)


@given(st.integers(min_value=0, max_value=2**40 - 1), KEYS)
def test_code_and_word_may_be_typed_as_people_type(number: int, key: str) -> None:
    code, word = code_from(number), secret_word(key, "m")
    typed = f"  {spaced(code).lower()} ", spaced(word).lower().replace("-", " ")
    assert (folded(typed[0]), folded(typed[1])) == (code, word)
    assert secret_digest(*typed) == secret_digest(code, word)


def test_a_word_belongs_to_its_code() -> None:
    assert secret_digest("TC1", "AAAA") != secret_digest("TC2", "AAAA")
    assert equal_digests("a" * 64, "a" * 64)
    assert not equal_digests("a" * 64, "a" * 63 + "b")


def test_nothing_that_is_printed_by_accident_holds_words() -> None:
    secret = "MARKED-WORDS"
    sealed = Sealed("b", "n", SealedKind.SAID, "40", "40.16681", DAY, 0, secret, NOW)
    statement = Statement(secret, secret, secret, secret, secret, secret, secret, first_words=secret)
    head = replace(HEAD, reply=secret, reason=secret)
    assert secret not in repr((sealed, statement, head))


# What is written


def changed(statement: Statement, name: str, words: str) -> Statement:
    fields: dict[str, Any] = {name: words}
    return replace(statement, **fields)


@given(st.text(max_size=300))
def test_what_is_typed_is_cleaned_once_and_for_all(text: str) -> None:
    clean = cleaned(text)
    assert clean == cleaned(clean)
    assert all(letter in "\n\t" or unicodedata.category(letter) != "Cc" for letter in clean)
    clean.encode()


def test_line_ends_and_marks_are_made_one() -> None:
    assert cleaned("a\r\nb\rc\x00\u202e") == "a\nb\nc"
    assert cleaned("tố cáo") == "tố cáo"
    assert cleaned("\ud800") == "?"


@given(st.sampled_from(sorted(LIMITS)), st.integers(min_value=1, max_value=50))
def test_a_field_that_is_too_long_is_named(name: str, over: int) -> None:
    said = changed(Statement(what="x" * 20), name, "x" * (LIMITS[name] + over))
    assert set(faults(said)) == {name}


def test_the_matter_is_all_that_must_be_said() -> None:
    assert set(faults(Statement())) == {"what"}
    assert faults(Statement(what="x" * 10)) == {}
    assert set(faults(Statement(what="x" * 10, may_contact=True))) == {"contact"}
    assert Statement(what="x" * 10).is_anonymous
    assert not Statement(name="A", address="B").is_anonymous


def test_two_submissions_are_the_same_only_in_every_field() -> None:
    one = Statement(what="x" * 10, who="a")
    seen = {fingerprint(one)}
    seen |= {fingerprint(changed(one, name, "changed")) for name in LIMITS}
    seen.add(fingerprint(replace(one, may_contact=True)))
    assert len(seen) == len(LIMITS) + 2


def test_the_unit_above_receives_it() -> None:
    assert receiving("40.412.16681", "40") == "40.412"
    assert receiving("40.16681", "40") == "40"
    assert receiving("40", "40") == "40"
    assert receiving("", "40") == "40"


def test_only_a_transfer_upwards_needs_no_second_person() -> None:
    head = replace(HEAD, unit_path="40.412")
    assert not head.needs_second_person("40")
    assert all(head.needs_second_person(path) for path in ("40.412.16681", "40.413", "40.4120"))


def test_every_state_that_a_step_leads_to_has_words_for_the_denouncer() -> None:
    reached = {state for step in DenunciationStep for state in TRANSITIONS[step.move].values()}
    assert {state.value for state in reached | {CaseState.RECEIVED, CaseState.TRANSFERRED}} <= set(
        texts.STATES
    )


# Deadlines


def test_seven_working_days_do_not_count_the_day_of_receipt_weekends_and_holidays() -> None:
    due = accept_by(DAY, RULES, CALENDAR)
    # Thursday of the next week, 17:00: Tuesday the 24th is the Day of Vietnamese Culture.
    assert due == datetime(2026, 12, 3, 10, 0, tzinfo=UTC)


def test_the_shorter_deadlines_of_the_law() -> None:
    # Five working days to pass on what others decide (article 24.2) and to tell both sides (article 29.3).
    assert pass_on_by(DAY, RULES, CALENDAR) == datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
    assert inform_by(NOW, RULES, CALENDAR) == datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
    # Twenty days for the body that it was passed on to (article 26.2): to Sunday 13 December, so to Monday.
    assert outside_by(NOW, RULES, CALENDAR) == datetime(2026, 12, 14, 17, 0, tzinfo=UTC)


def test_whoever_has_to_pass_it_on_is_reminded_before_that_deadline() -> None:
    head = replace(HEAD, pass_on_by=BEGAN + timedelta(days=5))
    assert level_now(head, BEGAN + timedelta(days=2, hours=11)) is None
    assert level_now(head, BEGAN + timedelta(days=2, hours=12)) == 0
    assert level_now(head, BEGAN + timedelta(days=4)) == 1
    assert level_now(head, head.accept_by - timedelta(seconds=1)) == 1
    assert level_now(head, head.accept_by) == 2


def test_thirty_days_end_with_their_last_day_or_the_working_day_after() -> None:
    assert answer_by(NOW, RULES, CALENDAR) == datetime(2026, 12, 23, 17, 0, tzinfo=UTC)
    # 30 days after 4 December is a Sunday: Monday counts.
    friday = datetime(2026, 12, 4, 3, 0, tzinfo=UTC)
    assert answer_by(friday, RULES, CALENDAR) == datetime(2027, 1, 4, 17, 0, tzinfo=UTC)


@given(
    st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2027, 6, 1), timezones=st.just(UTC)),
    st.integers(min_value=0, max_value=60),
)
def test_deadlines_never_run_backwards(at: datetime, later: int) -> None:
    after = at + timedelta(hours=later)
    days = local_day(at), local_day(after)
    assert accept_by(days[0], RULES, CALENDAR) <= accept_by(days[1], RULES, CALENDAR)
    assert pass_on_by(days[0], RULES, CALENDAR) <= accept_by(days[0], RULES, CALENDAR)
    assert answer_by(at, RULES, CALENDAR) <= answer_by(after, RULES, CALENDAR)
    due = answer_by(at, RULES, CALENDAR)
    assert due - at >= timedelta(days=30)
    assert extended(due, later, CALENDAR) >= due
    assert extended(due, 30, CALENDAR) - due >= timedelta(days=30)


@given(st.integers(min_value=0, max_value=400))
def test_reminders_come_in_order_and_only_what_is_due_goes_out(hours: int) -> None:
    instants = [reminder_at(BEGAN, HEAD.accept_by, level) for level in range(6)]
    assert instants == sorted(instants)
    assert instants[2] == HEAD.accept_by
    now = BEGAN + timedelta(hours=hours)
    level = level_now(HEAD, now)
    if level is None:
        assert now < instants[0]
    else:
        assert (
            reminder_at(BEGAN, HEAD.accept_by, level) <= now < reminder_at(BEGAN, HEAD.accept_by, level + 1)
        )
        told = replace(HEAD, reminded=level + 1)
        assert level_now(told, now) is None
        following = next_attention(told)
        assert following is not None
        assert following > now


def test_no_clock_runs_where_nobody_has_to_act() -> None:
    for state in (CaseState.ANSWERED, CaseState.CLOSED, CaseState.REFUSED, CaseState.OUTSIDE):
        head = replace(HEAD, state=state, answer_by=NOW)
        assert head.due is None
        assert next_attention(head) is None
        assert level_now(head, NOW + timedelta(days=900)) is None


def test_rules_are_dated_data_with_their_source() -> None:
    (known,) = RULES
    assert "30" in known.settle_source
    assert {known.settle_verified, known.accept_verified} == {False}, "nobody has put their name to it"
    assert "24" in known.accept_source
    assert (known.complex_extensions, known.extensions) == (1, 2)
    row = {
        "since": "2027-01-01",
        "accept_working_days": 5,
        "settle_days": 20,
        "extension_days": 10,
        "extensions": 1,
        "accept_source": "a",
        "settle_source": "b",
        "accept_verified": True,
        "settle_verified": True,
    }
    rules = read_denunciation_rules(json.dumps([row, {**row, "since": "2019-01-01", "settle_days": 30}]))
    assert rule_on(rules, date(2026, 12, 31)).settle_days == 30
    assert rule_on(rules, date(2027, 1, 1)).settle_days == 20
    assert rule_on(rules, date(2001, 1, 1)).settle_days == 30
    assert read_denunciation_rules("") == RULES


@pytest.mark.parametrize("text", ["{", "[]", "{}", '[{"since": "2027-01-01"}]', "[1]", '[{"since": 3}]'])
def test_rules_of_another_form_are_refused_at_the_start(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_denunciation_rules(text)


# Who may


@pytest.mark.parametrize(
    "roles",
    [{role} for role in Role]
    + [set()]
    + [{Role.INVESTIGATOR, other} for other in (Role.ADMINISTRATOR, Role.EDITOR, Role.APPROVER)],
)
def test_only_an_investigator_who_neither_manages_rights_nor_answers_residents_may_look(
    roles: set[Role],
) -> None:
    officer = Officer("o", "O", "40", frozenset(roles))
    if roles == {Role.INVESTIGATOR}:
        require_investigator(officer)
    else:
        with pytest.raises(NotAllowed):
            require_investigator(officer)
