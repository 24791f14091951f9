"""Broadcasts before they are sent: propose, look ahead, edit, schedule; and how far they are."""

from dataclasses import replace
from typing import Annotated, Literal

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from broadcasts_api import lookup
from broadcasts_api.app import ONCE, Cursor, Limit, UnitPath, Within, app, scope
from broadcasts_api.schemas import broadcast_schemas
from loa import clock
from loa.bootstrap import foundation, publishing
from loa.errors import InvalidInput, NotFound
from loa.foundation.officers.model import Officer, Permission, allowed, require
from loa.foundation.units.model import subtree_range
from loa.foundation.units.service import subtree, unit_at
from loa.publishing.articles.model import Article, article_unit
from loa.publishing.broadcasts import access
from loa.publishing.broadcasts.delivery.forecast import forecast, release_times
from loa.publishing.broadcasts.rows.broadcast_rows import broadcast_from
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastContent, BroadcastState
from loa.publishing.broadcasts.rules.spreading import Pace
from loa.publishing.broadcasts.rules.targets import Target, require_somebody
from loa.web.paging import Span, make_cursor, page_limit, read_cursor

type WaitingFor = Annotated[
    Literal["approval"] | None, Query(description="approval: tin đã trình, chờ phê duyệt.")
]
type Below = Annotated[
    str | None,
    Query(max_length=16, description="Cùng với `waiting_for`: đơn vị này và mọi đơn vị bên dưới."),
]


def broadcast_for(broadcast_id: str, permission: Permission) -> tuple[Officer, Broadcast]:
    """Return the officer and the broadcast, if they may do this to it."""
    officer, found = app.officer(), lookup.existing(broadcast_id)
    access.workable(officer, found, permission)
    return officer, found


def _article(article_id: str) -> tuple[Officer, Article]:
    """The article, if the officer may propose to send it."""
    officer = app.officer()
    if not (path := article_unit(article_id)):
        raise NotFound
    require(officer, Permission.DRAFT_BROADCAST, path)
    return officer, publishing.articles().get(article_id)


def _content(officer: Officer, body: broadcast_schemas.NewBroadcast, article: Article) -> BroadcastContent:
    """What the request proposes, every unit that it names within the officer's scope."""
    target = body.target.target(article.unit_path) if body.target else Target(article.unit_path)
    for path in target.paths():
        require(officer, Permission.DRAFT_BROADCAST, path)
        unit_at(path, on=foundation.today(), store=foundation.units())
    require_somebody(target, subtree(target.root, on=foundation.today(), store=foundation.units()))
    return BroadcastContent(
        article=article.content,
        target=target,
        over_quota=body.over_quota,
        localise_until=body.localise_until,
        pace=Pace(body.days or 0, body.per_day or 0),
    )


@app.post(
    "/broadcasts",
    summary="Đề xuất gửi tin truyền thông",
    tags=["Tin truyền thông"],
    status_code=201,
    openapi_extensions=ONCE,
)
def draft_broadcast(body: broadcast_schemas.NewBroadcast) -> Response[broadcast_schemas.ShownBroadcast]:
    """Tạo bản nháp từ một bài viết; nội dung được giữ nguyên như lúc đề xuất."""
    officer, article = _article(body.article_id)
    content = _content(officer, body, article)

    def work() -> broadcast_schemas.ShownBroadcast:
        drafted = publishing.broadcast_service().draft(
            content,
            unit_path=article.unit_path,
            author=officer.id,
            contributors=article.contributors,
        )
        return broadcast_schemas.ShownBroadcast.of(drafted)

    return app.once(work, status=201)


@app.put("/broadcasts/<broadcast_id>", summary="Sửa đề xuất", tags=["Tin truyền thông"])
def edit_broadcast(
    broadcast_id: str, body: broadcast_schemas.EditedBroadcast
) -> broadcast_schemas.ShownBroadcast:
    """Đổi bài viết hoặc nơi nhận; phê duyệt cũ mất hiệu lực, giờ hẹn bị hủy."""
    officer, found = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)
    _, article = _article(body.article_id)
    content = _content(officer, body, article)
    edited = publishing.broadcast_service().edit(
        found,
        content,
        version=body.version,
        author=officer.id,
        contributors=article.contributors,
    )
    return broadcast_schemas.ShownBroadcast.of(edited)


@app.post(
    "/broadcasts/<broadcast_id>/test",
    summary="Tạo tin gửi thử",
    tags=["Tin truyền thông"],
    status_code=201,
    openapi_extensions=ONCE,
)
def draft_test(
    broadcast_id: str, body: broadcast_schemas.TestUnit
) -> Response[broadcast_schemas.ShownBroadcast]:
    """Tạo bản nháp y hệt chỉ gửi qua một Official Account, để xem trước; vẫn cần phê duyệt."""
    officer, found = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)
    require(officer, Permission.DRAFT_BROADCAST, body.unit)

    def work() -> broadcast_schemas.ShownBroadcast:
        unit_at(body.unit, on=foundation.today(), store=foundation.units())
        only = Target(body.unit, units=(body.unit,), followers=found.content.target.followers)
        drafted = publishing.broadcast_service().draft(
            replace(found.content, target=only, localise_until=None),
            unit_path=found.unit_path,
            author=officer.id,
            contributors=found.contributors | {found.author},
        )
        return broadcast_schemas.ShownBroadcast.of(drafted)

    return app.once(work, status=201)


