"""Weekly bulletins: drafts by the clock, approved issues at their hour, changes; on both engines."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest.mock import Mock

import pytest

from loa.clock import VIETNAM
from loa.errors import Conflict, InvalidInput
from loa.publishing.broadcasts.drafts.series_service import prepare
from loa.publishing.broadcasts.rows.series_store import SeriesStore
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from loa.publishing.broadcasts.rules.series import Series, SeriesState
from loa.publishing.broadcasts.service import BroadcastService
from tests.worlds.fakes import ARTICLE
from tests.worlds.store.broadcast_world import NIGHT, World

# The world's clock begins on Saturday, 5 October 2024, 10:00 in Vietnam.
DUE = datetime(2024, 10, 9, 8, tzinfo=VIETNAM)
WEEK = timedelta(days=7)


class Desk:
    """A world with one bulletin, every Wednesday at eight."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.store = SeriesStore(world.broadcasts.table)
        self.series = self.begin()

    def begin(self, **more: Any) -> Series:
        rhythm: dict[str, Any] = {"weekday": 3, "at": time(8), "until": None, "localise_hours": 0}
        return self.by_night.begin_series(self.world.drafted(), **rhythm | more)

    @property
    def by_night(self) -> BroadcastService:
        return replace(self.world.service, quiet_hours=NIGHT)

    def now(self) -> Series:
        return self.store.get("40", self.series.series_id)

    def change(self, **changes: Any) -> Series:
        before = self.now()
        return self.by_night.change_series(
            before,
            replace(before, **changes),
        )

    def prepare(self) -> list[str]:
        """The clock's round."""
        made = prepare("40", store=self.store, broadcasts=self.world.broadcasts, now=self.world.clock())
        assert made.failed == []
        self.world.made += made.made
        return made.made

    def prepared(self, at: datetime = DUE) -> Broadcast:
        """The draft of the issue of that instant."""
        self.world.clock.now = at - timedelta(days=2)
        (name,) = self.prepare()
        return self.world.broadcasts.get(name)

    def approved(self, issue: Broadcast) -> Broadcast:
        now = self.world.clock()
        passed = self.world.approve(self.world.submit(issue))
        return self.by_night.at(now).schedule_issue(passed)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def test_the_draft_is_made_three_days_ahead_once_by_whoever_comes(desk: Desk) -> None:
    assert desk.prepare() == []
    issue = desk.prepared()
    assert (issue.state, issue.suggested_at, issue.author) == (BroadcastState.DRAFT, DUE, "author")
    assert issue.content.article == ARTICLE
    assert issue.approval is None
    for _ in range(2):
        assert desk.prepare() == []
    assert desk.now().last_issue == issue.broadcast_id


def test_a_clock_that_died_after_the_draft_makes_no_second_one(desk: Desk) -> None:
    world = desk.world
    world.clock.now = DUE - timedelta(days=1)
    due = desk.series.draft_for(world.clock())
    assert due == DUE
    world.broadcasts.create_once(desk.series.issue(due, None, world.clock()))
    (name,) = desk.prepare()
    assert name == desk.series.issue_id(DUE)
    assert desk.prepare() == []


def test_a_series_whose_draft_cannot_be_made_keeps_the_others_from_none_of_theirs(desk: Desk) -> None:
    other = replace(desk.series, series_id=f"{desk.series.series_id}2", last_issue="gone")
    desk.store.create(other)
    now = DUE - timedelta(days=2)
    done = prepare("40", store=desk.store, broadcasts=desk.world.broadcasts, now=now)
    assert (done.made, done.failed) == ([desk.series.issue_id(DUE)], [(other.series_id, "not_found")])


def test_what_is_approved_in_time_goes_out_at_its_hour_and_the_next_follows(desk: Desk) -> None:
    world = desk.world
    world.connect("40.10000")
    issue = desk.approved(desk.prepared())
    assert (issue.state, issue.send_at) == (BroadcastState.SCHEDULED, DUE)
    assert world.timer.due[issue.schedule][0] == DUE
    world.clock.now = DUE
    world.plan(issue)
    world.work()
    assert world.ledger(issue)["sent"] == 1
    assert desk.prepared(DUE + WEEK).suggested_at == DUE + WEEK


def test_the_next_draft_has_the_words_of_the_last_and_shows_what_changed_since_approval(desk: Desk) -> None:
    world = desk.world
    first = desk.prepared()
    words = replace(first.content, article=ARTICLE | {"title": "Tuần 41"})
    edited = world.service.edit(first, words, version=1, author="editor")
    desk.approved(edited)
    second = desk.prepared(DUE + WEEK)
    assert second.title == "Tuần 41"
    assert second.changes_since_approval() == []
    newer = replace(second.content, article=ARTICLE | {"title": "Tuần 42"})
    third = world.service.edit(second, newer, version=1, author="editor")
    assert [one.field for one in third.changes_since_approval()] == ["article.title"]


def test_an_issue_that_nobody_approved_stays_a_draft_and_the_next_week_comes_all_the_same(desk: Desk) -> None:
    missed = desk.prepared()
    following = desk.prepared(DUE + WEEK)
    assert desk.world.now(missed).state is BroadcastState.DRAFT
    assert following.suggested_at == DUE + WEEK
    desk.world.clock.now = DUE + WEEK + timedelta(hours=1)  # approved too late: no hour of its own any more
    assert desk.approved(following).state is BroadcastState.APPROVED


