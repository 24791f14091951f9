"""Approval: submit, return, approve, alone in an emergency; and what the province looks at afterwards."""

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from broadcasts_api.app import ONCE, Cursor, Limit, UnitPath, app, scope
from broadcasts_api.routes.broadcasts import broadcast_for
from broadcasts_api.schemas import approval_schemas, broadcast_schemas
from loa import clock
from loa.bootstrap import foundation, publishing
from loa.foundation.officers.model import Permission
from loa.publishing.broadcasts.drafts import oversight
from loa.publishing.broadcasts.rows.lists import details_of
from loa.web.paging import Span, make_cursor, page_limit, read_cursor


@app.post(
    "/broadcasts/<broadcast_id>/submit",
    summary="Trình phê duyệt",
    tags=["Tin truyền thông"],
    openapi_extensions=ONCE,
)
def submit_broadcast(
    broadcast_id: str, body: broadcast_schemas.Seen
) -> Response[broadcast_schemas.ShownBroadcast]:
    """Tin vào danh sách chờ của người phê duyệt; người phê duyệt đã liên kết Zalo được báo trên Zalo."""
    officer, found = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)

    def work() -> broadcast_schemas.ShownBroadcast:
        submitted = publishing.broadcast_service().submit(
            found,
            seen=body.digest,
            officer=officer.id,
        )
        return broadcast_schemas.ShownBroadcast.of(submitted)

    return app.once(work)


@app.post(
    "/broadcasts/<broadcast_id>/return",
    summary="Trả lại để sửa",
    tags=["Tin truyền thông"],
    openapi_extensions=ONCE,
)
def return_broadcast(
    broadcast_id: str, body: broadcast_schemas.ReturnReason
) -> Response[broadcast_schemas.ShownBroadcast]:
    """Trả về bản nháp kèm lý do; phê duyệt và giờ hẹn nếu có bị hủy."""
    officer, found = broadcast_for(broadcast_id, Permission.APPROVE_BROADCAST)

    def work() -> broadcast_schemas.ShownBroadcast:
        returned = publishing.broadcast_service().send_back(
            found,
            seen=body.digest,
            officer=officer.id,
            reason=body.reason,
        )
        return broadcast_schemas.ShownBroadcast.of(returned)

    return app.once(work)


@app.post(
    "/broadcasts/<broadcast_id>/approve",
    summary="Phê duyệt",
    tags=["Tin truyền thông"],
    openapi_extensions=ONCE,
)
def approve_broadcast(
    broadcast_id: str, body: broadcast_schemas.Seen
) -> Response[broadcast_schemas.ShownBroadcast]:
    """Người thứ hai cho phép gửi, có hiệu lực 7 ngày; số bản tin hằng tuần được hẹn giờ luôn."""
    officer, found = broadcast_for(broadcast_id, Permission.APPROVE_BROADCAST)

    def work() -> broadcast_schemas.ShownBroadcast:
        service = publishing.broadcast_service().at(clock.now())
        approved = service.approve(
            found,
            seen=body.digest,
            approver=officer.id,
        )
        scheduled = service.schedule_issue(
            approved,
        )
        return broadcast_schemas.ShownBroadcast.of(scheduled)

    return app.once(work)


@app.post(
    "/broadcasts/<broadcast_id>/emergency",
    summary="Cho gửi khẩn cấp",
    tags=["Tin truyền thông"],
    openapi_extensions=ONCE,
)
def approve_in_emergency(
    broadcast_id: str, body: broadcast_schemas.Why
) -> Response[broadcast_schemas.ShownBroadcast]:
    """Một người cho gửi khi có bão, lũ: phải ghi lý do, được báo lên cấp trên và gửi trước mọi tin khác."""
    officer, found = broadcast_for(broadcast_id, Permission.DECLARE_EMERGENCY)

    def work() -> broadcast_schemas.ShownBroadcast:
        approved = publishing.broadcast_service().approve_in_emergency(
            found,
            seen=body.digest,
            officer=officer.id,
            why=body.reason,
        )
        return broadcast_schemas.ShownBroadcast.of(approved)

    return app.once(work)


@app.get("/emergencies", summary="Tin khẩn cấp đã báo cáo", tags=["Tin truyền thông"])
def list_emergencies(
    unit: UnitPath = None, limit: Limit = None, cursor: Cursor = None
) -> approval_schemas.EmergencyList:
    """Tin do một người cho gửi trong tình huống khẩn cấp, được báo lên đơn vị cấp trên."""
    path = scope(app.officer(), Permission.READ_BROADCASTS, unit)
    start = read_cursor(cursor, Span(f"emergency#{path}"))
    page = publishing.broadcasts().emergencies(path, limit=page_limit(limit), start=start)
    items = [approval_schemas.Emergency(**details_of(row)) for row in page.rows]
    return approval_schemas.EmergencyList(items=items, next=make_cursor(page.next_start))


@app.get("/approvals", summary="Phê duyệt cần xem lại trong tuần", tags=["Tin truyền thông"])
def list_approvals(
    week: Annotated[date | None, Query(description="Một ngày trong tuần; mặc định là tuần này.")] = None,
    below: UnitPath = None,
) -> approval_schemas.ApprovalWeek:
    """Phê duyệt chỉ vài giây sau khi trình hoặc mở xem, chưa từng mở xem, hoặc khẩn cấp."""
    path = scope(app.officer(), Permission.READ_REPORTS, below)
    day = week or clock.local_day(clock.now())
    found = oversight.week(
        day, province=foundation.province(), below=path, broadcasts=publishing.broadcasts()
    )
    return approval_schemas.ApprovalWeek.of(found)
