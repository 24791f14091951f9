"""Files that are made, kept, and handed out by a link that expires."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

LINK_SECONDS: Final = 3600
"""How long a link works; one made with a Lambda's role dies with the role's session in any case."""


class ReportBucket(Protocol):
    """Where files are kept (`loa.platform.aws.blobs.Bucket`)."""

    def put(self, key: str, content: bytes, content_type: str) -> None:
        """Keep a file."""

    def size(self, key: str) -> int | None:
        """How many bytes a file has; None if there is none."""

    def listed(self, prefix: str) -> list[tuple[str, datetime]]:
        """Names and instants of the files that begin so; a thousand at most."""

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


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that was made before.

    Attributes:
        suffix: its form.
        url: link that anyone may open until it expires.
        made_at: when, aware.
    """

    suffix: str
    url: str
    made_at: datetime


def closed_name(suffix: str, opening: str | None) -> str:
    """The name of a file of a period that is over: the same order has the same name."""
    digest = hashlib.sha256((opening or "").encode()).hexdigest()[:12] if opening is not None else "figures"
    return f"closed-{digest}.{suffix}"


OPENED: Final = ("docx", "pdf", "xlsx")
"""The forms that people open."""


def newest(
    files: Iterable[tuple[str, datetime]],
    link: Callable[[str, str], str],
    suffixes: Sequence[str] = OPENED,
) -> list[MadeFile]:
    """The newest file of each form that people open.

    Args:
        files: names and instants.
        link: makes one from a name and a suffix.
        suffixes: the forms, in their order.
    """
    found: dict[str, tuple[str, datetime]] = {}
    for key, at in sorted(files, key=lambda file: file[1]):
        found[key.rpartition(".")[2]] = (key, at)
    return [
        MadeFile(suffix, link(found[suffix][0], suffix), found[suffix][1])
        for suffix in suffixes
        if suffix in found
    ]


class FileKeeper:
    """Keeps what was made, and hands out links; the base of services that make files.

    Attributes:
        bucket: where files are kept.
        link_seconds: how long links work.
    """

    __slots__ = ()
    bucket: ReportBucket
    link_seconds: int

    def keep[Table](
        self,
        table: Table,
        content: bytes,
        content_type: str,
        *,
        folder: str,
        file_name: str,
        now: datetime,
        name: str | None = None,
    ) -> Finished[Table]:
        """Keep what was made, and hand out a link.

        Args:
            table: what is in the file.
            content: the file.
            content_type: its media type.
            folder: where it is kept below `reports/`; its name there is the instant.
            file_name: what the browser calls it.
            now: when it was made.
            name: what it is called there instead of the instant.
        """
        own = name or f"{now.astimezone(UTC):%Y%m%dT%H%M%S%fZ}.{file_name.rpartition('.')[2]}"
        key = f"reports/{folder}/{own}"
        self.bucket.put(key, content, content_type)
        return Finished(
            key=key,
            url=self.bucket.link(key, expires_seconds=self.link_seconds, file_name=file_name),
            file_name=file_name,
            content_type=content_type,
            size=len(content),
            expires_at=now + timedelta(seconds=self.link_seconds),
            table=table,
        )
