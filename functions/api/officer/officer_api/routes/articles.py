"""Articles: write, list, read, edit."""

from aws_lambda_powertools.event_handler import Response

from loa import clock
from loa.errors import NotFound
from loa.foundation.officers.model import Officer, Permission, require
from loa.foundation.units.service import unit_at
from loa.publishing.articles import service
from loa.publishing.articles.model import Article, article_unit
from loa.publishing.articles.store import article_from
from loa.web.paging import Span, make_cursor, page_limit, read_cursor
from officer_api.app import ONCE, Cursor, Limit, UnitPath, app, scope
from officer_api.dependencies import root
from officer_api.schemas import common_schemas


def article_for(article_id: str, action: Permission) -> tuple[Officer, Article]:
    """The article, if the officer may do this to it."""
    officer = app.officer()
    if not (path := article_unit(article_id)):
        raise NotFound
    require(officer, action, path)
    return officer, root().articles.get(article_id)


@app.post("/articles", summary="Soạn bài viết", tags=["Bài viết"], status_code=201, openapi_extensions=ONCE)
def write_article(body: common_schemas.NewArticle) -> Response[common_schemas.ShownArticle]:
    """Lưu một bài viết mới của đơn vị."""
    officer = app.officer()
    path = scope(officer, Permission.WRITE_ARTICLE, body.unit)

    def work() -> common_schemas.ShownArticle:
        here = root()
        unit_at(path, on=here.today(), store=here.units)
        written = service.write(
            body.content(),
            unit_path=path,
            officer_id=officer.id,
            articles=here.articles,
            now=clock.now(),
        )
        return common_schemas.ShownArticle.of(written)

    return app.once(work, status=201)


@app.get("/articles", summary="Danh sách bài viết", tags=["Bài viết"])
def list_articles(
    unit: UnitPath = None, limit: Limit = None, cursor: Cursor = None
) -> common_schemas.ArticleList:
    """Bài viết của một đơn vị, mới nhất trước."""
    path = scope(app.officer(), Permission.READ_ARTICLES, unit)
    start = read_cursor(cursor, Span(path, "article#", "article#\uffff"))
    page = root().articles.of_unit(path, limit=page_limit(limit), start=start)
    items = [common_schemas.ShownArticle.of(article_from(row)) for row in page.rows]
    return common_schemas.ArticleList(items=items, next=make_cursor(page.next_start))


@app.get("/articles/<article_id>", summary="Một bài viết", tags=["Bài viết"])
def read_article(article_id: str) -> common_schemas.ShownArticle:
    """Bài viết với phiên bản hiện tại."""
    return common_schemas.ShownArticle.of(article_for(article_id, Permission.READ_ARTICLES)[1])


@app.put("/articles/<article_id>", summary="Sửa bài viết", tags=["Bài viết"])
def edit_article(article_id: str, body: common_schemas.EditedArticle) -> common_schemas.ShownArticle:
    """Lưu phiên bản tiếp theo; bị từ chối nếu người khác đã sửa trước."""
    officer, article = article_for(article_id, Permission.WRITE_ARTICLE)
    edited = service.edit(
        article,
        body.content(),
        version=body.version,
        officer_id=officer.id,
        articles=root().articles,
        now=clock.now(),
    )
    return common_schemas.ShownArticle.of(edited)
