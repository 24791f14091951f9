"""A province to broadcast in: tables, accounts at a fake Zalo, queues, a clock; the sums that must hold."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, Final

from loa.clock import local_day
from loa.errors import Busy, Conflict
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.service import TokenKeeper
from loa.foundation.accounts.store import AccountStore, CredentialStore, account_row
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.model import Unit, UnitKind
from loa.foundation.units.store import UnitStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.broadcasts.delivery.forecast import ForecastDependencies
from loa.publishing.broadcasts.delivery.operations import BroadcastSweepResult
from loa.publishing.broadcasts.delivery.planning import PlanResult, admit, plan
from loa.publishing.broadcasts.delivery.reconciliation import Reconciled, Reconciler
from loa.publishing.broadcasts.delivery.sending import DeliverySender
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.queues import Queues
from loa.publishing.broadcasts.rows.quota_store import QuotaStore, quota_partition
from loa.publishing.broadcasts.rows.series_store import SeriesStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState, LedgerTotals, ledger
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastContent, OverQuota
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.publishing.broadcasts.rules.quota import RULES, Period, QuotaRule
from loa.publishing.broadcasts.rules.targets import Target
from loa.publishing.broadcasts.service import BroadcastService
from tests.conftest import OpenTable
from tests.worlds.fakes import ARTICLE, START, Clock, FakeAccount, FakeKey, FakeQueue, FakeTimer, FakeZalo

NO_QUIET: Final = QuietHours.parse("00:00-00:00")
NIGHT: Final = QuietHours.parse("22:00-06:00")
DAY: Final = date(2024, 10, 5)

BUSINESS: Final = 2
"""Zalo's type of an account that has limits."""

ONE_A_DAY: Final = (QuotaRule(0, Period.DAY, 1, 0, date(2020, 1, 1), "test"),)
RESERVED: Final = (QuotaRule(0, Period.DAY, 1, 1, date(2020, 1, 1), "test"),)
"""All of the quota is kept for emergencies."""

COUNTED: Final[Mapping[DeliveryState, Metric]] = {
    DeliveryState.SENT: Metric.DELIVERIES_SENT,
    DeliveryState.UNKNOWN: Metric.DELIVERIES_UNKNOWN,
    DeliveryState.FAILED: Metric.DELIVERIES_FAILED,
    DeliveryState.SKIPPED: Metric.DELIVERIES_SKIPPED,
    DeliveryState.HELD: Metric.DELIVERIES_HELD,
}


