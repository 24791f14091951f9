"""A newer file takes the place of one: in a draft of each item that uses it, never in what residents read."""

import pytest

from loa.foundation.officers.model import Role
from loa.publishing.library.rows.media_store import MediaStore
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.media import MediaFile
from loa.publishing.library.rules.model import EditionState, Placement
from tests.conftest import OpenTable
from tests.worlds.console import OfficerBrowser, body_of
from tests.worlds.console_library import COMMUNE, LIST, ConsoleLibrary, console_library
from tests.worlds.library import APPROVER, EDITOR, PARAGRAPH

OLD, NEW = (f"file:{letter * 64}.pdf" for letter in "ab")
PICTURE = f"media:{'c' * 64}.jpg"
SHELF = f"{LIST}/tep"


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ConsoleLibrary:
    made = console_library(open_table, monkeypatch)
    store = MediaStore(made.library.content)
    for reference, title in ((OLD, "Kế hoạch 5"), (NEW, "Kế hoạch 5, bản sửa"), (PICTURE, "Cầu xóm 7")):
        store.add(MediaFile(reference, COMMUNE, title, EDITOR.id, made.library.now, bytes=12))
    return made


@pytest.fixture
def lan(world: ConsoleLibrary) -> OfficerBrowser:
    return world.sign_in("Nguyễn Thị Lan")


def using(world: ConsoleLibrary, title: str, *, publish: bool = True) -> str:
    """An item with the old file; published, or waiting for approval."""
    service = world.library.service
    file = {"type": "file", "url": OLD, "name": "Kế hoạch", "bytes": 12}
    content = {"title": title, "blocks": [PARAGRAPH, file]}
    work = service.create(EDITOR, COMMUNE, ItemKind.ARTICLE, Placement(Section.LOCAL_NEWS), content)
    item = work.item.item_id
    service.submit(EDITOR, item, work.draft().revision)
    if publish:
        service.approve(APPROVER, item, world.library.store.work(item).draft().revision)
        service.publish(APPROVER, item)
    return item


def file_in(world: ConsoleLibrary, item: str, *, live: bool = False) -> str:
    work = world.library.store.work(item)
    edition = work.live if live else work.edition
    assert edition
    return str(edition.content.blocks[1]["url"])


def test_each_item_that_uses_it__gets_a_draft__and_residents_read_the_old_one(
    world: ConsoleLibrary, lan: OfficerBrowser
) -> None:
    live, written = using(world, "Bài đang đăng"), using(world, "Bài đang sửa")
    waits = using(world, "Bài chờ duyệt", publish=False)
    world.library.saved(world.library.service.open_draft(EDITOR, written), "Bài đang sửa tiếp")
    page = lan.page(f"{SHELF}/mot?ten={OLD}")
    assert "Có bản mới của tệp này?" in page.text()
    assert [each.get("value") for each in page.all("input") if each.get("name") == "by"] == [NEW]
    bare = lan.send(page, f"{SHELF}/thay")
    assert (bare["statusCode"], "Xin chọn" in body_of(bare)) == (422, True)
    for _ in range(2):  # sent again, it shows what it showed
        done = lan.send(page, f"{SHELF}/thay", by=NEW)
        assert done["statusCode"] == 200
        assert "Đã làm 2 bài" in body_of(done)
        assert "Bài chờ duyệt" in body_of(done)
        assert "Rút lại để sửa rồi thay tệp" in body_of(done)
        assert "Người dân vẫn đọc bản cũ. Mở từng bài rồi bấm Gửi duyệt." in body_of(done)
        assert "Về tệp" in body_of(done)
    assert [file_in(world, item) for item in (live, written, waits)] == [NEW, NEW, OLD]
    assert [file_in(world, item, live=True) for item in (live, written)] == [OLD, OLD]
    draft = world.library.store.work(live).draft()
    assert (draft.state, draft.number, draft.change_note) == (
        EditionState.DRAFT, 2, "Thay tệp bằng bản mới.",
    )  # fmt: skip
    assert draft.contributors == {lan.officer.id}, "who replaced it cannot approve it"
    assert world.library.store.work(written).draft().content.title == "Bài đang sửa tiếp"
    again = lan.send(lan.page(f"{SHELF}/mot?ten={OLD}"), f"{SHELF}/thay", by=NEW)
    assert again["statusCode"] == 200
    assert world.library.store.work(live).draft().revision == draft.revision, "it was there already"


def test_a_draft_that_was_opened_by_a_process_that_died__gets_the_file_the_next_time(
    world: ConsoleLibrary, lan: OfficerBrowser
) -> None:
    item = using(world, "Bài đang đăng")
    world.library.service.open_draft(EDITOR, item)
    lan.send(lan.page(f"{SHELF}/mot?ten={OLD}"), f"{SHELF}/thay", by=NEW)
    assert file_in(world, item) == NEW


def test_a_file_of_another_sort__of_nobody__or_by_who_only_reads__replaces_nothing(
    world: ConsoleLibrary, lan: OfficerBrowser
) -> None:
    item = using(world, "Bài đang đăng")
    page = lan.page(f"{SHELF}/mot?ten={OLD}")
    for wrong in (PICTURE, f"file:{'d' * 64}.pdf"):
        assert lan.send(page, f"{SHELF}/thay", by=wrong)["statusCode"] == 404
    reader = world.sign_in("Hồ Văn Đọc", Role.APPROVER)
    assert "Có bản mới" not in reader.page(f"{SHELF}/mot?ten={OLD}").text()
    assert world.library.store.work(item).edition is None
    assert "Có bản mới" not in lan.page(f"{SHELF}/mot?ten={NEW}").text(), "no item uses it"
