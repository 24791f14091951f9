"""Pages of the library: an item is written part by part, approved by a second person, withdrawn."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from loa import clock
from loa.foundation.officers.model import Role
from loa.foundation.readings.deeds import deeds_of
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.model import BroadcastState
from loa.publishing.library.outside.announcing import ItemAnnouncer, place_of
from loa.publishing.library.rules.kinds import Section
from loa.publishing.library.rules.model import Reach
from loa.publishing.library.rules.plain import search_text
from loa.publishing.library.transitions.previews import share
from tests.conftest import OpenTable
from tests.pages.reading import Element, check
from tests.worlds.console import OfficerBrowser, body_of, filled_in
from tests.worlds.console_cases import jpeg
from tests.worlds.console_library import COMMUNE, LIST, ConsoleLibrary, console_library, item_in
from tests.worlds.doors import Context, http_event

MANY = f"{LIST}/nhieu?muc=tat-ca"
HOSTILE = "<script>alert(1)</script> \"' & </p>"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ConsoleLibrary:
    return console_library(open_table, monkeypatch)


@pytest.fixture
def lan(world: ConsoleLibrary) -> OfficerBrowser:
    return world.sign_in("Nguyễn Thị Lan")


@pytest.fixture
def hoa(world: ConsoleLibrary) -> OfficerBrowser:
    return world.sign_in("Lê Thị Hoa", Role.APPROVER)


def begun(lan: OfficerBrowser, title: str = "Họp dân bàn việc mở đường", kind: str = "article") -> str:
    """Begin an item; its id."""
    section = "handbook" if kind == "page" else "notices"
    page = lan.page(f"{LIST}/moi?loai={kind}")
    made = lan.send(page, f"{LIST}/moi", title=title, section=section)
    return item_in(made)


def write(lan: OfficerBrowser, item: str, do: str = "", **fields: Any) -> dict[str, Any]:
    """Send the editor with a button pressed."""
    return lan.send(lan.page(f"{LIST}/{item}/soan"), f"{LIST}/{item}/soan", do=do, **fields)


def choose(who: OfficerBrowser, item: str, step: str, **fields: Any) -> dict[str, Any]:
    """Take a step on the page of an item."""
    return who.send(who.page(f"{LIST}/{item}"), f"{LIST}/{item}/buoc", step=step, **fields)


def values(page: Element, name: str) -> list[str]:
    return [
        "".join(map(str, each.children)).removeprefix("\n") if each.tag == "textarea" else each.get("value")
        for each in page.all("input", "textarea")
        if each.get("name") == name
    ]


def test_an_item__is_written__returned__corrected__approved__and_withdrawn(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    item = begun(lan)
    for kind in ("heading", "paragraphs", "list"):
        assert write(lan, item, f"add-{kind}-9")["statusCode"] == 303
    words = ["Chương trình", f"Nghe **báo cáo**.\r\n{HOSTILE}", "Mang theo căn cước\r\n- Đúng giờ"]
    submitted = write(lan, item, "submit", words=words, summary="Mời mỗi nhà một người.")
    assert "Chờ duyệt" in lan.follow(submitted).text()
    assert "người khác phải duyệt" in lan.page(f"{LIST}/{item}").text()
    shown = hoa.page(LIST)
    assert "Chờ tôi duyệt 1" in shown.text()
    assert "Họp dân bàn việc mở đường" in shown.text()
    page = hoa.page(f"{LIST}/{item}")
    assert "<strong>báo cáo</strong>" in body_of(hoa.ask(f"{LIST}/{item}"))
    assert "<script>alert" not in body_of(hoa.ask(f"{LIST}/{item}"))
    unread = hoa.send(page, f"{LIST}/{item}/buoc", step="approve_now")
    assert unread["statusCode"] == 422
    nothing = choose(hoa, item, "return")
    assert nothing["statusCode"] == 422
    assert choose(hoa, item, "return", return_reason="Ghi rõ giờ họp")["statusCode"] == 303
    assert "Bị trả lại" in lan.page(LIST).text()
    editor = lan.page(f"{LIST}/{item}/soan")
    assert "Ghi rõ giờ họp" in editor.text()
    assert values(editor, "part") == ["heading", "paragraphs", "list"]
    assert values(editor, "words")[2] == "Mang theo căn cước\nĐúng giờ"
    words[0] = "Chương trình, 8 giờ sáng"
    assert write(lan, item, "submit", words=words)["statusCode"] == 303
    stale = hoa.send(page, f"{LIST}/{item}/buoc", step="approve_now", approve_now_read="true")
    assert stale["statusCode"] == 409  # another revision than the one that was seen
    done = choose(hoa, item, "approve_now", approve_now_read="true")
    assert "Đang đăng" in hoa.follow(done).text()
    assert world.library.titles("40.17506", "notices") == ["Họp dân bàn việc mở đường"]
    gone = choose(hoa, item, "withdraw", withdraw_reason="Đã hoãn họp", withdraw_kind="gone")
    assert "Đã hoãn họp" in hoa.follow(gone).text()
    assert world.library.titles("40.17506", "notices") == []


def test_many_items__each_is_taken_for_itself__what_is_refused_says_why__and_a_second_press_changes_nothing(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser, open_table: OpenTable
) -> None:
    shown, ready, begun_only = (
        world.library.publish("Lịch họp tháng 12", unit=COMMUNE),
        world.library.approved("Mời họp dân xóm 3", unit=COMMUNE).item.item_id,
        begun(lan, HOSTILE),
    )
    page = hoa.page(f"{LIST}?muc=tat-ca")
    nothing = hoa.send(page, MANY, act="publish", item=[])
    assert nothing["statusCode"] == 422
    assert "Xin đánh dấu ít nhất một bài" in check(body_of(nothing)).text()
    why = check(body_of(hoa.send(page, MANY, act="withdraw", item=[ready])))
    assert "Xin ghi lý do" in why.text()
    ticked = [each.get("value") for each in why.all("input") if "checked" in each.attributes]
    assert ticked == [ready, "withdraw", "notice"]
    asked = {"act": "publish", "item": [ready, begun_only, "40.17530~0123456789abcdef012345"]}
    done = check(body_of(hoa.send(page, MANY, **asked)))
    assert "Đã làm 1 bài" in done.text()
    assert "Chưa làm được 2 bài" in done.text()
    again = hoa.send(page, MANY, **asked)
    assert check(body_of(again)).text() == done.text()
    today = clock.local_day(clock.now())
    rows = open_table("Privacy").rows(deeds_of("40", today))
    assert [row["reference"] for row in rows if "nhieu:publish" in row["what"]] == [f"{LIST}/{ready}"]
    assert sorted(world.library.titles(COMMUNE)) == ["Lịch họp tháng 12", "Mời họp dân xóm 3"]
    hoa.send(page, MANY, act="feature", item=[ready])
    hoa.send(page, MANY, act="move", item=[shown, ready], section="notices")
    assert sorted(world.library.titles(COMMUNE, "notices")) == ["Lịch họp tháng 12", "Mời họp dân xóm 3"]
    assert world.library.store.item(ready).placement.featured
    gone = {"act": "withdraw", "item": [shown, ready], "reason": "Đã hoãn họp", "kind": "gone"}
    assert "Đã làm xong cả 2 bài" in check(body_of(hoa.send(page, MANY, **gone))).text()
    lost = hoa.send(hoa.page(f"{LIST}?muc=tat-ca"), MANY, **gone)  # as after an answer that was lost
    assert "Đã làm xong cả 2 bài" in check(body_of(lost)).text()
    binned = lan.send(lan.page(f"{LIST}?muc=tat-ca"), MANY, act="bin", item=[shown])
    assert "Đã làm xong cả 1 bài" in check(body_of(binned)).text()
    assert "Đăng các bài" not in lan.page(f"{LIST}?muc=tat-ca").text()


def test_followers_are_told__by_a_draft_that_the_item_leads_to__and_says_how_far_it_is(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser, open_table: OpenTable
) -> None:
    item = begun(lan)
    write(lan, item, "add-paragraphs-0")
    write(lan, item, "submit", words=["Mời bà con."], notify="true")
    assert "tin ấy được duyệt riêng" in hoa.page(f"{LIST}/{item}").text()
    choose(hoa, item, "approve_now", approve_now_read="true")
    assert "Máy đang soạn tin báo người quan tâm" in hoa.page(f"{LIST}/{item}").text()
    drafts = BroadcastStore(open_table("Broadcasts"))
    announcer = ItemAnnouncer(world.library.service, drafts, "http://loa.test")
    announcer.announce_due("40", clock.now() + timedelta(minutes=1), lambda: False)
    page = lan.page(f"{LIST}/{item}")
    links = [each.get("href") for each in page.all("a")]
    name = place_of(item, 1).removeprefix("broadcast:")
    assert links.count(f"/console/truyen-thong/{name}") == 1
    assert "Đang soạn" in page.text()
    draft = drafts.get(name)
    drafts.replace(draft, replace(draft, state=BroadcastState.CANCELLED))
    assert "Đã hủy" in lan.page(f"{LIST}/{item}").text()


def test_tags__are_kept_once_each__and_lead_officers_and_residents_to_the_item(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    item = begun(lan)
    write(lan, item, "add-paragraphs-0")
    many = write(lan, item, tags=",".join(map(str, range(9))))
    assert "Nhiều nhất 8 từ khóa" in check(body_of(many)).text()
    typed = " Nông thôn mới,nong THON moi;; Nhà tình nghĩa , Nông thôn mới"
    write(lan, item, "submit", words=["Mời bà con."], tags=typed)
    choose(hoa, item, "approve_now", approve_now_read="true")
    work = world.library.store.work(item)
    assert work.item.tags == ("Nông thôn mới", "Nhà tình nghĩa")
    assert work.live
    assert "Nhà tình nghĩa" in search_text(work.live.content)
    assert "Họp dân bàn việc" in lan.page(f"{LIST}?muc=tat-ca&tim=tinh+nghia").text()
    shown = lan.page(f"{LIST}/{item}/trang")
    assert "/tim?q=N%C3%B4ng%20th%C3%B4n%20m%E1%BB%9Bi&xa=17506" in [a.get("href") for a in shown.all("a")]


def test_the_audit__is_looked_through_by_officer_step_title_and_days(
    world: ConsoleLibrary, lan: OfficerBrowser
) -> None:
    first = begun(lan, "Mở đường xóm 3")
    second = begun(world.sign_in("Vi Thị Hoa"), HOSTILE)

    def told(query: str = "") -> list[str]:
        page = lan.page(f"{LIST}/nhat-ky?{query}")
        items = [each.get("href").rpartition("/")[2] for each in page.one("main").all("a")]
        return [each for each in items if each in {first, second}]

    today = clock.local_day(clock.now())
    yesterday = today - timedelta(days=1)
    assert told() == [second, first]
    assert told("ai=nguyen+thi+LAN") == told("bai=mo+duong") == [first]
    assert told("viec=create&ai=hoa") == [second]
    assert told("viec=publish") == told("ai=khong+ai") == []
    assert told(f"tu={today}&den={today}") == [second, first]
    assert told(f"den={yesterday}") == told(f"tu={today + timedelta(days=1)}") == []
    assert told("tu=hom-qua&viec=gi-do") == [second, first], "what is no choice narrows nothing"
    backwards = lan.page(f"{LIST}/nhat-ky?tu={today}&den={yesterday}", status=422)
    assert "Ngày kết thúc phải từ ngày bắt đầu trở đi." in backwards.text()
    typed = {each.get("id"): each.get("value") for each in backwards.all("input")}
    assert (typed["tu"], typed["den"]) == (str(today), str(yesterday)), (
        "what was asked for still stands there"
    )
    assert "Không có việc nào khớp" in lan.page(f"{LIST}/nhat-ky?ai=khong").text()
    assert lan.ask(f"{LIST}/nhat-ky?tiep=x")["statusCode"] in {400, 422}
    below = world.sign_in("Cán bộ xã khác", unit="40.17530")
    assert below.page(f"{LIST}/nhat-ky?don-vi={COMMUNE}").text().count("Mở đường") == 0


def test_an_hour__is_typed_as_people_write_it__and_one_that_no_day_has_is_refused_in_words(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    item = begun(lan)
    write(lan, item, "add-paragraphs-0")
    write(lan, item, "submit", words=["Mời bà con ra nhà văn hóa."])
    when = {"approve_later_day": f"{clock.local_day(clock.now()) + timedelta(days=1)}"}

    def decided(hour: str) -> dict[str, Any]:
        page, path = hoa.page(f"{LIST}/{item}"), f"{LIST}/{item}/buoc"
        return hoa.send(
            page, path, step="approve_later", approve_later_read="true", approve_later_time=hour, **when
        )

    for hour in ("24:00", "8:60", "sáng"):
        wrong = decided(hour)
        assert (wrong["statusCode"], "Giờ viết như 8:00 hoặc 19:30." in check(body_of(wrong)).text()) == (
            422,
            True,
        )
        assert world.library.store.item(item).scheduled_for is None
    assert decided("7 giờ 30")["statusCode"] == 303
    scheduled = world.library.store.item(item).scheduled_for
    assert scheduled
    assert f"{scheduled.astimezone(clock.VIETNAM):%H:%M}" == "07:30"


def test_a_preview__is_read_without_signing_in__until_it_ends(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    item = begun(lan)
    write(lan, item, "add-paragraphs-0")
    write(lan, item, "submit", words=["Mời bà con ra nhà văn hóa."])

    def made() -> str:
        (box,) = [each for each in lan.page(f"{LIST}/{item}").all("input") if each.get("id") == "preview"]
        return urlsplit(box.get("value")).path

    def opened(path: str) -> dict[str, Any]:
        return dict(world.handler(http_event("GET", path), Context()))

    choose(lan, item, "share")
    path = made()
    answer = opened(path)
    assert answer["statusCode"] == 200
    assert "Mời bà con ra nhà văn hóa." in check(body_of(answer)).text()
    assert "Đây là bản xem trước" in body_of(answer)
    assert "Nguyễn Thị Lan" not in body_of(answer)
    assert answer["headers"]["cache-control"] == "no-store"
    assert "noindex" in answer["headers"]["x-robots-tag"]
    assert not answer.get("cookies")
    stem = f"{LIST}/xem-truoc"
    for wrong in (path[:-1], f"{path}x", f"{stem}/{item}.", f"{stem}/{item}", f"{stem}/x.y"):
        assert opened(wrong)["statusCode"] == 404, wrong
    choose(lan, item, "share")
    assert opened(path)["statusCode"] == 404, "another link ends the one before"
    path = made()
    choose(lan, item, "unshare")
    assert opened(path)["statusCode"] == 404
    choose(lan, item, "share")
    path = made()
    choose(lan, item, "recall")
    assert opened(path)["statusCode"] == 200
    write(lan, item, "submit", words=["Lời khác, chưa ai duyệt."])
    assert opened(path)["statusCode"] == 404, "the link shows what was shared, and nothing else"
    for days, status in ((7, 404), (6, 200)):
        made_at = clock.now() - timedelta(days=days)
        world.library.service.change(item, lambda work, at=made_at: share(work, "s" * 22, by="", now=at))  # type: ignore[misc]
        assert opened(f"{stem}/{item}.{'s' * 22}")["statusCode"] == status
    over = choose(lan, item, "share")
    assert over["statusCode"] == 409, "what nobody has approved is not kept in public by one person"
    path, seen = made(), hoa.page(f"{LIST}/{item}")
    done = hoa.send(seen, f"{LIST}/{item}/buoc", step="approve_now", approve_now_read="true")
    assert done["statusCode"] == 303, "what the approver saw is as it was"
    assert opened(path)["statusCode"] == 404, "published: the link is over"


def test_parts__are_moved_and_removed_by_buttons__and_what_is_wrong_stays_typed(
    world: ConsoleLibrary, lan: OfficerBrowser
) -> None:
    item = begun(lan)
    write(lan, item, "add-paragraphs-0")
    write(lan, item, "add-heading-0", words=["Một"])
    write(lan, item, "up-2", words=["Hai", "Một"])
    assert values(lan.page(f"{LIST}/{item}/soan"), "words") == ["Một", "Hai"]
    write(lan, item, "remove-1")
    assert values(lan.page(f"{LIST}/{item}/soan"), "words") == ["Hai"]
    wrong = write(lan, item, "add-list-1", title="  ", words=["Ba"])
    assert wrong["statusCode"] == 422
    page = check(body_of(wrong))
    assert values(page, "words") == ["Ba", ""]
    assert "Xin ghi tiêu đề" in page.text()


def test_words_that_are_ready__become_one_item__which_a_later_press_opens(
    world: ConsoleLibrary, lan: OfficerBrowser
) -> None:
    page = lan.page(f"{LIST}/moi?loai=article")
    (form,) = [each for each in page.all("form") if each.get("action") == f"{LIST}/moi"]
    words = {"title": "Kết quả cuộc thi", "summary": "Một người dự thi.", "words": "Một & hai\nBa"}
    fields = {**filled_in(form), **words, "source": "ket-qua-01abc-1", "link": "https://loa.vn/thi/1"}
    first = lan.post(f"{LIST}/tu-loi", fields)
    editor = lan.follow(first)
    assert "Đây là bài có sẵn lời" in editor.text()
    item = item_in(first)
    work = world.library.store.work(item)
    assert work.edition
    assert work.edition.content.title == "Kết quả cuộc thi"
    assert "<p>Một &amp; hai</p><p>Ba</p>" in work.edition.content.blocks[0]["content"]
    assert 'href="https://loa.vn/thi/1"' in work.edition.content.blocks[0]["content"]
    again = lan.post(f"{LIST}/tu-loi", {**fields, "khoa": "press-12345678", "title": "Tên khác"})
    assert item_in(again) == item
    assert world.library.store.work(item).edition == work.edition
    assert lan.post(f"{LIST}/tu-loi", {**fields, "khoa": "press-87654321", "link": "x"})["statusCode"] == 422


def test_an_event__needs_its_place_and_an_hour__beside_their_fields(
    world: ConsoleLibrary, lan: OfficerBrowser
) -> None:
    item = begun(lan, "Tiếp xúc cử tri", "event")
    refused = write(lan, item, "submit", day=["2027-01-05"], starts=["08:00"], ends=["07:00"])
    assert refused["statusCode"] == 422
    assert "giờ kết thúc sau đó" in check(body_of(refused)).text()
    half = write(lan, item, "submit", day=["2027-01-05"], starts=[""], ends=[""])
    assert "Lần 1: xin chọn ngày" in check(body_of(half)).text()
    missing = write(lan, item, "submit", day=["2027-01-05"], starts=["08:00"], ends=["11:00"])
    page = check(body_of(missing))
    assert "Vui lòng nhập: Địa điểm." in page.text()
    again = lan.send(page, f"{LIST}/{item}/soan", do="submit", place="Nhà văn hóa xóm 3")
    assert "Chờ duyệt" in lan.follow(again).text()
    (occasion,) = world.library.store.work(item).draft().content.fields["occasions"]
    assert occasion == {"starts_at": "2027-01-05T01:00:00.000Z", "ends_at": "2027-01-05T04:00:00.000Z"}


def test_two_who_write__the_slower_one_is_told__and_keeps_what_they_typed(
    world: ConsoleLibrary, lan: OfficerBrowser
) -> None:
    item = begun(lan)
    binh = world.sign_in("Trần Văn Bình")
    theirs = binh.page(f"{LIST}/{item}/soan")
    kept = write(lan, item, "auto", summary="Câu của Lan")
    assert (kept["statusCode"], body_of(kept).split()[0]) == (200, "2")
    late = binh.send(theirs, f"{LIST}/{item}/soan", summary="Câu của Bình")
    assert late["statusCode"] == 409
    assert "Câu của Bình" in body_of(late)
    assert world.library.store.work(item).draft().content.summary == "Câu của Lan"


def test_a_published_item__is_edited_beside_what_residents_read__and_an_old_edition_comes_back(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    item = begun(lan)
    write(lan, item, "add-paragraphs-0")
    write(lan, item, "submit", words=["Họp lúc 8 giờ sáng thứ Hai."])
    choose(hoa, item, "approve_now", approve_now_read="true")
    assert choose(lan, item, "edit")["headers"]["location"].endswith("/soan")
    unsaid = write(lan, item, "submit", words=["Họp lúc 9 giờ sáng thứ Hai."])
    assert unsaid["statusCode"] == 422
    page = check(body_of(unsaid))
    sent = lan.send(page, f"{LIST}/{item}/soan", do="submit", change_note="Đổi giờ họp")
    assert sent["statusCode"] == 303, body_of(sent)[-3000:]
    seen = body_of(hoa.ask(f"{LIST}/{item}"))
    assert "<del>8</del><ins>9</ins>" in seen
    choose(hoa, item, "approve_now", approve_now_read="true")
    history = lan.page(f"{LIST}/{item}/lich-su?so=2&voi=1")
    assert "Bản 2 khác bản 1 ở đâu" in history.text()
    back = lan.send(history, f"{LIST}/{item}/khoi-phuc", number="1")
    assert values(lan.follow(back), "words") == ["Họp lúc 8 giờ sáng thứ Hai."]


def test_the_list__is_searched_without_accents__and_the_panel_says_what_waits(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    begun(lan, "Lịch tiếp xúc cử tri")
    item = begun(lan, "Thông báo nghỉ lễ")
    write(lan, item, "add-paragraphs-0")
    write(lan, item, "submit", words=["Nghỉ ngày 1/1."])
    found = lan.page(f"{LIST}?muc=tat-ca&tim=cu+tri").text()
    assert "Lịch tiếp xúc cử tri" in found
    assert "Thông báo nghỉ lễ" not in found
    assert "Thông báo nghỉ lễ" in body_of(hoa.ask(f"{LIST}/o-viec"))
    stranger = world.sign_in("Người xã khác", Role.EDITOR, Role.APPROVER, unit="40.16681")
    assert stranger.ask(f"{LIST}/{item}")["statusCode"] == 404
    assert "Thông báo nghỉ lễ" not in body_of(stranger.ask(f"{LIST}/o-viec"))


def test_a_picture__is_uploaded__looked_at__chosen__and_described(
    world: ConsoleLibrary, lan: OfficerBrowser
) -> None:
    item = begun(lan)
    write(lan, item, "add-paragraphs-0")
    sent = write(lan, item, "add-picture-1", words=["Cầu xóm 7 đã xong."])
    page = lan.follow(sent)
    assert values(page, "after")[0] == "1"
    hidden = {name: values(page, name)[0] for name in ("csrf", "khoa", "item", "sort", "after")}
    named = {**hidden, "title": "Cầu xóm 7", "alt": "Cầu bê tông bắc qua kênh"}
    missing = lan.post_files(f"{LIST}/tep/moi", {**named, "title": ""}, {"file": jpeg()})
    assert missing["statusCode"] == 422
    uploaded = lan.post_files(f"{LIST}/tep/moi", named, {"file": jpeg()})
    waiting = lan.ask(uploaded["headers"]["location"])
    assert waiting["headers"]["refresh"] == "2"
    world.look_at_uploads()
    kept = lan.page(uploaded["headers"]["location"])
    assert "Đã nhận tệp" in kept.text()
    editor = lan.follow(lan.send(kept, f"{LIST}/{item}/chen"))
    assert values(editor, "part") == ["paragraphs", "picture"]
    assert values(editor, "alt") == ["", "Cầu bê tông bắc qua kênh"]
    shelf = lan.page(f"{LIST}/tep")
    (href,) = [link.get("href") for link in shelf.all("a") if "tep/mot" in link.get("href")]
    file = lan.page(href)
    assert "Họp dân bàn việc mở đường" in file.text()
    reference = values(file, "reference")[0]
    lan.send(file, f"{LIST}/tep/mot", title="Cầu mới", alt="Cầu mới xây")
    assert world.library.content.get("40.17506", f"media#{reference}")["title"] == "Cầu mới"  # type: ignore[index]
    write(lan, item, "cover")
    chosen = lan.page(f"{LIST}/{item}/chen?loai=cover&sau=0")
    lan.send(chosen, f"{LIST}/{item}/chen", reference=reference)
    write(lan, item, "submit")
    content = world.library.store.work(item).draft().content
    assert content.cover is not None
    assert (content.cover.alt, content.blocks[1]["alt"]) == ("Cầu mới xây", "Cầu bê tông bắc qua kênh")


def test_a_film__needs_a_whole_address(world: ConsoleLibrary, lan: OfficerBrowser) -> None:
    item = begun(lan)
    page = lan.page(f"{LIST}/{item}/chen?loai=film&sau=0")
    wrong = lan.send(page, f"{LIST}/{item}/chen", address="youtube", caption="Lễ khánh thành")
    assert (wrong["statusCode"], "youtube" in body_of(wrong)) == (422, True)
    lan.send(page, f"{LIST}/{item}/chen", address="https://youtube.com/watch?v=1", caption="Lễ khánh thành")
    assert values(lan.page(f"{LIST}/{item}/soan"), "words") == ["https://youtube.com/watch?v=1"]


def test_the_handbook__is_put_in_order_by_buttons(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    for title in ("Chương một", "Chương hai", "Chương ba"):
        item = begun(lan, title, "page")
        write(lan, item, "add-paragraphs-0")
        write(lan, item, "submit", words=["Việc của Mặt trận."])
        choose(hoa, item, "approve_now", approve_now_read="true")
    page = hoa.page(f"{LIST}/cam-nang")
    ids = list(dict.fromkeys(values(page, "page")))
    fields = {name: values(page, name)[0] for name in ("csrf", "khoa")}
    for _ in range(2):  # the same press twice is one
        assert hoa.post(f"{LIST}/cam-nang", {**fields, "page": ids[2], "way": "up"})["statusCode"] == 303
    assert list(dict.fromkeys(values(hoa.page(f"{LIST}/cam-nang"), "page"))) == [ids[0], ids[2], ids[1]]
    assert lan.post(f"{LIST}/cam-nang", {**fields, "page": ids[0], "way": "down"})["statusCode"] == 403


def test_the_calendar__shows_what_residents_see_and_what_is_not_published(
    lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    item = begun(lan, "Tiếp xúc cử tri", "event")
    assert "Tiếp xúc cử tri" in lan.page(f"{LIST}/lich").text()
    when = {"day": ["2030-01-05"], "starts": ["08:00"], "ends": ["11:00"], "place": "Nhà văn hóa"}
    write(lan, item, "submit", **when)
    choose(hoa, item, "approve_now", approve_now_read="true")
    shown = lan.page(f"{LIST}/lich")
    assert f"{LIST}/{item}" in [link.get("href") for link in shown.all("a")]
    assert "8 giờ sáng" in shown.text().replace("\N{NO-BREAK SPACE}", " ")


def test_hosts__are_approved_by_the_province_alone(world: ConsoleLibrary, lan: OfficerBrowser) -> None:
    chief = world.sign_in("Quản trị tỉnh", Role.ADMINISTRATOR, unit="40")
    page = chief.page(f"{LIST}/trang-web")
    shared = chief.send(page, f"{LIST}/trang-web", host="gov.vn", owner="Chính phủ")
    assert (shared["statusCode"], "ghi đầy đủ" in body_of(shared)) == (422, True)
    chief.send(page, f"{LIST}/trang-web", host="nghean.gov.vn", owner="Cổng thông tin tỉnh")
    assert "nghean.gov.vn" in lan.page(f"{LIST}/trang-web").text()
    page = chief.page(f"{LIST}/trang-web")
    chief.send(page, f"{LIST}/trang-web/bo")
    assert "Chưa có trang nào được phép" in lan.page(f"{LIST}/trang-web").text()


def test_an_approver__pins_an_item_until_a_day__and_a_past_end_is_refused(
    world: ConsoleLibrary, lan: OfficerBrowser, hoa: OfficerBrowser
) -> None:
    item = begun(lan)
    address = f"{LIST}/{item}/cho-dung"
    past = hoa.send(hoa.page(address), address, expires_at="2020-01-01")
    assert (past["statusCode"], "phải ở sau lúc này" in body_of(past)) == (422, True)
    ahead = (clock.local_day(clock.now()) + timedelta(days=30)).isoformat()
    hoa.send(hoa.page(address), address, section="bulletin", reach="upward", pinned_until=ahead)
    placement = world.library.store.item(item).placement
    assert (placement.section, placement.reach) == (Section.BULLETIN, Reach.UPWARD)
    assert values(hoa.page(address), "pinned_until") == [ahead]
    write(lan, item, "add-paragraphs-0")
    write(lan, item, "submit", words=["Họp lúc 8 giờ."])
    choose(hoa, item, "approve_now", approve_now_read="true")
    soon = (clock.local_day(clock.now()) + timedelta(days=3)).isoformat()
    hoa.send(hoa.page(address), address, expires_at=soon, pinned_until="")
    panel = body_of(hoa.ask(f"{LIST}/o-viec"))
    assert "Sắp hết hạn hiển thị: " in panel
    assert panel.count('data-due="') == 1
