"""Lists of residents' pages: documents, the handbook, the calendar; and what programs read of them."""

from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
import vobject  # type: ignore[import-untyped] # has no types

from loa import clock
from loa.publishing.library.rows.media_store import MediaStore
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.media import MediaFile, references
from tests.conftest import OpenTable
from tests.pages.public_world import ADDRESS, COMMUNE, PROVINCE, PublicWorld, build
from tests.pages.reading import Element
from tests.worlds.library import APPROVER, EDITOR

DIGEST = "5f" * 32
COVER = {"url": f"media:{DIGEST}.png", "alt": "Bà con làm đường"}
AUDIO = {"language": "vi", "url": f"audio:{DIGEST}.mp3", "seconds": 95, "speaker": "Nguyễn Thị Lan"}


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> PublicWorld:
    return build(open_table, monkeypatch)


def publish_with(world: PublicWorld, title: str, **content: Any) -> str:
    """A published piece of news of the commune with a cover or sound."""
    library = world.library
    work = library.draft(title, unit=COMMUNE)
    draft = work.draft()
    given = {"title": title, "blocks": list(draft.content.blocks), "fields": {}, **content}
    work = library.service.save(EDITOR, work.item.item_id, library.saved_draft(given, draft.revision))
    work = library.service.submit(EDITOR, work.item.item_id, work.draft().revision)
    library.service.approve(APPROVER, work.item.item_id, work.draft().revision)
    library.service.publish(APPROVER, work.item.item_id)
    return work.item.item_id


def titles(tree: Element) -> list[str]:
    """The titles of a list of news."""
    (listed,) = [one for one in tree.all("section") if one.get("aria-label") == "Danh sách"]
    return [one.text() for one in listed.all("h2")]


def links(tree: Element) -> dict[str, str]:
    return {one.text(): one.get("href") for one in tree.one("main").all("a")}


def test_documents_are_told_apart_and_each_choice_can_be_taken_off(world: PublicWorld) -> None:
    old = {"number": "7/NQ", "issued_on": "2020-01-05", "issuer": "Hội đồng nhân dân", "effect": "expired"}
    world.library.publish(
        "Nghị quyết cũ", unit=PROVINCE, kind=ItemKind.DOCUMENT, section=Section.GUIDANCE, fields=old
    )
    own = "/muc/huong-dan-nghiep-vu"
    both = titles(world.page(own))
    assert set(both) == {"Nghị quyết cũ", "Hướng dẫn tổ chức Ngày hội Đại đoàn kết"}
    boxes = {one.get("name"): one for one in world.page(own).all("select")}
    assert set(boxes) == {"co-quan", "nam", "hieu-luc"}, "no box in which there is nothing to choose"
    assert [one.text() for one in boxes["nam"].all("option")] == ["Tất cả", "2026", "2020"]
    for query in ("hieu-luc=expired", "nam=2020", "co-quan=Hội đồng nhân dân", "hieu-luc=expired&nam=2020"):
        assert titles(world.page(f"{own}?{query}")) == ["Nghị quyết cũ"], query
    chosen = links(world.page(f"{own}?hieu-luc=expired&nam=2020"))
    assert chosen["Hết hiệu lực"].rstrip("&") == f"{own}?nam=2020"
    assert chosen["Bỏ tất cả"] == own
    assert not titles(world.page(f"{own}?co-quan={'x' * 300}"))


def test_what_can_be_heard_is_marked_and_can_be_chosen(world: PublicWorld) -> None:
    item_id = publish_with(world, "Bản tin có tiếng", audio=[AUDIO])
    own = f"{ADDRESS}/muc/tin-dia-phuong"
    tree = world.page(own)
    assert links(tree)["Chỉ xem bài nghe được"] == f"{own}?nghe=1"
    assert titles(world.page(f"{own}?nghe=1")) == ["Bản tin có tiếng"]
    (sound,) = world.page(f"/bai/{item_id}").all("audio")
    assert (sound.get("preload"), sound.get("src")) == ("none", f"/files/{DIGEST}.mp3")
    assert not [one for one in world.page(f"/bai/{item_id}").all("script") if "listen" in one.get("src")]
    (script,) = world.page(f"/bai/{world.items['article']}").all("script")
    assert "/listen.js" in script.get("src"), "what nobody has read aloud, the browser's voice reads"


def test_lists_show_the_small_picture_and_who_saves_data_is_told_its_size(world: PublicWorld) -> None:
    picture = f"media:{DIGEST}.png"
    now = world.library.now
    MediaStore(world.library.content).add(
        MediaFile(picture, PROVINCE, "Đường", "officer-1", now, width=1280, height=960)
    )
    item_id = publish_with(world, "Xóm 5 làm đường", cover=COVER)
    (image,) = world.page(f"{ADDRESS}/muc/tin-dia-phuong").all("img")
    assert image.get("src") == f"/media/{DIGEST}-160.jpg"
    large = world.page(f"/bai/{item_id}")
    assert [one.get("srcset") for one in large.all("source")] == [f"/media/{DIGEST}-640.webp"]
    (shown,) = large.all("img")
    assert (shown.get("width"), shown.get("height")) == ("640", "480"), "room is kept, nothing jumps"
    shared = {one.get("property"): one.get("content") for one in large.all("meta")}
    assert shared["og:image"] == f"https://loa.example.vn/media/{DIGEST}-640.jpg"
    saving = world.page(f"/bai/{item_id}", cookies=["anh=0"])
    assert not saving.all("img")
    assert links(saving)["Xem ảnh: Bà con làm đường (dưới 46 KB)"] == f"/media/{DIGEST}-640.jpg"
    assert f"media:{DIGEST}.png" in set(references(world.library.published.get(item_id).content))  # type: ignore[union-attr]


