"""The console's kit: who gets in, which forms count, what is done once, how parts ask for themselves."""

from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from loa import clock
from loa.bootstrap.foundation import console_dependencies
from loa.errors import Busy, NotAllowed
from loa.foundation.officers.model import Role
from loa.foundation.sessions.drafts import DraftStore
from loa.foundation.sessions.store import SessionStore
from loa.foundation.units.store import UnitStore
from loa.web.console import csrf
from loa.web.console.resolver import Console, console, is_console
from loa.web.pages.forms import Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.schemas import Text
from tests.conftest import OpenTable
from tests.pages.public_world import UNITS
from tests.pages.reading import check, read
from tests.worlds.console import (
    CSRF_SECRET,
    HOST,
    ConsoleWorld,
    OfficerBrowser,
    body_of,
    set_console_environment,
)
from tests.worlds.doors import Context, http_event

pytestmark = pytest.mark.usefixtures("_gallery_templates")

PAGE = "/console/thu"
COMMUNE = "40.17506"


class NoteForm(FormModel):
    """Something to write down."""

    is_kept = True

    words: Annotated[Text, Field(title="Ghi gì?", min_length=3, max_length=40)]


class Desk:
    """A console of one page, and what it has done."""

    def __init__(self) -> None:
        self.done: list[tuple[str, str]] = []
        self.broken = False
        self.count = 1
        self.app: Console = console("thu", area=PAGE, dependencies=console_dependencies, takes_files=True)
        self.app.get(PAGE)(self.show)
        self.app.post(PAGE)(self.write)
        self.app.get(f"{PAGE}/phan")(self.part)
        self.app.get(f"{PAGE}/mat")(self.secret)

    def show(self) -> Html:
        return self.app.page("console-kit.html", form=Form.empty(NoteForm))

    def write(self) -> Html:
        form = self.app.sent(NoteForm)
        if form.value is None:
            return self.app.page("console-kit.html", status=422, form=form)
        words = form.value.words

        def work() -> str:
            if self.broken:
                raise Busy
            self.done.append((words, self.app.key()))
            return words

        return self.app.done(work, to=PAGE, say=lambda kept: f"Đã ghi: {kept}")

    def part(self) -> Html:
        return self.app.live("console-part.html", seconds=60, count=self.count)

    def secret(self) -> Html:
        self.app.require_recent_factor()
        return self.app.page("console-kit.html", form=Form.empty(NoteForm))

    def handler(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        return self.app.resolve(event, context)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ConsoleWorld:
    set_console_environment(open_table, monkeypatch)
    UnitStore(open_table("Units")).save_all(UNITS)
    return ConsoleWorld(open_table)


@pytest.fixture
def hoa(world: ConsoleWorld, desk: Desk) -> OfficerBrowser:
    return world.sign_in(world.officer("officer-1", COMMUNE, Role.EDITOR), desk.handler)


def test_page__nobody_signed_in__leads_to_sign_in_and_back(desk: Desk, world: ConsoleWorld) -> None:
    event = http_event("GET", f"{PAGE}/mat", headers=HOST, query={"ky": "2026-11"})
    event["rawQueryString"] = "ky=2026-11"
    answer = desk.handler(event, Context())
    back = quote(f"{PAGE}/mat?ky=2026-11", safe="")
    assert (answer["statusCode"], answer["headers"]["location"]) == (303, f"/console/dang-nhap?den={back}")
    posted = desk.handler(http_event("POST", PAGE, headers=HOST, cookies=["loa=never-given"]), Context())
    assert (posted["statusCode"], posted["headers"]["location"].partition("?")[0]) == (
        307,
        "/console/het-phien",
    ), "the browser takes the form there, where it is kept"
    paper = desk.handler(
        http_event("POST", f"{PAGE}/1/phieu-giay", headers=HOST, cookies=["loa=never-given"]), Context()
    )
    assert (paper["statusCode"], paper["headers"]["location"]) == (303, "/console/dang-nhap?vi=het"), (
        "a resident's answers go nowhere"
    )
    posted = desk.handler(http_event("POST", PAGE, headers=HOST), Context())
    assert (posted["statusCode"], posted["headers"]["location"]) == (303, "/console/dang-nhap")
    assert answer["headers"]["cache-control"] == "no-store"
    assert not desk.done


def test_page__signed_in__says_who_and_where(hoa: OfficerBrowser) -> None:
    tree = hoa.page(PAGE)
    assert "Trần Thị Hoa" in tree.one("header").text()
    assert "Xã Yên Thành" in tree.one("header").text()
    assert tree.one("body").get("class") == "desk"


def test_form__done_once__however_often_it_is_sent(hoa: OfficerBrowser, desk: Desk) -> None:
    page = hoa.page(PAGE)
    first = hoa.send(page, words="Họp xóm 5")
    again = hoa.send(page, words="Họp xóm 5")
    assert [words for words, _ in desk.done] == ["Họp xóm 5"]
    assert first["headers"]["location"] == again["headers"]["location"] == PAGE
    shown = hoa.follow(again)
    assert "Đã ghi: Họp xóm 5" in shown.text()
    assert "Đã ghi" not in hoa.page(PAGE).text(), "said once"
    hoa.send(page, words="Họp xóm 6")  # back in the browser, other words: another form
    assert [words for words, _ in desk.done] == ["Họp xóm 5", "Họp xóm 6"]
    assert len({key for _, key in desk.done}) == 2


def test_form__with_another_file__is_another_form(hoa: OfficerBrowser, desk: Desk) -> None:
    fields = {"csrf": csrf.masked(CSRF_SECRET), "khoa": "key-12345678", "words": "Họp xóm 5"}
    for picture in (b"\xff\xd8one", b"\xff\xd8one", b"\xff\xd8two"):
        assert hoa.post_files(PAGE, fields, {"anh": picture})["statusCode"] == 303
    assert len({key for _, key in desk.done}) == len(desk.done) == 2


def test_form__work_failed__may_be_sent_again(hoa: OfficerBrowser, desk: Desk) -> None:
    page = hoa.page(PAGE)
    desk.broken = True
    assert hoa.send(page, words="Họp xóm 5")["statusCode"] == 503
    desk.broken = False
    assert hoa.send(page, words="Họp xóm 5")["statusCode"] == 303
    assert len(desk.done) == 1


def test_form__with_errors__keeps_what_was_typed(hoa: OfficerBrowser, desk: Desk) -> None:
    answer = hoa.send(PAGE, words="<b")
    tree = check(body_of(answer))
    assert answer["statusCode"] == 422
    assert "<b" in [each.get("value") for each in tree.all("input")]
    assert not desk.done


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({"csrf": ""}, {}),
        ({"csrf": "AAAA"}, {}),
        ({"csrf": "ô" * 40}, {}),
        ({"csrf": csrf.masked("00" * 16)}, {}),
        ({}, {"sec-fetch-site": "cross-site"}),
        ({}, {"sec-fetch-site": "same-site"}),
        ({}, {"sec-fetch-site": "", "origin": "https://elsewhere.example"}),
    ],
)
def test_form__not_of_this_session__is_refused(
    hoa: OfficerBrowser, desk: Desk, fields: dict[str, str], headers: dict[str, str]
) -> None:
    good = {"csrf": csrf.masked(CSRF_SECRET), "khoa": "key-12345678", "words": "Họp xóm 5"}
    answer = hoa.post(PAGE, {**good, **fields}, **headers)
    assert answer["statusCode"] == 403
    assert not desk.done
    assert hoa.post(PAGE, good)["statusCode"] == 303, "the same form of this session is taken"


