"""One step for many items of the list: each is taken for itself, and the answer says what became of each."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from library_api import texts
from library_api.pages import forms
from library_api.pages.app import AREA, address_of, app
from library_api.pages.lists import list_page, query
from loa.bootstrap import publishing
from loa.foundation.officers.model import Officer, Permission, require
from loa.publishing.library.editing.changes import MAXIMUM_AT_ONCE, one_by_one
from loa.publishing.library.editing.service import LibraryService
from loa.publishing.library.rules.model import Item, Placement, WithdrawalKind
from loa.publishing.library.transitions.texts import BULK, UNTITLED
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html

type _Take = Callable[[LibraryService, Officer, Item, forms.BulkForm], object]


@app.post(f"{AREA}/nhieu")
def take_steps() -> Html:
    """Take the chosen step with each item that was ticked; sent again, it shows what it showed."""
    officer, form = app.officer(), app.sent(forms.BulkForm)
    require(officer, Permission.READ_LIBRARY, officer.unit_path)
    wrong = _wrong(form)
    asked = form.value
    if asked is None or wrong:
        return list_page(form.refused(wrong), status=422)

    def work() -> Mapping[str, Any]:
        library, titles = publishing.library(), dict[str, str]()

        def take(item_id: str) -> None:
            item = library.reader.work(officer, item_id).item
            titles[item_id] = item.title
            _TAKE[asked.act](library, officer, item, asked)

        outcomes = one_by_one(asked.item, take)
        rows = [(each.item_id, titles.get(each.item_id) or UNTITLED, each.reason) for each in outcomes]
        done = [address_of(each.item_id) for each in outcomes if each.refused is None]
        return {"to": done, "rows": rows}

    rows = app.kept(work, step=asked.act)["rows"]
    return app.page(
        "console/library/bulk.html",
        act=BULK[asked.act],
        done=[(address_of(item_id), title) for item_id, title, reason in rows if not reason],
        refused=[(address_of(item_id), title, reason) for item_id, title, reason in rows if reason],
        back=f"{AREA}?{query()}",
    )


def _wrong(form: Form[forms.BulkForm]) -> dict[str, str]:
    """Return what a step needs and nobody gave, by field."""
    items, act = form.data.get("item", ()), form.field("act").value
    if not items:
        return {"item": texts.NOTHING_TICKED}
    if len(items) > MAXIMUM_AT_ONCE:
        return {"item": texts.TOO_MANY_TICKED.format(maximum=MAXIMUM_AT_ONCE, count=len(items))}
    if act == "withdraw" and not form.field("reason").value.strip():
        return {"reason": texts.REASON_MISSING}
    return {"section": texts.SECTION_MISSING} if act == "move" and not form.field("section").value else {}


def _withdraw(library: LibraryService, officer: Officer, item: Item, asked: forms.BulkForm) -> None:
    """Take an item down; one that is down already, after a form whose answer was lost, stays as it is."""
    kind, before = WithdrawalKind(asked.kind), item.withdrawal
    if before is None or (before.kind, before.reason) != (kind, asked.reason):
        library.withdraw(officer, item.item_id, kind, asked.reason)


def _placed(change: Callable[[Placement, forms.BulkForm], Placement]) -> _Take:
    def take(library: LibraryService, officer: Officer, item: Item, asked: forms.BulkForm) -> None:
        library.rearrange(officer, item.item_id, lambda placement: change(placement, asked))

    return take


def _move(placement: Placement, asked: forms.BulkForm) -> Placement:
    return replace(placement, section=asked.section or placement.section)


_TAKE: Final[Mapping[str, _Take]] = {
    "publish": lambda library, officer, item, _: library.publish(officer, item.item_id),
    "withdraw": _withdraw,
    "move": _placed(_move),
    "feature": _placed(lambda placement, _: replace(placement, featured=True)),
    "unfeature": _placed(lambda placement, _: replace(placement, featured=False)),
    "bin": lambda library, officer, item, _: library.put_in_bin(officer, item.item_id),
    "unbin": lambda library, officer, item, _: library.take_from_bin(officer, item.item_id),
}
