"""Shape of a history: what two doors speak, that of cases and that of denunciations."""

from typing import Self

from loa import clock
from loa.casework.cases.rules.model import CaseState, Entry
from loa.web.schemas import Schema


class ShownEntry(Schema):
    """One line of the history of a case."""

    version: int
    at: str
    what: str
    by: str
    state: CaseState
    unit: str
    text: str
    facts: dict[str, str]

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """From an entry."""
        return cls(
            version=entry.version,
            at=clock.to_text(entry.at),
            what=entry.what,
            by=entry.by,
            state=entry.state,
            unit=entry.unit_path,
            text=entry.text,
            facts=dict(entry.facts),
        )
