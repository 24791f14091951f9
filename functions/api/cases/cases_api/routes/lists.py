"""Lists of cases: what waits, how much of it, what fits a search, what is alike."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

from aws_lambda_powertools.event_handler.openapi.params import Query

from cases_api.app import app
from cases_api.schemas import common_schemas, list_schemas
from loa import clock
from loa.bootstrap import casework, foundation
from loa.casework.cases.desk.lists import Wanted, is_overdue, search, waiting
from loa.casework.cases.desk.naming import owners_of
from loa.casework.cases.rows.models import CasePage, CaseSummary
from loa.casework.cases.rules.model import CaseKind, CaseState
from loa.casework.cases.work.similar import Matter
from loa.foundation.officers.model import Officer, Permission, allowed
from loa.foundation.units.model import subtree_range
from loa.web.api.routes import NOTHING_DONE, Cursor, Limit, UnitPath, scope
from loa.web.paging import Span, make_cursor, page_limit, read_cursor


@app.get("/cases", summary="Danh sách vụ việc", tags=["Vụ việc"])
def list_cases(
    *,
    unit: UnitPath = None,
    state: CaseState | None = None,
    kind: CaseKind | None = None,
    owner: Annotated[
        str | None,
        Query(
            max_length=64,
            description="Mã cán bộ; me: của tôi; none: chưa giao ai; left: người được giao đã chuyển, nghỉ.",
        ),
    ] = None,
    overdue: Annotated[bool, Query(description="Chỉ vụ việc đã quá hạn.")] = False,
    everything: Annotated[
        bool,
        Query(
            alias="all",
            description="Cả vụ việc đã xong, mới nhất trước; mặc định chỉ việc cần làm. Lọc theo trạng thái "
            "đã xong (answered, closed…) thì luôn như vậy.",
        ),
    ] = False,
    limit: Limit = None,
    cursor: Cursor = None,
) -> list_schemas.CaseList:
    """Việc cần làm của đơn vị và các đơn vị bên dưới, theo đơn vị, mức ưu tiên rồi hạn gần nhất trước."""
    officer, now = app.officer(), clock.now()
    path = scope(officer, Permission.READ_CASES, unit)
    everything = everything or (state is not None and not state.is_open)
    owner = officer.id if owner == "me" else owner
    of_owner = _is_of(owner)

    def fits(line: CaseSummary) -> bool:
        return (
            (state is None or line.state is state)
            and (kind is None or line.kind is kind)
            and of_owner(line)
            and (not overdue or is_overdue(line, now))
        )

    filtered = state or kind or overdue or owner is not None
    asked: dict[str, Any] = {
        "province": foundation.province(),
        "limit": page_limit(limit),
        "fits": fits if filtered else None,
    }
    subtree = subtree_range(path)
    if everything:
        start = read_cursor(cursor, Span(foundation.province(), *subtree, "listed_in", "listed_order"))
        page = casework.cases().listing(path, start=start, **asked)
    elif owner in {None, "", "none", "left"}:
        start = read_cursor(cursor, Span(foundation.province(), *subtree, "open_in", "open_order"))
        page = casework.cases().worklist(path, start=start, **asked)
    else:
        start = read_cursor(cursor, Span(owner, *subtree, "owner", "open_order"))
        page = casework.cases().worklist(path, start=start, owner=owner, **asked)
    return shown(page, now)


def shown(page: CasePage, now: datetime) -> list_schemas.CaseList:
    """A page with the names of owners and units: one request for each hundred owners, one for new units."""
    owners = owners_of(page.items, registry=foundation.officers())
    units = {line.unit_path: foundation.unit_names().name(line.unit_path) for line in page.items}
    items = [list_schemas.ListedCase.of(line, now, owners=owners, units=units) for line in page.items]
    return list_schemas.CaseList(items=items, next=make_cursor(page.next_start))


def _is_of(owner: str | None) -> Callable[[CaseSummary], bool]:
    """Whether a case is that of the owner who is asked for."""
    if owner is None:
        return lambda _line: True
    if owner != "left":
        return lambda line: line.owner == ("" if owner == "none" else owner)
    known: dict[str, list[Officer]] = {}
    for officer in foundation.officers().of_province(foundation.province()):
        known.setdefault(officer.id, []).append(officer)

    def left(line: CaseSummary) -> bool:
        there = known.get(line.owner, [])
        works = any(allowed(one, Permission.WORK_ON_CASE, line.unit_path) for one in there)
        return bool(line.owner) and not works

    return left


@app.get("/cases/waiting", summary="Còn bao nhiêu việc chờ", tags=["Vụ việc"])
def count_waiting(unit: UnitPath = None) -> list_schemas.WaitingCounts:
    """Số vụ việc quá hạn, hết hạn hôm nay, chờ nhận, của tôi, của đơn vị và các đơn vị bên dưới."""
    officer = app.officer()
    path = scope(officer, Permission.READ_CASES, unit)
    found = waiting(
        path,
        province=foundation.province(),
        officer_id=officer.id,
        now=clock.now(),
        store=casework.case_store(),
    )
    return list_schemas.WaitingCounts.of(found)


@app.get("/cases/search", summary="Tìm vụ việc", tags=["Vụ việc"])
def search_cases(
    *,
    words: Annotated[
        str,
        Query(
            max_length=100,
            description="Mã, số điện thoại, họ tên, hoặc vài từ trong nội dung; có dấu hay không đều được.",
        ),
    ] = "",
    unit: UnitPath = None,
    kind: CaseKind | None = None,
    state: CaseState | None = None,
    first: Annotated[date | None, Query(description="Nhận từ ngày.")] = None,
    last: Annotated[date | None, Query(description="Nhận đến ngày.")] = None,
    limit: Limit = None,
    cursor: Cursor = None,
) -> list_schemas.CaseList:
    """Cả vụ việc đã xong, mới nhất trước trong từng đơn vị; mỗi trang xem tối đa 1.000 vụ việc.

    Trang ngắn mà còn `next` thì gọi tiếp để tìm xa hơn.
    """
    officer = app.officer()
    path, province = scope(officer, Permission.READ_CASES, unit), foundation.province()
    span = Span(province, *subtree_range(path), "listed_in", "listed_order")
    page = search(
        path,
        Wanted(words, kind, state, first, last),
        province=province,
        store=casework.case_store(),
        limit=page_limit(limit),
        start=read_cursor(cursor, span),
    )
    return shown(page, clock.now())


@app.post(
    "/cases/similar",
    summary="Việc gần giống, trước khi nhập",
    tags=["Vụ việc"],
    openapi_extensions=NOTHING_DONE,
)
def find_similar(body: list_schemas.NotYetCase) -> list_schemas.SimilarList:
    """Vụ việc đang mở của đơn vị gần giống điều sắp nhập, giống nhất trước; không ghi lại gì."""
    officer = app.officer()
    path = scope(officer, Permission.WORK_ON_CASE, body.unit)
    own = Matter(body.kind, body.what, body.where, clock.now())
    alike = casework.cases().similar_to(own, path, province=foundation.province())
    return list_schemas.SimilarList(items=[common_schemas.ShownCase.of(case) for case in alike])
