"""Rows of broadcasts (partition: the broadcast; sort: `meta`, or `delivery#PATH#` per unit)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from loa import moments
from loa.aws.tables import Action, Attr, ConditionFailed, Page, Put, Row, Table, Update
from loa.broadcasts import texts
from loa.broadcasts.model import LEASE, Broadcast, BroadcastState, Delivery, DeliveryState, Step
from loa.errors import Busy, Conflict, NotFound

META: Final = "meta"
_BY_UNIT: Final = "by_unit:unit_path:created_at"
_INSTANTS: Final = ("approved_at", "send_at", "planned_at")


def delivery_sort(unit_path: str) -> str:
    """Sort key of a unit's delivery."""
    return f"delivery#{unit_path}#"


def broadcast_row(broadcast: Broadcast) -> Row:
    """The row of a broadcast."""
    optional = {"approver": broadcast.approver} | {
        name: moments.to_text(instant)
        for name in _INSTANTS
        if (instant := getattr(broadcast, name)) is not None
    }
    return {
        "partition": broadcast.broadcast_id,
        "sort": META,
        "province": broadcast.province,
        "unit_path": broadcast.unit_path,
        "target": broadcast.target,
        "article": dict(broadcast.article),
        "state": broadcast.state.value,
        "author": broadcast.author,
        "created_at": moments.to_text(broadcast.created_at),
        "planned": broadcast.planned,
        **{name: value for name, value in optional.items() if value is not None},
    }


def broadcast_from(row: Row) -> Broadcast:
    """The broadcast of a row."""
    return Broadcast(
        broadcast_id=row["partition"],
        province=row["province"],
        unit_path=row["unit_path"],
        target=row["target"],
        article=row["article"],
        state=BroadcastState(row["state"]),
        author=row["author"],
        created_at=moments.from_text(row["created_at"]),
        approver=row.get("approver"),
        planned=row["planned"],
        **{name: moments.from_text(row[name]) if name in row else None for name in _INSTANTS},
    )


def delivery_row(delivery: Delivery) -> Row:
    """The row of a delivery."""
    return {
        "partition": delivery.broadcast_id,
        "sort": delivery_sort(delivery.unit_path),
        "delivery_path": delivery.unit_path,
        "unit_name": delivery.unit_name,
        "oa_id": delivery.oa_id,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "updated_at": moments.to_text(delivery.updated_at),
        **({"step": delivery.step.value} if delivery.step else {}),
        **{
            name: getattr(delivery, name)
            for name in ("article_token", "article_id", "message_id", "reason")
            if getattr(delivery, name)
        },
    }


def delivery_from(row: Row) -> Delivery:
    """The delivery of a row."""
    return Delivery(
        broadcast_id=row["partition"],
        unit_path=row["delivery_path"],
        unit_name=row["unit_name"],
        oa_id=row["oa_id"],
        state=DeliveryState(row["state"]),
        updated_at=moments.from_text(row["updated_at"]),
        step=Step(row["step"]) if "step" in row else None,
        attempts=row["attempts"],
        article_token=row.get("article_token", ""),
        article_id=row.get("article_id", ""),
        message_id=row.get("message_id", ""),
        reason=row.get("reason", ""),
    )


def _history(at: datetime, what: str, **details: str) -> dict[str, list[Any]]:
    """One line of a delivery's history."""
    kept = {name: value for name, value in details.items() if value}
    return {"history": [{"at": moments.to_text(at), "what": what, **kept}]}


