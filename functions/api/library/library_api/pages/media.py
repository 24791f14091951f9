"""Pictures and files of a unit: the list, one of them, a new one; choosing one for an item."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final
from urllib.parse import quote

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from library_api import texts
from library_api.pages.app import AREA, address_of, app
from loa import clock
from loa.bootstrap import publishing
from loa.errors import Conflict, InvalidInput
from loa.foundation.officers.model import Permission, allowed, require
from loa.ids import derived_id
from loa.publishing.documents.inspection import MAXIMUM_REQUEST
from loa.publishing.documents.service import key_of_file
from loa.publishing.library.editing.access import unit_of
from loa.publishing.library.editing.service import SavedDraft
from loa.publishing.library.rows.codec import to_map
from loa.publishing.library.rules.media import LibraryUpload, MediaFile, UploadState
from loa.publishing.library.rules.model import EditionState
from loa.publishing.library.transitions.work import Work
from loa.publishing.library.writing.parts import (
    FILE,
    FILM,
    PICTURE,
    WrittenPart,
    blocks_of,
    inserted,
    parts_of,
)
from loa.text.folding import fold
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.resolver import Html
from loa.web.schemas import Text

SHELF: Final = f"{AREA}/tep"
COVER: Final = "cover"
SHOWN: Final = 60
_LINK_SECONDS: Final = 300
_AGAIN_SECONDS: Final = "2"
_SCHEMES: Final = {"anh": "media", "tai-lieu": "file", "ban-doc": "audio"}

Name = Annotated[
    Text, Field(title="Tên tệp", description="Để tìm lại, ví dụ: Cầu xóm 7.", min_length=1, max_length=150)
]
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


class ChoiceForm(FormModel):
    """What is put into an item, and where."""

    sort: Annotated[str, Field(pattern=r"^(picture|cover|file|film)$")] = PICTURE
    after: Annotated[int, Field(ge=0, le=100)] = 0
    revision: Annotated[int, Field(ge=0)] = 0
    reference: Annotated[str, Field(max_length=100), Control(missing=texts.NOTHING_CHOSEN)] = ""
    address: Annotated[
        str,
        Field(title="Địa chỉ video", description="Bắt đầu bằng https://", max_length=2048),
        Control(kind="text"),
    ] = ""
    caption: Annotated[Text, Field(title="Tên video", max_length=300), Control(kind="text")] = ""


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A file as lists show it; `picture` is the address of its small version, empty for what is none."""

    reference: str
    href: str
    title: str
    alt: str
    picture: str
    bytes: int

    @classmethod
    def of(cls, file: MediaFile) -> "ShelfRow":
        """Return the row of a file."""
        scheme, _, name = file.reference.partition(":")
        small = f"/media/{name.partition('.')[0]}-160.jpg" if scheme == "media" else ""
        href = f"{SHELF}/mot?ten={quote(file.reference)}"
        return cls(file.reference, href, file.title, file.alt, small, file.bytes)


@app.get(SHELF)
def show_shelf() -> Html:
    """Show a unit's pictures, documents or sounds, newest first."""
    officer = app.officer()
    require(officer, Permission.READ_LIBRARY, officer.unit_path)
    return app.page("console/library/shelf.html", **_shelf(Form.empty(UploadForm)))


