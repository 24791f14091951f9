"""Catch up on messages that Zalo did not report, from Zalo's own lists of chats and conversations.

Each missing message goes to the inbox as an event of the usual shape, with the id of Zalo's own event, so
that the later of the two is recognised as a repetition. Only residents' messages are taken: for messages of
the account, the lists do not say whether a person or an app wrote them.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from loa import clock
from loa.foundation.accounts.last_events import may_lack_from
from loa.foundation.accounts.model import Account
from loa.foundation.accounts.service import AccountSession
from loa.platform.aws.dynamodb.transactions import get_many
from loa.platform.aws.queues import Queue, QueueMessage
from loa.platform.zalo.api.answers import ConversationRow
from loa.platform.zalo.errors import RecipientRefused
from loa.platform.zalo.webhooks.envelope import identifier
from loa.platform.zalo.webhooks.events import CAUGHT_UP
from loa.platform.zalo.wire import EPOCH
from loa.residents.followers.service import again
from loa.residents.followers.store import FollowerStore, follower_key, message_from

REACH: Final = timedelta(days=7)
"""Nothing older is taken in."""

CLOCKS_DIFFER: Final = timedelta(minutes=2)

MAXIMUM_CHATS: Final = 2_000
"""Maximum number of chats of one account that one pass looks at."""

MAXIMUM_PAGES: Final = 20
"""Maximum number of pages of one conversation that are read: 200 messages."""

_WORK: Final = "catch_up"
_EVENTS: Final = {"photo": "image", "voice": "audio", "links": "link"}
"""Names that differ between the lists and the events."""

_KIND: Final = re.compile("[a-z_]{1,40}")


class ChatCalls(Protocol):
    """The part of the OA API used here; implemented by `loa.platform.zalo.api.oa.OfficialAccountApi`."""

    def recent_chats(self, *, offset: int = 0) -> Sequence[ConversationRow]:
        """List the last message of each resident, newest first."""

    def conversation(self, user_id: str, *, offset: int = 0) -> Sequence[ConversationRow]:
        """List the messages of one resident's conversation, newest first."""


@dataclass(frozen=True, slots=True)
class CatchUpJob:
    """One piece of work for one account.

    Attributes:
        province, unit_path, oa_id: the account.
        began_at: when it began.
        since: messages written from then on are looked for.
        offset: how many chats of the list are done.
        is_second: residents who wrote during the first pass moved to the head of the list, past it.
        rounds: how many pieces there have been.
    """

    province: str
    unit_path: str
    oa_id: str
    began_at: datetime
    since: datetime
    offset: int = 0
    is_second: bool = False
    rounds: int = 0

    def parcel(self) -> QueueMessage:
        """Return the job as a queue message; one account does not hold up the others (fair queue)."""
        instants = {"began_at": clock.to_text(self.began_at), "since": clock.to_text(self.since)}
        return QueueMessage(json.dumps({"work": _WORK, **asdict(self), **instants}), group=self.oa_id)


def catch_up_from(body: str) -> CatchUpJob | None:
    """Return the job in a queue message; None: the message is of another kind.

    Raises:
        ValueError, KeyError, TypeError: it is not a job.
    """
    found = json.loads(body)
    if found.pop("work", "") != _WORK:
        return None
    instants = {name: clock.from_text(found[name]) for name in ("began_at", "since")}
    return CatchUpJob(**found | instants)


def hand_out_catching_up(
    accounts: Iterable[Account], *, queue: Queue, now: datetime, since: datetime | None = None
) -> int:
    """Start jobs for all connected and confirmed accounts that may lack messages; return how many.

    Args:
        accounts: those to look at.
        queue: of jobs.
        now: the present instant.
        since: set by a person: messages may be missing since then, whatever we know.
    """
    jobs = [
        CatchUpJob(
            account.province,
            account.unit_path,
            account.oa_id,
            began_at=now,
            since=max(lacking - CLOCKS_DIFFER, now - REACH, account.connected_at),
        )
        for account in accounts
        if account.is_usable and (lacking := since or may_lack_from(account, now))
    ]
    queue.send_all(job.parcel() for job in jobs)
    return len(jobs)


