"""The clock moves and reminds of cases, hears silence, and lets items of the library appear."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from types import ModuleType

import pytest

from loa import clock
from loa.casework.cases.rows.keys import case_key
from loa.casework.cases.rules.model import CaseKind, Channel, Details, Reporter
from loa.casework.cases.work.opening import Draft
from loa.errors import Busy
from loa.foundation.accounts.store import AccountStore
from loa.foundation.officers.model import Role
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.rules.store import RuleName, RuleTextStore, StoredText
from loa.foundation.statistics.reads import reads_partition
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.model import BroadcastState
from loa.publishing.library.rows.store import head_row
from tests.component.conftest import taken
from tests.conftest import OpenTable
from tests.worlds.component.clock import MINUTE, jobs, tick
from tests.worlds.doors import Context, load
from tests.worlds.library import APPROVER, COMMUNE, EDITOR, LibraryWorld
from tests.worlds.province import PROVINCE, WARD


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

    monkeypatch.setattr(jobs(), "sweep", busy)
    tick(job)


def test_cases_leave_the_broadcasts_their_time(job: ModuleType) -> None:
    desk, at = job.root().cases, clock.now() - timedelta(days=40)
    case = desk.at(at).open(
        Draft(PROVINCE, WARD, CaseKind.REPORT, Channel.PAPER, Reporter(), Details("Đèn hỏng")),
        idempotency_key="officer#x",
        by="editor-1",
    )
    tick(job, jobs().CASES_RESERVE - 1)
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
    draft = world.draft("Hẹn giờ")
    work = world.saved(draft, "Hẹn giờ", notify=True)
    world.service.submit(EDITOR, draft.item.item_id, work.draft().revision)
    item = world.service.approve(APPROVER, draft.item.item_id, work.draft().revision + 1).item
    world.content.put(head_row(replace(item, scheduled_for=clock.now() - MINUTE)))
    for _ in range(2):
        job.handler({}, Context())
    assert world.titles(COMMUNE) == ["Hẹn giờ"]
    shown = world.store.item(item.item_id)
    assert shown.shown_version == 1
    (place,) = shown.elsewhere
    told = BroadcastStore(open_table("Broadcasts")).get(place.removeprefix("broadcast:"))
    assert told.state is BroadcastState.DRAFT, "followers are told by a draft that somebody approves"


def test_what_one_person_published__is_told_to_a_second_one__under_the_role_of_the_clock(
    job: ModuleType, open_table: OpenTable
) -> None:
    world = LibraryWorld(open_table)
    world.now = clock.now() - MINUTE
    registry = OfficerStore(open_table("Units"))
    second = KnownOfficer("second", "Tên", WARD, frozenset({Role.APPROVER}), f"oa-{WARD}", "501")
    commit([registry.adding(second)])
    commit([registry.linking(second, world.now, first=True)])
    work = world.draft("Lũ về", unit=WARD)
    world.service.publish_urgently(APPROVER, work.item.item_id, work.draft().revision, "Xả lũ trong đêm")
    for _ in range(2):
        job.handler({}, Context())
    ((_, asked),) = taken("messages")
    assert asked["user_id"] == "501"


def test_reads_of_an_item__become_its_counter_once__under_the_role_of_the_clock(
    job: ModuleType, open_table: OpenTable
) -> None:
    library, table = LibraryWorld(open_table), open_table("Statistics")
    library.now = clock.now()
    item, today = library.publish("Lịch họp"), clock.local_day(clock.now())
    for number in ("1", "2"):
        batch = {"partition": reads_partition(PROVINCE), "sort": f"{today.isoformat()}#{number}"}
        table.put(batch | {"units": {COMMUNE: 5}, "pages": {item: 4}})
    for _ in range(2):
        tick(job)
    assert library.service.reader.reads(library.store.item(item))[0][1] == 8
    assert list(table.rows(reads_partition(PROVINCE))) == []


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
