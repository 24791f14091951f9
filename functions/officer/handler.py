"""The JSON API of officers: units, account health, articles, broadcasts.

Every route asks one question first: may this officer do this to something of that unit? What lies
outside his unit and those below it is, for him, not there. POSTs take an `Idempotency-Key`.
"""

import secrets
from collections import Counter
from collections.abc import Callable
from typing import Annotated, Any, Final

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from loa import moments
from loa.accounts.model import Health
from loa.accounts.service import consent_link
from loa.broadcasts import service as broadcasts
from loa.broadcasts.model import Broadcast, DeliveryState, ledger
from loa.broadcasts.store import broadcast_from, delivery_from
from loa.content import service as content
from loa.content.model import Article, unit_of
from loa.content.store import article_from
from loa.errors import NotFound
from loa.identifiers import is_id
from loa.officers.model import Action, Officer, require
from loa.units.service import search, subtree, unit_at
from loa.web.idempotency import Answer, once
from loa.web.paging import Span, make_cursor, page_limit, read_cursor
from loa.web.resolver import REPEATABLE, api
from loa.web.wire import WireModel

import wire
from wiring import root

app = api("officer")

ONCE: Final[dict[str, Any]] = {REPEATABLE: True}
"""Of the routes that `_once` makes safe to send twice."""

type Within = Annotated[
    str | None, Query(max_length=16, description="Chỉ đơn vị này và các đơn vị bên dưới.")
]
type Limit = Annotated[int | None, Query(description="Số dòng mỗi trang, 1 đến 200.")]
type Cursor = Annotated[str | None, Query(max_length=2048, description="Trang tiếp theo.")]


def _scope(officer: Officer, action: Action, path: str | None) -> str:
    """The unit that a request is about: the one it names, else the officer's own."""
    chosen = path or officer.unit_path
    require(officer, action, chosen)
    return chosen


def _once(officer: Officer, work: Callable[[], WireModel], status: int = 200) -> Response[Any]:
    """Do a POST's work once per `Idempotency-Key`."""

    def answer() -> Answer:
        return Answer(status, work().model_dump_json())

    return app.reply(once(app.repeatable(officer.id), answer, table=root().requests, now=moments.now()))


# Units and accounts


@app.get("/units", summary="Danh sách đơn vị", tags=["Đơn vị"])
def list_units(
    within: Within = None,
    text: Annotated[str | None, Query(max_length=100, description="Tìm theo tên, có dấu hoặc không.")] = None,
) -> wire.UnitList:
    """Các đơn vị trong phạm vi của cán bộ, theo cây hoặc theo tên."""
    here, path = root(), _scope(app.officer(), Action.READ_UNITS, within)
    if text is not None:
        hits = search(text, on=here.today(), store=here.units, root=path)
        return wire.UnitList(items=[wire.ShownUnit.of(hit.unit, hit.label) for hit in hits])
    found = subtree(path, on=here.today(), store=here.units)
    return wire.UnitList(items=[wire.ShownUnit.of(unit) for unit in found])


@app.get("/accounts", summary="Tình trạng Official Account", tags=["Official Account"])
def list_accounts(within: Within = None) -> wire.AccountList:
    """Mỗi đơn vị một dòng: đã kết nối, sắp hết hạn, cần cấp quyền lại, bị khóa hay chưa có."""
    here, path = root(), _scope(app.officer(), Action.READ_ACCOUNTS, within)
    now = moments.now()
    present = {account.unit_path: account for account in here.accounts.within(here.province, path)}
    items = []
    for unit in subtree(path, on=here.today(), store=here.units):
        account = present.get(unit.path)
        items.append(wire.AccountHealth.of(unit, account, account.health(now) if account else Health.MISSING))
    counts = Counter(item.health for item in items)
    return wire.AccountList(counts={health: counts[health] for health in Health}, items=items)


@app.post("/accounts/<path>/consent-link", summary="Tạo đường dẫn kết nối", tags=["Official Account"])
def make_consent_link(path: str) -> wire.ConsentLink:
    """Đường dẫn để người quản trị Official Account của đơn vị cấp quyền; dùng được trong 7 ngày."""
    here, officer = root(), app.officer()
    require(officer, Action.CONNECT_ACCOUNT, path)
    unit_at(path, on=here.today(), store=here.units)
    link = consent_link(
        path, officer.id, key=here.consent_key(), nonce=secrets.token_urlsafe(9), now=moments.now()
    )
    return wire.ConsentLink(
        url=f"{here.public_url}/zalo/oauth/start?state={link.state}",
        expires_at=moments.to_text(link.expires_at),
    )


