"""What residents read in the Mini App without signing in: answered cases that an officer has released.

Nobody is asked who he is, and nothing is written. A list is one Query, a single case one GetItem, both of
partitions that hold public rows only; the function's role reaches no other, and of pictures those alone that
were copied for a release. A picture is handed out as long as the row of its case names it. Answers carry an
ETag: who has the newest one already gets 304 and no body.
"""

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from loa.casework.cases.rows.public_list import PublicCaseStore, partition_of
from loa.errors import NotFound
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.settings import read
from loa.web.api.resolver import PUBLIC, api
from loa.web.api.routes import Cursor
from loa.web.freshness import fresh
from loa.web.paging import Span, make_cursor, read_cursor
from miniapp_public import schemas
from miniapp_public.settings import Settings

PAGE: Final = 20
LARGEST_PAGE: Final = 50
"""At most 50 rows of two texts each: far below what one Query and one answer may hold."""

FRESH_SECONDS: Final = 60
"""How long a phone may show an answer without asking again; what is taken off the list is gone after this."""

_ANSWERS: Final[Any] = {
    200: {"description": "Successful Response"},
    304: {"description": "Not Modified", "content": {}},
}

_JPEG: Final[Any] = {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}

app = api("miniapp", max_body_bytes=0)

type Unit = Annotated[
    str | None, Query(max_length=16, description="Đơn vị và mọi đơn vị bên dưới; mặc định: toàn tỉnh.")
]
type PageSize = Annotated[
    int | None, Query(ge=1, le=LARGEST_PAGE, description="Số vụ việc mỗi trang, 1 đến 50.")
]


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    province: str
    public_url: str
    cases: PublicCaseStore
    pictures: Bucket


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    return Root(
        province=settings.province_code,
        public_url=settings.public_url,
        cases=PublicCaseStore(Table(settings.cases_table)),
        pictures=Bucket(settings.media_bucket),
    )


@app.get(
    "/answered-cases",
    summary="Các vụ việc đã trả lời",
    tags=["Vụ việc công khai"],
    responses=_ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def list_answered_cases(
    unit: Unit = None, limit: PageSize = None, cursor: Cursor = None
) -> schemas.AnsweredCaseList:
    """Những phản ánh, kiến nghị đã có câu trả lời và được cán bộ cho công khai, mới nhất trước."""
    here = root()
    path = unit or here.province
    start = read_cursor(cursor, Span(partition_of(path)))
    page = here.cases.page(path, limit=limit or PAGE, start=start)
    items = [schemas.AnsweredCase.of(case, here.public_url) for case in page.cases]
    return schemas.AnsweredCaseList(items=items, next=make_cursor(page.next_start))


@app.get(
    "/answered-cases/<case_id>",
    summary="Một vụ việc đã trả lời",
    tags=["Vụ việc công khai"],
    responses=_ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def read_answered_case(case_id: Annotated[str, Path(max_length=80)]) -> schemas.AnsweredCase:
    """Nội dung và câu trả lời, đã lược bỏ thông tin cá nhân."""
    here = root()
    found = here.cases.one(here.province, case_id)
    if found is None:
        raise NotFound
    return schemas.AnsweredCase.of(found, here.public_url)


@app.get(
    "/answered-cases/<case_id>/pictures/<name>",
    summary="Một ảnh của vụ việc đã trả lời",
    tags=["Vụ việc công khai"],
    responses={200: {"description": "JPEG", "content": _JPEG}, 304: _ANSWERS[304]},
    enable_validation=False,  # bytes fit no model
    openapi_extensions={PUBLIC: True},
)
def show_picture(case_id: str, name: str) -> Response[Any]:
    """Ảnh đã được cán bộ che thông tin cá nhân; chỉ còn ở đây khi vụ việc còn công khai."""
    here = root()
    case = here.cases.one(here.province, case_id)
    key = next((picture.key for picture in case.pictures if picture.name == name), "") if case else ""
    content = here.pictures.get(key) if key else None
    if content is None:
        raise NotFound
    return Response(200, content_type="image/jpeg", body=content)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return fresh(event, app.resolve(event, context), seconds=FRESH_SECONDS)
