"""Files that are made, kept, and handed out by a link that expires."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

LINK_SECONDS: Final = 3600
"""How long a link works; one made with a Lambda's role dies with the role's session in any case."""

JSON: Final = "application/json"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF: Final = "application/pdf"


class ReportBucket(Protocol):
    """Where files are kept (`loa.platform.aws.blobs.Bucket`)."""

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Keep a file."""

    def link(self, key: str, *, expires_seconds: int, file_name: str) -> str:
        """A link to it that expires."""


@dataclass(frozen=True, slots=True)
class Finished[Table]:
    """A file that is ready to be fetched.

    Attributes:
        key: where it is kept.
        url: link that anyone may open until it expires.
        file_name: what the browser calls it.
        content_type: its media type.
        size: bytes.
        expires_at: when the link stops working, UTC.
        table: what is in it.
    """

    key: str
    url: str
    file_name: str
    content_type: str
    size: int
    expires_at: datetime
    table: Table


def keep[Table](
    table: Table,
    content: bytes,
    *,
    folder: str,
    file_name: str,
    content_type: str,
    blobs: ReportBucket,
    now: datetime,
    link_seconds: int,
) -> Finished[Table]:
    """Keep what was made, and hand out a link.

    Args:
        table: what is in the file.
        content: the file.
        folder: where it is kept below `reports/`; its name there is the instant.
        file_name: what the browser calls it.
        content_type: its media type.
        blobs: where files are kept.
        now: when it was made.
        link_seconds: how long the link works.
    """
    key = f"reports/{folder}/{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}.{file_name.rpartition('.')[2]}"
    blobs.put(key, content, content_type)
    return Finished(
        key=key,
        url=blobs.link(key, expires_seconds=link_seconds, file_name=file_name),
        file_name=file_name,
        content_type=content_type,
        size=len(content),
        expires_at=now + timedelta(seconds=link_seconds),
        table=table,
    )
