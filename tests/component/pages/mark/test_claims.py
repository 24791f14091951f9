"""Prizes are claimed and no number is published: one claim, for the unit's officers, until its day."""

from dataclasses import replace
from datetime import timedelta

import boto3
import pytest

from loa.bootstrap import participation
from loa.errors import InvalidInput
from loa.foundation.officers.model import Role
from loa.participation.campaigns.store import claim_partition
from loa.participation.contests.claims import CLAIM_KEPT, KEPT_AFTER_HANDING_OVER
from loa.participation.contests.rounds import rounds_of, with_rounds
from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, COMMUNE, ParticipationWorld, ResidentBrowser
from tests.worlds.console import body_of
from tests.worlds.permissions import at_work

SAID = {"name": "Nguyễn Thị Lan", "phone": "0912.345 678", "note": "Gọi sau 5 giờ chiều", "consent": "1"}


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


@pytest.fixture
def contest(world: ParticipationWorld) -> str:
    """A contest in which the first of two people has won the only prize."""
    contest = world.contest(prizes=1)
    for number, right in ((1, 3), (2, 0)):
        browser = world.resident(number)
        world.sheet(browser, contest)
        world.hand_in(browser, contest, right=right, prediction=1)
    world.finish(contest)
    return contest


def claim(browser: ResidentBrowser, contest: str, **changed: str) -> dict[str, object]:
    return browser.post(f"/thi/{contest}/nhan-giai", {"dot": "1", **SAID, **changed})


def prizes(world: ParticipationWorld, contest: str) -> str:
    return world.writer.page(f"{AREA}/{contest}/dot/1/trao-giai").text()


def test_a_winner__says_how_to_reach_them__and_only_the_units_officers_read_it(
    world: ParticipationWorld, contest: str
) -> None:
    winner, other = world.resident(1), world.resident(2)
    own = f"/thi/{contest}/cua-toi"
    assert "Trúng giải thứ 1" in winner.page(own).text()
    assert "Trúng giải" not in other.page(own).text()
    missing = claim(winner, contest, phone="12", consent="")
    assert missing["statusCode"] == 422
    assert claim(winner, contest, phone="12")["statusCode"] == 422
    assert "Nguyễn Thị Lan" in body_of(missing), "what was typed stands in the form again"
    assert claim(other, contest)["statusCode"] == 422, "they have not won"
    assert "chưa có liên lạc" in prizes(world, contest).lower()

    assert "đuôi 678" in winner.follow(claim(winner, contest)).text()
    for guess in ("", "0912345000"):
        refused = claim(winner, contest, phone="0912345999", before=guess)
        assert refused["statusCode"] == 422, "who was sent the link does not know the number"
        assert "không khớp" in body_of(refused)
    changed = claim(winner, contest, phone="0912345999", before="0912.345.678")
    assert "đuôi 999" in winner.follow(changed).text()
    assert len(participation.claims().of(contest, 1)) == 1, "a claim twice is one claim"
    page = prizes(world, contest)
    assert "0912345999" in page
    assert "Gọi sau 5 giờ chiều" in page
    for public in (f"/thi/{contest}/ket-qua/1", f"/thi/{contest}/ket-qua/1/du-lieu.json", own):
        assert "0912345999" not in body_of(winner.ask(public))
    commune = world.officer_of(COMMUNE, Role.EDITOR)
    viewer = world.officer_of("40", Role.VIEWER)
    for officer in (commune, viewer):
        assert officer.ask(f"{AREA}/{contest}/dot/1/trao-giai")["statusCode"] in {403, 404}


def test_who_looked__is_written_down(world: ParticipationWorld, contest: str, open_table: OpenTable) -> None:
    prizes(world, contest)
    rows = boto3.client("dynamodb").scan(TableName=open_table("Privacy").name)["Items"]
    looks = [row for row in rows if row["partition"]["S"].startswith("reading#")]
    assert [row["what"]["S"] for row in looks] == ["claims"]


def test_a_prize__is_ticked_once__and_what_was_written_goes_a_week_later(
    world: ParticipationWorld, contest: str
) -> None:
    winner, page = world.resident(1), f"{AREA}/{contest}/dot/1/trao-giai"
    claim(winner, contest)
    (receipt,) = participation.claims().of(contest, 1)
    for _ in range(2):
        participation.claims().hand_over(contest, 1, receipt, 1, "officer-writer", world.now)
    assert "Đã trao" in world.writer.page(page).text()
    assert claim(winner, contest)["statusCode"] == 422, "nothing more is needed"
    assert "đã trao giải" in winner.page(f"/thi/{contest}/cua-toi").text()
    assert forget(world) == 0
    world.later(KEPT_AFTER_HANDING_OVER)
    assert (forget(world), forget(world)) == (1, 0)
    text = world.writer.page(page).text()
    assert "0912345678" not in text
    assert "Đã trao" in text, "that it was handed over stays"


