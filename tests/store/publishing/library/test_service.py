"""Items from draft to withdrawal, on moto and on Amazon's engine: what is written, once."""

from datetime import timedelta

import pytest

from loa.errors import Busy, Conflict, InvalidInput, NotAllowed, NotFound
from loa.foundation.officers.model import Officer, Role
from loa.platform.aws.dynamodb.tables import ConditionFailed, Table, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.library.projection.store import listings
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.model import EditionState, Placement, Reach, WithdrawalKind
from tests.conftest import OpenTable
from tests.worlds.library import (
    APPROVER,
    COMMUNE,
    EDITOR,
    OTHER,
    PROVINCE,
    SECOND_EDITOR,
    LibraryWorld,
)

EDITOR_WHO_APPROVES = Officer("approver-2", "Phan Văn Tý", PROVINCE, frozenset({Role.APPROVER}))


@pytest.fixture
def world(table: OpenTable) -> LibraryWorld:
    return LibraryWorld(table)


def test_an_item_becomes_public_only_by_publication(world: LibraryWorld) -> None:
    work = world.approved()
    assert world.shown_rows(COMMUNE) == []
    world.service.publish(APPROVER, work.item.item_id)
    assert world.shown_rows(COMMUNE) == ["home", "item", "list", "text"]
    found = world.published.get(work.item.item_id)
    assert found
    assert (found.edition, found.version, found.content.title) == (1, 1, "Lịch họp tháng 12")
    assert "Ủy ban Mặt trận xã họp" in world.published.text(work.item.item_id)


def test_publishing_twice_changes_nothing(world: LibraryWorld) -> None:
    item_id = world.publish()
    before = [*world.shown.rows(COMMUNE), *world.content.rows(COMMUNE)]
    world.later(minutes=1)
    world.service.publish(APPROVER, item_id)
    assert [*world.shown.rows(COMMUNE), *world.content.rows(COMMUNE)] == before


def test_the_next_edition_is_written_while_the_first_is_read(world: LibraryWorld) -> None:
    item_id = world.publish("Lần một")
    world.later(hours=1)
    work = world.saved(world.service.open_draft(SECOND_EDITOR, item_id), "Lần hai", change_note="Đổi giờ")
    assert world.titles(COMMUNE) == ["Lần một"]
    work = world.service.submit(SECOND_EDITOR, item_id, work.draft().revision)
    world.service.approve(APPROVER, item_id, work.draft().revision)
    world.service.publish(APPROVER, item_id)
    assert world.titles(COMMUNE) == ["Lần hai"]
    assert world.shown_rows(COMMUNE) == ["home", "item", "list", "text"]
    states = [edition.state for edition in world.store.editions(item_id)]
    assert states == [EditionState.PUBLISHED, EditionState.SUPERSEDED]


def test_an_older_edition_comes_back_as_a_draft(world: LibraryWorld) -> None:
    item_id = world.publish("Lần một")
    work = world.service.restore(SECOND_EDITOR, item_id, 1)
    assert work.draft().content.title == "Lần một"
    assert work.draft().contributors == {"editor-2"}
    assert world.titles(COMMUNE) == ["Lần một"]


def test_a_withdrawn_item_is_gone_and_says_why(world: LibraryWorld) -> None:
    item_id = world.publish()
    world.service.withdraw(APPROVER, item_id, WithdrawalKind.GONE, "Đăng nhầm")
    assert world.shown_rows(COMMUNE) == ["home", "item"]
    (home,) = world.published.homes([COMMUNE])
    assert home.sections == {}
    found = world.published.get(item_id)
    assert found
    assert found.withdrawal
    assert found.withdrawal.reason == "Đăng nhầm"
    assert found.content.title == ""
    with pytest.raises(Conflict):
        world.service.withdraw(APPROVER, item_id, WithdrawalKind.GONE, "Đăng nhầm")


def test_a_withdrawn_item_can_be_published_again(world: LibraryWorld) -> None:
    item_id = world.publish()
    world.service.withdraw(APPROVER, item_id, WithdrawalKind.NOTICE, "Đang kiểm tra lại")
    work = world.saved(world.service.open_draft(EDITOR, item_id), "Đã sửa", change_note="Sửa số liệu")
    work = world.service.submit(EDITOR, item_id, work.draft().revision)
    world.service.approve(APPROVER, item_id, work.draft().revision)
    world.service.publish(APPROVER, item_id)
    assert world.titles(COMMUNE) == ["Đã sửa"]
    assert world.published.get(item_id).withdrawal is None  # type: ignore[union-attr]


