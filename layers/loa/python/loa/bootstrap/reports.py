"""Reports."""

from functools import cache
from typing import TYPE_CHECKING

from loa.bootstrap import casework, foundation, publishing, residents
from loa.bootstrap.wiring import table
from loa.settings import setting

if TYPE_CHECKING:
    from loa.reports.activity import ActivityService
    from loa.reports.consultations.service import ConsultationReports
    from loa.reports.contests.service import ContestReports
    from loa.reports.network.service import NetworkReports
    from loa.reports.released.service import ReleasedFiguresService
    from loa.reports.schedules.service import ScheduledReports
    from loa.reports.schedules.store import ScheduleStore
    from loa.reports.service import ReportService
    from loa.reports.surveys.service import SurveyReports


@cache
def reports() -> "ReportService":
    """Return what makes ledgers and lists."""
    from loa.platform.aws.blobs import Bucket
    from loa.reports.service import ReportService

    return ReportService(
        units=foundation.units(),
        officers=foundation.officers(),
        cases=casework.case_store(),
        broadcasts=publishing.broadcasts(),
        deliveries=publishing.deliveries(),
        bucket=Bucket(setting("reports_bucket")),
        units_as_of=foundation.units_as_of(),
    )


@cache
def activity() -> "ActivityService":
    """Return what makes reports of activity."""
    from loa.platform.aws.blobs import Bucket
    from loa.reports.activity import ActivityService

    return ActivityService(
        units=foundation.units(),
        statistics=foundation.statistics(),
        bucket=Bucket(setting("reports_bucket")),
        units_as_of=foundation.units_as_of(),
    )


@cache
def network() -> "NetworkReports":
    """Return what tells how much of the network is reached."""
    from loa.platform.aws.blobs import Bucket
    from loa.reports.network.service import NetworkReports

    return NetworkReports(
        units=foundation.units(),
        people=residents.network(),
        bucket=Bucket(setting("reports_bucket")),
        units_as_of=foundation.units_as_of(),
    )


@cache
def consultations() -> "ConsultationReports":
    """Return what reports consultations."""
    from loa.bootstrap import participation
    from loa.platform.aws.blobs import Bucket
    from loa.reports.consultations.service import ConsultationReports

    return ConsultationReports(
        units=foundation.units(),
        desk=participation.consultation_desk(),
        forms=participation.form_rules,
        bucket=Bucket(setting("reports_bucket")),
        heirs=participation.heirs,
        units_as_of=foundation.units_as_of(),
    )


@cache
def contests() -> "ContestReports":
    """Return what reports contests."""
    from loa.bootstrap import participation
    from loa.participation.contests.store import ResultStore
    from loa.platform.aws.blobs import Bucket
    from loa.reports.contests.service import ContestReports

    return ContestReports(
        units=foundation.units(),
        campaigns=participation.campaigns(),
        results=ResultStore(table("participation_table")),
        bucket=Bucket(setting("reports_bucket")),
        heirs=participation.heirs,
        units_as_of=foundation.units_as_of(),
    )


@cache
def surveys() -> "SurveyReports":
    """Return what reports surveys."""
    from loa.bootstrap import participation
    from loa.platform.aws.blobs import Bucket
    from loa.reports.surveys.service import SurveyReports

    return SurveyReports(
        units=foundation.units(),
        campaigns=participation.campaigns(),
        tables=participation.published_tables(),
        bucket=Bucket(setting("reports_bucket")),
        heirs=participation.heirs,
        units_as_of=foundation.units_as_of(),
    )


@cache
def schedules() -> "ScheduleStore":
    """Return what has been done of the reports that are made by themselves."""
    from loa.reports.schedules.store import ScheduleStore

    return ScheduleStore(table("statistics_table"))


@cache
def scheduled() -> "ScheduledReports":
    """Return what makes reports by itself."""
    from loa.reports.schedules.service import ScheduledReports

    return ScheduledReports(
        province=foundation.province(),
        units=foundation.units(),
        officers=foundation.officers(),
        activity=activity(),
        store=schedules(),
        outbox=residents.outbox(),
        queue=residents.messages(),
        units_as_of=foundation.units_as_of(),
    )


@cache
def released() -> "ReleasedFiguresService":
    """Return what lets everybody see a month's figures."""
    from loa.reports.released.service import ReleasedFiguresService
    from loa.reports.released.store import ReleasedStore

    province = foundation.province()
    return ReleasedFiguresService(
        province,
        ReleasedStore(table("published_table")),
        lambda first, last: activity().numbers(province, first, last),
    )
