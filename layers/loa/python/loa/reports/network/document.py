"""How much of the Front's network is reached, and who is missing by name. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from loa.clock import VIETNAM
from loa.foundation.network.model import Coverage, NetworkPerson, Standing
from loa.reports.network import texts
from loa.reports.tables.model import (
    ColumnKind,
    OneDecimal,
    ReportColumn,
    ReportDocument,
    ReportRow,
    ReportTable,
)
from loa.reports.tables.texts import NUMBER, ledger_made_line, unit_line


@dataclass(frozen=True, slots=True)
class CoverageTable:
    """The network at and below a unit.

    Attributes:
        root: name of the unit on top.
        made_at: when it was made.
        coverage: of each kind of people.
        missing: who is not reached, those without a link first.
        units: names, by path.
    """

    root: str
    made_at: datetime
    coverage: tuple[Coverage, ...]
    missing: tuple[tuple[NetworkPerson, Standing], ...]
    units: Mapping[str, str]


def coverage_document(table: CoverageTable) -> ReportDocument:
    """Return the network as a report: what is reached, and who is missing."""
    made = ledger_made_line(table.made_at.astimezone(VIETNAM))
    head = (unit_line(table.root), made)
    reached = ReportTable(
        name=texts.SHEET,
        lines=(texts.TITLE, *head),
        columns=(
            ReportColumn(texts.KIND, 38, ColumnKind.TEXT),
            *(ReportColumn(heading, 14, ColumnKind.NUMBER) for heading in texts.COLUMNS),
            ReportColumn(texts.REACHED, 14),
        ),
        rows=tuple(
            ReportRow(
                (
                    each.kind.label,
                    each.registered,
                    each.linked,
                    each.active,
                    OneDecimal(100 * each.active / each.registered) if each.registered else None,
                    each.goal,
                    texts.YES if each.is_reached else texts.NO,
                )
            )
            for each in table.coverage
        ),
        plain=True,
        landscape=False,
    )
    missing = ReportTable(
        name=texts.MISSING_SHEET,
        lines=(texts.MISSING_TITLE, *head),
        columns=(
            ReportColumn(NUMBER, 5.5, ColumnKind.RUNNING),
            ReportColumn(texts.MISSING_NAME, 30, ColumnKind.NAME),
            *(ReportColumn(heading, 30) for heading in texts.MISSING_COLUMNS),
        ),
        rows=tuple(
            ReportRow(
                (
                    running,
                    person.name,
                    person.kind.label,
                    table.units.get(person.unit_path, person.unit_path),
                    person.hamlet,
                    standing.label,
                )
            )
            for running, (person, standing) in enumerate(table.missing, 1)
        ),
        empty=texts.NOBODY_MISSING,
    )
    return ReportDocument(texts.TITLE, unit_line(table.root), table.made_at, (reached, missing))
