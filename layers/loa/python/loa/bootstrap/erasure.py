"""What sees, corrects and erases what is kept about residents, in all tables and buckets."""

from typing import TYPE_CHECKING

from loa.bootstrap import casework, participation, residents
from loa.bootstrap.wiring import FollowingRules, table
from loa.settings import setting

if TYPE_CHECKING:
    from loa.erasure.service import ErasureStores


@FollowingRules
def stores() -> "ErasureStores":
    """Return everything that keeps something about residents."""
    from loa.erasure.service import ErasureStores
    from loa.platform.aws.blobs import Bucket

    return ErasureStores(
        requests=residents.data_requests(),
        audience=table("audience_table"),
        cases=casework.cases(),
        attachments=residents.attachments(),
        reports=Bucket(setting("reports_bucket")),
        participation=participation.taking_part(),
    )
