"""Rows of articles that are written again: the words that they get, and where each delivery stands with it.

BROADCAST  correction#EDITION   the article in the words of that edition, without any unit's own part
BROADCAST  delivery#PATH#       `corrected`, `correcting`, `correcting_to`, `correction_…`
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from loa import clock
from loa.errors import Conflict
from loa.platform.aws.dynamodb.tables import Attr, Condition, ConditionFailed, Put, Table, Update, Write
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.broadcasts.rows.broadcast_rows import correction_row
from loa.publishing.broadcasts.rows.delivery_rows import as_read, delivery_from, delivery_sort, history_line
from loa.publishing.broadcasts.rows.delivery_store import DeliveryTaken
from loa.publishing.broadcasts.rows.lists import META
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.correction import Correction
from loa.publishing.broadcasts.rules.delivery import LEASE, Correcting, Delivery
from loa.publishing.broadcasts.rules.model import Broadcast

_ENDED = ("correction_token", "correction_lease")


class CorrectionStore:
    """What is to be written again, in the Broadcasts table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def order(self, broadcast: Broadcast, correction: Correction, article: Mapping[str, Any]) -> None:
        """Keep who has which words put into the articles, and the words; the clock looks after it.

        Raises:
            Conflict: the broadcast has changed meanwhile.
        """
        name = broadcast.broadcast_id
        ordered = Update(
            self.table,
            name,
            META,
            set={"correction": correction_row(correction)},
            add={"version": 1},
            only_if=Attr("version").eq(broadcast.version),
        )
        words = {"partition": name, "sort": _words_sort(correction.edition), "article": dict(article)}
        looked_after = {"partition": f"active#{broadcast.province}", "sort": name}
        try:
            commit([ordered, Put(self.table, words), Put(self.table, looked_after)])
        except ConditionFailed as failure:
            raise Conflict(texts.CHANGED_MEANWHILE) from failure

    def article(self, broadcast_id: str, edition: int) -> Mapping[str, Any] | None:
        """The article in the words of an edition, in the neutral shape; None: nobody has ordered that."""
        row = self.table.get(broadcast_id, _words_sort(edition))
        return row["article"] if row else None

    def asking(self, delivery: Delivery, edition: int, by: str, at: datetime) -> Write:
        """The write that asks for an article to be written again; refused if the delivery has changed.

        Whoever works on it at this moment keeps it: two of them would not know whose words Zalo has last.
        """
        return Update(
            self.table,
            delivery.broadcast_id,
            delivery_sort(delivery.unit_path),
            set={
                "correcting": Correcting.PENDING.value,
                "correcting_to": edition,
                "correction_at": clock.to_text(at),
            },
            remove=("correction_reason", "correction_token"),
            append=history_line(at, "correct", by=by),
            only_if=as_read(delivery),
        )

    def claim(self, broadcast_id: str, unit_path: str, at: datetime) -> Delivery | None:
        """Take a delivery to write its article again; None: there is nothing to do about it.

        Raises:
            DeliveryTaken: another worker has it at this moment.
        """
        wanted = Attr("correcting").eq(Correcting.PENDING.value) & Attr("removing").not_exists()
        lease = Attr("correction_lease")
        try:
            row = self.table.update(
                broadcast_id,
                delivery_sort(unit_path),
                set={"correction_lease": clock.to_text(at + LEASE)},
                only_if=wanted & (lease.not_exists() | lease.lt(clock.to_text(at))),
            )
        except ConditionFailed as failure:
            row = failure.row or {}
            if row.get("correcting") == Correcting.PENDING.value and "removing" not in row:
                raise DeliveryTaken(clock.from_text(row["correction_lease"])) from failure
            return None
        return delivery_from(row)

    def corrected(self, delivery: Delivery, article_id: str, at: datetime) -> None:
        """The article carries the edition that was asked for."""
        self._ended(
            delivery,
            set={"corrected": delivery.correcting_to, "article_id": article_id},
            remove=("correcting", "correction_reason", *_ENDED),
            append=history_line(at, "corrected", article_id=article_id),
        )

    def not_corrected(self, delivery: Delivery, at: datetime, *, reason: str, answer: str = "") -> None:
        """The article could not be written again."""
        self._ended(
            delivery,
            set={"correcting": Correcting.FAILED.value, "correction_reason": reason},
            remove=_ENDED,
            append=history_line(at, "correct_failed", reason=reason, answer=answer),
        )

    def asked_again(self, delivery: Delivery, at: datetime) -> None:
        """It is on the queue once more; whoever works on it keeps it."""
        self._ended(delivery, set={"correction_at": clock.to_text(at)}, remove=())

    def put_off(self, delivery: Delivery, at: datetime, *, reason: str, token: str = "") -> None:
        """Let go of it: it is tried again, with what Zalo still processes if there is a token."""
        self._ended(
            delivery,
            set={
                "correction_at": clock.to_text(at),
                "correction_reason": reason,
                **({"correction_token": token} if token else {}),
            },
            remove=("correction_lease",) if token else _ENDED,
        )

    def _ended(
        self,
        delivery: Delivery,
        *,
        set: Mapping[str, Any],  # noqa: A002 - DynamoDB's own word
        remove: Sequence[str],
        append: Mapping[str, list[Any]] | None = None,
    ) -> None:
        """Write how it went; nothing happens when something else is asked for by now."""
        with suppress(ConditionFailed):
            self.table.update(
                delivery.broadcast_id,
                delivery_sort(delivery.unit_path),
                set=set,
                remove=remove,
                append=append or {},
                only_if=_still_asked(delivery),
            )


def _still_asked(delivery: Delivery) -> Condition:
    pending = Attr("correcting").eq(Correcting.PENDING.value)
    return pending & Attr("correcting_to").eq(delivery.correcting_to)


def _words_sort(edition: int) -> str:
    return f"correction#{edition:04d}"
