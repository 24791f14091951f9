"""The investigators of the unit above, for the tests of the inbox."""

from datetime import datetime

from loa.casework.denunciations.deadlines import RULES
from loa.casework.denunciations.model import Denunciation, Statement
from loa.casework.denunciations.rows.store import DenunciationStore
from loa.casework.denunciations.work.files import EvidenceFiles, files_key
from loa.casework.denunciations.work.service import DenunciationService
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.working_time.model import WorkingCalendar
from tests.conftest import OpenTable
from tests.worlds.fakes import FakeFiles

ABOVE = "40.412"


class Above:
    """The investigators' side: what the hourly round makes of what was sealed."""

    def __init__(self, open_table: OpenTable) -> None:
        self.store = DenunciationStore(open_table("Confidential"))
        statistics = StatisticsStore(open_table("Statistics"))
        files = EvidenceFiles(self.store.table, FakeFiles())  # type: ignore[arg-type] # as a bucket
        self.registry = DenunciationService(self.store, files, statistics, WorkingCalendar(), RULES)

    def goes_round(self, now: datetime) -> None:
        assert self.registry.at(now).sweep("40").failed == 0

    def heads(self, path: str = ABOVE) -> list[Denunciation]:
        return self.store.listed(path, limit=100, start=None).heads

    def files(self, path: str = ABOVE) -> list[str]:
        """Where Zalo has the files of what a unit has."""
        partitions = [files_key(head.id) for head in self.heads(path)]
        rows = [row for one in partitions for row in self.store.table.rows(one, consistent=True)]
        return [file["url"] for row in rows for file in row["files"]]

    def statements(self, path: str = ABOVE) -> list[Statement]:
        return [self.store.statement(head.id) for head in self.heads(path)]
