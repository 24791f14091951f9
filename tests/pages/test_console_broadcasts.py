"""Pages of broadcasts: from the first step to the ledger, returned, changed meanwhile, emergencies."""

import os
from dataclasses import replace
from datetime import timedelta

import boto3
import pytest

from loa import clock
from loa.bootstrap import publishing
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.foundation.officers.model import Role
from loa.foundation.officers.store import officer_key
from loa.foundation.sessions.drafts import DraftStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState
from loa.publishing.broadcasts.rules.model import BroadcastState
from loa.publishing.library.rows.media_store import MediaStore
from loa.publishing.library.rules.media import MediaFile
from loa.web.console import csrf
from tests.conftest import OpenTable
from tests.pages.reading import Element, read
from tests.worlds.console import CSRF_SECRET, OfficerBrowser, body_of, filled_in
from tests.worlds.console_broadcasts import (
    AREA,
    COMMUNE,
    OTHER,
    PROVINCE,
    TITLE,
    BroadcastWorld,
    broadcast_world,
    id_in,
    submitted,
    written,
)
from tests.worlds.library import EDITOR as LIBRARY_EDITOR
from tests.worlds.library import LibraryWorld


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> BroadcastWorld:
    return broadcast_world(open_table, monkeypatch)


@pytest.fixture
def thu(world: BroadcastWorld) -> OfficerBrowser:
    return world.sign_in("Phan Thị Thu")


@pytest.fixture
def thanh(world: BroadcastWorld) -> OfficerBrowser:
    return world.sign_in("Nguyễn Văn Thành", COMMUNE, Role.APPROVER)


def test_an_empty_list__offers_the_notices__and_leads_to_them(thu: OfficerBrowser) -> None:
    page = thu.page(AREA)
    assert "mẫu thông báo viết sẵn" in page.text()
    (way,) = [link.get("href") for link in page.all("a") if "Soạn từ mẫu" in link.text()]
    begun = thu.send(thu.page(way), f"{AREA}/moi", who="own")
    assert "Chọn mẫu thông báo" in thu.follow(begun).text()


def test_asking_for_approval__says_who_is_told_on_zalo__and_whom_to_call(
    world: BroadcastWorld, thu: OfficerBrowser, thanh: OfficerBrowser, open_table: OpenTable
) -> None:
    hoa = world.sign_in("Lê Thị Hoa", COMMUNE, Role.APPROVER)
    linked = {"account": "1", "user_id": "5", "linked_at": clock.to_text(clock.now())}
    open_table("Units").update(*officer_key(COMMUNE, hoa.officer.id), set=linked)
    here = f"{AREA}/{written(thu)}"
    said = thu.follow(thu.send(f"{here}/xem-lai", f"{here}/trinh")).text()
    assert f"Loa nhắn Zalo báo Lê Thị Hoa. Chưa nối Zalo, xin gọi báo: {thanh.officer.name}." in said


