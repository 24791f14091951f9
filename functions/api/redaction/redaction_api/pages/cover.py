"""Covering parts of a picture: boxes by mouse or finger, or four numbers a line where there is no script."""

import re
from typing import Annotated, Any, Final, Literal
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from loa import clock
from loa.bootstrap import foundation
from loa.casework.cases.rows.files import CaseFile, files_of
from loa.casework.cases.rows.models import StoredCase
from loa.casework.publication import pictures
from loa.errors import InvalidInput, NotFound
from loa.foundation.officers.model import Permission, require
from loa.foundation.readings.model import ReadKind
from loa.ids import is_id
from loa.publishing.pictures.areas import Area
from loa.residents.attachments.files import is_picture
from loa.residents.attachments.service import redacted_key
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.resolver import Html
from redaction_api import texts
from redaction_api.dependencies import root
from redaction_api.pages.app import AREA, app
from redaction_api.schemas import MAXIMUM_AREAS

_WHOLE: Final = 100
_LARGEST: Final = 4_300_000
"""Bytes of a picture that fit into an answer of Lambda; larger ones were not kept."""
_BETWEEN: Final = re.compile(r"[\s,;]+")


class CoverForm(FormModel):
    """What nobody is to see of a picture."""

    reference: Annotated[str, Field(min_length=1, max_length=300)]
    areas: Annotated[
        str,
        Field(
            title="Những ô che, mỗi dòng một ô",
            description="Bốn số phần trăm: mép trái, mép trên, mép phải, mép dưới. Ví dụ 20 10 45 40. "
            "Lưới trên ảnh chia mỗi chiều thành mười phần.",
            max_length=4_000,
        ),
        Control(kind="textarea", rows=4),
    ] = ""
    nothing: Annotated[
        Literal["", "true"], Field(title="Tôi đã xem: ảnh không có gì phải che"), Control(kind="checkbox")
    ] = ""

    def found(self) -> list[Area]:
        """Return the areas.

        Raises:
            InvalidInput: as `areas_in`; or neither areas nor the word that there are none, or both.
        """
        areas = areas_in(self.areas)
        if bool(areas) == bool(self.nothing):
            raise InvalidInput(texts.SAY_WHAT_ON_PAGE, fields={"areas": texts.SAY_WHAT_ON_PAGE})
        return areas


@app.get(f"{AREA}/<case_id>/che-anh")
def show(case_id: str) -> Html:
    """Show the picture with a form; beside it, if it was covered before, what everybody would see."""
    stored, file = _picture(case_id, app.query("anh"))
    return app.page(
        "console/cases/cover.html", **_page(stored, file, Form.empty(CoverForm, reference=file.reference))
    )


@app.post(f"{AREA}/<case_id>/che-anh")
def cover(case_id: str) -> Html:
    """Cover what was marked, and show the result."""
    form = app.sent(CoverForm)
    sent = next(iter(form.data.get("reference", ())), "")
    stored, file = _picture(case_id, sent)
    if form.value is None:
        return app.page("console/cases/cover.html", status=422, **_page(stored, file, form))
    wanted, here = form.value, root()
    try:
        areas = wanted.found()

        def work() -> None:
            pictures.cover(
                stored, wanted.reference, areas, private=here.attachments, conversations=here.conversations
            )

        return app.done(work, to=f"{_address(stored, file)}&xong=1", say=texts.COVERED)
    except InvalidInput as refused:
        faults = {"areas" if name == "reference" else name: text for name, text in refused.fields.items()}
        return app.page("console/cases/cover.html", status=422, **_page(stored, file, form.refused(faults)))


@app.get(f"{AREA}/<case_id>/che-anh/goc")
def show_original(case_id: str) -> Response[Any]:
    """Show the picture as it was sent; who looks at it is noted."""
    stored, file = _picture(case_id, app.query("anh"))
    foundation.readings().note(
        app.officer(), ReadKind.FILES, stored.case.id, unit_path=stored.case.unit_path, now=clock.now()
    )
    content = root().attachments.get(str(file.copy["key"]))
    if content is None or len(content) > _LARGEST:
        raise NotFound
    return Response(
        200, content_type=str(file.copy["type"]), body=content, headers={"cache-control": "no-store"}
    )


def areas_in(lines: str) -> list[Area]:
    """Return the areas that a person has written, in per cent, one a line.

    Raises:
        InvalidInput: a line is none, or there are too many.
    """
    found = []
    written = [line.strip() for line in lines.splitlines() if line.strip()]
    if len(written) > MAXIMUM_AREAS:
        raise InvalidInput(texts.TOO_MANY, fields={"areas": texts.TOO_MANY})
    for number, line in enumerate(written, 1):
        try:
            left, top, right, bottom = (float(one) / _WHOLE for one in _BETWEEN.split(line))
            found.append(Area(left=left, top=top, right=right, bottom=bottom))
        except ValueError as error:
            raise InvalidInput(texts.bad_line(number), fields={"areas": texts.bad_line(number)}) from error
    return found


def _picture(case_id: str, reference: str) -> tuple[StoredCase, CaseFile]:
    """Return the case and its picture.

    Raises:
        NotFound: no such case or picture, or not theirs.
        NotAllowed: they may not release it.
    """
    here = root()
    stored = here.cases.read(case_id) if is_id(case_id) else None
    if stored is None:
        raise NotFound
    require(app.officer(), Permission.RELEASE_CASE, stored.case.unit_path)
    files = files_of(stored.case, stored.history, conversations=here.conversations)
    for file in files:
        if file.reference == reference and "key" in file.copy and is_picture(str(file.copy.get("type"))):
            return stored, file
    raise NotFound


def _address(stored: StoredCase, file: CaseFile) -> str:
    return f"{AREA}/{stored.case.id}/che-anh?anh={quote(file.reference, safe='')}"


def _page(stored: StoredCase, file: CaseFile, form: Form[CoverForm]) -> dict[str, Any]:
    at = quote(file.reference, safe="")
    case_at = f"{AREA}/{stored.case.id}"
    covered = root().attachments.get(redacted_key(str(file.copy["key"])))
    return {
        "form": form,
        "code": stored.case.code,
        "case_address": case_at,
        "action": f"{case_at}/che-anh",
        "original": f"{case_at}/che-anh/goc?anh={at}",
        "covered": f"{case_at}/da-che?ten={at}&ban={len(covered)}" if covered else "",
        "release": f"{case_at}/cong-khai",
        "release_with": f"{case_at}/cong-khai?anh={at}",
    }
