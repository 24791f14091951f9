"""The library: home, sections, items, documents, handbook, calendar. One Query at most, and no sign-in."""

from typing import Annotated, Any, Final

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from loa.bootstrap import foundation, reading
from loa.foundation.units.model import ancestors
from loa.publishing.library.projection.model import Card
from loa.publishing.library.reading.service import CardPage, DocumentFilter
from loa.publishing.library.rules.kinds import CALENDAR, SECTIONS, Section
from loa.web.api.resolver import PUBLIC
from loa.web.api.routes import Cursor
from loa.web.paging import Span, make_cursor, read_cursor
from miniapp_public.app import ANSWERS, app
from miniapp_public.schemas import library_schemas

PAGE: Final = 20
LARGEST_PAGE: Final = 50
_TAG: Final = "Thư viện"
_LINKS: Final = (Section.PUBLIC_SERVICES, Section.MEDIA, Section.ORGANISATIONS)
_CALENDAR: Final[Any] = {"text/calendar": {"schema": {"type": "string"}}}

type Unit = Annotated[str | None, Query(max_length=16, description="Mã đơn vị; mặc định: tỉnh.")]
type PageSize = Annotated[int | None, Query(ge=1, le=LARGEST_PAGE, description="Số mục mỗi trang, 1 đến 50.")]
type Word = Annotated[str | None, Query(max_length=200)]
type Year = Annotated[str | None, Query(pattern=r"^[0-9]{4}$", description="Năm ban hành.")]


@app.get(
    "/read/home",
    summary="Trang đầu của đơn vị",
    tags=[_TAG],
    responses=ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def read_home(unit: Unit = None) -> library_schemas.ShownHome:
    """Tin ghim và tin khẩn, tin mới của từng mục, sự kiện sắp tới; kèm nội dung của tỉnh."""
    path = unit or foundation.province()
    return library_schemas.ShownHome.of(reading.library().home(path), path, reading.public_url())


@app.get(
    "/read/sections",
    summary="Mười hai mục",
    tags=[_TAG],
    responses=ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def list_sections() -> library_schemas.SectionList:
    """Các mục theo thứ tự, kèm tên tiếng Việt."""
    rules = [SECTIONS[section] for section in Section]
    shown = [
        library_schemas.ShownSection(section=rule.section, label=rule.label, by_hand=rule.by_hand)
        for rule in rules
    ]
    return library_schemas.SectionList(sections=shown)


@app.get(
    "/read/items",
    summary="Nội dung của một mục",
    tags=[_TAG],
    responses=ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def list_items(
    section: Section, unit: Unit = None, limit: PageSize = None, cursor: Cursor = None
) -> library_schemas.CardList:
    """Danh sách của một đơn vị trong một mục; `above` là đơn vị cấp trên để đọc tiếp."""
    path = unit or foundation.province()
    start = read_cursor(cursor, _span(path, section.value))
    return _list(path, reading.library().section(path, section, limit=limit or PAGE, start=start))


@app.get(
    "/read/items/<item_id>",
    summary="Một nội dung",
    tags=[_TAG],
    responses=ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def read_item(item_id: Annotated[str, Path(max_length=80)]) -> library_schemas.ShownItem:
    """Nội dung đang được công bố; nếu đã rút thì kèm lý do hoặc nơi chuyển đến."""
    return library_schemas.ShownItem.of(reading.library().item(item_id), reading.public_url())


@app.get(
    "/read/documents",
    summary="Tìm văn bản",
    tags=[_TAG],
    responses=ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def list_documents(
    section: Section = Section.GUIDANCE,
    unit: Unit = None,
    effect: Word = None,
    law_field: Word = None,
    form: Word = None,
    issuer: Word = None,
    year: Year = None,
    cursor: Cursor = None,
) -> library_schemas.CardList:
    """Văn bản theo hiệu lực, lĩnh vực, loại, cơ quan, năm. Trang có thể trống mà vẫn còn trang sau."""
    path = unit or foundation.province()
    wanted = DocumentFilter(effect or "", law_field or "", form or "", issuer or "", year or "")
    start = read_cursor(cursor, _span(path, section.value))
    return _list(path, reading.library().documents(path, section, wanted, start=start))


@app.get(
    "/read/handbook",
    summary="Cẩm nang Mặt trận",
    tags=[_TAG],
    responses=ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def read_handbook(unit: Unit = None) -> library_schemas.HandbookTree:
    """Cây mục lục của cẩm nang."""
    tree = reading.library().handbook(unit or foundation.province())
    return library_schemas.HandbookTree(pages=[library_schemas.ShownPage.of(page) for page in tree])


@app.get("/read/links", summary="Liên kết", tags=[_TAG], responses=ANSWERS, openapi_extensions={PUBLIC: True})
def list_links(
    section: Section = Section.PUBLIC_SERVICES,
    unit: Unit = None,
    limit: PageSize = None,
    cursor: Cursor = None,
) -> library_schemas.CardList:
    """Dịch vụ công, báo đài, các tổ chức: liên kết theo thứ tự cán bộ chọn."""
    return list_items(section, unit, limit, cursor)


@app.get(
    "/read/calendar",
    summary="Lịch của đơn vị",
    tags=[_TAG],
    responses=ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def read_calendar(
    unit: Unit = None, limit: PageSize = None, cursor: Cursor = None
) -> library_schemas.CardList:
    """Sự kiện chưa kết thúc, sự kiện gần nhất trước: tiếp xúc cử tri, hội nghị, ngày hội."""
    path = unit or foundation.province()
    start = read_cursor(cursor, _span(path, CALENDAR))
    return _list(path, reading.library().events(path, limit=limit or PAGE, start=start))


@app.get(
    "/read/calendar.ics",
    summary="Lịch để theo dõi trên điện thoại",
    tags=[_TAG],
    responses={200: {"description": "iCalendar", "content": _CALENDAR}, 304: ANSWERS[304]},
    enable_validation=False,  # a calendar fits no model
    openapi_extensions={PUBLIC: True},
)
def subscribe_calendar() -> Response[Any]:
    """Lịch iCalendar của đơn vị `unit`: điện thoại tự cập nhật mỗi giờ."""
    from loa.publishing.library.reading.feed import calendar_feed  # noqa: PLC0415 - cold start

    path = app.current_event.query_string_parameters.get("unit") or foundation.province()
    cards: list[Card] = reading.library().events(path, limit=LARGEST_PAGE).cards
    name = "" if path == foundation.province() else path
    feed = calendar_feed(cards, name, page_url=f"{reading.public_url()}/read/items/{{id}}")
    return Response(200, content_type="text/calendar; charset=utf-8", body=feed.decode())


def _span(path: str, list_name: str) -> Span:
    prefix = f"list#{list_name}#"
    return Span(path, prefix, f"{prefix}\U0010ffff")


def _list(path: str, page: CardPage) -> library_schemas.CardList:
    above = ancestors(path)
    return library_schemas.CardList.of(
        page.cards,
        reading.public_url(),
        following=make_cursor(page.next_start),
        above=above[-1] if above else None,
    )
