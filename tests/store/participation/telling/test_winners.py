"""Winners are told once, when Zalo lets an account write to them, as long as they may claim their prize."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from loa.participation.campaigns.model import CampaignKind, Participant
from loa.participation.campaigns.passes import known_person
from loa.participation.campaigns.store import entry_key, shard_of
from loa.participation.contests.claims import CLAIMED_FOR, ClaimStore, Reachable
from loa.participation.contests.rounds import rounds_of, with_rounds
from loa.participation.contests.rules.model import ContestRound, RoundChange, RoundChangeKind, RoundState
from loa.participation.contests.store import ResultStore
from loa.participation.telling.service import TellingService
from loa.participation.telling.store import winners_name
from loa.participation.telling.winners import WinnerTellingService
from loa.residents.messages.model import MessageState, Outgoing
from loa.residents.messages.store import Outbox
from tests.conftest import OpenTable
from tests.worlds.store.telling_world import NOON, OTHER, SECRET, TellingWorld, published

DAY = timedelta(days=1)
AN, BINH = known_person(SECRET, "an"), known_person(SECRET, "binh")


@dataclass
class World(TellingWorld):
    """A contest with a public result, two accounts, their followers."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.results = ResultStore(self.participation)
        opens, closes = NOON - 2 * DAY, NOON - DAY
        bare = published(CampaignKind.CONTEST, "Tìm hiểu Luật Căn cước", opens, closes, {})
        confirmed = ContestRound(
            1, opens, closes, 3, 20, 2, 2, "Xổ số", hands=(), state=RoundState.CONFIRMED, edition=1
        )
        self.campaign = bare.with_content(with_rounds(bare, [confirmed]), "writer")
        self.campaigns.add(self.campaign)

    def entry(self, receipt: str, owner: Participant, name: str = "") -> None:
        """Let somebody have an entry; `name`: under which it is kept now."""
        partition, sort = entry_key(self.campaign.id, 1, shard_of(owner.id, self.campaign.shards), owner.id)
        entry = {"partition": partition, "sort": name or sort, "receipt": receipt, "known": owner.is_known}
        self.participation.put(entry)

    def result(self, winners: Sequence[str], edition: int = 1) -> None:
        """Make a result public."""
        won = {"winners": [{"receipt": each} for each in winners]}
        self.results.save(self.campaign.id, 1, edition, won)
        before = rounds_of(self.campaigns.find(self.campaign.id))[0]
        change = RoundChange(RoundChangeKind.QUESTION, edition, "q1", "", "Câu sai", "officer", self.now)
        changes = (*before.changes, change) if edition > 1 else ()
        self.turned(edition=edition, changes=changes, state=RoundState.CONFIRMED)

    def turned(self, **changed: Any) -> None:
        """Change the round."""
        present = self.campaigns.find(self.campaign.id)
        rounds = [replace(rounds_of(present)[0], **changed)]
        self.campaigns.turn(present, present.with_content(with_rounds(present, rounds), "writer"))

    @property
    def claims(self) -> ClaimStore:
        """Who has said how to reach them."""
        return ClaimStore(self.participation)

    def claim(self, receipt: str) -> None:
        """Let a winner say how to reach them."""
        self.claims.give(self.campaign.id, 1, receipt, Reachable("Lan", "0912345678"), self.now)

    def forget_claims(self) -> None:
        """Let the clock erase what is no longer needed."""
        self.claims.forget_due(self.campaigns.all(), self.now, lambda: True)

    def round_of_clock(self, pages: int = 1_000) -> int:
        """Let the clock come by, and stop it after so many questions whether it may go on."""
        left = iter(range(pages))
        service = WinnerTellingService(self.telling(), self.results, self.claims)
        return service.tell_due(self.now, lambda: next(left, None) is not None)

    def handed_over(self) -> list[Outgoing]:
        """What the sender was given, each message once."""
        keys = dict.fromkeys(json.loads(each.body)["key"] for each in self.queue.messages)
        found = [Outbox(self.audience).get(key) for key in keys]
        return [message for message in found if message]

    def told(self) -> dict[str, MessageState]:
        rows = self.telling().store.told(winners_name(self.campaign.id, 1))
        return {each.name: each.state for each in rows}


@pytest.fixture
def world(table: OpenTable) -> World:
    return World(table)


def test_a_winner__is_told_once__which_prize_and_until_when(world: World) -> None:
    world.entry("A1", AN)
    world.entry("B1", BINH)
    world.result(["A1"])
    world.came("an")
    world.came("an", OTHER)
    world.came("binh")
    assert [world.round_of_clock() for _ in range(2)] == [1, 0]
    (message,) = world.handed_over()
    for words in ("số phiếu A1", "giải thứ 1", "trước 12:00 ngày 27/02/2027", "/cua-toi?the=z."):
        assert words in message.content.text
    assert "A1" not in message.content.shown
    world.settle(message, MessageState.SENT)
    world.now += DAY
    assert world.round_of_clock() == 0
    assert world.told() == {"A1": MessageState.SENT}


