"""Every hour: hold the ledgers against the articles that Zalo lists on each account.

May be invoked twice and may die at any point: what it writes is guarded by the row that it is about.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import uuid4

from loa import clock
from loa.foundation.accounts.access import ZaloAccess
from loa.platform.aws.dynamodb.tables import Table
from loa.publishing.broadcasts.delivery.reconciliation import Finding, Reconciler
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.settings import read
from loa.worker import count, logger, publishes_metrics, time_left
from reconcile_job.settings import Settings

SPARE_MILLISECONDS: Final = 75_000
"""No further account is begun with less time than this: a few slow calls and a refresh must fit in."""

_METRICS: Final = {
    Finding.MISSING: "ArticlesMissing",
    Finding.BACK: "ArticlesBack",
    Finding.SEEN: "UnknownArticlesSeen",
    Finding.UNSEEN: "UnknownArticlesUnseen",
    Finding.FORGOTTEN: "ArticlesForgotten",
}


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    province: str
    broadcasts: BroadcastStore
    deliveries: DeliveryStore
    access: ZaloAccess


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    table = Table(settings.broadcasts_table)
    return Root(
        province=settings.province_code,
        broadcasts=BroadcastStore(table),
        deliveries=DeliveryStore(table),
        access=ZaloAccess.paced(settings, calls_per_minute=settings.reconcile_calls_per_minute),
    )


@publishes_metrics
def handler(_event: dict[str, Any], context: Any) -> dict[str, int]:
    """Compare as many accounts as time suffices for, and return how many of what."""
    here = root()
    reconciler = Reconciler(
        province=here.province,
        broadcasts=here.broadcasts,
        deliveries=here.deliveries,
        keeper=here.access.keeper(uuid4().hex),
        api=here.access.zalo.api,
    )
    found = reconciler.run(clock.now(), may_go_on=time_left(context, SPARE_MILLISECONDS))
    for unit_path, code in found.failures:
        logger.warning("account not compared", extra={"unit_path": unit_path, "code": code})
    for finding, name in _METRICS.items():
        count(name, found.findings[finding])
    count("AccountsNotCompared", len(found.failures) + found.left)
    counts = {
        "accounts": found.accounts,
        "left": found.left,
        "failed": len(found.failures),
        **{finding.value: found.findings[finding] for finding in Finding},
    }
    logger.info("articles compared", extra=counts)
    return counts
