"""The pages of broadcasts over a province with its real units: a few accounts, officers who write."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import ModuleType
from typing import Any, Final
from urllib.parse import urlsplit

import boto3
import pytest

from loa import clock
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.foundation.officers.model import Role
from loa.foundation.units.store import UnitStore
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from tests.conftest import OpenTable
from tests.pages.public_world import UNITS
from tests.worlds.component.settings import SCHEDULES
from tests.worlds.console import ConsoleWorld, OfficerBrowser, filled_in, set_console_environment
from tests.worlds.console_cases import jpeg
from tests.worlds.doors import load
from tests.worlds.library import LibraryWorld
from tests.worlds.quick_moto import make_bucket, make_queue

AREA: Final = "/console/truyen-thong"
PROVINCE: Final = "40"
COMMUNE: Final = "40.17506"
OTHER: Final = "40.16681"
TITLE: Final = "Phòng chống rét hại từ đêm 3/12"
_ID: Final = re.compile(rf"{AREA}/([0-9a-f]{{22}})")


@dataclass
class BroadcastWorld:
    """The function `broadcasts` on tables made from the template."""

    module: ModuleType
    console: ConsoleWorld
    store: BroadcastStore
    deliveries: DeliveryStore
    open_table: OpenTable
    browsers: dict[str, OfficerBrowser] = field(default_factory=dict)

    def sign_in(self, name: str, unit: str = COMMUNE, *roles: Role, factor: bool = True) -> OfficerBrowser:
        """Return the browser of an officer, an editor unless said otherwise."""
        identity = f"officer-{len(self.browsers)}"
        officer = self.console.officer(identity, unit, *(roles or (Role.EDITOR,)), name=name)
        self.browsers[name] = self.console.sign_in(officer, self.handler, factor=factor)
        return self.browsers[name]

    def handler(self, event: dict[str, Any], context: Any) -> Mapping[str, Any]:
        """Answer as API Gateway does."""
        answer: Mapping[str, Any] = self.module.handler(event, context)
        return answer

    def sending(self, name: str, states: Mapping[str, tuple[DeliveryState, str]]) -> None:
        """Let a broadcast be under way, with a delivery in each of these states, with its reason."""
        now = clock.now()
        self.deliveries.plan(
            Delivery(
                name, path, f"Đơn vị {path}", f"oa-{path}", state, now, attempts=1, reason=reason,
                article_id="1" if state is DeliveryState.SENT else "",
            )
            for path, (state, reason) in states.items()
        )  # fmt: skip
        self.open_table("Broadcasts").update(
            name,
            "meta",
            set={
                "state": BroadcastState.SENDING.value,
                "planned": len(states),
                "planned_at": clock.to_text(now),
            },
        )

    def sent_item(
        self, writer: OfficerBrowser, approver: OfficerBrowser, library: LibraryWorld
    ) -> tuple[str, str]:
        """Return a broadcast that carried an item's words to three accounts, and the item."""
        item, name = library.publish("Lịch tiêm phòng", unit=PROVINCE), written(writer)
        here = f"{AREA}/{name}"
        writer.send(f"{here}/thu-vien", f"{here}/thu-vien", item=item)
        writer.send(f"{here}/xem-lai", f"{here}/trinh")
        approver.send(f"{here}/duyet", f"{here}/duyet", decision="approve", read="true")
        self.sending(name, dict.fromkeys((COMMUNE, OTHER, "40.16690"), (DeliveryState.SENT, "")))
        table = self.open_table("Broadcasts")
        table.update(name, "meta", set={"state": BroadcastState.FINISHED.value})
        return name, item

    def outdated(self, writer: OfficerBrowser, approver: OfficerBrowser) -> str:
        """Return a broadcast whose item has a newer edition."""
        library = LibraryWorld(self.open_table)
        name, item = self.sent_item(writer, approver, library)
        library.corrected(item, "Lịch tiêm phòng, sáng thứ Sáu")
        return name

    def get(self, name: str) -> Broadcast:
        """Return a broadcast as it stands."""
        return self.store.get(name)


