"""Lists, the worklist, the audit, and the tables of kinds and sections."""

from typing import Self

from pydantic import Field

from library_api.schemas.item_schemas import ShownItem, ShownStep
from loa.foundation.units.model import Level
from loa.publishing.library.editing.reader import LibraryWorklist
from loa.publishing.library.rows.store import AuditEntry
from loa.publishing.library.rules.kinds import KINDS, SECTIONS, FieldType, ItemKind, Section
from loa.web.schemas import Schema


class ItemList(Schema):
    """Items, newest first."""

    items: list[ShownItem]
    next: str | None = Field(None, description="`after` của trang tiếp theo.")


class ShownWorklist(Schema):
    """What an officer has to look at."""

    urgent: list[ShownItem] = Field(description="Một người đăng khẩn, chưa ai xem lại.")
    mine: list[ShownItem] = Field(description="Bản nháp của tôi, kể cả bản bị trả về.")
    waiting: list[ShownItem] = Field(description="Chờ tôi duyệt.")
    ready: list[ShownItem] = Field(description="Đã duyệt, chờ đăng.")
    expiring: list[ShownItem] = Field(description="Sắp hết thời hạn hiển thị.")
    overdue: list[ShownItem] = Field(description="Quá ngày xem lại.")
    broken: list[ShownItem] = Field(description="Đang đăng, có đường dẫn không mở được.")
    silent: list[ShownItem] = Field(description="Đang đăng, máy chưa đọc được thành tiếng.")
    unread: list[ShownItem] = Field(description="Đã đăng từ hai tuần trở lên mà chưa thấy ai mở.")

    @classmethod
    def of(cls, worklist: LibraryWorklist) -> Self:
        """From a worklist."""
        return cls(
            **{name: [ShownItem.of(item) for item in getattr(worklist, name)] for name in cls.model_fields}
        )


class ShownAudit(Schema):
    """A line of a unit's audit."""

    item_id: str
    title: str
    edition: int
    step: ShownStep

    @classmethod
    def of(cls, entry: AuditEntry) -> Self:
        """From an entry."""
        return cls(
            item_id=entry.item_id,
            title=entry.title,
            edition=entry.step.edition,
            step=ShownStep.of(entry.step),
        )


class AuditList(Schema):
    """What was done in a unit, newest first."""

    items: list[ShownAudit]
    next: str | None


class ShownField(Schema):
    """A field of a kind."""

    name: str
    label: str
    type: FieldType
    required: bool
    maximum: int
    choices: list[str]


class ShownKind(Schema):
    """A kind of item."""

    kind: ItemKind
    label: str
    fields: list[ShownField]
    lifetime_days: int | None
    review_days: int | None


class ShownSection(Schema):
    """A section, and what it takes."""

    section: Section
    label: str
    kinds: list[ItemKind]
    levels: list[Level]
    by_hand: bool


class KindTables(Schema):
    """The tables of kinds and sections."""

    kinds: list[ShownKind]
    sections: list[ShownSection]

    @classmethod
    def all(cls) -> Self:
        """As the code has them."""
        kinds = [
            ShownKind(
                kind=rule.kind,
                label=rule.label,
                fields=[
                    ShownField(
                        name=field.name,
                        label=field.label,
                        type=field.type,
                        required=field.required,
                        maximum=field.maximum,
                        choices=list(field.choices),
                    )
                    for field in rule.fields
                ],
                lifetime_days=rule.lifetime_days,
                review_days=rule.review_days,
            )
            for rule in KINDS.values()
        ]
        sections = [
            ShownSection(
                section=rule.section,
                label=rule.label,
                kinds=sorted(rule.kinds),
                levels=sorted(rule.levels),
                by_hand=rule.by_hand,
            )
            for rule in SECTIONS.values()
        ]
        return cls(kinds=kinds, sections=sections)
