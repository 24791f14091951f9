"""Shapes of lists of cases, and of how much waits."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import Field

from cases_api.schemas.common_schemas import LINE, WORDS, ShownCase
from loa.casework.cases.desk.lists import Tab, Waiting, is_overdue
from loa.casework.cases.rows.models import CaseSummary
from loa.casework.cases.rules.model import CaseKind, CaseState
from loa.clock import to_text
from loa.web.schemas import PATH, Schema


class ListedCase(Schema):
    """A case in a list."""

    case_id: str
    code: str
    unit: str
    unit_name: str
    kind: CaseKind
    kind_text: str
    state: CaseState
    state_text: str
    title: str
    owner: str
    owner_name: str = Field(description="Trống khi người được giao không còn làm ở đó.")
    priority: int
    received_at: str
    accept_by: str
    answer_by: str
    due: str
    overdue: bool

    @classmethod
    def of(
        cls, line: CaseSummary, now: datetime, *, owners: Mapping[str, str], units: Mapping[str, str]
    ) -> "ListedCase":
        """From a line of a list."""
        return cls(
            case_id=line.id,
            code=line.code,
            unit=line.unit_path,
            unit_name=units.get(line.unit_path, ""),
            kind=line.kind,
            kind_text=line.kind.label,
            state=line.state,
            state_text=line.state.label,
            title=line.title,
            owner=line.owner,
            owner_name=owners.get(line.owner, ""),
            priority=line.priority,
            received_at=to_text(line.received_at),
            accept_by=to_text(line.accept_by),
            answer_by=to_text(line.answer_by),
            due=to_text(line.due),
            overdue=is_overdue(line, now),
        )


class CaseList(Schema):
    """A page of cases; where few of many fit a filter it may be short, or empty, though more follow."""

    items: list[ListedCase]
    next: str | None


class WaitingCounts(Schema):
    """How many open cases wait for what."""

    overdue: int
    today: int = Field(description="Hết hạn trước khi hết ngày hôm nay.")
    to_accept: int = Field(description="Chưa ai nhận giải quyết.")
    mine: int
    open: int
    complete: bool = Field(description="false: còn hơn 1.000 vụ việc, các số là ít nhất.")

    @classmethod
    def of(cls, found: Waiting) -> "WaitingCounts":
        """From what waits."""
        counts = {tab.value: found.counts[tab] for tab in Tab}
        return cls(**counts, complete=found.is_complete)


class NotYetCase(Schema):
    """What somebody is about to enter."""

    unit: PATH | None = None
    kind: CaseKind
    what: WORDS
    where: LINE = ""


class SimilarList(Schema):
    """Open cases that may be about the same, most alike first."""

    items: list[ShownCase]
