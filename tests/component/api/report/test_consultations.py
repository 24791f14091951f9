"""The report about a consultation: its numbers, its files, who may have it."""

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import boto3
import pytest

from loa.bootstrap import participation, reports
from loa.foundation.officers.model import Role
from loa.foundation.units.store import UnitStore
from loa.reports.consultations.document import consultation_document
from loa.reports.tables.model import ReportTable
from tests.component.api.report.conftest import BUCKET
from tests.conftest import OpenTable
from tests.pages.reading import Element
from tests.worlds.component.consultation import Consultation
from tests.worlds.component.participation import COMMUNE, OTHER_COMMUNE, ParticipationWorld
from tests.worlds.console import OfficerBrowser
from tests.worlds.papers import have_papers


@pytest.fixture
def law(world: ParticipationWorld) -> Consultation:
    """A consultation: two opinions in an answered group, one stance, one set aside, one conference."""
    law = Consultation(world)
    law.give(world.resident(1), "Điều 3 khoản 1", "disagree", "Ba ngày ngắn quá", wording="05 ngày làm việc")
    law.give(world.resident(2), "Điều 3 khoản 1", "other", "Cần báo trước lâu hơn")
    law.give(world.resident(3), "Điều 3 khoản 1", "agree")
    law.give(world.resident(4), "Điều 4", "disagree", "Ông A nói bậy")
    held = f"{law.page}/hoi-nghi"
    minutes = {"unit": COMMUNE, "held_on": str(world.now.date()), "persons": "40", "chair": "Trưởng xóm 3"}
    one = world.writer.send(held, held, **minutes)["headers"]["location"]
    said = {"node": law.node("Điều 1"), "agree": "30", "disagree": "8", "words": "Thêm tổ dân phố"}
    world.writer.follow(world.writer.send(one, one, **said))
    page = f"{law.page}/y-kien"
    aside = law.receipts("nói bậy")
    world.step(world.writer, page, page, opinions=aside, reason="names")  # type: ignore[arg-type]
    receipts = [*law.receipts("ngắn quá"), *law.receipts("lâu hơn")]
    world.step(world.writer, page, page, opinions=receipts, title="Báo trước lâu hơn")  # type: ignore[arg-type]
    (theme,) = participation.consultation_desk().store.themes(law.id)
    law.answer(theme.id, "accepted", "Ghi 05 ngày làm việc.")
    return law


def reader(world: ParticipationWorld, unit: str = "40") -> OfficerBrowser:
    return world.at_work("report", f"reader-{unit}", unit, Role.EDITOR)


def numbers(table: ReportTable, *columns: int) -> int:
    """Add what stands in some columns."""
    cells = [row.cells[column] for row in table.rows for column in columns]
    return sum(cell for cell in cells if isinstance(cell, int))


def test_tables__hold_each_opinion_once__and_never_add_conferences(law: Consultation) -> None:
    service = reports.consultations()
    known = law.world.known_officer("approver-x", "40", Role.APPROVER)
    facts = service.facts(known, law.id)
    stances, answers, meetings, units, *_ = consultation_document(facts).tables
    assert [row.cells[1:6] for row in stances.rows][1][:4] == ("Điều 3 khoản 1", 1, 1, 1)
    assert numbers(stances, 2, 3, 4) == numbers(answers, 4) == 4
    assert numbers(stances, 6) == numbers(answers, 5) == 1
    (answered,) = (row.cells for row in answers.rows if row.cells[3] == "Báo trước lâu hơn")
    assert answered[4:8] == (2, 0, "05 ngày làm việc", "Tiếp thu. Ghi 05 ngày làm việc.")
    assert "nói bậy" not in repr(answers)
    assert meetings.rows[0].cells[4:9] == (40, "Điều 1", 30, 8, 0)
    assert units.total[2:] == (4, 4, 1, 40)
    letter = consultation_document(facts).letter
    assert letter
    assert "4 ý kiến của 4 người dân" in letter.opening[1]
    assert "1 hội nghị với 40 người dự" in letter.opening[0]
    assert "2441" in letter.opening[-1]


