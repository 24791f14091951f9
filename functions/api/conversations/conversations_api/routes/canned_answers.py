"""Canned answers of a unit, and those that it inherits from above."""

from conversations_api.app import app
from conversations_api.schemas import canned_schemas
from conversations_api.schemas.canned_schemas import CannedName
from conversations_api.schemas.common_schemas import Done
from loa import clock
from loa.bootstrap import dialogue, foundation
from loa.foundation.officers.model import Permission, require
from loa.foundation.units.service import unit_at
from loa.web.api.routes import UnitPath, scope

_TAG = "Câu trả lời mẫu"


@app.get("/canned-answers", summary="Các câu trả lời mẫu dùng được", tags=[_TAG])
def list_canned(unit: UnitPath = None) -> canned_schemas.CannedList:
    """Của đơn vị và của các đơn vị cấp trên; cùng tên thì mẫu của đơn vị gần nhất được dùng."""
    path = scope(app.officer(), Permission.READ_CONVERSATIONS, unit)
    return canned_schemas.CannedList(
        items=[
            canned_schemas.ShownCanned.of(answer, path) for answer in dialogue.canned_answers().for_unit(path)
        ]
    )


@app.get("/canned-answers/<unit>/<name>", summary="Một câu trả lời mẫu", tags=[_TAG])
def read_canned(unit: str, name: CannedName) -> canned_schemas.ShownCanned:
    """Mẫu mà đơn vị dùng: của mình, hoặc của cấp trên gần nhất."""
    require(app.officer(), Permission.READ_CONVERSATIONS, unit)
    return canned_schemas.ShownCanned.of(dialogue.canned_answers().nearest(unit, name), unit)


@app.put("/canned-answers/<unit>/<name>", summary="Soạn câu trả lời mẫu", tags=[_TAG])
def keep_canned(unit: str, name: CannedName, body: canned_schemas.NewCanned) -> canned_schemas.ShownCanned:
    """Mẫu của chính đơn vị; các đơn vị bên dưới dùng được. Gửi kèm phiên bản đã xem."""
    officer = app.officer()
    require(officer, Permission.WRITE_CANNED_ANSWER, unit)
    unit_at(unit, on=foundation.today(), store=foundation.units())
    kept = dialogue.canned_answers().keep(
        unit,
        name,
        title=body.title,
        text=body.text,
        version=body.version,
        officer_id=officer.id,
        now=clock.now(),
    )
    return canned_schemas.ShownCanned.of(kept, unit)


@app.delete("/canned-answers/<unit>/<name>", summary="Xóa câu trả lời mẫu", tags=[_TAG])
def remove_canned(unit: str, name: CannedName) -> Done:
    """Chỉ xóa mẫu của chính đơn vị; mẫu cùng tên của cấp trên lại được dùng."""
    require(app.officer(), Permission.WRITE_CANNED_ANSWER, unit)
    dialogue.canned_answers().remove(unit, name)
    return Done()
