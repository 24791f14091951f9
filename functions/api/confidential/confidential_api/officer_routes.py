"""The API of investigators. Answers to POSTs are heads only: what is kept under a key tells nothing."""

from collections.abc import Callable

from aws_lambda_powertools.event_handler import Response

from confidential_api import schemas
from loa.bootstrap import casework, foundation
from loa.casework.denunciations.model import Denunciation
from loa.casework.denunciations.rows.rows import BY_UNIT, case_key
from loa.casework.denunciations.work import access
from loa.errors import NotFound
from loa.foundation.officers.model import Officer
from loa.foundation.units.service import unit_at
from loa.web.api.resolver import api, request_id
from loa.web.api.routes import ONCE, Cursor, Limit
from loa.web.paging import Span, make_cursor, page_limit, read_cursor

app = api("confidential", requests=casework.confidential_requests)


def _request() -> str:
    return request_id(app.current_event.raw_event)


def _exists(path: str) -> bool:
    """Tell whether a unit stands at a path today."""
    try:
        return bool(unit_at(path, on=foundation.today(), store=foundation.units()).name)
    except NotFound:
        return False


@app.get("/confidential-cases", summary="Danh sách tố cáo của đơn vị", tags=["Tố cáo"])
def list_denunciations(limit: Limit = None, cursor: Cursor = None) -> schemas.HeadPage:
    """Mã, trạng thái, thời hạn của các tố cáo mà đúng đơn vị của cán bộ đang giữ; không có nội dung.

    Lượt xem được ghi lại.
    """
    officer = app.officer()
    access.require_investigator(officer)
    _, partition_name, sort_name = BY_UNIT.split(":")
    span = Span(officer.unit_path, partition_name=partition_name, sort_name=sort_name)
    page = casework.denunciations().listed(
        officer,
        limit=page_limit(limit),
        start=read_cursor(cursor, span),
        request_id=_request(),
    )
    return schemas.HeadPage(
        items=[schemas.ShownHead.of(head, casework.denunciations().rules) for head in page.heads],
        next=make_cursor(page.next_start),
    )


@app.get("/confidential-reminders", summary="Nhắc việc về thời hạn", tags=["Tố cáo"])
def list_reminders() -> schemas.Reminders:
    """Các nhắc việc gần nhất của đơn vị: mã và thời hạn, không có nội dung."""
    found = casework.denunciations().reminders(app.officer(), request_id=_request())
    return schemas.Reminders(items=[schemas.ShownReminder.of(reminder) for reminder in found])


@app.get("/confidential-cases/<case_id>", summary="Một tố cáo", tags=["Tố cáo"])
def read_denunciation(case_id: str) -> schemas.ShownDenunciation:
    """Toàn bộ nội dung. Lượt xem được ghi lại trước; không ghi được thì không xem được.

    Liên kết tới tệp hết hạn sau năm phút; đọc lại để có liên kết mới.
    """
    service = casework.denunciations()
    opened = service.opened(app.officer(), case_id, request_id=_request())
    return schemas.ShownDenunciation.of(opened, service.rules)


@app.get("/confidential-cases/<case_id>/looks", summary="Ai đã xem", tags=["Tố cáo"])
def list_looks(case_id: str, limit: Limit = None, cursor: Cursor = None) -> schemas.LookPage:
    """Mọi lượt xem, mới nhất trước, kể cả lượt này."""
    officer = app.officer()
    access.require_investigator(officer)
    found, following = casework.denunciations().looks(
        officer,
        case_id,
        limit=page_limit(limit),
        start=read_cursor(cursor, Span(case_key(case_id), "look#", "look#~")),
        request_id=_request(),
    )
    return schemas.LookPage(items=[schemas.ShownLook.of(look) for look in found], next=make_cursor(following))


def _once(work: Callable[[Officer], Denunciation]) -> Response[schemas.ShownHead]:
    """Let an investigator do something to a denunciation, once per `Idempotency-Key`."""
    officer = app.officer()
    access.require_investigator(officer)

    def done() -> schemas.ShownHead:
        return schemas.ShownHead.of(work(officer), casework.denunciations().rules)

    return app.once(done)


@app.post(
    "/confidential-cases/<case_id>/moves", summary="Xử lý tố cáo", tags=["Tố cáo"], openapi_extensions=ONCE
)
def move_denunciation(case_id: str, body: schemas.WantedStep) -> Response[schemas.ShownHead]:
    """Thụ lý, từ chối (lý do, căn cứ), chuyển cơ quan có thẩm quyền (số văn bản), trả lời, kết thúc."""
    return _once(
        lambda officer: casework.denunciations().step(
            officer,
            case_id,
            body.move,
            body.facts(),
            expected_version=body.version,
        )
    )


@app.post(
    "/confidential-cases/<case_id>/extension", summary="Gia hạn", tags=["Tố cáo"], openapi_extensions=ONCE
)
def extend_denunciation(case_id: str, body: schemas.WantedExtension) -> Response[schemas.ShownHead]:
    """Vụ việc phức tạp: gia hạn một lần; đặc biệt phức tạp: hai lần; mỗi lần không quá 30 ngày (Điều 30).

    Gia hạn bằng văn bản và báo các bên.
    """
    return _once(
        lambda officer: casework.denunciations().extend(
            officer,
            case_id,
            body.reason,
            expected_version=body.version,
            particularly_complex=body.particularly_complex,
        )
    )


@app.post(
    "/confidential-cases/<case_id>/transfer",
    summary="Chuyển đơn vị khác",
    tags=["Tố cáo"],
    openapi_extensions=ONCE,
)
def transfer_denunciation(case_id: str, body: schemas.WantedTransfer) -> Response[schemas.ShownHead]:
    """Giao cho cán bộ xác minh của đơn vị khác; từ đó chỉ đơn vị ấy xem được.

    Chuyển lên cấp trên: chuyển ngay. Chuyển nơi khác: chờ một cán bộ xác minh thứ hai của đơn vị duyệt.
    """
    return _once(
        lambda officer: casework.denunciations().transfer(
            officer,
            case_id,
            body.unit,
            body.reason,
            expected_version=body.version,
            exists=_exists(body.unit),
        )
    )


@app.post(
    "/confidential-cases/<case_id>/transfer/approval",
    summary="Duyệt chuyển đơn vị khác",
    tags=["Tố cáo"],
    openapi_extensions=ONCE,
)
def approve_transfer(case_id: str, body: schemas.WantedApproval) -> Response[schemas.ShownHead]:
    """Người thứ hai duyệt đề nghị chuyển; người đề nghị không tự duyệt được."""
    return _once(
        lambda officer: casework.denunciations().approve_transfer(
            officer,
            case_id,
            expected_version=body.version,
            exists=_exists,
        )
    )
