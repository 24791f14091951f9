"""What is kept about one resident: loaded when it is asked for, not with the list of requests."""

from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

from loa import clock
from loa.bootstrap import erasure, foundation
from loa.casework.cases.rules.model import FORM_ACCOUNT
from loa.erasure.service import everything
from loa.errors import Conflict, NotFound
from loa.foundation.officers.model import Officer
from loa.foundation.readings.model import ReadKind
from loa.personal_data import Person
from loa.residents.data_requests.model import DataRequest
from privacy_api import texts
from privacy_api.data_requests import Part

SHOWN_AT_ONCE: Final = 300
"""Things in one answer: the longest of them fit into 6 MB."""


def unit_of(person: Person) -> str:
    """Return the unit that answers a resident: of their account, or of their case from the form of our pages.

    Raises:
        NotFound: there is no such account or case.
    """
    account = foundation.accounts().by_oa(person.oa_id)
    if account:
        return account.unit_path
    stored = erasure.stores().cases.store.read(person.user_id) if person.oa_id == FORM_ACCOUNT else None
    if stored is None or stored.case.reporter.oa_id != FORM_ACCOUNT:
        raise NotFound(texts.NO_ACCOUNT)
    return stored.case.unit_path


def kept_about(request: DataRequest, officer: Officer, first: int) -> Part[tuple[str, Mapping[str, Any]]]:
    """Return what is kept about who asked, as (where, what), and note that the officer has read it.

    Args:
        request: not answered yet.
        officer: who looks.
        first: the place to begin at; `next` is the place of the next part.

    Raises:
        Conflict: the request has ended.
    """
    if request.state.is_answered:
        raise Conflict(texts.IS_OVER)
    now = clock.now()
    foundation.readings().note(officer, ReadKind.PERSON, request.id, unit_path=request.unit_path, now=now)
    found = everything(request.person, stores=erasure.stores(), now=now)
    items = list(islice(found, first, first + SHOWN_AT_ONCE + 1))
    more = str(first + SHOWN_AT_ONCE) if len(items) > SHOWN_AT_ONCE else None
    return Part(items[:SHOWN_AT_ONCE], more)
