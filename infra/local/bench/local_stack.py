"""The same cascade through the deployed template, and events through its front door, on a stack of its own.

Everything shares the cores of this machine with the emulator that plays AWS: requests to it, the start of
each worker, Zalo's double. What the sender itself needs, `cascade` says.
"""

import os
import time
from datetime import date
from typing import Final

from infra.local.bench.cascade import LATENCY_MS, figures_of
from infra.local.bench.figures import Figure
from infra.local.bench.house import DAY
from infra.local.bench.seeding import App, connect
from infra.local.import_units import import_units
from infra.local.places import aws_environment
from infra.local.stack import running_stack
from infra.local.state import LocalStack
from infra.local.story import Story
from loa import clock
from loa.foundation.accounts.store import AccountStore, CredentialStore
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.service import subtree
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.kms import EncryptionKey
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState

NAME: Final = "bench-stack"
"""Its state is `build/bench-stack.json`: not the file of the figures."""
EVENTS: Final = 300
COPIES: Final = 2
PATIENCE_SECONDS: Final = 150


def measure() -> list[Figure]:
    """The cascade, then events that come twice."""
    with running_stack(NAME) as stack:
        os.environ |= aws_environment(stack.aws_url)
        import_units(stack)
        app = App(
            stack.zalo_url,
            stack.zalo_app.app_id,
            stack.zalo_app.app_secret,
            f"{stack.api_url}/zalo/oauth/callback",
        )
        table = Table(stack.outputs["UnitsTableName"])
        key = EncryptionKey(stack.outputs["DataKeyId"])
        units = subtree("40", on=date.fromisoformat(DAY), store=UnitStore(table))
        ids = connect(
            units,
            app,
            AccountStore(table),
            CredentialStore(Table(stack.outputs["CredentialsTableName"]), key),
        )
        return [*_cascade(Story(stack), app, len(units)), *_events(Story(stack), ids)]


def _cascade(story: Story, app: App, accounts: int) -> list[Figure]:
    before = app.simulator("summary")["calls"]
    app.simulator("settings", {"latency_ms": LATENCY_MS})
    name = story.broadcast(seconds_ahead=1)
    _wait(app, accounts)
    table = Table(story.stack.outputs["BroadcastsTableName"])
    ledger = _settled(DeliveryStore(table), name)
    planned_at = BroadcastStore(table).get(name).planned_at
    if planned_at is None:
        raise RuntimeError("the broadcast was not planned")
    # Both instants are our own functions' words: the planner's start, and the last outcome's writing.
    seconds = (max(delivery.updated_at for delivery in ledger) - planned_at).total_seconds()
    app.simulator("settings", {"latency_ms": 0})
    summary = app.simulator("summary")
    return figures_of(
        accounts,
        seconds,
        sum(summary["calls"].values()) - sum(before.values()),
        sent=sum(delivery.state is DeliveryState.SENT for delivery in ledger),
        duplicates=summary["duplicates"]["total"],
        kind="local",
    )


def _wait(app: App, accounts: int) -> None:
    """Wait until Zalo has accepted all broadcasts, or for as long as a bench can wait."""
    until = time.monotonic() + PATIENCE_SECONDS
    while app.simulator("summary")["broadcasts"]["accepted"] < accounts and time.monotonic() < until:
        time.sleep(0.5)


def _settled(deliveries: DeliveryStore, name: str) -> list[Delivery]:
    """The ledger, when the last outcomes have been written."""
    until = time.monotonic() + 10
    while True:
        ledger = list(deliveries.of(name, "40", consistent=True))
        if time.monotonic() > until or not any(delivery.state.is_open for delivery in ledger):
            return ledger
        time.sleep(0.5)


def _events(story: Story, ids: dict[str, str]) -> list[Figure]:
    """Residents follow, Zalo tells it twice; how fast it goes in, and what is counted."""
    story.zalo("/settings", {"webhook_copies": COPIES, "webhook_retry_factor": 0.1})
    began = time.monotonic()
    story.follow(ids, EVENTS)
    answered = time.monotonic() - began
    story.wait_for_inbox(PATIENCE_SECONDS)
    done = time.monotonic() - began
    counted = _counted(story.stack)
    return [
        Figure(
            "local.webhook_speed",
            EVENTS * COPIES / answered,
            "events/s",
            note=f"{EVENTS} events, each sent {COPIES} times through gateway and function",
        ),
        Figure("local.inbox_speed", EVENTS / done, "events/s", note="the same, until counted by the inbox"),
        Figure("local.events_wrong", abs(counted - EVENTS), "events", budget=0, note="lost or counted twice"),
    ]


def _counted(stack: LocalStack) -> int:
    statistics = StatisticsStore(Table(stack.outputs["StatisticsTableName"]))
    today = clock.local_day(clock.now())
    activity = statistics.activity("40", today.replace(day=1), today)
    return sum(counts[Metric.FOLLOWERS_GAINED] for counts in activity.values())
