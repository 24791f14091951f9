"""The report about a consultation: what it says, and its files."""

from typing import Final

from loa.bootstrap.reports import consultations
from loa.reports.render.forms import FileFormat
from loa.web.pages.resolver import Html
from report_api import texts
from report_api.pages.app import AREA, pages

_PAGE: Final = f"{AREA}/gop-y/<campaign_id>"
_FILES: Final = (FileFormat.DOCX, FileFormat.PDF, FileFormat.XLSX)


@pages.get(_PAGE)
def show_consultation(campaign_id: str) -> Html:
    """Show what the report says, and the files that were made."""
    service = consultations()
    facts = service.facts(pages.officer(), campaign_id)
    return pages.page(
        "console/reports/consultation.html",
        campaign=facts.campaign,
        waiting=facts.said.waiting,
        missing=facts.missing,
        warning=facts.warning,
        files=service.files(facts),
        form_words=texts.FORM_WORDS,
    )


@pages.post(_PAGE)
def make_consultation_files(campaign_id: str) -> Html:
    """Make the files that are handed in."""
    service = consultations()
    facts = service.facts(pages.officer(), campaign_id)

    def make() -> None:
        for form in _FILES:
            service.file(facts, form)
        service.data_files(facts)

    return pages.done(
        make,
        to=f"{AREA}/gop-y/{campaign_id}",
        say=texts.MADE,
    )
