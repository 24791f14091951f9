"""The index: an SQLite file with FTS5.

    meta    key → value: units with their names and paths, synonyms and promoted results, as JSON
    items   what filters and lists need, without the text, so that a search reads few pages
    texts   place and body as they were indexed (zlib), for excerpts and for taking an item out again
    f       FTS5 without content: title, number, body, place; the row is that of `items`

FTS5 takes an item out of a table without content when it is given the words that were indexed, which are
folded anew from these two. Whoever changes the fold or this form raises `FORM`, and has the file made anew.
"""

import json
import sqlite3
import weakref
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

from loa import clock
from loa.errors import StoreFault
from loa.publishing.search.model import (
    BEST,
    SearchCounts,
    SearchEntry,
    SearchHit,
    SearchPage,
    SearchQuery,
    SearchRules,
    rules_from_map,
    rules_to_map,
)
from loa.publishing.search.words import (
    MAXIMUM_WORDS,
    all_of,
    any_of,
    composed,
    excerpt,
    folded,
    marked,
    marked_words,
    place_of,
    readings,
    words,
)

FORM: Final = "1"

EXCERPT: Final = 220
"""Characters of an excerpt, about."""

READ_FOR_EXCERPT: Final = 64 * 1024
"""Bytes of a text in which an excerpt is looked for; of what stands later the beginning is shown."""

READ_FOR_ORDER: Final = 8 * 1024
"""Bytes of a text in which words are looked for as they were marked; it is done for every item found."""

_WEIGHTS: Final = "8.0, 10.0, 1.0, 0.5"
"""Of title, number, body and place, for bm25."""

_TABLES: Final = """
    PRAGMA page_size = 8192;
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE items (
        row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER NOT NULL, unit TEXT NOT NULL,
        section TEXT NOT NULL, kind TEXT NOT NULL, year INTEGER NOT NULL, published_at TEXT NOT NULL,
        expires_at TEXT NOT NULL, title TEXT NOT NULL, number TEXT NOT NULL
    );
    CREATE TABLE texts (row INTEGER PRIMARY KEY, place TEXT NOT NULL, body BLOB NOT NULL);
    CREATE VIRTUAL TABLE f USING fts5(
        title, number, body, place, content = '', tokenize = 'unicode61 remove_diacritics 2'
    );
"""

_NEVER: Final = "9999"
"""Sorts after every instant."""

_COLUMNS: Final = "row, id, unit, section, kind, published_at, items.title, items.number"

type Found = tuple[int, str, str, str, str, str, str, str]
"""A row of `_COLUMNS`."""


def require_fts5() -> None:
    """See that this machine's SQLite can do it.

    Raises:
        StoreFault: it was built without FTS5.
    """
    with closing(sqlite3.connect(":memory:")) as base:
        options = {row[0] for row in base.execute("SELECT compile_options FROM pragma_compile_options")}
    if "ENABLE_FTS5" not in options:
        raise StoreFault("this SQLite has no FTS5")


