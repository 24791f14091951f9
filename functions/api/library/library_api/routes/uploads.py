"""Files of up to 25 MB: the browser puts them into the bucket, a worker looks at them first."""

from typing import Final

from library_api.app import UnitPath, app, scope
from library_api.schemas import media_schemas
from loa import clock
from loa.bootstrap import foundation, publishing
from loa.foundation.officers.model import Permission
from loa.foundation.units.service import unit_at
from loa.ids import new_id
from loa.publishing.documents.inspection import MAXIMUM_UPLOAD
from loa.publishing.library.rules.media import UPLOAD_WITHIN, LibraryUpload
from loa.settings import setting

TAG = "Thư viện tệp"
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