def test_upward_items_stand_in_the_lists_above_and_leave_them_again(world: LibraryWorld) -> None:
    item_id = world.publish("Gương sáng", reach=Reach.UPWARD)
    assert world.titles(PROVINCE) == ["Gương sáng"]
    world.service.place(APPROVER, item_id, Placement(Section.ACTIVITIES, Reach.UNIT))
    assert world.titles(PROVINCE) == []
    assert world.shown_rows(PROVINCE) == ["home"]
    assert world.titles(COMMUNE, "activities") == ["Gương sáng"]
    own, above = world.published.homes([COMMUNE, PROVINCE])
    assert set(own.sections) == {"activities"}
    assert above.sections == {}


def test_a_home_keeps_the_newest_and_fills_the_gap_of_what_went(world: LibraryWorld) -> None:
    ids = []
    for number in range(5):
        ids.append(world.publish(f"Tin {number}"))
        world.later(minutes=1)
    (home,) = world.published.homes([COMMUNE])
    assert [card.title for card in home.sections["local_news"]] == ["Tin 4", "Tin 3", "Tin 2"]
    world.service.withdraw(APPROVER, ids[3], WithdrawalKind.GONE, "Trùng")
    (home,) = world.published.homes([COMMUNE])
    assert [card.title for card in home.sections["local_news"]] == ["Tin 4", "Tin 2", "Tin 1"]


def test_events_stand_in_the_calendar_by_their_end(world: LibraryWorld) -> None:
    soon = [{"starts_at": "2026-12-01T01:00:00Z", "ends_at": "2026-12-01T02:00:00Z"}]
    world.publish("Tiếp xúc cử tri", kind=ItemKind.EVENT, section=Section.NOTICES)
    world.publish("Ngày hội", kind=ItemKind.EVENT, section=Section.NOTICES, fields={"occasions": soon})
    assert [row["card"]["title"] for row in world.published.events(COMMUNE, world.now, limit=9).rows] == [
        "Ngày hội",
        "Tiếp xúc cử tri",
    ]
    assert world.titles(COMMUNE, "notices") == []
    world.later(days=2)
    world.published.refresh_home(COMMUNE, world.now)
    (home,) = world.published.homes([COMMUNE])
    assert [card.title for card in home.events] == ["Tiếp xúc cử tri"]


def test_lists_by_hand_are_in_the_given_order(world: LibraryWorld) -> None:
    for title, order in (("Hai", 20), ("Một", 10), ("Ba", 30)):
        world.publish(title, unit=PROVINCE, kind=ItemKind.LINK, section=Section.PUBLIC_SERVICES, order=order)
    assert world.titles(PROVINCE, "public_services") == ["Một", "Hai", "Ba"]


def test_who_wrote_it_does_not_approve_it(world: LibraryWorld) -> None:
    work = world.submitted(by=APPROVER)
    with pytest.raises(NotAllowed):
        world.service.approve(APPROVER, work.item.item_id, work.draft().revision)


def test_an_approver_who_saw_another_revision_is_refused(world: LibraryWorld) -> None:
    seen = world.submitted("Bản đã xem")
    item_id = seen.item.item_id
    recalled = world.service.recall(EDITOR, item_id)
    work = world.saved(recalled, "Bản chưa xem")
    world.service.submit(EDITOR, item_id, work.draft().revision)
    with pytest.raises(Conflict):
        world.service.approve(APPROVER, item_id, seen.draft().revision)
    assert world.store.item(item_id).working_state is EditionState.SUBMITTED


def test_two_editors_at_once_lose_no_words(world: LibraryWorld) -> None:
    work = world.draft("Bắt đầu")
    world.saved(work, "Của Lan")
    with pytest.raises(Conflict):
        world.saved(work, "Của Bình", by=SECOND_EDITOR)
    assert world.store.work(work.item.item_id).draft().content.title == "Của Lan"


def test_a_lock_is_seen_taken_over_and_lapses(world: LibraryWorld) -> None:
    work = world.draft()
    item_id = work.item.item_id
    world.service.lock(EDITOR, item_id)
    with pytest.raises(Conflict, match="Nguyễn Thị Lan"):
        world.service.lock(SECOND_EDITOR, item_id)
    with pytest.raises(Conflict):
        world.saved(work, "Chen vào", by=SECOND_EDITOR)
    world.service.lock(SECOND_EDITOR, item_id, take_over=True)
    with pytest.raises(Conflict):
        world.saved(work, "Muộn rồi")
    world.later(minutes=6)
    assert world.saved(work, "Hết hạn khóa").draft().content.title == "Hết hạn khóa"