def test_a_message__written_submitted_returned_mended_approved__is_scheduled(
    world: BroadcastWorld, thu: OfficerBrowser, thanh: OfficerBrowser
) -> None:
    name = written(thu)
    here = f"{AREA}/{name}"
    check = thu.page(f"{here}/xem-lai").text()
    assert "1 tài khoản" in check
    assert "Người duyệt được: Nguyễn Văn Thành" in check
    sent = thu.send(f"{here}/xem-lai", f"{here}/trinh")
    assert "Đã gửi duyệt. Chưa nối Zalo, xin gọi báo: Nguyễn Văn Thành." in thu.follow(sent).text()
    assert f"{here}/duyet" in body_of(thanh.ask(f"{AREA}/o-viec"))
    page = thanh.page(f"{here}/duyet")
    assert "Đưa trâu bò về chuồng." in page.text()
    unread = thanh.send(page, f"{here}/duyet", decision="approve")
    assert unread["statusCode"] == 422
    bare = thanh.send(page, f"{here}/duyet", decision="return")
    assert (bare["statusCode"], "Xin ghi lý do" in body_of(bare)) == (422, True)
    back = thanh.send(page, f"{here}/duyet", decision="return", reason="Ghi rõ từ đêm nào")
    assert "Đã trả lại" in thanh.follow(back).text()
    assert "Ghi rõ từ đêm nào" in body_of(thu.ask(f"{AREA}/o-viec"))
    content = f"{here}/noi-dung"
    assert "Ghi rõ từ đêm nào" in thu.page(content).text()
    mended = thu.send(
        content, content, words="Từ đêm 3 đến 6/12 có rét đậm.\n\nĐưa trâu bò về chuồng.", act=""
    )
    assert mended["statusCode"] == 303
    thu.send(f"{here}/xem-lai", f"{here}/trinh")
    approved = thanh.send(f"{here}/duyet", f"{here}/duyet", decision="approve", read="true")
    assert "Đã duyệt. Tin được gửi lúc" in thanh.follow(approved).text()
    found = world.get(name)
    assert (found.state, found.approval and found.approval.officer) == (
        BroadcastState.SCHEDULED,
        thanh.officer.id,
    )
    assert [block["content"] for block in found.content.article["blocks"]] == [
        "Từ đêm 3 đến 6/12 có rét đậm.",
        "Đưa trâu bò về chuồng.",
    ]


def test_what_was_changed_after_the_approver_looked__is_shown_and_not_approved(
    world: BroadcastWorld, thu: OfficerBrowser, thanh: OfficerBrowser
) -> None:
    name = submitted(thu)
    here = f"{AREA}/{name}"
    seen = thanh.page(f"{here}/duyet")
    content = f"{here}/noi-dung"
    thu.send(content, content, words="Từ đêm 9 đến 6/12 có rét đậm.\n\nĐưa trâu bò về chuồng.", act="")
    thu.send(f"{here}/xem-lai", f"{here}/trinh")
    late = thanh.send(seen, f"{here}/duyet", decision="approve", read="true")
    assert late["statusCode"] == 409
    assert "Chưa duyệt gì cả" in body_of(late)
    assert "<ins>" in body_of(late)
    assert world.get(name).state is BroadcastState.SUBMITTED
    # An hour alone is also something that was not seen.
    seen = thanh.page(f"{here}/duyet")
    when = f"{here}/khi-nao"
    thu.send(when, when, when="at", day="2027-01-04", hour="8h")
    thu.send(f"{here}/xem-lai", f"{here}/trinh")
    assert thanh.send(seen, f"{here}/duyet", decision="approve", read="true")["statusCode"] == 409
    assert world.get(name).state is BroadcastState.SUBMITTED


def test_nobody_approves_what_they_wrote__but_may_send_in_an_emergency_with_a_reason_and_their_factor(
    world: BroadcastWorld,
) -> None:
    both = world.sign_in("Lê Văn Hai", COMMUNE, Role.EDITOR, Role.APPROVER)
    name = submitted(both)
    here = f"{AREA}/{name}"
    assert "người khác phải duyệt" in both.page(f"{here}/duyet").text()
    fields = {"version": world.get(name).version, "digest": world.get(name).content.digest()}
    hidden = {"csrf": both.page(here).all("input")[0].get("value"), "khoa": "khoa-duyet-1"}
    own = both.post(f"{here}/duyet", {**hidden, **fields, "decision": "approve", "read": "true"})
    assert own["statusCode"] == 403
    bare = both.send(f"{here}/khan-cap", f"{here}/khan-cap", reason="")
    assert bare["statusCode"] == 422
    sent = both.send(f"{here}/khan-cap", f"{here}/khan-cap", reason="Xả lũ lúc 14:00")
    assert "Gửi khẩn cấp" in both.follow(sent).text()
    assert world.get(name).is_urgent
    assert world.get(name).state is BroadcastState.SCHEDULED
    above = world.sign_in("Cao Thị Tư", "40", Role.APPROVER)
    panel = body_of(above.ask(f"{AREA}/o-viec"))
    assert "Khẩn cấp ở dưới" in panel
    assert "Xả lũ lúc 14:00" in panel
    assert f'href="{here}"' in panel
    assert "Gửi khẩn cấp" in above.page(here).text()
    assert "Khẩn cấp ở dưới" not in body_of(both.ask(f"{AREA}/o-viec"))
    stale = world.sign_in("Võ Thị Ba", COMMUNE, Role.APPROVER, factor=False)
    other = submitted(both)
    asked = stale.ask(f"{AREA}/{other}/khan-cap")
    assert asked["headers"]["location"].startswith("/console/xac-nhan?den=")


