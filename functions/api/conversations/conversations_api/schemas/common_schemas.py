"""Shapes of conversations: what comes in, and what a list shows of each."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from loa import clock
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.previews import first_words
from loa.dialogue.desk.files import StoredFile
from loa.dialogue.desk.model import (
    Answering,
    ConversationAccess,
    ListedConversation,
    WaitingCounts,
    counted,
)
from loa.platform.zalo.api.messages import MAX_TEXT
from loa.residents.messages.service import reason_text
from loa.web.schemas import Schema, Signs, Text

PATH = Annotated[str, Field(max_length=16, examples=["40.412.16681"])]
_SEEN = Field(
    None,
    ge=datetime(2000, 1, 1, tzinfo=UTC),  # before that no instant can be told in every time zone
    description="Giá trị seen_up_to đã nhận khi mở cuộc trò chuyện: cán bộ đã xem đến đâu.",
)


class ShownWindow(Schema):
    """Whether and how long Zalo lets the account write to the resident."""

    window: str = Field(description="free, paid, closed, never; rỗng nếu không biết quy định.")
    window_text: str
    free_until: str | None = Field(description="Hết thời gian miễn phí (48 giờ).")
    allowed_until: str | None = Field(description="Hết thời gian được gửi (7 ngày).")
    free_seconds_left: int
    seconds_left: int
    can_write: bool
    can_try: bool = Field(
        description="Chỉ là suy đoán của hệ thống: có thể gửi với insists = true, Zalo sẽ quyết định."
    )
    warning: str = Field(description="Cần hiện cho cán bộ trước khi gửi thử; rỗng nếu không có.")
    refused: str
    refused_text: str

    @classmethod
    def of(cls, answering: Answering, now: datetime) -> "ShownWindow":
        """From what the rules say."""
        window = answering.window.value if answering.window else ""
        return cls(
            window=window,
            window_text=texts.WINDOWS.get(window, ""),
            free_until=clock.optional_text(answering.free_until),
            allowed_until=clock.optional_text(answering.allowed_until),
            free_seconds_left=_left(answering.free_until, now),
            seconds_left=_left(answering.allowed_until, now),
            can_write=not answering.refused,
            can_try=answering.can_try,
            warning=texts.CAN_TRY if answering.can_try else "",
            refused=answering.refused,
            refused_text=reason_text(answering.refused),
        )


def _left(until: datetime | None, now: datetime) -> int:
    return max(0, int((until - now).total_seconds())) if until else 0


class ShownLease(Schema):
    """Who is writing an answer at this moment."""

    officer: str
    name: str
    until: str
    mine: bool


class ShownConversation(Schema):
    """A conversation, without its messages."""

    oa_id: str
    user_id: str
    display_name: str
    preview: str = Field(description="Tối đa 80 ký tự của lời nhắn mới nhất; chỉ có trong danh sách.")
    avatar: str
    follows: bool
    account_name: str
    account_unit: str = Field(description="Đơn vị có Official Account; mọi tin gửi đi đứng tên đơn vị này.")
    account_unit_name: str
    unit: str = Field(description="Đơn vị đang xử lý.")
    unit_name: str
    unanswered: int
    unanswered_since: str | None
    last_message_at: str | None
    last_kind: str
    seen_up_to: str | None = Field(description="Gửi lại giá trị này khi trả lời hoặc đóng.")
    assigned_to: str
    assigned_name: str
    lease: ShownLease | None
    answered_by: str
    answered_by_name: str
    answered_at: str | None
    closed_at: str | None
    urgent: bool = Field(description="Người dân kêu cứu mà chưa cán bộ nào trả lời: luôn đứng đầu danh sách.")
    state: str = Field(description="waiting, answered, closed; rỗng khi chưa ai phải trả lời.")
    withdrawn: bool = Field(
        description="Đã rút lại sự đồng ý: không hiện lời đã nhắn, không trả lời được đến khi nhắn lại."
    )
    window: ShownWindow

    @classmethod
    def of(
        cls,
        found: ConversationAccess,
        answering: Answering,
        officer_id: str,
        now: datetime,
        *,
        unit_name: Callable[[str], str],
        preview: str = "",
    ) -> "ShownConversation":
        """From a head; `unit_name` gives the name of a unit."""
        head = found.head
        lease = None
        if head.lease_until and head.lease_until > now:
            lease = ShownLease(
                officer=head.lease_officer,
                name=head.lease_name,
                until=clock.to_text(head.lease_until),
                mine=head.lease_officer == officer_id,
            )
        return cls(
            oa_id=head.oa_id,
            user_id=head.user_id,
            display_name=head.display_name,
            preview=preview,
            avatar=head.avatar,
            follows=head.follows,
            account_name=found.account.name,
            account_unit=found.account.unit_path,
            account_unit_name=unit_name(found.account.unit_path),
            unit=found.path,
            unit_name=unit_name(found.path),
            unanswered=head.unanswered.count if head.unanswered else 0,
            unanswered_since=clock.optional_text(head.unanswered.since if head.unanswered else None),
            last_message_at=clock.optional_text(head.last_message_at),
            last_kind=head.last_text_kind,
            seen_up_to=clock.optional_text(head.last_message_at),
            assigned_to=head.assigned_to,
            assigned_name=head.assigned_name,
            lease=lease,
            answered_by=head.answered_by,
            answered_by_name=head.answered_name,
            answered_at=clock.optional_text(head.answered_at),
            closed_at=clock.optional_text(head.closed_at),
            urgent=head.is_urgent,
            state=head.stands[0] if head.stands else "",
            withdrawn=head.has_withdrawn,
            window=ShownWindow.of(answering, now),
        )

    @classmethod
    def listed(
        cls, item: ListedConversation, officer_id: str, now: datetime, *, unit_name: Callable[[str], str]
    ) -> "ShownConversation":
        """From a line of a list; `unit_name` gives the name of a unit."""
        said = first_words(item.last) if item.last else ""
        return cls.of(item.found, item.answering, officer_id, now, unit_name=unit_name, preview=said)


class ConversationList(Schema):
    """A page of a list."""

    items: list[ShownConversation]
    next: str | None
    complete: bool = Field(description="false: còn nhiều hơn số cuộc trò chuyện có thể sắp thứ tự.")


class ShownCounts(Schema):
    """How many conversations wait."""

    waiting: int = Field(description="Đếm tới 100; hơn 99 thì hiện 99+.")
    waiting_text: str
    mine: int = Field(description="Trong đó, giao cho chính mình.")
    closing: int = Field(description="Trong đó, sắp hết thời hạn trả lời (trong 12 giờ).")

    @classmethod
    def of(cls, counts: WaitingCounts) -> "ShownCounts":
        """From what waits."""
        return cls(
            waiting=counts.waiting,
            waiting_text=counted(counts.waiting),
            mine=counts.mine,
            closing=counts.closing,
        )


class NewReply(Schema):
    """An answer to a resident: words, or a picture (with words), or a file."""

    text: Annotated[Text, Field(max_length=MAX_TEXT, description="Có thể dùng {ten}, {ma}, {han}.")] = ""
    image: Annotated[
        str, Field(max_length=200, description="reference của ảnh đã tải lên bằng POST /images.")
    ] = ""
    file: Annotated[
        str, Field(max_length=100, description="file_id của tệp đã tải lên cho cuộc trò chuyện này.")
    ] = ""
    file_name: Annotated[Text, Field(max_length=255, description="Tên tệp hiển thị cho cán bộ.")] = ""
    case_code: Annotated[Signs, Field(max_length=32, description="Điền vào {ma}.")] = ""
    due: Annotated[Text, Field(max_length=50, description="Điền vào {han}.")] = ""
    insists: bool = Field(
        default=False, description="Vẫn gửi thử khi hệ thống cho rằng đã hết thời hạn (window.can_try)."
    )
    seen_up_to: AwareDatetime | None = _SEEN


class NewFile(Schema):
    """A file for a conversation, in base64."""

    file_name: Annotated[Text, Field(min_length=1, max_length=255, examples=["thong-bao.pdf"])]
    content_base64: Annotated[
        str, Field(min_length=1, description="Tệp pdf, doc, docx tối đa 4 MB; ảnh jpg, png tối đa 1 MB.")
    ]


class KeptFile(Schema):
    """A file that a reply can carry."""

    file_id: str
    name: str
    bytes: int

    @classmethod
    def of(cls, kept: StoredFile) -> "KeptFile":
        """From a kept file."""
        return cls(file_id=kept.file_id, name=kept.name, bytes=kept.bytes)


class NewNote(Schema):
    """A note that only officers see."""

    text: Annotated[Text, Field(min_length=1, max_length=MAX_TEXT)]


class Done(Schema):
    """It is done."""

    done: bool = True


class Assignment(Schema):
    """To whom a conversation is assigned: a person, or a unit above or below."""

    unit: PATH | None = Field(None, description="Chuyển lên cấp trên hoặc xuống cấp dưới.")
    officer: Annotated[str, Field(max_length=128)] | None = Field(
        None, description="Mã cán bộ (xem danh sách cán bộ); me là chính mình; rỗng là thôi giao."
    )


class Closing(Schema):
    """Close a conversation."""

    seen_up_to: AwareDatetime | None = _SEEN
