"""How residents are answered, month by month: one GetItem of what the province has released."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from loa.bootstrap import foundation, reading
from loa.errors import NotFound
from loa.web.api.resolver import PUBLIC
from miniapp_public.app import ANSWERS, app
from miniapp_public.schemas import figure_schemas

type Month = Annotated[
    str | None,
    Query(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$", description="Mặc định: tháng mới nhất đã công bố."),
]


@app.get(
    "/read/figures",
    summary="Số liệu đã công bố",
    tags=["Số liệu công khai"],
    responses=ANSWERS,
    openapi_extensions={PUBLIC: True},
)
def read_figures(month: Month = None) -> figure_schemas.ShownFigures:
    """Trả lời đúng hạn, thời gian trả lời, mức hài lòng của từng nơi; số dưới 5 người không nêu (null)."""
    store, province = reading.released_figures(), foundation.province()
    if month:
        found, months = store.of_month(province, month), [month]
    else:
        found, months = store.newest(province)
    if found is None:
        raise NotFound
    return figure_schemas.ShownFigures.of(found, months)
