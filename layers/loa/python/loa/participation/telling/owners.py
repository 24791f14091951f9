"""The clock's work: the owner of an entry that is to be excluded, or ranked again, is found and told.

They are looked for as long as they may answer. Until their message was sent or they have opened their page,
officers read how far this is.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import batched
from typing import Final

from loa.errors import each_by_itself
from loa.foundation.accounts.model import Account
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.contests.reviews import EntryReturn, EntryReview, ReviewState, ReviewStore, Telling
from loa.participation.contests.rounds import rounds_of
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import ContestRound, RoundChange, RoundChangeKind, RoundState
from loa.participation.contests.rules.objecting import ObjectionRule
from loa.participation.telling.receipts import ReceiptSearch
from loa.participation.telling.service import AT_ONCE, TellingService
from loa.platform.aws.dynamodb.tables import Row
from loa.residents.messages.model import MessageState, text_content

_BECAME: Final[Mapping[MessageState, Telling]] = {
    MessageState.UNKNOWN: Telling.UNKNOWN,
    MessageState.FAILED: Telling.UNSENT,
    MessageState.SKIPPED: Telling.UNSENT,
}
"""What became of a message; of every other it is not known yet."""
_LOOKED_FOR: Final = timedelta(days=30)
"""How long the owner of an entry that is ranked again is looked for; the draw may go on meanwhile."""


@dataclass(frozen=True, slots=True)
class OwnerTellingService:
    """Tells owners of entries.

    Attributes:
        telling: finds followers, and knows whom an account may write to.
        reviews: what officers think of entries.
        rules: for how long owners of entries are heard.
    """

    telling: TellingService
    reviews: ReviewStore
    rules: tuple[ObjectionRule, ...]

    def tell_due(self, now: datetime, may_go_on: Callable[[], bool]) -> int:
        """Go on telling; return how many messages were handed over. Safe to repeat and to stop anywhere."""
        waiting = (
            (campaign, each)
            for campaign in self.telling.campaigns.all()
            if campaign.kind is CampaignKind.CONTEST and campaign.state is CampaignState.PUBLISHED
            for each in rounds_of(campaign)
            if _may_wait(each, now) and may_go_on()
        )
        return each_by_itself(waiting, lambda one: self._tell(*one, now, may_go_on))

    def _tell(
        self, campaign: Campaign, each: ContestRound, now: datetime, may_go_on: Callable[[], bool]
    ) -> int:
        untold = self._untold(campaign, each, now)

        def hand_over(receipt: str, account: Account, row: Row) -> None:
            self._hand_over(campaign, each, untold[receipt], account, row, now)

        def nobody(receipt: str) -> None:
            self.reviews.telling(campaign.id, each.number, untold[receipt], Telling.NOBODY)

        name = f"{campaign.id}#{each.number}"
        search = ReceiptSearch(self.telling, name, campaign, each, hand_over, nobody)
        return search.go_on(set(untold), now, may_go_on)

    def _untold(self, campaign: Campaign, each: ContestRound, now: datetime) -> dict[str, EntryReview]:
        """Return the entries, by receipt, whose owner is to be found; note what became of messages."""
        waiting = [
            review
            for review in self.reviews.of(campaign.id, each.number).values()
            if review.is_returned or (review.state is ReviewState.PROPOSED and review.informed_at is None)
        ]
        untold = {}
        for some in batched(waiting, AT_ONCE, strict=False):
            messages = self.telling.outbox.get_all([_key(campaign, each, one) for one in some])
            for review, message in zip(some, messages, strict=True):
                if message is None:
                    if review.telling is not Telling.NOBODY and self._is_looked_for(review, each, now):
                        untold[review.receipt] = review
                elif review.back is None and message.state is MessageState.SENT:
                    self.reviews.informed(campaign.id, each.number, review.receipt, now)
                elif review.back is None:
                    became = _BECAME.get(message.state, Telling.UNDER_WAY)
                    self.reviews.telling(campaign.id, each.number, review, became)
        return untold

    def _is_looked_for(self, review: EntryReview, each: ContestRound, now: datetime) -> bool:
        return _is_recent(review.back, now) if review.back else now < review.heard_until(each, self.rules)

    def _hand_over(
        self,
        campaign: Campaign,
        each: ContestRound,
        review: EntryReview,
        account: Account,
        row: Row,
        now: datetime,
    ) -> None:
        link = self.telling.own_page(campaign, row, now)
        told = texts.ENTRY_RETURNED_TOLD if review.is_returned else texts.ENTRY_TOLD
        words = told.format(title=campaign.title, receipt=review.receipt, link=link)
        # Officers read conversations: what is thought of an entry is nobody's business there.
        content = replace(text_content(words), shown_as=texts.ENTRY_TOLD_TO_OFFICERS)
        self.telling.hand(_key(campaign, each, review), content, account, row, now)
        self.reviews.telling(campaign.id, each.number, review, Telling.UNDER_WAY)


def _may_wait(each: ContestRound, now: datetime) -> bool:
    """Whether somebody may wait to be told; of a public result only whose entry was ranked again lately."""
    if each.state is RoundState.CONFIRMED:
        return any(one.kind is RoundChangeKind.RETURNED and _is_recent(one, now) for one in each.changes)
    return each.state in {RoundState.DRAWING, RoundState.DRAWN}


def _is_recent(back: EntryReturn | RoundChange, now: datetime) -> bool:
    return now < back.at + _LOOKED_FOR


def _key(campaign: Campaign, each: ContestRound, review: EntryReview) -> str:
    about = f"{campaign.id}:{each.number}:{review.receipt}{':back' if review.is_returned else ''}"
    return f"entry-{hashlib.sha256(about.encode()).hexdigest()[:32]}"
