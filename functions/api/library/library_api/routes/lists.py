"""What stands beside items: worklist, audit, kinds; hosts that links may lead to; settings of the search."""

from typing import Annotated, Final

from aws_lambda_powertools.event_handler.openapi.params import Query

from library_api.app import Cursor, Limit, UnitPath, app, scope
from library_api.schemas import list_schemas, media_schemas, search_schemas
from loa import clock
from loa.bootstrap import publishing
from loa.foundation.officers.model import Permission, require
from loa.foundation.units.model import province_of
from loa.publishing.library.editing import hosts
from loa.publishing.library.rows.store import AUDIT_SPAN, audit_from
from loa.web.paging import Span, make_cursor, page_limit, read_cursor

TAG = "Thư viện"


@app.get("/library/worklist", summary="Việc của tôi", tags=[TAG])
def read_worklist() -> list_schemas.ShownWorklist:
    """Bản nháp của tôi, bài chờ tôi duyệt, bài chờ đăng, bài sắp hết hạn hoặc cần xem lại."""
    return list_schemas.ShownWorklist.of(publishing.library().reader.worklist(app.officer()))


@app.get("/library/audit", summary="Nhật ký", tags=[TAG])
def read_audit(unit: UnitPath = None, limit: Limit = None, cursor: Cursor = None) -> list_schemas.AuditList:
    """Ai đã làm gì với bài nào của đơn vị, mới nhất trước."""
    path = scope(app.officer(), Permission.READ_LIBRARY, unit)
    start = read_cursor(cursor, Span(path, *AUDIT_SPAN))
    page = publishing.library().store.audit(path, limit=page_limit(limit), start=start)
    items = [list_schemas.ShownAudit.of(audit_from(row)) for row in page.rows]
    return list_schemas.AuditList(items=items, next=make_cursor(page.next_start))


@app.get("/library/kinds", summary="Các mục và loại bài", tags=[TAG])
def read_kinds() -> list_schemas.KindTables:
    """Mười hai mục, các loại bài và trường của từng loại, để dựng biểu mẫu."""
    scope(app.officer(), Permission.READ_LIBRARY, None)
    return list_schemas.KindTables.all()


def _hosts() -> media_schemas.HostList:
    province = province_of(app.officer().unit_path)
    return media_schemas.HostList(
        items=[media_schemas.ShownHost.of(host) for host in publishing.link_hosts().all(province)]
    )


@app.get("/library/hosts", summary="Trang được phép dẫn tới", tags=["Đường dẫn"])
def list_hosts() -> media_schemas.HostList:
    """Tên miền mà đường dẫn của thư viện được dẫn tới, gồm cả tên miền con."""
    officer = app.officer()
    require(officer, Permission.READ_LIBRARY, officer.unit_path)
    return _hosts()


@app.post("/library/hosts", summary="Cho phép một trang", tags=["Đường dẫn"])
def approve_host(body: media_schemas.NewHost) -> media_schemas.HostList:
    """Thêm một tên miền; chỉ quản trị viên cấp tỉnh."""
    hosts.approve_host(app.officer(), body.host, body.owner, store=publishing.link_hosts(), now=clock.now())
    return _hosts()


@app.delete("/library/hosts/<host>", summary="Thôi cho phép một trang", tags=["Đường dẫn"])
def remove_host(host: str) -> media_schemas.HostList:
    """Bỏ một tên miền; đường dẫn đã đăng còn lại cho đến khi được xem lại."""
    hosts.remove_host(app.officer(), host, store=publishing.link_hosts())
    return _hosts()


_MONTH: Final = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"


@app.get("/library/search-rules", summary="Từ đồng nghĩa, kết quả đứng đầu", tags=["Tìm kiếm"])
def read_search_rules() -> search_schemas.ShownSearchRules:
    """Những gì cấp tỉnh đã đặt cho ô tìm kiếm."""
    officer = app.officer()
    require(officer, Permission.READ_LIBRARY, officer.unit_path)
    return search_schemas.ShownSearchRules.of(publishing.search_rules().read())


@app.put("/library/search-rules", summary="Đặt từ đồng nghĩa, kết quả đứng đầu", tags=["Tìm kiếm"])
def save_search_rules(body: search_schemas.ShownSearchRules) -> search_schemas.ShownSearchRules:
    """Thay toàn bộ; `version` là bản đã đọc. Có hiệu lực trong vòng một phút."""
    rules = body.following()
    publishing.search_settings().save(app.officer(), rules)
    return search_schemas.ShownSearchRules.of(rules)


@app.get("/library/missed-searches", summary="Tìm mà không thấy", tags=["Tìm kiếm"])
def list_missed_searches(
    month: Annotated[str | None, Query(pattern=_MONTH, description="Năm-tháng; mặc định tháng này.")] = None,
) -> search_schemas.MissedSearchList:
    """Những từ được tìm từ ba lần trở lên mà không có kết quả, nhiều nhất trước. Không biết ai đã tìm."""
    officer = app.officer()
    require(officer, Permission.READ_LIBRARY, province_of(officer.unit_path))
    day = clock.from_text(f"{month}-15T00:00:00Z") if month else clock.now()
    found = publishing.missed_searches().of_month(day)
    return search_schemas.MissedSearchList(
        items=[search_schemas.ShownMissedSearch(words=missed.words, count=missed.count) for missed in found]
    )
