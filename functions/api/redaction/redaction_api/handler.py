"""Redaction of case pictures by a person before publication.

* `POST /cases/{id}/pictures` by an officer who may release the case: marked areas become black, hidden
  data is removed, and the officer gets the result to check. Nothing becomes public here: a release does it.

The cases function needs neither the picture library nor picture bytes; this one changes no case.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from loa.casework.cases.rows.store import CaseStore
from loa.casework.publication import pictures
from loa.errors import NotFound
from loa.foundation.officers.model import Permission, require
from loa.ids import is_id
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.residents.attachments.service import LINK_SECONDS
from loa.settings import read
from loa.web.api.resolver import api
from redaction_api import schemas
from redaction_api.settings import Settings

SHOWN_AS: Final = "anh-da-che.jpg"

app = api("redaction")


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    cases: CaseStore
    conversations: Table
    attachments: Bucket


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    return Root(
        cases=CaseStore(Table(settings.cases_table)),
        conversations=Table(settings.audience_table),
        attachments=Bucket(settings.attachments_bucket),
    )


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


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
