"""Two pairs of eyes through the officer API: what was seen is approved, by somebody who wrote none of it."""

from datetime import timedelta

import pytest

from loa import clock
from tests.component.api.broadcasts.test_broadcasts import approve, drafted, morning, seen, submitted
from tests.worlds.fakes import ARTICLE
from tests.worlds.province import (
    ADMINISTRATOR,
    APPROVER,
    CITY,
    EDITOR,
    PROVINCE,
    SECOND_APPROVER,
    VIEWER,
    WARD,
    WARD_EDITOR,
    Door,
    Person,
)

WARD_APPROVER = Person("approver-3", WARD, "approver")
BOTH = Person("both-1", PROVINCE, "editor approver")


def waiting(officer: Door, person: Person, **query: str) -> list[str]:
    items = officer.good(person, "GET", "/broadcasts", waiting_for="approval", **query)["items"]
    return [item["broadcast_id"] for item in items]


def test_submitted_it_waits_for_the_approvers_of_its_subtree_and_no_others(officer: Door) -> None:
    of_province = submitted(officer, drafted(officer))
    of_ward = submitted(officer, drafted(officer, WARD_EDITOR), WARD_EDITOR)
    assert set(waiting(officer, APPROVER)) == {of_province, of_ward}
    assert waiting(officer, APPROVER, below=CITY) == [of_ward]
    assert waiting(officer, WARD_APPROVER) == [of_ward]
    assert officer.ask(WARD_APPROVER, "GET", "/broadcasts", waiting_for="approval", below=CITY).status == 404
    alone = officer.ask(APPROVER, "GET", "/broadcasts", below=CITY)
    assert (alone.status, set(alone.faults)) == (422, {"below"})
    assert officer.ask(APPROVER, "GET", "/broadcasts", waiting_for="x").status == 422
    approve(officer, of_ward)
    assert waiting(officer, WARD_APPROVER) == []


def test_what_goes_beyond_the_officers_scope_is_not_in_their_queue(officer: Door) -> None:
    article = officer.good(EDITOR, "POST", "/articles", ARTICLE | {"unit": WARD})
    wide = {"article_id": article["article_id"], "target": {"root": PROVINCE}}
    name = submitted(officer, officer.good(EDITOR, "POST", "/broadcasts", wide)["broadcast_id"])
    assert waiting(officer, WARD_APPROVER) == []
    assert waiting(officer, APPROVER) == [name]
    route = f"/broadcasts/{name}"
    for step in ("approve", "return", "emergency"):
        body = seen(officer, name) | ({"reason": "x"} if step in {"return", "emergency"} else {})
        assert officer.ask(WARD_APPROVER, "POST", f"{route}/{step}", body).status == 404


def test_the_queue_comes_in_pages(officer: Door) -> None:
    names = {submitted(officer, drafted(officer)) for _ in range(3)}
    first = officer.good(APPROVER, "GET", "/broadcasts", waiting_for="approval", limit=2)
    more = officer.good(APPROVER, "GET", "/broadcasts", waiting_for="approval", limit=2, cursor=first["next"])
    assert {item["broadcast_id"] for item in first["items"] + more["items"]} == names
    foreign = officer.ask(WARD_APPROVER, "GET", "/broadcasts", waiting_for="approval", cursor=first["next"])
    assert foreign.status == 422


def test_between_looking_and_clicking_nothing_may_change(officer: Door) -> None:
    name = submitted(officer, drafted(officer))
    looked_at = seen(officer, name)
    article = officer.good(EDITOR, "POST", "/articles", ARTICLE | {"title": "Số tài khoản khác"})
    version = officer.good(EDITOR, "GET", f"/broadcasts/{name}")["version"]
    change = {"article_id": article["article_id"], "version": version}
    officer.good(EDITOR, "PUT", f"/broadcasts/{name}", change)
    submitted(officer, name)
    route = f"/broadcasts/{name}"
    for step, more in (("approve", {}), ("return", {"reason": "x"}), ("emergency", {"reason": "Lũ"})):
        late = officer.ask(APPROVER, "POST", f"{route}/{step}", looked_at | more)
        assert (late.status, set(late.faults)) == (409, {"article.title"})
        assert "Số tài khoản khác" in late.faults["article.title"]
    approve(officer, name)
    instant = {"send_at": morning().isoformat()}
    assert officer.ask(APPROVER, "POST", f"{route}/schedule", instant | looked_at).status == 409
    assert officer.ask(APPROVER, "POST", f"{route}/schedule", instant).status == 422
    assert officer.ask(APPROVER, "POST", f"{route}/approve", {}).status == 422


