"""Give a conversation to a colleague, or to a unit above or below."""

from typing import Annotated

from pydantic import Field

from conversations_api import texts
from conversations_api.pages.app import AREA, address, loaded, pages, request_key
from conversations_api.pages.rows import name_of
from loa.bootstrap import dialogue, foundation
from loa.dialogue.desk.model import ConversationAccess
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.assignees import chosen
from loa.foundation.officers.model import Permission, allowed
from loa.foundation.units.model import ancestors
from loa.web.console.lists import unit_choices
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.shapes.choices import Choice

NOBODY = "-"
"""Chosen to give it to nobody."""


class OfficerForm(FormModel):
    """To whom."""

    officer: Annotated[str, Field(title="Giao cho", max_length=128)]


class UnitForm(FormModel):
    """To which unit."""

    unit: Annotated[str, Field(title="Chuyển tới đơn vị", max_length=16), Control(kind="select")]


@pages.get(f"{AREA}/<oa_id>/<user_id>/giao")
def show_choices(oa_id: str, user_id: str) -> Html:
    """Colleagues and units."""
    return _page(loaded(oa_id, user_id))


@pages.post(f"{AREA}/<oa_id>/<user_id>/giao")
def assign(oa_id: str, user_id: str) -> Html:
    """Give the conversation to an officer, or to nobody."""
    conversation = loaded(oa_id, user_id)
    form = pages.sent(OfficerForm)
    if form.value is None:
        return _page(conversation, {"officer": texts.CHOOSE})
    wanted, by = form.value.officer, pages.officer()

    def work() -> str:
        identity, name = "", ""
        if wanted != NOBODY:
            person = chosen(
                wanted,
                "officer",
                Permission.ANSWER_CONVERSATION,
                conversation.path,
                by=by,
                registry=foundation.officers(),
            )
            identity, name = person.id, person.name
        dialogue.conversations().assign(
            conversation, identity, name, officer=by, idempotency_key=request_key()
        )
        return texts.ASSIGNED.format(name=name) if identity else texts.UNASSIGNED

    try:
        return pages.done(work, to=address(conversation), say=str)
    except InvalidInput as error:
        return _page(conversation, {"officer": error.fields.get("officer", error.message)})
    except Conflict as conflict:
        return _page(loaded(oa_id, user_id), {"officer": conflict.message}, status=409)


@pages.post(f"{AREA}/<oa_id>/<user_id>/chuyen")
def transfer(oa_id: str, user_id: str) -> Html:
    """Transfer the conversation to a unit above or below."""
    form = pages.sent(UnitForm)
    if form.value is None:
        return _page(loaded(oa_id, user_id), {"unit": texts.CHOOSE})
    path, by = form.value.unit, pages.officer()

    def work() -> str:
        # Asked inside: who has sent it up sees it no more, and still gets the confirmation.
        conversation = loaded(oa_id, user_id)
        dialogue.conversations().transfer(
            conversation, path, officer=by, on=foundation.today(), idempotency_key=request_key()
        )
        return texts.TRANSFERRED.format(name=pages.unit_name(path))

    try:
        return pages.done(work, to=AREA, say=str)
    except (InvalidInput, NotFound) as error:
        return _page(loaded(oa_id, user_id), {"unit": error.message or texts.CHOOSE})
    except Conflict as conflict:
        return _page(loaded(oa_id, user_id), {"unit": conflict.message}, status=409)


def _page(
    conversation: ConversationAccess, errors: dict[str, str] | None = None, *, status: int = 422
) -> Html:
    here, officer = conversation.path, pages.officer()
    colleagues = [
        each
        for each in foundation.officers().of_unit(here)
        if allowed(each, Permission.ANSWER_CONVERSATION, here)
    ]
    own = [Choice(each.id, texts.MYSELF if each.id == officer.id else each.name) for each in colleagues]
    own.sort(key=lambda choice: choice.value != officer.id)
    if officer.id not in {each.id for each in colleagues}:
        own.insert(0, Choice(officer.id, texts.MYSELF))
    if conversation.head.assigned_to:
        own.append(Choice(NOBODY, texts.NOBODY))
    units = [Choice(path, pages.unit_name(path)) for path in reversed(ancestors(here))]
    below = unit_choices(foundation.units().subtree(here), foundation.today())
    units += [choice for choice in below if choice.value != here]
    found = errors or {}
    return pages.page(
        "console/conversations/handing.html",
        status=status if found else 200,
        name=name_of(conversation),
        here=address(conversation),
        form=Form.empty(OfficerForm, officer=conversation.head.assigned_to).refused(found),
        choices=own,
        units=units,
        errors={"officer": "", "unit": "", **found},
        unit_name=pages.unit_name(here),
    )
