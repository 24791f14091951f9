"""Word and Excel as another program prints them: LibreOffice (Debian: libreoffice-*-nogui), where it is."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from pypdf import PdfReader

from loa.foundation.statistics.model import Metric
from loa.reports.render.docx import to_docx
from loa.reports.render.paper import paper_of
from loa.reports.render.xlsx import to_xlsx
from loa.reports.tables.model import ReportDocument
from tests.unit.reports.render.test_papers import LONGEST, UNITS, document_of
from tests.worlds.papers import have_papers

A4 = {(595, 842), (842, 595)}
BIG = 54_321
"""Of 131 units: more than seven million."""
SMALL_SIZE, MM_OF_A_POINT, BESIDE_MM = 9.5, 25.4 / 72, 2.2
WIDTHS = {True: 257, False: 165}
"""Of what is printed, in millimetres, by landscape."""


def full() -> ReportDocument:
    """A month in which everything happened everywhere, so that every number is long."""
    counts: dict[Metric, int] = {metric: BIG for metric in Metric if metric is not Metric.CASES_DENUNCIATION}
    counts |= {Metric("cases_first_3"): 9, Metric("cases_solved_3"): 9, Metric("conversations_first_3"): 9}
    counts |= {Metric.CONVERSATIONS_BEGUN: 50_000}  # more answered than begun: a number below zero
    return document_of(counts={unit.path: counts for unit in UNITS})


@dataclass(frozen=True)
class Printed:
    """The pages of a file as LibreOffice prints them."""

    sizes: set[tuple[int, int]]
    pages: list[str]

    @property
    def words(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.pages))


def printed(content: bytes, kind: str, folder: Path) -> Printed:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice here: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui")
    file = folder / f"report.{kind}"
    file.write_bytes(content)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    pages = PdfReader(folder / "report.pdf").pages
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in pages}
    return Printed(sizes, [page.extract_text() for page in pages])


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_report_is_printed_whole__heads_on_every_page__numbers_as_they_are(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    have_papers(monkeypatch)
    report = full()
    found = printed(to_docx(report) if kind == "docx" else to_xlsx(report), kind, tmp_path)
    assert found.sizes <= A4
    total = f"{BIG * 131:,}".replace(",", ".")
    below = -(2 * BIG - 50_000) * 131
    assert found.words.count(total) > 10
    assert f"{below:,}".replace(",", ".") in found.words
    assert LONGEST.split()[-1] in found.words
    with_units = [page for page in found.pages if re.search(r"\bXã \w", page)]
    assert len(with_units) > 12
    headless = [
        number for number, page in enumerate(found.pages) if page in with_units and "Đơn vị" not in page
    ]
    charts = [number for number in headless if "nhiều nhất" in found.pages[number]]
    assert headless == charts


def test_no_number_on_paper_is_broken_or_cut() -> None:
    """A column is at least as wide as its longest number, in millimetres of the size that it is set in."""
    for table in paper_of(full()).tables:
        size = SMALL_SIZE if table.small else 11 if table.landscape else 12
        for place, share in enumerate(table.shares):
            for row in table.rows:
                if place >= len(row.cells) or row.cells[place].align != "right":
                    continue
                part = max(row.cells[place].words.split(" "), key=len)
                digits = sum(letter.isdigit() for letter in part)
                needed = (0.5 * digits + 0.25 * (len(part) - digits)) * size * MM_OF_A_POINT
                assert share * WIDTHS[table.landscape] >= needed + BESIDE_MM, (table.title, part)
