"""An item that begins with a ready-made notice: its gaps are marked, and are refused at its submission."""

import pytest

from loa.publishing.library.rules.kinds import Section
from loa.publishing.library.rules.model import EditionState
from tests.conftest import OpenTable
from tests.worlds.console import OfficerBrowser, body_of, filled_in
from tests.worlds.console_library import LIST, ConsoleLibrary, console_library, item_in

BEGIN = f"{LIST}/tu-mau"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ConsoleLibrary:
    return console_library(open_table, monkeypatch)


@pytest.fixture
def lan(world: ConsoleLibrary) -> OfficerBrowser:
    return world.sign_in("Nguyễn Thị Lan")


def test_a_notice__is_begun_once__and_not_submitted_before_its_gaps_are_filled(
    world: ConsoleLibrary, lan: OfficerBrowser
) -> None:
    page = lan.page(f"{LIST}/moi?loai=notice")
    (form,) = [each for each in page.all("form") if each.get("action") == BEGIN]
    assert "Tiếp xúc cử tri" in form.text()
    fields = {name: values[0] for name, values in filled_in(form).items()} | {"notice": "voters_meeting"}
    first, again = (lan.post(BEGIN, fields) for _ in range(2))
    assert first["headers"]["location"] == again["headers"]["location"]
    item = item_in(first)
    assert "{đại biểu}" in lan.follow(first).text(), "what is to be filled is said"
    work = world.library.store.work(item)
    assert work.item.placement.section is Section.NOTICES
    content = work.draft().content
    assert content.title == "Kính mời cử tri dự hội nghị tiếp xúc với {đại biểu}"
    assert "Mặt trận xã Yên Thành tổ chức hội nghị" in str(content.blocks[0]["content"])
    here = f"{LIST}/{item}/soan"
    dated = {"valid_from": "2026-12-05"}
    refused = lan.send(here, here, do="submit", **dated)
    assert refused["statusCode"] == 422
    assert "{đại biểu}" in body_of(refused)
    assert world.library.store.work(item).draft().state is EditionState.DRAFT
    filled = {
        "title": "Mời cử tri gặp đại biểu",
        "summary": "8 giờ sáng thứ Bảy.",
        "words": ["8 giờ, xóm 3."],
    }
    assert lan.send(here, here, do="submit", **dated, **filled)["statusCode"] == 303
    assert world.library.store.work(item).draft().state is EditionState.SUBMITTED


def test_nothing_chosen__or_no_such_notice__makes_nothing(world: ConsoleLibrary, lan: OfficerBrowser) -> None:
    page = lan.page(f"{LIST}/moi?loai=article")
    bare = lan.send(page, BEGIN)
    assert (bare["statusCode"], "Xin chọn" in body_of(bare)) == (422, True)
    assert lan.send(page, BEGIN, notice="no_such_notice")["statusCode"] == 404
    assert lan.send(page, BEGIN, notice="fund_drive", kind="document")["statusCode"] == 422
    assert list(world.library.store.of_unit("40.17506")) == []
    links = [
        each for each in lan.page(f"{LIST}/moi?loai=document").all("form") if each.get("action") == BEGIN
    ]
    assert links == [], "a document is no notice"
