"""Addresses of other sites from which a unit takes news (table Content, the unit's partition).

    source#IDENT    `due_key` is `source#PROVINCE`, `due_at` is `INSTANT#PATH~IDENT` (index by_due)

An entry is taken once: its item has an identifier made from the unit and what the site calls the entry, and
the source remembers what it has seen, so that a draft that was thrown away does not come back.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from html import escape
from typing import Final

from loa import clock
from loa.errors import Busy, InvalidInput
from loa.foundation.officers.model import Officer, Permission, require
from loa.foundation.units.model import province_of
from loa.ids import derived_id
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Row, Table
from loa.platform.zalo.media.files import FileLost, Hosts, HostUnknown
from loa.publishing.library.editing.access import require_section
from loa.publishing.library.editing.content import checked_content
from loa.publishing.library.editing.service import LibraryService
from loa.publishing.library.importing.feeds import FeedEntry, NotAFeed, read_feed, read_page
from loa.publishing.library.rows.codec import from_map, to_map
from loa.publishing.library.rows.media_store import LinkHostStore
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.fields import host_of, is_https
from loa.publishing.library.rules.findings import is_approved
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.model import Placement, item_id, split_id
from loa.publishing.library.transitions import editions

MOST_SOURCES: Final = 10
"""Of one unit."""
EVERY: Final = timedelta(hours=1)
LONGEST_PAUSE: Final = timedelta(days=1)
MOST_A_ROUND: Final = 10
"""New items from one source; what is left comes an hour later."""
FEED_BYTES: Final = 5_000_000
PAGE_BYTES: Final = 500_000
_SOURCE: Final = "source#"
_DUE: Final = "source#{province}"
_BY_DUE: Final = "by_due:due_key:due_at"

type SiteFetch = Callable[[Hosts, str, int], bytes]
"""Returns what an address answers with, at most so many bytes; raises as `Downloads.fetch`."""


@dataclass(frozen=True, slots=True)
class NewsSource:
    """An address that a unit takes news from.

    Attributes:
        unit_path, identifier: whose, and which.
        url: of a feed or sitemap.
        name: what officers call it, and what stands as the origin.
        section: where its items go.
        added_by: the officer, who is a contributor of all that comes: somebody else approves it.
        due_at: when it is asked next.
        asked_at: when it was asked last; None: never.
        trouble: why nothing came the last time; empty: all was well.
        tries: how often in a row there was trouble.
        taken: how many items have come from it.
        seen: digests of the entries that were there the last time and need not be looked at again.
    """

    unit_path: str
    identifier: str
    url: str
    name: str
    section: Section
    added_by: str
    due_at: datetime
    asked_at: datetime | None = None
    trouble: str = ""
    tries: int = 0
    taken: int = 0
    seen: tuple[str, ...] = ()


class SourceStore:
    """The sources of units, in the Content table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def of_unit(self, unit_path: str) -> list[NewsSource]:
        """A unit's sources."""
        return [_source(row) for row in self.table.rows(unit_path, prefix=_SOURCE)]

    def due(self, province: str, now: datetime) -> Iterator[NewsSource]:
        """The sources to be asked, most overdue first."""
        key = _DUE.format(province=province)
        rows = self.table.rows(key, between=("0", f"{clock.to_text(now)}~"), index=_BY_DUE)
        for row in list(rows):
            path, identifier = split_id(row["due_at"].partition("#")[2])
            found = self.table.get(path, f"{_SOURCE}{identifier}")
            if found and (source := _source(found)).due_at <= now:
                yield source

    def add(self, source: NewsSource) -> None:
        """Write a source; the same address again keeps what it has seen."""
        try:
            self.table.put(_row(source), new=True)
        except ConditionFailed:
            return

    def settle(self, before: NewsSource, after: NewsSource) -> bool:
        """Write what became of it; False: it was removed, or another round was faster."""
        try:
            self.table.put(_row(after), only_if=Attr("due_at").eq(_row(before)["due_at"]))
        except ConditionFailed:
            return False
        return True

    def give_to(self, source: NewsSource, unit_path: str) -> None:
        """Let a source belong to another unit; again changes nothing."""
        self.add(replace(source, unit_path=unit_path))
        self.remove(source.unit_path, source.identifier)

    def remove(self, unit_path: str, identifier: str) -> None:
        """Ask it no more; what has come stays."""
        self.table.delete(unit_path, f"{_SOURCE}{identifier}")


