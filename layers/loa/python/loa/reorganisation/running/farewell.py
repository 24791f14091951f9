"""Followers of a retiring account are told where to go: one article an account, by the ledger of broadcasts.

It is one broadcast of the province: its deliveries are the retired accounts, each with the name, the link and
the QR code of the account that goes on for its followers. Its id follows from the day of the reorganisation,
so it begins once, however often this runs; from then on the ledger sends each delivery at most once, waits
for the end of the night, and says who was not reached. It was approved with the plan, by the same person.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from loa.clock import local_day
from loa.foundation.accounts.model import Account
from loa.foundation.accounts.store import AccountStore
from loa.foundation.statistics.model import Metric
from loa.foundation.statistics.store import StatisticsStore
from loa.foundation.units.moves import Enough, UnitMoved, left_behind
from loa.ids import derived_id
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.broadcasts.rows.delivery_store import DeliveryStore
from loa.publishing.broadcasts.rows.queues import Queues
from loa.publishing.broadcasts.rows.quota_store import QuotaStore
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState
from loa.publishing.broadcasts.rules.model import (
    APPROVAL_LASTS,
    Approval,
    Broadcast,
    BroadcastContent,
    BroadcastState,
    Submission,
)
from loa.publishing.broadcasts.rules.targets import Target
from loa.reorganisation import texts
from loa.reorganisation.model import AccountMove, ReorganisationPlan
from loa.reorganisation.store import Reorganisation

ZALO: Final = "https://zalo.me/"


class FarewellPictures(Protocol):
    """Keeps the pictures of the articles where Zalo fetches them."""

    def cover(self) -> str:
        """Return the reference of the cover, `media:…`."""

    def qr(self, address: str) -> str:
        """Return the reference of the QR code of an address, `media:…`."""


@dataclass(frozen=True, slots=True)
class FarewellStores:
    """What a farewell is sent with.

    Attributes:
        broadcasts, deliveries, quotas: the ledger.
        accounts, statistics: of the province.
        queues: where deliveries are put.
        pictures: of the articles.
    """

    broadcasts: BroadcastStore
    deliveries: DeliveryStore
    quotas: QuotaStore
    accounts: AccountStore
    statistics: StatisticsStore
    queues: Callable[[], Queues]
    pictures: FarewellPictures


def farewell_id(plan: ReorganisationPlan) -> str:
    """Return the id of the broadcast that says farewell."""
    return derived_id(f"farewell:{plan.province}:{plan.on.isoformat()}")


def say_farewell(
    found: Reorganisation,
    plan: ReorganisationPlan,
    *,
    stores: FarewellStores,
    now: datetime,
    enough: Enough,
) -> UnitMoved:
    """Tell the followers of the retired accounts where to go; safe to repeat and to stop.

    Args:
        found: who submitted and who approved it.
        plan: what was approved.
        stores: see there.
        now: the present instant.
        enough: as in `Enough`.
    """
    name, done = farewell_id(plan), UnitMoved()
    present = {account.oa_id: account for account in stores.accounts.everyone(plan.province)}
    own = {
        account.unit_path: account
        for account in present.values()
        if not (account.is_retired or account.is_pending)
    }
    going = [move for move in plan.retired if move.oa_id in present]
    waiting = [move for move in going if not present[move.oa_id].is_retired]
    if waiting:
        return left_behind("farewell", waiting[0].oa_id, waiting[0].old_path)
    kept = {row.unit_path for row in stores.deliveries.of(name, plan.province, consistent=True)}
    began = stores.broadcasts.table.get(*stores.broadcasts.place(name)[1:]) is not None
    for move in going:
        successor = own.get(move.new_path)
        if enough():
            return UnitMoved(complete=False)
        if move.old_path in kept:
            continue
        if successor is None or began:
            done += left_behind("farewell", move.oa_id, move.old_path)
            continue
        with suppress(ConditionFailed):  # another round was faster
            commit([stores.deliveries.plan_one(_delivery(name, move, successor, stores.pictures, now))])
    planned = list(stores.deliveries.of(name, plan.province, consistent=True))
    if began or not planned:
        return done
    broadcast = _broadcast(name, found, plan, planned, stores.pictures, now)
    stores.quotas.reserve(plan.province, local_day(now), name, (delivery.unit_path for delivery in planned))
    counted = stores.statistics.increments(plan.province, now, {Metric.BROADCASTS: 1})
    if stores.broadcasts.begin(broadcast, counted):
        done += UnitMoved(len(planned))
    # Stopped before this line, the clock puts on the queue what nobody has touched for a quarter of an hour.
    stores.queues().send(broadcast, planned)
    return done


def own_words(successor: Account, qr: str) -> list[dict[str, str]]:
    """Return what the farewell of one account adds: the name, link and QR code of where to go."""
    address = f"{ZALO}{successor.oa_id}"
    return [
        {"type": "text", "content": texts.farewell_to(successor.name, address)},
        {"type": "image", "url": qr, "caption": texts.farewell_qr(successor.name)},
    ]


def _delivery(
    name: str,
    move: AccountMove,
    successor: Account,
    pictures: FarewellPictures,
    now: datetime,
) -> Delivery:
    qr = pictures.qr(f"{ZALO}{successor.oa_id}")
    return Delivery(
        broadcast_id=name,
        unit_path=move.old_path,
        unit_name=move.name,
        oa_id=move.oa_id,
        state=DeliveryState.PENDING,
        updated_at=now,
        blocks=tuple(own_words(successor, qr)),
    )


def _broadcast(
    name: str,
    found: Reorganisation,
    plan: ReorganisationPlan,
    planned: Sequence[Delivery],
    pictures: FarewellPictures,
    now: datetime,
) -> Broadcast:
    paths = tuple(delivery.unit_path for delivery in planned)
    article = texts.farewell_article(plan.on, pictures.cover())
    content = BroadcastContent(article, Target(plan.province, units=paths))
    approved_at = found.approved_at or now
    return Broadcast(
        broadcast_id=name,
        province=plan.province,
        unit_path=plan.province,
        content=content,
        state=BroadcastState.SENDING,
        author=found.submitted_by,
        created_at=now,
        contributors=found.contributors,
        submission=Submission(found.submitted_by, approved_at),
        approval=Approval(found.approved_by, approved_at, now + APPROVAL_LASTS, content.digest()),
        approved_content=content,
        send_at=now,
        planned_at=now,
        planned=len(paths),
    )
