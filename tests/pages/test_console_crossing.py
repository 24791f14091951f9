"""Another unit's ids in every field of every form and every part of every address of the console."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest

from loa import clock
from loa.bootstrap import dialogue, publishing
from loa.casework.cases.rules.model import Move
from loa.foundation.accounts.model import Health
from loa.foundation.officers.model import Role
from loa.foundation.working_time.model import read_calendar
from loa.personal_data import Person
from loa.publishing.broadcasts.rules.delivery import DeliveryState
from loa.publishing.library.rows.media_store import MediaStore
from loa.publishing.library.rules.media import MediaFile
from loa.residents.data_requests import service
from loa.residents.data_requests.model import RequestCause, RequestKind
from loa.residents.data_requests.store import DataRequestStore
from tests.conftest import OpenTable
from tests.pages import test_console_accounts as accounts
from tests.pages import test_console_people as administrators
from tests.pages import test_console_privacy as residents
from tests.pages.crossing import MARK, Crossing
from tests.pages.test_console_library import begun, write
from tests.pages.test_console_routes import ROUTES
from tests.worlds.component.confidential import confidential_place
from tests.worlds.component.consultation import Consultation
from tests.worlds.component.participation import AREA, ParticipationWorld
from tests.worlds.console import ConsoleWorld
from tests.worlds.console_broadcasts import broadcast_world, submitted, written
from tests.worlds.console_cases import case_world
from tests.worlds.console_library import console_library
from tests.worlds.doors import load
from tests.worlds.entrance import entrance_with_officers
from tests.worlds.people_pool import FakeUserPool
from tests.worlds.province import OTHER_WARD, WARD
from tests.worlds.quick_moto import make_bucket
from tests.worlds.talks import OA, open_talks

COMMUNE, OTHER = "40.17506", "40.16681"
ALL: Final = tuple(set(Role) - {Role.INVESTIGATOR})

type Stage = Callable[[OpenTable, pytest.MonkeyPatch], Crossing]
GENERAL: Final = frozenset({"trang"})


def built(fixture: Any, *given: Any) -> Any:
    """Return what a fixture of another file makes."""
    return fixture.__wrapped__(*given)


def cases(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Crossing:
    made = case_world(open_table, monkeypatch)
    chief = made.sign_in("Phan Thị Hà", COMMUNE, *ALL)
    own, theirs = (
        made.sign_in(f"{unit} {MARK}" if unit == OTHER else "Hồ Sáu", unit) for unit in (COMMUNE, OTHER)
    )
    sorts = []
    for unit, words in ((COMMUNE, "Đường ngập trước nhà văn hóa"), (OTHER, f"Đường ngập {MARK}")):
        waits = made.moved(made.raised(words, unit), Move.RETURN, asked_for="Ở đâu?")
        taken = made.moved(made.raised(words, unit), Move.ACCEPT)
        done = made.answered(made.pictured(words) if unit == COMMUNE else made.raised(words, unit))
        sorts.append([made.raised(words, unit).id, waits.id, taken.id, done.id])
    return Crossing(
        chief,
        OTHER,
        {"case_id": list(zip(*sorts, strict=True))},
        {own.officer.id: theirs.officer.id, COMMUNE: OTHER},
        GENERAL | {"transfer_to_path"},
    )


def conversations(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Crossing:
    made = open_talks(open_table, monkeypatch)
    theirs = built(accounts.connect, open_table)(OTHER, Health.CONNECTED, oa_id="9207849230913")
    made.writes("7700000001", "Bao giờ thông cống hở cô?", name="Nguyễn Thị Lan")
    made.writes("7800000001", MARK, name=MARK, place=(theirs.oa_id, OTHER))
    chief = made.sign_in("chief-of-commune", COMMUNE, *ALL)
    made.sign_in("colleague-1")
    made.sign_in("stranger-1", OTHER, name=MARK)
    for unit, name, words in (
        (COMMUNE, "hen-ngay-tra-loi", "Xã hẹn trả lời"),
        (OTHER, "hen-ngay-xa-ben", MARK),
    ):
        dialogue.canned_answers().keep(
            unit, name, title=words, text=words, version=0, officer_id="x", now=clock.now()
        )
    return Crossing(
        chief,
        OTHER,
        {"oa_id": [(OA, theirs.oa_id)], "user_id": [("7700000001", "7800000001")]},
        {"colleague-1": "stranger-1", COMMUNE: OTHER, "hen-ngay-tra-loi": "hen-ngay-xa-ben"},
        GENERAL,
    )


def broadcasts(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Crossing:
    made = broadcast_world(open_table, monkeypatch)
    built(accounts.connect, open_table)(OTHER, Health.CONNECTED)
    chief = made.sign_in("Phan Thị Hà", COMMUNE, *ALL)
    sorts = []
    for unit, title in ((COMMUNE, "Phòng chống rét hại"), (OTHER, MARK)):
        author = made.sign_in(f"Cán bộ {unit}", unit, Role.EDITOR, Role.APPROVER)
        sent = submitted(author, title)
        made.sending(sent, {unit: (DeliveryState.FAILED, "needs_consent")})
        sorts.append([written(author, title), waiting := submitted(author, title), sent])
        page = f"/console/truyen-thong/{waiting}/hang-tuan"
        author.send(author.page(page), page, weekday="5", hour="8 giờ")
    given = shelved(open_table)
    weekly = {each.unit_path: each.series_id for each in publishing.series().all("40")}
    holes = {
        "broadcast_id": list(zip(*sorts, strict=True)),
        "series_id": [(weekly[COMMUNE], weekly[OTHER])],
    }
    return Crossing(chief, OTHER, holes, {COMMUNE: OTHER, **given}, GENERAL)


def library(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Crossing:
    monkeypatch.setenv("ZALO_MINI_APP_ID", "")
    made, papers = console_library(open_table, monkeypatch), load("documents")
    given, sorts = shelved(open_table), []
    for unit, title in ((COMMUNE, "Họp dân bàn việc mở đường"), (OTHER, MARK)):
        built(accounts.connect, open_table)(unit, Health.CONNECTED, name=title)
        author = made.sign_in(f"Cán bộ {unit}", unit=unit)
        draft, waits = begun(author, title), begun(author, title)
        for item, words in ((draft, ""), (waits, "Mời mỗi nhà một người.")):
            write(author, item, "add-paragraphs-0")
            assert not words or write(author, item, "submit", words=[words])["statusCode"] == 303
        sorts.append([draft, waits, made.library.publish(title, unit=unit)])
    known = made.console.officer("chief-of-commune", COMMUNE, *ALL)

    def handler(event: dict[str, Any], context: Any) -> Any:
        paper = event["rawPath"].endswith(("/loa", "/loa/in", "/ap-phich"))
        return (papers if paper else made.module).handler(event, context)

    places = {
        "unit_path": [(COMMUNE, OTHER)],
        "path": [(COMMUNE, OTHER)],
        "upload_id": [("a" * 22, "b" * 22)],
    }
    return Crossing(
        made.console.sign_in(known, handler, factor=True),
        OTHER,
        {"item_id": list(zip(*sorts, strict=True)), **places},
        given,
        GENERAL,
    )


def shelved(open_table: OpenTable) -> dict[str, str]:
    """Put a picture and a file into the library of each unit."""
    shelf, given = MediaStore(open_table("Content")), []
    for unit, sign, title in ((COMMUNE, "b", "Cầu xóm 7"), (OTHER, "d", MARK)):
        for reference in (f"media:{sign * 64}.jpg", f"file:{sign * 64}.pdf"):
            shelf.add(MediaFile(reference, unit, title, "officer-9", clock.now(), alt=title))
            given.append(reference)
    return {given[0]: given[2], given[1]: given[3]}


def officer(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Crossing:
    sign_in = built(accounts.sign_in, open_table, monkeypatch)
    for unit, name in ((COMMUNE, "Mặt trận xã"), (OTHER, MARK)):
        built(accounts.connect, open_table)(unit, Health.PENDING, name=name)
    return Crossing(sign_in(COMMUNE, *ALL, factor=True), OTHER, {"path": [(COMMUNE, OTHER)]}, {}, GENERAL)


def privacy(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Crossing:
    sign_in = built(residents.sign_in, open_table, monkeypatch)
    requests, pairs = DataRequestStore(open_table("Privacy")), []
    for kind in (RequestKind.SEE, RequestKind.ERASE):
        asked = [
            service.ask(
                kind,
                RequestCause.OFFICER,
                Person(oa, "77"),
                unit_path=unit,
                origin=f"{kind}-{unit}",
                requests=requests,
                calendar=read_calendar(""),
                now=clock.now(),
                by="somebody",
                by_name=name,
            )
            for unit, oa, name in ((COMMUNE, residents.OA, "Lê Đức Minh"), (OTHER, "9002", MARK))
        ]
        pairs.append((asked[0].id, asked[1].id))
    return Crossing(sign_in("chief", COMMUNE, *ALL), OTHER, {"request_id": pairs}, {COMMUNE: OTHER}, GENERAL)


def participation(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Crossing:
    made = ParticipationWorld(open_table, monkeypatch)
    for name in ("Statistics", "Broadcasts", "Cases", "Privacy", "Audience"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    make_bucket("loa-reports")
    monkeypatch.setenv("REPORTS_BUCKET", "loa-reports")
    reports = load("report")
    both = []
    for unit, words in ((COMMUNE, "Ba ngày ngắn quá"), (OTHER, MARK)):
        made.writer = made.at_work("participation", f"writer-{unit}", unit, Role.EDITOR)
        made.approver = made.at_work("participation", f"approver-{unit}", unit, Role.APPROVER)
        contest, survey, law = made.contest(), made.campaign("survey", words), Consultation(made)
        desk = f"{AREA}/{contest}/dot/1/nhap-ho"
        sheet = made.writer.send(desk, desk, consent="true")["headers"]["location"].rpartition("/")[2]
        for number in (1, 2):
            law.give(made.resident(number), "Điều 3 khoản 1", "disagree", f"{words} {number}", unit=unit)
        theme, spoken = law.group(f"{words} 1", words), law.spoken("Điều 3 khoản 1", unit)
        meetings, day = f"{law.page}/hoi-nghi", str(clock.local_day(made.now))
        held = made.writer.send(meetings, meetings, unit=unit, held_on=day, persons="40", chair=words)
        conference = held["headers"]["location"].rpartition("/")[2]
        both.append(
            ((contest, law.id, survey), (theme,), (spoken, *law.receipts(words)), (conference,), (sheet,))
        )
    names = ("campaign_id", "theme_id", "receipt", "conference_id", "code")
    holes = {name: list(zip(*rows, strict=True)) for name, *rows in zip(names, *both, strict=True)}

    def handler(event: dict[str, Any], context: Any) -> Any:
        return (reports if event["rawPath"].startswith("/console/bao-cao") else made.console).handler(
            event, context
        )

    officers = ConsoleWorld(open_table)
    chief = officers.sign_in(officers.officer("chief-of-commune", COMMUNE, *ALL), handler, factor=True)
    shared = {"question_id": [("1", "1")], "number": [("1", "1")]}
    return Crossing(chief, OTHER, {**holes, **shared}, {COMMUNE: OTHER}, GENERAL)


def people(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Crossing:
    module = built(administrators.people, open_table, monkeypatch, FakeUserPool())
    world = ConsoleWorld(open_table)
    chief = world.sign_in(world.officer("chief", COMMUNE, Role.ADMINISTRATOR), module.handler, factor=True)
    (
        world.officer("colleague-1", COMMUNE, Role.EDITOR),
        world.officer("stranger-1", OTHER, Role.EDITOR, name=MARK),
    )
    return Crossing(
        chief,
        OTHER,
        {"unit_path": [(COMMUNE, OTHER)], "officer_id": [("colleague-1", "stranger-1")]},
        {},
        GENERAL,
    )


def confidential(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Crossing:
    monkeypatch.setenv("SESSIONS_TABLE", open_table("Sessions").name)
    place, world = confidential_place(open_table, monkeypatch), ConsoleWorld(open_table)
    browsers = []
    for unit in (WARD, OTHER_WARD):
        known = world.officer(f"investigator-{unit}", unit, Role.INVESTIGATOR)
        browsers.append(world.sign_in(known, place.module.handler, factor=True))
        for words in ("Ông A nhận tiền", "Bà B bớt tiền"):
            place.written(words if unit == WARD else f"{MARK} {words}", path=f"{unit}.1")
    sorts = [
        [
            link.get("href").rpartition("/")[2]
            for link in each.page("/console/to-cao").all("a")
            if "whole" in link.get("class")
        ]
        for each in browsers
    ]
    taken = f"/console/to-cao/{sorts[0][0]}"
    browsers[0].send(taken, f"{taken}/buoc", step="accept")
    return Crossing(
        browsers[0], OTHER_WARD, {"case_id": list(zip(*sorts, strict=True))}, {}, GENERAL | {"unit"}
    )


def session(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Crossing:
    module = entrance_with_officers(open_table, monkeypatch, load("session")).handler
    world = ConsoleWorld(open_table)
    own, theirs = (
        world.sign_in(world.officer(f"officer-of-{unit}", unit, *ALL), module, factor=True)
        for unit in (COMMUNE, OTHER)
    )
    public = {"name": [("1", "1")], "task_id": [("1", "1")]}
    phone = replace(own.session, id="another-session-of-the-same-officer")
    world.sessions.start(phone)
    return Crossing(own, OTHER, public, {phone.id: theirs.session.id}, GENERAL)


STAGES: Final[dict[Stage, tuple[str, ...]]] = {
    cases: ("cases", "redaction"),
    conversations: ("conversations",),
    broadcasts: ("broadcasts",),
    library: ("library", "documents"),
    officer: ("officer",),
    privacy: ("privacy",),
    participation: ("participation", "report"),
    people: ("people",),
    confidential: ("confidential",),
    session: ("session",),
}
"""Each stage, and the functions whose routes stand on it."""


def test_every_area__but_that_of_the_province_alone__has_a_stage() -> None:
    assert {name for names in STAGES.values() for name in names} | {"reorganisation"} == ROUTES.keys()


@pytest.mark.parametrize("stage", STAGES)
def test_ids_of_another_unit__wherever_an_id_stands__are_refused_and_change_nothing(
    stage: Stage, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossing = stage(open_table, monkeypatch)
    routes = [route for name in STAGES[stage] for route in ROUTES[name]]
    offenders = crossing.offenders(routes)
    assert offenders == []