def test_the_handbook_is_a_tree_and_leads_from_page_to_page(world: PublicWorld) -> None:
    chapter = world.items["page"]
    below = [
        world.library.publish(
            title,
            unit=PROVINCE,
            kind=ItemKind.PAGE,
            section=Section.HANDBOOK,
            order=number,
            fields={"parent": chapter},
        )
        for number, title in enumerate(("Trước buổi họp", "Trong buổi họp"))
    ]
    tree = world.page("/muc/cam-nang")
    (inside,) = [one for one in tree.all("section") if "tree" in one.get("class")]
    assert [one.text() for one in inside.all("li")] == ["Trước buổi họp", "Trong buổi họp"]
    first = world.page(f"/bai/{below[0]}")
    ways = {one.get("rel"): one.get("href") for one in first.all("a") if one.get("rel") in {"prev", "next"}}
    assert ways == {"prev": f"/bai/{chapter}", "next": f"/bai/{below[1]}"}
    crumbs = [one.get("href") for one in first.one("ol").all("a")]
    assert crumbs == ["/", "/muc/cam-nang", f"/bai/{chapter}"]


def test_the_calendar_stands_by_weeks_and_each_day_of_the_month_leads_to_its_events(
    world: PublicWorld,
) -> None:
    tree = world.page(f"{ADDRESS}/lich")
    days = [one.get("href")[1:] for one in tree.all("a") if one.get("href").startswith("#ngay-")]
    assert days == [f"ngay-{clock.local_day(clock.now() + timedelta(days=4))}"]
    assert days[0] in [one.get("id") for one in tree.all("li")]
    assert links(tree)["Thêm vào lịch của máy"] == f"{ADDRESS}/lich.ics"
    assert "âm lịch" in tree.one("main").text()


@pytest.mark.parametrize("address", ["/lich.ics", f"{ADDRESS}/lich.ics", "/bai/{event}.ics"])
def test_calendars_are_files_that_phones_read(world: PublicWorld, address: str) -> None:
    answer = world.ask(address.format(**world.items))
    assert answer["statusCode"] == 200
    assert answer["headers"]["content-type"].startswith("text/calendar")
    found = [one.summary.value for one in vobject.readOne(answer["body"]).contents.get("vevent", ())]
    assert found == ([] if address == "/lich.ics" else ["Tiếp xúc cử tri trước kỳ họp cuối năm"])
    if found:
        assert f"https://loa.example.vn/bai/{world.items['event']}" in answer["body"].replace("\r\n ", "")


def test_only_an_event_is_a_calendar_s_file(world: PublicWorld) -> None:
    for item_id in (world.items["article"], "40.17506~khong-co", "x"):
        assert world.ask(f"/bai/{item_id}.ics")["statusCode"] == 404


def test_news_can_be_followed(world: PublicWorld) -> None:
    item_id = world.library.publish("Trâu <bò> & “gà” '\"", unit=COMMUNE)
    for address in ("/tin.rss", f"{ADDRESS}/tin.rss", f"{ADDRESS}/muc/tin-dia-phuong/tin.rss"):
        answer = world.ask(address)
        assert answer["headers"]["content-type"].startswith("application/rss+xml")
        items = fromstring(answer["body"]).findall("channel/item")
        addresses = [one.findtext("link") for one in items]
        assert (f"https://loa.example.vn/bai/{item_id}" in addresses) == (address != "/tin.rss")
        assert all(one.findtext("guid") == one.findtext("link") and one.findtext("pubDate") for one in items)
    assert world.ask("/muc/thoi-tiet/tin.rss")["statusCode"] == 404
    assert world.ask("/d/99999/tin.rss")["statusCode"] == 404


def test_the_sitemap_names_every_page_and_nothing_that_is_gone(world: PublicWorld) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    index = fromstring(world.ask("/sitemap.xml")["body"])
    names = [one.text or "" for one in index.findall("s:sitemap/s:loc", space)]
    assert len(names) == 131
    listed: list[str] = []
    for name in ("https://loa.example.vn/sitemap-40.xml", "https://loa.example.vn/sitemap-17506.xml"):
        assert name in names
        body = world.ask(name.removeprefix("https://loa.example.vn"))["body"]
        listed += [one.text or "" for one in fromstring(body).findall("s:url/s:loc", space)]
    assert len(listed) == len(set(listed))
    for item_id in world.items.values():
        assert f"https://loa.example.vn/bai/{item_id}" in listed
    wrong = [
        one for one in listed if world.ask(one.removeprefix("https://loa.example.vn"))["statusCode"] != 200
    ]
    assert wrong == []
    assert "Sitemap: https://loa.example.vn/sitemap.xml" in world.ask("/robots.txt")["body"]
