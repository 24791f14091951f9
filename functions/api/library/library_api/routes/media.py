"""The media library: files that are uploaded, found again, and where they are used."""

from typing import Final
from urllib.parse import unquote

from library_api.app import Cursor, Limit, UnitPath, app, scope
from library_api.schemas import media_schemas
from loa import clock
from loa.bootstrap import foundation, publishing
from loa.foundation.officers.model import Permission
from loa.foundation.units.service import unit_at
from loa.ids import new_id
from loa.publishing.documents.inspection import MAXIMUM_UPLOAD
from loa.publishing.documents.service import key_of_file
from loa.publishing.library.rows.media_store import file_from
from loa.publishing.library.rules.media import UPLOAD_WITHIN, LibraryUpload, MediaFile
from loa.settings import setting
from loa.web.paging import Span, make_cursor, page_limit, read_cursor

TAG = "Thư viện tệp"
LINK_SECONDS = 300


@app.post("/library/media", summary="Thêm tệp vào thư viện", tags=[TAG], status_code=201)
def add_media(body: media_schemas.NewMedia) -> media_schemas.ShownMedia:
    """Ghi nhận một ảnh hoặc tệp đã tải lên để dùng lại; tệp đã có thì nhận tên và mô tả mới."""
    officer = app.officer()
    path = scope(officer, Permission.WRITE_LIBRARY, body.unit)
    unit_at(path, on=foundation.today(), store=foundation.units())
    file = MediaFile(
        reference=body.reference,
        unit_path=path,
        title=body.title,
        uploaded_by=officer.id,
        uploaded_at=clock.now(),
        alt=body.alt,
        bytes=body.bytes,
        width=body.width,
        height=body.height,
    )
    publishing.media().add(file)
    return media_schemas.ShownMedia.of(file)


@app.get("/library/media", summary="Thư viện tệp", tags=[TAG])
def list_media(unit: UnitPath = None, limit: Limit = None, cursor: Cursor = None) -> media_schemas.MediaList:
    """Ảnh, tệp và bản đọc của một đơn vị."""
    path = scope(app.officer(), Permission.READ_LIBRARY, unit)
    start = read_cursor(cursor, Span(path, "media#", "media#\uffff"))
    page = publishing.media().page(path, limit=page_limit(limit), start=start)
    items = [media_schemas.ShownMedia.of(file_from(row)) for row in page.rows]
    return media_schemas.MediaList(items=items, next=make_cursor(page.next_start))


@app.get("/library/media/<reference>/link", summary="Mở tệp để xem", tags=[TAG])
def link_media(reference: str, unit: UnitPath = None) -> media_schemas.FileLink:
    """Địa chỉ mở được trong năm phút, cả khi chưa bài nào dùng tệp này được đăng."""
    path = scope(app.officer(), Permission.READ_LIBRARY, unit)
    file = publishing.media().get(path, unquote(reference))
    scheme, _, name = file.reference.partition(":")
    if scheme == "media":
        return media_schemas.FileLink(url=f"{setting('public_url')}/media/{name}")
    key = key_of_file(name)
    url = publishing.blobs().link(key, expires_seconds=LINK_SECONDS, file_name=_file_name(file))
    return media_schemas.FileLink(url=url)


def _file_name(file: MediaFile) -> str:
    """What a browser saves it as."""
    ending = file.reference.rpartition(".")[2]
    return file.title if file.title.lower().endswith(f".{ending}") else f"{file.title}.{ending}"


@app.get("/library/media/<reference>/uses", summary="Tệp đang dùng ở đâu", tags=[TAG])
def list_uses(reference: str, unit: UnitPath = None) -> media_schemas.UseList:
    """Các bài dùng tệp này, ở bản đang soạn hoặc bản đang đăng."""
    path = scope(app.officer(), Permission.READ_LIBRARY, unit)
    return media_schemas.UseList(items=publishing.media().used_by(path, unquote(reference)))


@app.delete("/library/media/<reference>", summary="Bỏ tệp khỏi thư viện", tags=[TAG])
def remove_media(reference: str, unit: UnitPath = None) -> media_schemas.UseList:
    """Bỏ một tệp không bài nào dùng; tệp đang dùng thì bị từ chối."""
    path = scope(app.officer(), Permission.WRITE_LIBRARY, unit)
    publishing.media().remove(path, unquote(reference))
    return media_schemas.UseList(items=[])


PAGE: Final = "/console/noi-dung/tep/tai-len"
"""Where a browser without script lands after its file has arrived; the identifier follows."""


@app.post("/library/uploads", summary="Tải tệp lớn lên", tags=[TAG], status_code=201)
def begin_upload(body: media_schemas.NewUpload) -> media_schemas.BegunUpload:
    """Biểu mẫu để gửi thẳng một tệp đến 25 MB. Tệp được kiểm tra rồi mới vào thư viện."""
    officer = app.officer()
    path = scope(officer, Permission.WRITE_LIBRARY, body.unit)
    unit_at(path, on=foundation.today(), store=foundation.units())
    now = clock.now()
    upload = LibraryUpload(new_id(now), path, body.title, officer.id, now)
    publishing.uploads().begin(upload)
    form = publishing.blobs().upload_form(
        upload.key,
        maximum=MAXIMUM_UPLOAD,
        expires_seconds=int(UPLOAD_WITHIN.total_seconds()),
        redirect=f"{setting('public_url')}{PAGE}/{path}/{upload.upload_id}" if body.page else "",
    )
    return media_schemas.BegunUpload(
        upload=media_schemas.ShownUpload.of(upload),
        url=form.url,
        fields=dict(form.fields),
        maximum_bytes=MAXIMUM_UPLOAD,
        expires_at=clock.to_text(now + UPLOAD_WITHIN),
    )


@app.get("/library/uploads/<upload_id>", summary="Tệp đã nhận chưa", tags=[TAG])
def read_upload(upload_id: str, unit: UnitPath = None) -> media_schemas.ShownUpload:
    """Đang chờ, đã nhận, bị từ chối kèm lý do, hoặc đã hết hạn."""
    path = scope(app.officer(), Permission.WRITE_LIBRARY, unit)
    return media_schemas.ShownUpload.of(publishing.uploads().get(path, upload_id))
