"""Contributors are told once, whatever stops in the middle, and the ledger adds up."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from loa import clock, ids
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import AccountStore, account_row
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState, Participant
from loa.participation.campaigns.participation_of_person import TakingPart
from loa.participation.campaigns.passes import known_person
from loa.participation.campaigns.store import CampaignStore, EntryStore
from loa.participation.consultations.rules.model import SetAside, Stance, ThemeOutcome
from loa.participation.consultations.rules.opinions import GivenOpinion, Theme
from loa.participation.consultations.rules.parsing import parsed
from loa.participation.consultations.rules.versions import first_text
from loa.participation.consultations.service import ConsultationService
from loa.participation.consultations.store import ConsultationStore
from loa.participation.telling.model import TellingLedger
from loa.participation.telling.service import TellingService
from loa.participation.telling.store import TellingStore
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.residents.followers.model import FollowChange
from loa.residents.followers.store import FollowerStore, follower_from, follower_key
from loa.residents.messages.model import MessageState, Outgoing
from loa.residents.messages.store import Outbox
from loa.residents.messages.windows import RULES
from tests.conftest import OpenTable
from tests.worlds.drafts import DRAFT
from tests.worlds.fakes import FakeQueue

NOON = datetime(2026, 11, 30, 5, tzinfo=UTC)
UNIT, OTHER = "40.16681", "40.17506"
SECRET = "s" * 64


@dataclass
class World:
    """A consultation whose answers are public, two accounts, their followers."""

    open_table: OpenTable
    campaign: Campaign = field(init=False)
    now: datetime = NOON

    def __post_init__(self) -> None:
        self.participation, self.audience = self.open_table("Participation"), self.open_table("Audience")
        self.store = ConsultationStore(EntryStore(self.participation))
        self.campaigns = CampaignStore(self.participation, "40")
        for path in (UNIT, OTHER):
            account = Account(
                "40", path, f"oa-{path}", path, 4, AccountState.CONNECTED, NOON, NOON, NOON + timedelta(90)
            )
            self.open_table("Units").put(account_row(account))
        self.campaign = Campaign(
            id=ids.new_id(NOON),
            kind=CampaignKind.CONSULTATION,
            unit_path="40",
            title="Góp ý dự thảo",
            about="",
            opens=NOON - timedelta(hours=2),
            closes=NOON + timedelta(hours=1),
            hands=("writer",),
            state=CampaignState.PUBLISHED,
            content={"text": "0001#a"},
        )
        self.store.save_text(self.campaign.id, "0001#a", first_text(parsed(DRAFT)))
        self.store.add_theme(
            self.campaign.id, Theme("t1", "Báo trước lâu hơn", ThemeOutcome.ACCEPTED, "Ghi 05 ngày.")
        )

    def give(self, participant: Participant, node: str, words: str = "", **marks: str) -> None:
        """Let somebody say something that is put into the group, or set aside."""
        given = GivenOpinion(Stance.OTHER if words else Stance.AGREE, words)
        ConsultationService(self.store).give(self.campaign, participant, UNIT, node, given, NOON)
        if words:
            partition = next(
                key for key in self.store.keys(self.campaign).values() if participant.id in key[1]
                and key[1].endswith(f"#{node}")
            )  # fmt: skip
            self.store.mark(partition, marks or {"theme": "t1", "aside": ""})

    def publish(self) -> None:
        """Make the answers public."""
        content = {
            **self.campaign.content,
            "reported_on": clock.local_day(NOON).isoformat(),
            "themes": {"t1": {"opinions": 1, "conferences": 0, "nodes": ["3"]}},
        }
        self.campaign = replace(self.campaign, state=CampaignState.REPORTED, content=content)
        self.campaigns.add(self.campaign)

    def came(self, user: str, unit: str, ago: timedelta) -> None:
        """Note that somebody did something at an account."""
        FollowerStore(self.audience).touched(f"oa-{unit}", f"{user}-at-{unit}", user, self.now - ago)

    def left(self, user: str, unit: str, ago: timedelta) -> None:
        """Note that somebody ceased to follow an account."""
        store = FollowerStore(self.audience)
        row = self.audience.get(*follower_key(f"oa-{unit}", f"{user}-at-{unit}"))
        assert row
        commit([store.save_changes(follower_from(row).changed(FollowChange(self.now - ago, follows=False)))])

    def round(self, steps: int = 1_000, quiet: str = "22:00-06:00") -> int:
        """Let the clock come by, and stop it after so many looks at its time."""
        left = iter(range(steps))
        return TellingService(
            campaigns=self.campaigns,
            residents=ConsultationService(self.store),
            accounts=AccountStore(self.open_table("Units")),
            followers=FollowerStore(self.audience),
            outbox=Outbox(self.audience),
            queue=FakeQueue(),
            windows=RULES,
            quiet_hours=QuietHours.parse(quiet),
            secret=lambda: SECRET,
            public_url="https://loa.vn",
        ).tell_due(self.now, lambda: next(left, None) is not None)

    def messages(self) -> list[Outgoing]:
        """Return the messages that were handed over."""
        service_keys = [row["key"] for row in self._told() if row["sort"] != "search"]
        return [each for each in Outbox(self.audience).get_all(service_keys) if each]

    def settle(self, message: Outgoing, state: MessageState) -> None:
        """Let the sender find out what became of a message."""
        commit([Outbox(self.audience).turn(message, state, self.now)])

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