def test_the_outline__counts_each_opinion_once_by_article_and_way__and_names_where_nobody_wrote(
    law: Consultation,
) -> None:
    law.spoken("Điều 4")
    desk, held = f"{law.page}/nhap-ho", f"{law.page}/hoi-nghi"
    typed = {"unit": OTHER_COMMUNE, "node": law.node("Điều 4 khoản 2"), "stance": "agree", "consent": "true"}
    assert law.world.writer.send(desk, desk, **typed)["statusCode"] == 303
    minutes = {"unit": "40", "held_on": str(law.world.now.date()), "persons": "60"}
    at = law.world.writer.send(held, held, **minutes)["headers"]["location"]
    said = {"node": law.node("Điều 3 khoản 2"), "agree": "45", "disagree": "15"}
    law.world.step(law.world.writer, at, at, **said)
    known = law.world.known_officer("approver-x", "40", Role.APPROVER)
    facts = reports.consultations().facts(known, law.id)
    articles, organisers, missing = consultation_document(facts).tables[4:]
    shown = {row.cells[1]: [getattr(cell, "value", cell) for cell in row.cells[2:]] for row in articles.rows}
    third = [100 / 3] * 2
    assert shown["Điều 1"] == [0, 0, None, 0, None, 0, None, 0, 0, 0, 0, 1]
    assert shown["Điều 3"] == [3, 1, third[0], 1, third[0], 1, third[1], 3, 0, 0, 1, 0]
    assert shown["Điều 4"] == [3, 1, third[0], 1, third[0], 1, third[1], 1, 1, 1, 0, 0]
    assert numbers(articles, 2) == numbers(articles, 3, 5, 7) == numbers(articles, 9, 10, 11) == 6
    rows = [[getattr(cell, "value", cell) for cell in row.cells[2:]] for row in organisers.rows]
    assert rows[0] == ["Tỉnh", 1, 60, 45, 75.0, 15, 25.0, 0, 0.0]
    assert rows[1][:3] == ["Xã", 1, 40]
    names = [row.cells[1] for row in missing.rows]
    assert names == [unit.name for unit in facts.missing]
    assert facts.units.names[COMMUNE] not in names
    assert len(names) == len(facts.units.lowest) - 2


def test_what_was_spoken__is_counted_and_waits_to_be_heard_in_the_report(law: Consultation) -> None:
    law.spoken("Điều 4")
    known = law.world.known_officer("approver-x", "40", Role.APPROVER)
    document = consultation_document(reports.consultations().facts(known, law.id))
    assert document.letter
    assert "gửi bằng lời 1 ý kiến" in document.letter.opening[1]
    assert "Bằng lời, chờ nghe" in repr(document.tables[1])


def test_a_merger__moves_opinions_and_conferences_to_the_heir__and_the_heir_is_not_missing(
    law: Consultation, open_table: OpenTable
) -> None:
    known = law.world.known_officer("approver-x", "40", Role.APPROVER)
    before, store = reports.consultations().facts(known, law.id), UnitStore(open_table("Units"))
    (ended,), (heir,) = store.at(COMMUNE), store.at(OTHER_COMMUNE)
    assert heir in before.missing
    yesterday = law.world.now.date() - timedelta(days=1)
    store.save_all([replace(ended, valid_to=yesterday, successors=(heir.unit_id,))])
    after = reports.consultations().facts(known, law.id)
    assert {unit.path for unit in before.missing} - {unit.path for unit in after.missing} == {OTHER_COMMUNE}
    assert ended.path not in {unit.path for unit in after.units.lowest}
    _, _, meetings, units, _, organisers, _ = consultation_document(after).tables
    (row,) = (each.cells[2:] for each in units.rows if each.cells[1] == heir.name)
    assert row == units.total[2:] == (4, 4, 1, 40)
    assert meetings.rows[0].cells[1] == organisers.rows[0].cells[1] == ended.name, "the minutes name who met"