def test_a_step_that_is_wrong__keeps_what_was_typed__and_two_windows_do_not_overwrite_each_other(
    world: BroadcastWorld, thu: OfficerBrowser
) -> None:
    name = written(thu)
    here, when, content = f"{AREA}/{name}", f"{AREA}/{name}/khi-nao", f"{AREA}/{name}/noi-dung"
    wrong = thu.send(when, when, when="at", day="2020-01-04", hour="8:00")
    assert (wrong["statusCode"], "Giờ gửi đã qua" in body_of(wrong)) == (422, True)
    wrong = thu.send(when, when, when="at", day="2027-01-04", hour="tám giờ")
    assert (wrong["statusCode"], "tám giờ" in body_of(wrong)) == (422, True)
    first, second = thu.page(content), thu.page(content)
    thu.here = content
    assert thu.send(first, content, title="Tên một", act="save")["statusCode"] == 303
    late = thu.send(second, content, title="Tên hai", act="save")
    assert (late["statusCode"], "Tên hai" in body_of(late)) == (409, True)
    assert world.get(name).title == "Tên một"
    assert "Thiếu" not in thu.page(f"{here}/xem-lai").text()


def test_what_a_message_needs_in_the_end_or_sometimes__is_never_called_optional(thu: OfficerBrowser) -> None:
    here = f"{AREA}/{written(thu)}"
    fields = {"noi-dung": ("Tiêu đề", "Câu tóm tắt"), "khi-nao": ("Ngày gửi", "Giờ gửi", "Rải ra mấy ngày")}
    for path, labels in fields.items():
        words = [
            " ".join(label.text().split()) for label in thu.page(f"{here}/{path}").all("label", "legend")
        ]
        assert set(labels) <= set(words), path


def test_parts_of_an_article__are_added_moved_and_dropped_by_buttons(
    world: BroadcastWorld, thu: OfficerBrowser
) -> None:
    name = written(thu)
    content = f"{AREA}/{name}/noi-dung"
    words = ["Mở đầu.", "Kết thúc."]
    thu.send(
        content,
        content,
        part=["text", f"media:{'a' * 64}.jpg", "text"],
        words=[words[0], "Ảnh ruộng", words[1]],
        act="up-1",
    )
    kinds = [block["type"] for block in world.get(name).content.article["blocks"]]
    assert kinds == ["image", "text", "text"]
    thu.send(content, content, act="drop-0")
    blocks = world.get(name).content.article["blocks"]
    assert [block["content"] for block in blocks] == words
    bare = thu.send(content, content, act="picture")
    assert (bare["statusCode"], "chọn một ảnh trong máy" in body_of(bare)) == (422, True)


