"""The list of items: what waits, what is due, search; one step for many; a new item; the panel of today."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from library_api import texts
from library_api.pages import forms
from library_api.pages.app import AREA, address_of, app
from library_api.pages.item.steps import Offered
from loa import clock
from loa.bootstrap import foundation, publishing
from loa.errors import InvalidInput
from loa.foundation.officers.model import Officer, Permission, allowed, require
from loa.foundation.units.model import is_lowest
from loa.ids import derived_id
from loa.publishing.articles.notices import template
from loa.publishing.articles.texts import SIGNED
from loa.publishing.library.editing.changes import MAXIMUM_AT_ONCE, one_by_one
from loa.publishing.library.editing.reader import LibraryWorklist
from loa.publishing.library.editing.service import LibraryService
from loa.publishing.library.rules.kinds import KINDS, SECTIONS, ItemKind, Section
from loa.publishing.library.rules.model import Item, Placement, WithdrawalKind
from loa.publishing.library.rules.texts import KIND_HINTS
from loa.publishing.library.transitions.texts import BULK, STATES, UNTITLED
from loa.publishing.library.transitions.work import Work
from loa.publishing.library.writing.notices import FROM_NOTICES, gaps_to_fill, notice_content
from loa.publishing.library.writing.written import PARAGRAPHS, as_html
from loa.web.console.lists import address_query, of_today, unit_asked_for, units_below
from loa.web.pages.formats import mid_sentence
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from loa.web.parts import item_lines
from loa.web.shapes.choices import Choice

ON_A_PAGE: Final = 50
_SECONDS: Final = 300
ALL: Final = "tat-ca"


@app.get(AREA)
def show_list() -> Html:
    """Show what waits on a tab, or what a search finds."""
    return list_page(Form.empty(forms.BulkForm, kind="notice"))


def list_page(form: Form[forms.BulkForm], *, status: int = 200) -> Html:
    """Return the list that the address asks for, with a form for what is ticked in it."""
    officer = app.officer()
    path = unit_asked_for(app)
    require(officer, Permission.READ_LIBRARY, path)
    now = clock.now()
    found = publishing.library().reader.worklist(officer)
    lines = _tabs(officer, found, now)
    chosen = _chosen(lines)
    following = ""
    if chosen == ALL:
        items = _searched(officer, path)
        if len(items) > ON_A_PAGE:
            items = items[:ON_A_PAGE]
            following = f"{AREA}?{query(sau=items[-1].item_id)}"
        rows = [item_lines.row_of(item, now) for item in items]
    else:
        rows = lines[chosen]
    return app.page(
        "console/library/list.html",
        status=status,
        form=form,
        acts=_acts(officer, form),
        query=query(),
        rows=rows,
        tabs=[
            (f"{AREA}?muc={name}", texts.TABS[name], len(rows), name == chosen)
            for name, rows in lines.items()
        ],
        chosen=chosen,
        everything=f"{AREA}?muc={ALL}",
        empty=texts.EMPTY.get(chosen, ""),
        hint=texts.UNREAD_HINT if chosen == "chua-doc" and rows else "",
        next=following,
        words=app.query("tim"),
        kinds=[Choice(kind.value, rule.label) for kind, rule in KINDS.items()],
        kind=app.query("loai"),
        sections=[Choice(section.value, rule.label) for section, rule in SECTIONS.items()],
        section=app.query("chuyen-muc"),
        states=[Choice(value, label) for value, label in STATES.items()],
        state=app.query("trang-thai"),
        units=units_below(officer.unit_path, subtree=foundation.units().subtree, today=foundation.today()),
        unit=path,
        writes=allowed(officer, Permission.WRITE_LIBRARY, officer.unit_path),
        sets_search=allowed(officer, Permission.APPROVE_LIBRARY, foundation.province()),
    )


@app.get(f"{AREA}/o-viec")
def show_panel() -> Html:
    """Show what came back, what waits for approval and what is due, for *Việc hôm nay*."""
    officer = app.officer()
    require(officer, Permission.READ_LIBRARY, officer.unit_path)
    now = clock.now()
    lines = _tabs(officer, publishing.library().reader.worklist(officer), now)
    rows = [row for name in ("dang-khan", "cho-duyet", "cua-toi", "xem-lai") for row in lines.get(name, ())]
    return app.live(
        "console/library/panel.html",
        seconds=_SECONDS,
        rows=of_today(rows),
        tabs=[(f"{AREA}?muc={name}", texts.TABS[name], len(rows)) for name, rows in lines.items() if rows],
        looked_at=item_lines.when(now, now),
    )


@app.get(f"{AREA}/moi")
def ask_for_new() -> Html:
    """Show the kinds of item; of a chosen one the first questions."""
    officer = app.officer()
    require(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    sections = _sections_for(officer)
    return app.page("console/library/new.html", **_new(Form.empty(forms.NewForm), sections))


@app.post(f"{AREA}/moi")
def create() -> Html:
    """Make the item, and go on in the editor."""
    officer = app.officer()
    require(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    form, sections = app.sent(forms.NewForm), _sections_for(officer)
    if form.value is None:
        return app.page("console/library/new.html", status=422, **_new(form, sections))
    asked, content = form.value, {"title": form.value.title}

    try:
        return _begun(ItemKind(asked.kind), asked.section, content, texts.CREATED)
    except InvalidInput as refused:
        page = _new(form.refused(refused.fields), sections)
        return app.page("console/library/new.html", status=422, **page)


@app.post(f"{AREA}/tu-mau")
def create_from_notice() -> Html:
    """Make an item that begins with a ready-made notice; its gaps stand in the draft."""
    officer = app.officer()
    require(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    form = app.sent(forms.NoticeForm)
    if form.value is None:
        sections = _sections_for(officer)
        return app.page("console/library/new.html", status=422, **_new(form, sections))
    notice = template(form.value.notice)
    signed = SIGNED.format(unit=mid_sentence(app.unit_name(officer.unit_path)))
    say = texts.FROM_NOTICE.format(gaps=", ".join(gaps_to_fill(notice)))
    return _begun(ItemKind(form.value.kind), Section.NOTICES, notice_content(notice, signed), say)


def _begun(kind: ItemKind, section: Section, content: Mapping[str, Any], say: str) -> Html:
    """Make an item of the officer's unit, and go on in the editor; the same form makes one.

    Raises:
        InvalidInput: something cannot be kept, or the section does not take it.
    """
    officer, identifier = app.officer(), derived_id(app.key())

    def work() -> Work:
        return publishing.library().create(
            officer, officer.unit_path, kind, Placement(section), content, identifier=identifier
        )

    return app.done(work, to=lambda made: f"{address_of(made.item.item_id)}/soan", say=say)


@app.post(f"{AREA}/tu-loi")
def create_ready() -> Html:
    """Make the item about something, once, with words that another page has ready; later it is opened."""
    officer, form = app.officer(), app.sent(forms.ReadyForm)
    require(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    if form.value is None:
        raise InvalidInput(next(iter(form.errors.values())))
    given = form.value
    body = as_html(PARAGRAPHS, f"{given.words}\n[{texts.READ_THERE}]({given.link})")
    content = {
        "title": given.title,
        "summary": given.summary,
        "blocks": [{"type": "text", "content": body}],
    }

    def work() -> Work:
        return publishing.library().create(
            officer,
            officer.unit_path,
            ItemKind.ARTICLE,
            Placement(Section.ACTIVITIES),
            content,
            identifier=derived_id(f"{officer.unit_path} {given.source}"),
        )

    return app.done(work, to=lambda made: f"{address_of(made.item.item_id)}/soan", say=texts.READY)


def _new(form: Form[Any], sections: Mapping[ItemKind, list[Choice]]) -> dict[str, Any]:
    of_notice = form.model is forms.NoticeForm
    named = app.query("loai") or next(iter(form.data.get("kind", ())), "")
    kind = ItemKind(named) if named in set(ItemKind) else None
    kinds = [
        (each.value, KINDS[each].label, KIND_HINTS[each.value], texts.KIND_ICONS[each.value])
        for each, choices in sections.items()
        if choices
    ]
    return {
        "form": Form.empty(forms.NewForm) if of_notice else form,
        "sent": form,
        "form_of_notices": (form if of_notice else Form.empty(forms.NoticeForm))
        if kind in FROM_NOTICES
        else None,
        "section_of_notices": SECTIONS[Section.NOTICES].label,
        "kinds": kinds,
        "kind": kind.value if kind else "",
        "label": KINDS[kind].label if kind else "",
        "sections": sections[kind] if kind else [],
    }


def _sections_for(officer: Officer) -> dict[ItemKind, list[Choice]]:
    """Return the sections in which the officer's unit may publish, by kind."""
    return {kind: item_lines.section_choices(officer.unit_path, kind) for kind in KINDS}


