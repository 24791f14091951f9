"""The function followers: schedules, an administrator and the queue, against the simulator of Zalo."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import ModuleType
from typing import Any

import boto3
import pytest

from loa import clock
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Row, Table
from loa.platform.aws.dynamodb.transactions import commit
from loa.residents.followers.model import FollowChange
from loa.residents.followers.store import FollowerStore, follower_key
from tests.conftest import OpenTable
from tests.worlds.component.zalo import OA, Zalo, connect, wire_zalo
from tests.worlds.doors import Context, load
from tests.worlds.province import PROVINCE, TOWN, WARD
from tests.worlds.quick_moto import make_queue

pytestmark = pytest.mark.enable_socket


@dataclass
class Desk:
    """The function, its queue, Zalo, and what is kept."""

    function: ModuleType
    zalo: Zalo
    queue_url: str
    audience: FollowerStore
    statistics: StatisticsStore
    units: Table

    def act(self, act: str, *residents: str) -> list[str]:
        acts = [{"act": act, "oa_id": OA, "resident": resident} for resident in residents]
        return [str(done["user_id"]) for done in self.zalo.tell("act", acts)["results"]]

    def call(self, event: dict[str, Any]) -> Any:
        return self.function.handler(event, Context())

    def work(self, *, tries: int = 1, context: Context | None = None) -> int:
        """Work on what waits until nothing does; how many messages failed."""
        sqs = boto3.client("sqs")
        failed = 0
        while received := sqs.receive_message(
            QueueUrl=self.queue_url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"]
        ).get("Messages"):
            for message in received:
                record = {
                    "messageId": message["MessageId"],
                    "receiptHandle": message["ReceiptHandle"],
                    "body": message["Body"],
                    "attributes": message["Attributes"] | {"ApproximateReceiveCount": str(tries)},
                }
                answer = self.function.handler({"Records": [record]}, context or Context())
                if answer["batchItemFailures"]:
                    failed += 1
                else:
                    sqs.delete_message(QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"])
        return failed

    def night(self) -> int:
        self.call({})
        return self.work()

    def row(self, user_id: str) -> Row:
        return self.audience.table.get(*follower_key(OA, user_id)) or {}

    def following(self) -> set[str]:
        rows = self.audience.table.rows(f"account#{OA}", prefix="follower#")
        return {
            row["sort"].removeprefix("follower#") for row in rows if row.get("latest", "").endswith(" follow")
        }

    @property
    def gauge(self) -> int:
        return self.statistics.follower_gauge(WARD).followers

    def event(self, user_id: str, *, follows: bool, hours_ago: float = 2) -> None:
        """An event told of them, as the inbox keeps it."""
        at = clock.now() - timedelta(hours=hours_ago)
        before = self.audience.follower(OA, user_id)
        after = before.changed(FollowChange(at, follows))
        change = self.statistics.follower_change(WARD, after.weight - before.weight)
        commit([self.audience.save_changes(after), change])


type MakeDesk = Callable[[str], Desk]


@pytest.fixture
def make_desk(open_table: OpenTable, zalo: Zalo, monkeypatch: pytest.MonkeyPatch) -> MakeDesk:
    """A desk whose account is of that kind, with the three followers that it had when it was connected."""

    def make(kind: str) -> Desk:
        wire_zalo(monkeypatch, open_table, zalo)
        queue_url = make_queue("followers")
        inbox_url = make_queue("inbox.fifo")
        for name, value in {
            "INBOX_QUEUE_URL": inbox_url,
            "AUDIENCE_TABLE": open_table("Audience").name,
            "FOLLOWERS_QUEUE_URL": queue_url,
            "FOLLOWER_CALLS_PER_MINUTE": "1000000",
            "FOLLOWER_WORKERS": "2",
            "PROFILES_A_NIGHT": "100",
        }.items():
            monkeypatch.setenv(name, value)
        zalo.tell("accounts", {"oa_id": OA, "oa_type": kind})
        connect(open_table, zalo)
        statistics = StatisticsStore(open_table("Statistics"))
        commit([statistics.follower_base(WARD, 3)])
        return Desk(
            function=load("followers"),
            zalo=zalo,
            queue_url=queue_url,
            audience=FollowerStore(open_table("Audience")),
            statistics=statistics,
            units=open_table("Units"),
        )

    return make


@pytest.mark.parametrize(("kind", "versions"), [("2", "both"), ("4", "both"), ("4", "v2"), ("4", "v3")])
def test_a_night_makes_good_what_events_did_not_tell(make_desk: MakeDesk, kind: str, versions: str) -> None:
    desk = make_desk(kind)
    desk.zalo.tell("settings", {"user_api_versions": versions})
    lost, returned, left, stays = desk.act("follow", "lost", "returned", "left", "stays")
    desk.act("unfollow", "left")
    desk.event(stays, follows=True)
    desk.event(left, follows=True)  # that they left was never told
    desk.event(returned, follows=False)  # nor that this one returned
    assert desk.night() == 0
    following = desk.following()
    assert len(following) == desk.gauge == 6
    assert {lost, returned, stays} <= following
    assert left not in following
    assert all(desk.row(user)["display_name"] for user in following)
    assert all(desk.row(user)["user_id_by_app"] for user in following)
    before = list(desk.audience.table.rows(f"account#{OA}"))
    assert desk.night() == 0
    assert list(desk.audience.table.rows(f"account#{OA}")) == before
    assert desk.gauge == 6


def test_two_nights_at_once_are_one(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    desk.call({"task": "followers"})
    desk.call({"task": "followers"})
    assert desk.work() == 0
    assert len(desk.following()) == desk.gauge == 3


def test_a_long_list_is_read_in_pieces(make_desk: MakeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = make_desk("2")
    desk.zalo.tell("accounts", {"oa_id": OA, "followers": 230})
    begun = 0
    real = Context.get_remaining_time_in_millis

    def short(context: Context) -> int:
        nonlocal begun
        begun += 1
        return real(context) if begun % 40 else 1_000

    monkeypatch.setattr(Context, "get_remaining_time_in_millis", short)
    desk.night()
    assert len(desk.following()) == 230
    assert sum("display_name" in desk.row(user) for user in desk.following()) == 100
    assert desk.gauge == 230
    assert begun > 300


def test_zalo_in_trouble_is_asked_again_later(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    desk.zalo.tell("faults", {"kind": "rate_limit", "path": "/v3.0/oa/user/getlist", "count": 1})
    assert desk.night() == 1
    assert desk.following() == set()
    assert desk.work() == 0, "hidden for its pause"
    desk.call({"account": WARD})
    assert desk.work() == 0
    assert len(desk.following()) == 3


@pytest.mark.parametrize(
    ("fault", "failed"),
    [
        ({"kind": "error", "code": -212}, 0),
        ({"kind": "error", "code": -224}, 0),
        ({"kind": "garbage"}, 1),
        ({"kind": "status", "status": 503}, 1),
    ],
)
def test_a_list_that_does_not_come_changes_nothing(
    make_desk: MakeDesk, fault: dict[str, Any], failed: int, logged: Callable[[], str]
) -> None:
    desk = make_desk("2")
    desk.event("known", follows=True)
    desk.zalo.tell("faults", {**fault, "path": "/v3.0/oa/user/getlist", "skip": 0})
    assert desk.night() == failed
    assert desk.following() == {"known"}
    assert desk.gauge == 4
    assert ("FollowersNotListed" in logged()) == (not failed)


def test_an_old_token_is_renewed_on_the_way(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    desk.zalo.tell("tokens", {"oa_id": OA, "do": "expire_access"})
    assert desk.night() == 0
    assert len(desk.following()) == 3


def test_a_list_that_lacks_too_many_raises_an_alarm_and_lets_nobody_go(
    make_desk: MakeDesk, logged: Callable[[], str]
) -> None:
    desk = make_desk("2")
    for number in range(10):
        desk.event(f"known-{number}", follows=True)
    desk.night()
    assert len(desk.following()) == 13
    assert desk.gauge == 13
    assert '"FollowersRefused":[1.0]' in logged()
    desk.call({"accept_loss": True})  # for all accounts at once nobody can have looked
    desk.work()
    assert len(desk.following()) == 13
    desk.call({"account": WARD, "accept_loss": True})
    assert desk.work() == 0
    assert len(desk.following()) == desk.gauge == 3


def test_an_account_that_is_not_connected_is_left_alone(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    desk.call({})
    row = desk.units.get(PROVINCE, f"account#{WARD}#")
    assert row
    desk.units.put({**row, "state": "needs_consent"})
    assert desk.work() == 0
    assert desk.call({}) == {"accounts": 0}
    assert desk.following() == set()
    assert desk.call({"account": TOWN}) == desk.call({"account": WARD}) == {"accounts": 0}


def test_those_whose_words_wait_get_their_names_within_the_quarter_hour(
    make_desk: MakeDesk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = make_desk("4")
    (user,) = desk.act("follow", "bà Lan")
    capsys.readouterr()
    assert desk.call({"task": "profiles"}) == {"nameless": 0}
    assert "_aws" not in capsys.readouterr().out, "a round without work makes no metrics that cost money"
    desk.audience.table.update(
        *follower_key(OA, user),
        set={
            "worklist_in": PROVINCE,
            "worklist_order": f"{WARD}#2026#{OA}#{user}",
            "unanswered_since": clock.to_text(clock.now()),
        },
    )
    assert desk.call({"task": "profiles"}) == {"nameless": 1}
    assert desk.call({"task": "profiles"}) == {"nameless": 1}
    assert desk.work() == 0
    assert desk.row(user)["display_name"]
    assert desk.call({"task": "profiles"}) == {"nameless": 0}
    assert desk.zalo.calls("/oa/getprofile") + desk.zalo.calls("/oa/user/detail") == 1


def test_a_broken_message_comes_again(make_desk: MakeDesk) -> None:
    desk = make_desk("2")
    boto3.client("sqs").send_message(QueueUrl=desk.queue_url, MessageBody=json.dumps({"run": "x"}))
    assert desk.work() == 1


def test_no_name_and_no_resident_reaches_the_log(make_desk: MakeDesk, logged: Callable[[], str]) -> None:
    desk = make_desk("2")
    acts = [{"act": "follow", "oa_id": OA, "resident": "lan", "name": "Nguyễn MARKED Lan"}]
    user = desk.zalo.tell("act", acts)["results"][0]["user_id"]
    logged()
    desk.night()
    assert desk.row(user)["display_name"] == "Nguyễn MARKED Lan"
    desk.zalo.tell("faults", {"kind": "garbage", "path": "/v3.0/oa/user/getlist"})
    desk.night()
    written = logged()
    assert "MARKED" not in written
    assert user not in written
