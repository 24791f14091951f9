"""Words that are there already: notices with gaps to fill in, and what is published in the Mini App."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import Field, create_model

from broadcasts_api.pages import shown, texts
from broadcasts_api.pages.app import AREA, address_of, app, broadcast_for
from broadcasts_api.pages.forms import ItemForm, RecipientsForm, WordsForm
from broadcasts_api.pages.writing.steps import begun, target_of
from loa.bootstrap import publishing
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Permission, require
from loa.foundation.units.model import ancestors, is_lowest
from loa.publishing.articles.notices import MAXIMUM_VALUE, NoticeTemplate, fill, template, templates
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.settings import setting
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.schemas import Text

if TYPE_CHECKING:
    from loa.publishing.library.rules.model import Edition

_LISTED: Final = 50
_GAP: Final = "gap_"
"""Names of fields: a gap's own name is Vietnamese and has spaces."""


class NoticeForm(FormModel):
    """What fills the gaps of a notice, in their order: its fields are made for each notice."""

    version: int = 0


def _form_of(notice: NoticeTemplate) -> type[NoticeForm]:
    """Return the form with one field for each gap."""
    fields: dict[str, Any] = {
        f"{_GAP}{number}": (
            Annotated[
                Text,
                Field(title=name[:1].upper() + name[1:], min_length=1, max_length=MAXIMUM_VALUE),
                Control(kind="text"),
            ],
            ...,
        )
        for number, name in enumerate(notice.gaps)
    }
    return create_model("NoticeForm", __base__=NoticeForm, **fields)


@app.get(f"{AREA}/<broadcast_id>/mau")
def show_notices(broadcast_id: str) -> Html:
    """Show the notices there are, or the gaps of one (`ten`)."""
    found = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)
    if not app.query("ten"):
        return app.page("console/compose/notices.html", notices=templates(), **_frame(found))
    notice = template(app.query("ten"))
    signed = found.content.article["author"]
    known = {f"{_GAP}{number}": signed for number, name in enumerate(notice.gaps) if name == texts.OWN_GAP}
    return _notice(found, notice, Form.empty(_form_of(notice), version=str(found.version), **known))


@app.post(f"{AREA}/<broadcast_id>/mau")
def use_notice(broadcast_id: str) -> Html:
    """Fill the gaps; what the draft said before is replaced, its cover stays."""
    found = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)
    notice = template(next(iter(app.form_data().get("notice", ())), ""))
    form = app.sent(_form_of(notice))
    sent = form.value
    if sent is None:
        return _notice(found, notice, form, status=422)
    values = {name: str(getattr(sent, f"{_GAP}{number}")) for number, name in enumerate(notice.gaps)}
    try:
        article = fill(notice, values, cover_url=found.content.article["cover_url"])
        return app.done(
            lambda: with_article(found, article, sent.version),
            to=f"{address_of(found)}/noi-dung",
            say=texts.NOTICE_USED,
        )
    except InvalidInput as refused:
        names = {f"values.{name}": f"{_GAP}{number}" for number, name in enumerate(notice.gaps)}
        faults = {names.get(field, ""): message for field, message in refused.fields.items()}
        return _notice(found, notice, form.refused(faults), status=422)
    except Conflict as conflict:
        now = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)
        data = {**form.data, "version": (str(now.version),)}
        return _notice(now, notice, replace(form, data=data).refused({"": conflict.message}), status=409)


def _notice(found: Broadcast, notice: NoticeTemplate, form: Form[Any], *, status: int = 200) -> Html:
    return app.page(
        "console/compose/notice.html",
        status=status,
        form=form,
        chosen=notice,
        fields=[form.field(f"{_GAP}{number}") for number in range(len(notice.gaps))],
        **_frame(found),
    )


