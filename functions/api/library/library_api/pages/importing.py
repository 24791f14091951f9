"""Many items at once: from a sheet into drafts, and a unit's items as a sheet."""

import gzip
import json
from collections.abc import Sequence
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from library_api import texts
from library_api.pages.app import AREA, app
from loa import clock
from loa.bootstrap import publishing
from loa.errors import InvalidInput, TooLarge
from loa.foundation.officers.model import Officer, Permission, require
from loa.platform.documents.sheet_tables import SheetFault
from loa.platform.documents.sheets import MEDIA_TYPE
from loa.publishing.library.importing.service import checked_items, exported, make_drafts, works_of
from loa.publishing.library.importing.sheet import COLUMNS
from loa.publishing.library.rules.texts import EFFECTS, FIELDS, KIND, KINDS, OPENS, SECTION, SECTIONS
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from loa.web.parts.sheets import SheetForm, rows_in

IMPORT: Final = f"{AREA}/nhap"
LARGEST_PACKED: Final = 4_000_000
"""Bytes of an answer: Lambda hands over 6 MB, and base64 makes a third more of them."""
_CHOICES: Final = {
    KIND: tuple(KINDS.values()),
    SECTION: tuple(SECTIONS.values()),
    FIELDS["effect"]: tuple(EFFECTS.values()),
    FIELDS["opens"]: tuple(OPENS.values()),
}


@app.get(IMPORT)
def ask_for_sheet() -> Html:
    """Ask for a sheet, and say how it is filled in."""
    require(app.officer(), Permission.WRITE_LIBRARY, app.officer().unit_path)
    return _page(Form.empty(SheetForm))


@app.post(IMPORT)
def take_sheet() -> Html:
    """Make a draft of every row, or of none and say what is wrong with which."""
    officer = app.officer()
    require(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    form = Form.empty(SheetForm)
    try:
        rows = rows_in(app.sent_form())
    except InvalidInput as refused:
        return _page(form.refused(refused.fields), status=422)
    items, faults = checked_items(officer.unit_path, rows)
    if faults:
        return _page(form, faults, status=422)
    return app.done(
        lambda: len(make_drafts(publishing.library(), officer, officer.unit_path, items)),
        to=f"{AREA}?muc=cua-toi",
        say=lambda new: texts.IMPORTED.format(new=new, known=len(items) - new),
    )


@app.get(f"{AREA}/xuat")
def give_sheet() -> Response[Any]:
    """Give a unit's items: a sheet; `?mau=1`: its columns alone; `?dang=json`: all, for programs."""
    officer = app.officer()
    require(officer, Permission.READ_LIBRARY, officer.unit_path)
    if app.query("dang") == "json":
        return _document(officer)
    # Who reads a list loads no writer of sheets.
    from loa.platform.documents.sheet_writing import write_sheet  # noqa: PLC0415 - see above

    empty = app.query("mau") == "1"
    rows = () if empty else exported(publishing.library(), officer, officer.unit_path)
    return Response(
        200,
        content_type=MEDIA_TYPE,
        body=write_sheet(texts.SHEET_NAME, tuple(COLUMNS.values()), rows, _CHOICES),
        headers={
            "cache-control": "no-store",
            "content-disposition": f'attachment; filename="{"mau-nhap-bai" if empty else "noi-dung"}.xlsx"',
        },
    )


def _document(officer: Officer) -> Response[Any]:
    """Give all items in one piece, each as the API shows it, packed.

    Raises:
        TooLarge: they do not fit into one answer.
    """
    from library_api.schemas.item_schemas import ShownWork  # noqa: PLC0415 - pages load no models of the API

    works = works_of(publishing.library(), officer, officer.unit_path)
    items = ",\n".join(ShownWork.of(work).model_dump_json() for work in works)
    head = json.dumps({"unit": officer.unit_path, "exported_at": clock.to_text(clock.now())})
    packed = gzip.compress(f'{head[:-1]}, "items": [\n{items}\n]}}\n'.encode(), mtime=0)
    if len(packed) > LARGEST_PACKED:
        raise TooLarge(texts.DOCUMENT_TOO_LARGE)
    headers = {
        "cache-control": "no-store",
        "content-encoding": "gzip",
        "content-disposition": 'attachment; filename="noi-dung.json"',
    }
    # As a file: what is called JSON the resolver would write itself.
    return Response(200, content_type="application/octet-stream", body=packed, headers=headers)


def _page(form: Form[SheetForm], faults: Sequence[SheetFault] = (), *, status: int = 200) -> Html:
    return app.page("console/library/import.html", status=status, form=form, faults=faults)
