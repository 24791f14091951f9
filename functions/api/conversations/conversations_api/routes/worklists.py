"""What waits, and one conversation: read, keep others away, note, assign, hand on, close."""

from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import AwareDatetime

from conversations_api.app import TAG, app, idempotency_key, loaded, note_list
from conversations_api.schemas import common_schemas
from conversations_api.schemas.thread_schemas import ShownThread
from loa import clock
from loa.bootstrap import dialogue, foundation, residents
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import WorklistState
from loa.dialogue.conversations.worklist_keys import Worklist
from loa.dialogue.desk.model import ConversationAccess
from loa.dialogue.desk.reading import ThreadRange
from loa.dialogue.desk.worklists import ListPage
from loa.errors import InvalidInput
from loa.foundation.officers.assignees import chosen
from loa.foundation.officers.model import Officer, Permission
from loa.foundation.readings.model import ReadKind
from loa.web.api.routes import NOTHING_DONE, ONCE, Cursor, Limit, UnitPath, scope
from loa.web.paging import Span, make_cursor, page_limit, read_cursor

type Below = Annotated[bool | None, Query(description="Cả các đơn vị bên dưới.")]
type Name = Annotated[
    str | None,
    Query(
        min_length=2, max_length=60, description="Tìm theo tên người dân, không cần dấu, trong mọi danh sách."
    ),
]
type After = Annotated[
    AwareDatetime | None, Query(description="Chỉ những gì có sau thời điểm này, để hỏi lại định kỳ.")
]
type State = Annotated[
    WorklistState | None,
    Query(description="waiting (mặc định): đang chờ; answered: đã trả lời; closed: đã đóng."),
]
type Assignee = Annotated[
    str | None,
    Query(min_length=1, max_length=128, description="Chỉ các cuộc giao cho cán bộ này; me là chính mình."),
]


def _shown(conversation: ConversationAccess, officer: Officer) -> common_schemas.ShownConversation:
    now = clock.now()
    may = dialogue.conversations().at(now).answering(conversation)
    names = foundation.unit_names().name
    return common_schemas.ShownConversation.of(conversation, may, officer.id, now, unit_name=names)


@app.get("/conversations", summary="Danh sách cuộc trò chuyện", tags=[TAG])
def list_conversations(
    *,
    unit: UnitPath = None,
    below: Below = None,
    state: State = None,
    assignee: Assignee = None,
    name: Name = None,
    limit: Limit = None,
    cursor: Cursor = None,
) -> common_schemas.ConversationList:
    """Đang chờ: ai chờ lâu nhất ở trang đầu; trong trang, ai sắp hết thời hạn Zalo cho gửi thì đứng trước.

    Đã trả lời, đã đóng: mới nhất trước; khi lấy cả bên dưới thì lần lượt từng đơn vị.
    """
    officer = app.officer()
    path = scope(officer, Permission.READ_CONVERSATIONS, unit)
    chosen = officer.id if assignee == "me" else assignee or ""
    listing = Worklist(path, state or WorklistState.WAITING, subtree=bool(below), assignee=chosen)
    now = clock.now()
    service = dialogue.conversations().at(now)
    note_list(officer, path)
    if name:
        return _shown_list(service.named(path, name, subtree=bool(below)), officer, now)
    _, *names = listing.index.split(":")
    span = Span(listing.partition, *listing.between, *names)
    start = read_cursor(cursor, span)
    page = service.worklist(listing, limit=page_limit(limit), start=start, with_words=True)
    return _shown_list(page, officer, now)


@app.get("/conversations/waiting", summary="Bao nhiêu cuộc đang chờ", tags=[TAG])
def count_waiting(unit: UnitPath = None, below: Below = None) -> common_schemas.ShownCounts:
    """Số cuộc đang chờ, của mình, sắp hết thời hạn; đếm tới 99, hơn nữa là 99+."""
    officer = app.officer()
    path = scope(officer, Permission.READ_CONVERSATIONS, unit)
    counts = dialogue.conversations().waiting(path, subtree=bool(below), officer_id=officer.id)
    return common_schemas.ShownCounts.of(counts)


def _shown_list(page: ListPage, officer: Officer, now: datetime) -> common_schemas.ConversationList:
    names = foundation.unit_names().name
    shown = [
        common_schemas.ShownConversation.listed(item, officer.id, now, unit_name=names) for item in page.items
    ]
    return common_schemas.ConversationList(
        items=shown, next=make_cursor(page.next_start), complete=page.complete
    )


