"""Broadcasts under way and after: cancel, pause, resume, take the articles down."""

from aws_lambda_powertools.event_handler import Response

from broadcasts_api.app import ONCE, app
from broadcasts_api.routes.broadcasts import broadcast_for
from broadcasts_api.schemas import broadcast_schemas
from loa.bootstrap import publishing
from loa.foundation.officers.model import Permission


@app.post(
    "/broadcasts/<broadcast_id>/cancel", summary="Hủy", tags=["Tin truyền thông"], openapi_extensions=ONCE
)
def cancel_broadcast(broadcast_id: str) -> Response[broadcast_schemas.ShownBroadcast]:
    """Hủy; nếu đang gửi thì phần đã gửi giữ nguyên, phần chưa gửi được bỏ qua."""
    officer, found = broadcast_for(broadcast_id, Permission.CANCEL_BROADCAST)

    def work() -> broadcast_schemas.ShownBroadcast:
        cancelled = publishing.broadcast_service().cancel(found, officer=officer.id)
        return broadcast_schemas.ShownBroadcast.of(cancelled)

    return app.once(work)


@app.post(
    "/broadcasts/<broadcast_id>/pause", summary="Tạm dừng", tags=["Tin truyền thông"], openapi_extensions=ONCE
)
def pause_broadcast(broadcast_id: str) -> Response[broadcast_schemas.ShownBroadcast]:
    """Tạm dừng; lượt đang gửi dở vẫn hoàn tất."""
    _, found = broadcast_for(broadcast_id, Permission.CONTROL_BROADCAST)
    return app.once(
        lambda: broadcast_schemas.ShownBroadcast.of(publishing.broadcast_service().pause(found)),
    )


@app.post(
    "/broadcasts/<broadcast_id>/resume",
    summary="Gửi tiếp",
    tags=["Tin truyền thông"],
    openapi_extensions=ONCE,
)
def resume_broadcast(broadcast_id: str) -> Response[broadcast_schemas.ShownBroadcast]:
    """Gửi tiếp phần chưa gửi."""
    _, found = broadcast_for(broadcast_id, Permission.CONTROL_BROADCAST)

    def work() -> broadcast_schemas.ShownBroadcast:
        return broadcast_schemas.ShownBroadcast.of(publishing.broadcast_service().resume(found))

    return app.once(work)


@app.post(
    "/broadcasts/<broadcast_id>/remove",
    summary="Gỡ bài đã đăng",
    tags=["Tin truyền thông"],
    openapi_extensions=ONCE,
)
def remove_articles(
    broadcast_id: str, body: broadcast_schemas.RemovalReason
) -> Response[broadcast_schemas.ShownBroadcast]:
    """Xóa bài khỏi từng Official Account của tin đã hủy hoặc đã gửi xong; gọi lại thì làm tiếp."""
    officer, found = broadcast_for(broadcast_id, Permission.CANCEL_BROADCAST)

    def work() -> broadcast_schemas.ShownBroadcast:
        removed = publishing.broadcast_service().remove_articles(
            found,
            officer=officer.id,
            reason=body.reason,
        )
        return broadcast_schemas.ShownBroadcast.of(removed)

    return app.once(work)
