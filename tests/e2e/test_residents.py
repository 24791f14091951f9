"""What residents do is kept and counted once, however often and in whatever order Zalo tells it."""

import os
import random
import signal
import unicodedata
from typing import Any

from infra.local.stack import lambda_workers
from tests.e2e.chat import settle
from tests.e2e.town import Place, Town
from tests.e2e.waiting import wait_until


def test_following_writing_and_leaving_is_kept_and_counted(town: Town) -> None:
    place = town.connected()
    lan, minh = "bà Lan", "ông Minh"
    town.happen(
        _act(place, lan, "follow"),
        _act(place, minh, "follow"),
        _act(place, lan, "send_text", text="Cho tôi hỏi lịch tiếp xúc cử tri"),
        _act(place, lan, "send_image", url="https://a.vn/den-duong.jpg", text="Đèn đường hỏng"),
        _act(place, lan, "send_location", latitude="18.67", longitude="105.69"),
        _act(place, minh, "unfollow"),
    )
    numbers = town.numbers(place.path)
    assert {name: numbers[name] for name in ("followers", "followers_gained", "followers_lost")} == {
        "followers": 1,
        "followers_gained": 2,
        "followers_lost": 1,
    }
    assert (numbers["messages_in"], numbers["events"], numbers["events_unknown"]) == (3, 6, 0)
    kept = town.messages(place)
    assert [message["kind"] for message in kept] == ["text", "image", "location"]
    assert kept[0]["text"] == "Cho tôi hỏi lịch tiếp xúc cử tri"
    assert kept[1]["attachments"][0]["url"] == "https://a.vn/den-duong.jpg"
    assert len({message["partition"] for message in kept}) == 1


def test_three_copies_in_disorder_count_once(town: Town) -> None:
    place = town.connected()
    town.zalo("/settings", {"webhook_copies": 3, "webhook_shuffle": True})
    people = [f"người {number}" for number in range(12)]
    town.happen(
        *(_act(place, person, "follow") for person in people),
        *(_act(place, person, "send_text", text=f"Chào {person}") for person in people),
        *(_act(place, person, "unfollow") for person in people[:5]),
    )
    settle(town)  # the welcomes have left: nothing more is counted of itself
    expected = town.numbers(place.path)
    assert (expected["followers"], expected["followers_gained"], expected["followers_lost"]) == (7, 12, 5)
    assert (expected["messages_in"], expected["events"]) == (12, 29)
    # The queue itself forgets a repetition only for five minutes: now each comes again under a new key.
    _queue_again(town, place)
    assert town.numbers(place.path) == expected
    assert len(town.messages(place)) == 12


def test_an_account_of_no_unit_is_heard_once_it_is_connected(town: Town) -> None:
    place = Place(town.unit(), town.account())
    town.zalo("/settings", {"webhook_without_grant": True, "webhook_copies": 2})
    town.happen(
        _act(place, "bà Lan", "follow"),
        _act(place, "ông Minh", "follow"),
        _act(place, "ông Minh", "unfollow"),
        _act(place, "bà Lan", "send_text", text="Có ai ở đó không?"),
    )
    assert town.numbers(place.path)["events"] == 0
    back = town.consent(place)
    assert back.open().status_code == 200
    assert back.open().status_code == 200
    town.happen(_act(place, "ông Minh", "follow"))
    assert town.numbers(place.path)["events"] == 0, "nobody has confirmed it"
    town.confirm(place.path, place.oa_id)
    wait_until(lambda: not town.waiting(town.queue("Followers")), "what was missed is fetched")
    town.wait_for_inbox()
    numbers = town.numbers(place.path)
    assert (numbers["events"], numbers["messages_in"]) == (4, 1)
    assert numbers["followers"] == 2
    town.happen(_act(place, "bà Lan", "unfollow"), _act(place, "ông Minh", "follow"))
    assert town.numbers(place.path)["followers"] == 1


def test_a_text_in_decomposed_letters_is_kept_composed(town: Town) -> None:
    place = town.connected()
    town.happen(_act(place, "bà Lan", "send_text", text="Phường Trường Vinh", form="NFD"))
    (message,) = town.messages(place)
    assert message["text"] == unicodedata.normalize("NFC", "Phường Trường Vinh")


def test_workers_of_the_inbox_are_killed_and_every_event_counts_once(town: Town) -> None:
    place = town.connected()
    sqs: Any = town.client("sqs")
    queue = town.stack.outputs["InboxQueueUrl"]
    usual = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["VisibilityTimeout"])["Attributes"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "3"})
    people = [f"người {number}" for number in range(60)]
    kills = 0
    try:
        town.zalo("/act", [_act(place, person, "follow") for person in people])
        town.zalo("/act", [_act(place, person, "send_text", text=f"Chào {person}") for person in people])
        for _ in range(5):
            kills += _kill_one(town)
        town.hear_all()
        town.wait_for_inbox(120)
    finally:
        sqs.set_queue_attributes(QueueUrl=queue, Attributes=usual)
    assert kills
    numbers = town.numbers(place.path)
    assert (numbers["events"], numbers["messages_in"]) == (120, 60)
    assert numbers["followers"] == numbers["followers_gained"] == 60
    assert town.waiting(town.stack.outputs["InboxDeadLetterQueueUrl"]) == 0


def _kill_one(town: Town) -> int:
    """Wait until a worker is there, then kill it as the system does when memory runs out."""
    workers: list[int] = []

    def found() -> bool:
        workers[:] = lambda_workers(town.stack, town.stack.outputs["InboxFunctionName"])
        return bool(workers)

    wait_until(found, "the inbox has a worker")
    try:
        os.kill(random.choice(workers), signal.SIGKILL)
    except ProcessLookupError:
        return 0
    return 1


def _queue_again(town: Town, place: Place) -> None:
    """Put everything that Zalo told of an account on the queue once more, in disorder."""
    told = town.zalo(f"/events/list?oa_id={place.oa_id}&limit=0")["events"]
    assert sum(not event["event_name"].startswith("oa_") for event in told) == 29, "besides our own welcomes"
    random.shuffle(told)
    sqs: Any = town.client("sqs")
    for number, event in enumerate(told):
        sqs.send_message(
            QueueUrl=town.stack.outputs["InboxQueueUrl"],
            MessageBody=event["body"],
            MessageGroupId=f"again-{place.oa_id}-{number}",
            MessageDeduplicationId=f"again-{place.oa_id}-{number}",
        )
    town.wait_for_inbox()


def _act(place: Place, resident: str, act: str, **fields: Any) -> dict[str, Any]:
    return {"act": act, "oa_id": place.oa_id, "resident": resident, **fields}
