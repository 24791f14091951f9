"""The sender's workers as the template runs them: each a warm process that takes one delivery after another.

Lambda's pollers and cold starts are left out; what the workers share is real: Zalo's double, the tables on
Amazon's own engine, and the pace, of which each keeps to its share whether the others are at work or not.
"""

import multiprocessing
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from infra.local.bench.house import Context, House
from loa.platform.aws import clients


@dataclass(frozen=True, slots=True)
class Lane:
    """One queue and those who work on it.

    Attributes:
        records: its messages, as a function gets them.
        workers: how many take from it at once.
    """

    records: Sequence[dict[str, Any]]
    workers: int


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a lane.

    Attributes:
        seconds: from the start to its last delivery that was worked on.
        deliveries: how many were.
    """

    seconds: float
    deliveries: int


def deliver(here: House, lanes: Sequence[Lane]) -> list[Done]:
    """Work on all lanes at once, until the first is done: the workers of the others are ended then."""
    _warm(here)
    processes = multiprocessing.get_context("fork")
    ready = processes.Barrier(sum(lane.workers for lane in lanes) + 1)
    queues: list[Any] = [processes.SimpleQueue() for _ in lanes]
    last: list[Any] = [processes.Array("d", lane.workers) for lane in lanes]
    done: list[Any] = [processes.Array("i", lane.workers) for lane in lanes]

    def work(lane: int, number: int) -> None:
        handler = here.function("broadcast_send").handler
        ready.wait()
        while record := queues[lane].get():
            handler({"Records": [record]}, Context())
            last[lane][number] = time.monotonic()
            done[lane][number] += 1

    crews = [
        [processes.Process(target=work, args=(lane, number), daemon=True) for number in range(one.workers)]
        for lane, one in enumerate(lanes)
    ]
    for worker in (worker for crew in crews for worker in crew):
        worker.start()
    ready.wait()
    began = time.monotonic()
    for one, queue in zip(lanes, queues, strict=True):
        for record in [*one.records, *[None] * one.workers]:
            queue.put(record)
    for worker in crews[0]:
        worker.join()
    for worker in (worker for crew in crews[1:] for worker in crew):
        worker.kill()
        worker.join()
    return [Done(max(at) - began, sum(count)) for at, count in zip(last, done, strict=True)]


def _warm(here: House) -> None:
    """What is warm in a worker, without a connection that forked processes would share."""
    for make in (clients.dynamodb, clients.kms, clients.sqs, clients.secrets_manager):
        make.cache_clear()
        make()
    root = here.function("broadcast_send").root()
    root.access.zalo.secret()
