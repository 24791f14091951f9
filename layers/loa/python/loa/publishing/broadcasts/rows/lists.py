"""Rows that name broadcasts (table Broadcasts): what waits, is due, is under way, was approved.

active#PROVINCE    BROADCAST              broadcasts that still have open deliveries, for the clock
ended#PROVINCE     INSTANT#BROADCAST      those that had none any more from then on, for reconciliation
waiting#PROVINCE   PATH#INSTANT#BROADCAST those that wait for approval, by the unit that sends them
scheduled#PROVINCE INSTANT#BROADCAST      those that are to be planned at that instant
approvals#PROVINCE INSTANT#BROADCAST      approvals as they were given
emergency#PATH     INSTANT#BROADCAST      emergencies, reported to the unit above
unreported#PROVINCE INSTANT#BROADCAST     those of which nobody above has been told on Zalo yet
item#IDENTIFIER    INSTANT#BROADCAST      those that took over an item of the library, when begun
reconciled#PROVINCE meta                  how far the last round of reconciliation came
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from loa import clock
from loa.foundation.units.model import parent, subtree_range
from loa.platform.aws.dynamodb.tables import (
    Attr,
    ConditionFailed,
    Delete,
    Page,
    Put,
    Row,
    Table,
    Update,
    Write,
)
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState

META: Final = "meta"

type RowKey = tuple[str, str]


def listed(broadcast: Broadcast) -> dict[RowKey, Row]:
    """Where a broadcast stands by its state, and what stands there: it is moved together with the state."""
    if broadcast.state is BroadcastState.SUBMITTED and broadcast.submission:
        at = clock.to_text(broadcast.submission.at)
        sort = f"{broadcast.unit_path}#{at}#{broadcast.broadcast_id}"
        return {(f"waiting#{broadcast.province}", sort): {"broadcast_id": broadcast.broadcast_id}}
    if broadcast.state in {BroadcastState.SCHEDULED, BroadcastState.PLANNING} and broadcast.send_at:
        sort = f"{clock.to_text(broadcast.send_at)}#{broadcast.broadcast_id}"
        return {(f"scheduled#{broadcast.province}", sort): {"broadcast_id": broadcast.broadcast_id}}
    return {}


def _of_item(item_id: str) -> str:
    """The partition of an item's broadcasts: without its unit, which a reorganisation changes."""
    return f"item#{item_id.rpartition('~')[2]}"


