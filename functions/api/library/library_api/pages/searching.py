"""What the province sets for the search: synonyms, what stands first; and what was sought in vain."""

from datetime import timedelta
from typing import Annotated, Final

from pydantic import Field

from library_api.pages.app import AREA, address_of, app
from loa import clock
from loa.bootstrap import publishing
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Officer, Permission, require
from loa.foundation.units.model import province_of
from loa.publishing.search import texts
from loa.publishing.search.model import LONGEST_PHRASE, SHORTEST_PHRASE
from loa.publishing.search.rules import lines_of
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.schemas import Text

SEARCH: Final = f"{AREA}/tim-kiem"


class SynonymsForm(FormModel):
    """All synonyms, as lines."""

    version: Annotated[int, Field(ge=0)] = 0
    synonyms: Annotated[
        Text,
        Field(
            title="Từ đồng nghĩa",
            description="Mỗi dòng một nhóm, cách nhau bằng dấu phẩy. Ví dụ: căn cước, chứng minh thư, cccd.",
            max_length=50_000,
        ),
        Control(rows=8),
    ] = ""


class PromotedForm(FormModel):
    """What stands first for some words."""

    words: Annotated[
        Text,
        Field(
            title="Khi người dân tìm",
            description="Ví dụ: họp dân.",
            min_length=SHORTEST_PHRASE,
            max_length=LONGEST_PHRASE,
        ),
        Control(width="medium", missing=texts.SOUGHT_MISSING),
    ]
    address: Annotated[
        str,
        Field(
            title="Bài đứng đầu",
            description="Dán địa chỉ của một bài đang đăng.",
            min_length=1,
            max_length=500,
        ),
        Control(kind="text", inputmode="url", missing=texts.ADDRESS_MISSING),
    ]


class DemotedForm(FormModel):
    """What stands first no more."""

    sought: Annotated[str, Field(max_length=LONGEST_PHRASE)]
    item: Annotated[str, Field(max_length=80)]


@app.get(SEARCH)
def show_search() -> Html:
    """Show what is set, and what was sought in vain this month and the last."""
    _officer()
    return _page()


@app.post(SEARCH)
def set_synonyms() -> Html:
    """Set the synonyms."""
    officer, form = _officer(), app.sent(SynonymsForm)
    if (asked := form.value) is None:
        return _page(form, status=422)
    try:
        return app.done(
            lambda: publishing.search_settings().set_synonyms(officer, asked.synonyms, asked.version),
            to=SEARCH,
            say=texts.SYNONYMS_SAVED,
        )
    except InvalidInput as refused:
        return _page(form.refused(refused.fields), status=422)
    except Conflict as conflict:
        return _page(form.refused({"": conflict.message}), status=409)


@app.post(f"{SEARCH}/dung-dau")
def promote() -> Html:
    """Let an item stand first."""
    officer, form = _officer(), app.sent(PromotedForm)
    if (asked := form.value) is None:
        return _page(promoting=form, status=422)
    try:
        return app.done(
            lambda: publishing.search_settings().promote(officer, asked.words, asked.address),
            to=SEARCH,
            say=texts.PROMOTED,
        )
    except InvalidInput as refused:
        return _page(promoting=form.refused(refused.fields), status=422)


@app.post(f"{SEARCH}/bo")
def demote() -> Html:
    """Let an item stand first no more."""
    officer, asked = _officer(), app.sent(DemotedForm).value
    if asked is None:
        raise NotFound
    return app.done(
        lambda: publishing.search_settings().demote(officer, asked.sought, asked.item),
        to=SEARCH,
        say=texts.NO_LONGER_PROMOTED,
    )


def _officer() -> Officer:
    officer = app.officer()
    require(officer, Permission.APPROVE_LIBRARY, province_of(officer.unit_path))
    return officer


def _page(
    form: Form[SynonymsForm] | None = None, promoting: Form[PromotedForm] | None = None, *, status: int = 200
) -> Html:
    rules, now = publishing.search_rules().read(), clock.now()
    firsts = [(rule.words, item_id) for rule in rules.promoted for item_id in rule.item_ids]
    titles = publishing.library().published.titles([item_id for _, item_id in firsts])
    before = clock.day_start(clock.local_day(now).replace(day=1)) - timedelta(days=1)
    return app.page(
        "console/library/search.html",
        status=status,
        form=form or Form.empty(SynonymsForm, synonyms=lines_of(rules), version=str(rules.version)),
        promoting=promoting or Form.empty(PromotedForm),
        firsts=[(sought, each, address_of(each), titles.get(each, "")) for sought, each in firsts],
        months=[(clock.local_day(at), publishing.missed_searches().of_month(at)) for at in (now, before)],
    )
