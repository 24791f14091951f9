"""The door of conversations, wired to tables made from the template and to moto's AWS."""

import boto3
import pytest

from tests.conftest import OpenTable
from tests.worlds.doors import load
from tests.worlds.province import Door, door, populate
from tests.worlds.quick_moto import make_bucket

ATTACHMENTS, PICTURES = "attachments", "pictures"


def make_buckets() -> None:
    """The bucket of files that residents and officers send, and that of pictures."""
    for bucket in (ATTACHMENTS, PICTURES):
        make_bucket(bucket)


def conversations_door(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    """The API of conversations on these tables, with a queue and both buckets."""
    for name in ("Units", "Audience", "Content", "Statistics", "Inbox", "Privacy"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    make_buckets()
    queue_url = boto3.client("sqs").create_queue(
        QueueName="messages.fifo", Attributes={"FifoQueue": "true", "VisibilityTimeout": "360"}
    )["QueueUrl"]
    for name, value in {
        "PROVINCE_CODE": "40",
        "UNITS_AS_OF": "2024-09-30",
        "MESSAGES_QUEUE_URL": queue_url,
        "ATTACHMENTS_BUCKET": ATTACHMENTS,
        "MEDIA_BUCKET": PICTURES,
    }.items():
        monkeypatch.setenv(name, value)
    populate(open_table("Units"))
    return door("conversations", load("conversations"))
