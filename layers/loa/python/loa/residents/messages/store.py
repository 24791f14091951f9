"""Rows of messages to residents (table Audience).

    outbound#KEY      message    the message, its state, and its history; expires like a conversation
    waiting#PROVINCE  DUE#KEY    the sweep handles the message from then on; removed when it is done

A message that is done has no row in `waiting#…`; the sweep removes what a dying process leaves there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from loa import clock
from loa.errors import Conflict
from loa.foundation.accounts.model import AccountKey
from loa.platform.aws.dynamodb.tables import Attr, Condition, ConditionFailed, Put, Row, Table, Update, Write
from loa.platform.aws.dynamodb.transactions import commit, get_many
from loa.residents.followers.model import MESSAGE_KEPT
from loa.residents.messages import texts
from loa.residents.messages.model import (
    CONFIDENTIAL_KEPT,
    LEASE,
    LOOKED_UP_AFTER,
    MessageContent,
    MessageState,
    Outgoing,
    OutgoingKind,
    missed_after,
)

_SORT: Final = "message"
_TEXTS: Final = (
    "by", "by_name", "answers", "upload", "reason", "api_version", "window", "message_id", "lease_owner",
    "waiting", "matter",
)  # fmt: skip


def outbound_partition(key: str) -> str:
    """Return the partition key of a message."""
    return f"outbound#{key}"


def waiting_partition(province: str) -> str:
    """Return the partition key of the sweep's rows."""
    return f"waiting#{province}"


def waiting_sort(due: datetime, key: str) -> str:
    """Return the sort key of a message that the sweep handles from that instant on."""
    return f"{clock.to_text(due)}#{key}"


def outgoing_row(message: Outgoing) -> Row:
    """Return the row of a message."""
    return {
        "partition": outbound_partition(message.key),
        "sort": _SORT,
        "province": message.account.province,
        "unit_path": message.account.unit_path,
        "oa_id": message.account.oa_id,
        "user_id": message.user_id,
        "kind": message.content.kind.value,
        "text": message.content.text,
        **({"attachment": dict(message.content.attachment)} if message.content.attachment else {}),
        **(
            {"buttons": [dict(button) for button in message.content.buttons]}
            if message.content.buttons
            else {}
        ),
        **({"shown_as": message.content.shown_as} if message.content.shown_as else {}),
        **({"confidential": True} if message.content.confidential else {}),
        "state": message.state.value,
        "attempts": message.attempts,
        "created_at": clock.to_text(message.created_at),
        "updated_at": clock.to_text(message.updated_at),
        "expires_at": clock.epoch_seconds(message.created_at + _kept(message)),
        **({"held_until": clock.to_text(message.held_until)} if message.held_until else {}),
        **({"lease_until": clock.to_text(message.lease_until)} if message.lease_until else {}),
        **({"history": [dict(line) for line in message.history]} if message.history else {}),
        **({"uploading": True} if message.uploading else {}),
        **({"insists": True} if message.insists else {}),
        **{name: getattr(message, name) for name in _TEXTS if getattr(message, name)},
    }


def outgoing_from(row: Row) -> Outgoing:
    """Return the message of a row."""
    return Outgoing(
        key=row["partition"].removeprefix("outbound#"),
        account=AccountKey(row["province"], row["unit_path"], row["oa_id"]),
        user_id=row["user_id"],
        content=MessageContent(
            OutgoingKind(row["kind"]),
            row.get("text", ""),
            row.get("attachment", {}),
            tuple(row.get("buttons", ())),
            row.get("shown_as", ""),
            row.get("confidential", False),
        ),
        state=MessageState(row["state"]),
        attempts=row["attempts"],
        created_at=clock.from_text(row["created_at"]),
        updated_at=clock.from_text(row["updated_at"]),
        held_until=_instant(row, "held_until"),
        lease_until=_instant(row, "lease_until"),
        uploading=row.get("uploading", False),
        insists=row.get("insists", False),
        history=tuple(row.get("history", ())),
        **{name: row.get(name, "") for name in _TEXTS},
    )


def _kept(message: Outgoing) -> timedelta:
    return CONFIDENTIAL_KEPT if message.content.confidential else MESSAGE_KEPT


def _instant(row: Row, name: str) -> datetime | None:
    return clock.from_text(row[name]) if name in row else None


