"""Rows of followers and messages (table Audience), and of events seen (table Inbox).

    Audience  account#OA          follower#USER        what the account knows of a resident; in the index
                                                       by_person under the id that a person has at the app
    Audience  conversation#OA#USER  INSTANT#MESSAGE    one message
    Audience  out#OA#MESSAGE        message            Zalo's id of a message to a resident, kept once
    Inbox     event#ID            event                an event that is no message, until it expires
    Inbox     stray#OA            ID                   an event of an account that no unit has yet
    Inbox     echo#PROVINCE       DUE#ID               a message that an app sent, ours or another one

The partition is the account, not the unit: Zalo's follower ids belong to the account, and an account
can pass from a unit to its successor without a row being rewritten (infra/decisions).
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import batched
from typing import TYPE_CHECKING, Final

from loa import clock
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Page, Put, Row, Table, Update, Write
from loa.platform.aws.dynamodb.transactions import commit, get_many
from loa.residents.followers.model import MESSAGE_KEPT, SEEN_KEPT, Direction, FollowChange, Follower, Message

if TYPE_CHECKING:
    from loa.platform.zalo.webhooks.events import Event

_TEXTS: Final = ("quotes", "by", "by_name", "outgoing")

_GONE_WITH_CONSENT: Final = (
    "display_name", "avatar", "profile_at",
    "dialogue", "unanswered_since", "unanswered", "answered_up_to", "answered_by_hand_up_to",
    "worklist_in", "worklist_order", "assigned_order", "assigned_to", "assigned_name", "handling_path",
    "first_reader", "first_reader_at",
    "lease_officer", "lease_name", "lease_until", "answered_by", "answered_name", "answered_at", "closed_at",
    "acknowledged_at", "last_message_id", "owed",
)  # fmt: skip
"""Attributes removed from a resident's row when they withdraw: the profile, and the conversation's head that
officers work with (`loa.dialogue.conversations.store`)."""


def follower_key(oa_id: str, user_id: str) -> tuple[str, str]:
    """Return the partition and sort key of a follower."""
    return f"account#{oa_id}", f"follower#{user_id}"


def thread_partition(oa_id: str, user_id: str) -> str:
    """Return the partition of the messages of a conversation."""
    return f"conversation#{oa_id}#{user_id}"


def message_key(message: Message) -> tuple[str, str]:
    """Return the partition and sort key of a message: in order of time within its conversation."""
    return (
        thread_partition(message.oa_id, message.user_id),
        f"{clock.to_text(message.at)}#{message.message_id}",
    )


def _claim_key(oa_id: str, message_id: str) -> tuple[str, str]:
    return f"out#{oa_id}#{message_id}", "message"


def interacted_at(row: Row | None) -> datetime | None:
    """Return when the resident of a row last did something at the account; None: never, or no row."""
    instant = (row or {}).get("interacted_at")
    return clock.from_text(instant) if instant else None


def has_withdrawn(row: Row | None) -> bool:
    """Return whether the resident of a row withdrew consent, and has done nothing at the account since.

    Residents who write again ask for an answer themselves, and get it.
    """
    withdrawn = (row or {}).get("withdrawn_at", "")
    return bool(withdrawn) and withdrawn >= (row or {}).get("interacted_at", "")


def has_left(row: Row) -> bool:
    """Return whether a resident ceased to follow an account, and has done nothing there since.

    Who never followed may write all the same, and is answered.
    """
    latest, did = _change_from(row.get("latest", "")), interacted_at(row)
    return latest is not None and not latest.follows and (did is None or did <= latest.at)


def _change_text(change: FollowChange | None) -> str:
    return f"{clock.to_text(change.at)} {'follow' if change.follows else 'unfollow'}" if change else ""


def _change_from(text: str) -> FollowChange | None:
    if not text:
        return None
    instant, _, word = text.partition(" ")
    return FollowChange(clock.from_text(instant), word == "follow")


def user_of(row: Row) -> str:
    """Return the id of the resident of a follower's row."""
    return str(row["sort"]).removeprefix("follower#")


def follower_from(row: Row) -> Follower:
    """Return the follower of a row."""
    return Follower(
        oa_id=row["partition"].removeprefix("account#"),
        user_id=user_of(row),
        user_id_by_app=row.get("user_id_by_app", ""),
        earliest=_change_from(row.get("earliest", "")),
        latest=_change_from(row.get("latest", "")),
        version=row.get("version", 0),
    )


def message_row(message: Message) -> Row:
    """Return the row of a message; it expires by itself."""
    partition, sort = message_key(message)
    return {
        "partition": partition,
        "sort": sort,
        "direction": message.direction.value,
        "kind": message.kind,
        "text": message.text,
        "expires_at": clock.epoch_seconds(message.at + MESSAGE_KEPT),
        **({"automatic": True} if message.automatic else {}),
        **({"urgent": True} if message.urgent else {}),
        **({"unread": True} if message.unread else {}),
        **({"attachments": [dict(item) for item in message.attachments]} if message.attachments else {}),
        **{name: getattr(message, name) for name in _TEXTS if getattr(message, name)},
    }


