"""The public list: only what is redacted and released."""

import pytest

from loa.cases import public
from loa.cases.model import Move
from loa.cases.moving import RESIDENT
from loa.cases.service import (
    release,
    withdraw_release,
)
from loa.errors import Conflict, InvalidInput
from tests.conftest import OpenTable
from tests.store.case_world import OFFICER, OTHER, PROVINCE, WARD, World


@pytest.fixture
def world(table: OpenTable) -> World:
    return World(table)


def test_only_what_is_redacted_and_released_is_public(world: World) -> None:
    case = world.open()
    shelf = public.PublicCases(world.table)
    with pytest.raises(Conflict):
        release(
            case.id, "Đèn hỏng", "Đã sửa", by=OFFICER, desk=world.desk, gallery=world.gallery, now=world.now
        )
    world.move(case.id, Move.ACCEPT)
    world.move(case.id, Move.ANSWER)
    with pytest.raises(InvalidInput) as caught:
        release(
            case.id,
            "Gọi 0912345678",
            "Đã sửa",
            by=OFFICER,
            desk=world.desk,
            gallery=world.gallery,
            now=world.now,
        )
    assert set(caught.value.fields) == {"text"}
    release(
        case.id,
        "Đường dây nóng 0912345678",
        "Đã sửa",
        by=OFFICER,
        desk=world.desk,
        gallery=world.gallery,
        now=world.now,
        confirmed=["0912345678"],
    )
    release(
        case.id, "Đèn đường hỏng", "Đã sửa", by=OFFICER, desk=world.desk, gallery=world.gallery, now=world.now
    )
    for path in (PROVINCE, WARD):
        (shown,) = shelf.page(path, limit=10).cases
        assert (shown.text, shown.answer) == ("Đèn đường hỏng", "Đã sửa")
        assert case.id not in shown.reference
        assert shelf.one(PROVINCE, shown.reference) == shown
    assert shelf.page(OTHER, limit=10).cases == ()
    gone = withdraw_release(case.id, by=OFFICER, desk=world.desk, gallery=world.gallery, now=world.now)
    assert not gone.released
    assert shelf.page(PROVINCE, limit=10).cases == ()
    world.check()


def test_a_new_release_after_a_new_answer_replaces_the_old_one(world: World) -> None:
    case = world.open()
    world.move(case.id, Move.ACCEPT)
    world.move(case.id, Move.ANSWER)
    release(case.id, "Đèn hỏng", "Đã sửa", by=OFFICER, desk=world.desk, gallery=world.gallery, now=world.now)
    world.clock.forward(days=1)
    world.move(case.id, Move.REOPEN, by=RESIDENT)
    world.move(case.id, Move.ANSWER)
    release(
        case.id, "Đèn hỏng", "Đã sửa lại", by=OFFICER, desk=world.desk, gallery=world.gallery, now=world.now
    )
    (shown,) = public.PublicCases(world.table).page(PROVINCE, limit=10).cases
    assert shown.answer == "Đã sửa lại"
