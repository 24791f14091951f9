"""The steps of an item: what is done with it."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from library_api.schemas.item_schemas import NOTE, PlacementShape
from loa.publishing.library.editing.changes import MAXIMUM_AT_ONCE, BulkOutcome
from loa.publishing.library.rules.kinds import Section
from loa.publishing.library.rules.model import WithdrawalKind
from loa.web.schemas import Schema

_REASON = Annotated[NOTE, Field(min_length=1)]
_REVISION = Annotated[int, Field(ge=1, description="Bản mà cán bộ đã xem.")]


class Submit(Schema):
    """Ask for approval."""

    action: Literal["submit"]
    revision: _REVISION


class Simple(Schema):
    """What needs nothing but the wish."""

    action: Literal["recall", "unschedule", "publish", "bin", "unbin"]


class Approve(Schema):
    """Agree to the edition exactly as it was seen."""

    action: Literal["approve"]
    revision: _REVISION


class Return(Schema):
    """Send it back with a reason."""

    action: Literal["return"]
    reason: _REASON


class Schedule(Schema):
    """Let it appear at an instant."""

    action: Literal["schedule"]
    at: AwareDatetime


class PublishUrgently(Schema):
    """Show it without a second person; the reason is recorded."""

    action: Literal["publish_urgently"]
    revision: _REVISION
    reason: _REASON


class Look(Schema):
    """Confirm, as a second person, what one person published alone."""

    action: Literal["look"]
    edition: Annotated[int, Field(ge=1, description="Bản đang đăng mà cán bộ đã đọc.")]


class Withdraw(Schema):
    """Take it down."""

    action: Literal["withdraw"]
    kind: Literal[WithdrawalKind.NOTICE, WithdrawalKind.REDIRECT, WithdrawalKind.GONE]
    reason: _REASON
    redirect_to: Annotated[str, Field(max_length=2048)] = ""


class Review(Schema):
    """Confirm that it is still right."""

    action: Literal["review"]
    next_review: AwareDatetime | None = None


class Move(Schema):
    """Put it into another section."""

    action: Literal["move"]
    section: Section


class Place(Schema):
    """Pin, feature, order, set the end."""

    action: Literal["place"]
    placement: PlacementShape


type ItemStep = Annotated[
    Submit | Simple | Approve | Return | Schedule | PublishUrgently | Look | Withdraw | Review | Move | Place,
    Field(discriminator="action"),
]

type BulkStep = Annotated[Simple | Withdraw | Move | Review, Field(discriminator="action")]


class StepRequest(Schema):
    """What is to be done with an item."""

    step: ItemStep


class BulkRequest(Schema):
    """What is to be done with many items."""

    items: Annotated[
        list[Annotated[str, Field(max_length=60)]], Field(min_length=1, max_length=MAXIMUM_AT_ONCE)
    ]
    step: BulkStep


class BulkResult(Schema):
    """What became of one of them."""

    item_id: str
    done: bool
    code: str = ""
    message: str = ""

    @classmethod
    def of(cls, outcome: BulkOutcome) -> "BulkResult":
        """What became of one of them, as it is told."""
        if refused := outcome.refused:
            return cls(item_id=outcome.item_id, done=False, code=refused.code, message=refused.message)
        return cls(item_id=outcome.item_id, done=True)


class BulkResults(Schema):
    """What became of each, in the order of the request."""

    items: list[BulkResult]
