"""The clock's jobs that tell officers on Zalo what a second person has to look at."""

from clock_job.dependencies import Services
from loa.bootstrap import publishing
from loa.jobs import JobRun
from loa.publishing.broadcasts.drafts.notifications import tell_approvers, tell_of_emergencies
from loa.publishing.library.outside.urgent import tell_of_urgent
from loa.publishing.officers_told import NotificationResult
from loa.worker import logger


def notify_approvers(services: Services, run: JobRun) -> dict[str, int]:
    """Tell approvers what waits for them."""
    told = tell_approvers(
        services.province, broadcasts=services.desk.broadcasts, telling=services.telling(run.now)
    )
    return _told(told, "approval")


def tell_above(services: Services, run: JobRun) -> dict[str, int]:
    """Tell officers above which emergencies went out by one person's decision."""
    told = tell_of_emergencies(
        services.province,
        broadcasts=services.desk.broadcasts,
        telling=services.telling(run.now),
        unit_name=services.cases.at(run.now).unit_name,
    )
    return _told(told, "emergency")


def tell_second_persons(services: Services, run: JobRun) -> dict[str, int]:
    """Tell a second person which items one person has published alone."""
    told = tell_of_urgent(
        services.province,
        store=publishing.library().store,
        telling=services.telling(run.now),
        unit_name=services.cases.at(run.now).unit_name,
        enough=lambda: not run.may_go_on(),
    )
    return _told(told, "urgent_item")


def _told(told: NotificationResult, about: str) -> dict[str, int]:
    for name in told.failed:
        logger.error("officers not told", extra={"about": about, "thing": name})
    return {"messages": told.messages}
