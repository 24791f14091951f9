"""Editing, approving, emergencies, and what units add, on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loa.errors import Conflict, InvalidInput, NotAllowed
from loa.publishing.broadcasts.delivery.planning import PlanResult
from loa.publishing.broadcasts.rows.lists import details_of
from loa.publishing.broadcasts.rules.delivery import DeliveryState
from loa.publishing.broadcasts.rules.model import (
    APPROVAL_LASTS,
    Broadcast,
    BroadcastState,
    ChangedField,
    Localisation,
    LocalisationState,
)
from loa.publishing.broadcasts.rules.targets import Target
from tests.worlds.fakes import ARTICLE, START
from tests.worlds.store.broadcast_world import RESERVED, World

NEW = ARTICLE | {"title": "Ngày hội mới"}


def _edit(world: World, broadcast: Broadcast, author: str = "author") -> Broadcast:
    content = replace(broadcast.content, article=NEW)
    return world.service.edit(
        broadcast,
        content,
        version=broadcast.version,
        author=author,
    )


# Editing


def test_an_edit_voids_the_approval_and_takes_the_schedule_back(world: World) -> None:
    scheduled = world.scheduled()
    edited = _edit(world, scheduled)
    assert (edited.state, edited.approval, edited.send_at) == (BroadcastState.DRAFT, None, None)
    assert world.now(edited) == edited
    assert world.timer.due == {}
    assert scheduled.send_at
    assert world.plan_as(edited, at=scheduled.send_at) == (PlanResult.OBSOLETE, 0)


def test_an_approver_sees_what_was_edited_since_the_last_approval(world: World) -> None:
    edited = _edit(world, world.approved())
    assert world.now(edited).changes_since_approval() == [
        ChangedField("article.title", ARTICLE["title"], "Ngày hội mới")
    ]
    assert world.approve(world.submit(edited)).changes_since_approval() == []


def test_nobody_who_had_a_hand_in_it_may_approve(world: World) -> None:
    edited = world.submit(_edit(world, world.approved(), author="third"))
    assert edited.contributors == {"author", "third"}
    for hand in ("author", "third"):
        with pytest.raises(NotAllowed):
            world.approve(edited, hand)
    assert world.approve(edited, "second").is_approved(world.clock())


def test_an_edit_that_changes_nothing_changes_nothing_and_adds_nobody(world: World) -> None:
    approved = world.approved()
    same = world.service.edit(
        approved, approved.content, version=approved.version, author="second",
    )  # fmt: skip
    assert world.now(approved) == same == approved


def test_an_edit_that_zalo_would_refuse_changes_nothing(world: World) -> None:
    approved = world.approved()
    bad = replace(approved.content, article=ARTICLE | {"blocks": []})
    with pytest.raises(InvalidInput):
        world.service.edit(
            approved, bad, version=approved.version, author="author",
        )  # fmt: skip
    assert world.now(approved) == approved


def test_what_is_under_way_is_not_edited(world: World) -> None:
    broadcast = world.one()
    with pytest.raises(Conflict, match="đang gửi"):
        _edit(world, broadcast)


def test_of_two_who_edit_at_once_one_wins(world: World) -> None:
    drafted = world.drafted()
    _edit(world, drafted)
    with pytest.raises(Conflict):
        _edit(world, drafted, author="other")


# Approving


def test_an_approval_again_by_the_same_person_changes_nothing_while_it_holds(world: World) -> None:
    approved = world.approved()
    assert world.approve(approved) is approved
    world.clock.forward(days=APPROVAL_LASTS.days)
    again = world.approve(approved)
    assert again.version > approved.version
    assert again.is_approved(world.clock())


def test_an_instant_after_the_end_of_the_approval_is_refused(world: World) -> None:
    with pytest.raises(Conflict, match="Phê duyệt"):
        world.service.schedule(
            world.approved(), START + APPROVAL_LASTS,
        )  # fmt: skip
    assert world.timer.due == {}


def test_a_draft_without_approval_is_not_scheduled(world: World) -> None:
    with pytest.raises(Conflict):
        world.service.schedule(
            world.drafted(), START + timedelta(hours=1),
        )  # fmt: skip
    assert world.timer.due == {}


# Emergencies


def _emergency(world: World, broadcast: Broadcast, why: str) -> Broadcast:
    return world.emergency(broadcast, why)


@pytest.mark.parametrize("why", ["", "   "])
def test_an_emergency_needs_a_reason(world: World, why: str) -> None:
    drafted = world.drafted()
    with pytest.raises(InvalidInput) as caught:
        _emergency(world, drafted, why)
    assert "reason" in caught.value.fields
    assert world.now(drafted).state is BroadcastState.DRAFT


def test_in_an_emergency_the_author_alone_is_enough_and_the_unit_above_is_told(world: World) -> None:
    drafted = world.drafted(world.content(target=Target("40.10001")), unit_path="40.10001")
    approved = _emergency(world, drafted, " Lũ về ")
    assert (approved.state, approved.is_urgent) == (BroadcastState.APPROVED, True)
    (row,) = world.broadcasts.emergencies("40", limit=10).rows
    assert details_of(row) == {
        "broadcast_id": approved.broadcast_id,
        "from_unit": "40.10001",
        "title": ARTICLE["title"],
        "officer": "author",
        "why": "Lũ về",
        "at": "2024-10-05T03:00:00.000Z",
    }
    assert world.broadcasts.emergencies("40.10001", limit=10).rows == []


def test_an_emergency_of_the_province_stays_visible_at_the_province(world: World) -> None:
    _emergency(world, world.drafted(), "Bão")
    assert len(world.broadcasts.emergencies("40", limit=10).rows) == 1


def test_an_emergency_goes_through_the_urgent_queue_on_every_way(world: World) -> None:
    world.connect("40.10000")
    broadcast = world.planned(emergency="Bão số 6")
    assert (len(world.urgent.messages), world.queue.messages) == (1, [])
    world.pause(broadcast)
    world.resume(broadcast)
    assert (len(world.urgent.messages), world.queue.messages) == (2, [])
    assert world.work() == [DeliveryState.SENT, None]


def test_only_an_emergency_may_use_the_reserve(world: World) -> None:
    world.rules = RESERVED
    world.connect("40.10000", oa_type=2)
    assert world.states(world.planned())["40.10000"] == "held"
    assert world.states(world.planned(emergency="Bão số 6"))["40.10000"] == "pending"


def test_an_edit_after_an_emergency_approval_needs_a_new_one(world: World) -> None:
    edited = _edit(world, _emergency(world, world.drafted(), "Bão"))
    assert not edited.is_urgent
    assert not edited.is_approved(world.clock())


# What units add


def _invitation(world: World, target: Target | None = None) -> Broadcast:
    until = world.clock() + timedelta(hours=2)
    return world.approved(world.content(target=target or Target("40"), localise_until=until))


def _own(world: World, path: str, words: str = "Lời của xã.", *, declines: bool = False) -> Localisation:
    state = LocalisationState.DECLINED if declines else LocalisationState.PROPOSED
    return Localisation(path, state, "" if declines else words, "", f"officer-{path}", world.clock())


def _propose(world: World, broadcast: Broadcast, own: Localisation) -> Localisation:
    return world.service.localise(broadcast, own)


def _let_pass(world: World, broadcast: Broadcast, path: str, approver: str = "second") -> Localisation:
    found = world.broadcasts.localisations(broadcast.broadcast_id, path).get(path)
    return world.service.approve_localisation(
        broadcast,
        path,
        seen=found.version() if found else "",
        approver=approver,
    )


def _due(world: World, broadcast: Broadcast) -> Broadcast:
    """The broadcast, scheduled and planned after the cut-off."""
    at = world.clock() + timedelta(hours=3)
    scheduled = world.service.schedule(
        broadcast, at,
    )  # fmt: skip
    world.clock.now = at
    assert world.plan_as(scheduled)[0] is PlanResult.PLANNED
    return world.now(scheduled)


def _texts(world: World, path: str) -> list[str]:
    (body,) = world.account(path).created
    return [block["content"] for block in body["body"]]


def test_each_unit_speaks_in_its_own_name_and_the_common_part_stays_as_it_is(world: World) -> None:
    for path in world.paths:
        world.connect(path)
    broadcast = _invitation(world)
    _propose(world, broadcast, _own(world, "40.10000"))
    _let_pass(world, broadcast, "40.10000")
    _propose(world, broadcast, _own(world, "40.10001", "Chưa ai duyệt."))
    _propose(world, broadcast, _own(world, "40.10002", declines=True))
    planned = _due(world, broadcast)
    assert world.states(planned) == {"40.10000": "pending", "40.10001": "pending", "40.10002": "skipped"}
    assert world.delivery(planned, "40.10002").reason == "declined"
    world.work()
    common = [block["content"] for block in ARTICLE["blocks"]]
    assert _texts(world, "40.10000") == [*common, "Lời của xã."]
    assert _texts(world, "40.10001") == common
    assert world.account("40.10002").created == []
    locked = [
        {name: body[name] for name in body if name != "body"}
        for path in ("40.10000", "40.10001")
        for body in world.account(path).created
    ]
    assert locked[0] == locked[1]


def test_a_picture_of_its_own_goes_along(world: World) -> None:
    world.connect("40.10000")
    broadcast = _invitation(world)
    _propose(world, broadcast, replace(_own(world, "40.10000", ""), image_url="https://x.vn/a.jpg"))
    _let_pass(world, broadcast, "40.10000")
    _due(world, broadcast)
    assert world.work() == [DeliveryState.SENT]
    assert world.account("40.10000").created[0]["body"][-1] == {"type": "image", "url": "https://x.vn/a.jpg"}


def test_the_last_word_before_the_cut_off_counts_and_needs_approval_anew(world: World) -> None:
    world.connect("40.10000")
    broadcast = _invitation(world)
    _propose(world, broadcast, _own(world, "40.10000"))
    _let_pass(world, broadcast, "40.10000")
    _propose(world, broadcast, _own(world, "40.10000", "Lời khác."))
    _due(world, broadcast)
    world.work()
    assert _texts(world, "40.10000") == [block["content"] for block in ARTICLE["blocks"]]


def test_who_declined_may_take_part_after_all_until_the_cut_off(world: World) -> None:
    world.connect("40.10000")
    broadcast = _invitation(world)
    _propose(world, broadcast, _own(world, "40.10000", declines=True))
    with pytest.raises(Conflict):
        _let_pass(world, broadcast, "40.10000")
    _propose(world, broadcast, _own(world, "40.10000"))
    assert _let_pass(world, broadcast, "40.10000").state is LocalisationState.APPROVED
    assert world.states(_due(world, broadcast))["40.10000"] == "pending"


def test_nobody_lets_their_own_addition_pass_and_nobody_one_that_is_not_there(world: World) -> None:
    broadcast = _invitation(world)
    _propose(world, broadcast, _own(world, "40.10000"))
    with pytest.raises(NotAllowed):
        _let_pass(world, broadcast, "40.10000", "officer-40.10000")
    with pytest.raises(Conflict):
        _let_pass(world, broadcast, "40.10001")


def test_after_the_cut_off_nothing_is_added_declined_or_approved(world: World) -> None:
    broadcast = _invitation(world)
    _propose(world, broadcast, _own(world, "40.10000"))
    world.clock.forward(hours=2)
    for own in (_own(world, "40.10001"), _own(world, "40.10001", declines=True)):
        with pytest.raises(Conflict, match="hạn bổ sung"):
            _propose(world, broadcast, own)
    with pytest.raises(Conflict, match="hạn bổ sung"):
        _let_pass(world, broadcast, "40.10000")


def test_a_broadcast_that_leaves_no_room_or_is_still_a_draft_takes_nothing(world: World) -> None:
    until = world.clock() + timedelta(hours=2)
    for broadcast in (world.approved(), world.drafted(world.content(localise_until=until))):
        with pytest.raises(Conflict):
            _propose(world, broadcast, _own(world, "40.10000"))


@pytest.mark.parametrize("words", ["", "x" * 100_001])
def test_an_addition_that_is_empty_or_that_zalo_would_refuse_is_refused_at_once(
    world: World, words: str
) -> None:
    with pytest.raises(InvalidInput):
        _propose(world, _invitation(world), _own(world, "40.10000", words))


def test_what_a_unit_adds_that_was_not_chosen_reaches_nobody(world: World) -> None:
    for path in world.paths:
        world.connect(path)
    broadcast = _invitation(world, Target("40", units=("40.10001",)))
    _propose(world, broadcast, _own(world, "40.10000"))
    _let_pass(world, broadcast, "40.10000")
    planned = _due(world, broadcast)
    assert set(world.rows(planned)) == {"40.10001"}
    world.work()
    assert world.account("40.10000").created == []
    assert _texts(world, "40.10001") == [block["content"] for block in ARTICLE["blocks"]]


def test_it_is_not_sent_before_the_units_have_had_their_say(world: World) -> None:
    with pytest.raises(InvalidInput, match="hạn bổ sung"):
        world.service.schedule(
            _invitation(world), world.clock() + timedelta(hours=1),
        )  # fmt: skip
