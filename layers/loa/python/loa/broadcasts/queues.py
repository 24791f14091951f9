"""The queues of deliveries, and what stands on them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from loa.aws.queues import Message, Queue
from loa.broadcasts.delivery import Delivery, DeliveryState
from loa.broadcasts.model import Broadcast


@dataclass(frozen=True, slots=True)
class Queues:
    """The two queues of deliveries: an urgent broadcast never waits behind an ordinary one."""

    ordinary: Queue
    urgent: Queue

    def send(self, broadcast: Broadcast, deliveries: Sequence[Delivery], *, delay_seconds: int = 0) -> int:
        """Have the pending ones worked on; answers how many."""
        queue = self.urgent if broadcast.is_urgent else self.ordinary
        pending = [delivery for delivery in deliveries if delivery.state is DeliveryState.PENDING]
        queue.send_all(_work(broadcast, delivery, delay_seconds) for delivery in pending)
        return len(pending)


def _work(broadcast: Broadcast, delivery: Delivery, delay_seconds: int) -> Message:
    """The message that has one delivery worked on. The group lets units share the queue fairly."""
    body = {
        "broadcast_id": delivery.broadcast_id,
        "unit_path": delivery.unit_path,
        "oa_id": delivery.oa_id,
    }
    return Message(json.dumps(body), group=broadcast.unit_path, delay_seconds=delay_seconds)