@app.get("/conversations/<oa_id>/<user_id>", summary="Một cuộc trò chuyện", tags=[TAG])
def read_conversation(
    oa_id: str, user_id: str, limit: Limit = None, cursor: Cursor = None, after: After = None
) -> ShownThread:
    """Tin nhắn, ghi chú và tin trả lời chưa gửi xong, mới nhất trước; đường dẫn tới tệp mở được 5 phút.

    Người dân đã rút lại sự đồng ý (`withdrawn`) thì không hiện những gì có trước đó, kể cả khi nhắn lại.
    """
    officer, conversation = loaded(oa_id, user_id, Permission.READ_CONVERSATIONS)
    shown = ThreadRange.of(conversation.head)
    start = read_cursor(cursor, Span(shown.partition, shown.first, shown.last))
    foundation.readings().note(
        officer,
        ReadKind.CONVERSATION,
        f"{oa_id}/{user_id}",
        unit_path=conversation.path,
        now=clock.now(),
    )
    service = dialogue.conversations()
    thread = service.read(conversation, limit=page_limit(limit), start=start, after=after)
    following = make_cursor(thread.next_start)
    head = _shown(conversation, officer)
    return ShownThread.of(head, thread, following, service.files, residents.attachments())


@app.post(
    "/conversations/<oa_id>/<user_id>/lease",
    summary="Đang soạn trả lời",
    tags=[TAG],
    openapi_extensions=NOTHING_DONE,
)
def take_lease(oa_id: str, user_id: str) -> common_schemas.ShownConversation:
    """Giữ cuộc trò chuyện 2 phút để soạn trả lời; gọi lại để giữ tiếp. 409 nêu tên người đang soạn."""
    officer, conversation = loaded(oa_id, user_id, Permission.ANSWER_CONVERSATION)
    return _shown(dialogue.conversations().lock(conversation, officer=officer), officer)


@app.delete(
    "/conversations/<oa_id>/<user_id>/lease",
    summary="Thôi soạn trả lời",
    tags=[TAG],
    openapi_extensions=NOTHING_DONE,
)
def give_back(oa_id: str, user_id: str) -> common_schemas.Done:
    """Để người khác trả lời; không có gì xảy ra nếu người khác đang giữ."""
    officer, conversation = loaded(oa_id, user_id, Permission.ANSWER_CONVERSATION)
    dialogue.conversations().unlock(conversation, officer=officer)
    return common_schemas.Done()


@app.post(
    "/conversations/<oa_id>/<user_id>/notes",
    summary="Ghi chú nội bộ",
    tags=[TAG],
    status_code=201,
    openapi_extensions=ONCE,
)
def add_note(oa_id: str, user_id: str, body: common_schemas.NewNote) -> Response[common_schemas.Done]:
    """Chỉ cán bộ thấy; không gửi cho người dân."""

    def note() -> common_schemas.Done:
        officer, conversation = loaded(oa_id, user_id, Permission.ANSWER_CONVERSATION)
        dialogue.conversations().note(
            conversation, body.text, officer=officer, idempotency_key=idempotency_key(officer)
        )
        return common_schemas.Done()

    return app.once(note, status=201)


@app.post(
    "/conversations/<oa_id>/<user_id>/assignment",
    summary="Giao cho người hoặc đơn vị",
    tags=[TAG],
    openapi_extensions=ONCE,
)
def assign(
    oa_id: str, user_id: str, body: common_schemas.Assignment
) -> Response[common_schemas.ShownConversation]:
    """Giao cho một cán bộ, hoặc chuyển lên cấp trên, xuống cấp dưới; Official Account gửi tin không đổi."""
    if (body.unit is None) == (body.officer is None):
        raise InvalidInput(texts.UNIT_OR_OFFICER, fields={"unit": texts.UNIT_OR_OFFICER})

    def give() -> common_schemas.ShownConversation:
        # Checked inside: an officer who transferred it up has lost access, and still gets the confirmation.
        officer, conversation = loaded(oa_id, user_id, Permission.ANSWER_CONVERSATION)
        service, key = dialogue.conversations(), idempotency_key(officer)
        if body.unit is not None:
            after = service.transfer(
                conversation, body.unit, officer=officer, on=foundation.today(), idempotency_key=key
            )
            return _shown(after, officer)
        wanted = officer.id if body.officer == "me" else body.officer
        identity, name = "", ""
        if wanted:
            action, here = Permission.ANSWER_CONVERSATION, conversation.path
            person = chosen(wanted, "officer", action, here, by=officer, registry=foundation.officers())
            identity, name = person.id, person.name
        return _shown(
            service.assign(conversation, identity, name, officer=officer, idempotency_key=key), officer
        )

    return app.once(give)


@app.post(
    "/conversations/<oa_id>/<user_id>/close",
    summary="Đóng cuộc trò chuyện",
    tags=[TAG],
    openapi_extensions=ONCE,
)
def close(
    oa_id: str, user_id: str, body: common_schemas.Closing
) -> Response[common_schemas.ShownConversation]:
    """Không cần trả lời (thêm). Tự mở lại khi người dân nhắn; 409 nếu người dân vừa nhắn thêm."""

    def shut() -> common_schemas.ShownConversation:
        officer, conversation = loaded(oa_id, user_id, Permission.ANSWER_CONVERSATION)
        closed = dialogue.conversations().close(
            conversation, body.seen_up_to, officer=officer, idempotency_key=idempotency_key(officer)
        )
        return _shown(closed, officer)

    return app.once(shut)
