"""Every ten minutes: the jobs of `clock_job.jobs`, one after another.

May be invoked twice and may die at any point: everything a job does is guarded by the state of the row that
it changes.
"""

from collections.abc import Mapping
from typing import Any

from clock_job.dependencies import root
from clock_job.jobs import BROADCASTS, JOBS
from loa import clock
from loa.jobs import run_jobs
from loa.worker import publishes_metrics


@publishes_metrics
def handler(_event: dict[str, Any], context: Any) -> Mapping[str, int]:
    """Run the jobs; return what was found of the open broadcasts."""
    return run_jobs(JOBS, root(), context, clock.now()).get(BROADCASTS, {})
