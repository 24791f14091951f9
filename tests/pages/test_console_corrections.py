"""Articles on accounts, while their item says something else: told on both pages, and corrected."""

import json
from datetime import timedelta

import boto3
import pytest

from loa.foundation.officers.model import Role
from loa.publishing.broadcasts.rows.correction_store import CorrectionStore
from loa.publishing.broadcasts.rows.delivery_rows import delivery_sort
from loa.publishing.broadcasts.rules.delivery import Correcting
from loa.publishing.library.rules.kinds import Section
from loa.publishing.library.rules.model import Placement, WithdrawalKind
from tests.conftest import OpenTable
from tests.worlds.console import OfficerBrowser, body_of, filled_in
from tests.worlds.console_broadcasts import AREA, OTHER, PROVINCE, BroadcastWorld, broadcast_world
from tests.worlds.console_library import LIST
from tests.worlds.doors import load
from tests.worlds.library import APPROVER, EDITOR, LibraryWorld

OLD = "Bài đã gửi trên 3 tài khoản còn là bản cũ."


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> BroadcastWorld:
    return broadcast_world(open_table, monkeypatch)


@pytest.fixture
def library(open_table: OpenTable, world: BroadcastWorld) -> LibraryWorld:
    return LibraryWorld(open_table)


@pytest.fixture
def writer(world: BroadcastWorld) -> OfficerBrowser:
    return world.sign_in("Phan Thị Thu", PROVINCE)


@pytest.fixture
def chief(world: BroadcastWorld) -> OfficerBrowser:
    return world.sign_in("Nguyễn Văn Thành", PROVINCE, Role.APPROVER)


def waiting() -> list[dict[str, str]]:
    """What stands on the queue of deliveries."""
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName="deliveries")["QueueUrl"]
    answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


def test_a_newer_edition__is_told__looked_at__and_put_on_the_accounts_once(
    world: BroadcastWorld, writer: OfficerBrowser, chief: OfficerBrowser, library: LibraryWorld
) -> None:
    name, item = world.sent_item(writer, chief, library)
    here = f"{AREA}/{name}"
    assert world.get(name).edition == 1
    assert "bản cũ" not in chief.page(here).text()
    assert "không có bản nào mới hơn bài đã gửi" in chief.page(f"{here}/sua-bai").text()
    library.corrected(item, "Lịch tiêm phòng, sáng thứ Sáu")
    assert OLD in writer.page(here).text()
    assert f"{here}/sua-bai" not in [each.get("href") for each in writer.page(here).all("a")], "not an editor"
    assert f"{here}/sua-bai" in [each.get("href") for each in chief.page(here).all("a")]
    page = chief.page(f"{here}/sua-bai")
    changes = [each.text().strip() for each in page.all("li") if "sáng thứ Sáu" in each.text()]
    assert [change[:3] for change in changes] == ["Sửa"] * 2, "the title, and the summary that repeats it"
    (form,) = [each for each in page.all("form") if each.get("action") == f"{here}/sua-bai"]
    fields = {key: values[0] for key, values in filled_in(form).items()}
    for _ in range(2):
        assert chief.post(f"{here}/sua-bai", fields)["statusCode"] == 303
    orders = waiting()
    assert [order["do"] for order in orders] == ["correct"] * 3
    assert len({order["unit_path"] for order in orders}) == 3
    page = chief.page(here)
    assert "0 đã sửa, 3 đang sửa, 0 chưa sửa được" in page.text()
    assert "hoặc đang được sửa" in chief.page(f"{here}/sua-bai").text()
    assert "bản cũ" not in page.text()
    article = CorrectionStore(world.store.table).article(name, 2)
    assert article
    assert article["title"] == "Lịch tiêm phòng, sáng thứ Sáu"
    assert article["cover_url"].startswith("media:"), "an item without a picture keeps the broadcast's cover"


