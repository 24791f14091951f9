"""A broadcast from draft to report, through the officer API, the schedule, the queue and Zalo."""

import io
import json
from datetime import datetime, timedelta
from typing import Any
from zipfile import ZipFile

import openpyxl
import requests
from pypdf import PdfReader

from infra.local.story import ARTICLE
from tests.e2e.town import COMMUNE, PROVINCE, VIETNAM, Place, Town
from tests.e2e.waiting import wait_until


def test_a_broadcast_is_drafted_approved_by_another_scheduled_and_sent(town: Town) -> None:
    place = town.connected(followers=2)
    article = town.api("editor", "POST", "/articles", town.article())
    draft = town.api(
        "editor",
        "POST",
        "/broadcasts",
        {"article_id": article["article_id"], "target": {"root": place.path}},
    )
    path = f"/broadcasts/{draft['broadcast_id']}"
    assert (draft["state"], draft["unit"], draft["target"]["root"]) == ("draft", PROVINCE, place.path)
    seen = {"digest": draft["digest"]}
    soon = {"send_at": (datetime.now(VIETNAM) + timedelta(seconds=4)).isoformat(), **seen}
    assert town.ask("approver", "POST", f"{path}/schedule", soon).status_code == 409  # not approved
    assert town.ask("approver", "POST", f"{path}/approve", seen).status_code == 409  # not submitted
    assert town.api("editor", "POST", f"{path}/submit", seen)["state"] == "submitted"
    for officer in ("editor", "viewer"):
        assert town.ask(officer, "POST", f"{path}/approve", seen).status_code == 403
    assert town.api("approver", "POST", f"{path}/approve", seen)["state"] == "approved"
    assert town.ask("viewer", "POST", f"{path}/schedule", soon).status_code == 403
    soon = {"send_at": (datetime.now(VIETNAM) + timedelta(seconds=4)).isoformat(), **seen}
    assert town.api("approver", "POST", f"{path}/schedule", soon)["state"] == "scheduled"
    ledger = town.wait_for_broadcast(draft["broadcast_id"], 60)
    assert (ledger["planned"], ledger["sent"]) == (1, 1)
    (accepted,) = town.accepted(place.oa_id)
    delivery = town.delivery(draft["broadcast_id"], place.path)
    assert accepted["message_id"] == delivery["message_id"]
    assert accepted["titles"] == [ARTICLE["title"]]
    assert accepted["recipients"] == 2
    numbers = town.numbers(place.path)
    assert (numbers["deliveries_sent"], numbers["articles"], numbers["followers"]) == (1, 1, 2)
    town.invoke("Clock", {})
    assert town.api("viewer", "GET", path)["state"] == "finished"
    assert town.ask("approver", "POST", f"{path}/cancel").status_code == 409  # too late


def test_an_author_who_may_approve_cannot_approve_their_own(town: Town) -> None:
    article = town.api("administrator", "POST", "/articles", town.article())
    order = {"article_id": article["article_id"], "target": {"root": COMMUNE}}
    draft = town.api("administrator", "POST", "/broadcasts", order)
    path = f"/broadcasts/{draft['broadcast_id']}"
    seen = {"digest": draft["digest"]}
    town.api("administrator", "POST", f"{path}/submit", seen)
    answer = town.ask("administrator", "POST", f"{path}/approve", seen)
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert "đã soạn" in answer.json()["detail"].lower()
    assert town.api("approver", "POST", f"{path}/approve", seen)["state"] == "approved"


def test_one_account_that_cannot_send_leaves_the_others_done(town: Town) -> None:
    good, disabled, revoked, other = (town.connected() for _ in range(4))
    town.zalo("/accounts", [{"oa_id": disabled.oa_id, "state": "disabled"}])
    town.zalo("/tokens", {"oa_id": revoked.oa_id, "do": "revoke"})
    town.zalo("/tokens", {"oa_id": revoked.oa_id, "do": "expire_access"})
    title = f"Gửi toàn tỉnh {good.oa_id}"
    name = town.send(PROVINCE, title)
    assert _outcome(town, name, good) == ("sent", "")
    assert _outcome(town, name, other) == ("sent", "")
    assert _outcome(town, name, disabled) == ("skipped", "disabled")
    assert _outcome(town, name, revoked) == ("skipped", "needs_consent")
    assert _outcome(town, name, Place(COMMUNE, "")) == ("skipped", "no_account")
    assert town.health_of(disabled.path) == "disabled"
    assert town.health_of(revoked.path) == "needs_consent"
    ledger = town.api("viewer", "GET", f"/broadcasts/{name}")["ledger"]
    assert ledger["planned"] == 131 == sum(ledger.values()) - ledger["planned"]
    sent = [one for one in town.zalo("/broadcasts?limit=0")["broadcasts"] if one["titles"] == [title]]
    assert len(sent) == len({one["oa_id"] for one in sent}) == ledger["sent"]
    skipped = town.numbers(disabled.path)
    assert (skipped["deliveries_skipped"], skipped["deliveries_sent"]) == (1, 0)


