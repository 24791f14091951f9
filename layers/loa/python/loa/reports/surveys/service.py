"""The report about a survey as files: made when an officer asks, kept, handed out by links."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from loa import clock
from loa.errors import Conflict, NotFound
from loa.foundation.officers.model import Officer
from loa.foundation.units.store import UnitStore
from loa.participation.campaigns.model import CampaignKind, CampaignState
from loa.participation.campaigns.service import CampaignService
from loa.participation.surveys.service import TableStore
from loa.reports.campaign_files import CampaignFiles
from loa.reports.files import LINK_SECONDS, Finished, ReportBucket
from loa.reports.render.forms import FileFormat
from loa.reports.structure import sums_on
from loa.reports.surveys import texts
from loa.reports.surveys.document import SurveyFacts, survey_document
from loa.reports.tables.model import ReportDocument


@dataclass(frozen=True, slots=True)
class SurveyReports(CampaignFiles[SurveyFacts]):
    """Reports surveys: nothing of them that was not published.

    Attributes:
        units: for names.
        campaigns, tables: what is reported.
        bucket: where files are kept.
        heirs: gives for a day the unit that stands in the place of each one that has ended.
        units_as_of: the day whose units count, if it is pinned.
        clock: the time, aware UTC.
        link_seconds: how long links work.
    """

    units: UnitStore
    campaigns: CampaignService
    tables: TableStore
    bucket: ReportBucket
    heirs: Callable[[date], Mapping[str, str]]
    units_as_of: date | None = None
    clock: Callable[[], datetime] = clock.now
    link_seconds: int = LINK_SECONDS

    def facts(self, officer: Officer, campaign_id: str) -> SurveyFacts:
        """Return what is reported.

        Raises:
            NotFound, NotAllowed: the officer may not see it, or it is no survey.
        """
        campaign, now = self.campaigns.read(officer, campaign_id), self.clock()
        if campaign.kind is not CampaignKind.SURVEY:
            raise NotFound
        units = self.units_of(campaign, now)
        is_public = campaign.state is CampaignState.REPORTED
        return SurveyFacts(
            campaign=campaign,
            published=self.tables.read(campaign.id) if is_public else (),
            units=units,
            counts=sums_on(self.campaigns.entries.counts(campaign.id), units.heirs),
            now=now,
        )

    def file(self, facts: SurveyFacts, form: FileFormat) -> Finished[SurveyFacts]:
        """Make it a file of a form.

        Raises:
            Conflict: its result is not public.
        """
        if not facts.published:
            raise Conflict(texts.NO_RESULT)
        return CampaignFiles.file(self, facts, form)

    def document(self, facts: SurveyFacts) -> ReportDocument:
        """Return the report."""
        return survey_document(facts)

    def kind_words(self) -> str:
        """Return what the name of a file begins with."""
        return texts.FILE
