"""The network as a file, and as values for programs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from loa import clock
from loa.errors import NotFound
from loa.foundation.network.service import NetworkService
from loa.foundation.units.model import existing_on
from loa.foundation.units.store import UnitStore
from loa.reports.files import LINK_SECONDS, FileKeeper, Finished, MadeFile, ReportBucket, newest
from loa.reports.network import texts
from loa.reports.network.document import CoverageTable, coverage_document
from loa.reports.render.forms import CONTENT_TYPES, FileFormat
from loa.reports.rendering import rendered


@dataclass(frozen=True, slots=True)
class NetworkReports(FileKeeper):
    """Tells how much of the network is reached, and who is missing.

    Attributes:
        units: for names.
        people: of the network.
        bucket: where files are kept.
        units_as_of: the day whose units count, if it is pinned.
        clock: the time, aware UTC.
        link_seconds: how long links work.
    """

    units: UnitStore
    people: NetworkService
    bucket: ReportBucket
    units_as_of: date | None = None
    clock: Callable[[], datetime] = clock.now
    link_seconds: int = LINK_SECONDS

    def coverage(self, below: str) -> CoverageTable:
        """Return what of the network is reached at and below a unit; who asks may read who works there.

        Raises:
            NotFound: the unit does not exist.
        """
        now = self.clock()
        known = existing_on(self.units.subtree(below), self.units_as_of or clock.local_day(now))
        names = {unit.path: unit.name for unit in known}
        if below not in names:
            raise NotFound
        view = self.people.view(below, now)
        return CoverageTable(names[below], now, tuple(view.coverage), tuple(view.missing), names)

    def file(self, below: str, file_format: str) -> Finished[CoverageTable]:
        """Make it a file of a form (a value of `FileFormat`).

        Raises:
            NotFound: as for `coverage`.
        """
        table, form = self.coverage(below), FileFormat(file_format)
        return self.keep(
            table,
            rendered(coverage_document(table), form),
            CONTENT_TYPES[form],
            folder=f"network/{below}",
            file_name=texts.file_name(table.root, table.made_at.astimezone(clock.VIETNAM), form),
            now=table.made_at,
        )

    def files(self, below: str) -> list[MadeFile]:
        """Return the newest file of each form; who asks may read who works there."""
        return newest(
            self.bucket.listed(f"reports/network/{below}/"),
            lambda key, suffix: self.bucket.link(
                key,
                expires_seconds=self.link_seconds,
                file_name=texts.file_name(below, self.clock().astimezone(clock.VIETNAM), suffix),
            ),
        )
