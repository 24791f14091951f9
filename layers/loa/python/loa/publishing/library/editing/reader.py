"""What officers read of the library: an item with its history, checks and preview; lists and the worklist."""

import hmac
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from loa.clock import local_day
from loa.errors import NotFound
from loa.foundation.officers.model import Officer, Permission, require
from loa.publishing.library.editing.access import unit_of
from loa.publishing.library.projection.model import PublishedItem, projected
from loa.publishing.library.rows.media_store import MediaStore
from loa.publishing.library.rows.read_store import ReadStore, month_before
from loa.publishing.library.rows.store import LibraryStore
from loa.publishing.library.rows.task_store import LibraryTask, TaskKind, TaskStore
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.findings import CheckFinding, Surroundings, findings, links_in
from loa.publishing.library.rules.kinds import KINDS, ItemKind, Section
from loa.publishing.library.rules.model import Edition, EditionState, Item
from loa.publishing.library.transitions.work import Work
from loa.text.folding import fold

EXPIRING_WITHIN: Final = timedelta(days=7)
UNREAD_FOR: Final = timedelta(days=14)
_MONTHS_SHOWN: Final = 3


def token_of(edition: Edition | None) -> str:
    """What the address of an edition's link ends with; empty: it has none."""
    return f"{edition.item_id}.{edition.preview.secret}" if edition and edition.preview else ""


class LinkHosts(Protocol):
    """Knows the hosts that links may lead to."""

    def approved(self, province: str) -> Collection[str]:
        """The hosts that an administrator of the province has approved."""