def test_an_answer_that_is_lost_makes_the_delivery_unknown_and_never_sends_again(town: Town) -> None:
    place = town.connected()
    fault = {"kind": "close_after", "path": "/v2.0/oa/message", "oa_id": place.oa_id, "count": 1}
    town.zalo("/faults", fault)  # of this account: another may be welcoming somebody meanwhile
    name = town.send(place.path, "Gửi mà không nghe trả lời")
    assert _outcome(town, name, place) == ("unknown", "answer_lost")
    assert len(town.accepted(place.oa_id)) == 1
    assert town.numbers(place.path)["deliveries_unknown"] == 1


def test_the_report_is_the_same_as_sheet_as_json_and_through_the_officer_api(town: Town) -> None:
    place = town.connected(followers=123)
    town.happen({"act": "send_text", "oa_id": place.oa_id, "resident": "bà Lan", "text": "Chào"})
    wait_until(lambda: town.numbers(place.path)["messages_out"] == 1, "greeted, and that is counted")
    numbers = town.numbers(place.path)
    assert (numbers["followers"], numbers["messages_in"]) == (123, 1)
    told, sheet = town.report("xlsx", place.path)
    assert told["total"] == numbers
    rows = _sheet(sheet)
    assert any(row[0] == "Tổng cộng" and 123 in row for row in rows)
    today = datetime.now(VIETNAM).date()
    first = (today - timedelta(days=1)).replace(day=1)  # as the story's own report
    order = {"unit": place.path, "from": first.isoformat(), "to": today.isoformat()}
    made = town.ask("viewer", "POST", "/reports", order | {"format": "json"})
    assert made.status_code == 201, made.text
    assert made.json()["total"] == numbers
    assert json.loads(requests.get(made.json()["url"], timeout=30).content)["total"] == numbers
    again = town.ask("viewer", "POST", "/reports", order | {"format": "xlsx"}).json()
    assert _sheet(requests.get(again["url"], timeout=30).content) == rows
    paper = town.report("pdf", place.path)[1]
    assert any("123" in page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    with ZipFile(io.BytesIO(town.report("docx", place.path)[1])) as word:
        assert "Nơi nhận:" in word.read("word/document.xml").decode()
    # The bare address, without its signature, opens nothing.
    assert requests.get(again["url"].partition("?")[0], timeout=30).status_code == 403


def test_a_report_of_nothing_that_is_there_says_so(town: Town) -> None:
    wrong: list[dict[str, Any]] = [
        {"unit": "40.99999", "from": "2026-01-01", "to": "2026-01-31"},
        {"unit": "40", "from": "hôm qua", "to": "2026-01-31"},
        {"unit": "40", "from": "2026-02-01", "to": "2026-01-31"},
    ]
    for order in wrong:
        told = town.invoke("Report", order)
        assert told["error"]["code"] in {"not_found", "invalid_input"}, order
    assert town.ask("viewer", "POST", "/reports", wrong[1]).status_code == 422
    assert town.ask("viewer", "POST", "/reports", wrong[0]).status_code == 404
    assert town.ask("commune-viewer", "POST", "/reports", {**wrong[0], "unit": "40"}).status_code == 404


def _outcome(town: Town, name: str, place: Place) -> tuple[str, str]:
    delivery = town.delivery(name, place.path)
    return delivery["state"], delivery["reason"]


def _sheet(content: bytes) -> list[tuple[Any, ...]]:
    """The rows of the workbook, without the line that says when it was made."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["Hoạt động"]
    rows = [row for row in sheet.iter_rows(values_only=True) if any(cell is not None for cell in row)]
    return [row for row in rows if "lập" not in str(row[0]).lower()]
