"""What is put into an item: a picture or a file of its unit, a sound in a language, the address of a film."""

from dataclasses import replace
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlencode

from pydantic import Field

from library_api import texts
from library_api.pages.app import AREA, address_of, app
from library_api.pages.files.shelf import UploadForm, rows_of
from library_api.pages.files.uploads import revision_of
from loa.bootstrap import publishing
from loa.errors import Conflict, InvalidInput
from loa.foundation.officers.model import Permission
from loa.publishing.library.editing.access import unit_of
from loa.publishing.library.editing.service import SavedDraft
from loa.publishing.library.rules.media import MediaFile
from loa.publishing.library.rules.texts import LANGUAGES, TONGUE
from loa.publishing.library.transitions.work import Work
from loa.publishing.library.writing.parts import FILE, FILM, PICTURE, WrittenPart
from loa.publishing.library.writing.putting import COVER, SOUND, with_cover, with_part, with_sound
from loa.publishing.library.writing.texts import PARTS
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.schemas import Text
from loa.web.shapes.choices import Choice

TONGUES: Final = tuple(Choice(value, TONGUE.format(name=name)) for value, name in LANGUAGES.items())


class ChoiceForm(FormModel):
    """What is put into an item, and where."""

    sort: Annotated[str, Field(pattern=r"^(picture|cover|file|film|sound)$")] = PICTURE
    after: Annotated[int, Field(ge=0, le=100)] = 0
    revision: Annotated[int, Field(ge=0)] = 0
    reference: Annotated[str, Field(max_length=100), Control(missing=texts.NOTHING_CHOSEN)] = ""
    address: Annotated[
        str,
        Field(title="Địa chỉ video", description="Bắt đầu bằng https://", max_length=2048),
        Control(kind="text"),
    ] = ""
    caption: Annotated[Text, Field(title="Tên video", max_length=300), Control(kind="text")] = ""
    language: Annotated[
        Literal["", "vi", "tai", "hmong"], Field(title="Đọc bằng tiếng nào?"), Control(choices=TONGUES)
    ] = ""
    speaker: Annotated[
        Text,
        Field(title="Người đọc", description="Ví dụ: Bà Vi Thị Hoa, bản Xốp Nặm.", max_length=100),
        Control(kind="text", width="medium"),
    ] = ""


@app.get(f"{AREA}/<item_id>/chen")
def ask_what(item_id: str) -> Html:
    """Show what can be put into an item: pictures or files of its unit, the address of a film."""
    unit_of(app.officer(), Permission.WRITE_LIBRARY, item_id)
    sort = app.query("loai") if app.query("loai") in {COVER, PICTURE, FILE, FILM, SOUND} else PICTURE
    form = Form.empty(
        ChoiceForm, sort=sort, after=app.query("sau") or "0", revision=str(revision_of(item_id))
    )
    return app.page("console/library/choose.html", **_choosing(item_id, form))


@app.post(f"{AREA}/<item_id>/chen")
def put_in(item_id: str) -> Html:
    """Put a picture, a file or a film into the draft."""
    officer = app.officer()
    unit_of(officer, Permission.WRITE_LIBRARY, item_id)
    form = app.sent(ChoiceForm)
    asked = form.value
    missing = _missing(asked) if asked else {"reference": texts.NOTHING_CHOSEN}
    if asked is None or missing:
        refused = form.refused(missing)
        return app.page("console/library/choose.html", status=422, **_choosing(item_id, refused))
    work = publishing.library().reader.work(officer, item_id)

    def put() -> Work:
        file = None
        if asked.sort != FILM:
            file = publishing.media().get(work.item.unit_path, asked.reference)
        return publishing.library().save(officer, item_id, _with(work, asked, file))

    place = {COVER: "", SOUND: "#ban-doc"}.get(asked.sort, f"#phan-{asked.after + 1}")
    try:
        return app.done(put, to=f"{address_of(item_id)}/soan{place}", say=texts.PUT_IN)
    except InvalidInput as invalid:
        name = "address" if asked.sort == FILM else "reference"
        refused = form.refused({name: next(iter(invalid.fields.values()), invalid.message)})
        return app.page("console/library/choose.html", status=422, **_choosing(item_id, refused))
    except Conflict as conflict:
        refused = form.refused({"": conflict.message})
        return app.page("console/library/choose.html", status=409, **_choosing(item_id, refused))


def _missing(asked: ChoiceForm) -> dict[str, str]:
    """Return what nobody has chosen, by field."""
    if asked.sort == FILM:
        return {} if asked.address else {"address": texts.NOTHING_CHOSEN}
    nothing = {} if asked.reference else {"reference": texts.NOTHING_CHOSEN}
    wordless = asked.sort == SOUND and not asked.language
    return {"language": texts.LANGUAGE_MISSING} | nothing if wordless else nothing


def _with(work: Work, asked: ChoiceForm, file: MediaFile | None) -> SavedDraft:
    """Return the draft with one thing more."""
    edition = work.draft()
    if asked.sort == COVER and file:
        content = with_cover(edition.content, file)
    elif asked.sort == SOUND and file:
        content = with_sound(edition.content, file, asked.language, asked.speaker)
    else:
        film = WrittenPart(FILM, asked.address.strip(), caption=asked.caption)
        content = with_part(edition.content, asked.after, file or film)
    return SavedDraft(
        content=content,
        revision=asked.revision,
        change=edition.change,
        change_note=edition.change_note,
        notify=edition.notify,
    )


def _choosing(item_id: str, form: Form[ChoiceForm]) -> dict[str, Any]:
    work = publishing.library().reader.work(app.officer(), item_id)
    sort = form.field("sort").value or PICTURE
    scheme = {FILE: "file", FILM: "", SOUND: "audio"}.get(sort, "media")
    given = {"item": item_id, "sort": sort, "after": form.field("after").value}
    return {
        "item": work.item,
        "address": address_of(item_id),
        "form": form,
        "sort": sort,
        "rows": rows_of(work.item.unit_path, scheme) if scheme else [],
        "upload": Form.empty(UploadForm, **given),
        "large": f"{AREA}/tep/lon?{urlencode({'bai': item_id, 'loai': sort, 'sau': given['after']})}",
        "language": replace(form.field("language"), required=True),
        "chosen": form.field("reference").value or app.query("ten"),
        "words": app.query("tim"),
        "names": PARTS,
    }
