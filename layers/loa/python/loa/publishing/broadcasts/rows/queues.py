"""The queues of deliveries, and what stands on them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from loa.platform.aws.queues import Queue, QueueMessage
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState
from loa.publishing.broadcasts.rules.model import Broadcast

REMOVE: Final = "remove"
CORRECT: Final = "correct"
"""What is to be done about a delivery besides sending it: take its article down, or write it again."""


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

    def remove(
        self,
        broadcast: Broadcast,
        deliveries: Sequence[Delivery],
        *,
        attempt: int = 1,
        delay_seconds: int = 0,
    ) -> None:
        """Have the articles of deliveries taken down."""
        self._do(REMOVE, broadcast, deliveries, attempt, delay_seconds)

    def correct(
        self,
        broadcast: Broadcast,
        deliveries: Sequence[Delivery],
        *,
        attempt: int = 1,
        delay_seconds: int = 0,
    ) -> None:
        """Have the articles of deliveries written again."""
        self._do(CORRECT, broadcast, deliveries, attempt, delay_seconds)

    def _do(
        self, what: str, broadcast: Broadcast, deliveries: Sequence[Delivery], attempt: int, delay: int
    ) -> None:
        more = {"do": what, "attempt": attempt}
        self.ordinary.send_all(_work(broadcast, delivery, delay, more) for delivery in deliveries)


def _work(
    broadcast: Broadcast, delivery: Delivery, delay_seconds: int, more: Mapping[str, Any] | None = None
) -> QueueMessage:
    """The message that has one delivery worked on. The group lets units share the queue fairly."""
    body = {
        "broadcast_id": delivery.broadcast_id,
        "unit_path": delivery.unit_path,
        "oa_id": delivery.oa_id,
        **(more or {}),
    }
    return QueueMessage(json.dumps(body), group=broadcast.unit_path, delay_seconds=delay_seconds)
