"""Who may do what through the officer API, and what they hear when they may not or ask wrongly."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import requests

from infra.local.story import ARTICLE
from tests.e2e.town import COMMUNE, PROVINCE, VIETNAM, Town


def test_without_a_token_nobody_gets_in(town: Town) -> None:
    for method, path in (
        ("GET", "/units"),
        ("POST", "/articles"),
        ("POST", "/reports"),
        ("GET", "/accounts"),
    ):
        assert town.ask(None, method, path, {}).status_code == 401, path
        assert town.ask(None, method, path, {}, authorization="Bearer khong.phai.khoa").status_code == 401
    token = town.token("viewer")
    head, _, signature = token.rpartition(".")
    forged = f"{head}.{'A' * len(signature)}"
    assert town.ask(None, "GET", "/units", authorization=forged).status_code == 401


def test_what_is_not_yours_looks_like_what_is_not_there(town: Town) -> None:
    article = town.api("editor", "POST", "/articles", ARTICLE)
    order = {"article_id": article["article_id"], "target": {"root": PROVINCE}}
    broadcast = town.api("editor", "POST", "/broadcasts", order)["broadcast_id"]
    pairs = [
        (f"/articles/{article['article_id']}", f"/articles/{PROVINCE}!khong-co"),
        (f"/broadcasts/{broadcast}", "/broadcasts/khong-co"),
        (f"/broadcasts/{broadcast}/deliveries", "/broadcasts/khong-co/deliveries"),
        (f"/units?within={PROVINCE}", "/units?within=40.99999"),
        (f"/accounts?within={PROVINCE}", "/accounts?within=40.99999"),
    ]
    for foreign, missing in pairs:
        assert _without_instance(town.ask("commune-editor", "GET", foreign)) == _without_instance(
            town.ask("commune-editor", "GET", missing)
        )
        assert town.ask("commune-editor", "GET", foreign).status_code == 404, foreign
    posted = town.ask("commune-editor", "POST", "/broadcasts", order)
    assert posted.status_code == 404
    assert {unit["path"] for unit in town.api("commune-viewer", "GET", "/units")["items"]} == {COMMUNE}


def test_a_viewer_only_views(town: Town) -> None:
    assert town.ask("viewer", "POST", "/articles", ARTICLE).status_code == 403
    assert town.ask("viewer", "POST", f"/accounts/{COMMUNE}/consent-link").status_code == 403
    assert town.ask("editor", "POST", f"/accounts/{COMMUNE}/consent-link").status_code == 403


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "a" * 500}, "title"),
        ({"title": 7}, "title"),
        ({"title": None}, "title"),
        ({"blocks": []}, "blocks"),
        ({"blocks": [{"type": "khác"}]}, "blocks"),
        ({"cover_url": "javascript:alert(1)"}, "cover_url"),
        ({"unit": "../../etc"}, ""),
        ({"strange": 1}, "strange"),
        ({"comment": "có"}, "comment"),
    ],
    ids=str,
)
def test_an_article_with_a_bad_field_is_refused_and_the_field_named(
    town: Town, changes: dict[str, Any], field: str
) -> None:
    answer = town.ask("editor", "POST", "/articles", ARTICLE | changes)
    if not field:
        assert answer.status_code == 404  # no unit of theirs
        return
    _is_problem(answer, 422, "invalid_input")
    errors = answer.json()["errors"]
    assert any(error["field"].startswith(field) for error in errors), errors
    for error in errors:
        assert not error["message"].isascii(), error  # a Vietnamese sentence, not pydantic's own


def test_what_is_no_json_or_no_such_path_is_said_so(town: Town) -> None:
    truncated = town.ask("editor", "POST", "/articles", raw=b'{"title": "Ng')
    _is_problem(truncated, 400, "bad_request")
    for raw in (b"[]", b'"a"', b"null", b""):
        assert town.ask("editor", "POST", "/articles", raw=raw).status_code in {400, 422}, raw
    not_unicode = town.ask("editor", "POST", "/articles", raw=b'{"title": "\xff\xfe"}')
    assert not_unicode.status_code in {400, 422}
    form = town.ask(
        "editor", "POST", "/articles", raw=b"title=a", content_type="application/x-www-form-urlencoded"
    )
    assert form.status_code in {400, 415, 422}
    assert form.headers["content-type"] == "application/problem+json"
    large = town.ask("editor", "POST", "/articles", ARTICLE | {"description": "a" * 1_000_000})
    _is_problem(large, 413, "too_large")
    _is_problem(town.ask("editor", "GET", "/articles?cursor=khong-co"), 422, "invalid_input")
    _is_problem(town.ask("editor", "GET", "/articles?limit=0"), 422, "invalid_input")
    assert town.ask("editor", "GET", "/khong-co").status_code == 404
    assert town.ask("editor", "DELETE", "/articles").status_code in {404, 405}


def test_each_post_that_is_sent_twice_happens_once(town: Town) -> None:
    before = _titles(town)
    title = f"Gửi hai lần {uuid4().hex[:8]}"
    article = _twice(town, "editor", "/articles", town.article(title=title), 201)
    assert _titles(town).count(title) == 1
    assert len(_titles(town)) == min(len(before) + 1, 200)
    order = {"article_id": article["article_id"], "target": {"root": COMMUNE}}
    broadcast = _twice(town, "editor", "/broadcasts", order, 201)
    path = f"/broadcasts/{broadcast['broadcast_id']}"
    listed = [one for one in town.api("viewer", "GET", "/broadcasts")["items"] if one["title"] == title]
    assert len(listed) == 1
    seen = {"digest": broadcast["digest"]}
    _twice(town, "editor", f"{path}/submit", seen, 200)
    _twice(town, "approver", f"{path}/approve", seen, 200)
    tomorrow = (datetime.now(VIETNAM) + timedelta(days=1)).isoformat()
    _twice(town, "approver", f"{path}/schedule", {"send_at": tomorrow, **seen}, 200)
    _twice(town, "approver", f"{path}/cancel", None, 200)
    assert town.api("viewer", "GET", path)["state"] == "cancelled"


def test_a_key_is_good_for_one_body_and_one_person(town: Town) -> None:
    key = uuid4().hex
    first = town.ask("editor", "POST", "/articles", ARTICLE, idempotency_key=key)
    assert first.status_code == 201
    other = town.ask("editor", "POST", "/articles", ARTICLE | {"title": "Khác"}, idempotency_key=key)
    _is_problem(other, 422, "invalid_input")
    someone = town.ask("commune-editor", "POST", "/articles", ARTICLE, idempotency_key=key)
    assert someone.status_code == 201
    assert someone.json()["article_id"] != first.json()["article_id"]
    _is_problem(
        town.ask("editor", "POST", "/articles", ARTICLE, idempotency_key="short"), 422, "invalid_input"
    )


def test_a_refused_post_leaves_its_key_free(town: Town) -> None:
    key = uuid4().hex
    refused = town.ask("editor", "POST", "/articles", ARTICLE | {"title": ""}, idempotency_key=key)
    assert refused.status_code == 422
    assert town.ask("editor", "POST", "/articles", ARTICLE, idempotency_key=key).status_code == 201


def test_a_schedule_at_an_impossible_time_is_refused(town: Town) -> None:
    broadcast = town.scheduled(COMMUNE, "Giờ gửi không hợp lệ")
    path = f"/broadcasts/{broadcast['broadcast_id']}/schedule"
    for send_at in ("2020-01-01T08:00:00+07:00", "2099-01-01T08:00:00+07:00", "mai", "2027-01-04T08:00:00"):
        _is_problem(
            town.ask("approver", "POST", path, {"send_at": send_at, "digest": broadcast["digest"]}),
            422,
            "invalid_input",
        )
    assert town.api("approver", "POST", path.replace("schedule", "cancel"))["state"] == "cancelled"


def _twice(town: Town, officer: str, path: str, body: Any, status: int) -> Any:
    key = uuid4().hex
    first, again = (town.ask(officer, "POST", path, body, idempotency_key=key) for _ in range(2))
    assert first.status_code == again.status_code == status, first.text + again.text
    assert first.json() == again.json()
    return first.json()


def _titles(town: Town) -> list[str]:
    return [article["title"] for article in town.api("viewer", "GET", "/articles?limit=200")["items"]]


def _is_problem(answer: requests.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def _without_instance(answer: requests.Response) -> dict[str, Any]:
    """A problem without what names this one request."""
    told = {key: value for key, value in answer.json().items() if key not in {"instance", "request_id"}}
    return {"status line": answer.status_code, **told}
