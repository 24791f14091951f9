"""Followers compared with Zalo's list: on moto and on Amazon's engine, with all that gets in between."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from loa.clock import to_text
from loa.errors import Conflict
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.statistics.store import Gauge, StatisticsStore
from loa.platform.aws.dynamodb.tables import Row, Table
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.aws.queues import Queue
from loa.platform.zalo.api.answers import ApiVersion, UserDetail, UserPage
from loa.platform.zalo.errors import ConfigurationFault, RecipientRefused, Transient
from loa.residents.followers import sync
from loa.residents.followers.model import FollowChange
from loa.residents.followers.store import FollowerStore, follower_key
from loa.residents.followers.sync import FIRST_DAY, REACH, FollowerSync, clean_name, halves, is_too_many
from loa.residents.followers.sync_jobs import SyncJob, SyncStage, hand_out, job_from, name_the_waiting
from tests.conftest import OpenTable
from tests.worlds.quick_moto import make_queue

OA, PATH = "3344", "40.16681"
NIGHT = datetime(2026, 11, 21, 19, 30, tzinfo=UTC)
LONG_AGO = NIGHT - timedelta(days=100)


@dataclass
class Zalo:
    """An account's followers, as Zalo answers for them; a list of at most so many of them."""

    followers: dict[str, datetime] = field(default_factory=dict)
    version: ApiVersion = ApiVersion.V3
    says_total: int | None = None
    hides: set[str] = field(default_factory=set)
    sensitive: set[str] = field(default_factory=set)
    calls: Counter[str] = field(default_factory=Counter)
    meanwhile: Callable[[str], None] = lambda _: None
    asked: list[str] = field(default_factory=list)

    def users(
        self,
        *,
        offset: int = 0,
        count: int = 50,
        followers_only: bool = True,
        period: str = "",
        version: ApiVersion = ApiVersion.V3,
    ) -> UserPage:
        assert count <= 50
        assert offset <= 9951
        self.calls["users"] += 1
        chosen = list(self.followers)
        if period:
            assert self.version is ApiVersion.V3
            first, last = (datetime.fromisoformat(day.replace("_", "-")).date() for day in period.split(":"))
            chosen = [user for user, seen in self.followers.items() if first <= seen.date() <= last]
        shown = [user for user in chosen if user not in self.hides]
        page = UserPage(
            len(chosen) if self.says_total is None else self.says_total,
            tuple(shown[offset : offset + count]),
            self.version,
        )
        self.meanwhile("users")
        return page

    def user(self, user_id: str, *, version: ApiVersion = ApiVersion.V3) -> UserDetail:
        self.calls["user"] += 1
        self.asked.append(user_id)
        self.meanwhile(user_id)
        if user_id not in self.followers:
            raise RecipientRefused("not_following")
        return UserDetail(
            user_id=user_id,
            user_id_by_app=f"app-{user_id}",
            display_name=f"Bà  Nguyễn\n{user_id}",
            is_follower=True if self.version is ApiVersion.V3 else None,
            last_interaction="",
            avatar_url=f"https://s240-ava-talk.zadn.vn/{user_id}.jpg",
            tags=(),
            shared_name="",
            shared_phone="",
            shared_address="",
            version=self.version,
            is_sensitive=user_id in self.sensitive,
        )


class Session:
    """Acts for the account; the token is of no interest here."""

    def act[Answer](self, call: Callable[[str], Answer]) -> Answer:
        return call("token")


@dataclass
class Night:
    """One account, Zalo, and the night's work."""

    table: Table
    audience: FollowerStore
    statistics: StatisticsStore
    zalo: Zalo = field(default_factory=Zalo)

    def knows(self, user_id: str, *changes: tuple[datetime, bool], **more: Any) -> None:
        """An event told of them, and the gauge moved with it."""
        for at, follows in changes:
            before = self.audience.follower(OA, user_id)
            after = before.changed(FollowChange(at, follows))
            writes: list[Any] = [self.audience.save_changes(after)]
            if after.weight != before.weight:
                writes.append(self.statistics.follower_change(PATH, after.weight - before.weight))
            commit(writes)
        if more:
            self.table.update(*follower_key(OA, user_id), set=more)

    def row(self, user_id: str) -> Row:
        return self.table.get(*follower_key(OA, user_id)) or {}

    def reconciler(self, calls: int = 10_000) -> FollowerSync:
        left = iter(range(calls))
        return FollowerSync(
            audience=self.audience,
            statistics=self.statistics,
            session=Session(),  # type: ignore[arg-type]
            api=lambda _: self.zalo,
            may_go_on=lambda: next(left, None) is not None,
            clock=lambda: NIGHT,
        )

    def job(self, **more: Any) -> SyncJob:
        named: dict[str, Any] = {"run": "run-1", "began_at": NIGHT, "profiles": 0}
        return SyncJob("40", PATH, OA, **named | more)

    def run(self, *, calls: int = 10_000, **more: Any) -> Counter[str]:
        """Work until it is done, in pieces of so many steps; what was done in all."""
        counts: Counter[str] = Counter()
        job: SyncJob | None = self.job(**more)
        for _ in range(1000):
            if job is None:
                return +counts
            piece = self.reconciler(calls)
            job = piece.work(job_from(job.parcel().body))
            counts += piece.counts
        raise AssertionError("it never ends")

    def following(self) -> set[str]:
        rows = self.table.rows(f"account#{OA}", prefix="follower#")
        return {
            row["sort"].removeprefix("follower#") for row in rows if row.get("latest", "").endswith(" follow")
        }

    @property
    def gauge(self) -> int:
        return self.statistics.follower_gauge(PATH).followers