def test_what_could_not_be_corrected__says_why__and_is_tried_again(
    world: BroadcastWorld, writer: OfficerBrowser, chief: OfficerBrowser, library: LibraryWorld
) -> None:
    name, item = world.sent_item(writer, chief, library)
    here = f"{AREA}/{name}"
    library.corrected(item, "Bản hai")
    chief.send(f"{here}/sua-bai", f"{here}/sua-bai")
    waiting()
    store = CorrectionStore(world.store.table)
    claimed = store.claim(name, OTHER, library.now)
    assert claimed
    store.not_corrected(claimed, library.now, reason="article_gone")
    page = chief.page(here)
    assert "0 đã sửa, 2 đang sửa, 1 chưa sửa được" in page.text()
    assert f"Đơn vị {OTHER}: Bài viết đã bị xóa trên OA Manager." in page.text()
    again = chief.page(f"{here}/sua-bai")
    assert "Thử lại ở 1 tài khoản" in again.text()
    assert f"Đơn vị {OTHER}: Bài viết đã bị xóa trên OA Manager." in again.text()
    assert "3 tài khoản" not in again.text()
    assert "Lời như cũ" not in again.text(), "what failed still says what was sent"
    chief.send(again, f"{here}/sua-bai")
    row = world.deliveries.get(name, OTHER)
    assert row
    assert row.correcting is Correcting.PENDING


def test_what_failed__of_an_item_that_has_expired_since__says_that_nothing_is_left_to_correct_by(
    world: BroadcastWorld, writer: OfficerBrowser, chief: OfficerBrowser, library: LibraryWorld
) -> None:
    name, item = world.sent_item(writer, chief, library)
    here = f"{AREA}/{name}"
    library.corrected(item, "Bản hai")
    chief.send(f"{here}/sua-bai", f"{here}/sua-bai")
    store = CorrectionStore(world.store.table)
    claimed = store.claim(name, OTHER, library.now)
    assert claimed
    store.not_corrected(claimed, library.now, reason="article_gone")
    ends = Placement(Section.LOCAL_NEWS, expires_at=library.now + timedelta(days=1))
    library.service.place(APPROVER, item, ends)
    library.later(days=2)
    library.service.look_after(item)
    assert "Thử sửa lại" not in chief.page(here).text()
    assert "Bài gốc đã hết hạn đăng" in chief.page(f"{here}/sua-bai").text()


def test_comments_that_a_broadcast_has_closed__stay_closed(
    world: BroadcastWorld, writer: OfficerBrowser, chief: OfficerBrowser, library: LibraryWorld
) -> None:
    name, item = world.sent_item(writer, chief, library)
    here, table = f"{AREA}/{name}", world.store.table
    row = table.get(name, "meta")
    assert row
    content = row["content"]
    table.update(
        name, "meta", set={"content": {**content, "article": {**content["article"], "comment": "hide"}}}
    )
    library.corrected(item, "Bản hai")
    chief.send(f"{here}/sua-bai", f"{here}/sua-bai")
    article = CorrectionStore(table).article(name, 2)
    assert article
    assert (article["title"], article["comment"]) == ("Bản hai", "hide")


def test_what_had_failed__is_not_sent_again_after_a_correction__and_the_page_says_so(
    world: BroadcastWorld, writer: OfficerBrowser, chief: OfficerBrowser, library: LibraryWorld
) -> None:
    name, item = world.sent_item(writer, chief, library)
    here = f"{AREA}/{name}"
    world.store.table.update(
        name, delivery_sort(OTHER), set={"state": "failed", "reason": "disabled"}, remove=("article_id",)
    )
    assert "Gửi lại những lượt lỗi" in chief.page(here).text()
    library.corrected(item, "Bản hai")
    chief.send(f"{here}/sua-bai", f"{here}/sua-bai")
    page = chief.page(here).text()
    assert "Gửi lại những lượt lỗi" not in page
    assert "Nơi chưa gửi được thì xin soạn tin mới từ bài đó." in page


