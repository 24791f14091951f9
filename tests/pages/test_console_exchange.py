"""Pages of the exchange: old cases come in by a file that is right; ours go out, fifty a file."""

import json
from typing import Any

import pytest

from loa import clock
from loa.casework.cases.rules.model import CaseState
from loa.foundation.officers.model import Role
from loa.foundation.readings.model import ReadKind
from loa.foundation.readings.store import ReadingStore, reading_from
from tests.conftest import OpenTable
from tests.pages.browsing import OpenPhone, signed_in, wrong_on_a_phone
from tests.worlds.console import OfficerBrowser, body_of, filled_in
from tests.worlds.console_cases import COMMUNE, LIST, OTHER, CaseWorld, case_world

HERE = f"{LIST}/trao-doi"
THEIRS: dict[str, Any] = {
    "id": "TW-1",
    "system": "quoc-gia",
    "unit": COMMUNE,
    "kind": "recommendation",
    "state": "accepted",
    "received_at": "2026-11-02T01:00:00.000Z",
    "revision": 1,
    "details": {"what": "Đường vào xóm 3 ngập sau mưa"},
    "history": [],
}


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> CaseWorld:
    return case_world(open_table, monkeypatch)


@pytest.fixture
def admin(world: CaseWorld) -> OfficerBrowser:
    return world.sign_in("Lê Văn Trị", COMMUNE, Role.ADMINISTRATOR)


def document(*rows: Any) -> bytes:
    return json.dumps({"schema": "loa.cases", "version": 1, "cases": list(rows)}, ensure_ascii=False).encode()


def send(admin: OfficerBrowser, content: bytes) -> dict[str, Any]:
    (form,) = [form for form in admin.page(HERE).all("form") if form.get("action") == HERE]
    fields = {name: values[0] for name, values in filled_in(form).items() if values}
    return admin.post_files(HERE, fields, {"file": content})


def test_old_cases__come_in_once__and_what_is_newer_is_added(world: CaseWorld, admin: OfficerBrowser) -> None:
    assert "Chưa có vụ việc nào." in admin.page(HERE).text()
    assert "Đã nhập: 1 vụ việc mới" in admin.follow(send(admin, document(THEIRS))).text()
    assert "0 vụ việc mới, 0 được bổ sung, 1 đã có" in admin.follow(send(admin, document(THEIRS))).text()
    newer = THEIRS | {"revision": 2, "state": "answered", "answer": "Đã làm."}
    assert "1 được bổ sung" in admin.follow(send(admin, document(newer))).text()
    (one,) = json.loads(body_of(admin.ask(f"{HERE}/tep")))["cases"]
    assert (one["state"], one["answer"]) == (CaseState.ANSWERED.value, "Đã làm.")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Xin chọn tệp .json."),
        (b"{", "không phải tệp JSON"),
        (b"[" * 100_000, "không phải tệp JSON"),
        (b'{"schema": "x"}', "Cả tệp: "),
        (document(*[THEIRS] * 51), "Tệp có 51 vụ việc."),
        (document(THEIRS, THEIRS | {"id": "TW-2", "kind": "denunciation"}), "Vụ việc thứ 2, loại (kind): "),
        (document(THEIRS | {"details": {"what": ""}}), "Vụ việc thứ 1, nội dung (details.what): "),
        (document(THEIRS | {"unit": OTHER}), "Vụ việc thứ 1, đơn vị (unit): "),
        (document(THEIRS, 5), "Vụ việc thứ 2: "),
        (document(THEIRS).replace(b"TW-1", b"\\ud800"), "không phải tệp JSON"),
    ],
)
def test_a_file_with_something_wrong__takes_nothing_in__and_names_the_place(
    world: CaseWorld, admin: OfficerBrowser, content: bytes, said: str
) -> None:
    answer = send(admin, content)
    assert answer["statusCode"] == 422
    assert said in body_of(answer)
    assert "Chưa nhập vụ việc nào." in body_of(answer)
    assert "Chưa có vụ việc nào." in admin.page(HERE).text()


def test_files_that_go_out__hold_fifty__are_noted__and_only_of_the_own_unit(
    world: CaseWorld, admin: OfficerBrowser, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases_api.pages.exchange.files.IN_A_FILE", 2)
    own = {world.raised(f"Việc số {number}").id for number in range(3)}
    world.raised("Việc của xã khác", OTHER)
    page = admin.page(HERE)
    assert "Tải 2 vụ việc" in page.text()
    (following,) = [link.get("href") for link in page.all("a") if "Sang tệp sau" in link.text()]
    rest = admin.page(following.partition("#")[0])
    assert "Tải 1 vụ việc" in rest.text()
    files = [link.get("href") for tree in (page, rest) for link in tree.all("a") if "Tải " in link.text()]
    found = [one["id"] for address in files for one in json.loads(body_of(admin.ask(address)))["cases"]]
    assert sorted(found) == sorted(own)
    today = clock.local_day(clock.now())
    noted = ReadingStore(open_table("Privacy")).page("40", COMMUNE, today, limit=20).rows
    assert ReadKind.EXPORT in [reading_from(row).what for row in noted]


def test_others__have_no_such_page__and_the_second_factor_is_asked_for(world: CaseWorld) -> None:
    hoa = world.sign_in("Trần Thị Hoa", COMMUNE, Role.EDITOR, Role.APPROVER)
    assert "Nhập, xuất vụ việc" not in hoa.page(LIST).text()
    assert hoa.ask(HERE)["statusCode"] == 403
    late = world.console.officer("late", COMMUNE, Role.ADMINISTRATOR)
    browser = world.console.sign_in(late, world.handler)
    for address in (HERE, f"{HERE}/tep"):
        assert browser.ask(address)["headers"]["location"].startswith("/console/")


@pytest.mark.enable_socket
def test_the_page__is_right_on_a_phone(
    world: CaseWorld, admin: OfficerBrowser, open_phone: OpenPhone
) -> None:
    world.raised()
    assert wrong_on_a_phone(signed_in(world.handler, admin, open_phone), [HERE]) == {}