@pytest.fixture
def night(table: OpenTable) -> Night:
    made = Night(table("Audience"), FollowerStore(table("Audience")), StatisticsStore(table("Statistics")))
    made.zalo.followers = {f"user-{number:03}": LONG_AGO for number in range(120)}
    commit([made.statistics.follower_base(PATH, 120)])
    return made


def test_who_followed_before_the_account_was_connected_becomes_known_and_is_not_counted_twice(
    night: Night,
) -> None:
    counts = night.run()
    assert (counts["listed"], counts["added"]) == (120, 120)
    assert night.following() == set(night.zalo.followers)
    assert night.gauge == 120
    assert night.zalo.calls == {"users": 3}


def test_twice_changes_nothing(night: Night) -> None:
    night.run()
    before = list(night.table.rows(f"account#{OA}"))
    assert night.run(run="run-2") == {"listed": 120}
    assert list(night.table.rows(f"account#{OA}")) == before
    assert night.gauge == 120


def test_lost_events_are_made_good(night: Night) -> None:
    night.run()
    night.knows("user-001", (NIGHT + timedelta(hours=2), False))  # their return was lost
    del night.zalo.followers["user-002"]  # their leaving was lost
    night.zalo.followers["newcomer"] = LONG_AGO  # never told of
    night.zalo.followers["writer"] = LONG_AGO
    night.table.update(*follower_key(OA, "writer"), set={"interacted_at": to_text(LONG_AGO)})
    later = NIGHT + timedelta(days=1)
    counts = night.run(run="run-2", began_at=later)
    assert (counts["added"], counts["gone"]) == (3, 1)
    assert night.following() == set(night.zalo.followers)
    assert night.gauge == len(night.zalo.followers) == 121
    # Afterwards events go on counting from there.
    night.knows("newcomer", (later + timedelta(hours=1), False))
    night.knows("user-002", (later + timedelta(hours=1), True))
    night.knows("user-003", (later + timedelta(hours=1), False))
    assert night.gauge == 120 == len(night.following())


@pytest.mark.parametrize("calls", [2, 3, 7])
def test_in_pieces_it_comes_to_the_same(night: Night, calls: int) -> None:
    night.zalo.followers = {f"user-{number:03}": LONG_AGO for number in range(60)}
    commit([night.statistics.follower_base(PATH, 60)])
    night.knows("gone", (LONG_AGO, True))
    assert night.gauge == 61
    night.run(calls=calls, profiles=10)
    assert night.following() == set(night.zalo.followers)
    assert night.gauge == 60
    assert sum("display_name" in night.row(user) for user in night.zalo.followers) == 10


def test_pieces_that_run_twice_or_side_by_side_do_no_harm(night: Night) -> None:
    night.knows("gone", (LONG_AGO, True))
    first: SyncJob | None = night.job()
    while first:
        body = first.parcel().body
        night.reconciler(4).work(job_from(body))
        night.reconciler(2).work(job_from(body))
        first = night.reconciler(4).work(job_from(body))
    assert night.following() == set(night.zalo.followers)
    assert night.gauge == 120


@pytest.mark.parametrize("wrong", ["short", "empty", "total"])
def test_a_broken_list_lets_nobody_go(night: Night, wrong: str) -> None:
    night.run()
    night.zalo.followers["newcomer"] = LONG_AGO
    if wrong == "short":
        night.zalo.hides = {f"user-{number:03}" for number in range(10)}
    elif wrong == "empty":
        night.zalo.followers, night.zalo.says_total = {}, 0
    else:
        night.zalo.says_total = 500
    counts = night.run(run="run-2", began_at=NIGHT + timedelta(days=1))
    assert len(night.following()) == (120 if wrong == "empty" else 121)
    assert counts["gone"] == 0
    assert counts["refused" if wrong == "empty" else "incomplete"] == 1
    assert night.gauge == 120
    assert night.zalo.calls["user"] == 0


