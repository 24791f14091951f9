"""Every hour: the officers of the user pool become those whom colleagues see and can give work to.

May be invoked twice and may die at any point: each difference is one guarded write, and what is left is
a difference again.
"""

from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from loa.foundation.officers.directory_sync import keep, officers_in
from loa.foundation.officers.model import Role
from loa.foundation.officers.store import OfficerStore
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.aws.user_pools.directory import UserPool
from loa.settings import read
from roster_job.settings import Settings

logger = Logger()


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    province: str
    pool: UserPool
    registry: OfficerStore
    statistics: StatisticsStore


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    return Root(
        province=settings.province_code,
        pool=UserPool(settings.user_pool_id),
        registry=OfficerStore(Table(settings.units_table)),
        statistics=StatisticsStore(Table(settings.statistics_table)),
    )


def handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    """Compare the registry with the pool; answers how many officers were entered, changed and removed."""
    here = root()
    members = {role: here.pool.members(role.value) for role in Role}
    officers = officers_in(members, here.province)
    kept = keep(officers, province=here.province, registry=here.registry, statistics=here.statistics)
    counts = {"officers": len(officers), **asdict(kept)}
    logger.info("officers compared", extra=counts)
    return counts
