"""Who did and who read what: each act of the console that succeeded is one row, and has words."""

import ast
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest

from loa import clock
from loa.casework.cases.rules.model import Move
from loa.errors import Busy
from loa.foundation.officers.model import Role
from loa.foundation.officers.store import KnownOfficer
from loa.foundation.readings.deeds import DeedStore, deed_from
from loa.foundation.readings.model import ReadKind
from loa.foundation.readings.store import ReadingStore
from loa.publishing.library.transitions.texts import BULK, CHOICES
from loa.residents.data_requests.model import RequestKind
from loa.web.api.deeds import shape, thing_at
from loa.web.parts.texts import SERIES_DONE
from tests.conftest import OpenTable
from tests.pages.test_console_privacy import AREA, OTHER, YEN_THANH, Ask, SignIn, ask, sign_in
from tests.pages.test_console_routes import ROUTES
from tests.worlds.console import body_of
from tests.worlds.doors import load
from tests.worlds.province import DOCUMENTS, Person, door
from tests.worlds.source import functions as sources

__all__ = ["ask", "sign_in"]

LOG: Final = f"{AREA}/nhat-ky"

OWN_RECORD: Final = {
    "confidential": "denunciations have a record of their own",
    "session": "one's own account",
}
NOTHING_DONE: Final = {
    "vu-viec/in": "leads to a print",
    "vu-viec/-/mau-cau": "shows a canned answer in the form",
    "tin-nhan/-/-/xem": "shows the conversation with what was typed",
    "noi-dung/-/giu": "says who is writing",
}
"""Forms that change nothing, and why there is none of them in the record."""


def _steps() -> dict[str, set[str]]:
    """Forms that do one of several things, and the words of those."""
    return {
        "vu-viec/-/buoc": {move.value for move in Move},
        "noi-dung/-/buoc": set(CHOICES),
        "noi-dung/nhieu": set(BULK),
        "noi-dung/-/soan": {"", "submit"},
        "truyen-thong/-/duyet": {"approve", "return", "discard"},
        "truyen-thong/hang-tuan/-": set(SERIES_DONE),
    }


def _kinds() -> set[str]:
    """Every word that `Console.done` can write down."""
    steps, found = _steps(), set()
    for name, routes in ROUTES.items():
        for route in routes:
            what = shape(route.removeprefix("POST ")).removeprefix("/console/")
            if route.startswith("POST ") and name not in OWN_RECORD and what not in NOTHING_DONE:
                found |= {f"{what}:{step}" if step else what for step in steps.get(what, {""})}
    return found


def test_every_act__has_words__and_no_words_are_left_over() -> None:
    load("privacy")
    texts: Any = __import__("privacy_api.texts", fromlist=["DID"])
    assert _kinds() - texts.DID.keys() == set(), "say in privacy_api/texts.py what was done"
    assert texts.DID.keys() - _kinds() == set(), "no form does this any more"
    assert len(set(texts.DID.values())) == len(texts.DID), "two acts that cannot be told apart"


def test_every_form_with_several_steps__is_known() -> None:
    given = [
        source.module
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"done", "kept"}
        for keyword in node.keywords
        if keyword.arg == "step"
    ]
    assert len(given) == len(_steps()), given


def test_the_thing_of_every_act__has_a_page() -> None:
    pages = {
        shape(route.removeprefix("GET ")) for each in ROUTES.values() for route in each if "GET " in route
    }
    lost = set()
    for name, routes in ROUTES.items():
        for route in (each.removeprefix("POST ") for each in routes if each.startswith("POST ")):
            thing = thing_at(shape(route), route)
            if name not in OWN_RECORD and thing and thing not in pages:
                lost.add(thing)
    listed = {"/console/tham-gia/cau-hoi/-", "/console/truyen-thong/hang-tuan/-"}
    assert lost == listed, "the page of the record links to none of these"


def test_thing__is_what_the_path_names_first() -> None:
    route = "/console/tham-gia/<campaign_id>/dot/<number>/cau"
    assert thing_at("/console/tham-gia/c1/dot/2/cau", route) == "/console/tham-gia/c1"
    assert (
        thing_at("/console/tin-nhan/9/7f/giao", "/console/tin-nhan/<a>/<b>/giao") == "/console/tin-nhan/9/7f"
    )
    assert thing_at("/console/vu-viec/moi", "/console/vu-viec/moi") == ""


@pytest.fixture
def deeds(open_table: OpenTable) -> Callable[[], list[Any]]:
    """What has been written down today."""
    store, day = DeedStore(open_table("Privacy")), clock.local_day(clock.now())
    return lambda: [deed_from(row) for row in store.page("40", "40", day, limit=50).rows]


