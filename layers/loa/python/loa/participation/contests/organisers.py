"""Whoever organises a contest may play and wins nothing: the clock notes under which names they take part.

Organisers are the officers of the unit that holds it, whoever had a hand in it, and who wrote or checked what
it asks, as far as they have linked their Zalo. Who is noted once stays so. Entries are marked as they begin
and when they are handed in (`organiser`), so that they stay out of the ranking when their name is gone.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import batched
from typing import Final

from loa.errors import Conflict
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState
from loa.participation.campaigns.passes import known_person
from loa.participation.campaigns.store import CampaignStore
from loa.participation.contests.rounds import AUTHORS, ORGANISERS, rounds_of
from loa.platform.aws.dynamodb.transactions import get_many
from loa.residents.followers.store import FollowerStore

_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class OrganiserService:
    """Notes who organises.

    Attributes:
        campaigns: the contests.
        officers: who has linked their Zalo.
        followers: what Zalo calls them everywhere.
        secret: makes the names of persons.
    """

    campaigns: CampaignStore
    officers: OfficerStore
    followers: FollowerStore
    secret: Callable[[], str]

    def note_due(self, now: datetime, may_go_on: Callable[[], bool]) -> int:
        """Note the organisers of contests that are not over; return how many are new. Safe to repeat."""
        contests = [each for each in self.campaigns.all() if _is_due(each, now)]
        if not contests:
            return 0
        linked = [each for each in self.officers.of_province(self.campaigns.province) if each.is_linked]
        noted = 0
        for campaign in contests:
            if not may_go_on():
                break
            known = frozenset(campaign.content.get(ORGANISERS, ()))
            hands = _hands(campaign)
            organising = [each for each in linked if each.id in hands or each.unit_path == campaign.unit_path]
            every = known | set(self._names(organising))
            if every != known:
                content = {**campaign.content, ORGANISERS: sorted(every)}
                with suppress(Conflict):  # an officer changes it just now: the next round of the clock
                    self.campaigns.turn(
                        campaign, replace(campaign, content=content, version=campaign.version + 1)
                    )
                    noted += len(every - known)
        return noted

    def _names(self, officers: list[KnownOfficer]) -> Iterator[str]:
        for some in batched(officers, _AT_ONCE, strict=False):
            places = [self.followers.follower_place(one.oa_id, one.user_id) for one in some]
            for row in get_many(places):
                if row and row.get("user_id_by_app"):
                    yield known_person(self.secret(), row["user_id_by_app"]).id


def _is_due(campaign: Campaign, now: datetime) -> bool:
    is_contest = campaign.kind is CampaignKind.CONTEST and campaign.state is CampaignState.PUBLISHED
    return is_contest and now < campaign.closes


def _hands(campaign: Campaign) -> frozenset[str]:
    hands = {*campaign.hands, campaign.published_by, *campaign.content.get(AUTHORS, ())}
    for each in rounds_of(campaign):
        hands |= {*each.hands, each.sealed_by}
    return frozenset(hands)
