"""Search in what residents may read, and units by their present or past names; nobody is asked who they are.

The same search is a page for people (`/tim`, module `page`). One file in S3 holds everything that is searched
(`loa.publishing.search`); a process keeps its newest copy. What is written are words that found nothing, with
a number.
"""

from typing import Annotated, Any, Final

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from aws_lambda_powertools.event_handler.openapi.params import Query

from loa import clock
from loa.errors import InvalidInput
from loa.foundation.units.model import is_path
from loa.publishing.library.rules.kinds import Section
from loa.publishing.search import texts
from loa.publishing.search.model import BEST, MAXIMUM_TEXT, PAGE, SearchPage, SearchQuery
from loa.publishing.search.words import words
from loa.text.cleaning import clean
from loa.web.api.resolver import PUBLIC, api
from loa.web.freshness import fresh
from search_public import page, schemas
from search_public.dependencies import count_missed, root

FRESH_SECONDS: Final = 20
"""How long a phone may show an answer without asking again; with what the index needs, less than a minute."""

UNITS: Final = 10
"""So many units are named at most."""

TAG: Final = "Tìm kiếm"

_ANSWERS: Final[Any] = {
    200: {"description": "Successful Response"},
    304: {"description": "Not Modified", "content": {}},
}

app = api("search", max_body_bytes=0)

type Text = Annotated[str, Query(max_length=MAXIMUM_TEXT, description="Từ cần tìm, có dấu hoặc không dấu.")]
type Unit = Annotated[
    str | None, Query(max_length=16, description="Đơn vị và mọi đơn vị bên dưới; mặc định: toàn tỉnh.")
]
type Year = Annotated[int | None, Query(ge=1945, le=2100, description="Năm ban hành văn bản, hoặc năm đăng.")]
type PageNumber = Annotated[int, Query(ge=1, le=BEST // PAGE, description="Trang, từ 1.")]


@app.get(
    "/search",
    summary="Tìm tin, bài, văn bản",
    tags=[TAG],
    responses=_ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def search(
    text: Text, unit: Unit = None, section: Section | None = None, year: Year = None, page: PageNumber = 1
) -> schemas.SearchAnswer:
    """Kết quả khớp nhất trước; gõ có dấu thì bài có đúng dấu đứng trước. Tên xã, phường cũ cũng tìm được."""
    if unit and not is_path(unit):
        raise InvalidInput(texts.NO_SUCH_UNIT, fields={"unit": texts.NO_SUCH_UNIT})
    typed = clean(text)
    if not words(typed):
        raise InvalidInput(texts.NO_WORDS, fields={"text": texts.NO_WORDS})
    now = clock.now()
    query = SearchQuery(typed, unit or "", section or "", year, offset=(page - 1) * PAGE)
    index = root().index()
    found = index.search(query, now) if index else SearchPage((), 0)
    if not found.exact and query == SearchQuery(typed):
        count_missed(app, typed)
    more = page * PAGE < found.total
    return schemas.SearchAnswer.of(found, page + 1 if more else None)


@app.get(
    "/find-unit",
    summary="Tìm xã, phường theo tên hiện nay hoặc tên cũ",
    tags=[TAG],
    responses=_ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def find_unit(text: Text) -> schemas.UnitList:
    """Có dấu hoặc không dấu; đơn vị cũ kèm đơn vị hiện nay của nơi đó."""
    found = root().places.named(clean(text), root().today())[:UNITS]
    return schemas.UnitList(items=[schemas.FoundUnit.of(match) for match in found])


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway: the page for people, JSON for programs."""
    if event.get("rawPath") == page.PATH:
        return page.app.resolve(event, context)
    return fresh(event, app.resolve(event, context), seconds=FRESH_SECONDS)
