"""The local stack that the e2e tests share: the real template, IAM enforced, Zalo's double beside it.

One stack for the whole run; each test takes units of its own, so that no test sees another's residents.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from infra.local.client import session
from infra.local.few import few_at_once, parameters
from infra.local.import_units import import_units
from infra.local.stack import running_stack
from infra.local.state import LocalStack
from tests.e2e.town import Town

FOLDER = "tests/e2e"
TEST_SECONDS = 600
"""Longer than anything that a test waits for: the test itself then says what is missing."""

AT_ONCE = 3
"""How many processes of a function work on one of its queues, on two processors."""

CALM: dict[str, Any] = {
    "night_enforced": False,
    "webhook_retry_factor": 0.1,
    "article_delay_seconds": 0.2,
    # Several tests send through one account on one day.
    "follower_cap_day": 1_000,
    "follower_cap_month": 1_000,
    "broadcast_quota_month": 0,
}
"""How Zalo behaves unless a test wants it otherwise."""

CHANGED_BY_TESTS: dict[str, Any] = {
    "webhook_copies": 1,
    "webhook_shuffle": False,
    "webhook_without_grant": False,
    "text_form": "NFC",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests talk to servers on this machine."""
    for item in items:
        if FOLDER in item.path.as_posix():
            item.add_marker(pytest.mark.enable_socket)
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.timeout(TEST_SECONDS))


@pytest.fixture(scope="session")
def stack() -> Iterator[LocalStack]:
    """A running stack with the 131 units of today, nobody connected yet."""
    with running_stack("e2e", structure="2025-07", parameters=parameters(AT_ONCE)) as running:
        import_units(running)
        few_at_once(running, AT_ONCE)
        # A function that a busy machine let run into its time-out costs little more than the lease on its
        # delivery (60 s), not the queue's three minutes.
        patience = {"VisibilityTimeout": "65"}
        for queue in ("Deliveries", "Urgent"):
            url = running.outputs[f"{queue}QueueUrl"]
            session(running).client("sqs").set_queue_attributes(QueueUrl=url, Attributes=patience)
        yield running


@pytest.fixture(scope="session")
def whole_town(stack: LocalStack) -> Town:
    """Who acts on the stack; hands out units that no other test has."""
    return Town(stack)


@pytest.fixture
def town(whole_town: Town) -> Iterator[Town]:
    """Who acts on the stack, with Zalo in its usual mood before and after the test."""
    whole_town.zalo("/settings", CALM | CHANGED_BY_TESTS)
    yield whole_town
    whole_town.zalo("/settings", CALM | CHANGED_BY_TESTS)
    requests.delete(f"{whole_town.stack.zalo_url}/_sim/faults", timeout=10)
