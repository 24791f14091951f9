"""The report about a survey: what was published of it, its files, who may have it."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import boto3
import pytest

from loa.bootstrap import participation, reports
from loa.foundation.officers.model import Role
from loa.participation.surveys.model import Answer
from loa.reports.surveys.document import survey_document
from tests.component.api.report.conftest import BUCKET
from tests.worlds.component.participation import AREA, COMMUNE, OTHER_COMMUNE, ParticipationWorld
from tests.worlds.component.survey import WHOLE, opened
from tests.worlds.papers import have_papers

ANSWERS: dict[str, Answer] = {"1": "0", "2": ["0"], "3": "4"}


@pytest.fixture
def survey(world: ParticipationWorld) -> str:
    """A survey that twelve have answered in a commune, five of them on paper, and one in another."""
    survey = opened(world)
    service, campaign = participation.surveys(), participation.campaign_store().find(survey)
    officer = world.known_officer("officer-types", COMMUNE, Role.EDITOR)
    for number in range(8):
        unit = COMMUNE if number else OTHER_COMMUNE
        browser, page = world.resident(number), f"/khao-sat/{survey}"
        assert browser.send(page, page, **WHOLE, unit=unit, consent="1")["statusCode"] == 303
    for number in range(5):
        service.answer_on_paper(officer, campaign, f"key-{number}", COMMUNE, ANSWERS, world.now)
    return survey


def publish(world: ParticipationWorld, survey: str) -> None:
    world.later(timedelta(hours=6))
    world.step(world.approver, f"{AREA}/{survey}", f"{AREA}/{survey}/cong-bo")


def test_nothing_is_reported__before_the_result_is_public(world: ParticipationWorld, survey: str) -> None:
    reader = world.at_work("report", "reader", "40", Role.EDITOR)
    page = f"/console/bao-cao/khao-sat/{survey}"
    assert "chưa công bố kết quả" in reader.page(page).text()
    assert "Lập tệp" not in reader.page(page).text()
    assert page not in world.writer.page(f"{AREA}/{survey}").text()
    commune = world.at_work("report", "reader-of-a-commune", COMMUNE, Role.EDITOR)
    assert commune.ask(page)["statusCode"] in {403, 404}, "as the survey's own page"


def test_the_report__says_how_people_were_asked__and_what_was_published_alone(
    world: ParticipationWorld, survey: str
) -> None:
    publish(world, survey)
    known = world.known_officer("reader-x", "40", Role.EDITOR)
    facts = reports.surveys().facts(known, survey)
    document = survey_document(facts)
    results, units, missing = document.tables
    published = participation.published_tables().read(survey)
    told = [row.cells[1] for row in results.rows if row.level == 0]
    assert told == [int(each["answered"]) or None for each in published]
    options = [row.cells for row in results.rows if row.level == 1]
    assert options == [
        (option, int(number))
        for each in published
        for option, number in zip(each["columns"], each["total"], strict=True)
    ]
    numbers = {cell for row in units.rows for cell in row.cells if isinstance(cell, int)}
    assert 1 not in numbers, "one person of a commune stands nowhere alone"
    assert "Cần thêm đèn đường" not in str(document)
    assert document.letter
    method, counted, covered, _ = document.letter.opening
    assert "không đại diện cho toàn dân" in method
    assert "Có 13 người trả lời, trong đó trên giấy: 5." in counted
    names = [row.cells[1] for row in missing.rows]
    assert len(names) == len(facts.units.lowest) - 2
    assert str(names[0]) in covered


def test_a_few_on_paper__are_not_told_apart(world: ParticipationWorld) -> None:
    survey = opened(world)
    service, campaign = participation.surveys(), participation.campaign_store().find(survey)
    officer = world.known_officer("officer-types", COMMUNE, Role.EDITOR)
    for number in range(6):
        service.answer_on_paper(officer, campaign, f"key-{number}", COMMUNE, ANSWERS, world.now)
    page = f"/khao-sat/{survey}"
    world.resident(1).send(page, page, **WHOLE, unit=COMMUNE, consent="1")
    publish(world, survey)
    letter = survey_document(
        reports.surveys().facts(world.known_officer("reader-x", "40", Role.EDITOR), survey)
    ).letter
    assert letter
    assert "Có 7 người trả lời, trong đó trên giấy: không nêu" in letter.opening[1], "one was not on paper"


def test_files__are_made_kept_and_handed_out(
    world: ParticipationWorld, survey: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_papers(monkeypatch)
    publish(world, survey)
    reader = world.at_work("report", "reader", "40", Role.EDITOR)
    page = f"/console/bao-cao/khao-sat/{survey}"
    assert "Báo cáo: Word" in world.writer.page(f"{AREA}/{survey}").text()
    made = reader.follow(reader.send(page, page))
    links = [str(each.get("href")) for each in made.all("a") if "surveys" in str(each.get("href"))]
    assert [urlsplit(link).path.rpartition(".")[2] for link in links] == ["docx", "pdf", "xlsx"]
    key = unquote(urlsplit(links[0]).path).partition("reports/")[2]
    content = boto3.client("s3").get_object(Bucket=BUCKET, Key=f"reports/{key}")["Body"].read()
    words = ZipFile(BytesIO(content)).read("word/document.xml").decode()
    for each in ("KẾT QUẢ TỪNG CÂU HỎI", "CHƯA CÓ NGƯỜI TRẢ LỜI", "I. Cách khảo sát."):
        assert each in words
