"""The clock's work: once the result of a round is public, each winner hears it on Zalo, once.

Whoever no account may write to is told when they come back to one, as long as they may say how to reach them
and have not. A recount tells only those who win newly. By receipt stands who was told and what became of it.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from loa.clock import VIETNAM
from loa.foundation.accounts.model import Account
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.contests.claims import ClaimStore, claims_until, takes_claims
from loa.participation.contests.rounds import rounds_of
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import ContestRound, RoundState
from loa.participation.contests.store import ResultStore
from loa.participation.telling.receipts import ReceiptSearch
from loa.participation.telling.service import TellingService
from loa.participation.telling.store import ToldRow, winners_name
from loa.platform.aws.dynamodb.tables import Row
from loa.residents.messages.model import MessageState, text_content


@dataclass(frozen=True, slots=True)
class WinnerTellingService:
    """Tells winners.

    Attributes:
        telling: finds followers, and knows whom an account may write to.
        results: who won.
        claims: which of them have said how to reach them.
    """

    telling: TellingService
    results: ResultStore
    claims: ClaimStore

    def tell_due(self, now: datetime, may_go_on: Callable[[], bool]) -> int:
        """Go on telling; return how many messages were handed over. Safe to repeat and to stop anywhere."""
        return sum(
            self._tell(campaign, each, now, may_go_on)
            for campaign in self.telling.campaigns.all()
            if campaign.kind is CampaignKind.CONTEST and campaign.state is CampaignState.PUBLISHED
            for each in rounds_of(campaign)
            if each.state is RoundState.CONFIRMED and takes_claims(each, now) and may_go_on()
        )

    def _tell(
        self, campaign: Campaign, each: ContestRound, now: datetime, may_go_on: Callable[[], bool]
    ) -> int:
        name = winners_name(campaign.id, each.number)
        result = self.results.find(campaign.id, each.number, each.edition)
        told = {one.person for one in self.telling.refreshed(name, may_go_on)}
        knows = told | set(self.claims.of(campaign.id, each.number))
        places = {one["receipt"]: place for place, one in enumerate(result["winners"] if result else (), 1)}

        def hand_over(receipt: str, account: Account, row: Row) -> None:
            self._hand_over(campaign, each, receipt, places[receipt], account, row, now)

        def nobody(receipt: str) -> None:
            self.telling.store.add(name, ToldRow(receipt, "", MessageState.SKIPPED))

        search = ReceiptSearch(self.telling, name, campaign, each, hand_over, nobody)
        return search.go_on(set(places) - knows, now, may_go_on)

    def _hand_over(
        self,
        campaign: Campaign,
        each: ContestRound,
        receipt: str,
        place: int,
        account: Account,
        row: Row,
        now: datetime,
    ) -> None:
        words = texts.WON.format(
            receipt=receipt,
            place=place,
            title=campaign.title,
            round=each.number,
            link=self.telling.own_page(campaign, row, now),
            until=claims_until(each).astimezone(VIETNAM),
        )
        # Officers read conversations: who won stands nowhere by name.
        content = replace(text_content(words), shown_as=texts.ENTRY_TOLD_TO_OFFICERS)
        key = f"won-{hashlib.sha256(f'{campaign.id}:{each.number}:{receipt}'.encode()).hexdigest()[:32]}"
        self.telling.hand(key, content, account, row, now)
        self.telling.store.add(
            winners_name(campaign.id, each.number), ToldRow(receipt, key, MessageState.PENDING)
        )
