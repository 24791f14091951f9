"""Officers link themselves to their unit's Official Account, so that it can remind them.

An officer who is signed in gets a code (`link_code`) and writes "CB BCDFGHJK" to the account of their unit;
whoever takes in that message calls `link`. The account must be that of the officer's own unit, a code works
for one person and a quarter of an hour, and what comes twice changes nothing. Who writes five wrong codes
waits a quarter of an hour, even with a right one.
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
"""Consonants: they spell no word by chance, and none is taken for a digit."""

CODE_LENGTH: Final = 8
WRONG_CODES: Final = 5
_TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class LinkCode:
    """What an officer writes to his unit's account, and until when.

    Attributes:
        code: eight letters.
        words: the whole message: "CB BCDFGHJK".
        expires_at: when it works no more.
    """

    code: str
    words: str
    expires_at: datetime


def link_code(officer: Officer, *, registry: OfficerStore, now: datetime) -> LinkCode:
    """A new code for an officer.

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
    """Link the officer who was given that code.

    Args:
        code: eight letters, small or capital.
        oa_id: the account that he wrote to.
        user_id: he, as it knows him.
        account_path: the unit of that account.
        registry: of officers.
        statistics: counts how many officers of a unit are linked.
        now: when he wrote.

    Returns:
        The officer; None: no such code, too late, another's, too many tries, or not the account of
        their unit. All look alike.
    """
    if registry.wrong_codes(oa_id, user_id, now) >= WRONG_CODES:
        return None
    row = registry.officer_of_code(code.upper())
    if row is None or row["unit_path"] != account_path or row["expires_at"] < clock.epoch_seconds(now):
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
            return present  # the message came twice
        actions = [registry.using(code.upper(), user_id, now), registry.linking(officer, now, first=first)]
        if first:
            actions.append(statistics.officers_change(officer.unit_path, 1))
        try:
            commit(actions)
        except ConditionFailed as failure:
            if failure.index == 0:
                return None  # somebody else has used it
            continue  # he was linked, or unlinked, meanwhile
        return officer
    raise Busy("the officer changes all the time")
