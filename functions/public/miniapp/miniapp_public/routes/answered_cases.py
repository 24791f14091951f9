"""Answered cases that an officer has released.

Nothing is written. A list is one Query, a single case one GetItem, both of partitions that hold public rows
only; of pictures those alone that were copied for a release, as long as the row of their case names them.
"""

from typing import Annotated, Any, Final

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from loa.bootstrap import foundation, reading
from loa.casework.cases.rows.public_list import partition_of
from loa.errors import NotFound
from loa.web.api.resolver import PUBLIC
from loa.web.api.routes import Cursor
from loa.web.paging import Span, make_cursor, read_cursor
from miniapp_public.app import ANSWERS, app
from miniapp_public.schemas import case_schemas

PAGE: Final = 20
LARGEST_PAGE: Final = 50
"""At most 50 rows of two texts each: far below what one Query and one answer may hold."""

_JPEG: Final[Any] = {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}

type Unit = Annotated[
    str | None, Query(max_length=16, description="Đơn vị và mọi đơn vị bên dưới; mặc định: toàn tỉnh.")
]
type PageSize = Annotated[
    int | None, Query(ge=1, le=LARGEST_PAGE, description="Số vụ việc mỗi trang, 1 đến 50.")
]


@app.get(
    "/answered-cases",
    summary="Các vụ việc đã trả lời",
    tags=["Vụ việc công khai"],
    responses=ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def list_answered_cases(
    unit: Unit = None, limit: PageSize = None, cursor: Cursor = None
) -> case_schemas.AnsweredCaseList:
    """Những phản ánh, kiến nghị đã có câu trả lời và được cán bộ cho công khai, mới nhất trước."""
    path = unit or foundation.province()
    start = read_cursor(cursor, Span(partition_of(path)))
    page = reading.answered_cases().page(path, limit=limit or PAGE, start=start)
    items = [case_schemas.AnsweredCase.of(case, reading.public_url()) for case in page.cases]
    return case_schemas.AnsweredCaseList(items=items, next=make_cursor(page.next_start))


@app.get(
    "/answered-cases/<case_id>",
    summary="Một vụ việc đã trả lời",
    tags=["Vụ việc công khai"],
    responses=ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def read_answered_case(case_id: Annotated[str, Path(max_length=80)]) -> case_schemas.AnsweredCase:
    """Nội dung và câu trả lời, đã lược bỏ thông tin cá nhân."""
    found = reading.answered_cases().one(foundation.province(), case_id)
    if found is None:
        raise NotFound
    return case_schemas.AnsweredCase.of(found, reading.public_url())


@app.get(
    "/answered-cases/<case_id>/pictures/<name>",
    summary="Một ảnh của vụ việc đã trả lời",
    tags=["Vụ việc công khai"],
    responses={200: {"description": "JPEG", "content": _JPEG}, 304: ANSWERS[304]},
    enable_validation=False,  # bytes fit no model
    openapi_extensions={PUBLIC: True},
)
def show_picture(case_id: str, name: str) -> Response[Any]:
    """Ảnh đã được cán bộ che thông tin cá nhân; chỉ còn ở đây khi vụ việc còn công khai."""
    case = reading.answered_cases().one(foundation.province(), case_id)
    key = next((picture.key for picture in case.pictures if picture.name == name), "") if case else ""
    content = reading.pictures().get(key) if key else None
    if content is None:
        raise NotFound
    return Response(200, content_type="image/jpeg", body=content)
