"""The pages of cases over a province with its real units: officers of a commune, what residents raised."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from types import ModuleType
from typing import Any, Final

import boto3
import pytest

from loa import clock
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.deadlines import RULES
from loa.casework.cases.rules.model import Case, CaseKind, Channel, Details, Move, Reporter
from loa.casework.cases.work.opening import Draft
from loa.casework.cases.work.service import CaseService
from loa.foundation.accounts.store import AccountStore
from loa.foundation.officers.model import Role
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.store import UnitStore
from loa.foundation.working_time.model import WorkingCalendar
from loa.ids import new_id
from loa.platform.aws.queues import Queue
from loa.residents.messages.store import Outbox
from tests.conftest import OpenTable
from tests.pages.public_world import UNITS
from tests.worlds.console import ConsoleWorld, OfficerBrowser, set_console_environment
from tests.worlds.doors import load
from tests.worlds.quick_moto import make_bucket, make_queue

LIST: Final = "/console/vu-viec"
COMMUNE: Final = "40.17506"
OTHER: Final = "40.16681"
OA_ID: Final = "4207849230913"
FLOODED: Final = (
    "Đường xóm 7 đoạn trước nhà văn hóa ngập từ hôm mưa tới giờ, các cháu đi học phải lội. Chừng 30 mét."
)


@dataclass
class CaseWorld:
    """The function `cases`, and the desk at which residents and other officers work meanwhile."""

    module: ModuleType
    covering: ModuleType
    console: ConsoleWorld
    desk: CaseService
    browsers: dict[str, OfficerBrowser] = field(default_factory=dict)

    def sign_in(self, name: str, unit: str = COMMUNE, *roles: Role) -> OfficerBrowser:
        """Return the browser of an officer, an editor unless said otherwise."""
        identity = f"officer-{len(self.browsers)}"
        officer = self.console.officer(identity, unit, *(roles or (Role.EDITOR,)), name=name)
        self.browsers[name] = self.console.sign_in(officer, self.handler, factor=True)
        return self.browsers[name]

    def raised(
        self,
        what: str = FLOODED,
        unit: str = COMMUNE,
        *,
        days_ago: float = 0,
        by_chat: bool = False,
        kind: CaseKind = CaseKind.REPORT,
        name: str = "Nguyễn Thị Lan",
        phone: str = "0912 345 678",
        **details: Any,
    ) -> Case:
        """Return a case that somebody raised some days ago."""
        now = clock.now() - timedelta(days=days_ago)
        reporter = Reporter(OA_ID, "77", COMMUNE, name=name) if by_chat else Reporter(name=name, phone=phone)
        channel = Channel.CHAT if by_chat else Channel.TELEPHONE
        given = {"where": "trước nhà văn hóa", "hamlet": "Xóm 7"} | details
        draft = Draft("40", unit, kind, channel, reporter, Details(what, **given))
        return self.desk.at(now).open(draft, idempotency_key=f"test#{new_id(now)}", by="resident")

    def pictured(self, what: str = FLOODED, *, days_ago: float = 0) -> Case:
        """Return a case with a picture that came by chat."""
        sort, content = f"2026-11-20T01:00:00.000Z#{new_id(clock.now())}", jpeg()
        key = f"attachments/{OA_ID}/{sort[-22:]}"
        boto3.client("s3").put_object(Bucket="loa-attachments", Key=key, Body=content)
        copy = {"key": key, "type": "image/jpeg", "size": len(content), "name": "anh.jpg"}
        self.desk.outbox.table.put(
            {
                "partition": f"conversation#{OA_ID}#77",
                "sort": sort,
                "attachments": [{"kind": "image", "url": "https://zalo.example/1"}],
                "copies": {"0": copy},
            }
        )
        return self.raised(what, by_chat=True, days_ago=days_ago, attachments=(f"message#{sort}#0",))

    def handler(self, event: dict[str, Any], context: Any) -> Mapping[str, Any]:
        """Answer as API Gateway does: the page that covers pictures is another function's."""
        module = self.covering if "/che-anh" in event["rawPath"] else self.module
        answer: Mapping[str, Any] = module.handler(event, context)
        return answer

    def moved(
        self, case: Case, *steps: Move, by: str = "officer-0", days_ago: float = 0, **facts: Any
    ) -> Case:
        """Return a case after some steps of an officer."""
        desk = self.desk.at(clock.now() - timedelta(days=days_ago))
        for step in steps:
            case = desk.transition(case.id, step, MoveFacts(**facts), by=by, expected_version=None)
        return case

    def answered(self, case: Case, text: str = "Đã thông cống sáng nay, nước đã rút.") -> Case:
        """Return a case that was taken and answered."""
        return self.moved(self.moved(case, Move.ACCEPT), Move.ANSWER, text=text)


def jpeg(width: int = 400, height: int = 300) -> bytes:
    """Return a picture: a road, somebody on it, a number plate."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - of tests with pictures alone

    picture = Image.new("RGB", (width, height), "#bcd")
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle((0, height * 0.6, width, height), fill="#776")
    drawing.ellipse((width * 0.2, height * 0.2, width * 0.35, height * 0.4), fill="#eca")
    drawing.rectangle((width * 0.6, height * 0.7, width * 0.8, height * 0.8), fill="#fff")
    output = BytesIO()
    picture.save(output, "JPEG")
    return output.getvalue()


def case_world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> CaseWorld:
    """Build it on tables made from the template."""
    set_console_environment(open_table, monkeypatch)
    UnitStore(open_table("Units")).save_all(UNITS)
    for bucket in ("loa-attachments", "loa-media"):
        make_bucket(bucket)
    queue = make_queue("messages")
    given = {
        "MESSAGES_QUEUE_URL": queue,
        "ATTACHMENTS_BUCKET": "loa-attachments",
        "MEDIA_BUCKET": "loa-media",
    }
    for name in ("Cases", "Statistics", "Audience", "Content", "Privacy"):
        given[f"{name.upper()}_TABLE"] = open_table(name).name
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    desk = CaseService(
        store=CaseStore(open_table("Cases")),
        statistics=StatisticsStore(open_table("Statistics")),
        outbox=Outbox(open_table("Audience")),
        queue=Queue(os.environ["MESSAGES_QUEUE_URL"]),
        accounts=AccountStore(open_table("Units")),
        calendar=WorkingCalendar(),
        rules=RULES,
    )
    return CaseWorld(load("cases"), load("redaction"), ConsoleWorld(open_table), desk)
