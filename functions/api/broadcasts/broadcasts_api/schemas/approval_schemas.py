"""Shapes of what is looked at after an approval: emergencies, and approvals given without looking."""

from typing import Annotated

from pydantic import Field

from loa import clock
from loa.publishing.broadcasts.drafts.oversight import GivenApproval, Remark, Week
from loa.publishing.broadcasts.rules import texts
from loa.web.schemas import Schema


class Emergency(Schema):
    """A broadcast that one person let pass."""

    at: str
    broadcast_id: str
    from_unit: str
    title: str
    officer: str
    why: str


class EmergencyList(Schema):
    """A page of emergencies, newest first."""

    items: list[Emergency]
    next: str | None


class ShownGivenApproval(Schema):
    """An approval that is worth a look."""

    at: str
    broadcast_id: str
    unit: str
    title: str
    officer: str
    why: Annotated[str, Field(description="Lý do khẩn cấp; rỗng nếu duyệt bình thường.")]
    submitted_at: str | None
    opened_at: str | None
    seconds_after_submission: int | None
    seconds_after_opening: int | None
    remarks: list[Remark]
    remark_texts: list[str]

    @classmethod
    def of(cls, approval: GivenApproval) -> "ShownGivenApproval":
        """From an approval."""
        return cls(
            at=clock.to_text(approval.at),
            broadcast_id=approval.broadcast_id,
            unit=approval.unit_path,
            title=approval.title,
            officer=approval.officer,
            why=approval.why,
            submitted_at=clock.optional_text(approval.submitted_at),
            opened_at=clock.optional_text(approval.opened_at),
            seconds_after_submission=approval.seconds_after_submission,
            seconds_after_opening=approval.seconds_after_opening,
            remarks=list(approval.remarks),
            remark_texts=[texts.REMARKS[remark.value] for remark in approval.remarks],
        )


class ApprovalWeek(Schema):
    """A week's approvals: how many there were, and those that are worth a look."""

    first: str
    last: str
    approvals: int
    items: list[ShownGivenApproval]

    @classmethod
    def of(cls, week: Week) -> "ApprovalWeek":
        """From a week."""
        return cls(
            first=week.first.isoformat(),
            last=week.last.isoformat(),
            approvals=week.approvals,
            items=[ShownGivenApproval.of(approval) for approval in week.remarkable],
        )
