"""Whether a message reaches a reporter on Zalo now: said before an officer takes a step that sends one."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from loa.casework.cases.rules.model import Reporter
from loa.casework.cases.work.notifications import can_be_notified
from loa.foundation.accounts.store import AccountStore
from loa.platform.aws.dynamodb.transactions import get_many
from loa.residents.followers.store import FollowerStore, has_withdrawn, interacted_at
from loa.residents.messages.windows import WindowRule, verdict


class ReporterReach(StrEnum):
    """What becomes of a message to the reporter of a case."""

    NOW = "now"
    LATER = "later"
    """Zalo takes none: it waits until they write."""
    WITHDRAWN = "withdrawn"
    """They want none."""
    NEVER = "never"
    """They are not on Zalo."""
    SEVERAL = "several"
    """Several people are told, each as they are reached."""


def reach_of(
    province: str,
    reporter: Reporter,
    *,
    accounts: AccountStore,
    followers: FollowerStore,
    rules: Iterable[WindowRule],
    now: datetime,
) -> ReporterReach:
    """Return what would become of a message to a reporter now; one request."""
    if not can_be_notified(reporter):
        return ReporterReach.NEVER
    account_row, follower = get_many(
        [
            accounts.place(province, reporter.account_path),
            followers.follower_place(reporter.oa_id, reporter.user_id),
        ]
    )
    if has_withdrawn(follower):
        return ReporterReach.WITHDRAWN
    oa_type = account_row["oa_type"] if account_row else 0
    return (
        ReporterReach.LATER
        if verdict(rules, oa_type, interacted_at(follower), now).reason
        else ReporterReach.NOW
    )
