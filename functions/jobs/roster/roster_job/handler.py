"""Every hour: the officers of the user pool become those whom colleagues see and can give work to.

May be invoked twice and may die at any point: each difference is one guarded write, and what is left is
a difference again.
"""

from dataclasses import asdict
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from loa.bootstrap import foundation
from loa.foundation.officers.directory_sync import keep, officers_in
from loa.foundation.officers.model import Role
from loa.platform.aws.user_pools.directory import UserPool
from loa.settings import setting

logger = Logger()


@cache
def pool() -> UserPool:
    """The officers who can sign in."""
    return UserPool(setting("user_pool_id"))


def handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    """Compare the registry with the pool; answers how many officers were entered, changed and removed."""
    province = foundation.province()
    members = {role: pool().members(role.value) for role in Role}
    officers = officers_in(members, province)
    kept = keep(
        officers, province=province, registry=foundation.officers(), statistics=foundation.statistics()
    )
    counts = {"officers": len(officers), **asdict(kept)}
    logger.info("officers compared", extra=counts)
    return counts
