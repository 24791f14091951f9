"""Weekly bulletins: begin, list, change."""

from dataclasses import replace

from aws_lambda_powertools.event_handler import Response

from broadcasts_api.app import ONCE, UnitPath, app, scope
from broadcasts_api.routes.broadcasts import broadcast_for
from loa import clock
from loa.bootstrap import foundation, publishing
from loa.errors import NotFound
from loa.foundation.officers.model import Permission
from loa.ids import is_id
from loa.publishing.broadcasts.access import require_all
from loa.web.shapes.series import ChangedSeries, NewSeries, SeriesList, ShownSeries


@app.post(
    "/series",
    summary="Lập bản tin hằng tuần",
    tags=["Tin truyền thông"],
    status_code=201,
    openapi_extensions=ONCE,
)
def begin_series(body: NewSeries) -> Response[ShownSeries]:
    """Từ một tin có sẵn: mỗi tuần một bản nháp trước 3 ngày; duyệt kịp thì được gửi đúng giờ."""
    _, found = broadcast_for(body.broadcast_id, Permission.SCHEDULE_BROADCAST)

    def work() -> ShownSeries:
        now = clock.now()
        begun = publishing.broadcast_service().begin_series(
            found,
            weekday=body.weekday,
            at=body.hour,
            until=body.until,
            localise_hours=body.localise_hours,
        )
        return ShownSeries.of(begun, now)

    return app.once(work, status=201)


@app.get("/series", summary="Bản tin hằng tuần của đơn vị", tags=["Tin truyền thông"])
def list_series(unit: UnitPath = None) -> SeriesList:
    """Lịch ra số mới, những tuần nghỉ và số gần nhất."""
    path = scope(app.officer(), Permission.READ_BROADCASTS, unit)
    now = clock.now()
    found = [series for series in publishing.series().all(foundation.province()) if series.unit_path == path]
    return SeriesList(items=[ShownSeries.of(series, now) for series in found])


@app.put("/series/<series_id>", summary="Đổi lịch, nghỉ một tuần, tạm dừng, hủy", tags=["Tin truyền thông"])
def change_series(series_id: str, body: ChangedSeries) -> ShownSeries:
    """Số đã soạn mà không còn đúng lịch thì được hủy; số đang gửi không đổi."""
    officer, now = app.officer(), clock.now()
    if not is_id(series_id):  # nothing to ask the table for
        raise NotFound
    found = publishing.series().get(foundation.province(), series_id)
    require_all(officer, Permission.SCHEDULE_BROADCAST, found.unit_path, found.content.target)
    seen = replace(found, version=body.version)
    changed = publishing.broadcast_service().change_series(
        seen,
        replace(
            seen,
            weekday=body.weekday,
            at=body.hour,
            until=body.until,
            localise_hours=body.localise_hours,
            state=body.state,
            skipped=body.skipped,
        ),
    )
    return ShownSeries.of(changed, now)