def test_a_recount__tells_only_who_wins_newly(world: World) -> None:
    world.entry("A1", AN)
    world.entry("B1", BINH)
    world.result(["A1"])
    world.came("an")
    world.round_of_clock()
    world.result(["B1", "A1"], edition=2)
    world.came("binh")
    assert [world.round_of_clock() for _ in range(2)] == [1, 0]
    assert sorted(world.told()) == ["A1", "B1#2"], "the message of A1 is still on its way"


@pytest.mark.parametrize("pages", [*range(9, 16), 1_000])
def test_a_recount_on_the_same_day__begins_the_search_anew(world: World, pages: int) -> None:
    world.entry("A1", AN)
    world.entry("B1", BINH)
    world.result(["A1"])
    world.came("binh")
    for user in "cdef":
        world.came(user)
    world.round_of_clock(pages)
    world.result(["B1"], edition=2)
    assert world.round_of_clock() == 1, "as many receipts as before, and others"
    assert world.told() == {"B1#2": MessageState.PENDING}
    assert world.round_of_clock() == 0


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (["B1", "A1"], ("giải thứ 1; nay là giải thứ 2.",)),
        (["B1"], ("giải thứ 1; nay bài không còn", "nhắn lại ở đây, hoặc mang số phiếu đến Mặt trận")),
    ],
)
def test_who_had_heard_of_a_prize__hears_of_a_recount_once(
    world: World, after: list[str], words: tuple[str, ...]
) -> None:
    world.entry("A1", AN)
    world.entry("B1", BINH)
    world.result(["A1"])
    world.came("an")
    world.round_of_clock()
    (won,) = world.handed_over()
    world.result(after, edition=2)
    assert world.round_of_clock() == 0, "nobody knows yet what they have heard"
    world.settle(won, MessageState.SENT)
    world.now += timedelta(hours=11)
    assert world.round_of_clock() == 0, "it is night"
    world.now += timedelta(hours=13)
    world.came("an")
    assert [world.round_of_clock() for _ in range(3)] == [1, 0, 0]
    _, told = world.handed_over()
    for each in ("vì có câu hỏi được rút", "số phiếu A1", "/cua-toi?the=z.", *words):
        assert each in told.content.text
    assert "A1" not in told.content.shown
    world.settle(told, MessageState.SENT)
    world.now += DAY
    world.came("an")
    assert world.round_of_clock() == 0
    assert world.told() == {"A1": MessageState.SENT, "A1#2": MessageState.SENT}
    world.result(["A1"], edition=3)
    world.now += DAY
    world.came("an")
    assert world.round_of_clock() == 1
    again = world.handed_over()[-1].content.text
    assert ("Xin chúc mừng" in again) is (after == ["B1"])
    assert "trúng giải thứ 1" in again or "nay là giải thứ 1" in again


def test_who_was_told_of_no_prize__is_told_of_no_recount__and_a_claim_is_knowledge(world: World) -> None:
    for receipt, owner in (("A1", AN), ("B1", BINH)):
        world.entry(receipt, owner)
    world.result(["A1", "B1"])
    world.claim("A1")
    world.came("an")
    assert world.round_of_clock() == 0
    world.result([], edition=2)
    world.now += DAY
    world.came("an")
    world.came("binh")
    assert world.round_of_clock() == 1
    (told,) = world.handed_over()
    assert "số phiếu A1" in told.content.text


def test_a_recount_after_the_claims__is_told_to_who_had_heard__and_wins_nobody_a_prize(world: World) -> None:
    world.entry("A1", AN)
    world.entry("B1", BINH)
    world.result(["A1"])
    world.came("an")
    world.round_of_clock()
    world.settle(world.handed_over()[0], MessageState.SENT)
    world.round_of_clock()
    world.now += CLAIMED_FOR - DAY
    world.result(["B1"], edition=2)
    world.came("an")
    world.came("binh")
    assert world.round_of_clock() == 1
    assert "nay bài không còn" in world.handed_over()[-1].content.text


