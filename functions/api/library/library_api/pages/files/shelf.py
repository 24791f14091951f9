"""Pictures, documents and sounds of a unit: the list, and one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final
from urllib.parse import quote, urlsplit

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from library_api import texts
from library_api.pages.app import AREA, address_of, app
from library_api.pages.lists import outcome_page
from loa.bootstrap import publishing
from loa.errors import Conflict, NotFound
from loa.foundation.officers.model import Permission, allowed, require
from loa.publishing.documents.service import key_of_file
from loa.publishing.library.editing.changes import one_by_one
from loa.publishing.library.editing.service import SavedDraft
from loa.publishing.library.rules.media import MediaFile
from loa.publishing.library.transitions.texts import UNTITLED
from loa.publishing.library.writing.putting import with_replaced
from loa.text.folding import fold
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.schemas import Text
from loa.web.shapes.choices import Choice

SHELF: Final = f"{AREA}/tep"
SHOWN: Final = 60
OTHERS: Final = 10
"""So many of the newest files can take the place of one."""
_LINK_SECONDS: Final = 300
_SCHEMES: Final = {"anh": "media", "tai-lieu": "file", "ban-doc": "audio"}

Name = Annotated[
    Text, Field(title="Tên tệp", description="Để tìm lại, ví dụ: Cầu xóm 7.", min_length=1, max_length=150)
]
Percent = Annotated[int, Field(ge=0, le=100)]
Alt = Annotated[
    Text,
    Field(title="Ảnh cho thấy gì?", description="Lời mô tả cho người không nhìn thấy ảnh.", max_length=300),
    Control(kind="text"),
]


class UploadForm(FormModel):
    """A new file; `item`, `sort` and `after` say where it is to stand."""

    title: Annotated[Name, Control(kind="text", missing=texts.NAME_MISSING)]
    alt: Alt = ""
    file: Annotated[
        str, Field(title="Chọn tệp trong máy"), Control(kind="files", accept="image/*,.pdf,.docx,audio/*")
    ] = ""
    focus_x: Annotated[Percent, Field(title="Cách mép trái (%)"), Control(width="small")] = 50
    focus_y: Annotated[Percent, Field(title="Cách mép trên (%)"), Control(width="small")] = 50
    item: str = ""
    sort: str = ""
    after: str = ""


class LargeForm(FormModel):
    """What a file is called that is too large for a form of ours."""

    title: Annotated[Name, Control(kind="text", missing=texts.NAME_MISSING)]
    item: str = ""
    sort: str = ""
    after: str = ""


class FileForm(FormModel):
    """What a file is called, and what a picture shows."""

    reference: Annotated[str, Field(max_length=100)]
    title: Annotated[Name, Control(kind="text", missing=texts.NAME_MISSING)]
    alt: Alt = ""


class ReferenceForm(FormModel):
    """Which file."""

    reference: Annotated[str, Field(max_length=100)]


class ReplaceForm(ReferenceForm):
    """Which file takes the place of another."""

    by: Annotated[str, Field(title="Thay bằng tệp nào?"), Control(kind="radio", missing=texts.NOTHING_CHOSEN)]


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A file as lists show it; `picture` is the address of its small version, empty for what is none."""

    reference: str
    href: str
    title: str
    alt: str
    picture: str
    bytes: int
    seconds: int = 0

    @classmethod
    def of(cls, file: MediaFile) -> "ShelfRow":
        """Return the row of a file."""
        scheme, _, name = file.reference.partition(":")
        small = f"/media/{name.partition('.')[0]}-160.jpg" if scheme == "media" else ""
        href = f"{SHELF}/mot?ten={quote(file.reference)}"
        return cls(file.reference, href, file.title, file.alt, small, file.bytes, file.seconds)


def bucket_origin() -> str:
    """Return from where a browser gets files that are not published."""
    parts = urlsplit(publishing.blobs().link(key_of_file(""), expires_seconds=_LINK_SECONDS, file_name=""))
    return f"{parts.scheme}://{parts.netloc}"


@app.get(SHELF)
def show_shelf() -> Html:
    """Show a unit's pictures, documents or sounds, newest first."""
    officer = app.officer()
    require(officer, Permission.READ_LIBRARY, officer.unit_path)
    return app.page("console/library/shelf.html", **shelf_page(Form.empty(UploadForm)))


@app.get(f"{SHELF}/mot")
def show_file() -> Html:
    """Show a file with where it is used."""
    officer = app.officer()
    require(officer, Permission.READ_LIBRARY, officer.unit_path)
    file = publishing.media().get(officer.unit_path, app.query("ten"))
    form = Form.empty(FileForm, reference=file.reference, title=file.title, alt=file.alt)
    return app.page("console/library/file.html", **_file(file, form))


