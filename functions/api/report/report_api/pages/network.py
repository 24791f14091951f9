"""The Front's network as a report: what is reached, who is missing, and its files."""

from loa.bootstrap.reports import network
from loa.foundation.officers.model import Permission, require
from loa.reports.render.forms import FileFormat
from loa.web.pages.resolver import Html
from report_api import texts
from report_api.pages.app import AREA, pages

PAGE = f"{AREA}/mang-luoi"
SHOWN = 100
"""People on the page; all of them are in the files."""
_FILES = (FileFormat.DOCX, FileFormat.PDF, FileFormat.XLSX)


@pages.get(PAGE)
def show_network() -> Html:
    """What is reached at one's unit and below, and by name who is not."""
    unit = _unit()
    table = network().coverage(unit)
    return pages.page(
        "console/reports/network.html",
        place=table.root,
        coverage=table.coverage,
        missing=[(person, table.units.get(person.unit_path, ""), each) for person, each in table.missing],
        shown=SHOWN,
        files=network().files(unit),
        form_words=texts.FORM_WORDS,
    )


@pages.post(PAGE)
def make_network_files() -> Html:
    """Make the files that are handed in."""
    unit = _unit()
    return pages.done(lambda: [network().file(unit, each) for each in _FILES], to=PAGE, say=texts.MADE)


def _unit() -> str:
    """The officer's own unit, whose people they may see by name."""
    officer = pages.officer()
    require(officer, Permission.READ_OFFICERS, officer.unit_path)
    return officer.unit_path
