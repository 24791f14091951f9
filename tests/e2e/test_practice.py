"""A stage for practice, on a stack of its own: samples write, are answered, answer back; nobody hears."""

import re
from collections.abc import Iterator
from typing import Final

import pytest

from infra.local.deploy import practice_parameters
from infra.local.import_units import import_units
from infra.local.stack import running_stack
from infra.practice.__main__ import EMPTIED, check, connected, emptied
from infra.stages import local_stage
from loa.dialogue.practice import texts
from loa.foundation.officers.model import Role
from loa.platform.zalo.practice import people
from tests.e2e.console import officer_at
from tests.e2e.test_console import ConsoleBrowser
from tests.e2e.town import COMMUNE, Town
from tests.e2e.waiting import SECONDS, wait_until
from tests.worlds.console import OfficerBrowser
from tests.worlds.console_broadcasts import AREA, submitted

PAGE: Final = "/console/thuc-hanh"
TALKS: Final = "/console/tin-nhan"
CASES: Final = "/console/vu-viec"
BANNER: Final = "người dân ở đây là mẫu"
OA: Final = people.account_of(COMMUNE)
_CASE: Final = re.compile(r"/console/vu-viec/([0-9a-f]{22})")


@pytest.fixture(scope="module")
def practice(monkeypatch_module: pytest.MonkeyPatch) -> Iterator[Town]:
    """A stack for practice, where each unit has its sample account."""
    parameters = practice_parameters()
    with running_stack("practice", structure="2025-07", parameters=parameters) as running:
        import_units(running)
        stage = local_stage(running)
        check(stage)
        monkeypatch_module.setenv("AWS_ENDPOINT_URL", running.aws_url)
        assert connected(stage) == connected(stage) > 100
        yield Town(running)


@pytest.fixture(scope="module")
def monkeypatch_module() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def _press(officer: OfficerBrowser, scene: str) -> None:
    answer = officer.send(PAGE, PAGE, scene=scene)
    assert "Người dân mẫu đang nhắn" in officer.follow(answer).text()


def _talk(town: Town, officer: OfficerBrowser, words: str) -> str:
    """Wait until words stand in the worklist; the address of their conversation."""
    wait_until(lambda: words in officer.page(TALKS).text(), f"“{words}” waits for an answer", SECONDS)
    (row,) = [
        row for row in officer.page(TALKS).all("li") if words in row.text() and "(dân mẫu)" in row.text()
    ]
    return str(row.one("a").get("href")).partition("#")[0]


def test_an_officer_practises__and_nothing_leaves(practice: Town) -> None:
    entering = ConsoleBrowser(practice.stack.api_url)
    entering.open("/console")
    assert BANNER in entering.text()
    entering.send(username="commune-editor", password=practice.stack.officer("commune-editor").password)
    assert (entering.title(), BANNER in entering.text()) == ("Việc hôm nay", True)

    hoa = officer_at(practice, COMMUNE, "Trần Thị Hoa", Role.EDITOR, Role.APPROVER)
    _press(hoa, "hoi-lai")
    talk = _talk(practice, hoa, "họp thôn tháng này")
    reply = f"{talk}/tra-loi"
    assert hoa.send(talk, reply, words="Tối thứ sáu, ở nhà văn hóa.")["statusCode"] == 303
    wait_until(
        lambda: "mang theo giấy tờ gì không" in hoa.page(talk).text(), "the resident asks again", SECONDS
    )

    _press(hoa, "phan-anh")
    wait_until(lambda: "ổ gà" in hoa.page(CASES).text(), "a report is a case", SECONDS)
    (row,) = [row for row in hoa.page(CASES).all("li") if "ổ gà" in row.text()]
    case = str(row.one("a").get("href")).partition("?")[0]
    assert _CASE.fullmatch(case)
    wait_until(lambda: f"{case}/tep?ten=" in str(hoa.ask(case)["body"]), "the picture is copied", SECONDS)
    for fields in ({"move": "accept"}, {"move": "answer", "answer_text": "Đã vá ổ gà sáng nay."}):
        page = hoa.page(case)
        (step,) = [str(form.get("action")) for form in page.all("form") if form.get("id") == "buoc"]
        moved = hoa.send(page, step, **fields, then="")
        assert moved["statusCode"] == 303, fields
    wait_until(lambda: "5 trên 5" in hoa.page(case).text(), "the resident has given five stars", SECONDS)

    thu = officer_at(practice, COMMUNE, "Phan Thị Thu", Role.EDITOR)
    broadcast = submitted(thu, "Phòng rét cho trâu bò")
    decide = f"{AREA}/{broadcast}/duyet"
    assert f"khoảng {people.FOLLOWERS} người quan tâm" in hoa.page(decide).text()
    hoa.follow(hoa.send(decide, decide, decision="approve", read="true"))
    ledger = practice.wait_for_broadcast(broadcast, SECONDS)
    assert (ledger["planned"], ledger["sent"]) == (1, 1)

    assert practice.zalo("/summary")["calls"] == {}, "something was asked of Zalo"


def test_course__begins_with_a_case_past_its_deadline(practice: Town) -> None:
    hoa = officer_at(practice, COMMUNE, "Lê Thị Hoa", Role.EDITOR)
    (row,) = [row for row in hoa.page(CASES).all("li") if texts.RUBBISH in row.text()]
    assert "quá 2" in row.text(), "by more than twenty days"
    _press(hoa, "qua-han")
    talk = _talk(practice, hoa, "giấy khai sinh")
    assert "Chưa trả lời được." in hoa.page(talk).text()


def test_reset__forgets_what_was_tried__and_keeps_who_is_there(
    practice: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", practice.stack.aws_url)
    hoa = officer_at(practice, COMMUNE, "Lê Thị Hoa", Role.EDITOR)
    _press(hoa, "hoi")
    _talk(practice, hoa, "sáng thứ bảy")
    before = {name: len(practice.rows(name)) for name in ("Units", "Credentials")}
    stage = local_stage(practice.stack)
    assert emptied(stage) > 0
    # The roster writes who is an officer.
    left = {name: len(practice.rows(name)) for name in EMPTIED if name != "Statistics"}
    assert set(left.values()) == {0}, left
    assert connected(stage) > 100
    assert {name: len(practice.rows(name)) for name in before} == before
    assert "Không có tin nào chờ" in hoa.page(TALKS).text()
    _press(hoa, "cho-lau")
    _talk(practice, hoa, "cận nghèo")
