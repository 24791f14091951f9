"""Two communes become one: followers, an open case, a waiting conversation are found under the successor."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from loa.foundation.units.model import Unit, UnitKind
from loa.foundation.units.store import to_row
from tests.e2e.chat import Resident, waiting_at
from tests.e2e.test_cases import report_by_chat
from tests.e2e.town import PROVINCE, Place, Town
from tests.e2e.waiting import wait_until

DAY = date(2025, 7, 1)
"""The day to which the stack pins its units."""
NEW = "40.99999"
PATH = f"/reorganisations/{DAY.isoformat()}"


@pytest.fixture
def places(town: Town) -> Iterator[list[Place]]:
    """Two communes with accounts; afterwards the units are again as they were."""
    table = town.table("Units")
    found = [town.connected(), town.connected()]
    rows = [row for place in found for row in _rows(table, place.path)]
    yield found
    for row in rows:
        table.put_item(Item=row)
    table.delete_item(Key={"partition": PROVINCE, "sort": f"unit#{NEW}#2025-07"})


def test_two_communes_merge_and_everything_is_found_under_the_successor(
    town: Town, places: list[Place]
) -> None:
    large, small = places
    editors = [town.officer(place.path, "editor") for place in places]
    second = town.officer(PROVINCE, "administrator")
    town.invoke("Roster", {})
    lan, binh = Resident(town, small, "bà Lan"), Resident(town, large, "ông Bình")
    code = report_by_chat(lan)
    binh.does("follow")
    Resident(town, large, "cô Hoa").does("follow")
    binh.writes("Trạm y tế mở cửa mấy giờ?")
    (listed,) = town.api(editors[1], "GET", f"/cases?unit={small.path}")["items"]
    _end(town, places)

    plan = _approved(town, second)
    kept = {move["oa_id"]: move["is_kept"] for move in plan["accounts"] if move["new_unit"] == NEW}
    assert kept == {large.oa_id: True, small.oa_id: False}
    town.api(second, "POST", f"{PATH}/start", {})
    wait_until(lambda: _round(town) >= 1, "one pass is done", 400)

    (account,) = town.api("administrator", "GET", f"/accounts?within={NEW}")["items"]
    assert account["oa_id"] == large.oa_id
    found = town.api("administrator", "GET", f"/cases/{listed['case_id']}")
    assert (found["code"], found["unit"]) == (code, NEW)
    assert [line["what"] for line in found["history"]][-1] == "reorganised"
    waiting = waiting_at(town, "administrator", NEW)
    assert {(item["oa_id"], item["user_id"]) for item in waiting} == {(large.oa_id, binh.user_id)}

    town.new_processes("Inbox")  # one that has heard of the account relies for a minute on what it was
    answer = lan.writes("Bao giờ thì sửa đèn ạ?")
    assert f"https://zalo.me/{large.oa_id}" in answer
    assert len(waiting_at(town, "administrator", NEW)) == 2


def _rows(table: Any, path: str) -> list[Any]:
    found = table.query(
        KeyConditionExpression="#p = :p AND begins_with(#s, :s)",
        ExpressionAttributeNames={"#p": "partition", "#s": "sort"},
        ExpressionAttributeValues={":p": PROVINCE, ":s": f"unit#{path}#"},
    )
    return list(found["Items"])


def _end(town: Town, places: list[Place]) -> None:
    """The two units ended yesterday, and one took over."""
    table = town.table("Units")
    heir = Unit(NEW, "2025-07", "99999", "Xã Mới Sáp Nhập", UnitKind.COMMUNE, valid_from=DAY)
    eve = (DAY - timedelta(days=1)).isoformat()
    for place in places:
        for row in _rows(table, place.path):
            table.put_item(
                Item={**row, "valid_from": "2025-06-01", "valid_to": eve, "successors": [heir.unit_id]}
            )
    table.put_item(Item=to_row(heir))


def _approved(town: Town, second: str) -> dict[str, Any]:
    """One administrator plans and decides, another approves what both have seen."""
    town.api("administrator", "POST", "/reorganisations", {"on": DAY.isoformat()})
    plan: dict[str, Any] = town.api("administrator", "POST", f"{PATH}/decisions", {"suggested": True})
    assert (plan["decisions_open"], plan["totals_equal"]) == (0, True)
    seen = {"digest": plan["digest"]}
    town.api("administrator", "POST", f"{PATH}/submission", seen)
    assert town.ask("administrator", "POST", f"{PATH}/approval", seen).status_code == 403
    town.api(second, "POST", f"{PATH}/approval", seen)
    return plan


def _round(town: Town) -> int:
    """One round, as the schedule calls it; how many passes are done."""
    town.invoke("Reorganisation", {})
    return int(town.api("administrator", "GET", PATH)["reorganisation"]["passes"])
