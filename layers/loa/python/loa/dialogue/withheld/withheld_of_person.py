"""What is kept about a resident on the confidential way beside their conversation, and how it is erased."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from loa import clock
from loa.dialogue.withheld.store import HELD, MARK_KEPT, withheld_partition
from loa.personal_data import ErasureMethod, Holding, Person
from loa.platform.aws.dynamodb.tables import Table

HOLDINGS: Final = (
    Holding("AudienceTable", "words that wait for the choice of the confidential way", ErasureMethod.ERASED),
    Holding(
        "AudienceTable",
        "that somebody is on the confidential way, and a message was taken there: no word of it",
        ErasureMethod.EXPIRES,
        MARK_KEPT.days,
    ),
)


def erase(person: Person, *, table: Table, until: datetime, enough: Callable[[], bool]) -> bool:
    """Erase words that wait for a choice; whether all of it is done.

    It is neither counted nor told: a number would say that somebody denounces. Where they stand and the marks
    of their messages stay their days: without them a message that comes a second time, or next, would be
    shown to the officers of the account.

    Args:
        person: whose.
        table: the Audience table.
        until: the instant up to which it is asked for.
        enough: whether the time is up; asked before each row.
    """
    partition = withheld_partition(person.oa_id, person.user_id)
    for row in list(table.rows(partition, prefix=HELD, consistent=True)):
        if str(row["sort"]).removeprefix(HELD).partition("#")[0] > clock.to_text(until):
            break  # they are in order
        if enough():
            return False
        table.delete(partition, row["sort"])
    return True