def test_act__sent_twice__is_one_row(sign_in: SignIn, ask: Ask, deeds: Callable[[], list[Any]]) -> None:
    request, chief = ask(RequestKind.SEE), sign_in("officer-1", YEN_THANH, Role.APPROVER)
    form = {"csrf": "", "khoa": "a-key-of-this-form", "tu": "typed words"}
    form["csrf"] = _token(chief, request.id)
    for _ in range(2):
        assert chief.post(f"{AREA}/{request.id}/xong", form)["statusCode"] == 303
    (deed,) = deeds()
    assert (deed.what, deed.reference) == ("du-lieu/-/xong", f"{AREA}/{request.id}")
    assert (deed.officer_id, deed.officer_path) == ("officer-1", YEN_THANH)
    assert "typed" not in repr(deed)


def test_act__that_is_refused__is_not_written_down(
    sign_in: SignIn, ask: Ask, deeds: Callable[[], list[Any]]
) -> None:
    request, chief = ask(RequestKind.ERASE), sign_in("officer-1", YEN_THANH, Role.APPROVER)
    form = {"csrf": _token(chief, request.id), "khoa": "a-key-of-this-form"}
    assert chief.post(f"{AREA}/{request.id}/duyet", form)["statusCode"] in {403, 409}
    assert deeds() == []


