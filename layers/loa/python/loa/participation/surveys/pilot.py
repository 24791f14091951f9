"""A survey is tried before it is published: whoever has its link answers the draft, and no answer is kept.

pilot#ID    KEY     that somebody has tried it, and what they found hard; KEY is chance, and no time is kept
"""

import hmac
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from loa.errors import Conflict
from loa.participation.campaigns.model import Campaign, CampaignState
from loa.participation.surveys import texts
from loa.platform.aws.dynamodb.tables import ConditionFailed, Row, Table

MOST_TRIED: Final = 10
LONGEST_NOTE: Final = 1_000


@dataclass(frozen=True, slots=True)
class PilotStore:
    """Who tried surveys."""

    table: Table

    def notes(self, campaign_id: str) -> list[str]:
        """Return what each who tried it found hard, in no order that says anything; empty: nothing."""
        return sorted(str(row["note"]) for row in self._rows(campaign_id))

    def note(self, campaign: Campaign, key: str, note: str) -> None:
        """Note that somebody has tried it; the same key again is the same person.

        Raises:
            Conflict: enough have tried it.
        """
        tried = [row["sort"] for row in self._rows(campaign.id)]
        if key in tried:
            return
        if len(tried) >= MOST_TRIED:
            raise Conflict(texts.TRIED_ENOUGH)
        row = {"partition": f"pilot#{campaign.id}", "sort": key, "note": note[:LONGEST_NOTE]}
        with suppress(ConditionFailed):
            self.table.put(row, new=True)

    def _rows(self, campaign_id: str) -> list[Row]:
        return list(self.table.rows(f"pilot#{campaign_id}", consistent=True))


def is_pilot(campaign: Campaign, key: str) -> bool:
    """Whether a key opens a draft to be tried."""
    own = str(campaign.content.get("pilot", ""))
    return campaign.state is CampaignState.DRAFT and bool(own) and hmac.compare_digest(own, key)