def _tabs(officer: Officer, found: LibraryWorklist, now: datetime) -> dict[str, list[item_lines.ItemLine]]:
    """Return the lines of each tab that the officer has."""
    lines: dict[str, list[item_lines.ItemLine]] = {}
    many = not is_lowest(officer.unit_path)

    def rows(items: Iterable[Item], why: str = "") -> list[item_lines.ItemLine]:
        return [
            item_lines.row_of(item, now, why=why, unit=app.unit_name(item.unit_path) if many else "")
            for item in items
        ]

    if allowed(officer, Permission.APPROVE_LIBRARY, officer.unit_path):
        if found.urgent:
            lines["dang-khan"] = rows(found.urgent)
        lines["cho-duyet"] = rows(found.waiting)
    if allowed(officer, Permission.WRITE_LIBRARY, officer.unit_path):
        lines["cua-toi"] = rows(sorted(found.mine, key=lambda item: not item.returned))
    if "cho-duyet" in lines:
        lines["cho-dang"] = rows(found.ready)
    if lines:
        lines["xem-lai"] = [
            *rows(found.expiring, texts.EXPIRING),
            *rows(found.overdue, texts.OVERDUE),
            *rows(found.broken, texts.BROKEN),
            *rows(found.silent, texts.SILENT),
        ]
        unread = sorted(found.unread, key=lambda item: item.published_at or now)
        lines["chua-doc"] = rows(unread, texts.UNREAD)
    return lines


