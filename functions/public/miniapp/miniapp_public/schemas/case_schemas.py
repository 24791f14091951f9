"""Shapes of what residents read without signing in."""

from pydantic import Field

from loa import clock
from loa.casework.cases.rows.public_list import PublicCase
from loa.casework.cases.rules.model import CaseKind
from loa.web.schemas import Schema


class AnsweredPicture(Schema):
    """A picture of an answered case; a person has covered what is personal."""

    url: str
    width: int
    height: int


class AnsweredCase(Schema):
    """A case that was answered and released; a person has taken personal data out of texts and pictures.

    The texts are plain: a page shows them as text, never as HTML.
    """

    id: str
    kind: CaseKind
    kind_text: str
    unit: str = Field(description="Mã đơn vị đã trả lời.")
    received_at: str
    answered_at: str
    text: str
    answer: str
    pictures: list[AnsweredPicture]

    @classmethod
    def of(cls, case: PublicCase, public_url: str) -> "AnsweredCase":
        """From a released case, and the address at which everybody reaches us."""
        here = f"{public_url}/answered-cases/{case.reference}/pictures"
        return cls(
            id=case.reference,
            kind=case.kind,
            kind_text=case.kind.label,
            unit=case.unit_path,
            received_at=clock.to_text(case.received_at),
            answered_at=clock.to_text(case.answered_at),
            text=case.text,
            answer=case.answer,
            pictures=[
                AnsweredPicture(url=f"{here}/{picture.name}", width=picture.width, height=picture.height)
                for picture in case.pictures
            ],
        )


class AnsweredCaseList(Schema):
    """A page of answered cases, newest answer first."""

    items: list[AnsweredCase]
    next: str | None
