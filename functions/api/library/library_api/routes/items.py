"""Items: make, read, copy; their history, checks and preview."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query

from library_api.app import ONCE, UnitPath, app, identifier_for, scope
from library_api.schemas import item_schemas, list_schemas, media_schemas
from loa.bootstrap import foundation, publishing
from loa.foundation.officers.model import Permission
from loa.foundation.units.service import unit_at
from loa.publishing.library.rules.kinds import Section
from loa.publishing.library.rules.loudspeaker import loudspeaker_script, reading_seconds
from loa.web.api.routes import NOTHING_DONE
from loa.web.paging import page_limit

TAG = "Thư viện"


@app.post("/library/items", summary="Soạn bài mới", tags=[TAG], status_code=201, openapi_extensions=ONCE)
def create_item(body: item_schemas.NewItem) -> Response[item_schemas.ShownWork]:
    """Lưu một bài mới với bản nháp đầu tiên."""
    officer = app.officer()
    path = scope(officer, Permission.WRITE_LIBRARY, body.unit)

    def work() -> item_schemas.ShownWork:
        unit_at(path, on=foundation.today(), store=foundation.units())
        made = publishing.library().create(
            officer,
            path,
            body.kind,
            body.placement.placement(),
            body.content.neutral(),
            sample=body.sample,
            identifier=identifier_for(officer),
        )
        return item_schemas.ShownWork.of(made)

    return app.once(work, status=201)


@app.get("/library/items", summary="Danh sách bài", tags=[TAG])
def list_items(
    *,
    unit: UnitPath = None,
    section: Annotated[Section | None, Query(description="Chỉ mục này.")] = None,
    state: Annotated[
        str | None,
        Query(max_length=20, description="draft, submitted, approved, scheduled, published, withdrawn, bin."),
    ] = None,
    text: Annotated[str, Query(max_length=100, description="Chữ trong tiêu đề, có dấu hoặc không.")] = "",
    limit: Annotated[int | None, Query(ge=1, le=200, description="Số dòng mỗi trang, 1 đến 200.")] = None,
    after: Annotated[str | None, Query(max_length=60, description="Bài cuối của trang trước.")] = None,
) -> list_schemas.ItemList:
    """Bài của một đơn vị, mới nhất trước; thùng rác chỉ hiện khi được hỏi."""
    officer = app.officer()
    path = scope(officer, Permission.READ_LIBRARY, unit)
    found = publishing.library().reader.items(officer, path, section=section, state=state, text=text)
    if after is not None:
        found = [item for item in found if item.item_id < after]
    size = page_limit(limit)
    items = [item_schemas.ShownItem.of(item) for item in found[:size]]
    following = items[-1].item_id if len(found) > size else None
    return list_schemas.ItemList(items=items, next=following)


@app.get("/library/items/<item_id>", summary="Một bài", tags=[TAG])
def read_item(item_id: str) -> item_schemas.ShownWork:
    """Bài với bản đang soạn và bản đang đăng."""
    return item_schemas.ShownWork.of(publishing.library().reader.work(app.officer(), item_id))


@app.get("/library/items/<item_id>/editions", summary="Lịch sử của bài", tags=[TAG])
def list_editions(item_id: str) -> item_schemas.EditionList:
    """Mọi bản của bài: ai, lúc nào, đổi gì; mới nhất trước."""
    editions = publishing.library().reader.history(app.officer(), item_id)
    return item_schemas.EditionList(items=[item_schemas.ShownEdition.of(edition) for edition in editions])


@app.get("/library/items/<item_id>/checks", summary="Kiểm tra trước khi đăng", tags=[TAG])
def check_item(item_id: str) -> item_schemas.FindingList:
    """Điều phải sửa và điều nên sửa ở bản đang soạn."""
    found = publishing.library().reader.check(app.officer(), item_id)
    return item_schemas.FindingList(items=[item_schemas.ShownFinding.of(finding) for finding in found])


@app.post(
    "/library/items/<item_id>/links", summary="Thử các đường dẫn", tags=[TAG], openapi_extensions=NOTHING_DONE
)
def check_links(item_id: str) -> item_schemas.FindingList:
    """Mở thử các đường dẫn đến trang được cho phép, rồi trả lời như khi kiểm tra trước khi đăng."""
    officer = app.officer()
    library = publishing.library()
    library.reader.work(officer, item_id).draft()
    publishing.links().check(item_id, library.clock())
    return check_item(item_id)


@app.get("/library/items/<item_id>/preview", summary="Xem trước", tags=[TAG])
def preview_item(item_id: str) -> item_schemas.Preview:
    """Bản đang soạn, như người dân sẽ đọc."""
    return item_schemas.Preview.of(publishing.library().reader.preview(app.officer(), item_id))


@app.get("/library/items/<item_id>/loudspeaker", summary="Bản tin loa", tags=[TAG])
def read_loudspeaker_script(item_id: str) -> media_schemas.LoudspeakerScript:
    """Bản đọc cho loa truyền thanh, kèm thời gian đọc."""
    text = loudspeaker_script(publishing.library().reader.preview(app.officer(), item_id).content)
    return media_schemas.LoudspeakerScript(text=text, seconds=reading_seconds(text))


@app.post("/library/items/<item_id>/copy", summary="Sao chép bài", tags=[TAG], openapi_extensions=ONCE)
def copy_item(item_id: str) -> Response[item_schemas.ShownWork]:
    """Bài mới với nội dung của bài này; ngày, số và lịch để trống."""
    officer = app.officer()

    def work() -> item_schemas.ShownWork:
        copied = publishing.library().copy(officer, item_id, identifier=identifier_for(officer))
        return item_schemas.ShownWork.of(copied)

    return app.once(work)
