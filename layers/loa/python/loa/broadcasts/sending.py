"""One delivery through one account: article, verification, broadcast, ledger.

What may have happened is written down before Zalo is asked, so a worker that dies leaves a trace:

* before the article: the next worker looks for it on the account instead of making a second one;
* before the broadcast: nobody can ask Zalo what became of it, so it is `unknown` and never sent again
  by itself.
"""

import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol

from loa import moments
from loa.accounts.model import Account, AccountState, Health
from loa.accounts.service import CredentialsLost, Keeper
from loa.aws.queues import Queue
from loa.aws.tables import ConditionFailed, commit
from loa.broadcasts.model import MAXIMUM_ATTEMPTS, RETRY_SECONDS, Broadcast, Delivery, DeliveryState, Step
from loa.broadcasts.service import work
from loa.broadcasts.store import Broadcasts
from loa.errors import Busy, Conflict
from loa.statistics.model import Metric
from loa.statistics.store import StatisticsStore
from loa.zalo.answers import ArticleDetail, ArticlePage
from loa.zalo.articles import article_body
from loa.zalo.errors import (
    InvalidGrant,
    Later,
    NotSent,
    OutcomeUnknown,
    Transient,
    ZaloError,
)

VERIFY_PAUSES: Final = (0.5, 1.0, 2.0, 3.0)
"""Seconds between questions whether the article is ready; then the delivery goes back to the queue.

Each question counts against Zalo's 4,000 calls a minute, so they are few.
"""

ARTICLES_LOOKED_AT: Final = 20
"""How many of an account's newest articles are searched for one that an earlier attempt made."""

ARTICLE_APPEARS_SECONDS: Final = 60
"""How long an article whose answer was lost may take to show up in the account's list."""

