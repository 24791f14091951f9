"""Every hour: hold the ledgers against the articles that Zalo lists on each account.

May be invoked twice and may die at any point: what it writes is guarded by the row that it is about.
"""

from functools import cache
from typing import Any, Final
from uuid import uuid4

from loa import clock
from loa.bootstrap import foundation, publishing
from loa.foundation.accounts.access import ZaloAccess
from loa.publishing.broadcasts.delivery.reconciliation import Finding, Reconciler
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


@cache
def access() -> ZaloAccess:
    """The accounts at Zalo."""
    settings = read(Settings)
    return ZaloAccess.paced(settings, calls_per_minute=settings.reconcile_calls_per_minute)


@publishes_metrics
def handler(_event: dict[str, Any], context: Any) -> dict[str, int]:
    """Compare as many accounts as time suffices for, and return how many of what."""
    reconciler = Reconciler(
        province=foundation.province(),
        broadcasts=publishing.broadcasts(),
        deliveries=publishing.deliveries(),
        keeper=access().keeper(uuid4().hex),
        api=access().zalo.api,
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
