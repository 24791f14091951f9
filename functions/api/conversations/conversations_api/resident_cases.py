"""The cases of a resident beside their conversation: as many as the officer may see.

Loaded with the first conversation that is opened: lists do without the package of cases, which is large.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from conversations_api import texts
from conversations_api.moments import moment
from loa.bootstrap import casework
from loa.casework.cases import access
from loa.casework.cases.rules.model import Case
from loa.dialogue.conversations.model import Conversation
from loa.errors import LoaError
from loa.foundation.officers.model import Officer

SHOWN: Final = 5
_MATTER: Final = 60


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as it stands beside a conversation.

    Attributes:
        id, code: of the case.
        matter: its first words.
        state: in words.
        kind: of the tag: late, open or done.
        due: until when it is to be answered; empty: it is done.
    """

    id: str
    code: str
    matter: str
    state: str
    kind: str
    due: str


def cases_of(head: Conversation, officer: Officer, now: datetime) -> list[CaseLine]:
    """Return the newest cases of a resident that the officer may see; none once they have withdrawn."""
    if head.has_withdrawn:
        return []
    store = casework.case_store()
    found: list[CaseLine] = []
    for case in store.read_many(store.ids_of(head.oa_id, head.user_id, SHOWN)):
        try:
            access.readable(officer, case)
        except LoaError:
            continue
        found.append(_line(access.shown_to(officer, case)[0], now))
    return found


def _line(case: Case, now: datetime) -> CaseLine:
    matter, is_open = " ".join(case.details.what.split()), case.state.is_open
    return CaseLine(
        id=case.id,
        code=case.code,
        matter=matter if len(matter) <= _MATTER else f"{matter[: _MATTER - 1]}…",
        state=case.state.label,
        kind="bad" if is_open and case.answer_by < now else "do" if is_open else "ok",
        due=texts.DUE.format(moment=moment(case.answer_by, now)) if is_open else "",
    )
