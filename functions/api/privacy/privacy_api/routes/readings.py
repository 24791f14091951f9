"""Who read what about residents: for administrators of the unit above."""

from datetime import date
from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from loa import clock
from loa.errors import InvalidInput
from loa.foundation.readings.model import Reading
from loa.web.api.routes import Cursor, Limit, UnitPath
from loa.web.paging import page_limit
from privacy_api import schemas, texts
from privacy_api.app import app
from privacy_api.trail import trail_below

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
    part = trail_below(
        unit or officer.unit_path, officer, _day(day), limit=page_limit(limit), cursor=cursor, did=False
    )
    read = [each for each in part.items if isinstance(each, Reading)]
    items = [schemas.ShownReading.of(each) for each in read if of is None or each.reference == of]
    return schemas.ReadingList(items=items, next=part.next)


def _day(text: str | None) -> date:
    if text is None:
        return clock.local_day(clock.now())
    try:
        return clock.read_day(text)
    except ValueError:
        raise InvalidInput(texts.WRONG_DAY, fields={"day": texts.WRONG_DAY}) from None
