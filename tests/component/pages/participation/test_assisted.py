"""Sheets on paper: given out, printed and typed in by officers for people without a telephone."""

from datetime import timedelta
from typing import Any, NoReturn

import pytest

from loa.bootstrap import participation
from loa.foundation.officers.model import Role
from loa.participation.contests.rounds import rounds_of
from loa.participation.contests.rules.sheets import sheet_number
from loa.participation.contests.store import KeyStore
from tests.conftest import OpenTable
from tests.worlds.component.participation import AREA, COMMUNE, OTHER_COMMUNE, ParticipationWorld
from tests.worlds.console import OfficerBrowser, body_of
from tests.worlds.permissions import at_work


@pytest.fixture
def world(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> ParticipationWorld:
    return ParticipationWorld(open_table, monkeypatch)


def desk_of(contest: str) -> str:
    return f"{AREA}/{contest}/dot/1/nhap-ho"


def given(officer: OfficerBrowser, contest: str) -> str:
    """Take a sheet; the address of its page."""
    desk = desk_of(contest)
    answer = officer.send(desk, desk, consent="true")
    assert answer["statusCode"] == 303, body_of(answer)[-2_000:]
    return str(answer["headers"]["location"])


def typed(officer: OfficerBrowser, sheet: str, *, right: int) -> dict[str, Any]:
    """Type in a sheet of which so many answers are right."""
    fields = {}
    for place, box in enumerate(officer.page(sheet).all("fieldset")):
        options = [label.text()[2:].strip() for label in box.all("label")]
        fields[f"c{place}"] = str(options.index("Đúng" if place < right else "Sai một"))
    return officer.send(sheet, sheet, **fields)


def mark_waiting() -> int:
    with at_work("clock"):
        return participation.closing().mark_waiting(lambda: True)


def test_a_sheet__typed_in_by_an_officer__counts_a_person_and_wins_nothing(world: ParticipationWorld) -> None:
    contest = world.contest(prizes=3)
    officer = world.officer_of(COMMUNE, Role.EDITOR)
    assert desk_of(contest) in body_of(officer.ask(AREA)), "the commune finds what the province asks"
    sheet = given(officer, contest)
    page = officer.page(sheet).text()
    assert "không xếp hạng, không nhận giải" in page
    printed = officer.page(f"{sheet}/in").text()
    for words in ("Đợt 1", sheet.rpartition("/")[2], "không xếp hạng, không nhận giải", "Không ghi tên"):
        assert words in printed
    assert officer.follow(typed(officer, sheet, right=3)).text().count("Đã ghi bài") == 1
    assert mark_waiting() == 1
    counts = participation.contests().counts(participation.campaign_store().find(contest), 1)
    assert dict(counts[COMMUNE]) == {"persons": 1, "assisted": 1, "submits": 1, "score": 3}
    assert "Nhập hộ, không xếp giải" in world.writer.page(f"{AREA}/{contest}").text()
    assert "3/3" not in officer.page(sheet).text(), "what is right is nobody's to learn before the end"
    world.finish(contest)
    result = participation.contests().results.find(contest, 1, 1)
    assert result
    assert (result["persons"], result["assisted"], result["perfect"]) == (1, 1, 0)
    assert (result["winners"], result["units"]) == ([], []), "it is all right, and not ranked"
    later = world.at_work("participation", "officer-later", COMMUNE, Role.EDITOR)
    assert "Đúng 3/3 câu" in later.page(sheet).text()


def test_a_sheet__is_drawn_as_for_anybody__the_same_for_the_same_press(world: ParticipationWorld) -> None:
    contest = world.contest()
    officer = world.officer_of(COMMUNE, Role.EDITOR)
    desk = desk_of(contest)
    page = officer.page(desk)
    first, again = (officer.send(page, desk, consent="true") for _ in range(2))
    assert first["headers"]["location"] == again["headers"]["location"]
    assert given(officer, contest) != first["headers"]["location"]
    campaign = participation.campaign_store().find(contest)
    (current,) = rounds_of(campaign)
    rows = [
        row
        for shard in range(64)
        for row in participation.play().campaigns.table.rows(f"entry#{contest}#1#{shard}")
    ]
    assert len(rows) == 2
    assert all(row["assisted"] and not row["known"] and not row["adult"] for row in rows)
    for row in rows:
        sheet = participation.contests().sheets.read(
            current.seal, sheet_number(current.secret, row["sort"], 1)
        )
        printed = officer.page(f"{desk}/{row['receipt']}/in").text()
        assert [each.words in printed for each in sheet] == [True] * 3


def test_the_desk__reads_no_key(world: ParticipationWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    contest = world.contest()
    officer = world.officer_of(COMMUNE, Role.EDITOR)

    def refused(*_: Any) -> NoReturn:
        pytest.fail("the desk has read what is right")

    with monkeypatch.context() as patched:
        for name in ("right_of", "right", "entry", "seed"):
            patched.setattr(KeyStore, name, refused)
        sheet = given(officer, contest)
        officer.page(f"{sheet}/in")
        assert typed(officer, sheet, right=2)["statusCode"] == 303
        officer.page(sheet)
    assert mark_waiting() == 1, "who may read it marks it"


def test_a_sheet__is_typed_in_once__in_time__where_its_officer_works(world: ParticipationWorld) -> None:
    contest = world.contest()
    officer = world.officer_of(COMMUNE, Role.EDITOR)
    sheet, late = given(officer, contest), given(officer, contest)
    other = world.officer_of(OTHER_COMMUNE, Role.EDITOR)
    assert other.ask(sheet)["statusCode"] == 404
    assert other.ask(f"{desk_of(contest)}?phieu={sheet.rpartition('/')[2]}")["statusCode"] == 404
    assert officer.ask(f"{desk_of(contest)}/AAAAAAAAAA")["statusCode"] == 404
    mistyped = officer.page(f"{desk_of(contest)}?phieu=zzzz", status=404)
    assert "Xin xem lại mã in trên phiếu" in mistyped.text()
    assert [each.get("value") for each in mistyped.all("input") if each.get("name") == "phieu"] == ["ZZZZ"]
    page = officer.page(sheet)
    empty = officer.send(page, sheet)
    assert empty["statusCode"] == 422
    assert "ít nhất một câu" in body_of(empty)
    assert officer.send(page, sheet, c0="1")["statusCode"] == 303
    assert officer.send(page, sheet, c0="1")["statusCode"] == 303, "the same press"
    assert officer.send(page, sheet, c0="0", khoa="another-key-123")["statusCode"] == 409
    assert "Bài này đã nhập" in officer.page(sheet).text()
    assert mark_waiting() == 1
    waiting = officer.page(late)
    world.now += timedelta(hours=4, minutes=1)
    officer = world.at_work("participation", "officer-late", COMMUNE, Role.EDITOR)
    assert officer.send(waiting, late, c0="0", khoa="late-key-12345")["statusCode"] == 409
    assert "không nhập bài này được nữa" in officer.page(late).text()
    desk = desk_of(contest)
    assert f'action="{desk}" novalidate' not in body_of(officer.ask(desk))
    assert mark_waiting() == 0