@given(st.text())
def test_token__whatever_is_sent__is_only_what_was_written(token: str) -> None:
    assert not csrf.is_of(token, CSRF_SECRET)
    assert csrf.is_of(csrf.masked(CSRF_SECRET), CSRF_SECRET)


def test_form__kept_from_an_ended_session__is_filled_in_for_its_writer_alone(
    hoa: OfficerBrowser, world: ConsoleWorld
) -> None:
    drafts = DraftStore(world.sessions.table)
    own = drafts.save("officer-1", {"words": ['Kính gửi "bà" <Lan>'], "other": ["1"]}, clock.now())
    tree = hoa.page(f"{PAGE}?nhap={own}")
    assert 'Kính gửi "bà" <Lan>' in [each.get("value") for each in tree.all("input")]
    assert "vẫn còn đây" in tree.text()
    strangers = drafts.save("officer-2", {"words": ["Của người khác"]}, clock.now())
    for identity in (strangers, "no-such-draft", "%3Cscript%3E"):
        assert "Của người khác" not in str(hoa.ask(f"{PAGE}?nhap={identity}")["body"])


def test_words__kept_while_they_were_typed__come_back_until_their_form_is_done(
    hoa: OfficerBrowser, world: ConsoleWorld
) -> None:
    drafts = DraftStore(world.sessions.table)
    typed = {"words": ['Kính gửi "bà" <Lan>'], "note": ["của biểu mẫu khác"]}
    drafts.keep_words("officer-1", PAGE, typed, clock.now())
    tree = hoa.page(PAGE)
    assert 'Kính gửi "bà" <Lan>' in [each.get("value") for each in tree.all("input")]
    assert "viết dở lúc" in tree.text()
    assert "Kính gửi" not in str(hoa.ask(f"{PAGE}?khac=1")["body"]), "a page that shows something else"
    answer = hoa.send(PAGE, words="Kính gửi bà Lan", trang=PAGE)
    assert answer["statusCode"] == 303
    assert "viết dở" not in hoa.page(PAGE).text()
    left = drafts.words("officer-1", PAGE)
    assert left is not None
    assert left.fields == {"note": ["của biểu mẫu khác"]}, "what another form of the page holds stays"