class IndexWriter:
    """Changes an index file; what was changed stands in it after `close`."""

    def __init__(self, path: Path) -> None:
        """Open a file that `create` has made."""
        self._base = sqlite3.connect(path, isolation_level=None)
        weakref.finalize(self, self._base.close)  # whoever forgets the writer forgets its changes
        self._base.execute("PRAGMA journal_mode = OFF")  # the file is thrown away when anything goes wrong
        self._base.execute("PRAGMA synchronous = OFF")
        self._base.execute("BEGIN")

    @classmethod
    def create(cls, path: Path) -> Self:
        """An empty index at a path where nothing stands."""
        base = sqlite3.connect(path)
        base.executescript(_TABLES)
        base.execute("INSERT INTO meta VALUES ('units', '[]'), ('rules', '{}')")
        base.commit()
        base.close()
        return cls(path)

    def version(self, item_id: str) -> int:
        """The version that is indexed; 0: none."""
        row = self._base.execute("SELECT version FROM items WHERE id = ?", (item_id,)).fetchone()
        return row[0] if row else 0

    def put(self, entry: SearchEntry, place: str) -> None:
        """Index an item in the place of what was indexed of it.

        Args:
            entry: the item.
            place: the names by which people call its unit, past ones too.
        """
        self.remove(entry.item_id)
        title, number, body = composed(entry.title), composed(entry.number), composed(entry.text)
        row = self._base.execute(
            "INSERT INTO items VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                entry.item_id,
                entry.version,
                entry.unit_path,
                entry.section,
                entry.kind,
                entry.year,
                clock.to_text(entry.published_at),
                clock.to_text(entry.expires_at) if entry.expires_at else _NEVER,
                title,
                number,
            ),
        ).lastrowid
        self._base.execute(
            "INSERT INTO texts VALUES (?, ?, ?)", (row, place, zlib.compress(body.encode(), 6))
        )
        self._base.execute(
            "INSERT INTO f (rowid, title, number, body, place) VALUES (?, ?, ?, ?, ?)",
            (row, folded(title), folded(number), folded(body), folded(place)),
        )

    def remove(self, item_id: str) -> bool:
        """Take an item out; False: it was not in."""
        found = self._base.execute(
            "SELECT row, title, number, body, place FROM items JOIN texts USING (row) WHERE id = ?",
            (item_id,),
        ).fetchone()
        if not found:
            return False
        row, title, number, body, place = found
        self._base.execute(
            "INSERT INTO f (f, rowid, title, number, body, place) VALUES ('delete', ?, ?, ?, ?, ?)",
            (row, folded(title), folded(number), folded(zlib.decompress(body).decode()), folded(place)),
        )
        self._base.execute("DELETE FROM texts WHERE row = ?", (row,))
        self._base.execute("DELETE FROM items WHERE row = ?", (row,))
        return True

    def set_units(self, units: Sequence[dict[str, Any]]) -> None:
        """Keep the units, as rows that `units_to_rows` gives."""
        self._set("units", json.dumps(units, ensure_ascii=False))

    def set_rules(self, rules: SearchRules) -> bool:
        """Keep what officers have set; False: that, or something newer, stands there already."""
        known = self._base.execute("SELECT value FROM meta WHERE key = 'rules'").fetchone()[0]
        if json.loads(known).get("version", 0) >= rules.version:
            return False
        self._set("rules", json.dumps(rules_to_map(rules), ensure_ascii=False))
        return True

    def _set(self, key: str, value: str) -> None:
        self._base.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))

    def optimise(self) -> None:
        """Merge what many insertions have left in pieces."""
        self._base.execute("INSERT INTO f (f) VALUES ('optimize')")

    def close(self) -> None:
        """Write everything."""
        self._base.execute("COMMIT")
        self._base.close()


