"""What the function confidential works with, made once per process."""

from dataclasses import dataclass
from functools import cache, lru_cache

from confidential_api.settings import Settings
from loa import clock
from loa.casework.denunciations.deadlines import read_denunciation_rules
from loa.casework.denunciations.files import EvidenceFiles
from loa.casework.denunciations.service import DenunciationDependencies
from loa.casework.denunciations.store import DenunciationStore
from loa.errors import NotFound
from loa.foundation.rules.store import RuleName, StoredRules
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.service import unit_at
from loa.foundation.units.store import UnitStore
from loa.foundation.working_time.model import read_calendar
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.settings import read
from loa.web.roots import OfficersRoot


@dataclass(frozen=True, slots=True)
class Root(OfficersRoot):
    """The registry of denunciations, and the address of its pages."""

    public_url: str
    registry: DenunciationDependencies

    @property
    def store(self) -> DenunciationStore:
        """The denunciations."""
        return self.registry.store

    def unit_name(self, path: str) -> str:
        """The name of the unit that stands at a path today; empty: none does."""
        try:
            return unit_at(path, on=self.today(), store=self.units).name
        except NotFound:
            return ""


@cache
def rules() -> StoredRules:
    """The rules that replace those of the code."""
    return StoredRules(Table(read(Settings).units_table))


def root() -> Root:
    """What the function works with: wired once per process, and anew when a rule changes."""
    return _root(rules().version())


@lru_cache(maxsize=1)
def _root(_version: tuple[tuple[str, str], ...]) -> Root:
    settings = read(Settings)
    table = Table(settings.confidential_table)
    return Root(
        province=settings.province_code,
        public_url=settings.public_url,
        units_as_of=clock.pinned_day(settings.units_as_of),
        units=UnitStore(Table(settings.units_table)),
        registry=DenunciationDependencies(
            store=DenunciationStore(table),
            files=EvidenceFiles(table, Bucket(settings.denunciations_bucket)),
            statistics=StatisticsStore(Table(settings.statistics_table)),
            calendar=rules().read(RuleName.CALENDAR, read_calendar),
            rules=rules().read(RuleName.DENUNCIATIONS, read_denunciation_rules),
        ),
        # Kept answers to officers' requests stay under the key of the denunciations.
        requests=table,
    )