def message_from(row: Row) -> Message:
    """Return the message of a row."""
    _, oa_id, user_id = row["partition"].split("#")
    instant, _, message_id = row["sort"].partition("#")
    return Message(
        oa_id=oa_id,
        user_id=user_id,
        message_id=message_id,
        at=clock.from_text(instant),
        direction=Direction(row["direction"]),
        kind=row["kind"],
        text=row["text"],
        attachments=tuple(row.get("attachments", ())),
        automatic=row.get("automatic", False),
        urgent=row.get("urgent", False),
        unread=row.get("unread", False),
        **{name: row.get(name, "") for name in _TEXTS},
    )


_AT_ONCE: Final = 100
"""Rows that one request reads."""


class FollowerStore:
    """Store of followers and conversations."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def follower(self, oa_id: str, user_id: str) -> Follower:
        """Return the resident's state; an empty `Follower` if nothing is known."""
        row = self.table.get(*follower_key(oa_id, user_id))
        return follower_from(row) if row else Follower(oa_id, user_id)

    def active_at(self, places: Sequence[tuple[str, str]]) -> list[datetime | None]:
        """Return when residents last did something at an account, by account and resident; consistent."""
        found: list[datetime | None] = []
        for some in batched(places, _AT_ONCE, strict=False):
            rows = get_many([(self.table, *follower_key(*place)) for place in some])
            found += [interacted_at(row) for row in rows]
        return found

    def followers(self, oa_id: str, *, after: str = "", consistent: bool) -> Iterator[Row]:
        """List the rows of all residents an account knows, followers or not; for `follower_from`.

        Args:
            oa_id: the account.
            after: only those behind this resident, who may be gone.
            consistent: read after all writes so far.
        """
        partition, prefix = follower_key(oa_id, "")
        start = {"partition": partition, "sort": prefix + after} if after else None
        return self.table.rows(partition, prefix=prefix, start=start, consistent=consistent)

    def accounts_of(self, user_id_by_app: str) -> list[tuple[str, str]]:
        """List the accounts that know a person, each with their id there. One Query of an index."""
        rows = self.table.rows(user_id_by_app, index="by_person:user_id_by_app:partition")
        return [(row["partition"].removeprefix("account#"), user_of(row)) for row in rows]

    def follower_place(self, oa_id: str, user_id: str) -> tuple[Table, str, str]:
        """Return where a follower is kept, for `transactions.get_many`; its row goes to `interacted_at`."""
        return self.table, *follower_key(oa_id, user_id)

    def save_changes(self, follower: Follower) -> Update:
        """Return the write of a follower's changes, refused if another write came between."""
        partition, sort = follower_key(follower.oa_id, follower.user_id)
        by_app = {"user_id_by_app": follower.user_id_by_app} if follower.user_id_by_app else {}
        return Update(
            self.table,
            partition,
            sort,
            set={
                "earliest": _change_text(follower.earliest),
                "latest": _change_text(follower.latest),
                "version": follower.version + 1,
                **by_app,
            },
            only_if=Attr("version").eq(follower.version)
            if follower.version
            else Attr("version").not_exists(),
        )

    def touched(self, oa_id: str, user_id: str, user_id_by_app: str, at: datetime) -> None:
        """Record an interaction of the resident: the latest instant opens the answering windows."""
        instant = clock.to_text(at)
        by_app = {"user_id_by_app": user_id_by_app} if user_id_by_app else {}
        try:
            self.table.update(
                *follower_key(oa_id, user_id),
                set={"interacted_at": instant, **by_app},
                only_if=Attr("interacted_at").not_exists() | Attr("interacted_at").lt(instant),
            )
        except ConditionFailed:
            return  # a later one is known already

    def owing(self, oa_id: str, user_id: str, key: str) -> Update:
        """Return the write that keeps for a known resident what could not be sent, until they next write.

        Args:
            oa_id: the account that knows them.
            user_id: the resident.
            key: of the message.
        """
        return Update(
            self.table,
            *follower_key(oa_id, user_id),
            append={"owed": [key]},
            only_if=Attr("partition").exists(),
        )

    def told_instead(self, oa_id: str, user_id: str, key: str) -> None:
        """Note that a message was sent, beside those that are owed; nothing if none is."""
        with suppress(ConditionFailed):
            self.table.update(
                *follower_key(oa_id, user_id),
                append={"owed": [key]},
                only_if=Attr("owed").exists(),
            )

    def no_longer_owing(self, oa_id: str, user_id: str, owed: Sequence[str]) -> None:
        """Forget what was kept for a resident, unless more has been kept since."""
        with suppress(ConditionFailed):
            self.table.update(
                *follower_key(oa_id, user_id), remove=("owed",), only_if=Attr("owed").eq(list(owed))
            )

    def withdrew(self, oa_id: str, user_id: str, at: datetime) -> None:
        """Record a withdrawal of consent: no automatic messages, and no place in officers' lists.

        The resident's earlier messages are shown to nobody from now on. Residents who came back before we
        heard of it stay in the lists, since their newer messages wait for an answer; only their position in a
        dialogue is forgotten.
        """
        instant = clock.to_text(at)
        first = Attr("withdrawn_at").not_exists() | Attr("withdrawn_at").lt(instant)
        stayed_away = Attr("interacted_at").not_exists() | Attr("interacted_at").lte(instant)
        for gone, only_if in ((_GONE_WITH_CONSENT, first & stayed_away), (("dialogue",), first)):
            try:
                self.table.update(
                    *follower_key(oa_id, user_id),
                    set={"withdrawn_at": instant},
                    remove=gone,
                    add={"turn": 1},
                    only_if=only_if,
                )
            except ConditionFailed:
                continue  # they came back since; or a later withdrawal is known already
            return

    def add_message(self, message: Message) -> Write:
        """Return the write that adds a message."""
        return Put(self.table, message_row(message), new=True)

    def claim_out(self, message: Message) -> Write:
        """Return the write that claims a message to a resident, so that it is kept once.

        We keep what we sent ourselves at our instant, and Zalo's reports at Zalo's: the message key would not
        recognise one that came both ways, in whichever order.
        """
        partition, sort = _claim_key(message.oa_id, message.message_id)
        row = {
            "partition": partition,
            "sort": sort,
            "expires_at": clock.epoch_seconds(message.at + SEEN_KEPT),
            "by": message.by,
        }
        return Put(self.table, row, new=True)

    def is_claimed(self, oa_id: str, message_id: str) -> bool:
        """Return whether a message to a resident is kept already."""
        return self.claimed_by(oa_id, message_id) is not None

    def claimed_by(self, oa_id: str, message_id: str) -> str | None:
        """Return who wrote a kept message to a resident, as in `Message.by`; None: it is not kept."""
        row = self.table.get(*_claim_key(oa_id, message_id))
        return None if row is None else row.get("by", "")

    def conversation(
        self,
        oa_id: str,
        user_id: str,
        *,
        limit: int,
        between: tuple[str, str] | None = None,
        start: Row | None = None,
        consistent: bool = False,
    ) -> Page:
        """List a page of a conversation, or of a range of sort keys, newest first; for `message_from`."""
        return self.table.page(
            thread_partition(oa_id, user_id),
            between=between,
            limit=limit,
            newest_first=True,
            start=start,
            consistent=consistent,
        )