def test_returned_with_a_reason(world: LibraryWorld) -> None:
    work = world.submitted()
    with pytest.raises(InvalidInput):
        world.service.return_(APPROVER, work.item.item_id, "  ")
    back = world.service.return_(APPROVER, work.item.item_id, "Thiếu số điện thoại")
    assert back.draft().state is EditionState.DRAFT
    step = back.draft().last("return")
    assert step
    assert step.note == "Thiếu số điện thoại"


def test_a_scheduled_edition_appears_and_an_expired_one_goes(world: LibraryWorld) -> None:
    item_id = world.approved().item.item_id
    world.service.schedule(APPROVER, item_id, world.now + timedelta(hours=1))
    placement = Placement(Section.LOCAL_NEWS, expires_at=world.now + timedelta(days=1))
    world.service.place(APPROVER, item_id, placement)
    assert world.store.due("40", world.now) == []
    world.later(hours=2)
    assert world.store.due("40", world.now) == [item_id]
    for _ in range(2):  # a round that comes twice
        world.service.look_after(item_id)
    assert world.titles(COMMUNE) == ["Lịch họp tháng 12"]
    world.later(days=1)
    assert world.store.due("40", world.now) == [item_id]
    for _ in range(2):
        world.service.look_after(item_id)
    assert world.titles(COMMUNE) == []
    assert world.store.due("40", world.now) == []
    found = world.published.get(item_id)
    assert found
    assert found.withdrawal
    assert found.withdrawal.kind is WithdrawalKind.EXPIRED


def test_pinned_items_lead_until_their_day(world: LibraryWorld) -> None:
    first = world.publish("Cũ nhưng ghim")
    world.later(minutes=1)
    world.publish("Mới")
    world.service.place(
        APPROVER, first, Placement(Section.LOCAL_NEWS, pinned_until=world.now + timedelta(days=3))
    )
    (home,) = world.published.homes([COMMUNE])
    assert [card.title for card in home.top] == ["Cũ nhưng ghim"]
    world.later(days=4)
    world.service.look_after(first)
    (home,) = world.published.homes([COMMUNE])
    assert home.top == ()


def test_urgent_needs_an_end(world: LibraryWorld) -> None:
    item_id = world.publish()
    with pytest.raises(InvalidInput) as refused:
        world.service.place(APPROVER, item_id, Placement(Section.LOCAL_NEWS, urgent=True))
    assert "expires_at" in refused.value.fields


def test_the_emergency_path_leaves_a_reason(world: LibraryWorld) -> None:
    work = world.draft("Lũ về, sơ tán ngay", by=APPROVER)
    item_id = work.item.item_id
    world.service.publish_urgently(APPROVER, item_id, work.draft().revision, "Lũ quét trong đêm")
    assert world.titles(COMMUNE) == ["Lũ về, sơ tán ngay"]
    steps = [
        row["note"] for row in world.store.audit(COMMUNE, limit=5).rows if row["what"] == "publish_urgently"
    ]
    assert steps == ["Lũ quét trong đêm"]


def test_what_waits_is_found_in_its_subtree_only(world: LibraryWorld) -> None:
    world.submitted("Ở xã này")
    world.submitted("Ở xã khác", unit=OTHER)
    titles = [item.title for item in world.store.waiting(COMMUNE, EditionState.SUBMITTED)]
    assert titles == ["Ở xã này"]
    assert len(world.store.waiting(PROVINCE, EditionState.SUBMITTED)) == 2


def test_the_bin_keeps_for_thirty_days(world: LibraryWorld) -> None:
    work = world.draft()
    item_id = work.item.item_id
    world.service.put_in_bin(EDITOR, item_id)
    with pytest.raises(Conflict):
        world.saved(work, "Trong thùng rác")
    assert world.store.due("40", world.now + timedelta(days=29)) == []
    assert world.store.due("40", world.now + timedelta(days=30)) == [item_id]
    world.service.take_from_bin(EDITOR, item_id)
    assert world.store.due("40", world.now + timedelta(days=31)) == []


def test_a_first_draft_given_up_goes_to_the_bin_a_later_one_disappears(world: LibraryWorld) -> None:
    work = world.draft()
    assert world.service.discard(EDITOR, work.item.item_id, work.draft().revision).item.binned_at
    item_id = world.publish("Đã đăng")
    second = world.service.open_draft(EDITOR, item_id)
    world.service.discard(EDITOR, item_id, second.draft().revision)
    assert [edition.number for edition in world.store.editions(item_id)] == [1]
    assert world.titles(COMMUNE) == ["Đã đăng"]


