"""A resident is shown what is kept, and erased, by the role that may; and who looked is seen from above."""

from typing import Any
from uuid import uuid4

from tests.e2e.chat import Resident, once, settle
from tests.e2e.town import Town


def _its_day_is_over(town: Town, request: dict[str, Any]) -> None:
    """Put an erasure among what is due now."""
    table, request_id = town.table("Privacy"), request["request_id"]
    (due,) = (row for row in town.rows("Privacy") if row["sort"] == f"{request['next_at']}#{request_id}")
    table.put_item(Item={"partition": due["partition"], "sort": f"2024-01-01T00:00:00.000Z#{request_id}"})


def test_a_resident_is_shown_what_is_kept_and_then_erased(town: Town) -> None:
    place = town.connected()
    editor, approver = town.officer(place.path, "editor"), town.officer(place.path, "approver")
    hoa = Resident(town, place, "bà Hoa")
    hoa.does("follow")
    hoa.writes("Cho tôi hỏi lịch tiếp dân của xã, tôi tên Hoa")
    town.api(editor, "GET", hoa.conversation)
    read = [
        item
        for item in town.api("administrator", "GET", f"/readings?unit={place.path}")["items"]
        if item["reference"] == f"{place.oa_id}/{hoa.user_id}"
    ]
    assert [(item["what"], item["officer_unit"]) for item in read] == [("conversation", place.path)]
    assert town.ask(editor, "GET", "/readings").status_code == 403

    order = {"kind": "erase", "oa_id": place.oa_id, "user_id": hoa.user_id}
    made = town.api(approver, "POST", "/data-requests", order, **once())
    route = f"/data-requests/{made['request_id']}"
    kept = town.api(approver, "GET", f"{route}/data")["items"]
    assert {"follower", "message", "outgoing"} <= {item["where"] for item in kept}
    assert made["needs_confirmation"]
    refused = town.ask(approver, "POST", f"{route}/confirmation", {}, idempotency_key=uuid4().hex)
    assert refused.status_code == 403, "not by who wrote it down"
    begun = town.api("administrator", "POST", f"{route}/confirmation", {}, **once())
    _its_day_is_over(town, begun)
    assert town.invoke("Privacy", {})["failed"] == 0
    done = town.api(approver, "GET", route)
    assert (done["state"], done["erased_rows"] > 1) == ("done", True)
    assert town.ask(approver, "GET", f"{route}/data").status_code == 409
    assert town.api(editor, "GET", hoa.conversation)["lines"] == []
    settle(town)
    hoa.writes("Tôi hỏi thêm việc khác")
    assert len(town.api(editor, "GET", hoa.conversation)["lines"]) >= 1, "who comes back is heard"
