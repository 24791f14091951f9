"""Requests of residents about their data: write down, show, correct, erase, end."""

from typing import Annotated, Final

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from loa import clock
from loa.bootstrap import erasure
from loa.casework.cases.work import cases_of_person
from loa.errors import InvalidInput
from loa.foundation.officers.model import Permission, require
from loa.personal_data import Person
from loa.residents.data_requests import service
from loa.residents.data_requests.model import DataRequest, RequestCause
from loa.web.api.routes import ONCE, Cursor, Limit, UnitPath, scope
from loa.web.idempotency import stable_id
from loa.web.paging import page_limit
from privacy_api import schemas, texts
from privacy_api.app import app, found
from privacy_api.data_requests import confirmed, ended, requests_below
from privacy_api.kept import kept_about, unit_of

TAG: Final = "Dữ liệu cá nhân"
type From = Annotated[int | None, Query(alias="from", ge=0, description="Bắt đầu từ vị trí này.")]


@app.post("/data-requests", summary="Ghi yêu cầu", tags=[TAG], status_code=201, openapi_extensions=ONCE)
def write_down(body: schemas.NewDataRequest) -> Response[schemas.ShownDataRequest]:
    """Ghi yêu cầu xem, sửa hoặc xóa thông tin của người dân; trả lời trong 2 ngày làm việc.

    Yêu cầu xóa chờ một cán bộ khác duyệt và hết một ngày làm việc kể từ khi người dân đề nghị; xóa tin nhắn,
    ảnh, tệp, hồ sơ hết thời hạn lưu. Tố cáo không xóa theo cách này.
    """
    officer = app.officer()
    person = Person(body.oa_id, body.user_id)
    unit_path = unit_of(person)
    require(officer, Permission.HANDLE_DATA_REQUESTS, unit_path)

    def work() -> schemas.ShownDataRequest:
        now = clock.now()
        request = app.repeatable(officer.id)
        made = service.ask(
            body.kind,
            RequestCause.OFFICER,
            person,
            unit_path=unit_path,
            origin=f"officer#{stable_id(request) if request.key else clock.to_text(now)}#{officer.id}",
            requests=erasure.stores().requests,
            calendar=erasure.stores().cases.calendar,
            now=now,
            by=officer.id,
            by_name=officer.name,
        )
        return schemas.ShownDataRequest.of(made, now)

    return app.once(work, status=201)


@app.get("/data-requests", summary="Danh sách yêu cầu", tags=[TAG])
def list_requests(
    unit: UnitPath = None, limit: Limit = None, cursor: Cursor = None
) -> schemas.DataRequestList:
    """Yêu cầu của người dân tại đơn vị và các đơn vị bên dưới, mới nhất trước trong mỗi đơn vị.

    Trang Zalo OA đã giao cho đơn vị khác thì yêu cầu không còn ở danh sách của đơn vị cũ.
    """
    path = scope(app.officer(), Permission.HANDLE_DATA_REQUESTS, unit)
    part, now = requests_below(path, limit=page_limit(limit), cursor=cursor), clock.now()
    return schemas.DataRequestList(
        items=[schemas.ShownDataRequest.of(item, now) for item in part.items], next=part.next
    )


@app.get("/data-requests/<request_id>", summary="Một yêu cầu", tags=[TAG])
def read_request(request_id: str) -> schemas.ShownDataRequest:
    """Yêu cầu, đã xóa những gì, còn giữ những gì và vì sao."""
    _, request = found(request_id)
    return schemas.ShownDataRequest.of(request, clock.now())


@app.get("/data-requests/<request_id>/data", summary="Thông tin đang lưu", tags=[TAG])
def read_data(request_id: str, start: From = None) -> schemas.PersonalData:
    """Tất cả những gì đang lưu về người yêu cầu, để cho xem hoặc giao bản sao; việc xem được ghi lại.

    Chỉ khi yêu cầu chưa kết thúc (409 nếu đã kết thúc).
    """
    officer, request = found(request_id)
    part = kept_about(request, officer, start or 0)
    shown = [schemas.KeptAbout(where=where, what=dict(what)) for where, what in part.items]
    return schemas.PersonalData(items=shown, next=part.next)


@app.post(
    "/data-requests/<request_id>/corrections",
    summary="Sửa thông tin",
    tags=[TAG],
    openapi_extensions=ONCE,
)
def correct(request_id: str, body: schemas.Correction) -> Response[schemas.ShownDataRequest]:
    """Sửa họ tên, số điện thoại của người yêu cầu trong một hồ sơ của họ; diễn biến ghi là đã sửa."""
    if body.name is None and body.phone is None:
        raise InvalidInput(texts.NOTHING_TO_CORRECT, fields={"name": texts.NOTHING_TO_CORRECT})
    officer, request = found(request_id)
    service, person = erasure.stores().cases, request.person
    if body.case_id not in service.store.ids_of(person.oa_id, person.user_id, cases_of_person.MAXIMUM_CASES):
        raise InvalidInput(texts.NOT_THEIRS, fields={"case_id": texts.NOT_THEIRS})

    def work() -> schemas.ShownDataRequest:
        cases_of_person.correct(
            body.case_id,
            name=body.name,
            phone=body.phone,
            by=officer.id,
            idempotency_key=f"correction#{request.id}#{stable_id(app.repeatable(officer.id))}",
            service=service,
        )
        return schemas.ShownDataRequest.of(request, clock.now())

    return app.once(work)


@app.post(
    "/data-requests/<request_id>/confirmation", summary="Duyệt xóa", tags=[TAG], openapi_extensions=ONCE
)
def confirm(request_id: str) -> Response[schemas.ShownDataRequest]:
    """Cán bộ thứ hai duyệt việc xóa do cán bộ khác ghi; người ghi không tự duyệt (403)."""
    officer, request = found(request_id)

    return app.once(lambda: _shown(confirmed(request, officer)))


@app.post("/data-requests/<request_id>/cancel", summary="Dừng yêu cầu", tags=[TAG], openapi_extensions=ONCE)
def cancel(request_id: str) -> Response[schemas.ShownDataRequest]:
    """Người dân đổi ý trước khi việc xóa bắt đầu."""
    _, request = found(request_id)
    return app.once(lambda: _shown(ended(request, service.cancel)))


@app.post("/data-requests/<request_id>/finish", summary="Đã trả lời", tags=[TAG], openapi_extensions=ONCE)
def finish(request_id: str) -> Response[schemas.ShownDataRequest]:
    """Người dân đã được xem, nhận bản sao hoặc được sửa thông tin."""
    _, request = found(request_id)
    return app.once(lambda: _shown(ended(request, service.finish)))


def _shown(request: DataRequest) -> schemas.ShownDataRequest:
    return schemas.ShownDataRequest.of(request, clock.now())