@pytest.mark.parametrize(
    ("changes", "following"),
    [
        ({"skipped": (DUE.date(),)}, DUE + WEEK),
        ({"state": SeriesState.PAUSED}, None),
        ({"state": SeriesState.CANCELLED}, None),
        ({"weekday": 5}, DUE + timedelta(days=2)),
        ({"at": time(9)}, DUE + timedelta(hours=1)),
    ],
)
def test_a_change_calls_off_the_issue_that_comes_out_no_more(
    desk: Desk, changes: dict[str, Any], following: datetime | None
) -> None:
    issue = desk.approved(desk.prepared())
    changed = desk.change(**changes)
    assert desk.world.now(issue).state is BroadcastState.CANCELLED
    assert desk.world.timer.due == {}
    assert changed.next_issue(desk.world.clock()) == following


def test_a_change_that_leaves_the_issue_where_it_is_leaves_it_alone(desk: Desk) -> None:
    issue = desk.approved(desk.prepared())
    desk.change(until=date(2024, 12, 31), skipped=((DUE + WEEK).date(),))
    assert desk.world.now(issue).state is BroadcastState.SCHEDULED
    assert desk.world.timer.due.keys() == {issue.schedule}


def test_what_is_being_sent_goes_on_when_the_series_is_cancelled(desk: Desk) -> None:
    world = desk.world
    world.connect("40.10000")
    issue = desk.approved(desk.prepared())
    world.clock.now = DUE
    world.plan(issue)
    desk.change(state=SeriesState.CANCELLED)
    assert world.now(issue).state is BroadcastState.SENDING


@pytest.mark.parametrize(
    ("away", "back"),
    [
        ({"state": SeriesState.PAUSED}, {"state": SeriesState.ACTIVE}),
        ({"skipped": (DUE.date(),)}, {"skipped": ()}),
        ({"at": time(9)}, {"at": time(8)}),
    ],
)
def test_a_week_that_is_brought_back_gets_a_draft_of_its_own_with_the_words_so_far(
    desk: Desk, away: dict[str, Any], back: dict[str, Any]
) -> None:
    world = desk.world
    first = desk.prepared()
    words = replace(first.content, article=ARTICLE | {"title": "Tuần 41"})
    world.service.edit(first, words, version=1, author="editor")
    for _ in range(2):  # as often as they like
        desk.change(**away)
        desk.prepare()
        desk.change(**back)
        (name,) = desk.prepare()
        assert desk.prepare() == []
    again = desk.approved(world.broadcasts.get(name))
    assert (again.title, again.state, again.send_at) == ("Tuần 41", BroadcastState.SCHEDULED, DUE)
    assert world.now(first).state is BroadcastState.CANCELLED
    assert world.timer.due.keys() == {again.schedule}
    assert desk.prepared(DUE + WEEK).suggested_at == DUE + WEEK


def test_a_draft_that_an_officer_called_off_themselves_is_not_made_again(desk: Desk) -> None:
    desk.by_night.cancel_before_planning(desk.prepared())
    desk.change(until=date(2024, 12, 31))
    assert desk.prepare() == []


def stopped_in_the_middle(desk: Desk, monkeypatch: pytest.MonkeyPatch, **changes: Any) -> Series:
    """A change whose process is gone before the issue is called off; what the officer had seen."""
    seen = desk.now()
    with monkeypatch.context() as patched:
        patched.setattr(BroadcastService, "cancel_before_planning", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            desk.change(**changes)
    return seen


def test_the_same_change_again_calls_the_issue_off_that_a_stopped_one_left(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = desk.approved(desk.prepared())
    days = (DUE.date(),)
    seen = stopped_in_the_middle(desk, monkeypatch, skipped=days)
    assert desk.world.now(issue).state is BroadcastState.SCHEDULED
    for _ in range(2):
        same = replace(desk.now(), version=seen.version)  # the form that the officer still has before them
        changed = desk.by_night.change_series(same, replace(same, skipped=(*same.skipped, *days)))
        assert changed == desk.now()
        assert desk.world.now(issue).state is BroadcastState.CANCELLED
    assert desk.world.timer.due == {}


def test_a_week_brought_back_after_a_stopped_change_comes_out_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = desk.approved(desk.prepared())
    stopped_in_the_middle(desk, monkeypatch, skipped=(DUE.date(),))
    desk.change(skipped=())
    assert desk.prepare() == []
    assert desk.world.timer.due.keys() == {issue.schedule}


def test_cancelled_is_for_good_and_a_stale_change_is_refused(desk: Desk) -> None:
    stale = desk.now()
    desk.change(state=SeriesState.CANCELLED)
    with pytest.raises(Conflict):
        desk.change(state=SeriesState.ACTIVE)
    with pytest.raises(Conflict):
        desk.store.replace(stale, replace(stale, weekday=1))


def test_days_that_have_passed_are_skipped_no_more(desk: Desk) -> None:
    desk.world.clock.now = DUE
    assert desk.change(skipped=(date(2024, 10, 2), (DUE + WEEK).date())).skipped == ((DUE + WEEK).date(),)


@pytest.mark.parametrize(
    ("rhythm", "field"), [({"at": time(23)}, "at"), ({"until": date(2024, 10, 8)}, "until")]
)
def test_a_quiet_hour_or_a_rhythm_without_an_issue_is_refused(
    desk: Desk, rhythm: dict[str, Any], field: str
) -> None:
    for act in (desk.begin, desk.change):
        with pytest.raises(InvalidInput) as caught:
            act(**rhythm)
        assert field in caught.value.fields


def test_a_series_is_no_broadcast_of_its_unit(desk: Desk) -> None:
    found = [row["partition"] for row in desk.world.broadcasts.of_unit("40", limit=50).rows]
    assert found == desk.world.made
