"""The door of cases, wired to tables made from the template; cases that others have opened there."""

import os
from typing import Any

import pytest

from loa import clock
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.deadlines import RULES
from loa.casework.cases.rules.model import Case, CaseKind, Channel, Details, Move, Reporter
from loa.casework.cases.work.opening import Draft
from loa.casework.cases.work.service import CaseService
from loa.foundation.accounts.store import AccountStore
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.working_time.model import WorkingCalendar
from loa.ids import new_id
from loa.platform.aws import clients
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.residents.messages.store import Outbox
from tests.conftest import OpenTable
from tests.worlds.doors import load
from tests.worlds.province import PROVINCE, WARD, Door, Person, door, populate

WARD_APPROVER = Person("approver-3", WARD, "approver")

MATTER = "Đèn đường trước nhà văn hóa hỏng đã hai tuần, trẻ em đi học về rất nguy hiểm."

NEW: dict[str, Any] = {
    "kind": "report",
    "channel": "paper",
    "what": MATTER,
    "where": "Khối 3",
    "name": "Trần MARKED-NAME",
    "phone": "0912 345 678",
}


def cases_door(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    """The API of cases on these tables, once the queues and the public bucket are there."""
    for name in ("Units", "Cases", "Statistics", "Audience", "Inbox", "Privacy"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    for name, value in {
        "PROVINCE_CODE": PROVINCE,
        "UNITS_AS_OF": "2024-09-30",
        "ATTACHMENTS_BUCKET": "loa-attachments",
        "MEDIA_BUCKET": "loa-media",
    }.items():
        monkeypatch.setenv(name, value)
    populate(open_table("Units"))
    return door("cases", load("cases"))


def case_desk(open_table: OpenTable) -> CaseService:
    """The desk at which residents and other officers work meanwhile."""
    return CaseService(
        store=CaseStore(open_table("Cases")),
        statistics=StatisticsStore(open_table("Statistics")),
        outbox=Outbox(open_table("Audience")),
        queue=Queue(os.environ["MESSAGES_QUEUE_URL"]),
        accounts=AccountStore(open_table("Units")),
        calendar=WorkingCalendar(),
        rules=RULES,
        units_as_of=clock.pinned_day("2024-09-30"),
    )


def opened(desk: CaseService, unit: str, *, by_chat: bool = False, what: str = MATTER) -> Case:
    """A case of a unit, as the chat or another officer opens it."""
    told = Reporter(f"oa-{unit}", "77", unit)
    reporter = told if by_chat else Reporter(name="Lê Thị B", phone="0987654321")
    channel = Channel.CHAT if by_chat else Channel.PAPER
    draft = Draft(PROVINCE, unit, CaseKind.REPORT, channel, reporter, Details(what))
    now = clock.now()
    return desk.at(now).open(draft, idempotency_key=f"test#{new_id(now)}", by="x")


def forget_requests(inbox: Table) -> None:
    """As if the process had died after the work, before the answer was kept."""
    for row in clients.dynamodb().Table(inbox.name).scan()["Items"]:
        inbox.delete(str(row["partition"]), str(row["sort"]))


def moved(desk: CaseService, case: Case, step: Move, **facts: Any) -> Case:
    return desk.transition(case.id, step, MoveFacts(**facts), by="officer-x", expected_version=None)


def answered(desk: CaseService, unit: str) -> Case:
    case = moved(desk, opened(desk, unit), Move.ACCEPT)
    return moved(desk, case, Move.ANSWER, text="Đã thay bóng đèn ngày 20/11.")
