"""Scheduled work as a list: a function that is called by schedule runs its jobs one after another.

A job searches for what is due and may be run twice, late, or stopped in the middle: the next round goes on.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from loa import clock
from loa.errors import Busy, LoaError
from loa.worker import count, log_failure, logger, time_left

ROUND: Final = timedelta(minutes=10)
"""How often the clock calls its jobs."""


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run of a job.

    Attributes:
        now: when the round began, aware UTC.
        owner: names this invocation, for leases.
        may_go_on: whether there is time for another piece of work; asked before each.
    """

    now: datetime
    owner: str
    may_go_on: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Job[Services]:
    """Work that a schedule runs.

    Attributes:
        name: for the log, and in the answer of `run_jobs`.
        run: does it, and returns how many of what.
        metrics: which of these numbers are counted, and as which metric.
        every: at most once in each such period; a round is the least.
        reserve: milliseconds that are left to the jobs behind it: `may_go_on` is false below.
        trouble: the metric, with an alarm, that counts a run that raised; without one the function itself
            fails, after the other jobs have run (`Busy` is only logged: the next round does it).
    """

    name: str
    run: Callable[[Services, JobRun], Mapping[str, int]]
    metrics: Mapping[str, str] = field(default_factory=dict)
    every: timedelta = ROUND
    reserve: int = 0
    trouble: str = ""

    def is_due(self, now: datetime) -> bool:
        """Tell whether this is the first round of a period; periods are counted from midnight of Vietnam."""
        local = now.astimezone(clock.VIETNAM)
        since_midnight = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
        return since_midnight % self.every < ROUND


class JobsFailed(Exception):  # noqa: N818 - read as an outcome
    """Names the jobs that raised and have no alarm of their own."""


def run_jobs[Services](
    jobs: Iterable[Job[Services]], services: Services, context: Any, now: datetime
) -> dict[str, Mapping[str, int]]:
    """Run the jobs that are due, in order; one that raises does not keep the others from their work.

    Args:
        jobs: in order of importance; each leaves time to those behind it.
        services: what the jobs work with.
        context: of the invocation; says how much time is left.
        now: when the round began, aware UTC.

    Returns:
        What each job returned, by name; nothing of jobs that raised or were not due.

    Raises:
        JobsFailed: after all have run.
    """
    results: dict[str, Mapping[str, int]] = {}
    failed = []
    for job in jobs:
        if not job.is_due(now):
            continue
        run = JobRun(now, context.aws_request_id, time_left(context, job.reserve))
        try:
            results[job.name] = counts = job.run(services, run)
        except Exception as error:  # noqa: BLE001 - the other jobs come first; then it is raised
            if isinstance(error, LoaError) and job.trouble:
                log_failure("job failed", error, job=job.name)
                count(job.trouble)
            elif isinstance(error, Busy):
                logger.warning("job not done: aws is busy", extra={"job": job.name})
            else:
                log_failure("job failed", error, job=job.name)
                failed.append(job.name)
            continue
        for name, metric in job.metrics.items():
            count(metric, counts.get(name, 0))
    if failed:
        raise JobsFailed(", ".join(failed))
    return results
