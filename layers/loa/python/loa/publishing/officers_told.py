"""Officers are told on Zalo of what somebody else has to look at, if they are linked to their account."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa.errors import LoaError
from loa.foundation.accounts.model import AccountKey
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.units.model import province_of
from loa.platform.aws.queues import Queue
from loa.residents.messages.model import LOA, text_content
from loa.residents.messages.service import enqueue
from loa.residents.messages.store import Outbox

HEARD_AT_MOST: Final = 10
"""So many officers hear of one thing."""


@dataclass(frozen=True, slots=True)
class NotificationResult:
    """What one round did.

    Attributes:
        told: of how many things officers were told, or had nobody to be told.
        messages: how many messages were handed over.
        failed: ids of what nobody could be told of; the next round tries again.
    """

    told: int
    messages: int
    failed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfficerTelling:
    """Tells officers.

    Attributes:
        registry: of officers.
        outbox, queue: messages on Zalo, and where they wait.
        now: the instant of the round.
    """

    registry: OfficerStore
    outbox: Outbox
    queue: Queue
    now: datetime

    def tell(self, officers: Iterable[KnownOfficer], key: str, words: str) -> int:
        """Hand a message over for each of them who is linked; with the same key once. Returns how many.

        Whether Zalo's window is open is seen when it is sent.
        """
        linked = [officer for officer in officers if officer.is_linked][:HEARD_AT_MOST]
        for officer in linked:
            person = hashlib.sha256(f"{officer.oa_id}\n{officer.user_id}".encode()).hexdigest()[:16]
            enqueue(
                f"{key}-{person}",
                text_content(words),
                account=AccountKey(province_of(officer.unit_path), officer.unit_path, officer.oa_id),
                user_id=officer.user_id,
                by=LOA,
                outbox=self.outbox,
                queue=self.queue,
                now=self.now,
            )
        return len(linked)


def nearest(
    registry: OfficerStore, paths: Iterable[str], may: Callable[[KnownOfficer], bool]
) -> list[KnownOfficer]:
    """The officers who may, of the first of these units that has any."""
    for path in paths:
        if found := [officer for officer in registry.of_unit(path) if may(officer)]:
            return found
    return []


def tell_each[Thing](
    things: Iterable[Thing], name: Callable[[Thing], str], tell: Callable[[Thing], int]
) -> NotificationResult:
    """Tell of each thing; one of which nobody can be told keeps no other waiting.

    Args:
        things: of what.
        name: its id.
        tell: tells of it, and notes that it did; returns how many messages were handed over.
    """
    told = messages = 0
    failed: list[str] = []
    for thing in things:
        try:
            messages += tell(thing)
            told += 1
        except LoaError:
            failed.append(name(thing))
    return NotificationResult(told, messages, tuple(failed))
