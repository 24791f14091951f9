"""Who asks to be erased leaves a contest that is over; what was counted and drawn stays."""

from datetime import timedelta

import pytest

from loa.bootstrap import participation
from loa.participation.campaigns.model import Campaign
from loa.participation.campaigns.passes import known_person
from loa.participation.contests.rounds import rounds_of
from loa.participation.contests.rules.model import ContestRound
from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, SECRET, ParticipationWorld
from tests.worlds.console import filled_in


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def test_erasure__after_the_contest__leaves_the_lot_as_it_was(
    world: ParticipationWorld,
) -> None:
    contest = world.contest(prizes=1)
    for number in range(2):
        browser = world.resident(number)
        world.sheet(browser, contest)
        world.hand_in(browser, contest, 3 - number, prediction=1)
    kept = participation.taking_part()
    assert [what["title"] for _, what in kept.held("zalo-0")] == ["Tìm hiểu Luật Căn cước"]
    early = kept.erase(kept.name_of("zalo-0"), world.now, lambda: False)
    assert [each.what for each in early.kept] == ["participation"]
    world.finish(contest)

    before = world.data(browser, f"/thi/{contest}/ket-qua/1/du-lieu.json")
    world.now = participation.play().campaigns.find(contest).closes
    assert kept.erase(kept.name_of("zalo-0"), world.now, lambda: True).complete is False
    assert kept.erase(kept.name_of("zalo-0"), world.now, lambda: False).rows > 0
    assert kept.erase(kept.name_of("zalo-0"), world.now, lambda: False).rows == 0
    assert list(kept.held("zalo-0")) == []
    person = known_person(SECRET, "zalo-0").id
    campaign = participation.play().campaigns.find(contest)
    assert participation.campaigns().entries.find(campaign, person, 1) is None
    entries = [
        entry
        for part in range(before["parts"])
        for entry in world.data(browser, before["entries"].replace("PART", str(part)))
    ]
    assert before["winners"][0] in [receipt for receipt, _, _ in entries]
    assert len(entries) == 2


def test_erasure__takes_objections_along__and_a_question_can_be_withdrawn_afterwards(
    world: ParticipationWorld,
) -> None:
    contest = world.contest(prizes=1)
    browser = world.resident(0)
    world.sheet(browser, contest)
    world.hand_in(browser, contest, 0, prediction=1)
    world.finish(contest)
    own, words = f"/thi/{contest}/cua-toi", "Điều luật này đã được thay rồi."
    forms = browser.page(own).all("form")
    form = next(each for each in forms if str(each.get("action")).endswith("/kien-nghi"))
    question = filled_in(form)["cau"][0]
    browser.follow(browser.post(f"/thi/{contest}/kien-nghi", {**filled_in(form), "words": words}))
    kept = participation.taking_part()
    assert words in [what.get("words") for _, what in kept.held("zalo-0")]
    world.now = participation.play().campaigns.find(contest).closes
    kept.erase(kept.name_of("zalo-0"), world.now, lambda: False)
    review = f"{AREA}/{contest}/dot/1"
    world.later(timedelta(minutes=5))
    assert words not in world.writer.page(f"{review}/xem-lai").text()
    decision = {"question": question, "outcome": "withdrawn", "reason": "Câu hỏi sai"}
    world.step(world.writer, f"{review}/xem-lai", f"{review}/cau", **decision)
    lot = participation.closing().draws.go_on(*_contest(contest), lambda: True)
    assert lot
    assert [each.score for each in lot.leaders] == [1]  # whose entry it was, nobody knows any more


def _contest(contest: str) -> tuple[Campaign, ContestRound]:
    campaign = participation.closing().campaigns.find(contest)
    return campaign, rounds_of(campaign)[0]


def test_erasure__of_a_try_that_was_begun_and_never_handed_in__takes_it_out(
    world: ParticipationWorld,
) -> None:
    contest = world.contest(prizes=1)
    begun, handed_in = world.resident(0), world.resident(1)
    world.sheet(begun, contest)
    world.sheet(handed_in, contest)
    world.hand_in(handed_in, contest, 3, prediction=1)
    kept, campaign = participation.taking_part(), participation.play().campaigns.find(contest)
    entry = participation.campaigns().entries.find
    person, other = (known_person(SECRET, f"zalo-{number}").id for number in range(2))
    assert [each.what for each in kept.erase(kept.name_of("zalo-0"), world.now, lambda: False).kept] == [
        "participation"
    ]
    assert entry(campaign, person, 1)
    assert kept.erase(kept.name_of("zalo-0"), campaign.closes, lambda: True).complete is False
    assert kept.erase(kept.name_of("zalo-0"), campaign.closes, lambda: False).rows == 1
    assert entry(campaign, person, 1) is None
    assert entry(campaign, other, 1)
    assert kept.erase(kept.name_of("zalo-0"), campaign.closes, lambda: False).rows == 0
