"""Shapes of cases: what officers send, what they see, and how it is made from what is inside."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from loa import moments
from loa.cases.deadlines import Counting, DeadlineRule
from loa.cases.model import Case, Channel, Details, Entry, Kind, Move, Reporter, State
from loa.cases.service import Listed, Member, MoveFacts
from loa.web.histories import ShownEntry
from loa.web.wire import PATH, Text, WireModel

import texts

if TYPE_CHECKING:
    from loa.cases.files import CaseFile

MAXIMUM_TEXT = 2000
"""As long as a message of Zalo may be; what a resident is told must fit into one."""

MAXIMUM_EXCHANGED = 50
"""Cases of one document: with their histories no more than a request has time for."""

MAXIMUM_CODE = 64
"""Far longer than a code with whatever people put around it."""

_LINE = 300
_NAME = 100
_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""Beyond these no instant can be told in every time zone."""

CASE_ID = Annotated[str, Field(pattern=r"^[0-9a-f]{22}$")]
VERSION = Annotated[int, Field(ge=1, description="Phiên bản mà cán bộ đã xem.")]
WORDS = Annotated[Text, Field(min_length=1, max_length=MAXIMUM_TEXT)]
LINE = Annotated[Text, Field(max_length=_LINE)]


class InConversation(WireModel):
    """A resident who writes to an account."""

    unit: PATH = Field(description="Đơn vị có Official Account mà người dân đang nhắn.")
    user_id: Annotated[
        str, Field(pattern=r"^[0-9]{1,32}$", description="Mã người dân tại Official Account đó.")
    ]


class NewCase(WireModel):
    """A case that staff enter for someone."""

    unit: PATH | None = Field(None, description="Đơn vị tiếp nhận; mặc định là đơn vị của cán bộ.")
    kind: Kind
    channel: Literal[Channel.PAPER, Channel.TELEPHONE, Channel.MEETING, Channel.CHAT]
    what: WORDS = Field(description="Nội dung, đúng lời người dân.")
    where: LINE = ""
    since: LINE = ""
    whom: LINE = ""
    name: Annotated[Text, Field(max_length=_NAME)] = ""
    phone: Annotated[str, Field(pattern=r"^[0-9+ .()-]{0,24}$")] = ""
    conversation: InConversation | None = Field(
        None, description="Người dân trên Zalo sẽ nhận mã và kết quả; chỉ khi tiếp nhận qua tin nhắn."
    )
    received_at: AwareDatetime | None = Field(
        None,
        ge=_EARLIEST,
        le=_LATEST,
        description="Lúc nhận giấy, điện thoại, gặp trực tiếp; bỏ trống: bây giờ. Thời hạn tính từ đó.",
    )
    remote: bool = Field(default=False, description="Vùng sâu, vùng xa: thời hạn dài hơn.")
    complex: bool = Field(default=False, description="Vụ việc phức tạp: thời hạn dài hơn.")

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.channel is Channel.CHAT) != (self.conversation is not None):
            raise ValueError(texts.ONE_SOURCE)
        if self.channel is Channel.CHAT and self.received_at is not None:
            raise ValueError(texts.ON_PAPER)
        return self

    def received(self) -> datetime | None:
        """When it came, to the millisecond as instants are kept; None: now."""
        return moments.from_text(moments.to_text(self.received_at)) if self.received_at else None

    def details(self) -> Details:
        """As rooms know it."""
        return Details(what=self.what, where=self.where, since=self.since, whom=self.whom)


class NewMove(WireModel):
    """A step, and what it needs."""

    move: Move
    expected_version: VERSION
    text: Annotated[Text, Field(max_length=MAXIMUM_TEXT, description="Câu trả lời, nội dung bổ sung.")] = ""
    reason: Annotated[Text, Field(max_length=MAXIMUM_TEXT, description="Lý do từ chối.")] = ""
    legal_ground: Annotated[
        Text, Field(max_length=_LINE, description="Căn cứ pháp luật của việc từ chối.")
    ] = ""
    to_path: PATH = Field("", description="Đơn vị Mặt trận nhận vụ việc.")
    body: Annotated[Text, Field(max_length=_LINE, description="Cơ quan ngoài Mặt trận nhận vụ việc.")] = ""
    reference: Annotated[Text, Field(max_length=_NAME, description="Số văn bản chuyển.")] = ""
    next_step: Annotated[
        Text, Field(max_length=_LINE, description="Việc tiếp theo, để báo cho người dân.")
    ] = ""
    asked_for: Annotated[
        Text, Field(max_length=MAXIMUM_TEXT, description="Thông tin đề nghị người dân bổ sung.")
    ] = ""

    def facts(self) -> MoveFacts:
        """As rooms know them."""
        return MoveFacts(
            text=self.text,
            reason=self.reason,
            legal_ground=self.legal_ground,
            to_path=self.to_path,
            body=self.body,
            reference=self.reference,
            next_step=self.next_step,
            asked_for=self.asked_for,
        )


