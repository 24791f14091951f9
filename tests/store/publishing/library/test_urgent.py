"""What one person has published alone: who hears of it, and who has to look; on both engines."""

from datetime import timedelta
from typing import NoReturn

import pytest

from loa.errors import Conflict, NotAllowed
from loa.foundation.officers.model import Officer, Role
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.library.outside.urgent import tell_of_urgent
from loa.publishing.library.rows.task_store import LibraryTask, TaskStore
from loa.publishing.library.rules.model import EditionState, WithdrawalKind
from loa.publishing.officers_told import NotificationResult, OfficerTelling
from loa.residents.messages.service import work_from
from loa.residents.messages.store import Outbox
from tests.conftest import OpenTable
from tests.worlds.fakes import FakeQueue, Killed
from tests.worlds.library import APPROVER, COMMUNE, EDITOR, PROVINCE, LibraryWorld

SECOND = Officer("second", "Cao Thị Tư", PROVINCE, frozenset({Role.APPROVER, Role.EDITOR}))
WHY = "Lũ quét trong đêm"


def killed(_self: TaskStore, _task: LibraryTask) -> NoReturn:
    raise Killed


@pytest.fixture
def world(table: OpenTable) -> LibraryWorld:
    return LibraryWorld(table)


def urgent(world: LibraryWorld, title: str = "Lũ về, sơ tán ngay") -> str:
    """Publish an item alone; its id."""
    work = world.draft(title)
    item_id = work.item.item_id
    world.service.publish_urgently(APPROVER, item_id, work.draft().revision, WHY)
    return item_id


def enter(world: LibraryWorld, table: OpenTable, officer_id: str, path: str, *, linked: bool = True) -> None:
    registry = OfficerStore(table("Units"))
    officer = Officer(officer_id, "Tên", path, frozenset({Role.APPROVER}))
    commit([registry.adding(officer)])
    if linked:
        known = KnownOfficer(officer_id, "Tên", path, officer.roles, f"oa-{path}", f"user-{officer_id}")
        commit([registry.linking(known, world.now, first=True)])


def tell(world: LibraryWorld, table: OpenTable, queue: FakeQueue) -> NotificationResult:
    return tell_of_urgent(
        PROVINCE,
        store=world.store,
        telling=OfficerTelling(OfficerStore(table("Units")), Outbox(table("Audience")), queue, world.now),
        unit_name=lambda path: f"Đơn vị {path}",
        enough=lambda: False,
    )


def test_a_second_person_of_the_unit_is_told_once_and_if_there_is_none_somebody_above(
    world: LibraryWorld, table: OpenTable
) -> None:
    enter(world, table, APPROVER.id, COMMUNE)  # published it
    enter(world, table, EDITOR.id, COMMUNE)  # wrote it
    enter(world, table, "not-linked", COMMUNE, linked=False)
    enter(world, table, "above", PROVINCE)
    urgent(world)
    queue = FakeQueue()
    assert tell(world, table, queue) == NotificationResult(1, 1, ())
    world.later(days=1)
    assert tell(world, table, queue) == NotificationResult(0, 0, ())
    (message,) = queue.messages
    assert "user-above" in message.body
    told = Outbox(table("Audience")).get(work_from(message.body).key)
    assert told
    assert f"Đơn vị {COMMUNE} vừa đăng khẩn bài “Lũ về, sơ tán ngay”" in told.content.text
    assert WHY in told.content.text
    enter(world, table, "colleague", COMMUNE)
    urgent(world, "Cầu xóm 7 đã cấm")
    tell(world, table, queue)
    assert ["user-colleague" in each.body for each in queue.messages] == [False, True]


def test_a_round_that_dies_before_it_noted_the_message__comes_again__and_tells_nobody_twice(
    world: LibraryWorld, table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(world, table, "colleague", COMMUNE)
    urgent(world)
    queue = FakeQueue()
    with monkeypatch.context() as dying:
        dying.setattr(TaskStore, "finish", killed)
        with pytest.raises(Killed):
            tell(world, table, queue)
    world.later(minutes=10)
    assert tell(world, table, queue) == NotificationResult(1, 1, ())
    assert len({work_from(message.body).key for message in queue.messages}) == 1


def test_somebody_else_has_to_look__at_what_is_shown__once(world: LibraryWorld) -> None:
    item_id = urgent(world)
    (waits,) = world.store.urgent(PROVINCE)
    assert waits.item_id == item_id
    assert waits.urgent_by == {EDITOR.id, APPROVER.id}
    assert world.service.reader.worklist(APPROVER).urgent == ()
    assert [item.item_id for item in world.service.reader.worklist(SECOND).urgent] == [item_id]
    with pytest.raises(NotAllowed):
        world.service.looked_at(APPROVER, item_id, 1)
    with pytest.raises(NotAllowed):
        world.service.looked_at(EDITOR, item_id, 1)
    with pytest.raises(Conflict):
        world.service.looked_at(SECOND, item_id, 2)
    for _ in range(2):
        assert world.service.looked_at(SECOND, item_id, 1).item.urgent_by == frozenset()
    assert world.store.urgent(PROVINCE) == []
    steps = [row["by"] for row in world.store.audit(COMMUNE, limit=9).rows if row["what"] == "look"]
    assert steps == [SECOND.id]


def test_what_nobody_else_has_looked_at__does_not_disappear(world: LibraryWorld) -> None:
    item_id = urgent(world)
    world.service.withdraw(APPROVER, item_id, WithdrawalKind.GONE, "Nhầm")
    with pytest.raises(Conflict):
        world.service.put_in_bin(EDITOR, item_id)
    assert [item.item_id for item in world.store.urgent(COMMUNE)] == [item_id]
    world.service.looked_at(SECOND, item_id, 1)
    assert world.service.put_in_bin(EDITOR, item_id).item.binned_at == world.now


def test_a_next_edition_that_two_agreed_to__does_not_stand_for_a_look(world: LibraryWorld) -> None:
    item_id = urgent(world)
    work = world.saved(world.service.open_draft(EDITOR, item_id), "Nước đã rút", change_note="Nước rút")
    work = world.service.submit(EDITOR, item_id, work.draft().revision)
    assert [item.item_id for item in world.store.waiting(COMMUNE, EditionState.SUBMITTED)] == [item_id]
    world.service.approve(APPROVER, item_id, work.draft().revision)
    world.service.publish(APPROVER, item_id)
    assert [item.item_id for item in world.store.urgent(COMMUNE)] == [item_id]
    assert world.service.looked_at(SECOND, item_id, 2).item.urgent_by == frozenset()


def test_a_next_edition__in_work_or_approved__stays_listed__until_somebody_elses_approval_is_the_look(
    world: LibraryWorld,
) -> None:
    item_id = urgent(world)
    work = world.saved(world.service.open_draft(EDITOR, item_id), "Nước đã rút", change_note="Nước rút")
    work = world.service.submit(EDITOR, item_id, work.draft().revision)
    listed = [[item.item_id for item in world.service.reader.worklist(SECOND).urgent]]
    work = world.service.approve(SECOND, item_id, work.draft().revision)
    listed.append([item.item_id for item in world.service.reader.worklist(SECOND).urgent])
    world.service.schedule(SECOND, item_id, world.now + timedelta(hours=1))
    listed.append([item.item_id for item in world.service.reader.worklist(SECOND).urgent])
    assert listed == [[item_id]] * 3
    assert world.service.publish(SECOND, item_id).item.urgent_by == frozenset()
    assert world.service.reader.worklist(SECOND).urgent == ()
