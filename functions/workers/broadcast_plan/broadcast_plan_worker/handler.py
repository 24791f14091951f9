"""EventBridge Scheduler: a due broadcast becomes deliveries on the queue.

Invoked with `{"broadcast_id": …, "send_at": …}`; may be invoked twice, and may die at any point.
"""

from typing import Any

from loa import clock
from loa.bootstrap import publishing
from loa.publishing.broadcasts.delivery.planning import PlanResult, plan
from loa.worker import count, logger, publishes_metrics

_METRICS = {
    PlanResult.PLANNED: "BroadcastsPlanned",
    PlanResult.POSTPONED: "BroadcastsPostponed",
    PlanResult.EXPIRED: "ApprovalsExpired",
    PlanResult.OBSOLETE: "BroadcastsObsolete",
}


@publishes_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Plan one broadcast; answers `{"outcome": …, "planned": n}`."""
    count("PlansStarted")
    outcome, planned = plan(
        event["broadcast_id"],
        clock.from_text(event["send_at"]),
        owner=context.aws_request_id,
        places=publishing.forecast_dependencies(),
        broadcasts=publishing.broadcasts(),
        deliveries=publishing.deliveries(),
        queues=publishing.delivery_queues(),
        quiet_hours=publishing.quiet_hours(),
        # They call this very function: its name cannot stand in its own environment.
        timer=publishing.schedules(context.invoked_function_arn),
        now=clock.now(),
    )
    count(_METRICS[outcome])
    count("DeliveriesPlanned", planned)
    facts = {"broadcast_id": event["broadcast_id"], "outcome": outcome, "planned": planned}
    logger.info("broadcast planned", extra=facts)
    return {"outcome": outcome.value, "planned": planned}
