"""Export and import of cases, for the national platform; what comes in may come any number of times."""

from aws_lambda_powertools.event_handler import Response

from cases_api.app import app
from cases_api.schemas import exchange_schemas
from loa import clock
from loa.bootstrap import casework, foundation
from loa.foundation.officers.model import Permission
from loa.foundation.readings.model import ReadKind
from loa.web.api.routes import ONCE, Cursor, Limit, UnitPath, scope
from loa.web.paging import Span, make_cursor, page_limit, read_cursor

SPARE_MILLISECONDS = 8_000
"""No further case is taken in with less time than this: one is a handful of transactions."""

EXPORTED_AT_ONCE = 50
"""Cases of one answer: each comes with its whole history, and an answer may hold 6 MB."""


@app.get("/cases/export", summary="Xuất vụ việc", tags=["Trao đổi dữ liệu"])
def export_cases(
    unit: UnitPath = None, limit: Limit = None, cursor: Cursor = None
) -> exchange_schemas.ExportedCases:
    """Vụ việc của đơn vị và các đơn vị bên dưới với toàn bộ diễn biến, mỗi trang tối đa 50 vụ việc."""
    from loa.casework.exchange import service  # noqa: PLC0415 - a cold start does not wait for what two routes use

    officer = app.officer()
    path = scope(officer, Permission.EXCHANGE_CASES, unit)
    cases, province = casework.cases(), foundation.province()
    foundation.readings().note(officer, ReadKind.EXPORT, path, unit_path=path, now=clock.now())
    start = read_cursor(cursor, Span(province, f"{path}#", f"{path}/", "listed_in", "listed_order"))
    at_once = min(page_limit(limit), EXPORTED_AT_ONCE)
    page = cases.listing(path, province=province, limit=at_once, start=start)
    document = service.export([line.id for line in page.items], service=cases)
    return exchange_schemas.ExportedCases(
        document=exchange_schemas.Document.model_validate(document), next=make_cursor(page.next_start)
    )


@app.post("/cases/import", summary="Nhập vụ việc", tags=["Trao đổi dữ liệu"], openapi_extensions=ONCE)
def import_cases(body: exchange_schemas.CasesToImport) -> Response[exchange_schemas.ImportedCases]:
    """Nhận vụ việc từ hệ thống khác; gửi lại không tạo thêm gì, bản mới hơn thì được bổ sung.

    Nếu có chỗ sai, không vụ việc nào được nhập và mỗi chỗ sai được nêu tên.
    Vụ việc chưa kịp nhận có tên trong `refused`: gửi lại với khóa khác.
    """
    from loa.casework.exchange import service  # noqa: PLC0415 - as above

    officer = app.officer()
    path = scope(officer, Permission.EXCHANGE_CASES, None)
    remaining = app.lambda_context.get_remaining_time_in_millis

    def work() -> exchange_schemas.ImportedCases:
        done = service.import_cases(
            body.model_dump(by_alias=True),
            province=foundation.province(),
            scope=path,
            by=officer.id,
            service=casework.cases(),
            enough=lambda: remaining() < SPARE_MILLISECONDS,
        )
        return exchange_schemas.ImportedCases.of(done)

    return app.once(work)
