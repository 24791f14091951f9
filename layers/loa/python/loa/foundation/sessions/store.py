"""Rows of sessions (table Sessions).

    partition `session#DIGEST`  · sort `session`         who, since when, until when; expires
    partition `officer#ID`      · sort `session#DIGEST`  an officer's sessions, to end them all; expires

Only the function `session`, and `people` when somebody is disabled, write and delete; other functions read a
session and note that it is in use.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.foundation.sessions.model import Session
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Delete, Put, Row, Table
from loa.platform.aws.dynamodb.transactions import commit

_SESSION: Final = "session"


def session_key(identity: str) -> tuple[str, str]:
    """Return the partition and sort key of a session."""
    return f"session#{identity}", _SESSION


def listed_key(officer_id: str, identity: str) -> tuple[str, str]:
    """Return the partition and sort key of a session among those of an officer."""
    return f"officer#{officer_id}", f"session#{identity}"


class SessionStore:
    """Store of the sessions of officers."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def start(self, session: Session) -> None:
        """Write a new session."""
        ends = {"expires_at": clock.epoch_seconds(session.ends_at)}
        partition, sort = session_key(session.id)
        listed, as_one = listed_key(session.officer_id, session.id)
        about = {"started_at": clock.to_text(session.started_at), "device": session.device}
        commit(
            [
                Put(self.table, {"partition": partition, "sort": sort, **_row(session), **ends}, new=True),
                Put(self.table, {"partition": listed, "sort": as_one, **about, **ends}),
            ]
        )

    def find(self, identity: str, now: datetime) -> Session | None:
        """Return a session that is not over; one GetItem that sees every write before it."""
        row = self.table.get(*session_key(identity), consistent=True)
        session = _session(identity, row) if row else None
        return session if session and not session.is_over(now) else None

    def find_ended(self, identity: str) -> Session | None:
        """Return a session that is over too, as long as its row is there; nobody is signed in by it."""
        row = self.table.get(*session_key(identity))
        return _session(identity, row) if row else None

    def note_seen(self, session: Session, now: datetime) -> Session:
        """Write down that they are still there, if it is time to; a session that was ended stays ended."""
        if not session.is_to_be_seen(now):
            return session
        try:
            self.table.update(
                *session_key(session.id),
                set={"seen_at": clock.to_text(now)},
                only_if=Attr("partition").exists() & Attr("seen_at").lt(clock.to_text(now)),
            )
        except ConditionFailed:
            return session
        return replace(session, seen_at=now)

    def note_factor(self, session: Session, now: datetime) -> Session:
        """Write down that the second factor was given."""
        self.table.update(
            *session_key(session.id),
            set={"factor_at": clock.to_text(now)},
            only_if=Attr("partition").exists(),
        )
        return replace(session, factor_at=now)

    def of_officer(self, officer_id: str, now: datetime) -> list[Session]:
        """List an officer's sessions that are not over, the latest first; a Query and a read for each."""
        rows = self.table.rows(listed_key(officer_id, "")[0], prefix="session#", consistent=True)
        ids = [str(row["sort"]).removeprefix("session#") for row in rows]
        found = [session for identity in ids if (session := self.find(identity, now))]
        return sorted(found, key=lambda session: session.started_at, reverse=True)

    def end(self, officer_id: str, identity: str) -> None:
        """End a session of an officer; of nobody else, and ended twice is ended."""
        mine = Attr("officer_id").eq(officer_id) | Attr("partition").not_exists()
        writes = [
            Delete(self.table, *session_key(identity), only_if=mine),
            Delete(self.table, *listed_key(officer_id, identity)),
        ]
        try:
            commit(writes)
        except ConditionFailed:
            return

    def end_all(self, officer_id: str, *, but: Iterable[str] = ()) -> int:
        """End all sessions of an officer, but for some, and return how many there were."""
        kept = set(but)
        rows = self.table.rows(listed_key(officer_id, "")[0], prefix="session#", consistent=True)
        ids = [str(row["sort"]).removeprefix("session#") for row in rows]
        ended = [identity for identity in ids if identity not in kept]
        for identity in ended:
            self.end(officer_id, identity)
        return len(ended)


def _row(session: Session) -> Row:
    return {
        "officer_id": session.officer_id,
        "unit_path": session.unit_path,
        "started_at": clock.to_text(session.started_at),
        "seen_at": clock.to_text(session.seen_at),
        "ends_at": clock.to_text(session.ends_at),
        "idle_seconds": int(session.idle.total_seconds()),
        "csrf": session.csrf,
        "device": session.device,
        "username": session.username,
        **({"factor_at": clock.to_text(session.factor_at)} if session.factor_at else {}),
    }


def _session(identity: str, row: Row) -> Session:
    return Session(
        id=identity,
        officer_id=row["officer_id"],
        unit_path=row["unit_path"],
        started_at=clock.from_text(row["started_at"]),
        seen_at=clock.from_text(row["seen_at"]),
        ends_at=clock.from_text(row["ends_at"]),
        idle=timedelta(seconds=int(row["idle_seconds"])),
        csrf=row["csrf"],
        factor_at=clock.from_text(row["factor_at"]) if "factor_at" in row else None,
        device=row.get("device", ""),
        username=row.get("username", ""),
    )
