"""Reports."""

from functools import cache
from typing import TYPE_CHECKING

from loa.bootstrap import casework, foundation, publishing
from loa.settings import setting

if TYPE_CHECKING:
    from loa.reports.service import ReportService


@cache
def reports() -> "ReportService":
    """Return what makes reports."""
    from loa.platform.aws.blobs import Bucket
    from loa.reports.service import ReportService

    return ReportService(
        units=foundation.units(),
        officers=foundation.officers(),
        statistics=foundation.statistics(),
        cases=casework.case_store(),
        broadcasts=publishing.broadcasts(),
        deliveries=publishing.deliveries(),
        bucket=Bucket(setting("reports_bucket")),
        units_as_of=foundation.units_as_of(),
    )
