"""Officers link themselves to their unit's Official Account, so that it can remind them.

A signed-in officer gets a code (`link_code`) and writes "CB BCDFGHJK" to the account of their unit; the
handler of that message calls `link`. The account must belong to the officer's own unit, a code works for one
person and for a quarter of an hour, and a repeated message changes nothing. After five wrong codes the sender
must wait a quarter of an hour, even with a right one.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa import clock
from loa.errors import Busy
from loa.foundation.officers import texts
from loa.foundation.officers.model import Officer, Role
from loa.foundation.officers.store import CODE_LIVES, KnownOfficer, OfficerStore
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit

LETTERS: Final = "BCDFGHJKMNPQRSTVWXZ"
"""Consonants: they spell no word by chance, and none looks like a digit."""

CODE_LENGTH: Final = 8
WRONG_CODES: Final = 5
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class LinkCode:
    """The code that an officer writes to their unit's account, and its expiry.

    Attributes:
        code: eight letters.
        words: the whole message: "CB BCDFGHJK".
        expires_at: the code is invalid from then on.
    """

    code: str
    words: str
    expires_at: datetime


def link_code(officer: Officer, *, registry: OfficerStore, now: datetime) -> LinkCode:
    """Make a new code for an officer.

    Raises:
        Busy: all codes that were tried are taken: try again.
    """
    for _ in range(_TRIES):
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
        if registry.keep_code(code, officer, now):
            return LinkCode(code, texts.link_words(code), now + CODE_LIVES)
    raise Busy("no free code")


def link(
    code: str,
    oa_id: str,
    user_id: str,
    *,
    account_path: str,
    registry: OfficerStore,
    statistics: StatisticsStore,
    now: datetime,
) -> KnownOfficer | None:
    """Link the officer who was given the code.

    Args:
        code: eight letters, upper or lower case.
        oa_id: the account that the officer wrote to.
        user_id: the officer's id at that account.
        account_path: the unit of that account.
        registry: of officers.
        statistics: counts how many officers of a unit are linked.
        now: when the officer wrote.

    Returns:
        The officer; None if the code is unknown, expired or used by another, after too many tries, or if
        the account is not that of their unit. All look alike.
    """
    if registry.wrong_codes(oa_id, user_id, now) >= WRONG_CODES:
        return None
    row = registry.officer_of_code(code.upper()) or {}
    theirs = "officer_id" in row and row["unit_path"] == account_path  # else a code of the network
    if not theirs or row["expires_at"] < clock.epoch_seconds(now):
        registry.count_wrong_code(oa_id, user_id, now)
        return None
    officer = KnownOfficer(
        id=row["officer_id"],
        name=row["name"],
        unit_path=row["unit_path"],
        roles=frozenset(Role(role) for role in row["roles"]),
        oa_id=oa_id,
        user_id=user_id,
        linked_at=now,
    )
    for _ in range(_TRIES):
        present = registry.officer(officer.unit_path, officer.id)
        first = present is None or not present.is_linked
        if present and (present.oa_id, present.user_id) == (oa_id, user_id) and row.get("used_by") == user_id:
            return present  # a repeated message
        actions = [registry.using(code.upper(), user_id, now), registry.linking(officer, now, first=first)]
        if first:
            actions.append(statistics.officers_change(officer.unit_path, 1))
        try:
            commit(actions)
        except ConditionFailed as failure:
            if failure.index == 0:
                return None  # somebody else has used it
            continue  # they were linked, or unlinked, meanwhile
        return officer
    raise Busy("the officer changes all the time")
