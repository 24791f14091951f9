"""Denunciations in their table, on moto and on Amazon's own engine: once per link, and back as they were."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.cases.model import Entry, State
from loa.confidential import service
from loa.confidential.model import (
    LINK_GRACE,
    LINK_VALID,
    Denunciation,
    Facts,
    Statement,
    Step,
    secret_word,
    token_digest,
)
from loa.confidential.service import LinkSpent
from loa.confidential.store import (
    entry_from,
    entry_row,
    head_from,
    head_row,
    statement_from,
    statement_row,
)
from loa.errors import InvalidInput, NotFound
from tests.store.denunciations import COMMUNE, NOW, ON_THE_REAL_ENGINE, PROVINCE, SAID, Place

# The denouncer


def test_a_link_is_kept_without_its_secret_and_without_who_he_is(place: Place) -> None:
    token = place.invited()
    (row,) = place.store.table.rows(f"link#{token_digest(token)}")
    text = repr(row)
    assert token not in text
    assert secret_word(token) not in text
    assert not {"oa_id", "user_id", "message_id"} & set(row)
    assert row["words"] == "tôi muốn tố cáo ông A"


def test_a_denunciation_is_taken_in_with_its_words_and_counted_once(place: Place) -> None:
    token = place.invited()
    receipt = place.sent(token)
    (head,) = place.heads(COMMUNE)
    assert head.code == receipt.code
    assert (head.state, head.completed, head.anonymous, head.version) == (State.RECEIVED, True, False, 1)
    said = place.store.statement(head.id)
    assert said == replace(SAID, first_words="tôi muốn tố cáo ông A")
    assert [entry.what for entry in place.store.history(head.id)] == ["opened"]
    assert place.counted() == {COMMUNE: 1}
    (link,) = place.store.table.rows(f"link#{token_digest(token)}")
    assert "words" not in link
    assert "expires_at" in link


def test_it_is_counted_for_the_month_and_no_day_says_when(place: Place) -> None:
    place.sent(place.invited())
    assert place.statistics.activity(PROVINCE, date(2026, 11, 23), date(2026, 11, 23)) == {}
    assert place.counted() == {COMMUNE: 1}


def test_the_same_sent_again_gets_the_same_receipt(place: Place) -> None:
    token = place.invited()
    first = place.sent(token)
    again = place.sent(token, at=NOW + timedelta(hours=100))
    assert again == first
    assert len(place.heads(COMMUNE)) == 1
    assert place.counted() == {COMMUNE: 1}


def test_a_link_serves_one_statement(place: Place) -> None:
    token = place.invited()
    place.sent(token)
    with pytest.raises(LinkSpent):
        place.sent(token, replace(SAID, what="Một việc hoàn toàn khác"))
    assert len(place.heads(COMMUNE)) == 1


@ON_THE_REAL_ENGINE
def test_five_clicks_at_once_are_one_denunciation(place: Place) -> None:
    token = place.invited()
    with ThreadPoolExecutor(5) as pool:
        receipts = set(pool.map(lambda _: place.sent(token), range(5)))
    assert len(receipts) == 1
    assert len(place.heads(COMMUNE)) == 1
    assert place.counted() == {COMMUNE: 1}


def test_who_began_in_time_may_finish_and_after_that_the_link_is_over(place: Place) -> None:
    token = place.invited()
    late = NOW + LINK_VALID + LINK_GRACE
    with pytest.raises(LinkSpent):
        place.sent(token, at=late)
    assert place.sent(token, at=late - timedelta(seconds=1)).code


def test_a_link_that_never_was_is_not_found(place: Place) -> None:
    for token in ("a" * 43, "", "x", "#", "a" * 5000):
        with pytest.raises(NotFound):
            place.sent(token)


def test_it_goes_to_the_unit_or_the_one_above_and_nowhere_else(place: Place) -> None:
    assert place.opened(PROVINCE).unit_path == PROVINCE
    token = place.invited()
    for path in ("", "40.16682", "41", "38"):
        with pytest.raises(InvalidInput) as wrong:
            place.sent(token, path=path)
        assert "recipient" in wrong.value.fields
    assert place.sent(token).code


def test_what_is_wrong_is_said_and_the_link_stays_good(place: Place) -> None:
    token = place.invited()
    with pytest.raises(InvalidInput) as wrong:
        place.sent(token, Statement(may_contact=True))
    assert set(wrong.value.fields) == {"what", "contact"}
    assert place.sent(token).code


def test_progress_is_told_to_who_has_code_and_word(place: Place) -> None:
    receipt = place.sent(place.invited())
    found = service.progress(receipt.code.lower(), receipt.word.lower(), store=place.store)
    assert (found.code, found.state) == (receipt.code, State.RECEIVED)
    for code, word in (
        (receipt.code, "A" * 12),
        ("TC22222222", receipt.word),
        ("", ""),
        (receipt.code, ""),
        ("#", "\ud800"),
    ):
        with pytest.raises(NotFound):
            service.progress(code, word.encode("utf-8", "replace").decode(), store=place.store)


def test_the_denouncer_reads_the_outcome_and_not_the_history(place: Place) -> None:
    receipt = place.sent(place.invited())
    (head,) = place.heads(COMMUNE)
    place.step(head, Step.REFUSE, Facts(reason="Không đủ căn cứ", legal_ground="Điều 29"))
    found = service.progress(receipt.code, receipt.word, store=place.store)
    assert (found.state, found.reason, found.legal_ground) == (State.REFUSED, "Không đủ căn cứ", "Điều 29")


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
    received_at=INSTANTS,
    changed_at=INSTANTS,
    accept_by=INSTANTS,
    accepted_at=st.none() | INSTANTS,
    answer_by=st.none() | INSTANTS,
    attention_at=st.none() | INSTANTS,
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
