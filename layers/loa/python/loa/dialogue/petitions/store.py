"""How a case is found by whoever raised it (table Cases).

case#ID     access          link and number of a case
link#LINK   case            leads to the id
tries#CODE  HOUR            how many wrong numbers were given with a code; expires
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.casework.cases.rows.keys import ACCESS, case_key, link_key
from loa.dialogue.petitions.model import is_link
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Put, Table, Write
from loa.platform.aws.dynamodb.transactions import commit

TRIES_AN_HOUR: Final = 5
"""Numbers tried per code. Who knows a stranger's code needs six weeks without a pause for four digits, and
eleven years for six; without the code, which is not to be guessed, there is nothing to try."""

_KEPT: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class CaseAccess:
    """How a reporter comes to their case.

    Attributes:
        link: of its page.
        number: digits beside the code; empty: the last four of their telephone number.
    """

    link: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class AccessStore:
    """Links and numbers of cases."""

    table: Table

    def adding(self, case_id: str, access: CaseAccess) -> list[Write]:
        """Return the writes of a new link; the first fails if the case has one."""
        number = {"number": access.number} if access.number else {}
        own = {"partition": case_key(case_id)[0], "sort": ACCESS, "link": access.link, **number}
        partition, sort = link_key(access.link)
        leading = {"partition": partition, "sort": sort, "case_id": case_id}
        return [Put(self.table, own, new=True), Put(self.table, leading)]

    def of_case(self, case_id: str) -> CaseAccess | None:
        """Return how the reporter of a case comes to it; None: they were given nothing."""
        row = self.table.get(case_key(case_id)[0], ACCESS)
        return CaseAccess(row["link"], row.get("number", "")) if row else None

    def given(self, case_id: str, access: CaseAccess) -> CaseAccess:
        """Give a case a link; if it has one, return that."""
        try:
            commit(self.adding(case_id, access))
        except ConditionFailed:
            return self.of_case(case_id) or access
        return access

    def case_of(self, link: str) -> str | None:
        """Return the id of the case that a link leads to."""
        row = self.table.get(*link_key(link)) if is_link(link) else None
        return row["case_id"] if row else None

    def may_try(self, code: str, now: datetime) -> bool:
        """Count one more try at a number; False: there were too many this hour."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        try:
            self.table.update(
                f"tries#{code}",
                clock.to_text(hour),
                set={"expires_at": clock.epoch_seconds(hour + _KEPT)},
                add={"tried": 1},
                only_if=Attr("tried").not_exists() | Attr("tried").lt(TRIES_AN_HOUR),
            )
        except ConditionFailed:
            return False
        return True


def same(given: str, wanted: str) -> bool:
    """Compare digits in constant time."""
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())
