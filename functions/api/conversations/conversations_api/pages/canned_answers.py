"""Canned answers: those that a unit can use, and writing its own."""

import re
from typing import Annotated, Final

from pydantic import Field

from conversations_api import texts
from conversations_api.pages.app import AREA, pages, request_key
from loa import clock
from loa.bootstrap import dialogue, foundation
from loa.dialogue.desk.canned_answers import MAXIMUM_TITLE, CannedAnswer
from loa.errors import Conflict, InvalidInput
from loa.foundation.officers.model import Permission, allowed, require
from loa.foundation.units.service import unit_at
from loa.platform.zalo.api.messages import MAX_TEXT
from loa.text.folding import fold
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.schemas import Text

LIST: Final = f"{AREA}/mau-cau"
ONE: Final = f"{LIST}/mot"
REMOVE: Final = f"{LIST}/xoa"


class CannedForm(FormModel):
    """A canned answer."""

    title: Annotated[
        Text,
        Field(
            title="Tên mẫu", description="Để anh/chị và đồng nghiệp tìm nhanh, ví dụ: Hẹn ngày trả lời.",
            min_length=1, max_length=MAXIMUM_TITLE,
        ),
    ]  # fmt: skip
    text: Annotated[
        Text,
        Field(
            title="Lời mẫu",
            description="{ten} là tên người dân, {ma} là mã hồ sơ, {han} là hạn trả lời; điền khi gửi.",
            min_length=1,
            max_length=MAX_TEXT,
        ),
        Control(kind="textarea"),
    ]


class NamedForm(FormModel):
    """Which canned answer, in the version that was shown; 0: a new one."""

    name: Annotated[str, Field(max_length=40)] = ""
    version: Annotated[int, Field(ge=0)] = 0


@pages.get(LIST)
def show_canned() -> Html:
    """All that the unit can use."""
    officer = pages.officer()
    path = officer.unit_path
    require(officer, Permission.READ_CONVERSATIONS, path)
    return pages.page(
        "console/conversations/canned.html",
        answers=dialogue.canned_answers().for_unit(path),
        path=path,
        unit_name_of=pages.unit_name,
        may_write=allowed(officer, Permission.WRITE_CANNED_ANSWER, path),
    )


@pages.get(ONE)
def show_one() -> Html:
    """One that is to be changed, or an empty form for a new one."""
    path = _writing()
    name = pages.query("ten")
    if not name:
        return _page(Form.empty(CannedForm), Form.empty(NamedForm, version="0"), None)
    answer = dialogue.canned_answers().nearest(path, name)
    version = answer.version if answer.unit_path == path else 0
    return _page(
        Form.empty(CannedForm, title=answer.title, text=answer.text),
        Form.empty(NamedForm, name=name, version=str(version)),
        answer,
    )


@pages.post(ONE)
def keep() -> Html:
    """Write one of the unit's own; what stands above the unit stays as it is."""
    path = _writing()
    form, named = pages.sent(CannedForm), pages.sent(NamedForm)
    if form.value is None or named.value is None:
        return _page(form, named, None, status=422)
    written, kept = form.value, named.value
    name = kept.name or _name_of(written.title)

    def work() -> CannedAnswer:
        unit_at(path, on=foundation.today(), store=foundation.units())
        return dialogue.canned_answers().keep(
            path,
            name,
            title=written.title,
            text=written.text,
            version=kept.version,
            officer_id=pages.officer().id,
            now=clock.now(),
        )

    try:
        return pages.done(work, to=LIST, say=texts.CANNED_KEPT.format(title=written.title))
    except InvalidInput as error:
        return _page(form.refused(error.fields or {"": error.message}), named, None, status=422)
    except Conflict as conflict:
        return _page(form.refused({"": conflict.message}), named, None, status=409)


@pages.post(REMOVE)
def remove() -> Html:
    """Delete one of the unit's own."""
    path = _writing()
    named = pages.sent(NamedForm)
    name = named.value.name if named.value else ""
    return pages.done(lambda: dialogue.canned_answers().remove(path, name), to=LIST, say=texts.CANNED_REMOVED)


def _writing() -> str:
    officer = pages.officer()
    require(officer, Permission.WRITE_CANNED_ANSWER, officer.unit_path)
    return officer.unit_path


def _name_of(title: str) -> str:
    """Return the short name of a new one: its title without marks, and a few signs so that two never meet."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:28].strip("-") or "mau"
    return f"{plain}-{request_key()[:6]}"


def _page(
    form: Form[CannedForm], named: Form[NamedForm], answer: CannedAnswer | None, *, status: int = 200
) -> Html:
    officer, whose = pages.officer(), answer.unit_path if answer else ""
    return pages.page(
        "console/conversations/canned-one.html",
        status=status,
        form=form,
        name=next(iter(named.data.get("name", ())), ""),
        version=next(iter(named.data.get("version", ())), "0"),
        own=whose == officer.unit_path,
        from_above=pages.unit_name(whose) if whose not in {"", officer.unit_path} else "",
    )
