"""Texts of an item without tags, as officers type them, and back. Pure rules.

A line is a paragraph, or a point of a list. Inside a line `**chữ**` is bold, `*chữ*` slanted, `__chữ__`
underlined, `[chữ](https://…)` a link. What stands in no such pair is what was typed.
"""

import html
import re
from html.parser import HTMLParser
from itertools import groupby
from typing import Final, override

PARAGRAPHS, HEADING, SUBHEADING, LIST, STEPS = "paragraphs", "heading", "subheading", "list", "steps"
TEXTS: Final = (PARAGRAPHS, HEADING, SUBHEADING, LIST, STEPS)
"""What a text is made of."""

_OF_TAG: Final = {"p": PARAGRAPHS, "h2": HEADING, "h3": SUBHEADING}
_TAG_OF: Final = {HEADING: "h2", SUBHEADING: "h3"}
_MARKS: Final = {"b": "**", "strong": "**", "i": "*", "em": "*", "u": "__"}
_HAS_TAG: Final = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_LINK: Final = re.compile(r"\[([^\[\]\n]+)\]\(((?:https://|tel:|mailto:)[^\s()<>]+)\)")
_PAIRS: Final = (
    (re.compile(r"\*\*(?!\s)([^*]+?)(?<!\s)\*\*"), "strong"),
    (re.compile(r"__(?!\s)([^_]+?)(?<!\s)__"), "u"),
    (re.compile(r"(?<!\*)\*(?![\s*])([^*]+?)(?<!\s)\*(?!\*)"), "em"),
)
_BULLET: Final = re.compile(r"^(?:(?:[-•*+–]|\d{1,2}[.)])\s+)+")
_ASIDE: Final = "\ue000"
"""Stands for a link while pairs are looked for; nobody can type it."""


def as_html(kind: str, written: str) -> str:
    """The text of a part with tags.

    Args:
        kind: one of `TEXTS`.
        written: its lines; empty ones part nothing and are left out.
    """
    lines = [" ".join(line.split()) for line in written.splitlines() if line.strip()]
    if kind in _TAG_OF:
        tag = _TAG_OF[kind]
        return f"<{tag}>{_inline(' '.join(lines))}</{tag}>"
    if kind == PARAGRAPHS:
        return "".join(f"<p>{_inline(line)}</p>" for line in lines)
    tag = "ul" if kind == LIST else "ol"
    points = (f"<li>{_inline(_BULLET.sub('', line))}</li>" for line in lines or [""])
    return f"<{tag}>{''.join(points)}</{tag}>"


def as_written(text: str) -> list[tuple[str, str]]:
    """The parts of a text with or without tags, as (kind, lines); at least one."""
    if not _HAS_TAG.search(text):
        return [(PARAGRAPHS, text.strip())]
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.end_line()
    parts = []
    for kind, lines in groupby(reader.lines, key=lambda line: line[0]):
        if kind in _TAG_OF:
            parts += [(kind, words) for _, words in lines]
        else:
            parts.append((kind, "\n".join(words for _, words in lines if words)))
    return parts or [(PARAGRAPHS, "")]


def _inline(line: str) -> str:
    """A line with tags for what stands in pairs; a link may stand inside one."""
    links: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        links.append(f'<a href="{html.escape(found[2])}">{_marked(found[1])}</a>')
        return _ASIDE

    aside = _LINK.sub(put_aside, line.replace(_ASIDE, ""))
    words = iter(_marked(aside).split(_ASIDE))
    return next(words) + "".join(link + rest for link, rest in zip(links, words, strict=True))


def _marked(words: str) -> str:
    text = html.escape(words, quote=False)
    for pair, tag in _PAIRS:
        text = pair.sub(rf"<{tag}>\1</{tag}>", text)
    return text


class _Reader(HTMLParser):
    """Collects the lines of a text with tags, each with its kind."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[str, str]] = []
        self._kind = PARAGRAPHS
        self._lists: list[str] = []
        self._words = ""
        self._hrefs: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol"}:
            self.end_line()
            self._lists.append(LIST if tag == "ul" else STEPS)
            self._kind = self._lists[-1]
        elif tag in _OF_TAG and not self._lists:
            self.end_line()
            self._kind = _OF_TAG[tag]
        elif tag == "li":
            self.end_line()
        elif tag == "br":
            self._break()
        elif tag in _MARKS:
            self._words += _MARKS[tag]
        elif tag == "a":
            self._hrefs.append(next((value or "" for name, value in attrs if name == "href"), ""))
            self._words += "["

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self.end_line()
            if self._lists:
                self._lists.pop()
            self._kind = self._lists[-1] if self._lists else PARAGRAPHS
        elif tag in _OF_TAG and not self._lists:
            self.end_line(always=tag != "p")
            self._kind = PARAGRAPHS
        elif tag == "li":
            self.end_line(always=True)
        elif tag in _MARKS:
            self._words += _MARKS[tag]
        elif tag == "a" and self._hrefs:
            self._words += f"]({self._hrefs.pop()})"

    @override
    def handle_data(self, data: str) -> None:
        self._words += re.sub(r"\s+", " ", data)

    def end_line(self, *, always: bool = False) -> None:
        """Keep the line that was read; `always`: an empty heading or point too."""
        words = self._words.strip()
        if words or always:
            self.lines.append((self._kind, words))
        self._words = ""

    def _break(self) -> None:
        if self._kind == PARAGRAPHS:
            self.end_line()
        else:
            self._words += " "
