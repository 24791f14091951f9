"""Files a denouncer sent in the chat: copied into a separate bucket before Zalo's links expire.

Rows of table Confidential, in partitions without any words, so the copier reads none:

    files#ID   sent#0007   the files of one message: addresses, and the outcome of each

Index `attention`: `files#PROVINCE` → INSTANT#ID#SENT, what must be copied, and when it is next tried.

`copies` says by position (as text) either `{"key", "type", "size", "name"}` or `{"failed": reason}`. Once
nothing is left to try, the addresses are deleted. The key of a copy is derived from its row and position:
copying twice writes the same object, and all copies of a denunciation are stored under its id.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from loa import clock
from loa.errors import Busy
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Put, Row, Table, Write
from loa.platform.zalo.media.files import FileLost, HostUnknown
from loa.residents.attachments.files import is_picture, recognised, safe_name
from loa.residents.attachments.service import GIVEN_UP, LINK_SECONDS, UNKNOWN_HOST, Fetch, FileLimits
from loa.residents.attachments.texts import UNNAMED

ATTENTION: Final = "attention:attention_in:attention_order"
PREFIX: Final = "denunciations/"
"""Key prefix of the copies in the bucket."""

TRIES: Final = 8
"""Number of attempts per file, after 1, 2, 4 … 64 hours: five days in all."""

_HIGHEST: Final = "\U0010ffff"
_FILES: Final = "files#"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file as an investigator sees it.

    Attributes:
        kind: image, gif, video, audio, voice, file.
        name: file name for saving; empty: not copied.
        media_type: detected from its bytes.
        size: bytes.
        link: valid for five minutes; empty: not copied.
        failed: why it is unavailable (`texts.FILE_FAILURES`); empty: copied or pending.
    """

    kind: str
    name: str = field(default="", repr=False)
    media_type: str = ""
    size: int = 0
    link: str = field(default="", repr=False)
    failed: str = ""


def files_key(case_id: str) -> str:
    """Return the partition key of a denunciation's files."""
    return f"{_FILES}{case_id}"