def test_who_wrote_any_of_it_approves_nothing_of_it_nor_of_its_copies(officer: Door) -> None:
    article = officer.good(BOTH, "POST", "/articles", ARTICLE)
    route = f"/articles/{article['article_id']}"
    second = ARTICLE | {"title": "Bản của biên tập", "version": 1}
    officer.good(EDITOR, "PUT", route, second)
    same = officer.good(ADMINISTRATOR, "PUT", route, second | {"version": 2})  # changes nothing
    assert (same["version"], same["updated_by"]) == (2, EDITOR.sub)
    proposed = officer.good(EDITOR, "POST", "/broadcasts", {"article_id": article["article_id"]})
    assert proposed["contributors"] == [BOTH.sub, EDITOR.sub]
    copy = officer.good(EDITOR, "POST", f"/broadcasts/{proposed['broadcast_id']}/test", {"unit": WARD})
    for name in (proposed["broadcast_id"], copy["broadcast_id"]):
        submitted(officer, name)
        refused = officer.ask(BOTH, "POST", f"/broadcasts/{name}/approve", seen(officer, name))
        assert refused.status == 403
        assert approve(officer, name, ADMINISTRATOR)["state"] == "approved"


def test_returned_the_reason_is_there_until_it_is_submitted_again(officer: Door) -> None:
    name = submitted(officer, drafted(officer))
    route = f"/broadcasts/{name}/return"
    wish = seen(officer, name) | {"reason": "Thiếu giờ bắt đầu."}
    assert officer.ask(EDITOR, "POST", route, wish).status == 403
    assert officer.ask(APPROVER, "POST", route, wish | {"reason": " "}).status == 422
    shown = officer.good(APPROVER, "POST", route, wish)
    assert (shown["state"], shown["returned"]["reason"], shown["submission"]) == (
        "draft",
        "Thiếu giờ bắt đầu.",
        None,
    )
    assert officer.ask(APPROVER, "POST", route, wish).status == 409
    submitted(officer, name)
    again = officer.good(VIEWER, "GET", f"/broadcasts/{name}")
    assert (again["state"], again["returned"], again["submission"]["officer"]) == (
        "submitted",
        None,
        EDITOR.sub,
    )


def test_pictures_of_other_addresses_are_ours_from_the_submission_on(officer: Door) -> None:
    name = drafted(officer)
    proposed = officer.good(EDITOR, "GET", f"/broadcasts/{name}")
    assert proposed["article"]["cover_url"] == ARTICLE["cover_url"]
    wish = {"digest": proposed["digest"]}
    shown = officer.good(EDITOR, "POST", f"/broadcasts/{name}/submit", wish)
    assert officer.good(EDITOR, "POST", f"/broadcasts/{name}/submit", wish) == shown
    seen_now = officer.good(APPROVER, "GET", f"/broadcasts/{name}")
    assert seen_now["article"]["cover_url"].startswith("media:")
    assert seen_now["digest"] == shown["digest"] != proposed["digest"]
    assert officer.ask(APPROVER, "POST", f"/broadcasts/{name}/approve", wish).status == 409
    approve(officer, name)
    assert officer.good(VIEWER, "GET", f"/broadcasts/{name}")["changes"] == []


def test_the_week_names_who_approved_without_looking(officer: Door) -> None:
    unseen = drafted(officer)
    approve(officer, unseen)
    looked = submitted(officer, drafted(officer))
    officer.good(SECOND_APPROVER, "GET", f"/broadcasts/{looked}")
    approve(officer, looked, SECOND_APPROVER)
    found = officer.good(VIEWER, "GET", "/approvals")
    remarks = {item["broadcast_id"]: set(item["remarks"]) for item in found["items"]}
    assert found["approvals"] == 2
    assert remarks[unseen] == {"soon_after_submission", "never_opened"}
    assert remarks[looked] == {"soon_after_submission", "soon_after_opening"}
    assert all(text.endswith(".") for item in found["items"] for text in item["remark_texts"])
    last_week = clock.local_day(clock.now() - timedelta(days=7)).isoformat()
    assert officer.good(VIEWER, "GET", "/approvals", week=last_week)["items"] == []
    assert officer.good(WARD_EDITOR, "GET", "/approvals")["items"] == []
    assert officer.ask(WARD_EDITOR, "GET", "/approvals", below=PROVINCE).status == 404


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-31"])
def test_a_week_at_the_ends_of_the_calendar_is_refused(officer: Door, week: str) -> None:
    refused = officer.ask(VIEWER, "GET", "/approvals", week=week)
    assert (refused.status, set(refused.faults)) == (422, {"week"})


def test_a_broadcast_to_nobody_is_refused_with_its_field(officer: Door) -> None:
    article = officer.good(EDITOR, "POST", "/articles", ARTICLE)
    for target in ({"root": PROVINCE, "without": [PROVINCE]}, {"root": WARD, "kinds": ["xa"]}):
        body = {"article_id": article["article_id"], "target": target}
        refused = officer.ask(EDITOR, "POST", "/broadcasts", body)
        assert (refused.status, set(refused.faults)) == (422, {"target"})