class Broadcasts:
    """Broadcasts and deliveries, in the Broadcasts table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def create(self, broadcast: Broadcast) -> None:
        """Write a new broadcast."""
        self.table.put(broadcast_row(broadcast), new=True)

    def get(self, broadcast_id: str) -> Broadcast:
        """The broadcast.

        Raises:
            NotFound: there is none.
        """
        row = self.table.get(broadcast_id, META)
        if row is None:
            raise NotFound(texts.NOT_FOUND)
        return broadcast_from(row)

    def of_unit(self, unit_path: str, *, limit: int, start: Row | None = None) -> Page:
        """The broadcasts a unit has made, newest first; rows for `broadcast_from`."""
        return self.table.page(unit_path, index=_BY_UNIT, limit=limit, newest_first=True, start=start)

    def move(
        self, broadcast: Broadcast, following: BroadcastState, changes: Mapping[str, Any] | None = None
    ) -> Broadcast:
        """Bring a broadcast into its next state.

        Raises:
            Conflict: the step may not follow, or someone was faster.
        """
        broadcast.require(following)
        try:
            row = self.table.update(
                broadcast.broadcast_id,
                META,
                set={"state": following.value, **(changes or {})},
                only_if=Attr("state").eq(broadcast.state.value)
                & (
                    Attr("send_at").not_exists()
                    if broadcast.send_at is None
                    else Attr("send_at").eq(moments.to_text(broadcast.send_at))
                ),
            )
        except ConditionFailed as failure:
            raise Conflict(texts.CHANGED_MEANWHILE) from failure
        return broadcast_from(row)

    def lease_planning(self, broadcast_id: str, owner: str, at: datetime) -> Broadcast:
        """Take the right to plan a broadcast that is due.

        A planner that died leaves the state `planning` and a lease that runs out.

        Raises:
            Busy: another planner is at work.
            Conflict: the broadcast is not scheduled (cancelled, or planned already).
        """
        free = Attr("lease_until").not_exists() | Attr("lease_until").lt(moments.to_text(at))
        due = Attr("state").eq(BroadcastState.SCHEDULED.value)
        again = Attr("state").eq(BroadcastState.PLANNING.value)
        try:
            row = self.table.update(
                broadcast_id,
                META,
                set={
                    "state": BroadcastState.PLANNING.value,
                    "lease_owner": owner,
                    # Longer than the planner's own time-out of 120 s.
                    "lease_until": moments.to_text(at + 3 * LEASE),
                },
                only_if=due | (again & free),
            )
        except ConditionFailed as failure:
            if failure.row is None:
                raise NotFound(texts.NOT_FOUND) from failure
            if failure.row["state"] == BroadcastState.PLANNING.value:
                raise Busy("another planner is at work") from failure
            raise Conflict(texts.CHANGED_MEANWHILE) from failure
        return broadcast_from(row)

    def finish_planning(self, broadcast_id: str, owner: str, planned: int, at: datetime) -> None:
        """All deliveries have their rows: sending may begin.

        Raises:
            Busy: the lease was lost to another planner.
        """
        try:
            self.table.update(
                broadcast_id,
                META,
                set={
                    "state": BroadcastState.SENDING.value,
                    "planned": planned,
                    "planned_at": moments.to_text(at),
                },
                remove=("lease_owner", "lease_until"),
                only_if=Attr("lease_owner").eq(owner),
            )
        except ConditionFailed as failure:
            raise Busy("the lease was lost") from failure

    def deliveries(self, broadcast_id: str, root: str, *, consistent: bool = False) -> Iterator[Delivery]:
        """The deliveries of a broadcast in a subtree, in order of their paths."""
        between = (f"delivery#{root}#", f"delivery#{root}/")
        for row in self.table.rows(broadcast_id, between=between, consistent=consistent):
            yield delivery_from(row)

    def delivery_page(
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
        page = self.table.page(
            broadcast_id, between=(f"delivery#{root}#", f"delivery#{root}/"), limit=limit, start=start
        )
        rows = [row for row in page.rows if state is None or row["state"] == state.value]
        return Page(rows, page.next_start)

    def plan(self, deliveries: Iterable[Delivery]) -> None:
        """Write rows of pending deliveries; only under the planning lease, before anything is sent."""
        self.table.put_all(delivery_row(delivery) for delivery in deliveries)

    def plan_one(self, delivery: Delivery) -> Action:
        """The write of a delivery that is not there yet."""
        return Put(self.table, delivery_row(delivery), new=True)

    def get_delivery(self, broadcast_id: str, unit_path: str) -> Delivery | None:
        """One delivery."""
        row = self.table.get(broadcast_id, delivery_sort(unit_path))
        return delivery_from(row) if row else None

    def history(self, broadcast_id: str, unit_path: str) -> list[Row]:
        """What happened to a delivery, oldest first: `at`, `what`, and details."""
        row = self.table.get(broadcast_id, delivery_sort(unit_path), consistent=False)
        return list(row.get("history", [])) if row else []

    def claim(self, broadcast_id: str, unit_path: str, owner: str, at: datetime) -> Delivery:
        """Take a delivery to work on it.

        Raises:
            Busy: another worker has it at this moment.
            Conflict: it is done, or held, or there is none: nothing to do.
        """
        sort = delivery_sort(unit_path)
        pending = Attr("state").eq(DeliveryState.PENDING.value)
        left_behind = Attr("state").eq(DeliveryState.SENDING.value) & Attr("lease_until").lt(
            moments.to_text(at)
        )
        try:
            row = self.table.update(
                broadcast_id,
                sort,
                set={
                    "state": DeliveryState.SENDING.value,
                    "lease_owner": owner,
                    "lease_until": moments.to_text(at + LEASE),
                    "updated_at": moments.to_text(at),
                },
                defaults={"step": Step.ARTICLE.value},
                add={"attempts": 1},
                append=_history(at, "attempt"),
                only_if=pending | left_behind,
            )
        except ConditionFailed as failure:
            if failure.row and failure.row["state"] == DeliveryState.SENDING.value:
                raise Busy("another worker has this delivery") from failure
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
                set={"step": Step.BROADCAST.value, "article_id": article_id},
                append=_history(at, "broadcast", article_id=article_id),
                only_if=_mine(owner),
            )
        except ConditionFailed as failure:
            raise Conflict(texts.CHANGED_MEANWHILE) from failure

    def settle(
        self,
        delivery: Delivery,
        owner: str,
        state: DeliveryState,
        at: datetime,
        *,
        reason: str = "",
        message_id: str = "",
    ) -> Action:
        """The write that ends a worker's hold on a delivery, in its new state."""
        return Update(
            self.table,
            delivery.broadcast_id,
            delivery_sort(delivery.unit_path),
            set={
                "state": state.value,
                "updated_at": moments.to_text(at),
                **({"reason": reason} if reason else {}),
                **({"message_id": message_id} if message_id else {}),
            },
            remove=("lease_owner", "lease_until", *(() if reason else ("reason",))),
            append=_history(at, state.value, reason=reason, message_id=message_id),
            only_if=_mine(owner),
        )

    def hand_back(
        self, delivery: Delivery, owner: str, at: datetime, *, reason: str, article_token: str = ""
    ) -> None:
        """Let go of a delivery that is to be tried again: its broadcast has surely not been accepted.

        Nothing happens when it is another's by now.

        Args:
            delivery: as it was claimed.
            owner: the worker.
            at: the instant.
            reason: why it was not done.
            article_token: of an article that Zalo is still processing.
        """
        changes = {
            "state": DeliveryState.PENDING.value,
            "step": Step.ARTICLE.value,
            "reason": reason,
            "updated_at": moments.to_text(at),
            **({"article_token": article_token} if article_token else {}),
        }
        try:
            self.table.update(
                delivery.broadcast_id,
                delivery_sort(delivery.unit_path),
                set=changes,
                remove=("lease_owner", "lease_until"),
                append=_history(at, "again", reason=reason),
                only_if=_mine(owner),
            )
        except ConditionFailed:
            return


def _mine(owner: str) -> Any:
    return Attr("state").eq(DeliveryState.SENDING.value) & Attr("lease_owner").eq(owner)
