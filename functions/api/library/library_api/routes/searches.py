"""What officers set for the search: synonyms, what stands first; and what residents did not find."""

from typing import Annotated, Final

from aws_lambda_powertools.event_handler.openapi.params import Query

from library_api.app import app
from library_api.schemas import search_schemas
from loa import clock
from loa.bootstrap import publishing
from loa.foundation.officers.model import Permission, require
from loa.foundation.units.model import province_of

TAG = "Tìm kiếm"
_MONTH: Final = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"


@app.get("/library/search-rules", summary="Từ đồng nghĩa, kết quả đứng đầu", tags=[TAG])
def read_search_rules() -> search_schemas.ShownSearchRules:
    """Những gì cấp tỉnh đã đặt cho ô tìm kiếm."""
    officer = app.officer()
    require(officer, Permission.READ_LIBRARY, officer.unit_path)
    return search_schemas.ShownSearchRules.of(publishing.search_rules().read())


@app.put("/library/search-rules", summary="Đặt từ đồng nghĩa, kết quả đứng đầu", tags=[TAG])
def save_search_rules(body: search_schemas.ShownSearchRules) -> search_schemas.ShownSearchRules:
    """Thay toàn bộ; `version` là bản đã đọc. Có hiệu lực trong vòng một phút."""
    rules = body.following()
    publishing.search_settings().save(app.officer(), rules)
    return search_schemas.ShownSearchRules.of(rules)


@app.get("/library/missed-searches", summary="Tìm mà không thấy", tags=[TAG])
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
