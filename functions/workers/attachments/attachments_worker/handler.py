"""SQS: copy the files of messages into the private bucket before Zalo's links to them die.

A file whose host does not answer is tried again after a pause, five times within two hours; then its message
says that it could not be had. What cannot be had at all (too large, gone) is said at once. A file on a host
that the setting does not name raises an alarm and is tried on; after ten tries its request waits among the
dead letters until somebody has decided about the host.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from attachments_worker.settings import Settings
from loa.errors import Busy
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.platform.zalo.media.downloads import Downloads
from loa.platform.zalo.media.files import Hosts, HostUnknown
from loa.platform.zalo.practice import pictures
from loa.residents.attachments.service import Copier, FileLimits, request_from
from loa.settings import is_practice, read
from loa.worker import Consumer, ReceivedMessage, count, logger, publishes_metrics, run_batch, time_left

TOTAL_SECONDS: Final = 30.0
"""For one file: 25 MB at 7 Mbit/s."""

SPARE_MILLISECONDS: Final = 45_000
"""No further file is begun with less time than this: it must be fetched, kept and written down."""

PAUSES: Final = (30, 120, 600, 1800, 3600)
"""Seconds before each next try of a file whose host does not answer; the try after the last gives it up."""

CONSUMER: Final = Consumer(
    queue=lambda _: Queue(read(Settings).own_queue),
    failure="files not copied",
    failure_metric="AttachmentsInterrupted",
)


@cache
def root() -> Copier:
    """Build what copies files, once per process."""
    settings = read(Settings)
    downloads = Downloads(Hosts.parse(settings.media_hosts), total_seconds=TOTAL_SECONDS)
    fetch = pictures.fetch if is_practice() else downloads.fetch
    return Copier(
        table=Table(settings.audience_table),
        bucket=Bucket(settings.attachments_bucket),
        fetch=fetch,
        limits=FileLimits(picture=int(settings.max_picture_bytes), file=int(settings.max_file_bytes)),
    )


@publishes_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, list[dict[str, str]]]:
    """Work on a batch, and return which messages the queue is to bring again."""
    may_go_on = time_left(context, SPARE_MILLISECONDS)
    return run_batch(event, lambda message: _copy(message, may_go_on), CONSUMER)


def _copy(message: ReceivedMessage, may_go_on: Callable[[], bool]) -> int | None:
    """Copy the files of one message; return the pause before those that are left are tried again."""
    last_try = message.tries > len(PAUSES)
    try:
        counts = root().copy(request_from(message.body), last_try=last_try, may_go_on=may_go_on)
    except HostUnknown as unknown:
        count("AttachmentsOfUnknownHosts")
        logger.warning("unknown host of files", extra={"host": unknown.host})
        return message.pause(PAUSES)
    except Busy:
        count("AttachmentsRetried")
        return message.pause(PAUSES)
    lost = sum(number for what, number in counts.items() if what not in {"kept", "repeated", "orphaned"})
    count("AttachmentsKept", counts["kept"])
    count("AttachmentsLost", lost)
    logger.info("files copied", extra={"counts": dict(counts)})
    return None
