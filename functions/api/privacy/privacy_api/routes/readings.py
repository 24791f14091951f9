"""Who read what about residents: for administrators of the unit above."""

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from loa import clock
from loa.bootstrap import foundation
from loa.errors import InvalidInput
from loa.foundation.readings.model import is_shown, may_see
from loa.foundation.readings.store import partition_of, reading_from
from loa.foundation.units.model import subtree_range
from loa.web.api.routes import Cursor, Limit, UnitPath
from loa.web.paging import Span, make_cursor, page_limit, read_cursor
from privacy_api import schemas, texts
from privacy_api.app import app

type Day = Annotated[
    str | None, Query(max_length=10, description="Ngày, ví dụ 2026-11-29; mặc định hôm nay.")
]
type Of = Annotated[
    str | None, Query(max_length=128, description="Chỉ những lần xem đúng hồ sơ, cuộc trò chuyện này.")
]


@app.get("/readings", summary="Ai đã xem", tags=["Dữ liệu cá nhân"])
def list_readings(
    unit: UnitPath = None, day: Day = None, of: Of = None, limit: Limit = None, cursor: Cursor = None
) -> schemas.ReadingList:
    """Cán bộ các đơn vị bên dưới đã xem trò chuyện, hồ sơ, tệp, bản xuất nào trong một ngày; lưu 12 tháng.

    Người quản trị của đơn vị cấp trên xem được; tỉnh xem cả của tỉnh. Xem lại trong 15 phút: ghi một lần.
    """
    officer = app.officer()
    path = may_see(officer, unit or officer.unit_path)
    on = _day(day)
    start = read_cursor(cursor, Span(partition_of(foundation.province(), on), *subtree_range(path)))
    page = foundation.readings().page(foundation.province(), path, on, limit=page_limit(limit), start=start)
    found = [reading_from(row) for row in page.rows]
    items = [
        schemas.ShownReading.of(reading)
        for reading in found
        if is_shown(officer, reading.officer_path) and (of is None or reading.reference == of)
    ]
    return schemas.ReadingList(items=items, next=make_cursor(page.next_start))


def _day(text: str | None) -> date:
    if text is None:
        return clock.local_day(clock.now())
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(texts.WRONG_DAY, fields={"day": texts.WRONG_DAY}) from None
