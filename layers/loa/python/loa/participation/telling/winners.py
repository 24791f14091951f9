"""The clock's work: once the result of a round is public, each winner hears it on Zalo, once.

Whoever no account may write to is told when they come back to one, as long as they may say how to reach them
and have not: who has claimed a prize knows of it, whatever became of their message. After a recount those are
told who win newly, and those who had heard of a prize and have another place now, or none; but whoever has
their prize in hand is told by a person. By receipt and edition stands who was told which place, and what
became of it: it is written before the message is handed over, and a message that is not there is handed over
again.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched

from loa.clock import VIETNAM
from loa.errors import each_by_itself
from loa.foundation.accounts.model import Account
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.contests.claims import ClaimStore, claims_until, tells_of_result
from loa.participation.contests.rounds import rounds_of, shown_changes
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import ContestRound, RoundState
from loa.participation.contests.store import ResultStore
from loa.participation.telling.receipts import ReceiptSearch
from loa.participation.telling.service import AT_ONCE, TellingService
from loa.participation.telling.store import ToldRow, name_in, winners_name
from loa.platform.aws.dynamodb.tables import Row
from loa.residents.messages.model import MessageState, text_content


@dataclass(frozen=True, slots=True)
class _News:
    """What the owner of an entry does not know yet; `heard`: the place that they know of, 0: none."""

    place: int
    heard: int
    since: int
    """The edition of the result that they know of; 0: none."""


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
        due = (
            (campaign, each)
            for campaign in self.telling.campaigns.all()
            if campaign.kind is CampaignKind.CONTEST and campaign.state is CampaignState.PUBLISHED
            for each in rounds_of(campaign)
            if tells_of_result(each, now, has_heard=True) and may_go_on()
        )
        return each_by_itself(due, lambda one: self._tell(*one, now, may_go_on))

    def _tell(
        self, campaign: Campaign, each: ContestRound, now: datetime, may_go_on: Callable[[], bool]
    ) -> int:
        name = winners_name(campaign.id, each.number)
        news = self._news(campaign, each, now, may_go_on)
        if each.state is not RoundState.CONFIRMED:
            # Counted again: who claims meanwhile is noted alone, for their claim may go with the new result.
            return 0

        def hand_over(receipt: str, account: Account, row: Row) -> None:
            self._hand_over(campaign, each, receipt, news[receipt], account, row, now)

        def nobody(receipt: str) -> None:
            told = ToldRow(name_in(receipt, each.edition), "", MessageState.SKIPPED, news[receipt].place)
            self.telling.store.add(name, told)

        search = ReceiptSearch(self.telling, name, campaign, each, hand_over, nobody)
        return search.go_on(set(news), now, may_go_on)

    def _news(
        self, campaign: Campaign, each: ContestRound, now: datetime, may_go_on: Callable[[], bool]
    ) -> dict[str, _News]:
        """Return by receipt what owners of entries are to be told; note who knows of a prize by a claim."""
        name, claims = winners_name(campaign.id, each.number), self.claims.of(campaign.id, each.number)
        result = self.results.find(campaign.id, each.number, each.edition)
        places = {one["receipt"]: place for place, one in enumerate(result["winners"] if result else (), 1)}
        rows = self._handed_over(self.telling.refreshed(name, may_go_on))
        heard = {one.receipt: one for one in rows if one.is_heard}
        done = {one.receipt for one in rows if one.edition == each.edition or not one.state.is_final}
        under_way = {one.name for one in rows if not one.state.is_final}
        know = {receipt for receipt, one in heard.items() if one.place != 0}
        for receipt in set(places) & set(claims) - know:
            done.add(receipt)
            if name_in(receipt, each.edition) not in under_way:
                self.telling.store.knows(name, name_in(receipt, each.edition), places[receipt])
        in_hand = {receipt for receipt, claim in claims.items() if claim.handed_at}
        news = {}
        for receipt in {*places, *heard} - done - in_hand:
            known, place = heard.get(receipt), places.get(receipt, 0)
            before = known.place if known else 0
            if before is None or before == place:
                continue
            if tells_of_result(each, now, has_heard=before > 0):
                news[receipt] = _News(place, before, known.edition if known else 0)
        return news

    def _handed_over(self, told: list[ToldRow]) -> list[ToldRow]:
        """Return those whose message is there, by edition: a round that died may have written more."""
        waiting, lost = [one for one in told if one.state is MessageState.PENDING], set[str]()
        for some in batched(waiting, AT_ONCE, strict=False):
            messages = self.telling.outbox.get_all([one.key for one in some])
            lost |= {one.name for one, message in zip(some, messages, strict=True) if message is None}
        return sorted((one for one in told if one.name not in lost), key=lambda one: one.edition)

    def _hand_over(
        self,
        campaign: Campaign,
        each: ContestRound,
        receipt: str,
        news: _News,
        account: Account,
        row: Row,
        now: datetime,
    ) -> None:
        template = texts.WON if not news.heard else texts.WON_OTHERWISE if news.place else texts.WON_NO_MORE
        words = template.format(
            receipt=receipt,
            place=news.place,
            before=news.heard,
            title=campaign.title,
            round=each.number,
            why=_why(each, news.since),
            link=self.telling.own_page(campaign, row, now),
            until=claims_until(each).astimezone(VIETNAM),
        )
        # Officers read conversations: who won stands nowhere by name.
        content = replace(text_content(words), shown_as=texts.ENTRY_TOLD_TO_OFFICERS)
        about = f"{campaign.id}:{each.number}:{name_in(receipt, each.edition)}"
        key = f"won-{hashlib.sha256(about.encode()).hexdigest()[:32]}"
        told = ToldRow(name_in(receipt, each.edition), key, MessageState.PENDING, news.place)
        self.telling.store.add(winners_name(campaign.id, each.number), told)
        self.telling.hand(key, content, account, row, now)


def _why(each: ContestRound, since: int) -> str:
    """Return in general words why a result differs from the edition that somebody knows of."""
    changes = shown_changes(one for one in each.changes if since < one.edition <= each.edition)
    return ", ".join(dict.fromkeys(texts.WHY_COUNTED_AGAIN[one.kind.value] for one in changes))
