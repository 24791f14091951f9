"""What was adopted: put in by one, let out by another, read beside what people were asked about."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loa.bootstrap import participation
from loa.errors import Conflict
from loa.participation.consultations.rules.parsing import parsed
from loa.participation.consultations.rules.versions import next_text
from tests.conftest import OpenTable
from tests.worlds.component.consultation import Consultation
from tests.worlds.component.participation import ParticipationWorld
from tests.worlds.console import body_of
from tests.worlds.drafts import DRAFT
from tests.worlds.library import APPROVER

FINAL = (
    DRAFT.replace("ít nhất 03 ngày", "ít nhất 05 ngày")
    .replace("Điều 5. Sửa", "Điều 6. Sửa")
    .replace("Điều 4. Biểu quyết", "Điều 4. Trách nhiệm\nTrưởng xóm chịu trách nhiệm.\nĐiều 5. Biểu quyết")
)


@pytest.fixture
def law(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Consultation:
    """A consultation whose answers are public."""
    law = Consultation(ParticipationWorld(open_table, monkeypatch))
    law.give(law.world.resident(1), "Điều 3 khoản 1", "disagree", "Ba ngày ngắn quá")
    law.give(law.world.resident(2), "Điều 3", "agree")
    law.answer(law.group("ngắn quá", "Báo trước lâu hơn"), "accepted", "Ghi 05 ngày.")
    law.world.later(timedelta(hours=6))
    law.world.step(law.world.approver, law.page, f"{law.page}/cong-bo")
    return law


def put_in(law: Consultation) -> None:
    assert "Đưa bản đã ban hành vào" in law.world.writer.page(law.page).text()
    law.write(FINAL)
    law.world.step(law.world.writer, f"{law.page}/doi-chieu", f"{law.page}/doi-chieu")


def test_what_was_adopted__stands_beside_what_was_asked_about__with_opinions_and_answers(
    law: Consultation,
) -> None:
    article, clause = law.node("Điều 3"), law.node("Điều 4")
    assert law.world.resident().ask(f"{law.public}/ban-hanh/{article}")["statusCode"] == 404
    put_in(law)
    assert "Văn bản đã ban hành" not in law.world.resident().page(law.public).text()
    assert f"{law.page}/ban-moi" not in body_of(law.world.writer.ask(law.page)), "they put it in"
    law.world.step(law.world.approver, law.page, f"{law.page}/ban-moi")

    listed = law.world.resident().page(law.public).text()
    assert "Điều 3. Báo trước Có sửa 2 ý kiến" in listed
    assert "Điều 4. Trách nhiệm Mới" in listed
    assert "Điều 1. Phạm vi điều chỉnh Giữ nguyên" in listed
    assert law.text().version == 1, "opinions stay with the text that people were asked about"

    page = law.world.resident().page(f"{law.public}/ban-hanh/{article}")
    assert "2 ý kiến của người dân về điều này" in page.text()
    assert [each.text() for each in page.all("del")][1:] == ["03"]
    assert [each.text() for each in page.all("ins")][1:] == ["05"]
    assert "Ghi 05 ngày." in page.text()
    assert "Trả lời của Bộ Nội vụ" in page.text()
    moved = law.world.resident().page(f"{law.public}/ban-hanh/{clause}").text()
    assert "Bản lấy ý kiến: Điều 4" in moved
    assert "Bản đã ban hành: Điều 5" in moved
    assert "Ghi 05 ngày." not in moved
    assert law.world.resident().ask(f"{law.public}/ban-hanh/none")["statusCode"] == 404


def test_a_version_that_nobody_read__is_not_taken_for_what_was_adopted(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    law = Consultation(ParticipationWorld(open_table, monkeypatch))
    law.write(FINAL)
    law.world.later(timedelta(hours=6))
    law.world.step(law.world.approver, law.page, f"{law.page}/cong-bo")
    shown = law.world.approver.page(law.page).text()
    assert "Bản đã ban hành" not in shown
    assert f"{law.page}/ban-moi" not in body_of(law.world.approver.ask(law.page))


def test_a_version_left_over__from_before_answers_took_none__is_not_offered_as_adopted(
    law: Consultation,
) -> None:
    campaigns = participation.campaign_store()
    before = campaigns.find(law.id)
    desk = participation.consultation_desk()
    text = next_text(parsed(FINAL), law.text())
    desk.store.save_text(law.id, "0002#left", text)
    content = {**before.content, "prepared": "0002#left", "checked": "0002#left"}
    campaigns.turn(before, replace(before, content=content, version=before.version + 1))
    shown = body_of(law.world.approver.ask(law.page))
    assert "Bản đã ban hành" not in shown
    assert f"{law.page}/ban-moi" not in shown
    assert law.world.writer.ask(f"{law.page}/doi-chieu")["statusCode"] == 404
    with pytest.raises(Conflict):
        participation.answering().adopt_final(APPROVER, law.id, before.version + 1)
    put_in(law)
    law.world.step(law.world.approver, law.page, f"{law.page}/ban-moi")
    assert "Văn bản đã ban hành" in law.world.resident().page(law.public).text()


def test_between_closing_and_the_answers__no_text_is_put_in(law: Consultation) -> None:
    other = Consultation(law.world)
    law.world.later(timedelta(hours=6))
    at = f"{other.page}/van-ban"
    assert law.world.writer.send(at, at, body="Bộ Nội vụ", text=FINAL)["statusCode"] == 409


def test_what_was_adopted__is_corrected_by_the_same_two_steps__and_till_then_the_first_stands(
    law: Consultation,
) -> None:
    put_in(law)
    law.world.step(law.world.approver, law.page, f"{law.page}/ban-moi")
    law.write(FINAL.replace("05 ngày", "07 ngày"))
    at = f"{law.public}/ban-hanh/{law.node('Điều 3')}"
    assert [each.text() for each in law.world.resident().page(at).all("ins")][1:] == ["05"]
    assert "07 ngày" not in law.world.resident().page(at).text()
    law.world.step(law.world.writer, f"{law.page}/doi-chieu", f"{law.page}/doi-chieu")
    law.world.step(law.world.approver, law.page, f"{law.page}/ban-moi")
    assert [each.text() for each in law.world.resident().page(at).all("ins")][1:] == ["07"]