# What is published in the Mini App


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item to choose."""

    item_id: str
    title: str
    unit: str


@app.get(f"{AREA}/<broadcast_id>/thu-vien")
def show_items(broadcast_id: str) -> Html:
    """Show what the unit and those above have published."""
    found = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)
    return _items(found, Form.empty(ItemForm, version=str(found.version)))


@app.post(f"{AREA}/<broadcast_id>/thu-vien")
def use_item(broadcast_id: str) -> Html:
    """Take over what residents read of an item; who wrote it has a hand in the broadcast."""
    found = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)
    form = app.sent(ItemForm)
    sent = form.value
    if sent is None:
        return _items(found, form, status=422)
    try:
        article, live = article_of_item(found, sent.item)
        return app.done(
            lambda: with_article(
                found, article, sent.version, live.contributors, item=(sent.item, live.number)
            ),
            to=f"{address_of(found)}/noi-dung",
            say=texts.ITEM_USED,
        )
    except (InvalidInput, Conflict) as refused:
        now = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)
        data = {**form.data, "version": (str(now.version),)}
        return _items(now, replace(form, data=data).refused({"": refused.message}), status=422)


@app.post(f"{AREA}/tu-bai")
def begin_with_item() -> Html:
    """Begin a draft with what residents read of an item of the library, for all of the officer's unit."""
    officer, form = app.officer(), app.sent(ItemForm)
    require(officer, Permission.DRAFT_BROADCAST, officer.unit_path)
    if form.value is None:
        raise NotFound
    item = form.value.item

    def work() -> Broadcast:
        draft = _for_all()
        article, live = article_of_item(draft, item)
        return with_article(draft, article, draft.version, live.contributors, item=(item, live.number))

    return app.done(work, to=lambda draft: f"{address_of(draft)}/noi-dung", say=texts.ITEM_USED)


@app.post(f"{AREA}/tu-loi")
def begin_with_words() -> Html:
    """Begin a draft with words that another page has ready, for all of the officer's unit."""
    officer, form = app.officer(), app.sent(WordsForm)
    require(officer, Permission.DRAFT_BROADCAST, officer.unit_path)
    if form.value is None:
        raise InvalidInput(next(iter(form.errors.values())))
    given = form.value

    def work() -> Broadcast:
        draft = _for_all()
        said = [*given.words.splitlines(), given.link]
        blocks = [{"type": "text", "content": line.strip()} for line in said if line.strip()]
        words = {"title": given.title, "description": given.summary, "blocks": blocks}
        return with_article(draft, {**draft.content.article, **words}, draft.version)

    return app.done(work, to=lambda draft: f"{address_of(draft)}/noi-dung", say=texts.WORDS_USED)


def _for_all() -> Broadcast:
    """Return the draft that a form begins for everybody of the officer's unit, always the same."""
    unit_path = app.officer().unit_path
    who = "own" if is_lowest(unit_path) else "all"
    return begun(target_of(RecipientsForm.model_validate({"who": who}), unit_path))


def article_of_item(found: Broadcast, item_id: str) -> tuple[dict[str, Any], "Edition"]:
    """Return an item as an article, and the edition whose words these are.

    Raises:
        NotFound: it is not on the list of the broadcast's unit, or is published no more.
    """
    # Who writes words of their own loads nothing of the library.
    from loa.publishing.library.rules.model import split_id  # noqa: PLC0415 - see above

    unit_path, _ = split_id(item_id)
    if unit_path not in {found.unit_path, *ancestors(found.unit_path)}:
        raise NotFound
    work = publishing.library_reader().store.work(item_id)
    if work.live is None or not work.item.is_published:
        raise NotFound
    return article_of(work.live, instead=found.content.article["cover_url"]), work.live


def article_of(live: "Edition", *, instead: str) -> dict[str, Any]:
    """Return an edition as an article; `instead`: the cover of one without a picture."""
    from loa.publishing.library.outside.elsewhere import article_content  # noqa: PLC0415 - as above

    return article_content(live.content, setting("public_url"), instead=instead)


def _items(found: Broadcast, form: Form[ItemForm], *, status: int = 200) -> Html:
    store = publishing.library_reader().store
    rows = [
        ItemRow(item.item_id, item.title, app.unit_name(path))
        for path in (found.unit_path, *reversed(ancestors(found.unit_path)))
        for item in store.of_unit(path)
        if item.is_published
    ]
    return app.page(
        "console/compose/items.html", status=status, form=form, rows=rows[:_LISTED], **_frame(found)
    )


def with_article(
    found: Broadcast,
    article: dict[str, Any],
    version: int,
    writers: Iterable[str] = (),
    *,
    item: tuple[str, int] = ("", 0),
) -> Broadcast:
    """Put an article into a draft, which remembers the item it is from, and which edition of that.

    Raises:
        Conflict: the draft is no longer as it was seen.
        InvalidInput: the article cannot be sent so.
    """
    return publishing.broadcast_service().compose(
        found,
        replace(found.content, article=article),
        suggested_at=found.suggested_at,
        version=version,
        author=app.officer().id,
        contributors=writers,
        item=item,
    )


def _frame(found: Broadcast) -> dict[str, Any]:
    return {
        "broadcast": found,
        "heading": shown.title_of(found),
        "address": address_of(found),
        "replaces": bool(found.content.article["blocks"]),
    }
