"""The clock, every ten minutes: what is held goes on, what is stuck comes back, the end is noticed."""

import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any

import boto3
import pytest

from loa import clock
from loa.casework.cases.rows.keys import case_key
from loa.casework.cases.rules.model import CaseKind, Channel, Details, Reporter
from loa.casework.cases.work.opening import Draft
from loa.errors import Busy
from loa.foundation.accounts.store import AccountStore
from loa.foundation.rules.store import RuleName, RuleTextStore, StoredText
from loa.publishing.broadcasts.delivery.planning import PlanResult
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.quota_store import QuotaStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import STUCK_AFTER, Delivery, DeliveryState
from loa.publishing.broadcasts.rules.model import Approval, Broadcast, BroadcastContent, BroadcastState
from loa.publishing.broadcasts.rules.quota import RULES, Period
from loa.publishing.broadcasts.rules.targets import Target
from loa.publishing.library.rows.store import head_row
from tests.component.conftest import connect, taken, wire_queues
from tests.conftest import OpenTable
from tests.worlds.doors import Context, load
from tests.worlds.fakes import ARTICLE
from tests.worlds.library import COMMUNE, LibraryWorld
from tests.worlds.province import OTHER_WARD, PROVINCE, WARD, populate

NAME, OTHER = "0" * 22, "1" * 22
MINUTE = timedelta(minutes=1)
BUSINESS = 2
NOTHING = {"looked_at": 1, "released": 0, "requeued": 0, "finished": 0, "broken": 0, "failed": 0}


