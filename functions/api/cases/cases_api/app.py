"""What all routes of cases share: the resolver, who may see a case, who may act on it, POSTs done once."""

from collections.abc import Callable
from dataclasses import dataclass

from aws_lambda_powertools.event_handler import Response

from cases_api import texts
from cases_api.schemas import common_schemas
from loa import clock
from loa.bootstrap import casework, foundation
from loa.casework.cases.rules.from_afar import from_afar
from loa.casework.cases.rules.model import Case, Entry
from loa.casework.cases.work import service as cases
from loa.errors import Conflict, NotAllowed
from loa.foundation.officers.model import Officer, Permission, allowed, in_scope, require
from loa.foundation.readings.model import ReadKind
from loa.web.api.resolver import api
from loa.web.api.routes import ONCE, Cursor, Limit, UnitPath, scope

__all__ = [
    "ONCE",
    "Asked",
    "Cursor",
    "Limit",
    "UnitPath",
    "act_once",
    "app",
    "changing",
    "done_before",
    "note_reading",
    "scope",
    "shown_to",
    "to_act",
    "to_read",
    "to_read_in_full",
    "to_withdraw",
]

MAXIMUM_BODY = 1_000_000
"""An import of many cases; everything else is far smaller."""

app = api("cases", max_body_bytes=MAXIMUM_BODY, requests=foundation.requests)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to do something to a case.

    Attributes:
        officer: who asks, and may.
        case: the case as it was when that was asked.
        origin: what names this request for ever.
    """

    officer: Officer
    case: Case
    origin: str


def act_once(
    case_id: str,
    work: Callable[[Asked], Case],
    *,
    expected_version: int | None = None,
    status: int = 200,
) -> Response[common_schemas.ShownCase]:
    """Do a POST's work on a case, once per `Idempotency-Key`, and answer with the case.

    Whether he may is asked inside: a request that comes again has its answer already.

    Args:
        case_id: the case.
        work: what is done; the case after it.
        expected_version: the version that the officer saw; None: whatever it is by now.
        status: of the answer when the work is done.
    """
    named = app.idempotency_key()

    def worked() -> common_schemas.ShownCase:
        asked = Asked(*to_act(case_id), named)
        return common_schemas.ShownCase.of(changing(case_id, expected_version, lambda: work(asked)))

    return app.once(worked, status=status)


def may_read(officer: Officer, case: Case) -> None:
    """Go on only when the officer may see the case: it is, or was received, in his unit or below.

    Raises:
        NotFound: it is not his to see; the same answer as for one that does not exist.
        NotAllowed: none of his roles permits it.
    """
    here = case.unit_path if in_scope(officer, case.unit_path) else case.received_path
    require(officer, Permission.READ_CASES, here)


def may_act(officer: Officer, action: Permission, case: Case) -> None:
    """Go on only when the officer may do this to the case: only where it is now.

    Raises:
        NotFound: the officer may not even see it.
        NotAllowed: none of his roles permits it, or another unit has the case now.
    """
    if not in_scope(officer, case.unit_path):
        may_read(officer, case)
        raise NotAllowed(texts.ELSEWHERE)
    require(officer, action, case.unit_path)


def to_withdraw(case_id: str) -> Officer:
    """The officer who may take a case off the public list: of the unit that has, or that released it.

    Raises:
        NotFound: the officer may not even see it.
        NotAllowed: none of the officer's roles permits it, or neither unit is theirs.
    """
    officer = app.officer()
    case, history = cases.read_with_history(case_id, desk=casework.cases())
    released = next((line for line in reversed(history) if line.what == "released"), None)
    if not (released and allowed(officer, Permission.RELEASE_CASE, released.unit_path)):
        may_act(officer, Permission.RELEASE_CASE, case)
    return officer


def to_read(case_id: str) -> tuple[Officer, Case]:
    """The officer and the case that he may see."""
    officer, case = _named(case_id)
    may_read(officer, case)
    return officer, case


def to_act(case_id: str, action: Permission = Permission.WORK_ON_CASE) -> tuple[Officer, Case]:
    """The officer and the case to which he may do this."""
    officer, case = _named(case_id)
    may_act(officer, action, case)
    return officer, case


def to_read_in_full(case_id: str) -> tuple[Officer, Case, list[Entry]]:
    """The officer, the case that they may see, and its history; one Query, and the record that they looked.

    Of a case that has left their unit they see what reporters were told since (`rules.from_afar`).
    """
    officer = app.officer()
    case, history = cases.read_with_history(case_id, desk=casework.cases())
    may_read(officer, case)
    note_reading(officer, case)
    return officer, *shown_to(officer, case, history)


def note_reading(officer: Officer, case: Case, what: ReadKind = ReadKind.CASE) -> None:
    """Write down that an officer reads a case."""
    foundation.readings().note(officer, what, case.id, unit_path=case.unit_path, now=clock.now())


def shown_to(officer: Officer, case: Case, history: list[Entry]) -> tuple[Case, list[Entry]]:
    """A case and its history as far as an officer may see them."""
    return (
        (case, history) if in_scope(officer, case.unit_path) else from_afar(case, history, officer.unit_path)
    )


def _named(case_id: str) -> tuple[Officer, Case]:
    return app.officer(), cases.read_case(case_id, desk=casework.cases())


def done_before(case_id: str, named: str) -> Case | None:
    """The case, if this very request has changed it already and only its answer was lost.

    It may be with another unit since then: who sent it away gets his answer all the same.
    """
    case, history = cases.read_with_history(case_id, desk=casework.cases())
    return case if any(line.facts.get("origin") == named for line in history) else None


def changing(case_id: str, expected_version: int | None, work: Callable[[], Case]) -> Case:
    """Do what changes a case; when that is not possible, say how it stands now.

    Raises:
        Conflict: with the present version and state.
    """
    try:
        return work()
    except Conflict as conflict:
        present = cases.read_case(case_id, desk=casework.cases())
        meanwhile = expected_version not in {None, present.version}
        message = texts.changed(present.state.label, present.version) if meanwhile else conflict.message
        fields = {
            "expected_version": texts.present(str(present.version)),
            "state": texts.present(present.state.value),
        }
        raise Conflict(message, fields=fields) from conflict
