"""The report about a contest: what it says, and its files."""

from typing import Final

from loa.bootstrap.reports import contests
from loa.reports.render.forms import FileFormat
from loa.web.pages.resolver import Html
from report_api import texts
from report_api.pages.app import AREA, pages

_PAGE: Final = f"{AREA}/cuoc-thi/<campaign_id>"
_FILES: Final = (FileFormat.DOCX, FileFormat.PDF, FileFormat.XLSX)


@pages.get(_PAGE)
def show_contest(campaign_id: str) -> Html:
    """Show what the report says, and the files that were made."""
    service = contests()
    facts = service.facts(pages.officer(), campaign_id)
    return pages.page(
        "console/reports/contest.html",
        campaign=facts.campaign,
        rounds=facts.rounds,
        held=len(facts.held),
        missing=facts.missing,
        is_verified=facts.is_verified,
        files=service.files(facts),
        form_words=texts.FORM_WORDS,
    )


@pages.post(_PAGE)
def make_contest_files(campaign_id: str) -> Html:
    """Make the files that are handed in."""
    service = contests()
    facts = service.facts(pages.officer(), campaign_id)
    return pages.done(
        lambda: [service.file(facts, form) for form in _FILES],
        to=f"{AREA}/cuoc-thi/{campaign_id}",
        say=texts.MADE,
    )
