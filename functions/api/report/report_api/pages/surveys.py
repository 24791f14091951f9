"""The report about a survey: what it says, and its files."""

from typing import Final

from loa.bootstrap.reports import surveys
from loa.reports.render.forms import FileFormat
from loa.web.pages.resolver import Html
from report_api import texts
from report_api.pages.app import AREA, pages

_PAGE: Final = f"{AREA}/khao-sat/<campaign_id>"
_FILES: Final = (FileFormat.DOCX, FileFormat.PDF, FileFormat.XLSX)


@pages.get(_PAGE)
def show_survey(campaign_id: str) -> Html:
    """Show what the report says, and the files that were made."""
    service = surveys()
    facts = service.facts(pages.officer(), campaign_id)
    return pages.page(
        "console/reports/survey.html",
        campaign=facts.campaign,
        is_public=bool(facts.published),
        missing=facts.missing,
        files=service.files(facts),
        form_words=texts.FORM_WORDS,
    )


@pages.post(_PAGE)
def make_survey_files(campaign_id: str) -> Html:
    """Make the files that are handed in."""
    service = surveys()
    facts = service.facts(pages.officer(), campaign_id)
    return pages.done(
        lambda: [service.file(facts, form) for form in _FILES],
        to=f"{AREA}/khao-sat/{campaign_id}",
        say=texts.MADE,
    )
