"""Owners of entries are found among the followers of all accounts, by the receipts of their entries.

As with contributors: nothing leads from an entry to an account of Zalo, so the followers are gone through, a
day once, and whoever comes back to an account is told then. A receipt that is looked for newly, after a
recount or another look at entries, begins that anew: its owner may be among those who were gone through.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from loa import clock
from loa.foundation.accounts.model import Account
from loa.participation.campaigns.model import Campaign
from loa.participation.campaigns.participation_of_person import NAMELESS
from loa.participation.contests.rules.model import ContestRound
from loa.participation.telling.service import TellingService
from loa.participation.telling.store import Search
from loa.platform.aws.dynamodb.tables import Row
from loa.residents.followers.store import user_of


@dataclass(frozen=True, slots=True)
class ReceiptSearch:
    """A search for the owners of some entries of a round.

    Attributes:
        telling: finds followers, and knows whom an account may write to.
        name: under which it is kept how far it is.
        campaign, round: where the entries are.
        hand_over: tells the owner of a receipt.
        nobody: notes that nothing leads to the owner of a receipt.
    """

    telling: TellingService
    name: str
    campaign: Campaign
    round: ContestRound
    hand_over: Callable[[str, Account, Row], None]
    nobody: Callable[[str], None]

    def go_on(self, untold: set[str], now: datetime, may_go_on: Callable[[], bool]) -> int:
        """Look for owners who are not told; return how many are now. Safe to repeat and to stop anywhere."""
        if not untold or self.telling.quiet_hours.ends_after(now):
            return 0
        progress = self.telling.store.progress(self.name)
        if not untold <= progress.receipts:
            progress = Search()
        elif progress.done_on == clock.local_day(now):
            return 0
        owners = self._owners(untold, may_go_on)
        handed_over, here = 0, progress
        for account, row in self.telling.followers_from(progress, now) if untold else ():
            if not may_go_on():
                self.telling.store.save(self.name, replace(here, receipts=frozenset(untold)))
                return handed_over
            receipt = owners.get(self.telling.person_of(row), "")
            if receipt in untold and self.telling.may_write(account, row, now):
                untold.discard(receipt)
                self.hand_over(receipt, account, row)
                handed_over += 1
            if not untold:
                break
            here = replace(here, after=account.oa_id, follower=user_of(row))
        if may_go_on():
            done = Search(clock.local_day(now), receipts=frozenset(untold))
            self.telling.store.save(self.name, done)
        return handed_over

    def _owners(self, untold: set[str], may_go_on: Callable[[], bool]) -> dict[str, str]:
        """Return the receipts of entries by owner; take those out, and note it, that have none on Zalo."""
        entries, owners = self.telling.residents.store.entries, {}
        for shard in range(self.campaign.shards):
            if not may_go_on():
                break
            for row in entries.entries(self.campaign, shard, self.round.number, ("sort", "receipt", "known")):
                if row["receipt"] not in untold:
                    continue
                if row["known"] and not row["sort"].startswith(NAMELESS):
                    owners[row["sort"]] = row["receipt"]
                else:
                    untold.discard(row["receipt"])
                    self.nobody(row["receipt"])
        return owners