def test_pictures_of_the_library__are_chosen_for_the_article_and_as_its_cover(
    world: BroadcastWorld, thu: OfficerBrowser, open_table: OpenTable
) -> None:
    shelf, now = MediaStore(open_table("Content")), clock.now()
    for path, sign, title in (
        (COMMUNE, "b", "Cầu xóm 7"),
        (PROVINCE, "c", "Mưa lũ"),
        (OTHER, "d", "Xã khác"),
    ):
        shelf.add(MediaFile(f"media:{sign * 64}.jpg", path, title, "officer-9", now, alt=f"Ảnh {title}"))
    name = written(thu)
    content, address = f"{AREA}/{name}/noi-dung", f"{AREA}/{name}/anh"
    led = thu.send(content, content, act="shelf", title="Tên mới")
    assert led["headers"]["location"] == address
    assert world.get(name).title == "Tên mới", "what was typed is kept on the way"
    page = thu.page(address)
    assert "Cầu xóm 7" in page.text()
    assert "Mưa lũ" in page.text()
    assert "Xã khác" not in page.text(), "another unit's pictures are its own"
    assert "Mưa lũ" not in thu.page(f"{address}?tim=cau+xom").text()
    assert thu.send(address, address)["statusCode"] == 422
    assert thu.send(address, address, reference=f"media:{'d' * 64}.jpg")["statusCode"] == 404
    page = thu.page(address)
    for _ in range(2):
        assert "Đã đưa ảnh" in thu.follow(thu.send(page, address, reference=f"media:{'b' * 64}.jpg")).text()
    picture = world.get(name).content.article["blocks"][-1]
    assert (picture["url"], picture["caption"]) == (f"media:{'b' * 64}.jpg", "Ảnh Cầu xóm 7")
    stale = thu.send(page, address, reference=f"media:{'c' * 64}.jpg", khoa="another-key-12345")
    assert stale["statusCode"] == 422, "the draft was changed since the page was drawn"
    thu.follow(thu.send(f"{address}?cho=bia", address, reference=f"media:{'c' * 64}.jpg"))
    assert world.get(name).content.article["cover_url"] == f"media:{'c' * 64}.jpg"


def test_words_of_an_article__typed_and_not_sent__are_there_again(
    world: BroadcastWorld, thu: OfficerBrowser, open_table: OpenTable
) -> None:
    name = written(thu)
    content = f"{AREA}/{name}/noi-dung"
    typed = {"title": ["Tên dở"], "part": ["text", "text"], "words": ["Đoạn một.", "Đoạn hai dở"]}
    DraftStore(open_table("Sessions")).keep_words(thu.officer.id, content, typed, clock.now())
    page = thu.page(content)
    assert "viết dở lúc" in page.text()
    boxes = [each for each in page.all("textarea") if each.get("name") == "words"]
    assert [each.text() for each in boxes] == ["Đoạn một.", "Đoạn hai dở"]


def test_a_notice__is_filled_in__and_is_the_draft(world: BroadcastWorld, thu: OfficerBrowser) -> None:
    name = written(thu)
    address = f"{AREA}/{name}/mau"
    assert "Tiếp xúc cử tri" in thu.page(address).text()
    page = thu.page(f"{address}?ten=great_unity_festival")
    bare = thu.send(page, address, gap_0="")
    assert (bare["statusCode"], "Mặt trận xã Yên Thành" in body_of(bare)) == (422, True)
    gaps = [each.get("name") for each in page.all("input") if each.get("name").startswith("gap_")]
    filled = thu.send(page, address, **dict.fromkeys(gaps, "nhà văn hóa xóm 7"))
    assert "Đã điền mẫu thông báo" in thu.follow(filled).text()
    article = world.get(name).content.article
    assert article["title"] == "Kính mời bà con dự Ngày hội Đại đoàn kết toàn dân tộc ở nhà văn hóa xóm 7"
    assert article["cover_url"].startswith("media:")


