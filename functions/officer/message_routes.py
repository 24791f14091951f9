"""Messages to single residents: ask for one, see what became of it."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Header
from pydantic import Field

from loa import moments
from loa.errors import InvalidInput, NotFound
from loa.messages import service as messages
from loa.messages import texts
from loa.messages.model import MAXIMUM_KEY, Kind, MessageState, Outgoing, is_key, text_content
from loa.officers.model import Action, require
from loa.units.service import unit_at
from loa.web.idempotency import Answer, Request, stable_id
from loa.web.wire import Text, WireModel
from loa.zalo.messages import MAX_TEXT

import wire
from front import app
from wiring import root


class NewMessage(WireModel):
    """A message to a resident."""

    unit: wire.PATH = Field(description="Đơn vị có Official Account đứng tên gửi.")
    user_id: Annotated[
        str, Field(pattern=r"^[0-9]{1,32}$", description="Mã người dân tại Official Account đó.")
    ]
    text: Annotated[Text, Field(min_length=1, max_length=MAX_TEXT)]


class ShownStep(WireModel):
    """One line of a message's history."""

    at: str
    what: str
    reason: str = ""
    answer: str = ""
    message_id: str = ""
    api_version: str = ""
    window: str = ""


class ShownMessage(WireModel):
    """A message to a resident, and what became of it."""

    key: str
    unit: str
    oa_id: str
    user_id: str
    kind: Kind
    text: str
    state: MessageState
    state_text: str
    reason: str
    reason_text: str
    created_at: str
    created_by: str
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
            text=message.content.text,
            state=message.state,
            state_text=texts.STATES[message.state.value],
            reason=message.reason,
            reason_text=messages.reason_text(message.reason),
            created_at=moments.to_text(message.created_at),
            created_by=message.by,
            updated_at=moments.to_text(message.updated_at),
            attempts=message.attempts,
            api_version=message.api_version,
            window=message.window,
            message_id=message.message_id,
            held_until=moments.to_text(message.held_until) if message.held_until else None,
            history=[ShownStep(**line) for line in message.history],
        )


Once = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        description="Bắt buộc. Cùng mã, cùng nội dung thì vẫn là một tin nhắn, dù gửi lại bao nhiêu lần.",
        json_schema_extra={"minLength": 8, "maxLength": MAXIMUM_KEY},
    ),
]


def _key(officer_id: str, given: str) -> str:
    """The key of the message: derived from the officer's, so that keys of two people never meet."""
    if not is_key(given):
        raise InvalidInput(texts.KEY_NEEDED, fields={"Idempotency-Key": texts.KEY_NEEDED})
    return stable_id(Request(given, f"{officer_id} messages", ""))


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
    require(officer, Action.SEND_MESSAGE, body.unit)
    key, here = _key(officer.id, given_key), root()
    unit_at(body.unit, on=here.today(), store=here.units)
    account = here.accounts.of_unit(here.province, body.unit)
    if account is None:
        raise InvalidInput(texts.NO_ACCOUNT, fields={"unit": texts.NO_ACCOUNT})
    asked = messages.enqueue(
        key,
        text_content(body.text),
        account=account.key,
        user_id=body.user_id,
        by=officer.id,
        outbox=here.outbox,
        queue=here.messages,
        now=moments.now(),
    )
    return app.reply(Answer(202, ShownMessage.of(asked).model_dump_json()))


@app.get("/messages/<key>", summary="Một tin nhắn", tags=["Tin nhắn"])
def read_message(key: str) -> ShownMessage:
    """Tin nhắn với trạng thái hiện tại, lý do và các bước đã qua."""
    officer = app.officer()
    found = messages.read(key, outbox=root().outbox)
    try:
        require(officer, Action.READ_MESSAGES, found.account.unit_path)
    except NotFound as outside:  # the same words as for a key that does not exist
        raise NotFound(texts.NOT_FOUND) from outside
    return ShownMessage.of(found)
