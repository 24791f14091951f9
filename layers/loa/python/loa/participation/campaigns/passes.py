"""Passes: signed words by which a person is known again, without their name or telephone. Pure.

    pass     KIND.PERSON.EXPIRES.SIGNATURE      kind z: Zalo has said who; w: a browser

A pass is given at any visit, so that nobody has to be asked for it when everybody comes at once. A browser
keeps its own for long. Whom Zalo has vouched for is known for a day, in a link as in the cookie that it
leaves: they come back through Zalo, which vouches for them again.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Final

from loa.participation.campaigns.model import Participant

KEPT: Final = timedelta(days=400)
VOUCHED_FOR: Final = timedelta(days=1)
"""A link is easily passed on, and whoever opens it takes part as that person."""
_KNOWN: Final = "z"
_BROWSER: Final = "w"
_PARTS: Final = 4


def person_id(secret: str, source: str) -> str:
    """Return the name under which somebody takes part; nobody finds `source` from it without the secret."""
    return _signed(secret, f"person:{source}")[:32]


def known_person(secret: str, user_id: str) -> Participant:
    """Return a user of Zalo, by the id that Zalo gives our app."""
    return Participant(person_id(secret, f"zalo:{user_id}"), is_known=True)


def browser(secret: str, chance: str) -> Participant:
    """Return a browser that comes for the first time; `chance` is new for each."""
    return Participant(person_id(secret, f"browser:{chance}"), is_known=False)


def trace_of(secret: str, message_id: str) -> str:
    """Return by what a message is known again beside a person's name, from which it cannot be found."""
    return _signed(secret, f"message:{message_id}")[:16]


def kept(participant: Participant) -> timedelta:
    """Return for how long a pass is good."""
    return VOUCHED_FOR if participant.is_known else KEPT


def pass_of(participant: Participant, secret: str, now: datetime) -> str:
    """Return the pass of a participant."""
    kind = _KNOWN if participant.is_known else _BROWSER
    said = f"{kind}.{participant.id}.{int((now + kept(participant)).timestamp())}"
    return f"{said}.{_signed(secret, f'pass:{said}')[:32]}"


def read_pass(text: str, secret: str, now: datetime) -> Participant | None:
    """Return whose pass it is; None: it is none of ours, or too old."""
    parts = text.split(".")
    if len(parts) != _PARTS or parts[0] not in {_KNOWN, _BROWSER} or not parts[2].isascii():
        return None
    said, _, signature = text.rpartition(".")
    if not hmac.compare_digest(_signed(secret, f"pass:{said}")[:32].encode(), signature.encode()):
        return None
    if datetime.fromtimestamp(int(parts[2]), UTC) <= now:
        return None
    return Participant(parts[1], is_known=parts[0] == _KNOWN)


def _signed(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