@app.post(f"{SHELF}/mot")
def rename() -> Html:
    """Keep the name of a file, and what a picture shows."""
    officer = app.officer()
    require(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    form = app.sent(FileForm)
    file = publishing.media().get(officer.unit_path, next(iter(form.data["reference"]), ""))
    if form.value is None:
        return app.page("console/library/file.html", status=422, **_file(file, form))
    named = replace(file, title=form.value.title, alt=form.value.alt)
    return app.done(lambda: publishing.media().add(named), to=ShelfRow.of(file).href, say=texts.SAVED)


@app.post(f"{SHELF}/bo")
def remove() -> Html:
    """Take a file that nothing uses out of the library."""
    officer = app.officer()
    require(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    reference = next(iter(app.sent(ReferenceForm).data["reference"]), "")
    try:
        return app.done(
            lambda: publishing.media().remove(officer.unit_path, reference), to=SHELF, say=texts.REMOVED
        )
    except Conflict as used:
        file = publishing.media().get(officer.unit_path, reference)
        form = Form.empty(FileForm, reference=file.reference, title=file.title, alt=file.alt)
        refused = form.refused({"": used.message})
        return app.page("console/library/file.html", status=409, **_file(file, refused))


@app.post(f"{SHELF}/thay")
def replace_file() -> Html:
    """Put a newer file into a draft of each item that uses one; what residents read stays as it is."""
    officer, form = app.officer(), app.sent(ReplaceForm)
    require(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    media, asked = publishing.media(), form.value
    file = media.get(officer.unit_path, next(iter(form.data["reference"]), ""))
    if asked is None:
        whole = Form.empty(FileForm, reference=file.reference, title=file.title, alt=file.alt)
        return app.page("console/library/file.html", status=422, **_file(file, whole, form))
    by = media.get(officer.unit_path, asked.by)
    if by.reference.partition(":")[0] != file.reference.partition(":")[0]:
        raise NotFound

    def work() -> Mapping[str, Any]:
        library, titles = publishing.library(), dict[str, str]()

        def take(item_id: str) -> None:
            found = library.reader.work(officer, item_id)
            titles[item_id] = found.item.title
            if found.edition is None:
                found = library.open_draft(officer, item_id)
            draft = found.draft()
            if not draft.is_draft:
                raise Conflict(texts.RECALL_FIRST)
            said = SavedDraft(
                with_replaced(draft.content, file.reference, by),
                draft.revision,
                draft.change,
                draft.change_note or texts.FILE_REPLACED,
                draft.notify,
            )
            library.save(officer, item_id, said)

        outcomes = one_by_one(sorted(media.used_by(officer.unit_path, file.reference)), take)
        rows = [(each.item_id, titles.get(each.item_id) or UNTITLED, each.reason) for each in outcomes]
        return {"to": [address_of(each.item_id) for each in outcomes if each.refused is None], "rows": rows}

    rows, back = app.kept(work)["rows"], ShelfRow.of(file).href
    return outcome_page(texts.REPLACE, rows, back=back, place=texts.FILE, then=texts.STILL_OLD)


@app.get(f"{SHELF}/mo")
def open_file() -> Html:
    """Lead to a file itself, whether or not an item that uses it is published."""
    officer = app.officer()
    require(officer, Permission.READ_LIBRARY, officer.unit_path)
    reference, unit = app.query("ten"), app.query("don-vi") or officer.unit_path
    require(officer, Permission.READ_LIBRARY, unit)
    file = publishing.media().get(unit, reference)
    scheme, _, name = file.reference.partition(":")
    address = f"/media/{name}"
    if scheme != "media":
        ending = file.reference.rpartition(".")[2]
        title = file.title if file.title.lower().endswith(f".{ending}") else f"{file.title}.{ending}"
        address = publishing.blobs().link(key_of_file(name), expires_seconds=_LINK_SECONDS, file_name=title)
    return Response(303, content_type="text/html", body="", headers={"location": address})


def rows_of(unit_path: str, scheme: str) -> list[ShelfRow]:
    """Return a unit's newest files of a scheme in which the words of a search stand."""
    words = fold(app.query("tim")).split()
    found = publishing.media().newest(unit_path, scheme)
    fit = [file for file in found if all(word in fold(f"{file.title} {file.alt}") for word in words)]
    return [ShelfRow.of(file) for file in fit[:SHOWN]]


def shelf_page(form: Form[UploadForm]) -> dict[str, Any]:
    """Return what the template of the list needs."""
    officer = app.officer()
    shelf = app.query("loai") if app.query("loai") in _SCHEMES else "anh"
    return {
        "form": form,
        "rows": rows_of(officer.unit_path, _SCHEMES[shelf]),
        "shelves": [(f"{SHELF}?loai={name}", texts.SHELVES[name], name == shelf) for name in _SCHEMES],
        "shelf": shelf,
        "words": app.query("tim"),
        "writes": allowed(officer, Permission.WRITE_LIBRARY, officer.unit_path),
    }


def _file(file: MediaFile, form: Form[FileForm], chosen: Form[ReplaceForm] | None = None) -> dict[str, Any]:
    officer = app.officer()
    used = _used(file)
    scheme = file.reference.partition(":")[0]
    others = [row for row in rows_of(file.unit_path, scheme) if row.reference != file.reference]
    field = (chosen or Form.empty(ReplaceForm)).field("by")
    choices = [Choice(row.reference, row.title) for row in others[:OTHERS]]
    return {
        "form": form,
        "sent": chosen or form,
        "by": replace(field, choices=choices) if choices else None,
        "shelf": next(name for name, each in _SCHEMES.items() if each == scheme),
        "row": ShelfRow.of(file),
        "file": file,
        "used": used,
        "writes": allowed(officer, Permission.WRITE_LIBRARY, file.unit_path),
        "open": f"{SHELF}/mo?ten={quote(file.reference)}",
    }


def _used(file: MediaFile) -> Sequence[tuple[str, str]]:
    """Return address and title of each item that uses a file."""
    ids = set(publishing.media().used_by(file.unit_path, file.reference))
    items = publishing.library().reader.store.of_unit(file.unit_path) if ids else []
    return [(address_of(item.item_id), item.title) for item in items if item.item_id in ids]
