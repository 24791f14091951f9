"""How the sender grows with its workers, and what a surge of one unit does to another unit's emergency.

The same workers as in `cascade`, and a Zalo that takes 300 ms for every call.
"""

from typing import Any, Final

from infra.local.bench.cascade import CALLS, LATENCY_MS, simulator
from infra.local.bench.figures import Figure, compared
from infra.local.bench.house import QUEUES, House, concurrency, house
from infra.local.bench.sending import app_at, connected, plan, scheduled
from infra.local.bench.workers import Lane, deliver

WORKERS: Final = (2, 5, 10, 20)
EACH: Final = 3
"""Deliveries for each worker of the curve."""
PLANNED: Final = 3
"""Broadcasts to `LOUD` that give the curve its deliveries."""
LOUD: Final = "40.426"
"""A district: it sends seven broadcasts to its communes at once."""
QUIET: Final = "40.412"
"""Another, with an emergency meanwhile."""
FOLD: Final = 7
ROUNDS: Final = 2
ALONE_AND_A_FIFTH: Final = 1.2


def measure() -> list[Figure]:
    """The curve, then the surge."""
    with simulator() as url, house(url) as here:
        app = app_at(url)
        for district in (LOUD, QUIET):
            connected(here, app, district)
        app.simulator(
            "settings", {"latency_ms": LATENCY_MS, "follower_cap_day": 1000, "follower_cap_month": 1000}
        )
        return [*_curve(here), *_surge(here)]


def _curve(here: House) -> list[Figure]:
    """Deliveries a second for growing numbers of workers."""
    figures = []
    waiting = [record for _ in range(PLANNED) for record in _planned(here, LOUD)]
    for workers in WORKERS:
        records, waiting = waiting[: workers * EACH], waiting[workers * EACH :]
        if len(records) < workers * EACH:
            raise RuntimeError("the curve needs more deliveries than were planned")
        (done,) = deliver(here, [Lane(records, workers)])
        share = sum(map(concurrency, QUEUES)) * 60 / 3_800
        figures.append(
            Figure(
                f"curve.{workers}_workers",
                done.seconds,
                "s",
                floor=EACH * max(CALLS * LATENCY_MS / 1000, (CALLS - 1) * share),
                note=f"{len(records) / done.seconds:.2f} deliveries/s; floor: {EACH} for each",
            )
        )
    return figures


def _surge(here: House) -> list[Figure]:
    """An emergency alone and beside the surge, in turns."""
    alone, beside, behind = [], [], 0
    for _ in range(ROUNDS):
        alone.append(_emergency(here, [])[0])
        loud = [record for _ in range(FOLD) for record in _planned(here, LOUD)]
        seconds, left = _emergency(here, loud)
        beside.append(seconds)
        behind += left
    found = compared(beside, alone)
    return [
        Figure(
            "surge.urgent",
            found.value,
            "s",
            floor=found.floor,
            budget=ALONE_AND_A_FIFTH,
            note=f"an emergency of {QUIET} beside {FOLD} broadcasts of {LOUD}; floor: alone",
            spread=f"{found.low:.2f}-{found.high:.2f}",
        ),
        Figure(
            "surge.still_waiting",
            behind / ROUNDS,
            "deliveries",
            note="of the surge when the emergency was through: it was there all the time",
        ),
    ]


def _planned(here: House, target: str) -> list[dict[str, Any]]:
    """The deliveries of an ordinary broadcast, as they stand on their queue."""
    plan(here, scheduled(here, target))
    return here.taken("DELIVERIES_QUEUE_URL")


def _emergency(here: House, others: list[dict[str, Any]]) -> tuple[float, int]:
    """Send an emergency while the ordinary workers have other things to do.

    Returns:
        The seconds it took, and how many of the others had to wait longer.
    """
    plan(here, scheduled(here, QUIET, emergency="Nước sông Lam lên nhanh"))
    urgent = here.taken("URGENT_QUEUE_URL")
    ours, *theirs = deliver(
        here, [Lane(urgent, concurrency("urgent")), Lane(others, concurrency("deliveries"))]
    )
    return ours.seconds, len(others) - sum(lane.deliveries for lane in theirs)
