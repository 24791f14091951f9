"""Calls for help in what somebody writes into a form about a campaign (table Participation).

call#PROVINCE     ID#WINDOW      a campaign and a quarter of an hour; nothing of the words, nobody's name

The page that takes the words may not send messages. It notes that somebody should look, before it takes them;
the clock tells the officers on call of the unit that asks within ten minutes, and forgets the note. However
many write within a quarter of an hour, the officers are told once: they read all of it.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from loa import clock
from loa.foundation.readings.model import window_of
from loa.participation.campaigns.model import Campaign
from loa.platform.aws.dynamodb.tables import Table


@dataclass(frozen=True, slots=True)
class Call:
    """A note that a campaign has words in which somebody may call for help.

    Attributes:
        sort: its key.
        campaign_id: the campaign.
        at: when somebody wrote them.
    """

    sort: str
    campaign_id: str
    at: datetime

    @property
    def name(self) -> str:
        """Return what names it in messages: each officer is told once of it."""
        return hashlib.sha256(f"call in {self.sort}".encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class CallStore:
    """Calls that nobody has been told of yet.

    Attributes:
        table: Participation.
        province: its code.
    """

    table: Table
    province: str

    def note(self, campaign: Campaign, now: datetime) -> None:
        """Note one; again within the same quarter of an hour, it is the same."""
        sort = f"{campaign.id}#{clock.to_text(window_of(now))}"
        self.table.put({"partition": f"call#{self.province}", "sort": sort, "at": clock.to_text(now)})

    def waiting(self) -> Iterator[Call]:
        """Return those that nobody has been told of."""
        for row in list(self.table.rows(f"call#{self.province}", consistent=True)):
            campaign_id = str(row["sort"]).partition("#")[0]
            yield Call(row["sort"], campaign_id, clock.from_text(row["at"]))

    def forget(self, call: Call) -> None:
        """Forget one of which officers were told."""
        self.table.delete(f"call#{self.province}", call.sort)
