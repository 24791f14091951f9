"""Every hour: copy files of denouncers into the bucket of denunciations before Zalo's links to them die.

Not the function attachments: who copies residents' files for officers does not learn which messages are
denunciations. This one sees addresses of files and nothing else: no word, no head, no code.

A file whose host does not answer, or whose host nobody has looked at, is tried again after 1, 2, 4 … hours,
for five days (`loa.casework.denunciations.work.files`). The alarm for an unknown host is that of the function
attachments.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from denunciation_files_job.settings import Settings
from loa import clock
from loa.casework.denunciations.work.files import EvidenceCopier
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.zalo.media.downloads import Downloads
from loa.platform.zalo.media.files import Hosts
from loa.residents.attachments.service import FileLimits
from loa.settings import read

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 8.0
TOTAL_SECONDS: Final = 30.0
"""For one file: 25 MB at 7 Mbit/s."""

SPARE_MILLISECONDS: Final = 60_000
"""No further file is begun with less time than this: it must be fetched, kept and written down."""

logger = Logger()
hosts_to_look_at = Metrics(service="attachments")


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    province: str
    copier: EvidenceCopier


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
    copier = EvidenceCopier(
        table=Table(settings.confidential_table),
        bucket=Bucket(settings.denunciations_bucket),
        fetch=downloads.fetch,
        limits=FileLimits(picture=int(settings.max_picture_bytes), file=int(settings.max_file_bytes)),
    )
    return Root(settings.province_code, copier)


def handler(_event: dict[str, Any], context: Any) -> dict[str, int]:
    """One round; what there is no time for comes with the next."""
    here = root()
    counts, unknown = here.copier.copy_due(
        here.province,
        clock.now(),
        enough=lambda: context.get_remaining_time_in_millis() < SPARE_MILLISECONDS,
    )
    for host in unknown:
        logger.warning("unknown host of files", extra={"host": host})
    if unknown:
        hosts_to_look_at.add_metric("AttachmentsOfUnknownHosts", MetricUnit.Count, len(unknown))
        hosts_to_look_at.flush_metrics()
    logger.info("files copied", extra={"counts": dict(counts)})
    return dict(counts)