@dataclass(frozen=True, slots=True)
class CatchUp:
    """Catch-up of one account.

    Attributes:
        audience: followers and conversations.
        session: acts for the account.
        api: the OA API for an access token.
        inbox: queue of events.
        app_id: our Zalo app.
        may_go_on: whether there is time for one more conversation.
        counts: work done (`chats`, `caught_up`), and not done (`refused`, `incomplete`).
    """

    audience: FollowerStore
    session: AccountSession
    api: Callable[[str], ChatCalls]
    inbox: Queue
    app_id: str
    may_go_on: Callable[[], bool]
    counts: Counter[str] = field(default_factory=Counter)
    _handed_over: set[str] = field(default_factory=set)

    def work(self, job: CatchUpJob) -> CatchUpJob | None:
        """Work while there is time; return the rest of the job, None when the account is done.

        Raises:
            Transient, NotSent, Later: Zalo does not answer now; finished work is kept.
            ConfigurationFault, PayloadRefused: the account may not be asked.
            Busy: AWS does not answer, or another worker refreshes the tokens.
        """
        while self.may_go_on():
            begin = job.began_at - CLOCKS_DIFFER if job.is_second else job.since
            page = self._chats(job.offset)
            chats = [chat for chat in page if chat.at is None or chat.at >= begin]
            for chat in chats:
                if not self.may_go_on():
                    return job
                self._chat(chat.user_id, job)
                job = replace(job, offset=job.offset + 1)
            if page and len(chats) == len(page) and job.offset < MAXIMUM_CHATS:
                continue
            self.counts["incomplete"] += job.offset >= MAXIMUM_CHATS
            if job.is_second:
                return None
            job = replace(job, is_second=True, offset=0)
        return job

    def _chats(self, offset: int) -> Sequence[ConversationRow]:
        return self.session.act(lambda token: self.api(token).recent_chats(offset=offset))

    def _said(self, user_id: str, offset: int) -> Sequence[ConversationRow]:
        return self.session.act(lambda token: self.api(token).conversation(user_id, offset=offset))

    def _chat(self, user_id: str, job: CatchUpJob) -> None:
        """Queue one resident's missing messages, in the order in which they were written."""
        if not identifier(user_id):
            return
        self.counts["chats"] += 1
        try:
            rows = self._rows(user_id, job.since)
        except RecipientRefused:
            self.counts["refused"] += 1
            return
        new = [row for row in rows[::-1] if not row.from_account and identifier(row.message_id)]
        written = [row for row in new if row.message_id not in self._handed_over]
        for row in sorted(self._missing(user_id, written, job), key=lambda row: row.at or EPOCH):
            body = event_of(row, app_id=self.app_id, oa_id=job.oa_id, user_id=user_id)
            text = json.dumps(body, separators=(",", ":"))
            # One by one: of a batch a later message may be taken before an earlier one. Under another key
            # than the webhook's, which may have brought it a minute ago, while the account was pending.
            self.inbox.send(again(text, run=clock.to_text(job.began_at)))
            self._handed_over.add(row.message_id)
            self.counts["caught_up"] += 1

    def _rows(self, user_id: str, since: datetime) -> list[ConversationRow]:
        found: dict[str, ConversationRow] = {}
        offset = 0
        for _ in range(MAXIMUM_PAGES):
            page = self._said(user_id, offset)
            new = [row for row in page if row.at and row.at >= since and row.message_id not in found]
            found |= {row.message_id: row for row in new}
            if not new or any(row.at and row.at < since for row in page):
                return list(found.values())
            offset += len(page)
        self.counts["incomplete"] += 1
        return list(found.values())

    def _missing(
        self, user_id: str, written: Sequence[ConversationRow], job: CatchUpJob
    ) -> list[ConversationRow]:
        """Return messages not kept yet; none from before the resident withdrew consent or had all erased."""
        if not written:
            return []
        (row,) = get_many([(self.audience.table, *follower_key(job.oa_id, user_id))])
        gone_until = max((row or {}).get(name, "") for name in ("withdrawn_at", "erased_at"))
        between = (clock.to_text(job.since - CLOCKS_DIFFER), "~")
        kept, start = set[str](), None
        while True:
            page = self.audience.conversation(
                job.oa_id, user_id, limit=200, between=between, start=start, consistent=True
            )
            kept |= {message_from(line).message_id for line in page.rows}
            if (start := page.next_start) is None:
                break
        return [
            one
            for one in written
            if one.message_id not in kept and one.at and clock.to_text(one.at) > gone_until
        ]


def event_of(row: ConversationRow, *, app_id: str, oa_id: str, user_id: str) -> dict[str, Any]:
    """Build the event with which Zalo would have reported a resident's message."""
    kind = _EVENTS.get(row.kind, row.kind)
    if not _KIND.fullmatch(kind) or kind.startswith("group"):
        kind = "other"
    place = {"latitude": row.latitude, "longitude": row.longitude} if row.latitude and row.longitude else None
    payload = {
        "url": row.url,
        "thumbnail": row.thumbnail_url,
        "description": row.description,
        "coordinates": place,
    }
    present = {name: value for name, value in payload.items() if value}
    message: dict[str, Any] = {
        "text": "" if row.text == row.description else row.text,
        "msg_id": row.message_id,
        **({"attachments": [{"type": kind, "payload": present}]} if present else {}),
    }
    return {
        "app_id": app_id,
        "sender": {"id": user_id},
        "recipient": {"id": oa_id},
        "event_name": f"user_send_{kind}",
        "message": message,
        "timestamp": str(((row.at or EPOCH) - EPOCH) // timedelta(milliseconds=1)),
        CAUGHT_UP: True,
    }
