"""How a case is found by whoever raised it (table Cases).

case#ID     access          link and number of a case
link#LINK   case            leads to the id
tries#CODE  HOUR            how many numbers were given with a code; expires
tries#CODE  HOUR#DIGEST     how many of them came from one network address; expires
calls#PATH  HOUR            how many forms of a unit called for help; expires
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.casework.cases.rows.keys import ACCESS, case_key, link_key
from loa.dialogue.petitions.model import is_link, link_of
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Put, Table, Update, Write
from loa.platform.aws.dynamodb.transactions import commit

TRIES_AN_HOUR: Final = 5
"""Numbers tried per code from one network address: who mistypes theirs, or wants to keep its owner out."""
ALL_TRIES_AN_HOUR: Final = 40
"""Numbers tried per code from anywhere. Who knows a stranger's code and has eight addresses needs ten days
without a pause for four digits, and years for six; without the code, which is not to be guessed, there is
nothing to try. The link of a case is never locked."""
CALLS_AN_HOUR: Final = 10
"""Forms of a unit that call for help and are told one by one; the next is told as "there are more"."""

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

    def found_or_made(self, case_id: str) -> CaseAccess:
        """Return how a reporter comes to their case; who told it in a chat or on paper is given a link."""
        fresh = CaseAccess(link_of(f"{case_id} {secrets.token_hex(16)}"))
        return self.of_case(case_id) or self.given(case_id, fresh)

    def case_of(self, link: str) -> str | None:
        """Return the id of the case that a link leads to."""
        row = self.table.get(*link_key(link)) if is_link(link) else None
        return row["case_id"] if row else None

    def may_try(self, code: str, address: str, now: datetime) -> bool:
        """Count one more try at a number; False: there were too many this hour.

        Args:
            code: of the case.
            address: of the network that it comes from; kept as a digest, for two hours.
            now: the present instant.
        """
        hour = clock.to_text(_hour(now))
        who = hashlib.sha256(f"{code} {address} {hour}".encode()).hexdigest()[:24]
        return self._count_try(code, f"{hour}#{who}", TRIES_AN_HOUR, now) and self._count_try(
            code, hour, ALL_TRIES_AN_HOUR, now
        )

    def calling(self, path: str, now: datetime) -> tuple[int, Write]:
        """Return the number of one more call for help in its unit and hour, and the write that counts it.

        The write fails after a concurrent one: call again.
        """
        partition, sort = f"calls#{path}", clock.to_text(_hour(now))
        row = self.table.get(partition, sort)
        before = int(row["calls"]) if row else 0
        unchanged = Attr("calls").eq(before) if before else Attr("calls").not_exists()
        ends = clock.epoch_seconds(_hour(now) + _KEPT)
        values = {"calls": before + 1, "expires_at": ends}
        return before + 1, Update(self.table, partition, sort, set=values, only_if=unchanged)

    def _count_try(self, code: str, sort: str, most: int, now: datetime) -> bool:
        try:
            self.table.update(
                f"tries#{code}",
                sort,
                set={"expires_at": clock.epoch_seconds(_hour(now) + _KEPT)},
                add={"tried": 1},
                only_if=Attr("tried").not_exists() | Attr("tried").lt(most),
            )
        except ConditionFailed:
            return False
        return True


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)


def same(given: str, wanted: str) -> bool:
    """Compare digits in constant time."""
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())