def test_a_copy_leaves_dates_behind(world: LibraryWorld) -> None:
    item_id = world.publish("Ngày hội năm nay", kind=ItemKind.EVENT, section=Section.NOTICES)
    copied = world.service.copy(EDITOR, item_id)
    assert copied.draft().content.fields == {"place": "Nhà văn hóa xóm 3"}
    with pytest.raises(InvalidInput) as refused:
        world.service.submit(EDITOR, copied.item.item_id, copied.draft().revision)
    assert set(refused.value.fields) == {"fields.occasions"}


def test_outside_their_unit_an_officer_finds_nothing(world: LibraryWorld) -> None:
    work = world.submitted()
    stranger = Officer("x", "Người lạ", OTHER, frozenset(Role) - {Role.INVESTIGATOR})
    item_id = work.item.item_id
    with pytest.raises(NotFound):
        world.service.reader.work(stranger, item_id)
    with pytest.raises(NotFound):
        world.service.approve(stranger, item_id, work.draft().revision)
    with pytest.raises(NotFound):
        world.service.lock(stranger, item_id)


def test_an_officer_who_was_slower_than_another_process_tries_again(
    world: LibraryWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the read and the write of a publication, another item of the unit is published."""
    first, second = world.approved("Một").item.item_id, world.approved("Hai").item.item_id
    slow: list[str] = []

    def after_another(writes: list[Write]) -> None:
        if not slow:
            slow.append(second)
            world.another().publish(APPROVER, second)
        commit(writes)

    monkeypatch.setattr("loa.publishing.library.editing.changes.commit", after_another)
    world.service.publish(APPROVER, first)
    (home,) = world.published.homes([COMMUNE])
    assert {card.title for card in home.sections["local_news"]} == {"Một", "Hai"}


def test_killed_before_the_write_nothing_has_happened(
    world: LibraryWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    item_id = world.approved().item.item_id

    def killed(_writes: object) -> None:
        raise Busy("killed")

    with monkeypatch.context() as patch:
        patch.setattr("loa.publishing.library.editing.changes.commit", killed)
        with pytest.raises(Busy):
            world.service.publish(APPROVER, item_id)
    assert world.shown_rows(COMMUNE) == []
    world.service.publish(APPROVER, item_id)
    assert world.shown_rows(COMMUNE) == ["home", "item", "list", "text"]


def test_an_older_version_never_covers_a_newer_one(world: LibraryWorld, table: OpenTable) -> None:
    item_id = world.publish("Cũ")
    old = world.published.get(item_id)
    assert old
    world.service.place(APPROVER, item_id, Placement(Section.LOCAL_NEWS, featured=True))
    shown: Table = table("Published")
    (write, *_) = world.published.changes(old, old, text="", now=world.now)
    with pytest.raises(ConditionFailed):
        shown.put(write.row, only_if=write.only_if)  # type: ignore[union-attr]
    assert listings(old)


def test_a_worklist_shows_what_is_mine_what_waits_and_what_ends(world: LibraryWorld) -> None:
    world.draft("Nháp của Lan")
    mine = world.submitted("Của tôi", by=APPROVER, unit=PROVINCE)
    world.submitted("Chờ duyệt")
    ending = world.publish("Sắp hết hạn", unit=PROVINCE)
    world.service.place(
        APPROVER, ending, Placement(Section.LOCAL_NEWS, expires_at=world.now + timedelta(days=2))
    )
    old = world.publish("Cần xem lại", unit=PROVINCE)
    work = world.service.reader.worklist(APPROVER)
    assert [item.title for item in work.waiting] == ["Chờ duyệt"]
    assert [item.title for item in work.expiring] == ["Sắp hết hạn"]
    assert work.overdue == ()
    world.later(days=366)
    assert old in {item.item_id for item in world.service.reader.worklist(APPROVER).overdue}
    world.service.return_(EDITOR_WHO_APPROVES, mine.item.item_id, "Ngắn gọn hơn")
    assert [item.title for item in world.service.reader.worklist(APPROVER).mine] == ["Của tôi"]


def test_drafts_are_found_without_accents(world: LibraryWorld) -> None:
    world.draft("Lịch tiếp xúc cử tri")
    world.draft("Ngày hội Đại đoàn kết")
    found = world.service.reader.items(EDITOR, COMMUNE, text="dai doan ket")
    assert [item.title for item in found] == ["Ngày hội Đại đoàn kết"]
