"""SQS: copy the files of messages into the private bucket before Zalo's links to them die.

A file whose host does not answer is tried again after a pause, five times within two hours; then its message
says that it could not be had. What cannot be had at all (too large, gone) is said at once. A file on a host
that the setting does not name raises an alarm and is tried on; after ten tries its request waits among the
dead letters until somebody has decided about the host.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from attachments_worker.settings import Settings
from loa.errors import Busy, LoaError, place_of
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.queues import Queue
from loa.platform.zalo.media.downloads import Downloads
from loa.platform.zalo.media.files import Hosts, HostUnknown
from loa.residents.attachments.service import Copier, FileLimits, request_from
from loa.settings import read

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 8.0
TOTAL_SECONDS: Final = 30.0
"""For one file: 25 MB at 7 Mbit/s."""

SPARE_MILLISECONDS: Final = 45_000
"""No further file is begun with less time than this: it must be fetched, kept and written down."""

PAUSES: Final = (30, 120, 600, 1800, 3600)
"""Seconds before each next try of a file whose host does not answer; the try after the last gives it up."""

logger = Logger()
metrics = Metrics()


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    copier: Copier
    queue: Queue


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    downloads = Downloads(
        Hosts.parse(settings.media_hosts),
        connect_seconds=CONNECT_SECONDS,
        read_seconds=READ_SECONDS,
        total_seconds=TOTAL_SECONDS,
    )
    return Root(
        copier=Copier(
            table=Table(settings.audience_table),
            bucket=Bucket(settings.attachments_bucket),
            fetch=downloads.fetch,
            limits=FileLimits(picture=int(settings.max_picture_bytes), file=int(settings.max_file_bytes)),
        ),
        queue=Queue(settings.own_queue),
    )


@metrics.log_metrics
def handler(event: dict[str, Any], context: Any) -> dict[str, list[dict[str, str]]]:
    """Work on a batch; answers which messages the queue is to bring again."""
    failures = [
        {"itemIdentifier": record["messageId"]} for record in event["Records"] if not _done(record, context)
    ]
    return {"batchItemFailures": failures}


def _done(record: dict[str, Any], context: Any) -> bool:
    """Work on one message; whether it is done."""
    tries = int(record["attributes"]["ApproximateReceiveCount"])
    try:
        counts = root().copier.copy(
            request_from(record["body"]),
            last_try=tries > len(PAUSES),
            may_go_on=lambda: context.get_remaining_time_in_millis() > SPARE_MILLISECONDS,
        )
    except HostUnknown as unknown:
        metrics.add_metric("AttachmentsOfUnknownHosts", MetricUnit.Count, 1)
        logger.warning("unknown host of files", extra={"host": unknown.host})
        _put_off(record, PAUSES[min(tries, len(PAUSES)) - 1])
        return False
    except Busy:
        metrics.add_metric("AttachmentsRetried", MetricUnit.Count, 1)
        _put_off(record, PAUSES[min(tries, len(PAUSES)) - 1])
        return False
    except Exception as error:  # noqa: BLE001 - whatever it was, the queue brings it again
        facts = {"error": type(error).__name__, "at": place_of(error)}
        logger.error("files not copied", extra={"message_id": record.get("messageId"), **facts})  # noqa: TRY400 - no texts
        metrics.add_metric("AttachmentsInterrupted", MetricUnit.Count, 1)
        return False
    lost = sum(number for what, number in counts.items() if what not in {"kept", "repeated", "orphaned"})
    metrics.add_metric("AttachmentsKept", MetricUnit.Count, counts["kept"])
    metrics.add_metric("AttachmentsLost", MetricUnit.Count, lost)
    logger.info("files copied", extra={"counts": dict(counts)})
    return True


def _put_off(record: dict[str, Any], seconds: int) -> None:
    """Hide a message for its pause; without success it comes after the queue's own time."""
    try:
        root().queue.put_off(record["receiptHandle"], seconds)
    except LoaError as error:
        logger.warning("message not put off", extra={"error": type(error).__name__})
