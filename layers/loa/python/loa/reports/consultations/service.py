"""The report about a consultation as files: made when an officer asks, kept, handed out by links."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from loa import clock
from loa.foundation.officers.model import Officer
from loa.foundation.units.store import UnitStore
from loa.participation.consultations.desk import ConsultationDesk, Said
from loa.participation.consultations.rules.forms import FormRule, form_warning
from loa.reports.campaign_files import CampaignFiles
from loa.reports.consultations import texts
from loa.reports.consultations.document import ConsultationFacts, consultation_document
from loa.reports.consultations.nameless import nameless, nameless_json, to_csv
from loa.reports.files import LINK_SECONDS, ReportBucket
from loa.reports.structure import sums_on
from loa.reports.tables.model import ReportDocument


@dataclass(frozen=True, slots=True)
class ConsultationReports(CampaignFiles[ConsultationFacts]):
    """Reports consultations.

    Attributes:
        units: for names.
        desk: what was said.
        forms: the outlines in which consultations are reported.
        bucket: where files are kept.
        heirs: gives for a day the unit that stands in the place of each one that has ended.
        units_as_of: the day whose units count, if it is pinned.
        clock: the time, aware UTC.
        link_seconds: how long links work.
    """

    units: UnitStore
    desk: ConsultationDesk
    forms: Callable[[], tuple[FormRule, ...]]
    bucket: ReportBucket
    heirs: Callable[[date], Mapping[str, str]]
    units_as_of: date | None = None
    clock: Callable[[], datetime] = clock.now
    link_seconds: int = LINK_SECONDS
    suffixes: ClassVar[Sequence[str]] = ("docx", "pdf", "xlsx", "csv", "json")

    def facts(self, officer: Officer, campaign_id: str) -> ConsultationFacts:
        """Return what is reported.

        Raises:
            NotFound, NotAllowed: the officer may not read opinions, or there is no draft yet.
        """
        campaign, now = self.desk.owned(officer, campaign_id), self.clock()
        units, entries = self.units_of(campaign, now), self.desk.campaigns.entries
        return ConsultationFacts(
            campaign=campaign,
            text=self.desk.present(campaign),
            said=self.desk.said(campaign),
            units=units,
            counts=sums_on(entries.counts(campaign_id), units.heirs),
            warning=form_warning(self.forms(), clock.local_day(now)),
            now=now,
        )

    def folder(self, facts: ConsultationFacts) -> str:
        """Return where files with the words of today are kept: older files may hold words that have left."""
        return f"{super(ConsultationReports, self).folder(facts)}/{said_digest(facts.said)}"

    def document(self, facts: ConsultationFacts) -> ReportDocument:
        """Return the report."""
        return consultation_document(facts)

    def data_files(self, facts: ConsultationFacts) -> None:
        """Make the opinions a table and data for the body that drafts (`nameless`)."""
        opinions = nameless(facts)
        self.kept(facts, to_csv(opinions), "text/csv; charset=utf-8", "csv")
        self.kept(facts, nameless_json(facts.campaign.title, opinions), "application/json", "json")

    def kind_words(self) -> str:
        """Return what the name of a file begins with."""
        return texts.FILE


def said_digest(said: Said) -> str:
    """Return a digest of all words that a report shows; when any is set aside or leaves, it is another."""
    spoken = (
        (each.receipt, each.aside, each.words, each.wording, each.recording and each.recording.words)
        for each in said.singles
    )
    held = ((each.id, each.words) for each in said.conferences)
    voted = ((each.receipt, each.aside, each.words) for each in said.by_conferences)
    lines = sorted(repr(each) for part in (spoken, held, voted) for each in part)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
