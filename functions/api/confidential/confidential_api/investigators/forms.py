"""What investigators are asked; what is right is for the desk to say."""

from typing import Annotated, Final

from pydantic import Field

from confidential_api.investigators import texts
from loa.casework.denunciations.model import DenunciationStep, StepFacts
from loa.web.pages.forms import Control, FormModel
from loa.web.schemas import Text

Version = Annotated[int, Field(ge=1)]
Reason = Annotated[Text, Field(title="Lý do", max_length=2_000), Control(rows=3)]
Line = Annotated[Text, Field(max_length=500)]

FIELDS: Final = {
    DenunciationStep.REFUSE: {"refuse_reason": "reason", "refuse_ground": "legal_ground"},
    DenunciationStep.HAND_OUTSIDE: {"outside_body": "body", "outside_reference": "reference"},
    DenunciationStep.ANSWER: {"answer_text": "text"},
}
"""Fields of the form that belong to a step, and what the desk calls them."""


class DenunciationStepForm(FormModel):
    """The next step, and what each of them needs."""

    step: Annotated[DenunciationStep, Field(title="Chọn một bước"), Control(missing=texts.STEP_MISSING)]
    version: Version
    refuse_reason: Annotated[
        Text,
        Field(title="Lý do không thụ lý", description="Người tố cáo đọc được.", max_length=2_000),
        Control(rows=4),
    ] = ""
    refuse_ground: Annotated[
        Line, Field(title="Căn cứ", description="Điều, khoản, văn bản nào."), Control(kind="text")
    ] = ""
    outside_body: Annotated[Text, Field(title="Cơ quan nhận", max_length=300), Control(kind="text")] = ""
    outside_reference: Annotated[
        Text, Field(title="Số văn bản chuyển", max_length=100), Control(kind="text", width="medium")
    ] = ""
    answer_text: Annotated[
        Text,
        Field(
            title="Lời trả lời",
            description="Không nhắc lại điều gì để người khác nhận ra người tố cáo. Tối đa 4.000 chữ cái.",
            max_length=4_000,
        ),
        Control(rows=7),
    ] = ""

    def facts(self) -> StepFacts:
        """Return what belongs to the chosen step."""
        return StepFacts(**{name: getattr(self, field) for field, name in FIELDS.get(self.step, {}).items()})


class ExtensionForm(FormModel):
    """Why more time is needed."""

    version: Version
    reason: Reason
    complex: Annotated[
        bool,
        Field(title="Vụ việc đặc biệt phức tạp", description="Được gia hạn lần thứ hai."),
    ] = False


class TransferForm(FormModel):
    """To whom a denunciation is to go."""

    version: Version
    unit: Annotated[
        str,
        Field(title="Đơn vị nhận", description="Chỉ những đơn vị có cán bộ xác minh.", max_length=16),
        Control(kind="select", missing=texts.UNIT_MISSING),
    ]
    reason: Reason


class ApprovalForm(FormModel):
    """The version with the proposal that a second person approves."""

    version: Version
