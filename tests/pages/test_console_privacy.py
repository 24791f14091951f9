"""Residents' data in the console: requests, what is kept, the second officer, who has read what."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from loa import clock
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.store import account_row
from loa.foundation.officers.model import Role
from loa.foundation.officers.store import KnownOfficer
from loa.foundation.readings.model import ReadKind
from loa.foundation.readings.store import ReadingStore
from loa.foundation.units.store import UnitStore
from loa.foundation.working_time.model import read_calendar
from loa.personal_data import Person
from loa.residents.data_requests import service
from loa.residents.data_requests.model import DataRequest, RequestCause, RequestKind, RequestState
from loa.residents.data_requests.store import DataRequestStore
from tests.conftest import OpenTable
from tests.pages.public_world import UNITS
from tests.worlds.component.participation import set_participation_environment
from tests.worlds.console import ConsoleWorld, OfficerBrowser, body_of, set_console_environment
from tests.worlds.doors import load
from tests.worlds.quick_moto import make_queue

AREA, LIST_OF_CASES = "/console/du-lieu", "/console/vu-viec"
YEN_THANH, OTHER = "40.17506", "40.16681"
OA, USER = "9001", "77"

type SignIn = Callable[..., OfficerBrowser]
type Ask = Callable[..., DataRequest]


@pytest.fixture
def sign_in(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Sign an officer in at the function `privacy`; the commune has an account."""
    set_console_environment(open_table, monkeypatch)
    UnitStore(open_table("Units")).save_all(UNITS)
    now = clock.now()
    connected = (AccountState.CONNECTED, now, now, now + timedelta(days=90))
    account = Account("40", YEN_THANH, OA, "Mặt trận xã Yên Thành", 4, *connected)
    open_table("Units").put(account_row(account))
    for name in ("Cases", "Statistics", "Audience", "Privacy"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    queue = make_queue("messages.fifo")
    monkeypatch.setenv("MESSAGES_QUEUE_URL", queue)
    set_participation_environment(open_table, monkeypatch)
    for name in ("ATTACHMENTS_BUCKET", "REPORTS_BUCKET"):
        monkeypatch.setenv(name, name.lower().replace("_", "-"))
    module, world = load("privacy"), ConsoleWorld(open_table)

    def signed_in(identity: str, unit: str, *roles: Role, factor: bool = True) -> OfficerBrowser:
        return world.sign_in(world.officer(identity, unit, *roles), module.handler, factor=factor)

    return signed_in


@pytest.fixture
def ask(open_table: OpenTable) -> Ask:
    """Write a request down."""

    def asked(kind: RequestKind, by: str = "", origin: str = "event-1") -> DataRequest:
        return service.ask(
            kind,
            RequestCause.OFFICER if by else RequestCause.CHAT,
            Person(OA, USER),
            unit_path=YEN_THANH,
            origin=origin,
            requests=DataRequestStore(open_table("Privacy")),
            calendar=read_calendar(""),
            now=clock.now(),
            by=by,
            by_name="Lê Đức Minh" if by else "",
        )

    return asked


def test_request__waiting_for_an_answer__is_shown_answered_and_gone_from_todays_work(
    sign_in: SignIn, ask: Ask
) -> None:
    request = ask(RequestKind.SEE)
    officer = sign_in("officer-1", YEN_THANH, Role.APPROVER)
    panel = body_of(officer.ask(f"{AREA}/o-viec"))
    assert "Xem, nhận bản sao" in panel
    assert f'data-due="{clock.to_text(request.due)}"' in panel
    assert f"{AREA}/{request.id}" in [link.get("href") for link in officer.page(AREA).all("a")]
    kept = officer.page(f"{AREA}/{request.id}/thong-tin")
    assert "Việc xem này được ghi lại" in kept.text()
    done = officer.send(f"{AREA}/{request.id}", f"{AREA}/{request.id}/xong")
    assert "Đã ghi là trả lời xong" in officer.follow(done).text()
    assert "<section" not in body_of(officer.ask(f"{AREA}/o-viec"))
    assert officer.ask(f"{AREA}/{request.id}/thong-tin")["statusCode"] == 409


def test_erasure__written_down_by_an_officer__is_confirmed_by_another_one(
    sign_in: SignIn, ask: Ask, open_table: OpenTable
) -> None:
    request = ask(RequestKind.ERASE, by="officer-1")
    first, second = (sign_in(f"officer-{number}", YEN_THANH, Role.APPROVER) for number in (1, 2))
    address, act = f"{AREA}/{request.id}", f"{AREA}/{request.id}/duyet"
    page = first.page(address)
    assert not [form for form in page.all("form") if form.get("action") == act]
    fields = {"csrf": page.all("input")[0].get("value"), "khoa": "key-12345678"}
    assert first.post(act, fields)["statusCode"] == 403
    assert second.follow(second.send(address, act)).text().count("Đã duyệt") == 1
    kept = DataRequestStore(open_table("Privacy")).get(request.id)
    assert kept
    assert (kept.confirmed_by, kept.state) == ("officer-2", RequestState.WAITING)
    stopped = second.send(address, f"{AREA}/{request.id}/dung")
    assert "Không có gì bị xóa" in second.follow(stopped).text()


def test_what_is_kept__about_somebody__wants_the_second_factor(sign_in: SignIn, ask: Ask) -> None:
    request = ask(RequestKind.SEE)
    officer = sign_in("officer-1", YEN_THANH, Role.APPROVER, factor=False)
    asked = officer.ask(f"{AREA}/{request.id}/thong-tin")
    assert asked["headers"]["location"].startswith("/console/xac-nhan")


def test_request__of_another_unit__is_not_there(sign_in: SignIn, ask: Ask) -> None:
    request = ask(RequestKind.ERASE)
    stranger = sign_in("officer-3", OTHER, Role.APPROVER)
    assert stranger.ask(f"{AREA}/{request.id}")["statusCode"] == 404
    assert request.id not in body_of(stranger.ask(AREA))
    assert stranger.ask(f"{AREA}?don-vi={YEN_THANH}")["statusCode"] == 404


def test_readings__of_a_day__are_seen_by_the_unit_above(sign_in: SignIn, open_table: OpenTable) -> None:
    clerk = sign_in("officer-1", YEN_THANH, Role.EDITOR).officer
    readings = ReadingStore(open_table("Privacy"))
    readings.note(clerk, ReadKind.CASE, "<b>case-1</b>", unit_path=YEN_THANH, now=clock.now())
    chief = sign_in("officer-2", "40", Role.ADMINISTRATOR)
    page = chief.page(f"{AREA}/nhat-ky")
    assert [cell.text() for cell in page.one("tbody").all("td")][1:] == [
        "Xã Yên Thành",
        "Đã đọc: Vụ việcMở xem",
    ]
    assert f"{LIST_OF_CASES}/%3Cb%3Ecase-1%3C/b%3E" in [link.get("href") for link in page.all("a")]
    assert "Không ai làm hay đọc gì" in chief.page(f"{AREA}/nhat-ky?ngay=2026-11-01").text()
    for nothing in ("x", "0001-01-01"):
        assert chief.page(f"{AREA}/nhat-ky?ngay={nothing}").all("tbody"), "no day at all is today"
    local = sign_in("officer-4", YEN_THANH, Role.ADMINISTRATOR)
    assert "case-1" not in local.page(f"{AREA}/nhat-ky").text(), "nobody watches themselves"


def test_readings__are_narrowed_to_a_person_a_kind_a_unit__in_one_query(
    sign_in: SignIn, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    readings, chief = (
        ReadingStore(open_table("Privacy")),
        sign_in("chief", "40", Role.ADMINISTRATOR, Role.EDITOR),
    )
    for number in range(130):
        clerk = KnownOfficer(id=f"o-{number}", name="Trần Thị Hoa" if number % 65 else "Lê Đức Đạt",
                             unit_path=YEN_THANH if number % 2 else OTHER, roles=frozenset())  # fmt: skip
        kind = ReadKind.CASE if number % 10 else ReadKind.CONVERSATION
        readings.note(clerk, kind, f"{number:022x}", unit_path=clerk.unit_path, now=clock.now())

    def listed(query: str) -> list[str]:
        page = chief.page(f"{AREA}/nhat-ky?{query}")
        return [row.all("th")[0].text() for row in page.one("tbody").all("tr")] if page.all("tbody") else []

    asked: list[str] = []
    real = ReadingStore.page

    def counted(self: ReadingStore, *given: Any, **more: Any) -> Any:
        asked.append("page")
        return real(self, *given, **more)

    monkeypatch.setattr(ReadingStore, "page", counted)
    assert listed("nguoi=duc+dat") == ["Lê Đức Đạt"] * 2
    assert len(asked) == 1
    assert len(listed("loai=conversation")) == 13
    assert len(listed(f"don-vi={YEN_THANH}&nguoi=hoa")) == 64
    assert "/console/vu-viec/" in " ".join(
        link.get("href") for link in chief.page(f"{AREA}/nhat-ky?loai=case").all("a")
    ), "who may read cases opens what was read"
    first = chief.page(f"{AREA}/nhat-ky?nguoi=hoa")
    (more,) = [link.get("href") for link in first.all("a") if "&trang=" in link.get("href")]
    seen = len(first.one("tbody").all("tr")) + len(chief.page(f"{AREA}/nhat-ky{more}").one("tbody").all("tr"))
    assert (len(first.one("tbody").all("tr")), seen) == (100, 128)
    assert "Không có việc nào khớp" in chief.page(f"{AREA}/nhat-ky?nguoi=khong").text()
