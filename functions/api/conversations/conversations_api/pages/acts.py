"""What officers do on the page of a conversation: reply, lock, note, close, say what became of a reply."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import Field

from conversations_api import texts
from conversations_api.contents import content_of
from conversations_api.pages.app import AREA, address, loaded, pages, request_key
from conversations_api.pages.rows import name_of
from conversations_api.pages.threads import LONGEST_REPLY, ReplyForm, thread_page
from loa import clock
from loa.bootstrap import dialogue, residents
from loa.dialogue.desk.model import ConversationAccess
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Permission, require
from loa.residents.attachments.files import recognised
from loa.residents.messages import service
from loa.residents.messages.model import MessageContent, MessageState
from loa.web.pages.forms import Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.schemas import Text

_FILE_FIELDS = {"file", "file_name", "content_base64"}
"""What use cases call a file that is wrong."""

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)


class NewWords(Conflict):
    """The resident has written since the page was drawn."""


class NoteForm(FormModel):
    """A note that only officers see."""

    note: Annotated[Text, Field(title="Ghi chú", min_length=1, max_length=LONGEST_REPLY)]


class SeenForm(FormModel):
    """How far the page showed the conversation."""

    seen: Annotated[str, Field(max_length=40)] = ""


class WriterForm(FormModel):
    """Whose place is taken."""

    writer: Annotated[str, Field(max_length=128)] = ""


class OutcomeForm(FormModel):
    """What an officer found out about a reply."""

    key: Annotated[str, Field(max_length=128)]
    outcome: Literal["toi", "chua"]


@pages.post(f"{AREA}/<oa_id>/<user_id>/tra-loi")
def reply(oa_id: str, user_id: str) -> Html:
    """Answer the resident; words that came meanwhile are shown first."""
    conversation = loaded(oa_id, user_id)
    form = pages.sent(ReplyForm)
    value, files = form.value, pages.sent_form().files.get("file", [])
    if value is None or not (value.words or files):
        refused = form if value is None else form.refused({"words": texts.WORDS_NEEDED})
        return thread_page(conversation, refused, status=422)
    seen, newest = _instant(value.seen), conversation.head.last_message_at

    def work() -> object:
        if newest and (seen is None or newest > seen):
            raise NewWords(texts.NEW_WORDS.format(name=name_of(conversation)))
        contents = _contents(conversation, value.words, [file.content for file in files])
        for number, content in enumerate(contents):
            dialogue.conversations().reply(
                conversation,
                content,
                key=f"{request_key()}-{number}" if number else request_key(),
                seen_up_to=seen,
                officer=pages.officer(),
                insists=value.insists,
            )
        return contents

    try:
        return pages.done(work, to=address(conversation), say=texts.SENT)
    except NewWords as meanwhile:
        return thread_page(conversation, form, status=409, warning=meanwhile.message)
    except Conflict as conflict:
        return thread_page(loaded(oa_id, user_id), form, status=409, warning=conflict.message)
    except InvalidInput as error:
        said = next(iter(error.fields.values()), error.message)
        of_file = _FILE_FIELDS & error.fields.keys()
        faults = {"file" if of_file else "words": said}
        return thread_page(conversation, form.refused(faults), status=422)


def _contents(
    conversation: ConversationAccess, words: str, files: Sequence[bytes]
) -> Sequence[MessageContent]:
    """Return the messages of an answer: Zalo takes words with a picture, and a document only by itself."""
    if not files:
        return [content_of(conversation, words)]
    head, store = conversation.head, dialogue.conversations().files
    content = files[0]
    kind = recognised(content)
    kept = store.keep_content(head.oa_id, head.user_id, f"{texts.FILE_NAME}.{kind.ending}", content)
    if kind.media_type.startswith("image/"):
        return [content_of(conversation, words, file=kept.file_id, file_name=kept.name)]
    alone = content_of(conversation, "", file=kept.file_id, file_name=kept.name)
    return [content_of(conversation, words), alone] if words else [alone]


@pages.post(f"{AREA}/<oa_id>/<user_id>/giu")
def lock(oa_id: str, user_id: str) -> Html:
    """Show others that this officer is writing."""
    conversation = loaded(oa_id, user_id)
    return _done(
        conversation,
        lambda: dialogue.conversations().lock(conversation, officer=pages.officer()),
        say=texts.LOCKED,
    )


@pages.post(f"{AREA}/<oa_id>/<user_id>/nhuong")
def unlock(oa_id: str, user_id: str) -> Html:
    """Let others write."""
    conversation = loaded(oa_id, user_id)
    return _done(
        conversation,
        lambda: dialogue.conversations().unlock(conversation, officer=pages.officer()),
        say=texts.UNLOCKED,
    )


@pages.post(f"{AREA}/<oa_id>/<user_id>/lam-thay")
def take_over(oa_id: str, user_id: str) -> Html:
    """Write in place of the officer who was shown as writing."""
    conversation = loaded(oa_id, user_id)
    form = pages.sent(WriterForm)
    writer = form.value.writer if form.value else ""
    return _done(
        conversation,
        lambda: dialogue.conversations().take_over(
            conversation, writer, officer=pages.officer(), idempotency_key=request_key()
        ),
        say=texts.TAKEN_OVER,
    )


@pages.post(f"{AREA}/<oa_id>/<user_id>/ghi-chu")
def note(oa_id: str, user_id: str) -> Html:
    """Keep a note that only officers see."""
    conversation = loaded(oa_id, user_id)
    form = pages.sent(NoteForm)
    if form.value is None:
        return thread_page(conversation, Form.empty(ReplyForm), status=422, note=form)
    words = form.value.note
    return _done(
        conversation,
        lambda: dialogue.conversations().note(
            conversation, words, officer=pages.officer(), idempotency_key=request_key()
        ),
        say=texts.NOTED,
    )


@pages.post(f"{AREA}/<oa_id>/<user_id>/ket-thuc")
def close(oa_id: str, user_id: str) -> Html:
    """Close the conversation, unless the resident has written something that was not seen."""
    conversation = loaded(oa_id, user_id)
    form = pages.sent(SeenForm)
    seen = _instant(form.value.seen) if form.value else None
    return _done(
        conversation,
        lambda: dialogue.conversations().close(
            conversation, seen, officer=pages.officer(), idempotency_key=request_key()
        ),
        say=texts.CLOSED_NOW,
        to=AREA,
    )


@pages.post(f"{AREA}/<oa_id>/<user_id>/ket-qua")
def settle(oa_id: str, user_id: str) -> Html:
    """Write down whether a reply has arrived; one that has not is at hand to be sent again."""
    conversation = loaded(oa_id, user_id)
    require(pages.officer(), Permission.SEND_MESSAGE, conversation.path)
    form = pages.sent(OutcomeForm)
    if form.value is None:
        return thread_page(conversation, Form.empty(ReplyForm), status=422, warning=texts.CHOOSE)
    key, arrived = form.value.key, form.value.outcome == "toi"
    message = service.read(key, outbox=residents.outbox())
    if (message.account.oa_id, message.user_id) != (conversation.head.oa_id, conversation.head.user_id):
        raise NotFound
    outcome = MessageState.SENT if arrived else MessageState.FAILED
    return _done(
        conversation,
        lambda: dialogue.conversations().settle(key, outcome, officer=pages.officer()),
        say=texts.SETTLED_SENT if arrived else texts.SETTLED_FAILED,
        to=address(conversation) if arrived else f"{address(conversation)}?lai={key}",
    )


def _done(conversation: ConversationAccess, work: Callable[[], object], *, say: str, to: str = "") -> Html:
    """Do something once and lead on; what stands in its way is said on the page of the conversation."""
    try:
        return pages.done(work, to=to or address(conversation), say=say)
    except (Conflict, InvalidInput) as refused:
        fresh = loaded(conversation.head.oa_id, conversation.head.user_id, Permission.READ_CONVERSATIONS)
        return thread_page(fresh, Form.empty(ReplyForm), status=409, warning=refused.message)


def _instant(text: str) -> datetime | None:
    try:
        found = clock.from_text(text)
    except ValueError:
        return None
    return found if found >= _EARLIEST else None
