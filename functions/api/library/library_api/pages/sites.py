"""Other people's sites: those that links may lead to, and those from which the officer's unit takes news."""

from typing import Annotated, Any, Final

from pydantic import Field

from library_api import texts
from library_api.pages.app import AREA, app
from loa import clock
from loa.bootstrap import publishing
from loa.errors import InvalidInput
from loa.foundation.officers.model import Permission, allowed, require
from loa.foundation.units.model import province_of
from loa.publishing.library.editing.hosts import approve_host, remove_host
from loa.publishing.library.importing.sources import add_source
from loa.publishing.library.importing.texts import TROUBLES
from loa.publishing.library.rules.kinds import SECTIONS, ItemKind, Section
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.parts import item_lines
from loa.web.schemas import Text

HOSTS: Final = f"{AREA}/trang-web"


class HostForm(FormModel):
    """A host, and who runs it."""

    host: Annotated[
        str,
        Field(
            title="Tên trang",
            description="Chỉ phần tên, ví dụ: nghean.gov.vn. Các trang con của nó cũng được phép.",
            min_length=1,
            max_length=253,
        ),
        Control(width="medium", missing=texts.HOST_MISSING),
    ]
    owner: Annotated[
        Text,
        Field(title="Trang của ai?", description="Ví dụ: Cổng thông tin tỉnh.", min_length=1, max_length=150),
        Control(width="medium", missing=texts.OWNER_MISSING),
    ]


class RemovedHostForm(FormModel):
    """A host that is approved no more."""

    removed: Annotated[str, Field(max_length=253)] = ""


@app.get(HOSTS)
def show_hosts() -> Html:
    """Show the hosts of the province."""
    require(app.officer(), Permission.READ_LIBRARY, app.officer().unit_path)
    return app.page("console/library/hosts.html", **_hosts(Form.empty(HostForm)))


@app.post(HOSTS)
def approve() -> Html:
    """Let links lead to a host."""
    officer, store = app.officer(), publishing.link_hosts()
    require(officer, Permission.APPROVE_HOST, province_of(officer.unit_path))
    form = app.sent(HostForm)
    if form.value is None:
        return app.page("console/library/hosts.html", status=422, **_hosts(form))
    asked = form.value
    try:
        return app.done(
            lambda: approve_host(officer, asked.host, asked.owner, store=store, now=clock.now()),
            to=HOSTS,
            say=texts.SAVED,
        )
    except InvalidInput as refused:
        return app.page("console/library/hosts.html", status=422, **_hosts(form.refused(refused.fields)))


@app.post(f"{HOSTS}/bo")
def remove_approved() -> Html:
    """Let links lead to a host no more."""
    officer = app.officer()
    require(officer, Permission.APPROVE_HOST, province_of(officer.unit_path))
    host = next(iter(app.sent(RemovedHostForm).data["removed"]), "")
    return app.done(
        lambda: remove_host(officer, host, store=publishing.link_hosts()), to=HOSTS, say=texts.HOST_REMOVED
    )


def _hosts(form: Form[HostForm]) -> dict[str, Any]:
    officer = app.officer()
    province = province_of(officer.unit_path)
    return {
        "form": form,
        "hosts": publishing.link_hosts().all(province),
        "decides": allowed(officer, Permission.APPROVE_HOST, province),
    }


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


class RemovedSourceForm(FormModel):
    """A source that is asked no more."""

    removed: Annotated[str, Field(max_length=40)] = ""


@app.get(SOURCES)
def show_sources() -> Html:
    """Show the sources, and what came of each."""
    require(app.officer(), Permission.READ_LIBRARY, app.officer().unit_path)
    return app.page("console/library/sources.html", **_sources(Form.empty(SourceForm)))


@app.post(SOURCES)
def add() -> Html:
    """Take news from one more."""
    officer = app.officer()
    require(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    form = app.sent(SourceForm)
    if form.value is None:
        return app.page("console/library/sources.html", status=422, **_sources(form))
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
        return app.page("console/library/sources.html", status=422, **_sources(form.refused(refused.fields)))


@app.post(f"{SOURCES}/bo")
def remove() -> Html:
    """Take news from one of them no more."""
    officer = app.officer()
    require(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    identifier = next(iter(app.sent(RemovedSourceForm).data["removed"]), "")
    return app.done(
        lambda: publishing.sources().remove(officer.unit_path, identifier),
        to=SOURCES,
        say=texts.SOURCE_REMOVED,
    )


def _sources(form: Form[SourceForm]) -> dict[str, Any]:
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