def add_source(
    officer: Officer,
    url: str,
    name: str,
    section: Section,
    *,
    store: SourceStore,
    hosts: LinkHostStore,
    now: datetime,
) -> None:
    """Take news from an address into the officer's unit, from now on.

    Raises:
        NotAllowed: the officer does not write for it.
        InvalidInput: no https address, its host is not approved, or there are too many.
    """
    path = officer.unit_path
    require(officer, Permission.WRITE_LIBRARY, path)
    require_section(path, ItemKind.ARTICLE, section)
    if not is_https(url):
        raise InvalidInput(texts.NOT_A_SOURCE, fields={"url": texts.NOT_A_SOURCE})
    if not is_approved(host_of(url), tuple(hosts.approved(path))):
        message = texts.SOURCE_HOST.format(host=host_of(url))
        raise InvalidInput(message, fields={"url": message})
    identifier = derived_id(f"{path}#{url}")
    known = {source.identifier for source in store.of_unit(path)}
    if identifier not in known and len(known) >= MOST_SOURCES:
        message = texts.TOO_MANY_SOURCES.format(maximum=MOST_SOURCES)
        raise InvalidInput(message, fields={"url": message})
    store.add(NewsSource(path, identifier, url, name, section, officer.id, now))


@dataclass(frozen=True, slots=True)
class NewsReader:
    """Asks sources, and makes drafts of what is new.

    Attributes:
        store: the sources.
        library: where drafts go.
        hosts: those that may be asked.
        fetch: asks.
    """

    store: SourceStore
    library: LibraryService
    hosts: LinkHostStore
    fetch: SiteFetch

    def read_due(self, province: str, now: datetime, enough: Callable[[], bool]) -> Counter[str]:
        """Ask what is due; counts `asked`, `taken` and `failed`. A round may come twice or stop anywhere."""
        counts: Counter[str] = Counter()
        for source in self.store.due(province, now):
            if enough():
                break
            # Put off before it is asked: one that kills the process is in nobody's way.
            pause = min(EVERY * 2 ** min(source.tries, 10), LONGEST_PAUSE)
            taken = replace(source, due_at=now + pause, asked_at=now, tries=source.tries + 1)
            if not self.store.settle(source, taken):
                continue
            counts["asked"] += 1
            following = self._asked(taken, now)
            counts["taken"] += following.taken - taken.taken
            counts["failed"] += bool(following.trouble)
            self.store.settle(taken, following)
        return counts

    def _asked(self, source: NewsSource, now: datetime) -> NewsSource:
        approved = Hosts(tuple(f".{host}" for host in self.hosts.approved(source.unit_path)))
        try:
            entries = read_feed(self.fetch(approved, source.url, FEED_BYTES))
        except NotAFeed:
            return replace(source, trouble="not_a_feed")
        except HostUnknown:
            return replace(source, trouble="host")
        except FileLost as lost:
            return replace(source, trouble=lost.reason)
        except Busy:
            return replace(source, trouble="no_answer")
        fresh = [entry for entry in entries if _digest(source, entry) not in source.seen]
        chosen = fresh[:MOST_A_ROUND]
        # Who takes a site up for the first time wants its newest, not years of it.
        waiting = set() if not source.seen else {each.reference for each in fresh[MOST_A_ROUND:]}
        taken = 0
        for entry in chosen:
            try:
                taken += self._taken(source, entry, approved, now)
            except Busy:
                waiting.add(entry.reference)
        seen = [_digest(source, entry) for entry in entries if entry.reference not in waiting]
        return replace(
            source,
            trouble="",
            tries=0,
            taken=source.taken + taken,
            seen=tuple(seen) or source.seen,
            due_at=now + EVERY,
        )

    def _taken(self, source: NewsSource, entry: FeedEntry, hosts: Hosts, now: datetime) -> bool:
        """Make a draft of an entry; False: nothing can be made of it, or there was one.

        Raises:
            Busy: its page cannot be had now.
        """
        title, summary = entry.title, entry.summary
        if not title:
            try:
                title, summary = read_page(self.fetch(hosts, entry.url, PAGE_BYTES))
            except FileLost:
                return False
        if not title:
            return False
        origin = escape(texts.SOURCE_LINK.format(name=source.name), quote=False)
        words = [f"<p>{escape(summary, quote=False)}</p>"] if summary else []
        block = {
            "type": "text",
            "content": "".join([*words, f'<p><a href="{escape(entry.url)}">{origin}</a></p>']),
        }
        work = editions.create(
            ItemKind.ARTICLE,
            Placement(source.section),
            checked_content(ItemKind.ARTICLE, {"title": title, "summary": summary, "blocks": [block]}),
            unit_path=source.unit_path,
            identifier=_digest(source, entry),
            by=source.added_by,
            now=now,
            sample=False,
        )
        return self.library.begin(work) is work


def _digest(source: NewsSource, entry: FeedEntry) -> str:
    return derived_id(f"{source.unit_path}#{source.identifier}#{entry.reference}")


def _row(source: NewsSource) -> Row:
    where = item_id(source.unit_path, source.identifier)
    return {
        "partition": source.unit_path,
        "sort": f"{_SOURCE}{source.identifier}",
        "source": to_map(source),
        "due_key": _DUE.format(province=province_of(source.unit_path)),
        "due_at": f"{clock.to_text(source.due_at)}#{where}",
    }


def _source(row: Row) -> NewsSource:
    return from_map(NewsSource, row["source"])
