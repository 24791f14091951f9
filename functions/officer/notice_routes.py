"""Notices that officers write again and again: a list of templates, and one filled in."""

from loa.foundation.officers.model import Action
from loa.publishing.articles import notices

import notice_wire as wire
from front import app, scope


@app.get("/notice-templates", summary="Các mẫu thông báo", tags=["Bài viết"])
def list_notice_templates() -> wire.NoticeList:
    """Mẫu thông báo thường dùng, với tên các chỗ cần điền."""
    scope(app.officer(), Action.READ_ARTICLES, None)
    return wire.NoticeList(items=[wire.ShownNotice.of(notice) for notice in notices.templates()])


@app.post("/notice-templates/<name>/fill", summary="Điền mẫu thông báo", tags=["Bài viết"])
def fill_notice_template(name: str, body: wire.Values) -> wire.FilledNotice:
    """Nội dung bài viết từ mẫu; mỗi chỗ chưa điền được nêu tên. Chưa lưu gì."""
    scope(app.officer(), Action.WRITE_ARTICLE, None)
    filled = notices.fill(notices.template(name), body.values, cover_url=body.cover_url or "")
    return wire.FilledNotice.of(filled)
