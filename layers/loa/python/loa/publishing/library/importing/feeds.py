"""What other sites publish: RSS and Atom (feedparser), sitemaps, and the pages that a sitemap names.

Nothing of it is trusted: tags are dropped, links are kept only as https, lengths are bounded.
"""

import re
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from typing import Any, Final, override

from loa.platform.documents.xml import NotWellFormed, parse
from loa.publishing.articles.markup import plain_text
from loa.publishing.library.rules.fields import is_https
from loa.publishing.library.rules.model import MAXIMUM_SUMMARY, MAXIMUM_TITLE
from loa.text.cleaning import clean

MOST_ENTRIES: Final = 500
"""Of one address: the newest; a sitemap may name 50,000 (sitemaps.org)."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """Something that a site has published.

    Attributes:
        reference: what the site calls it, else its address.
        url: where it is read.
        title: empty: the page itself has to be asked.
        summary: plain text.
        at: when it appeared or changed; None: the site does not say.
    """

    reference: str
    url: str
    title: str = ""
    summary: str = ""
    at: datetime | None = None


class NotAFeed(ValueError):  # noqa: N818 - read as an outcome
    """What an address answered is neither RSS nor Atom nor a sitemap."""


def read_feed(content: bytes) -> list[FeedEntry]:
    """The entries of a feed or sitemap, newest first; those without date stay in their order, at the end.

    Raises:
        NotAFeed: see there.
    """
    try:
        entries = list(_sitemap(content) if b"<urlset" in content[:2_000] else _feed(content))
    except NotWellFormed as error:
        raise NotAFeed from error
    dated = sorted((each for each in entries if each.at), key=lambda each: str(each.at), reverse=True)
    return [*dated, *(each for each in entries if each.at is None)][:MOST_ENTRIES]


def read_page(content: bytes) -> tuple[str, str]:
    """Title and summary of a page, from what it says for sharing (Open Graph), else from its head."""
    reader = _Head()
    reader.feed(content.decode("utf-8", "replace"))
    found = reader.found
    title = found.get("og:title") or found.get("title", "")
    summary = found.get("og:description") or found.get("description", "")
    return plain(title, MAXIMUM_TITLE), plain(summary, MAXIMUM_SUMMARY)


def plain(words: str, maximum: int) -> str:
    """Words without tags, on one line, at most so many letters."""
    text = clean(" ".join(unescape(plain_text(words)).split()))
    return text if len(text) <= maximum else text[: maximum - 1].rsplit(" ", 1)[0] + "…"


def _feed(content: bytes) -> Iterator[FeedEntry]:
    import feedparser  # type: ignore[import-untyped] # noqa: PLC0415 - has no types; only who reads a feed loads it

    # What declares entities is refused, as everywhere; `feedparser` would go on with what it can make of it.
    if re.search(rb"<!(DOCTYPE|ENTITY)", content[:2_000]):
        raise NotAFeed
    read = feedparser.parse(content, sanitize_html=True, resolve_relative_uris=False)
    if not read.get("version"):
        raise NotAFeed
    for entry in read.entries:
        url = str(entry.get("link") or "")
        if is_https(url):
            title = plain(str(entry.get("title") or ""), MAXIMUM_TITLE)
            summary = plain(str(entry.get("summary") or ""), MAXIMUM_SUMMARY)
            yield FeedEntry(str(entry.get("id") or url)[:2_048], url, title, summary, _instant(entry))


def _instant(entry: Any) -> datetime | None:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(timegm(moment), UTC) if moment else None
    except (ValueError, OverflowError):
        return None


def _sitemap(content: bytes) -> Iterator[FeedEntry]:
    reader = _Sitemap()
    parse(content, reader.start, reader.end, reader.text)
    for found in reader.found:
        url = found.get("loc", "").strip()
        if is_https(url):
            at = found.get("publication_date") or found.get("lastmod") or ""
            title = plain(found.get("title", ""), MAXIMUM_TITLE)
            yield FeedEntry(url[:2_048], url, title, at=_moment(at.strip()))


def _moment(written: str) -> datetime | None:
    """An instant as W3C writes it; a day alone is its midnight."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


class _Sitemap:
    """The addresses of a sitemap; of a news sitemap the titles too."""

    def __init__(self) -> None:
        self.found: list[dict[str, str]] = []
        self._name = ""

    def start(self, name: str, _given: Any) -> None:
        self._name = name
        if name == "url":
            self.found.append({})

    def end(self, _name: str) -> None:
        self._name = ""

    def text(self, words: str) -> None:
        if self.found and self._name in {"loc", "lastmod", "title", "publication_date"}:
            self.found[-1][self._name] = self.found[-1].get(self._name, "") + words


class _Head(HTMLParser):
    """What the head of a page says of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self._in_title = False

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta" and (name := given.get("property") or given.get("name")):
            self.found.setdefault(name.lower(), given.get("content", ""))
        self._in_title = tag == "title" and "title" not in self.found

    @override
    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    @override
    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.found["title"] = self.found.get("title", "") + data
