"""Approvers hear on Zalo of what waits for them; on both engines."""

from loa.foundation.officers.model import Officer, Role
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.broadcasts.drafts.notifications import approvers, tell_approvers, tell_of_emergencies
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.publishing.broadcasts.rules.targets import Target
from loa.publishing.officers_told import NotificationResult, OfficerTelling
from loa.residents.messages.service import work_from
from loa.residents.messages.store import Outbox
from tests.conftest import OpenTable
from tests.worlds.fakes import FakeQueue
from tests.worlds.store.broadcast_world import World

WARD = "40.10000"


def _enter(world: World, officer_id: str, path: str, role: Role, *, linked: bool = True) -> None:
    registry = OfficerStore(world.accounts.table)
    officer = Officer(officer_id, "Tên", path, frozenset({role}))
    commit([registry.adding(officer)])
    if linked:
        known = KnownOfficer(officer_id, "Tên", path, officer.roles, f"oa-{path}", f"user-{officer_id}")
        commit([registry.linking(known, world.clock(), first=True)])


def _submitted(world: World, path: str = WARD, target: str = WARD) -> Broadcast:
    return world.submit(world.drafted(world.content(target=Target(target)), unit_path=path))


def _telling(world: World, table: OpenTable, queue: FakeQueue) -> OfficerTelling:
    registry = OfficerStore(world.accounts.table)
    return OfficerTelling(registry, Outbox(table("Audience")), queue, world.clock())


def _tell(world: World, table: OpenTable, queue: FakeQueue) -> NotificationResult:
    return tell_approvers("40", broadcasts=world.broadcasts, telling=_telling(world, table, queue))


def test_linked_approvers_of_the_unit_are_told_once(world: World, table: OpenTable) -> None:
    _enter(world, "second", WARD, Role.APPROVER)
    _enter(world, "third", WARD, Role.APPROVER, linked=False)
    _enter(world, "author", WARD, Role.ADMINISTRATOR)  # had a hand in it
    _enter(world, "viewer", WARD, Role.VIEWER)
    _enter(world, "above", "40", Role.APPROVER)
    _submitted(world)
    queue = FakeQueue()
    assert _tell(world, table, queue) == NotificationResult(1, 1, ())
    assert _tell(world, table, queue) == NotificationResult(0, 0, ())
    (message,) = queue.messages
    assert "user-second" in message.body


def test_where_the_unit_has_nobody_who_can_the_unit_above_is_told(world: World) -> None:
    _enter(world, "author", WARD, Role.APPROVER)
    _enter(world, "above", "40", Role.APPROVER)
    registry = OfficerStore(world.accounts.table)
    assert [officer.id for officer in approvers(_submitted(world), registry)] == ["above"]


def test_who_does_not_have_the_whole_target_in_scope_is_not_asked(world: World) -> None:
    _enter(world, "second", WARD, Role.APPROVER)
    _enter(world, "above", "40", Role.APPROVER)
    registry = OfficerStore(world.accounts.table)
    wide = _submitted(world, target="40")
    assert [officer.id for officer in approvers(wide, registry)] == ["above"]


def test_submitted_again_they_are_told_again(world: World, table: OpenTable) -> None:
    _enter(world, "second", WARD, Role.APPROVER)
    queue, submitted = FakeQueue(), _submitted(world)
    _tell(world, table, queue)
    world.broadcasts.told(world.broadcasts.waiting("40", "40", limit=9).rows[0], world.clock())
    world.approve(submitted)
    assert world.broadcasts.untold("40") == []
    _submitted(world)
    assert _tell(world, table, queue).messages == 1


def _tell_above(world: World, table: OpenTable, queue: FakeQueue) -> NotificationResult:
    return tell_of_emergencies(
        "40",
        broadcasts=world.broadcasts,
        telling=_telling(world, table, queue),
        unit_name=lambda path: f"Đơn vị {path}",
    )


def test_an_emergency_of_one_person__is_told_above__once(world: World, table: OpenTable) -> None:
    _enter(world, "author", WARD, Role.APPROVER)
    _enter(world, "colleague", WARD, Role.APPROVER)
    _enter(world, "above", "40", Role.APPROVER)
    _enter(world, "not-linked", "40", Role.APPROVER, linked=False)
    _enter(world, "viewer", "40", Role.VIEWER)
    drafted = world.drafted(world.content(target=Target(WARD)), unit_path=WARD)
    world.emergency(drafted, "Xả lũ lúc 14:00")
    queue = FakeQueue()
    assert _tell_above(world, table, queue) == NotificationResult(1, 1, ())
    assert _tell_above(world, table, queue) == NotificationResult(0, 0, ())
    (message,) = queue.messages
    assert "user-above" in message.body
    told = Outbox(table("Audience")).get(work_from(message.body).key)
    assert told
    assert f"Đơn vị {WARD} vừa gửi tin khẩn cấp" in told.content.text
    assert "Xả lũ lúc 14:00" in told.content.text


def test_an_emergency_of_the_province__is_told_to_its_other_approvers(world: World, table: OpenTable) -> None:
    _enter(world, "author", "40", Role.APPROVER)
    _enter(world, "other", "40", Role.APPROVER)
    world.emergency(world.drafted(world.content(target=Target("40")), unit_path="40"), "Bão vào")
    queue = FakeQueue()
    _tell_above(world, table, queue)
    assert ["user-other" in message.body for message in queue.messages] == [True]


def test_where_nobody_above_is_linked__an_emergency_waits_for_nobody(world: World, table: OpenTable) -> None:
    world.emergency(world.drafted(world.content(target=Target(WARD)), unit_path=WARD), "Xả lũ")
    assert _tell_above(world, table, FakeQueue()) == NotificationResult(1, 0, ())
    assert world.broadcasts.unreported("40") == []