SETTLE_PAUSES: Final = (0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds between tries to write an outcome while the tables are busy."""

_METRICS: Final = {
    DeliveryState.SENT: {Metric.DELIVERIES_SENT: 1, Metric.ARTICLES: 1},
    DeliveryState.UNKNOWN: {Metric.DELIVERIES_UNKNOWN: 1},
    DeliveryState.FAILED: {Metric.DELIVERIES_FAILED: 1},
    DeliveryState.SKIPPED: {Metric.DELIVERIES_SKIPPED: 1},
    DeliveryState.HELD: {Metric.DELIVERIES_HELD: 1},
}

_DISABLED: Final = frozenset({"account_disabled", "account_missing"})


class OfficialAccountCalls(Protocol):
    """What sending needs of the OA API; `loa.zalo.oa.OfficialAccountApi` is one."""

    def create_article(self, body: Mapping[str, Any]) -> str:
        """Make an article; answers a token."""

    def verify_article(self, token: str) -> str:
        """The id of the article behind a token."""

    def articles(self, *, offset: int = 0, limit: int = 10) -> ArticlePage:
        """The account's articles, newest first."""

    def article(self, article_id: str) -> ArticleDetail:
        """One article, whole."""

    def broadcast(self, article_ids: Sequence[str]) -> str:
        """Send articles to the followers; answers Zalo's message id."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Works on deliveries.

    Attributes:
        broadcasts: the ledger.
        statistics: what units did.
        keeper: acts for accounts.
        queue: for deliveries that are to be tried again.
        api: the OA API for an access token.
        owner: a name of this piece of work, other than any other's.
        clock, sleep: time; replaced in tests.
    """

    broadcasts: Broadcasts
    statistics: StatisticsStore
    keeper: Keeper
    queue: Queue
    api: Callable[[str], OfficialAccountCalls]
    owner: str
    clock: Callable[[], datetime] = moments.now
    sleep: Callable[[float], None] = time.sleep

    def send(self, broadcast: Broadcast, unit_path: str) -> DeliveryState | None:
        """Work on one delivery; answers its new state, or None when there was nothing to do.

        Raises:
            Busy: another worker has it, or AWS is busy: the queue brings it again.
        """
        try:
            delivery = self.broadcasts.claim(broadcast.broadcast_id, unit_path, self.owner, self.clock())
        except Conflict:
            return None  # done already: the queue delivered twice
        if delivery.step is Step.BROADCAST:
            return self._settle(delivery, DeliveryState.UNKNOWN, reason="worker_stopped")
        account = self.keeper.account_of(broadcast.province, unit_path, delivery.oa_id)
        health = account.health(self.clock()) if account else Health.MISSING
        if account is None or account.oa_id != delivery.oa_id:
            return self._settle(delivery, DeliveryState.SKIPPED, reason="no_account")
        if health in {Health.NEEDS_CONSENT, Health.DISABLED}:
            return self._settle(delivery, DeliveryState.SKIPPED, reason=health.value)
        return self._through(account, delivery, broadcast)

    def _through(self, account: Account, delivery: Delivery, broadcast: Broadcast) -> DeliveryState | None:
        body = article_body(broadcast.article)
        article_token = delivery.article_token
        try:
            article_id = delivery.article_id or self._found(account, delivery, body)
            if not article_id:
                article_token = article_token or self._on(account, lambda api: api.create_article(body))
                article_id = self._verified(account, article_token)
        except (ZaloError, Busy, CredentialsLost) as error:
            return self._after(error, account, replace(delivery, article_token=article_token))
        self.broadcasts.intend(delivery, self.owner, article_id, self.clock())
        try:
            message_id = self._on(account, lambda api: api.broadcast([article_id]))
        except ZaloError as error:
            if not error.had_no_effect:
                return self._settle(delivery, DeliveryState.UNKNOWN, reason="answer_lost")
            return self._after(error, account, delivery)
        except (Busy, CredentialsLost) as error:  # Zalo refused the token, no new one could be had
            return self._after(error, account, delivery)
        return self._settle(delivery, DeliveryState.SENT, message_id=message_id)

    def _on[Answer](self, account: Account, call: Callable[[OfficialAccountCalls], Answer]) -> Answer:
        """Make a call on an account."""
        return self.keeper.act(account, lambda access_token: call(self.api(access_token)))

    def _found(self, account: Account, delivery: Delivery, body: Mapping[str, Any]) -> str:
        """The id of an article that an earlier attempt left on the account; empty if there is none."""
        if delivery.attempts == 1:
            return ""

        def look(api: OfficialAccountCalls) -> str:
            for summary in api.articles(limit=ARTICLES_LOOKED_AT).articles:
                if summary.title == body["title"] and _same(api.article(summary.article_id), body):
                    return summary.article_id
            return ""

        return self._on(account, look)

    def _verified(self, account: Account, article_token: str) -> str:
        """The id of the article behind a token, waiting while Zalo processes it."""
        for pause in VERIFY_PAUSES:
            try:
                return self._on(account, lambda api: api.verify_article(article_token))
            except Transient:
                self.sleep(pause)
        return self._on(account, lambda api: api.verify_article(article_token))

    def _after(
        self, error: ZaloError | Busy | CredentialsLost, account: Account, delivery: Delivery
    ) -> DeliveryState | None:
        """What becomes of a delivery whose broadcast has surely not been accepted."""
        match error:
            case Transient() | NotSent() | OutcomeUnknown() | Busy() | CredentialsLost():
                return self._again(error, delivery)
            case Later():
                return self._settle(delivery, DeliveryState.HELD, reason=error.reason)
            case InvalidGrant():
                return self._settle(delivery, DeliveryState.SKIPPED, reason="needs_consent")
            case _ if error.reason in _DISABLED:
                self.keeper.accounts.set_state(
                    account.province,
                    account.unit_path,
                    account.oa_id,
                    AccountState.DISABLED,
                    error.message,
                )
                return self._settle(delivery, DeliveryState.SKIPPED, reason="disabled")
            case _:
                return self._settle(delivery, DeliveryState.FAILED, reason=error.reason)

    def _again(self, error: ZaloError | Busy | CredentialsLost, delivery: Delivery) -> DeliveryState | None:
        """Put the delivery back on the queue, later each time; give up after the eighth attempt.

        First the message, then the row: if the process dies in between, the claim of the next worker
        sorts it out, and nothing is forgotten.
        """
        if delivery.attempts >= MAXIMUM_ATTEMPTS:
            return self._settle(delivery, DeliveryState.FAILED, reason="too_many_attempts")
        ceiling = RETRY_SECONDS[delivery.attempts - 1]
        if isinstance(error, OutcomeUnknown):
            # The article may be on its way: give Zalo time to list it before it is looked for.
            ceiling = max(ceiling, ARTICLE_APPEARS_SECONDS)
        delay = round(random.uniform(ceiling / 2, ceiling))  # noqa: S311 - jitter, not a secret
        self.queue.send(work(delivery, delay_seconds=delay))
        reason = error.reason if isinstance(error, ZaloError) else error.code
        self.broadcasts.hand_back(
            delivery, self.owner, self.clock(), reason=reason, article_token=delivery.article_token
        )
        return DeliveryState.PENDING

    def _settle(
        self, delivery: Delivery, state: DeliveryState, *, reason: str = "", message_id: str = ""
    ) -> DeliveryState | None:
        """Write the outcome and its count, as one; tried hard, since Zalo's answer cannot be had again."""
        now = self.clock()
        outcome = self.broadcasts.settle(
            delivery, self.owner, state, now, reason=reason, message_id=message_id
        )
        count = self.statistics.increments(delivery.unit_path, now, _METRICS[state])
        for pause in (*SETTLE_PAUSES, None):
            try:
                commit([outcome, count])
            except ConditionFailed as failure:
                settled = (failure.row or {}).get("state") == state.value
                return state if settled else None  # ours, if only the first answer was lost
            except Busy:
                if pause is None:
                    raise
                self.sleep(pause)
            else:
                break
        return state


def _same(article: ArticleDetail, body: Mapping[str, Any]) -> bool:
    """Whether an article on the account is the one we would make: description and every text alike."""

    def words(blocks: Iterable[Mapping[str, Any]]) -> list[Any]:
        return [block.get("content") for block in blocks if block.get("type") == "text"]

    return article.description == body["description"] and words(article.body) == words(body["body"])
