"""What cannot be worked on is put aside, the rest goes on; repaired, it is put back to work."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from infra.local.redrive import redrive
from tests.e2e.town import Town
from tests.e2e.waiting import wait_until


@pytest.fixture
def impatient(town: Town) -> Iterator[Any]:
    """SQS, with an inbox that gives up after two tries: its pauses before the eighth are twenty minutes."""
    sqs: Any = town.client("sqs")
    queue = town.stack.outputs["InboxQueueUrl"]
    names = ["VisibilityTimeout", "RedrivePolicy"]
    usual = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
    policy = json.dumps(json.loads(usual["RedrivePolicy"]) | {"maxReceiveCount": 2})
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "1", "RedrivePolicy": policy})
    yield sqs
    sqs.purge_queue(QueueUrl=town.stack.outputs["InboxDeadLetterQueueUrl"])
    sqs.set_queue_attributes(QueueUrl=queue, Attributes=usual)


def test_a_poisoned_message_is_put_aside_and_the_others_are_done(town: Town, impatient: Any) -> None:
    place = town.connected()
    queue, aside = (town.stack.outputs[f"Inbox{kind}QueueUrl"] for kind in ("", "DeadLetter"))
    impatient.send_message(
        QueueUrl=queue,
        MessageBody="{không phải JSON",
        MessageGroupId=f"poison-{place.oa_id}",
        MessageDeduplicationId=f"poison-{place.oa_id}",
    )
    town.happen(
        *(
            {"act": "send_text", "oa_id": place.oa_id, "resident": f"người {number}", "text": "Chào"}
            for number in range(10)
        )
    )
    wait_until(lambda: town.waiting(aside) == 1, "the poison is put aside")
    numbers = town.numbers(place.path)
    assert (numbers["messages_in"], numbers["events"]) == (10, 10)


def test_letters_whose_cause_is_repaired_are_worked_on_after_all(town: Town, impatient: Any) -> None:
    place = town.connected()
    queue, aside = (town.stack.outputs[f"Inbox{kind}QueueUrl"] for kind in ("", "DeadLetter"))
    function = town.client("lambda")
    name = town.stack.outputs["InboxFunctionName"]
    usual = function.get_function_configuration(FunctionName=name)["Environment"]
    broken = {"Variables": usual["Variables"] | {"AUDIENCE_TABLE": "there-is-none"}}
    function.update_function_configuration(FunctionName=name, Environment=broken)
    try:
        town.zalo("/act", [{"act": "follow", "oa_id": place.oa_id, "resident": "bà Lan"}])
        wait_until(lambda: town.waiting(aside) == 1, "the event is put aside")
    finally:
        function.update_function_configuration(FunctionName=name, Environment=usual)
    assert town.numbers(place.path)["events"] == 0
    assert redrive(impatient, dead_letters=aside, queue=queue) == 1
    town.wait_for_inbox()
    assert town.waiting(aside) == 0
    numbers = town.numbers(place.path)
    assert (numbers["events"], numbers["followers"]) == (1, 1)
