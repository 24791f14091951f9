"""Who may do what with a case: the one rule for JSON routes, pages and jobs.

An officer sees a case that is, or was received, in their unit or below it, and acts only where it is now. To
them everything else looks as if it did not exist.
"""

from collections.abc import Sequence

from loa.casework.cases.from_afar import from_afar
from loa.casework.cases.rows.models import StoredCase
from loa.casework.cases.rules import texts
from loa.casework.cases.rules.model import Case, Entry
from loa.errors import NotAllowed
from loa.foundation.officers.model import Officer, Permission, allowed, in_scope, require


def readable(officer: Officer, case: Case) -> None:
    """Go on only when the officer may see the case.

    Raises:
        NotFound: it is not theirs to see; the same answer as for one that does not exist.
        NotAllowed: none of their roles permits it.
    """
    here = case.unit_path if in_scope(officer, case.unit_path) else case.received_path
    require(officer, Permission.READ_CASES, here)


def workable(officer: Officer, case: Case, permission: Permission = Permission.WORK_ON_CASE) -> None:
    """Go on only when the officer may do this to the case: only where it is now.

    Raises:
        NotFound: the officer may not even see it.
        NotAllowed: none of their roles permits it, or another unit has the case now.
    """
    if not in_scope(officer, case.unit_path):
        readable(officer, case)
        raise NotAllowed(texts.WITH_ANOTHER_UNIT)
    require(officer, permission, case.unit_path)


def withdrawable(officer: Officer, stored: StoredCase) -> None:
    """Go on only when the officer may take the case off the public list.

    Officers of the unit that has the case may, and of the one that released it.

    Raises:
        NotFound: the officer may not even see it.
        NotAllowed: none of their roles permits it, or neither unit is theirs.
    """
    released = next((line for line in reversed(stored.history) if line.what == "released"), None)
    if not (released and allowed(officer, Permission.RELEASE_CASE, released.unit_path)):
        workable(officer, stored.case, Permission.RELEASE_CASE)


def shown_to(officer: Officer, case: Case, history: Sequence[Entry] = ()) -> tuple[Case, list[Entry]]:
    """Return a case and its history as far as an officer who may see the case may see them.

    Of one that has left their unit they see what reporters have read since (`from_afar`).
    """
    if in_scope(officer, case.unit_path):
        return case, list(history)
    return from_afar(case, history, officer.unit_path)
