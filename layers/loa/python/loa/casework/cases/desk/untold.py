"""Cases whose answer or question has not reached the resident: no message could be sent, nobody called."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import batched
from typing import Final

from loa.casework.cases.rows.keys import case_key
from loa.casework.cases.rows.models import CaseSummary
from loa.casework.cases.rows.store import CaseStore
from loa.casework.cases.rules.model import CaseState
from loa.casework.cases.work.notifications import message_key
from loa.platform.aws.dynamodb.tables import Row
from loa.platform.aws.dynamodb.transactions import get_many
from loa.residents.messages.model import owed_key
from loa.residents.messages.store import Outbox

LOOKED_BACK: Final = timedelta(days=90)
_SAYING: Final = frozenset({CaseState.ANSWERED, CaseState.REFUSED, CaseState.RETURNED})
_WORDS: Final = ("answer", "refusal_reason", "asked_for")
_AT_ONCE: Final = 50


def untold(
    path: str, *, province: str, store: CaseStore, outbox: Outbox, now: datetime, most: int
) -> list[CaseSummary]:
    """Return the newest cases of a unit and those below whose reporter on Zalo does not know what was said.

    Of the cases of three months `most` are looked at: one Query, and three requests per fifty.
    """
    first = now - LOOKED_BACK

    def fits(line: CaseSummary) -> bool:
        return line.state in _SAYING and line.received_at >= first

    page = store.listing(province, path, limit=most, fits=fits, received=(first, None))
    return [line for some in batched(page.items, _AT_ONCE, strict=False) for line in _of(some, store, outbox)]


def _of(lines: tuple[CaseSummary, ...], store: CaseStore, outbox: Outbox) -> Iterator[CaseSummary]:
    heads = get_many([(store.table, *case_key(line.id)) for line in lines])
    keys = {
        line.id: key for line, head in zip(lines, heads, strict=True) if head and (key := _key(line, head))
    }
    sent = outbox.get_all([*map(owed_key, keys.values()), *keys.values()])
    told = dict(zip(keys, zip(sent[: len(keys)], sent[len(keys) :], strict=True), strict=True))
    for line in lines:
        message = next((each for each in told.get(line.id, ()) if each), None)
        if message and message.state.is_given_up:
            yield line


def _key(line: CaseSummary, head: Row) -> str:
    """Return the key of the message that brings what was last said; empty: none does, or they know."""
    said: int = max((head.get("said", {}).get(name, 0) for name in _WORDS), default=0)
    if not said or said <= head.get("told_until", 0) or "reporter" not in head:
        return ""
    oa_id, user_id, _ = head["reporter"]
    return message_key(line.id, said, oa_id, user_id)
