"""Shapes of requests of residents about their data, and of readings."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from loa import clock
from loa.clock import VIETNAM
from loa.foundation.readings.model import Reading, ReadKind
from loa.personal_data import Retained
from loa.residents.data_requests import texts
from loa.residents.data_requests.model import DataRequest, RequestCause, RequestKind, RequestState
from loa.web.schemas import Phone, Schema, Text

ACCOUNT = Annotated[str, Field(pattern=r"^([0-9]{1,32}|form)$")]
RESIDENT = Annotated[str, Field(pattern=r"^[0-9a-f]{1,32}$")]


class NewDataRequest(Schema):
    """What a resident asks for."""

    kind: RequestKind
    oa_id: ACCOUNT = Field(description="Trang Zalo OA mà người dân nhắn; form: gửi ở trang web.")
    user_id: RESIDENT = Field(description="Mã người dân tại trang đó, như ghi ở vụ việc.")


class Correction(Schema):
    """What is wrong about the reporter of a case."""

    case_id: Annotated[str, Field(pattern=r"^[0-9a-f]{22}$")]
    name: Annotated[Text | None, Field(max_length=100)] = None
    phone: Phone | None = None


class ShownDataRequest(Schema):
    """A request, and what became of it."""

    request_id: str
    kind: RequestKind
    kind_text: str
    cause: RequestCause
    cause_text: str
    state: RequestState
    state_text: str
    unit: str
    oa_id: str
    user_id: str
    requested_at: str
    due: str = Field(description="Trả lời chậm nhất: 2 ngày làm việc.")
    overdue: bool
    next_at: str | None = Field(description="Lúc xóa tiếp theo; người dân còn đổi ý được đến lúc bắt đầu.")
    needs_confirmation: bool = Field(description="Chờ cán bộ thứ hai duyệt thì mới xóa.")
    confirmed_by: str
    confirmed_by_name: str
    done_at: str | None
    by: str
    by_name: str
    erased_rows: int
    erased_files: int
    kept: list[str] = Field(description="Những gì còn lại và vì sao.")

    @classmethod
    def of(cls, request: DataRequest, now: datetime) -> "ShownDataRequest":
        """From a request."""
        return cls(
            request_id=request.id,
            kind=request.kind,
            kind_text=texts.KINDS[request.kind.value],
            cause=request.cause,
            cause_text=texts.CAUSES[request.cause.value],
            state=request.state,
            state_text=texts.WAITS_FOR_CONFIRMATION if request.needs_confirmation else request.state.label,
            unit=request.unit_path,
            oa_id=request.person.oa_id,
            user_id=request.person.user_id,
            requested_at=clock.to_text(request.requested_at),
            due=clock.to_text(request.due),
            overdue=request.is_overdue(now),
            next_at=clock.optional_text(request.next_at),
            needs_confirmation=request.needs_confirmation,
            confirmed_by=request.confirmed_by,
            confirmed_by_name=request.confirmed_by_name,
            done_at=clock.optional_text(request.done_at),
            by=request.by,
            by_name=request.by_name,
            erased_rows=request.rows,
            erased_files=request.files,
            kept=list(dict.fromkeys(_kept(kept) for kept in request.kept)),
        )


def _kept(kept: Retained) -> str:
    day = f"{kept.until.astimezone(VIETNAM):%d/%m/%Y}" if kept.until else ""
    until = texts.UNTIL.format(day=day) if day else texts.WHILE_OPEN
    return texts.KEPT[kept.what].format(reference=kept.reference, until=until)


class DataRequestList(Schema):
    """Requests, newest first within each unit."""

    items: list[ShownDataRequest]
    next: str | None


class KeptAbout(Schema):
    """One thing that is kept about a resident."""

    where: str
    what: dict[str, Any]


class PersonalData(Schema):
    """What is kept about a resident."""

    items: list[KeptAbout]
    next: str | None = Field(description="Vị trí của phần tiếp theo; trống: hết.")


class ShownReading(Schema):
    """Who read what, and when."""

    at: str
    officer_id: str
    officer_name: str
    officer_unit: str
    what: ReadKind
    reference: str
    unit: str

    @classmethod
    def of(cls, reading: Reading) -> "ShownReading":
        """From a reading."""
        return cls(
            at=clock.to_text(reading.at),
            officer_id=reading.officer_id,
            officer_name=reading.officer_name,
            officer_unit=reading.officer_path,
            what=reading.what,
            reference=reading.reference,
            unit=reading.unit_path,
        )


class ReadingList(Schema):
    """Readings of a day, by unit and time; one page may be short, though more follow."""

    items: list[ShownReading]
    next: str | None
