"""What holds for every request to the officer API: problems, repetition, privacy, company in one process."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from loa.errors import Busy, StoreFault
from loa.platform.aws.dynamodb.tables import Table
from loa.web.texts import TITLES
from tests.component.api.broadcasts.test_broadcasts import seen, submitted
from tests.worlds.doors import Context, http_event
from tests.worlds.fakes import ARTICLE
from tests.worlds.province import (
    APPROVER,
    EDITOR,
    OTHER_WARD,
    OTHER_WARD_EDITOR,
    VIEWER,
    WARD,
    WARD_EDITOR,
    Door,
    Person,
)

SEEN = {"digest": "0" * 64}

ROUTES: list[tuple[str, str, Any]] = [
    ("GET", "/me", None),
    ("GET", "/units", None),
    ("GET", "/officers", None),
    ("GET", "/accounts", None),
    ("POST", "/accounts/40/consent-link", None),
    ("POST", "/accounts/40/confirm", {"oa_id": "1"}),
    ("GET", "/accounts/disconnected", None),
    ("POST", "/accounts/40/disconnect", {"oa_id": "1", "reason": "Nhầm đơn vị."}),
    ("POST", "/articles", ARTICLE),
    ("GET", "/articles", None),
    ("GET", f"/articles/40~{'0' * 22}", None),
    ("PUT", f"/articles/40~{'0' * 22}", ARTICLE | {"version": 1}),
    ("POST", "/broadcasts", {"article_id": f"40~{'0' * 22}"}),
    ("GET", "/broadcasts", None),
    ("GET", f"/broadcasts/{'0' * 22}", None),
    ("GET", f"/broadcasts/{'0' * 22}/deliveries", None),
    ("POST", f"/broadcasts/{'0' * 22}/approve", SEEN),
    ("POST", f"/broadcasts/{'0' * 22}/submit", SEEN),
    ("POST", f"/broadcasts/{'0' * 22}/return", {"reason": "Thiếu giờ.", **SEEN}),
    ("POST", f"/broadcasts/{'0' * 22}/schedule", {"send_at": "2099-01-01T08:00:00+07:00", **SEEN}),
    ("POST", f"/broadcasts/{'0' * 22}/cancel", None),
    ("PUT", f"/broadcasts/{'0' * 22}", {"article_id": f"40~{'0' * 22}", "version": 1}),
    ("POST", f"/broadcasts/{'0' * 22}/test", {"unit": "40"}),
    ("GET", f"/broadcasts/{'0' * 22}/preview", None),
    ("GET", f"/broadcasts/{'0' * 22}/progress", None),
    ("GET", f"/broadcasts/{'0' * 22}/deliveries/40", None),
    ("POST", f"/broadcasts/{'0' * 22}/deliveries/40/outcome", {"was_sent": True}),
    ("POST", f"/broadcasts/{'0' * 22}/emergency", {"reason": "Lũ", **SEEN}),
    ("POST", f"/broadcasts/{'0' * 22}/pause", None),
    ("POST", f"/broadcasts/{'0' * 22}/resume", None),
    ("POST", f"/broadcasts/{'0' * 22}/remove", {"reason": "Sai."}),
    ("POST", f"/broadcasts/{'0' * 22}/retry", {}),
    ("GET", "/emergencies", None),
    ("GET", "/approvals", None),
    ("POST", "/series", {"broadcast_id": "0" * 22, "weekday": 1, "at": "08:00"}),
    ("GET", "/series", None),
    ("PUT", f"/series/{'0' * 22}", {"weekday": 1, "at": "08:00", "version": 1}),
    ("GET", "/invitations", None),
    ("GET", f"/broadcasts/{'0' * 22}/localisations", None),
    ("PUT", f"/broadcasts/{'0' * 22}/localisations/40", {"decline": True}),
    ("POST", f"/broadcasts/{'0' * 22}/localisations/40/approve", SEEN),
    ("GET", "/notice-templates", None),
    ("POST", "/notice-templates/storm/fill", {"values": {}}),
]


def test_this_list_of_routes_is_whole(officer: Door) -> None:
    count = sum(len(methods) for methods in officer.contract["paths"].values())
    assert len(ROUTES) == count


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
def test_nobody_gets_in_without_a_token_a_unit_or_a_role(
    officer: Door, method: str, path: str, body: Any
) -> None:
    unsigned = officer.ask(None, method, path, body)
    assert (unsigned.status, unsigned.body["code"]) == (401, "unauthenticated")
    homeless = officer.ask(replace(EDITOR, unit=""), method, path, body)
    assert (homeless.status, homeless.body["code"]) == (403, "not_allowed")
    if "0" * 22 not in path + str(body):  # what does not exist is not found before roles are asked
        without_role = officer.ask(replace(EDITOR, groups="guest"), method, path, body)
        assert (without_role.status, without_role.body["code"]) == (403, "not_allowed")


WITH_TABLES = [route for route in ROUTES if "notice-templates" not in route[1]]


@pytest.mark.parametrize(("method", "path", "body"), WITH_TABLES)
def test_a_busy_or_broken_table_is_503_or_500_and_tells_nothing(
    officer: Door, monkeypatch: pytest.MonkeyPatch, method: str, path: str, body: Any
) -> None:
    if path.startswith("/accounts/"):
        person = replace(EDITOR, groups="administrator")
    else:
        person = replace(EDITOR, groups="editor approver")
    if path == "/invitations":  # the province has nobody above who could invite it
        person = replace(person, unit=WARD)
    for error, status, code in ((Busy("MARKED"), 503, "busy"), (StoreFault("MARKED"), 500, "internal")):

        def fails(*_: object, error: Exception = error, **__: object) -> None:
            raise error

        for name in ("get", "put", "update", "page"):
            monkeypatch.setattr(Table, name, fails)
        reply = officer.ask(person, method, path, body)
        assert (reply.status, reply.body["code"]) == (status, code)
        assert ("Retry-After" in reply.headers) is (status == 503)
        assert "MARKED" not in json.dumps(reply.body)


PLAIN_TEXT = {"content-type": "text/plain"}


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        (("POST", "/articles", {"body": "{"}), 400, "bad_request"),
        (("GET", "/nowhere", {}), 404, "not_found"),
        (("DELETE", "/units", {}), 405, "method_not_allowed"),
        (("POST", "/articles", {"body": "x" * 300_000}), 413, "too_large"),
        (("POST", "/articles", {"body": "a=b", "headers": PLAIN_TEXT}), 415, "unsupported_media_type"),
        (("POST", "/articles", {"body": "[]"}), 422, "invalid_input"),
        (("POST", "/articles", {}), 422, "invalid_input"),
        (("POST", "/articles", {"body": "[" * 60_000}), 400, "bad_request"),
        (("POST", "/articles", {"body": '{"title": NaN}'}), 422, "invalid_input"),
        (("POST", "/articles", {"body": '{"title": "\\ud800"}'}), 422, "invalid_input"),
    ],
)  # fmt: skip
def test_each_problem_has_its_status_its_code_and_a_vietnamese_title(
    officer: Door, asked: tuple[str, str, dict[str, Any]], status: int, code: str
) -> None:
    method, path, more = asked
    reply = officer.ask(EDITOR, method, path, **more)
    assert (reply.status, reply.body["code"]) == (status, code)
    assert reply.body["title"] == TITLES[code]
    assert reply.body["request_id"] == reply.headers["X-Request-Id"] == "request-1"
    assert (reply.headers["Cache-Control"], reply.headers["X-Content-Type-Options"]) == (
        "no-store",
        "nosniff",
    )


# Repetition


def test_a_post_that_comes_twice_with_one_key_happens_once(officer: Door) -> None:
    first = officer.ask(EDITOR, "POST", "/articles", ARTICLE, key="key-number-1")
    again = officer.ask(EDITOR, "POST", "/articles", ARTICLE, key="key-number-1")
    assert (first.status, first.body) == (again.status, again.body)
    assert len(officer.good(EDITOR, "GET", "/articles")["items"]) == 1
    proposal = {"article_id": first.body["article_id"]}
    names = {
        officer.good(EDITOR, "POST", "/broadcasts", proposal, key="key-number-2")["broadcast_id"]
        for _ in range(2)
    }
    assert len(names) == 1
    (name,) = names
    digest = seen(officer, submitted(officer, name))
    route = f"/broadcasts/{name}/approve"
    steps = [officer.good(APPROVER, "POST", route, digest, key="key-number-3") for _ in range(2)]
    assert steps[0] == steps[1]
    officer.good(APPROVER, "POST", f"/broadcasts/{name}/cancel", key="key-number-4")
    late = officer.good(APPROVER, "POST", route, digest, key="key-number-3")
    assert late == steps[0]


def test_a_key_belongs_to_one_person_one_route_and_one_body(officer: Door) -> None:
    officer.good(EDITOR, "POST", "/articles", ARTICLE, key="key-number-1")
    other = officer.ask(EDITOR, "POST", "/articles", ARTICLE | {"title": "Khác"}, key="key-number-1")
    assert (other.status, set(other.faults)) == (422, {"Idempotency-Key"})
    colleague = officer.ask(WARD_EDITOR, "POST", "/articles", ARTICLE, key="key-number-1")
    assert (colleague.status, colleague.body["unit"]) == (201, WARD)


@pytest.mark.parametrize("key", ["short", "x" * 201, "with\nline"])
def test_a_key_has_a_form(officer: Door, key: str) -> None:
    reply = officer.ask(EDITOR, "POST", "/articles", ARTICLE, key=key)
    assert (reply.status, set(reply.faults)) == (422, {"Idempotency-Key"})


def test_work_that_failed_leaves_its_key_free(officer: Door) -> None:
    body = ARTICLE | {"cover_url": "http://example.vn/insecure.jpg"}
    for _ in range(2):
        assert officer.ask(EDITOR, "POST", "/articles", body, key="key-number-1").status == 422


def test_a_kept_answer_is_not_given_to_who_may_not_do_it_any_more(officer: Door) -> None:
    officer.good(EDITOR, "POST", "/articles", ARTICLE, key="key-number-1")
    demoted = Person(EDITOR.sub, EDITOR.unit, "viewer")
    assert officer.ask(demoted, "POST", "/articles", ARTICLE, key="key-number-1").status == 403


# Privacy


def test_no_name_and_no_text_reaches_the_log(officer: Door, logged: Callable[[], str]) -> None:
    marked = ARTICLE | {"title": "MARKED-TITLE 0912345678"}
    article = officer.good(EDITOR, "POST", "/articles", marked, key="key-number-1")
    officer.good(EDITOR, "POST", "/broadcasts", {"article_id": article["article_id"]})
    officer.ask(EDITOR, "POST", "/articles", marked | {"phone": "0912345678"})
    officer.ask(EDITOR, "POST", "/articles", '{"title": "MARKED-TITLE"')
    officer.ask(EDITOR, "GET", "/units", text="MARKED-TEXT")
    officer.ask(VIEWER, "POST", "/articles", marked)
    everything = logged()
    assert "request refused" in everything
    for secret in ("MARKED", "0912345678", "marked@example.vn"):
        assert secret not in everything


def test_a_fault_of_ours_logs_its_place_and_not_its_words(
    officer: Door, monkeypatch: pytest.MonkeyPatch, logged: Callable[[], str]
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError("MARKED-TITLE")

    monkeypatch.setattr(Table, "put", fails)
    reply = officer.ask(EDITOR, "POST", "/articles", ARTICLE | {"title": "MARKED-TITLE"})
    assert (reply.status, reply.body["code"]) == (500, "internal")
    everything = logged()
    assert "ValueError" in everything
    assert "MARKED" not in everything + json.dumps(reply.body)


# Company


def test_two_people_in_one_process_do_not_mix(officer: Door) -> None:
    of_the_ward = officer.good(WARD_EDITOR, "POST", "/articles", ARTICLE | {"title": "Của phường"})
    of_the_other = officer.good(OTHER_WARD_EDITOR, "POST", "/articles", ARTICLE)
    for _ in range(2):
        for person, unit, article in (
            (WARD_EDITOR, WARD, of_the_ward),
            (OTHER_WARD_EDITOR, OTHER_WARD, of_the_other),
        ):
            assert [row["path"] for row in officer.good(person, "GET", "/units")["items"]] == [unit]
            assert officer.good(person, "GET", "/articles")["items"] == [article]
    assert officer.ask(WARD_EDITOR, "GET", f"/articles/{of_the_other['article_id']}").status == 404
    assert officer.ask(None, "GET", f"/articles/{of_the_ward['article_id']}").status == 401


def test_an_access_token_is_no_id_token(officer: Door) -> None:
    event = http_event("GET", "/units", claims=EDITOR.claims | {"token_use": "access"})
    assert officer.module.handler(event, Context())["statusCode"] == 401
