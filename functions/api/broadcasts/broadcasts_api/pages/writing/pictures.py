"""Pictures that are there already: those of the library, chosen for a draft's article or as its cover."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field

from broadcasts_api.pages import shown, texts
from broadcasts_api.pages.app import AREA, address_of, app, broadcast_for
from broadcasts_api.pages.writing.ready import with_article
from loa.bootstrap import publishing
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.officers.model import Permission
from loa.foundation.units.model import ancestors
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.text.folding import fold
from loa.web.pages.forms import Control, Form, FormModel
from loa.web.pages.resolver import Html

if TYPE_CHECKING:  # who writes words of their own loads nothing of the library
    from loa.publishing.library.rules.media import MediaFile

COVER: Final = "bia"
_LISTED: Final = 60
_LONGEST_WORDS: Final = 100


class PictureForm(FormModel):
    """Which picture, and whether it is to be the cover."""

    reference: Annotated[
        str,
        Field(title="Chọn một ảnh", pattern=r"^media:[0-9a-f]{64}\.(jpg|png)$"),
        Control(kind="radio", missing=texts.PICTURE_NOT_CHOSEN),
    ]
    place: Annotated[str, Field(pattern="^(bia)?$")] = ""
    version: int = 0


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture to choose; `src`: its small version."""

    reference: str
    title: str
    about: str
    src: str


@app.get(f"{AREA}/<broadcast_id>/anh")
def show_pictures(broadcast_id: str) -> Html:
    """Show the pictures of the unit's library and of those above."""
    found = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)
    place = COVER if app.query("cho") == COVER else ""
    return _pictures(found, Form.empty(PictureForm, place=place, version=str(found.version)))


@app.post(f"{AREA}/<broadcast_id>/anh")
def use_picture(broadcast_id: str) -> Html:
    """Put a picture at the end of the article, or take it as the cover."""
    found, form = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST), app.sent(PictureForm)
    sent = form.value
    if sent is None:
        return _pictures(found, form, status=422)
    article, file = dict(found.content.article), _file(found, sent.reference)
    if sent.place == COVER:
        article["cover_url"] = sent.reference
    else:
        block = {"type": "image", "url": sent.reference, "caption": file.alt}
        article["blocks"] = [*article["blocks"], block]
        article["cover_url"] = article["cover_url"] or sent.reference
    try:
        return app.done(
            lambda: with_article(found, article, sent.version),
            to=f"{address_of(found)}/noi-dung",
            say=texts.PICTURE_USED,
        )
    except (InvalidInput, Conflict) as refused:
        now = broadcast_for(broadcast_id, Permission.DRAFT_BROADCAST)
        data = {**form.data, "version": (str(now.version),)}
        return _pictures(now, replace(form, data=data).refused({"": refused.message}), status=422)


def _libraries(found: Broadcast) -> tuple[str, ...]:
    return (found.unit_path, *reversed(ancestors(found.unit_path)))


def _file(found: Broadcast, reference: str) -> "MediaFile":
    """Return a picture of those libraries.

    Raises:
        NotFound: it stands in none of them.
    """
    for path in _libraries(found):
        try:
            return publishing.media().get(path, reference)
        except NotFound:
            continue
    raise NotFound


def _pictures(found: Broadcast, form: Form[PictureForm], *, status: int = 200) -> Html:
    asked = app.query("tim")[:_LONGEST_WORDS]
    words = fold(asked).split()
    rows: dict[str, PictureRow] = {}
    for path in _libraries(found):
        for file in publishing.media().newest(path, "media"):
            if all(word in fold(f"{file.title} {file.alt}") for word in words):
                rows.setdefault(file.reference, _row(file, found.unit_path))
    return app.page(
        "console/compose/pictures.html",
        status=status,
        form=form,
        rows=list(rows.values())[:_LISTED],
        more=max(0, len(rows) - _LISTED),
        words=asked,
        broadcast=found,
        heading=shown.title_of(found),
        address=address_of(found),
    )


def _row(file: "MediaFile", own: str) -> PictureRow:
    about = file.alt or texts.NOT_DESCRIBED
    name = file.reference.partition(":")[2].partition(".")[0]
    whose = "" if file.unit_path == own else f" · {app.unit_name(file.unit_path)}"
    return PictureRow(file.reference, file.title, f"{about}{whose}", f"/media/{name}-160.jpg")
