"""What a webhook may look like and must not be: 200 each, and counted exactly once or not at all."""

import json
import time
import unicodedata
from typing import Any

import pytest

from tests.e2e.town import Place, Town

DAY_MS = 24 * 3600 * 1000


@pytest.fixture(scope="module")
def shared(whole_town: Town) -> Place:
    """A connected account for events that must leave no trace."""
    return whole_town.connected()


def test_what_is_not_zalos_leaves_no_trace(town: Town, shared: Place) -> None:
    event = town.event(shared, "Không được giữ")
    raw = json.dumps(event).encode()
    right = town.signature(raw, event["timestamp"])
    other_app = event | {"app_id": "1"}
    large = town.event(shared, "a" * 1_000_000)
    answers = {
        "a wrong signature": town.post_event(event, signature=f"mac={'0' * 64}"),
        "no signature": town.post_event(event, signature=None),
        "an empty signature": town.post_event(event, signature=""),
        "strange letters for a signature": town.post_event(event, signature="mac=\u00e9"),
        "the signature of other bytes": town.post_event(raw + b" ", signature=right),
        "the signature of another moment": town.post_event(
            event, signature=town.signature(raw, str(int(event["timestamp"]) + 1))
        ),
        "another app": town.post_event(other_app),
        "another app, with its own id in the signature": town.post_event(other_app, signature=right),
        "truncated JSON": town.post_event(raw[:-10], timestamp=event["timestamp"]),
        "no JSON": town.post_event(b"xin chao", timestamp=event["timestamp"]),
        "a list": town.post_event(b"[]", timestamp=event["timestamp"]),
        "no text at all": town.post_event(b"\xff\xfe\x00", timestamp=event["timestamp"]),
        "nothing": town.post_event(b"", signature=None),
        "deep nesting": town.post_event(b'{"a":' * 20_000, timestamp=event["timestamp"]),
        "one megabyte": town.post_event(large),
        "no event name": town.post_event(event | {"event_name": ""}),
    }
    assert {what: answer.status_code for what, answer in answers.items()} == dict.fromkeys(answers, 200)
    town.wait_for_inbox()
    assert town.numbers(shared.path)["events"] == 0
    assert town.messages(shared) == []
    assert town.waiting(town.stack.outputs["InboxDeadLetterQueueUrl"]) == 0


def test_ids_and_times_as_numbers_are_the_same_ids(town: Town) -> None:
    place = town.connected()
    event = town.event(place, "Mã là số")
    as_numbers = event | {
        "app_id": int(event["app_id"]),
        "timestamp": int(event["timestamp"]),
        "sender": {"id": int(event["sender"]["id"])},
        "recipient": {"id": int(place.oa_id)},
    }
    _post_twice(town, as_numbers)
    _post_twice(town, event)  # the same message, told in texts
    (message,) = town.messages(place)
    assert message["partition"] == f"conversation#{place.oa_id}#{event['sender']['id']}"
    assert town.numbers(place.path)["messages_in"] == 1


def test_decomposed_letters_are_signed_as_they_come_and_kept_composed(town: Town) -> None:
    place = town.connected()
    text = "Đường Nguyễn Thị Minh Khai ngập nước"
    _post_twice(town, town.event(place, unicodedata.normalize("NFD", text)))
    (message,) = town.messages(place)
    assert message["text"] == text
    assert town.numbers(place.path)["messages_in"] == 1


def test_an_event_of_yesterday_counts_once_and_for_yesterday(town: Town) -> None:
    place = town.connected()
    event = town.event(place, "Tin của hôm qua", timestamp=str(time.time_ns() // 1_000_000 - DAY_MS))
    _post_twice(town, event)
    assert town.numbers(place.path)["messages_in"] == 1
    rows = town.table("Statistics").scan()["Items"]
    (day,) = [row["sort"] for row in rows if row["sort"].startswith(f"{place.path}#") and "in" in row]
    (today,) = {time.strftime("%d", time.gmtime(time.time() + 7 * 3600))}
    assert day != f"{place.path}#{today}"


def test_an_event_of_another_year_is_set_aside(town: Town) -> None:
    place = town.connected()
    old = town.event(place, "Rất cũ", timestamp=str(time.time_ns() // 1_000_000 - 400 * DAY_MS))
    _post_twice(town, old)
    assert town.messages(place) == []
    assert town.waiting(town.stack.outputs["InboxDeadLetterQueueUrl"]) == 0


def test_an_account_that_nobody_knows_is_kept_aside_once(town: Town) -> None:
    stranger = Place("", f"9{time.time_ns() % 10**18:018d}")
    _post_twice(town, town.event(stranger, "Của ai?"))
    rows = town.table("Inbox").scan()["Items"]
    assert len([row for row in rows if row["partition"] == f"stray#{stranger.oa_id}"]) == 1
    assert town.messages(stranger) == []


def test_an_event_that_nobody_has_heard_of_is_kept_and_counted(town: Town) -> None:
    place = town.connected()
    _post_twice(town, town.event(place, "", event_name="user_dances", message={}))
    numbers = town.numbers(place.path)
    assert (numbers["events"], numbers["events_unknown"], numbers["messages_in"]) == (1, 1, 0)


@pytest.mark.parametrize("text", ["\x00\x01", "\ud800", "😀" * 500, "' OR 1=1 --", "<script>"], ids=ascii)
def test_strange_texts_are_kept_once(town: Town, text: str) -> None:
    place = town.connected()
    event = town.event(place, text)
    _post_twice(town, json.dumps(event).encode(), event["timestamp"])
    assert len(town.messages(place)) == town.numbers(place.path)["messages_in"] == 1


def _post_twice(town: Town, event: dict[str, Any] | bytes, timestamp: str = "") -> None:
    for _ in range(2):
        assert town.post_event(event, timestamp=timestamp).status_code == 200
    town.wait_for_inbox()
