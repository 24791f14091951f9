"""Shapes of what a search answers."""

from pydantic import Field

from loa import clock
from loa.foundation.units.model import Hit
from loa.publishing.library.rules.kinds import KINDS, SECTIONS, ItemKind, Section
from loa.publishing.search.model import SearchHit, SearchPage
from loa.publishing.search.words import MarkedText
from loa.web.schemas import Schema


class TextPart(Schema):
    """A piece of a text; `hit`: it is what was searched for."""

    text: str
    hit: bool

    @classmethod
    def all_of(cls, marked: MarkedText) -> "list[TextPart]":
        """The whole text in pieces."""
        return [cls(text=text, hit=hit) for text, hit in marked.parts]


class FoundItem(Schema):
    """An item that was found. The texts are plain: a page shows them as text, never as HTML."""

    id: str
    unit: str
    unit_name: str
    section: Section
    section_text: str
    kind: ItemKind
    kind_text: str
    number: str = Field(description="Số, ký hiệu của văn bản.")
    published_at: str
    title: list[TextPart]
    excerpt: list[TextPart]
    promoted: bool = Field(description="Cán bộ đã chọn để hiện trước.")

    @classmethod
    def of(cls, hit: SearchHit) -> "FoundItem":
        """From a hit."""
        section, kind = Section(hit.section), ItemKind(hit.kind)
        return cls(
            id=hit.item_id,
            unit=hit.unit_path,
            unit_name=hit.unit_name,
            section=section,
            section_text=SECTIONS[section].label,
            kind=kind,
            kind_text=KINDS[kind].label,
            number=hit.number,
            published_at=clock.to_text(hit.published_at),
            title=TextPart.all_of(hit.title),
            excerpt=TextPart.all_of(hit.excerpt),
            promoted=hit.promoted,
        )


class SearchAnswer(Schema):
    """The best items for a search."""

    items: list[FoundItem]
    total: int = Field(description="Số kết quả; 50 nghĩa là 50 trở lên.")
    exact: bool = Field(description="Mọi kết quả có đủ các từ; nếu không, đây là kết quả gần đúng.")
    next_page: int | None

    @classmethod
    def of(cls, page: SearchPage, next_page: int | None) -> "SearchAnswer":
        """From a page of hits."""
        items = [FoundItem.of(hit) for hit in page.hits]
        return cls(items=items, total=page.total, exact=page.exact, next_page=next_page)


class PresentUnit(Schema):
    """A unit that stands there today."""

    path: str
    name: str


class FoundUnit(Schema):
    """A unit whose name was found, present or past."""

    path: str
    name: str
    label: str = Field(description="Tên, kèm đơn vị cấp trên khi có nơi trùng tên.")
    former: bool = Field(description="Đơn vị cũ, đã sắp xếp lại.")
    present: list[PresentUnit] = Field(description="Đơn vị hiện nay của nơi đó.")

    @classmethod
    def of(cls, match: Hit) -> "FoundUnit":
        """From a match."""
        return cls(
            path=match.unit.path,
            name=match.unit.name,
            label=match.label,
            former=match.unit not in match.present,
            present=[PresentUnit(path=unit.path, name=unit.name) for unit in match.present],
        )


class UnitList(Schema):
    """The units whose names fit best."""

    items: list[FoundUnit]
