"""The officers' API of conversations on moto: what waits, replies, leases, notes, canned answers."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Literal

import boto3
import pytest

from loa import clock
from loa.dialogue.conversations.model import Conversation
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.desk import service
from loa.dialogue.desk.store import DeskStore
from loa.errors import Busy, StoreFault
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import FollowerStore, message_key
from loa.residents.messages.model import MessageState
from loa.residents.messages.store import Outbox
from loa.web import idempotency
from tests.component.conftest import connect
from tests.conftest import OpenTable
from tests.worlds.component.conversations import ATTACHMENTS, PICTURES, conversations_door
from tests.worlds.province import (
    ADMINISTRATOR,
    APPROVER,
    CITY,
    EDITOR,
    OTHER_WARD,
    OTHER_WARD_EDITOR,
    PROVINCE,
    TOWN,
    VIEWER,
    WARD,
    WARD_EDITOR,
    Door,
    Person,
    Reply,
    enter,
)

USER, WORDS = "77", "Đèn đường hỏng MARKED-WORDS"
OA = f"oa-{WARD}"
HERE = f"/conversations/{OA}/{USER}"
COLLEAGUE = Person("editor-9", WARD, "editor", "Lê Văn MARKED-COLLEAGUE")
KEY = "key-number-1"


@dataclass(slots=True)
class Ward:
    """A ward with an account, the door of its officers, and a resident who writes."""

    door: Door
    audience: FollowerStore
    conversations: ConversationStore
    outbox: Outbox

    def writes(self, at: datetime | None = None, user_id: str = USER, **more: Any) -> Message:
        instant = at or clock.now()
        said = {"kind": "text", "text": WORDS, **more}
        message = Message(OA, user_id, f"m{next(NUMBERS)}", instant, Direction.IN, **said)
        before = self.conversations.get(OA, user_id) or Conversation(OA, user_id)
        after = replace(
            before,
            last_message_at=max(filter(None, (before.last_message_at, instant))),
            last_message_id=before.last_message_id if before.is_late(instant) else message.message_id,
            interacted_at=max(filter(None, (before.interacted_at, instant))),
            unanswered=before.with_word(instant),
            closed_at=None,
        )
        head = self.conversations.turned(before, after, unit_path=WARD, reopens=True)
        commit([self.audience.add_message(message), head])
        return message

    def read(self, person: Person = WARD_EDITOR, path: str = HERE, **query: Any) -> Any:
        return self.door.good(person, "GET", path, **query)

    def seen(self) -> str:
        return str(self.read()["conversation"]["seen_up_to"])

    def reply(self, person: Person = WARD_EDITOR, key: str | None = KEY, **body: Any) -> Reply:
        head = self.conversations.get(OA, USER)
        seen = clock.optional_text(head.last_message_at) if head else None
        said = {"text": "Chúng tôi đã nhận.", "seen_up_to": seen, **body}
        return self.door.ask(person, "POST", f"{HERE}/replies", said, key=key)

    def post(self, what: str, body: Any = None, person: Person = WARD_EDITOR, **more: Any) -> Reply:
        return self.door.ask(person, "POST", f"{HERE}/{what}", body, **more)

    def waiting(self, person: Person = WARD_EDITOR, **query: Any) -> list[str]:
        return [item["user_id"] for item in self.door.good(person, "GET", "/conversations", **query)["items"]]


NUMBERS = count(1)


@pytest.fixture
def ward(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Ward:
    made = Ward(
        door=conversations_door(open_table, monkeypatch),
        audience=FollowerStore(open_table("Audience")),
        conversations=ConversationStore(open_table("Audience")),
        outbox=Outbox(open_table("Audience")),
    )
    connect(open_table, WARD)
    made.writes(clock.now() - timedelta(hours=1))
    return made


# See


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


# Reply


def test_a_reply_needs_a_key_and_is_one_message_however_often_it_is_sent(ward: Ward) -> None:
    assert ward.reply(key=None).status == 422
    first, second = ward.reply(), ward.reply()
    assert first.body == second.body
    assert first.status == 202
    assert ward.reply(text="Khác").status == 409
    key = first.body["delivery"]["key"]
    assert ward.door.good(WARD_EDITOR, "GET", f"/messages/{key}")["created_by_name"] == WARD_EDITOR.name
    lines = [line for line in ward.read()["lines"] if line["direction"] == "out"]
    assert len(lines) == 1


def test_another_officer_who_writes_is_named(ward: Ward) -> None:
    lease = ward.post("lease", person=COLLEAGUE)
    assert (lease.status, lease.body["lease"]["mine"]) == (200, True)
    for refused in (ward.reply(), ward.post("lease"), ward.post("close", {"seen_up_to": ward.seen()})):
        assert refused.status == 409
        assert COLLEAGUE.name in refused.body["detail"]
    shown = ward.read()["conversation"]["lease"]
    assert (shown["name"], shown["mine"]) == (COLLEAGUE.name, False)
    assert ward.door.ask(WARD_EDITOR, "DELETE", f"{HERE}/lease").status == 200
    assert ward.reply().status == 409, "only who has it gives it back"
    assert ward.door.ask(COLLEAGUE, "DELETE", f"{HERE}/lease").status == 200
    assert ward.reply().status == 202


def test_a_closed_window_is_said_at_once(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    refused = ward.reply()
    assert refused.status == 409
    assert "Zalo không cho gửi từ" in refused.body["detail"]
    window = ward.read()["conversation"]["window"]
    assert (window["can_write"], window["refused"], window["seconds_left"]) == (False, "window_closed", 0)
    assert window["refused_text"]
    assert (window["can_try"], bool(window["warning"])) == (True, True)


def test_the_officer_may_let_zalo_decide_whether_a_window_is_closed(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "gửi thử" in ward.reply().body["detail"]
    assert ward.reply(insists=True).status == 202


def test_placeholders_are_filled_and_forgotten_ones_refused(ward: Ward) -> None:
    refused = ward.reply(text="Mã {ma}, hạn {han}.")
    assert (refused.status, set(refused.faults)) == (422, {"text"})
    assert "{ma}, {han}" in refused.faults["text"]
    sent = ward.reply(text="Chào {ten}, mã {ma}, hạn {han}.", case_code="NA-1", due="20/11/2026")
    assert sent.body["text"] == "Chào bà con, mã NA-1, hạn 20/11/2026."


@pytest.mark.parametrize(
    "body",
    [
        {"text": ""}, {"text": "x" * 2001}, {"text": 5}, {"text": "{0}"}, {"image": "https://elsewhere.vn/x.png"},
        {"image": "media:../../x.png"}, {"file": "../../x.pdf"}, {"file": "a", "image": "b"}, {"else": 1},
        {"seen_up_to": "yesterday"},
        {"seen_up_to": "2099-01-01T00:00:00Z"}, {"seen_up_to": "2024-01-01T00:00:00"},
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_refused(ward: Ward, body: dict[str, Any]) -> None:
    assert ward.reply(**body).status == 422
    assert [line["direction"] for line in ward.read()["lines"]] == ["in"]


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "=HYPERLINK(1)", "😀" * 2000, "Ignore all rules"]
)
def test_hostile_words_are_just_words(ward: Ward, text: str) -> None:
    reply = ward.reply(text=text)
    assert (reply.status, reply.body["text"]) == (202, text)


def test_files_and_pictures(ward: Ward) -> None:
    encoded = base64.b64encode(b"%PDF-1.7 x").decode()
    body = {"file_name": "../../Kế hoạch.pdf", "content_base64": encoded}
    kept = ward.post("files", body)
    assert (kept.status, kept.body["name"]) == (201, "Kế hoạch.pdf")
    sent = ward.reply(text="", file=kept.body["file_id"], file_name="Kế hoạch.pdf")
    assert sent.status == 202
    (attachment,) = sent.body["attachments"]
    assert (attachment["kind"], attachment["name"]) == ("file", "Kế hoạch.pdf")
    assert ATTACHMENTS in attachment["url"]
    assert ward.reply(key="key-number-2", text="Kèm chữ", file=kept.body["file_id"]).status == 422
    name = f"{'a' * 64}.png"
    boto3.client("s3").put_object(Bucket=PICTURES, Key=f"media/{name}", Body=b"png")
    assert ward.reply(key="key-number-3", text="Xem", image=f"media:{name}").status == 202
    wrong = {"file_name": "a.exe", "content_base64": encoded}
    assert ward.post("files", wrong).status == 422
    huge = {"file_name": "a.pdf", "content_base64": "x" * 6_000_001}
    assert ward.post("files", huge).status == 413


# Note, assign, hand on, close


def test_a_post_twice_is_done_once(ward: Ward) -> None:
    for _ in range(2):
        assert ward.post("notes", {"text": "Một lần"}, key=KEY).status == 201
        assert ward.post("assignment", {"officer": "me"}, key="key-assign").status == 200
    notes = [line["text"] for line in ward.read()["lines"] if line["direction"] == "note"]
    assert sorted(notes) == [f"Giao cho {WARD_EDITOR.name}.", "Một lần"]
    assert ward.read()["conversation"]["assigned_to"] == WARD_EDITOR.sub
    assert ward.post("notes", {"text": "Khác"}, key=KEY).status == 422, "one key is one body"


def test_only_a_colleague_who_may_answer_is_given_a_conversation(ward: Ward, open_table: OpenTable) -> None:
    enter(open_table("Units"), COLLEAGUE, OTHER_WARD_EDITOR)
    for stranger in ("nobody", OTHER_WARD_EDITOR.sub):
        refused = ward.post("assignment", {"officer": stranger})
        assert (refused.status, set(refused.faults)) == (422, {"officer"})
    given = ward.post("assignment", {"officer": COLLEAGUE.sub}).body
    assert (given["assigned_to"], given["assigned_name"]) == (COLLEAGUE.sub, COLLEAGUE.name)
    back = ward.post("assignment", {"officer": ""}).body
    assert (back["assigned_to"], back["assigned_name"]) == ("", "")


def test_a_post_whose_answer_was_never_kept_is_still_done_once(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The function dies after the work, before it can write down the answer."""

    def dies(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(idempotency, "_settle", dies)
        with pytest.raises(KeyboardInterrupt):
            ward.post("notes", {"text": "Một lần"}, key=KEY)
    later = clock.now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert ward.post("notes", {"text": "Một lần"}, key=KEY).status == 201
    assert [line["text"] for line in ward.read()["lines"] if line["direction"] == "note"] == ["Một lần"]


def test_handed_up_it_is_the_provinces_and_the_ward_may_look_on(ward: Ward) -> None:
    for _ in range(2):
        handed = ward.post("assignment", {"unit": PROVINCE}, key=KEY)
        assert (handed.status, handed.body["unit"]) == (200, PROVINCE)
    assert ward.waiting() == []
    assert ward.waiting(EDITOR) == [USER]
    assert ward.read()["conversation"]["unit"] == PROVINCE
    assert ward.reply().status == 403
    assert ward.reply(EDITOR).status == 202
    assert ward.post("assignment", {"unit": OTHER_WARD}, EDITOR).status == 200
    assert ward.waiting(OTHER_WARD_EDITOR) == [USER]
    assert ward.reply(EDITOR, key="key-number-2").status == 202, "above, he may still"
    refused = ward.reply(OTHER_WARD_EDITOR, key="key-number-3")
    assert (refused.status, EDITOR.name in refused.body["detail"]) == (409, True)
    assert ward.post("assignment", {"unit": WARD}, OTHER_WARD_EDITOR).status == 422
    assert ward.post("assignment", {}, OTHER_WARD_EDITOR).status == 422
    assert ward.post("assignment", {"unit": CITY, "officer": "me"}, OTHER_WARD_EDITOR).status == 422
    assert ward.post("assignment", {"unit": f"{PROVINCE}.999"}, EDITOR).status == 422


def test_who_answers_for_another_units_account_sees_his_own_message(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward.post("assignment", {"unit": PROVINCE})
    ward.post("assignment", {"unit": OTHER_WARD}, EDITOR)
    key = ward.reply(OTHER_WARD_EDITOR).body["delivery"]["key"]
    assert ward.door.ask(OTHER_WARD_EDITOR, "GET", f"/messages/{key}").status == 200
    assert ward.door.ask(WARD_EDITOR, "GET", f"/messages/{key}").status == 200, "its own account's"
    third = replace(OTHER_WARD_EDITOR, sub="editor-77")
    assert ward.door.ask(third, "GET", f"/messages/{key}").status == 404


def test_closing_and_opening(ward: Ward) -> None:
    seen = ward.seen()
    ward.writes()
    refused = ward.post("close", {"seen_up_to": seen})
    assert refused.status == 409
    assert ward.post("close", {}).status == 409
    closed = ward.post("close", {"seen_up_to": ward.seen()})
    assert closed.status == 200
    assert closed.body["closed_at"]
    assert ward.waiting() == []
    ward.writes(clock.now() + timedelta(seconds=1))
    assert ward.waiting() == [USER]
    assert ward.read()["conversation"]["closed_at"] is None


Moment = Literal["before", "after"]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("what", ["reply", "close", "hand"])
@pytest.mark.parametrize("meanwhile", ["word", "colleague", "hand"])
def test_whatever_comes_between_reading_and_writing(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, moment: Moment, what: str, meanwhile: str
) -> None:
    """Another request, or the resident, comes right before (or after) the transaction of this one."""
    seen, original = ward.seen(), service.commit  # type: ignore[attr-defined]  # in its way on purpose
    done: list[Any] = []
    later = clock.now() + timedelta(seconds=1)
    others: dict[str, Callable[[], object]] = {
        "word": lambda: ward.writes(later),
        "colleague": lambda: ward.reply(COLLEAGUE, key="key-colleague").status,
        "hand": lambda: ward.post("assignment", {"unit": CITY}, COLLEAGUE).status,
    }

    def between(now: Moment) -> None:
        if moment == now and not done:
            done.append(True)
            done.append(others[meanwhile]())

    def commit_with_company(writes: Any) -> None:
        between("before")
        original(writes)
        between("after")

    monkeypatch.setattr(service, "commit", commit_with_company)
    requests: dict[str, Callable[[], Reply]] = {
        "reply": lambda: ward.reply(seen_up_to=seen),
        "close": lambda: ward.post("close", {"seen_up_to": seen}),
        "hand": lambda: ward.post("assignment", {"unit": PROVINCE}),
    }
    mine = requests[what]().status
    assert mine in {200, 202, 403, 409}
    check_after(ward, (what, mine), (meanwhile, done[-1]))


def check_after(ward: Ward, mine: tuple[str, int], other: tuple[str, Any]) -> None:
    """What must hold whoever was first."""
    head = ward.conversations.get(OA, USER)
    assert head
    replies = DeskStore(ward.audience.table).replies(OA, USER, ("0", "\uffff"), 10)
    if (mine[0], other[0]) == ("reply", "colleague"):
        assert sorted([mine[1], other[1]]) == [202, 409]
        assert len(replies) == 1
    if (mine[0], other[0]) == ("hand", "hand"):
        assert [mine[1], other[1]].count(200) >= 1
    if other[0] == "word":
        assert head.unanswered, "the word was lost"
        assert head.closed_at is None
    everywhere = [path for path in (PROVINCE, CITY, WARD) if ward.waiting(ADMINISTRATOR, unit=path)]
    assert everywhere == ([head.handling_path or WARD] if head.unanswered else [])


# Messages whose outcome is unknown


def test_a_person_settles_what_is_unknown(ward: Ward) -> None:
    key = ward.reply(seen_up_to=ward.seen()).body["delivery"]["key"]
    path = f"/messages/{key}/outcome"
    assert ward.door.ask(WARD_EDITOR, "POST", path, {"outcome": "sent"}).status == 409, "it is on its way"
    message = ward.outbox.get(key)
    assert message
    commit([ward.outbox.turn(message, MessageState.UNKNOWN, clock.now(), reason="answer_lost")])
    assert ward.read()["lines"][0]["delivery"]["state"] == "unknown"
    assert ward.door.ask(OTHER_WARD_EDITOR, "POST", path, {"outcome": "sent"}).status == 404
    assert ward.door.ask(replace(VIEWER, unit=WARD), "POST", path, {"outcome": "sent"}).status == 403
    assert ward.door.ask(WARD_EDITOR, "POST", path, {"outcome": "maybe"}).status == 422
    for _ in range(2):
        settled = ward.door.good(WARD_EDITOR, "POST", path, {"outcome": "sent"})
        assert (settled["state"], settled["history"][-1]["by"]) == ("sent", WARD_EDITOR.sub)
    assert ward.waiting() == []
    assert [line["direction"] for line in ward.read()["lines"]] == ["out", "in"]
    assert ward.door.ask(WARD_EDITOR, "POST", path, {"outcome": "failed"}).status == 409


# Canned answers


def test_canned_answers_come_from_above_and_the_nearest_counts(ward: Ward) -> None:
    words = {"title": "Cảm ơn", "text": "Cảm ơn {ten}."}
    assert ward.door.ask(APPROVER, "PUT", "/canned-answers/40/cam-on", words).status == 200
    (inherited,) = ward.door.good(WARD_EDITOR, "GET", "/canned-answers")["items"]
    assert (inherited["unit"], inherited["inherited"]) == (PROVINCE, True)
    own = f"/canned-answers/{WARD}/cam-on"
    boss = replace(APPROVER, unit=WARD)
    assert ward.door.ask(WARD_EDITOR, "PUT", own, words).status == 403
    assert ward.door.ask(boss, "PUT", "/canned-answers/40/cam-on", words).status == 404
    assert ward.door.ask(boss, "PUT", own, {**words, "text": "Phường cảm ơn."}).status == 200
    assert ward.door.good(WARD_EDITOR, "GET", own)["text"] == "Phường cảm ơn."
    assert ward.door.ask(boss, "PUT", own, words).status == 409
    assert ward.door.ask(boss, "PUT", own, {**words, "version": 1}).status == 200
    for _ in range(2):
        assert ward.door.ask(boss, "DELETE", own).status == 200
    assert ward.door.good(WARD_EDITOR, "GET", own)["unit"] == PROVINCE
    for wrong in ({**words, "text": "{0}"}, {**words, "title": ""}, {**words, "version": -1}):
        assert ward.door.ask(boss, "PUT", own, wrong).status == 422
    assert ward.door.ask(boss, "PUT", f"/canned-answers/{WARD}/Ten", words).status == 422
    assert ward.door.ask(boss, "PUT", f"/canned-answers/{WARD}.zz/a", words).status == 404
    assert ward.door.ask(WARD_EDITOR, "GET", f"/canned-answers/{WARD}/khong-co").status == 404


# Every route

ROUTES: list[tuple[str, str, Any]] = [
    ("GET", "/conversations", None),
    ("GET", "/conversations/waiting", None),
    ("GET", HERE, None),
    ("POST", f"{HERE}/lease", None),
    ("DELETE", f"{HERE}/lease", None),
    ("POST", f"{HERE}/replies", {"text": "x"}),
    ("POST", f"{HERE}/files", {"file_name": "a.pdf", "content_base64": "JVBERi0="}),
    ("POST", f"{HERE}/notes", {"text": "x"}),
    ("POST", f"{HERE}/assignment", {"officer": "me"}),
    ("POST", f"{HERE}/close", {}),
    ("GET", "/canned-answers", None),
    ("GET", f"/canned-answers/{WARD}/a", None),
    ("PUT", f"/canned-answers/{WARD}/a", {"title": "x", "text": "x"}),
    ("DELETE", f"/canned-answers/{WARD}/a", None),
    ("GET", f"/units/{WARD}/on-call", None),
    ("PUT", f"/units/{WARD}/on-call", {"officers": []}),
    ("POST", "/messages", {"unit": WARD, "user_id": "77", "text": "Cảm ơn bà con."}),
    ("GET", f"/messages/{'0' * 32}", None),
    ("POST", f"/messages/{'0' * 32}/outcome", {"outcome": "sent"}),
]


def test_this_list_of_routes_is_whole(ward: Ward) -> None:
    assert len(ROUTES) == sum(len(methods) for methods in ward.door.contract["paths"].values())


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_nobody_gets_in_without_a_token_a_unit_or_a_role(
    ward: Ward, method: str, path: str, body: Any
) -> None:
    assert ward.door.ask(None, method, path, body, key=KEY).status == 401
    assert ward.door.ask(replace(EDITOR, unit=""), method, path, body, key=KEY).status == 403
    if "0" * 32 not in path:
        assert ward.door.ask(replace(EDITOR, groups="guest"), method, path, body, key=KEY).status == 403


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_a_busy_or_broken_table_is_503_or_500_and_tells_nothing(
    ward: Ward, monkeypatch: pytest.MonkeyPatch, method: str, path: str, body: Any
) -> None:
    for error, status in ((Busy("MARKED"), 503), (StoreFault("MARKED"), 500)):

        def fails(*_: object, error: Exception = error, **__: object) -> None:
            raise error

        for name in ("get", "put", "update", "page", "delete"):
            monkeypatch.setattr(Table, name, fails)
        monkeypatch.setattr("loa.dialogue.desk.canned_answers.get_many", fails)
        reply = ward.door.ask(replace(EDITOR, groups="editor approver"), method, path, body, key=KEY)
        assert reply.status == status
        assert "MARKED" not in str(reply.body)


def test_no_words_and_no_names_reach_the_log(ward: Ward, logged: Callable[[], str]) -> None:
    ward.reply(text="MARKED-ANSWER")
    ward.post("notes", {"text": "MARKED-NOTE"})
    ward.post("lease", person=COLLEAGUE)
    ward.read()
    ward.reply(text="x" * 2001)
    assert "MARKED" not in logged()


# Who withdraws


def test_who_withdrew_is_in_no_list_and_nothing_of_his_is_shown(ward: Ward) -> None:
    ward.writes(clock.now() - timedelta(minutes=30))
    old_page = ward.read(limit=1)["next"]
    assert old_page
    assert ward.waiting() == [USER]
    ward.audience.withdrew(OA, USER, clock.now() - timedelta(minutes=1))
    for state in ("waiting", "answered", "closed"):
        assert ward.waiting(state=state) == []
    shown = ward.read()
    assert (shown["lines"], shown["next"]) == ([], None)
    assert shown["conversation"]["withdrawn"] is True
    assert "rút lại sự đồng ý" in shown["conversation"]["window"]["refused_text"]
    assert ward.door.ask(WARD_EDITOR, "GET", HERE, cursor=old_page).status == 422
    for refused in (
        ward.reply(),
        ward.post("lease"),
        ward.post("notes", {"text": "Gọi lại"}),
        ward.post("assignment", {"officer": "me"}),
        ward.post("close", {"seen_up_to": shown["conversation"]["seen_up_to"]}),
    ):
        assert refused.status == 409, refused.body
        assert "rút lại sự đồng ý" in str(refused.body)
    ward.writes()
    assert ward.waiting() == [USER]
    assert len(ward.read()["lines"]) == 1
    assert ward.reply(seen_up_to=ward.seen()).status == 202


def test_a_reply_must_say_what_was_seen_while_words_wait(ward: Ward) -> None:
    """Also who has the lock: what came since they took it would count as answered unread."""
    ward.post("lease")
    refused = ward.reply(seen_up_to=None)
    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "seen_up_to")
    assert keys_of(ward) == []
    seen = ward.seen()
    ward.writes(clock.now() + timedelta(seconds=1))
    assert ward.reply(seen_up_to=seen).status == 202
    message = ward.outbox.get(keys_of(ward)[0])
    assert message is not None
    assert message.answers == seen
    assert ward.waiting() == [USER]


def test_where_nothing_waits_a_reply_answers_nothing(ward: Ward) -> None:
    assert ward.post("close", {"seen_up_to": ward.seen()}).status == 200
    assert ward.reply(seen_up_to=None).status == 202
    message = ward.outbox.get(keys_of(ward)[0])
    assert message is not None
    assert message.answers == ""


def keys_of(ward: Ward) -> list[str]:
    return [line["delivery"]["key"] for line in ward.read()["lines"] if line.get("delivery")]
