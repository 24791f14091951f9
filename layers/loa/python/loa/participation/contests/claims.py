"""How winners can be reached, as they say themselves, and which prizes were handed over.

A row is named by a receipt, which says nothing about who it is; it is read by officers of the unit that holds
the contest, never published. What a winner wrote goes on its day, sooner once they have their prize, when a
recount gives it to somebody else, or when they say so; that the prize was handed over stays.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.errors import Conflict, InvalidInput
from loa.participation.campaigns.model import Campaign, CampaignKind
from loa.participation.campaigns.store import CLAIMED, claim_partition, forget_claim
from loa.participation.contests.rounds import rounds_of
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import ContestRound
from loa.participation.contests.store import ResultStore
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Row, Table
from loa.text.phones import dialled

CLAIMED_FOR: Final = timedelta(days=90)
"""How long after a round somebody may say how to reach them."""
CLAIM_KEPT: Final = timedelta(days=60)
"""How long that is kept while the prize waits."""
TOLD_AFTER_RECOUNT: Final = timedelta(days=30)
"""How long after a recount they are looked for who had heard something else; claims may be over by then."""
KEPT_AFTER_HANDING_OVER: Final = timedelta(days=7)
LONGEST_NAME: Final = 80
LONGEST_NOTE: Final = 300
_PHONE: Final = re.compile(r"(?:\+?84|0)\d{9,10}")
_SHOWN_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Reachable:
    """How a winner can be reached, in their own words."""

    name: str = field(repr=False)
    phone: str = field(repr=False)
    note: str = field(default="", repr=False)

    def check(self) -> None:
        """Check what they wrote.

        Raises:
            InvalidInput: says at which field.
        """
        faults = {}
        if not 1 < len(self.name) <= LONGEST_NAME:
            faults["name"] = texts.CLAIM_NAME
        if not _PHONE.fullmatch(self.phone):
            faults["phone"] = texts.CLAIM_PHONE
        if len(self.note) > LONGEST_NOTE:
            faults["note"] = texts.CLAIM_NOTE
        if faults:
            raise InvalidInput(next(iter(faults.values())), fields=faults)

    @property
    def end(self) -> str:
        """Return the last digits: enough for who wrote them, and for nobody else."""
        return self.phone[-_SHOWN_DIGITS:]

    def is_at(self, phone: str) -> bool:
        """Whether that is the same number, however either is written."""
        return dialled(phone) == dialled(self.phone)


@dataclass(frozen=True, slots=True)
class PrizeClaim:
    """What is known of a prize.

    Attributes:
        reachable: how its winner can be reached; None: they have not said, or it is gone.
        kept_until: when that goes.
        handed_at, handed_by: when the prize was handed over, and who says so.
        handed_place: which prize that was; None: none, or nobody wrote it down.
    """

    reachable: Reachable | None
    kept_until: datetime | None
    handed_at: datetime | None
    handed_by: str
    handed_place: int | None = None


def takes_claims(current: ContestRound, now: datetime) -> bool:
    """Whether a winner of a round may say how to reach them."""
    return current.edition > 0 and now < claims_until(current)


def tells_of_result(current: ContestRound, now: datetime, *, has_heard: bool) -> bool:
    """Whether the owner of an entry is still looked for, to tell them of the result.

    Args:
        current: the round.
        now: when that is asked.
        has_heard: whether they know of a prize, so that a recount is told to them after the claims, too.
    """
    return takes_claims(current, now) or (
        has_heard
        and any(
            each.edition == current.edition and now < each.at + TOLD_AFTER_RECOUNT for each in current.changes
        )
    )


def claims_until(current: ContestRound) -> datetime:
    """Return until when a winner of a round may say how to reach them."""
    return current.closes + CLAIMED_FOR


@dataclass(frozen=True, slots=True)
class ClaimStore:
    """Claims, by round and receipt.

    Attributes:
        table: Participation.
    """

    table: Table

    def give(
        self, campaign_id: str, number: int, receipt: str, given: Reachable, now: datetime
    ) -> PrizeClaim:
        """Keep how a winner can be reached; given again, it is the same claim with other words.

        Raises:
            InvalidInput: as `Reachable.check`.
            Conflict: the prize was handed over.
        """
        given.check()
        row = {
            "name": given.name,
            "phone": given.phone,
            "note": given.note,
            "kept_until": clock.to_text(now + CLAIM_KEPT),
        }
        try:
            after = self.table.update(
                claim_partition(campaign_id, number),
                receipt,
                set=row,
                only_if=Attr("handed_at").not_exists(),
            )
        except ConditionFailed as failed:
            raise Conflict(texts.HANDED_OVER_BEFORE) from failed
        return _claim(after)

    def find(self, campaign_id: str, number: int, receipt: str) -> PrizeClaim | None:
        """Return what is known of a prize; None: nothing."""
        row = self.table.get(claim_partition(campaign_id, number), receipt)
        return _claim(row) if row else None

    def of(self, campaign_id: str, number: int) -> dict[str, PrizeClaim]:
        """Return what is known of the prizes of a round, by receipt."""
        rows = self.table.rows(claim_partition(campaign_id, number), consistent=True)
        return {row["sort"]: _claim(row) for row in rows}

    def take_back(self, campaign_id: str, number: int, receipt: str, phone: str) -> None:
        """Erase what a winner wrote, at their own wish; the same again changes nothing.

        Raises:
            InvalidInput: `phone` is not the number that they wrote: a link to their page can be sent on.
        """
        before = self.find(campaign_id, number, receipt)
        if before is None or before.reachable is None:
            return
        wrong = InvalidInput(texts.CLAIM_BEFORE, fields={"gone": texts.CLAIM_BEFORE})
        if not before.reachable.is_at(phone):
            raise wrong
        key = claim_partition(campaign_id, number), receipt
        try:
            self.table.update(*key, remove=CLAIMED, only_if=Attr("phone").eq(before.reachable.phone))
        except ConditionFailed as failed:
            if "phone" in (failed.row or {}):  # another number was written meanwhile
                raise wrong from failed

    def hand_over(
        self, campaign_id: str, number: int, receipt: str, place: int, officer_id: str, now: datetime
    ) -> None:
        """Note that a prize, the one of a place, was handed over; the same again changes nothing."""
        key = claim_partition(campaign_id, number), receipt
        row = self.table.get(*key) or {}
        goes = {}
        if "kept_until" in row:
            sooner = min(clock.from_text(row["kept_until"]), now + KEPT_AFTER_HANDING_OVER)
            goes = {"kept_until": clock.to_text(sooner)}
        try:
            self.table.update(
                *key,
                set={
                    "handed_at": clock.to_text(now),
                    "handed_by": officer_id,
                    "handed_place": place,
                    **goes,
                },
                only_if=Attr("handed_at").not_exists(),
            )
        except ConditionFailed:
            return

    def forget_due(self, campaigns: Iterable[Campaign], now: datetime, may_go_on: Callable[[], bool]) -> int:
        """Erase what is no longer needed: its day has come, or the receipt wins no more.

        Returns:
            How many. Safe to repeat, and to stop anywhere.
        """
        gone = 0
        for campaign in campaigns:
            rounds = rounds_of(campaign) if campaign.kind is CampaignKind.CONTEST else ()
            for each in rounds:
                if not each.edition or not may_go_on():
                    continue
                rows = self.table.rows(claim_partition(campaign.id, each.number), consistent=True)
                said = [row for row in rows if "kept_until" in row]
                winners = self._winners(campaign, each) if said else frozenset()
                for row in said:
                    if row["sort"] not in winners or clock.from_text(row["kept_until"]) <= now:
                        gone += forget_claim(self.table, row)
        return gone

    def _winners(self, campaign: Campaign, current: ContestRound) -> frozenset[str]:
        """The receipts that win, also in an edition that may have become public since the round was read."""
        results = ResultStore(self.table)
        editions = (current.edition, current.edition + 1)
        found = (results.find(campaign.id, current.number, edition) for edition in editions)
        return frozenset(one["receipt"] for result in found if result for one in result["winners"])


def _claim(row: Row) -> PrizeClaim:
    said = Reachable(row["name"], row["phone"], row["note"]) if "phone" in row else None
    return PrizeClaim(
        said,
        clock.from_text(row["kept_until"]) if "kept_until" in row else None,
        clock.from_text(row["handed_at"]) if "handed_at" in row else None,
        row.get("handed_by", ""),
        int(row["handed_place"]) if "handed_place" in row else None,
    )
