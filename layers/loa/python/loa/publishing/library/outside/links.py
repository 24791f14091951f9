"""Whether the addresses in items lead anywhere: asked over the network, before publication and every week.

Only hosts that an administrator approved are asked, over https, at public addresses, redirects likewise
(`loa.platform.zalo.media.downloads`). What was found stands in the task of the item; checks read it there.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from loa.errors import Busy, NotFound
from loa.platform.zalo.media.files import FileLost, Hosts, HostUnknown
from loa.publishing.library.rows.store import LibraryStore
from loa.publishing.library.rows.task_store import LibraryTask, TaskKind, TaskStore
from loa.publishing.library.rules.fields import host_of, is_https
from loa.publishing.library.rules.findings import LEADS_NOWHERE, is_approved, links_in
from loa.publishing.library.transitions.work import Work

MOST_LINKS: Final = 20
"""Of one item."""
AT_ONCE: Final = 8
MOST_A_ROUND: Final = 40
"""Items."""
AGAIN_AFTER: Final = timedelta(days=7)
NOT_BEFORE: Final = timedelta(minutes=1)
"""Who asks again so soon is shown what was found."""

_GONE: Final = frozenset({404, 410})
_FAILING: Final = 500


class ApprovedHosts(Protocol):
    """Knows the hosts that links may lead to (`rows.media_store.LinkHostStore`)."""

    def approved(self, unit_path: str) -> Iterable[str]:
        """The hosts that an administrator of the province has approved."""


type Look = Callable[[Hosts, str], int]
"""Returns the status that an address answers with; raises as `Downloads.status`."""


@dataclass(frozen=True, slots=True)
class LinkChecker:
    """Looks where links lead.

    Attributes:
        store: items.
        hosts: those that may be asked.
        look: asks.
    """

    store: LibraryStore
    hosts: ApprovedHosts
    look: Look

    @property
    def tasks(self) -> TaskStore:
        """What was found, by item."""
        return TaskStore(self.store.table)

    def check(self, item_id: str, now: datetime) -> None:
        """Look at the links of an item now, unless somebody has within the last minute.

        Raises:
            NotFound: there is no such item.
        """
        task = self.tasks.get(TaskKind.LINKS, item_id)
        if task and task.checked_at and task.checked_at > now - NOT_BEFORE:
            return
        work = self.store.work(item_id)
        task = task or LibraryTask(TaskKind.LINKS, item_id, work.item.editions)
        self.tasks.table.put(self.tasks.asked(self._looked(task, work, now)).row)

    def check_due(self, province: str, now: datetime, enough: Callable[[], bool]) -> Counter[str]:
        """Look at the items that are due; counts `checked`, and `dead` addresses."""
        counts: Counter[str] = Counter()

        def tired() -> bool:
            return enough() or counts["checked"] >= MOST_A_ROUND

        for task in self.tasks.taken(TaskKind.LINKS, province, now, tired):
            try:
                work = self.store.work(task.item_id)
            except NotFound:
                self.tasks.finish(task)
                continue
            if not (work.edition or work.item.is_published):
                self.tasks.finish(task)
                continue
            found = self._looked(task, work, now)
            counts["checked"] += 1
            counts["dead"] += sum(number >= LEADS_NOWHERE for number in found.failures.values())
            self.tasks.settle(task, found)
        return counts

    def _looked(self, task: LibraryTask, work: Work, now: datetime) -> LibraryTask:
        """The task with what was found; due again in a week, as long as the item is published."""
        contents = [edition.content for edition in (work.edition, work.live) if edition]
        urls = list(dict.fromkeys(url for content in contents for url in links_in(content)))
        approved = tuple(self.hosts.approved(work.item.unit_path))
        asked = [url for url in urls if is_https(url) and is_approved(host_of(url), approved)][:MOST_LINKS]
        return replace(
            task,
            due_at=now + AGAIN_AFTER if work.item.is_published else None,
            tries=0,
            failures=self._failures(asked, approved, task.failures),
            checked_at=now,
        )

    def _failures(
        self, urls: list[str], approved: tuple[str, ...], before: Mapping[str, int]
    ) -> dict[str, int]:
        if not urls:
            return {}
        hosts = Hosts(tuple(f".{host}" for host in approved))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            outcomes = list(pool.map(lambda url: self._outcome(hosts, url), urls))
        tried = {url: before.get(url, 0) + more for url, more in zip(urls, outcomes, strict=True) if more}
        return {url: min(number, LEADS_NOWHERE) for url, number in tried.items()}

    def _outcome(self, hosts: Hosts, url: str) -> int:
        """How much nearer an address has come to being dead; 0: it leads somewhere."""
        try:
            status = self.look(hosts, url)
        except HostUnknown:  # it redirects to somebody whom we do not ask
            return 0
        except FileLost as lost:
            return LEADS_NOWHERE if lost.reason == "address" else 0
        except Busy:
            return 1
        return LEADS_NOWHERE if status in _GONE else int(status >= _FAILING)
