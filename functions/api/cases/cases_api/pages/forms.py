"""What the forms of the pages ask for. What a step needs is checked by the rules of steps, not here."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from cases_api.pages import texts
from cases_api.schemas.common_schemas import SENT_FILE
from loa.casework.cases.desk.steps import NextStep
from loa.casework.cases.rules.checks import MoveFacts
from loa.casework.cases.rules.fields import (
    MAXIMUM_HAMLET,
    MAXIMUM_LINE,
    MAXIMUM_TEXT,
    MAXIMUM_TOLD,
)
from loa.casework.cases.rules.model import CaseKind, Move
from loa.casework.cases.rules.texts import KINDS
from loa.web.pages.forms import Control, Form, FormField, FormModel
from loa.web.schemas import Phone, Text
from loa.web.shapes.choices import Choice

MAXIMUM_NAME: Final = 100

Line = Annotated[Text, Field(max_length=MAXIMUM_LINE)]
Told = Annotated[Text, Field(max_length=MAXIMUM_TOLD)]
Version = Annotated[int, Field(ge=1)]
CaseId = Annotated[str, Field(pattern=r"^[0-9a-f]{22}$")]
OfficerId = Annotated[str, Field(max_length=64, pattern=r"^[0-9A-Za-z._:-]*$")]


class StepForm(FormModel):
    """The next step: which one, and under `MOVE_FACT` what each of them needs.

    Attributes:
        canned: name of the canned answer that is to be put into the words of the answer.
        opens: what is to be opened beside them: the canned answers.
    """

    is_kept = True

    move: Annotated[Move, Field(title="Chọn một bước"), Control(missing=texts.CHOOSE_STEP)]
    version: Version
    answer_text: Annotated[
        Told,
        Field(
            title="Lời trả lời",
            description="Nói rõ: đã làm gì, xong chưa, người dân cần làm gì tiếp. Tối đa 1.400 chữ cái.",
        ),
        Control(rows=7),
    ] = ""
    return_asked_for: Annotated[
        Told,
        Field(title="Cần người dân cho biết gì?", description="Hỏi từng điều một, bằng lời dễ hiểu."),
        Control(rows=4),
    ] = ""
    transfer_to_path: Annotated[
        str, Field(title="Đơn vị nhận", max_length=16), Control(kind="select", width="medium")
    ] = ""
    transfer_next_step: Annotated[
        Line,
        Field(title="Nơi đó sẽ làm gì tiếp?", description="Người dân đọc được câu này."),
        Control(kind="text"),
    ] = ""
    hand_outside_body: Annotated[
        Line,
        Field(title="Cơ quan nhận", description="Ví dụ: Ủy ban nhân dân xã Yên Thành, tổ giao thông."),
        Control(kind="text"),
    ] = ""
    hand_outside_reference: Annotated[
        Annotated[Text, Field(max_length=MAXIMUM_NAME)],
        Field(title="Số văn bản chuyển"),
        Control(width="medium"),
    ] = ""
    hand_outside_next_step: Annotated[
        Line,
        Field(title="Nơi đó sẽ làm gì tiếp?", description="Người dân đọc được câu này."),
        Control(kind="text"),
    ] = ""
    take_back_text: Annotated[Line, Field(title="Cơ quan đó trả lời thế nào?"), Control(kind="text")] = ""
    refuse_reason: Annotated[
        Annotated[Text, Field(max_length=MAXIMUM_TOLD - MAXIMUM_LINE)],
        Field(title="Lý do", description="Người dân đọc được. Giải thích vì sao, không chỉ dẫn điều luật."),
        Control(rows=4),
    ] = ""
    refuse_legal_ground: Annotated[
        Line, Field(title="Căn cứ", description="Điều, khoản, văn bản nào."), Control(kind="text")
    ] = ""
    refuse_body: Annotated[Line, Field(title="Người dân có thể gửi đến đâu?"), Control(kind="text")] = ""
    reopen_text: Annotated[Line, Field(title="Vì sao mở lại?"), Control(kind="text")] = ""
    then: Literal["", "next"] = ""
    canned: Annotated[str, Field(max_length=40)] = ""
    opens: Literal["", "mau"] = ""

    def facts(self) -> MoveFacts:
        """Return what belongs to the chosen step; what stands at the others is left out."""

        def given(name: str) -> str:
            return str(getattr(self, f"{self.move.value}_{name}", ""))

        return MoveFacts(
            text=given("text"),
            reason=given("reason"),
            legal_ground=given("legal_ground"),
            to_path=given("to_path"),
            body=given("body"),
            reference=given("reference"),
            next_step=given("next_step"),
            asked_for=given("asked_for"),
        )


def step_faults(move: Move, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the rules' messages under the names of the form's fields."""
    known = StepForm.model_fields
    return {
        f"{move.value}_{name}" if f"{move.value}_{name}" in known else "move": message
        for name, message in fields.items()
    }


def fields_of_step(form: Form[StepForm], step: NextStep, units: list[Choice]) -> list[FormField]:
    """Return the fields of one step, the needed ones first."""
    found = []
    for name in (*step.needed, *step.optional):
        field = form.field(f"{step.move.value}_{name}")
        field = replace(field, required=name in step.needed)
        found.append(replace(field, choices=units) if name == "to_path" else field)
    return found


class OwnerForm(FormModel):
    """Whose case it is to be."""

    owner: Annotated[OfficerId, Field(title="Giao cho"), Control(kind="select", width="medium")] = ""
    version: Version


