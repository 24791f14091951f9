"""Officers who hand prizes out read what each winner knows, and what somebody has in hand after a recount."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from loa.bootstrap import participation
from loa.participation.campaigns.model import CampaignState
from loa.participation.contests.claims import CLAIMED_FOR, TOLD_AFTER_RECOUNT, Reachable
from loa.participation.contests.rounds import rounds_of, with_rounds
from loa.participation.contests.rules.model import RoundChange, RoundChangeKind
from loa.participation.telling.store import ToldRow, name_in, winners_name
from loa.residents.messages.model import MessageState
from loa.web.pages import formats
from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, ParticipationWorld
from tests.worlds.console import filled_in

LOOKED_FOR = "Mỗi ngày máy tìm lại"
NOT_LOOKED_FOR = "máy thôi tìm"


class Prizes:
    """A contest of which A1 has won the first prize, B1 the second; its page of prizes."""

    def __init__(self, world: ParticipationWorld) -> None:
        self.world, self.id = world, world.contest(prizes=2)
        browser = world.resident(1)
        world.sheet(browser, self.id)
        world.hand_in(browser, self.id, right=3, prediction=1)
        world.finish(self.id)
        self.page = f"{AREA}/{self.id}/dot/1/trao-giai"
        self.result(["A1", "B1"], 1)

    def result(self, winners: Sequence[str], edition: int) -> None:
        """Make a result public."""
        won = [{"receipt": each, "unit_path": "40.17506"} for each in winners]
        participation.results().save(self.id, 1, edition, {"winners": won})
        campaign = participation.campaign_store().find(self.id)
        (before,) = rounds_of(campaign)
        kind, at = RoundChangeKind.QUESTION, self.world.now
        change = RoundChange(kind, edition, "q1", "", "Câu sai", "officer", at)
        changes = (*before.changes, change) if edition > 1 else before.changes
        rounds = [replace(before, edition=edition, changes=changes)]
        participation.campaign_store().turn(
            campaign,
            replace(campaign, content=with_rounds(campaign, rounds), version=campaign.version + 1),
        )

    def told(self, receipt: str, state: MessageState, place: int | None, edition: int = 1) -> None:
        """Let the clock have told somebody."""
        row = ToldRow(name_in(receipt, edition), f"key-{receipt}-{edition}", state, place)
        participation.told().add(winners_name(self.id, 1), row)

    def claim(self, receipt: str) -> None:
        """Let a winner say how to reach them."""
        said = Reachable("Nguyễn Thị Lan", "0912345678")
        participation.claims().give(self.id, 1, receipt, said, self.world.now)

    def of(self, receipt: str) -> str:
        """Return what stands on the page of a receipt."""
        page = self.world.writer.page(self.page)
        parts = [*page.all("section"), *page.all("li")]
        return next(text for each in reversed(parts) if f"Số phiếu {receipt}" in (text := each.text()))

    def is_named(self, receipt: str) -> bool:
        return receipt in self.world.writer.page(self.page).text()


@pytest.fixture
def prizes(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Prizes:
    return Prizes(ParticipationWorld(open_table, monkeypatch))


def test_who_knows_of_another_prize__is_not_shown_as_told(prizes: Prizes) -> None:
    prizes.told("A1", MessageState.SENT, 1)
    assert "Đã báo trúng giải qua Zalo" in prizes.of("A1")
    assert LOOKED_FOR in prizes.of("B1")
    prizes.result(["B1", "A1"], 2)
    assert "Đã báo kết quả khác (giải thứ 1); chưa báo được kết quả mới. Mỗi ngày" in prizes.of("A1")
    prizes.claim("A1")
    assert "Đã báo kết quả khác (giải thứ 1)" in prizes.of("A1"), "who calls them has to know"
    prizes.told("A1", MessageState.FAILED, 2, edition=2)
    assert NOT_LOOKED_FOR in prizes.of("A1")
    prizes.result(["A1", "B1"], 3)
    assert "Đã báo" not in prizes.of("A1"), "what they have heard is right again, and they have claimed it"


def test_words_promise_a_search__only_while_there_is_one(prizes: Prizes) -> None:
    prizes.told("A1", MessageState.SENT, 1)
    prizes.told("B1", MessageState.SENT, None)
    prizes.world.later(CLAIMED_FOR)
    prizes.result(["C1"], 2)
    assert NOT_LOOKED_FOR in prizes.of("C1"), "nobody wins a prize after the claims"
    assert LOOKED_FOR in prizes.of("A1")
    assert NOT_LOOKED_FOR in prizes.of("B1"), "which prize they heard of is not known"
    prizes.world.later(TOLD_AFTER_RECOUNT)
    assert NOT_LOOKED_FOR in prizes.of("A1")


def test_of_a_contest_that_was_withdrawn__nobody_is_looked_for(prizes: Prizes) -> None:
    campaign = participation.campaign_store().find(prizes.id)
    withdrawn = replace(campaign, state=CampaignState.WITHDRAWN, version=campaign.version + 1)
    participation.campaign_store().turn(campaign, withdrawn)
    assert NOT_LOOKED_FOR in prizes.of("A1")


def test_who_has_a_prize_in_hand__is_shown_with_its_day__whatever_a_recount_says(prizes: Prizes) -> None:
    officer = prizes.world.writer
    forms = officer.page(prizes.page).all("form")
    (seen,) = [each for each in forms if filled_in(each).get("receipt") == ["A1"]]
    prizes.result(["B1", "A1"], 2)
    late = officer.post(prizes.page, filled_in(seen))
    assert late["statusCode"] == 409, "the page showed another prize"
    prizes.result(["A1", "B1"], 3)
    for _ in range(2):
        assert officer.post(prizes.page, filled_in(seen))["statusCode"] == 303
    claim = participation.claims().of(prizes.id, 1)["A1"]
    assert claim.handed_at
    assert claim.handed_place == 1
    assert "theo kết quả trước" not in prizes.of("A1")
    prizes.result(["B1", "A1"], 4)
    day = formats.day(claim.handed_at)
    assert f"Đã trao giải thứ 1 ngày {day}, theo kết quả trước" in prizes.of("A1")
    prizes.result(["B1"], 5)
    assert f"Đã trao giải thứ 1 ngày {day}, cần xử lý trực tiếp" in prizes.of("A1")


def test_who_had_claimed_and_wins_no_more__is_named_as_long_as_anything_is_known(prizes: Prizes) -> None:
    prizes.told("A1", MessageState.FAILED, 1)
    prizes.claim("B1")
    prizes.result([], 2)
    assert not prizes.is_named("A1"), "they never knew"
    assert NOT_LOOKED_FOR in prizes.of("B1")
    prizes.told("B1", MessageState.SENT, 0, edition=2)
    assert "Đã báo kết quả mới qua Zalo" in prizes.of("B1")