def test_officer__changed_in_the_registry__is_another_at_the_next_page(
    hoa: OfficerBrowser, world: ConsoleWorld
) -> None:
    assert hoa.ask(PAGE)["statusCode"] == 200
    removing = world.officers.removing(hoa.officer)
    removing.table.delete(removing.partition, removing.sort)  # type: ignore[union-attr]  # a Delete
    assert hoa.ask(PAGE)["statusCode"] == 303


def test_session__begun_without_a_second_factor__is_none_for_a_role_that_needs_one(
    hoa: OfficerBrowser, world: ConsoleWorld
) -> None:
    world.officer(hoa.officer.id, hoa.officer.unit_path, Role.APPROVER)
    answer = hoa.ask(PAGE)
    assert answer["statusCode"] == 303
    assert answer["headers"]["location"].startswith("/console/dang-nhap")
    world.sessions.note_factor(hoa.session, clock.now())
    assert hoa.ask(PAGE)["statusCode"] == 200


def test_polling__never_prolongs_a_session__and_says_so_at_its_end(
    hoa: OfficerBrowser, world: ConsoleWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = hoa.session.seen_at
    now = [start]
    monkeypatch.setattr(clock, "now", lambda: now[-1])
    for minutes in range(10, 60, 10):
        now.append(start + timedelta(minutes=minutes))
        assert hoa.ask(f"{PAGE}/phan", **{"hx-request": "true"})["statusCode"] == 200
    now.append(start + timedelta(minutes=60))
    ended = hoa.ask(f"{PAGE}/phan", **{"hx-request": "true"})
    assert ended["statusCode"] == 200
    assert "Phiên làm việc đã hết" in read(body_of(ended)).text()
    assert "hx-get" not in body_of(ended), "it asks no more"
    assert hoa.ask(PAGE)["statusCode"] == 303


def test_part__unchanged__is_not_sent_again(hoa: OfficerBrowser, desk: Desk) -> None:
    first = hoa.ask(f"{PAGE}/phan?trang=2", **{"hx-request": "true"})
    part = next(each for each in read(body_of(first)).all("div") if each.get("hx-get"))
    assert "Có 1 việc" in part.text()
    again = hoa.ask(part.get("hx-get"), **{"hx-request": "true"})
    assert (again["statusCode"], body_of(again)) == (204, "")
    desk.count = 2
    changed = hoa.ask(part.get("hx-get"), **{"hx-request": "true"})
    assert "Có 2 việc" in body_of(changed)
    assert "trang=2" in body_of(changed)


def test_sensitive_page__second_factor_not_given_lately__asks_for_it(
    hoa: OfficerBrowser, world: ConsoleWorld
) -> None:
    answer = hoa.ask(f"{PAGE}/mat")
    wanted = quote(f"{PAGE}/mat", safe="")
    assert (answer["statusCode"], answer["headers"]["location"]) == (303, f"/console/xac-nhan?den={wanted}")
    world.sessions.note_factor(hoa.session, clock.now())
    assert hoa.ask(f"{PAGE}/mat")["statusCode"] == 200


def test_store__does_not_answer__is_a_page_that_says_so(
    hoa: OfficerBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise Busy

    monkeypatch.setattr(SessionStore, "find", refuse)
    answer = hoa.ask(PAGE)
    assert answer["statusCode"] == 503
    assert "Máy đang bận" in check(body_of(answer)).text()


def test_route__raises_a_refusal__is_a_page_inside_the_console(
    hoa: OfficerBrowser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise NotAllowed("Việc này thuộc đơn vị khác.")

    monkeypatch.setattr(desk.app, "require_recent_factor", refuse)
    answer = hoa.ask(f"{PAGE}/mat")
    assert answer["statusCode"] == 403
    page = check(body_of(answer)).text()
    assert "Trần Thị Hoa" in page
    assert "gửi từ chính trang đó" not in page, "that advice is for forms that are too old"


@pytest.mark.parametrize(("path", "ours"), [("/console", True), ("/console/thu", True), ("/consoles", False)])
def test_address__of_the_console__is_told_from_the_others(path: str, ours: bool) -> None:  # noqa: FBT001 - a case
    assert is_console({"rawPath": path}) is ours