# Articles


def _article(article_id: str, action: Action) -> tuple[Officer, Article]:
    officer = app.officer()
    if not (path := unit_of(article_id)):  # no id of ours: nothing to ask the table for
        raise NotFound
    require(officer, action, path)
    return officer, root().articles.get(article_id)


@app.post(
    "/articles",
    summary="Soạn bài viết",
    tags=["Bài viết"],
    status_code=201,
    openapi_extensions=ONCE,
)
def write_article(body: wire.NewArticle) -> Response[wire.ShownArticle]:
    """Lưu một bài viết mới của đơn vị."""
    officer = app.officer()
    path = _scope(officer, Action.WRITE_ARTICLE, body.unit)

    def work() -> wire.ShownArticle:
        here = root()
        unit_at(path, on=here.today(), store=here.units)
        written = content.write(
            body.content(),
            unit_path=path,
            officer_id=officer.id,
            articles=here.articles,
            now=moments.now(),
        )
        return wire.ShownArticle.of(written)

    return _once(officer, work, 201)


@app.get("/articles", summary="Danh sách bài viết", tags=["Bài viết"])
def list_articles(
    unit: Annotated[str | None, Query(max_length=16)] = None, limit: Limit = None, cursor: Cursor = None
) -> wire.ArticleList:
    """Bài viết của một đơn vị, mới nhất trước."""
    path = _scope(app.officer(), Action.READ_ARTICLES, unit)
    start = read_cursor(cursor, Span(path, "article#", "article#\uffff"))
    page = root().articles.of_unit(path, limit=page_limit(limit), start=start)
    items = [wire.ShownArticle.of(article_from(row)) for row in page.rows]
    return wire.ArticleList(items=items, next=make_cursor(page.next_start))


@app.get("/articles/<article_id>", summary="Một bài viết", tags=["Bài viết"])
def read_article(article_id: str) -> wire.ShownArticle:
    """Bài viết với phiên bản hiện tại."""
    return wire.ShownArticle.of(_article(article_id, Action.READ_ARTICLES)[1])


@app.put("/articles/<article_id>", summary="Sửa bài viết", tags=["Bài viết"])
def edit_article(article_id: str, body: wire.EditedArticle) -> wire.ShownArticle:
    """Lưu phiên bản tiếp theo; bị từ chối nếu người khác đã sửa trước."""
    officer, article = _article(article_id, Action.WRITE_ARTICLE)
    edited = content.edit(
        article,
        body.content(),
        version=body.version,
        officer_id=officer.id,
        articles=root().articles,
        now=moments.now(),
    )
    return wire.ShownArticle.of(edited)


# Broadcasts


def _broadcast(broadcast_id: str, action: Action) -> tuple[Officer, Broadcast]:
    """The broadcast, if the officer may do this to it: his scope covers its unit and its target."""
    officer = app.officer()
    if not is_id(broadcast_id):  # nothing to ask the table for
        raise NotFound
    found = root().broadcasts.get(broadcast_id)
    require(officer, action, found.unit_path)
    require(officer, action, found.target)
    return officer, found


@app.post(
    "/broadcasts",
    summary="Đề xuất gửi tin truyền thông",
    tags=["Tin truyền thông"],
    status_code=201,
    openapi_extensions=ONCE,
)
def draft_broadcast(body: wire.NewBroadcast) -> Response[wire.ShownBroadcast]:
    """Tạo bản nháp từ một bài viết; nội dung được giữ nguyên như lúc đề xuất."""
    officer, article = _article(body.article_id, Action.DRAFT_BROADCAST)
    target = body.target or article.unit_path
    require(officer, Action.DRAFT_BROADCAST, target)

    def work() -> wire.ShownBroadcast:
        here = root()
        unit_at(target, on=here.today(), store=here.units)
        drafted = broadcasts.draft(
            article.content,
            unit_path=article.unit_path,
            target=target,
            author=officer.id,
            broadcasts=here.broadcasts,
            now=moments.now(),
        )
        return wire.ShownBroadcast.of(drafted)

    return _once(officer, work, 201)


