"""Every ten minutes: have what was published spoken, look whether links lead anywhere, ask sites for news.

Apart from the clock: it asks other people's servers. May be invoked twice and may die at any point: each task
is put off before it is tried, and what it changes is guarded by the edition that it was asked for.
"""

from collections.abc import Mapping
from typing import Any, Final

from library_outside_job.settings import Settings
from loa import clock
from loa.bootstrap import publishing
from loa.jobs import Job, JobRun, run_jobs
from loa.settings import read
from loa.worker import logger, publishes_metrics

LINKS_RESERVE: Final = 20_000
NEWS_RESERVE: Final = 130_000
SPEECH_RESERVE: Final = 90_000
"""Milliseconds of the round's 240 s that a job leaves: one item may take so long."""


def speak(settings: Settings, run: JobRun) -> Mapping[str, int]:
    """Have the items spoken whose turn it is."""
    counts = publishing.speaker().speak_due(
        settings.province_code, run.now, enough=lambda: not run.may_go_on()
    )
    if counts["failed"]:
        logger.warning("some items could not be spoken yet", extra=dict(counts))
    return counts


def check_links(settings: Settings, run: JobRun) -> Mapping[str, int]:
    """Look where the links of items lead whose turn it is."""
    return publishing.links().check_due(settings.province_code, run.now, enough=lambda: not run.may_go_on())


def take_news(settings: Settings, run: JobRun) -> Mapping[str, int]:
    """Make drafts of what other sites have published."""
    return publishing.news().read_due(settings.province_code, run.now, enough=lambda: not run.may_go_on())


JOBS: Final[tuple[Job[Settings], ...]] = (
    Job("links", check_links, reserve=LINKS_RESERVE),
    Job("speech", speak, reserve=SPEECH_RESERVE),
    Job("news", take_news, reserve=NEWS_RESERVE),
)


@publishes_metrics
def handler(_event: dict[str, Any], context: Any) -> dict[str, dict[str, int]]:
    """Run the jobs; answers what each counted."""
    results = run_jobs(JOBS, read(Settings), context, clock.now())
    counts = {name: dict(found) for name, found in results.items()}
    logger.info("asked other servers", extra=counts)
    return counts