def _history(at: datetime, what: str, **details: str) -> dict[str, list[Any]]:
    """Build one entry of a message's history."""
    kept = {name: value for name, value in details.items() if value}
    return {"history": [{"at": clock.to_text(at), "what": what, **kept}]}


class Outbox:
    """Store of messages to residents: the ledger, and the rows of the sweep."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def place(self, key: str) -> tuple[Table, str, str]:
        """Return where a message is kept, for `transactions.get_many`; its row goes to `outgoing_from`."""
        return self.table, outbound_partition(key), _SORT

    def get(self, key: str) -> Outgoing | None:
        """Return a message."""
        row = self.table.get(outbound_partition(key), _SORT)
        return outgoing_from(row) if row else None

    def get_all(self, keys: Sequence[str]) -> list[Outgoing | None]:
        """Return messages in the order of their keys; at most 100."""
        rows = get_many([self.place(key) for key in keys])
        return [outgoing_from(row) if row else None for row in rows]

    def add(self, message: Outgoing) -> Outgoing | None:
        """Keep a new message, with the instant from which the sweep handles it.

        Returns:
            None; or the message that has this key already, and nothing is written.
        """
        try:
            commit(self.adding(message))
        except ConditionFailed as failure:
            if failure.row is None:
                raise
            return outgoing_from(failure.row)
        return None

    def adding(self, message: Outgoing) -> list[Write]:
        """Return the writes of `add`, for another transaction; the first is refused if the key is taken."""
        due = message.created_at + missed_after(0)
        row = outgoing_row(replace(message, waiting=waiting_sort(due, message.key)))
        return [Put(self.table, row, new=True), Put(self.table, self._waiting_row(message, due, 0))]

    def claim(self, message: Outgoing, owner: str, at: datetime) -> Outgoing:
        """Take a pending message and record that Zalo is about to be called, in one write.

        A file of ours is uploaded first: a worker that dies in it has sent nothing (`Outgoing.uploading`).

        Raises:
            Conflict: another worker took it, or it is done.
        """
        goes_up = bool(message.content.attachment.get("kept")) and not message.upload
        try:
            row = self.table.update(
                outbound_partition(message.key),
                _SORT,
                set={
                    **({"uploading": True} if goes_up else {}),
                    "state": MessageState.SENDING.value,
                    "lease_owner": owner,
                    "lease_until": clock.to_text(at + LEASE),
                    "updated_at": clock.to_text(at),
                },
                add={"attempts": 1},
                append=_history(at, "attempt"),
                only_if=Attr("state").eq(MessageState.PENDING.value),
            )
        except ConditionFailed as failure:
            if (failure.row or {}).get("lease_owner") != owner:
                raise Conflict(texts.CHANGED_MEANWHILE) from failure
            row = failure.row or {}  # our own first try had arrived; only its answer was lost
        return outgoing_from(row)

    def uploaded(self, message: Outgoing, upload: str) -> None:
        """Keep Zalo's name of a message's file: from here on the message itself may have been sent.

        Raises:
            Conflict: another worker has the message by now.
        """
        try:
            self.table.update(
                outbound_partition(message.key),
                _SORT,
                set={"upload": upload},
                remove=("uploading",),
                only_if=Attr("lease_owner").eq(message.lease_owner),
            )
        except ConditionFailed as failure:
            raise Conflict(texts.CHANGED_MEANWHILE) from failure

    def turn(
        self,
        message: Outgoing,
        state: MessageState,
        at: datetime,
        *,
        reason: str = "",
        answer: str = "",
        sent: dict[str, str] | None = None,
        held_until: datetime | None = None,
        waiting: str = "",
        by: str = "",
    ) -> Write:
        """Return the write that changes a message's state, unless it was changed meanwhile.

        Args:
            message: as it was read or claimed.
            state: the new state.
            at: the instant.
            reason: why.
            answer: Zalo's own words, for the history.
            sent: `message_id`, `api_version`, `window` of a message that was sent.
            held_until: when it is tried again.
            waiting: another instant from which the sweep handles it (`waiting_sort`).
            by: the officer who says so, for the history.
        """
        values = {
            "reason": reason,
            "held_until": clock.to_text(held_until) if held_until else "",
            "waiting": waiting,
            **(sent or {}),
        }
        if state.is_final and message.content.shown_as:
            values["text"] = message.content.shown_as  # a secret stays no longer than it takes to send it
        done_in_confidence = state.is_final and message.content.confidential
        gone = [
            *(["text"] if done_in_confidence else []),
            "lease_owner",
            "lease_until",
            "uploading",
            *(name for name in ("reason", "held_until") if not values[name]),
        ]
        what = "again" if state is MessageState.PENDING else state.value
        return Update(
            self.table,
            outbound_partition(message.key),
            _SORT,
            set={
                "state": state.value,
                "updated_at": clock.to_text(at),
                **{name: value for name, value in values.items() if value},
            },
            remove=gone,
            append=_history(at, what, reason=reason, answer=answer, by=by, **(sent or {})),
            only_if=_unturned(message),
        )

    def hold(
        self, message: Outgoing, at: datetime, until: datetime, *, reason: str, answer: str = ""
    ) -> list[Write]:
        """Return the writes that hold a message back; the sweep releases it. End with `forget(message)`."""
        waiting = waiting_sort(until, message.key)
        if waiting == message.waiting:  # `forget` would take the new row for the old one
            until += timedelta(seconds=1)
            waiting = waiting_sort(until, message.key)
        turned = self.turn(
            message, MessageState.HELD, at, reason=reason, answer=answer, held_until=until, waiting=waiting
        )
        return [turned, Put(self.table, self._waiting_row(message, until, 0))]

    def unknown(self, message: Outgoing, at: datetime, *, reason: str, answer: str = "") -> list[Write]:
        """Return the writes that mark a message as unknown, and have the sweep look it up.

        End with `forget(message)`.
        """
        due = at + LOOKED_UP_AFTER
        turned = self.turn(
            message,
            MessageState.UNKNOWN,
            at,
            reason=reason,
            answer=answer,
            waiting=waiting_sort(due, message.key),
        )
        return [turned, Put(self.table, self._waiting_row(message, due, 0))]

    def forget(self, message: Outgoing) -> None:
        """Remove the message's row from the sweep at that instant."""
        if message.waiting:
            self.table.delete(waiting_partition(message.account.province), message.waiting)

    def due(self, province: str, now: datetime, limit: int) -> Iterator[tuple[str, str, int]]:
        """List the messages due in the sweep: key, sort key, times put back. Earliest first."""
        between = ("0", f"{clock.to_text(now)}#\uffff")
        page = self.table.page(waiting_partition(province), between=between, limit=limit, consistent=True)
        for row in page.rows:
            yield row["key"], row["sort"], row.get("rounds", 0)

    def drop(self, province: str, sort: str) -> None:
        """Remove a row that the sweep no longer needs."""
        self.table.delete(waiting_partition(province), sort)

    def look_again(self, message: Outgoing, at: datetime, rounds: int, state: MessageState) -> bool:
        """Let the sweep handle the message again later, in that state. End with `forget(message)`.

        Returns:
            False: it was changed meanwhile, nothing is written.
        """
        after = missed_after(rounds)
        sort = waiting_sort(at + after, message.key)
        same = state is message.state
        turned = Update(
            self.table,
            outbound_partition(message.key),
            _SORT,
            set={
                "waiting": sort,
                "state": state.value,
                **({} if same else {"updated_at": clock.to_text(at)}),
            },
            remove=() if same else ("reason", "held_until"),
            append={} if same else _history(at, "released"),
            only_if=_unturned(message),
        )
        try:
            commit([turned, Put(self.table, self._waiting_row(message, at + after, rounds))])
        except ConditionFailed:
            return False
        return True

    def _waiting_row(self, message: Outgoing, due: datetime, rounds: int) -> Row:
        return {
            "partition": waiting_partition(message.account.province),
            "sort": waiting_sort(due, message.key),
            "key": message.key,
            "rounds": rounds,
            "expires_at": clock.epoch_seconds(message.created_at + _kept(message)),
        }


def _unturned(message: Outgoing) -> Condition:
    """Return the condition that state, and lease owner or time of update, are unchanged."""
    same = Attr("state").eq(message.state.value)
    if message.state is MessageState.SENDING:
        return same & Attr("lease_owner").eq(message.lease_owner)
    return same & Attr("updated_at").eq(clock.to_text(message.updated_at))