class SearchIndex:
    """Reads an index file that nobody changes."""

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        weakref.finalize(self, self._base.close)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    @cached_property
    def size(self) -> int:
        """How many items there are."""
        count: int = self._base.execute("SELECT count(*) FROM items").fetchone()[0]
        return count

    @cached_property
    def unit_rows(self) -> list[dict[str, Any]]:
        """The units, as rows for `units_from_rows`."""
        rows: list[dict[str, Any]] = json.loads(self._meta("units"))
        return rows

    @cached_property
    def rules(self) -> SearchRules:
        """What officers have set."""
        return rules_from_map(json.loads(self._meta("rules")))

    def _meta(self, key: str) -> str:
        value: str = self._base.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()[0]
        return value

    @cached_property
    def _synonyms(self) -> list[list[list[str]]]:
        return [[words(phrase) for phrase in group] for group in self.rules.synonyms]

    @cached_property
    def _unit_names(self) -> dict[str, str]:
        """By path; of a path that had several names, the last."""
        return {row["path"]: row["name"] for row in self.unit_rows}

    def search(self, query: SearchQuery, now: datetime) -> SearchPage:
        """The best items for what was typed; nothing for what has no word.

        Items in which the words were typed with the same marks come before others.
        """
        typed = words(query.text)[:MAXIMUM_WORDS]
        if not typed:
            return SearchPage((), 0)
        meant = readings(typed, self._synonyms)
        found = self._matches(" OR ".join(f"({all_of(reading)})" for reading in meant), query, now)
        exact = bool(found)
        if not found and len(typed) > 1:
            found = self._matches(any_of(typed), query, now)
        promoted = self._promoted(typed, query, now)
        ordered = self._reranked(found, marked_words(query.text))
        first = {row[0] for row in promoted}
        everything = [*promoted, *(row for row in ordered if row[0] not in first)]
        wanted = frozenset(word for reading in meant for word in reading)
        page = everything[query.offset : query.offset + query.limit]
        hits = tuple(self._hit(row, wanted, promoted=row[0] in first) for row in page)
        return SearchPage(hits, len(everything), exact or bool(promoted))

    def counts(self, query: SearchQuery, now: datetime) -> SearchCounts:
        """How many items have all the words, by section and by year.

        Each is counted as if the search were not narrowed to one of its kind, so that others can be chosen.
        """
        typed = words(query.text)[:MAXIMUM_WORDS]
        sections: Counter[str] = Counter()
        years: Counter[int] = Counter()
        if not typed:
            return SearchCounts(sections, years)
        expression = " OR ".join(f"({all_of(reading)})" for reading in readings(typed, self._synonyms))
        conditions, values = _filters(replace(query, section="", year=None), now)
        rows = self._base.execute(
            "SELECT section, year, count(*) FROM f JOIN items ON row = f.rowid"  # noqa: S608 # nosec B608 - no word of theirs
            f" WHERE f MATCH ? AND {conditions} GROUP BY section, year",
            (expression, *values),
        )
        for section, year, count in rows:
            if query.year in {None, year}:
                sections[section] += count
            if query.section in {"", section}:
                years[year] += count
        return SearchCounts(sections, years)

    def _matches(self, expression: str, query: SearchQuery, now: datetime) -> list[Found]:
        conditions, values = _filters(query, now)
        return self._base.execute(
            f"SELECT {_COLUMNS} FROM f JOIN items ON row = f.rowid"  # noqa: S608 # nosec B608 - no word of theirs
            f" WHERE f MATCH ? AND {conditions}"
            f" ORDER BY bm25(f, {_WEIGHTS}), published_at DESC LIMIT {BEST}",
            (expression, *values),
        ).fetchall()

    def _promoted(self, typed: Sequence[str], query: SearchQuery, now: datetime) -> list[Found]:
        ids = [
            item_id
            for rule in self.rules.promoted
            if place_of(words(rule.words), typed) is not None
            for item_id in rule.item_ids
        ]
        conditions, values = _filters(query, now)
        found = [
            self._base.execute(
                f"SELECT {_COLUMNS} FROM items WHERE id = ? AND {conditions}",  # noqa: S608 # nosec B608 - as above
                (item_id, *values),
            ).fetchone()
            for item_id in dict.fromkeys(ids)
        ]
        return [row for row in found if row]

    def _reranked(self, found: Sequence[Found], finders: Sequence[Any]) -> list[Found]:
        """Those with the words as they were marked first; else in the order of their scores."""
        if not finders:
            return list(found)

        def missing(row: Found) -> int:
            text = f"{row[6]}\n{self._text(row[0], READ_FOR_ORDER)}"
            return sum(finder.search(text) is None for finder in finders)

        return sorted(found, key=missing)

    def _hit(self, row: Found, wanted: frozenset[str], *, promoted: bool) -> SearchHit:
        number, item_id, unit, section, kind, published_at, title, document = row
        text = self._text(number).removeprefix(title).lstrip()
        return SearchHit(
            item_id=item_id,
            unit_path=unit,
            unit_name=self._unit_names.get(unit, ""),
            section=section,
            kind=kind,
            number=document,
            published_at=clock.from_text(published_at),
            title=marked(title, wanted),
            excerpt=excerpt(text, wanted, EXCERPT),
            promoted=promoted,
        )

    def _text(self, row: int, size: int = READ_FOR_EXCERPT) -> str:
        """The beginning of an item's text."""
        (packed,) = self._base.execute("SELECT body FROM texts WHERE row = ?", (row,)).fetchone()
        return zlib.decompressobj().decompress(packed, size).decode(errors="ignore")


def _filters(query: SearchQuery, now: datetime) -> tuple[str, list[Any]]:
    """The conditions of a query, and their values."""
    conditions, values = ["expires_at > ?"], [clock.to_text(now)]
    parts: Iterable[tuple[str, tuple[Any, ...]]] = (
        ("(unit = ? OR unit GLOB ?)", (query.unit_path, f"{query.unit_path}.*") if query.unit_path else ()),
        (f"unit IN ({', '.join('?' * len(query.units))})", query.units),
        ("section = ?", (query.section,) if query.section else ()),
        ("year = ?", (query.year,) if query.year is not None else ()),
    )
    for condition, given in parts:
        if given:
            conditions.append(condition)
            values += given
    return " AND ".join(conditions), values
