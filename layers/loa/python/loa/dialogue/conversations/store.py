"""The head of a conversation: attributes on the resident's own row (table Audience, `followers.store`).

    account#OA   follower#USER   what the account knows about a resident, and the attributes below

One row, many writers: each writes its own attributes and names what it relied on in its condition;
nobody rewrites the whole row.

    resident's side (`turned`)       last_message_at last_message_id last_text_kind unanswered* worklist_*
                                     acknowledged_at dialogue turn welcomed_at interacted_at user_id_by_app
                                     urgent_at alerted_at thanked_at watched_at recent active_months;
                                     first_reader(_at) with handling_path, assigned_*
                                     and lease_*; removes closed_at
    a person's answer (`answered`)   answered_up_to answered_by_hand_up_to unanswered* worklist_*
    officers (`desk_store`)          handling_path assigned_* lease_* closed_at answered_by answered_name
                                     answered_at
    profiles (audience, sync)        display_name avatar profile_at
    each of the first three          worklist_in worklist_order assigned_order: its position in the lists

For the position of a row in the lists of units see `loa.dialogue.conversations.worklist_keys`; for messages
see `loa.residents.followers.store`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from loa import clock
from loa.dialogue.conversations.model import (
    CLOCKS_DIFFER,
    Conversation,
    Dialogue,
    DialogueStep,
    Unanswered,
    WorklistState,
)
from loa.dialogue.conversations.worklist_keys import PLACE, Worklist, place_in_lists
from loa.platform.aws.dynamodb.tables import Attr, Condition, Page, Row, Table, Update
from loa.platform.aws.dynamodb.transactions import get_many
from loa.residents.followers.model import Direction, Message
from loa.residents.followers.store import follower_from, follower_key, message_from, thread_partition

_INSTANTS: Final = (
    "interacted_at",
    "withdrawn_at",
    "welcomed_at",
    "last_message_at",
    "answered_up_to",
    "answered_by_hand_up_to",
    "lease_until",
    "acknowledged_at",
    "closed_at",
    "answered_at",
    "urgent_at",
    "alerted_at",
    "thanked_at",
    "watched_at",
    "first_reader_at",
)
_TEXTS: Final = (
    "last_message_id",
    "last_text_kind",
    "handling_path",
    "first_reader",
    "assigned_to",
    "assigned_name",
    "lease_officer",
    "lease_name",
    "display_name",
    "avatar",
    "answered_by",
    "answered_name",
)
_RELIED_ON: Final = (
    "turn",
    "interacted_at",
    "unanswered_since",
    "answered_up_to",
    "answered_by_hand_up_to",
    "handling_path",
    "assigned_to",
    "closed_at",
)
"""Inputs of the position in the lists, and what else a write of the resident's side relies on."""

_AT_ONCE: Final = 100


def dialogue_value(dialogue: Dialogue) -> Row:
    """Return a dialogue as the row stores it, without empty values."""
    return {
        "step": dialogue.step.value,
        "at": clock.to_text(dialogue.at),
        **({"kind": dialogue.kind} if dialogue.kind else {}),
        **({"said": {name: list(keys) for name, keys in dialogue.said.items()}} if dialogue.said else {}),
        **({"files": list(dialogue.files)} if dialogue.files else {}),
        **({"back": dialogue.back.value} if dialogue.back else {}),
        **({"case_id": dialogue.case_id} if dialogue.case_id else {}),
        **({"cancelled": True} if dialogue.cancelled else {}),
        **({"told_of_files": True} if dialogue.told_of_files else {}),
        **({"told_of_unread": True} if dialogue.told_of_unread else {}),
    }


def dialogue_from(value: Mapping[str, Any]) -> Dialogue:
    """Return the dialogue in a row."""
    return Dialogue(
        step=DialogueStep(value["step"]),
        at=clock.from_text(value["at"]),
        kind=value.get("kind", ""),
        said={name: tuple(keys) for name, keys in value.get("said", {}).items()},
        files=tuple(value.get("files", ())),
        back=DialogueStep(value["back"]) if "back" in value else None,
        case_id=value.get("case_id", ""),
        cancelled=value.get("cancelled", False),
        told_of_files=value.get("told_of_files", False),
        told_of_unread=value.get("told_of_unread", False),
    )


def conversation_from(row: Row) -> Conversation:
    """Return the head in a resident's row; every attribute may be missing."""
    follower = follower_from(row)
    since = _instant(row, "unanswered_since")
    texts: dict[str, Any] = {name: row.get(name, "") for name in _TEXTS}
    instants: dict[str, Any] = {name: _instant(row, name) for name in _INSTANTS}
    return Conversation(
        oa_id=follower.oa_id,
        user_id=follower.user_id,
        user_id_by_app=follower.user_id_by_app,
        follows=follower.follows,
        followed_last_at=follower.latest.at if follower.latest else None,
        unanswered=Unanswered(since, row.get("unanswered", 1)) if since else None,
        dialogue=dialogue_from(row["dialogue"]) if row.get("dialogue") else None,
        turn=row.get("turn", 0),
        recent=tuple(str(row.get("recent", "")).split()),
        active_months=tuple(str(row.get("active_months", "")).split()),
        **texts,
        **instants,
    )


