"""The report about a contest as files: made when an officer asks, kept, handed out by links."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from loa import clock
from loa.errors import NotFound
from loa.foundation.officers.model import Officer
from loa.foundation.units.store import UnitStore
from loa.participation.campaigns.model import CampaignKind
from loa.participation.campaigns.service import CampaignService
from loa.participation.contests.rounds import rounds_of
from loa.participation.contests.store import ResultStore
from loa.reports.campaign_files import CampaignFiles
from loa.reports.contests import texts
from loa.reports.contests.document import ContestFacts, contest_document
from loa.reports.contests.tables import RoundResult
from loa.reports.files import LINK_SECONDS, ReportBucket
from loa.reports.tables.model import ReportDocument


@dataclass(frozen=True, slots=True)
class ContestReports(CampaignFiles[ContestFacts]):
    """Reports contests.

    Attributes:
        units: for names.
        campaigns, results: what is reported.
        bucket: where files are kept.
        units_as_of: the day whose units count, if it is pinned.
        heirs: gives for a day the unit that stands in the place of each one that has ended.
        clock: the time, aware UTC.
        link_seconds: how long links work.
    """

    units: UnitStore
    campaigns: CampaignService
    results: ResultStore
    bucket: ReportBucket
    heirs: Callable[[date], Mapping[str, str]]
    units_as_of: date | None = None
    clock: Callable[[], datetime] = clock.now
    link_seconds: int = LINK_SECONDS

    def facts(self, officer: Officer, campaign_id: str) -> ContestFacts:
        """Return what is reported: the public results of its rounds.

        Raises:
            NotFound, NotAllowed: the officer may not see it, or it is no contest.
        """
        campaign, now = self.campaigns.read(officer, campaign_id), self.clock()
        if campaign.kind is not CampaignKind.CONTEST:
            raise NotFound
        units, rounds = self.units_of(campaign, now), rounds_of(campaign)
        found = [
            (each, self.results.find(campaign.id, each.number, each.edition))
            for each in rounds
            if each.edition
        ]
        held = [RoundResult(each, result) for each, result in found if result]
        counts = [self.campaigns.entries.counts(campaign.id, each.round.number) for each in held]
        return ContestFacts(
            campaign=campaign,
            rounds=len(rounds),
            held=held,
            units=units,
            came=frozenset(
                units.heirs.get(path, path)
                for by_unit in counts
                for path, count in by_unit.items()
                if count["persons"]
            ),
            now=now,
        )

    def document(self, facts: ContestFacts) -> ReportDocument:
        """Return the report."""
        return contest_document(facts)

    def kind_words(self) -> str:
        """Return what the name of a file begins with."""
        return texts.FILE
