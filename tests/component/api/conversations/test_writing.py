"""What officers do with conversations: reply, note, assign, transfer, close; once, whatever comes between."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

import boto3
import pytest

from loa import clock
from loa.dialogue.desk import service
from loa.dialogue.desk.store import DeskStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.messages.model import MessageState
from loa.web import idempotency
from tests.conftest import OpenTable
from tests.worlds.component.conversations import ATTACHMENTS, PICTURES
from tests.worlds.component.ward import COLLEAGUE, HERE, KEY, OA, USER, Ward
from tests.worlds.province import (
    ADMINISTRATOR,
    CITY,
    EDITOR,
    OTHER_WARD,
    OTHER_WARD_EDITOR,
    PROVINCE,
    VIEWER,
    WARD,
    WARD_EDITOR,
    Reply,
    enter,
)


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
    assert ward.reply(EDITOR, key="key-number-2").status == 202, "above, they may still"
    refused = ward.reply(OTHER_WARD_EDITOR, key="key-number-3")
    assert (refused.status, EDITOR.name in refused.body["detail"]) == (409, True)
    assert ward.post("assignment", {"unit": WARD}, OTHER_WARD_EDITOR).status == 422
    assert ward.post("assignment", {}, OTHER_WARD_EDITOR).status == 422
    assert ward.post("assignment", {"unit": CITY, "officer": "me"}, OTHER_WARD_EDITOR).status == 422
    assert ward.post("assignment", {"unit": f"{PROVINCE}.999"}, EDITOR).status == 422


def test_who_answers_for_another_units_account_sees_their_own_message(
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
