"""The API of investigators. Answers to POSTs are heads only: what is kept under a key tells nothing."""

from collections.abc import Callable

from aws_lambda_powertools.event_handler import Response

from confidential_api import schemas
from confidential_api.dependencies import root
from loa import clock
from loa.casework.denunciations import desk
from loa.casework.denunciations.model import Denunciation
from loa.casework.denunciations.store import BY_UNIT, case_key
from loa.foundation.officers.model import Officer
from loa.web.api.resolver import api, request_id
from loa.web.api.routes import ONCE, Cursor, Limit
from loa.web.paging import Span, make_cursor, page_limit, read_cursor

app = api("confidential", requests=lambda: root().requests)


def _request() -> str:
    return request_id(app.current_event.raw_event)


@app.get("/confidential-cases", summary="Danh sách tố cáo của đơn vị", tags=["Tố cáo"])
def list_denunciations(limit: Limit = None, cursor: Cursor = None) -> schemas.HeadPage:
    """Mã, trạng thái, thời hạn của các tố cáo mà đúng đơn vị của cán bộ đang giữ; không có nội dung.

    Lượt xem được ghi lại.
    """
    officer = app.officer()
    desk.require_investigator(officer)
    _, partition_name, sort_name = BY_UNIT.split(":")
    span = Span(officer.unit_path, partition_name=partition_name, sort_name=sort_name)
    page = desk.listed(
        officer,
        limit=page_limit(limit),
        start=read_cursor(cursor, span),
        store=root().store,
        now=clock.now(),
        request_id=_request(),
    )
    return schemas.HeadPage(
        items=[schemas.ShownHead.of(head, root().registry.rules) for head in page.heads],
        next=make_cursor(page.next_start),
    )


@app.get("/confidential-reminders", summary="Nhắc việc về thời hạn", tags=["Tố cáo"])
def list_reminders() -> schemas.Reminders:
    """Các nhắc việc gần nhất của đơn vị: mã và thời hạn, không có nội dung."""
    found = desk.reminders(app.officer(), store=root().store, now=clock.now(), request_id=_request())
    return schemas.Reminders(items=[schemas.ShownReminder.of(reminder) for reminder in found])


@app.get("/confidential-cases/<case_id>", summary="Một tố cáo", tags=["Tố cáo"])
def read_denunciation(case_id: str) -> schemas.ShownDenunciation:
    """Toàn bộ nội dung. Lượt xem được ghi lại trước; không ghi được thì không xem được.

    Liên kết tới tệp hết hạn sau năm phút; đọc lại để có liên kết mới.
    """
    registry = root().registry
    opened = desk.opened(app.officer(), case_id, registry=registry, now=clock.now(), request_id=_request())
    return schemas.ShownDenunciation.of(opened, registry.rules)


@app.get("/confidential-cases/<case_id>/looks", summary="Ai đã xem", tags=["Tố cáo"])
def list_looks(case_id: str, limit: Limit = None, cursor: Cursor = None) -> schemas.LookPage:
    """Mọi lượt xem, mới nhất trước, kể cả lượt này."""
    officer = app.officer()
    desk.require_investigator(officer)
    found, following = desk.looks(
        officer,
        case_id,
        limit=page_limit(limit),
        start=read_cursor(cursor, Span(case_key(case_id), "look#", "look#~")),
        store=root().store,
        now=clock.now(),
        request_id=_request(),
    )
    return schemas.LookPage(items=[schemas.ShownLook.of(look) for look in found], next=make_cursor(following))


def _once(work: Callable[[Officer], Denunciation]) -> Response[schemas.ShownHead]:
    """Let an investigator do something to a denunciation, once per `Idempotency-Key`."""
    officer = app.officer()
    desk.require_investigator(officer)

    def done() -> schemas.ShownHead:
        return schemas.ShownHead.of(work(officer), root().registry.rules)

    return app.once(done)


@app.post(
    "/confidential-cases/<case_id>/moves", summary="Xử lý tố cáo", tags=["Tố cáo"], openapi_extensions=ONCE
)
def move_denunciation(case_id: str, body: schemas.WantedStep) -> Response[schemas.ShownHead]:
    """Thụ lý, từ chối (lý do, căn cứ), chuyển cơ quan có thẩm quyền (số văn bản), trả lời, kết thúc."""
    return _once(
        lambda officer: desk.step(
            officer,
            case_id,
            body.move,
            body.facts(),
            expected_version=body.version,
            registry=root().registry,
            now=clock.now(),
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
        lambda officer: desk.extend(
            officer,
            case_id,
            body.reason,
            expected_version=body.version,
            registry=root().registry,
            now=clock.now(),
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
        lambda officer: desk.transfer(
            officer,
            case_id,
            body.unit,
            body.reason,
            expected_version=body.version,
            exists=bool(root().unit_name(body.unit)),
            registry=root().registry,
            now=clock.now(),
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
        lambda officer: desk.approve_transfer(
            officer,
            case_id,
            expected_version=body.version,
            exists=lambda path: bool(root().unit_name(path)),
            registry=root().registry,
            now=clock.now(),
        )
    )
