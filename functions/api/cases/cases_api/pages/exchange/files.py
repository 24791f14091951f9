"""The pages of the exchange: a file that is checked as a whole and then taken in, files that go out."""

import json
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from cases_api.pages.app import AREA, app
from cases_api.pages.exchange import texts
from loa import clock
from loa.bootstrap import casework, foundation
from loa.casework.cases.rows.models import CasePage
from loa.errors import InvalidInput
from loa.foundation.officers.model import Permission, require
from loa.foundation.readings.model import ReadKind
from loa.web.pages.formats import day
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.paging import Span, make_cursor, read_cursor

HERE: Final = f"{AREA}/trao-doi"
IN_A_FILE: Final = 50
"""Cases of one file: with their histories no more than a request has time for."""
_SPARE_MILLISECONDS: Final = 8_000
"""No further case is taken in with less time than this."""
_NAMED: Final = 3


class FileForm(FormModel):
    """A file of cases."""

    file: Annotated[
        str,
        Field(title="Tệp vụ việc (.json)", description="Theo mẫu loa.cases, nhiều nhất 50 vụ việc, 4 MB."),
        Control(kind="files", accept="application/json,.json", many=False, optional=False),
    ] = ""


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """What one file would hold: how many cases, received from when to when, and where it is."""

    count: int
    newest: str
    oldest: str
    address: str


@app.get(HERE)
def show_exchange() -> Html:
    """Ask for a file, and offer files of the cases that we have, fifty each."""
    path = _scope()
    app.require_recent_factor()  # now: a file that was chosen would be lost on the way to the code
    page = _listed(path)
    days = sorted(clock.local_day(line.received_at) for line in page.items)
    after = make_cursor(page.next_start)
    out = OutgoingFile(len(days), day(days[-1]), day(days[0]), f"{HERE}/tep{_query()}") if days else None
    return _page(Form.empty(FileForm), out=out, following=f"{HERE}?tiep={quote(after)}" if after else "")


@app.get(f"{HERE}/tep")
def download() -> Response[str]:
    """Give fifty cases with their histories, after the second factor; who took them is written down."""
    from loa.casework.exchange import service  # noqa: PLC0415 - pages of cases do without

    path = _scope()
    app.require_recent_factor()
    foundation.readings().note(app.officer(), ReadKind.EXPORT, path, unit_path=path, now=clock.now())
    found = service.export([line.id for line in _listed(path).items], service=casework.cases())
    return Response(
        200,
        content_type="application/json",
        body=json.dumps(found, ensure_ascii=False, indent=1),
        headers={"cache-control": "no-store", "content-disposition": 'attachment; filename="vu-viec.json"'},
    )


@app.post(HERE)
def take_in() -> Html:
    """Take in the cases of a file; if one place is wrong, none is, and every place is named.

    What there is no time for is named, too, and taken in when the same file comes again.
    """
    path = _scope()
    app.require_recent_factor()
    form = app.sent(FileForm)
    try:
        document = _document()
        return app.done(lambda: _taken_in(document, path), to=HERE, say=str)
    except InvalidInput as refused:
        faults = [_fault(place, words) for place, words in refused.fields.items()] or [refused.message]
        return _page(form.refused({"file": faults[0]}), faults=faults, status=422)


def _scope() -> str:
    officer = app.officer()
    require(officer, Permission.EXCHANGE_CASES, officer.unit_path)
    return officer.unit_path


def _query() -> str:
    return f"?tiep={quote(app.query('tiep'))}" if app.query("tiep") else ""


def _listed(path: str) -> CasePage:
    """Return the fifty cases that the address asks for."""
    province = foundation.province()
    span = Span(province, f"{path}#", f"{path}/", "listed_in", "listed_order")
    start = read_cursor(app.query("tiep") or None, span)
    return casework.cases().listing(path, province=province, limit=IN_A_FILE, start=start)


def _document() -> Any:
    """Return what the file holds.

    Raises:
        InvalidInput: there is none, it is no JSON, or it holds too much.
    """
    content = next((file.content for file in app.sent_form().files.get("file", ()) if file.content), b"")
    if not content:
        raise InvalidInput(texts.NO_FILE)
    try:
        document = json.loads(content)
        json.dumps(document, ensure_ascii=False).encode()  # half a character is no text: no table holds it
    except (ValueError, RecursionError) as error:
        raise InvalidInput(texts.NOT_JSON) from error
    rows = document.get("cases") if isinstance(document, dict) else None
    if isinstance(rows, list) and len(rows) > IN_A_FILE:
        raise InvalidInput(texts.TOO_MANY.format(count=len(rows), most=IN_A_FILE))
    return document


def _taken_in(document: Any, path: str) -> str:
    """Take the cases in; return what is said of it."""
    from loa.casework.exchange import service  # noqa: PLC0415 - as above

    remaining = app.lambda_context.get_remaining_time_in_millis
    done = service.import_cases(
        document,
        province=foundation.province(),
        scope=path,
        by=app.officer().id,
        service=casework.cases(),
        enough=lambda: remaining() < _SPARE_MILLISECONDS,
    )
    said = texts.TAKEN.format(
        opened=len(done.opened), supplemented=len(done.supplemented), unchanged=len(done.unchanged)
    )
    if not done.refused:
        return said
    named = [
        texts.ONE_REFUSED.format(number=_number(place), message=words)
        for place, words in list(done.refused.items())[:_NAMED]
    ]
    return said + texts.REFUSED.format(count=len(done.refused), which="; ".join(named))


def _fault(place: str, words: str) -> str:
    """Return what is wrong, and where, for people: `cases.3.details.what` is the fourth case's matter."""
    parts = place.split(".", 2)
    if parts[0] != "cases" or len(parts) == 1:
        return texts.IN_FILE.format(message=words)
    if len(parts) == 2:  # noqa: PLR2004 - the case alone
        return texts.WHOLE.format(number=_number(place), message=words)
    named = texts.PLACES.get(parts[2], parts[2])
    return texts.AT.format(number=_number(place), place=named, message=words)


def _number(place: str) -> int:
    return int(place.split(".")[1]) + 1


def _page(
    form: Form[FileForm],
    *,
    out: OutgoingFile | None = None,
    following: str = "",
    faults: list[str] | None = None,
    status: int = 200,
) -> Html:
    return app.page(
        "console/cases/exchange.html",
        status=status,
        form=form,
        faults=faults or [],
        out=out,
        next=following,
        address=HERE,
        is_first=not app.query("tiep"),
        unit=app.unit_name(app.officer().unit_path),
    )
