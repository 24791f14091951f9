"""The clock's work: whoever gave an opinion that is answered is found among the followers, and told.

Opinions stand under names made of a secret, and nothing leads from such a name to an account of Zalo. So the
followers of all accounts are gone through, and each one's name is made anew. Zalo lets an account write to
people who have lately done something there; others are looked for again each day, and told soon after they
come back. One message has one key, so it is sent at most once, however often this runs or stops.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import batched
from typing import Final

from loa import clock
from loa.errors import Conflict, each_by_itself
from loa.foundation.accounts.model import Account, Health
from loa.foundation.accounts.store import AccountStore
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState, Participant
from loa.participation.campaigns.passes import known_person, pass_of
from loa.participation.campaigns.store import CampaignStore
from loa.participation.consultations.rules import texts
from loa.participation.consultations.rules.opinions import Theme
from loa.participation.consultations.service import ConsultationService
from loa.participation.telling.model import TOLD_FOR, message_of
from loa.participation.telling.store import Search, TellingStore, ToldRow
from loa.platform.aws.dynamodb.tables import Row
from loa.platform.aws.queues import Queue
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.residents.followers.store import FollowerStore, has_left, has_withdrawn, interacted_at, user_of
from loa.residents.messages.model import LOA, MessageContent, MessageState, text_content
from loa.residents.messages.service import enqueue
from loa.residents.messages.store import Outbox
from loa.residents.messages.windows import WindowRule, verdict

AT_ONCE: Final = 100
"""Messages that are read in one request."""
WORKING: Final = frozenset({Health.CONNECTED, Health.EXPIRING})
"""Accounts that can write."""


@dataclass(frozen=True, slots=True)
class TellingService:
    """Tells contributors.

    Attributes:
        campaigns, residents: consultations and what was said.
        accounts, followers: of the province.
        outbox, queue: messages to residents.
        windows: when an account may write to a resident.
        quiet_hours: when nobody is told anything.
        secret: makes the names of persons.
        public_url: of the pages.
    """

    campaigns: CampaignStore
    residents: ConsultationService
    accounts: AccountStore
    followers: FollowerStore
    outbox: Outbox
    queue: Queue
    windows: Sequence[WindowRule]
    quiet_hours: QuietHours
    secret: Callable[[], str]
    public_url: str

    @property
    def store(self) -> TellingStore:
        """Return who was told."""
        return TellingStore(self.residents.store.entries)

    def tell_due(self, now: datetime, may_go_on: Callable[[], bool]) -> int:
        """Go on telling; return how many messages were handed over. Safe to repeat and to stop anywhere."""
        due = (campaign for campaign in self.campaigns.all() if _is_due(campaign, now))
        return each_by_itself(due, lambda campaign: self._tell(campaign, now, may_go_on))

    def _tell(self, campaign: Campaign, now: datetime, may_go_on: Callable[[], bool]) -> int:
        today, progress = clock.local_day(now), self.store.progress(campaign.id)
        is_searched = progress.done_on == today
        if progress.is_over or (is_searched and progress.is_settled) or not may_go_on():
            return 0
        told = self.refreshed(campaign.id, may_go_on)
        progress = replace(progress, is_settled=not any(each.moves for each in told))
        if is_searched or self.quiet_hours.ends_after(now):
            self.store.save(campaign.id, progress)
            return 0
        persons = self.store.persons(campaign)
        known = {person for person, is_known in persons.items() if is_known}
        progress = replace(progress, known=len(known), elsewhere=len(persons) - len(known))
        untold = known - {each.name for each in told}
        if not untold:
            self.store.save(
                campaign.id, replace(progress, is_over=progress.is_settled, after="", follower="")
            )
            return 0
        return self._search(campaign, progress, untold, now, may_go_on)

    def _search(
        self,
        campaign: Campaign,
        progress: Search,
        untold: set[str],
        now: datetime,
        may_go_on: Callable[[], bool],
    ) -> int:
        answers = {each.theme.id: each.theme for each in self.residents.answers(campaign)}
        handed_over = 0
        for account, row in self.followers_from(progress, now):
            if not may_go_on():
                self.store.save(campaign.id, progress)
                return handed_over
            person = self.person_of(row)
            if person in untold and self.may_write(account, row, now):
                self._hand_over(campaign, person, account, row, answers, now)
                untold.discard(person)
                progress, handed_over = replace(progress, is_settled=False), handed_over + 1
            progress = replace(progress, after=account.oa_id, follower=user_of(row))
        done = replace(progress, after="", follower="", done_on=clock.local_day(now))
        self.store.save(campaign.id, done)
        return handed_over

    def followers_from(self, progress: Search, now: datetime) -> Iterator[tuple[Account, Row]]:
        """Go through the followers of accounts that can write, from where a search has come to."""
        province = self.campaigns.province
        accounts = self.accounts.within(province, province)
        for account in sorted(accounts, key=lambda account: account.oa_id):
            if account.oa_id < progress.after or account.health(now) not in WORKING:
                continue
            after = progress.follower if account.oa_id == progress.after else ""
            for row in self.followers.followers(account.oa_id, after=after, consistent=False):
                yield account, row

    def own_page(self, campaign: Campaign, row: Row, now: datetime) -> str:
        """Return a link to the page where a follower finds their own entries."""
        secret = self.secret()
        owner = pass_of(known_person(secret, row["user_id_by_app"]), secret, now)
        return f"{self.public_url}/thi/{campaign.id}/cua-toi?the={owner}"

    def person_of(self, row: Row) -> str:
        """Return the name that a follower has in campaigns; empty: Zalo gives none."""
        user_id = row.get("user_id_by_app")
        return known_person(self.secret(), user_id).id if user_id else ""

    def may_write(self, account: Account, row: Row, now: datetime) -> bool:
        """Whether an account may write to a follower now."""
        if has_withdrawn(row) or has_left(row):
            return False  # refused there, they would be told nowhere else: one message has one key
        return not verdict(self.windows, account.oa_type, interacted_at(row), now).reason

    def _hand_over(
        self,
        campaign: Campaign,
        person: str,
        account: Account,
        row: Row,
        answers: Mapping[str, Theme],
        now: datetime,
    ) -> None:
        own = self.residents.own(campaign, Participant(person, is_known=True))
        address = f"{self.public_url}/gop-y/{campaign.id}"
        words = message_of(campaign.title, self.residents.text(campaign), own, answers, address)
        # Officers read conversations: what somebody said about a draft is nobody's business there.
        content = replace(text_content(words), shown_as=texts.TOLD_TO_OFFICERS)
        key = _key(campaign.id, person)
        self.hand(key, content, account, row, now)
        self.store.add(campaign.id, ToldRow(person, key, MessageState.PENDING))

    def hand(self, key: str, content: MessageContent, account: Account, row: Row, now: datetime) -> None:
        """Hand a message to a follower over to the sender, once for each key."""
        with suppress(Conflict):  # a round that died had handed it over already, by another account
            enqueue(
                key,
                content,
                account=account.key,
                user_id=user_of(row),
                by=LOA,
                outbox=self.outbox,
                queue=self.queue,
                now=now,
            )

    def refreshed(self, name: str, may_go_on: Callable[[], bool]) -> list[ToldRow]:
        """Note what became of messages that were under way; return all who were told."""
        told = list(self.store.told(name))
        moving = [each for each in told if each.moves]
        for some in batched(moving, AT_ONCE, strict=False):
            if not may_go_on():
                break
            found = self.outbox.get_all([each.key for each in some])
            for each, message in zip(some, found, strict=True):
                if message and message.state is not each.state:
                    self.store.turn(name, each, message.state)
        return list(self.store.told(name)) if moving else told


def _is_due(campaign: Campaign, now: datetime) -> bool:
    if campaign.kind is not CampaignKind.CONSULTATION or campaign.state is not CampaignState.REPORTED:
        return False
    said = campaign.content.get("reported_on", "")
    return bool(said) and clock.local_day(now) - date.fromisoformat(said) <= TOLD_FOR


def _key(campaign_id: str, person: str) -> str:
    return f"answered-{hashlib.sha256(f'{campaign_id}:{person}'.encode()).hexdigest()[:32]}"