@app.get("/broadcasts", summary="Danh sách tin truyền thông", tags=["Tin truyền thông"])
def list_broadcasts(
    unit: Annotated[str | None, Query(max_length=16)] = None, limit: Limit = None, cursor: Cursor = None
) -> wire.BroadcastList:
    """Tin do một đơn vị gửi, mới nhất trước."""
    path = _scope(app.officer(), Action.READ_BROADCASTS, unit)
    span = Span(path, partition_name="unit_path", sort_name="created_at")
    page = root().broadcasts.of_unit(path, limit=page_limit(limit), start=read_cursor(cursor, span))
    items = [wire.ShownBroadcast.of(broadcast_from(row)) for row in page.rows]
    return wire.BroadcastList(items=items, next=make_cursor(page.next_start))


@app.get("/broadcasts/<broadcast_id>", summary="Một tin truyền thông", tags=["Tin truyền thông"])
def read_broadcast(broadcast_id: str, within: Within = None) -> wire.BroadcastWithLedger:
    """Nội dung, trạng thái và sổ gửi: các con số luôn khớp với tổng số lượt gửi."""
    _, found = _broadcast(broadcast_id, Action.READ_BROADCASTS)
    deliveries = root().broadcasts.deliveries(broadcast_id, within or found.target)
    return wire.BroadcastWithLedger.with_ledger(found, ledger(deliveries))


@app.get("/broadcasts/<broadcast_id>/deliveries", summary="Các lượt gửi", tags=["Tin truyền thông"])
def list_deliveries(
    broadcast_id: str,
    within: Within = None,
    state: DeliveryState | None = None,
    limit: Limit = None,
    cursor: Cursor = None,
) -> wire.DeliveryList:
    """Từng đơn vị: đã gửi, chưa gửi, lỗi gì."""
    _, found = _broadcast(broadcast_id, Action.READ_BROADCASTS)
    path = within or found.target
    span = Span(broadcast_id, f"delivery#{path}#", f"delivery#{path}/")
    page = root().broadcasts.delivery_page(
        broadcast_id, path, state=state, limit=page_limit(limit), start=read_cursor(cursor, span)
    )
    items = [wire.ShownDelivery.of(delivery_from(row)) for row in page.rows]
    return wire.DeliveryList(items=items, next=make_cursor(page.next_start))


@app.post(
    "/broadcasts/<broadcast_id>/approve",
    summary="Phê duyệt",
    tags=["Tin truyền thông"],
    openapi_extensions=ONCE,
)
def approve_broadcast(broadcast_id: str) -> Response[wire.ShownBroadcast]:
    """Người thứ hai cho phép gửi; người soạn không tự phê duyệt được."""
    officer, found = _broadcast(broadcast_id, Action.APPROVE_BROADCAST)

    def work() -> wire.ShownBroadcast:
        approved = broadcasts.approve(
            found, approver=officer.id, broadcasts=root().broadcasts, now=moments.now()
        )
        return wire.ShownBroadcast.of(approved)

    return _once(officer, work)


@app.post(
    "/broadcasts/<broadcast_id>/schedule",
    summary="Hẹn giờ gửi",
    tags=["Tin truyền thông"],
    openapi_extensions=ONCE,
)
def schedule_broadcast(broadcast_id: str, body: wire.SendAt) -> Response[wire.ShownBroadcast]:
    """Hẹn giờ hoặc đổi giờ gửi, trước khi tin bắt đầu được gửi."""
    officer, found = _broadcast(broadcast_id, Action.SCHEDULE_BROADCAST)

    def work() -> wire.ShownBroadcast:
        here = root()
        scheduled = broadcasts.schedule(
            found,
            body.send_at,
            quiet_hours=here.quiet_hours,
            broadcasts=here.broadcasts,
            timer=here.timer,
            now=moments.now(),
        )
        return wire.ShownBroadcast.of(scheduled)

    return _once(officer, work)


@app.post(
    "/broadcasts/<broadcast_id>/cancel",
    summary="Hủy",
    tags=["Tin truyền thông"],
    openapi_extensions=ONCE,
)
def cancel_broadcast(broadcast_id: str) -> Response[wire.ShownBroadcast]:
    """Hủy trước khi tin bắt đầu được gửi."""
    officer, found = _broadcast(broadcast_id, Action.CANCEL_BROADCAST)

    def work() -> wire.ShownBroadcast:
        here = root()
        return wire.ShownBroadcast.of(broadcasts.cancel(found, broadcasts=here.broadcasts, timer=here.timer))

    return _once(officer, work)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
