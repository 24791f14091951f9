"""What is suspended stands still: nobody begins, nothing ends, and later as much time is left as before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loa import clock
from loa.bootstrap import participation
from loa.foundation.officers.model import Role
from loa.participation.campaigns.model import Phase
from loa.participation.campaigns.passes import known_person
from loa.participation.contests.rounds import rounds_of, with_rounds
from loa.participation.contests.rules.model import RoundChangeKind, RoundState
from tests.conftest import OpenTable
from tests.worlds.component.consultation import Consultation
from tests.worlds.component.participation import (
    AREA,
    COMMUNE,
    LOT_SOURCE,
    SECRET,
    ParticipationWorld,
    ResidentBrowser,
)
from tests.worlds.console import OfficerBrowser, body_of
from tests.worlds.permissions import at_work

WHY = "Một câu hỏi bị nghi sai, Mặt trận đang kiểm tra."


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def suspend(world: ParticipationWorld, campaign: str) -> None:
    page = f"{AREA}/{campaign}/tam-dung"
    assert "Đã tạm dừng" in world.step(world.approver, page, page, reason=WHY).text()
    participation.play.cache_clear()


def resume(world: ParticipationWorld, campaign: str) -> None:
    other = world.at_work("participation", f"other-{campaign}", "40", Role.APPROVER)
    assert "Đã mở tiếp" in world.step(other, f"{AREA}/{campaign}", f"{AREA}/{campaign}/mo-tiep").text()
    participation.play.cache_clear()


def start(browser: ResidentBrowser, contest: str) -> int:
    fields = {"unit": COMMUNE, "adult": "1", "consent": "1"}
    return int(browser.post(f"/thi/{contest}/bat-dau", fields)["statusCode"])


def test_a_suspended_contest__takes_what_was_begun__begins_and_ends_nothing__and_goes_on_for_the_time_left(
    world: ParticipationWorld,
) -> None:
    contest, before, after = world.contest(), world.resident(1), world.resident(2)
    page = f"{AREA}/{contest}"
    closes = participation.campaign_store().find(contest).closes
    world.sheet(before, contest)
    assert world.writer.ask(f"{page}/tam-dung")["statusCode"] == 403
    short = world.approver.send(f"{page}/tam-dung", f"{page}/tam-dung", reason="Lỗi")
    assert short["statusCode"] == 422
    suspend(world, contest)
    assert WHY in after.page(f"/thi/{contest}").text()
    assert "giờ kết thúc tính lại" in after.page("/thi").text()
    assert start(after, contest) == 422
    assert WHY in before.page(f"/thi/{contest}/bai").text()
    assert "Đã nộp bài: đúng 3/3" in world.hand_in(before, contest, right=3, prediction=1).text()

    world.now += timedelta(hours=6)  # the round and the contest would be over
    own = before.page(f"/thi/{contest}/cua-toi").text()
    assert "Đáp án: " not in own
    assert "Nguyên văn điều" not in own
    world.later(timedelta(0))
    value = world.writer.post(
        f"{page}/dot/1/boc-tham", {**keys(world.writer, f"{page}/sua"), "value": "48213"}
    )
    assert value["statusCode"] == 409
    with at_work("clock"):
        assert participation.closing().draw_due(clock.local_day(world.now), lambda: True) == 0
    assert participation.campaign_store().find(contest).phase(world.now) is Phase.SUSPENDED

    resume(world, contest)
    found = participation.campaign_store().find(contest)
    assert found.closes == closes + timedelta(hours=6)
    assert rounds_of(found)[0].closes == closes + timedelta(hours=5)
    assert start(after, contest) == 303
    assert "Đã tạm dừng từ" in after.page(f"/thi/{contest}").text()
    world.hand_in(after, contest, right=2, prediction=1)
    world.finish(contest)
    assert "Trúng giải thứ 1" in before.page(f"/thi/{contest}/cua-toi").text()


def keys(browser: OfficerBrowser, page: str) -> dict[str, str]:
    (csrf, *_) = [
        each.get("value") for each in browser.page(page, 200).all("input") if each.get("name") == "csrf"
    ]
    return {"csrf": str(csrf), "khoa": f"press-{clock.now().timestamp()}"}


def test_a_suspended_contest_with_a_later_round__moves_times_when_it_goes_on__and_shows_none_before(
    world: ParticipationWorld,
) -> None:
    contest, resident = world.contest(), world.resident(1)
    page = f"{AREA}/{contest}"
    store = participation.campaign_store()
    found = store.find(contest)
    (first,) = rounds_of(found)
    second = replace(first, number=2, opens=first.closes, closes=found.closes, value_source="Số giải nhất")
    draft = replace(second, number=3, state=RoundState.DRAFT, seal="")
    after = replace(found, content=with_rounds(found, [first, second, draft]), version=found.version + 1)
    store.turn(found, after)
    suspend(world, contest)
    shown = resident.page(f"/thi/{contest}").text() + world.approver.page(page).text()
    assert str(world.now.year + 1) not in shown
    assert "(tính lại khi mở tiếp)" in shown
    assert "Niêm phong đề" not in shown
    seal = world.approver.post(
        f"{page}/dot/3/niem-phong", {**keys(world.approver, page), "version": str(after.version + 1)}
    )
    assert "Xin mở tiếp" in body_of(seal)
    assert seal["statusCode"] == 409

    world.later(timedelta(hours=30))
    resume(world, contest)
    moved_first, moved_second, moved_draft = rounds_of(store.find(contest))
    assert moved_first.opens == first.opens
    assert moved_first.closes == first.closes + timedelta(hours=30)
    assert moved_second.opens == second.opens + timedelta(hours=30)
    assert moved_second.closes == moved_draft.closes == found.closes + timedelta(hours=30)
    assert moved_first.value_source == "Giải đặc biệt xổ số miền Bắc ngày 02/12/2026"
    assert moved_second.value_source == "Số giải nhất (nếu có nêu ngày: lùi lại 2 ngày)"
    assert [each.kind for each in moved_first.changes] == [RoundChangeKind.SOURCE]
    assert moved_draft.changes == ()
    assert f"Trước khi tạm dừng: {LOT_SOURCE}" in resident.page(f"/thi/{contest}").text()


def test_whoever_suspended__does_not_resume__and_who_may_not_publish_does_neither(
    world: ParticipationWorld,
) -> None:
    contest = world.contest()
    page = f"{AREA}/{contest}"
    suspend(world, contest)
    assert "nên một đồng nghiệp khác" in world.approver.page(page).text()
    commune = world.officer_of(COMMUNE, Role.APPROVER)
    assert commune.ask(f"{page}/tam-dung")["statusCode"] == 404, "it is another unit's"
    service, now = participation.campaigns(), world.now
    by = service.campaigns.find(contest).suspensions[-1].by
    assert by
    other = world.at_work("participation", "other", "40", Role.APPROVER)
    waits = "chờ một người khác mở tiếp"
    assert waits in body_of(other.ask(f"{AREA}/o-viec"))
    assert waits not in body_of(world.approver.ask(f"{AREA}/o-viec"))
    world.step(other, page, f"{page}/mo-tiep")
    again = service.campaigns.find(contest)
    assert again.suspension is None
    assert again.phase(now) is Phase.OPEN


def test_a_survey_and_a_consultation__take_nothing_while_they_are_suspended__and_keep_what_they_have(
    world: ParticipationWorld,
) -> None:
    law, known = Consultation(world), world.resident(1)
    law.give(known, "Điều 3 khoản 1", "disagree", "Ba ngày ngắn quá")
    form = f"{law.public}/y-kien/{law.node('Điều 3 khoản 1')}"
    suspend(world, law.id)
    assert WHY in known.page(law.public).text()
    assert WHY in known.page(form).text()
    late = known.post(form, {"stance": "agree", "words": "Đồng ý", "unit": COMMUNE, "consent": "1"})
    assert late["statusCode"] == 422, body_of(late)[:500]
    assert "Lúc này không mở" in body_of(late)
    person = known_person(SECRET, "zalo-1").id
    erased = participation.taking_part().erase(person, world.now + timedelta(hours=6), lambda: False)
    (kept,) = erased.kept  # else they could come twice when it goes on
    assert kept.until is None, "nobody knows the end"
    world.later(timedelta(hours=6))
    report = world.approver.post(f"{law.page}/cong-bo", keys(world.approver, law.page))
    assert report["statusCode"] == 409, body_of(report)[:500]
    resume(world, law.id)
    law.give(known, "Điều 3 khoản 1", "agree", "Nay đồng ý")

    survey = world.campaign("survey", "Khảo sát về họp xóm")
    page = f"{AREA}/{survey}"
    world.writer.send(f"{page}/cau", f"{page}/cau", kind="scale", words="Ông/bà hài lòng mức nào?")
    world.step(world.approver, page, f"{page}/dang")
    suspend(world, survey)
    shown = world.resident().page(f"/khao-sat/{survey}")
    assert WHY in shown.text()
    assert shown.all("form") == []
    resume(world, survey)
    assert world.resident().page(f"/khao-sat/{survey}").all("form")
