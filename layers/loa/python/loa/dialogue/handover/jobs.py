"""Give the work of somebody who left a unit to the colleague whom an administrator has named.

Only what is still in the name of somebody who may not work on it any more is given on: done twice, the second
time finds nothing. A colleague who has left too, or may not do this work, does not get it: it is the unit's.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from loa import clock
from loa.casework.cases.work.service import CaseService
from loa.dialogue.conversations import texts
from loa.dialogue.conversations.model import Conversation, WorklistState
from loa.dialogue.conversations.store import ConversationStore
from loa.dialogue.conversations.worklist_keys import Worklist, parse_worklist_order
from loa.dialogue.desk.store import DeskStore, note_of
from loa.dialogue.handover.first_readings import give_back
from loa.errors import Conflict, NotFound, name_of, place_of
from loa.foundation.officers.assignees import holder
from loa.foundation.officers.model import Permission
from loa.foundation.officers.store import OfficerStore
from loa.foundation.people.handovers import HandOver, HandOverStore
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit

AT_ONCE: Final = 50
"""Conversations of one list, and cases, that one round takes of one officer; the next round goes on."""


@dataclass(slots=True)
class HandedOver:
    """Result of one round.

    Attributes:
        given: how many pieces of work went over.
        failed: units in which one could not, each with the code of the error and its place.
    """

    given: int = 0
    failed: list[tuple[str, str, list[str]]] = field(default_factory=list)

    def add(self, path: str, step: Callable[[], int]) -> None:
        """Take a step with a unit's work; whatever is wrong with it, the others go on."""
        try:
            self.given += step()
        except Exception as error:  # noqa: BLE001 - a row that nobody understands must not stop the others
            self.failed.append((path, name_of(error), place_of(error)))


@dataclass(frozen=True, slots=True)
class WorkInHand:
    """Where the work of officers and units lies."""

    conversations: ConversationStore
    rows: DeskStore
    cases: CaseService
    officers: OfficerStore
    orders: HandOverStore

    def round(self, province: str, now: datetime, *, may_go_on: Callable[[], bool]) -> HandedOver:
        """Hand over and give back what there is."""
        done = self.hand_over(province, now, may_go_on=may_go_on)
        done.add(province, partial(self.give_back, province, now, may_go_on=may_go_on))
        return done

    def give_back(self, province: str, now: datetime, *, may_go_on: Callable[[], bool]) -> int:
        """Give back what the units above have not read in time; return how many conversations."""
        return give_back(
            province,
            now,
            conversations=self.conversations,
            rows=self.rows,
            accounts=self.cases.accounts,
            may_go_on=may_go_on,
        )

    def hand_over(self, province: str, now: datetime, *, may_go_on: Callable[[], bool]) -> HandedOver:
        """Carry out all that was said about a province, each piece of work by itself."""
        done = HandedOver()
        for order in self.orders.living(province, now):
            for standing in WorklistState:
                listing = Worklist(order.unit_path, standing, subtree=True, assignee=order.officer_id)
                rows = self.conversations.listed(listing, limit=AT_ONCE).rows
                places = [parse_worklist_order(listing.order_of(row)) for row in rows]
                heads = {
                    (head.oa_id, head.user_id): head
                    for head in self.conversations.heads([place[2:] for place in places])
                }
                for path, _, *pair in places:
                    head = heads.get((pair[0], pair[1]))
                    if head and head.assigned_to == order.officer_id and may_go_on():
                        done.add(path, partial(self._conversation, order, head, path, now))
            for line in self.cases.store.owned(order.officer_id, order.unit_path, limit=AT_ONCE).items:
                if may_go_on():
                    done.add(line.unit_path, partial(self._case, order, line.id, line.unit_path, now))
        return done

    def _conversation(self, order: HandOver, head: Conversation, path: str, now: datetime) -> bool:
        to = self._successor(order, Permission.ANSWER_CONVERSATION, path)
        if to is None:
            return False
        to_id, to_name = to
        said = (
            texts.ASSIGNED.format(name=to_name) if to_id else texts.UNASSIGNED.format(name=head.assigned_name)
        )
        line = note_of(
            head, f"handover-{clock.to_text(order.at)}", said, officer=order.by, kind="assigned", now=now
        )
        write = self.rows.assigned(head, to_id, to_name, unit_path=path)
        try:
            commit([self.rows.noted(line), write])
        except ConditionFailed:
            return False  # somebody was faster; the next round looks again
        return True

    def _case(self, order: HandOver, case_id: str, path: str, now: datetime) -> bool:
        to = self._successor(order, Permission.WORK_ON_CASE, path)
        if to is None:
            return False
        try:
            self.cases.at(now).assign(case_id, owner=to[0], owner_name=to[1], by=order.by.id)
        except (Conflict, NotFound):
            return False
        return True

    def _successor(self, order: HandOver, action: Permission, path: str) -> tuple[str, str] | None:
        """Return id and name of who takes work of a unit over; empty: the unit. None: it is still theirs."""
        if holder(order.officer_id, action, path, registry=self.officers):
            return None
        found = holder(order.to_id, action, path, registry=self.officers) if order.to_id else None
        return (found.id, found.name) if found else ("", "")
