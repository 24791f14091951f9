"""Many cases given to one officer at once, each by itself: one that cannot be given holds up no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from loa.casework.cases import access
from loa.casework.cases.desk import texts
from loa.casework.cases.rules.model import Case
from loa.casework.cases.work.service import CaseService
from loa.errors import Conflict, InvalidInput, LoaError, NotAllowed, NotFound
from loa.foundation.officers.assignees import chosen
from loa.foundation.officers.model import Officer, Permission
from loa.foundation.officers.store import OfficerStore

AT_ONCE: Final = 50
"""Cases given in one request: each is read and written by itself, some 30 ms."""


@dataclass(frozen=True, slots=True)
class Given:
    """What became of one of the cases.

    Attributes:
        case_id: which.
        case: as it is now; None: it was not given.
        refusal: why not.
    """

    case_id: str
    case: Case | None = None
    refusal: str = ""


def owner_named(officer_id: str, *, by: Officer, case: Case, registry: OfficerStore) -> Officer | None:
    """Return the officer whose case it is to be; None: nobody's, the case goes back to the unit.

    Raises:
        InvalidInput: not a colleague who may work on it.
    """
    if not officer_id:
        return None
    return chosen(officer_id, "owner", Permission.WORK_ON_CASE, case.unit_path, by=by, registry=registry)


def assign_many(
    case_ids: Sequence[str],
    owner: str,
    *,
    by: Officer,
    service: CaseService,
    registry: OfficerStore,
    idempotency_key: str,
) -> list[Given]:
    """Give cases to an officer, in the order asked for; safe to repeat under the same key.

    Args:
        case_ids: at most `AT_ONCE`; each once.
        owner: id of the officer; empty: back to the unit.
        by: who gives them.
        service: the cases.
        registry: of officers.
        idempotency_key: names the request.

    Raises:
        InvalidInput: none, too many, or nobody whom this officer may name.
    """
    wanted = list(dict.fromkeys(case_ids))
    if not 1 <= len(wanted) <= AT_ONCE:
        message = texts.TOO_MANY_AT_ONCE if wanted else texts.NONE_CHOSEN
        raise InvalidInput(message, fields={"cases": message})
    done: list[Given] = []
    for case_id in wanted:
        try:
            stored = service.load(case_id)
            access.workable(by, stored.case)
            named = owner_named(owner, by=by, case=stored.case, registry=registry)
            given = service.assign(
                stored,
                owner=named.id if named else "",
                owner_name=named.name if named else "",
                by=by.id,
                idempotency_key=idempotency_key,
            )
        except (NotFound, NotAllowed):
            done.append(Given(case_id, refusal=texts.NOT_ONE_OF_YOURS))
        except (Conflict, InvalidInput) as refused:
            done.append(Given(case_id, refusal=_why(refused)))
        else:
            done.append(Given(case_id, given))
    return done


def _why(refused: LoaError) -> str:
    return next(iter(refused.fields.values()), refused.message)
