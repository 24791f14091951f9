"""One broadcast to all 482 accounts against a Zalo that takes 300 ms for every call: the sender on paper.

As many workers as the template allows Lambda to run at once, each a process that is warm already, take the
deliveries from the planner on. So the figure is what the design costs, without Lambda, its pollers and its
cold starts; `local.cascade` has them.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from infra.local.bench.figures import Figure
from infra.local.bench.house import concurrency, house
from infra.local.bench.meter import processor_time
from infra.local.bench.sending import app_at, connected, plan, scheduled
from infra.local.bench.workers import Lane, deliver
from infra.local.places import HOST, ROOT, free_port, is_listening
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rules.delivery import DeliveryState

LATENCY_MS: Final = 300
CALLS_PER_MINUTE: Final = 4_000
CALLS: Final = 4
"""That a delivery needs at least: create, verify, verify, broadcast."""
BUDGETS: Final = {"paper": 1.15, "local": 1.5}
PLANNING_SECONDS: Final = 1.0
START_SECONDS: Final = 30


def floor_of(accounts: int, calls: float = CALLS) -> float:
    """Seconds that Zalo's limit alone asks for."""
    return accounts * calls / (CALLS_PER_MINUTE / 60)


def measure() -> list[Figure]:
    """Seconds from the planner's call to the last delivery."""
    with simulator() as url, house(url) as here:
        app = app_at(url)
        units = connected(here, app)
        app.simulator("settings", {"latency_ms": LATENCY_MS})
        before = app.simulator("summary")["calls"]
        broadcast = scheduled(here)
        began = time.monotonic()
        with here.meter.counting() as asked, processor_time() as thinking:
            plan(here, broadcast)
        planning = time.monotonic() - began
        records = here.taken("DELIVERIES_QUEUE_URL")
        (sending,) = deliver(here, [Lane(records, concurrency("deliveries"))])
        ledger = list(DeliveryStore(here.tables["Broadcasts"]).of(broadcast.broadcast_id, "40"))
        sent = sum(delivery.state is DeliveryState.SENT for delivery in ledger)
        summary = app.simulator("summary")
    calls = sum(summary["calls"].values()) - sum(before.values())
    return [
        *figures_of(
            len(units),
            planning + sending.seconds,
            calls,
            sent=sent,
            duplicates=summary["duplicates"]["total"],
        ),
        Figure(
            "plan.processor",
            thinking.seconds,
            "s",
            budget=PLANNING_SECONDS,
            note=f"CPU time of planning {len(units)} accounts, less what the queue's stand-in (moto) takes",
        ),
        Figure(
            "plan.requests",
            asked.requests.total(),
            "requests",
            note=", ".join(f"{count} {name}" for name, count in sorted(asked.requests.items())),
        ),
    ]


def figures_of(
    accounts: int, seconds: float, calls: int, *, sent: int, duplicates: int, kind: str = "paper"
) -> list[Figure]:
    """The figures of one cascade."""
    return [
        Figure(
            f"cascade.{kind}",
            seconds,
            "s",
            floor=floor_of(accounts),
            budget=BUDGETS[kind],
            note=f"{concurrency('deliveries')} workers, Zalo takes {LATENCY_MS} ms; floor: {CALLS} calls",
        ),
        Figure(
            f"cascade.{kind}.by_calls",
            seconds,
            "s",
            floor=floor_of(accounts, calls / accounts),
            note=f"the same against the {calls / accounts:.2f} calls an account that Zalo has counted",
        ),
        Figure(
            f"cascade.{kind}.wrong",
            accounts - sent + duplicates,
            "deliveries",
            budget=0,
            note="not sent, or sent twice",
        ),
    ]


@contextmanager
def simulator() -> Iterator[str]:
    """Run the Zalo simulator as a process of its own, as it is in the local stack."""
    port = free_port()
    command = [sys.executable, "-m", "infra.local.zalo", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            until = time.monotonic() + START_SECONDS
            while not is_listening(port):
                if process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError("the Zalo simulator did not start")
                time.sleep(0.05)
            yield f"http://{HOST}:{port}"
        finally:
            process.kill()
