"""A consultation from a pasted draft to answers that its writers read."""

from datetime import timedelta

import pytest

from loa.bootstrap import participation
from loa.foundation.officers.model import Role
from loa.participation.campaigns.passes import known_person
from loa.participation.consultations.rules import versions
from loa.participation.consultations.rules.opinions import SingleCounts, counted
from loa.web.console import csrf
from tests.conftest import OpenTable
from tests.worlds.component.consultation import TITLE, Consultation
from tests.worlds.component.participation import AREA, COMMUNE, SECRET, ParticipationWorld
from tests.worlds.console import CSRF_SECRET, body_of
from tests.worlds.drafts import DRAFT
from tests.worlds.word_files import docx

NEXT = DRAFT.replace("Điều 5. Sửa", "Điều 6. Sửa").replace(
    "Điều 4. Biểu quyết", "Điều 4. Trách nhiệm\nTrưởng xóm chịu trách nhiệm.\nĐiều 5. Biểu quyết"
)

PAPER = "Giấy báo ghi rõ nội dung, thời gian và nơi họp."


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def test_a_consultation__from_the_draft_to_answers(world: ParticipationWorld) -> None:
    law = Consultation(world)
    assert TITLE in world.resident().page("/gop-y").text()
    assert TITLE in world.resident().page("/gop-y?xa=17506").text()
    first, second, silent = world.resident(1), world.resident(2), world.resident(3)
    page = law.give(first, "Điều 3 khoản 1", "disagree", "Ba ngày ngắn quá", wording="05 ngày làm việc")
    assert "Đã ghi ý kiến của ông/bà" in page.text()
    law.give(first, "Điều 4", "agree")
    law.give(second, "Điều 3 khoản 1", "other", "Cần báo trước lâu hơn")
    law.give(silent, "Điều 4 khoản 2", "disagree")

    world.later(timedelta(hours=6))
    closed = first.page(law.public).text()
    assert "đang tổng hợp" in closed
    officer = world.approver.page(law.page).text()
    assert "Còn 2 ý kiến chưa vào nhóm" in officer
    theme = _grouped(law)
    offered = world.writer.page(f"{law.page}/y-kien?xem=het").all("option")
    assert theme in [each.get("value") for each in offered]
    assert "Chưa trả lời" in world.writer.page(law.page).text()
    assert "Còn 1 nhóm chưa trả lời" in world.approver.page(law.page).text()
    asked = {"csrf": csrf.masked(CSRF_SECRET), "khoa": "key-1234567890"}
    version = str(participation.campaign_store().find(law.id).version)
    answer = world.approver.post(f"{law.page}/cong-bo", {**asked, "version": version})
    assert answer["statusCode"] == 409
    assert "chưa có trả lời" in body_of(answer)
    law.answer(theme, "accepted", "Tiếp thu, khoản 1 Điều 3 ghi 05 ngày làm việc.")
    assert f"{law.page}/cong-bo" not in body_of(world.writer.ask(law.page))
    world.step(world.approver, law.page, f"{law.page}/cong-bo")
    assert "Báo cho người góp ý" in world.writer.page(law.page).text()
    for reader in (world.writer, world.approver):  # nothing can be changed, and no form says otherwise
        read = [reader.page(f"{law.page}/{each}") for each in ("y-kien?xem=het", f"nhom/{theme}")]
        assert not [form for each in read for form in each.one("main").all("form")]
        assert all("Ba ngày ngắn quá" in each.text() for each in read)
        assert "Tiếp thu, khoản 1 Điều 3 ghi 05 ngày" in read[1].text()
    public = world.resident().page(law.public).text()
    assert "4 ý kiến của 3 người dân" in public
    assert "Tiếp thu, khoản 1 Điều 3 ghi 05 ngày làm việc." in public
    assert "Ba ngày ngắn quá" not in public
    own = first.page(law.public).text()
    assert "Ba ngày ngắn quá" in own
    assert own.count("Tiếp thu, khoản 1 Điều 3 ghi 05 ngày") == 2