def test_an_edition_that_nobody_has_seen__is_not_put_on_accounts(
    world: BroadcastWorld, writer: OfficerBrowser, chief: OfficerBrowser, library: LibraryWorld
) -> None:
    name, item = world.sent_item(writer, chief, library)
    here = f"{AREA}/{name}"
    library.corrected(item, "Bản hai")
    page = chief.page(f"{here}/sua-bai")
    saved = library.saved(library.service.open_draft(EDITOR, item), "Bản ba")
    library.service.publish_urgently(APPROVER, item, saved.draft().revision, "Nước lên nhanh.")
    assert "một người đăng khẩn" in chief.page(here).text()
    refused = chief.send(page, f"{here}/sua-bai")
    assert (refused["statusCode"], "xem lại bài" in body_of(refused)) == (409, True)
    assert "đăng khẩn" in chief.page(f"{here}/sua-bai").text()
    assert waiting() == []


def test_a_newer_edition_than_was_seen__is_shown_first(
    world: BroadcastWorld, writer: OfficerBrowser, chief: OfficerBrowser, library: LibraryWorld
) -> None:
    name, item = world.sent_item(writer, chief, library)
    here = f"{AREA}/{name}"
    library.corrected(item, "Bản hai")
    page = chief.page(f"{here}/sua-bai")
    library.corrected(item, "Bản ba")
    refused = chief.send(page, f"{here}/sua-bai")
    assert (refused["statusCode"], "Bản ba" in body_of(refused)) == (409, True)
    assert waiting() == []


def test_an_item_that_was_taken_down__offers_to_take_its_articles_down(
    world: BroadcastWorld, writer: OfficerBrowser, chief: OfficerBrowser, library: LibraryWorld
) -> None:
    name, item = world.sent_item(writer, chief, library)
    here = f"{AREA}/{name}"
    library.service.withdraw(APPROVER, item, WithdrawalKind.GONE, "Sai ngày.")
    page = chief.page(here)
    assert "Bài đã gửi vẫn nằm trên 3 tài khoản" in page.text()
    (removal,) = [each for each in page.all("details") if each.get("id") == "go-bai"]
    assert removal.get("open") is not None
    assert "Đang gỡ bài" in chief.follow(chief.send(page, f"{here}/go-bai", reason="Sai ngày")).text()
    assert [order["do"] for order in waiting()] == ["remove"] * 3
    assert "vẫn nằm trên" not in chief.page(here).text()


def test_the_page_of_the_item__knows__and_leads_there(
    world: BroadcastWorld,
    writer: OfficerBrowser,
    chief: OfficerBrowser,
    library: LibraryWorld,
    open_table: OpenTable,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name, item = world.sent_item(writer, chief, library)
    monkeypatch.setenv("PUBLISHED_TABLE", open_table("Published").name)
    door = load("library").handler

    def sign_in(identity: str, *roles: Role) -> OfficerBrowser:
        officer = world.console.officer(identity, PROVINCE, *roles, name="Lê Thị Hoa")
        return world.console.sign_in(officer, door)

    editor, approver = sign_in("desk-1", Role.EDITOR), sign_in("desk-2", Role.APPROVER)
    page = f"{LIST}/{item}"
    assert "bản cũ" not in editor.page(page).text()
    library.corrected(item, "Bản hai")
    address = f"{AREA}/{name}/sua-bai"
    assert "Bài đã gửi trên các tài khoản còn là bản cũ." in editor.page(page).text()
    assert address not in [each.get("href") for each in editor.page(page).all("a")]
    assert address in [each.get("href") for each in approver.page(page).all("a")]
    library.service.withdraw(APPROVER, item, WithdrawalKind.NOTICE, "Sai ngày.")
    links = [each.get("href") for each in approver.page(page).all("a")]
    assert f"{AREA}/{name}#go-bai" in links
