"""Shapes of one case, of lists of cases, and of the rules of their deadlines."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Final, Literal, Self

from pydantic import AwareDatetime, Base64Bytes, Field, model_validator

from cases_api import texts
from cases_api.schemas.common_schemas import (
    HAMLET,
    LINE,
    NAME,
    SENT_FILE,
    WORDS,
    ShownCase,
    ShownReporter,
    values_of,
)
from loa.casework.cases.desk.steps import NextStep
from loa.casework.cases.rows.models import Member
from loa.casework.cases.rules.deadlines import DayCount, DeadlineRule
from loa.casework.cases.rules.fields import kept_fields
from loa.casework.cases.rules.model import Case, CaseKind, Channel, Details, Entry, Move
from loa.clock import from_text, to_text
from loa.foundation.officers.model import Officer
from loa.web.schemas import PATH, Phone, Schema
from loa.web.shapes.histories import ShownEntry

MAXIMUM_CODE: Final = 64
"""Far longer than a code with whatever people put around it."""

_EARLIEST, _LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""Beyond these no instant can be told in every time zone."""


class InConversation(Schema):
    """A resident who writes to an account."""

    unit: PATH = Field(description="Đơn vị có Official Account mà người dân đang nhắn.")
    user_id: Annotated[
        str, Field(pattern=r"^[0-9]{1,32}$", description="Mã người dân tại Official Account đó.")
    ]
    attachments: list[Annotated[str, Field(pattern=SENT_FILE)]] = Field(
        default_factory=list,
        max_length=20,
        description="Ảnh, tin thoại, tài liệu của cuộc trò chuyện đưa vào vụ việc: message#AT#ID#SỐ, trong "
        "đó AT, ID là at, id của dòng tin, SỐ là thứ tự tệp trong dòng, từ 0.",
    )


class NewCase(Schema):
    """A case that staff enter for someone."""

    unit: PATH | None = Field(None, description="Đơn vị tiếp nhận; mặc định là đơn vị của cán bộ.")
    kind: CaseKind
    channel: Literal[Channel.PAPER, Channel.TELEPHONE, Channel.MEETING, Channel.CHAT]
    what: WORDS = Field(description="Nội dung, đúng lời người dân.")
    where: LINE = ""
    since: LINE = ""
    whom: LINE = ""
    hamlet: HAMLET = ""
    name: NAME = ""
    phone: Phone = ""
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
    scans: list[Base64Bytes] = Field(
        default_factory=list,
        max_length=20,
        description="Ảnh chụp, bản scan giấy tờ: JPG, PNG, PDF dạng base64, cộng lại tối đa 4 MB.",
    )

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if (self.channel is Channel.CHAT) != (self.conversation is not None):
            raise ValueError(texts.ONE_SOURCE)
        if self.channel is Channel.CHAT and self.received_at is not None:
            raise ValueError(texts.ON_PAPER)
        return self

    def received(self) -> datetime | None:
        """When it came, to the millisecond as instants are kept; None: now."""
        return from_text(to_text(self.received_at)) if self.received_at else None

    def scanned(self) -> list[bytes]:
        """The contents of the scans."""
        return list(self.scans)

    def details(self) -> Details:
        """As rooms know it."""
        files = tuple(self.conversation.attachments) if self.conversation else ()
        said = {one.name: getattr(self, one.name) for one in kept_fields(Details)}
        return Details(**said, attachments=files)


class ShownStep(Schema):
    """A step that this officer may take now, and what it does."""

    move: Move
    title: str
    effect: str = Field(description="Việc gì xảy ra, và người dân có được báo không.")
    needed: list[str] = Field(description="Những mục phải có trong yêu cầu.")
    optional: list[str]

    @classmethod
    def of(cls, step: NextStep) -> "ShownStep":
        """From a step."""
        return cls(
            move=step.move,
            title=step.title,
            effect=step.effect,
            needed=list(step.needed),
            optional=list(step.optional),
        )


class Clock(Schema):
    """How much time there is."""

    due: str | None = Field(description="Hạn đang tính: nhận giải quyết khi chưa nhận, sau đó là trả lời.")
    accept_by: str
    answer_by: str
    percent: int = Field(description="Phần thời hạn trả lời đã dùng.")
    overdue: bool
    paused: bool = Field(description="Đang chờ người dân hoặc cơ quan khác: đồng hồ dừng.")
    working_minutes_left: int | None = Field(description="Phút làm việc còn lại đến hạn.")
    source: str = Field(description="Căn cứ của thời hạn.")
    verified: bool = Field(description="Đã đọc văn bản gốc; nếu chưa thì cần người có thẩm quyền xác nhận.")


class JoinedCase(Schema):
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
    owner_name: str
    owner_left: bool = Field(
        description="Cán bộ được giao đã chuyển đơn vị, nghỉ hoặc không còn quyền: cần giao lại."
    )
    moves: list[Move] = Field(description="Những bước cán bộ này được thực hiện ngay bây giờ.")
    steps: list[ShownStep] = Field(description="Những bước ấy với lời giải thích, việc nên làm trước ở đầu.")
    people: dict[str, str] = Field(description="Họ tên cán bộ theo mã, trong diễn biến và người phụ trách.")
    units: dict[str, str] = Field(description="Tên đơn vị theo mã.")
    joined: list[JoinedCase] = Field(description="Vụ việc đã gộp vào; người phản ánh cũng nhận kết quả.")
    history: list[ShownEntry]
    similar: str = Field(description="Đường dẫn tới các vụ việc đang mở có thể trùng.")

    @classmethod
    def in_full(
        cls,
        case: Case,
        clock: Clock,
        *,
        owner: Officer | None,
        moves: Iterable[Move],
        steps: Iterable[NextStep],
        members: Iterable[Member],
        history: Iterable[Entry],
        people: Mapping[str, str],
        units: Mapping[str, str],
    ) -> "CaseInFull":
        """From a case and what belongs to it."""
        return cls(
            **values_of(case),
            clock=clock,
            owner_name=owner.name if owner else "",
            owner_left=bool(case.owner) and owner is None,
            moves=sorted(moves),
            steps=[ShownStep.of(step) for step in steps],
            people=dict(people),
            units=dict(units),
            joined=[JoinedCase.of(member) for member in members],
            history=[ShownEntry.of(entry) for entry in history],
            similar=f"/cases/{case.id}/similar",
        )


class ShownRule(Schema):
    """Until when cases of a kind are accepted and answered."""

    kind: CaseKind | None = Field(description="Trống: mọi loại không có quy định riêng.")
    kind_text: str
    accept: int
    answer: int
    complex_answer: int
    remote_answer: int
    remote_complex_answer: int
    counting: DayCount = Field(description="Ngày làm việc hoặc ngày lịch.")
    accept_counting: DayCount
    since: str
    until: str | None
    source: str
    verified: bool = Field(
        description="Có người ghi tên đã đọc từng điều nêu trong căn cứ; nếu chưa thì cần xác nhận."
    )
    read_by: str = Field(description="Họ tên người đã đọc; chưa có ai thì ghi rõ là chưa.")
    read_on: str | None = Field(description="Đọc ngày nào.")

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
            verified=rule.is_confirmed,
            read_by=rule.read_by or texts.NOBODY_YET,
            read_on=rule.read_on.isoformat() if rule.read_on else None,
        )


class RuleList(Schema):
    """The deadline rules in force today."""

    items: list[ShownRule]
    to_check: list[str] = Field(description="Ngày làm việc còn phải đối chiếu với thông báo của Nhà nước.")
