"""One delivery through one account: article, verification, broadcast, ledger.

What may have happened is written down before Zalo is asked, so a worker that dies leaves a trace:

* before the article: the next worker looks for it on the account instead of making a second one;
* before the broadcast: nobody can ask Zalo what became of it, so it is `unknown` and never sent again
  by itself.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from loa.clock import now
from loa.errors import Busy, Conflict, LoaError
from loa.foundation.accounts.model import Account, AccountState
from loa.foundation.accounts.service import AccountSession, CredentialsLost, TokenKeeper
from loa.foundation.statistics.store import StatisticsStore
from loa.platform.aws.dynamodb.tables import ConditionFailed, Row
from loa.platform.aws.dynamodb.transactions import commit_with_retries, get_many
from loa.platform.zalo.api.answers import ArticleDetail
from loa.platform.zalo.api.articles import article_body
from loa.platform.zalo.errors import (
    InvalidGrant,
    Later,
    NotSent,
    OutcomeUnknown,
    PayloadRefused,
    Transient,
    ZaloError,
)
from loa.platform.zalo.pauses import MAXIMUM_ATTEMPTS, pause
from loa.publishing.broadcasts.delivery.articles import (
    ARTICLES_LOOKED_AT,
    ArticleCalls,
    article_state,
    same_article,
    verified,
)
from loa.publishing.broadcasts.delivery.completion import CompletionWatch
from loa.publishing.broadcasts.rows.delivery_store import (
    DeliveryOutcome,
    DeliveryStore,
)
from loa.publishing.broadcasts.rows.queues import Queues
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import (
    ArticleState,
    Delivery,
    DeliveryState,
    DeliveryStep,
    concerns_all,
    counted,
    ledger,
)
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState, localised
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.publishing.broadcasts.rules.quota import Period

ARTICLE_APPEARS_SECONDS: Final = 60
"""How long an article whose answer was lost may take to show up in the account's list."""

NIGHT_PAUSE: Final = timedelta(hours=1)
"""Zalo says it is night although our own hours do not: look again in an hour."""

_DISABLED: Final = frozenset({"account_disabled", "account_missing"})


class OfficialAccountCalls(ArticleCalls, Protocol):
    """What sending needs of the OA API; `loa.platform.zalo.api.oa.OfficialAccountApi` is one."""

    def create_article(self, body: Mapping[str, Any]) -> str:
        """Make an article; answers a token."""

    def broadcast(self, article_ids: Sequence[str], *, target: Mapping[str, str] | None = None) -> str:
        """Send articles to the followers; answers Zalo's message id."""


