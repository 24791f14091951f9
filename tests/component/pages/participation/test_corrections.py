"""What officers typed in: corrected and taken out until the result is public, with a reason; sums follow."""

from datetime import timedelta

import pytest

from loa.bootstrap import participation
from loa.foundation.officers.model import Role
from loa.participation.campaigns.model import Participant
from loa.participation.consultations.rules.model import Stance
from loa.participation.consultations.rules.opinions import GivenOpinion
from loa.participation.consultations.store import ConsultationStore
from tests.conftest import OpenTable
from tests.worlds.component.consultation import Consultation
from tests.worlds.component.participation import COMMUNE, OTHER_COMMUNE, ParticipationWorld
from tests.worlds.console import OfficerBrowser, body_of


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


@pytest.fixture
def law(world: ParticipationWorld) -> Consultation:
    return Consultation(world)


def typed(law: Consultation, officer: OfficerBrowser, words: str) -> str:
    """Type in an opinion against an article; its receipt."""
    desk = f"{law.page}/nhap-ho"
    fields = {"node": law.node("Điều 1"), "stance": "disagree", "words": words, "consent": "true"}
    assert officer.send(desk, desk, **fields)["statusCode"] == 303
    (receipt,) = law.receipts(words)
    return receipt


def held(law: Consultation, officer: OfficerBrowser) -> str:
    """Write the minutes of a conference that has voted about an article; the address of its page."""
    pages = f"{law.page}/hoi-nghi"
    day = law.world.now.date().isoformat()
    minutes = {
        "unit": COMMUNE,
        "held_on": day,
        "persons": "40",
        "chair": "Bà Lan chủ trì",
        "words": "Biên bản",
    }
    answer = officer.send(pages, pages, **minutes)
    page = str(answer["headers"]["location"])
    vote = {"node": law.node("Điều 1"), "agree": "30", "disagree": "8", "words": "Báo trước bảy ngày"}
    assert officer.send(page, page, **vote)["statusCode"] == 303
    return page


def numbers(law: Consultation) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """What is counted: opinions on an article, of a commune, and what conferences said about the article."""
    entries, node = participation.campaigns().entries, law.node("Điều 1")
    parts = ((1, node), (0, COMMUNE), (2, node))
    counts = [dict(entries.counts(law.id, part).get(key, {})) for part, key in parts]
    singles, unit, meetings = ({name: one for name, one in each.items() if one} for each in counts)
    return singles, unit, meetings


def test_an_opinion__mistyped__is_corrected_or_taken_out__and_sums_follow(law: Consultation) -> None:
    officer = law.world.officer_of(COMMUNE, Role.EDITOR)
    receipt = typed(law, officer, "Nên báo trước năm ngày")
    page = f"{law.page}/bien-nhan"
    found = officer.page(f"{page}?so={receipt.lower()}")
    assert "Nên báo trước năm ngày" in found.text()
    assert officer.send(found, f"{page}/{receipt}", reason="")["statusCode"] == 422
    given = {"stance": "agree", "words": "Ba ngày là vừa", "reason": "Nhập nhầm phiếu người khác"}
    shown = officer.follow(officer.send(found, f"{page}/{receipt}", **given)).text()
    assert receipt in shown
    assert "Nhập nhầm phiếu người khác" in shown
    assert numbers(law)[:2] == (
        {"opinions": 1, "agree": 1, "desk": 1},
        {"opinions": 1, "persons": 1},
    )
    assert law.receipts("Ba ngày là vừa") == [receipt]
    found = officer.page(f"{page}?so={receipt}")
    removal = {"what": "mistyped", "why": "Người này không góp ý"}
    shown = officer.follow(officer.send(found, f"{page}/{receipt}/bo", **removal)).text()
    assert "Người này không góp ý" in shown
    assert numbers(law)[:2] == ({}, {})
    campaign = participation.campaign_store().find(law.id)
    assert participation.consultation_desk().said(campaign).singles == []
    assert officer.send(found, f"{page}/{receipt}", **given, khoa="another-key-12")["statusCode"] == 409
    assert "Đã bỏ" in officer.page(f"{page}?so={receipt}").text()
    # The form that typed it in comes again, from a tab that was left open for days.
    entries = participation.campaigns().entries
    (row,) = (row for shard in range(campaign.shards) for row in entries.entries(campaign, shard))
    participation.consultations().give(
        campaign,
        Participant(row["sort"].partition("#")[0], is_known=False),
        COMMUNE,
        row["node"],
        GivenOpinion(Stance.DISAGREE, "Nên báo trước năm ngày"),
        law.world.now,
        by=row["by"],
    )
    assert numbers(law)[:2] == ({}, {})
    assert participation.consultation_desk().said(campaign).singles == []


