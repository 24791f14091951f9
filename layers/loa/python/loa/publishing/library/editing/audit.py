"""The audit of a unit's library, looked through: who did what with which item, between which days."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from loa.clock import day_start
from loa.errors import InvalidInput
from loa.platform.aws.dynamodb.tables import Row
from loa.publishing.library.rows.store import AuditEntry, LibraryStore, audit_from
from loa.publishing.library.rules import texts
from loa.text.folding import fold

ENOUGH: Final = 50
"""Lines found, after which a search stops; a round of rows is looked through to its end."""
LOOKED_AT: Final = 2_000
"""Lines that one search looks at: about ten requests."""
_ROUND: Final = 200

type NamesOf = Callable[[Iterable[str]], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class AuditSearch:
    """Which lines are looked for; what is empty narrows nothing.

    Attributes:
        who, words: of the officer's name, of the item's title; with or without accents.
        what: the step, such as `publish`.
        since, until: days in Vietnam, both included.
    """

    who: str = ""
    words: str = ""
    what: str = ""
    since: date | None = None
    until: date | None = None

    def fits(self, entry: AuditEntry, name: str) -> bool:
        """Whether a line is one of them; `name`: of who did it."""
        return (not self.what or entry.step.what == self.what) and all(
            word in fold(text)
            for wanted, text in ((self.who, name), (self.words, entry.title))
            for word in fold(wanted).split()
        )


@dataclass(frozen=True, slots=True)
class AuditFound:
    """What a search found.

    Attributes:
        lines: newest first, each with the name of who did it; empty: nobody knows, or it was done by itself.
        next_start: where the search goes on; None: there is no more.
    """

    lines: tuple[tuple[AuditEntry, str], ...]
    next_start: Row | None


def search_audit(
    store: LibraryStore, unit_path: str, wanted: AuditSearch, names_of: NamesOf, start: Row | None = None
) -> AuditFound:
    """Look for lines of a unit's audit, newest first; a bounded number of requests.

    Raises:
        InvalidInput: days that end before they begin.
    """
    if wanted.since and wanted.until and wanted.since > wanted.until:
        raise InvalidInput(texts.DAYS_REVERSED, fields={"until": texts.DAYS_REVERSED})
    since = day_start(wanted.since) if wanted.since else None
    until = day_start(wanted.until + timedelta(days=1)) if wanted.until else None
    lines: list[tuple[AuditEntry, str]] = []
    looked_at = 0
    while True:
        page = store.audit(unit_path, limit=_ROUND, start=start, since=since, until=until)
        entries = [audit_from(row) for row in page.rows]
        names = names_of({entry.step.by for entry in entries if entry.step.by})
        named = ((entry, names.get(entry.step.by, "")) for entry in entries)
        lines += [(entry, name) for entry, name in named if wanted.fits(entry, name)]
        looked_at, start = looked_at + len(entries), page.next_start
        if start is None or len(lines) >= ENOUGH or looked_at >= LOOKED_AT:
            return AuditFound(tuple(lines), start)