def test_an_item_of_the_library__is_taken_over__and_its_writers_cannot_approve_it(
    world: BroadcastWorld, thu: OfficerBrowser, open_table: OpenTable
) -> None:
    item = LibraryWorld(open_table).publish("Lịch tiêm phòng", unit=PROVINCE)
    name = written(thu)
    address = f"{AREA}/{name}/thu-vien"
    taken = thu.send(address, address, item=item)
    assert "Đã lấy bài từ Mini App" in thu.follow(taken).text()
    found = world.get(name)
    assert found.title == "Lịch tiêm phòng"
    assert LIBRARY_EDITOR.id in found.contributors


def test_an_item__becomes_a_draft_by_one_press__and_once(
    world: BroadcastWorld, thu: OfficerBrowser, open_table: OpenTable
) -> None:
    item = LibraryWorld(open_table).publish("Lịch tiêm phòng", unit=PROVINCE)
    fields = {"csrf": csrf.masked(CSRF_SECRET), "khoa": "press-12345678", "item": item}
    first, again = (thu.post(f"{AREA}/tu-bai", fields) for _ in range(2))
    assert first["headers"]["location"] == again["headers"]["location"]
    page = thu.follow(first)
    assert "Đã lấy bài từ Mini App" in page.text()
    found = world.get(id_in(first))
    assert (found.title, found.state, found.item) == ("Lịch tiêm phòng", BroadcastState.DRAFT, item)
    assert "Lấy từ bài trong Mini App: Lịch tiêm phòng" in thu.page(f"{AREA}/{id_in(first)}").text()
    vinh = world.sign_in("Đinh Thị Vinh", PROVINCE)
    links = [each.get("href") for each in vinh.page(f"{AREA}/{id_in(first)}").all("a")]
    assert f"/console/noi-dung/{item}" in links
    assert LIBRARY_EDITOR.id in found.contributors
    for wrong in ("", "40.16681~0123456789abcdef012345", f"{item[:-2]}zz"):
        other = fields | {"item": wrong, "khoa": f"press-{wrong[:9]}-87654321"}
        assert thu.post(f"{AREA}/tu-bai", other)["statusCode"] in {404, 422}, wrong


def test_words_that_are_ready__become_a_draft_by_one_press__and_once(
    world: BroadcastWorld, thu: OfficerBrowser
) -> None:
    words = {
        "title": "Mời dự thi",
        "summary": "Mở đến thứ Sáu.",
        "words": "Một\nHai",
        "link": "https://loa.vn/thi",
    }
    fields = {"csrf": csrf.masked(CSRF_SECRET), "khoa": "press-12345678", **words}
    first, again = (thu.post(f"{AREA}/tu-loi", fields) for _ in range(2))
    assert first["headers"]["location"] == again["headers"]["location"]
    found = world.get(id_in(first))
    article = found.content.article
    assert (found.state, article["title"], article["description"]) == (
        BroadcastState.DRAFT,
        "Mời dự thi",
        "Mở đến thứ Sáu.",
    )
    assert [each["content"] for each in article["blocks"]] == ["Một", "Hai", "https://loa.vn/thi"]
    assert "chưa ai nhận gì" in thu.follow(first).text()
    wrong = {**fields, "khoa": "press-87654321", "link": "javascript:alert(1)"}
    assert thu.post(f"{AREA}/tu-loi", wrong)["statusCode"] == 422


