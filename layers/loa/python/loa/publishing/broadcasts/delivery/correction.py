"""The articles of a broadcast get the words that its item has now, account by account.

As when they are taken down (`removal`), what is asked for stands in each delivery before Zalo is asked; the
clock puts on the queue again what nobody has touched. A unit's own words stay at the end of its article, and
an article that somebody has hidden stays hidden. Zalo takes the same update any number of times.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Protocol

from loa.clock import now
from loa.errors import Busy, Conflict, NotFound
from loa.foundation.accounts.model import AccountKey
from loa.foundation.accounts.service import AccountSession, CredentialsLost, TokenKeeper
from loa.platform.zalo.api.articles import article_body
from loa.platform.zalo.errors import Later, NotSent, OutcomeUnknown, PayloadRefused, Transient, ZaloError
from loa.platform.zalo.pauses import MAXIMUM_ATTEMPTS, pause
from loa.publishing.broadcasts.delivery.articles import ArticleCalls, verified
from loa.publishing.broadcasts.delivery.removal import written_down
from loa.publishing.broadcasts.rows.correction_store import CorrectionStore
from loa.publishing.broadcasts.rows.queues import Queues
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.correction import (
    GIVEN_UP_AFTER,
    Correction,
    can_be_corrected,
    carried_edition,
    is_due,
    is_pending,
)
from loa.publishing.broadcasts.rules.delivery import STUCK_AFTER, Correcting, Delivery
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState, localised

_ALLOWED: Final = frozenset({BroadcastState.CANCELLED, BroadcastState.FINISHED})
_PASSING: Final = (Transient, NotSent, OutcomeUnknown, Busy, CredentialsLost)


class _ArticleGoneError(Exception):
    """Zalo knows the article no more."""


class _UpdateRefusedError(Exception):
    """Zalo took an update, and then refused its token; `reason` says why."""

    def __init__(self, refused: PayloadRefused) -> None:
        super().__init__(str(refused))
        self.reason = refused.reason


class CorrectionCalls(ArticleCalls, Protocol):
    """What writing an article again asks of the OA API; `oa.OfficialAccountApi` is one."""

    def update_article(self, article_id: str, body: Mapping[str, Any]) -> str:
        """Replace what an article says; answers a token."""


def correct(
    broadcast: Broadcast,
    rows: Sequence[Delivery],
    article: Mapping[str, Any],
    edition: int,
    *,
    officer: str,
    corrections: CorrectionStore,
    queues: Queues,
    now: datetime,
) -> None:
    """Have the articles say what an edition of the item says; again goes on where it stopped.

    Args:
        broadcast: one that is cancelled or wholly sent.
        rows: its deliveries.
        article: the words, in the neutral shape, ready to be sent; without any unit's own part.
        edition: number of the edition.
        officer: who wants it.
        corrections: where it is written down.
        queues: of deliveries.
        now: the present instant.

    Raises:
        Conflict: it is under way, or its articles are taken down; or they carry a newer edition.
    """
    if broadcast.state not in _ALLOWED or broadcast.removal:
        raise Conflict(texts.CORRECT_LATER.format(state=texts.BROADCAST_STATES[broadcast.state.value]))
    if edition < carried_edition(broadcast.edition, broadcast.correction):
        raise Conflict(texts.CHANGED_MEANWHILE)
    order = Correction(officer, now, edition)
    corrections.order(broadcast, order, article)
    again = [row for row in rows if row.correcting is Correcting.FAILED and can_be_corrected(row)]
    go_on(
        replace(broadcast, correction=order), rows, corrections=corrections, queues=queues, now=now,
        again=again, at_once=True,
    )  # fmt: skip


def go_on(
    broadcast: Broadcast,
    rows: Sequence[Delivery],
    *,
    corrections: CorrectionStore,
    queues: Queues,
    now: datetime,
    again: Sequence[Delivery] = (),
    at_once: bool = False,
) -> int:
    """Ask for what has not been asked for, and again for what nobody has touched; answers how much is left.

    Args:
        broadcast: whose articles are written again.
        rows: its deliveries.
        corrections: where it is written down.
        queues: of deliveries.
        now: the present instant.
        again: those that could not be written again, to be tried once more.
        at_once: put everything on the queue that is pending, not only what is stuck.
    """
    order = broadcast.correction
    if order is None:
        return 0
    due = {row.unit_path: row for row in [*(row for row in rows if is_due(row, order.edition)), *again]}
    pending = [row for row in rows if is_pending(row) and row.unit_path not in due]
    if now - order.at > GIVEN_UP_AFTER:
        for row in pending:
            corrections.not_corrected(row, now, reason=row.correction_reason or "too_many_attempts")
        pending = []

    def ask(asked: Sequence[Delivery]) -> list[Delivery]:
        return written_down(asked, lambda row: corrections.asking(row, order.edition, order.officer, now))

    stuck = [row for row in pending if at_once or now - (row.correction_at or now) > STUCK_AFTER]
    if not at_once:
        for row in stuck:
            corrections.asked_again(row, now)
    queues.correct(broadcast, [*ask(list(due.values())), *stuck])
    return len(due) + len(pending)


@dataclass(frozen=True, slots=True)
class Corrector:
    """Writes single articles again.

    Attributes:
        corrections: what is asked for.
        keeper: acts for accounts.
        queues: for what is to be tried again.
        api: the OA API for an access token.
        media_url: where Zalo fetches our own pictures.
        clock, sleep: time; replaced in tests.
    """

    corrections: CorrectionStore
    keeper: TokenKeeper
    queues: Queues
    api: Callable[[str], CorrectionCalls]
    media_url: str = ""
    clock: Callable[[], datetime] = now
    sleep: Callable[[float], None] = time.sleep

    def correct(self, broadcast: Broadcast, unit_path: str, attempt: int) -> str:
        """Write one article again; answers `corrected`, `failed`, `again`, `later`, or `nothing` to do.

        Raises:
            DeliveryTaken: another worker has it: the queue brings it again when their lease is over.
        """
        delivery = self.corrections.claim(broadcast.broadcast_id, unit_path, self.clock())
        if delivery is None or not can_be_corrected(delivery):
            return "nothing"
        article = self.corrections.article(broadcast.broadcast_id, delivery.correcting_to)
        if article is None:
            return self._failed(delivery, "article_gone", "")
        key = AccountKey(broadcast.province, delivery.unit_path, delivery.oa_id)
        body = article_body(localised(article, delivery.blocks), media_url=self.media_url)
        try:
            article_id, token = self._updated(self.keeper.session(key), delivery, body)
        except (
            ZaloError, _ArticleGoneError, _UpdateRefusedError, Busy, CredentialsLost, NotFound
        ) as error:  # fmt: skip
            return self._after(error, broadcast, delivery, attempt)
        if token:
            return self._again(broadcast, delivery, attempt, "", token=token)
        self.corrections.corrected(delivery, article_id, self.clock())
        return "corrected"

    def _updated(
        self, session: AccountSession, delivery: Delivery, body: Mapping[str, Any]
    ) -> tuple[str, str]:
        """The id of the article, and the token of an update that Zalo still processes; empty: it is done."""

        def ask[Answer](call: Callable[[CorrectionCalls], Answer]) -> Answer:
            return session.act(lambda token: call(self.api(token)))

        def look[Answer](call: Callable[[CorrectionCalls], Answer]) -> Answer:
            try:
                return ask(call)
            except PayloadRefused as error:
                if error.reason != "invalid_parameter":
                    raise
                raise _ArticleGoneError(str(error)) from error

        article_id = delivery.article_id or look(lambda api: api.verify_article(delivery.article_token))
        token = delivery.correction_token
        if not token:
            status = look(lambda api: api.article(article_id)).status
            wanted = {**body, "status": "hide" if status == "hide" else body["status"]}
            token = ask(lambda api: api.update_article(article_id, wanted))
        try:
            verified(lambda: ask(lambda api: api.verify_article(token)), self.sleep)
        except PayloadRefused as error:
            raise _UpdateRefusedError(error) from error
        except _PASSING:
            return article_id, token
        return article_id, ""

    def _after(self, error: Exception, broadcast: Broadcast, delivery: Delivery, attempt: int) -> str:
        match error:
            case Later():
                # The clock asks again: a quota that opens tomorrow is no reason for eight attempts today.
                self.corrections.put_off(delivery, self.clock(), reason=error.reason)
                return "later"
            case Transient() | NotSent() | OutcomeUnknown() | Busy() | CredentialsLost():
                return self._again(broadcast, delivery, attempt, str(error))
            case _UpdateRefusedError() if error.reason != delivery.correction_reason:
                # Forgotten, or refused for what it says: at first nobody knows, so it is made once more.
                return self._again(broadcast, delivery, attempt, str(error), reason=error.reason)
            case _UpdateRefusedError() | ZaloError():
                return self._failed(delivery, error.reason, str(error))
            case _ArticleGoneError():
                return self._failed(delivery, "article_gone", str(error))
        return self._failed(delivery, "no_account", "")

    def _again(
        self,
        broadcast: Broadcast,
        delivery: Delivery,
        attempt: int,
        answer: str,
        *,
        reason: str = "",
        token: str = "",
    ) -> str:
        if attempt >= MAXIMUM_ATTEMPTS:
            return self._failed(delivery, reason or "too_many_attempts", answer)
        # Why an earlier token was refused is kept until the next one is: the second ends it.
        kept = reason or delivery.correction_reason
        self.corrections.put_off(delivery, self.clock(), reason=kept, token=token)
        self.queues.correct(broadcast, [delivery], attempt=attempt + 1, delay_seconds=pause(attempt))
        return "again"

    def _failed(self, delivery: Delivery, reason: str, answer: str) -> str:
        self.corrections.not_corrected(delivery, self.clock(), reason=reason, answer=answer)
        return "failed"
