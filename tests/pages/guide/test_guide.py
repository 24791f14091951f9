"""The guide: every page has its task, nothing is named that is not there, and each role has its book."""

import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from infra.guide import books, pictures
from infra.local.documents import LettersMissing
from layers.build import pages_digest
from loa.foundation.officers.model import ACTIONS_OF, Role
from loa.platform.layers import layer_folder
from loa.web.api.deeds import shape
from loa.web.guide import tasks as guide
from tests.conftest import OpenTable
from tests.pages.test_console_routes import ROUTES
from tests.worlds.doors import load
from tests.worlds.entrance import Entrance, entrance_with_officers

TASKS = {task.id: task for task in guide.tasks()}
PARTS = {
    "o-viec",
    "bay-ngay",
    "con",
    "co-moi",
    "tien-do",
    "han-muc",
    "goc",
    "tep",
    "da-che",
    "so-gui",
    "anh",
    "<name>",
    "ke-tiep",
    "mo",
    "xuat",
}
"""What is no page of its own: parts that ask for themselves, pictures, files, ways to another page."""
OPEN = {"/console/dang-nhap"}
"""Before anybody is signed in; the console's table of routes does not know them."""


def _pages() -> set[str]:
    routes = {
        route.partition(" ")[2] for name in ROUTES for route in ROUTES[name] if route.startswith("GET ")
    }
    polled = {"/console/tin-nhan/<oa_id>/<user_id>/moi"}
    own = {route for route in routes if route.startswith("/console/huong-dan")}
    shelf = {"/console/noi-dung/tep"}
    ends = {route for route in routes if route.rpartition("/")[2] in PARTS}
    return routes - (ends - shelf) - polled - own


def test_every_page__has_a_task__and_every_page_of_a_task__exists() -> None:
    routes = {route.partition(" ")[2] for name in ROUTES for route in ROUTES[name]} | OPEN
    told = {page for task in guide.tasks() for page in task.pages}
    shown = {step.page.partition("#")[0].partition("?")[0] for task in guide.tasks() for step in task.steps}
    assert _pages() - told == set(), "pages that no task of the guide is about"
    assert (told | shown) - {""} - routes == set(), "pages that are not there"
    twice = [page for page in told if sum(page in task.pages for task in guide.tasks()) > 1]
    assert set(twice) <= {"/console/can-bo/<unit_path>/<officer_id>"}


def test_every_task__has_a_picture__and_words_that_fit_a_page() -> None:
    assert len(TASKS) == len(guide.tasks()), "two tasks of one name"
    for task in guide.tasks():
        assert any(step.page for step in task.steps), f"{task.id} has no picture"
        for step in task.steps:
            assert bool(step.page) == bool(step.mark), f"{task.id}: a picture shows something"
            assert step.says.count("**") % 2 == 0, task.id
            assert len(step.says) < 240, f"{task.id}: {step.says}"
            assert unicodedata.is_normalized("NFC", step.says + task.title + task.why + task.note)


@pytest.mark.parametrize("role", Role)
def test_tasks__of_a_role__are_those_it_may_do(role: Role) -> None:
    own = guide.tasks_of([role])
    assert own
    assert all(task.permission is None or task.permission in ACTIONS_OF[role] for task in own)
    others = [task for task in guide.tasks() if task not in own]
    assert all(task.permission and task.permission not in ACTIONS_OF[role] for task in others)


@pytest.mark.parametrize(
    ("page", "task"),
    [
        ("/console/vu-viec/0123456789abcdef012345/cong-khai", "cong-khai"),
        ("/console/tin-nhan/4207849230913/77", "tra-loi"),
        ("/console/truyen-thong/0123456789abcdef012345/noi-dung?nhap=1", "soan-tin"),
        ("/console/truyen-thong/-/duyet", "duyet-tin"),
        ("/console/vu-viec/1/nowhere", "xu-ly-vu-viec"),
        ("/elsewhere", ""),
    ],
)
def test_a_page__leads_to_its_task__and_tells_no_id(page: str, task: str) -> None:
    found = guide.task_at(page, [Role.APPROVER, Role.EDITOR])
    assert (found.id if found else "") == task
    assert not any(digit in shape(page) for digit in "0123456789")


@pytest.fixture
def entrance(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Entrance:
    return entrance_with_officers(open_table, monkeypatch, load("session"))


def test_help__on_every_page__opens_its_task__with_pictures_where_there_are_any(
    entrance: Entrance, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    browser = entrance.signed_in()
    link = next(each for each in browser.open("/console/toi").all("a") if each.text() == "Trợ giúp")
    assert link.get("href") == "/console/huong-dan?trang=/console/toi"
    answer = browser.get(link.get("href"))
    assert answer["headers"]["location"] == "/console/huong-dan/tai-khoan-cua-minh"
    page = browser.open(answer["headers"]["location"])
    assert "Đăng xuất ở mọi máy" in page.text()
    assert "**" not in page.text()
    assert browser.get("/console/huong-dan/anh/tra-loi-1.webp")["statusCode"] == 404, "none was taken here"
    listed = browser.open("/console/huong-dan").text()
    assert "Trả lời người dân trên Zalo" in listed
    assert "Duyệt tin hoặc trả lại" not in listed, "not an editor's task"
    browser.open("/console/huong-dan/duyet-tin", 404)
    _draw(tmp_path)
    monkeypatch.setattr(guide, "layer_folder", lambda _: tmp_path)
    for cached in (guide.pictures, guide.tasks):
        cached.cache_clear()
    monkeypatch.setattr(guide, "tasks", lambda: tuple(TASKS.values()))
    shown = browser.open("/console/huong-dan/tra-loi").all("img")
    assert [each.get("width") for each in shown][:1] == ["360"]
    assert browser.get(shown[0].get("src"))["headers"]["content-type"] == "image/webp"
    assert len(browser.open("/console/huong-dan/in").all("img")) > len(shown)
    guide.pictures.cache_clear()


def _draw(folder: Path) -> None:
    """Lay a picture into a folder for each step that has one."""
    for place, task in enumerate(guide.tasks()):
        for number, step in enumerate(task.steps, 1):
            drawn = BytesIO()
            Image.new("RGB", (540, 780), (40 * number, 4 * place, 90)).save(drawn, "PNG")
            if step.page:
                pictures.keep(folder, task.picture_of(number), step.page, drawn.getvalue())
    pictures.write_record(folder, pages_digest())


def test_books__one_a_role__hold_its_tasks_and_their_pictures(tmp_path: Path) -> None:
    _draw(tmp_path / "taken")
    try:
        made = books.make(tmp_path / "books", tmp_path / "taken")
    except LettersMissing as missing:
        pytest.skip(f"no letters here: {missing}")
    assert [book.name for book in made] == [f"huong-dan-{role.value}.pdf" for role in Role]
    for role, book in zip(Role, made, strict=True):
        pages = PdfReader(book).pages
        words = " ".join(" ".join(page.extract_text().split()) for page in pages)
        own = guide.tasks_of([role])
        assert not [task.title for task in own if task.title not in words]
        wanted = sum(bool(step.page) for task in own for step in task.steps)
        assert sum(len(page.images) for page in pages) == wanted


def test_pictures__of_changed_pages__are_not_fresh(tmp_path: Path) -> None:
    _draw(tmp_path)
    assert pictures.are_fresh(tmp_path)
    pictures.write_record(tmp_path, "another digest")
    assert not pictures.are_fresh(tmp_path)
    assert layer_folder(guide.PACKAGE).is_dir()
