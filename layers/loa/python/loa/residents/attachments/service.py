"""Files that residents send: copied to a private bucket before Zalo's link to them dies.

    ask(message, queue)                  after a message was kept: have its files copied
    Copier(…).copy(request, …)           the worker: fetch, recognise, keep, write it on the message's row
    link(copy, bucket)                   an officer looks at one, for five minutes

The message's row says what became of each file, in `copies`: by position among the attachments (as text)
either `{"key", "type", "size", "name"}` or `{"failed": reason}` (`texts.FAILURES`). The key of a file follows
from its message and its position, so whoever copies twice writes the same object; and it belongs to one
resident alone, so that their data can be erased without touching another's who sent the same picture.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from loa.errors import Busy
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Row, Table
from loa.platform.aws.queues import Queue, QueueMessage
from loa.platform.zalo.media.files import FileLost, HostUnknown
from loa.residents.attachments import texts
from loa.residents.attachments.files import is_picture, recognised, safe_name
from loa.residents.followers.model import Message
from loa.residents.followers.store import message_key, thread_partition

COPIED_KINDS: Final = frozenset({"image", "gif", "video", "audio", "voice", "file"})
"""Attachments that hold a file of the resident's own; a sticker is Zalo's, links and places need no copy."""

SMALL_KINDS: Final = frozenset({"image", "gif"})
"""Those to which the limit for pictures applies."""

LINK_SECONDS: Final = 300
"""How long an officer's link to a file works."""

PREFIX: Final = "attachments/"
"""Under which the bucket holds the files."""

REDACTED: Final = "redacted/"
"""Under which it holds, for a week, what a person has covered of a picture (`publication.pictures`)."""

CONFIDENTIAL: Final = "confidential"
"""Kind of a message whose content left the conversation: nothing of it is copied."""

COPIES: Final = "copies"
"""The attribute of a message's row that says what became of its files."""

GIVEN_UP: Final = "no_answer"
"""Why a file is not there whose host did not answer for hours."""

UNKNOWN_HOST: Final = "unknown_host"
"""Why a file is not there yet whose host nobody has looked at: it is tried until somebody has."""

_ATTEMPTS: Final = 5


_WAITS: Final = {"failed": UNKNOWN_HOST}
"""Values that count as nothing on the row."""


class Fetch(Protocol):
    """Network access for copying; `loa.platform.zalo.media.downloads.Downloads.fetch` is one."""

    def __call__(self, url: str, *, limit: int) -> bytes:
        """The bytes behind an address, at most `limit` of them.

        Raises:
            FileLost: final; its `reason` says why.
            HostUnknown: not before its host is in the setting.
            Busy: no answer, or a passing fault: the same may succeed later.
        """


@dataclass(frozen=True, slots=True)
class FileLimits:
    """The largest files that are kept, in bytes."""

    picture: int
    file: int

    def of(self, kind: str) -> int:
        """The limit for an attachment of that kind."""
        return self.picture if kind in SMALL_KINDS else self.file


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """Request to copy the files of a message: the key of its row.

    Attributes:
        oa_id, user_id, sort: the key.
        forget: positions of files that are to be erased instead, if the message is gone.
    """

    oa_id: str
    user_id: str
    sort: str
    forget: tuple[int, ...] = ()

    @property
    def partition(self) -> str:
        """Partition key of the message's row."""
        return thread_partition(self.oa_id, self.user_id)