def test_files__are_made_kept_and_handed_out(law: Consultation, monkeypatch: pytest.MonkeyPatch) -> None:
    have_papers(monkeypatch)
    browser = reader(law.world)
    page = f"/console/bao-cao/gop-y/{law.id}"
    assert "Xin đối chiếu bố cục" in browser.page(page).text()
    made = browser.follow(browser.send(page, page))
    links = [str(each.get("href")) for each in made.all("a") if "consultations" in str(each.get("href"))]
    assert [urlsplit(link).path.rpartition(".")[2] for link in links] == [
        *("docx", "pdf", "xlsx"),
        *("csv", "json"),
    ]
    key = unquote(urlsplit(links[0]).path).partition("reports/")[2]
    content = kept(key)
    words = ZipFile(BytesIO(content)).read("word/document.xml").decode()
    for each in ("BẢNG TỔNG HỢP, TIẾP THU, GIẢI TRÌNH Ý KIẾN", "Ghi 05 ngày làm việc.", "Thêm tổ dân phố"):
        assert each in words


def test_single_opinions__go_out_without_names__and_without_what_nobody_may_pass_on(
    law: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_papers(monkeypatch)
    law.give(law.world.resident(5), "Điều 5", "other", "Chưa ai đọc lời này")
    law.give(law.world.resident(6), "Điều 5 khoản 1", "other", '=HYPERLINK("x"), gọi 0912345678')
    law.group("HYPERLINK", "Gọi điện")
    browser, page = reader(law.world), f"/console/bao-cao/gop-y/{law.id}"
    made = browser.follow(browser.send(page, page))
    links = [str(each.get("href")) for each in made.all("a") if "consultations" in str(each.get("href"))]
    table, data = (kept(unquote(urlsplit(link).path).partition("reports/")[2]) for link in links[3:])
    head, *rows = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    assert head == ["Điều, khoản, điểm", "Ý kiến", "Vì sao", "Đề xuất viết lại", "Xã, phường"]
    assert ["Điều 3 khoản 1", "Không đồng ý", "Ba ngày ngắn quá", "05 ngày làm việc", ""] in rows
    assert ["Điều 3 khoản 1", "Đồng ý", "", "", ""] in rows
    assert rows[-1][2].startswith("'=HYPERLINK")
    assert "0912345678" not in table.decode()
    for words in ("nói bậy", "Chưa ai đọc", *law.receipts("")):
        assert words not in table.decode() + data.decode()
    assert len(json.loads(data)["opinions"]) == len(rows) == 4


@pytest.mark.parametrize("reason", ["denunciation", "classified"])
def test_files_with_words_that_have_left__are_handed_out_no_more(
    law: Consultation, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    have_papers(monkeypatch)
    browser, page = reader(law.world), f"/console/bao-cao/gop-y/{law.id}"

    def links(shown: Element) -> list[str]:
        return [str(each.get("href")) for each in shown.all("a") if "consultations" in str(each.get("href"))]

    made = links(browser.follow(browser.send(page, page)))
    law.answer(
        participation.consultation_desk().store.themes(law.id)[0].id, "accepted", "Ghi 06 ngày làm việc."
    )
    assert [urlsplit(each).path for each in links(browser.page(page))] == [
        urlsplit(each).path for each in made
    ]

    opinions = f"{law.page}/y-kien"
    (receipt,) = law.receipts("ngắn quá")
    law.world.step(law.world.writer, opinions, opinions, opinions=receipt, reason=reason)

    assert not links(browser.page(page))
    again = links(browser.follow(browser.send(page, page)))
    table = kept(unquote(urlsplit(again[3]).path).partition("reports/")[2])
    assert len(again) == len(made) == 5
    assert "ngắn quá" not in table.decode()


def kept(key: str) -> bytes:
    return bytes(boto3.client("s3").get_object(Bucket=BUCKET, Key=f"reports/{key}")["Body"].read())


def test_opinions__are_reported_to_their_owner_alone(law: Consultation) -> None:
    assert reader(law.world, COMMUNE).ask(f"/console/bao-cao/gop-y/{law.id}")["statusCode"] in {403, 404}
