"""Items, editions and what is said about them."""

from typing import Annotated, Self

from pydantic import AwareDatetime, Field

from library_api.schemas.content_schemas import ItemContent
from loa import clock
from loa.publishing.library.projection.model import PublishedItem
from loa.publishing.library.rules.findings import CheckFinding
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.model import (
    Change,
    Edition,
    EditionState,
    Item,
    Placement,
    Reach,
    Step,
    Withdrawal,
    WithdrawalKind,
)
from loa.publishing.library.transitions.work import Work
from loa.web.schemas import PATH, Schema, Text

NOTE = Annotated[Text, Field(max_length=500)]


class PlacementShape(Schema):
    """Where lists put an item."""

    section: Section
    reach: Reach = Reach.SUBTREE
    order: Annotated[int, Field(ge=0, le=999_999)] = 0
    pinned_until: AwareDatetime | None = None
    featured: bool = False
    urgent: bool = False
    expires_at: AwareDatetime | None = None
    review_by: AwareDatetime | None = None

    @classmethod
    def of(cls, placement: Placement) -> Self:
        """From a placement."""
        return cls(**{name: getattr(placement, name) for name in cls.model_fields})

    def placement(self) -> Placement:
        """As the library takes it."""
        return Placement(**{name: getattr(self, name) for name in type(self).model_fields})


class NewItem(Schema):
    """A new item with what it says so far."""

    unit: PATH | None = Field(None, description="Đơn vị của bài; mặc định là đơn vị của cán bộ.")
    kind: ItemKind
    placement: PlacementShape
    content: ItemContent
    sample: bool = Field(default=False, description="Bài mẫu; được ghi rõ ở mọi nơi hiển thị.")


class DraftSave(Schema):
    """What an officer has written so far; also what an autosave sends."""

    content: ItemContent
    revision: Annotated[int, Field(ge=1, description="Bản mà cán bộ đang sửa.")]
    change: Change = Change.MAJOR
    change_note: NOTE = ""
    notify: bool = False


class ShownStep(Schema):
    """A line of a history."""

    what: str
    by: str
    at: str
    note: str = ""

    @classmethod
    def of(cls, step: Step) -> Self:
        """From a step."""
        return cls(what=step.what, by=step.by, at=clock.to_text(step.at), note=step.note)


class ShownEdition(Schema):
    """An edition of an item."""

    number: int
    state: EditionState
    revision: int
    content: ItemContent
    contributors: list[str]
    change: Change
    change_note: str
    notify: bool
    publish_at: str | None
    steps: list[ShownStep]
    updated_at: str

    @classmethod
    def of(cls, edition: Edition) -> Self:
        """From an edition."""
        return cls(
            number=edition.number,
            state=edition.state,
            revision=edition.revision,
            content=ItemContent.of(edition.content),
            contributors=sorted(edition.contributors),
            change=edition.change,
            change_note=edition.change_note,
            notify=edition.notify,
            publish_at=clock.optional_text(edition.publish_at),
            steps=[ShownStep.of(step) for step in edition.steps],
            updated_at=clock.to_text(edition.updated_at),
        )


class ShownWithdrawal(Schema):
    """Why an item is not published any more."""

    kind: WithdrawalKind
    reason: str
    at: str
    redirect_to: str

    @classmethod
    def of(cls, withdrawal: Withdrawal) -> Self:
        """From a withdrawal."""
        return cls(
            kind=withdrawal.kind,
            reason=withdrawal.reason,
            at=clock.to_text(withdrawal.at),
            redirect_to=withdrawal.redirect_to,
        )


class ShownLock(Schema):
    """Who is editing, and until when unless they go on."""

    officer_id: str
    name: str
    until: str


class ShownItem(Schema):
    """An item, as lists of officers show it."""

    item_id: str
    unit: str
    kind: ItemKind
    title: str
    placement: PlacementShape
    is_published: bool
    live: int
    working: int
    working_state: EditionState | None
    scheduled_for: str | None
    published_at: str | None
    withdrawal: ShownWithdrawal | None
    lock: ShownLock | None
    binned_at: str | None
    elsewhere: list[str]
    sample: bool
    updated_by: str
    updated_at: str

    @classmethod
    def of(cls, item: Item) -> Self:
        """From an item."""
        lock = item.lock
        return cls(
            item_id=item.item_id,
            unit=item.unit_path,
            kind=item.kind,
            title=item.title,
            placement=PlacementShape.of(item.placement),
            is_published=item.is_published,
            live=item.live,
            working=item.working,
            working_state=item.working_state,
            scheduled_for=clock.optional_text(item.scheduled_for),
            published_at=clock.optional_text(item.published_at),
            withdrawal=ShownWithdrawal.of(item.withdrawal) if item.withdrawal else None,
            lock=ShownLock(officer_id=lock.officer_id, name=lock.name, until=clock.to_text(lock.until))
            if lock
            else None,
            binned_at=clock.optional_text(item.binned_at),
            elsewhere=list(item.elsewhere),
            sample=item.sample,
            updated_by=item.updated_by,
            updated_at=clock.to_text(item.updated_at),
        )


class ShownWork(Schema):
    """An item with its edition in work and the one that residents read."""

    item: ShownItem
    draft: ShownEdition | None
    live: ShownEdition | None

    @classmethod
    def of(cls, work: Work) -> Self:
        """From an item with its editions."""
        return cls(
            item=ShownItem.of(work.item),
            draft=ShownEdition.of(work.edition) if work.edition else None,
            live=ShownEdition.of(work.live) if work.live else None,
        )


class EditionList(Schema):
    """All editions of an item, newest first."""

    items: list[ShownEdition]


class ShownFinding(Schema):
    """Something that a check found."""

    field: str
    message: str
    blocking: bool = Field(description="Phải sửa trước khi gửi duyệt.")

    @classmethod
    def of(cls, finding: CheckFinding) -> Self:
        """From a finding."""
        return cls(field=finding.field, message=finding.message, blocking=finding.blocking)


class FindingList(Schema):
    """What is to be said before residents read it, what blocks first."""

    items: list[ShownFinding]


class Preview(Schema):
    """An item as residents would read it."""

    item_id: str
    unit: str
    kind: ItemKind
    section: Section
    content: ItemContent
    published_at: str
    updated_at: str
    sample: bool

    @classmethod
    def of(cls, item: PublishedItem) -> Self:
        """From an item as it would be projected."""
        return cls(
            item_id=item.item_id,
            unit=item.unit_path,
            kind=item.kind,
            section=item.section,
            content=ItemContent.of(item.content),
            published_at=clock.to_text(item.published_at),
            updated_at=clock.to_text(item.updated_at),
            sample=item.sample,
        )


class LockRequest(Schema):
    """Whether to take over from somebody who is editing."""

    take_over: bool = False


class EditionNumber(Schema):
    """An older edition."""

    number: Annotated[int, Field(ge=1, le=9999)]


class SeenRevision(Schema):
    """What the officer saw."""

    revision: Annotated[int, Field(ge=1)]
