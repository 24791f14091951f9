"""Messages to single residents: ask for one, see what became of it, say what became of it."""

from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from conversations_api.app import Once, app, message_key
from conversations_api.schemas import common_schemas
from loa import clock
from loa.bootstrap import dialogue, foundation, residents
from loa.errors import InvalidInput, NotFound
from loa.foundation.officers.model import Officer, Permission, in_scope, require
from loa.foundation.units.service import unit_at
from loa.platform.zalo.api.messages import MAX_TEXT
from loa.residents.messages import service, texts
from loa.residents.messages.model import MessageState, Outgoing, OutgoingKind, text_content
from loa.web.idempotency import StoredResponse
from loa.web.schemas import Schema, Text


class NewMessage(Schema):
    """A message to a resident."""

    unit: common_schemas.PATH = Field(description="Đơn vị có Official Account đứng tên gửi.")
    user_id: Annotated[
        str, Field(pattern=r"^[0-9]{1,32}$", description="Mã người dân tại Official Account đó.")
    ]
    text: Annotated[Text, Field(min_length=1, max_length=MAX_TEXT)]


class Outcome(Schema):
    """What an officer found out."""

    outcome: Literal["sent", "failed"]


class ShownStep(Schema):
    """One line of a message's history."""

    at: str
    what: str
    reason: str = ""
    answer: str = ""
    message_id: str = ""
    api_version: str = ""
    window: str = ""
    by: str = ""


class ShownMessage(Schema):
    """A message to a resident, and what became of it."""

    key: str
    unit: str
    oa_id: str
    user_id: str
    kind: OutgoingKind
    text: str
    state: MessageState
    state_text: str
    reason: str
    reason_text: str
    created_at: str
    created_by: str
    created_by_name: str
    updated_at: str
    attempts: int
    api_version: str
    window: str
    message_id: str
    held_until: str | None
    history: list[ShownStep]

    @classmethod
    def of(cls, message: Outgoing) -> "ShownMessage":
        """From a message."""
        return cls(
            key=message.key,
            unit=message.account.unit_path,
            oa_id=message.account.oa_id,
            user_id=message.user_id,
            kind=message.content.kind,
            text=message.content.shown,
            state=message.state,
            state_text=texts.STATES[message.state.value],
            reason=message.reason,
            reason_text=service.reason_text(message.reason),
            created_at=clock.to_text(message.created_at),
            created_by=message.by,
            created_by_name=message.by_name,
            updated_at=clock.to_text(message.updated_at),
            attempts=message.attempts,
            api_version=message.api_version,
            window=message.window,
            message_id=message.message_id,
            held_until=clock.optional_text(message.held_until),
            history=[ShownStep(**line) for line in message.history],
        )


@app.post(
    "/messages",
    summary="Gửi tin nhắn cho một người dân",
    tags=["Tin nhắn"],
    status_code=202,
)
def send_message(body: NewMessage, given_key: Once) -> Response[ShownMessage]:
    """Nhận yêu cầu gửi; bắt buộc có `Idempotency-Key`, gọi lại cùng mã thì tin vẫn chỉ gửi một lần.

    Trả về 202 kèm `key` để xem kết quả: tin đi qua hàng đợi, và chỉ được gửi trong khung giờ Zalo cho phép.
    """
    officer = app.officer()
    require(officer, Permission.SEND_MESSAGE, body.unit)
    key = message_key(officer, given_key)
    unit_at(body.unit, on=foundation.today(), store=foundation.units())
    account = foundation.accounts().of_unit(foundation.province(), body.unit)
    if account is None:
        raise InvalidInput(texts.NO_ACCOUNT, fields={"unit": texts.NO_ACCOUNT})
    asked = service.enqueue(
        key,
        text_content(body.text),
        account=account.key,
        user_id=body.user_id,
        by=officer.id,
        outbox=residents.outbox(),
        queue=residents.messages(),
        now=clock.now(),
        by_name=officer.name,
    )
    return app.reply(StoredResponse(202, ShownMessage.of(asked).model_dump_json(), asked.created_at))


@app.get("/messages/<key>", summary="Một tin nhắn", tags=["Tin nhắn"])
def read_message(key: str) -> ShownMessage:
    """Tin nhắn với trạng thái hiện tại, lý do và các bước đã qua."""
    return ShownMessage.of(_mine(app.officer(), key, Permission.READ_MESSAGES))


@app.post("/messages/<key>/outcome", summary="Ghi nhận kết quả đã kiểm tra", tags=["Tin nhắn"])
def settle_message(key: str, body: Outcome) -> ShownMessage:
    """Dành cho tin "chưa rõ kết quả": cán bộ xem trên OA Manager rồi ghi đã gửi (sent) hay chưa (failed).

    Tin đã gửi được đưa vào cuộc trò chuyện; tin chưa gửi có thể soạn lại. Gọi lại cùng kết quả không đổi gì.
    """
    officer = app.officer()
    _mine(officer, key, Permission.SEND_MESSAGE)
    outcome = MessageState(body.outcome)
    return ShownMessage.of(dialogue.conversations().settle(key, outcome, officer=officer))


def _mine(officer: Officer, key: str, may: Permission) -> Outgoing:
    """Return a message if the officer may do this to it: their unit's account sent it, or they requested it.

    A conversation transferred down is answered through the account of a unit above.

    Raises:
        NotFound: it does not exist, or is outside the officer's scope.
        NotAllowed: within scope, but the officer may not do this to it.
    """
    found = service.read(key, outbox=residents.outbox())
    own = found.by == officer.id and not in_scope(officer, found.account.unit_path)
    try:
        require(officer, may, officer.unit_path if own else found.account.unit_path)
    except NotFound as outside:  # the same words as for a key that does not exist
        raise NotFound(texts.NOT_FOUND) from outside
    return found
