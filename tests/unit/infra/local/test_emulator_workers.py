"""One Lambda worker that fails takes no other with it."""

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from infra.local.emulator_workers import only_the_failed_one


class Runtime:
    """Ministack's pools of workers."""

    def __init__(self, *workers: object) -> None:
        self._lock = threading.Lock()
        self._workers = {"account:region:inbox:$LATEST": list(workers)}
        self.killed: list[object] = []

    def kill_workers(self, workers: list[object]) -> None:
        self.killed += workers

    def invalidate_worker(self, function: str, **_: Any) -> None:
        self.kill_workers(self._workers.pop(f"account:region:{function}:$LATEST"))


def execute(invalidate: Any, worker: object) -> None:
    """As ministack executes a function: `worker` is the name that it has there."""
    assert worker
    invalidate("inbox", qualifier="$LATEST", account="account", region="region")


def test_a_worker_that_dies_while_it_starts_is_ended_alone() -> None:
    working, dead, starting = (SimpleNamespace(name=name) for name in ("working", "dead", "starting"))
    runtime = Runtime(working, dead, starting)
    invalidate = only_the_failed_one(runtime, runtime.invalidate_worker)
    execute(invalidate, dead)
    assert runtime.killed == [dead]
    assert runtime._workers == {"account:region:inbox:$LATEST": [working, starting]}


@pytest.mark.parametrize("workers", [(), ("a", "b")])
def test_who_deploys_a_function_ends_all_of_its_workers(workers: tuple[str, ...]) -> None:
    runtime = Runtime(*workers)
    only_the_failed_one(runtime, runtime.invalidate_worker)("inbox")
    assert runtime.killed == list(workers)
    assert runtime._workers == {}
