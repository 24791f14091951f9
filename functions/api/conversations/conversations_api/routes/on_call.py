"""Who is told at any hour when a resident calls for help."""

from conversations_api.app import app
from conversations_api.schemas import on_call_schemas
from loa import clock
from loa.bootstrap import foundation
from loa.foundation.officers.model import Permission, require
from loa.foundation.officers.on_call import name_on_call, told_of_emergencies
from loa.foundation.units.service import unit_at

_TAG = "Trực khẩn cấp"


@app.get("/units/<unit>/on-call", summary="Ai trực khẩn cấp", tags=[_TAG])
def read_on_call(unit: str) -> on_call_schemas.ShownOnCall:
    """Người được báo qua Zalo, bất kể giờ nào, khi người dân kêu cứu ở trang của đơn vị."""
    require(app.officer(), Permission.READ_OFFICERS, unit)
    return _shown(unit)


@app.put("/units/<unit>/on-call", summary="Chọn người trực khẩn cấp", tags=[_TAG])
def choose_on_call(unit: str, body: on_call_schemas.NewOnCall) -> on_call_schemas.ShownOnCall:
    """Thay cho danh sách trước. Chỉ báo được cho người đã liên kết Zalo và có nhắn trang trong 7 ngày qua."""
    officer = app.officer()
    require(officer, Permission.SET_ON_CALL, unit)
    unit_at(unit, on=foundation.today(), store=foundation.units())
    name_on_call(
        unit,
        body.officers,
        by=officer,
        rows=foundation.on_call(),
        registry=foundation.officers(),
        now=clock.now(),
    )
    return _shown(unit)


def _shown(unit: str) -> on_call_schemas.ShownOnCall:
    told = told_of_emergencies(unit, rows=foundation.on_call(), registry=foundation.officers())
    return on_call_schemas.ShownOnCall.of(unit, foundation.on_call().of(unit), told)
