"""The hourly round: erasures that are due go on, and what should have been answered is counted."""

from typing import Any, Final

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from loa import clock
from loa.bootstrap import erasure, foundation
from loa.erasure.retiring import retire
from loa.erasure.service import work

SPARE_MILLISECONDS: Final = 5_000
"""No further step with less time than this; the next round goes on."""

logger = Logger()
metrics = Metrics()


def work_off(context: Any) -> dict[str, int]:
    """Do what is due; how many erasures ended or failed, what is overdue, whose time had ended."""
    province, stores, now = foundation.province(), erasure.stores(), clock.now()
    done = work(province, stores=stores, now=now, enough=lambda: _is_late(context))
    for request_id, name, at in done.failed:
        facts = {"request_id": request_id, "error": name, "at": list(at)}
        logger.error("an erasure failed", extra=facts)
    retired = retire(province, stores=stores, now=now, enough=lambda: _is_late(context))
    overdue = sum(1 for _ in stores.requests.overdue(province, now))
    if done.failed or overdue:
        metrics.add_metric("DataRequestsOverdue", MetricUnit.Count, overdue + len(done.failed))
        metrics.flush_metrics()
    counts = {
        "ended": done.ended,
        "failed": len(done.failed),
        "overdue": overdue,
        "retired": retired,
    }
    logger.info("worked on requests about data", extra=counts)
    return counts


def _is_late(context: Any) -> bool:
    late: bool = context.get_remaining_time_in_millis() < SPARE_MILLISECONDS
    return late
