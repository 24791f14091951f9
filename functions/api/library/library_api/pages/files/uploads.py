"""A new file of a unit: sent with a form of ours, or straight to the bucket; and what became of it."""

from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from library_api import texts
from library_api.pages.app import address_of, app
from library_api.pages.files.shelf import SHELF, LargeForm, ShelfRow, UploadForm, shelf_page
from loa import clock
from loa.bootstrap import publishing
from loa.foundation.officers.model import Permission, require
from loa.ids import derived_id
from loa.publishing.documents.inspection import MAXIMUM_REQUEST, MAXIMUM_UPLOAD
from loa.publishing.library.rules.media import UPLOAD_WITHIN, LibraryUpload, UploadState
from loa.publishing.library.rules.model import EditionState
from loa.publishing.pictures.sizes import MIDDLE, FocalPoint
from loa.settings import setting
from loa.web.pages.answers import CONTENT_SECURITY_POLICY
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html

_AGAIN_SECONDS: Final = "2"


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
        return app.page("console/library/shelf.html", status=422, **shelf_page(form))
    asked = form.value

    def begin() -> LibraryUpload:
        begun = _begun(asked, alt=asked.alt, focus=(asked.focus_x, asked.focus_y))
        publishing.blobs().put(begun.key, content, "application/octet-stream")
        return begun

    return app.done(begin, to=lambda begun: f"{SHELF}/tai-len/{begun.unit_path}/{begun.upload_id}")


@app.get(f"{SHELF}/lon")
def ask_name_of_large() -> Html:
    """Ask what a large file is called; where it is chosen comes next."""
    officer = app.officer()
    require(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    given = {"item": app.query("bai"), "sort": app.query("loai"), "after": app.query("sau")}
    return app.page("console/library/large.html", upload=None, form=Form.empty(LargeForm, **given))


@app.post(f"{SHELF}/lon")
def begin_large() -> Html:
    """Remember what the file is called, and lead to where it is chosen."""
    officer, form = app.officer(), app.sent(LargeForm)
    require(officer, Permission.WRITE_LIBRARY, officer.unit_path)
    if form.value is None:
        return app.page("console/library/large.html", status=422, upload=None, form=form)
    asked = form.value
    return app.done(
        lambda: _begun(asked), to=lambda begun: f"{SHELF}/lon/{begun.unit_path}/{begun.upload_id}"
    )


@app.get(f"{SHELF}/lon/<path>/<upload_id>")
def choose_large(path: str, upload_id: str) -> Html:
    """Show the form that takes a file straight to the bucket, whose answer leads to what became of it."""
    require(app.officer(), Permission.WRITE_LIBRARY, path)
    found, now = publishing.uploads().get(path, upload_id), clock.now()
    own = f"{SHELF}/tai-len/{path}/{upload_id}"
    left = int((found.begun_at + UPLOAD_WITHIN - now).total_seconds())
    if found.state is not UploadState.WAITING or left <= 0:
        return app.redirect(own)
    form = publishing.blobs().upload_form(
        found.key, maximum=MAXIMUM_UPLOAD, expires_seconds=left, redirect=f"{setting('public_url')}{own}"
    )
    page = app.page(
        "console/library/large.html",
        upload=found,
        action=form.url,
        fields=form.fields,
        maximum=MAXIMUM_UPLOAD,
        until=found.begun_at + UPLOAD_WITHIN,
    )
    parts = urlsplit(form.url)
    page.headers["content-security-policy"] = CONTENT_SECURITY_POLICY.replace(
        "form-action 'self'", f"form-action 'self' {parts.scheme}://{parts.netloc}"
    )
    return page


@app.get(f"{SHELF}/tai-len/<path>/<upload_id>")
def show_upload(path: str, upload_id: str) -> Html:
    """Show what became of a file; while somebody still looks at it, the page asks again by itself."""
    require(app.officer(), Permission.WRITE_LIBRARY, path)
    found = publishing.uploads().get(path, upload_id)
    state = found.state_at(clock.now())
    given = dict(parse_qsl(found.place))
    item = given.get("bai", "")
    page = app.page(
        "console/library/upload.html",
        upload=found,
        state=state.value,
        row=ShelfRow.of(publishing.media().get(path, found.reference)) if state is UploadState.KEPT else None,
        item=item,
        back=f"{address_of(item)}/chen?{found.place}" if item else SHELF,
        action=f"{address_of(item)}/chen" if item else "",
        sort=given.get("loai", ""),
        after=given.get("sau", ""),
        revision=revision_of(item) if item else 0,
    )
    if state is UploadState.WAITING:
        page.headers["refresh"] = _AGAIN_SECONDS
    return page


def _begun(asked: UploadForm | LargeForm, *, alt: str = "", focus: FocalPoint = MIDDLE) -> LibraryUpload:
    """Return the upload that this form begins, always the same."""
    officer = app.officer()
    place = _place(asked.item, asked.sort, asked.after)
    begun = LibraryUpload(
        derived_id(app.key()),
        officer.unit_path,
        asked.title,
        officer.id,
        clock.now(),
        alt,
        place=place,
        focus=focus,
    )
    publishing.uploads().begin(begun)
    return begun


def _place(item: str, sort: str, after: str) -> str:
    return urlencode({"bai": item, "loai": sort, "sau": after}) if item else ""


def revision_of(item_id: str) -> int:
    """Return the revision of an item's draft; 0: there is none."""
    edition = publishing.library().reader.work(app.officer(), item_id).edition
    return edition.revision if edition and edition.state is EditionState.DRAFT else 0
