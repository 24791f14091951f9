"""Shapes of reorganisations and their plans."""

from datetime import datetime
from typing import Annotated, Final, Self

from pydantic import Field, JsonValue

from loa.reorganisation.model import ReorganisationPlan, UnitFigures, total
from loa.reorganisation.store import Reorganisation
from loa.web.schemas import Schema

_DAY: Final[dict[str, JsonValue]] = {"format": "date"}

type Digest = Annotated[str, Field(min_length=64, max_length=64, description="Mã của phương án đã xem.")]


class NewReorganisation(Schema):
    """The day on which the new structure holds."""

    on: Annotated[
        str,
        Field(
            description="Ngày đầu tiên của các đơn vị mới.", examples=["2025-07-01"], json_schema_extra=_DAY
        ),
    ]


class Choice(Schema):
    """One decision, or all for which something is suggested."""

    decision: Annotated[str, Field(max_length=80, description="Tên việc cần quyết định.")] = ""
    choice: Annotated[str, Field(max_length=80, description="Một trong các lựa chọn.")] = ""
    suggested: Annotated[bool, Field(description="Chọn tất cả gợi ý còn lại.")] = False


class SeenPlan(Schema):
    """The plan that the officer has seen."""

    digest: Digest


class ShownFigures(Schema):
    """What there is."""

    accounts: int
    followers: int
    officers: int
    open_cases: int
    conversations: int

    @classmethod
    def of(cls, figures: UnitFigures) -> Self:
        """Return the shape."""
        return cls(
            accounts=figures.accounts,
            followers=figures.followers,
            officers=figures.officers,
            open_cases=figures.open_cases,
            conversations=figures.conversations,
        )


class ShownDecision(Schema):
    """What people decide."""

    decision: str
    kind: str
    unit: str
    options: list[str]
    suggested: str
    chosen: str


class ShownAccountMove(Schema):
    """What becomes of an account."""

    oa_id: str
    name: str
    old_unit: str
    new_unit: str
    followers: int
    is_kept: bool


class ShownUnitMove(Schema):
    """Which unit takes over; empty: not decided."""

    old_unit: str
    new_unit: str


class ShownReorganisation(Schema):
    """A reorganisation, short."""

    on: Annotated[str, Field(json_schema_extra=_DAY)]
    state: str
    approved_at: datetime | None
    done_at: datetime | None
    steps: Annotated[int, Field(description="Số bước của một lượt.")]
    position: Annotated[int, Field(description="Số bước đã xong của lượt này.")]
    passes: Annotated[int, Field(description="Số lượt đã xong.")]
    moved: Annotated[int, Field(description="Số dữ liệu đã chuyển.")]
    left: Annotated[int, Field(description="Số việc chưa chuyển được; khi đã xong thì cần người xem.")]

    @classmethod
    def of(cls, found: Reorganisation) -> Self:
        """Return the shape."""
        return cls(
            on=found.on.isoformat(),
            state=found.state.value,
            approved_at=found.approved_at,
            done_at=found.done_at,
            steps=found.progress.steps,
            position=found.progress.position,
            passes=found.progress.passes,
            moved=found.progress.moved,
            left=found.progress.left_count,
        )


class ShownPlan(Schema):
    """A reorganisation with its plan."""

    reorganisation: ShownReorganisation
    digest: Digest
    accounts_kept: int
    accounts_retired: int
    decisions_open: int
    totals_equal: Annotated[
        bool, Field(description="Người quan tâm, cán bộ, vụ việc trước và sau bằng nhau.")
    ]
    before: ShownFigures
    after: ShownFigures
    units: list[ShownUnitMove]
    accounts: list[ShownAccountMove]
    decisions: list[ShownDecision]

    @classmethod
    def of(cls, found: Reorganisation, plan: ReorganisationPlan) -> Self:
        """Return the shape."""
        before, after = total(plan.before), total(plan.after)
        return cls(
            reorganisation=ShownReorganisation.of(found),
            digest=plan.digest,
            accounts_kept=after.accounts,
            accounts_retired=len(plan.retired),
            decisions_open=len(plan.open_decisions),
            totals_equal=(before.followers, before.officers, before.open_cases, before.conversations)
            == (after.followers, after.officers, after.open_cases, after.conversations),
            before=ShownFigures.of(before),
            after=ShownFigures.of(after),
            units=[ShownUnitMove(old_unit=each.old_path, new_unit=each.new_path) for each in plan.units],
            accounts=[
                ShownAccountMove(
                    oa_id=each.oa_id,
                    name=each.name,
                    old_unit=each.old_path,
                    new_unit=each.new_path,
                    followers=each.followers,
                    is_kept=each.is_kept,
                )
                for each in plan.accounts
            ],
            decisions=[
                ShownDecision(
                    decision=each.key,
                    kind=each.kind.value,
                    unit=each.path,
                    options=list(each.options),
                    suggested=each.suggested,
                    chosen=each.chosen,
                )
                for each in plan.decisions
            ],
        )


class ReorganisationList(Schema):
    """All reorganisations, oldest first."""

    items: list[ShownReorganisation]
