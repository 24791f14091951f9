"""What officers do with campaigns of every kind: make, publish, end, withdraw."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from loa.errors import Conflict
from loa.foundation.officers.model import Officer
from loa.ids import new_id
from loa.participation.campaigns.access import (
    is_invited,
    may_see,
    require_publishing,
    require_reading,
    require_writing,
)
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState, check_times
from loa.participation.campaigns.store import CampaignStore, EntryStore
from loa.participation.campaigns.texts import CHANGED_MEANWHILE
from loa.platform.aws.dynamodb.tables import Table, Write
from loa.publishing.library.projection.invitations import Invitation, inviting, no_longer_inviting

CONTEST_SHARDS = 64
"""Everybody starts in the same minute: 50,000 in 60 s are 13 writes a second for each."""
OTHER_SHARDS = 8
_PAGES = {
    CampaignKind.CONTEST: "/thi",
    CampaignKind.CONSULTATION: "/gop-y",
    CampaignKind.SURVEY: "/khao-sat",
}


def page_of(campaign: Campaign) -> str:
    """Return the path of its public page."""
    return f"{_PAGES[campaign.kind]}/{campaign.id}"


type Moving = Callable[[Campaign, Campaign, datetime], Campaign]
"""What moves, with the end of a campaign, what is in its content; from before, after and since when."""


def unmoved(_before: Campaign, after: Campaign, _since: datetime) -> Campaign:
    """Return the campaign: nothing in its content has a time."""
    return after


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """What an officer writes first."""

    kind: CampaignKind
    title: str
    about: str
    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class CampaignService:
    """Use cases of officers.

    Attributes:
        campaigns, entries: the rows.
        published: what residents' homes are made of.
    """

    campaigns: CampaignStore
    entries: EntryStore
    published: Table

    def all(self, officer: Officer) -> list[Campaign]:
        """Return what an officer may see, newest first."""
        require_reading(officer, officer.unit_path)
        return [campaign for campaign in self.campaigns.all() if may_see(officer, campaign)]

    def read(self, officer: Officer, campaign_id: str) -> Campaign:
        """Return a campaign that an officer may see.

        Raises:
            NotFound, NotAllowed: they may not.
        """
        campaign = self.campaigns.find(campaign_id)
        if not is_invited(officer, campaign):
            require_reading(officer, campaign.unit_path)
        return campaign

    def write(self, officer: Officer, campaign_id: str) -> Campaign:
        """Return a campaign that an officer may prepare; raises as `read` does."""
        campaign = self.campaigns.find(campaign_id)
        require_writing(officer, campaign.unit_path)
        return campaign

    def add(self, officer: Officer, new: NewCampaign, now: datetime) -> Campaign:
        """Write a draft for an officer's unit.

        Raises:
            InvalidInput: its times are wrong.
            NotAllowed: the officer may not.
        """
        require_writing(officer, officer.unit_path)
        check_times(new.opens, new.closes, now)
        campaign = Campaign(
            id=new_id(now),
            kind=new.kind,
            unit_path=officer.unit_path,
            title=new.title,
            about=new.about,
            opens=new.opens,
            closes=new.closes,
            hands=(officer.id,),
            shards=CONTEST_SHARDS if new.kind is CampaignKind.CONTEST else OTHER_SHARDS,
        )
        self.campaigns.add(campaign)
        return campaign

    def edit(
        self, officer: Officer, campaign_id: str, seen: int, new: NewCampaign, now: datetime
    ) -> Campaign:
        """Write other words and times into a draft; its kind stays.

        Raises:
            InvalidInput: its times are wrong.
            Conflict: it is no draft, or somebody has changed it since the officer saw it.
            NotFound, NotAllowed: the officer may not.
        """
        campaign = as_seen(self.write(officer, campaign_id), seen)
        check_times(new.opens, new.closes, now)
        after = campaign.edited(
            officer.id, title=new.title, about=new.about, opens=new.opens, closes=new.closes
        )
        return self.turn(campaign, after)

    def discard(self, officer: Officer, campaign_id: str) -> Campaign:
        """Give a draft up; raises as `Campaign.discarded` and `write` do."""
        campaign = self.write(officer, campaign_id)
        return self.turn(campaign, campaign.discarded())

    def publish(self, officer: Officer, campaign_id: str, seen: int, now: datetime) -> Campaign:
        """Let residents find it; raises as `Campaign.published` and `approving` do."""
        campaign = self.approving(officer, campaign_id, seen)
        return self.turn(campaign, campaign.published(officer.id, now))

    def end_early(self, officer: Officer, campaign_id: str, now: datetime) -> Campaign:
        """Close it now; raises as `Campaign.ended_early` and `require` do."""
        campaign = self.approver(officer, campaign_id)
        return self.turn(campaign, campaign.ended_early(now))

    def suspend(
        self, officer: Officer, campaign_id: str, reason: str, now: datetime, move: Moving = unmoved
    ) -> Campaign:
        """Bring it to a standstill; raises as `Campaign.suspended` and `require` do."""
        campaign = self.approver(officer, campaign_id)
        return self.turn(campaign, move(campaign, campaign.suspended(officer.id, reason, now), now))

    def resume(self, officer: Officer, campaign_id: str, now: datetime, move: Moving = unmoved) -> Campaign:
        """Open it again; raises as `Campaign.resumed` and `require` do."""
        campaign = self.approver(officer, campaign_id)
        after = campaign.resumed(officer.id, now)
        return self.turn(campaign, move(campaign, after, after.suspensions[-1].at))

    def withdraw(self, officer: Officer, campaign_id: str) -> Campaign:
        """Take it from residents' pages; raises as `Campaign.withdrawn` and `require` do."""
        campaign = self.approver(officer, campaign_id)
        return self.turn(campaign, campaign.withdrawn())

    def approver(self, officer: Officer, campaign_id: str) -> Campaign:
        """Return a campaign that an officer may publish; raises as `require` does."""
        campaign = self.campaigns.find(campaign_id)
        require_publishing(officer, campaign.unit_path)
        return campaign

    def approving(self, officer: Officer, campaign_id: str, seen: int) -> Campaign:
        """Return a campaign that an officer may publish, in the version that they have seen.

        Raises:
            Conflict: somebody has changed it since.
            NotFound, NotAllowed: as `require` does.
        """
        return as_seen(self.approver(officer, campaign_id), seen)

    def turn(self, before: Campaign, after: Campaign, *, also: Sequence[Write] = ()) -> Campaign:
        """Write a changed campaign, and what homes show of it; `also` and raises as `CampaignStore.turn`."""
        self.campaigns.turn(before, after, also=[*self._at_home(before, after), *also])
        return after

    def _at_home(self, before: Campaign, after: Campaign) -> list[Write]:
        shown = Invitation(
            after.id,
            after.kind.label,
            page_of(after),
            after.title,
            after.unit_path,
            after.opens,
            after.closes,
        )
        if after.state is CampaignState.PUBLISHED and not after.suspension:
            return [inviting(self.published, shown)]
        was_shown = before.state is CampaignState.PUBLISHED
        return [no_longer_inviting(self.published, shown)] if was_shown else []


def as_seen(campaign: Campaign, seen: int) -> Campaign:
    """Return the campaign, if it is the version that an officer saw.

    Raises:
        Conflict: somebody has changed it since.
    """
    if campaign.version != seen:
        raise Conflict(CHANGED_MEANWHILE)
    return campaign