def test_act__that_cannot_be_written_down__stays_done__and_is_written_down_when_the_form_comes_again(
    sign_in: SignIn, ask: Ask, deeds: Callable[[], list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    request, chief = ask(RequestKind.SEE), sign_in("officer-1", YEN_THANH, Role.APPROVER)
    form = {"csrf": _token(chief, request.id), "khoa": "a-key-of-this-form"}

    def busy(*_: Any, **__: Any) -> None:
        raise Busy

    with monkeypatch.context() as broken:
        broken.setattr(DeedStore, "note", busy)
        assert chief.post(f"{AREA}/{request.id}/xong", form)["statusCode"] == 303
    assert "Đã xong" in chief.page(f"{AREA}/{request.id}").text()
    assert deeds() == []
    assert chief.post(f"{AREA}/{request.id}/xong", form)["statusCode"] == 303
    assert len(deeds()) == 1


def test_log__shows_what_was_done_and_read__and_either_alone(sign_in: SignIn, open_table: OpenTable) -> None:
    clerk = sign_in("officer-1", YEN_THANH, Role.EDITOR).officer
    chief = sign_in("officer-2", "40", Role.ADMINISTRATOR, Role.EDITOR)
    done, read, now = DeedStore(open_table("Privacy")), ReadingStore(open_table("Privacy")), clock.now()
    read.note(clerk, ReadKind.CASE, "c1", unit_path=YEN_THANH, now=now)
    done.note(clerk, "vu-viec/-/buoc:answer", "/console/vu-viec/c1", key="1", at=now)
    done.note(clerk, "tham-gia/cau-hoi/-/kiem", "/console/tham-gia/cau-hoi/q1", key="2", at=now)
    done.note(clerk, "once/there/was", "/console/vu-viec/c1", key="3", at=now)

    def told(query: str = "") -> list[str]:
        page = chief.page(f"{LOG}?{query}")
        return sorted(row.all("td")[-1].text() for row in page.one("tbody").all("tr"))

    answered, checked = (
        "Đã làm: Trả lời vụ việcMở xem",
        "Đã làm: Kiểm câu hỏi thi tham-gia/cau-hoi/q1",
    )
    assert told() == [
        checked,
        answered,
        "Đã làm: Việc khác trong Loa vu-viec/c1",
        "Đã đọc: Vụ việcMở xem",
    ]
    assert told("viec=lam") == told()[:3]
    assert told("viec=doc") == ["Đã đọc: Vụ việcMở xem"]
    assert told("loai=vu-viec/-/buoc:answer") == [answered]
    assert told("loai=case") == ["Đã đọc: Vụ việcMở xem"]
    assert told("viec=gi-do&loai=gi-do") == told(), "what is no choice narrows nothing"
    assert "Không có việc nào khớp" in chief.page(f"{LOG}?viec=lam&nguoi=khong").text()
    local = sign_in("officer-4", YEN_THANH, Role.ADMINISTRATOR)
    assert "Đã làm:" not in local.page(LOG).text(), "nobody watches themselves"


def test_log__goes_on_through_both_records__without_loss_or_repetition(
    sign_in: SignIn, open_table: OpenTable
) -> None:
    chief = sign_in("chief", "40", Role.ADMINISTRATOR)
    done, read, now = DeedStore(open_table("Privacy")), ReadingStore(open_table("Privacy")), clock.now()
    for number in range(130):
        path = YEN_THANH if number % 2 else OTHER
        clerk = KnownOfficer(id=f"o-{number % 7}", name="Hoa", unit_path=path, roles=frozenset())
        if number % 3:
            done.note(clerk, "gone", f"n{number}", key=f"{number:032x}", at=now)
        else:
            read.note(clerk, ReadKind.EXPORT, f"n{number}", unit_path=clerk.unit_path, now=now)
    seen: list[str] = []
    address = LOG
    for _ in range(5):
        page = chief.page(address)
        seen += [row.all("td")[-1].text().split("n")[-1] for row in page.one("tbody").all("tr")]
        more = [link.get("href") for link in page.all("a") if "&trang=" in link.get("href")]
        if not more:
            break
        address = f"{LOG}{more[-1]}"
    assert sorted(map(int, seen)) == list(range(130))
    assert "Đã làm" in body_of(chief.ask(LOG))


def _token(browser: Any, request_id: str) -> str:
    forms = [
        each for each in browser.page(f"{AREA}/{request_id}").all("form") if each.get("method") == "post"
    ]
    return str(next(each.get("value") for each in forms[0].all("input") if each.get("name") == "csrf"))


def test_act_by_json__is_one_row_however_often_it_comes__with_the_words_of_its_route(
    sign_in: SignIn, ask: Ask, deeds: Callable[[], list[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    request, officer = ask(RequestKind.SEE), Person("officer-1", YEN_THANH, "approver")
    path, privacy = f"/data-requests/{request.id}/finish", door("privacy", load("privacy"))

    def busy(*_: Any, **__: Any) -> None:
        raise Busy

    with monkeypatch.context() as broken:
        broken.setattr(DeedStore, "note", busy)
        privacy.good(officer, "POST", path, {}, key="a-key-of-json")
    assert deeds() == [], "it stays done"
    first, now = clock.now(), clock.now
    for minutes in (0, 20):  # in another quarter of an hour it is the same act
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: now() + timedelta(minutes=minutes))
        privacy.good(officer, "POST", path, {}, key="a-key-of-json")
    monkeypatch.setattr(clock, "now", now)
    (deed,) = deeds()
    assert (deed.what, deed.reference) == ("POST /data-requests/-/finish", f"/data-requests/{request.id}")
    assert (deed.officer_id, deed.officer_path, deed.title) == ("officer-1", YEN_THANH, "Đã trả lời")
    assert abs(deed.at - first) < timedelta(seconds=30)
    assert privacy.ask(officer, "GET", f"/data-requests/{request.id}").status == 200
    assert privacy.ask(officer, "POST", f"/data-requests/{request.id}/cancel", {}).status == 409
    assert len(deeds()) == 1, "neither who looks nor who is refused does anything"
    row = sign_in("officer-2", "40", Role.ADMINISTRATOR, Role.APPROVER).page(LOG).one("tbody").all("td")[-1]
    assert row.text() == "Đã làm: Đã trả lờiMở xem"
    assert row.one("a").get("href") == f"{AREA}/{request.id}"


def test_act_by_json__on_a_route_that_asks_for_no_key__is_a_row_each_time(
    sign_in: SignIn, deeds: Callable[[], list[Any]]
) -> None:
    sign_in("officer-2", "40", Role.ADMINISTRATOR)
    officer, desk = Person("officer-1", YEN_THANH, "approver"), door("conversations", load("conversations"))
    for _ in range(2):
        desk.good(officer, "PUT", f"/units/{YEN_THANH}/on-call", {"officers": []}, key="a-key-of-json")
    assert [deed.what for deed in deeds()] == ["PUT /units/-/on-call"] * 2


def test_every_function_of_officers__writes_down_what_is_done_by_json() -> None:
    unwatched = {
        "confidential": "denunciations have a record of their own",
        "documents": "only reads",
        "media": "what is uploaded comes to something with an act",
        "miniapp": "of residents",
        "profile": "of residents",
        "report": "only reads",
        "search": "of residents",
    }
    watched = {
        call.args[0].value: any(keyword.arg == "deeds" for keyword in call.keywords)
        for source in sources()
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "api"
        and isinstance(call.args[0], ast.Constant)
    }
    assert {name for name, is_watched in watched.items() if not is_watched} <= unwatched.keys()
    assert watched.keys() >= {path.stem for path in DOCUMENTS.glob("*.json")} - unwatched.keys()
