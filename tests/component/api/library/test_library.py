"""The library's API: drafts, approval by a second person, publication, withdrawal, and what is refused."""

from typing import Any

import pytest

from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.library.projection.store import PublishedStore
from loa.publishing.library.rows.store import LibraryStore
from loa.publishing.library.rules.model import Audio
from loa.publishing.library.transitions.spoken import attach_audio
from tests.component.api.library.conftest import IMAGE, PARAGRAPH, approved, draft, item, live, step
from tests.conftest import OpenTable
from tests.worlds.province import (
    ADMINISTRATOR,
    APPROVER,
    EDITOR,
    OTHER_WARD_EDITOR,
    VIEWER,
    WARD,
    WARD_EDITOR,
    Door,
)


def test_an_item_goes_from_draft_to_residents_and_is_gone_when_withdrawn(
    library: Door, published: PublishedStore
) -> None:
    item_id = approved(library)
    assert published.get(item_id) is None
    shown = step(library, APPROVER, item_id, "publish")
    assert shown["item"]["is_published"] is True
    assert published.page(WARD, "local_news", limit=5).rows[0]["card"]["title"] == "Họp dân"
    gone = step(library, APPROVER, item_id, "withdraw", kind="gone", reason="Đăng nhầm")
    assert gone["item"]["withdrawal"]["reason"] == "Đăng nhầm"
    assert published.page(WARD, "local_news", limit=5).rows == []
    audit = library.good(EDITOR, "GET", "/library/audit", unit=WARD)["items"]
    assert [entry["step"]["what"] for entry in audit] == [
        "withdraw",
        "publish",
        "approve",
        "submit",
        "create",
    ]


def test_an_item_that_a_machine_has_spoken_is_read_like_any_other(
    library: Door, open_table: OpenTable
) -> None:
    item_id = live(library)
    store = LibraryStore(open_table("Content"))
    before = store.work(item_id)
    spoken = Audio("vi", f"audio:{'b' * 64}.mp3", 9, made_from="c" * 64)
    assert before.live
    after = attach_audio(before, spoken, edition=before.live.number, now=before.item.updated_at)
    commit(store.changes(before, after))
    (audio,) = library.good(EDITOR, "GET", f"/library/items/{item_id}")["live"]["content"]["audio"]
    assert audio == {**audio, "language": "vi", "seconds": 9, "confirmed": False}


def test_a_request_that_comes_twice_makes_one_item(library: Door) -> None:
    first = library.good(EDITOR, "POST", "/library/items", item(), key="key-item-1")
    again = library.good(EDITOR, "POST", "/library/items", item(), key="key-item-1")
    assert first == again
    assert len(library.good(EDITOR, "GET", "/library/items", unit=WARD)["items"]) == 1


def test_who_wrote_it_cannot_approve_it(library: Door) -> None:
    made = library.good(ADMINISTRATOR, "POST", "/library/items", item())
    item_id = made["item"]["item_id"]
    sent = step(library, ADMINISTRATOR, item_id, "submit", revision=made["draft"]["revision"])
    body = {"step": {"action": "approve", "revision": sent["draft"]["revision"]}}
    refused = library.ask(ADMINISTRATOR, "POST", f"/library/items/{item_id}/steps", body)
    assert (refused.status, refused.body["code"]) == (403, "not_allowed")
    assert "tự duyệt" in refused.body["detail"]


@pytest.mark.parametrize("person", [VIEWER, EDITOR])
def test_only_approvers_decide(library: Door, person: Any) -> None:
    item_id = approved(library)
    refused = library.ask(person, "POST", f"/library/items/{item_id}/steps", {"step": {"action": "publish"}})
    assert refused.status == 403


def test_outside_ones_unit_nothing_is_found(library: Door) -> None:
    item_id, _ = draft(library)
    for method, path in (("GET", ""), ("GET", "/editions"), ("POST", "/copy"), ("POST", "/draft")):
        reply = library.ask(OTHER_WARD_EDITOR, method, f"/library/items/{item_id}{path}", None)
        assert reply.status == 404, path
    assert library.ask(EDITOR, "GET", "/library/items/nonsense").status == 404
    assert library.ask(EDITOR, "GET", f"/library/items/{WARD}~{'f' * 22}").status == 404


