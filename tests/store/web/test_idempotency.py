"""A POST sent twice happens once, on moto and on Amazon's own engine."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from loa.errors import Busy, Conflict, InvalidInput
from loa.platform.aws.dynamodb.tables import Table
from loa.web.idempotency import KEPT, RUNNING_SECONDS, RepeatableRequest, StoredResponse, once, stable_id
from loa.web.texts import KEY_INVALID
from tests.worlds.fakes import Killed

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
REQUEST = RepeatableRequest(
    key="key-12345678", scope="officer-1 POST /broadcasts", body='{"title":"Ngày hội"}'
)


class Work:
    """Counts how often it was done."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> StoredResponse:
        self.done += 1
        return StoredResponse(201, f'{{"id":"{self.done}"}}')


@pytest.fixture
def inbox(table: Callable[[str], Table]) -> Table:
    return table("Inbox")


def test_the_same_request_again_gets_the_kept_answer(inbox: Table) -> None:
    work = Work()
    answers = [once(REQUEST, work, table=inbox, now=NOW + timedelta(hours=hour)) for hour in range(3)]
    assert answers == [StoredResponse(201, '{"id":"1"}', at=NOW)] * 3, "the first one's instant, too"
    assert work.done == 1


def test_another_person_or_route_may_use_the_same_key(inbox: Table) -> None:
    work = Work()
    for scope in ("officer-1 POST /broadcasts", "officer-2 POST /broadcasts", "officer-1 POST /articles"):
        once(RepeatableRequest(REQUEST.key, scope, REQUEST.body), work, table=inbox, now=NOW)
    assert work.done == 3


def test_the_same_key_with_another_body_is_refused(inbox: Table) -> None:
    once(REQUEST, Work(), table=inbox, now=NOW)
    with pytest.raises(InvalidInput) as caught:
        once(RepeatableRequest(REQUEST.key, REQUEST.scope, "{}"), Work(), table=inbox, now=NOW)
    assert list(caught.value.fields) == ["Idempotency-Key"]


def test_while_the_first_is_at_work_the_second_waits(inbox: Table) -> None:
    def meanwhile() -> StoredResponse:
        with pytest.raises(Conflict):
            once(REQUEST, Work(), table=inbox, now=NOW)
        return StoredResponse(201, "{}")

    assert once(REQUEST, meanwhile, table=inbox, now=NOW) == StoredResponse(201, "{}", at=NOW)


def test_work_that_failed_may_be_tried_again_at_once_even_with_a_corrected_body(inbox: Table) -> None:
    def fails() -> StoredResponse:
        raise Busy

    with pytest.raises(Busy):
        once(REQUEST, fails, table=inbox, now=NOW)
    corrected = RepeatableRequest(REQUEST.key, REQUEST.scope, '{"title":"Khác"}')
    assert once(corrected, Work(), table=inbox, now=NOW).status == 201


def test_when_the_function_died_at_work_the_key_is_free_after_a_while(inbox: Table) -> None:
    def dies() -> StoredResponse:
        raise Killed

    with pytest.raises(Killed):
        once(REQUEST, dies, table=inbox, now=NOW)
    with pytest.raises(Conflict):
        once(REQUEST, Work(), table=inbox, now=NOW + timedelta(seconds=RUNNING_SECONDS - 1))
    other = RepeatableRequest(REQUEST.key, REQUEST.scope, "{}")
    later = NOW + timedelta(seconds=RUNNING_SECONDS)
    with pytest.raises(InvalidInput):
        once(other, Work(), table=inbox, now=later)
    assert once(REQUEST, Work(), table=inbox, now=later).status == 201


def test_a_worker_thought_dead_does_not_overwrite_its_successor(inbox: Table) -> None:
    def slow() -> StoredResponse:
        once(
            REQUEST,
            lambda: StoredResponse(201, '{"by":"second"}'),
            table=inbox,
            now=NOW + timedelta(minutes=5),
        )
        return StoredResponse(201, '{"by":"first"}')

    once(REQUEST, slow, table=inbox, now=NOW)
    assert once(REQUEST, Work(), table=inbox, now=NOW + timedelta(minutes=6)).body == '{"by":"second"}'


def test_after_a_day_the_key_is_new_even_before_the_row_is_swept(inbox: Table) -> None:
    work = Work()
    once(REQUEST, work, table=inbox, now=NOW)
    once(RepeatableRequest(REQUEST.key, REQUEST.scope, "{}"), work, table=inbox, now=NOW + KEPT)
    assert work.done == 2


@pytest.mark.parametrize("key", ["", "short", "a" * 201, "tab\tinside-key"])
def test_a_key_has_a_form(key: str, inbox: Table) -> None:
    with pytest.raises(InvalidInput):
        once(RepeatableRequest(key, "s", "{}"), Work(), table=inbox, now=NOW)


def test_without_a_key_the_work_is_simply_done(inbox: Table) -> None:
    work = Work()
    for _ in range(2):
        once(RepeatableRequest(None, "s", "{}"), work, table=inbox, now=NOW)
    assert work.done == 2


def test_ids_made_from_the_request_are_the_same_each_time() -> None:
    assert stable_id(REQUEST) == stable_id(RepeatableRequest(REQUEST.key, REQUEST.scope, "another body"))
    assert stable_id(REQUEST) != stable_id(RepeatableRequest(REQUEST.key, "another scope", REQUEST.body))


@pytest.mark.parametrize("space", [" ", "\t", "\u00a0", "\u3000", "\n"])
def test_a_key_has_no_spaces_as_its_message_says(space: str, inbox: Table) -> None:
    with pytest.raises(InvalidInput) as refused:
        once(
            RepeatableRequest(f"key{space}12345678", "officer-1 POST /x", "{}"), Work(), table=inbox, now=NOW
        )
    assert refused.value.fields == {"Idempotency-Key": KEY_INVALID}
