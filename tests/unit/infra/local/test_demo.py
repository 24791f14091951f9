"""What the demo's summary tells of messages whose outcome nobody knows."""

import boto3
import pytest

from infra.local import story
from infra.local.demo_sums import unknown
from infra.local.state import LocalStack
from tests.conftest import OpenTable


def test_messages_of_unknown_outcome_are_listed_by_key(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = open_table("Audience")
    for partition, state in (
        ("outbound#key-2", "unknown"),
        ("outbound#key-1", "unknown"),
        ("outbound#key-3", "sent"),
        ("conversation#1#2", "unknown"),
    ):
        table.put({"partition": partition, "sort": "message", "state": state})
    monkeypatch.setattr(story, "session", lambda _: boto3)
    stack = LocalStack(outputs={"AudienceTableName": table.name})
    assert story.Story(stack).unknown_messages() == ["key-1", "key-2"]


def test_the_summary_shows_both_ledgers() -> None:
    result = {"deliveries": {"unknown": 1}, "messages_unknown": ["key-1", "key-2"]}
    assert unknown(result) == "1 deliveries, 2 messages: key-1, key-2"
    assert unknown(result | {"messages_unknown": []}) == "1 deliveries, 0 messages"
