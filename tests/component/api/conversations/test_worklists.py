"""What officers see of conversations: lists, pages, messages, files, and nothing of other units."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from loa import clock
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.store import message_key
from tests.component.conftest import connect
from tests.conftest import OpenTable
from tests.worlds.component.ward import COLLEAGUE, HERE, KEY, OA, USER, WORDS, Ward
from tests.worlds.province import (
    EDITOR,
    OTHER_WARD_EDITOR,
    PROVINCE,
    TOWN,
    VIEWER,
    WARD,
    WARD_EDITOR,
    Person,
)


def test_what_waits_is_shown_with_its_window(ward: Ward) -> None:
    (item,) = ward.door.good(WARD_EDITOR, "GET", "/conversations")["items"]
    assert (item["user_id"], item["unit"], item["account_unit"], item["unanswered"]) == (USER, WARD, WARD, 1)
    window = item["window"]
    assert (window["window"], window["can_write"]) == ("free", True)
    assert 46.9 * 3600 < window["free_seconds_left"] < 47 * 3600
    assert 166.9 * 3600 < window["seconds_left"] < 167 * 3600
    assert ward.waiting(EDITOR) == []
    assert ward.waiting(EDITOR, below="true") == [USER]
    assert ward.waiting(EDITOR, unit=WARD) == [USER]
    assert ward.door.ask(WARD_EDITOR, "GET", "/conversations", unit=PROVINCE).status == 404
    assert ward.door.ask(VIEWER, "GET", "/conversations").status == 403


def test_list__with_messages__shows_the_last_words(ward: Ward) -> None:
    ward.writes(kind="image", text="")
    long = "Dạ thưa cán bộ, " + "đường làng em ngập sâu quá " * 8
    ward.writes(user_id="78", text=long)
    ward.writes(clock.now() - timedelta(days=1), user_id="78", text="Tin cũ đến muộn")
    items = ward.door.good(WARD_EDITOR, "GET", "/conversations")["items"]
    shown = {item["user_id"]: item["preview"] for item in items}
    assert shown[USER] == "(gửi ảnh)"
    assert long.startswith(shown["78"].removesuffix("…"))
    assert 60 < len(shown["78"]) <= 80
    assert {item["unit_name"] for item in items} == {"Phường Hà Huy Tập"}


def test_list__by_name__finds_without_marks_in_every_list(ward: Ward) -> None:
    for user, name in ((USER, "Nguyễn Thị Lần"), ("78", "Hồ Văn Sáu"), ("79", "Trần Thị Lan")):
        ward.writes(user_id=user)
        ward.audience.table.update(f"account#{OA}", f"follower#{user}", set={"display_name": name})
    ward.post("close", {"seen_up_to": ward.seen()})
    assert ward.waiting(name="thi lan") == ["79", USER], "what waits comes first"
    assert ward.waiting(OTHER_WARD_EDITOR, name="thi lan") == []
    assert ward.door.ask(WARD_EDITOR, "GET", "/conversations", name="x").status == 422


def test_counts__of_what_waits__are_right_up_to_99(ward: Ward) -> None:
    now = clock.now()
    ward.writes(now - timedelta(hours=40), user_id="78")
    ward.post("assignment", {"officer": "me"})
    url = "/conversations/waiting"
    assert ward.door.good(WARD_EDITOR, "GET", url) == {
        "waiting": 2, "waiting_text": "2", "mine": 1, "closing": 1,
    }  # fmt: skip
    assert ward.door.good(EDITOR, "GET", url)["waiting"] == 0
    assert ward.door.good(EDITOR, "GET", url, below="true")["waiting"] == 2
    assert ward.door.ask(OTHER_WARD_EDITOR, "GET", url, unit=WARD).status == 404
    for number in range(100):
        ward.writes(now - timedelta(minutes=1), user_id=f"1{number:03}")
    assert ward.door.good(WARD_EDITOR, "GET", url)["waiting_text"] == "99+"


def test_thread__after_an_instant__has_only_what_is_newer(ward: Ward) -> None:
    before = ward.seen()
    assert ward.read(after=before)["lines"] == []
    ward.writes(text="Tin mới")
    assert [line["text"] for line in ward.read(after=before)["lines"]] == ["Tin mới"]


def test_the_worklist_comes_in_pages(ward: Ward) -> None:
    now = clock.now()
    for number in range(5):
        ward.writes(now - timedelta(minutes=30 - number), user_id=f"10{number}")
    for query in ({"unit": WARD}, {"below": "true"}):
        found, cursor = [], None
        while True:
            more: dict[str, str] = {"cursor": cursor} if cursor else {}
            page = ward.door.good(EDITOR, "GET", "/conversations", limit=2, **query, **more)
            found += [item["user_id"] for item in page["items"]]
            cursor = page["next"]
            if not cursor:
                break
        assert found == [USER, "100", "101", "102", "103", "104"]
    mine = ward.door.good(EDITOR, "GET", "/conversations", limit=2, unit=WARD)["next"]
    assert ward.door.ask(OTHER_WARD_EDITOR, "GET", "/conversations", cursor=mine).status == 422


def listed(ward: Ward, person: Person = WARD_EDITOR, **query: Any) -> list[str]:
    """Residents and state of a list, page after page of one."""
    found, cursor = [], ""
    while True:
        page = ward.door.good(
            person, "GET", "/conversations", limit=1, **({"cursor": cursor} if cursor else {}), **query
        )
        found += [
            f"{item['user_id']} {item['state']} {item['assigned_to']}".strip() for item in page["items"]
        ]
        cursor = page["next"]
        if not cursor:
            return found


def test_what_is_answered_or_closed_and_what_is_mine_can_be_found_again(ward: Ward) -> None:
    now = clock.now()
    for number in range(3):
        ward.writes(now - timedelta(minutes=30 - number), user_id=f"10{number}")
    assert ward.post("assignment", {"officer": "me"}).status == 200
    other = f"/conversations/{OA}/101"
    assert ward.door.ask(COLLEAGUE, "POST", f"{other}/assignment", {"officer": "me"}).status == 200
    seen = ward.read(path=f"/conversations/{OA}/102")["conversation"]["seen_up_to"]
    closing = {"seen_up_to": seen}
    assert ward.door.ask(WARD_EDITOR, "POST", f"/conversations/{OA}/102/close", closing).status == 200
    head = ward.conversations.get(OA, "100")
    assert head
    answered = ward.conversations.answered(head, now, unit_path=WARD)
    assert answered
    commit([answered.update])

    mine, theirs = f"{USER} waiting {WARD_EDITOR.sub}", f"101 waiting {COLLEAGUE.sub}"
    assert listed(ward) == listed(ward, state="waiting") == [mine, theirs]
    assert listed(ward, state="answered") == ["100 answered"]
    assert listed(ward, state="closed") == ["102 closed"]
    assert listed(ward, assignee="me") == [mine]
    assert listed(ward, assignee=COLLEAGUE.sub) == [theirs]
    assert listed(ward, assignee="me", state="closed") == []
    assert ward.post("close", {"seen_up_to": ward.seen()}).status == 200
    assert listed(ward, assignee="me") == []
    assert listed(ward, assignee="me", state="closed") == [f"{USER} closed {WARD_EDITOR.sub}"]
    assert listed(ward, state="closed") == [f"{USER} closed {WARD_EDITOR.sub}", "102 closed"]
    assert listed(ward, EDITOR, state="closed") == []
    assert len(listed(ward, EDITOR, state="closed", below="true")) == 2
    assert listed(ward, EDITOR, assignee=COLLEAGUE.sub, below="true") == [theirs]
    assert listed(ward, OTHER_WARD_EDITOR, assignee=COLLEAGUE.sub) == []


OTHER_LISTS: list[tuple[Person, dict[str, Any]]] = [
    (WARD_EDITOR, {"assignee": "me", "state": "closed"}),
    (WARD_EDITOR, {"state": "waiting"}),
    (COLLEAGUE, {"assignee": "me"}),
    (OTHER_WARD_EDITOR, {"assignee": WARD_EDITOR.sub}),
    (EDITOR, {"assignee": WARD_EDITOR.sub}),
]


@pytest.mark.parametrize(("person", "asked"), OTHER_LISTS)
def test_a_cursor_of_another_list_leads_nowhere(ward: Ward, person: Person, asked: dict[str, Any]) -> None:
    ward.writes(user_id="101")
    for user_id in (USER, "101"):
        path = f"/conversations/{OA}/{user_id}/assignment"
        assert ward.door.ask(WARD_EDITOR, "POST", path, {"officer": "me"}).status == 200
    cursor = ward.door.good(WARD_EDITOR, "GET", "/conversations", limit=1, assignee="me")["next"]
    assert cursor
    assert ward.door.ask(person, "GET", "/conversations", cursor=cursor, **asked).status == 422


def test_a_state_that_does_not_exist_is_refused(ward: Ward) -> None:
    assert ward.door.ask(WARD_EDITOR, "GET", "/conversations", state="open").status == 422
    assert ward.door.ask(WARD_EDITOR, "GET", "/conversations", assignee="").status == 422


def test_a_conversation_shows_messages_notes_and_replies_that_are_on_their_way(ward: Ward) -> None:
    ward.post("notes", {"text": "Gọi điện lực"})
    assert ward.reply().status == 202
    shown = ward.read()
    assert [(line["direction"], line["text"]) for line in shown["lines"]] == [
        ("out", "Chúng tôi đã nhận."),
        ("note", "Gọi điện lực"),
        ("in", WORDS),
    ]
    reply, note, message = shown["lines"]
    assert (reply["delivery"]["state"], reply["delivery"]["state_text"]) == ("pending", "chờ gửi")
    assert (reply["by_name"], note["by_name"], message["by_name"]) == (WARD_EDITOR.name, WARD_EDITOR.name, "")
    assert shown["conversation"]["lease"]["mine"] is True
    assert shown["conversation"]["answered_by"] == WARD_EDITOR.sub


def test_files_of_residents_have_links_of_ours_and_never_zalos(ward: Ward) -> None:
    attachments = (
        {"kind": "image", "url": "https://zalo.vn/1.jpg"},
        {"kind": "file", "url": "https://zalo.vn/2.pdf", "name": "đơn.pdf"},
        {"kind": "image", "url": "https://zalo.vn/3.jpg"},
        {"kind": "location", "latitude": "18.67", "longitude": "105.69"},
    )
    message = ward.writes(attachments=attachments)
    copy = {"key": "attachments/x", "type": "image/jpeg", "size": 5, "name": "anh.jpg"}
    ward.audience.table.update(*message_key(message), set={"copies": {"0": copy, "1": {"failed": "gone"}}})
    shown = ward.read()["lines"][0]["attachments"]
    assert shown[0]["url"].startswith("https://")
    assert "attachments/x" in shown[0]["url"]
    assert (shown[1]["failed"], bool(shown[1]["failed_text"]), shown[1]["url"]) == ("gone", True, "")
    assert (shown[2]["pending"], shown[2]["url"]) == (True, "")
    assert (shown[3]["latitude"], shown[3]["pending"]) == ("18.67", False)
    assert "zalo.vn" not in str(shown)


@pytest.mark.parametrize(
    ("sent", "name", "url"),
    [
        ({"kind": "file", "url": "https://zalo.vn/2", "name": "../../etc/passwd\x00"}, "passwd", ""),
        ({"kind": "file", "url": "https://zalo.vn/2", "name": "\u202efdp.exe"}, "fdp.exe", ""),
        ({"kind": "image", "name": "C:\\a\\anh.jpg"}, "anh.jpg", ""),
        ({"kind": "link", "url": "javascript:alert(1)"}, "", ""),
        ({"kind": "link", "url": "data:text/html,<script>"}, "", ""),
        ({"kind": "link", "url": "https://xa.example/tin"}, "", "https://xa.example/tin"),
    ],
)
def test_what_a_resident_sends_runs_nowhere(ward: Ward, sent: dict[str, str], name: str, url: str) -> None:
    ward.writes(attachments=(sent,))
    (shown,) = ward.read()["lines"][0]["attachments"]
    assert (shown["name"], shown["url"]) == (name, url)


def test_a_long_conversation_comes_in_pages_with_each_line_once(ward: Ward) -> None:
    now = clock.now()
    for number in range(7):
        ward.writes(now - timedelta(minutes=50 - number))
    ward.reply()
    found, cursor = [], None
    while True:
        page = ward.read(limit=3, **({"cursor": cursor} if cursor else {}))
        found += [line["id"] for line in page["lines"]]
        cursor = page["next"]
        if not cursor:
            break
    assert len(found) == len(set(found)) == 9
    assert ward.door.ask(WARD_EDITOR, "GET", HERE, cursor="x").status == 422


EVERYWHERE: list[tuple[str, str, Any]] = [
    ("GET", "", None),
    ("POST", "/lease", None),
    ("DELETE", "/lease", None),
    ("POST", "/replies", {"text": "x"}),
    ("POST", "/notes", {"text": "x"}),
    ("POST", "/files", {"file_name": "a.pdf", "content_base64": "eA=="}),
    ("POST", "/assignment", {"officer": "me"}),
    ("POST", "/close", {}),
]


@pytest.mark.parametrize("path", [f"/conversations/oa-{TOWN}/{USER}", f"/conversations/{OA}/no-such", HERE])
@pytest.mark.parametrize("route", EVERYWHERE, ids=lambda route: " ".join(route[:2]))
def test_not_found_and_not_yours_look_the_same(
    ward: Ward, open_table: OpenTable, path: str, route: tuple[str, str, Any]
) -> None:
    connect(open_table, TOWN)
    method, what, body = route
    refused = ward.door.ask(OTHER_WARD_EDITOR, method, path + what, body, key=KEY)
    nowhere = f"/conversations/no-oa/no-user{what}"
    missing = ward.door.ask(OTHER_WARD_EDITOR, method, nowhere, body, key="other-key")
    assert (refused.status, refused.essence) == (404, missing.essence)
    if path == HERE:
        assert ward.door.ask(replace(VIEWER, unit=WARD), method, path + what, body, key=KEY).status == 403
        assert ward.door.ask(None, method, path + what, body, key=KEY).status == 401
