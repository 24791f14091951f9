"""Two communes become one: followers, an open case, a waiting conversation are found under the successor."""

from datetime import date

from tests.e2e.chat import Resident, waiting_at
from tests.e2e.merging import Merger, merging
from tests.e2e.test_cases import report_by_chat
from tests.e2e.town import PROVINCE, Town
from tests.e2e.waiting import wait_until

DAY = date(2025, 6, 20)
NEW = "40.99999"


def test_two_communes_merge_and_everything_is_found_under_the_successor(town: Town) -> None:
    large, small = town.connected(), town.connected()
    editors = [town.officer(place.path, "editor") for place in (large, small)]
    second = town.officer(PROVINCE, "administrator")
    town.invoke("Roster", {})
    lan, binh = Resident(town, small, "bà Lan"), Resident(town, large, "ông Bình")
    code = report_by_chat(lan)
    binh.does("follow")
    Resident(town, large, "cô Hoa").does("follow")
    binh.writes("Trạm y tế mở cửa mấy giờ?")
    (listed,) = town.api(editors[1], "GET", f"/cases?unit={small.path}")["items"]

    with merging(town, DAY, {NEW: [large, small]}) as merger:
        plan = merger.approved(second)
        kept = {move["oa_id"]: move["is_kept"] for move in plan["accounts"] if move["new_unit"] == NEW}
        assert kept == {large.oa_id: True, small.oa_id: False}
        town.api(second, "POST", f"{merger.path}/start", {})
        wait_until(lambda: _round(merger) >= 1, "one pass is done", 400)

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


def _round(merger: Merger) -> int:
    """One round, as the schedule calls it; how many passes are done."""
    merger.town.invoke("Reorganisation", {})
    return int(merger.told()["passes"])