class Assignment(WireModel):
    """Whose case it is from now on."""

    owner: Annotated[
        str | None,
        Field(
            max_length=64,
            pattern=r"^[0-9A-Za-z._:-]*$",
            description="Mã cán bộ; bỏ trống: chính mình; chuỗi rỗng: trả về đơn vị.",
        ),
    ] = None
    owner_name: Annotated[Text, Field(max_length=_NAME)] = ""
    expected_version: VERSION


class NewNote(WireModel):
    """A note for colleagues."""

    text: WORDS


class NewSupplement(WireModel):
    """What the resident has added, by telephone or on paper."""

    text: WORDS


class JoinInto(WireModel):
    """The case that goes on for both."""

    into: CASE_ID
    expected_version: VERSION


class Versioned(WireModel):
    """The version that the officer saw."""

    expected_version: VERSION


class ShownReporter(WireModel):
    """Who raised the case; personal data."""

    name: str
    phone: str
    oa_id: str
    user_id: str
    account_unit: str

    @classmethod
    def of(cls, reporter: Reporter) -> "ShownReporter":
        """From a reporter."""
        return cls(
            name=reporter.name,
            phone=reporter.phone,
            oa_id=reporter.oa_id,
            user_id=reporter.user_id,
            account_unit=reporter.account_path,
        )


class Clock(WireModel):
    """How much time there is."""

    due: str | None = Field(description="Hạn đang tính: thụ lý khi chưa thụ lý, sau đó là trả lời.")
    accept_by: str
    answer_by: str
    percent: int = Field(description="Phần thời hạn trả lời đã dùng.")
    overdue: bool
    paused: bool = Field(description="Đang chờ người dân hoặc cơ quan khác: đồng hồ dừng.")
    working_minutes_left: int | None = Field(description="Phút làm việc còn lại đến hạn.")


class ShownCase(WireModel):
    """A case."""

    case_id: str
    code: str
    unit: str
    received_unit: str
    kind: Kind
    kind_text: str
    channel: Channel
    state: State
    state_text: str
    what: str
    where: str
    since: str
    whom: str
    attachments: list[str]
    reporter: ShownReporter
    received_at: str
    changed_at: str
    accept_by: str
    answer_by: str
    remote: bool
    complex: bool
    owner: str
    priority: int
    first_answer_at: str | None
    solved_at: str | None
    reopened: int
    joined_to: str
    members: int
    outside_body: str
    outside_reference: str
    next_step: str
    refusal_reason: str
    legal_ground: str
    asked_for: str
    answer: str
    satisfaction: int
    satisfaction_word: str
    released: bool
    external_id: str
    version: int

    @classmethod
    def of(cls, case: Case) -> "ShownCase":
        """From a case."""
        return cls(**_values(case))


def _values(case: Case) -> dict[str, Any]:
    """What every shape of a whole case shows."""
    return {
        "case_id": case.id,
        "code": case.code,
        "unit": case.unit_path,
        "received_unit": case.received_path,
        "kind": case.kind,
        "kind_text": case.kind.label,
        "channel": case.channel,
        "state": case.state,
        "state_text": case.state.label,
        "what": case.details.what,
        "where": case.details.where,
        "since": case.details.since,
        "whom": case.details.whom,
        "attachments": list(case.details.attachments),
        "reporter": ShownReporter.of(case.reporter),
        "received_at": moments.to_text(case.received_at),
        "changed_at": moments.to_text(case.changed_at),
        "accept_by": moments.to_text(case.accept_by),
        "answer_by": moments.to_text(case.answer_by),
        "first_answer_at": moments.optional_text(case.first_answer_at),
        "solved_at": moments.optional_text(case.solved_at),
    } | {
        name: getattr(case, name)
        for name in (
            "remote", "complex", "owner", "priority", "reopened", "joined_to", "members", "outside_body",
            "outside_reference", "next_step", "refusal_reason", "legal_ground", "asked_for", "answer",
            "satisfaction", "satisfaction_word", "released", "external_id", "version",
        )
    }  # fmt: skip


class JoinedCase(WireModel):
    """A case that is part of this one."""

    case_id: str
    code: str
    reporter: ShownReporter

    @classmethod
    def of(cls, member: Member) -> "JoinedCase":
        """From a member."""
        return cls(case_id=member.case_id, code=member.code, reporter=ShownReporter.of(member.reporter))


