"""The morning's rounds: the reports that are due."""

from typing import Any, Final

from loa import clock
from loa.bootstrap.reports import scheduled
from loa.jobs import Job, JobRun, run_jobs
from loa.worker import logger


def make_scheduled(_services: None, run: JobRun) -> dict[str, int]:
    """Make the reports that are due, and tell those concerned."""
    done = scheduled().work(run.now, run.may_go_on)
    for period, unit, code in done.failed:
        facts = {"period": period, "unit": unit, "code": code}
        logger.error("a scheduled report could not be made", extra=facts)
    return {"made": done.made, "failed": len(done.failed)}


JOBS: Final = (Job("reports", make_scheduled, reserve=15_000),)
"""A province's three files take up to ten seconds of the function's 29: what is begun late is not cut off."""


def work_off(context: Any) -> dict[str, Any]:
    """Make the reports that are due; how many were made, and how many could not be."""
    done = run_jobs(JOBS, None, context, clock.now())
    return {name: dict(counts) for name, counts in done.items()}
