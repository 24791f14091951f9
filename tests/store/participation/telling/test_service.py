"""Contributors are told once, whatever stops in the middle, and the ledger adds up."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from loa import clock
from loa.participation.campaigns.model import CampaignKind, CampaignState, Participant
from loa.participation.campaigns.participation_of_person import TakingPart
from loa.participation.campaigns.passes import known_person
from loa.participation.consultations.rules.model import SetAside, Stance, ThemeOutcome
from loa.participation.consultations.rules.opinions import GivenOpinion, Theme
from loa.participation.consultations.rules.parsing import parsed
from loa.participation.consultations.rules.versions import first_text
from loa.participation.consultations.service import ConsultationService
from loa.participation.telling.model import TellingLedger
from loa.participation.telling.store import TellingStore
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.model import FollowChange
from loa.residents.followers.store import FollowerStore, follower_from, follower_key
from loa.residents.messages.model import MessageState, Outgoing
from loa.residents.messages.store import Outbox
from tests.conftest import OpenTable
from tests.worlds.drafts import DRAFT
from tests.worlds.store.telling_world import NOON, OTHER, SECRET, UNIT, TellingWorld, published


@dataclass
class World(TellingWorld):
    """A consultation whose answers are public, two accounts, their followers."""

    def __post_init__(self) -> None:
        super().__post_init__()
        opens, closes = NOON - timedelta(hours=2), NOON + timedelta(hours=1)
        self.campaign = published(
            CampaignKind.CONSULTATION, "Góp ý dự thảo", opens, closes, {"text": "0001#a"}
        )
        self.store.save_text(self.campaign.id, "0001#a", first_text(parsed(DRAFT)))
        theme = Theme("t1", "Báo trước lâu hơn", ThemeOutcome.ACCEPTED, "Ghi 05 ngày.")
        commit([self.store.adding_theme(self.campaign.id, theme)])

    def give(self, participant: Participant, node: str, words: str = "", **marks: str) -> None:
        """Let somebody say something that is put into the group, or set aside."""
        given = GivenOpinion(Stance.OTHER if words else Stance.AGREE, words)
        ConsultationService(self.store).give(self.campaign, participant, UNIT, node, given, NOON)
        if words:
            row = self.store.opinion(self.campaign, participant.id, node)
            assert row
            self.store.mark(row, marks or {"theme": "t1", "aside": ""})

    def publish(self) -> None:
        """Make the answers public."""
        content = {
            **self.campaign.content,
            "reported_on": clock.local_day(NOON).isoformat(),
            "themes": {"t1": {"opinions": 1, "conferences": 0, "nodes": ["3"]}},
        }
        self.campaign = replace(self.campaign, state=CampaignState.REPORTED, content=content)
        self.campaigns.add(self.campaign)

    def left(self, user: str, unit: str, ago: timedelta) -> None:
        """Note that somebody ceased to follow an account."""
        store = FollowerStore(self.audience)
        row = self.audience.get(*follower_key(f"oa-{unit}", f"{user}-at-{unit}"))
        assert row
        commit([store.save_changes(follower_from(row).changed(FollowChange(self.now - ago, follows=False)))])

    def round(self, steps: int = 1_000, quiet: str = "22:00-06:00") -> int:
        """Let the clock come by, and stop it after so many looks at its time."""
        left = iter(range(steps))
        return self.telling(quiet).tell_due(self.now, lambda: next(left, None) is not None)

    def messages(self) -> list[Outgoing]:
        """Return the messages that were handed over."""
        service_keys = [row["key"] for row in self._told() if row["sort"] != "search"]
        return [each for each in Outbox(self.audience).get_all(service_keys) if each]

    def ledger(self) -> TellingLedger:
        """Return the ledger, which adds up."""
        found = TellingStore(self.store.entries).ledger(self.campaign.id)
        assert found
        assert found.known == found.waiting + found.asked
        return found

    def _told(self) -> list[dict[str, str]]:
        return list(self.participation.rows(f"told#{self.campaign.id}", consistent=True))


@pytest.fixture
def world(table: OpenTable) -> World:
    return World(table)


def test_each_contributor__is_told_once_in_own_answers__by_an_account_that_may_write(world: World) -> None:
    anna, ban = known_person(SECRET, "anna"), known_person(SECRET, "ban")
    world.give(anna, "3", "Ba ngày ngắn quá")
    world.give(anna, "5", "Ông X nói bậy", theme="", aside=SetAside.NAMES.value)
    world.give(ban, "3")
    world.give(Participant("0" * 32, is_known=False), "3", "Từ trình duyệt")
    world.publish()
    world.came("anna", UNIT, timedelta(days=9))
    world.came("anna", OTHER, timedelta(days=1))
    world.came("ban", UNIT, timedelta(days=30))
    world.came("stranger", UNIT, timedelta(hours=1))
    assert [world.round(), world.round()] == [1, 0]
    (message,) = world.messages()
    assert message.user_id == f"anna-at-{OTHER}"
    for words in ("Góp ý dự thảo", "Tiếp thu. Ghi 05 ngày.", "không được chuyển đi", "/gop-y/"):
        assert words in message.content.text
    assert "Góp ý dự thảo" not in message.content.shown
    assert world.ledger() == TellingLedger(2, 1, {"pending": 1})
    world.settle(message, MessageState.SENT)
    world.round()
    assert world.ledger().states == {"sent": 1}
    world.now += timedelta(days=1)
    world.came("ban", OTHER, timedelta(minutes=5))
    assert [world.round(), world.round()] == [1, 0]
    assert "đã được tính" in next(each for each in world.messages() if "ban" in each.user_id).content.text


def test_who_has_left_one_account__is_told_by_another__or_when_they_write_there_again(world: World) -> None:
    for user in ("anna", "ban"):
        world.give(known_person(SECRET, user), "3", f"Lời của {user}")
        world.came(user, UNIT, timedelta(hours=2))
        world.left(user, UNIT, timedelta(hours=1))
    world.came("anna", OTHER, timedelta(hours=1))
    world.publish()
    world.round()
    assert [each.user_id for each in world.messages()] == [f"anna-at-{OTHER}"]
    world.now += timedelta(days=1)
    world.came("ban", UNIT, timedelta(minutes=1))
    world.round()
    assert {each.user_id for each in world.messages()} == {f"anna-at-{OTHER}", f"ban-at-{UNIT}"}


@pytest.mark.parametrize("steps", range(3, 8))
def test_a_round_that_stops_among_the_followers_of_an_account__goes_on_from_there(
    world: World, steps: int
) -> None:
    contributors = {f"user-{number}" for number in (4, 6, 9)}
    for user in contributors:
        world.give(known_person(SECRET, user), "3", f"Lời của {user}")
    for number in range(10):
        world.came(f"user-{number}", UNIT, timedelta(hours=1))
    world.came("user-4", OTHER, timedelta(hours=1))
    world.publish()
    looked_at = steps - 2  # the first look is at the time, another one at what became of messages
    handed_over = [world.round(steps) for _ in range(10 // looked_at + 2)]
    assert sum(handed_over) == len(contributors)
    assert {each.user_id for each in world.messages()} == {f"{user}-at-{UNIT}" for user in contributors}


def test_rounds_that_stop_anywhere__tell_everybody_once(world: World) -> None:
    people = [f"user-{number}" for number in range(5)]
    for user in people:
        world.give(known_person(SECRET, user), "3", f"Lời của {user}")
        for unit in (UNIT, OTHER):
            world.came(user, unit, timedelta(hours=1))
    world.publish()
    handed_over = [world.round(steps) for steps in range(12)]
    assert sum(handed_over) == len(people)
    assert max(handed_over) < len(people)
    assert len({each.user_id.partition("-at-")[0] for each in world.messages()}) == len(people)
    assert world.ledger().waiting == 0


def test_nobody_is_told__at_night__after_withdrawing__before_the_result(world: World) -> None:
    world.give(known_person(SECRET, "anna"), "3", "Lời")
    world.came("anna", UNIT, timedelta(hours=1))
    assert world.round() == 0
    world.publish()
    assert world.round(quiet="11:00-13:00") == 0
    FollowerStore(world.audience).withdrew(f"oa-{UNIT}", f"anna-at-{UNIT}", NOON)
    assert world.round() == 0
    assert world.ledger().waiting == 1


def test_what_is_unknown__stays_visible_until_somebody_finds_out(world: World) -> None:
    world.give(known_person(SECRET, "anna"), "3", "Lời")
    world.came("anna", UNIT, timedelta(hours=1))
    world.publish()
    world.round()
    (message,) = world.messages()
    world.settle(message, MessageState.UNKNOWN)
    assert world.round() == 0
    assert world.ledger().states == {"unknown": 1}
    world.now += timedelta(days=1)
    assert world.round() == 0
    world.settle(world.messages()[0], MessageState.SENT)
    world.round()
    assert world.ledger().states == {"sent": 1}


def test_an_erasure__takes_the_note_of_the_telling__too(world: World) -> None:
    world.give(known_person(SECRET, "anna"), "3", "Lời")
    world.came("anna", UNIT, timedelta(hours=1))
    world.publish()
    world.round()
    taking_part = TakingPart(world.campaigns, world.store.entries, lambda: SECRET, lambda: Bucket("none"))
    taking_part.erase(taking_part.name_of("anna"), NOON + timedelta(days=2), lambda: False)
    assert [row["sort"] for row in world.participation.rows(f"told#{world.campaign.id}")] == ["search"]
