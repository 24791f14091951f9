"""Shapes that several modules of this door speak: a case as officers see it, limits of what they write."""

from typing import Annotated, Any, Final

from pydantic import Field

from loa import clock
from loa.casework.cases.rules.fields import MAXIMUM_HAMLET, kept_fields
from loa.casework.cases.rules.model import Case, CaseKind, CaseState, Channel, Details, Reporter
from loa.web.schemas import Schema, Text

MAXIMUM_TEXT: Final = 2000
"""As long as a message of Zalo may be; what a resident is told must fit into one."""
MAXIMUM_LINE: Final = 300
MAXIMUM_NAME: Final = 100
SENT_FILE: Final = r"^message#[0-9TZ:.-]{24}#[0-9A-Za-z._-]{1,100}#[0-9]{1,2}$"
"""A file of the reporter's own conversation, as `casework.cases.rows.files` names it."""

VERSION = Annotated[int, Field(ge=1, description="Phiên bản mà cán bộ đã xem.")]
WORDS = Annotated[Text, Field(min_length=1, max_length=MAXIMUM_TEXT)]
LINE = Annotated[Text, Field(max_length=MAXIMUM_LINE)]
HAMLET = Annotated[Text, Field(max_length=MAXIMUM_HAMLET, description="Thôn, xóm, khối, bản.")]
NAME = Annotated[Text, Field(max_length=MAXIMUM_NAME)]


class ShownReporter(Schema):
    """Who raised the case; personal data."""

    name: str
    phone: str
    oa_id: str
    user_id: str
    account_unit: str

    @classmethod
    def of(cls, reporter: Reporter) -> "ShownReporter":
        """From a reporter."""
        return cls(
            name=reporter.name,
            phone=reporter.phone,
            oa_id=reporter.oa_id,
            user_id=reporter.user_id,
            account_unit=reporter.account_path,
        )


class ShownCase(Schema):
    """A case."""

    case_id: str
    code: str
    unit: str
    received_unit: str
    kind: CaseKind
    kind_text: str
    channel: Channel
    state: CaseState
    state_text: str
    what: str
    where: str
    since: str
    whom: str
    hamlet: str = Field(description="Thôn, xóm, khối, bản.")
    attachments: list[str]
    reporter: ShownReporter
    received_at: str
    changed_at: str
    accept_by: str
    answer_by: str
    remote: bool
    complex: bool
    owner: str
    priority: int
    first_answer_at: str | None
    solved_at: str | None
    reopened: int
    joined_to: str
    members: int
    outside_body: str
    outside_reference: str
    next_step: str
    refusal_reason: str
    legal_ground: str
    asked_for: str
    answer: str
    satisfaction: int
    satisfaction_word: str
    released: bool
    external_id: str
    version: int

    @classmethod
    def of(cls, case: Case) -> "ShownCase":
        """From a case."""
        return cls(**values_of(case))


def values_of(case: Case) -> dict[str, Any]:
    """Return what every shape of a whole case shows."""
    return {
        **{
            one.name: one.written(getattr(case, one.name))
            for one in kept_fields(Case)
            if one.name in ShownCase.model_fields
        },
        **{one.name: getattr(case.details, one.name) for one in kept_fields(Details)},
        "case_id": case.id,
        "code": case.code,
        "unit": case.unit_path,
        "received_unit": case.received_path,
        "kind": case.kind,
        "kind_text": case.kind.label,
        "channel": case.channel,
        "state": case.state,
        "state_text": case.state.label,
        "attachments": list(case.details.attachments),
        "reporter": ShownReporter.of(case.reporter),
        "received_at": clock.to_text(case.received_at),
        "changed_at": clock.to_text(case.changed_at),
        "accept_by": clock.to_text(case.accept_by),
        "answer_by": clock.to_text(case.answer_by),
        "version": case.version,
    }
