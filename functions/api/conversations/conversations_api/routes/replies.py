"""Replies to residents, and the files that go with them."""

from aws_lambda_powertools.event_handler import Response

from conversations_api.app import TAG, Once, app, loaded, message_key
from conversations_api.contents import content_of
from conversations_api.schemas import common_schemas
from conversations_api.schemas.thread_schemas import ShownLine
from loa.bootstrap import dialogue
from loa.foundation.officers.model import Permission
from loa.web.api.routes import ONCE
from loa.web.idempotency import StoredResponse


@app.post(
    "/conversations/<oa_id>/<user_id>/replies",
    summary="Trả lời người dân",
    tags=[TAG],
    status_code=202,
)
def send_reply(
    oa_id: str, user_id: str, body: common_schemas.NewReply, given_key: Once
) -> Response[ShownLine]:
    """Nhận tin trả lời; bắt buộc có `Idempotency-Key`, gọi lại cùng mã thì tin vẫn chỉ gửi một lần.

    409 khi người khác đang soạn (nêu tên), hoặc khi Zalo không còn cho gửi (nêu từ lúc nào).
    Người dân được coi là đã được trả lời khi Zalo nhận tin; lời đến sau `seen_up_to` vẫn chờ trả lời.
    Người dân đang chờ mà không gửi `seen_up_to` thì bị từ chối (422), để lời chưa xem không bị tính là đã
    trả lời.
    """
    officer, conversation = loaded(oa_id, user_id, Permission.ANSWER_CONVERSATION)
    service = dialogue.conversations()
    asked = service.reply(
        conversation,
        content_of(
            conversation,
            body.text,
            image=body.image,
            file=body.file,
            file_name=body.file_name,
            case_code=body.case_code,
            due=body.due,
        ),
        key=message_key(officer, given_key),
        seen_up_to=body.seen_up_to,
        insists=body.insists,
        officer=officer,
    )
    shown = ShownLine.waiting(asked, service.files)
    return app.reply(StoredResponse(202, shown.model_dump_json(), asked.created_at))


@app.post(
    "/conversations/<oa_id>/<user_id>/files",
    summary="Tải tệp lên để gửi",
    tags=[TAG],
    status_code=201,
    openapi_extensions=ONCE,
)
def keep_file(oa_id: str, user_id: str, body: common_schemas.NewFile) -> Response[common_schemas.KeptFile]:
    """Tệp pdf, doc, docx (tối đa 4 MB) hoặc ảnh jpg, png (tối đa 1 MB) cho cuộc trò chuyện này."""
    loaded(oa_id, user_id, Permission.ANSWER_CONVERSATION)

    def keep() -> common_schemas.KeptFile:
        return common_schemas.KeptFile.of(
            dialogue.conversations().files.keep(oa_id, user_id, body.file_name, body.content_base64)
        )

    return app.once(keep, status=201)
