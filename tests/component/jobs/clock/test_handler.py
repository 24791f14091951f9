"""The clock, every ten minutes: what is held goes on, what is stuck comes back, the end is noticed."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest

from loa import clock
from loa.errors import Busy
from loa.foundation.rules.store import RuleName, RuleTextStore, StoredText
from loa.publishing.broadcasts.delivery.planning import PlanResult
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.quota_store import QuotaStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import STUCK_AFTER, Delivery, DeliveryState
from loa.publishing.broadcasts.rules.model import Approval, Broadcast, BroadcastContent, BroadcastState
from loa.publishing.broadcasts.rules.quota import RULES, Period
from loa.publishing.broadcasts.rules.targets import Target
from tests.component.conftest import taken
from tests.conftest import OpenTable
from tests.worlds.component.clock import MINUTE, jobs, tick
from tests.worlds.doors import load
from tests.worlds.fakes import ARTICLE
from tests.worlds.province import OTHER_WARD, PROVINCE, WARD

NAME, OTHER = "0" * 22, "1" * 22
NOTHING = {"looked_at": 1, "released": 0, "requeued": 0, "finished": 0, "broken": 0, "failed": 0}


def under_way(open_table: OpenTable, *deliveries: Delivery, name: str = NAME, planned: int = 0) -> None:
    """A broadcast that is being sent, and that the clock looks after."""
    content, now = BroadcastContent(ARTICLE, Target(PROVINCE)), clock.now()
    broadcast = Broadcast(
        broadcast_id=name,
        province=PROVINCE,
        unit_path=PROVINCE,
        content=content,
        state=BroadcastState.SENDING,
        author="author",
        created_at=now,
        approval=Approval("approver", now, now + timedelta(days=7), content.digest()),
        approved_content=content,
        send_at=now,
        planned_at=now,
        planned=planned or len(deliveries),
    )
    store = BroadcastStore(open_table("Broadcasts"))
    store.create(broadcast)
    store.activate(broadcast)
    DeliveryStore(store.table).plan(deliveries)


def delivery(
    state: DeliveryState, path: str = WARD, *, since: timedelta = MINUTE, due: timedelta | None = None
) -> Delivery:
    now = clock.now()
    held_until = now + due if due is not None else None
    return Delivery(NAME, path, "Phường", f"oa-{path}", state, now - since, attempts=1, held_until=held_until)


def states(open_table: OpenTable) -> dict[str, DeliveryState]:
    return {row.unit_path: row.state for row in DeliveryStore(open_table("Broadcasts")).of(NAME, PROVINCE)}


def units_of(queue: str) -> list[str]:
    return sorted(message["unit_path"] for _, message in taken(queue))


def test_rules_that_cannot_be_read_are_raised_and_stop_nothing(
    job: ModuleType, open_table: OpenTable, logged: Callable[[], str]
) -> None:
    texts = RuleTextStore(open_table("Units"))
    for name in RuleName:
        texts.save(StoredText(name, '[{"since": 3}]', clock.now(), "test"))
    under_way(open_table, delivery(DeliveryState.HELD, due=-MINUTE))
    assert tick(job)["released"] == 1
    said = logged()
    assert said.count("stored rules cannot be read") >= len(RuleName)
    assert f'"RulesUnreadable":[{len(RuleName)}.0]' in said


def test_the_clock_works_by_the_rules_that_are_stored_now(
    job: ModuleType, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert job.root().rules == RULES
    assert job.root() is job.root()
    row = {"oa_type": 0, "period": "day", "limit": 2, "since": "2026-01-01", "source": "Zalo"}
    stored = StoredText(RuleName.QUOTAS, json.dumps([row]), clock.now(), "test")
    RuleTextStore(open_table("Units")).save(stored)
    assert job.root().rules == RULES
    monkeypatch.setattr(job.root().stored_rules, "_look_at", float("-inf"))  # some minutes later
    assert [rule.limit for rule in job.root().rules] == [2]


def test_what_is_held_is_released_once_it_is_due(job: ModuleType, open_table: OpenTable) -> None:
    under_way(
        open_table,
        delivery(DeliveryState.HELD, due=-MINUTE),
        delivery(DeliveryState.HELD, OTHER_WARD, due=MINUTE),
    )
    assert tick(job) == NOTHING | {"released": 1}
    assert states(open_table) == {WARD: DeliveryState.PENDING, OTHER_WARD: DeliveryState.HELD}
    assert taken("deliveries") == [
        (PROVINCE, {"broadcast_id": NAME, "unit_path": WARD, "oa_id": f"oa-{WARD}"})
    ]
    used = QuotaStore(open_table("Broadcasts")).used(PROVINCE, clock.local_day(clock.now()))
    assert used == {WARD: {Period.DAY: 1, Period.MONTH: 1}}
    assert tick(job) == NOTHING  # the next round finds it done
    assert taken("deliveries") == []


def test_without_quota_what_is_due_stays_held(job: ModuleType, open_table: OpenTable) -> None:
    day = clock.local_day(clock.now())
    QuotaStore(open_table("Broadcasts")).reserve(PROVINCE, day, OTHER, [WARD])
    under_way(open_table, delivery(DeliveryState.HELD, due=-MINUTE))
    assert tick(job) == NOTHING
    assert states(open_table) == {WARD: DeliveryState.HELD}
    assert taken("deliveries") == []


def test_at_night_nothing_is_released(
    job: ModuleType, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUIET_HOURS", "00:00-23:59:59.999999")
    under_way(open_table, delivery(DeliveryState.HELD, due=-MINUTE))
    assert tick(load("clock")) == NOTHING
    assert states(open_table) == {WARD: DeliveryState.HELD}


@pytest.mark.parametrize("state", [DeliveryState.PENDING, DeliveryState.SENDING])
def test_what_nobody_has_touched_for_15_minutes_is_put_back(
    job: ModuleType, open_table: OpenTable, state: DeliveryState
) -> None:
    under_way(
        open_table,
        delivery(state, since=STUCK_AFTER + MINUTE),
        delivery(state, OTHER_WARD, since=STUCK_AFTER - MINUTE),
    )
    assert tick(job) == NOTHING | {"requeued": 1}
    assert units_of("deliveries") == [WARD]
    assert states(open_table) == {WARD: state, OTHER_WARD: state}  # its worker claims it as it stands


def test_the_end_is_noticed_once_and_what_was_not_sent_is_given_back(
    job: ModuleType, open_table: OpenTable
) -> None:
    day, quotas = clock.local_day(clock.now()), QuotaStore(open_table("Broadcasts"))
    under_way(open_table, delivery(DeliveryState.SENT), delivery(DeliveryState.FAILED, OTHER_WARD))
    quotas.reserve(PROVINCE, day, NAME, [WARD, OTHER_WARD])
    assert tick(job) == NOTHING | {"finished": 1}
    found = BroadcastStore(open_table("Broadcasts")).get(NAME)
    assert found.state is BroadcastState.FINISHED
    assert found.finished_at is not None
    assert set(quotas.used(PROVINCE, day)) == {WARD}
    assert tick(job) == dict.fromkeys(NOTHING, 0)  # nobody looks after it any more


def test_a_ledger_that_does_not_add_up_is_counted_and_never_finished(
    job: ModuleType, open_table: OpenTable, logged: Callable[[], str]
) -> None:
    under_way(open_table, delivery(DeliveryState.SENT), planned=2)
    for _ in range(2):
        assert tick(job) == NOTHING | {"broken": 1}
    assert BroadcastStore(open_table("Broadcasts")).get(NAME).state is BroadcastState.SENDING
    everything = logged()
    assert everything.count('"BroadcastsInTrouble":[1.0]') == 2
    assert "a broadcast does not add up" in everything
    assert ARTICLE["title"] not in everything


def test_what_is_late_or_cannot_be_worked_on_is_trouble_of_a_broadcast(
    job: ModuleType, monkeypatch: pytest.MonkeyPatch, logged: Callable[[], str]
) -> None:
    monkeypatch.setattr(jobs(), "plan_overdue", lambda *_, **__: Counter({PlanResult.FAILED: 2}))
    tick(job)
    assert '"BroadcastsInTrouble":[2.0]' in logged()

    def busy(*_: object, **__: object) -> None:
        raise Busy

    monkeypatch.setattr(jobs(), "plan_overdue", busy)
    tick(job)
    assert '"BroadcastsInTrouble":[1.0]' in logged()


def test_a_round_without_work_says_so_in_the_log_and_makes_no_metrics_that_cost_money(
    job: ModuleType, logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs(), "to_check", lambda *_: [])
    assert tick(job) == dict.fromkeys(NOTHING, 0)
    said = logged()
    assert "looked after broadcasts" in said
    assert "_aws" not in said


def test_invoked_twice_at_once_it_releases_once(
    job: ModuleType, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second clock reads the rows before the first one turns them."""
    under_way(open_table, delivery(DeliveryState.HELD, due=-MINUTE))
    of = DeliveryStore.of
    answers: list[dict[str, int]] = []

    def overtaken(self: DeliveryStore, *arguments: Any, **more: Any) -> Any:
        rows = list(of(self, *arguments, **more))
        if not answers:
            answers.append({})
            answers.append(tick(job))
        return rows

    monkeypatch.setattr(DeliveryStore, "of", overtaken)
    assert tick(job) == NOTHING
    assert answers[1] == NOTHING | {"released": 1}
    assert units_of("deliveries") == [WARD]


