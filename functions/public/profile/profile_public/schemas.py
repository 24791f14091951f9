"""Shapes of the profile."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from loa.casework.cases.rules.fields import MAXIMUM_HAMLET
from loa.casework.cases.rules.model import Case, CaseKind, CaseState
from loa.personal_data import FoundItem
from loa.residents.data_requests.model import DataRequest, RequestState
from loa.residents.profiles.model import ConsentPurpose, Profile
from loa.web.schemas import Phone, Schema, Text


class Consent(Schema):
    """Một mục đích; chưa đồng ý thì `given_at` rỗng."""

    purpose: ConsentPurpose
    label: str
    given_at: datetime | None


class ShownErasure(Schema):
    """Yêu cầu xóa thông tin."""

    id: str
    state: RequestState
    label: str
    begins_at: datetime | None
    due: datetime

    @classmethod
    def of(cls, request: DataRequest) -> "ShownErasure":
        """From the request."""
        return cls(
            id=request.id,
            state=request.state,
            label=request.state.label,
            begins_at=request.next_at,
            due=request.due,
        )


class ShownProfile(Schema):
    """Những gì đang nhớ về người dùng."""

    home_unit: str
    consents: list[Consent]

    @classmethod
    def of(cls, profile: Profile) -> "ShownProfile":
        """From the profile."""
        consents = [
            Consent(purpose=purpose, label=purpose.label, given_at=profile.consents.get(purpose))
            for purpose in ConsentPurpose
        ]
        return cls(home_unit=profile.home_unit, consents=consents)


class GivenPass(Schema):
    """Thẻ tham gia của một người; không nói tên, không nói số điện thoại."""

    value: str = Field(alias="pass")


class ProfileChange(Schema):
    """Điều gì không nêu thì giữ nguyên."""

    consents: dict[ConsentPurpose, bool] = Field(default_factory=dict)
    home_unit: Annotated[str, Field(pattern=r"^[0-9.]{0,16}$")] | None = Field(
        default=None, description="Mã đơn vị; rỗng: không nhớ nữa."
    )


class OwnCase(Schema):
    """Một việc đã gửi."""

    id: str
    code: str
    kind: CaseKind
    state: CaseState
    told_state: str
    received_at: datetime
    answer_by: datetime | None
    answer: str
    asked_for: str
    link: str = Field(description="Trang của việc này: /theo-doi/LINK.")

    @classmethod
    def of(cls, case: Case, link: str) -> "OwnCase":
        """From the case as its reporter sees it."""
        runs = case.state.is_open and not case.state.is_paused
        return cls(
            id=case.id,
            code=case.code,
            kind=case.kind,
            state=case.state,
            told_state=case.told_state,
            received_at=case.received_at,
            answer_by=case.answer_by if runs else None,
            answer="" if case.state.is_open else case.answer,
            asked_for=case.asked_for if case.state is CaseState.RETURNED else "",
            link=link,
        )


class OwnCaseList(Schema):
    """Việc đã gửi, mới nhất trước."""

    items: list[OwnCase]


class AddedCase(Schema):
    """Việc thêm vào danh sách."""

    link: Annotated[str, Field(pattern=r"^[a-z0-9]{26}$")] = Field(
        description="Phần cuối của đường dẫn /theo-doi/…."
    )


class KeptItem(Schema):
    """Một điều đang lưu."""

    where: str
    what: dict[str, Any]


class KeptData(Schema):
    """Tất cả những gì đang lưu về người dùng."""

    items: list[KeptItem]

    @classmethod
    def of(cls, found: Iterable[FoundItem]) -> "KeptData":
        """From what was found."""
        return cls(items=[KeptItem(where=where, what=dict(what)) for where, what in found])


class OwnCorrection(Schema):
    """Họ tên, số điện thoại đúng trong một việc đã gửi; điều gì không nêu thì giữ nguyên."""

    case_id: Annotated[str, Field(pattern=r"^[0-9a-f]{22}$")]
    name: Annotated[Text | None, Field(max_length=MAXIMUM_HAMLET)] = None
    phone: Phone | None = None
    present_phone: Phone = Field(
        default="", description="Cả số điện thoại đang ghi ở việc này: có đường dẫn thôi thì chưa đủ."
    )


class ErasureList(Schema):
    """Yêu cầu xóa."""

    items: list[ShownErasure]