class World:
    """A province with three communes (or more); accounts at Zalo; tables; a clock.

    Attributes:
        queue: ordinary deliveries.
        urgent: those of emergencies.
        rules, quiet_hours: what holds; tests may put others in place.
        day: whose units are sent to.
    """

    def __init__(self, table: OpenTable, communes: int = 3) -> None:
        self.clock = Clock()
        self.units = UnitStore(table("Units"))
        self.accounts = AccountStore(table("Units"))
        self.credentials = CredentialStore(table("Credentials"), FakeKey())
        self.broadcasts = BroadcastStore(table("Broadcasts"))
        self.deliveries = DeliveryStore(table("Broadcasts"))
        self.quotas = QuotaStore(table("Broadcasts"))
        self.statistics = StatisticsStore(table("Statistics"))
        self.queue, self.urgent, self.timer = FakeQueue(), FakeQueue(), FakeTimer()
        self.queues = Queues(self.queue, self.urgent)
        self.zalo = FakeZalo()
        self.rules: Sequence[QuotaRule] = RULES
        self.quiet_hours = NO_QUIET
        self.day = DAY
        self.made: list[str] = []
        self._owners = count(1)
        self.paths = [f"40.{10000 + number}" for number in range(communes)]
        self.units.save_all(
            [Unit("40", "2024-09", "40", "Tỉnh Nghệ An", UnitKind.PROVINCE)]
            + [Unit(path, "2024-09", path[3:], f"Xã {path[-1]}", UnitKind.COMMUNE) for path in self.paths]
        )

    @property
    def service(self) -> BroadcastService:
        return BroadcastService(
            broadcasts=self.broadcasts,
            deliveries=self.deliveries,
            statistics=self.statistics,
            quotas=self.quotas,
            queues=self.queues,
            quiet_hours=self.quiet_hours,
            series=SeriesStore(self.broadcasts.table),
            timer=self.timer,
            pin=dict,
            pin_picture=str,
            now=self.clock,
        )

    @property
    def places(self) -> ForecastDependencies:
        return ForecastDependencies(
            units=self.units,
            accounts=self.accounts,
            statistics=self.statistics,
            quotas=self.quotas,
            rules=self.rules,
            on=self.day,
        )

    # Accounts

    def connect(self, path: str, state: AccountState = AccountState.CONNECTED, *, oa_type: int = 4) -> None:
        """Give a unit an account."""
        oa_id, ends = f"oa-{path}", START + timedelta(days=90)
        self.accounts.table.put(
            account_row(Account("40", path, oa_id, path, oa_type, state, START, START, ends))
        )
        pair = self.zalo.connect(oa_id)
        sealed = self.credentials.seal(oa_id, pair.access_token, pair.refresh_token or "")
        commit([self.credentials.first(oa_id, sealed, START, ends)])

    def account(self, path: str) -> FakeAccount:
        """The account of a unit at Zalo."""
        return self.zalo.accounts[f"oa-{path}"]

    # From draft to plan

    def content(self, **changes: Any) -> BroadcastContent:
        """What is sent; keyword arguments replace fields of `BroadcastContent`."""
        fields: dict[str, Any] = {"article": ARTICLE, "target": Target("40"), "over_quota": OverQuota.HOLD}
        return BroadcastContent(**fields | changes)

    def drafted(self, content: BroadcastContent | None = None, unit_path: str = "40") -> Broadcast:
        made = self.service.draft(
            content or self.content(),
            unit_path=unit_path,
            author="author",
        )
        self.made.append(made.broadcast_id)
        return made

    def approved(self, content: BroadcastContent | None = None, *, emergency: str = "") -> Broadcast:
        drafted = self.drafted(content)
        if emergency:
            return self.emergency(drafted, emergency)
        return self.approve(self.submit(drafted))

    def submit(self, broadcast: Broadcast, officer: str = "author") -> Broadcast:
        """Submit what stands there now."""
        seen = broadcast.content.digest()
        return self.service.submit(broadcast, seen=seen, officer=officer)

    def approve(self, broadcast: Broadcast, approver: str = "second", *, seen: str = "") -> Broadcast:
        """Approve; what stands there now, unless another version was seen."""
        return self.service.approve(
            broadcast,
            seen=seen or broadcast.content.digest(),
            approver=approver,
        )

    def emergency(self, broadcast: Broadcast, why: str, officer: str = "author") -> Broadcast:
        """Let it pass alone."""
        return self.service.approve_in_emergency(
            broadcast,
            seen=broadcast.content.digest(),
            officer=officer,
            why=why,
        )

    def scheduled(
        self, content: BroadcastContent | None = None, *, emergency: str = "", at: datetime | None = None
    ) -> Broadcast:
        by_day = replace(self.service, quiet_hours=NO_QUIET)
        return by_day.schedule(
            self.approved(content, emergency=emergency),
            at or self.clock() + timedelta(minutes=1),
        )

    def plan_as(
        self, broadcast: Broadcast, owner: str = "planner", at: datetime | None = None
    ) -> tuple[PlanResult, int]:
        """Plan it; answers how that ended, and how many deliveries it has."""
        due = at or broadcast.send_at
        assert due is not None
        return plan(
            broadcast.broadcast_id,
            due,
            owner=owner,
            places=self.places,
            broadcasts=self.broadcasts,
            deliveries=self.deliveries,
            queues=self.queues,
            quiet_hours=self.quiet_hours,
            timer=self.timer,
            now=self.clock(),
        )

    def plan(self, broadcast: Broadcast, owner: str = "planner", at: datetime | None = None) -> int:
        """Plan it; answers how many deliveries it has."""
        return self.plan_as(broadcast, owner, at)[1]

    def planned(self, content: BroadcastContent | None = None, *, emergency: str = "") -> Broadcast:
        """A broadcast whose deliveries are on the queue."""
        broadcast = self.scheduled(content, emergency=emergency)
        assert self.plan_as(broadcast)[0] is PlanResult.PLANNED
        return self.now(broadcast)

    def one(self) -> Broadcast:
        """A planned broadcast with a single account, that of the first commune."""
        self.connect("40.10000")
        return self.planned()

    def all_connected(self, content: BroadcastContent | None = None, *, oa_type: int = 4) -> Broadcast:
        """A planned broadcast that every commune can send."""
        for path in self.paths:
            self.connect(path, oa_type=oa_type)
        return self.planned(content)

    def now(self, broadcast: Broadcast) -> Broadcast:
        """The broadcast as it is."""
        return self.broadcasts.get(broadcast.broadcast_id)

    # Under way

    def sender(self, owner: str = "worker") -> DeliverySender:
        return DeliverySender(
            broadcasts=self.broadcasts,
            deliveries=self.deliveries,
            statistics=self.statistics,
            keeper=TokenKeeper(
                self.accounts, self.credentials, self.zalo, owner, clock=self.clock, sleep=lambda _: None
            ),
            queues=self.queues,
            api=self.zalo.api,
            owner=owner,
            quiet_hours=self.quiet_hours,
            clock=self.clock,
            sleep=lambda _: None,
        )

    def send(
        self, broadcast: Broadcast, path: str = "40.10000", owner: str | None = None
    ) -> DeliveryState | None:
        """Have a worker take a delivery."""
        sender = self.sender(owner or f"worker-{next(self._owners)}")
        return sender.send(broadcast, path, f"oa-{path}")

    def work(self) -> list[DeliveryState | None]:
        """Work on everything that is on the queues now; what is busy comes again."""
        states: list[DeliveryState | None] = []
        for queue in (self.urgent, self.queue):
            messages, queue.messages = queue.messages, []
            for message in messages:
                body = json.loads(message.body)
                sender = self.sender(f"worker-{next(self._owners)}")
                try:
                    broadcast = self.broadcasts.get(body["broadcast_id"])
                    states.append(sender.send(broadcast, body["unit_path"], body["oa_id"]))
                except Busy:
                    queue.messages.append(message)
        return states

    def look_after(self, broadcast: Broadcast) -> BroadcastSweepResult:
        """The clock's look."""
        return self.service.sweep(
            broadcast.broadcast_id,
            may_send=lambda found, held: admit(found, held, places=self.places, now=self.clock()),
        )

    def reconcile(self, accounts: int = 100) -> Reconciled:
        """One hourly round, with time for so many accounts."""
        keeper = TokenKeeper(
            self.accounts, self.credentials, self.zalo, "reconciler", clock=self.clock, sleep=lambda _: None
        )
        reconciler = Reconciler("40", self.broadcasts, self.deliveries, keeper, self.zalo.api)
        time = iter([True] * accounts)
        return reconciler.run(self.clock(), may_go_on=lambda: next(time, False))

    def pause(self, broadcast: Broadcast) -> Broadcast:
        return self.service.pause(self.now(broadcast))

    def resume(self, broadcast: Broadcast) -> Broadcast:
        return self.service.resume(self.now(broadcast))

    def cancel(self, broadcast: Broadcast) -> Broadcast:
        return self.service.cancel_under_way(self.now(broadcast), officer="officer")

    def retry(self, broadcast: Broadcast, within: str = "40") -> int:
        return self.service.retry(self.now(broadcast), within=within, officer="officer")

    def settle(self, broadcast: Broadcast, *, was_sent: bool, path: str = "40.10000") -> Delivery:
        return self.service.settle_unknown(
            self.now(broadcast),
            path,
            was_sent=was_sent,
            officer="officer",
        )

    # What must hold

    def rows(self, broadcast: Broadcast) -> dict[str, Delivery]:
        """The deliveries, by path."""
        found = self.deliveries.of(broadcast.broadcast_id, "40", consistent=True)
        return {row.unit_path: row for row in found}

    def delivery(self, broadcast: Broadcast, path: str = "40.10000") -> Delivery:
        found = self.deliveries.get(broadcast.broadcast_id, path)
        assert found is not None
        return found

    def states(self, broadcast: Broadcast) -> dict[str, str]:
        """State of each commune's delivery."""
        return {path: row.state.value for path, row in self.rows(broadcast).items() if path != "40"}

    def ledger(self, broadcast: Broadcast) -> Counter[str]:
        """How many deliveries are in each state that occurs; they are as many as were planned."""
        counted = ledger(self.rows(broadcast).values())
        assert counted.planned == self.now(broadcast).planned
        return Counter({state.value: number for state, number in counted.counts.items() if number})

    def counted(self, path: str = "40.10000") -> dict[str, int]:
        """What the statistics say of a unit today."""
        day = local_day(self.clock())
        counts = self.statistics.activity(path, day, day).get(path, Counter())
        return {metric.value: number for metric, number in counts.items() if number}

    def history(self, broadcast: Broadcast, path: str = "40.10000") -> list[str]:
        _, history = self.deliveries.get_with_history(broadcast.broadcast_id, path)
        return [line["what"] for line in history]

    def check(self) -> None:
        """Ledgers add up, the statistics say the same, quotas are the sums of their reservations."""
        expected: dict[str, Counter[Metric]] = {}
        for broadcast_id in self.made:
            broadcast = self.broadcasts.get(broadcast_id)
            rows = list(self.deliveries.of(broadcast_id, "40", consistent=True))
            if broadcast.planned_at:
                counted: LedgerTotals = ledger(rows)
                assert broadcast.planned == len(rows) == counted.planned
                expected.setdefault(broadcast.unit_path, Counter())[Metric.BROADCASTS] += 1
            for row in rows:
                if row.state in COUNTED:
                    expected.setdefault(row.unit_path, Counter())[COUNTED[row.state]] += 1
                if row.state is DeliveryState.SENT:
                    expected[row.unit_path][Metric.ARTICLES] += 1
        found = self.statistics.activity("40", DAY, local_day(self.clock()))
        said = {path: {m: n for m, n in counts.items() if n} for path, counts in found.items()}
        assert {path: counts for path, counts in said.items() if counts} == expected
        self.check_quotas()

    def check_quotas(self) -> None:
        days = [DAY + timedelta(days=n) for n in range((local_day(self.clock()) - DAY).days + 1)]
        for name in sorted({period.label(day) for day in days for period in Period}):
            rows = {row["sort"]: row for row in self.broadcasts.table.rows(quota_partition("40", name))}
            sums = rows.pop("used", {}).get("paths", {})
            assert sums == Counter(path for row in rows.values() for path in row["paths"])

    def check_nothing_is_sent_twice(self) -> None:
        for name, account in self.zalo.accounts.items():
            assert len(account.broadcasts) == len(set(account.broadcasts)), name


def ignoring_conflicts(act: Callable[[], object]) -> None:
    """Do what may not be possible in the present state."""
    with suppress(Conflict):
        act()
