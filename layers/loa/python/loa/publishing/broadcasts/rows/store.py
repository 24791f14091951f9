"""Rows of broadcasts (table Broadcasts); lists of them are in `loa.publishing.broadcasts.rows.lists`.

BROADCAST        meta                 the broadcast
BROADCAST        version#DIGEST       what a version of its content, or of a unit's addition, said
BROADCAST        opened#DIGEST#OFFICER  when an approver first opened a version
BROADCAST        delivery#PATH#       one delivery, with its history
BROADCAST        localisation#PATH#   what a unit adds, or that it does not take part
series#PROVINCE  SERIES               weekly bulletins (`loa.publishing.broadcasts.rows.series_store`)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import batched
from typing import Any, Final

from loa import clock
from loa.errors import Busy, Conflict, NotFound
from loa.foundation.units.model import subtree_range
from loa.platform.aws.dynamodb.tables import (
    Attr,
    Condition,
    ConditionFailed,
    Delete,
    Page,
    Put,
    Row,
    Table,
    Update,
    Write,
)
from loa.platform.aws.dynamodb.transactions import commit, get_many
from loa.publishing.broadcasts.rows.broadcast_rows import (
    approval_row,
    broadcast_from,
    broadcast_row,
    step_row,
)
from loa.publishing.broadcasts.rows.lists import META, BroadcastLists, listed
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.delivery import LEASE
from loa.publishing.broadcasts.rules.model import (
    Approval,
    Broadcast,
    BroadcastState,
    Localisation,
    LocalisationState,
    Removal,
)

_BY_UNIT: Final = "by_unit:unit_path:created_at"
_ENDING: Final = (
    BroadcastState.SENDING,
    BroadcastState.PAUSED,
    BroadcastState.STOPPED,
    BroadcastState.CANCELLED,
)
_AT_ONCE: Final = 100
"""How many rows one request reads."""


class BroadcastStore(BroadcastLists):
    """Broadcasts and their localisations; their deliveries are in `rows.delivery_store`."""

    # The broadcast itself

    def create(self, broadcast: Broadcast) -> None:
        """Write a new broadcast."""
        written = Put(self.table, broadcast_row(broadcast), new=True)
        commit([written, self._keeping(broadcast), *self.naming(broadcast)])

    def _keeping(self, broadcast: Broadcast) -> Put:
        content = broadcast.content
        return self._version(broadcast.broadcast_id, content.digest(), content.as_row())

    def _version(self, broadcast_id: str, digest: str, said: Mapping[str, Any]) -> Put:
        return Put(self.table, {"partition": broadcast_id, "sort": f"version#{digest}", "said": dict(said)})

    def version(self, broadcast_id: str, digest: str) -> Row | None:
        """What a version said; None where nobody has kept it."""
        row = self.table.get(broadcast_id, f"version#{digest}")
        return dict(row["said"]) if row else None

    def create_once(self, broadcast: Broadcast) -> None:
        """Write a new broadcast, unless one of that id is there."""
        try:
            self.create(broadcast)
        except ConditionFailed:
            return

    def begin(self, broadcast: Broadcast, beside: Sequence[Write] = ()) -> bool:
        """Write a new broadcast under way, whose deliveries have their rows; False: it began before.

        Args:
            broadcast: sending, with the number of its deliveries.
            beside: what is counted with it.
        """
        written = Put(self.table, broadcast_row(broadcast), new=True)
        try:
            commit([written, self._keeping(broadcast), self._activate(broadcast), *beside])
        except ConditionFailed:
            return False
        return True

    def place(self, broadcast_id: str) -> tuple[Table, str, str]:
        """Where a broadcast is kept, for `loa.platform.aws.dynamodb.transactions.get_many`."""
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

    def get_all(self, broadcast_ids: Sequence[str]) -> list[Broadcast]:
        """The broadcasts of these ids, in their order; those that are not there are left out."""
        found: list[Broadcast] = []
        for some in batched(broadcast_ids, _AT_ONCE, strict=False):
            found += [broadcast_from(row) for row in get_many([self.place(name) for name in some]) if row]
        return found

    def of_unit(self, unit_path: str, *, limit: int, start: Row | None = None) -> Page:
        """The broadcasts a unit has made, newest first; rows for `broadcast_from`."""
        return self.table.page(unit_path, index=_BY_UNIT, limit=limit, newest_first=True, start=start)

    def replace(
        self, before: Broadcast, after: Broadcast, *, together_with: Sequence[Write] = ()
    ) -> Broadcast:
        """Write a broadcast in its next state, and the lists where it stands; all of it or nothing.

        Args:
            before: as it was read.
            after: as it shall be.
            together_with: other writes of the same step.

        Raises:
            Conflict: the step may not follow, or someone was faster.
        """
        before.require(after.state)
        row = broadcast_row(after) | {"version": before.version + 1}
        kept = [] if before.content == after.content else [self._keeping(after)]
        named = [] if before.item == after.item else self.naming(after)
        written = Put(self.table, row, only_if=Attr("version").eq(before.version))
        try:
            commit([written, *self.moving(before, after), *kept, *named, *together_with])
        except ConditionFailed as failure:
            raise Conflict(texts.CHANGED_MEANWHILE) from failure
        return broadcast_from(row)

    def give_to(self, broadcast: Broadcast, unit_path: str) -> bool:
        """Let a broadcast belong to another unit, in every list; False if it has changed meanwhile."""
        # Its item goes the same way, if it is of that unit (`loa.publishing.library.library_moves`).
        old, mark, identifier = broadcast.item.rpartition("~")
        item = f"{unit_path}{mark}{identifier}" if old == broadcast.unit_path else broadcast.item
        after = replace(broadcast, unit_path=unit_path, item=item)
        row = broadcast_row(after) | {"version": broadcast.version + 1}
        written = Put(self.table, row, only_if=Attr("version").eq(broadcast.version))
        try:
            commit([written, *self.moving(broadcast, after), *self.naming(after)])
        except ConditionFailed:
            return False
        return True

    def flow(
        self,
        broadcast_id: str,
        *,
        out_of: Iterable[BroadcastState],
        into: BroadcastState,
        reason: str = "",
        resumed_at: datetime | None = None,
        old_words: bool = True,
    ) -> bool:
        """Switch a broadcast under way; False if it is in none of the states to come out of.

        Without `old_words` also if its articles are to say something else by now (`rows.correction_store`).
        """
        condition: Condition = Attr("state").is_in([state.value for state in out_of])
        if not old_words:
            condition = condition & Attr("correction").not_exists()
        given = {"resumed_at": clock.to_text(resumed_at)} if resumed_at else {}
        return self._changed(broadcast_id, {"state": into.value, "reason": reason, **given}, condition)

    def finish(
        self,
        broadcast_id: str,
        *,
        version: int,
        at: datetime,
        out_of: Iterable[BroadcastState] = _ENDING,
        reason: str | None = None,
    ) -> bool:
        """Nothing of it is open any more; False if it is another version, or in another state.

        Why it had stopped stays, unless there is a reason.
        """
        same = Attr("version").eq(version) & Attr("state").is_in([state.value for state in out_of])
        return self._changed(
            broadcast_id,
            {
                "state": BroadcastState.FINISHED.value,
                "finished_at": clock.to_text(at),
                **({} if reason is None else {"reason": reason}),
            },
            same,
        )

    def renew(self, broadcast: Broadcast, approval: Approval, *, together_with: Sequence[Write]) -> Broadcast:
        """Give a broadcast under way another approval; its state stays.

        Raises:
            Conflict: it has changed meanwhile.
        """
        renewed = Update(
            self.table,
            broadcast.broadcast_id,
            META,
            set={"approval": approval_row(approval)},
            add={"version": 1},
            only_if=Attr("version").eq(broadcast.version),
        )
        try:
            commit([renewed, *together_with])
        except ConditionFailed as failure:
            raise Conflict(texts.CHANGED_MEANWHILE) from failure
        return self.get(broadcast.broadcast_id)

    def remove(self, broadcast: Broadcast, removal: Removal) -> Broadcast:
        """Have its articles taken down; one that is finished is withdrawn by it.

        Raises:
            Conflict: it has changed meanwhile.
        """
        finished = broadcast.state is BroadcastState.FINISHED
        state = BroadcastState.WITHDRAWN if finished else broadcast.state
        wanted = {"state": state.value, "removal": step_row(removal) | {"reason": removal.reason}}
        if not self._changed(broadcast.broadcast_id, wanted, Attr("version").eq(broadcast.version)):
            raise Conflict(texts.CHANGED_MEANWHILE)
        return self.get(broadcast.broadcast_id)

    def _changed(self, broadcast_id: str, wanted: Mapping[str, Any], only_if: Condition) -> bool:
        try:
            self.table.update(broadcast_id, META, set=wanted, add={"version": 1}, only_if=only_if)
        except ConditionFailed:
            return False
        return True

    # Planning

    def lease_planning(self, broadcast_id: str, owner: str, at: datetime) -> Broadcast:
        """Take the right to plan a broadcast that is due.

        A planner that died leaves the state `planning` and a lease that runs out.

        Raises:
            Busy: another planner is at work.
            Conflict: the broadcast is not scheduled (cancelled, edited, or planned already).
        """
        free = Attr("lease_until").not_exists() | Attr("lease_until").lt(clock.to_text(at))
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
                    "lease_until": clock.to_text(at + 3 * LEASE),
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

    def finish_planning(
        self, broadcast: Broadcast, owner: str, planned: int, at: datetime, beside: Sequence[Update] = ()
    ) -> None:
        """All deliveries have their rows: sending may begin, and the clock looks after it from now on.

        Args:
            broadcast: what was planned.
            owner: whose lease it is.
            planned: how many deliveries.
            at: the present instant.
            beside: what is counted with it.

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
                "planned_at": clock.to_text(at),
            },
            add={"version": 1},
            remove=("lease_owner", "lease_until"),
            only_if=Attr("lease_owner").eq(owner),
        )
        off = [Delete(self.table, *key) for key in listed(broadcast)]
        try:
            commit([began, self._activate(broadcast), *off, *beside])
        except ConditionFailed as failure:
            raise Busy("the lease was lost") from failure

    # Localisation

    def localise(
        self, broadcast_id: str, localisation: Localisation, *, instead_of: Localisation | None
    ) -> None:
        """Keep what a unit adds, instead of what stood there.

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
            "contributors": sorted(localisation.contributors | {localisation.author}),
            "at": clock.to_text(localisation.at),
            "digest": localisation.digest,
        }
        unchanged = (
            Attr("at").eq(clock.to_text(instead_of.at)) & Attr("state").eq(instead_of.state.value)
            if instead_of
            else None
        )
        kept = self._version(broadcast_id, localisation.version(), localisation.words())
        try:
            commit([Put(self.table, row, new=not instead_of, only_if=unchanged), kept])
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
        at=clock.from_text(row["at"]),
        digest=row["digest"],
        contributors=frozenset(row.get("contributors", [row["author"]])),
    )
