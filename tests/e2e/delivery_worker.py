"""A process that does what Lambda does for `broadcast_send`: one message at a time, deleted when done.

The door and the rooms are the real ones. Shortened are waits, so that a test ends within a minute: how long a
dead worker's delivery stays theirs, and the pauses before a delivery is tried again.
"""

import os
import random
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import boto3
import requests  # noqa: F401 - loaded before the processes part ways
from botocore.exceptions import ClientError

import loa.platform.zalo.api.oa
import loa.platform.zalo.api.oauth
import loa.platform.zalo.pauses
import loa.publishing.broadcasts.delivery.sending
import loa.publishing.broadcasts.rows.delivery_store
from loa.platform.aws import clients
from loa.worker import BatchFailed
from tests.worlds import doors

LEASE: Final = timedelta(seconds=8)
"""Far longer than any delivery takes, also on a slow machine; shorter than the queue's visibility."""

VISIBILITY_SECONDS: Final = 9
CEILINGS: Final = (1,) * 8
ARTICLE_APPEARS_SECONDS: Final = 2
"""The simulator lists an article within a tenth of a second."""

DOOR: Final = doors.load("broadcast_send")
"""Loaded before the processes part ways: it reads its settings with the first message."""

THROTTLED: Final = "a table was throttled"
"""What the log says of each refusal."""


def work(environment: Mapping[str, str], log: Path, throttled: float) -> None:
    """Work on deliveries until killed, or until the test that started it has gone.

    Args:
        environment: of the function.
        log: where everything goes that it says.
        throttled: the share of requests to the tables that are refused as throttled.
    """
    os.environ.update(environment)
    words = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(words, 1)
    os.dup2(words, 2)
    vars(loa.publishing.broadcasts.rows.delivery_store).update(LEASE=LEASE)
    vars(loa.publishing.broadcasts.delivery.sending).update(ARTICLE_APPEARS_SECONDS=ARTICLE_APPEARS_SECONDS)
    vars(loa.platform.zalo.pauses).update(CEILINGS=CEILINGS)
    if throttled:
        _throttle(throttled)
    sqs: Any = boto3.client("sqs")
    queue = environment["DELIVERIES_QUEUE_URL"]
    parent = os.getppid()
    while os.getppid() == parent:
        for message in sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages", []):
            try:
                answer = DOOR.handler({"Records": [_record(message)]}, doors.Context(30_000))
            except BatchFailed:
                continue  # an error to Lambda, not the end of the process: the queue brings the message again
            if answer["batchItemFailures"]:
                continue  # another worker has it: put off until its lease is over
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])


def _throttle(share: float) -> None:
    """Refuse a share of the requests to the tables, as if botocore had repeated them in vain."""
    dice = random.Random()  # each process its own: they part ways after their modules are loaded

    def refuse(model: Any, **_: Any) -> None:
        if dice.random() < share:
            print(THROTTLED, flush=True)  # noqa: T201 - standard output is the log
            code = dice.choice(["ThrottlingException", "ProvisionedThroughputExceededException"])
            raise ClientError({"Error": {"Code": code, "Message": "slow down"}}, model.name)

    clients.dynamodb().meta.client.meta.events.register("before-call.dynamodb", refuse)


def _record(message: dict[str, Any]) -> dict[str, Any]:
    """The message as Lambda hands it over."""
    record: dict[str, Any] = doors.sqs_event(message["Body"])["Records"][0]
    name = os.environ["DELIVERIES_QUEUE_URL"].rpartition("/")[2]
    return record | {
        "eventSourceARN": f"arn:aws:sqs:ap-southeast-1:123456789012:{name}",
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
    }
