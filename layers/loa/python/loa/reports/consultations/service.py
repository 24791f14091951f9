"""The report about a consultation as files: made when an officer asks, kept, handed out by links."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from loa import clock
from loa.foundation.officers.model import Officer
from loa.foundation.units.model import existing_on, is_lowest, is_within, parent
from loa.foundation.units.store import UnitStore
from loa.participation.campaigns.model import Campaign
from loa.participation.consultations.desk import ConsultationDesk
from loa.participation.consultations.rules.forms import FormRule, form_warning
from loa.reports.consultations import texts
from loa.reports.consultations.document import ConsultationFacts, consultation_document
from loa.reports.files import LINK_SECONDS, FileKeeper, Finished, MadeFile, ReportBucket, newest
from loa.reports.render.forms import CONTENT_TYPES, FileFormat
from loa.reports.rendering import rendered


@dataclass(frozen=True, slots=True)
class ConsultationReports(FileKeeper):
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

    def file(self, facts: ConsultationFacts, form: FileFormat) -> Finished[ConsultationFacts]:
        """Make it a file of a form."""
        return self.keep(
            facts,
            rendered(consultation_document(facts), form),
            CONTENT_TYPES[form],
            folder=_folder(facts.campaign),
            file_name=self._file_name(facts.campaign, form),
            now=facts.now,
        )

    def files(self, campaign: Campaign) -> list[MadeFile]:
        """Return the newest file of each form; who asks may read its opinions."""
        return newest(
            self.bucket.listed(f"reports/{_folder(campaign)}/"),
            lambda key, suffix: self.bucket.link(
                key, expires_seconds=self.link_seconds, file_name=self._file_name(campaign, suffix)
            ),
        )

    def _file_name(self, campaign: Campaign, suffix: str) -> str:
        return texts.file_name(campaign.title, self.clock().astimezone(clock.VIETNAM), suffix)


def _folder(campaign: Campaign) -> str:
    return f"consultations/{campaign.id}"
