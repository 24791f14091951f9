"""What stands on top, what was taken down and what lies below what, on moto and on Amazon's engine."""

from dataclasses import replace
from datetime import timedelta

import pytest

from loa.errors import InvalidInput
from loa.publishing.library.projection.home import MAXIMUM_ON_TOP
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.model import EditionState, Placement, Reach, WithdrawalKind
from tests.conftest import OpenTable
from tests.worlds.library import APPROVER, COMMUNE, EDITOR, PROVINCE, LibraryWorld


@pytest.fixture
def world(table: OpenTable) -> LibraryWorld:
    return LibraryWorld(table)


def test_a_commune_puts_nothing_on_top_of_the_province(world: LibraryWorld) -> None:
    item_id = world.publish("Xã ghim", reach=Reach.UPWARD)
    pinned = Placement(Section.LOCAL_NEWS, Reach.UPWARD, pinned_until=world.now + timedelta(days=3))
    world.service.place(APPROVER, item_id, pinned)
    own, above = world.published.homes([COMMUNE, PROVINCE])
    assert [card.title for card in own.top] == ["Xã ghim"]
    assert above.top == ()
    assert [card.title for card in above.sections["local_news"]] == ["Xã ghim"]


def test_a_part_of_a_placement__is_changed_and_what_somebody_set_meanwhile_stays(world: LibraryWorld) -> None:
    item_id, until = world.publish("Ghim và nổi bật"), world.now + timedelta(days=3)
    seen: list[Placement] = []

    def featured(now: Placement) -> Placement:
        if not seen:
            world.another().place(APPROVER, item_id, replace(now, pinned_until=until))
        seen.append(now)
        return replace(now, featured=True)

    placement = world.service.rearrange(APPROVER, item_id, featured).item.placement
    assert (placement.featured, placement.pinned_until, len(seen)) == (True, until, 2)


def test_only_who_may_place_pins_a_new_item(world: LibraryWorld) -> None:
    until = world.now + timedelta(days=3)
    wished = Placement(Section.LOCAL_NEWS, pinned_until=until, featured=True, urgent=True, expires_at=until)
    kept = Placement(Section.LOCAL_NEWS, expires_at=until)
    for officer, expected in ((EDITOR, kept), (APPROVER, wished)):
        made = world.service.create(officer, COMMUNE, ItemKind.ARTICLE, wished, {"title": "Tin"})
        assert made.item.placement == expected


def test_a_new_item_finds_no_room_on_a_full_home(world: LibraryWorld) -> None:
    pinned = Placement(Section.LOCAL_NEWS, pinned_until=world.now + timedelta(days=3))
    for number in range(MAXIMUM_ON_TOP):
        world.service.place(APPROVER, world.publish(f"Tin {number}"), pinned)
    with pytest.raises(InvalidInput) as refused:
        world.service.create(APPROVER, COMMUNE, ItemKind.ARTICLE, pinned, {"title": "Tin"})
    assert set(refused.value.fields) == {"pinned_until"}


def test_the_clock_does_not_bring_back_what_was_withdrawn(world: LibraryWorld) -> None:
    item_id = world.publish("Đã đăng")
    work = world.saved(world.service.open_draft(EDITOR, item_id), "Bản sau", change_note="Đổi giờ")
    work = world.service.submit(EDITOR, item_id, work.draft().revision)
    world.service.approve(APPROVER, item_id, work.draft().revision)
    world.service.schedule(APPROVER, item_id, world.now + timedelta(hours=1))
    world.service.withdraw(APPROVER, item_id, WithdrawalKind.GONE, "Đăng nhầm")
    world.later(hours=2)
    assert world.store.due("40", world.now) == []
    work = world.service.look_after(item_id)
    assert work.draft().state is EditionState.APPROVED
    assert world.titles(COMMUNE) == []


def scheduled_next(world: LibraryWorld, item_id: str) -> None:
    work = world.saved(world.service.open_draft(EDITOR, item_id), "Bản sau", change_note="Đổi giờ")
    work = world.service.submit(EDITOR, item_id, work.draft().revision)
    world.service.approve(APPROVER, item_id, work.draft().revision)
    world.service.schedule(APPROVER, item_id, world.now + timedelta(hours=3))


