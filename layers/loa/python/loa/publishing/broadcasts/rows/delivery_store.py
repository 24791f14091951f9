"""Rows of deliveries (table Broadcasts; partition: the broadcast, sort: `delivery#PATH#`)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from loa import clock
from loa.errors import Busy, Conflict, NotFound
from loa.platform.aws.dynamodb.tables import (
    Attr,
    Condition,
    ConditionFailed,
    Page,
    Put,
    Row,
    Table,
    Update,
    Write,
)
from loa.publishing.broadcasts.rows.delivery_rows import (
    as_read,
    delivery_from,
    delivery_range,
    delivery_row,
    delivery_sort,
    history_line,
    unchanged,
)
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.delivery import (
    LEASE,
    ArticleState,
    Delivery,
    DeliveryState,
    DeliveryStep,
    Removing,
)

_ARTICLE: Final = ("article_token", "article_id", "article_state")
"""What is known of an article that was made, and goes when the article is gone."""


@dataclass(frozen=True, slots=True)
class DeliveryOutcome:
    """Where a delivery goes, and what its history says of it.

    Attributes:
        state: its new state.
        reason: why it is held, unknown, failed or skipped: a stable key (`texts.REASONS`).
        message_id: Zalo's id of the broadcast, once accepted.
        held_until: when it may go on.
        answer: Zalo's own words.
        by: the officer who says so.
    """

    state: DeliveryState
    reason: str = ""
    message_id: str = ""
    held_until: datetime | None = None
    answer: str = ""
    by: str = ""


class DeliveryTaken(Busy):
    """Another worker has the delivery.

    Attributes:
        until: when its lease ends, if the worker does not end it before.
    """

    def __init__(self, until: datetime) -> None:
        super().__init__("another worker has this delivery")
        self.until = until


def _history_of(row: Row) -> list[Row]:
    return list(row.get("history", []))


class DeliveryStore:
    """The ledger of each broadcast: one row per delivery."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def plan(self, deliveries: Iterable[Delivery]) -> None:
        """Write rows of deliveries; only under the planning lease, before anything is sent."""
        self.table.put_all(delivery_row(delivery) for delivery in deliveries)

    def plan_one(self, delivery: Delivery) -> Write:
        """The write of a delivery that is not there yet."""
        return Put(self.table, delivery_row(delivery), new=True)

    def of(self, broadcast_id: str, root: str, *, consistent: bool = False) -> Iterator[Delivery]:
        """The deliveries of a broadcast in a subtree, in order of their paths."""
        for row in self.table.rows(broadcast_id, between=delivery_range(root), consistent=consistent):
            yield delivery_from(row)

    def with_history(self, broadcast_id: str, root: str) -> Iterator[tuple[Delivery, list[Row]]]:
        """The deliveries of a broadcast in a subtree, each with what happened to it, oldest first."""
        for row in self.table.rows(broadcast_id, between=delivery_range(root), consistent=True):
            yield delivery_from(row), _history_of(row)

    def states(
        self, broadcast_id: str, root: str, *, since: str, limit: int, start: Row | None
    ) -> tuple[list[tuple[str, DeliveryState]], Row | None]:
        """Paths and states of deliveries in a subtree from one path on, and where the next page starts."""
        first, last = delivery_range(root)
        between = (delivery_sort(since) if since else first, last)
        page = self.table.page(broadcast_id, between=between, limit=limit, start=start, consistent=True)
        return [(row["delivery_path"], DeliveryState(row["state"])) for row in page.rows], page.next_start

    def page(
        self,
        broadcast_id: str,
        root: str,
        *,
        state: DeliveryState | None,
        limit: int,
        start: Row | None = None,
    ) -> Page:
        """A page of deliveries in a subtree; rows for `delivery_from`.

        With a state only those in it: a page may then hold fewer rows than asked for and still have a next.
        """
        page = self.table.page(broadcast_id, between=delivery_range(root), limit=limit, start=start)
        rows = [row for row in page.rows if state is None or row["state"] == state.value]
        return Page(rows, page.next_start)

    def get(self, broadcast_id: str, unit_path: str) -> Delivery | None:
        """One delivery."""
        row = self.table.get(broadcast_id, delivery_sort(unit_path))
        return delivery_from(row) if row else None

    def get_with_history(self, broadcast_id: str, unit_path: str) -> tuple[Delivery, list[Row]]:
        """One delivery, and what happened to it, oldest first: `at`, `what`, and details.

        Raises:
            NotFound: the broadcast has no such delivery.
        """
        row = self.table.get(broadcast_id, delivery_sort(unit_path))
        if row is None:
            raise NotFound
        return delivery_from(row), _history_of(row)

    def claim(self, broadcast_id: str, unit_path: str, owner: str, at: datetime) -> Delivery:
        """Take a delivery to work on it.

        Raises:
            Taken: another worker has it at this moment.
            Conflict: it is done, or held, or there is none: nothing to do.
        """
        pending = Attr("state").eq(DeliveryState.PENDING.value)
        left_behind = Attr("state").eq(DeliveryState.SENDING.value) & Attr("lease_until").lt(
            clock.to_text(at)
        )
        try:
            row = self.table.update(
                broadcast_id,
                delivery_sort(unit_path),
                set={
                    "state": DeliveryState.SENDING.value,
                    "lease_owner": owner,
                    "lease_until": clock.to_text(at + LEASE),
                    "updated_at": clock.to_text(at),
                },
                defaults={"step": DeliveryStep.ARTICLE.value},
                add={"attempts": 1},
                append=history_line(at, "attempt"),
                only_if=pending | left_behind,
            )
        except ConditionFailed as failure:
            if failure.row and failure.row["state"] == DeliveryState.SENDING.value:
                raise DeliveryTaken(clock.from_text(failure.row["lease_until"])) from failure
            raise Conflict(texts.CHANGED_MEANWHILE) from failure
        return delivery_from(row)

    def intend(self, delivery: Delivery, owner: str, article_id: str, at: datetime) -> None:
        """Write down that the broadcast is about to be asked for: from here on it may have happened.

        Raises:
            Conflict: the delivery is another worker's by now.
        """
        try:
            self.table.update(
                delivery.broadcast_id,
                delivery_sort(delivery.unit_path),
                set={"step": DeliveryStep.BROADCAST.value, "article_id": article_id},
                append=history_line(at, "broadcast", article_id=article_id),
                only_if=_mine(owner),
            )
        except ConditionFailed as failure:
            raise Conflict(texts.CHANGED_MEANWHILE) from failure

    def settle(self, delivery: Delivery, owner: str, outcome: DeliveryOutcome, at: datetime) -> Write:
        """The write that ends a worker's hold on a delivery."""
        return self._turn(delivery, outcome, at, only_if=_mine(owner))

    def turn(self, delivery: Delivery, outcome: DeliveryOutcome, at: datetime) -> Write:
        """The write by which an officer, or the clock, brings a delivery that nobody works on elsewhere.

        It begins anew, except that an article that was made is kept; refused if its state has changed.
        """
        # Not 0 once somebody has worked on it: the next worker must look for what the last one may have left.
        anew = {"step": DeliveryStep.ARTICLE.value, "attempts": min(1, delivery.attempts)}
        return self._turn(delivery, outcome, at, only_if=unchanged(delivery), set=anew)

    def _turn(
        self,
        delivery: Delivery,
        outcome: DeliveryOutcome,
        at: datetime,
        *,
        only_if: Condition,
        set: Mapping[str, Any] | None = None,  # noqa: A002 - DynamoDB's own word
    ) -> Write:
        state, reason = outcome.state.value, outcome.reason
        held_until = clock.to_text(outcome.held_until) if outcome.held_until else ""
        known = {"reason": reason, "message_id": outcome.message_id, "held_until": held_until}
        return Update(
            self.table,
            delivery.broadcast_id,
            delivery_sort(delivery.unit_path),
            set={
                "state": state,
                "updated_at": clock.to_text(at),
                **(set or {}),
                **{name: value for name, value in known.items() if value},
            },
            remove=[
                "lease_owner",
                "lease_until",
                *(name for name in ("reason", "held_until") if not known[name]),
            ],
            append=history_line(
                at,
                state,
                reason=reason,
                message_id=outcome.message_id,
                answer=outcome.answer,
                by=outcome.by,
            ),
            only_if=only_if,
        )

    def hand_back(
        self,
        delivery: Delivery,
        owner: str,
        at: datetime,
        *,
        reason: str,
        answer: str = "",
        article_token: str = "",
        forget_article: bool = False,
    ) -> None:
        """Let go of a delivery that is to be tried again: its broadcast has surely not been accepted.

        Nothing happens when it is another's by now.

        Args:
            delivery: as it was claimed.
            owner: the worker.
            at: the instant.
            reason: why it was not done.
            answer: Zalo's own words, for the history.
            article_token: of an article that Zalo is still processing.
            forget_article: the article that was made is gone: the next worker makes another.
        """
        changes = {
            "state": DeliveryState.PENDING.value,
            "step": DeliveryStep.ARTICLE.value,
            "reason": reason,
            "updated_at": clock.to_text(at),
            **({"article_token": article_token} if article_token else {}),
        }
        try:
            self.table.update(
                delivery.broadcast_id,
                delivery_sort(delivery.unit_path),
                set=changes,
                remove=("lease_owner", "lease_until", *(_ARTICLE if forget_article else ())),
                append=history_line(at, "again", reason=reason, answer=answer),
                only_if=_mine(owner),
            )
        except ConditionFailed:
            return

    # Articles that are taken down

    def asking_removal(self, delivery: Delivery, by: str, at: datetime) -> Write:
        """The write that asks for an article to be taken down; refused if the delivery has changed."""
        return Update(
            self.table,
            delivery.broadcast_id,
            delivery_sort(delivery.unit_path),
            set={"removing": Removing.PENDING.value, "removal_at": clock.to_text(at)},
            remove=("removal_reason",),
            append=history_line(at, "remove", by=by),
            only_if=as_read(delivery),
        )

    def removed(self, delivery: Delivery, at: datetime) -> None:
        """The article is down; nothing happens when that was written already."""
        self._removal_ended(
            delivery,
            set={"article_state": ArticleState.REMOVED.value},
            remove=("removing", "removal_reason"),
            append=history_line(at, "removed", article_id=delivery.article_id),
        )

    def not_removed(self, delivery: Delivery, at: datetime, *, reason: str, answer: str) -> None:
        """The article could not be taken down."""
        self._removal_ended(
            delivery,
            set={"removing": Removing.FAILED.value, "removal_reason": reason},
            append=history_line(at, "remove_failed", reason=reason, answer=answer),
        )

    def _removal_ended(self, delivery: Delivery, **changes: Any) -> None:
        pending = Attr("removing").eq(Removing.PENDING.value)
        try:
            self.table.update(
                delivery.broadcast_id, delivery_sort(delivery.unit_path), only_if=pending, **changes
            )
        except ConditionFailed:
            return

    # What reconciliation finds; none of it changes a delivery's state

    def note_article(self, delivery: Delivery, noted: ArticleState, at: datetime, *, reason: str) -> bool:
        """Write down what Zalo says of the article; False when the delivery has changed meanwhile."""
        return self._noted(delivery, at, set={"article_state": noted.value}, reason=reason)

    def forget_article(self, delivery: Delivery, at: datetime) -> bool:
        """The article that was made is gone: who sends the delivery makes another.

        False when the delivery has changed meanwhile.
        """
        return self._noted(delivery, at, remove=_ARTICLE, reason="article_forgotten")

    def _noted(
        self,
        delivery: Delivery,
        at: datetime,
        *,
        reason: str,
        set: Mapping[str, Any] | None = None,  # noqa: A002 - DynamoDB's own word
        remove: Sequence[str] = (),
    ) -> bool:
        try:
            self.table.update(
                delivery.broadcast_id,
                delivery_sort(delivery.unit_path),
                set=set,
                remove=remove,
                append=history_line(at, "article", reason=reason, article_id=delivery.article_id),
                only_if=as_read(delivery),
            )
        except ConditionFailed:
            return False
        return True


def _mine(owner: str) -> Condition:
    return Attr("state").eq(DeliveryState.SENDING.value) & Attr("lease_owner").eq(owner)