def _grouped(law: Consultation) -> str:
    page = f"{law.page}/y-kien"
    receipts = [*law.receipts("ngắn quá"), *law.receipts("lâu hơn")]
    nothing = law.world.writer.send(page, page, title="Báo trước lâu hơn")
    assert nothing["statusCode"] == 422
    assert "Báo trước lâu hơn" in body_of(nothing)
    law.world.step(law.world.writer, page, page, opinions=receipts, title="Báo trước lâu hơn")  # type: ignore[arg-type]
    (theme,) = participation.consultation_desk().store.themes(law.id)
    return theme.id


def test_an_opinion__sent_again_is_one__and_changed_counts_as_it_is_now(world: ParticipationWorld) -> None:
    law = Consultation(world)
    browser, node = world.resident(1), law.node("Điều 1")
    for _ in range(2):
        law.give(browser, "Điều 1", "agree")
    store = participation.consultation_desk().store
    assert store.single_counts(law.id) == {node: SingleCounts(1, 1, 0, 0, 0)}
    law.give(browser, "Điều 1", "disagree", "Hẹp quá")
    law.give(browser, "Điều 2", "agree")
    campaign = participation.campaign_store().find(law.id)
    assert store.single_counts(law.id) == counted(store.opinions(campaign))
    assert store.single_counts(law.id)[node] == SingleCounts(1, 0, 1, 0, 0)
    units = participation.campaigns().entries.counts(law.id)
    assert units == {COMMUNE: {"opinions": 2, "persons": 1}}
    row = store.opinion(campaign, known_person(SECRET, "zalo-1").id, node)
    assert row
    assert [each["stance"] for each in row["before"]] == ["agree"]


def test_what_is_wrong__is_said_and_what_was_typed_stays(world: ParticipationWorld) -> None:
    law = Consultation(world)
    form = f"{law.public}/y-kien/{law.node('Điều 1')}"
    refused = world.resident().post(form, {"words": "Lời đã viết"})
    assert refused["statusCode"] == 422
    for words in ("Xin chọn đồng ý", "Xin chọn xã", "Xin đánh dấu đồng ý", "Lời đã viết"):
        assert words in body_of(refused)
    assert world.resident().ask(f"{law.public}/y-kien/khong-co")["statusCode"] == 404


def test_a_new_version__keeps_opinions_and_waits_for_a_second_person(world: ParticipationWorld) -> None:
    law = Consultation(world)
    browser = world.resident(1)
    law.give(browser, "Điều 4 khoản 2", "disagree", "Nên là hai phần ba")
    check = law.write(NEXT.replace("03 ngày", "05 ngày").replace(f"2. {PAPER}\n", ""))
    assert "Phần mới, chưa có ý kiến: Điều 4." in check.text()
    adopt = f"{law.page}/ban-moi"
    assert "chưa đối chiếu" in world.approver.page(law.page).text()
    world.step(world.writer, f"{law.page}/doi-chieu", f"{law.page}/doi-chieu")
    assert "Điều 4. Biểu quyết" in browser.page(law.public).text()
    assert adopt not in body_of(world.writer.ask(law.page))
    world.step(world.approver, law.page, adopt)
    page = browser.page(law.public).text()
    assert "Điều 5. Biểu quyết" in page
    assert "Đây là bản thứ 2" in page
    assert "Điều 3. Báo trước Có sửa" in " ".join(page.split())
    assert "Điều 4. Trách nhiệm Mới" in " ".join(page.split())
    article = browser.page(f"{law.public}/dieu/{law.node('Điều 3')}")
    assert [each.text() for each in article.all("del")][0::2] == ["03", PAPER]
    assert [each.text() for each in article.all("ins")][:1] == ["05"]
    renumbered = browser.page(f"{law.public}/dieu/{law.node('Điều 5')}").text()
    assert "Bản thứ 1 gọi là Điều 4, lời như cũ" in renumbered
    assert "Điều 5 khoản 2 : Không đồng ý" in page or "Điều 5 khoản 2: Không đồng ý" in page


