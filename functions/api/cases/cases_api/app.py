"""What all routes of this API share: the resolver, and conflicts that say how the case stands."""

from collections.abc import Callable

from cases_api import texts
from cases_api.schemas import common_schemas
from loa import clock
from loa.bootstrap import casework, foundation
from loa.casework.cases import access
from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rules.model import Case, Entry
from loa.errors import Conflict
from loa.foundation.officers.model import Officer
from loa.foundation.readings.model import ReadKind
from loa.web.api.resolver import api

MAXIMUM_BODY = 6_000_000
"""A case with scans in base64, or an import of many; everything else is far smaller."""

app = api("cases", max_body_bytes=MAXIMUM_BODY, requests=foundation.requests, deeds=foundation.deeds)


def read_in_full(case_id: str) -> tuple[Officer, Case, list[Entry]]:
    """Return the officer, the case as they may see it, and its history; note that they looked. One Query."""
    officer, stored = app.officer(), casework.cases().load(case_id)
    access.readable(officer, stored.case)
    note_reading(officer, stored.case)
    return officer, *access.shown_to(officer, stored.case, stored.history)


def note_reading(officer: Officer, case: Case, what: ReadKind = ReadKind.CASE) -> None:
    """Write down that an officer reads a case."""
    foundation.readings().note(officer, what, case.id, unit_path=case.unit_path, now=clock.now())


def changed(
    case_id: str, work: Callable[[StoredCase], Case], *, expected_version: int | None = None
) -> common_schemas.ShownCase:
    """Read a case, change it, and return its shape; when that is not possible, say how it stands now.

    Args:
        case_id: the case.
        work: asks whether the officer may, and changes what was read.
        expected_version: the version that the officer saw; None: whatever it is by now.

    Raises:
        NotFound: no such case.
        Conflict: with the present version and state.
    """
    try:
        return common_schemas.ShownCase.of(work(casework.cases().load(case_id)))
    except Conflict as conflict:
        present = casework.cases().read(case_id)
        meanwhile = expected_version not in {None, present.version}
        message = texts.changed(present.state.label, present.version) if meanwhile else conflict.message
        fields = {
            "expected_version": texts.present(str(present.version)),
            "state": texts.present(present.state.value),
        }
        raise Conflict(message, fields=fields) from conflict
