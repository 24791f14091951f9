"""Reminders of a unit, and how officers get them on their own Zalo."""

from aws_lambda_powertools.event_handler import Response

from cases_api.app import app
from cases_api.schemas import reminder_schemas
from loa import clock
from loa.bootstrap import casework, foundation
from loa.casework.cases.rows.keys import reminders_partition
from loa.foundation.officers.model import Permission
from loa.web.api.routes import NOTHING_DONE, ONCE, Cursor, Limit, UnitPath, scope
from loa.web.paging import Span, make_cursor, page_limit, read_cursor


@app.get("/reminders", summary="Nhắc việc", tags=["Nhắc việc"])
def list_reminders(
    unit: UnitPath = None, limit: Limit = None, cursor: Cursor = None
) -> reminder_schemas.ReminderList:
    """Những lần hệ thống nhắc hạn cho đúng một đơn vị, mới nhất trước; lưu 90 ngày."""
    path = scope(app.officer(), Permission.READ_CASES, unit)
    start = read_cursor(cursor, Span(reminders_partition(path)))
    found, following = casework.cases().reminders(path, limit=page_limit(limit), start=start)
    return reminder_schemas.ReminderList(
        items=[reminder_schemas.ShownReminder.of(reminder) for reminder in found], next=make_cursor(following)
    )


@app.post(
    "/me/zalo-link",
    summary="Nhận nhắc việc trên Zalo",
    tags=["Nhắc việc"],
    openapi_extensions=ONCE | NOTHING_DONE,
)
def link_own_zalo() -> Response[reminder_schemas.LinkCode]:
    """Mã để cán bộ nhắn tới Official Account của đơn vị mình; dùng được một lần, trong ít phút."""
    from loa.foundation.officers.service import link_code  # noqa: PLC0415 - of this route alone

    officer = app.officer()
    scope(officer, Permission.READ_UNITS, None)

    def work() -> reminder_schemas.LinkCode:
        made = link_code(officer, registry=foundation.officers(), now=clock.now())
        return reminder_schemas.LinkCode(
            code=made.code, write=made.words, expires_at=clock.to_text(made.expires_at)
        )

    return app.once(work)
