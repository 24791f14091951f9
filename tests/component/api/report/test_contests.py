"""The report about a contest: its numbers, its files, who may have it."""

from io import BytesIO
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import boto3
import pytest

from loa.bootstrap import participation, reports
from loa.foundation.officers.model import Role
from loa.participation.contests.rules.lot import commitment
from loa.reports.contests.document import contest_document
from tests.component.api.report.conftest import BUCKET
from tests.worlds.component.participation import COMMUNE, OTHER_COMMUNE, ParticipationWorld
from tests.worlds.papers import have_papers


@pytest.fixture
def contest(world: ParticipationWorld) -> str:
    """A contest that three people of two communes have played, one of them rightly."""
    contest = world.contest(prizes=2)
    for number, (right, unit) in enumerate(((3, COMMUNE), (2, COMMUNE), (1, OTHER_COMMUNE)), 1):
        browser = world.resident(number)
        world.sheet(browser, contest, unit)
        world.hand_in(browser, contest, right=right, prediction=number)
    return contest


def test_nothing_is_reported__before_a_result_is_public(world: ParticipationWorld, contest: str) -> None:
    reader = world.at_work("report", "reader", "40", Role.EDITOR)
    page = f"/console/bao-cao/cuoc-thi/{contest}"
    assert "Chưa có đợt nào công bố" in reader.page(page).text()
    assert page not in world.writer.page(f"/console/tham-gia/{contest}").text()


def test_the_report__says_what_the_public_result_says_and_names_nobody(
    world: ParticipationWorld, contest: str
) -> None:
    world.finish(contest)
    known = world.known_officer("approver-x", "40", Role.APPROVER)
    facts = reports.contests().facts(known, contest)
    rounds, won, lots, units = contest_document(facts).tables
    assert rounds.rows[0].cells[2:] == (3, 3, 0, 3, 1, 2, 1)
    public = world.data(world.resident(), f"/thi/{contest}/ket-qua/1/du-lieu.json")
    assert [row.cells[3] for row in won.rows] == public["winners"]
    assert [row.cells[2] for row in won.rows] == [1, 2]
    sealed, seed = (str(lots.rows[0].cells[place]).replace("\n", "") for place in (3, 4))
    assert (seed, sealed) == (public["seed"], commitment(seed)), "whoever has the paper can draw again"
    assert [row.cells[4] for row in units.rows] == [2, 1]
    assert "chưa được đối chiếu" in " ".join(units.lines), "nobody has stored how many adults live there"
    letter = contest_document(facts).letter
    assert letter
    assert "3 lượt nộp bài của 3 lượt người" in letter.opening[1]
    assert {unit.path for unit in facts.missing}.isdisjoint({COMMUNE, OTHER_COMMUNE})


def test_the_report__has_the_second_ranking__where_the_public_result_has_it(
    world: ParticipationWorld, contest: str
) -> None:
    world.finish(contest)
    results = participation.contests().results
    result = results.find(contest, 1, 1)
    assert result
    averages = [
        {"unit_path": OTHER_COMMUNE, "persons": 50, "hundredths": 205},
        {"unit_path": COMMUNE, "persons": 70, "hundredths": 190},
    ]
    results.save(contest, 1, 1, {**result, "averages": averages})
    known = world.known_officer("approver-x", "40", Role.APPROVER)
    *_, table = contest_document(reports.contests().facts(known, contest)).tables
    assert table.lines[0] == "XẾP HẠNG THEO SỐ CÂU ĐÚNG TRUNG BÌNH"
    assert [(row.cells[2], *row.cells[4:]) for row in table.rows] == [(1, 50, "2,05"), (2, 70, "1,90")]
    assert "Đúng trung bình" in world.resident().page(f"/thi/{contest}/ket-qua/1").text()


def test_files__are_made_kept_and_handed_out(
    world: ParticipationWorld, contest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_papers(monkeypatch)
    world.finish(contest)
    reader = world.at_work("report", "reader", "40", Role.EDITOR)
    page = f"/console/bao-cao/cuoc-thi/{contest}"
    assert "Báo cáo: Word" in world.writer.page(f"/console/tham-gia/{contest}").text()
    made = reader.follow(reader.send(page, page))
    links = [str(each.get("href")) for each in made.all("a") if "contests" in str(each.get("href"))]
    assert [urlsplit(link).path.rpartition(".")[2] for link in links] == ["docx", "pdf", "xlsx"]
    key = unquote(urlsplit(links[0]).path).partition("reports/")[2]
    content = boto3.client("s3").get_object(Bucket=BUCKET, Key=f"reports/{key}")["Body"].read()
    words = ZipFile(BytesIO(content)).read("word/document.xml").decode()
    for each in ("SỐ PHIẾU TRÚNG GIẢI", "XẾP HẠNG XÃ, PHƯỜNG", "I. Tổ chức."):
        assert each in words


def test_a_contest__is_reported_to_its_owner_alone(world: ParticipationWorld, contest: str) -> None:
    commune = world.at_work("report", "reader-of-a-commune", COMMUNE, Role.EDITOR)
    assert commune.ask(f"/console/bao-cao/cuoc-thi/{contest}")["statusCode"] in {403, 404}
