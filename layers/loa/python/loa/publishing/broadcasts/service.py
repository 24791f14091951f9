"""What officers do with broadcasts, from the draft to the removal of articles."""

from dataclasses import dataclass

from loa.publishing.broadcasts.delivery.operations import BroadcastOperations
from loa.publishing.broadcasts.drafts.approval import BroadcastApproval
from loa.publishing.broadcasts.drafts.composing import BroadcastComposing
from loa.publishing.broadcasts.drafts.localisation import BroadcastLocalisation
from loa.publishing.broadcasts.drafts.series_service import BulletinSeries
from loa.publishing.broadcasts.rules.model import Broadcast


@dataclass(frozen=True, kw_only=True)
class BroadcastService(
    BroadcastOperations, BroadcastComposing, BroadcastApproval, BroadcastLocalisation, BulletinSeries
):
    """The use cases of broadcasts."""

    def cancel(self, broadcast: Broadcast, *, officer: str) -> Broadcast:
        """Call it off, whether or not it is under way.

        Raises:
            Conflict: it is being planned at this moment, or over.
        """
        if broadcast.state.is_before_planning:
            return self.cancel_before_planning(broadcast)
        return self.cancel_under_way(broadcast, officer=officer)
