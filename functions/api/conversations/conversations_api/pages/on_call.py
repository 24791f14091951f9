"""Who is told at any hour when a resident calls for help."""

from typing import Annotated, Final

from pydantic import Field

from conversations_api import texts
from conversations_api.pages.app import AREA, pages
from loa import clock
from loa.bootstrap import foundation
from loa.errors import InvalidInput
from loa.foundation.officers.model import Permission, allowed, require
from loa.foundation.officers.on_call import MOST, name_on_call, told_of_emergencies
from loa.foundation.officers.store import KnownOfficer
from loa.foundation.units.model import ancestors
from loa.foundation.units.service import unit_at
from loa.web.pages.forms import Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.shapes.choices import Choice

PAGE: Final = f"{AREA}/truc"


class OnCallForm(FormModel):
    """Who is on call."""

    officers: Annotated[
        tuple[Annotated[str, Field(max_length=64)], ...], Field(title="Người trực", max_length=MOST)
    ] = ()


@pages.get(PAGE)
def show_on_call() -> Html:
    """Who is on call, and who could be."""
    officer = pages.officer()
    require(officer, Permission.READ_OFFICERS, officer.unit_path)
    named = foundation.on_call().of(officer.unit_path)
    chosen = tuple(identity for _, identity in named.officers)
    return _page(Form(OnCallForm, {"officers": chosen}, {}))


@pages.post(PAGE)
def choose_on_call() -> Html:
    """Replace who is on call."""
    officer = pages.officer()
    path = officer.unit_path
    require(officer, Permission.SET_ON_CALL, path)
    form = pages.sent(OnCallForm)
    if form.value is None:
        return _page(form, status=422)
    wanted = form.value.officers

    def work() -> None:
        unit_at(path, on=foundation.today(), store=foundation.units())
        name_on_call(
            path,
            wanted,
            by=officer,
            rows=foundation.on_call(),
            registry=foundation.officers(),
            now=clock.now(),
        )

    try:
        return pages.done(work, to=PAGE, say=texts.ON_CALL_KEPT if wanted else texts.ON_CALL_DEFAULT)
    except InvalidInput as error:
        return _page(form.refused(error.fields or {"officers": error.message}), status=422)


def _page(form: Form[OnCallForm], *, status: int = 200) -> Html:
    officer = pages.officer()
    path = officer.unit_path
    registry = foundation.officers()
    known = [
        each
        for place in (path, *reversed(ancestors(path)))
        for each in registry.of_unit(place)
        if allowed(each, Permission.ANSWER_CONVERSATION, path)
    ]
    told = told_of_emergencies(path, rows=foundation.on_call(), registry=registry)
    return pages.page(
        "console/conversations/on-call.html",
        status=status,
        form=form,
        choices=[Choice(each.id, each.name, _about(each)) for each in known],
        chosen=form.data.get("officers", ()),
        told=[each.name for each in told],
        may_choose=allowed(officer, Permission.SET_ON_CALL, path),
        most=MOST,
    )


def _about(officer: KnownOfficer) -> str:
    linked = texts.LINKED if officer.is_linked else texts.NOT_LINKED
    return f"{pages.unit_name(officer.unit_path)} · {linked}"
