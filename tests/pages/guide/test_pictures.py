"""The pictures of the guide, area by area: what a step names must stand on the real page."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from loa import clock
from loa.casework.cases.rules.model import Move
from loa.foundation.accounts.model import Health
from loa.foundation.officers.model import Role
from loa.foundation.readings.deeds import DeedStore
from loa.foundation.readings.model import ReadKind
from loa.foundation.readings.store import ReadingStore
from loa.publishing.broadcasts.rules.delivery import DeliveryState
from loa.residents.data_requests.model import RequestKind
from loa.web.console.navigation import PRACTICE
from tests.component.api.reorganisation import test_reorganisation as merging
from tests.conftest import OpenTable
from tests.pages import test_console_accounts as accounts
from tests.pages import test_console_network as network
from tests.pages import test_console_privacy as privacy
from tests.pages import test_console_reorganisation as reorganisation
from tests.pages import test_console_reports as reports
from tests.pages.guide.shooting import Photographer
from tests.pages.test_console_library import begun, choose, write
from tests.worlds.component.confidential import confidential_place
from tests.worlds.component.consultation import Consultation
from tests.worlds.component.participation import ParticipationWorld
from tests.worlds.console import ConsoleWorld, OfficerBrowser
from tests.worlds.console_broadcasts import AREA, OTHER, PROVINCE, broadcast_world, submitted, written
from tests.worlds.console_cases import COMMUNE, CaseWorld, case_world
from tests.worlds.console_library import LIST, console_library
from tests.worlds.doors import load
from tests.worlds.drafts import DRAFT
from tests.worlds.entrance import entrance_with_officers
from tests.worlds.province import CITY, WARD
from tests.worlds.talks import OA, Talks, open_talks

pytestmark = pytest.mark.enable_socket

world, people = network.world, network.people
connect, report_officer = accounts.connect, reports.sign_in


def at(officer: OfficerBrowser, *pages: str, **real: str) -> dict[str, tuple[str, str]]:
    """Say who looks at pages, and where they are: `real` tells what stands in a hole of a route."""
    found = {}
    for page in pages:
        address = page.partition("#")[0]
        for hole, value in real.items():
            address = address.replace(f"<{hole}>", value)
        found[page] = (officer.cookies["loa"], address)
    return found


def _talks(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Talks:
    made = open_talks(open_table, monkeypatch)
    said = "Bao giờ thì thông cống trước nhà văn hóa hở cô?"
    made.writes("77", said, name="Nguyễn Thị Lan", ago=timedelta(hours=3))
    made.writes("78", "Cho hỏi thẻ bảo hiểm", name="Hồ Văn Sáu", ago=timedelta(hours=1))
    return made


def test_entrance(
    open_table: OpenTable,
    monkeypatch: pytest.MonkeyPatch,
    photographer: Photographer,
    connect: accounts.Connect,
) -> None:
    entrance = entrance_with_officers(open_table, monkeypatch, load("session"))
    talks, cases = _talks(open_table, monkeypatch), _cases(open_table, monkeypatch)
    cookie = entrance.signed_in().cookies["loa"]

    def handler(event: dict[str, Any], context: Any) -> Mapping[str, Any]:
        path = event["rawPath"]
        if path.endswith(("/o-viec", "/bay-ngay")):
            module = {"tin-nhan": talks.module, "vu-viec": cases.module}.get(path.split("/")[2])
            if module is None:
                return {"statusCode": 200, "headers": {"content-type": "text/html"}, "body": ""}
            part: Mapping[str, Any] = module.handler(event, context)
            return part
        with monkeypatch.context() as stage:
            stage.setenv("LOA_PRACTICE", str(path == PRACTICE).lower())
            answered: Mapping[str, Any] = entrance.handler(event, context)
        return answered

    connect(COMMUNE, Health.CONNECTED)
    own = {page: (cookie, page) for page in ("/console", "/console/toi", "/console/toi/mat-khau")}
    own |= {page: (cookie, page) for page in ("/console/toi/ung-dung", PRACTICE)}
    photographer.shoot("1", handler, own | {"/console/dang-nhap": ("", "/console/dang-nhap")})


def test_conversations(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, photographer: Photographer
) -> None:
    talks = _talks(open_table, monkeypatch)
    hoa, chief = talks.sign_in(), talks.sign_in("chief", COMMUNE, Role.APPROVER, name="Lê Thị Duyệt")
    area, one = "/console/tin-nhan", "/console/tin-nhan/<oa_id>/<user_id>"
    photographer.shoot(
        "2",
        talks.module.handler,
        at(hoa, area, one, f"{one}/giao", f"{area}/mau-cau", oa_id=OA, user_id="77")
        | at(chief, f"{area}/mau-cau#duyet", f"{area}/mau-cau/mot#duyet", f"{area}/truc#duyet"),
    )


def _cases(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> CaseWorld:
    made = case_world(open_table, monkeypatch)
    made.raised(days_ago=4)
    return made


def test_cases(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, photographer: Photographer) -> None:
    made = case_world(open_table, monkeypatch)
    chief = made.sign_in("Phan Thị Hà", COMMUNE, Role.APPROVER, Role.EDITOR)
    admin = made.sign_in("Lê Văn Trị", COMMUNE, Role.ADMINISTRATOR)
    waits = made.moved(made.raised(days_ago=2), Move.ACCEPT)
    done = made.answered(made.pictured("Bà Nguyễn Thị Lan 0912 345 678 báo cầu mục ván"))
    (reference,) = done.details.attachments
    area, one = "/console/vu-viec", "/console/vu-viec/<case_id>"
    cover = f"{area}/{done.id}/che-anh?anh={quote(reference, safe='')}"
    photographer.shoot(
        "3",
        made.handler,
        at(chief, area, f"{area}/moi", one, f"{one}/phieu", case_id=waits.id)
        | at(chief, f"{one}#da-tra-loi", f"{one}/cong-khai", case_id=done.id)
        | at(admin, f"{area}#quan-tri", f"{area}/trao-doi")
        | {f"{one}/che-anh": (chief.cookies["loa"], cover)},
    )


def test_broadcasts(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, photographer: Photographer
) -> None:
    made = broadcast_world(open_table, monkeypatch)
    writer = made.sign_in("Phan Thị Thu", PROVINCE)
    chief = made.sign_in("Nguyễn Văn Thành", PROVINCE, Role.APPROVER, Role.EDITOR)
    hoa = made.sign_in("Trần Thị Hoa")
    late = {"when": "at", "day": "2027-01-04", "hour": "8:00"}
    asked = {**late, "localise": "true", "until_day": "2027-01-03", "until_hour": "17:00"}
    cascade = written(writer, recipients={"who": "chosen", "unit": [COMMUNE, OTHER]}, when=late)
    writer.send(f"{AREA}/{cascade}/khi-nao", f"{AREA}/{cascade}/khi-nao", **asked)
    writer.send(f"{AREA}/{cascade}/xem-lai", f"{AREA}/{cascade}/trinh")
    draft, waiting, gone = written(writer), submitted(writer), submitted(writer)
    for name in (cascade, gone):
        chief.send(f"{AREA}/{name}/duyet", f"{AREA}/{name}/duyet", decision="approve", read="true")
    states = {
        "40.16681": (DeliveryState.FAILED, "needs_consent"),
        "40.16690": (DeliveryState.UNKNOWN, "answer_lost"),
        COMMUNE: (DeliveryState.SENT, ""),
    }
    made.sending(gone, states)
    old = made.outdated(writer, chief)
    one, own = f"{AREA}/<broadcast_id>", f"{AREA}/gop-loi/<broadcast_id>"
    weekly = f"{AREA}/{gone}/hang-tuan"
    chief.send(chief.page(weekly), weekly, weekday="5", hour="8:00")
    steps = (f"{one}/{step}" for step in ("noi-dung", "mau", "thu-vien", "khi-nao", "xem-lai"))
    photographer.shoot(
        "4",
        made.handler,
        at(writer, AREA, f"{AREA}/moi", *steps, broadcast_id=draft)
        | at(chief, f"{AREA}?muc=cho-duyet", f"{one}/duyet", f"{one}/khan-cap", broadcast_id=waiting)
        | at(chief, f"{one}#ban-cu", f"{one}/sua-bai", broadcast_id=old)
        | at(chief, f"{one}#dang-gui", f"{one}/hang-tuan", f"{AREA}/hang-tuan", broadcast_id=gone)
        | at(hoa, f"{AREA}/gop-loi", own, broadcast_id=cascade),
    )


def test_library(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, photographer: Photographer) -> None:
    made = console_library(open_table, monkeypatch)
    lan, hoa = made.sign_in("Nguyễn Thị Lan"), made.sign_in("Lê Thị Hoa", Role.APPROVER)
    draft, waits, live = begun(lan), begun(lan, "Lịch họp dân tháng 12"), begun(lan, "Việc của Mặt trận")
    for item, words in ((draft, ""), (waits, "Mời mỗi nhà một người."), (live, "Tập hợp ý kiến nhân dân.")):
        write(lan, item, "add-paragraphs-0")
        if words:
            write(lan, item, "submit", words=[words])
    choose(hoa, live, "approve_now", approve_now_read="true")
    flood = begun(lan, "Nước sông Cả lên nhanh")
    write(lan, flood, "add-paragraphs-0")
    write(lan, flood, "auto", words=["Bà con ở bãi thấp lên trường học ngay."])
    one = f"{LIST}/<item_id>"
    pages = (LIST, f"{LIST}/moi?loai=article", f"{one}/soan")
    photographer.shoot(
        "5",
        made.handler,
        at(lan, *pages, f"{LIST}/tep", f"{LIST}/lich", f"{LIST}/cam-nang", item_id=draft)
        | at(lan, f"{LIST}/nhap", f"{LIST}/nguon", f"{LIST}/thu-tu")
        | at(hoa, f"{LIST}#duyet", f"{one}#duyet", item_id=waits)
        | at(hoa, f"{one}#dang-soan", item_id=draft)
        | at(hoa, f"{one}/khan-cap", item_id=flood)
        | at(hoa, f"{one}/cho-dung#da-dang", f"{one}/lich-su#da-dang", item_id=live),
    )


def test_participation(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, photographer: Photographer
) -> None:
    made = ParticipationWorld(open_table, monkeypatch)
    contest = made.contest()
    area, one = "/console/tham-gia", "/console/tham-gia/<campaign_id>"
    photographer.shoot(
        "6",
        made.console.handler,
        at(
            made.writer,
            area,
            f"{area}/moi",
            f"{area}/cau-hoi/moi",
            f"{area}/cau-hoi/nhap",
            one,
            f"{one}/dot",
            campaign_id=contest,
        )
        | at(
            made.writer,
            f"{one}/dot/<number>/xem-lai",
            f"{one}/dot/<number>/can-xem",
            campaign_id=contest,
            number="1",
        )
        | at(made.approver, f"{area}/cau-hoi#duyet", f"{one}#duyet", f"{one}/tam-dung", campaign_id=contest),
    )


def test_consultations(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, photographer: Photographer
) -> None:
    made = ParticipationWorld(open_table, monkeypatch)
    over = Consultation(made)
    closed = Consultation(made)
    made.later(timedelta(hours=6))
    made.step(made.approver, over.page, f"{over.page}/cong-bo")
    new = made.campaign("consultation", "Góp ý nghị quyết về họp xóm")
    draft, check = f"/console/tham-gia/{new}/van-ban", f"/console/tham-gia/{new}/doi-chieu"
    made.writer.send(draft, draft, body="Bộ Nội vụ", text=DRAFT)
    made.step(made.writer, check, check)
    law = Consultation(made)
    law.give(made.resident(1), "Điều 3 khoản 1", "disagree", "Ba ngày ngắn quá, người đi làm xa không kịp về")
    meetings = f"{law.page}/hoi-nghi"
    minutes = {"unit": COMMUNE, "held_on": str(clock.local_day(made.now)), "persons": "40"}
    held = made.writer.send(meetings, meetings, **minutes)["headers"]["location"].rpartition("/")[2]
    theme = law.group("ngắn quá", "Báo trước lâu hơn")
    law.give(made.resident(2), "Điều 4 khoản 2", "other", "Nên là hai phần ba số hộ")
    area, one = "/console/tham-gia", "/console/tham-gia/<campaign_id>"
    pages = ("van-ban", "doi-chieu", "nhap-ho", "hoi-nghi", "hoi-nghi/<conference_id>", "y-kien")
    heard = Consultation(made)
    spoken = heard.spoken("Điều 3 khoản 1")
    ids = {"campaign_id": law.id, "theme_id": theme, "conference_id": held}
    photographer.shoot(
        "b",
        made.console.handler,
        at(made.writer, f"{area}/moi", *(f"{one}/{page}" for page in pages), f"{one}/nhom/<theme_id>", **ids)
        | at(made.writer, f"{one}/y-kien#nghe", campaign_id=heard.id)
        | at(made.writer, f"{one}/gui-di#gui", campaign_id=closed.id)
        | at(made.writer, f"{one}/loi-noi/<receipt>", campaign_id=heard.id, receipt=spoken)
        | at(made.approver, f"{one}#nhap", campaign_id=new)
        | at(made.approver, f"{one}#xong", campaign_id=over.id),
    )


def test_reorganisation(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, photographer: Photographer
) -> None:
    made = merging.world.__wrapped__(open_table)  # type: ignore[attr-defined]
    office = merging.office.__wrapped__(made, open_table, monkeypatch)  # type: ignore[attr-defined]
    planner, _ = reorganisation.two.__wrapped__(open_table, made, office)  # type: ignore[attr-defined]
    area, one = reorganisation.AREA, f"{reorganisation.AREA}/<on>"
    planner.follow(planner.send(area, area, ngay=merging.DAY))
    photographer.shoot(
        "c",
        office.module.handler,
        at(planner, area, one, f"{one}/quyet-dinh", f"{one}/don-vi", on=merging.DAY),
    )


def test_privacy(open_table: OpenTable, photographer: Photographer, request: pytest.FixtureRequest) -> None:
    sign_in = privacy.sign_in.__wrapped__(open_table, request.getfixturevalue("monkeypatch"))  # type: ignore[attr-defined]
    asked = privacy.ask.__wrapped__(open_table)(RequestKind.SEE)  # type: ignore[attr-defined]
    chief = sign_in("officer-1", privacy.YEN_THANH, Role.APPROVER)
    above = sign_in("officer-2", "40", Role.ADMINISTRATOR)
    readings = ReadingStore(open_table("Privacy"))
    readings.note(
        chief.officer, ReadKind.CASE, "MT-2N7K-QX4D-H3", unit_path=privacy.YEN_THANH, now=clock.now()
    )
    DeedStore(open_table("Privacy")).note(
        chief.officer, "vu-viec/-/giao", "/console/vu-viec/1", key="1", at=clock.now()
    )
    area, one = "/console/du-lieu", "/console/du-lieu/<request_id>"
    photographer.shoot(
        "7",
        load("privacy").handler,
        at(chief, area, one, f"{one}/thong-tin", request_id=asked.id) | at(above, f"{area}/nhat-ky#quan-tri"),
    )


def test_people(world: ConsoleWorld, people: Any, photographer: Photographer) -> None:
    chief = network.chief_of(world, people, "40", "chief")
    officer = world.officer("hoa", network.COMMUNE, Role.EDITOR, name="Trần Thị Hoa")
    rows = f"Lê Văn Hai\tTrưởng ban công tác\t{network.COMMUNE}\tXóm 2"
    chief.send(f"{network.AREA}/nhap", f"{network.AREA}/nhap", rows=rows)
    area, one = "/console/can-bo", "/console/can-bo/<unit_path>/<officer_id>"
    pages = (area, f"{area}/them", f"{area}/nhieu", one, network.AREA, f"{network.AREA}/nhap")
    photographer.shoot(
        "8", people.handler, at(chief, *pages, unit_path=officer.unit_path, officer_id=officer.id)
    )


def test_denunciations(
    open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, photographer: Photographer
) -> None:
    monkeypatch.setenv("SESSIONS_TABLE", open_table("Sessions").name)
    place, console = confidential_place(open_table, monkeypatch), ConsoleWorld(open_table)
    world = [
        console.officer(f"kin-{unit}", unit, Role.INVESTIGATOR, name="Lê Minh Kín") for unit in (WARD, CITY)
    ]
    officer = console.sign_in(world[0], place.module.handler, factor=True)
    for words in ("Ông A nhận tiền của tôi để làm giấy tờ.", "Bà B bớt tiền hỗ trợ bão."):
        place.written(words)
    links = [
        each.get("href") for each in officer.page("/console/to-cao").all("a") if "whole" in each.get("class")
    ]
    new, taken = (link.rpartition("/")[2] for link in links)
    here = f"/console/to-cao/{taken}"
    officer.send(here, f"{here}/buoc", step="accept")
    area, one = "/console/to-cao", "/console/to-cao/<case_id>"
    photographer.shoot(
        "a",
        place.module.handler,
        at(officer, area, one, f"{one}/da-xem", f"{one}/chuyen", case_id=new)
        | at(officer, f"{one}#da-thu-ly", case_id=taken),
    )


def test_reports_and_accounts(
    report_officer: Any, connect: Any, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch,
    photographer: Photographer,
) -> None:  # fmt: skip
    reader = report_officer("officer-1", "40", Role.VIEWER)
    monkeypatch.setenv("PUBLISHED_TABLE", open_table("Published").name)
    releases = report_officer("officer-2", "40", Role.APPROVER)
    over = reports.last_month().replace(day=1) - timedelta(days=9)
    figures = f"/console/bao-cao/cong-khai?ky={over:%Y-%m}"
    report = load("report").handler
    sign_in = accounts.sign_in.__wrapped__(open_table, monkeypatch)  # type: ignore[attr-defined]
    connect(accounts.YEN_THANH, Health.EXPIRING)
    connect(accounts.OTHER, Health.PENDING, name="Mặt trận phường Thành Vinh")
    chief = sign_in("40", Role.ADMINISTRATOR, factor=True)
    officer = load("officer").handler

    def handler(event: dict[str, Any], context: Any) -> Any:
        return (report if re.match("/console/bao-cao", event["rawPath"]) else officer)(event, context)

    one = "/console/tai-khoan/<path>"
    photographer.shoot(
        "9",
        handler,
        at(reader, "/console/bao-cao")
        | {"/console/bao-cao/cong-khai#duyet": (releases.cookies["loa"], figures)}
        | at(chief, "/console/tai-khoan", one, f"{one}#quan-tri", path=accounts.YEN_THANH)
        | at(chief, f"{one}#cho-xac-nhan", path=accounts.OTHER),
    )
