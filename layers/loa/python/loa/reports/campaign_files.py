"""The files of a report about a campaign: made when an officer asks, kept, handed out by links."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import ClassVar, Final, Protocol

from loa.clock import VIETNAM, local_day
from loa.foundation.units.model import province_of
from loa.foundation.units.store import UnitStore
from loa.participation.campaigns.model import Campaign
from loa.reports.campaign_units import CampaignUnits, campaign_units
from loa.reports.files import OPENED, FileKeeper, Finished, MadeFile, newest
from loa.reports.render.forms import CONTENT_TYPES, FileFormat
from loa.reports.rendering import rendered
from loa.reports.tables.model import ReportDocument

_LONGEST_TITLE: Final = 60


class CampaignFacts(Protocol):
    """What a report about a campaign is made from."""

    @property
    def campaign(self) -> Campaign:
        """What is reported."""

    @property
    def now(self) -> datetime:
        """When the report is made."""


class CampaignFiles[Facts: CampaignFacts](FileKeeper, ABC):
    """Makes files of a campaign's report; the base of services that report one kind of campaign.

    Attributes:
        units: for names.
        heirs: gives for a day the unit that stands in the place of each one that has ended.
        units_as_of: the day whose units count, if it is pinned.
        clock: the time, aware UTC.
        suffixes: the forms of its files, in the order in which they are listed.
    """

    __slots__ = ()
    units: UnitStore
    heirs: Callable[[date], Mapping[str, str]]
    units_as_of: date | None
    clock: Callable[[], datetime]
    suffixes: ClassVar[Sequence[str]] = OPENED

    def units_of(self, campaign: Campaign, now: datetime) -> CampaignUnits:
        """Return the units of a campaign on the day of its report."""
        day = self.units_as_of or local_day(now)
        every = self.units.subtree(province_of(campaign.unit_path))
        return campaign_units(campaign, every, day, self.heirs(day))

    @abstractmethod
    def document(self, facts: Facts) -> ReportDocument:
        """Return the report."""

    def folder(self, facts: Facts) -> str:
        """Return where its files are kept below `reports/`."""
        return f"{facts.campaign.kind.value}s/{facts.campaign.id}"

    @abstractmethod
    def kind_words(self) -> str:
        """Return what the name of a file begins with."""

    def file(self, facts: Facts, form: FileFormat) -> Finished[Facts]:
        """Make it a file of a form."""
        return self.kept(facts, rendered(self.document(facts), form), CONTENT_TYPES[form], form)

    def kept(self, facts: Facts, content: bytes, content_type: str, suffix: str) -> Finished[Facts]:
        """Keep a file of a campaign."""
        return self.keep(
            facts,
            content,
            content_type,
            folder=self.folder(facts),
            file_name=self._file_name(facts.campaign, suffix),
            now=facts.now,
        )

    def files(self, facts: Facts) -> list[MadeFile]:
        """Return the newest file of each form; who asks may see the campaign."""
        return newest(
            self.bucket.listed(f"reports/{self.folder(facts)}/"),
            lambda key, suffix: self.bucket.link(
                key, expires_seconds=self.link_seconds, file_name=self._file_name(facts.campaign, suffix)
            ),
            self.suffixes,
        )

    def _file_name(self, campaign: Campaign, suffix: str) -> str:
        plain = "".join(sign for sign in campaign.title if sign.isalnum() or sign == " ").strip()
        day = self.clock().astimezone(VIETNAM).date()
        return f"{self.kind_words()} - {plain[:_LONGEST_TITLE]} - {day:%Y-%m-%d}.{suffix}"
