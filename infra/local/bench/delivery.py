"""What one delivery asks of AWS besides Zalo's own calls; and that a second copy of its message does nothing.

The real planner and sender over the 40 accounts of a district; the planner's share is part of it. The
simulated Zalo says once that the article is being processed, so a delivery makes four calls: create, verify,
verify, broadcast. Nobody waits in between.
"""

import os
from functools import partial
from typing import Final

from infra.local.bench.figures import Figure
from infra.local.bench.house import house
from infra.local.bench.meter import Meter
from infra.local.bench.seeding import App
from infra.local.bench.sending import app_at, connected, plan, scheduled
from infra.local.zalo.server import serve_in_thread
from loa.publishing.broadcasts.delivery.sending import DeliverySender
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rules.delivery import DeliveryState

TARGET: Final = "40.426"
"""A district and its communes."""
REQUEST_BUDGET: Final = 6
WRITE_BUDGET: Final = 8


def measure() -> list[Figure]:
    """Cost per delivery, then what a second copy of every message has done."""
    with serve_in_thread() as zalo, house(zalo.url) as here:
        os.environ["SEND_WORKERS"] = "1"  # so one has the whole pace
        app = app_at(zalo.url)
        send = here.function("broadcast_send")
        vars(send)["Sender"] = partial(DeliverySender, sleep=lambda _seconds: None)
        connected(here, app, TARGET)
        app.simulator("settings", {"article_delay_seconds": 0, "article_delay_polls": 1})
        send.root().access.zalo.secret()  # read once in five minutes
        called = zalo_calls(app)
        broadcast = scheduled(here, TARGET)
        with here.meter.counting() as planning:
            plan(here, broadcast)
        records = here.taken("DELIVERIES_QUEUE_URL")
        with here.meter.counting() as sending:
            here.work("broadcast_send", records)
        calls = zalo_calls(app) - called
        here.work("broadcast_send", records)
        ledger = list(DeliveryStore(here.tables["Broadcasts"]).of(broadcast.broadcast_id, TARGET))
        sent = sum(delivery.state is DeliveryState.SENT for delivery in ledger)
        twice = app.simulator("summary")["duplicates"]["total"]
    return [*_costs(planning, sending, len(records), len(ledger), calls), _wrong(len(records), sent, twice)]


def zalo_calls(app: App) -> int:
    """How many calls Zalo has had so far."""
    return int(sum(app.simulator("summary")["calls"].values()))


def _costs(planning: Meter, sending: Meter, sent: int, planned: int, calls: int) -> list[Figure]:
    share = {name: count / planned for name, count in planning.requests.items()}
    own = {name: count / sent for name, count in sorted(sending.requests.items())}
    asked = ", ".join(f"{count:.3g} {name}" for name, count in own.items())
    return [
        Figure(
            "delivery.requests",
            sum(own.values()) + sum(share.values()),
            "requests",
            budget=REQUEST_BUDGET,
            note=f"{asked}; planning's share {sum(share.values()):.2f}; {calls / sent:.1f} calls of Zalo",
        ),
        Figure(
            "delivery.write_units",
            sending.write_units / sent + planning.write_units / planned,
            "units",
            budget=WRITE_BUDGET,
            note=f"DynamoDB Local's word; planning's share {planning.write_units / planned:.2f}",
        ),
    ]


def _wrong(planned: int, sent: int, twice: int) -> Figure:
    return Figure(
        "redelivery.deliveries_wrong",
        planned - sent + twice,
        "deliveries",
        budget=0,
        note=f"each of {planned} messages worked on twice: not sent, or sent twice",
    )
