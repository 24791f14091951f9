"""A survey is tried before it is published: whoever has its link answers the draft, and no answer is kept.

pilot#ID    VERSION     what each who tried the draft as it was then found hard, by a key that is chance;
                        of times only the day on which the row goes is kept
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.errors import Busy, Conflict
from loa.participation.campaigns.model import Campaign, CampaignState
from loa.participation.surveys import texts
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Row, Table

MOST_TRIED: Final = 10
LONGEST_NOTE: Final = 1_000
_KEPT_FOR: Final = timedelta(days=365)
_ATTEMPTS: Final = 10


@dataclass(frozen=True, slots=True)
class PilotStore:
    """Who tried surveys."""

    table: Table

    def notes(self, campaign_id: str) -> list[str]:
        """Return what each who tried it found hard, in no order that says anything; empty: nothing."""
        rows = self.table.rows(f"pilot#{campaign_id}", consistent=True)
        return sorted(str(note) for row in rows for note in row["tried"].values())

    def note(self, campaign: Campaign, key: str, note: str, now: datetime) -> None:
        """Note that somebody has tried it; the same key again is the same person, who may add a note.

        Raises:
            Conflict: enough have tried it as it is.
        """
        partition, sort = f"pilot#{campaign.id}", f"{campaign.version:06d}"
        for _ in range(_ATTEMPTS):
            before = self.table.get(partition, sort)
            tried = before["tried"] if before else {}
            if key not in tried and len(tried) >= MOST_TRIED:
                raise Conflict(texts.TRIED_ENOUGH)
            after = {**tried, key: note[:LONGEST_NOTE] or tried.get(key, "")}
            row: Row = {"partition": partition, "sort": sort, "tried": after}
            row["expires_at"] = clock.epoch_seconds(now.replace(hour=0, minute=0, second=0) + _KEPT_FOR)
            try:
                self.table.put(row, new=before is None, only_if=Attr("tried").eq(tried) if before else None)
            except ConditionFailed:
                continue  # somebody else was faster: read again
            return
        raise Busy("others tried the survey at the same instant")


def is_pilot(campaign: Campaign, key: str) -> bool:
    """Whether a key opens a draft to be tried."""
    own = str(campaign.content.get("pilot", ""))
    is_own = hmac.compare_digest(own.encode(), key.encode())
    return campaign.state is CampaignState.DRAFT and bool(own) and is_own