def test_what_a_version_changed__is_compared_once_and_of_old_ones_still_found(
    world: ParticipationWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    law = Consultation(world)
    second = NEXT.replace("03 ngày", "05 ngày").replace(f"2. {PAPER}\n", "")
    for text in (second, second.replace("05 ngày", "07 ngày")):
        law.write(text)
        world.step(world.writer, f"{law.page}/doi-chieu", f"{law.page}/doi-chieu")
        world.step(world.approver, law.page, f"{law.page}/ban-moi")
    browser, store = world.resident(), participation.consultation_desk().store
    campaign = participation.campaign_store().find(law.id)
    pages = [law.public, *(f"{law.public}/dieu/{law.node(each)}" for each in ("Điều 3", "Điều 5"))]
    key = campaign.content["text"]
    row = store.table.get(f"draft#{law.id}", f"changes#{key}")
    assert row
    store.table.delete(row["partition"], row["sort"])  # as of a version that was adopted before it was kept
    computed = [browser.page(each).text() for each in pages]
    store.table.put(row)
    oldest = browser.page(f"{pages[1]}?voi=1")
    assert "03" in [each.text() for each in oldest.all("del")]
    assert PAPER in oldest.text()
    monkeypatch.delattr(versions, "SequenceMatcher")
    article = browser.page(pages[1])
    assert [each.text() for each in article.all("del")][:1] == ["05"]
    assert f"{pages[1]}?voi=1" in [each.get("href") for each in article.all("a")]
    assert [browser.page(each).text() for each in pages] == computed


def test_a_draft_of_word__is_read_and_what_does_not_follow_is_said(world: ParticipationWorld) -> None:
    consultation = world.campaign("consultation", TITLE)
    page = f"{AREA}/{consultation}"
    lines = "".join(
        f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"
        for line in ("Điều 1. Phạm vi", "1. Một", "3.</w:t><w:tab/><w:t>Ba</w:t><w:br/><w:t>Điều 2. Hiệu lực")
    )
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    file = docx(document=f'<w:document xmlns:w="{w}"><w:body>{lines}</w:body></w:document>')
    form = world.writer.page(f"{page}/van-ban")
    hidden = {
        each.get("name"): each.get("value") for each in form.all("input") if each.get("type") == "hidden"
    }
    sent = world.writer.post_files(f"{page}/van-ban", {**hidden, "body": "Bộ Nội vụ"}, {"file": file})
    check = world.writer.follow(sent)
    assert "Sau Điều 1 khoản 1 là Điều 1 khoản 3" in check.text()
    assert "Máy đọc được 2 điều" in check.text()
    answer = world.approver.send(page, f"{page}/dang")
    assert answer["statusCode"] == 409  # nobody has compared it yet
    wrong = world.writer.send(f"{page}/van-ban", f"{page}/van-ban", body="Bộ Nội vụ", text="Kính gửi")
    assert wrong["statusCode"] == 422
    assert "Không tìm thấy điều nào" in body_of(wrong)


def test_a_commune__writes_down_for_others_and_holds_conferences__beside_single_opinions(
    world: ParticipationWorld,
) -> None:
    law = Consultation(world)
    commune = world.officer_of(COMMUNE, Role.EDITOR)
    assert TITLE in commune.page(AREA).text()
    desk = f"{law.page}/nhap-ho"
    fields = {"node": law.node("Điều 1"), "stance": "other", "words": "Ghi cả bản", "consent": "true"}
    page = commune.page(desk)
    for _ in range(2):  # pressed twice
        answer = commune.send(page, desk, unit=COMMUNE, **fields)
    assert "biên nhận" in commune.follow(answer).text()
    assert commune.send(commune.page(desk), desk, unit="40.16681", **fields)["statusCode"] == 422
    held = f"{law.page}/hoi-nghi"
    minutes = {"unit": COMMUNE, "held_on": str(world.now.date()), "persons": "40", "chair": "Trưởng xóm 3"}
    answer = commune.send(held, held, **minutes)
    one = answer["headers"]["location"]
    said = {"node": law.node("Điều 1"), "agree": "30", "disagree": "8", "words": "Thêm tổ dân phố"}
    too_many = commune.send(one, one, **{**said, "other": "3"})
    assert "nhiều hơn số người dự" in body_of(too_many)
    commune.follow(commune.send(one, one, **said))
    again = commune.send(one, one, **said)
    assert again["statusCode"] == 422

    node, store = law.node("Điều 1"), participation.consultation_desk().store
    assert store.single_counts(law.id)[node] == SingleCounts(1, 0, 0, 1, 1)
    held_counts = store.conference_counts(law.id)[node]
    assert (held_counts.conferences, held_counts.agree, held_counts.disagree) == (1, 30, 8)
    assert commune.ask(f"{law.page}/y-kien")["statusCode"] in {403, 404}
    assert "Thêm tổ dân phố" in world.writer.page(f"{law.page}/y-kien").text()


def test_words_set_aside__stay_counted_and_their_writer_reads_why(world: ParticipationWorld) -> None:
    law = Consultation(world)
    browser = world.resident(1)
    law.give(browser, "Điều 1", "other", "Ông A nhà bên làm sai")
    page = f"{law.page}/y-kien"
    world.step(world.writer, page, page, opinions=law.receipts("nhà bên")[0], reason="names")
    assert "Không còn ý kiến nào chờ" in world.writer.page(page).text()
    assert "Nêu tên hoặc thông tin riêng" in browser.page(law.public).text()
    law.give(browser, "Điều 1", "other", "Làm sai thì xử lý thế nào?")  # other words are read again
    assert "xử lý thế nào" in world.writer.page(page).text()


def test_erasure__after_the_end__takes_words_and_name_and_leaves_the_count(world: ParticipationWorld) -> None:
    law = Consultation(world)
    browser = world.resident(1)
    law.give(browser, "Điều 1", "disagree", "Lời riêng của tôi")
    law.give(browser, "Điều 2", "agree")
    kept = participation.taking_part()
    assert [what["words"] for _, what in kept.held("zalo-1") if "words" in what] == ["Lời riêng của tôi"]
    assert [each.what for each in kept.erase(kept.name_of("zalo-1"), world.now, lambda: False).kept] == [
        "participation"
    ]
    world.later(timedelta(hours=6))
    assert kept.erase(kept.name_of("zalo-1"), world.now, lambda: False).rows == 3
    assert list(kept.held("zalo-1")) == []
    store, campaign = participation.consultation_desk().store, participation.campaign_store().find(law.id)
    left = list(store.opinions(campaign))
    assert {each.words for each in left} == {""}
    assert counted(left) == store.single_counts(law.id)
    assert "Lời riêng" not in body_of(world.writer.ask(f"{law.page}/y-kien?xem=het"))
    world.step(world.approver, law.page, f"{law.page}/cong-bo")


def test_a_browser_without_zalo__sees_takes_along_and_erases__and_numbers_stay(
    world: ParticipationWorld,
) -> None:
    law = Consultation(world)
    browser, known = world.resident(), world.resident(1)
    law.give(browser, "Điều 1", "disagree", "Lời riêng của tôi", wording="Viết lại thế này")
    law.give(known, "Điều 1", "agree")
    own, erase = "/gop-y/cua-toi", "/gop-y/cua-toi/xoa"
    page = browser.page(own).text()
    for words in (TITLE, "Lời riêng của tôi", "Viết lại thế này"):
        assert words in page
        assert words in body_of(browser.ask(f"{own}/tep"))
    assert "tham gia qua Zalo" in known.page(own).text()
    assert known.post(erase, {})["statusCode"] in {403, 404}
    before = participation.consultation_desk().store.single_counts(law.id)
    cookies = dict(browser.cookies)
    assert "Đã xóa." in browser.follow(browser.send(own, erase)).text()
    assert "chưa tham gia gì" in browser.page(own).text()
    browser.cookies = cookies
    assert browser.post(erase, {})["statusCode"] == 303  # the same pass again: nothing is left
    store, campaign = participation.consultation_desk().store, participation.campaign_store().find(law.id)
    assert store.single_counts(law.id) == before == counted(store.opinions(campaign))
    assert "Lời riêng" not in body_of(world.writer.ask(f"{law.page}/y-kien?xem=het"))
