"""Reads a page strictly: a small tree from Python's own parser, and what must hold of every page."""

import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from typing import Final

LARGEST_GZIP: Final = 14 * 1024
"""What one round trip carries (layers/loa/README.md)."""

_VOID: Final = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_SVG_SINGLE: Final = frozenset({"path", "circle", "rect"})
_NEEDS_LABEL: Final = frozenset({"input", "select", "textarea"})


@dataclass(slots=True)
class Element:
    """One element."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    def walk(self) -> "Iterator[Element]":
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [child for child in reversed(element.children) if isinstance(child, Element)]

    def all(self, *tags: str) -> "list[Element]":
        return [element for element in self.walk() if element.tag in tags]

    def one(self, tag: str) -> "Element":
        (found,) = self.all(tag)
        return found

    def text(self) -> str:
        words = "".join(child if isinstance(child, str) else child.text() for child in self.children)
        return " ".join(words.split())

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top = Element("#document")
        self._open = [self.top]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _SVG_SINGLE | _VOID, f"<{tag}/> is no end in HTML"
        self._open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        closed = self._open.pop()
        assert closed.tag == tag, f"</{tag}> closes <{closed.tag}>"

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def read(html: str) -> Element:
    """Return the tree of a page.

    Raises:
        AssertionError: its elements do not nest.
    """
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert len(builder._open) == 1, f"left open: {[element.tag for element in builder._open[1:]]}"
    return builder.top


def check(html: str, *, part: bool = False) -> Element:
    """Assert what holds of every page, and return its tree."""
    tree = read(html)
    assert len(gzip.compress(html.encode(), 6)) <= LARGEST_GZIP
    assert len(tree.all("h1")) == 1, "one h1"
    assert "&lt;Macro" not in html, "a macro that stands under the name of what a layout shows"
    assert tree.one("title").text() if not part else True
    if not part:
        assert html.startswith("<!doctype html>")
        assert tree.one("html").get("lang") == "vi"
        assert len(tree.all("main")) == 1
    _check_headings(tree)
    _check_nothing_inline(tree)
    _check_names(tree)
    _check_references(tree)
    return tree


def _check_headings(tree: Element) -> None:
    levels = [int(element.tag[1]) for element in tree.all("h1", "h2", "h3", "h4")]
    for before, after in pairwise(levels):
        assert after <= before + 1, f"a heading of level {after} stands under one of level {before}"


def _check_nothing_inline(tree: Element) -> None:
    assert not tree.all("style"), "no style in the page"
    for element in tree.walk():
        assert not element.get("style"), f"<{element.tag} style=…>"
        assert not [name for name in element.attributes if name.startswith("on")], element
        assert not element.get("href").lower().startswith("javascript:"), element
    for script in tree.all("script"):
        assert script.get("src"), "a script stands in a file"
        assert not script.text()


def _check_names(tree: Element) -> None:
    labelled = {label.get("for") for label in tree.all("label")}
    inside = {id(field) for label in tree.all("label") for field in label.all(*_NEEDS_LABEL)}
    for control in tree.all(*_NEEDS_LABEL):
        if control.get("type") == "hidden":
            continue
        named = control.get("id") in labelled or id(control) in inside or control.get("aria-label")
        assert named, f"no label: {control.attributes}"
    for image in tree.all("img"):
        assert "alt" in image.attributes, image.attributes
        assert image.get("width"), f"the page jumps when it loads: {image.attributes}"
        assert image.get("height"), image.attributes
    for element in tree.all("a", "button", "summary", "legend", "th", "h1", "h2", "h3"):
        assert element.text() or element.get("aria-label"), (
            f"<{element.tag}> says nothing: {element.attributes}"
        )
    for link in tree.all("a"):
        assert link.get("href"), "a link leads somewhere"
    for drawing in tree.all("svg"):
        assert drawing.get("aria-hidden") or drawing.get("role") == "img", "hidden or named"


def _check_references(tree: Element) -> None:
    ids = [element.get("id") for element in tree.walk() if element.get("id")]
    assert len(ids) == len(set(ids)), f"an id twice: {sorted(ids)}"
    for element in tree.walk():
        for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
            for target in element.get(name).split():
                assert target in ids, f"{name}={target} leads nowhere"
        if element.tag == "a" and element.get("href").startswith("#"):
            assert element.get("href")[1:] in ids, f"{element.get('href')} leads nowhere"
