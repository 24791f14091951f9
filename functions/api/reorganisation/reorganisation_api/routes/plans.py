"""Plan, decide, submit, approve, start, pause; administrators of the province."""

from datetime import date
from typing import Final

from aws_lambda_powertools.event_handler import Response

from loa.bootstrap.across import reorganisation
from loa.clock import read_day
from loa.errors import InvalidInput, NotFound
from loa.reorganisation import texts
from loa.web.api.routes import ONCE
from reorganisation_api.app import app
from reorganisation_api.schemas.plan_schemas import (
    Choice,
    NewReorganisation,
    ReorganisationList,
    SeenPlan,
    ShownPlan,
    ShownReorganisation,
)

TAG: Final = "Sắp xếp đơn vị"


@app.get("/reorganisations", summary="Các lần sắp xếp đơn vị", tags=[TAG])
def list_reorganisations() -> ReorganisationList:
    """Các lần sắp xếp đơn vị của tỉnh, lần sớm nhất trước."""
    found = reorganisation.service().all(app.officer())
    return ReorganisationList(items=[ShownReorganisation.of(each) for each in found])


@app.post("/reorganisations", summary="Lập phương án", tags=[TAG], status_code=201, openapi_extensions=ONCE)
def draft(body: NewReorganisation) -> Response[ShownPlan]:
    """Lập phương án theo danh mục đơn vị và dữ liệu hiện có; ngày đã có phương án thì trả phương án đó."""
    officer, service = app.officer(), reorganisation.service()
    try:
        day = read_day(body.on)
    except ValueError:
        raise InvalidInput(texts.NO_DAY, fields={"on": texts.NO_DAY}) from None
    return app.once(lambda: ShownPlan.of(*service.draft(day, officer)), status=201)


@app.get("/reorganisations/<on>", summary="Phương án và tiến độ", tags=[TAG])
def look(on: str) -> ShownPlan:
    """Đơn vị nào về đâu, OA nào giữ, OA nào nghỉ, việc cần quyết định, số liệu trước và sau, tiến độ."""
    return ShownPlan.of(*reorganisation.service().look(_day(on), app.officer()))


@app.post("/reorganisations/<on>/decisions", summary="Quyết định", tags=[TAG], openapi_extensions=ONCE)
def decide(on: str, body: Choice) -> Response[ShownPlan]:
    """Chọn cho một việc, hoặc chọn tất cả gợi ý; phương án đã trình thì trở lại bản nháp."""
    officer, day, service = app.officer(), _day(on), reorganisation.service()

    def work() -> ShownPlan:
        if body.suggested:
            service.accept_suggestions(day, officer)
        else:
            service.decide(day, body.decision, body.choice, officer)
        return ShownPlan.of(*service.look(day, officer))

    return app.once(work)


@app.post("/reorganisations/<on>/submission", summary="Trình duyệt", tags=[TAG], openapi_extensions=ONCE)
def submit(on: str, body: SeenPlan) -> Response[ShownReorganisation]:
    """Trình phương án đã quyết định hết; nếu phương án đã khác bản đã xem thì không trình được (409)."""
    officer, day, service = app.officer(), _day(on), reorganisation.service()
    return app.once(lambda: ShownReorganisation.of(service.submit(day, body.digest, officer)))


@app.post("/reorganisations/<on>/approval", summary="Duyệt", tags=[TAG], openapi_extensions=ONCE)
def approve(on: str, body: SeenPlan) -> Response[ShownReorganisation]:
    """Người thứ hai duyệt đúng bản đã xem; người đã lập hoặc quyết định không tự duyệt (403)."""
    officer, day, service = app.officer(), _day(on), reorganisation.service()
    return app.once(lambda: ShownReorganisation.of(service.approve(day, body.digest, officer)))


@app.post("/reorganisations/<on>/start", summary="Thực hiện", tags=[TAG], openapi_extensions=ONCE)
def start(on: str) -> Response[ShownReorganisation]:
    """Bắt đầu thực hiện, hoặc làm tiếp sau khi tạm dừng; không sớm hơn ngày sắp xếp."""
    officer, day, service = app.officer(), _day(on), reorganisation.service()
    return app.once(lambda: ShownReorganisation.of(service.start(day, officer)))


@app.post("/reorganisations/<on>/pause", summary="Tạm dừng", tags=[TAG], openapi_extensions=ONCE)
def pause(on: str) -> Response[ShownReorganisation]:
    """Tạm dừng sau bước đang làm; không hoàn lại những gì đã chuyển."""
    officer, day, service = app.officer(), _day(on), reorganisation.service()
    return app.once(lambda: ShownReorganisation.of(service.pause(day, officer)))


def _day(text: str) -> date:
    try:
        return read_day(text)
    except ValueError:
        raise NotFound from None
