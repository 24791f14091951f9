"""The clock's work: the owner of an entry that somebody wants excluded is found among followers, and told.

As with contributors: nothing leads from an entry to an account of Zalo, so the followers are gone through, a
day once, and whoever comes back to an account is told then. Until their message was sent or they have opened
their page, officers read that nobody has told them.
"""

import hashlib
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from loa import clock
from loa.errors import Conflict
from loa.foundation.accounts.model import Account
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.campaigns.passes import known_person, pass_of
from loa.participation.contests.reviews import ReviewState, ReviewStore
from loa.participation.contests.rounds import rounds_of
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import ContestRound
from loa.participation.telling.service import WORKING, TellingService
from loa.platform.aws.dynamodb.tables import Row
from loa.residents.followers.store import user_of
from loa.residents.messages.model import LOA, MessageState, text_content
from loa.residents.messages.service import enqueue


@dataclass(frozen=True, slots=True)
class OwnerTellingService:
    """Tells owners of entries.

    Attributes:
        telling: finds followers, and knows whom an account may write to.
        reviews: what officers think of entries.
    """

    telling: TellingService
    reviews: ReviewStore

    def tell_due(self, now: datetime, may_go_on: Callable[[], bool]) -> int:
        """Go on telling; return how many messages were handed over. Safe to repeat and to stop anywhere."""
        return sum(
            self._tell(campaign, each, now, may_go_on)
            for campaign in self.telling.campaigns.all()
            if campaign.kind is CampaignKind.CONTEST and campaign.state is CampaignState.PUBLISHED
            for each in rounds_of(campaign)
            if each.public_value and may_go_on()
        )

    def _tell(
        self, campaign: Campaign, each: ContestRound, now: datetime, may_go_on: Callable[[], bool]
    ) -> int:
        untold = self._untold(campaign, each, now)
        if not untold or self.telling.quiet_hours.ends_after(now):
            return 0
        progress = self.telling.store.progress(_search(campaign, each))
        if progress.done_on == clock.local_day(now) and progress.known == len(untold):
            return 0
        owners = self._owners(campaign, each, untold, may_go_on)
        handed_over, after, follower = 0, progress.after, progress.follower
        province = self.telling.campaigns.province
        accounts = self.telling.accounts.within(province, province)
        for account in sorted(accounts, key=lambda account: account.oa_id):
            if account.oa_id < after or account.health(now) not in WORKING:
                continue
            if account.oa_id != after:
                after, follower = account.oa_id, ""
            for row in self.telling.followers.followers(account.oa_id, after=follower, consistent=False):
                if not may_go_on():
                    here = replace(progress, after=after, follower=follower)
                    self.telling.store.save(_search(campaign, each), here)
                    return handed_over
                receipt = owners.get(self.telling.person_of(row), "")
                if receipt in untold and self.telling.may_write(account, row, now):
                    self._hand_over(campaign, each, receipt, account, row, now)
                    untold.discard(receipt)
                    handed_over += 1
                follower = user_of(row)
        if may_go_on():
            done = replace(progress, after="", follower="", done_on=clock.local_day(now), known=len(untold))
            self.telling.store.save(_search(campaign, each), done)
        return handed_over

    def _untold(self, campaign: Campaign, each: ContestRound, now: datetime) -> set[str]:
        """Return the entries for whose owner there is no message; note whose was sent."""
        waiting = [
            receipt
            for receipt, review in self.reviews.of(campaign.id, each.number).items()
            if review.state is ReviewState.PROPOSED and review.informed_at is None
        ]
        messages = self.telling.outbox.get_all([_key(campaign, each, one) for one in waiting])
        for receipt, message in zip(waiting, messages, strict=True):
            if message and message.state is MessageState.SENT:
                self.reviews.informed(campaign.id, each.number, receipt, now)
        return {receipt for receipt, message in zip(waiting, messages, strict=True) if message is None}

    def _owners(
        self,
        campaign: Campaign,
        each: ContestRound,
        receipts: Collection[str],
        may_go_on: Callable[[], bool],
    ) -> dict[str, str]:
        """Return the receipts of entries by owner."""
        entries = self.telling.residents.store.entries
        return {
            row["sort"]: row["receipt"]
            for shard in range(campaign.shards)
            if may_go_on()
            for row in entries.entries(campaign, shard, each.number)
            if row["receipt"] in receipts
        }

    def _hand_over(
        self,
        campaign: Campaign,
        each: ContestRound,
        receipt: str,
        account: Account,
        row: Row,
        now: datetime,
    ) -> None:
        secret = self.telling.secret()
        owner = pass_of(known_person(secret, row["user_id_by_app"]), secret, now)
        link = f"{self.telling.public_url}/thi/{campaign.id}/cua-toi?the={owner}"
        words = texts.ENTRY_TOLD.format(title=campaign.title, receipt=receipt, link=link)
        # Officers read conversations: what is thought of an entry is nobody's business there.
        content = replace(text_content(words), shown_as=texts.ENTRY_TOLD_TO_OFFICERS)
        with suppress(Conflict):  # a round that died had handed it over already
            enqueue(
                _key(campaign, each, receipt),
                content,
                account=account.key,
                user_id=user_of(row),
                by=LOA,
                outbox=self.telling.outbox,
                queue=self.telling.queue,
                now=now,
            )


def _search(campaign: Campaign, each: ContestRound) -> str:
    return f"{campaign.id}#{each.number}"


def _key(campaign: Campaign, each: ContestRound, receipt: str) -> str:
    return f"entry-{hashlib.sha256(f'{campaign.id}:{each.number}:{receipt}'.encode()).hexdigest()[:32]}"
