"""What only the API of broadcasts works with."""

from functools import cache
from typing import Final

from loa.bootstrap import publishing
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.schedules import Schedules
from loa.publishing.pictures.pinning import Pinner
from loa.settings import setting

CONNECT_SECONDS: Final = 1.0
READ_SECONDS: Final = 2.0
PICTURE_SECONDS: Final = 2.5
"""For one picture of another address: ten of them must be had within the function's 29 seconds."""


@cache
def timer() -> Schedules:
    """The schedules that start the planner."""
    return publishing.schedules(setting("plan_function_arn"))


def pinner() -> Pinner:
    """Keeps pictures of other addresses; who approves nothing loads nothing that fetches them."""
    from loa.platform.zalo.media.downloads import Downloads  # noqa: PLC0415 - as said
    from loa.platform.zalo.media.files import PublicHosts  # noqa: PLC0415 - as said

    downloads = Downloads(
        PublicHosts(),
        connect_seconds=CONNECT_SECONDS,
        read_seconds=READ_SECONDS,
        total_seconds=PICTURE_SECONDS,
    )
    return Pinner(downloads, Bucket(setting("media_bucket")))