class BroadcastLists:
    """Lists of broadcasts."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def moving(self, before: Broadcast, after: Broadcast) -> list[Write]:
        """The writes that take a broadcast off the lists where it no longer belongs, and put it on others."""
        old, new = listed(before), listed(after)
        return [
            *(Delete(self.table, *key) for key in old if key not in new),
            *(
                Put(self.table, {"partition": key[0], "sort": key[1], **row})
                for key, row in new.items()
                if key not in old
            ),
        ]

    # Made from an item of the library

    def naming(self, broadcast: Broadcast) -> list[Write]:
        """The write that lets a broadcast be found by its item, whichever unit that comes to."""
        if not broadcast.item:
            return []
        sort = f"{clock.to_text(broadcast.created_at)}#{broadcast.broadcast_id}"
        row = {"broadcast_id": broadcast.broadcast_id, "unit_path": broadcast.unit_path}
        return [Put(self.table, {"partition": _of_item(broadcast.item), "sort": sort, **row})]

    def made_from(self, item_id: str) -> list[Row]:
        """Rows of the broadcasts that took over an item, newest first: `broadcast_id`, `unit_path`.

        A broadcast may say something else since: its own row decides.
        """
        return list(self.table.rows(_of_item(item_id), newest_first=True))

    # Waiting for approval

    def waiting(self, province: str, below: str, *, limit: int, start: Row | None = None) -> Page:
        """Rows of the broadcasts of a subtree that wait for approval; `broadcast_id` says which."""
        return self.table.page(
            f"waiting#{province}", between=subtree_range(below), limit=limit, start=start, consistent=True
        )

    def untold(self, province: str) -> list[Row]:
        """Rows of the broadcasts of whose waiting no approver has been told yet."""
        rows = self.table.rows(f"waiting#{province}", consistent=True)
        return [row for row in rows if "told_at" not in row]

    def told(self, row: Row, at: datetime) -> None:
        """Its approvers have been told; nothing happens when it waits no more."""
        try:
            self.table.update(
                row["partition"],
                row["sort"],
                set={"told_at": clock.to_text(at)},
                only_if=Attr("partition").exists(),
            )
        except ConditionFailed:
            return

    # Approvals

    def opened(self, broadcast_id: str, digest: str, officer_id: str, at: datetime) -> None:
        """An approver has opened this version; the first time counts."""
        self.table.update(broadcast_id, f"opened#{digest}#{officer_id}", defaults={"at": clock.to_text(at)})

    def opened_at(self, broadcast_id: str, digest: str, officer_id: str) -> datetime | None:
        """When an officer first opened this version; None: never."""
        row = self.table.get(broadcast_id, f"opened#{digest}#{officer_id}")
        return clock.from_text(row["at"]) if row else None

    def recording(self, broadcast: Broadcast, opened_at: datetime | None) -> list[Write]:
        """The writes that keep an approval for oversight, and show an emergency to the unit above."""
        approval, submission = broadcast.approval, broadcast.submission
        if approval is None:
            return []
        known = {"submitted_at": submission.at if submission else None, "opened_at": opened_at}
        sort = f"{clock.to_text(approval.at)}#{broadcast.broadcast_id}"
        facts = {
            "broadcast_id": broadcast.broadcast_id,
            "from_unit": broadcast.unit_path,
            "title": broadcast.title,
            "officer": approval.officer,
            "why": approval.emergency,
        }
        kept: Row = {
            "partition": f"approvals#{broadcast.province}",
            "sort": sort,
            **facts,
            **{name: clock.to_text(at) for name, at in known.items() if at},
        }
        if not approval.emergency:
            return [Put(self.table, kept)]
        above = parent(broadcast.unit_path) or broadcast.unit_path
        return [
            Put(self.table, kept),
            Put(self.table, {"partition": f"emergency#{above}", "sort": sort, **facts}),
            Put(
                self.table,
                {"partition": f"unreported#{broadcast.province}", "sort": sort, "why": facts["why"]},
            ),
        ]

    def approvals(self, province: str, first: datetime, last: datetime) -> list[Row]:
        """Rows of the approvals that were given from an instant until before another."""
        between = (clock.to_text(first), clock.to_text(last))
        return list(self.table.rows(f"approvals#{province}", between=between))

    def emergencies(self, unit_path: str, *, limit: int, start: Row | None = None) -> Page:
        """Emergencies reported to a unit, newest first."""
        return self.table.page(f"emergency#{unit_path}", limit=limit, newest_first=True, start=start)

    def unreported(self, province: str) -> list[Row]:
        """Rows of the emergencies of which nobody above has been told: `why`, and which in the sort key."""
        return list(self.table.rows(f"unreported#{province}", consistent=True))

    def reported(self, row: Row) -> None:
        """Officers above have been told of an emergency, or there is none who could be."""
        self.table.delete(row["partition"], row["sort"])

    # Due

    def overdue(self, province: str, since: datetime) -> list[Row]:
        """Rows of broadcasts that were to be planned before an instant and are not: `broadcast_id`."""
        return list(
            self.table.rows(f"scheduled#{province}", between=("0", clock.to_text(since)), consistent=True)
        )

    # Under way

    def _activate(self, broadcast: Broadcast) -> Put:
        return Put(self.table, {"partition": f"active#{broadcast.province}", "sort": broadcast.broadcast_id})

    def activate(self, broadcast: Broadcast) -> None:
        """Have the clock look after a broadcast (again)."""
        commit([self._activate(broadcast)])

    def active(self, province: str) -> list[str]:
        """The broadcasts that the clock looks after."""
        return [row["sort"] for row in self.table.rows(f"active#{province}", consistent=True)]

    def retire(self, broadcast: Broadcast, at: datetime) -> bool:
        """Nothing is open any more: the clock need not look again; what was sent is still reconciled.

        False, and nothing happens, when the broadcast is in another version by now: somebody lets it go on.
        """
        name, instant = broadcast.broadcast_id, clock.to_text(at)
        same = Attr("version").eq(broadcast.version)
        try:
            commit(
                [
                    Update(self.table, name, META, set={"retired_at": instant}, only_if=same),
                    Put(
                        self.table, {"partition": f"ended#{broadcast.province}", "sort": f"{instant}#{name}"}
                    ),
                    Delete(self.table, f"active#{broadcast.province}", name),
                ]
            )
        except ConditionFailed:
            return False
        return True

    def ended(self, province: str, since: datetime) -> list[str]:
        """The broadcasts that have ended since an instant, each once."""
        between = (clock.to_text(since), "9")
        rows = self.table.rows(f"ended#{province}", between=between, consistent=True)
        return list(dict.fromkeys(row["sort"].partition("#")[2] for row in rows))

    def reconciled_to(self, province: str) -> str:
        """The path up to which the last round of reconciliation came; empty: it came to the end."""
        row = self.table.get(f"reconciled#{province}", META)
        return str(row["path"]) if row else ""

    def keep_reconciled(self, province: str, path: str) -> None:
        """Remember how far a round came, for the next one; empty: to the end."""
        self.table.put({"partition": f"reconciled#{province}", "sort": META, "path": path})


def details_of(row: Mapping[str, Any]) -> dict[str, str]:
    """What an emergency's row tells an officer."""
    names = ("broadcast_id", "from_unit", "title", "officer", "why")
    return {name: str(row[name]) for name in names} | {"at": str(row["sort"]).partition("#")[0]}
