"""Pages that need no table: help, what is kept about people, how a page is shown; and files for machines."""

from typing import Final

from aws_lambda_powertools.event_handler import Response

from loa.bootstrap import reading
from loa.errors import NotFound
from loa.settings import setting
from loa.web.pages.answers import kept_for
from loa.web.pages.resolver import Html
from public_pages.app import FRESH_SECONDS, app

_TEXT: Final = "text/plain; charset=utf-8"
_DAY: Final = 86_400
HELP: Final = {
    "huong-dan": "public/help/help.html",
    "du-lieu": "public/help/data.html",
    "ho-tro": "public/help/accessibility.html",
}
"""Addresses of pages that say the same to everybody, and their templates."""


@app.get("/cach-xem")
def preferences() -> Html:
    """Size of letters, and whether pictures are shown."""
    return app.page("preferences.html")


@app.post("/cach-xem")
def keep_preferences() -> Html:
    """Remember them, and go back."""
    return app.keep_preferences()


@app.get("/robots.txt")
def robots() -> Html:
    """Everything but forms may be found."""
    body = "User-agent: *\nDisallow: /cach-xem\nDisallow: /theo-doi\nDisallow: /tim?\n"
    body += f"Sitemap: {reading.public_url()}/sitemap.xml\n"
    return Response(200, content_type=_TEXT, body=body, headers={"cache-control": kept_for(_DAY)})


@app.get("/<page>")
def other(page: str) -> Html:
    """A page of help, or the file by which Zalo checks our domain."""
    code = setting("zalo_verifier")
    if code and page == f"zalo_verifier{code}.html":
        return app.page("public/verifier.html", fresh_seconds=FRESH_SECONDS, zalo_verifier=code)
    if page not in HELP:
        raise NotFound
    return app.page(HELP[page], fresh_seconds=FRESH_SECONDS)
