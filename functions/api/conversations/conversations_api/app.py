"""What all routes of this API share: the resolver, the conversation of a path, keys of requests."""

from typing import Annotated, Final

from aws_lambda_powertools.event_handler.openapi.params import Header

from loa import clock
from loa.bootstrap import dialogue, foundation
from loa.dialogue.desk import access
from loa.dialogue.desk.model import ConversationAccess
from loa.errors import InvalidInput
from loa.foundation.officers.model import Officer, Permission
from loa.foundation.readings.model import ReadKind
from loa.ids import new_id
from loa.residents.messages import texts
from loa.residents.messages.model import MAXIMUM_KEY, is_key
from loa.web.api.resolver import api
from loa.web.idempotency import RepeatableRequest, stable_id

MAXIMUM_BODY: Final = 6_000_000
"""A file of 4 MB in base64 and a little more; Lambda itself takes 6 MiB with everything around the body."""

TAG: Final = "Trò chuyện"

app = api("conversations", max_body_bytes=MAXIMUM_BODY, requests=foundation.requests, deeds=foundation.deeds)

Once = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        description="Bắt buộc. Cùng mã, cùng nội dung thì vẫn là một tin nhắn, dù gửi lại bao nhiêu lần.",
        json_schema_extra={"minLength": 8, "maxLength": MAXIMUM_KEY},
    ),
]


def loaded(oa_id: str, user_id: str, permission: Permission) -> tuple[Officer, ConversationAccess]:
    """Return the officer and the conversation of the path.

    Raises:
        NotFound: it does not exist, or is outside the officer's scope.
        NotAllowed: within scope, but the officer may not do this to it.
    """
    officer, conversation = app.officer(), dialogue.conversations().load(oa_id, user_id)
    access.workable(officer, conversation, permission)
    return officer, conversation


def note_list(officer: Officer, path: str) -> None:
    """Write down that an officer reads a list: it shows residents' last words."""
    foundation.readings().note(officer, ReadKind.CONVERSATION, path, unit_path=path, now=clock.now())


def idempotency_key(officer: Officer) -> str:
    """Return what names this request's work: always the same under its key, so that it is done once."""
    request = app.repeatable(officer.id)
    return stable_id(request) if request.key else new_id(clock.now())


def message_key(officer: Officer, given: str) -> str:
    """The key of a message: derived from the officer's, so that keys of two people never meet.

    Raises:
        InvalidInput: it has not the form of a key.
    """
    if not is_key(given):
        raise InvalidInput(texts.KEY_NEEDED, fields={"Idempotency-Key": texts.KEY_NEEDED})
    return stable_id(RepeatableRequest(given, f"{officer.id} messages", ""))
