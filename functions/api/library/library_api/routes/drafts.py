"""The edition in work: open, save, give up, restore; who is editing it."""

from aws_lambda_powertools.event_handler import Response

from library_api.app import ONCE, app
from library_api.schemas import item_schemas
from loa.bootstrap import publishing
from loa.publishing.library.editing.service import SavedDraft
from loa.web.api.routes import NOTHING_DONE

TAG = "Bản nháp"


@app.post("/library/items/<item_id>/draft", summary="Mở bản nháp", tags=[TAG], openapi_extensions=ONCE)
def open_draft(item_id: str) -> Response[item_schemas.ShownWork]:
    """Bản nháp từ bản đang đăng; bản đang đăng không bị gỡ xuống."""
    officer = app.officer()
    return app.once(lambda: item_schemas.ShownWork.of(publishing.library().open_draft(officer, item_id)))


@app.put("/library/items/<item_id>/draft", summary="Lưu bản nháp", tags=[TAG])
def save_draft(item_id: str, body: item_schemas.DraftSave) -> item_schemas.ShownWork:
    """Lưu những gì đã viết; bị từ chối nếu người khác đã lưu trước hoặc đang sửa."""
    draft = SavedDraft(
        content=body.content.neutral(),
        revision=body.revision,
        change=body.change,
        change_note=body.change_note,
        notify=body.notify,
    )
    return item_schemas.ShownWork.of(publishing.library().save(app.officer(), item_id, draft))


@app.post(
    "/library/items/<item_id>/draft/discard", summary="Bỏ bản nháp", tags=[TAG], openapi_extensions=ONCE
)
def discard_draft(item_id: str, body: item_schemas.SeenRevision) -> Response[item_schemas.ShownWork]:
    """Bỏ bản nháp; bản đang đăng giữ nguyên. Bản nháp đầu tiên được đưa vào thùng rác."""
    officer = app.officer()
    return app.once(
        lambda: item_schemas.ShownWork.of(publishing.library().discard(officer, item_id, body.revision)),
    )


@app.post("/library/items/<item_id>/restore", summary="Lấy lại bản cũ", tags=[TAG], openapi_extensions=ONCE)
def restore_edition(item_id: str, body: item_schemas.EditionNumber) -> Response[item_schemas.ShownWork]:
    """Bản nháp mới từ một bản cũ."""
    officer = app.officer()
    return app.once(
        lambda: item_schemas.ShownWork.of(publishing.library().restore(officer, item_id, body.number))
    )


@app.post(
    "/library/items/<item_id>/lock",
    summary="Bắt đầu sửa",
    tags=[TAG],
    openapi_extensions=NOTHING_DONE,
)
def lock_item(item_id: str, body: item_schemas.LockRequest) -> item_schemas.ShownWork:
    """Báo cho người khác biết mình đang sửa; `take_over` để nhận quyền sửa. Hết hạn sau 5 phút."""
    return item_schemas.ShownWork.of(
        publishing.library().lock(app.officer(), item_id, take_over=body.take_over)
    )


@app.delete(
    "/library/items/<item_id>/lock",
    summary="Thôi sửa",
    tags=[TAG],
    openapi_extensions=NOTHING_DONE,
)
def unlock_item(item_id: str) -> item_schemas.ShownWork:
    """Bỏ khóa sửa của mình; khóa của người khác giữ nguyên."""
    return item_schemas.ShownWork.of(publishing.library().unlock(app.officer(), item_id))