def test_a_receipt__handed_over__erases_the_words__at_any_time__and_leaves_the_number(
    law: Consultation,
) -> None:
    officer = law.world.officer_of(COMMUNE, Role.EDITOR)
    receipt = typed(law, officer, "Nên báo trước năm ngày")
    law.give(law.world.resident(1), "Điều 1", "agree", "Tôi tự gửi")
    page = f"{law.page}/bien-nhan"
    (other,) = law.receipts("Tôi tự gửi")
    assert officer.ask(f"{page}?so={other}")["statusCode"] == 404, "whoever sent it erases it themselves"
    stranger = law.world.officer_of(OTHER_COMMUNE, Role.EDITOR)
    assert stranger.ask(f"{page}?so={receipt}")["statusCode"] == 404
    mistyped = officer.page(f"{page}?so=zzzz", status=404)
    assert "Xin xem lại biên nhận" in mistyped.text()
    assert [each.get("value") for each in mistyped.all("input") if each.get("name") == "so"] == ["ZZZZ"]
    before = numbers(law)
    law.world.later(timedelta(hours=6))
    for words in ("năm ngày", "tự gửi"):
        law.answer(law.group(words, words), "accepted", "Đã sửa thành năm ngày.")
    law.world.step(law.world.approver, law.page, f"{law.page}/cong-bo")
    officer = law.world.at_work("participation", "officer-later", COMMUNE, Role.EDITOR)
    found = officer.page(f"{page}?so={receipt}")
    assert "mistyped" not in body_of(officer.ask(f"{page}?so={receipt}")), "what is public stays"
    removal = {"what": "words", "why": "Người góp ý xin xóa"}
    assert officer.send(found, f"{page}/{receipt}/bo", **removal)["statusCode"] == 303
    assert law.receipts("năm ngày") == []
    assert numbers(law) == before
    assert "Người góp ý xin xóa" in officer.page(page).text(), "who did it and why is kept"
    refused = {"stance": "agree", "words": "Khác", "reason": "Sửa sau công bố"}
    fields = {"csrf": "", "khoa": "key-after-public", **refused}
    assert officer.post(f"{page}/{receipt}", fields)["statusCode"] == 403


def test_a_unit_below__reads_how_many_conferences_there_were__and_no_opinion_is_loaded_for_it(
    law: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = law.world.officer_of(COMMUNE, Role.EDITOR)
    held(law, officer)
    monkeypatch.delattr(ConsultationStore, "opinions")
    shown = officer.page(law.page).text()
    assert "Hội nghị1Người dự hội nghị40" in shown


def test_minutes__corrected_and_taken_out__say_why__and_sums_follow(law: Consultation) -> None:
    officer = law.world.officer_of(COMMUNE, Role.EDITOR)
    page = held(law, officer)
    assert numbers(law)[2] == {"conferences": 1, "agree": 30, "disagree": 8}
    few = officer.send(f"{page}/sua", f"{page}/sua", persons="37", reason="Đếm lại danh sách")
    assert few["statusCode"] == 422, "38 have voted"
    shown = officer.follow(
        officer.send(f"{page}/sua", f"{page}/sua", persons="45", reason="Đếm lại danh sách")
    )
    assert "45" in shown.text()
    campaign = participation.campaign_store().find(law.id)
    desk = participation.consultation_desk()
    assert [each.persons for each in desk.said(campaign).conferences] == [45]
    trail = participation.corrections().trail(campaign)
    assert [(each.reason, each.before) for each in trail] == [("Đếm lại danh sách", {"persons": 40})]
    removal = {"what": law.node("Điều 1"), "why": "Ghi nhầm điều"}
    assert officer.send(f"{page}/sua", f"{page}/bo", **removal)["statusCode"] == 303
    assert numbers(law)[2] == {}
    vote = {"node": law.node("Điều 1"), "agree": "20"}
    assert officer.send(page, page, **vote)["statusCode"] == 303, "it may be written anew"
    assert numbers(law)[2] == {"conferences": 1, "agree": 20}
    removal = {"what": "mistyped", "why": "Hội nghị chưa họp"}
    listed = officer.follow(officer.send(f"{page}/sua", f"{page}/bo", **removal)).text()
    assert "Bà Lan chủ trì" not in listed
    assert numbers(law)[2] == {}
    assert officer.ask(page)["statusCode"] == 404
    said = desk.said(participation.campaign_store().find(law.id))
    assert (said.conferences, said.by_conferences) == ([], [])
    changes = officer.page(f"{law.page}/bien-nhan").text()
    for reason in ("Đếm lại danh sách", "Ghi nhầm điều", "Hội nghị chưa họp"):
        assert reason in changes, "nothing goes silently"