class CaseInFull(ShownCase):
    """A case with everything an officer needs to go on."""

    clock: Clock
    moves: list[Move] = Field(description="Những bước cán bộ này được thực hiện ngay bây giờ.")
    joined: list[JoinedCase] = Field(description="Vụ việc đã gộp vào; người phản ánh cũng nhận kết quả.")
    history: list[ShownEntry]
    similar: str = Field(description="Đường dẫn tới các vụ việc đang mở có thể trùng.")

    @classmethod
    def in_full(
        cls,
        case: Case,
        clock: Clock,
        *,
        moves: Iterable[Move],
        members: Iterable[Member],
        history: Iterable[Entry],
    ) -> "CaseInFull":
        """From a case and what belongs to it."""
        return cls(
            **_values(case),
            clock=clock,
            moves=sorted(moves),
            joined=[JoinedCase.of(member) for member in members],
            history=[ShownEntry.of(entry) for entry in history],
            similar=f"/cases/{case.id}/similar",
        )


class ListedCase(WireModel):
    """A case in a list."""

    case_id: str
    code: str
    unit: str
    kind: Kind
    kind_text: str
    state: State
    state_text: str
    title: str
    owner: str
    priority: int
    received_at: str
    accept_by: str
    answer_by: str
    due: str
    overdue: bool

    @classmethod
    def of(cls, line: Listed, now: datetime) -> "ListedCase":
        """From a line of a list."""
        return cls(
            case_id=line.id,
            code=line.code,
            unit=line.unit_path,
            kind=line.kind,
            kind_text=line.kind.label,
            state=line.state,
            state_text=line.state.label,
            title=line.title,
            owner=line.owner,
            priority=line.priority,
            received_at=moments.to_text(line.received_at),
            accept_by=moments.to_text(line.accept_by),
            answer_by=moments.to_text(line.answer_by),
            due=moments.to_text(line.due),
            overdue=is_overdue(line, now),
        )


def is_overdue(line: Listed, now: datetime) -> bool:
    """Whether somebody should have done something by now; not while the clock stands still."""
    return line.state.is_open and not line.state.is_paused and line.due <= now


class CaseList(WireModel):
    """A page of cases; with a filter it may be shorter than asked for, or empty, though more follow."""

    items: list[ListedCase]
    next: str | None


class SimilarList(WireModel):
    """Open cases that may be about the same, most alike first."""

    items: list[ShownCase]


class ShownRule(WireModel):
    """Until when cases of a kind are accepted and answered."""

    kind: Kind | None = Field(description="Trống: mọi loại không có quy định riêng.")
    kind_text: str
    accept: int
    answer: int
    complex_answer: int
    remote_answer: int
    remote_complex_answer: int
    counting: Counting = Field(description="Ngày làm việc hoặc ngày lịch.")
    accept_counting: Counting
    since: str
    until: str | None
    source: str
    verified: bool = Field(description="Đã đọc văn bản gốc; nếu chưa thì cần khách hàng xác nhận.")

    @classmethod
    def of(cls, rule: DeadlineRule) -> "ShownRule":
        """From a rule."""
        return cls(
            kind=rule.kind,
            kind_text=rule.kind.label if rule.kind else "",
            accept=rule.accept,
            answer=rule.answer,
            complex_answer=rule.complex_answer,
            remote_answer=rule.remote_answer,
            remote_complex_answer=rule.remote_complex_answer,
            counting=rule.counting,
            accept_counting=rule.accept_counting,
            since=rule.since.isoformat(),
            until=rule.until.isoformat() if rule.until else None,
            source=rule.source,
            verified=rule.verified,
        )


class RuleList(WireModel):
    """The deadline rules in force today."""

    items: list[ShownRule]


class ShownFile(WireModel):
    """A picture or file that came with a case."""

    reference: str
    kind: str
    name: str
    type: str
    size: int | None
    url: str = Field(description="Mở được trong 5 phút; rỗng khi tệp chưa tải xong hoặc không tải được.")
    pending: bool
    failed: str

    @classmethod
    def of(cls, file: "CaseFile", url: str) -> "ShownFile":
        """From a file and the link to its copy."""
        copy = file.copy
        return cls(
            reference=file.reference,
            kind=file.kind,
            name=str(copy.get("name", "")),
            type=str(copy.get("type", "")),
            size=copy.get("size"),
            url=url,
            pending=not copy,
            failed=str(copy.get("failed", "")),
        )


class FileList(WireModel):
    """The files of a case, in the order in which they came."""

    items: list[ShownFile]
