"""Shapes of reminders, and of the code that links an officer's Zalo."""

from typing import Literal

from pydantic import Field

from loa import clock
from loa.casework.cases.rows.models import CaseReminder
from loa.web.schemas import Schema


class ShownReminder(Schema):
    """What the clock told a unit."""

    at: str
    case_id: str
    code: str
    about: Literal["acceptance", "answer", "outside"] = Field(
        description="Hạn nhận giải quyết, hạn trả lời, hoặc việc đang chờ cơ quan ngoài Mặt trận."
    )
    share: int = Field(description="Phần thời hạn đã dùng, phần trăm; 0 khi đang chờ cơ quan ngoài.")
    due: str
    audience: str

    @classmethod
    def of(cls, reminder: CaseReminder) -> "ShownReminder":
        """From a reminder."""
        return cls(
            at=clock.to_text(reminder.at),
            case_id=reminder.case_id,
            code=reminder.code,
            about=reminder.about,
            share=reminder.percent,
            due=clock.to_text(reminder.due),
            audience=reminder.audience,
        )


class ReminderList(Schema):
    """A page of reminders, newest first."""

    items: list[ShownReminder]
    next: str | None


class LinkCode(Schema):
    """What an officer writes to their unit's account, so that reminders reach them there."""

    code: str
    write: str = Field(description="Nhắn đúng dòng này tới Official Account của đơn vị.")
    expires_at: str