@pytest.mark.parametrize("hours", [2, 4])
def test_an_edition_behind_an_expired_item_waits_for_a_person(world: LibraryWorld, hours: int) -> None:
    item_id = world.publish("Đã đăng")
    scheduled_next(world, item_id)
    ending = Placement(Section.LOCAL_NEWS, expires_at=world.now + timedelta(hours=1))
    world.service.place(APPROVER, item_id, ending)
    world.later(hours=hours)  # before the clock comes again, the next edition may be due as well
    world.service.look_after(item_id)
    world.later(hours=4)
    work = world.service.look_after(item_id)
    assert (work.draft().state, work.item.withdrawal is None) == (EditionState.APPROVED, False)
    assert (world.titles(COMMUNE), world.store.due("40", world.now)) == ([], [])
    world.service.publish(APPROVER, item_id)
    assert world.titles(COMMUNE) == ["Bản sau"]


def test_a_host_that_is_approved_no_more_stops_the_publication(world: LibraryWorld) -> None:
    link = {"kind": ItemKind.LINK, "section": Section.PUBLIC_SERVICES, "unit": PROVINCE}
    by_hand = world.approved("Cổng dịch vụ", **link).item.item_id
    by_clock = world.approved("Cổng dịch vụ công", **link).item.item_id
    world.service.schedule(APPROVER, by_clock, world.now + timedelta(hours=1))
    world.hosts.hosts.clear()
    with pytest.raises(InvalidInput) as refused:
        world.service.publish(APPROVER, by_hand)
    assert set(refused.value.fields) == {"fields.url"}
    world.later(hours=2)
    work = world.service.look_after(by_clock)
    assert work.draft().state is EditionState.APPROVED
    step = work.draft().last("unschedule")
    assert step
    assert "dichvucong.gov.vn" in step.note
    assert world.titles(PROVINCE, "public_services") == []


def test_what_a_commune_once_put_on_top_of_the_province_leaves_it(world: LibraryWorld) -> None:
    pinned = Placement(Section.LOCAL_NEWS, pinned_until=world.now + timedelta(days=3))
    item_id = world.publish("Xã ghim")
    world.service.place(APPROVER, item_id, pinned)
    world.publish("Tin tỉnh", unit=PROVINCE)
    theirs = world.shown.get(COMMUNE, "home")
    ours = world.shown.get(PROVINCE, "home")
    assert theirs
    assert ours
    world.shown.put({**ours, "top": theirs["top"]})  # as an older release left it
    world.published.refresh_home(PROVINCE, world.now)
    own, above = world.published.homes([COMMUNE, PROVINCE])
    assert ([card.title for card in own.top], above.top) == (["Xã ghim"], ())


@pytest.mark.parametrize("kind", [WithdrawalKind.GONE, WithdrawalKind.REDIRECT, WithdrawalKind.EXPIRED])
def test_what_is_gone_leaves_no_words(world: LibraryWorld, kind: WithdrawalKind) -> None:
    other, item_id = world.publish("Bài khác"), world.publish("Lần một")
    work = world.saved(world.service.open_draft(EDITOR, item_id), "Lần hai", change_note="Sửa tên")
    work = world.service.submit(EDITOR, item_id, work.draft().revision)
    world.service.approve(APPROVER, item_id, work.draft().revision)
    world.service.publish(APPROVER, item_id)
    if kind is WithdrawalKind.EXPIRED:
        ending = Placement(Section.LOCAL_NEWS, expires_at=world.now + timedelta(days=1))
        world.service.place(APPROVER, item_id, ending)
        world.later(days=2)
        world.service.look_after(item_id)
    else:
        world.service.withdraw(APPROVER, item_id, kind, "Gộp bài", other)
    found = world.published.get(item_id)
    assert found
    assert found.withdrawal
    assert (found.withdrawal.kind, found.content.title, found.content.blocks) == (kind, "", ())
    assert found.change_note == ""


def test_a_page_of_the_handbook_stands_below_one_of_its_unit(world: LibraryWorld) -> None:
    page = {"unit": PROVINCE, "kind": ItemKind.PAGE, "section": Section.HANDBOOK}
    elsewhere = world.publish("Bài của xã")
    with pytest.raises(InvalidInput) as refused:
        world.submitted("Trang", fields={"parent": elsewhere}, **page)
    assert set(refused.value.fields) == {"fields.parent"}