@dataclass(frozen=True, slots=True)
class LibraryWorklist:
    """What an officer has to look at.

    Attributes:
        urgent: published in their subtree by one person, not them, and nobody else has looked at it since.
        mine: drafts that they wrote in, those that were sent back included.
        waiting: submitted in their subtree, none of it theirs: they may decide.
        ready: approved, to be published or scheduled.
        expiring: disappear within a week.
        overdue: should have been looked at again.
        broken: published, with an address in it that leads nowhere.
        silent: published, and the machine that was to speak it could not.
        unread: published for two weeks, and nobody has opened it.
    """

    urgent: tuple[Item, ...] = ()
    mine: tuple[Item, ...] = ()
    waiting: tuple[Item, ...] = ()
    ready: tuple[Item, ...] = ()
    expiring: tuple[Item, ...] = ()
    overdue: tuple[Item, ...] = ()
    broken: tuple[Item, ...] = ()
    silent: tuple[Item, ...] = ()
    unread: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class LibraryReader:
    """Reads for officers.

    Attributes:
        store: items and editions.
        hosts: the hosts that links may lead to.
        clock: tells the present instant.
    """

    store: LibraryStore
    hosts: LinkHosts
    clock: Callable[[], datetime]

    def work(self, officer: Officer, item_id: str) -> Work:
        """The item with its edition in work and its live one."""
        unit_of(officer, Permission.READ_LIBRARY, item_id)
        return self.store.work(item_id)

    def history(self, officer: Officer, item_id: str) -> list[Edition]:
        """All editions, newest first."""
        unit_of(officer, Permission.READ_LIBRARY, item_id)
        return self.store.editions(item_id)

    def check(self, officer: Officer, item_id: str) -> list[CheckFinding]:
        """What is to be said about the edition in work before residents read it."""
        return self.findings(self.work(officer, item_id))

    def findings(self, work: Work) -> list[CheckFinding]:
        """As `check`, of what has been read already."""
        by_administrator = KINDS[work.item.kind].by_administrator
        hosts = self.hosts.approved(work.item.unit_path) if by_administrator else ()
        content = work.draft().content
        gone = self._dead_links(work.item.item_id) if links_in(content) else ()
        return findings(work.item, content, Surroundings(self.clock(), hosts, gone))

    def _dead_links(self, item_id: str) -> Collection[str]:
        task = TaskStore(self.store.table).get(TaskKind.LINKS, item_id)
        return task.dead_links if task else ()

    def preview(self, officer: Officer, item_id: str) -> PublishedItem:
        """The edition in work, else the live one, as residents would read it."""
        return self.as_shown(self.work(officer, item_id))

    def shared(self, token: str) -> tuple[PublishedItem, datetime]:
        """What a link shows to whoever has it, and until when.

        Args:
            token: as `token_of` makes it.

        Raises:
            NotFound: there is no such link, or it has ended.
        """
        item_id, _, secret = token.rpartition(".")
        work = self.store.work(item_id)
        link = work.edition.preview if work.edition and work.item.binned_at is None else None
        if (
            link is None
            or not hmac.compare_digest(link.secret.encode(), secret.encode())
            or link.until <= self.clock()
        ):
            raise NotFound(texts.NOT_FOUND)
        return self.as_shown(work), link.until

    def as_shown(self, work: Work) -> PublishedItem:
        """As `preview`, of what has been read already."""
        edition = work.edition or work.live
        if edition is None:
            raise NotFound(texts.NOT_FOUND)
        shown_since = work.item.published_at or self.clock()
        item = replace(work.item, withdrawal=None, published_at=shown_since)
        shapes = MediaStore(self.store.table).shapes(item.unit_path, edition.content)
        return projected(item, edition, shapes)

    def items(
        self,
        officer: Officer,
        unit_path: str,
        *,
        section: Section | None = None,
        kind: ItemKind | None = None,
        state: str | None = None,
        text: str = "",
    ) -> list[Item]:
        """A unit's items, newest first.

        Args:
            officer: who asks.
            unit_path: whose items.
            section: of this section only.
            kind: of this kind only.
            state: `published`, `withdrawn`, `bin`, or a state of the edition in work; None: all but the bin.
            text: words of title and tags, with or without accents.
        """
        require(officer, Permission.READ_LIBRARY, unit_path)
        words = fold(text).split()
        return [
            item
            for item in self.store.of_unit(unit_path)
            if (section is None or item.placement.section is section)
            and (kind is None or item.kind is kind)
            and _in_state(item, state)
            and all(word in fold(" ".join((item.title, *item.tags))) for word in words)
        ]

    def reads(self, item: Item) -> list[tuple[str, int]]:
        """How often an item was read at least, in this month and the two before, newest first.

        Empty: residents cannot have read it, or it leads them away from our pages.
        """
        if item.published_at is None or item.kind is ItemKind.LINK:
            return []
        today, months = local_day(self.clock()), ReadStore(self.store.table).months(item.item_id)
        first = month_before(local_day(item.published_at), 0)
        shown = [month_before(today, back) for back in range(_MONTHS_SHOWN)]
        return [(month, months.get(month, 0)) for month in shown if month >= first]

    def worklist(self, officer: Officer) -> LibraryWorklist:
        """What the officer has to look at: in their unit, and what waits for a decision below it."""
        require(officer, Permission.READ_LIBRARY, officer.unit_path)
        now = self.clock()
        own = [item for item in self.store.of_unit(officer.unit_path) if item.binned_at is None]
        tasks = TaskStore(self.store.table)
        links = tasks.of_unit(TaskKind.LINKS, officer.unit_path)
        speaking = tasks.of_unit(TaskKind.SPEAK, officer.unit_path)
        read = ReadStore(self.store.table).of_unit(officer.unit_path)
        dead = {item_id for item_id, task in links.items() if task.dead_links}
        submitted = self.store.waiting(officer.unit_path, EditionState.SUBMITTED)
        approved = self.store.waiting(officer.unit_path, EditionState.APPROVED)
        scheduled = self.store.waiting(officer.unit_path, EditionState.SCHEDULED)
        again = [item for item in (*submitted, *approved, *scheduled) if item.urgent_by]
        urgent = [*self.store.urgent(officer.unit_path), *again]
        return LibraryWorklist(
            urgent=tuple(item for item in urgent if officer.id not in item.urgent_by),
            mine=tuple(item for item in own if _is_draft_of(item, officer.id)),
            waiting=tuple(item for item in submitted if officer.id not in item.contributors),
            ready=tuple(approved),
            expiring=tuple(item for item in own if _ends_by(item, now + EXPIRING_WITHIN)),
            overdue=tuple(item for item in own if _is_overdue(item, now)),
            broken=tuple(item for item in own if item.is_published and item.item_id in dead),
            silent=tuple(item for item in own if _is_silent(item, speaking.get(item.item_id))),
            unread=tuple(item for item in own if _is_waiting_for_readers(item, now, read)),
        )


def _in_state(item: Item, state: str | None) -> bool:
    if item.binned_at is not None:
        return state == "bin"
    if state == "published":
        return item.is_published
    if state == "withdrawn":
        return item.withdrawal is not None
    return state is None or item.working_state == state


def _is_draft_of(item: Item, officer_id: str) -> bool:
    return item.working_state is EditionState.DRAFT and officer_id in {*item.contributors, item.updated_by}


def _ends_by(item: Item, instant: datetime) -> bool:
    end = item.placement.expires_at
    return item.is_published and end is not None and end <= instant


def _is_overdue(item: Item, now: datetime) -> bool:
    review = item.placement.review_by
    return item.is_published and review is not None and review <= now


def _is_silent(item: Item, task: LibraryTask | None) -> bool:
    return item.is_published and task is not None and task.edition == item.live and task.is_stuck


def _is_waiting_for_readers(item: Item, now: datetime, read: Collection[str]) -> bool:
    """Whether nobody has opened an item that has been there for a while; a link leads away from our pages."""
    if not item.is_published or item.published_at is None or item.kind is ItemKind.LINK:
        return False
    return item.item_id not in read and item.published_at + UNREAD_FOR <= now
