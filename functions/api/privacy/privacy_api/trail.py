"""Who did and who read what below a unit on one day: two records, read as one list."""

from collections.abc import Callable
from datetime import date
from typing import Final

from loa.bootstrap import foundation
from loa.foundation.officers.model import Officer
from loa.foundation.readings.deeds import Deed, deed_from, deeds_of
from loa.foundation.readings.model import Reading, is_shown, may_see
from loa.foundation.readings.store import partition_of, reading_from
from loa.foundation.units.model import subtree_range
from loa.platform.aws.dynamodb.tables import Page, Row
from loa.text.folding import fold
from loa.web.paging import Span, make_cursor, read_cursor
from privacy_api.data_requests import Part

LOOKED_THROUGH: Final = 2_000
"""Rows of one Query, when only some of them are wanted: less than its megabyte."""

type Trace = Deed | Reading


def trail_below(
    path: str,
    officer: Officer,
    day: date,
    *,
    limit: int,
    cursor: str | None,
    did: bool = True,
    read: bool = True,
    name: str = "",
    kind: str = "",
) -> Part[Trace]:
    """Return what was done and read below a unit, as far as it is shown to the officer; a part may be short.

    One Query for each record: who asks for a name or a kind looks through `LOOKED_THROUGH` rows at once.

    Args:
        path: the unit on top.
        officer: who asks.
        day: in Vietnam.
        limit: how many at most.
        cursor: where the part begins.
        did: whether what was done is wanted.
        read: whether what was read is wanted.
        name: of who did or read, or a part of it, with or without marks; empty: everybody.
        kind: of what was done or read; empty: everything.

    Raises:
        NotFound, NotAllowed: the officer may not see it.
    """
    may_see(officer, path)
    province, words = foundation.province(), fold(name).split()
    partition = partition_of(province, day)
    start = read_cursor(cursor, Span(partition, *subtree_range(path)))
    wanted = LOOKED_THROUGH if words or kind else limit
    rows: list[tuple[Row, Callable[[Row], Trace]]] = []
    stops: list[str] = []
    if read:
        page = foundation.readings().page(province, path, day, limit=wanted, start=start)
        _take(page, reading_from, rows, stops)
    if did:
        begin = {**start, "partition": deeds_of(province, day)} if start else None
        _take(foundation.deeds().page(province, path, day, limit=wanted, start=begin), deed_from, rows, stops)
    stop = min(stops, default="")
    within = sorted(
        ((row["sort"], of(row)) for row, of in rows if not stop or row["sort"] <= stop),
        key=lambda each: each[0],
    )
    items: list[Trace] = []
    for sort, each in within:
        fits = kind in {"", each.what} and all(word in fold(each.officer_name) for word in words)
        if fits and is_shown(officer, each.officer_path):
            items.append(each)
            if len(items) == limit and sort != within[-1][0]:
                stop = sort
                break
    items.sort(key=lambda each: (each.officer_path, each.at))
    return Part(items, make_cursor({"partition": partition, "sort": stop}) if stop else None)


def _take(
    page: Page, of: Callable[[Row], Trace], rows: list[tuple[Row, Callable[[Row], Trace]]], stops: list[str]
) -> None:
    """Add a record's rows, and where it stops if more follows: beyond it the records cannot be compared."""
    rows += [(row, of) for row in page.rows]
    if page.next_start:
        stops.append(page.next_start["sort"])