@app.get("/broadcasts", summary="Danh sách tin truyền thông", tags=["Tin truyền thông"])
def list_broadcasts(
    unit: UnitPath = None,
    waiting_for: WaitingFor = None,
    below: Below = None,
    limit: Limit = None,
    cursor: Cursor = None,
) -> broadcast_schemas.BroadcastList:
    """Tin do một đơn vị gửi, mới nhất trước; hoặc tin chờ phê duyệt của cả một nhánh (`waiting_for`)."""
    if waiting_for:
        return _waiting(below or unit, limit, cursor)
    if below:
        raise InvalidInput(texts.BELOW_ALONE, fields={"below": texts.BELOW_ALONE})
    path = scope(app.officer(), Permission.READ_BROADCASTS, unit)
    span = Span(path, partition_name="unit_path", sort_name="created_at")
    page = publishing.broadcasts().of_unit(path, limit=page_limit(limit), start=read_cursor(cursor, span))
    items = [broadcast_schemas.ShownBroadcast.of(broadcast_from(row)) for row in page.rows]
    return broadcast_schemas.BroadcastList(items=items, next=make_cursor(page.next_start))


def _waiting(below: str | None, limit: int | None, cursor: str | None) -> broadcast_schemas.BroadcastList:
    """What waits for approval in a subtree, as far as the officer can see where it goes."""
    officer = app.officer()
    path = scope(officer, Permission.READ_BROADCASTS, below)
    start = read_cursor(cursor, Span(f"waiting#{foundation.province()}", *subtree_range(path)))
    page = publishing.broadcasts().waiting(foundation.province(), path, limit=page_limit(limit), start=start)
    items = [broadcast_schemas.ShownBroadcast.of(each) for each in lookup.waiting(officer, page.rows)]
    return broadcast_schemas.BroadcastList(items=items, next=make_cursor(page.next_start))


@app.get("/broadcasts/<broadcast_id>", summary="Một tin truyền thông", tags=["Tin truyền thông"])
def read_broadcast(broadcast_id: str, within: Within = None) -> broadcast_schemas.BroadcastWithLedger:
    """Nội dung, thay đổi so với lần duyệt trước, và sổ gửi: các con số luôn khớp với tổng."""
    officer, found = broadcast_for(broadcast_id, Permission.READ_BROADCASTS)
    if found.state is BroadcastState.SUBMITTED and allowed(
        officer, Permission.APPROVE_BROADCAST, found.unit_path
    ):  # whether approvers read what they approve is seen by this
        digest = found.content.digest()
        publishing.broadcasts().opened(broadcast_id, digest, officer.id, clock.now())
    rows = list(publishing.deliveries().of(broadcast_id, within or found.content.target.root))
    return broadcast_schemas.BroadcastWithLedger.with_ledger(found, rows)


@app.get("/broadcasts/<broadcast_id>/preview", summary="Xem trước khi gửi", tags=["Tin truyền thông"])
def preview_broadcast(broadcast_id: str) -> broadcast_schemas.Preview:
    """Bao nhiêu tài khoản, bao nhiêu người quan tâm, đơn vị nào chưa gửi được và vì sao, hạn mức còn lại."""
    _, found = broadcast_for(broadcast_id, Permission.READ_BROADCASTS)
    places, now = publishing.forecast_dependencies(), clock.now()
    at = max(now, found.send_at or now)
    forecasts = forecast(found, places=places, at=at)
    releases = release_times(found, forecasts, places=places, at=at)
    return broadcast_schemas.Preview.of(forecasts, releases)


@app.post(
    "/broadcasts/<broadcast_id>/schedule",
    summary="Hẹn giờ gửi",
    tags=["Tin truyền thông"],
    openapi_extensions=ONCE,
)
def schedule_broadcast(
    broadcast_id: str, body: broadcast_schemas.SendAt
) -> Response[broadcast_schemas.ShownBroadcast]:
    """Hẹn giờ hoặc đổi giờ gửi, trước khi tin bắt đầu được gửi."""
    _, found = broadcast_for(broadcast_id, Permission.SCHEDULE_BROADCAST)

    def work() -> broadcast_schemas.ShownBroadcast:
        publishing.broadcast_service().require_seen(found, body.digest)
        scheduled = publishing.broadcast_service().schedule(
            found,
            body.send_at,
        )
        return broadcast_schemas.ShownBroadcast.of(scheduled)

    return app.once(work)
