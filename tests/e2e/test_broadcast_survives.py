"""A broadcast through 482 accounts: its workers are killed and its tables throttled, or Zalo fails.

Nothing is lost, nothing is sent twice, and the sums add up. What was cut between asking Zalo and hearing
its answer is `unknown`: nobody can know whether it was sent, so it is never sent again by itself.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import requests

from infra.local.dynamodb import DynamoDBLocalMissing, dynamodb_local
from infra.local.state import LocalStack
from loa.foundation.statistics.model import Metric
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState
from tests.conftest import forget_clients
from tests.e2e.province_at_work import (
    ProvinceAtWork,
    crew,
    environment_of,
    zalo_of_its_own,
)
from tests.e2e.waiting import wait_until

UNITS = 482
KILLS = 30
THROTTLED = 0.05
"""The share of the workers' requests to the tables that are refused while they are being killed."""

FAULTS: list[dict[str, Any]] = [
    {"kind": "close_before", "path": "/v2.0/*", "probability": 0.02},
    {"kind": "close_after", "path": "/v2.0/*", "probability": 0.02},
    {"kind": "status", "status": 503, "path": "/v2.0/*", "probability": 0.02},
    {"kind": "rate_limit", "path": "/v2.0/*", "probability": 0.02},
    {"kind": "garbage", "path": "/v2.0/*", "after": True, "probability": 0.01},
]


@pytest.fixture(scope="module")
def seed() -> int:
    """Printed when a test fails, to do the same again."""
    chosen = random.randrange(1, 10**6)
    print(f"seed {chosen}")  # noqa: T201 - pytest shows it when something fails
    return chosen


@pytest.fixture(scope="module")
def dynamodb_url(stack: LocalStack) -> Iterator[str]:
    """Amazon's own engine; the local AWS's where that cannot run."""
    try:
        with dynamodb_local() as url:
            yield url
    except DynamoDBLocalMissing:
        yield stack.aws_url


@pytest.fixture(scope="module")
def settled(stack: LocalStack, dynamodb_url: str, seed: int) -> Iterator[ProvinceAtWork]:
    """The province, its 482 accounts connected."""
    with zalo_of_its_own(seed) as zalo_url, pytest.MonkeyPatch.context() as patch:
        made = ProvinceAtWork(environment_of(stack, zalo_url, dynamodb_url), zalo_url)
        for name, value in made.environment.items():
            patch.setenv(name, value)
        forget_clients()
        made.settle()
        yield made


@pytest.fixture
def province(settled: ProvinceAtWork, monkeypatch: pytest.MonkeyPatch) -> Iterator[ProvinceAtWork]:
    """The province, in this test's environment; Zalo works again when the test is over."""
    for name, value in settled.environment.items():
        monkeypatch.setenv(name, value)
    yield settled
    requests.delete(f"{settled.zalo_url}/_sim/faults", timeout=30)


def test_workers_are_killed_at_random_points_while_tables_are_throttled(
    province: ProvinceAtWork, seed: int
) -> None:
    dice = random.Random(seed)
    before = province.counted()
    name = province.plan("Gửi trong lúc tiến trình bị tắt")
    # A kill whenever so many deliveries are done, and a moment later: spread over the whole broadcast.
    points = sorted(dice.sample(range(1, UNITS * 3 // 4), KILLS))
    with crew(province, throttled=THROTTLED) as team:
        for point in points:
            wait_until(partial(_has_come_to, province, name, point), "the next deliveries were made")
            time.sleep(dice.uniform(0, 0.15))
            team.kill(dice.randrange(len(team)))
        wait_until(lambda: province.closed(name) == UNITS, "every delivery came to an end")
        wait_until(lambda: province.waiting() == 0, "the queue was worked off")
    states = _adds_up(province, name, before, "Gửi trong lúc tiến trình bị tắt")
    assert team.kills == KILLS
    assert team.throttled > UNITS * THROTTLED  # each delivery asks the tables several times
    assert states[DeliveryState.UNKNOWN] <= team.kills
    assert states[DeliveryState.SENT] == UNITS - states[DeliveryState.UNKNOWN]
    for delivery in province.deliveries(name):
        if delivery.state is DeliveryState.UNKNOWN:
            assert delivery.reason == "worker_stopped"
            _, history = province.ledger.get_with_history(name, delivery.unit_path)
            steps = [step["what"] for step in history]
            # Cut between intent and result; the worker after it asked nobody.
            assert steps[-3:] == ["broadcast", "attempt", "unknown"]
    print(f"{team.kills} kills, {team.throttled} throttles, {dict(states)}")  # noqa: T201 - pytest shows it when something fails


def test_zalo_fails_in_every_way(province: ProvinceAtWork) -> None:
    before = province.counted()
    province.zalo("/faults", FAULTS)
    name = province.plan("Gửi trong lúc Zalo trục trặc")
    with crew(province):
        wait_until(lambda: province.closed(name) == UNITS, "every delivery came to an end")
        wait_until(lambda: province.waiting() == 0, "the queue was worked off")
    rules = province.zalo("/faults")["faults"]
    assert all(rule["hits"] for rule in rules)
    states = _adds_up(province, name, before, "Gửi trong lúc Zalo trục trặc")
    lost_answers = sum(rule["hits"] for rule in rules if rule["kind"] != "error")
    assert 0 < states[DeliveryState.UNKNOWN] <= lost_answers
    assert states[DeliveryState.SENT] == UNITS - states[DeliveryState.UNKNOWN]


def _has_come_to(province: ProvinceAtWork, name: str, point: int) -> bool:
    return province.closed(name) >= point


def _adds_up(
    province: ProvinceAtWork, name: str, before: dict[Metric, int], title: str
) -> Counter[DeliveryState]:
    """Ledger, statistics and Zalo tell the same; how many deliveries ended how."""
    deliveries = province.deliveries(name)
    states = Counter(delivery.state for delivery in deliveries)
    assert len(deliveries) == states.total() == UNITS
    assert {delivery.unit_path: delivery.oa_id for delivery in deliveries} == province.accounts
    _agrees_with_zalo(deliveries, province.at_zalo(title))
    duplicates = province.zalo("/summary")["duplicates"]
    assert (duplicates["total"], duplicates["articles"]) == (0, 0), duplicates["examples"]
    assert duplicates["broadcast_attempts"] == 0
    after = province.counted()
    grown = {metric: after[metric] - before[metric] for metric in Metric}
    assert grown[Metric.DELIVERIES_SENT] == grown[Metric.ARTICLES] == states[DeliveryState.SENT]
    assert grown[Metric.DELIVERIES_UNKNOWN] == states[DeliveryState.UNKNOWN]
    assert grown[Metric.DELIVERIES_FAILED] == states[DeliveryState.FAILED]
    assert province.waiting(province.environment["DEAD_LETTERS"]) == 0
    return states


def _agrees_with_zalo(deliveries: list[Delivery], at_zalo: dict[str, list[dict[str, Any]]]) -> None:
    for delivery in deliveries:
        asked = at_zalo[delivery.oa_id]
        if delivery.state is DeliveryState.SENT:
            assert [one["message_id"] for one in asked] == [delivery.message_id]
        else:
            assert delivery.state is DeliveryState.UNKNOWN
            assert len(asked) <= 1