def test_when_time_is_short_it_stops_and_the_next_round_goes_on(
    job: ModuleType, open_table: OpenTable
) -> None:
    under_way(open_table, delivery(DeliveryState.HELD, due=-MINUTE))
    assert tick(job, jobs().BROADCASTS_RESERVE - 1) == dict.fromkeys(NOTHING, 0)
    assert states(open_table) == {WARD: DeliveryState.HELD}
    assert tick(job)["released"] == 1


@pytest.mark.parametrize("state", [BroadcastState.PAUSED, BroadcastState.STOPPED])
def test_what_is_paused_or_stopped_is_left_alone(
    job: ModuleType, open_table: OpenTable, state: BroadcastState
) -> None:
    under_way(
        open_table,
        delivery(DeliveryState.HELD, due=-MINUTE),
        delivery(DeliveryState.PENDING, OTHER_WARD, since=STUCK_AFTER + MINUTE),
    )
    open_table("Broadcasts").update(NAME, "meta", set={"state": state.value})
    assert tick(job) == NOTHING
    assert taken("deliveries") == []


def test_one_broadcast_that_fails_does_not_hold_up_the_others(
    job: ModuleType, open_table: OpenTable, logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way(open_table, delivery(DeliveryState.HELD, due=-MINUTE))
    under_way(open_table, name=OTHER, planned=1)
    get = BroadcastStore.get

    def fails(self: BroadcastStore, broadcast_id: str) -> Broadcast:
        if broadcast_id == NAME:
            raise Busy("MARKED")
        return get(self, broadcast_id)

    monkeypatch.setattr(BroadcastStore, "get", fails)
    answer = tick(job)
    assert (answer["failed"], answer["broken"], answer["released"]) == (1, 1, 0)
    assert "MARKED" not in logged()