def _acts(officer: Officer, form: Form[forms.BulkForm]) -> list[Offered]:
    """Return what the officer may do with many items of their unit at once."""
    needs = {"withdraw": ("reason", "kind"), "move": ("section",)}
    writes = allowed(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    decides = allowed(officer, Permission.APPROVE_LIBRARY, officer.unit_path)
    return [
        Offered(name, *words, tuple(replace(form.field(each), required=True) for each in needs.get(name, ())))
        for name, words in BULK.items()
        if (writes if name in {"bin", "unbin"} else decides)
    ]


def _chosen(lines: Mapping[str, list[item_lines.ItemLine]]) -> str:
    """Return the tab that was asked for, else the first one with something in it."""
    asked = app.query("muc")
    if asked in lines:
        return asked
    searching = any(app.query(name) for name in ("tim", "loai", "chuyen-muc", "trang-thai", "don-vi"))
    if asked or searching or not lines:
        return ALL
    return next((name for name, rows in lines.items() if rows and name != "chua-doc"), ALL)


def _searched(officer: Officer, path: str) -> list[Item]:
    section, kind, state = app.query("chuyen-muc"), app.query("loai"), app.query("trang-thai")
    found = publishing.library().reader.items(
        officer,
        path,
        section=Section(section) if section in set(Section) else None,
        kind=ItemKind(kind) if kind in set(ItemKind) else None,
        state=state if state in STATES else None,
        text=app.query("tim")[:100],
    )
    after = app.query("sau")
    return [item for item in found if item.item_id < after] if after else found


def query(**changed: str) -> str:
    """Return what the list was asked for, with some of it changed."""
    names = ("muc", "don-vi", "tim", "loai", "chuyen-muc", "trang-thai")
    return address_query(app, names, **changed)


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

    return outcome_page(BULK[asked.act][0], app.kept(work, step=asked.act)["rows"], back=f"{AREA}?{query()}")


def outcome_page(
    act: str,
    rows: Sequence[tuple[str, str, str]],
    *,
    back: str,
    place: str = "",
    then: str = "",
) -> Html:
    """Return what became of each of many items.

    Args:
        act: what was done.
        rows: of each item its id, title, and why it was refused; empty: it was not.
        back: where the officer came from.
        place: what that is called; empty: the list.
        then: what is left to do with those with which it was done.
    """
    return app.page(
        "console/library/bulk.html",
        act=act,
        done=[(address_of(item_id), title) for item_id, title, reason in rows if not reason],
        refused=[(address_of(item_id), title, reason) for item_id, title, reason in rows if reason],
        back=back,
        place=place,
        then=then,
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