class SeenEvents:
    """Store of handled events other than messages (a message is recognised by its key)."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def remember(self, event: "Event", at: datetime, raw: str | None) -> Write:
        """Return the write of a new event; `raw` is its body, if that is to be kept."""
        return self._put(f"event#{event.event_id}", "event", event, at, raw)

    def keep_stray(self, event: "Event", at: datetime, raw: str) -> bool:
        """Keep an event of an account that no unit has, until it is connected; False if kept before."""
        try:
            commit([self._put(f"stray#{event.oa_id}", event.event_id, event, at, raw)])
        except ConditionFailed:
            return False
        return True

    def strays(self, oa_id: str) -> Iterator[str]:
        """List the bodies of events that came before the account was connected."""
        for row in self.table.rows(f"stray#{oa_id}"):
            yield row["body"]

    def keep_echo(self, event: "Event", province: str, due: datetime, raw: str) -> None:
        """Keep an echo until it is known whether the app was ours; safe to repeat."""
        sort = f"{clock.to_text(due)}#{event.event_id}"
        self.table.put(self._row(f"echo#{province}", sort, event, due, raw))

    def echoes_due(self, province: str, now: datetime, limit: int = 200) -> Iterator[tuple[str, str]]:
        """List the sort keys and bodies of the echoes that are due."""
        page = self.table.page(
            f"echo#{province}", between=("0", f"{clock.to_text(now)}#\uffff"), limit=limit, consistent=True
        )
        for row in page.rows:
            yield row["sort"], row["body"]

    def forget_echo(self, province: str, sort: str) -> None:
        """Remove an echo that was looked at again."""
        self.table.delete(f"echo#{province}", sort)

    def _put(self, partition: str, sort: str, event: "Event", at: datetime, raw: str | None) -> Write:
        return Put(self.table, self._row(partition, sort, event, at, raw), new=True)

    def _row(self, partition: str, sort: str, event: "Event", at: datetime, raw: str | None) -> Row:
        return {
            "partition": partition,
            "sort": sort,
            "name": event.event_name,
            "at": clock.to_text(at),
            "expires_at": clock.epoch_seconds(at + SEEN_KEPT),
            **({"body": raw} if raw is not None else {}),
        }