class ManyForm(FormModel):
    """Cases that were ticked, and who is to have them."""

    case: Annotated[tuple[CaseId, ...], Field(max_length=50)] = ()
    owner: Annotated[OfficerId, Field(title="Giao cho")] = ""


class NoteForm(FormModel):
    """A note for colleagues."""

    is_kept = True

    note: Annotated[Text, Field(title="Ghi chú", min_length=1, max_length=MAXIMUM_TEXT), Control(rows=3)]


class SupplementForm(FormModel):
    """What a resident has added by telephone or on paper."""

    supplement: Annotated[
        Text,
        Field(title="Người dân cho biết thêm", min_length=1, max_length=MAXIMUM_TEXT),
        Control(rows=3),
    ]


class JoinForm(FormModel):
    """The case that goes on for both."""

    into: CaseId
    version: Version


class VersionForm(FormModel):
    """A press of a button on a case as it was seen."""

    version: Version


class ReleaseForm(FormModel):
    """What everybody may read."""

    text: Annotated[
        Text,
        Field(title="Lời phản ánh, để mọi người đọc", min_length=1, max_length=MAXIMUM_TEXT),
        Control(rows=7),
    ]
    answer: Annotated[
        Text,
        Field(title="Câu trả lời, để mọi người đọc", min_length=1, max_length=MAXIMUM_TEXT),
        Control(rows=7),
    ]
    keep: Annotated[
        tuple[Line, ...],
        Field(
            title="Giữ lại những chữ này",
            description="Chỉ đánh dấu khi được phép nêu công khai; không thì bỏ chữ đó khỏi lời bên trên.",
            max_length=100,
        ),
        Control(kind="checkboxes"),
    ] = ()
    picture: Annotated[
        tuple[Annotated[str, Field(max_length=400)], ...],
        Field(title="Ảnh đi kèm", max_length=20),
        Control(kind="checkboxes"),
    ] = ()
    read: Annotated[
        Literal["true"],
        Field(title="Tôi đã đọc lại từng chữ và xem từng ảnh"),
        Control(kind="checkbox", missing=texts.NOT_CONFIRMED),
    ]
    version: Version


class EntryForm(FormModel):
    """A case that an officer enters for somebody."""

    is_kept = True

    channel: Annotated[
        Literal["telephone", "meeting", "paper", "chat"],
        Field(title="Nhận bằng cách nào?"),
        Control(
            choices=(
                Choice("telephone", texts.BY_TELEPHONE, icon="phone"),
                Choice("meeting", texts.IN_PERSON, icon="people"),
                Choice("paper", texts.ON_PAPER, icon="doc"),
            )
        ),
    ]
    kind: Annotated[
        CaseKind,
        Field(title="Đây là việc gì?"),
        Control(
            kind="select",
            width="medium",
            choices=tuple(Choice(kind, KINDS[kind], hint) for kind, hint in texts.KINDS_HINT.items()),
        ),
    ]
    what: Annotated[
        Text,
        Field(
            title="Nội dung, đúng lời người dân",
            description="Việc gì, từ bao giờ, ảnh hưởng tới ai. Đọc lại cho người dân nghe.",
            min_length=1,
            max_length=MAXIMUM_TEXT,
        ),
        Control(rows=6),
    ]
    hamlet: Annotated[
        Annotated[Text, Field(max_length=MAXIMUM_HAMLET)],
        Field(title="Thôn, xóm, khối, bản"),
        Control(width="medium"),
    ] = ""
    where: Annotated[
        Line, Field(title="Chỗ nào?", description="Ví dụ: trước nhà văn hóa, gần cầu."), Control(kind="text")
    ] = ""
    name: Annotated[
        Annotated[Text, Field(max_length=MAXIMUM_NAME)],
        Field(title="Họ và tên người phản ánh", description="Để trống nếu họ không muốn nêu tên."),
        Control(width="medium"),
    ] = ""
    phone: Annotated[
        Phone,
        Field(title="Số điện thoại", description="Để báo kết quả khi họ không dùng Zalo."),
        Control(width="small", inputmode="tel"),
    ] = ""
    received: Annotated[
        date | None,
        Field(title="Ngày nhận, nếu không phải hôm nay", description="Thời hạn tính từ ngày này."),
    ] = None
    remote: Annotated[bool, Field(title="Ở vùng sâu, vùng xa, đi lại khó khăn")] = False
    complex: Annotated[bool, Field(title="Việc phức tạp, phải xác minh nhiều nơi")] = False
    scans: Annotated[
        str,
        Field(
            title="Ảnh chụp, bản scan giấy tờ",
            description="Ảnh JPG, PNG hoặc PDF, cộng lại tối đa 4 MB. Điện thoại: chạm để chụp.",
        ),
        Control(kind="files", accept="image/jpeg,image/png,application/pdf"),
    ] = ""
    kept: Annotated[
        tuple[Annotated[str, Field(max_length=100)], ...], Field(title="Tệp đã nhận", max_length=20)
    ] = ()
    attachments: Annotated[
        tuple[Annotated[str, Field(pattern=SENT_FILE)], ...],
        Field(title="Ảnh, tệp người dân đã gửi", max_length=20),
    ] = ()
    unanswered_since: Annotated[str, Field(max_length=40)] = ""
    unit: Annotated[str, Field(max_length=16)] = ""
    resident: Annotated[str, Field(pattern=r"^[0-9]{0,32}$")] = ""
    sheet: Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{16,64}$")]
    alike_seen: Literal["", "yes"] = ""
