"""The hosts that links may lead to: everybody sees them, an administrator of the province changes them."""

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
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.resolver import Html
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
    return app.page("console/library/hosts.html", **_page(Form.empty(HostForm)))


@app.post(HOSTS)
def approve() -> Html:
    """Let links lead to a host."""
    officer, store = app.officer(), publishing.link_hosts()
    require(officer, Permission.APPROVE_HOST, province_of(officer.unit_path))
    form = app.sent(HostForm)
    if form.value is None:
        return app.page("console/library/hosts.html", status=422, **_page(form))
    asked = form.value
    try:
        return app.done(
            lambda: approve_host(officer, asked.host, asked.owner, store=store, now=clock.now()),
            to=HOSTS,
            say=texts.SAVED,
        )
    except InvalidInput as refused:
        return app.page("console/library/hosts.html", status=422, **_page(form.refused(refused.fields)))


@app.post(f"{HOSTS}/bo")
def remove() -> Html:
    """Let links lead to a host no more."""
    officer = app.officer()
    require(officer, Permission.APPROVE_HOST, province_of(officer.unit_path))
    host = next(iter(app.sent(RemovedHostForm).data["removed"]), "")
    return app.done(
        lambda: remove_host(officer, host, store=publishing.link_hosts()), to=HOSTS, say=texts.HOST_REMOVED
    )


def _page(form: Form[HostForm]) -> dict[str, Any]:
    officer = app.officer()
    province = province_of(officer.unit_path)
    return {
        "form": form,
        "hosts": publishing.link_hosts().all(province),
        "decides": allowed(officer, Permission.APPROVE_HOST, province),
    }
