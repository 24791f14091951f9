"""Deliveries: how far each unit is, what happened to one; try again what failed, settle what is unknown."""

from aws_lambda_powertools.event_handler import Response

from broadcasts_api.app import ONCE, Cursor, Limit, Within, app
from broadcasts_api.routes.broadcasts import broadcast_for
from broadcasts_api.schemas import delivery_schemas
from loa.bootstrap import publishing
from loa.foundation.officers.model import Permission, require
from loa.publishing.broadcasts.rows.delivery_rows import delivery_from, delivery_range
from loa.publishing.broadcasts.rules.delivery import DeliveryState
from loa.web.paging import Span, make_cursor, page_limit, read_cursor


@app.get("/broadcasts/<broadcast_id>/progress", summary="Tiến độ theo đơn vị", tags=["Tin truyền thông"])
def read_progress(broadcast_id: str, within: Within = None) -> delivery_schemas.Progress:
    """Mỗi đơn vị cấp dưới trực tiếp một dòng: xanh là đã gửi đủ, đỏ là cần xem lại."""
    _, found = broadcast_for(broadcast_id, Permission.READ_BROADCASTS)
    root_path = within or found.content.target.root
    return delivery_schemas.Progress.of(root_path, publishing.deliveries().of(broadcast_id, root_path))


@app.get("/broadcasts/<broadcast_id>/deliveries", summary="Các lượt gửi", tags=["Tin truyền thông"])
def list_deliveries(
    broadcast_id: str,
    within: Within = None,
    state: DeliveryState | None = None,
    limit: Limit = None,
    cursor: Cursor = None,
) -> delivery_schemas.DeliveryList:
    """Từng đơn vị: đã gửi, chưa gửi, lỗi gì."""
    _, found = broadcast_for(broadcast_id, Permission.READ_BROADCASTS)
    path = within or found.content.target.root
    span = Span(broadcast_id, *delivery_range(path))
    page = publishing.deliveries().page(
        broadcast_id, path, state=state, limit=page_limit(limit), start=read_cursor(cursor, span)
    )
    items = [delivery_schemas.ShownDelivery.of(delivery_from(row)) for row in page.rows]
    return delivery_schemas.DeliveryList(items=items, next=make_cursor(page.next_start))


@app.get("/broadcasts/<broadcast_id>/deliveries/<path>", summary="Một lượt gửi", tags=["Tin truyền thông"])
def read_delivery(broadcast_id: str, path: str) -> delivery_schemas.DeliveryWithHistory:
    """Lượt gửi qua một đơn vị, với toàn bộ diễn biến."""
    broadcast_for(broadcast_id, Permission.READ_BROADCASTS)
    return delivery_schemas.DeliveryWithHistory.with_history(
        *publishing.deliveries().get_with_history(broadcast_id, path)
    )


@app.post(
    "/broadcasts/<broadcast_id>/retry",
    summary="Gửi lại lượt lỗi",
    tags=["Tin truyền thông"],
    openapi_extensions=ONCE,
)
def retry_broadcast(
    broadcast_id: str, body: delivery_schemas.RetryWithin
) -> Response[delivery_schemas.Retried]:
    """Gửi lại đúng những lượt bị lỗi; lượt chưa rõ kết quả không bao giờ tự gửi lại."""
    officer, found = broadcast_for(broadcast_id, Permission.CONTROL_BROADCAST)
    within = body.within or found.content.target.root
    require(officer, Permission.CONTROL_BROADCAST, within)

    def work() -> delivery_schemas.Retried:
        count = publishing.broadcast_service().retry(found, within=within, officer=officer.id)
        return delivery_schemas.Retried(retried=count)

    return app.once(work)


@app.post(
    "/broadcasts/<broadcast_id>/deliveries/<path>/outcome",
    summary="Ghi nhận kết quả đã kiểm tra",
    tags=["Tin truyền thông"],
    openapi_extensions=ONCE,
)
def settle_outcome(
    broadcast_id: str, path: str, body: delivery_schemas.Outcome
) -> Response[delivery_schemas.ShownDelivery]:
    """Cán bộ đã xem trên OA Manager: lượt chưa rõ kết quả thật ra đã gửi hay chưa."""
    officer, found = broadcast_for(broadcast_id, Permission.CONTROL_BROADCAST)

    def work() -> delivery_schemas.ShownDelivery:
        settled = publishing.broadcast_service().settle_unknown(
            found,
            path,
            was_sent=body.was_sent,
            officer=officer.id,
        )
        return delivery_schemas.ShownDelivery.of(settled)

    return app.once(work)