@pytest.mark.parametrize("end", [MessageState.FAILED, MessageState.SKIPPED])
@pytest.mark.parametrize("recounting", [False, True])
def test_who_claims_after_their_message_failed__knows__and_hears_of_a_recount(
    world: World, end: MessageState, *, recounting: bool
) -> None:
    world.entry("A1", AN)
    world.result(["A1"])
    world.came("an")
    world.round_of_clock()
    world.settle(world.handed_over()[0], end)
    world.round_of_clock()
    assert world.told() == {"A1": end}
    if recounting:
        world.turned(state=RoundState.DRAWN)
    world.claim("A1")
    assert [world.round_of_clock() for _ in range(2)] == [0, 0]
    assert world.told() == {"A1": MessageState.SENT}
    world.result(["B1"], edition=2)
    world.forget_claims()
    world.now += DAY
    world.came("an")
    assert [world.round_of_clock() for _ in range(2)] == [1, 0]
    assert "giải thứ 1; nay bài không còn" in world.handed_over()[-1].content.text


def test_who_wins_again_and_claims__knows_of_that_prize(world: World) -> None:
    world.entry("A1", AN)
    for edition, winners in enumerate((["A1"], [], ["A1"]), 1):
        world.result(winners, edition)
        world.now += DAY
        world.came("an")
        assert world.round_of_clock() == 1
        world.settle(world.handed_over()[-1], MessageState.FAILED if edition == 3 else MessageState.SENT)
        world.round_of_clock()
    world.claim("A1")
    world.round_of_clock()
    world.result([], edition=4)
    world.now += DAY
    world.came("an")
    assert world.round_of_clock() == 1


@pytest.mark.parametrize("after", [["B1", "A1"], ["B1"], []])
def test_who_has_their_prize_in_hand__gets_no_message_about_a_recount(world: World, after: list[str]) -> None:
    world.entry("A1", AN)
    world.result(["A1"])
    world.came("an")
    world.round_of_clock()
    world.settle(world.handed_over()[0], MessageState.SENT)
    world.claims.hand_over(world.campaign.id, 1, "A1", 1, "officer", world.now)
    world.result(after, edition=2)
    world.now += DAY
    world.came("an")
    assert world.round_of_clock() == 0
    assert len(world.handed_over()) == 1
    assert world.told() == {"A1": MessageState.SENT}


def test_while_a_round_is_counted_again__nobody_is_told(world: World) -> None:
    world.entry("A1", AN)
    world.result(["A1"])
    world.turned(state=RoundState.DRAWN)
    world.came("an")
    assert world.round_of_clock() == 0
    world.turned(state=RoundState.CONFIRMED)
    assert world.round_of_clock() == 1


@pytest.mark.parametrize("dies", ["before the message", "after it"])
def test_a_round_that_dies_at_a_message__is_mended__and_tells_once(
    world: World, monkeypatch: pytest.MonkeyPatch, dies: str
) -> None:
    world.entry("A1", AN)
    world.result(["A1"])
    world.came("an")
    hand = TellingService.hand

    def dying(self: TellingService, *given: Any) -> None:
        if dies == "after it":
            hand(self, *given)
        raise RuntimeError

    monkeypatch.setattr(TellingService, "hand", dying)
    with pytest.raises(RuntimeError):
        world.round_of_clock()
    monkeypatch.setattr(TellingService, "hand", hand)
    for _ in range(2):
        world.round_of_clock()
    (message,) = world.handed_over()
    assert "giải thứ 1" in message.content.text
    assert world.told() == {"A1": MessageState.PENDING}


def test_who_stays_away__is_told_when_they_come_back__while_prizes_are_claimed(world: World) -> None:
    world.entry("A1", AN)
    world.entry("B1", BINH)
    world.result(["A1", "B1"])
    assert world.round_of_clock() == 0
    world.now += 30 * DAY
    world.came("an")
    assert world.round_of_clock() == 1
    world.now += CLAIMED_FOR
    world.came("binh")
    assert world.round_of_clock() == 0
    assert sorted(world.told()) == ["A1"]


def test_who_has_claimed_already__and_whom_zalo_cannot_name__get_no_message(world: World) -> None:
    world.entry("A1", AN)
    world.entry("B1", BINH, name="gone#1")
    world.result(["A1", "B1"])
    world.claim("A1")
    world.came("an")
    world.came("binh")
    assert world.round_of_clock() == 0
    assert world.told() == {"A1": MessageState.SENT, "B1": MessageState.SKIPPED}
    assert world.handed_over() == [], "who has claimed knows without a message"


@pytest.mark.parametrize("pages", range(1, 16))
def test_the_search__stopped_anywhere__tells_each_winner_once(world: World, pages: int) -> None:
    world.entry("A1", AN)
    world.entry("B1", BINH)
    world.result(["A1", "B1"])
    world.came("an")
    world.came("binh", OTHER)
    world.round_of_clock(pages)
    for _ in range(2):
        world.now += DAY
        world.came("an")
        world.came("binh", OTHER)
        world.round_of_clock()
    assert sorted(world.told()) == ["A1", "B1"]
    assert len(world.handed_over()) == 2