def test_a_list_that_stops_in_the_middle_lets_nobody_go(night: Night) -> None:
    night.run()

    def fail(_: str) -> None:
        if night.zalo.calls["users"] == 5:
            raise Transient("rate_limited")

    night.zalo.meanwhile = fail
    with pytest.raises(Transient):
        night.run(run="run-2", began_at=NIGHT + timedelta(days=1))
    assert len(night.following()) == 120


def test_whoever_is_missing_is_asked_for_one_by_one(night: Night) -> None:
    """Somebody left while the list was read, and all behind them moved up: one of them is in no page."""
    night.run()

    def leave(_: str) -> None:
        if night.zalo.calls["users"] == 4:
            night.zalo.followers.pop("user-000", None)

    night.zalo.meanwhile = leave
    counts = night.run(run="run-2", began_at=NIGHT + timedelta(days=1))
    assert counts["listed"] == 119
    assert night.zalo.asked == ["user-050"], "who was jumped over"
    assert counts["gone"] == 0
    assert len(night.following()) == 120, (
        "who left while it was read is found by their event, or the next night"
    )


def test_many_missing_are_believed_only_when_a_person_says_so(night: Night) -> None:
    night.run()
    for number in range(30):
        del night.zalo.followers[f"user-{number:03}"]
    later = NIGHT + timedelta(days=1)
    counts = night.run(run="run-2", began_at=later)
    assert (counts["refused"], counts["missing"]) == (1, 30)
    assert len(night.following()) == night.gauge == 120
    counts = night.run(run="run-3", began_at=later, accept_loss=True)
    assert counts["gone"] == 30
    assert len(night.following()) == night.gauge == 90


def test_a_gauge_that_would_fall_by_much_is_left(night: Night) -> None:
    commit([night.statistics.follower_base(PATH, 500)])
    counts = night.run()
    assert (counts["added"], counts["refused"], counts["missing"]) == (120, 1, 380)
    assert night.gauge == 500
    night.run(run="run-2", accept_loss=True)
    assert night.gauge == 120


def test_what_changed_within_the_hour_is_left_to_the_events(night: Night) -> None:
    night.run()
    later = NIGHT + timedelta(days=1)
    night.knows("just-left", (LONG_AGO, True), (later - timedelta(minutes=5), False))
    night.knows("just-came", (later - timedelta(minutes=5), True))
    night.zalo.followers["just-left"] = LONG_AGO  # Zalo's list is behind
    night.run(run="run-2", began_at=later)
    assert "just-left" not in night.following()
    assert "just-came" in night.following()
    assert night.gauge == 121


def test_an_event_that_comes_between_wins(night: Night) -> None:
    night.run()
    later = NIGHT + timedelta(days=1)
    night.knows("in-doubt", (LONG_AGO, True))

    def event(user_id: str) -> None:
        if user_id == "in-doubt":
            night.knows(
                "in-doubt", (later + timedelta(minutes=1), False), (later + timedelta(minutes=2), True)
            )

    night.zalo.meanwhile = event
    counts = night.run(run="run-2", began_at=later)
    assert (counts["overtaken"], counts["gone"]) == (1, 0)
    assert "in-doubt" in night.following()
    assert night.gauge == 121


