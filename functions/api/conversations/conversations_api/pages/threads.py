"""One conversation: what was said, who is writing, what can be done."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import Field

from conversations_api import texts
from conversations_api.moments import moment, span
from conversations_api.pages.app import AREA, CASES, address, has_cases, loaded, pages
from conversations_api.pages.lines import Reader, by_day, hosts_of
from conversations_api.pages.rows import danger, ends, name_of, time_left
from conversations_api.schemas.thread_schemas import ShownLine
from loa import clock
from loa.bootstrap import dialogue, foundation, residents
from loa.dialogue.desk import access
from loa.dialogue.desk.canned_answers import CannedAnswer, filled
from loa.dialogue.desk.model import ConversationAccess, ListedConversation
from loa.dialogue.desk.reading import ThreadRange
from loa.errors import NotAllowed
from loa.foundation.officers.model import Permission
from loa.foundation.readings.model import ReadKind
from loa.residents.messages.model import MessageState, is_key
from loa.residents.messages.service import reason_text
from loa.web.pages.answers import CONTENT_SECURITY_POLICY
from loa.web.pages.forms import Form, FormModel
from loa.web.pages.preferences import preferences_of
from loa.web.pages.resolver import Html
from loa.web.paging import Span, make_cursor, read_cursor
from loa.web.schemas import Text

if TYPE_CHECKING:
    from conversations_api.resident_cases import CaseLine

LINES: Final = 30
THREAD_SECONDS: Final = 15
LONGEST_REPLY: Final = 2_000
_LOOKED_AT: Final = 5
"""How many replies that are under way a page asks about again."""


class ReplyForm(FormModel):
    """What an officer answers.

    Attributes:
        words: to the resident.
        seen: up to which of the resident's messages the page showed.
        canned: name of the canned answer that is to be put into the words.
        opens: what is to be opened beside the words: the canned answers.
        insists: whether Zalo is to be asked although we think that the window is closed.
    """

    is_kept = True

    words: Annotated[Text, Field(title="Trả lời", max_length=LONGEST_REPLY)] = ""
    seen: Annotated[str, Field(max_length=40)] = ""
    canned: Annotated[str, Field(max_length=40)] = ""
    opens: Annotated[str, Field(max_length=10)] = ""
    insists: bool = False


@pages.get(f"{AREA}/<oa_id>/<user_id>")
def show_thread(oa_id: str, user_id: str) -> Html:
    """A conversation; `?lai=KEY` begins with the words of a reply that has not arrived."""
    conversation = loaded(oa_id, user_id, Permission.READ_CONVERSATIONS)
    words = _words_again(conversation, pages.query("lai"))
    return thread_page(conversation, Form.empty(ReplyForm, words=words))


@pages.post(f"{AREA}/<oa_id>/<user_id>/xem")
def show_again(oa_id: str, user_id: str) -> Html:
    """The conversation as it is now, with what was typed, and the canned answer that was chosen."""
    conversation = loaded(oa_id, user_id)
    form = pages.sent(ReplyForm)
    if form.value is None or not form.value.canned:
        return thread_page(conversation, form, opens=form.value.opens if form.value else "")
    answer = dialogue.canned_answers().nearest(conversation.path, form.value.canned)
    words = "\n".join(filter(None, (form.value.words, _filled(answer, conversation))))
    return thread_page(conversation, Form.empty(ReplyForm, words=words))


@pages.get(f"{AREA}/<oa_id>/<user_id>/moi")
def show_newer(oa_id: str, user_id: str) -> Html:
    """What has happened since the page was drawn: new words, who is writing, what became of replies."""
    conversation = loaded(oa_id, user_id, Permission.READ_CONVERSATIONS)
    head, now = conversation.head, clock.now()
    seen = pages.query("tu")
    newest = clock.optional_text(head.last_message_at) or ""
    keys = [key for key in pages.query("cho").split(",") if key][:_LOOKED_AT]
    writer = head.lease_name if head.lease_officer != pages.officer().id else ""
    writes = bool(writer and head.lease_until and head.lease_until > now)
    return pages.live(
        "console/conversations/newer.html",
        seconds=THREAD_SECONDS,
        name=name_of(conversation),
        here=address(conversation),
        has_new=newest > seen,
        writer=writer if writes and pages.query("ai") != head.lease_officer else "",
        ended=_ended(conversation, keys),
        gone=conversation.path != pages.query("dv"),
        unit_name=pages.unit_name(conversation.path),
    )


def thread_page(
    conversation: ConversationAccess,
    form: Form[ReplyForm],
    *,
    status: int = 200,
    opens: str = "",
    warning: str = "",
    note: Form[Any] | None = None,
) -> Html:
    """Return the page of a conversation.

    Args:
        conversation: which one.
        form: what was typed.
        status: 409 where something has happened meanwhile, 422 where something is missing.
        opens: `mau` shows the canned answers.
        warning: what has happened meanwhile; empty: nothing.
        note: the form of a note that came back.
    """
    officer, now, head = pages.officer(), clock.now(), conversation.head
    service = dialogue.conversations().at(now)
    foundation.readings().note(
        officer, ReadKind.CONVERSATION, f"{head.oa_id}/{head.user_id}", unit_path=conversation.path, now=now
    )
    shown = ThreadRange.of(head)
    start = read_cursor(pages.query("truoc") or None, Span(shown.partition, shown.first, shown.last))
    thread = service.read(conversation, limit=LINES, start=start)
    lines = [ShownLine.of(line, service.files, residents.attachments()) for line in thread.lines]
    reader = Reader(
        name_of(conversation),
        head.unanswered.since if head.unanswered else None,
        preferences_of(pages.current_event.raw_event).data_saving,
    )
    days = by_day(lines, reader, now)
    answering = service.answering(conversation)
    older = make_cursor(thread.next_start)
    pending = [
        line.delivery.key
        for line in lines
        if line.delivery and line.delivery.state in {MessageState.PENDING, MessageState.SENDING}
    ][:_LOOKED_AT]
    is_newest = start is None
    answer = pages.page(
        "console/conversations/thread.html",
        status=status,
        form=form,
        note=note,
        read_first=texts.READ_FIRST if conversation.head.first_reader else "",
        warning=warning,
        here=address(conversation),
        this=f"{head.oa_id}/{head.user_id}",
        name=name_of(conversation),
        days=days,
        older=f"{address(conversation)}?truoc={older}" if older else "",
        is_newest=is_newest,
        danger=danger(head),
        left=time_left(ListedConversation(conversation, answering), now) if head.unanswered else None,
        left_more="" if answering.refused else texts.TO_ANSWER,
        ends=ends(answering, now),
        is_waiting=bool(head.unanswered),
        waits=span(now - head.unanswered.since) if head.unanswered else "",
        refused=reason_text(answering.refused),
        can_try=answering.can_try,
        tries=answering.can_try and (pages.query("thu") == "1" or bool(form.value and form.value.insists)),
        may_answer=_may_answer(conversation),
        handled_by=pages.unit_name(conversation.path),
        account_name=conversation.account.name,
        seen=clock.optional_text(head.last_message_at) or "",
        lock=_lock(conversation, now),
        assigned=head.assigned_name if head.assigned_to != officer.id else "",
        is_mine=head.assigned_to == officer.id,
        canned=dialogue.canned_answers().for_unit(conversation.path) if opens == "mau" else [],
        opens=opens,
        cases=_cases(conversation, now),
        case_area=CASES if has_cases() else "",
        new_case=_new_case(conversation) if has_cases() else "",
        withdrawn=head.has_withdrawn,
        is_closed=bool(head.closed_at),
        live=_live(conversation, pending) if is_newest else "",
    )
    policy = f"img-src 'self' {' '.join(hosts_of(days))}"
    answer.headers["content-security-policy"] = CONTENT_SECURITY_POLICY.replace(
        "img-src 'self'", policy.strip()
    )
    return answer


def _cases(conversation: ConversationAccess, now: datetime) -> Sequence["CaseLine"]:
    from conversations_api.resident_cases import cases_of  # noqa: PLC0415 - lists do without the package of cases

    return cases_of(conversation.head, pages.officer(), now)


def _may_answer(conversation: ConversationAccess) -> bool:
    try:
        access.workable(pages.officer(), conversation)
    except NotAllowed:
        return False
    return True


def _new_case(conversation: ConversationAccess) -> str:
    """Return the address where a case is entered for the resident."""
    return f"{CASES}/moi?don-vi={conversation.account.unit_path}&nguoi={conversation.head.user_id}"


def _lock(conversation: ConversationAccess, now: datetime) -> dict[str, Any]:
    """Return who is writing: `kind` free, mine or theirs."""
    head = conversation.head
    if head.lease_until is None or head.lease_until <= now:
        return {"kind": "free", "name": "", "officer": "", "until": ""}
    mine = head.lease_officer == pages.officer().id
    return {
        "kind": "mine" if mine else "theirs",
        "name": head.lease_name,
        "officer": head.lease_officer,
        "until": moment(head.lease_until, now).partition(" ")[0],
    }


def _live(conversation: ConversationAccess, pending: Sequence[str]) -> str:
    head = conversation.head
    seen = clock.optional_text(head.last_message_at) or ""
    asked = [("tu", seen), ("cho", ",".join(pending)), ("ai", head.lease_officer), ("dv", conversation.path)]
    return f"{address(conversation)}/moi?" + "&".join(f"{name}={value}" for name, value in asked if value)


def _ended(conversation: ConversationAccess, keys: Sequence[str]) -> list[str]:
    """Return what became of replies that were under way; only of those of this conversation."""
    head = conversation.head
    known = [key for key in keys if is_key(key)]
    found = dialogue.conversations().outbox.get_all(known) if known else []
    return [
        texts.STATES.get(each.state.value, texts.UNSURE)
        for each in found
        if each
        and (each.account.oa_id, each.user_id) == (head.oa_id, head.user_id)
        and each.state not in {MessageState.PENDING, MessageState.SENDING}
    ]


def _words_again(conversation: ConversationAccess, key: str) -> str:
    head = conversation.head
    if not is_key(key):
        return ""
    (found,) = dialogue.conversations().outbox.get_all([key])
    own = found is not None and (found.account.oa_id, found.user_id) == (head.oa_id, head.user_id)
    is_theirs = found is not None and found.by_name and not found.content.confidential
    return found.content.shown if found and own and is_theirs and not head.has_withdrawn else ""


def _filled(answer: CannedAnswer, conversation: ConversationAccess) -> str:
    """Return the words of a canned answer with what is known; the rest is for the officer to fill in."""
    open_cases = [case for case in _cases(conversation, clock.now()) if case.due]
    values = {"ten": conversation.head.display_name or "", "ma": ""}
    if len(open_cases) == 1:
        values["ma"] = open_cases[0].code
    return filled(answer.text, values)
