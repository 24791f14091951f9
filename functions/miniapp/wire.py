"""Shapes of what residents read without signing in."""

from pydantic import Field

from loa import moments
from loa.cases.model import Kind
from loa.cases.public import PublicCase
from loa.web.wire import WireModel


class AnsweredCase(WireModel):
    """A case that was answered and released; a person has taken personal data out of both texts.

    The texts are plain: a page shows them as text, never as HTML.
    """

    id: str
    kind: Kind
    kind_text: str
    unit: str = Field(description="Mã đơn vị đã trả lời.")
    received_at: str
    answered_at: str
    text: str
    answer: str

    @classmethod
    def of(cls, case: PublicCase) -> "AnsweredCase":
        """From a released case."""
        return cls(
            id=case.reference,
            kind=case.kind,
            kind_text=case.kind.label,
            unit=case.unit_path,
            received_at=moments.to_text(case.received_at),
            answered_at=moments.to_text(case.answered_at),
            text=case.text,
            answer=case.answer,
        )


class AnsweredCaseList(WireModel):
    """A page of answered cases, newest answer first."""

    items: list[AnsweredCase]
    next: str | None
