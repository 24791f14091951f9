"""The addresses of other sites from which the officer's unit takes news."""

from typing import Annotated, Any, Final

from pydantic import Field

from library_api import texts
from library_api.pages.app import AREA, app
from loa import clock
from loa.bootstrap import publishing
from loa.errors import InvalidInput
from loa.foundation.officers.model import Permission, allowed, require
from loa.publishing.library.importing.sources import add_source
from loa.publishing.library.importing.texts import TROUBLES
from loa.publishing.library.rules.kinds import SECTIONS, ItemKind, Section
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.parts import item_lines
from loa.web.schemas import Text

SOURCES: Final = f"{AREA}/nguon"


class SourceForm(FormModel):
    """An address, what it is called, and where its items go."""

    url: Annotated[
        str,
        Field(
            title="Địa chỉ RSS hoặc sơ đồ trang",
            description="Ví dụ: https://mttqnghean.vn/rss. Hỏi người quản trị trang nếu không rõ.",
            min_length=1,
            max_length=2_048,
        ),
        Control(kind="text", inputmode="url", missing=texts.SOURCE_MISSING),
    ]
    name: Annotated[
        Text,
        Field(
            title="Tên nguồn",
            description="Hiện ở cuối mỗi bài, ví dụ: Báo Nghệ An.",
            min_length=1,
            max_length=100,
        ),
        Control(kind="text", width="medium", missing=texts.SOURCE_NAME_MISSING),
    ]
    section: Annotated[Section, Field(title="Bài vào mục nào?"), Control(kind="select")] = Section.LOCAL_NEWS


class RemovedForm(FormModel):
    """A source that is asked no more."""

    removed: Annotated[str, Field(max_length=40)] = ""


@app.get(SOURCES)
def show_sources() -> Html:
    """Show the sources, and what came of each."""
    require(app.officer(), Permission.READ_LIBRARY, app.officer().unit_path)
    return app.page("console/library/sources.html", **_page(Form.empty(SourceForm)))


@app.post(SOURCES)
def add() -> Html:
    """Take news from one more."""
    officer = app.officer()
    require(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    form = app.sent(SourceForm)
    if form.value is None:
        return app.page("console/library/sources.html", status=422, **_page(form))
    asked, hosts = form.value, publishing.link_hosts()
    try:
        return app.done(
            lambda: add_source(
                officer,
                asked.url.strip(),
                asked.name,
                asked.section,
                store=publishing.sources(),
                hosts=hosts,
                now=clock.now(),
            ),
            to=SOURCES,
            say=texts.SOURCE_ADDED,
        )
    except InvalidInput as refused:
        return app.page("console/library/sources.html", status=422, **_page(form.refused(refused.fields)))


@app.post(f"{SOURCES}/bo")
def remove() -> Html:
    """Take news from one of them no more."""
    officer = app.officer()
    require(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    identifier = next(iter(app.sent(RemovedForm).data["removed"]), "")
    return app.done(
        lambda: publishing.sources().remove(officer.unit_path, identifier),
        to=SOURCES,
        say=texts.SOURCE_REMOVED,
    )


def _page(form: Form[SourceForm]) -> dict[str, Any]:
    officer, now = app.officer(), clock.now()
    return {
        "form": form,
        "sources": [
            {
                "source": source,
                "section": SECTIONS[source.section].label,
                "trouble": TROUBLES.get(source.trouble, ""),
                "asked": item_lines.when(source.asked_at, now) if source.asked_at else "",
            }
            for source in publishing.sources().of_unit(officer.unit_path)
        ],
        "sections": item_lines.section_choices(officer.unit_path, ItemKind.ARTICLE),
        "writes": allowed(officer, Permission.WRITE_LIBRARY, officer.unit_path),
    }
