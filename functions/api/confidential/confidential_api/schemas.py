"""What goes over the wire of the investigators' API."""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field

from loa import clock
from loa.casework.cases.rules.model import CaseState
from loa.casework.denunciations import texts
from loa.casework.denunciations.deadlines import DenunciationRule, rules_of
from loa.casework.denunciations.model import (
    AccessEntry,
    AccessKind,
    Denunciation,
    DenunciationReminder,
    DenunciationStep,
    StepFacts,
    spaced,
)
from loa.casework.denunciations.work.desk import OpenedDenunciation
from loa.casework.denunciations.work.files import Evidence
from loa.web.schemas import Schema, Text
from loa.web.shapes.histories import ShownEntry

PATH = Annotated[str, Field(pattern=r"^[0-9.]{2,16}$", examples=["40.16681"])]
VERSION = Annotated[int, Field(ge=1, description="Phiên bản mà cán bộ đang xem; khác đi thì bị từ chối.")]


class ShownHead(Schema):
    """A denunciation without a word of it."""

    id: str
    code: str
    unit: str
    received_by: str
    about: Annotated[
        str, Field(description="Đơn vị có trang Zalo đã nhận lời nhắn; rỗng: gửi qua trang tố cáo.")
    ]
    state: CaseState
    state_text: str
    completed: Annotated[bool, Field(description="Đã điền biểu mẫu; nếu không, chỉ có lời nhắn ban đầu.")]
    anonymous: Annotated[bool, Field(description="Thiếu họ tên hoặc địa chỉ (Điều 25 Luật Tố cáo 2018).")]
    received_at: Annotated[str, Field(description="Ngày nhận; không ghi giờ.", examples=["2026-11-29"])]
    changed_at: str
    pass_on_by: Annotated[
        str | None,
        Field(description="Hạn chuyển cơ quan có thẩm quyền và báo người tố cáo (Điều 24 khoản 2)."),
    ]
    accept_by: str
    accept_source: str = Field(description="Căn cứ của thời hạn thụ lý.")
    accept_verified: bool = Field(description="Đã đọc văn bản gốc; nếu chưa thì cần luật sư xác nhận.")
    accepted_at: str | None
    inform_by: Annotated[
        str | None, Field(description="Hạn thông báo việc thụ lý cho hai bên (Điều 29 khoản 3).")
    ]
    outside_by: Annotated[
        str | None, Field(description="Hạn cơ quan được chuyển trả lời nơi chuyển (Điều 26 khoản 2).")
    ]
    answer_by: str | None
    answer_source: str = Field(description="Căn cứ của thời hạn giải quyết.")
    answer_verified: bool = Field(description="Đã đọc văn bản gốc; nếu chưa thì cần luật sư xác nhận.")
    due: str | None
    extended: int
    particularly_complex: bool
    proposed_to: Annotated[str, Field(description="Đơn vị đang được đề nghị chuyển đến; rỗng: không có.")]
    proposed_by: Annotated[str, Field(description="Cán bộ đề nghị; người này không tự duyệt.")]
    version: int

    @classmethod
    def of(cls, head: Denunciation, rules: Iterable[DenunciationRule]) -> Self:
        """From a head, and the rules that set its deadlines."""
        accepting, settling = rules_of(head, rules)
        return cls(
            id=head.id,
            code=spaced(head.code),
            unit=head.unit_path,
            received_by=head.received_path,
            state=head.state,
            state_text=texts.STATES.get(head.state.value, head.state.label),
            completed=head.completed,
            anonymous=head.anonymous,
            about=head.about_path,
            received_at=head.received_at.isoformat(),
            changed_at=clock.to_text(head.changed_at),
            pass_on_by=clock.optional_text(head.pass_on_by),
            accept_by=clock.to_text(head.accept_by),
            accept_source=accepting.accept_source,
            accept_verified=accepting.accept_verified,
            accepted_at=clock.optional_text(head.accepted_at),
            inform_by=clock.optional_text(head.inform_by),
            outside_by=clock.optional_text(head.outside_by),
            answer_by=clock.optional_text(head.answer_by),
            answer_source=settling.settle_source,
            answer_verified=settling.settle_verified,
            due=clock.optional_text(head.due),
            extended=head.extended,
            particularly_complex=head.particularly_complex,
            proposed_to=head.proposed_to,
            proposed_by=head.proposed_by,
            version=head.version,
        )


class HeadPage(Schema):
    """A page of a unit's list."""

    items: list[ShownHead]
    next: str | None


class ShownStatement(Schema):
    """What the denouncer says, and how to reach them."""

    what: str
    who: str
    where_when: str
    evidence: str
    name: str
    address: str
    contact: str
    may_contact: bool
    first_words: Annotated[
        str, Field(description="Lời nhắn trong trò chuyện; chỗ có tệp ghi [Ảnh], [Tệp], tệp ở `files`.")
    ]


