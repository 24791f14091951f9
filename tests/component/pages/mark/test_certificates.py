"""A certificate is printed by whoever took part, and anybody tells a true one from a false one."""

import base64
from typing import Any

import pytest

from loa.clock import VIETNAM
from loa.platform.documents.typesetting import typeset
from loa.publishing.printing.certificates import ContestCertificate, certificate
from tests.component.api.documents.test_documents import HOSTILE, pages_in
from tests.conftest import OpenTable
from tests.pages.reading import Element
from tests.worlds.component.participation import ParticipationWorld
from tests.worlds.console import HOST
from tests.worlds.doors import http_event
from tests.worlds.papers import have_papers


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def check_address(page: Element) -> str:
    """Where a certificate says that it is checked."""
    (found,) = {each.get("href") or "" for each in page.all("a") if "/giay/" in (each.get("href") or "")} - {
        file_address(page)
    }
    return found


def file_address(page: Element) -> str:
    """Where a certificate is had as a file."""
    (found,) = [each.get("href") or "" for each in page.all("a") if "(PDF)" in each.text()]
    return found


def test_a_certificate__names_nobody__and_says_what_the_public_result_says(world: ParticipationWorld) -> None:
    contest = world.contest(prizes=1)
    own = f"/thi/{contest}/cua-toi"
    for number, right in enumerate((3, 1)):
        world.sheet(browser := world.resident(number), contest)
        world.hand_in(browser, contest, right, prediction=1)
    winner, other, stranger = (world.resident(number) for number in range(3))
    assert "In giấy ghi nhận" not in winner.page(own).text(), "not before the result is public"
    winner.page(f"{own}?giay=1", status=404)
    world.finish(contest)
    assert "In giấy ghi nhận" in winner.page(own).text()

    best, took_part = winner.page(f"{own}?giay=1"), other.page(f"{own}?giay=1")
    assert "giải thứ 1 trong 1 giải, đúng 3/3 câu" in best.text()
    assert "Giấy ghi nhận tham gia" in took_part.text()
    # The name is on the page and in no form: there is nothing that could send it.
    assert [field.get("name") for field in best.all("input") if field.get("id") == "ho-ten"] == [""]
    assert not best.all("form")
    for browser, wrong in ((stranger, f"{own}?giay=1"), (winner, f"{own}?giay=2"), (winner, f"{own}?giay=x")):
        browser.page(wrong, status=404)

    true = check_address(best)
    assert "đạt giải thứ 1" in stranger.page(true).text()
    assert "không có trong danh sách đạt giải" in stranger.page(check_address(took_part)).text()
    forged = check_address(took_part).rpartition("/")[2].partition("-")[0] + "-" + true.rpartition("-")[2]
    for code in (forged, true.rpartition("/")[2][:-1], "X", "-", "ế-1"):
        said = stranger.page(f"/thi/{contest}/ket-qua/1/giay/{code}", status=404).text()
        assert "Mã này không đúng" in said


def test_a_certificate_as_a_file__for_a_true_code_alone__says_what_the_page_says(
    world: ParticipationWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_papers(monkeypatch)
    set_with: list[dict[str, Any]] = []

    def watched(name: str, values: dict[str, Any], **how: Any) -> bytes:
        set_with.append(values)
        return typeset(name, values, **how)

    monkeypatch.setattr("loa.publishing.printing.certificates.typeset", watched)
    contest = world.contest(prizes=1)
    own = f"/thi/{contest}/cua-toi?giay=1"
    for number, right in enumerate((3, 1)):
        world.sheet(browser := world.resident(number), contest)
        world.hand_in(browser, contest, right, prediction=1)
    world.finish(contest)
    stranger = world.resident()
    winner, other = (file_address(world.resident(number).page(own)) for number in range(2))

    first, again = stranger.ask(winner), stranger.ask(winner)
    assert (first["statusCode"], first["headers"]["content-type"]) == (200, "application/pdf")
    assert first["headers"]["Cache-Control"] == "public, max-age=600"
    assert pages_in(base64.b64decode(first["body"])) == 1
    assert first["body"] == again["body"], "the same for everybody, so that it can be kept"
    stranger.ask(other)
    said = [(each["place"], each["right"], each["number"]) for each in set_with]
    assert said == [(1, "3/3", 1), (1, "3/3", 1), (0, "", 1)]
    for each, path in zip(set_with, (winner, winner, other), strict=True):
        assert path == f"/thi/{contest}/ket-qua/1/giay/{each['code']}/giay.pdf"
        assert each["address"] == f"http://loa.test{path.removesuffix('/giay.pdf')}"
    known = http_event("GET", winner, headers={**HOST, "if-none-match": first["headers"]["ETag"]})
    assert world.public(known)["statusCode"] == 304

    del set_with[:]
    code = winner.rpartition("/")[0].rpartition("/")[2]
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    for address in (
        winner.replace(code, wrong),
        winner.replace(code, "X"),
        winner.replace("/1/giay/", "/2/giay/"),
        winner.replace("/1/giay/", "/01/giay/"),
        winner.replace(contest, "x"),
    ):
        stranger.page(address, status=404)
    assert set_with == [], "nothing is set for a code that is none of ours"


@pytest.mark.parametrize("place", [0, 3])
@pytest.mark.parametrize("title", ["Tìm hiểu Luật Căn cước", HOSTILE, "Cuộc thi tìm hiểu pháp luật " * 7])
def test_a_certificate_is_one_page_whatever_the_title(
    world: ParticipationWorld, monkeypatch: pytest.MonkeyPatch, title: str, place: int
) -> None:
    have_papers(monkeypatch)
    said = ContestCertificate(
        unit="tỉnh Nghệ An",
        contest=title,
        number=12,
        opens="8 giờ sáng, thứ Hai 7/12/2026",
        closes="11 giờ 30 trưa, Chủ nhật 13/12/2026",
        receipt="ABCDEFGH",
        code="ABCDEFGH-0123456789ABCDEF",
        address="https://matran-so.nghean.example.vn/thi/0123456789abcdef/ket-qua/12/giay/ABCDEFGH-0123456789ABCDEF",
        place=place,
        prizes=40,
        right="15/15" if place else "",
    )
    made = certificate(said, made_at=world.now.astimezone(VIETNAM))
    assert pages_in(made) == 1