def test_what_blocks_is_named_field_by_field_and_nothing_is_lost(library: Door) -> None:
    content = {"blocks": [{**IMAGE, "alt": ""}]}
    item_id, revision = draft(library, kind="notice", content=content)
    checks = library.good(EDITOR, "GET", f"/library/items/{item_id}/checks")["items"]
    assert {found["field"] for found in checks if found["blocking"]} == {"fields.valid_from", "blocks[0].alt"}
    body = {"step": {"action": "submit", "revision": revision}}
    refused = library.ask(EDITOR, "POST", f"/library/items/{item_id}/steps", body)
    assert refused.status == 422
    assert set(refused.faults) == {"fields.valid_from", "blocks[0].alt"}
    kept = library.good(EDITOR, "GET", f"/library/items/{item_id}")
    assert kept["draft"]["state"] == "draft"


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"blocks": [{"type": "script", "content": "x"}]}, "content.blocks[0]"),
        ({"title": ""}, "content.title"),
        ({"blocks": [{**IMAGE, "url": "https://elsewhere.vn/a.jpg"}]}, "blocks[0].url"),
        ({"fields": {"number": "1"}}, "fields.number"),
    ],
)
def test_what_cannot_be_kept_is_refused(library: Door, content: dict[str, Any], field: str) -> None:
    refused = library.ask(EDITOR, "POST", "/library/items", item(content=content))
    assert refused.status == 422
    assert field in refused.faults
    assert library.good(EDITOR, "GET", "/library/items", unit=WARD)["items"] == []


def test_a_section_of_the_province_takes_nothing_from_a_ward(library: Door) -> None:
    refused = library.ask(EDITOR, "POST", "/library/items", item(placement={"section": "province"}))
    assert set(refused.faults) == {"section"}


def test_two_editors_at_once_lose_no_words(library: Door) -> None:
    item_id, revision = draft(library)
    path = f"/library/items/{item_id}/draft"
    first = {"content": {"title": "Của Lan", "blocks": [PARAGRAPH]}, "revision": revision}
    second = {"content": {"title": "Của Bình", "blocks": [PARAGRAPH]}, "revision": revision}
    library.good(EDITOR, "PUT", path, first)
    assert library.ask(WARD_EDITOR, "PUT", path, second).status == 409
    assert library.good(EDITOR, "GET", f"/library/items/{item_id}")["draft"]["content"]["title"] == "Của Lan"


def test_a_lock_names_its_holder_and_is_taken_over(library: Door) -> None:
    item_id, _ = draft(library)
    path = f"/library/items/{item_id}/lock"
    library.good(EDITOR, "POST", path, {})
    refused = library.ask(WARD_EDITOR, "POST", path, {})
    assert refused.status == 409
    assert EDITOR.name in refused.body["detail"]
    taken = library.good(WARD_EDITOR, "POST", path, {"take_over": True})
    assert taken["item"]["lock"]["officer_id"] == WARD_EDITOR.sub
    assert library.good(WARD_EDITOR, "DELETE", path)["item"]["lock"] is None


def test_the_next_edition_is_written_while_the_first_is_read(
    library: Door, published: PublishedStore
) -> None:
    item_id = live(library)
    opened = library.good(EDITOR, "POST", f"/library/items/{item_id}/draft")
    body = {
        "content": {"title": "Họp dân (đổi giờ)", "blocks": [PARAGRAPH]},
        "revision": opened["draft"]["revision"],
        "change_note": "Đổi sang 8 giờ",
    }
    library.good(EDITOR, "PUT", f"/library/items/{item_id}/draft", body)
    found = published.get(item_id)
    assert found
    assert found.content.title == "Họp dân"
    preview = library.good(EDITOR, "GET", f"/library/items/{item_id}/preview")
    assert preview["content"]["title"] == "Họp dân (đổi giờ)"
    editions = library.good(EDITOR, "GET", f"/library/items/{item_id}/editions")["items"]
    assert [edition["number"] for edition in editions] == [2, 1]


def test_many_items_at_once_say_what_became_of_each(library: Door, published: PublishedStore) -> None:
    ready, unready = approved(library), draft(library)[0]
    body = {"items": [ready, unready, "40~zzz"], "step": {"action": "publish"}}
    results = library.good(APPROVER, "POST", "/library/bulk", body)["items"]
    assert [(result["done"], result["code"]) for result in results] == [
        (True, ""),
        (False, "conflict"),
        (False, "not_found"),
    ]
    assert published.get(ready)
    too_many = {"items": [f"{n}" for n in range(51)], "step": {"action": "publish"}}
    assert library.ask(APPROVER, "POST", "/library/bulk", too_many).status == 422


def test_an_instant_without_its_zone_is_refused(library: Door) -> None:
    refused = library.ask(
        EDITOR, "POST", "/library/items", item(placement={"expires_at": "2030-01-01T08:00:00"})
    )
    assert refused.status == 422
    assert set(refused.faults) == {"placement.expires_at"}
    assert "giờ" in refused.faults["placement.expires_at"]
