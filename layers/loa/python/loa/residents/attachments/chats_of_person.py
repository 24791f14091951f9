"""A resident's data at an account: their row, their messages, the copies of their files."""

from collections.abc import Callable, Iterator
from typing import Final

from loa.personal_data import Erased, ErasureMethod, FoundItem, Holding, Person, Retained
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Row, Table
from loa.residents.attachments.service import CONFIDENTIAL, COPIES, remove_files
from loa.residents.followers.model import SEEN_KEPT
from loa.residents.followers.store import follower_key, thread_partition

HOLDINGS: Final = (
    Holding("AudienceTable", "followers, conversations, messages, notes", ErasureMethod.ERASED),
    Holding(
        "AttachmentsBucket", "copies of residents' files, and what was covered of them", ErasureMethod.ERASED
    ),
    Holding("InboxTable", "events, for recognising a repetition", ErasureMethod.EXPIRES, SEEN_KEPT.days),
    Holding("AttachmentsQueue", "addresses of files that are about to be copied", ErasureMethod.EXPIRES, 14),
)

COUNTED: Final = frozenset(
    {
        "partition",
        "sort",
        "earliest",
        "latest",
        "version",
        "turn",
        "withdrawn_at",
        "interacted_at",
        "erased_at",
    }
)
"""What stays of a resident's row: since when they follow, for the count of followers, and that they withdrew.
Zalo's id says nothing to anybody but Zalo."""


def held(person: Person, table: Table) -> Iterator[FoundItem]:
    """List the data, oldest message first."""
    row = table.get(*follower_key(person.oa_id, person.user_id))
    if row:
        yield "follower", _told(row)
    for row in _messages(person, table):
        if row["kind"] != CONFIDENTIAL:
            yield "message", _told(row)


def erase(
    person: Person,
    *,
    table: Table,
    files: Bucket,
    keep: frozenset[str],
    now_text: str,
    until: str,
    enough: Callable[[], bool],
) -> Erased:
    """Erase messages, files and profile; safe to repeat, and to stop anywhere.

    Args:
        person: whose.
        table: the Audience table.
        files: the bucket of attachments.
        keep: sort keys of messages whose files belong to a case that the law keeps.
        now_text: the instant.
        until: the instant up to which erasure is requested: later messages are for an officer to handle.
        enough: whether the time is up; asked before each message that is erased.
    """
    done = Erased()
    wrote_again = False
    for row in list(_messages(person, table)):
        if row["kind"] == CONFIDENTIAL:
            continue
        if _is_later(row, until):
            wrote_again = True
            continue
        if row["sort"] in keep:
            done += Erased(kept=(Retained("message_of_case", reference=row["sort"]),))
            continue
        if enough():
            return done + Erased(complete=False)
        done += Erased(rows=1, files=_erase_files(row, files))
        table.delete(row["partition"], row["sort"])
    return done if wrote_again else done + _forget_profile(person, table, now_text)


def _is_later(row: Row, until: str) -> bool:
    """Return whether a message is of a later instant; one without an instant is not."""
    at = str(row["sort"]).partition("#")[0]
    return at[:1].isdigit() and at > until


def _forget_profile(person: Person, table: Table, now_text: str) -> Erased:
    """Remove everything from the row but what counting needs, and its place in all lists."""
    key = follower_key(person.oa_id, person.user_id)
    row = table.get(*key)
    gone = sorted(row.keys() - COUNTED) if row else []
    if not gone:
        return Erased()
    table.update(*key, set={"erased_at": now_text}, remove=gone)
    return Erased(rows=1)


def _erase_files(row: Row, files: Bucket) -> int:
    copies = row.get(COPIES, {})
    remove_files(copies, files)
    return len(copies)


def _messages(person: Person, table: Table) -> Iterator[Row]:
    return table.rows(thread_partition(person.oa_id, person.user_id), consistent=True)


def _told(row: Row) -> Row:
    """Return a row without the attributes that only the system needs."""
    hidden = {"partition", "expires_at", "version", "turn", "worklist_in", "worklist_order", "assigned_order"}
    return {name: value for name, value in row.items() if name not in hidden}