@app.post(f"{SHELF}/moi")
def upload() -> Html:
    """Put a file where it is looked at, and lead to what becomes of it."""
    officer = app.officer()
    require(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    form = app.sent(UploadForm)
    files = app.sent_form().files.get("file", [])
    content = files[0].content if files else b""
    if not content:
        form = form.refused({"file": texts.FILE_MISSING})
    elif len(content) > MAXIMUM_REQUEST:
        form = form.refused({"file": texts.FILE_TOO_LARGE})
    if form.value is None:
        return app.page("console/library/shelf.html", status=422, **_shelf(form))
    asked, key = form.value, app.key()

    def begin() -> LibraryUpload:
        begun = LibraryUpload(
            derived_id(key), officer.unit_path, asked.title, officer.id, clock.now(), asked.alt
        )
        publishing.uploads().begin(begun)
        publishing.blobs().put(begun.key, content, "application/octet-stream")
        return begun

    rest = f"?bai={quote(asked.item)}&loai={quote(asked.sort)}&sau={quote(asked.after)}" if asked.item else ""
    return app.done(begin, to=lambda begun: f"{SHELF}/tai-len/{begun.unit_path}/{begun.upload_id}{rest}")


@app.get(f"{SHELF}/tai-len/<path>/<upload_id>")
def show_upload(path: str, upload_id: str) -> Html:
    """Show what became of a file; while somebody still looks at it, the page asks again by itself."""
    require(app.officer(), Permission.WRITE_LIBRARY, path)
    found = publishing.uploads().get(path, upload_id)
    state = found.state_at(clock.now())
    item = app.query("bai")
    page = app.page(
        "console/library/upload.html",
        upload=found,
        state=state.value,
        row=ShelfRow.of(publishing.media().get(path, found.reference)) if state is UploadState.KEPT else None,
        item=item,
        back=f"{address_of(item)}/chen?loai={quote(app.query('loai'))}&sau={quote(app.query('sau'))}"
        if item
        else SHELF,
        action=f"{address_of(item)}/chen" if item else "",
        sort=app.query("loai"),
        after=app.query("sau"),
        revision=_revision(item) if item else 0,
    )
    if state is UploadState.WAITING:
        page.headers["refresh"] = _AGAIN_SECONDS
    return page


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


@app.get(f"{AREA}/<item_id>/chen")
def ask_what(item_id: str) -> Html:
    """Show what can be put into an item: pictures or files of its unit, the address of a film."""
    unit_of(app.officer(), Permission.WRITE_LIBRARY, item_id)
    sort = app.query("loai") if app.query("loai") in {COVER, PICTURE, FILE, FILM} else PICTURE
    form = Form.empty(ChoiceForm, sort=sort, after=app.query("sau") or "0", revision=str(_revision(item_id)))
    return app.page("console/library/choose.html", **_choosing(item_id, form))


@app.post(f"{AREA}/<item_id>/chen")
def put_in(item_id: str) -> Html:
    """Put a picture, a file or a film into the draft."""
    officer = app.officer()
    unit_of(officer, Permission.WRITE_LIBRARY, item_id)
    form = app.sent(ChoiceForm)
    asked = form.value
    if asked is None or not (asked.address if asked.sort == FILM else asked.reference):
        name = "address" if asked and asked.sort == FILM else "reference"
        refused = form.refused({name: texts.NOTHING_CHOSEN})
        return app.page("console/library/choose.html", status=422, **_choosing(item_id, refused))
    work = publishing.library().reader.work(officer, item_id)

    def put() -> Work:
        file = None
        if asked.sort != FILM:
            file = publishing.media().get(work.item.unit_path, asked.reference)
        return publishing.library().save(officer, item_id, _with(work, asked, file))

    place = "" if asked.sort == COVER else f"#phan-{asked.after + 1}"
    try:
        return app.done(put, to=f"{address_of(item_id)}/soan{place}", say=texts.PUT_IN)
    except InvalidInput as invalid:
        name = "address" if asked.sort == FILM else "reference"
        refused = form.refused({name: next(iter(invalid.fields.values()), invalid.message)})
        return app.page("console/library/choose.html", status=422, **_choosing(item_id, refused))
    except Conflict as conflict:
        refused = form.refused({"": conflict.message})
        return app.page("console/library/choose.html", status=409, **_choosing(item_id, refused))


def _with(work: Work, asked: ChoiceForm, file: MediaFile | None) -> SavedDraft:
    """Return the draft with one thing more."""
    edition = work.draft()
    content = to_map(edition.content)
    if asked.sort == COVER and file:
        content["cover"] = {"url": file.reference, "alt": file.alt}
    else:
        part = WrittenPart(FILM, asked.address.strip(), caption=asked.caption)
        sizes: dict[str, int] = {}
        if file:
            is_picture = file.reference.startswith("media:")
            part = (
                WrittenPart(PICTURE, reference=file.reference, alt=file.alt)
                if is_picture
                else WrittenPart(FILE, file.title, file.reference)
            )
            sizes = {file.reference: file.bytes}
        blocks = edition.content.blocks
        parts = inserted(parts_of(blocks), asked.after, part)
        content["blocks"] = blocks_of(parts, blocks, sizes)
    return SavedDraft(
        content=content,
        revision=asked.revision,
        change=edition.change,
        change_note=edition.change_note,
        notify=edition.notify,
    )


def _revision(item_id: str) -> int:
    edition = publishing.library().reader.work(app.officer(), item_id).edition
    return edition.revision if edition and edition.state is EditionState.DRAFT else 0


def _choosing(item_id: str, form: Form[ChoiceForm]) -> dict[str, Any]:
    work = publishing.library().reader.work(app.officer(), item_id)
    sort = form.field("sort").value or PICTURE
    scheme = {FILE: "file", FILM: ""}.get(sort, "media")
    given = {"item": item_id, "sort": sort, "after": form.field("after").value}
    return {
        "item": work.item,
        "address": address_of(item_id),
        "form": form,
        "sort": sort,
        "rows": _rows(work.item.unit_path, scheme) if scheme else [],
        "upload": Form.empty(UploadForm, **given),
        "words": app.query("tim"),
        "names": texts.PARTS,
    }


def _rows(unit_path: str, scheme: str) -> list[ShelfRow]:
    words = fold(app.query("tim")).split()
    found = publishing.media().newest(unit_path, scheme)
    fit = [file for file in found if all(word in fold(f"{file.title} {file.alt}") for word in words)]
    return [ShelfRow.of(file) for file in fit[:SHOWN]]


def _shelf(form: Form[UploadForm]) -> dict[str, Any]:
    officer = app.officer()
    shelf = app.query("loai") if app.query("loai") in _SCHEMES else "anh"
    return {
        "form": form,
        "rows": _rows(officer.unit_path, _SCHEMES[shelf]),
        "shelves": [(f"{SHELF}?loai={name}", texts.SHELVES[name], name == shelf) for name in _SCHEMES],
        "shelf": shelf,
        "words": app.query("tim"),
        "writes": allowed(officer, Permission.WRITE_LIBRARY, officer.unit_path),
    }


def _file(file: MediaFile, form: Form[FileForm]) -> dict[str, Any]:
    officer = app.officer()
    used = _used(file)
    return {
        "form": form,
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
