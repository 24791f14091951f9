"""The ledger held against what Zalo shows of its articles, account by account.

Zalo cannot be asked what became of a broadcast (zalo/README.md 4), only which articles an account has.
So this says of an article that it is there, hidden or gone. It never says of a delivery that it was sent, and
it changes no state: what is unknown stays for a person to settle, who now finds a line in the history.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.errors import LoaError
from loa.foundation.accounts.model import AccountKey
from loa.foundation.accounts.service import AccountSession, TokenKeeper
from loa.platform.zalo.api.answers import ArticleDetail, ArticleSummary
from loa.platform.zalo.errors import PayloadRefused, Transient
from loa.publishing.broadcasts.delivery.articles import (
    ARTICLES_LOOKED_AT,
    ArticleCalls,
    article_state,
    shown_or_hidden,
)
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import ArticleState, Delivery, DeliveryState

LOOKED_BACK: Final = timedelta(hours=48)
"""A broadcast that ended longer ago is compared no more."""

SETTLED_AFTER: Final = timedelta(minutes=15)
"""A delivery that changed later than this is left alone: a worker may have it, Zalo may not list it yet."""

_UNSENT: Final = frozenset({DeliveryState.PENDING, DeliveryState.HELD, DeliveryState.FAILED})


class Finding(StrEnum):
    """What was found out about a delivery, and written down."""

    MISSING = "missing"
    """It was sent, and its article is hidden or gone by now."""
    BACK = "back"
    """Its article was missing and is shown again."""
    SEEN = "seen"
    """Nobody knows whether it was sent; its article is on the account."""
    UNSEEN = "unseen"
    """Nobody knows whether it was sent; its article is not to be seen on the account."""
    FORGOTTEN = "forgotten"
    """It was not sent yet, and the article that was made for it is gone: another will be made."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What one round found.

    Attributes:
        accounts: how many were compared.
        left: how many time did not suffice for; the next round begins with them.
        findings: how many of each.
        failures: unit and stable code of what kept its account from being compared.
    """

    accounts: int
    left: int
    findings: Counter[Finding]
    failures: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reconciler:
    """Compares deliveries with articles.

    Attributes:
        province: its code.
        broadcasts, deliveries: stores.
        keeper: acts for accounts.
        api: the OA API for an access token.
    """

    province: str
    broadcasts: BroadcastStore
    deliveries: DeliveryStore
    keeper: TokenKeeper
    api: Callable[[str], ArticleCalls]

    def run(self, now: datetime, *, may_go_on: Callable[[], bool]) -> Reconciled:
        """One round: every account of every broadcast that is active, or ended within two days.

        One call to Zalo for an account, and one more for each article that is not among its newest. A round
        begins where the last one stopped, and comes round to its beginning if time suffices.
        """
        due = self._due(now)
        reached = self.broadcasts.reconciled_to(self.province)
        keys = sorted(due, key=lambda key: (key.unit_path <= reached, key.unit_path, key.oa_id))
        findings: Counter[Finding] = Counter()
        failures: list[tuple[str, str]] = []
        done = 0
        for key in keys:
            if not may_go_on():
                break
            try:
                findings.update(self._compare(key, due[key], now))
            except LoaError as error:  # one account must not keep the round from all others
                failures.append((key.unit_path, error.code))
            done += 1
        if done:
            self.broadcasts.keep_reconciled(
                self.province, keys[done - 1].unit_path if done < len(keys) else ""
            )
        return Reconciled(done, len(keys) - done, findings, tuple(failures))

    def _due(self, now: datetime) -> dict[AccountKey, list[Delivery]]:
        """What can be compared, by account; one Query for each broadcast."""
        names = [
            *self.broadcasts.active(self.province),
            *self.broadcasts.ended(self.province, now - LOOKED_BACK),
        ]
        found: dict[AccountKey, list[Delivery]] = {}
        for name in dict.fromkeys(names):
            for row in self.deliveries.of(name, self.province):
                if _can_be_compared(row, now):
                    key = AccountKey(self.province, row.unit_path, row.oa_id)
                    found.setdefault(key, []).append(row)
        return found

    def _compare(self, key: AccountKey, rows: Sequence[Delivery], now: datetime) -> Iterator[Finding]:
        session = self.keeper.session(key)
        newest: dict[str, ArticleSummary] = {}
        if any(row.article_id for row in rows):
            page = self._on(session, lambda api: api.articles(limit=ARTICLES_LOOKED_AT))
            newest = {summary.article_id: summary for summary in page.articles}
        for row in rows:
            present = self._present(session, row, newest)
            finding = _finding(row, present)
            if finding and self._written(finding, row, present, now):
                yield finding

    def _present(
        self, session: AccountSession, row: Delivery, newest: dict[str, ArticleSummary]
    ) -> ArticleState:
        """What became of a delivery's article; what is not among the newest is asked for by itself."""
        if not row.article_id:
            return self._of_token(session, row.article_token)
        if row.article_id in newest:
            return shown_or_hidden(newest[row.article_id].status)

        def detail(article_id: str) -> ArticleDetail:
            return self._on(session, lambda api: api.article(article_id))

        return article_state(row.article_id, detail)

    def _of_token(self, session: AccountSession, token: str) -> ArticleState:
        """What became of an article whose id nobody knows yet: Zalo refuses the token of one that is gone."""
        try:
            self._on(session, lambda api: api.verify_article(token))
        except PayloadRefused:
            return ArticleState.GONE
        except Transient:  # still being processed
            return ArticleState.SHOWN
        return ArticleState.SHOWN

    def _on[Answer](self, session: AccountSession, call: Callable[[ArticleCalls], Answer]) -> Answer:
        return session.act(lambda access_token: call(self.api(access_token)))

    def _written(self, finding: Finding, row: Delivery, present: ArticleState, now: datetime) -> bool:
        """Write it down, unless the delivery has changed meanwhile."""
        if finding is Finding.FORGOTTEN:
            return self.deliveries.forget_article(row, now)
        again = "_again" if finding is Finding.BACK else ""
        return self.deliveries.note_article(row, present, now, reason=f"article_{present.value}{again}")


def _can_be_compared(row: Delivery, now: datetime) -> bool:
    if not row.oa_id or now - row.updated_at < SETTLED_AFTER:
        return False
    if row.removing or row.article_state is ArticleState.REMOVED:
        return False
    if row.state in _UNSENT:
        return bool(row.article_id or row.article_token)
    # Whatever is unknown has its article's id: the intent to broadcast names it.
    return row.state in {DeliveryState.SENT, DeliveryState.UNKNOWN} and bool(row.article_id)


def _finding(row: Delivery, present: ArticleState) -> Finding | None:
    """What is new about a delivery; None when nothing has to be written down."""
    if row.state in _UNSENT:
        return Finding.FORGOTTEN if present is ArticleState.GONE else None
    if present is row.article_state:
        return None
    if row.state is DeliveryState.UNKNOWN:
        return Finding.UNSEEN if present.is_missing else Finding.SEEN
    if present.is_missing:
        return Finding.MISSING
    return Finding.BACK if row.misses_article else None
