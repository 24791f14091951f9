"""Denunciations in their table, on moto and on Amazon's own engine: once per form, and back as they were."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.casework.cases.rules.model import CaseState, Entry
from loa.casework.denunciations.model import (
    TRIES_AN_HOUR,
    Denunciation,
    DenunciationStep,
    SealedKind,
    Statement,
    StepFacts,
)
from loa.casework.denunciations.rows.rows import (
    chat_key,
    entry_from,
    entry_row,
    head_from,
    head_row,
    statement_from,
    statement_row,
)
from loa.errors import InvalidInput, NotFound
from tests.worlds.store.denunciations import COMMUNE, NOW, ON_THE_REAL_ENGINE, PROVINCE, SAID, Place

HOUR = timedelta(hours=1)
KEY = "k" * 43

# The page


def test_what_is_sent_by_the_page_goes_to_the_province_and_is_counted_once(place: Place) -> None:
    receipt = place.sent(KEY)
    (head,) = place.heads(PROVINCE)
    assert head.code == receipt.code
    assert (head.state, head.completed, head.anonymous, head.version) == (CaseState.RECEIVED, True, False, 1)
    assert head.received_at == date(2026, 11, 23)
    assert place.store.statement(head.id) == SAID
    assert [entry.what for entry in place.store.history(head.id)] == ["opened"]
    assert place.counted() == {PROVINCE: 1}


def test_it_is_counted_for_the_month_and_no_day_says_when(place: Place) -> None:
    place.sent()
    assert place.statistics.activity(PROVINCE, date(2026, 11, 23), date(2026, 11, 23)) == {}
    assert place.counted() == {PROVINCE: 1}


def test_the_same_sent_again_gets_the_same_receipt(place: Place) -> None:
    first = place.sent(KEY)
    assert place.sent(KEY, at=NOW + timedelta(hours=100)) == first
    assert len(place.heads(PROVINCE)) == 1
    assert place.counted() == {PROVINCE: 1}


def test_a_form_that_is_corrected_and_sent_again_is_another_one(place: Place) -> None:
    first = place.sent(KEY)
    second = place.sent(KEY, replace(SAID, what="Một việc hoàn toàn khác"))
    assert first.code != second.code
    assert first.word != second.word
    assert len(place.heads(PROVINCE)) == 2


@pytest.mark.parametrize("key", ["", "x", "a" * 5000, "#"])
def test_a_form_without_a_key_loses_nothing(place: Place, key: str) -> None:
    assert {place.sent(key).code for _ in range(2)} == {head.code for head in place.heads(PROVINCE)}


@ON_THE_REAL_ENGINE
def test_five_clicks_at_once_are_one_denunciation(place: Place) -> None:
    with ThreadPoolExecutor(5) as pool:
        receipts = set(pool.map(lambda _: place.sent(KEY), range(5)))
    assert len(receipts) == 1
    assert len(place.heads(PROVINCE)) == 1
    assert place.counted() == {PROVINCE: 1}


def test_what_is_wrong_is_said(place: Place) -> None:
    with pytest.raises(InvalidInput) as wrong:
        place.sent(KEY, Statement(may_contact=True))
    assert set(wrong.value.fields) == {"what", "contact"}
    assert place.heads(PROVINCE) == []


# Words from the chat


def test_sealed_words_say_neither_who_nor_when(place: Place) -> None:
    bundle = place.sealed(at=NOW + timedelta(minutes=17, seconds=3))
    (row,) = place.store.table.rows(chat_key(bundle))
    assert bundle not in repr(row)
    assert not {"oa_id", "user_id", "message_id", "at", "created_at"} & set(row)
    assert row["attention_order"].startswith("2026-11-23T05:00:00.000Z"), "a full hour"
    assert row["day"] == "2026-11-23"


def test_they_wait_for_an_hour_after_the_last_and_come_in_the_order_of_writing(place: Place) -> None:
    bundle = place.sealed("thứ hai", at=NOW + timedelta(minutes=50))
    place.sealed("thứ nhất", bundle=bundle, at=NOW)
    assert not place.taken_over(bundle, NOW + HOUR + timedelta(minutes=30))
    assert place.taken_over(bundle, NOW + 2 * HOUR)
    assert not place.taken_over(bundle, NOW + 3 * HOUR)
    (head,) = place.heads(PROVINCE)
    assert (head.completed, head.anonymous, head.about_path) == (False, True, COMMUNE)
    assert place.store.statement(head.id).first_words == "thứ nhất\nthứ hai"
    assert place.counted() == {PROVINCE: 1}
    rows = list(place.store.table.rows(chat_key(bundle)))
    assert all("words" not in row and "expires_at" in row for row in rows)


def test_what_comes_late_joins_what_came_before(place: Place) -> None:
    bundle = place.sealed("trước")
    place.taken_over(bundle, NOW + 2 * HOUR)
    place.sealed("sau", bundle=bundle, at=NOW + timedelta(minutes=5))
    assert place.taken_over(bundle, NOW + 3 * HOUR)
    (head,) = place.heads(PROVINCE)
    assert place.store.statement(head.id).first_words == "trước\nsau"
    assert place.counted() == {PROVINCE: 1}


def test_who_cancelled_sends_nothing_and_what_comes_late_does_not_either(place: Place) -> None:
    bundle = place.sealed("SECRET-WORDS")
    place.sealed("", bundle=bundle, kind=SealedKind.CANCELLED)
    assert not place.taken_over(bundle, NOW + 2 * HOUR)
    place.sealed("SECRET-WORDS", bundle=bundle)
    assert not place.taken_over(bundle, NOW + 3 * HOUR)
    assert place.heads(PROVINCE) == []
    assert "SECRET-WORDS" not in repr(list(place.store.table.rows(chat_key(bundle))))


def test_very_much_of_it_becomes_more_than_one(place: Place) -> None:
    bundle = place.sealed("ế" * 70_000)
    place.taken_over(bundle, NOW + 2 * HOUR)
    place.sealed("ế" * 70_000, bundle=bundle)
    assert place.taken_over(bundle, NOW + 3 * HOUR)
    assert len(place.heads(PROVINCE)) == 2


def test_a_hundred_messages_are_one_denunciation(place: Place) -> None:
    bundle = place.sealed("0")
    for number in range(1, 100):
        place.sealed(str(number), bundle=bundle, at=NOW + timedelta(seconds=number))
    assert place.taken_over(bundle, NOW + 2 * HOUR)
    (head,) = place.heads(PROVINCE)
    assert place.store.statement(head.id).first_words.split("\n") == [str(number) for number in range(100)]


@ON_THE_REAL_ENGINE
def test_two_rounds_at_once_take_it_over_once(place: Place) -> None:
    bundle = place.sealed()
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: place.taken_over(bundle, NOW + 2 * HOUR), range(3)))
    (head,) = place.heads(PROVINCE)
    assert place.store.statement(head.id).first_words == "tôi muốn tố cáo ông A"
    assert place.counted() == {PROVINCE: 1}


# Rows of earlier releases


def test_words_behind_a_link_of_an_earlier_release_are_not_lost(place: Place) -> None:
    row = {
        "partition": "link#abc",
        "sort": "link",
        "province": PROVINCE,
        "unit_path": COMMUNE,
        "source": "digest",
        "created_at": "2026-11-20T02:03:04.000Z",
        "valid_until": "2026-11-23T02:03:04.000Z",
        "words": "lời cũ",
        "attention_in": PROVINCE,
        "attention_order": "2026-11-23T08:03:04.000Z#abc",
    }
    place.store.table.put(row)
    for _ in range(2):
        assert place.registry.at(NOW + timedelta(days=1)).sweep(PROVINCE).failed == 0
    (head,) = place.heads(PROVINCE)
    assert head.received_at == date(2026, 11, 20)
    assert place.store.statement(head.id).first_words == "lời cũ"
    left = place.store.table.get("link#abc", "link") or {}
    assert not {"words", "source"} & set(left)


def test_a_head_of_an_earlier_release_is_read_with_its_instant_as_a_day(place: Place) -> None:
    head = place.opened()
    row = head_row(head)
    gone = {"about_path", "pass_on_by", "inform_by", "outside_at", "outside_by", "particularly_complex"}
    old = {name: value for name, value in row.items() if name not in gone}
    old["received_at"] = "2026-11-22T17:30:00.000Z"
    place.store.table.put(old)
    found = place.store.head(head.id)
    assert found is not None
    assert found.received_at == date(2026, 11, 23)
    assert (found.pass_on_by, found.about_path) == (None, "")
    assert place.step(found, DenunciationStep.ACCEPT).inform_by is not None


# Progress


def test_progress_is_told_to_who_has_code_and_word(place: Place) -> None:
    receipt = place.sent()
    found = place.registry.at(NOW).progress(receipt.code.lower(), receipt.word.lower())
    assert (found.code, found.state) == (receipt.code, CaseState.RECEIVED)
    for code, word in (
        (receipt.code, "A" * 12),
        ("TC22222222", receipt.word),
        ("", ""),
        (receipt.code, ""),
        ("#", "\ud800"),
    ):
        with pytest.raises(NotFound):
            place.registry.at(NOW).progress(code, word.encode("utf-8", "replace").decode())


def test_the_denouncer_reads_the_outcome_and_not_the_history(place: Place) -> None:
    receipt = place.sent()
    (head,) = place.heads(PROVINCE)
    place.step(head, DenunciationStep.REFUSE, StepFacts(reason="Không đủ căn cứ", legal_ground="Điều 29"))
    found = place.registry.at(NOW).progress(receipt.code, receipt.word)
    assert (found.state, found.reason, found.legal_ground) == (
        CaseState.REFUSED,
        "Không đủ căn cứ",
        "Điều 29",
    )


def test_wrong_words_use_up_the_tries_of_their_code_alone(place: Place) -> None:
    one, other = place.sent(), place.sent()
    for _ in range(TRIES_AN_HOUR + 5):
        with pytest.raises(NotFound):
            place.registry.at(NOW).progress(one.code, "A" * 12)
    with pytest.raises(NotFound):
        place.registry.at(NOW).progress(one.code, one.word)
    assert place.registry.at(NOW).progress(other.code, other.word).code == other.code
    later = NOW + HOUR
    assert place.registry.at(later).progress(one.code, one.word).code == one.code


def test_who_knows_the_word_may_ask_as_often_as_they_like(place: Place) -> None:
    receipt = place.sent()
    for _ in range(TRIES_AN_HOUR * 2):
        found = place.registry.at(NOW).progress(receipt.code, receipt.word)
        assert found.code == receipt.code


def test_a_code_that_does_not_exist_is_locked_like_one_that_does(place: Place) -> None:
    answers = []
    for code in (place.sent().code, "TC22222222"):
        for _ in range(TRIES_AN_HOUR + 2):
            with pytest.raises(NotFound) as refused:
                place.registry.at(NOW).progress(code, "A" * 12)
            answers.append(refused.value.message)
    assert len(set(answers)) == 1


# Rows


INSTANTS = st.datetimes(min_value=datetime(2024, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=at.microsecond // 1000 * 1000)
)
HEADS = st.builds(
    Denunciation,
    id=st.from_regex(r"[0-9a-f]{22}", fullmatch=True),
    code=st.just("TC23456789"),
    unit_path=st.sampled_from([COMMUNE, PROVINCE]),
    province=st.just("40"),
    received_path=st.just(COMMUNE),
    received_at=st.dates(min_value=date(2024, 1, 1)),
    changed_at=INSTANTS,
    accept_by=INSTANTS,
    accepted_at=st.none() | INSTANTS,
    answer_by=st.none() | INSTANTS,
    attention_at=st.none() | INSTANTS,
    pass_on_by=st.none() | INSTANTS,
    outside_at=st.none() | INSTANTS,
)


@given(HEADS)
def test_a_head_comes_back_as_it_was_written(head: Denunciation) -> None:
    assert head_from(head_row(head)) == head


@given(st.builds(Statement))
def test_a_statement_comes_back_as_it_was_written(statement: Statement) -> None:
    assert statement_from(statement_row("0" * 22, statement)) == statement


@given(
    st.builds(
        Entry,
        at=INSTANTS,
        version=st.integers(min_value=1, max_value=10**8 - 1),
        facts=st.dictionaries(st.text(), st.text()),
    )
)
def test_a_line_of_history_comes_back_as_it_was_written(entry: Entry) -> None:
    assert entry_from(entry_row(entry)) == entry
