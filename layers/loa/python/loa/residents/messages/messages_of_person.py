"""A resident's data among messages to them: the ledger of sent and unsent messages."""

from collections.abc import Callable, Iterable, Iterator
from itertools import batched
from typing import Final

from loa.personal_data import Erased, ErasureMethod, FoundItem, Holding, Person
from loa.platform.aws.dynamodb.tables import Row, Table
from loa.platform.aws.dynamodb.transactions import get_many
from loa.residents.followers.model import MESSAGE_KEPT
from loa.residents.messages.store import outbound_partition

HOLDINGS: Final = (
    Holding("AudienceTable", "messages to residents, and what became of each", ErasureMethod.ERASED),
    Holding("AudienceTable", "replies that could not be sent", ErasureMethod.EXPIRES, MESSAGE_KEPT.days),
    Holding("MessagesQueue", "keys of messages that wait; no words, no names", ErasureMethod.EXPIRES, 14),
)

_SORT: Final = "message"
_AT_ONCE: Final = 100


def held(person: Person, keys: Iterable[str], table: Table) -> Iterator[FoundItem]:
    """List messages under these keys that went, or were to go, to the person."""
    for row in _rows(person, keys, table):
        if row.get("confidential"):
            continue  # an officer reads this list for the person
        yield "outgoing", {name: row[name] for name in ("created_at", "state", "kind", "text") if name in row}


def erase(
    person: Person, keys: Iterable[str], *, table: Table, until: str, enough: Callable[[], bool]
) -> Erased:
    """Erase the rows of messages under these keys that were made up to an instant.

    A worker that has one of them on the queue finds nothing to send.

    The time limit is checked before each row that is erased, not before each that is gone already: a long
    thread is searched again in each round.
    """
    done = Erased()
    for row in _rows(person, keys, table):
        if str(row["created_at"]) > until:
            continue
        if enough():
            return done + Erased(complete=False)
        table.delete(row["partition"], row["sort"])
        done += Erased(rows=1)
    return done


def _rows(person: Person, keys: Iterable[str], table: Table) -> Iterator[Row]:
    """List the person's rows under these keys; a hundred to a request."""
    for some in batched(dict.fromkeys(keys), _AT_ONCE, strict=False):
        for row in get_many([(table, outbound_partition(key), _SORT) for key in some]):
            if row and (row["oa_id"], row["user_id"]) == (person.oa_id, person.user_id):
                yield row