def positions(attachments: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the positions of the attachments that are files to be copied."""
    return [
        position
        for position, attachment in enumerate(attachments)
        if attachment.get("kind") in COPIED_KINDS and attachment.get("url")
    ]


def ask(message: Message, queue: Queue) -> None:
    """Have the files of a kept message copied; nothing happens when it has none.

    After the message is kept, and again when it comes a second time: who asked may have died in between,
    and what is copied already is not copied again.

    Raises:
        Busy, StoreFault: as `Queue.send`.
    """
    if message.kind == CONFIDENTIAL or not positions(message.attachments):
        return
    _, sort = message_key(message)
    _send(message.oa_id, message.user_id, sort, queue)


def forget_files(oa_id: str, user_id: str, sort: str, at: Sequence[int], queue: Queue) -> None:
    """Have the copied files of a message erased that has left the conversation; safe to repeat.

    `at` are the positions of its files.
    """
    _send(oa_id, user_id, sort, queue, forget=list(map(int, at)))


def _send(oa_id: str, user_id: str, sort: str, queue: Queue, **more: list[int]) -> None:
    body = json.dumps({"oa_id": oa_id, "user_id": user_id, "sort": sort, **more})
    queue.send(QueueMessage(body, group=oa_id))  # a fair queue: a busy account does not hold up the others


def request_from(body: str) -> CopyRequest:
    """Return the request in a queue message.

    Raises:
        ValueError, KeyError: it is none.
    """
    found = json.loads(body)
    forget = tuple(int(position) for position in found.get("forget", ()))
    return CopyRequest(str(found["oa_id"]), str(found["user_id"]), str(found["sort"]), forget)


def link(copy: Mapping[str, Any], bucket: Bucket) -> str:
    """Return a link to a copied file, valid for five minutes; empty if the copy failed.

    A picture is shown; anything else is saved under its name, and never opened in the page.
    """
    if "key" not in copy:
        return ""
    return bucket.link(
        copy["key"],
        expires_seconds=LINK_SECONDS,
        file_name=copy["name"],
        inline=is_picture(copy["type"]),
    )


@dataclass(frozen=True, slots=True)
class Copier:
    """Copies the files of messages.

    Attributes:
        table: of conversations.
        bucket: where the files go.
        fetch: gets them from Zalo.
        limits: how large they may be.
    """

    table: Table
    bucket: Bucket
    fetch: Fetch
    limits: FileLimits

    def copy(
        self, request: CopyRequest, *, last_try: bool, may_go_on: Callable[[], bool] = lambda: True
    ) -> Counter[str]:
        """Copy the files of a message that are not copied yet, and write each on its row.

        Args:
            request: which message.
            last_try: whether a file whose host does not answer is given up now.
            may_go_on: whether there is time for one more file.

        Returns:
            How many files were `kept`, were found copied before (`repeated`), are of a message that is gone
            (`orphaned`), or are lost, by reason.

        Raises:
            HostUnknown: a file lies on a host that the setting does not name; its message says so meanwhile.
            Busy: a host or AWS did not answer, and it is not the last try; what was copied stays copied.
        """
        counts: Counter[str] = Counter()
        row = self.table.get(request.partition, request.sort)
        attachments: list[Row] = (row or {}).get("attachments", [])
        if row is None or row["kind"] == CONFIDENTIAL:
            self._forget(request, (row or {}).get(COPIES, {}))
            return counts
        copies: Row = row.get(COPIES, {})
        late: Busy | None = None
        for position in positions(attachments):
            if copies.get(str(position), _WAITS) != _WAITS:
                counts["repeated"] += 1
                continue
            if not may_go_on():
                late = Busy("no time for the other files of this message")
                break
            copy, again = self._tried(request, position, attachments[position], last_try=last_try)
            late = late or again  # the other files of the message need not wait for this one
            if copy is None:
                continue
            found = self._written(request, position, copy, copies)
            if found is None:
                counts["orphaned"] += 1
                return counts
            copies = found
            if again is None:
                counts[copy.get("failed", "kept")] += 1
        if late:
            raise late
        return counts

    def _forget(self, request: CopyRequest, copies: Row) -> None:
        """Erase what was copied before the message left for the confidential path."""
        remove_files({str(at): {"key": file_key(request, at)} for at in request.forget}, self.bucket)
        if copies:
            remove_files(copies, self.bucket)
            self.table.update(
                request.partition, request.sort, remove=(COPIES,), only_if=Attr("kind").eq(CONFIDENTIAL)
            )

    def _tried(
        self, request: CopyRequest, position: int, attachment: Row, *, last_try: bool
    ) -> tuple[Row | None, Busy | None]:
        """Return the row's entry for a file, and the reason to retry its request."""
        try:
            return self._copied(request, position, attachment), None
        except FileLost as lost:
            return {"failed": lost.reason}, None
        except HostUnknown as unknown:
            return dict(_WAITS), unknown
        except Busy as busy:
            return ({"failed": GIVEN_UP}, None) if last_try else (None, busy)

    def _copied(self, request: CopyRequest, position: int, attachment: Row) -> Row:
        """Fetch one file and keep it; return the row's entry for it."""
        kind: str = attachment["kind"]
        content = self.fetch(attachment["url"], limit=self.limits.of(kind))
        found = recognised(content)
        key = file_key(request, position)
        self.bucket.put(key, content, found.media_type)
        name = safe_name(attachment.get("name", ""), found, otherwise=texts.UNNAMED[kind])
        return {"key": key, "type": found.media_type, "size": len(content), "name": name}

    def _written(self, request: CopyRequest, position: int, copy: Row, copies: Row) -> Row | None:
        """Record a file's result on the row; return all of the row's entries, None if it is gone.

        Another worker may write of the same message at the same time: neither loses what the other wrote.
        """
        for _ in range(_ATTEMPTS):
            present = copies.get(str(position), _WAITS)
            # What is written already stays, unless it only said that the file is waited for.
            wanted = {**copies, str(position): copy if present == _WAITS else present}
            unchanged = Attr(COPIES).eq(copies) if copies else Attr(COPIES).not_exists()
            try:
                self.table.update(
                    request.partition,
                    request.sort,
                    set={COPIES: wanted},
                    only_if=Attr("kind").exists() & Attr("kind").ne(CONFIDENTIAL) & unchanged,
                )
            except ConditionFailed as failure:
                row = failure.row
                if row is None or row.get("kind") in {None, CONFIDENTIAL}:
                    # It was erased, or left for the confidential path, while we copied: nobody would ever
                    # find this file again.
                    if "key" in copy:
                        self.bucket.delete(copy["key"])
                    return None
                copies = row.get(COPIES, {})
            else:
                return wanted
        raise Busy("other workers were in the way of this message")


def file_key(request: CopyRequest, position: int) -> str:
    """Return the key of a file: derived from its message, and revealing nothing about it."""
    digest = hashlib.sha256(f"{request.partition}#{request.sort}#{position}".encode()).hexdigest()
    return f"{PREFIX}{request.oa_id}/{digest}"


def redacted_key(key: str) -> str:
    """Return the key of a picture's covered form: only the newest is kept, beside the picture."""
    return f"{REDACTED}{key.removeprefix(PREFIX)}"


def remove_files(copies: Mapping[str, Mapping[str, Any]], bucket: Bucket) -> None:
    """Erase the files of a message and their covered forms, for whoever erases the message."""
    for copy in copies.values():
        if "key" in copy:
            bucket.delete(copy["key"])
            bucket.delete(redacted_key(copy["key"]))
