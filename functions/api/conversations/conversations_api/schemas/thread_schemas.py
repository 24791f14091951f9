"""Shapes of what was written in a conversation: lines, their files, what became of replies."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from conversations_api.schemas.common_schemas import ShownConversation
from loa import clock
from loa.dialogue.conversations import texts
from loa.dialogue.desk.files import ReplyFiles, safe_name
from loa.dialogue.desk.model import ThreadLine
from loa.dialogue.desk.reading import Thread
from loa.platform.aws.blobs import Bucket
from loa.residents.attachments.service import link, positions
from loa.residents.attachments.texts import FAILURES
from loa.residents.followers.model import Direction, Message
from loa.residents.messages.model import MessageState, Outgoing
from loa.residents.messages.service import reason_text
from loa.residents.messages.texts import STATES
from loa.web.schemas import Schema


class ShownAttachment(Schema):
    """What came with a message."""

    kind: str
    name: str = ""
    url: str = Field("", description="Mở được trong 5 phút; rỗng khi tệp chưa tải xong hoặc không tải được.")
    type: str = ""
    size: int | None = None
    description: str = ""
    latitude: str = ""
    longitude: str = ""
    phone: str = ""
    pending: bool = False
    failed: str = ""
    failed_text: str = ""


class ShownDelivery(Schema):
    """What became of a reply."""

    key: str
    state: MessageState
    state_text: str
    reason: str
    reason_text: str

    @classmethod
    def of(cls, reply: Outgoing) -> "ShownDelivery":
        """From a message to a resident."""
        return cls(
            key=reply.key,
            state=reply.state,
            state_text=STATES[reply.state.value],
            reason=reply.reason,
            reason_text=reason_text(reply.reason),
        )


class ShownLine(Schema):
    """One line of a conversation: a message, a note, or what an officer did."""

    id: str
    at: str
    direction: Direction
    kind: str
    text: str
    attachments: list[ShownAttachment]
    quotes: str = ""
    by: str = ""
    by_name: str = ""
    automatic: bool = Field(
        default=False,
        description="Người dân chọn trong trình đơn hoặc trả lời câu hỏi tự động; không cần trả lời.",
    )
    unread: str = Field(default="", description="Vì sao hệ thống không đọc được nội dung; rỗng nếu đọc được.")
    delivery: ShownDelivery | None = Field(default=None, description="Của tin trả lời chưa gửi xong.")

    @classmethod
    def of(cls, line: ThreadLine, files: ReplyFiles, bucket: Bucket) -> "ShownLine":
        """From a line."""
        if line.message is None and line.outgoing is not None:
            return cls.waiting(line.outgoing, files)
        message = line.message
        assert message is not None  # noqa: S101 - a line is one or the other
        return cls(
            id=message.message_id,
            at=clock.to_text(message.at),
            direction=message.direction,
            kind=message.kind,
            text=message.text,
            attachments=_attachments(message, line.copies, files, bucket),
            quotes=message.quotes,
            by=message.by,
            by_name=message.by_name,
            automatic=message.automatic,
            unread=texts.UNREAD if message.unread else "",
        )

    @classmethod
    def waiting(cls, reply: Outgoing, files: ReplyFiles) -> "ShownLine":
        """From a reply that is not sent yet."""
        own = reply.content.attachment
        return cls(
            id=reply.key,
            at=clock.to_text(reply.created_at),
            direction=Direction.OUT,
            kind=reply.content.kind.value,
            text=reply.content.shown,
            attachments=[_ours(own, reply.content.kind.value, files)] if own else [],
            by=reply.by,
            by_name=reply.by_name,
            delivery=ShownDelivery.of(reply),
        )


def _attachments(
    message: Message, copies: Mapping[str, Mapping[str, Any]], files: ReplyFiles, bucket: Bucket
) -> list[ShownAttachment]:
    files_at = set(positions(message.attachments))
    shown = []
    for position, attachment in enumerate(message.attachments):
        if "kept" in attachment:
            shown.append(_ours(attachment, message.kind, files))
        else:
            copy = copies.get(str(position))
            shown.append(_theirs(attachment, copy, bucket, pending=position in files_at and copy is None))
    return shown


def _ours(attachment: Mapping[str, Any], kind: str, files: ReplyFiles) -> ShownAttachment:
    name = str(attachment.get("name", ""))
    key = str(attachment.get("kept", ""))
    return ShownAttachment(kind=kind, name=name, url=files.link(key, name) if key else "")


def _theirs(
    attachment: Mapping[str, Any], copy: Mapping[str, Any] | None, bucket: Bucket, *, pending: bool
) -> ShownAttachment:
    """Never Zalo's own link: it tells Zalo who looks, and it dies."""
    copy = copy or {}
    failed = str(copy.get("failed", ""))
    kind, given = str(attachment.get("kind", "")), str(attachment.get("name", ""))
    return ShownAttachment(
        kind=kind,
        name=str(copy.get("name") or (safe_name(given) if given else "")),
        url=link(copy, bucket) if copy else _page(attachment) if kind == "link" else "",
        type=str(copy.get("type", "")),
        size=copy.get("size") or attachment.get("size"),
        description=str(attachment.get("description", "")),
        latitude=str(attachment.get("latitude", "")),
        longitude=str(attachment.get("longitude", "")),
        phone=str(attachment.get("phone", "")),
        pending=pending,
        failed=failed,
        failed_text=FAILURES.get(failed, ""),
    )


def _page(attachment: Mapping[str, Any]) -> str:
    """The page that a resident's link leads to; nothing else that a browser would run."""
    url = str(attachment.get("url", ""))
    return url if url.startswith(("https://", "http://")) else ""


class ShownThread(Schema):
    """A conversation with a page of its lines, newest first."""

    conversation: ShownConversation
    lines: list[ShownLine]
    next: str | None

    @classmethod
    def of(
        cls,
        conversation: ShownConversation,
        thread: Thread,
        following: str | None,
        files: ReplyFiles,
        bucket: Bucket,
    ) -> "ShownThread":
        """From a page."""
        lines = [ShownLine.of(line, files, bucket) for line in thread.lines]
        return cls(conversation=conversation, lines=lines, next=following)
