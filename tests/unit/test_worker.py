"""The worker kit: which messages come again, and when; jobs that fail, stop early or are not due."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from loa.clock import VIETNAM
from loa.errors import Busy, InvalidInput, StoreFault, each_by_itself
from loa.jobs import Job, JobRun, JobsFailed, run_jobs
from loa.platform.aws.queues import Queue
from loa.worker import BatchFailed, Consumer, ReceivedMessage, metrics, run_batch
from tests.worlds.doors import Context, sqs_event

CONSUMER = Consumer(
    lambda _: Queue("https://queue"), failure="failed", failure_metric="Failed", pauses=(5, 60)
)
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=VIETNAM)


@pytest.fixture(autouse=True)
def _no_metrics_stay() -> Any:
    yield
    metrics.provider.clear_metrics()


@pytest.fixture
def deferred(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    monkeypatch.setattr(Queue, "defer", lambda _, receipt, seconds: found.append((receipt, seconds)))
    return found


def again(event: dict[str, Any], work: Callable[[ReceivedMessage], int | None], consumer: Consumer) -> str:
    answer = run_batch(event, work, consumer)
    return "".join(item["itemIdentifier"] for item in answer["batchItemFailures"])


def work(message: ReceivedMessage) -> int | None:
    """A message's body says what becomes of it."""
    if message.body == "raise":
        raise ValueError
    return int(message.body) if message.body else None


def test_run_batch__some_fail__they_come_again_after_their_pause(deferred: list[tuple[str, int]]) -> None:
    event = sqs_event("", "raise", "", "7")
    assert again(event, work, CONSUMER) == "13"
    assert deferred == [("receipt-1", 5), ("receipt-3", 7)]
    event["Records"][1]["attributes"]["ApproximateReceiveCount"] = "9"
    again(event, work, CONSUMER)
    assert deferred[2] == ("receipt-1", 60)


def test_run_batch__without_pauses__the_queue_decides(deferred: list[tuple[str, int]]) -> None:
    assert again(sqs_event("raise", ""), work, replace(CONSUMER, pauses=())) == "0"
    assert not deferred


@pytest.mark.parametrize(("in_order", "expected"), [(True, "12"), (False, "1")])
def test_run_batch__in_order__what_stands_behind_waits_too(
    deferred: list[tuple[str, int]], *, in_order: bool, expected: str
) -> None:
    event = sqs_event("", "raise", "", "", groups=["a", "b", "b", "c"])
    assert again(event, work, replace(CONSUMER, in_order=in_order)) == expected
    assert {seconds for _, seconds in deferred} == {5}


def test_run_batch__all_fail__raises_if_the_consumer_says_so(deferred: list[tuple[str, int]]) -> None:
    raising = replace(CONSUMER, raises=True)
    assert again(sqs_event("raise", "7"), work, raising) == "01"
    with pytest.raises(BatchFailed):
        run_batch(sqs_event("raise", "raise"), work, raising)
    assert len(deferred) == 4


def ran(*jobs: Job[list[str]], now: datetime = NOW) -> list[str]:
    done: list[str] = []
    run_jobs(jobs, done, Context(50_000), now)
    return done


def job(name: str, error: Exception | None = None, **more: Any) -> Job[list[str]]:
    def run(done: list[str], run: JobRun) -> dict[str, int]:
        done.append(f"{name} {run.may_go_on()}")
        if error:
            raise error
        return {"found": 2}

    return Job(name, run, {"found": "Found"}, **more)


def test_run_jobs__one_fails__the_others_run() -> None:
    assert len(ran(job("a", Busy()), job("b", StoreFault(), trouble="Trouble"), job("c"))) == 3
    assert metrics.provider.metric_set["Trouble"]["Value"] == [1]
    assert metrics.provider.metric_set["Found"]["Value"] == [2]
    with pytest.raises(JobsFailed, match=r"^a, b$"):
        ran(job("a", StoreFault()), job("b", KeyError("MARKED")), job("c"))


def test_run_jobs__reserve__is_left_to_those_behind() -> None:
    assert ran(job("a", reserve=50_000), job("b", reserve=49_999)) == ["a False", "b True"]


def test_run_jobs__every__is_the_first_round_of_a_period() -> None:
    hourly = job("hourly", every=timedelta(hours=1))
    rounds = [NOW + timedelta(minutes=minute) for minute in range(3, 180, 10)]
    assert [len(ran(hourly, now=now)) for now in rounds] == [1, 0, 0, 0, 0, 0] * 3
    daily = job("daily", every=timedelta(days=1))
    assert (
        sum(len(ran(daily, now=NOW + timedelta(minutes=9 + 10 * number))) for number in range(144 * 2)) == 2
    )


def test_each_by_itself__one_fails__the_others_have_their_turn_and_it_is_raised() -> None:
    done = []

    def work(item: int) -> int:
        done.append(item)
        if item in {1, 3}:
            raise InvalidInput(str(item))
        return item

    with pytest.raises(InvalidInput) as raised:
        each_by_itself([1, 2, 3, 4], work)
    assert (done, raised.value.message) == ([1, 2, 3, 4], "1")
    assert each_by_itself([2, 4], work) == 6