def test_a_broadcast_under_way__says_what_to_do__and_its_unknown_ones_are_settled_by_a_person(
    world: BroadcastWorld, thu: OfficerBrowser, thanh: OfficerBrowser
) -> None:
    name = submitted(thu)
    here = f"{AREA}/{name}"
    thanh.send(f"{here}/duyet", f"{here}/duyet", decision="approve", read="true")
    states = {
        COMMUNE: (DeliveryState.UNKNOWN, "answer_lost"),
        f"{COMMUNE}.1": (DeliveryState.FAILED, "too_many_attempts"),
        f"{COMMUNE}.2": (DeliveryState.SENT, ""),
        f"{COMMUNE}.3": (DeliveryState.PENDING, ""),
    }
    world.sending(name, states)
    page = thanh.page(here)
    assert "1 trong 4 tài khoản đã gửi" in page.text()
    assert "Có thể gửi lại ngay." in page.text()
    assert "1 đã gửi, 1 lỗi, 1 không rõ, 1 đang chờ" in page.text(), "by unit, in words beside the squares"
    assert f"{here}/tien-do" in [each.get("hx-get") for each in page.all("div")]
    assert "Chưa gửi" not in [each.text() for each in thu.page(here).all("button")], (
        "an editor settles nothing"
    )
    part = thanh.ask(f"{here}/tien-do", **{"hx-request": "true"})
    assert "1 trong 4" in " ".join(read(body_of(part)).text().split())
    settled = thanh.send(page, f"{here}/ket-qua", was_sent="yes")
    assert "Đã ghi kết quả" in thanh.follow(settled).text()
    assert "2 trong 4 tài khoản đã gửi" in thu.page(here).text()
    again = thanh.send(here, f"{here}/gui-lai")
    assert "Đang gửi lại qua 1 tài khoản" in thanh.follow(again).text()
    held = thanh.send(here, f"{here}/tam-dung")
    assert "Đã tạm dừng" in thanh.follow(held).text()
    late = thanh.post(f"{here}/tam-dung", filled_in(_form(thanh.page(here), f"{here}/gui-tiep")))
    assert late["statusCode"] == 303, "pausing again changes nothing"
    assert "Đang gửi tiếp" in thanh.follow(thanh.send(here, f"{here}/gui-tiep")).text()
    thanh.follow(thanh.send(here, f"{here}/huy"))
    assert world.get(name).state is BroadcastState.CANCELLED
    bare = thanh.send(here, f"{here}/go-bai", reason="")
    assert bare["statusCode"] == 422
    assert "Đang gỡ bài" in thanh.follow(thanh.send(here, f"{here}/go-bai", reason="Sai giờ")).text()
    sheet = thu.ask(f"{here}/so-gui")
    assert sheet["headers"]["content-disposition"].endswith('.xlsx"')


@pytest.mark.usefixtures("world")
def test_branches__of_a_province__are_its_districts__and_communes_without_one_stand_together() -> None:
    from broadcasts_api.pages.branches import COLUMNS, branches_of  # noqa: PLC0415 - loaded with the world

    states = {"40": "sent", "40.412": "sent", "40.412.1": "failed", "40.412.2": "sending"}
    states |= {f"40.{number}": "sent" for number in range(17_000, 17_030)}
    now = clock.now()
    rows = [
        Delivery("b", path, f"Xã {path}", f"oa-{path}", DeliveryState(state), now)
        for path, state in states.items()
    ]
    district, rest = branches_of("40", rows)
    assert (district.path, district.words) == ("40.412", "1 đã gửi, 1 lỗi, 1 đang chờ")
    assert [square.state for square in district.squares] == ["sent", "failed", "pending"]
    assert (rest.path, rest.is_rest, rest.sent, rest.planned) == ("40", True, 31, 31)
    assert (rest.lines, rest.squares[COLUMNS].column, rest.squares[COLUMNS].line) == (2, 0, 1)
    assert branches_of("40.17506", rows[:1]) == [], "one account is no tree"