def written(author: OfficerBrowser, title: str = TITLE, **steps: dict[str, Any]) -> str:
    """Return the id of a draft that an officer wrote through the pages; `steps`: fields of a step."""
    begun = author.send(f"{AREA}/moi", f"{AREA}/moi", **steps.get("recipients", {}))
    name = id_in(begun)
    here = f"{AREA}/{name}/noi-dung"
    (form,) = [each for each in author.page(here).all("form") if each.get("action") == here]
    fields: dict[str, Any] = {key: values[0] for key, values in filled_in(form).items()}
    fields |= {"title": title, "description": "Giữ ấm người già, trẻ nhỏ.", "act": ""}
    fields |= {"words": "Từ đêm 4 đến 6/12 có rét đậm.\n\nĐưa trâu bò về chuồng."} | steps.get("content", {})
    kept = author.post_files(here, fields, {"cover_file": jpeg()})
    assert kept["statusCode"] == 303, kept["body"][:2_000]
    when = f"{AREA}/{name}/khi-nao"
    kept = author.send(when, when, **steps.get("when", {}))
    assert kept["statusCode"] == 303, kept["body"][:2_000]
    return name


def submitted(author: OfficerBrowser, title: str = TITLE, **steps: dict[str, Any]) -> str:
    """Return the id of what an officer wrote and submitted."""
    name = written(author, title, **steps)
    sent = author.send(f"{AREA}/{name}/xem-lai", f"{AREA}/{name}/trinh")
    assert sent["statusCode"] == 303, sent["body"][:2_000]
    return name


def id_in(answer: Mapping[str, Any]) -> str:
    """Return the id of the broadcast to whose page an answer leads."""
    assert answer["statusCode"] == 303, (answer["statusCode"], answer["body"][:2_000])
    found = _ID.match(urlsplit(answer["headers"]["location"]).path)
    assert found, answer["headers"]["location"]
    return found[1]


def broadcast_world(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, *, quiet: str = "00:00-00:00"
) -> BroadcastWorld:
    """Build it; `quiet`: when Zalo takes nothing, never unless said."""
    set_console_environment(open_table, monkeypatch)
    UnitStore(open_table("Units")).save_all(UNITS)
    now = clock.now()
    for path in (PROVINCE, COMMUNE):
        account = Account(
            PROVINCE, path, f"oa-{path}", path, 4, AccountState.CONNECTED, now, now, now + timedelta(days=90)
        )
        open_table("Units").put(account_row(account))
    make_bucket("loa-media")
    boto3.client("scheduler").create_schedule_group(Name=SCHEDULES)
    given = {
        "QUIET_HOURS": quiet,
        "PUBLIC_URL": "https://loa.example.vn",
        "MEDIA_BUCKET": "loa-media",
        "SCHEDULE_GROUP": SCHEDULES,
        "SCHEDULE_PREFIX": "loa-broadcast-",
        "PLAN_FUNCTION_ARN": "arn:aws:lambda:ap-southeast-1:123456789012:function:plan",
        "SCHEDULER_ROLE_ARN": "arn:aws:iam::123456789012:role/scheduler",
        "SCHEDULE_DLQ_ARN": "arn:aws:sqs:ap-southeast-1:123456789012:schedules-dead-letters",
    }
    for name in ("Content", "Broadcasts", "Statistics", "Audience"):
        given[f"{name.upper()}_TABLE"] = open_table(name).name
    for queue in ("deliveries", "urgent", "messages"):
        given[f"{queue.upper()}_QUEUE_URL"] = make_queue(queue)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    table = open_table("Broadcasts")
    return BroadcastWorld(
        load("broadcasts"), ConsoleWorld(open_table), BroadcastStore(table), DeliveryStore(table), open_table
    )
