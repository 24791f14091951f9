"""The worklist, the audit, and the tables of kinds and sections."""

from library_api.app import Cursor, Limit, UnitPath, app, scope
from library_api.schemas import list_schemas
from loa.bootstrap import publishing
from loa.foundation.officers.model import Permission
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
