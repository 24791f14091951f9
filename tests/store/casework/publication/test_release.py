"""The public list: only what is redacted and released."""

import pytest

from loa.casework.cases.rows import public_list
from loa.casework.cases.rules.model import Move
from loa.casework.cases.rules.transitions import RESIDENT
from loa.casework.publication.release import release, withdraw_release
from loa.errors import Conflict, InvalidInput
from tests.conftest import OpenTable
from tests.worlds.store.case_world import OFFICER, OTHER, PROVINCE, WARD, World


@pytest.fixture
def world(table: OpenTable) -> World:
    return World(table)


def test_only_what_is_redacted_and_released_is_public(world: World) -> None:
    case = world.open()
    shelf = public_list.PublicCaseStore(world.table)
    with pytest.raises(Conflict):
        release(
            world.desk.load(case.id),
            "Đèn hỏng",
            "Đã sửa",
            by=OFFICER,
            gallery=world.gallery,
            service=world.desk,
        )
    world.move(case.id, Move.ACCEPT)
    world.move(case.id, Move.ANSWER)
    with pytest.raises(InvalidInput) as caught:
        release(
            world.desk.load(case.id),
            "Gọi 0912345678",
            "Đã sửa",
            by=OFFICER,
            gallery=world.gallery,
            service=world.desk,
        )
    assert set(caught.value.fields) == {"text"}
    release(
        world.desk.load(case.id),
        "Đường dây nóng 0912345678",
        "Đã sửa",
        by=OFFICER,
        gallery=world.gallery,
        confirmed=["0912345678"],
        service=world.desk,
    )
    release(
        world.desk.load(case.id),
        "Đèn đường hỏng",
        "Đã sửa",
        by=OFFICER,
        gallery=world.gallery,
        service=world.desk,
    )
    for path in (PROVINCE, WARD):
        (shown,) = shelf.page(path, limit=10).cases
        assert (shown.text, shown.answer) == ("Đèn đường hỏng", "Đã sửa")
        assert case.id not in shown.reference
        assert shelf.one(PROVINCE, shown.reference) == shown
    assert shelf.page(OTHER, limit=10).cases == ()
    gone = withdraw_release(world.desk.load(case.id), by=OFFICER, gallery=world.gallery, service=world.desk)
    assert not gone.released
    assert shelf.page(PROVINCE, limit=10).cases == ()
    world.check()


def test_a_new_release_after_a_new_answer_replaces_the_old_one(world: World) -> None:
    case = world.open()
    world.move(case.id, Move.ACCEPT)
    world.move(case.id, Move.ANSWER)
    release(
        world.desk.load(case.id), "Đèn hỏng", "Đã sửa", by=OFFICER, gallery=world.gallery, service=world.desk
    )
    world.clock.forward(days=1)
    world.move(case.id, Move.REOPEN, by=RESIDENT)
    world.move(case.id, Move.ANSWER)
    release(
        world.desk.load(case.id),
        "Đèn hỏng",
        "Đã sửa lại",
        by=OFFICER,
        gallery=world.gallery,
        service=world.desk,
    )
    (shown,) = public_list.PublicCaseStore(world.table).page(PROVINCE, limit=10).cases
    assert shown.answer == "Đã sửa lại"


def released(world: World) -> str:
    case = world.open()
    world.move(case.id, Move.ACCEPT)
    world.move(case.id, Move.ANSWER)
    release(
        world.desk.load(case.id), "Đèn hỏng", "Đã sửa", by=OFFICER, gallery=world.gallery, service=world.desk
    )
    world.clock.forward(days=1)
    return case.id


@pytest.mark.parametrize("how", ["resident", "officer", "two stars"])
def test_what_is_reopened_is_public_no_more(world: World, how: str) -> None:
    case_id = released(world)
    if how == "two stars":
        world.desk.rate(case_id, stars=2)
    else:
        world.move(case_id, Move.REOPEN, by=RESIDENT if how == "resident" else OFFICER)
    shelf = public_list.PublicCaseStore(world.table)
    assert [shelf.page(path, limit=10).cases for path in (PROVINCE, WARD)] == [(), ()]
    case, line = world.case(case_id), world.history(case_id)[-1]
    assert (case.released, line.facts["unreleased"]) == (False, "yes")
    world.check()


@pytest.mark.parametrize("step", [Move.TRANSFER, Move.REFUSE, Move.WITHDRAW, Move.ACCEPT])
def test_a_case_that_was_reopened_on_the_list_leaves_it_with_its_next_move(world: World, step: Move) -> None:
    """As it was kept before a reopened case left the list by itself."""
    case_id = released(world)
    kept = world.desk.store.read(case_id)
    assert kept
    assert kept.standing_release
    sort = kept.standing_release.facts["sort"]
    rows = [world.table.get(public_list.partition_of(path), sort) for path in (PROVINCE, WARD)]
    world.move(case_id, Move.REOPEN)
    for row in rows:
        world.table.put(row or {})
    world.table.update(f"case#{case_id}", "case", set={"released": True})
    assert len(public_list.PublicCaseStore(world.table).page(PROVINCE, limit=10).cases) == 1
    world.move(case_id, step, by=RESIDENT if step is Move.WITHDRAW else OFFICER)
    assert public_list.PublicCaseStore(world.table).page(PROVINCE, limit=10).cases == ()
    assert public_list.PublicCaseStore(world.table).page(WARD, limit=10).cases == ()
    assert not world.case(case_id).released


def test_an_answer_that_is_confirmed_or_closed_stays_public(world: World) -> None:
    case_id = released(world)
    world.desk.rate(case_id, stars=5)
    world.move(case_id, Move.CLOSE, by="clock")
    assert len(public_list.PublicCaseStore(world.table).page(PROVINCE, limit=10).cases) == 1
