"""The search index follows the table Published, whose stream names the rows that have changed.

What a record says is only where to look: records may come twice, late, out of order, or to two processes at
once. `{"rebuild": true}` from an operator (`make search-index`) makes the file anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from loa import clock
from loa.foundation.units.store import UnitStore
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.publishing.library.projection.store import PublishedStore, identifier_in
from loa.publishing.library.rules.model import item_id
from loa.publishing.search.index import require_fts5
from loa.publishing.search.jobs import Indexed, Indexer
from loa.publishing.search.store import RULES_KEY, IndexFile, SearchRulesStore
from loa.settings import read
from search_index_worker.settings import Settings

logger = Logger()


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    settings: Settings
    file: IndexFile
    published: PublishedStore
    rules: SearchRulesStore
    units: UnitStore

    def indexer(self) -> Indexer:
        """The indexer, with the structure of today."""
        day = clock.pinned_day(self.settings.units_as_of) or clock.local_day(clock.now())
        return Indexer(self.settings.province_code, day, self.file, self.published, self.rules, self.units)


@cache
def root() -> Root:
    """Wire it, once per process."""
    require_fts5()
    settings = read(Settings)
    published = Table(settings.published_table)
    return Root(
        settings=settings,
        file=IndexFile(Bucket(settings.media_bucket)),
        published=PublishedStore(published),
        rules=SearchRulesStore(published),
        units=UnitStore(Table(settings.units_table)),
    )


def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Bring the index up to date; answers how many items were put in and taken out."""
    if event.get("rebuild"):
        done = root().indexer().rebuild()
    else:
        ids, rules = _changed(event["Records"])
        done = root().indexer().apply(ids) if ids or rules else Indexed()
    counts = asdict(done)
    logger.info("index brought up to date", extra=counts)
    return counts


def _changed(records: Iterable[Mapping[str, Any]]) -> tuple[list[str], bool]:
    """The ids of the items that have changed, each once, and whether the rules have."""
    keys = [
        (record["dynamodb"]["Keys"]["partition"]["S"], record["dynamodb"]["Keys"]["sort"]["S"])
        for record in records
    ]
    found = {
        item_id(partition, identifier): None
        for partition, sort in keys
        if (identifier := identifier_in(sort))
    }
    return list(found), RULES_KEY in keys
