"""The index file in S3, and the rows beside it in the table Published.

    partition `search`                 sort `search#rules`     synonyms, promoted, version (`rules_to_map`)
    partition `missed-searches#YYYY-MM`  sort the folded words   count, expires_at (epoch seconds)
    partition `missed-searches#hours`    sort `hour#INSTANT`     taken, expires_at

A search that found nothing is kept as its words and a number; who searched is not known here.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from loa import clock
from loa.errors import Conflict, LoaError, NotFound
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Table
from loa.publishing.search import texts
from loa.publishing.search.index import FORM, SearchIndex
from loa.publishing.search.model import MissedSearch, SearchRules, rules_from_map, rules_to_map

KEY: Final = f"search/index-{FORM}.sqlite"
"""A release with another form of the file does not meet the old one; it is made anew after the deploy."""
MEDIA_TYPE: Final = "application/vnd.sqlite3"

RULES_KEY: Final = ("search", "search#rules")

LOOK_AGAIN_SECONDS: Final = 15.0
"""How often a reader asks S3 for a newer file: what is withdrawn is found no more within a minute."""

KEPT: Final = timedelta(days=60)
"""Of searches that found nothing."""

MOST_AN_HOUR: Final = 300
"""So many of them are counted in an hour, from all together: anybody can search for anything."""

SHOWN_FROM: Final = 3
"""What was sought less often is shown to nobody: it may be about one person."""

_HOUR_KEPT: Final = timedelta(hours=2)


class IndexFile:
    """The file in S3, for who changes it."""

    def __init__(self, files: Bucket) -> None:
        self._files = files

    def fetch(self, path: Path) -> str:
        """Write the newest file to a path; its tag, empty when there is none."""
        try:
            return self._files.fetch(KEY, path) or ""
        except NotFound:
            return ""

    def replace(self, path: Path, known_tag: str) -> None:
        """Put a file in the place of the one with that tag.

        Raises:
            Conflict: somebody was faster.
        """
        self._files.replace(KEY, path, MEDIA_TYPE, known_tag=known_tag)


@contextmanager
def scratch() -> Iterator[Path]:
    """A path for a file of this block."""
    with tempfile.TemporaryDirectory(prefix="search-") as folder:
        yield Path(folder) / "index.sqlite"


class NewestIndex:
    """The newest index on this machine, for who reads it; one for each process."""

    def __init__(self, files: Bucket, clock: Callable[[], float] = time.monotonic) -> None:
        self._files = files
        self._clock = clock
        self._tag = ""
        self._asked_at = float("-inf")
        self._index: SearchIndex | None = None

    def __call__(self) -> SearchIndex | None:
        """The index; None: nothing has been indexed yet.

        S3 is asked for a newer one every quarter of a minute. While it does not answer, what is there serves.

        Raises:
            Busy, StoreFault: S3 did not answer, and there is none here.
        """
        if self._index is None or self._clock() - self._asked_at > LOOK_AGAIN_SECONDS:
            self._refresh()
        return self._index

    def _refresh(self) -> None:
        with tempfile.NamedTemporaryFile(prefix="search-", suffix=".sqlite", delete=False) as file:
            path = Path(file.name)
        try:
            tag = self._files.fetch(KEY, path, known_tag=self._tag)
            if tag is not None:
                fresh = SearchIndex(path)
                if self._index is not None:
                    self._index.close()
                self._index, self._tag = fresh, tag
            self._asked_at = self._clock()
        except NotFound:
            self._asked_at = self._clock()
        except LoaError:
            if self._index is None:
                raise
        finally:
            path.unlink()  # what is open stays readable


class SearchRulesStore:
    """What officers have set."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self) -> SearchRules:
        """The rules; empty before anybody has set any."""
        return rules_from_map(self._table.get(*RULES_KEY) or {})

    def save(self, rules: SearchRules) -> None:
        """Write the rules, made from the version before.

        Raises:
            Conflict: somebody has changed them meanwhile.
        """
        partition, sort = RULES_KEY
        before = rules.version - 1
        condition = Attr("version").eq(before) if before else Attr("partition").not_exists()
        try:
            self._table.put({"partition": partition, "sort": sort, **rules_to_map(rules)}, only_if=condition)
        except ConditionFailed:
            raise Conflict(texts.RULES_CHANGED_MEANWHILE) from None


class MissedSearches:
    """Searches that found nothing."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def count(self, words: str, now: datetime) -> None:
        """Count one, unless so many were counted this hour already."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        try:
            self._table.update(
                "missed-searches#hours",
                f"hour#{clock.to_text(hour)}",
                add={"taken": 1},
                set={"expires_at": clock.epoch_seconds(hour + _HOUR_KEPT)},
                only_if=Attr("taken").not_exists() | Attr("taken").lt(MOST_AN_HOUR),
            )
        except ConditionFailed:
            return
        self._table.update(
            _month(now),
            words,
            add={"count": 1},
            set={"expires_at": clock.epoch_seconds(now + KEPT)},
        )

    def of_month(self, day: datetime) -> list[MissedSearch]:
        """Those of the month that a day lies in that were sought a few times, most frequent first."""
        rows = self._table.rows(_month(day))
        found = [MissedSearch(row["sort"], row["count"]) for row in rows if row["count"] >= SHOWN_FROM]
        return sorted(found, key=lambda missed: (-missed.count, missed.words))


def _month(day: datetime) -> str:
    return f"missed-searches#{clock.local_day(day):%Y-%m}"