def test_the_gauge_is_not_touched_while_it_moves(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    commit([night.statistics.follower_base(PATH, 117)])
    night.run()
    assert night.gauge == 120
    commit([night.statistics.follower_base(PATH, 117)])
    real, number = StatisticsStore.follower_gauge, iter(range(100))

    def moving(store: StatisticsStore, path: str) -> Gauge:
        night.knows(f"event-{next(number)}", (NIGHT, True))
        return real(store, path)

    with monkeypatch.context() as patch:
        patch.setattr(StatisticsStore, "follower_gauge", moving)
        counts = night.run(run="run-2")
    assert counts["moving"] == 1
    came = sum(user.startswith("event-") for user in night.following())
    assert night.gauge == 117 + came, "each of them counted once, and nothing else changed"
    night.zalo.followers |= dict.fromkeys(night.following(), LONG_AGO)
    night.run(run="run-3")
    assert night.gauge == len(night.following()) == 120 + came


def test_a_gauge_seen_before_another_write_is_not_corrected(night: Night) -> None:
    seen = night.statistics.follower_gauge(PATH)
    commit([night.statistics.follower_change(PATH, 1)])
    with pytest.raises(Conflict):
        commit([night.statistics.follower_correction(PATH, seen, 500)])
    assert night.gauge == 121


def test_an_account_without_a_gauge_gets_one(night: Night, table: OpenTable) -> None:
    table("Statistics").delete("40#now", f"{PATH}#")
    night.run()
    assert night.gauge == 120


def test_beyond_ten_thousand_lists_of_days_are_asked(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "REACH", 100)
    night.zalo.followers = {
        f"user-{number:03}": LONG_AGO - timedelta(days=number * 7) for number in range(230)
    }
    assert night.run()["added"] == 230
    assert night.following() == set(night.zalo.followers)
    assert night.gauge == 230


def test_beyond_ten_thousand_a_government_account_is_known_in_part_and_loses_nobody(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "REACH", 100)
    night.zalo.version = ApiVersion.V2
    night.knows("far-behind", (LONG_AGO, True))
    counts = night.run()
    assert (counts["added"], counts["incomplete"], counts["gone"]) == (100, 1, 0)
    assert "far-behind" in night.following()
    assert night.gauge == 121


def test_more_than_zalo_lists_on_one_day(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "REACH", 100)
    counts = night.run()
    assert (counts["added"], counts["incomplete"]) == (100, 1)


def test_the_v2_of_government_accounts_does_the_same(night: Night) -> None:
    night.zalo.version = ApiVersion.V2
    night.knows("gone", (LONG_AGO, True))
    counts = night.run(profiles=3)
    assert (counts["added"], counts["gone"], counts["named"]) == (120, 1, 3)
    assert night.gauge == 120


def test_who_withdrew_their_consent_is_neither_added_nor_named(night: Night) -> None:
    gone_away = {"withdrawn_at": to_text(LONG_AGO)}
    night.table.update(*follower_key(OA, "user-007"), set=gone_away)
    counts = night.run(profiles=1000)
    assert counts["added"] == counts["named"] == 119
    assert set(night.row("user-007")) == {"partition", "sort", "withdrawn_at"}

    def withdraw(user_id: str) -> None:
        if user_id == "late":
            night.table.update(*follower_key(OA, "late"), set={"withdrawn_at": to_text(NIGHT)})

    night.zalo.meanwhile = withdraw
    night.zalo.followers["late"] = LONG_AGO
    night.knows("late", (LONG_AGO, True))
    assert night.run(run="run-2", profiles=10)["overtaken"] == 1
    assert "display_name" not in night.row("late")


def test_names_of_those_whose_words_wait_come_first(night: Night) -> None:
    night.run()
    night.table.update(*follower_key(OA, "user-050"), set={"unanswered_since": to_text(LONG_AGO)})
    night.table.update(*follower_key(OA, "user-051"), set={"interacted_at": to_text(NIGHT)})
    night.table.update(*follower_key(OA, "user-052"), set={"interacted_at": to_text(LONG_AGO)})
    counts = night.run(run="run-2", profiles=3)
    assert counts["named"] == 3
    assert night.zalo.asked == ["user-050", "user-051", "user-052"]
    row = night.row("user-050")
    assert row["display_name"] == "Bà Nguyễn user-050"
    assert row["user_id_by_app"] == "app-user-050"
    assert row["avatar"].startswith("https://")
    assert row["profile_at"] == to_text(NIGHT)
    assert row["version"] == 1, "an event under way is not put off by a name"


def test_the_next_night_goes_on_where_the_names_ended(night: Night) -> None:
    for number in range(3):
        night.run(run=f"run-{number}", profiles=40)
    assert night.zalo.calls["user"] == 120
    assert night.run(run="run-4", profiles=40)["named"] == 0


def test_one_without_a_name_is_not_asked_for_every_night(night: Night) -> None:
    night.zalo.sensitive = {"user-001"}
    night.table.update(*follower_key(OA, "stranger"), set={"unanswered_since": to_text(NIGHT)})
    counts = night.run(profiles=1000)
    assert counts["nameless"] == 2
    row = night.row("user-001")
    assert "display_name" not in row
    assert "avatar" not in row
    assert row["user_id_by_app"] == "app-user-001"
    assert night.run(run="run-2", profiles=1000) == {"listed": 120}
    assert "display_name" not in night.row("stranger")


def test_a_resident_who_was_erased_meanwhile_does_not_come_back(night: Night) -> None:
    night.run()
    night.zalo.meanwhile = lambda user_id: (
        night.table.delete(*follower_key(OA, user_id)) if user_id == "user-001" else None
    )
    night.reconciler().work(night.job(stage=SyncStage.PROFILES, profiles=1, users=("user-001",)))
    assert night.row("user-001") == {}


def test_an_account_that_may_not_be_asked_says_so(night: Night) -> None:
    def refuse(_: str) -> None:
        raise ConfigurationFault("account_kind_not_supported")

    night.zalo.meanwhile = refuse
    with pytest.raises(ConfigurationFault):
        night.run()
    assert night.following() == set()


@pytest.fixture
def queue(moto_aws: None) -> Queue:
    return Queue(make_queue("followers"))


def jobs(queue: Queue) -> list[SyncJob]:
    found = []
    while (
        taken := boto3.client("sqs")
        .receive_message(QueueUrl=queue.url, MaxNumberOfMessages=10)
        .get("Messages")
    ):
        found += [job_from(message["Body"]) for message in taken]
    return found


def account(path: str, oa_id: str, state: AccountState = AccountState.CONNECTED) -> Account:
    return Account("40", path, oa_id, "OA", 2, state, LONG_AGO, NIGHT, NIGHT + timedelta(days=60))


def test_every_connected_account_is_begun_with(queue: Queue) -> None:
    accounts = [account("40", "1"), account("40.1", "2", AccountState.NEEDS_CONSENT), account(PATH, OA)]
    assert hand_out(accounts, queue=queue, profiles=5, now=NIGHT) == 2
    found = jobs(queue)
    assert {(job.unit_path, job.profiles, job.stage) for job in found} == {
        ("40", 5, SyncStage.LIST),
        (PATH, 5, SyncStage.LIST),
    }
    assert len({job.run for job in found}) == 2
    assert not any(job.accept_loss for job in found)


def test_those_whose_words_wait_are_named_within_the_quarter_hour(
    open_table: OpenTable, queue: Queue
) -> None:
    night = Night(
        open_table("Audience"),
        FollowerStore(open_table("Audience")),
        StatisticsStore(open_table("Statistics")),
    )
    waiting = {"worklist_in": "40", "unanswered_since": to_text(NIGHT)}
    for number in range(120):
        order = f"{PATH}#{to_text(NIGHT)}#{OA}#user-{number}"
        night.table.update(*follower_key(OA, f"user-{number}"), set={**waiting, "worklist_order": order})
    night.table.update(*follower_key(OA, "user-0"), set={"display_name": "Bà Lan"})
    night.table.update(*follower_key("other", "user-0"), set={**waiting, "worklist_order": "40.9#x"})

    def ask() -> int:
        return name_the_waiting(
            "40", lambda: [account(PATH, OA)], audience=night.audience, queue=queue, now=NIGHT
        )

    assert ask() == 119
    found = jobs(queue)
    assert sorted(len(job.users) for job in found) == [19, 50, 50]
    night.zalo.followers = {f"user-{number}": LONG_AGO for number in range(120)}
    for job in [*found, *found]:
        assert night.reconciler().work(job) is None
    assert night.zalo.calls == {"user": 119}
    assert ask() == 0
    assert jobs(queue) == []


@given(st.integers(0, 5000))
def test_a_period_is_cut_without_a_gap_until_it_is_a_day(days: int) -> None:
    last = FIRST_DAY + timedelta(days=days)
    pieces = halves("", last) or ((sync._period(FIRST_DAY, last)),)
    while True:
        cut = [piece for period in pieces for piece in (halves(period, last) or (period,))]
        if cut == list(pieces):
            break
        pieces = tuple(cut)
    assert len(pieces) == days + 1
    assert pieces == tuple(sorted(pieces))
    assert pieces[0].startswith("2016_01_01:")
    assert pieces[-1].endswith(f":{last:%Y_%m_%d}")


def test_how_many_are_too_many() -> None:
    assert not is_too_many(5, 5)
    assert is_too_many(6, 29)
    assert not is_too_many(6, 30)
    assert is_too_many(1000, 1000)
    assert not is_too_many(0, 0)
    assert REACH == 10_000


@given(st.text(max_size=300))
@example("0\U0001239a")
def test_a_name_can_be_shown_anywhere(name: str) -> None:
    cleaned = clean_name(name)
    assert len(cleaned) <= sync.MAX_NAME
    assert cleaned == cleaned.strip()
    assert cleaned.isprintable()


def test_a_job_survives_the_queue() -> None:
    job = replace(
        SyncJob("40", PATH, OA, "run", NIGHT),
        stage=SyncStage.COMPARE,
        version=ApiVersion.V2,
        periods=("a:b", ""),
        users=("1", "2"),
        total=7,
        accept_loss=True,
    )
    assert job_from(job.parcel().body) == job
    assert job.parcel().group == OA
