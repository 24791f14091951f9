"""Owners of entries are looked for as long as they may answer, and how far that is stands with the review."""

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from loa.participation.campaigns.model import CampaignKind, Participant
from loa.participation.campaigns.passes import browser, known_person
from loa.participation.campaigns.store import EntryStore, entry_key, shard_of
from loa.participation.contests.reviews import EntryReturn, EntryReview, ReviewState, ReviewStore, Telling
from loa.participation.contests.rounds import rounds_of, with_rounds
from loa.participation.contests.rules.model import ContestRound, RoundChange, RoundChangeKind, RoundState
from loa.participation.contests.rules.objecting import RULES as OBJECTION_RULES
from loa.participation.telling.owners import OwnerTellingService
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.messages.model import MessageState
from loa.residents.messages.store import Outbox
from tests.conftest import OpenTable
from tests.worlds.store.telling_world import NOON, SECRET, TellingWorld, published

DAY = timedelta(days=1)


@dataclass
class World(TellingWorld):
    """A contest whose lot is drawn, two accounts, their followers."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.reviews = ReviewStore(self.participation)
        opens, closes = NOON - 2 * DAY, NOON - DAY
        bare = published(CampaignKind.CONTEST, "Tìm hiểu Luật Căn cước", opens, closes, {})
        drawn = ContestRound(
            1,
            opens,
            closes,
            per_sheet=3,
            minutes=20,
            tries=2,
            prizes=1,
            value_source="Xổ số",
            hands=(),
            state=RoundState.DRAWN,
            seal="seal",
            public_value="48213",
        )
        self.campaign = bare.with_content(with_rounds(bare, [drawn]), "writer")
        self.campaigns.add(self.campaign)

    def proposed(self, receipt: str, owner: Participant, name: str = "") -> None:
        """Let somebody have an entry that an officer wants excluded; `name`: under which it is kept now."""
        partition, sort = entry_key(self.campaign.id, 1, shard_of(owner.id, self.campaign.shards), owner.id)
        entry = {"partition": partition, "sort": name or sort, "receipt": receipt, "known": owner.is_known}
        self.participation.put(entry)
        self.reviews.add(
            self.campaign.id,
            1,
            EntryReview(receipt, ReviewState.PROPOSED, "Không kịp đọc câu hỏi.", "looks", NOON),
        )

    def wanted_back(self, receipt: str) -> None:
        """Let an entry be excluded, and somebody want it ranked again."""
        deciding = self.reviews.deciding(
            self.campaign.id, 1, self.review(receipt), ReviewState.EXCLUDED, "second"
        )
        commit([deciding])
        back = EntryReturn("Loại là nhầm.", "writer", self.now)
        commit([self.reviews.returning(self.campaign.id, 1, receipt, back)])

    def ranked_again(self, receipt: str) -> None:
        """Let a second person rank it again."""
        review = self.review(receipt)
        commit([self.reviews.returned(self.campaign.id, 1, review, ReviewState.NORMAL, "third")])
        change = RoundChange(RoundChangeKind.RETURNED, 1, receipt, "", "Loại là nhầm.", "writer", self.now)
        self.turned(changes=(change,))

    def confirmed(self) -> None:
        """Make the result public."""
        self.turned(state=RoundState.CONFIRMED, edition=1)

    def turned(self, **changed: Any) -> None:
        """Change the round."""
        present = self.campaigns.find(self.campaign.id)
        rounds = [replace(rounds_of(present)[0], **changed)]
        self.campaigns.turn(present, present.with_content(with_rounds(present, rounds), "writer"))

    def round_of_clock(self) -> int:
        """Let the clock come by."""
        service = OwnerTellingService(self.telling(), self.reviews, OBJECTION_RULES)
        return service.tell_due(self.now, lambda: True)

    def become(self, state: MessageState) -> None:
        """Let the sender find out what became of the message that was handed over last."""
        message = Outbox(self.audience).get(json.loads(self.queue.messages[-1].body)["key"])
        assert message
        self.settle(message, state)

    def review(self, receipt: str) -> EntryReview:
        found = self.reviews.find(self.campaign.id, 1, receipt)
        assert found
        return found

    @property
    def walked_on(self) -> object:
        """The day of the last walk through the followers."""
        return self.telling().store.progress(f"{self.campaign.id}#1").done_on


@pytest.fixture
def world(table: OpenTable) -> World:
    return World(table)


@pytest.mark.parametrize("end", [MessageState.FAILED, MessageState.SKIPPED, MessageState.UNKNOWN])
def test_what_became_of_the_message__stands_with_the_review__and_nobody_is_looked_for_any_more(
    world: World, end: MessageState
) -> None:
    world.proposed("A1", known_person(SECRET, "an"))
    assert world.round_of_clock() == 0
    assert world.review("A1").telling is Telling.LOOKED_FOR
    world.now += DAY
    world.came("an")
    assert world.round_of_clock() == 1
    assert world.review("A1").telling is Telling.UNDER_WAY
    walked_on = world.walked_on
    world.become(end)
    for _ in range(2):
        world.now += DAY
        assert world.round_of_clock() == 0
    told = Telling.UNKNOWN if end is MessageState.UNKNOWN else Telling.UNSENT
    assert world.review("A1").telling is told
    assert world.review("A1").informed_at is None
    assert world.walked_on == walked_on
    world.become(MessageState.SENT)  # looked up, or sent again by an officer
    world.round_of_clock()
    assert world.review("A1").informed_at == world.now


def test_whom_zalo_cannot_name__is_looked_for_once(world: World) -> None:
    world.proposed("B1", browser(SECRET, "somewhere"))
    world.proposed("B2", known_person(SECRET, "erased"), name="gone#1")
    world.came("an")
    world.round_of_clock()
    first = world.walked_on
    world.now += DAY
    world.round_of_clock()
    assert {world.review(each).telling for each in ("B1", "B2")} == {Telling.NOBODY}
    assert world.walked_on == first


def test_who_stays_away__is_looked_for_each_day__until_they_may_answer_no_more(world: World) -> None:
    world.proposed("C1", known_person(SECRET, "an"))
    for _ in range(6):
        world.now += DAY
        world.round_of_clock()
    last = world.walked_on
    assert last == world.now.date()
    world.now += 2 * DAY
    world.came("an")
    assert world.round_of_clock() == 0
    assert world.walked_on == last
    assert world.review("C1").telling is Telling.LOOKED_FOR


@pytest.mark.parametrize("is_public", [False, True])
def test_whose_entry_is_ranked_again__is_told_once(world: World, *, is_public: bool) -> None:
    world.proposed("D1", known_person(SECRET, "an"))
    world.wanted_back("D1")
    world.came("an")
    assert world.round_of_clock() == 0, "nobody has decided"
    world.ranked_again("D1")
    if is_public:
        world.confirmed()
    world.now += DAY
    world.came("an")
    assert [world.round_of_clock() for _ in range(2)] == [1, 0]
    message = Outbox(world.audience).get(json.loads(world.queue.messages[-1].body)["key"])
    assert message
    assert "được xếp giải lại" in message.content.text


def test_whose_owner_zalo_cannot_name__though_it_is_ranked_again__is_looked_for_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.proposed("E1", known_person(SECRET, "erased"), name="gone#1")
    world.wanted_back("E1")
    world.ranked_again("E1")
    world.round_of_clock()
    assert world.review("E1").telling is Telling.NOBODY
    monkeypatch.setattr(EntryStore, "entries", lambda *_: pytest.fail("the entries were read before"))
    assert world.round_of_clock() == 0


def test_a_public_result_in_which_nothing_was_ranked_again__costs_no_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.confirmed()
    monkeypatch.setattr(ReviewStore, "of", lambda *_: pytest.fail("nothing can wait there"))
    assert world.round_of_clock() == 0
