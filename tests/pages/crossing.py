"""Everything at the pages of one area that carries an id of the own unit, tried with another unit's.

Pages are those of the routes and what they link to, forms those that stand on them: nobody lists them. What
a part of an address or a field carries is known by its value: an id beside which the other unit has its own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import boto3

from loa.platform.aws import clients
from loa.web.console import csrf
from tests.pages.reading import Element, read
from tests.worlds.console import CSRF_SECRET, OfficerBrowser, body_of, filled_in

MARK: Final = "Việc riêng của xã bên"
"""What only rows of the other unit say."""

_UNIT: Final = re.compile(r"\d\d(\.\d+)+")
_HOLE: Final = re.compile("<([^>]+)>")
_WITHIN: Final = 9
"""Ids as long as this are looked for within other values too."""
_TOLD: Final = ("select", "textarea", "button")
_TYPED: Final = {"number": "1", "date": "2026-12-30", "time": "08:00", "tel": "0912345678"}
_WRITES: Final = {"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem"}
_OWN: Final = ("Inbox", "Privacy")
"""Tables in which each request leaves what was asked for by whom."""

type Fields = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Try:
    """A request with an id of another unit in one place; without fields a page is opened."""

    address: str
    place: str
    in_path: bool
    fields: Fields | None = None

    def __str__(self) -> str:
        return f"{'GET' if self.fields is None else 'POST'} {self.address}: {self.place}"


@dataclass(slots=True)
class Crossing:
    """An officer of one unit before the pages of an area.

    Attributes:
        browser: whoever may do most in their unit.
        unit: the other unit.
        holes: what stands in the holes of routes: for each row of the own unit the other's.
        others: what else fields carry: the own → the other unit's.
        meant: fields that may name another unit, or that say where a page was.
    """

    browser: OfficerBrowser
    unit: str
    holes: Mapping[str, Sequence[tuple[str, str]]]
    others: Mapping[str, str]
    meant: frozenset[str] = frozenset()
    pages: dict[str, Element] = field(default_factory=dict)
    writes: list[str] = field(default_factory=list)

    @property
    def twins(self) -> dict[str, str]:
        """What is the own unit's → what is the other's, of every sort."""
        rows = (pair for pairs in self.holes.values() for pair in pairs)
        return {**{own: other for own, other in rows if own != other}, **self.others}

    def offenders(self, routes: Sequence[str]) -> list[str]:
        """Return what was tried and neither refused nor without effect."""
        self._look_around([route.removeprefix("GET ") for route in routes if route.startswith("GET ")])
        others = [*self.twins.values()]
        found, before = [], rows(others)
        events = clients.dynamodb().meta.client.meta.events
        events.register("before-call.dynamodb", self._note)
        for one in (tries := list(self.tries(routes))):
            self.writes.clear()
            wrong = self._wrong(one)
            if self.writes and (after := rows(others)) != before:
                changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
                wrong, before = f"changed {sorted(changed)}", after
            found += [f"{one} {wrong}"] if wrong else []
        events.unregister("before-call.dynamodb", self._note)
        assert tries
        return found

    def tries(self, routes: Iterable[str]) -> Iterator[Try]:
        """Yield what is tried: pages, addresses of forms, and each form that stands on a page."""
        for address in self.pages:
            yield from self._crossed_address(address)
        token = csrf.masked(CSRF_SECRET)
        for route in routes:
            method, _, path = route.partition(" ")
            for address in self._filled(path):
                fields = None if method == "GET" else {"csrf": [token]}
                yield from self._crossed_address(address, fields)
        known = set[tuple[str, ...]]()
        for address, page in self.pages.items():
            for form in page.all("form"):
                action = urlsplit(form.get("action") or address).path
                sort = (action, *(each.get("name") + each.get("value") for each in form.all(*_TOLD)))
                if form.get("method") == "post" and action.startswith("/console/") and sort not in known:
                    known.add(sort)
                    yield from self._form(action, form)

    def _look_around(self, paths: Sequence[str]) -> None:
        """Open each page, and those to which it links, once for each set of names in its query."""
        own = [re.compile(_HOLE.sub("[^/]+", path)) for path in paths]
        waiting, known = [each for path in paths for each in self._filled(path)], set[tuple[Any, ...]]()
        while waiting:
            address = waiting.pop(0).partition("#")[0]
            parts = urlsplit(address)
            sort = (parts.path, *sorted(name for name, _ in parse_qsl(parts.query)))
            if sort in known or not any(path.fullmatch(parts.path) for path in own):
                continue
            known.add(sort)
            answer = self.browser.ask(address)
            if answer["statusCode"] == 200 and "html" in answer["headers"].get("content-type", ""):
                page = self.pages[address] = read(body_of(answer))
                assert MARK not in page.text(), f"{address} shows what is another unit's"
                linked = (each.get(name) for each in page.walk() for name in ("href", "src", "hx-get"))
                waiting += [each for each in linked if each]

    def _filled(self, path: str) -> list[str]:
        """Return a path with its holes filled by the first row of the own unit, and by each one in turn."""
        names = _HOLE.findall(path)
        firsts = {name: self.holes[name][0][0] for name in names}
        found = []
        for name in names or [""]:
            for own, _ in self.holes[name] if name else [("", "")]:
                given = {**firsts, name: own}
                found.append(_HOLE.sub(lambda hole: quote(given[hole[1]], safe=""), path))  # noqa: B023
        return list(dict.fromkeys(found))

    def _crossed_address(self, address: str, fields: Fields | None = None) -> Iterator[Try]:
        parts = urlsplit(address)
        segments = parts.path.split("/")
        for place, segment in enumerate(segments):
            for own, other in self._in(unquote(segment)):
                path = "/".join([*segments[:place], quote(other, safe=""), *segments[place + 1 :]])
                yield Try(f"{path}?{parts.query}".rstrip("?"), own, in_path=True, fields=fields)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        for place, (name, value) in enumerate(pairs):
            for own, other in self._in(value):
                query = urlencode([*pairs[:place], (name, other), *pairs[place + 1 :]])
                yield Try(f"{parts.path}?{query}", f"{name}={own}", in_path=False, fields=fields)

    def _form(self, action: str, form: Element) -> Iterator[Try]:
        first, *ways = _ways_to_fill(form)
        yield from self._crossed_address(action, first)
        for name, values in first.items():
            for place, value in enumerate(values):
                for own, other in self._in(value):
                    changed = [*values[:place], other, *values[place + 1 :]]
                    yield from self._changed(action, first, name, own, changed)
        for name, value, way in ways:
            for own, other in self._in(value):
                yield from self._changed(action, way, name, own, [other])
        for control in form.all("select"):
            if any(_UNIT.fullmatch(option.get("value")) for option in control.all("option")):
                for way in (first, *(each for _, _, each in ways)):
                    yield from self._changed(action, way, control.get("name"), "a unit", [self.unit])

    def _changed(self, action: str, fields: Fields, name: str, own: str, values: list[str]) -> Iterator[Try]:
        if name not in self.meant:
            yield Try(action, f"{name}={own}", in_path=False, fields={**fields, name: values})

    def _in(self, value: str) -> Iterator[tuple[str, str]]:
        for own, other in self.twins.items():
            if value == own or (len(own) >= _WITHIN and own in value):
                yield own, value.replace(own, other)

    def _wrong(self, one: Try) -> str:
        if one.fields is None:
            answer = self.browser.ask(one.address)
        else:
            key = f"key-{id(one)}"
            answer = self.browser.post(urlsplit(one.address).path, {**one.fields, "khoa": [key]})
        html = "html" in answer["headers"].get("content-type", "")
        if html and MARK in read(body_of(answer)).text():
            return "shows what is another unit's"
        status = answer["statusCode"]
        # A list, or a form about many rows, may do nothing for those that are another unit's.
        refused = {403, 404, 422} if one.in_path else {403, 404, 422, 200, 303}
        return "" if status in refused else f"answered {status}"

    def _note(self, model: Any, **_: Any) -> None:
        if model.name in _WRITES:
            self.writes.append(model.name)


def _ways_to_fill(form: Element) -> tuple[dict[str, list[str]], *tuple[tuple[str, str, Any], ...]]:
    """Return what a form sends with all of it filled in, then once for each choice that it offers."""
    fields, ways = filled_in(form), []
    for control in form.all("input", "textarea", "select", "button"):
        name, kind, value = control.get("name"), control.get("type"), control.get("value")
        if not name or kind in {"hidden", "file"}:
            continue
        if control.tag == "select":
            offered = [option.get("value") for option in control.all("option") if option.get("value")]
            if not any(fields.get(name, [])):
                fields[name] = offered[:1]
            ways += [(name, each) for each in offered]
        elif kind in {"checkbox", "radio"} or control.tag == "button":
            if control.tag != "button":
                fields.setdefault(name, [value])
            ways.append((name, value))
        elif not any(fields.get(name, [])):
            fields[name] = [_TYPED.get(kind, "Xin xem lại việc này.")]
    return fields, *((name, value, {**fields, name: [value]}) for name, value in ways)


def rows(others: Iterable[str]) -> dict[str, str]:
    """Return each row that is another unit's, or names something of it, as text."""
    found, client, wanted = {}, boto3.client("dynamodb"), (MARK, *others)
    for table in client.list_tables()["TableNames"]:
        for item in [] if table.endswith(_OWN) else boto3.resource("dynamodb").Table(table).scan()["Items"]:
            key, text = f"{item['partition']!s} {item['sort']!s}", str(item)
            if not key.startswith("idempotency#") and any(each in text for each in wanted):
                found[f"{table} {key}"] = text
    return found
