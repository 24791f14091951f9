"""The report about a consultation as files: made when an officer asks, kept, handed out by links."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from loa import clock
from loa.foundation.officers.model import Officer
from loa.foundation.units.model import existing_on, is_lowest, is_within, parent
from loa.foundation.units.store import UnitStore
from loa.participation.consultations.desk import ConsultationDesk
from loa.participation.consultations.rules.forms import FormRule, form_warning
from loa.reports.campaign_files import CampaignFiles
from loa.reports.consultations import texts
from loa.reports.consultations.document import ConsultationFacts, consultation_document
from loa.reports.files import LINK_SECONDS, ReportBucket
from loa.reports.tables.model import ReportDocument


@dataclass(frozen=True, slots=True)
class ConsultationReports(CampaignFiles[ConsultationFacts]):
    """Reports consultations.

    Attributes:
        units: for names.
        desk: what was said.
        forms: the outlines in which consultations are reported.
        bucket: where files are kept.
        units_as_of: the day whose units count, if it is pinned.
        clock: the time, aware UTC.
        link_seconds: how long links work.
    """

    units: UnitStore
    desk: ConsultationDesk
    forms: Callable[[], tuple[FormRule, ...]]
    bucket: ReportBucket
    units_as_of: date | None = None
    clock: Callable[[], datetime] = clock.now
    link_seconds: int = LINK_SECONDS

    def facts(self, officer: Officer, campaign_id: str) -> ConsultationFacts:
        """Return what is reported.

        Raises:
            NotFound, NotAllowed: the officer may not read opinions, or there is no draft yet.
        """
        campaign, now = self.desk.owned(officer, campaign_id), self.clock()
        known = existing_on(
            self.units.subtree(self.desk.campaigns.campaigns.province),
            self.units_as_of or clock.local_day(now),
        )
        by_path = {unit.path: unit for unit in known}
        above = parent(campaign.unit_path)
        return ConsultationFacts(
            campaign=campaign,
            text=self.desk.present(campaign),
            said=self.desk.said(campaign),
            counts=self.desk.campaigns.entries.counts(campaign_id),
            unit=by_path[campaign.unit_path],
            above=by_path.get(above) if above else None,
            lowest=[
                unit for unit in known if is_lowest(unit.path) and is_within(unit.path, campaign.unit_path)
            ],
            names={unit.path: unit.name for unit in known},
            warning=form_warning(self.forms(), clock.local_day(now)),
            now=now,
        )

    def document(self, facts: ConsultationFacts) -> ReportDocument:
        """Return the report."""
        return consultation_document(facts)

    def kind_words(self) -> str:
        """Return what the name of a file begins with."""
        return texts.FILE
