"""The articles of a broadcast that was cancelled or withdrawn are taken down, account by account.

What is asked for stands in each delivery before Zalo is asked, so whoever dies leaves the rest to be found:
the clock puts on the queue again what nobody has touched, and the same request goes on where it stopped.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Final, Protocol

from loa.clock import now
from loa.errors import Busy, Conflict, InvalidInput, NotFound
from loa.foundation.accounts.model import AccountKey
from loa.foundation.accounts.service import CredentialsLost, TokenKeeper
from loa.platform.aws.dynamodb.tables import ConditionFailed, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.zalo.errors import Later, NotSent, OutcomeUnknown, PayloadRefused, Transient, ZaloError
from loa.platform.zalo.pauses import MAXIMUM_ATTEMPTS, pause
from loa.publishing.broadcasts.delivery.completion import end_if_over
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.queues import Queues
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.delivery import STUCK_AFTER, ArticleState, Delivery, Removing
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState, Removal

_AT_ONCE: Final = 50
_ALLOWED: Final = frozenset({BroadcastState.CANCELLED, BroadcastState.FINISHED, BroadcastState.WITHDRAWN})


class RemovalCalls(Protocol):
    """What taking an article down asks of the OA API; `oa.OfficialAccountApi` is one."""

    def verify_article(self, token: str) -> str:
        """The id of the article behind a token."""

    def remove_article(self, article_id: str) -> None:
        """Delete an article."""


def remove(
    broadcast: Broadcast,
    *,
    officer: str,
    reason: str,
    broadcasts: BroadcastStore,
    deliveries: DeliveryStore,
    queues: Queues,
    now: datetime,
) -> Broadcast:
    """Take down the articles of a broadcast that is cancelled or wholly sent; again goes on where it stopped.

    One that is wholly sent is withdrawn by it: nothing of it is tried again.

    Raises:
        InvalidInput: no reason.
        Conflict: it is under way: cancel it first; or it was never sent.
    """
    if not reason.strip():
        raise InvalidInput(texts.REMOVAL_REASON_NEEDED, fields={"reason": texts.REMOVAL_REASON_NEEDED})
    name, root = broadcast.broadcast_id, broadcast.content.target.root
    rows = list(deliveries.of(name, root, consistent=True))
    broadcast = end_if_over(broadcast, rows, broadcasts=broadcasts, now=now)
    if broadcast.state not in _ALLOWED:
        raise Conflict(texts.CANCEL_FIRST.format(state=texts.BROADCAST_STATES[broadcast.state.value]))
    if broadcast.removal is None or broadcast.state is BroadcastState.FINISHED:
        broadcast = broadcasts.remove(broadcast, Removal(officer, now, reason.strip()))
    broadcasts.activate(broadcast)
    again = [row for row in rows if row.removing is Removing.FAILED]
    go_on(
        broadcast, rows, again=again, by=officer, deliveries=deliveries, queues=queues, now=now, at_once=True
    )
    return broadcast


def go_on(
    broadcast: Broadcast,
    rows: Sequence[Delivery],
    *,
    deliveries: DeliveryStore,
    queues: Queues,
    now: datetime,
    again: Sequence[Delivery] = (),
    by: str = "",
    at_once: bool = False,
) -> int:
    """Ask for what has not been asked for, and again for what nobody has touched; answers how much is left.

    Args:
        broadcast: whose articles are taken down.
        rows: its deliveries.
        deliveries: the ledger.
        queues: of deliveries.
        now: the present instant.
        again: those that could not be taken down, to be tried once more.
        by: the officer who asks; empty: the clock.
        at_once: put everything on the queue that is pending, not only what is stuck.
    """
    officer = by or (broadcast.removal.officer if broadcast.removal else "")
    new = [row for row in rows if row.removing is None and row.has_article and not row.state.is_open]

    def ask(wanted: Iterable[Delivery]) -> list[Delivery]:
        return written_down(wanted, lambda row: deliveries.asking_removal(row, officer, now))

    asked = ask([*new, *again])
    pending = [row for row in rows if row.removing is Removing.PENDING]
    stuck = [row for row in pending if at_once or now - (row.removal_at or now) > STUCK_AFTER]
    if stuck and not at_once:
        ask(stuck)
    queues.remove(broadcast, [*asked, *stuck])
    return len(asked) + len(pending)


def written_down(rows: Iterable[Delivery], ask: Callable[[Delivery], Write]) -> list[Delivery]:
    """Write down what is asked for of each delivery; answers those that had not changed meanwhile.

    A batch in which one row has changed is done row by row, so that one does not hold up others.
    """
    done: list[Delivery] = []
    for batch in batched(rows, _AT_ONCE, strict=False):
        try:
            commit([ask(row) for row in batch])
            done += batch
        except ConditionFailed:
            for row in batch:
                with suppress(ConditionFailed):
                    commit([ask(row)])
                    done.append(row)
    return done


@dataclass(frozen=True, slots=True)
class Remover:
    """Takes single articles down.

    Attributes:
        deliveries: the ledger.
        keeper: acts for accounts.
        queues: for what is to be tried again.
        api: the OA API for an access token.
        clock: the present instant; replaced in tests.
    """

    deliveries: DeliveryStore
    keeper: TokenKeeper
    queues: Queues
    api: Callable[[str], RemovalCalls]
    clock: Callable[[], datetime] = now

    def remove(self, broadcast: Broadcast, unit_path: str, attempt: int) -> str:
        """Take down the article of one delivery; answers `removed`, `failed`, `again`, or `nothing` to do."""
        delivery = self.deliveries.get(broadcast.broadcast_id, unit_path)
        wanted = delivery is not None and delivery.removing is Removing.PENDING
        return self._removed(broadcast, delivery, attempt) if delivery and wanted else "nothing"

    def _removed(self, broadcast: Broadcast, delivery: Delivery, attempt: int) -> str:
        try:
            self._take_down(delivery, AccountKey(broadcast.province, delivery.unit_path, delivery.oa_id))
        except (Transient, NotSent, OutcomeUnknown, Later, Busy, CredentialsLost) as error:
            if attempt >= MAXIMUM_ATTEMPTS:
                return self._failed(delivery, "too_many_attempts", str(error))
            self.queues.remove(broadcast, [delivery], attempt=attempt + 1, delay_seconds=pause(attempt))
            return "again"
        except NotFound:
            return self._failed(delivery, "no_account", "")
        except ZaloError as error:
            # Zalo knows no such article: it is gone, by an answer that was lost or by somebody's hand.
            if not (isinstance(error, PayloadRefused) and error.reason == "invalid_parameter"):
                return self._failed(delivery, error.reason, str(error))
        self.deliveries.removed(delivery, self.clock())
        return "removed"

    def _take_down(self, delivery: Delivery, key: AccountKey) -> None:
        session = self.keeper.session(key)
        article_id = delivery.article_id or session.act(
            lambda token: self.api(token).verify_article(delivery.article_token)
        )
        session.act(lambda token: self.api(token).remove_article(article_id))

    def _failed(self, delivery: Delivery, reason: str, answer: str) -> str:
        self.deliveries.not_removed(delivery, self.clock(), reason=reason, answer=answer)
        return "failed"


def progress(rows: Iterable[Delivery]) -> dict[str, int]:
    """How many articles are down, still to be taken down, and could not be."""
    counts = {"removed": 0, "pending": 0, "failed": 0}
    for row in rows:
        if row.article_state is ArticleState.REMOVED:
            counts["removed"] += 1
        elif row.removing:
            counts[row.removing.value] += 1
    return counts
