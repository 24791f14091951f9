"""What holds for all of the API of conversations: canned answers, every route, and who withdraws."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from loa import clock
from loa.errors import Busy, StoreFault
from loa.platform.aws.dynamodb.tables import Table
from tests.worlds.component.ward import COLLEAGUE, HERE, KEY, OA, USER, Ward
from tests.worlds.province import (
    APPROVER,
    EDITOR,
    PROVINCE,
    WARD,
    WARD_EDITOR,
)


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


def test_who_withdrew_is_in_no_list_and_nothing_of_theirs_is_shown(ward: Ward) -> None:
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
