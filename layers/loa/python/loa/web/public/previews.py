"""An edition that is not published yet, for whoever has its link: no sign-in, no cookie, no search engine."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from loa.publishing.library.editing.reader import LibraryReader
from loa.web.pages.resolver import Html, Pages, pages
from loa.web.public import item_parts, texts
from loa.web.public.places import PROVINCE, Place

PREVIEW: Final = "/console/noi-dung/xem-truoc"
"""Below the console's address because its function serves it; the console itself never sees it."""


def is_preview(event: Mapping[str, Any]) -> bool:
    """Whether an event of API Gateway asks for a preview."""
    return str(event.get("rawPath", "")).startswith(f"{PREVIEW}/")


def previews(reader: Callable[[], LibraryReader], place: Callable[[str], Place], public_url: str) -> Pages:
    """The resolver; a link that has ended looks as if it had never been."""
    names = {"here": PROVINCE, "public_url": public_url}
    app = pages("previews", layout="public/layout.html", context=lambda: names, private=True)

    @app.get(f"{PREVIEW}/<token>")
    def show(token: str) -> Html:
        item, until = reader().shared(token)
        shown = item_parts.shown(replace(item, content=replace(item.content, audio=())))
        body = [
            item_parts.ShownBlock("plain", words=texts.FILE_LATER.format(name=block.words))
            if block.kind == "file"
            else block
            for block in shown.body
        ]
        return app.page(
            "public/library/preview.html",
            here=place(item.unit_path),
            shown=replace(shown, body=body),
            until=until,
        )

    return app