def _order(case_id: str, sort: str, at: datetime) -> str:
    """Return a row's sort key in the copy queue; a full hour, as for all instants here."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    return f"{clock.to_text(hour)}#{case_id}#{sort}"


@dataclass(frozen=True, slots=True)
class EvidenceFiles:
    """The files of denunciations.

    Attributes:
        table: Confidential.
        bucket: holds the copies.
    """

    table: Table
    bucket: Bucket

    def count(self, case_id: str) -> int:
        """Return how many messages with files a denunciation has; the next one gets this number."""
        return len(list(self.table.rows(files_key(case_id), consistent=True)))

    def adding(
        self, case_id: str, number: int, files: Sequence[Mapping[str, str]], province: str, now: datetime
    ) -> Write:
        """Return the write that queues files for copying; it fails if the number is taken."""
        sort = f"sent#{number:04d}"
        row = {
            "partition": files_key(case_id),
            "sort": sort,
            "files": [dict(one) for one in files],
            "copies": {},
            "tries": 0,
            "attention_in": f"{_FILES}{province}",
            "attention_order": _order(case_id, sort, now),
        }
        return Put(self.table, row, new=True)

    def shown(self, case_id: str) -> list[Evidence]:
        """List the files of a denunciation, in order. Log the access first."""
        return [
            self._evidence(one["kind"], row["copies"].get(str(position), {}))
            for row in self.table.rows(files_key(case_id), consistent=True)
            for position, one in enumerate(row["files"])
        ]

    def _evidence(self, kind: str, copy: Mapping[str, Any]) -> Evidence:
        if "key" not in copy:
            return Evidence(kind, failed=copy.get("failed", ""))
        link = self.bucket.link(
            copy["key"],
            expires_seconds=LINK_SECONDS,
            file_name=copy["name"],
            inline=is_picture(copy["type"]),
        )
        return Evidence(kind, copy["name"], copy["type"], int(copy["size"]), link)


@dataclass(frozen=True, slots=True)
class EvidenceCopier:
    """A copier of denunciation files that sees nothing else of the denunciations.

    Attributes:
        table: Confidential.
        bucket: receives the copies.
        fetch: downloads them from Zalo.
        limits: maximum sizes.
    """

    table: Table
    bucket: Bucket
    fetch: Fetch
    limits: FileLimits

    def copy_due(
        self, province: str, now: datetime, *, enough: Callable[[], bool]
    ) -> tuple[Counter[str], list[str]]:
        """Copy the files that are due. Idempotent; may be interrupted at any point.

        Each row is deferred before its files are requested: one that crashes the process is retried later
        and does not hold up the others.

        Args:
            province: its code.
            now: aware UTC.
            enough: whether the time is up; checked before each file.

        Returns:
            How many files were `kept`, deferred (`later`), or lost, by reason; and unknown hosts.
        """
        counts: Counter[str] = Counter()
        unknown: list[str] = []
        for partition, sort in list(self._due(province, now)):
            if enough():
                break
            row = self.table.get(partition, sort)
            if row and "attention_in" in row and (taken := self._put_off(row, now)):
                self._copy_row(taken, counts, unknown, enough)
        return counts, unknown

    def _due(self, province: str, now: datetime) -> Iterator[tuple[str, str]]:
        between = ("0", f"{clock.to_text(now)}#{_HIGHEST}")
        for row in self.table.rows(f"{_FILES}{province}", between=between, index=ATTENTION):
            yield row["partition"], row["sort"]

    def _put_off(self, row: Row, now: datetime) -> Row | None:
        """Return the row with this attempt counted; None: another process has it."""
        tries = int(row["tries"]) + 1
        case_id = row["partition"].removeprefix(_FILES)
        again = _order(case_id, row["sort"], now + timedelta(hours=2 ** (tries - 1)))
        try:
            self.table.update(
                row["partition"],
                row["sort"],
                set={"tries": tries, "attention_order": again},
                only_if=Attr("tries").eq(row["tries"]) & Attr("attention_in").exists(),
            )
        except ConditionFailed:
            return None
        return {**row, "tries": tries}

    def _copy_row(
        self, row: Row, counts: Counter[str], unknown: list[str], enough: Callable[[], bool]
    ) -> None:
        last = row["tries"] > TRIES
        copies: dict[str, Row] = dict(row["copies"])
        for position, sent in enumerate(row["files"]):
            if copies.get(str(position), {"failed": UNKNOWN_HOST}) != {"failed": UNKNOWN_HOST}:
                continue
            if last:  # the process has crashed on it this often, or nobody has answered
                copies.setdefault(str(position), {"failed": GIVEN_UP})
                counts[copies[str(position)]["failed"]] += 1
                continue
            if enough():
                counts["later"] += 1
                continue
            try:
                copies[str(position)] = self._copied(row, position, sent)
                counts["kept"] += 1
            except FileLost as lost:
                copies[str(position)] = {"failed": lost.reason}
                counts[lost.reason] += 1
            except HostUnknown as host:
                copies[str(position)] = {"failed": UNKNOWN_HOST}
                unknown.append(host.host)
                counts["later"] += 1
            except Busy:
                counts["later"] += 1
        self._write(row, copies)

    def _copied(self, row: Row, position: int, sent: Mapping[str, str]) -> Row:
        content = self.fetch(sent["url"], limit=self.limits.of(sent["kind"]))
        found = recognised(content)
        case_id = row["partition"].removeprefix(_FILES)
        key = f"{PREFIX}{case_id}/{row['sort'].removeprefix('sent#')}-{position}"
        self.bucket.put(key, content, found.media_type)
        name = safe_name(sent.get("name", ""), found, otherwise=UNNAMED.get(sent["kind"], "tep"))
        return {"key": key, "type": found.media_type, "size": len(content), "name": name}

    def _write(self, row: Row, copies: Mapping[str, Row]) -> None:
        """Write the outcome of the files; when nothing is left to try, delete their addresses."""
        settled = row["tries"] > TRIES or all(
            copies.get(str(position), {"failed": UNKNOWN_HOST}) != {"failed": UNKNOWN_HOST}
            for position in range(len(row["files"]))
        )
        done: dict[str, Any] = {"copies": dict(copies)}
        if settled:
            done["files"] = [{"kind": one["kind"]} for one in row["files"]]
        try:
            self.table.update(
                row["partition"],
                row["sort"],
                set=done,
                remove=("attention_in", "attention_order") if settled else (),
                only_if=Attr("tries").eq(row["tries"]) & Attr("attention_in").exists(),
            )
        except ConditionFailed:
            return  # another run has continued with it, and writes the same
