"""Rows of broadcasts (table Broadcasts).

BROADCAST        meta                 the broadcast
BROADCAST        delivery#PATH#       one delivery, with its history
BROADCAST        localisation#PATH#   what a unit adds, or that it does not take part
active#PROVINCE  BROADCAST            broadcasts that still have open deliveries, for the clock
ended#PROVINCE   INSTANT#BROADCAST    those that had none any more from that instant on, for reconciliation
series#PROVINCE  SERIES               weekly bulletins (`loa.broadcasts.series_store`)
reconciled#PROVINCE  meta             how far the last round of reconciliation came
emergency#PATH   INSTANT#BROADCAST    emergencies, reported to the unit above
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from loa import moments
from loa.aws.tables import Attr, ConditionFailed, Page, Put, Row, Table, Update
from loa.aws.transactions import commit
from loa.broadcasts import texts
from loa.broadcasts.delivery import LEASE
from loa.broadcasts.model import Approval, Broadcast, BroadcastState, Content, Localisation, LocalisationState
from loa.errors import Busy, Conflict, NotFound
from loa.units.model import subtree_range

META: Final = "meta"
_BY_UNIT: Final = "by_unit:unit_path:created_at"
_INSTANTS: Final = ("send_at", "planned_at", "finished_at", "suggested_at", "resumed_at")


def broadcast_row(broadcast: Broadcast) -> Row:
    """The row of a broadcast."""
    approval = broadcast.approval
    instants = {name: getattr(broadcast, name) for name in _INSTANTS}
    return {
        "partition": broadcast.broadcast_id,
        "sort": META,
        "province": broadcast.province,
        "unit_path": broadcast.unit_path,
        "content": broadcast.content.as_row(),
        "state": broadcast.state.value,
        "author": broadcast.author,
        "created_at": moments.to_text(broadcast.created_at),
        "version": broadcast.version,
        "planned": broadcast.planned,
        "reason": broadcast.reason,
        **({"approval": _approval_row(approval)} if approval else {}),
        **({"approved_content": broadcast.approved_content.as_row()} if broadcast.approved_content else {}),
        **{name: moments.to_text(instant) for name, instant in instants.items() if instant},
    }


def _approval_row(approval: Approval) -> Row:
    return {
        "officer": approval.officer,
        "at": moments.to_text(approval.at),
        "expires_at": moments.to_text(approval.expires_at),
        "digest": approval.digest,
        "emergency": approval.emergency,
    }


def broadcast_from(row: Row) -> Broadcast:
    """The broadcast of a row."""
    approval = row.get("approval")
    return Broadcast(
        broadcast_id=row["partition"],
        province=row["province"],
        unit_path=row["unit_path"],
        content=Content.from_row(row["content"]),
        state=BroadcastState(row["state"]),
        author=row["author"],
        created_at=moments.from_text(row["created_at"]),
        version=row["version"],
        approval=Approval(
            officer=approval["officer"],
            at=moments.from_text(approval["at"]),
            expires_at=moments.from_text(approval["expires_at"]),
            digest=approval["digest"],
            emergency=approval["emergency"],
        )
        if approval
        else None,
        approved_content=Content.from_row(row["approved_content"]) if "approved_content" in row else None,
        planned=row["planned"],
        reason=row["reason"],
        **{name: moments.from_text(row[name]) if name in row else None for name in _INSTANTS},
    )


class Broadcasts:
    """Broadcasts and their localisations; their deliveries are in `loa.broadcasts.ledger`."""

    def __init__(self, table: Table) -> None:
        self.table = table

    # The broadcast itself

    def create(self, broadcast: Broadcast) -> None:
        """Write a new broadcast."""
        self.table.put(broadcast_row(broadcast), new=True)

    def create_once(self, broadcast: Broadcast) -> None:
        """Write a new broadcast, unless one of that id is there."""
        try:
            self.create(broadcast)
        except ConditionFailed:
            return

    def place(self, broadcast_id: str) -> tuple[Table, str, str]:
        """Where a broadcast is kept, for `loa.aws.transactions.get_many`."""
        return self.table, broadcast_id, META

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

    def replace(self, before: Broadcast, after: Broadcast) -> Broadcast:
        """Write a broadcast in its next state.

        Raises:
            Conflict: the step may not follow, or someone was faster.
        """
        before.require(after.state)
        row = broadcast_row(after) | {"version": before.version + 1}
        try:
            self.table.put(row, only_if=Attr("version").eq(before.version))
        except ConditionFailed as failure:
            raise Conflict(texts.CHANGED_MEANWHILE) from failure
        return broadcast_from(row)

    def flow(self, broadcast_id: str, *, out_of: Iterable[BroadcastState], into: BroadcastState,
             reason: str = "", finished_at: datetime | None = None,
             resumed_at: datetime | None = None) -> bool:  # fmt: skip
        """Switch a broadcast under way; False if it is in none of the states to come out of."""
        condition = Attr("state").is_in([state.value for state in out_of])
        instants = {"finished_at": finished_at, "resumed_at": resumed_at}
        given = {name: moments.to_text(at) for name, at in instants.items() if at}
        try:
            self.table.update(
                broadcast_id,
                META,
                set={"state": into.value, "reason": reason, **given},
                add={"version": 1},
                only_if=condition,
            )
        except ConditionFailed:
            return False
        return True

    def report_emergency(self, broadcast: Broadcast, above: str, at: datetime) -> None:
        """Show an emergency to the unit above."""
        approval = broadcast.approval
        self.table.put(
            {
                "partition": f"emergency#{above}",
                "sort": f"{moments.to_text(at)}#{broadcast.broadcast_id}",
                "broadcast_id": broadcast.broadcast_id,
                "from_unit": broadcast.unit_path,
                "title": broadcast.title,
                "officer": approval.officer if approval else "",
                "why": approval.emergency if approval else "",
            }
        )

    def emergencies(self, unit_path: str, *, limit: int, start: Row | None = None) -> Page:
        """Emergencies reported to a unit, newest first."""
        return self.table.page(f"emergency#{unit_path}", limit=limit, newest_first=True, start=start)

    # Planning

    def lease_planning(self, broadcast_id: str, owner: str, at: datetime) -> Broadcast:
        """Take the right to plan a broadcast that is due.

        A planner that died leaves the state `planning` and a lease that runs out.

        Raises:
            Busy: another planner is at work.
            Conflict: the broadcast is not scheduled (cancelled, edited, or planned already).
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
                add={"version": 1},
                only_if=due | (again & free),
            )
        except ConditionFailed as failure:
            if failure.row is None:
                raise NotFound(texts.NOT_FOUND) from failure
            if failure.row["state"] == BroadcastState.PLANNING.value:
                raise Busy("another planner is at work") from failure
            raise Conflict(texts.CHANGED_MEANWHILE) from failure
        return broadcast_from(row)

    def finish_planning(self, broadcast: Broadcast, owner: str, planned: int, at: datetime) -> None:
        """All deliveries have their rows: sending may begin, and the clock looks after it from now on.

        Raises:
            Busy: the lease was lost to another planner.
        """
        began = Update(
            self.table,
            broadcast.broadcast_id,
            META,
            set={
                "state": BroadcastState.SENDING.value,
                "planned": planned,
                "planned_at": moments.to_text(at),
            },
            add={"version": 1},
            remove=("lease_owner", "lease_until"),
            only_if=Attr("lease_owner").eq(owner),
        )
        try:
            commit([began, self._activate(broadcast)])
        except ConditionFailed as failure:
            raise Busy("the lease was lost") from failure

    def _activate(self, broadcast: Broadcast) -> Put:
        name = broadcast.broadcast_id
        return Put(self.table, {"partition": f"active#{broadcast.province}", "sort": name})

    def activate(self, broadcast: Broadcast) -> None:
        """Have the clock look after a broadcast (again)."""
        commit([self._activate(broadcast)])

    def active(self, province: str) -> list[str]:
        """The broadcasts that the clock looks after."""
        return [row["sort"] for row in self.table.rows(f"active#{province}", consistent=True)]

    def retire(self, broadcast: Broadcast, at: datetime) -> None:
        """Nothing is open any more: the clock need not look again; what was sent is still reconciled."""
        name = broadcast.broadcast_id
        self.table.put({"partition": f"ended#{broadcast.province}", "sort": f"{moments.to_text(at)}#{name}"})
        self.table.delete(f"active#{broadcast.province}", name)

    def ended(self, province: str, since: datetime) -> list[str]:
        """The broadcasts that have ended since an instant, each once."""
        between = (moments.to_text(since), "9")
        rows = self.table.rows(f"ended#{province}", between=between, consistent=True)
        return list(dict.fromkeys(row["sort"].partition("#")[2] for row in rows))

    def reconciled_to(self, province: str) -> str:
        """The path up to which the last round of reconciliation came; empty: it came to the end."""
        row = self.table.get(f"reconciled#{province}", META)
        return str(row["path"]) if row else ""

    def keep_reconciled(self, province: str, path: str) -> None:
        """Remember how far a round came, for the next one; empty: to the end."""
        self.table.put({"partition": f"reconciled#{province}", "sort": META, "path": path})

    # Localisation

    def localise(
        self, broadcast_id: str, localisation: Localisation, *, instead_of: Localisation | None = None
    ) -> None:
        """Keep what a unit adds; the last word counts.

        Raises:
            Conflict: what stands there is no longer `instead_of`.
        """
        row = {
            "partition": broadcast_id,
            "sort": f"localisation#{localisation.unit_path}#",
            "local_path": localisation.unit_path,
            "state": localisation.state.value,
            "paragraph": localisation.paragraph,
            "image_url": localisation.image_url,
            "author": localisation.author,
            "at": moments.to_text(localisation.at),
            "digest": localisation.digest,
        }
        try:
            self.table.put(row, only_if=Attr("at").eq(moments.to_text(instead_of.at)) if instead_of else None)
        except ConditionFailed as failure:
            raise Conflict(texts.CHANGED_MEANWHILE) from failure

    def localisations(self, broadcast_id: str, root: str) -> dict[str, Localisation]:
        """What the units of a subtree add, by their paths; one Query."""
        between = subtree_range(root, "localisation#")
        rows = self.table.rows(broadcast_id, between=between, consistent=True)
        return {row["local_path"]: _localisation_from(row) for row in rows}


def _localisation_from(row: Row) -> Localisation:
    return Localisation(
        unit_path=row["local_path"],
        state=LocalisationState(row["state"]),
        paragraph=row["paragraph"],
        image_url=row["image_url"],
        author=row["author"],
        at=moments.from_text(row["at"]),
        digest=row["digest"],
    )


def details_of(row: Mapping[str, Any]) -> dict[str, str]:
    """What an emergency's row tells an officer."""
    names = ("broadcast_id", "from_unit", "title", "officer", "why")
    return {name: str(row[name]) for name in names} | {"at": str(row["sort"]).partition("#")[0]}