@dataclass(frozen=True, slots=True)
class DeliverySender:
    """Works on deliveries.

    Attributes:
        broadcasts: the broadcasts, whose state says whether to go on.
        deliveries: the ledger.
        statistics: what units did.
        keeper: acts for accounts.
        queues: for deliveries that are to be tried again.
        api: the OA API for an access token.
        owner: a name of this piece of work, other than any other's.
        quiet_hours: when Zalo takes no broadcasts.
        media_url: where Zalo fetches our own pictures; empty only where no article has any.
        watch: remembers where something is open, one for each process.
        clock, sleep: time; replaced in tests.
    """

    broadcasts: BroadcastStore
    deliveries: DeliveryStore
    statistics: StatisticsStore
    keeper: TokenKeeper
    queues: Queues
    api: Callable[[str], OfficialAccountCalls]
    owner: str
    quiet_hours: QuietHours
    media_url: str = ""
    watch: CompletionWatch = field(default_factory=CompletionWatch)
    clock: Callable[[], datetime] = now
    sleep: Callable[[float], None] = time.sleep

    def send(self, broadcast: Broadcast, unit_path: str, oa_id: str) -> DeliveryState | None:
        """Work on one delivery; answers its new state, or None when there was nothing to do.

        Args:
            broadcast: as it was planned; its state is read again.
            unit_path: whose delivery.
            oa_id: of the account; read together with the state, in one request.

        Raises:
            Taken: another worker has it: the queue brings it again when their lease is over.
            Busy: AWS is busy: the queue brings it again.
        """
        place = self.broadcasts.place(broadcast.broadcast_id)
        accounts, credentials = self.keeper.accounts, self.keeper.credentials
        present, account_row, pair = get_many(
            [place, accounts.place(broadcast.province, unit_path), credentials.place(oa_id)]
        )
        if present is None or present["state"] != BroadcastState.SENDING.value:
            return None  # paused, stopped or cancelled: who resumes it puts it on the queue again
        mine = accounts.from_row_or_elsewhere(account_row, oa_id)  # its unit may have changed since
        state = self._send(broadcast, unit_path, mine, pair)
        if state is not None and not state.is_open:
            with suppress(LoaError):  # it is sent, whatever becomes of the broadcast: the clock ends it too
                self.watch.end(
                    broadcast,
                    present["version"],
                    broadcasts=self.broadcasts,
                    deliveries=self.deliveries,
                    now=self.clock(),
                )
        return state

    def _send(
        self, broadcast: Broadcast, unit_path: str, account: Account | None, pair: Row | None
    ) -> DeliveryState | None:
        try:
            delivery = self.deliveries.claim(broadcast.broadcast_id, unit_path, self.owner, self.clock())
        except Conflict:
            return None  # done already: the queue delivered twice
        if delivery.step is DeliveryStep.BROADCAST:
            return self._settle(delivery, DeliveryState.UNKNOWN, reason="worker_stopped")
        if opens := self.quiet_hours.ends_after(self.clock()):
            return self._settle(delivery, DeliveryState.HELD, reason="night", held_until=opens)
        if account is None or pair is None or delivery.oa_id != account.oa_id:
            return self._settle(delivery, DeliveryState.SKIPPED, reason="no_account")
        if account.is_pending:
            return self._settle(delivery, DeliveryState.SKIPPED, reason="not_confirmed")
        session = self.keeper.session(account.key, self.keeper.credentials.tokens_of(pair))
        return self._through(session, delivery, broadcast)

    def _through(
        self, session: AccountSession, delivery: Delivery, broadcast: Broadcast
    ) -> DeliveryState | None:
        article = localised(broadcast.content.article, delivery.blocks)
        body = article_body(article, media_url=self.media_url)
        article_token, made_before = delivery.article_token, bool(delivery.article_token)
        try:
            if article_id := delivery.article_id or self._found(session, delivery, body):
                made_before = True
            else:
                article_token = article_token or self._on(session, lambda api: api.create_article(body))
                article_id = self._verified(session, article_token)
        except (ZaloError, Busy, CredentialsLost) as error:
            kept = replace(delivery, article_token=article_token)
            return self._after(error, session, kept, broadcast, made_before=made_before)
        self.deliveries.intend(delivery, self.owner, article_id, self.clock())
        target = broadcast.content.target.followers
        try:
            message_id = self._on(session, lambda api: api.broadcast([article_id], target=target))
        except ZaloError as error:
            if not error.had_no_effect:
                return self._settle(delivery, DeliveryState.UNKNOWN, reason="answer_lost", error=error)
            kept = replace(delivery, article_id=article_id)
            return self._after(error, session, kept, broadcast, made_before=made_before)
        except (Busy, CredentialsLost) as error:  # Zalo refused the token, no new one could be had
            return self._after(error, session, delivery, broadcast)
        return self._settle(delivery, DeliveryState.SENT, message_id=message_id)

    def _on[Answer](self, session: AccountSession, call: Callable[[OfficialAccountCalls], Answer]) -> Answer:
        """Make a call on an account."""
        return session.act(lambda access_token: call(self.api(access_token)))

    def _found(self, session: AccountSession, delivery: Delivery, body: Mapping[str, Any]) -> str:
        """The id of an article that an earlier attempt left on the account; empty if there is none."""
        if delivery.attempts == 1:
            return ""

        def look(api: OfficialAccountCalls) -> str:
            for summary in api.articles(limit=ARTICLES_LOOKED_AT).articles:
                if summary.title == body["title"] and same_article(api.article(summary.article_id), body):
                    return summary.article_id
            return ""

        return self._on(session, look)

    def _verified(self, session: AccountSession, article_token: str) -> str:
        """The id of the article behind a token, waiting while Zalo processes it."""
        return verified(lambda: self._on(session, lambda api: api.verify_article(article_token)), self.sleep)

    def _after(
        self,
        error: ZaloError | Busy | CredentialsLost,
        session: AccountSession,
        delivery: Delivery,
        broadcast: Broadcast,
        *,
        made_before: bool = False,
    ) -> DeliveryState | None:
        """What becomes of a delivery whose broadcast has surely not been accepted.

        Args:
            error: what kept it from being accepted.
            session: acts for the account.
            delivery: as it was claimed, with what is known of its article by now.
            broadcast: it belongs to.
            made_before: whether the article was made by an earlier attempt.
        """
        match error:
            case Transient() | NotSent() | OutcomeUnknown() | Busy() | CredentialsLost():
                return self._again(error, delivery, broadcast)
            case Later():
                until = self._opens_after(error)
                return self._settle(
                    delivery, DeliveryState.HELD, reason=error.reason, held_until=until, error=error
                )
            case InvalidGrant():
                return self._settle(delivery, DeliveryState.SKIPPED, reason="needs_consent", error=error)
            case _ if error.reason in _DISABLED:
                self.keeper.accounts.set_state(session.key, AccountState.DISABLED, error.message)
                return self._settle(delivery, DeliveryState.SKIPPED, reason="disabled", error=error)
            case PayloadRefused():
                present = self._still_there(session, delivery) if made_before else ArticleState.SHOWN
                return self._refused(error, delivery, broadcast, present)
            case _:
                failed = self._settle(delivery, DeliveryState.FAILED, reason=error.reason, error=error)
                self._stop_if_needed(broadcast)
                return failed

    def _refused(
        self, error: ZaloError, delivery: Delivery, broadcast: Broadcast, present: ArticleState | None
    ) -> DeliveryState | None:
        """Zalo refuses the request: where every other account would hear the same, nobody asks any more.

        With words of the unit's own in it, only this unit's delivery is concerned. The same where somebody
        has hidden the article since it was made: they wanted it hidden. One that is gone is made anew.
        Else `concerns_all` tells, and what concerns one account is a failure among others.
        """
        if present is None or present is ArticleState.GONE:
            return self._again(error, delivery, broadcast, forget_article=present is not None)
        if present is ArticleState.HIDDEN:
            failed = self._settle(delivery, DeliveryState.FAILED, reason="article_hidden", error=error)
            self._stop_if_needed(broadcast)
            return failed
        failed = self._settle(delivery, DeliveryState.FAILED, reason=error.reason, error=error)
        self._stop_if_needed(broadcast, "" if delivery.blocks else error.reason)
        return failed

    def _still_there(self, session: AccountSession, delivery: Delivery) -> ArticleState | None:
        """What became of an article that an earlier attempt has made; None: Zalo does not say.

        Looked up once. Without its id there is only its token, and Zalo has just refused that: it is gone.
        """
        if not delivery.article_id:
            return ArticleState.GONE

        def detail(article_id: str) -> ArticleDetail:
            return self._on(session, lambda api: api.article(article_id))

        try:
            return article_state(delivery.article_id, detail)
        except (ZaloError, Busy, CredentialsLost):
            return None

    def _stop_if_needed(self, broadcast: Broadcast, refused: str = "") -> None:
        """Stop the broadcast if all would be refused for the same reason, or too many fail.

        The ledger is counted on failures only: one Query, bounded by the number of accounts. Officers who let
        a stopped broadcast go on have seen what had failed until then: it counts no more.
        """
        resumed_at = self.broadcasts.get(broadcast.broadcast_id).resumed_at
        rows = list(
            self.deliveries.of(broadcast.broadcast_id, broadcast.content.target.root, consistent=True)
        )
        if refused and concerns_all(refused, rows, since=resumed_at):
            reason = refused
        elif ledger(rows, since=resumed_at).fails_too_often:
            reason = "error_rate"
        else:
            return
        self.broadcasts.flow(
            broadcast.broadcast_id,
            out_of=[BroadcastState.SENDING],
            into=BroadcastState.STOPPED,
            reason=reason,
        )

    def _opens_after(self, error: Later) -> datetime:
        """When it may be tried again: after the night, or when the day's quota begins anew."""
        now = self.clock()
        if error.reason == "night":
            return self.quiet_hours.ends_after(now) or now + NIGHT_PAUSE
        return Period.DAY.resets_after(now)

    def _again(
        self,
        error: ZaloError | Busy | CredentialsLost,
        delivery: Delivery,
        broadcast: Broadcast,
        *,
        forget_article: bool = False,
    ) -> DeliveryState | None:
        """Put the delivery back on the queue, later each time; give up after the eighth attempt.

        First the message, then the row: if the process dies in between, the claim of the next worker
        sorts it out, and nothing is forgotten.
        """
        answer = error if isinstance(error, ZaloError) else None
        if delivery.attempts >= MAXIMUM_ATTEMPTS:
            failed = self._settle(delivery, DeliveryState.FAILED, reason="too_many_attempts", error=answer)
            self._stop_if_needed(broadcast)
            return failed
        # The article may be on its way: give Zalo time to list it before it is looked for.
        at_least = ARTICLE_APPEARS_SECONDS if isinstance(error, OutcomeUnknown) else 0
        delay = pause(delivery.attempts, at_least=at_least)
        self.queues.send(broadcast, [replace(delivery, state=DeliveryState.PENDING)], delay_seconds=delay)
        self.deliveries.hand_back(
            delivery,
            self.owner,
            self.clock(),
            reason="article_gone" if forget_article else answer.reason if answer else error.code,
            answer=str(answer or ""),
            article_token="" if forget_article else delivery.article_token,
            forget_article=forget_article,
        )
        return DeliveryState.PENDING

    def _settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        *,
        reason: str = "",
        message_id: str = "",
        held_until: datetime | None = None,
        error: ZaloError | None = None,
    ) -> DeliveryState | None:
        """Write the outcome and its count, as one; tried hard, since Zalo's answer cannot be had again."""
        now = self.clock()
        outcome = DeliveryOutcome(state, reason, message_id, held_until, answer=str(error or ""))
        settled = self.deliveries.settle(delivery, self.owner, outcome, now)
        counts = self.statistics.increments(delivery.unit_path, now, counted(state))
        try:
            commit_with_retries([settled, *counts], sleep=self.sleep)
        except ConditionFailed as failure:
            arrived = (failure.row or {}).get("state") == state.value
            return state if arrived else None  # ours, if only the first answer was lost
        return state
