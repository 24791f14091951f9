"""What is held about the resident: to be seen, corrected, erased, as the law gives them."""

from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa import clock
from loa.bootstrap import casework, foundation, residents
from loa.casework.cases.work import personal as cases
from loa.errors import InvalidInput
from loa.platform.aws.dynamodb.tables import Table
from loa.residents.attachments import personal as audience
from loa.residents.data_requests.model import RequestCause, RequestKind
from loa.residents.data_requests.service import ask, cancel, read
from loa.residents.profiles.model import Profile
from profile_public import schemas, texts
from profile_public.app import READ, WRITE, app, origin, own_cases, profiles, resident, write_once

TAG: Final = "Thông tin của tôi"


@app.get("/profile/data", summary="Thông tin đang lưu", tags=[TAG], openapi_extensions=READ)
def read_own_data() -> schemas.KeptData:
    """Tất cả những gì đang lưu về người dùng, để xem hoặc tải về; không có ghi chú riêng của cán bộ."""
    person, table = resident().person, _audience()
    found = [*audience.held(person, table), *cases.held(person, service=casework.cases())]
    return schemas.KeptData(items=[schemas.KeptItem(where=where, what=dict(what)) for where, what in found])


@app.post("/profile/corrections", summary="Sửa thông tin", tags=[TAG], openapi_extensions=WRITE)
def correct_own_data(body: schemas.OwnCorrection) -> Response[Any]:
    """Sửa họ tên, số điện thoại trong một việc đã gửi; diễn biến ghi là đã sửa. Cần số đang ghi ở việc đó."""
    profile = resident()

    def work() -> schemas.OwnCase:
        if body.name is None and body.phone is None:
            raise InvalidInput(texts.NOTHING_TO_CORRECT, fields={"name": texts.NOTHING_TO_CORRECT})
        if not own_cases().has(profile.person, body.case_id):
            raise InvalidInput(texts.NOT_YOURS, fields={"case_id": texts.NOT_YOURS})
        if not own_cases().may_correct(profile.person, body.case_id, body.present_phone):
            raise InvalidInput(texts.NOT_PROVEN, fields={"present_phone": texts.NOT_PROVEN})
        service = casework.cases()
        case = cases.correct(
            body.case_id,
            name=body.name,
            phone=body.phone,
            by="resident",
            idempotency_key=origin(profile),
            service=service,
        )
        return schemas.OwnCase.of(service.as_told(case), "")

    return write_once(profile, work)


@app.post("/profile/erasure", summary="Xóa thông tin của tôi", tags=[TAG], openapi_extensions=WRITE)
def erase_own_data() -> Response[Any]:
    """Bắt đầu sau một ngày làm việc, trước đó đổi ý được. Hồ sơ vụ việc phải lưu thì được giữ."""
    profile = resident()

    def work() -> schemas.ShownErasure:
        request = ask(
            RequestKind.ERASE,
            RequestCause.MINI_APP,
            profile.person,
            unit_path=profile.home_unit or foundation.province(),
            origin=origin(profile),
            requests=residents.data_requests(),
            calendar=foundation.calendar(),
            now=clock.now(),
        )
        return schemas.ShownErasure.of(request)

    return write_once(profile, work)


@app.get("/profile/erasure", summary="Yêu cầu xóa đang chờ", tags=[TAG], openapi_extensions=READ)
def list_erasures() -> schemas.ErasureList:
    """Yêu cầu xóa chưa bắt đầu, còn dừng được."""
    return schemas.ErasureList(items=[schemas.ShownErasure.of(each) for each in _waiting(resident())])


@app.post("/profile/erasure/cancel", summary="Không xóa nữa", tags=[TAG], openapi_extensions=WRITE)
def keep_own_data() -> Response[Any]:
    """Dừng các yêu cầu xóa chưa bắt đầu."""
    profile = resident()

    def work() -> schemas.ErasureList:
        requests, now = residents.data_requests(), clock.now()
        ended = [cancel(each.id, requests=requests, now=now) for each in _waiting(profile)]
        return schemas.ErasureList(items=[schemas.ShownErasure.of(each) for each in ended])

    return write_once(profile, work)


def _waiting(profile: Profile) -> list[Any]:
    requests = residents.data_requests()
    return [read(request_id, requests=requests) for request_id in requests.waiting(profile.person)]


def _audience() -> Table:
    return profiles().table