def test_a_cascade__asks_units_below_for_words__and_shows_them_at_the_end(
    world: BroadcastWorld,
) -> None:
    writer = world.sign_in("Phan Thị Thu", PROVINCE)
    chief = world.sign_in("Nguyễn Văn Thành", PROVINCE, Role.APPROVER)
    hoa, minh = world.sign_in("Trần Thị Hoa"), world.sign_in("Lê Văn Minh", COMMUNE, Role.APPROVER)
    late = {"when": "at", "day": "2027-01-04", "hour": "8:00"}
    asked = {**late, "localise": "true", "until_day": "2027-01-05", "until_hour": "17:00"}
    name = written(writer, recipients={"who": "chosen", "unit": [COMMUNE, OTHER]}, when=late)
    when, own = f"{AREA}/{name}/khi-nao", f"{AREA}/gop-loi/{name}"
    wrong = writer.send(when, when, **asked)
    assert (wrong["statusCode"], "Giờ gửi phải sau hạn" in body_of(wrong)) == (422, True)
    writer.send(when, when, **asked | {"until_day": "2027-01-03"})
    writer.send(f"{AREA}/{name}/xem-lai", f"{AREA}/{name}/trinh")
    assert TITLE not in body_of(hoa.ask(f"{AREA}/o-viec")), "units are asked once it is approved"
    chief.send(f"{AREA}/{name}/duyet", f"{AREA}/{name}/duyet", decision="approve", read="true")
    panel = body_of(hoa.ask(f"{AREA}/o-viec"))
    assert "Góp lời vào tin của cấp trên" in panel
    assert 'data-due="2027-01-0' in panel
    assert hoa.send(own, own, paragraph="")["statusCode"] == 422
    added = hoa.send(own, own, paragraph="Xã mời bà con tới trường tiểu học.")
    assert "Đã gửi lời của đơn vị" in hoa.follow(added).text()
    assert "chờ duyệt" in body_of(minh.ask(f"{AREA}/o-viec"))
    seen = minh.page(own)
    hoa.send(own, own, paragraph="Xã mời bà con tới nhà văn hóa.")
    stale = minh.send(seen, f"{own}/duyet")
    assert stale["statusCode"] == 409
    assert "Đã duyệt lời" in minh.follow(minh.send(own, f"{own}/duyet")).text()
    assert "Xã mời bà con tới nhà văn hóa." in writer.page(f"{AREA}/{name}").text()


def test_a_test__goes_to_the_writers_own_zalo_once(world: BroadcastWorld, thu: OfficerBrowser) -> None:
    name = written(thu)
    check = f"{AREA}/{name}/xem-lai"
    assert "nối Zalo" in thu.page(check).text()
    linked = replace(thu.officer, oa_id=f"oa-{COMMUNE}", user_id="77")
    commit([world.console.officers.linking(linked, clock.now(), first=True)])
    page = thu.page(check)
    for _ in range(2):
        sent = thu.send(page, f"{AREA}/{name}/thu")
    assert "Đã gửi thử" in thu.follow(sent).text()
    messages = boto3.client("sqs").receive_message(
        QueueUrl=os.environ["MESSAGES_QUEUE_URL"], MaxNumberOfMessages=10
    )
    assert len(messages["Messages"]) == 1


def _form(page: Element, action: str) -> Element:
    return next(each for each in page.all("form") if each.get("action") == action)


def test_quota_of_an_account__says_what_is_left_and_until_when__for_its_own_tree(
    world: BroadcastWorld, thu: OfficerBrowser
) -> None:
    here, now = f"{AREA}/han-muc", clock.now()
    assert "không có hạn mức" in body_of(thu.ask(here)), "of the state's own accounts nobody knows one"
    kept = (AccountState.CONNECTED, now, now, now + timedelta(days=90))
    world.open_table("Units").put(account_row(Account(PROVINCE, COMMUNE, f"oa-{COMMUNE}", "Xã", 2, *kept)))
    publishing.quotas().reserve(PROVINCE, clock.local_day(now), "b" * 22, [COMMUNE])
    said = read(body_of(thu.ask(here))).text()
    assert "0 tin" in said
    assert "1 trên 1 tin" in said
    assert "Có lượt mới từ" in said
    assert "1 trên 1 tin" in body_of(thu.ask(f"{here}?don-vi={OTHER}")), "not theirs: as if not asked for"
    chief = world.sign_in("Nguyễn Văn Cả", PROVINCE)
    assert chief.ask(f"{here}?don-vi={OTHER}")["statusCode"] == 404, "it has no account"