@pytest.fixture
def job(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    for name in (
        "Units",
        "Content",
        "Published",
        "Broadcasts",
        "Statistics",
        "Audience",
        "Cases",
        "Participation",
    ):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    for name, value in {
        "PROVINCE_CODE": "40",
        "UNITS_AS_OF": "2024-09-30",
        "QUIET_HOURS": "00:00-00:00",
        "MEDIA_BUCKET": "loa-media",
        "INBOX_TABLE": open_table("Inbox").name,
        "ANSWER_KEYS_TABLE": open_table("AnswerKeys").name,
        "PARTICIPATION_SECRET_ID": "participation",
        "PUBLIC_URL": "https://loa.example.vn",
        "INBOX_QUEUE_URL": boto3.client("sqs").create_queue(QueueName="inbox")["QueueUrl"],
    }.items():
        monkeypatch.setenv(name, value)
    wire_queues(monkeypatch)
    populate(open_table("Units"))
    connect(open_table, WARD, oa_type=BUSINESS)
    connect(open_table, OTHER_WARD, oa_type=BUSINESS)
    return load("clock")


def _jobs() -> ModuleType:
    """The list of jobs as it was loaded last."""
    return sys.modules["clock_job.jobs"]


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


def tick(job: ModuleType, remaining: int = 300_000) -> dict[str, int]:
    answer: dict[str, int] = job.handler({}, Context(remaining))
    return answer


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
    monkeypatch.setattr(_jobs(), "plan_overdue", lambda *_, **__: Counter({PlanResult.FAILED: 2}))
    tick(job)
    assert '"BroadcastsInTrouble":[2.0]' in logged()

    def busy(*_: object, **__: object) -> None:
        raise Busy

    monkeypatch.setattr(_jobs(), "plan_overdue", busy)
    tick(job)
    assert '"BroadcastsInTrouble":[1.0]' in logged()


def test_a_round_without_work_says_so_in_the_log_and_makes_no_metrics_that_cost_money(
    job: ModuleType, logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_jobs(), "to_check", lambda *_: [])
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
    assert tick(job, _jobs().BROADCASTS_RESERVE - 1) == dict.fromkeys(NOTHING, 0)
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


# Cases


def test_a_day_off_that_is_announced_later_moves_open_cases(job: ModuleType, open_table: OpenTable) -> None:
    desk = job.root().cases
    case = desk.open(
        Draft(PROVINCE, WARD, CaseKind.REPORT, Channel.PAPER, Reporter(), Details("Đèn hỏng")),
        idempotency_key="officer#1",
        by="editor-1",
    )
    tick(job)
    day = clock.local_day(case.answer_by)
    calendar = json.dumps({"days_off": [{"day": day.isoformat()}]})
    RuleTextStore(open_table("Units")).save(StoredText(RuleName.CALENDAR, calendar, clock.now(), "test"))
    tick(load("clock"))
    kept = desk.store.read(case.id)
    assert clock.local_day(kept.case.answer_by) > day
    assert kept.history[-1].what == "rescheduled"
    due = kept.case.answer_by
    RuleTextStore(open_table("Units")).save(StoredText(RuleName.CALENDAR, "[]", clock.now(), "test"))
    tick(load("clock"))
    assert desk.store.read(case.id).case.answer_by == due, "a calendar that cannot be read moves nothing"


def test_a_case_that_is_due_is_reminded_of_and_a_broken_one_is_told_of(
    job: ModuleType,
    open_table: OpenTable,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = job.root().cases
    at = clock.now() - timedelta(days=40)
    cases = [
        desk.at(at).open(
            Draft(
                province=PROVINCE,
                unit_path=WARD,
                kind=CaseKind.REPORT,
                channel=Channel.PAPER,
                reporter=Reporter(name="MARKED-NAME"),
                details=Details(f"Đèn hỏng MARKED-WORDS {number}"),
            ),
            idempotency_key=f"officer#{number}",
            by="editor-1",
        )
        for number in range(2)
    ]
    open_table("Cases").update(*case_key(cases[0].id), set={"kind": "nonsense"})
    capsys.readouterr()
    tick(job)
    assert desk.store.read(cases[1].id).case.reminded
    found, _ = desk.store.reminders(PROVINCE, limit=10)
    assert {reminder.audience for reminder in found} == {"above"}
    printed = capsys.readouterr().out
    assert '"CasesNotLookedAfter":[1.0]' in printed.replace(" ", "")
    told = [vars(record) for record in caplog.records if record.levelname == "ERROR"]
    assert [(facts["case_id"], facts["error"]) for facts in told] == [(cases[0].id, "ValueError")]
    assert "MARKED" not in f"{printed}{told}"

    def busy(*_: object, **__: object) -> None:
        raise Busy

    monkeypatch.setattr(_jobs(), "sweep", busy)
    tick(job)


def test_cases_leave_the_broadcasts_their_time(job: ModuleType) -> None:
    desk, at = job.root().cases, clock.now() - timedelta(days=40)
    case = desk.at(at).open(
        Draft(PROVINCE, WARD, CaseKind.REPORT, Channel.PAPER, Reporter(), Details("Đèn hỏng")),
        idempotency_key="officer#x",
        by="editor-1",
    )
    tick(job, _jobs().CASES_RESERVE - 1)
    assert desk.store.read(case.id).case.reminded == ()


@pytest.mark.parametrize(
    ("hour", "heard", "raised"),
    [(10, 3, True), (10, 1, False), (22, 9, False), (10, 0, False)],
)
def test_two_silent_working_hours_raise_an_alarm(
    silence: Callable[[int, int], str], hour: int, heard: int, *, raised: bool
) -> None:
    """No hours: it was never kept when Zalo told something."""
    assert ('"ProvinceSilent":[1.0]' in silence(hour, heard)) is raised


@pytest.fixture
def silence(
    job: ModuleType, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, logged: Callable[[], str]
) -> Callable[[int, int], str]:
    """What is logged at an hour, so many hours after Zalo told something."""

    def tell(hour: int, heard: int) -> str:
        now = datetime(2026, 11, 25, hour, 0, tzinfo=clock.VIETNAM)  # a Wednesday
        accounts = AccountStore(open_table("Units"))
        account = accounts.of_unit(PROVINCE, WARD)
        assert account
        if heard:
            accounts.set_last_event(account.key, now - timedelta(hours=heard))
        monkeypatch.setattr(clock, "now", lambda: now)
        tick(job)
        return logged()

    return tell


def test_an_item_of_the_library_appears_on_time_and_again_changes_nothing(
    job: ModuleType, open_table: OpenTable
) -> None:
    world = LibraryWorld(open_table)
    item = world.approved("Hẹn giờ").item
    world.content.put(head_row(replace(item, scheduled_for=clock.now() - MINUTE)))
    for _ in range(2):
        job.handler({}, Context())
    assert world.titles(COMMUNE) == ["Hẹn giờ"]
    assert world.store.item(item.item_id).shown_version == 1


def test_an_item_that_cannot_be_looked_after_is_in_nobodys_way(
    job: ModuleType, open_table: OpenTable, capsys: pytest.CaptureFixture[str]
) -> None:
    world = LibraryWorld(open_table)
    lost = world.approved("Mất bản").item
    world.content.put(head_row(replace(lost, scheduled_for=clock.now() - MINUTE, working=9)))
    due = world.approved("Đúng giờ").item
    world.content.put(head_row(replace(due, scheduled_for=clock.now() - MINUTE)))
    job.handler({}, Context())
    assert world.titles(COMMUNE) == ["Đúng giờ"]
    assert '"BroadcastsInTrouble":[1.0]' in capsys.readouterr().out