def test_a_claim_that_nobody_answers__goes_on_its_day(world: ParticipationWorld, contest: str) -> None:
    claim(world.resident(1), contest)
    world.later(CLAIM_KEPT - timedelta(seconds=1))
    assert forget(world) == 0
    world.later(timedelta(seconds=1))
    assert forget(world) == 1
    assert participation.claims().of(contest, 1) == {}


def test_who_wrote_it__takes_it_back__and_nobody_else(world: ParticipationWorld, contest: str) -> None:
    winner, own = world.resident(1), f"/thi/{contest}/cua-toi"
    claim(winner, contest)
    taking_back = {"dot": "1", "xoa": "1"}
    for guess in ("", "0912345000"):
        refused = winner.post(f"/thi/{contest}/nhan-giai", {**taking_back, "gone": guess})
        assert refused["statusCode"] == 422
        assert "không khớp" in body_of(refused)
    for _ in range(2):
        answer = winner.post(f"/thi/{contest}/nhan-giai", {**taking_back, "gone": "0912 345 678"})
        text = winner.follow(answer).text()
        assert "đuôi 678" not in text
        assert "Xóa cách liên lạc" not in text
    assert "Nguyễn Thị Lan" not in prizes(world, contest)
    assert "Trúng giải thứ 1" in winner.page(own).text(), "the prize stays theirs"
    assert "đuôi 678" in winner.follow(claim(winner, contest)).text()


def test_a_number_kept_as_it_was_typed__is_the_same_number(
    world: ParticipationWorld, contest: str, open_table: OpenTable
) -> None:
    winner = world.resident(1)
    claim(winner, contest)
    (receipt,) = participation.claims().of(contest, 1)
    open_table("Participation").update(claim_partition(contest, 1), receipt, set={"phone": "+84912345678"})
    assert claim(winner, contest, before="0912345678", phone="0912345678")["statusCode"] == 303
    open_table("Participation").update(claim_partition(contest, 1), receipt, set={"phone": "+84912345678"})
    for other in ("", "0912345000"):
        with pytest.raises(InvalidInput):
            participation.claims().take_back(contest, 1, receipt, other)
    for _ in range(2):
        participation.claims().take_back(contest, 1, receipt, "0912 345 678")
    kept = participation.claims().find(contest, 1, receipt)
    assert kept is None or kept.reachable is None


def test_who_wins_no_more__is_forgotten_with_the_new_edition(world: ParticipationWorld, contest: str) -> None:
    claim(world.resident(1), contest)
    campaign = participation.campaign_store().find(contest)
    result = participation.contests().results.find(contest, 1, 1)
    assert result is not None
    later = {**result, "winners": [{**result["winners"][0], "receipt": "SOMEBODY22"}]}
    participation.contests().results.save(contest, 1, 2, later)
    assert forget(world) == 0, "the old edition is public still"
    rounds = [replace(each, edition=2) for each in rounds_of(campaign)]
    after = replace(campaign, content=with_rounds(campaign, rounds), version=campaign.version + 1)
    participation.campaign_store().turn(campaign, after)
    assert (forget(world), forget(world)) == (1, 0)
    assert participation.claims().of(contest, 1) == {}


def test_a_person__takes_their_claim_along__and_erases_it_while_the_contest_is_open(
    world: ParticipationWorld, contest: str
) -> None:
    claim(world.resident(1), contest)
    kept = participation.taking_part()
    said = [what for _, what in kept.held("zalo-1") if "phone" in what]
    assert said == [
        {
            "title": "Tìm hiểu Luật Căn cước",
            "name": SAID["name"],
            "phone": "0912345678",
            "note": SAID["note"],
        }
    ]
    assert kept.erase(kept.name_of("zalo-1"), world.now, lambda: False).kept, (
        "their entry stays until the contest is over"
    )
    assert participation.claims().of(contest, 1) == {}
    assert not [what for _, what in kept.held("zalo-1") if "phone" in what]


def test_a_number_that_another_winner_gave__is_shown_to_the_officer_and_refused_to_nobody(
    world: ParticipationWorld,
) -> None:
    contest = world.contest(prizes=3)
    for number in (1, 2, 3):
        browser = world.resident(number)
        world.sheet(browser, contest)
        world.hand_in(browser, contest, right=3, prediction=1)
    world.finish(contest)
    claim(world.resident(1), contest)
    claim(world.resident(3), contest, phone="0912 999 999")
    assert "Trùng số" not in prizes(world, contest)
    assert claim(world.resident(2), contest, phone="+84 912 345 678")["statusCode"] == 303
    same = {
        receipt
        for receipt, given in participation.claims().of(contest, 1).items()
        if given.reachable and given.reachable.is_at("0912345678")
    }
    page = prizes(world, contest)
    assert len(same) == 2
    assert page.count("Trùng số với số phiếu") == 2
    assert all(f"Trùng số với số phiếu {receipt}." in page for receipt in same)


def forget(world: ParticipationWorld) -> int:
    campaigns = participation.campaign_store().all()
    with at_work("clock"):
        return participation.claims().forget_due(campaigns, world.now, lambda: True)
