"""Notices that officers write again and again: a list of templates, and one filled in."""

from loa.foundation.officers.model import Permission
from loa.publishing.articles import notices
from loa.web.api.routes import NOTHING_DONE
from officer_api.app import app, scope
from officer_api.schemas import notice_schemas


@app.get("/notice-templates", summary="Các mẫu thông báo", tags=["Bài viết"])
def list_notice_templates() -> notice_schemas.NoticeList:
    """Mẫu thông báo thường dùng, với tên các chỗ cần điền."""
    scope(app.officer(), Permission.READ_ARTICLES, None)
    return notice_schemas.NoticeList(
        items=[notice_schemas.ShownNotice.of(notice) for notice in notices.templates()]
    )


@app.post(
    "/notice-templates/<name>/fill",
    summary="Điền mẫu thông báo",
    tags=["Bài viết"],
    openapi_extensions=NOTHING_DONE,
)
def fill_notice_template(name: str, body: notice_schemas.Values) -> notice_schemas.FilledNotice:
    """Nội dung bài viết từ mẫu; mỗi chỗ chưa điền được nêu tên. Chưa lưu gì."""
    scope(app.officer(), Permission.WRITE_ARTICLE, None)
    filled = notices.fill(notices.template(name), body.values, cover_url=body.cover_url or "")
    return notice_schemas.FilledNotice.of(filled)