class ShownFile(Schema):
    """A file that came with the words in the chat."""

    kind: Annotated[str, Field(description="image, gif, video, audio, voice hoặc file.")]
    name: str
    media_type: str
    size: int
    link: Annotated[str, Field(description="Mở được trong năm phút; rỗng: chưa hoặc không có tệp.")]
    state_text: Annotated[str, Field(description="Vì sao chưa hoặc không có tệp; rỗng: đã có.")]

    @classmethod
    def of(cls, file: Evidence) -> Self:
        """From a file; of one that cannot be had, why."""
        waited_for = texts.FILE_WAITED_FOR if not file.link else ""
        return cls(
            kind=file.kind,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            link=file.link,
            state_text=texts.file_failure(file.failed) if file.failed else waited_for,
        )


class ShownDenunciation(Schema):
    """All of a denunciation."""

    head: ShownHead
    statement: ShownStatement
    files: list[ShownFile]
    reply: str
    reason: str
    legal_ground: str
    outside_body: str
    outside_reference: str
    history: list[ShownEntry]

    @classmethod
    def of(cls, opened: OpenedDenunciation, rules: Iterable[DenunciationRule]) -> Self:
        """From what was opened, and the rules that set its deadlines."""
        head, said = opened.head, opened.statement
        return cls(
            head=ShownHead.of(head, rules),
            statement=ShownStatement(
                what=said.what,
                who=said.who,
                where_when=said.where_when,
                evidence=said.evidence,
                name=said.name,
                address=said.address,
                contact=said.contact,
                may_contact=said.may_contact,
                first_words=said.first_words,
            ),
            files=[ShownFile.of(file) for file in opened.files],
            reply=head.reply,
            reason=head.reason,
            legal_ground=head.legal_ground,
            outside_body=head.outside_body,
            outside_reference=head.outside_reference,
            history=[ShownEntry.of(entry) for entry in opened.history],
        )


class ShownLook(Schema):
    """Who looked, and when."""

    at: str
    kind: AccessKind
    officer: str
    officer_name: str
    unit: str
    request_id: str

    @classmethod
    def of(cls, look: AccessEntry) -> Self:
        """From a look."""
        return cls(
            at=clock.to_text(look.at),
            kind=look.kind,
            officer=look.officer_id,
            officer_name=look.officer_name,
            unit=look.unit_path,
            request_id=look.request_id,
        )


class LookPage(Schema):
    """A page of looks."""

    items: list[ShownLook]
    next: str | None


class ShownReminder(Schema):
    """What the clock told the investigators of a unit."""

    at: str
    code: str
    held_by: str
    due: str
    level: Annotated[
        int, Field(description="0: nửa thời hạn; 1: 80%; 2: hết hạn; 3 trở đi: mỗi tuần quá hạn.")
    ]

    @classmethod
    def of(cls, reminder: DenunciationReminder) -> Self:
        """From a reminder."""
        return cls(
            at=clock.to_text(reminder.at),
            code=spaced(reminder.code),
            held_by=reminder.held_by,
            due=clock.to_text(reminder.due),
            level=reminder.level,
        )


class Reminders(Schema):
    """The last reminders of a unit."""

    items: list[ShownReminder]


class WantedStep(Schema):
    """A step that an investigator wants to take."""

    move: DenunciationStep
    version: VERSION
    text: Annotated[Text, Field(max_length=4000, description="Trả lời người tố cáo (move = answer).")] = ""
    reason: Annotated[Text, Field(max_length=2000)] = ""
    legal_ground: Annotated[Text, Field(max_length=500)] = ""
    body: Annotated[Text, Field(max_length=300, description="Cơ quan có thẩm quyền nhận chuyển.")] = ""
    reference: Annotated[Text, Field(max_length=100, description="Số văn bản chuyển.")] = ""

    def facts(self) -> StepFacts:
        """What belongs to it."""
        return StepFacts(self.text, self.reason, self.legal_ground, self.body, self.reference)


class WantedTransfer(Schema):
    """To whom a denunciation is to go."""

    unit: PATH
    reason: Annotated[Text, Field(min_length=1, max_length=2000)]
    version: VERSION


class WantedApproval(Schema):
    """The version with the proposal that a second person approves."""

    version: VERSION


class WantedExtension(Schema):
    """Why more time is needed."""

    reason: Annotated[Text, Field(min_length=1, max_length=2000)]
    particularly_complex: Annotated[
        bool, Field(description="Vụ việc đặc biệt phức tạp: được gia hạn lần thứ hai.")
    ] = False
    version: VERSION