def _instant(row: Row, name: str) -> datetime | None:
    return clock.from_text(row[name]) if row.get(name) else None


class AnsweredConversation(NamedTuple):
    """The write that marks a conversation as answered, and what waits after it."""

    update: Update
    left: Unanswered | None


class ConversationStore:
    """Heads of conversations, and the worklists of units."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def place(self, oa_id: str, user_id: str) -> tuple[Table, str, str]:
        """Return where a head is stored, for `transactions.get_many`; pass its row to `conversation_from`."""
        return self.table, *follower_key(oa_id, user_id)

    def get(self, oa_id: str, user_id: str) -> Conversation | None:
        """Return a head; None: the account has never heard of that resident."""
        row = self.table.get(*follower_key(oa_id, user_id))
        return conversation_from(row) if row else None

    def heads(self, pairs: Sequence[tuple[str, str]]) -> list[Conversation]:
        """Return the heads of (account, resident) in the order given, without those that no longer exist."""
        found: list[Conversation] = []
        for first in range(0, len(pairs), _AT_ONCE):
            rows = get_many([self.place(*pair) for pair in pairs[first : first + _AT_ONCE]])
            found += [conversation_from(row) for row in rows if row]
        return found

    def listed(
        self,
        listing: Worklist,
        *,
        limit: int | None = None,
        start: Row | None = None,
        now: datetime | None = None,
    ) -> Page:
        """List the rows of a list, keys only: waiting ones longest first, others newest first.

        Within one unit, rows are ordered by waiting time. Over a subtree, units follow one another, and rows
        that wait only after `now` (intakes that are not over yet) are included.
        """
        return self.table.page(
            listing.partition,
            between=listing.up_to(now + CLOCKS_DIFFER) if now else listing.between,
            index=listing.index,
            limit=limit,
            newest_first=listing.standing is not WorklistState.WAITING,
            start=start,
        )

    def messages_since(self, oa_id: str, user_id: str, after: datetime) -> list[Message]:
        """List what the resident wrote for officers after an instant, oldest first."""
        between = (f"{clock.to_text(after)}#\uffff", "\uffff")
        rows = self.table.rows(thread_partition(oa_id, user_id), between=between, consistent=True)
        messages = [message_from(row) for row in rows if row["direction"] == Direction.IN.value]
        return [message for message in messages if not message.automatic]

    def said(self, oa_id: str, user_id: str, sorts: Sequence[str]) -> dict[str, Message]:
        """Return messages of a conversation by sort key, in one request. Expired ones are missing."""
        if not sorts:
            return {}
        partition = thread_partition(oa_id, user_id)
        rows = get_many([(self.table, partition, sort) for sort in dict.fromkeys(sorts)][:_AT_ONCE])
        return {row["sort"]: message_from(row) for row in rows if row}

    def newest(self, head: Conversation) -> tuple[Table, str, str]:
        """Return where the newest message of a resident is stored, for `transactions.get_many`.

        The head must know it: `last_message_at` and `last_message_id`.
        """
        sort = f"{_text(head.last_message_at)}#{head.last_message_id}"
        return self.table, thread_partition(head.oa_id, head.user_id), sort

    def turned(
        self, before: Conversation, after: Conversation, *, unit_path: str, reopens: bool = False
    ) -> Update:
        """Return the write of the resident's side, for a transaction: what changed from `before` to `after`.

        Refused when something it was computed from has changed since `before` was read: read again.

        Args:
            before: the head as it was read; `Conversation(oa_id, user_id)` when there was no row.
            after: the new head; attributes that belong to officers are not written.
            unit_path: the account's unit, which answers unless the conversation was transferred.
            reopens: True to reopen a conversation that an officer has closed, even if they close it at this
                very moment.
        """
        if reopens:
            after = replace(after, closed_at=None)
        changed, gone = _changes(_values(before, unit_path), _values(after, unit_path))
        return Update(
            self.table,
            *follower_key(before.oa_id, before.user_id),
            set={"turn": before.turn + 1, **changed},
            remove=[*gone, *(["closed_at"] if reopens else [])],
            only_if=unchanged(before),
        )

    def welcomed(self, before: Conversation, at: datetime, *, beside: Update | None = None) -> Update:
        """Return the write that welcomes a resident and shows the menu, for a transaction.

        Refused when the resident was welcomed, or is in a dialogue, that `before` does not know of.

        Args:
            before: the head as it was read.
            at: timestamp of the event that triggers the welcome.
            beside: another write of the same row; DynamoDB takes a row once per transaction.
        """
        values: Row = {"welcomed_at": clock.to_text(at), "turn": before.turn + 1}
        if before.dialogue is None:
            values["dialogue"] = dialogue_value(Dialogue(DialogueStep.MENU, at))
        unchanged = _is("turn", before.turn) & _is("welcomed_at", _text(before.welcomed_at))
        if beside is None:
            return Update(
                self.table, *follower_key(before.oa_id, before.user_id), set=values, only_if=unchanged
            )
        condition = beside.only_if & unchanged if beside.only_if is not None else unchanged
        return replace(beside, set={**beside.set, **values}, only_if=condition)

    def answered(
        self, before: Conversation, up_to: datetime, *, unit_path: str, by_hand: bool = False
    ) -> AnsweredConversation | None:
        """Return the write that marks all up to an instant as answered by an officer, for a transaction.

        Messages that the officer has not seen stay unanswered: if a newer message waits, the conversation is
        read for the remaining ones (one Query). Refused when the resident or another officer wrote since
        `before` was read.

        Args:
            before: the head as it was read.
            up_to: timestamp of the newest message that the officer could have seen.
            unit_path: the account's unit.
            by_hand: True if written in OA Manager, which also shows messages that have not reached us.

        Returns:
            None: there is nothing to write, because an answer to something later is known already, or the
                resident has withdrawn their consent since.
        """
        name = "answered_by_hand_up_to" if by_hand else "answered_up_to"
        known = before.answered_by_hand_up_to if by_hand else before.answered_up_to
        waits = before.unanswered is not None and before.unanswered.since <= up_to
        if before.is_forgotten(up_to):
            return None
        if known and known >= up_to and not waits:
            return None
        left = self._left(before, up_to)
        up_to = max(known, up_to) if known else up_to
        changed: dict[str, Any] = {name: up_to, "unanswered": left}
        after = replace(before, **changed)
        values, gone = _changes(_waiting(before, unit_path), _waiting(after, unit_path))
        update = Update(
            self.table,
            *follower_key(before.oa_id, before.user_id),
            set={name: clock.to_text(up_to), **values},
            remove=gone,
            only_if=unchanged(before),
        )
        return AnsweredConversation(update, left)

    def _left(self, before: Conversation, up_to: datetime) -> Unanswered | None:
        waiting = before.unanswered
        if waiting is None or waiting.since > up_to:
            return waiting
        if before.last_message_at is not None and before.last_message_at <= up_to:
            return None
        messages = self.messages_since(before.oa_id, before.user_id, up_to)
        return Unanswered(messages[0].at, len(messages)) if messages else None


def _values(head: Conversation, unit_path: str) -> dict[str, Any]:
    """Return the attributes of the resident's side, without empty ones."""
    instants = (
        "interacted_at", "last_message_at", "welcomed_at", "acknowledged_at", "urgent_at", "alerted_at",
        "thanked_at", "watched_at", "first_reader_at", "lease_until",
    )  # fmt: skip
    return {
        "last_message_id": head.last_message_id,
        "last_text_kind": head.last_text_kind,
        "user_id_by_app": head.user_id_by_app,
        "recent": " ".join(head.recent),
        "active_months": " ".join(head.active_months),
        "handling_path": head.handling_path,
        "first_reader": head.first_reader,
        "assigned_to": head.assigned_to,
        "assigned_name": head.assigned_name,
        "lease_officer": head.lease_officer,
        "lease_name": head.lease_name,
        "dialogue": dialogue_value(head.dialogue) if head.dialogue else None,
        **{name: _text(getattr(head, name)) for name in instants},
        **_waiting(head, unit_path),
    }


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Row, list[str]]:
    """Return what to set and what to remove; always the position in the lists: withdrawing removes it."""
    written = {name: value for name, value in new.items() if value != old[name] or name in PLACE}
    return (
        {name: value for name, value in written.items() if value},
        [name for name, value in written.items() if not value],
    )


def _waiting(head: Conversation, unit_path: str) -> dict[str, Any]:
    waiting = head.unanswered
    return {
        "unanswered_since": _text(waiting.since if waiting else None),
        "unanswered": waiting.count if waiting else 0,
        **place_in_lists(head, unit_path),
    }


def _text(instant: datetime | None) -> str:
    return clock.to_text(instant) if instant else ""


def unchanged(before: Conversation) -> Condition:
    """Require that nothing relied on has changed; without this, writes of a list position are refused."""
    read = {
        "turn": before.turn or "",
        "interacted_at": _text(before.interacted_at),
        "unanswered_since": _text(before.unanswered.since if before.unanswered else None),
        "answered_up_to": _text(before.answered_up_to),
        "answered_by_hand_up_to": _text(before.answered_by_hand_up_to),
        "handling_path": before.handling_path,
        "assigned_to": before.assigned_to,
        "closed_at": _text(before.closed_at),
    }
    conditions = [_is(name, read[name]) for name in _RELIED_ON]
    whole = conditions[0]
    for condition in conditions[1:]:
        whole = whole & condition
    return whole


def _is(name: str, value: str | int) -> Condition:
    return Attr(name).eq(value) if value else Attr(name).not_exists()
