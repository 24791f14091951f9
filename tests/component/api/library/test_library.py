"""The library's API: drafts, approval by a second person, publication, withdrawal, and what is refused."""

from dataclasses import dataclass
from typing import Any

import pytest

from infra.local.library.load import load_samples
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.library.projection.store import PublishedStore
from loa.publishing.library.rows.store import LibraryStore
from loa.publishing.library.rules.model import Audio
from loa.publishing.library.transitions.spoken import attach_audio
from tests.conftest import OpenTable
from tests.worlds.doors import load
from tests.worlds.province import (
    ADMINISTRATOR,
    APPROVER,
    EDITOR,
    OTHER_WARD,
    OTHER_WARD_EDITOR,
    TOWN,
    VIEWER,
    WARD,
    WARD_ADMINISTRATOR,
    WARD_EDITOR,
    Door,
    cursor,
    door,
    populate,
)
from tests.worlds.quick_moto import make_bucket

PICTURE = f"media:{'a' * 64}.jpg"
PARAGRAPH = {"type": "text", "content": "<p>Mời bà con dự họp.</p>"}
IMAGE = {"type": "image", "url": PICTURE, "alt": "Cán bộ phát quà"}


@pytest.fixture
def library(moto_aws: None, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.setenv("MEDIA_BUCKET", make_bucket("loa-media"))
    for name in ("Units", "Content", "Published", "Broadcasts", "Inbox", "Statistics", "Privacy"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    for name, value in {
        "PROVINCE_CODE": "40",
        "PUBLIC_URL": "https://loa.example.vn",
        "UNITS_AS_OF": "2024-09-30",
    }.items():
        monkeypatch.setenv(name, value)
    populate(open_table("Units"))
    return door("library", load("library"))


@pytest.fixture
def published(open_table: OpenTable) -> PublishedStore:
    return PublishedStore(open_table("Published"))


def item(title: str = "Họp dân", **more: Any) -> dict[str, Any]:
    content = {"title": title, "summary": "Tóm tắt", "blocks": [PARAGRAPH], **more.pop("content", {})}
    placement = {"section": "local_news", **more.pop("placement", {})}
    return {"unit": WARD, "kind": "article", "placement": placement, "content": content, **more}


def step(library: Door, person: Any, item_id: str, action: str, **more: Any) -> Any:
    body = {"step": {"action": action, **more}}
    return library.good(person, "POST", f"/library/items/{item_id}/steps", body)


def draft(library: Door, **more: Any) -> tuple[str, int]:
    made = library.good(EDITOR, "POST", "/library/items", item(**more))
    return made["item"]["item_id"], made["draft"]["revision"]


def approved(library: Door, **more: Any) -> str:
    item_id, revision = draft(library, **more)
    sent = step(library, EDITOR, item_id, "submit", revision=revision)
    step(library, APPROVER, item_id, "approve", revision=sent["draft"]["revision"])
    return item_id


def live(library: Door, **more: Any) -> str:
    item_id = approved(library, **more)
    step(library, APPROVER, item_id, "publish")
    return item_id


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


def test_links_lead_to_approved_hosts_only(library: Door) -> None:
    link = item(
        kind="link", placement={"section": "media"}, content={"fields": {"url": "https://baonghean.vn/"}}
    )
    made = library.good(EDITOR, "POST", "/library/items", link)
    body = {"step": {"action": "submit", "revision": made["draft"]["revision"]}}
    path = f"/library/items/{made['item']['item_id']}/steps"
    refused = library.ask(EDITOR, "POST", path, body)
    assert set(refused.faults) == {"fields.url"}
    host = {"host": "BaoNgheAn.vn", "owner": "Báo Nghệ An"}
    assert library.ask(APPROVER, "POST", "/library/hosts", host).status == 403
    assert library.ask(WARD_ADMINISTRATOR, "POST", "/library/hosts", host).status == 404
    hosts = library.good(ADMINISTRATOR, "POST", "/library/hosts", host)["items"]
    assert [found["host"] for found in hosts] == ["baonghean.vn"]
    library.good(EDITOR, "POST", path, body)
    assert (
        library.ask(ADMINISTRATOR, "POST", "/library/hosts", {"host": "a b.vn", "owner": "x"}).status == 422
    )
    assert library.good(ADMINISTRATOR, "DELETE", "/library/hosts/baonghean.vn")["items"] == []


def test_a_file_knows_where_it_is_used(library: Door) -> None:
    file = {"unit": WARD, "reference": PICTURE, "title": "Phát quà Tết", "alt": "Cán bộ phát quà"}
    library.good(EDITOR, "POST", "/library/media", file)
    item_id, revision = draft(library, content={"blocks": [PARAGRAPH, IMAGE]})
    uses = library.good(EDITOR, "GET", f"/library/media/{PICTURE}/uses", unit=WARD)
    assert uses["items"] == [item_id]
    assert library.ask(EDITOR, "DELETE", f"/library/media/{PICTURE}", unit=WARD).status == 409
    body = {"content": {"title": "Không ảnh", "blocks": [PARAGRAPH]}, "revision": revision}
    library.good(EDITOR, "PUT", f"/library/items/{item_id}/draft", body)
    assert library.good(EDITOR, "GET", "/library/media", unit=WARD)["items"][0]["title"] == "Phát quà Tết"
    library.good(EDITOR, "DELETE", f"/library/media/{PICTURE}", unit=WARD)
    assert library.ask(EDITOR, "DELETE", f"/library/media/{PICTURE}", unit=WARD).status == 404


def test_an_item_becomes_one_article_however_often(library: Door) -> None:
    item_id = live(library, content={"blocks": [PARAGRAPH, IMAGE]})
    first = library.good(ADMINISTRATOR, "POST", f"/library/items/{item_id}/article")
    again = library.good(ADMINISTRATOR, "POST", f"/library/items/{item_id}/article")
    (place,) = again["item"]["elsewhere"]
    assert first["item"]["elsewhere"] == [place]
    assert place.startswith(f"article:{WARD}~")
    without = live(library)
    refused = library.ask(ADMINISTRATOR, "POST", f"/library/items/{without}/article")
    assert set(refused.faults) == {"cover"}


def test_the_loudspeaker_reads_when_and_where(library: Door) -> None:
    fields = {
        "place": "Nhà văn hóa xóm 3",
        "occasions": [{"starts_at": "2026-12-05T08:30:00+07:00", "ends_at": "2026-12-05T11:00:00+07:00"}],
    }
    item_id, _ = draft(library, kind="event", placement={"section": "notices"}, content={"fields": fields})
    script = library.good(EDITOR, "GET", f"/library/items/{item_id}/loudspeaker")
    assert "8 giờ 30 phút, thứ Bảy, ngày 5 tháng 12 năm 2026" in script["text"]
    assert "Nhà văn hóa xóm 3" in script["text"]
    assert "<p>" not in script["text"]
    assert 15 < script["seconds"] < 60


def test_lists_are_read_page_by_page_and_filtered(library: Door) -> None:
    ids = [draft(library, title=f"Tin {number}")[0] for number in range(3)]
    first = library.good(EDITOR, "GET", "/library/items", unit=WARD, limit=2)
    second = library.good(EDITOR, "GET", "/library/items", unit=WARD, limit=2, after=first["next"])
    assert [entry["item_id"] for entry in first["items"] + second["items"]] == sorted(ids, reverse=True)
    assert second["next"] is None
    found = library.good(EDITOR, "GET", "/library/items", unit=WARD, text="tin 1", state="draft")
    assert [entry["title"] for entry in found["items"]] == ["Tin 1"]
    assert library.good(EDITOR, "GET", "/library/items", unit=WARD, section="notices")["items"] == []
    assert library.ask(EDITOR, "GET", "/library/items", unit=WARD, section="nothing").status == 422


def test_a_made_up_cursor_leads_nowhere(library: Door) -> None:
    for made_up in ("x", cursor(partition="40.413", sort="audit#1"), cursor(partition=WARD, sort="media#1")):
        assert library.ask(EDITOR, "GET", "/library/audit", unit=WARD, cursor=made_up).status == 422


def test_a_worklist_shows_what_waits_for_me(library: Door) -> None:
    item_id, revision = draft(library)
    step(library, EDITOR, item_id, "submit", revision=revision)
    waiting = library.good(APPROVER, "GET", "/library/worklist")["waiting"]
    assert [entry["item_id"] for entry in waiting] == [item_id]
    assert library.good(EDITOR, "GET", "/library/worklist")["waiting"] == []


def test_the_tables_are_told_to_whoever_builds_a_form(library: Door) -> None:
    tables = library.good(VIEWER, "GET", "/library/kinds")
    assert len(tables["sections"]) == 12
    assert {kind["kind"] for kind in tables["kinds"]} == {
        "article",
        "notice",
        "document",
        "event",
        "link",
        "page",
    }


def test_items_are_placed_and_moved(library: Door, published: PublishedStore) -> None:
    item_id = live(library)
    step(library, APPROVER, item_id, "move", section="activities")
    assert published.page(WARD, "local_news", limit=5).rows == []
    assert len(published.page(WARD, "activities", limit=5).rows) == 1
    placement = {"section": "activities", "urgent": True}
    refused = library.ask(
        APPROVER,
        "POST",
        f"/library/items/{item_id}/steps",
        {"step": {"action": "place", "placement": placement}},
    )
    assert set(refused.faults) == {"expires_at"}


@dataclass
class AtTheDoor:
    """Calls the API as the loader of samples does."""

    library: Door

    def api(self, officer: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        people = {"editor": EDITOR, "approver": APPROVER, "administrator": ADMINISTRATOR}
        return self.library.good(people[officer], method, path, body, key=headers.get("idempotency-key"))


def test_the_samples_pass_all_checks_and_stand_in_every_section(
    library: Door, published: PublishedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.local.library.load.HANDS", 1)
    loaded = load_samples(AtTheDoor(library), [WARD, OTHER_WARD, TOWN])
    assert len(loaded.ids) >= 60
    assert len(loaded.sections) == 12
    found = [published.get(item_id) for item_id in loaded.ids.values()]
    assert all(item and item.sample and item.content.author == "Bài mẫu" for item in found)
    (home,) = published.homes(["40"])
    assert set(home.sections) >= {"policy", "handbook", "media", "weather", "calendar"}
    assert [card.title for card in home.top] == ["Cảnh giác kẻ giả danh cán bộ Mặt trận gọi điện xin tiền"]


@pytest.mark.parametrize("host", ["gov.vn", "COM.VN.", "edu.vn"])
def test_a_host_that_many_share_is_not_approved(library: Door, host: str) -> None:
    refused = library.ask(ADMINISTRATOR, "POST", "/library/hosts", {"host": host, "owner": "Nhiều nơi"})
    assert set(refused.faults) == {"host"}


def test_an_instant_without_its_zone_is_refused(library: Door) -> None:
    refused = library.ask(
        EDITOR, "POST", "/library/items", item(placement={"expires_at": "2030-01-01T08:00:00"})
    )
    assert refused.status == 422
    assert set(refused.faults) == {"placement.expires_at"}
    assert "giờ" in refused.faults["placement.expires_at"]


def test_a_file_belongs_to_a_unit_that_exists(library: Door) -> None:
    file = {"reference": PICTURE, "title": "Phát quà Tết"}
    for unit in ("40.99999", "40.x"):
        refused = library.ask(ADMINISTRATOR, "POST", "/library/media", {"unit": unit, **file})
        assert refused.status in {404, 422}, unit
