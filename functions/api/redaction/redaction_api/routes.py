"""The JSON route that covers a picture of a case."""

from typing import Final

from loa.bootstrap import foundation
from loa.casework.publication import pictures
from loa.errors import NotFound
from loa.foundation.officers.model import Permission, require
from loa.ids import is_id
from loa.residents.attachments.service import LINK_SECONDS
from loa.web.api.resolver import api
from redaction_api import schemas
from redaction_api.dependencies import root

SHOWN_AS: Final = "anh-da-che.jpg"

app = api("redaction", deeds=foundation.deeds)


@app.post("/cases/<case_id>/pictures", summary="Che thông tin trong ảnh", tags=["Vụ việc công khai"])
def cover_picture(case_id: str, body: schemas.NewCover) -> schemas.CoveredPicture:
    """Tô đen những chỗ cán bộ đánh dấu, xóa thông tin ẩn (vị trí, thiết bị); trả về ảnh để xem trước.

    Che lại ảnh ấy thì bản mới thay bản cũ. Bản đã che mà không công khai tự xóa sau 7 ngày.
    """
    here = root()
    officer = app.officer()
    kept = here.cases.read(case_id) if is_id(case_id) else None
    if kept is None:
        raise NotFound
    require(officer, Permission.RELEASE_CASE, kept.case.unit_path)
    covered = pictures.cover(
        kept,
        body.reference,
        [area.area() for area in body.areas],
        private=here.attachments,
        conversations=here.conversations,
    )
    link = here.attachments.link(covered.key, expires_seconds=LINK_SECONDS, file_name=SHOWN_AS, inline=True)
    return schemas.CoveredPicture(
        reference=body.reference,
        name=covered.name,
        url=link,
        width=covered.width,
        height=covered.height,
        bytes=covered.size,
    )
