"""Submitting, returning, the version that was seen, who waits, what is looked at; on both engines."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from loa.errors import Conflict, InvalidInput, NotAllowed
from loa.publishing.broadcasts.delivery.planning import OVERDUE_AFTER, PlanResult, plan_overdue
from loa.publishing.broadcasts.drafts.oversight import Remark, week
from loa.publishing.broadcasts.rows.broadcast_rows import broadcast_from, broadcast_row
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState, Localisation, LocalisationState
from loa.publishing.broadcasts.rules.targets import Target
from tests.worlds.fakes import ARTICLE
from tests.worlds.store.broadcast_world import NIGHT, World


def _edit(world: World, broadcast: Broadcast, author: str = "author", **changed: Any) -> Broadcast:
    content = replace(broadcast.content, article=ARTICLE | changed)
    return world.service.edit(
        broadcast, content, version=broadcast.version, author=author,
    )  # fmt: skip


def _send_back(world: World, broadcast: Broadcast, reason: str = "Thiếu địa điểm.") -> Broadcast:
    return world.service.send_back(
        broadcast, seen=broadcast.content.digest(), officer="second", reason=reason,
    )  # fmt: skip


def _waiting(world: World, below: str = "40") -> list[str]:
    return [row["broadcast_id"] for row in world.broadcasts.waiting("40", below, limit=50).rows]


def _from_ward(world: World, path: str) -> Broadcast:
    return world.submit(world.drafted(world.content(target=Target(path)), unit_path=path))


def test_what_was_not_submitted_is_not_approved(world: World) -> None:
    with pytest.raises(Conflict, match="chưa được trình"):
        world.approve(world.drafted())


def test_an_edit_between_looking_and_approving_is_refused_with_what_has_changed(world: World) -> None:
    submitted = world.submit(world.drafted())
    looked_at = submitted.content.digest()
    changed = world.submit(_edit(world, submitted, title="Chuyển tiền vào tài khoản này"))
    with pytest.raises(Conflict) as caught:
        world.approve(changed, seen=looked_at)
    assert caught.value.fields == {
        "article.title": "Đã xem: “Ngày hội Đại đoàn kết”. Hiện nay: “Chuyển tiền vào tài khoản này”."
    }
    assert world.now(changed).state is BroadcastState.SUBMITTED
    assert world.approve(changed).state is BroadcastState.APPROVED


def test_a_version_that_never_was_is_refused(world: World) -> None:
    with pytest.raises(Conflict) as caught:
        world.approve(world.submit(world.drafted()), seen="0" * 64)
    assert caught.value.fields == {}


def test_an_edit_takes_what_was_submitted_out_of_the_queue(world: World) -> None:
    submitted = world.submit(world.drafted())
    assert _waiting(world) == [submitted.broadcast_id]
    assert world.submit(submitted) is submitted
    edited = _edit(world, submitted, title="Khác")
    assert (edited.state, edited.submission, _waiting(world)) == (BroadcastState.DRAFT, None, [])


def test_returned_with_a_reason_it_is_mended_and_submitted_again(world: World) -> None:
    submitted = world.submit(world.drafted())
    with pytest.raises(InvalidInput):
        _send_back(world, submitted, "  ")
    returned = _send_back(world, submitted)
    assert returned.returned
    assert (returned.state, returned.returned.reason) == (BroadcastState.DRAFT, "Thiếu địa điểm.")
    assert world.now(returned) == returned
    assert _waiting(world) == []
    with pytest.raises(Conflict):
        _send_back(world, returned)
    again = world.submit(_edit(world, returned, title="Có địa điểm"))
    assert again.returned is None
    assert _waiting(world) == [again.broadcast_id]


def test_returning_what_is_scheduled_takes_its_schedule_back(world: World) -> None:
    returned = _send_back(world, world.scheduled())
    assert (returned.approval, returned.send_at, world.timer.due) == (None, None, {})
    assert world.broadcasts.overdue("40", world.clock() + timedelta(days=9)) == []


def test_the_queue_of_a_subtree_holds_nothing_of_others(world: World) -> None:
    world.submit(world.drafted())
    mine, other = _from_ward(world, "40.10000"), _from_ward(world, "40.10001")
    assert _waiting(world, "40.10000") == [mine.broadcast_id]
    assert len(_waiting(world)) == 3
    world.approve(other)
    assert len(_waiting(world)) == 2
    assert world.broadcasts.get_all([mine.broadcast_id, "none", other.broadcast_id]) == [
        mine,
        world.now(other),
    ]


def test_a_row_written_before_contributors_were_kept_has_its_author(world: World) -> None:
    row = broadcast_row(replace(world.scheduled(), schedule=""))
    del row["contributors"]
    old = broadcast_from(row)
    assert old.contributors == {"author"}
    assert old.schedule == old.broadcast_id
    with pytest.raises(NotAllowed):
        old.require_second_person("author")


# Additions of units


def _proposed(world: World, broadcast: Broadcast, author: str, words: str) -> Localisation:
    own = Localisation("40.10000", LocalisationState.PROPOSED, words, "", author, world.clock())
    return world.service.localise(broadcast, own)


def test_an_addition_that_changed_after_it_was_seen_is_refused_and_none_of_its_hands_approves(
    world: World,
) -> None:
    until = world.clock() + timedelta(hours=2)
    broadcast = world.approved(world.content(localise_until=until))
    first = _proposed(world, broadcast, "an", "Lời của xã.")
    world.clock.forward(minutes=1)
    assert _proposed(world, broadcast, "bình", "Lời của xã.") == first  # changes nothing, adds nobody
    second = _proposed(world, broadcast, "chi", "Lời khác.")
    assert second.contributors == {"an", "chi"}

    def passes(seen: str, approver: str) -> Localisation:
        return world.service.approve_localisation(
            broadcast, "40.10000", seen=seen, approver=approver,
        )  # fmt: skip

    for hand in ("an", "chi"):
        with pytest.raises(NotAllowed):
            passes(second.version(), hand)
    with pytest.raises(Conflict) as caught:
        passes(first.version(), "bình")
    assert caught.value.fields == {"paragraph": "Đã xem: “Lời của xã.”. Hiện nay: “Lời khác.”."}
    assert passes(second.version(), "bình").state is LocalisationState.APPROVED
    assert passes(second.version(), "bình").state is LocalisationState.APPROVED


# What the province looks at


def test_the_week_shows_approvals_without_looking_and_those_of_one_person(world: World) -> None:
    def given(seconds: int, opened: int | None) -> Broadcast:
        submitted = world.submit(world.drafted())
        at = world.clock()
        if opened is not None:
            digest = submitted.content.digest()
            world.clock.forward(seconds=opened)
            world.broadcasts.opened(submitted.broadcast_id, digest, "second", world.clock())
            world.broadcasts.opened(
                submitted.broadcast_id, digest, "second", world.clock() + timedelta(seconds=1)
            )
        world.clock.now = at + timedelta(seconds=seconds)
        return world.approve(submitted)

    careful, quick, unseen, hasty = given(600, 60), given(5, 2), given(600, None), given(600, 595)
    alone = world.emergency(world.drafted(), "Lũ về")
    found = week(date(2024, 10, 6), province="40", below="40", broadcasts=world.broadcasts)
    assert (found.first, found.last, found.approvals) == (date(2024, 9, 30), date(2024, 10, 6), 5)
    remarks = {one.broadcast_id: set(one.remarks) for one in found.remarkable}
    assert remarks == {
        quick.broadcast_id: {Remark.SOON_AFTER_SUBMISSION, Remark.SOON_AFTER_OPENING},
        unseen.broadcast_id: {Remark.NEVER_OPENED},
        hasty.broadcast_id: {Remark.SOON_AFTER_OPENING},
        alone.broadcast_id: {Remark.EMERGENCY, Remark.NEVER_OPENED},
    }
    assert careful.broadcast_id not in remarks
    nothing = week(date(2024, 10, 7), province="40", below="40", broadcasts=world.broadcasts)
    assert (nothing.approvals, nothing.remarkable) == (0, ())
    elsewhere = week(date(2024, 10, 6), province="40", below="40.10000", broadcasts=world.broadcasts)
    assert elsewhere.approvals == 0


# Schedules


def test_each_attempt_has_a_schedule_of_its_own_name(world: World) -> None:
    first = world.scheduled()
    assert set(world.timer.due) == {first.schedule}
    moved = world.service.schedule(
        first, world.clock() + timedelta(hours=1),
    )  # fmt: skip
    assert moved.schedule != first.schedule
    assert set(world.timer.due) == {moved.schedule}


def _overdue(world: World) -> dict[PlanResult, int]:
    return dict(
        plan_overdue(
            "40", owner="clock", places=world.places, broadcasts=world.broadcasts,
            deliveries=world.deliveries, queues=world.queues, quiet_hours=world.quiet_hours,
            now=world.clock(),
        )
    )  # fmt: skip


def test_what_no_schedule_started_is_planned_by_the_clock_once(world: World) -> None:
    world.connect("40.10000")
    scheduled = world.scheduled()
    world.timer.due.clear()  # lost
    assert _overdue(world) == {}
    world.clock.now = scheduled.send_at or world.clock()
    world.clock.now += OVERDUE_AFTER + timedelta(seconds=1)
    world.quiet_hours = NIGHT
    kept = world.clock.now
    world.clock.now = kept.replace(hour=16)  # 23:00 in Vietnam
    assert _overdue(world) == {}
    world.clock.now = kept
    assert _overdue(world) == {PlanResult.PLANNED: 1}
    assert world.now(scheduled).state is BroadcastState.SENDING
    assert _overdue(world) == {}
    assert len(world.queue.messages) == 1


def test_what_a_planner_left_that_died_is_found_by_the_clock(world: World) -> None:
    scheduled = world.scheduled()
    assert scheduled.send_at
    world.clock.now = scheduled.send_at
    world.broadcasts.lease_planning(scheduled.broadcast_id, "dead", world.clock())
    world.clock.forward(minutes=1)
    world.clock.now += OVERDUE_AFTER
    assert _overdue(world) == {PlanResult.PLANNED: 1}


def test_an_approval_that_expired_waits_for_another(world: World) -> None:
    scheduled = world.scheduled()
    world.clock.forward(days=8)
    assert _overdue(world) == {PlanResult.EXPIRED: 1}
    waiting = world.now(scheduled)
    assert (waiting.state, waiting.reason) == (BroadcastState.SUBMITTED, "approval_expired")
    assert _waiting(world) == [scheduled.broadcast_id]
    assert world.approve(waiting).state is BroadcastState.APPROVED


def test_who_submits_names_what_they_saw(world: World) -> None:
    drafted = world.drafted()
    with pytest.raises(Conflict):
        world.service.submit(drafted, seen="f" * 64, officer="author")


def test_a_gap_that_was_left_before_gaps_were_refused_is_neither_submitted_nor_approved(world: World) -> None:
    drafted = world.drafted()
    gap = replace(drafted.content, article=ARTICLE | {"title": "Mời {tên}"})
    with pytest.raises(InvalidInput) as caught:
        world.drafted(gap)
    assert set(caught.value.fields) == {"article.title"}
    old = world.broadcasts.replace(drafted, replace(drafted, content=gap))
    with pytest.raises(InvalidInput):
        world.submit(old)
    with pytest.raises(InvalidInput):
        world.emergency(old, "Lũ")


def test_a_units_own_words_have_no_gaps(world: World) -> None:
    broadcast = world.approved(world.content(localise_until=world.clock() + timedelta(hours=2)))
    with pytest.raises(InvalidInput) as caught:
        _proposed(world, broadcast, "an", "Mời bà con đến {địa điểm}.")
    assert set(caught.value.fields) == {"paragraph"}
