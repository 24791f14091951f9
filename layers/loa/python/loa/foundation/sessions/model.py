"""A session: what a cookie stands for, and when it is over. Pure."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

SEEN_EVERY: Final = timedelta(minutes=5)
"""How often a page writes down that somebody is there: not with every page, for writes cost."""

FACTOR_IS_RECENT: Final = timedelta(minutes=15)
"""How long a second factor counts for acts that ask for it again."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in on one browser.

    Attributes:
        id: digest of the cookie's value; the value itself is nowhere but in the browser.
        officer_id: the `sub` of the user pool.
        unit_path: their unit when they signed in; whoever is moved signs in again.
        started_at, seen_at: when they signed in, and when a page of theirs was last asked for.
        ends_at: when it is over, whatever they do.
        idle: it is over when nothing was asked for this long.
        csrf: the secret, 32 hex digits, that forms of this session prove to know.
        factor_at: when the second factor was last given; None: never in this session.
        device: what they signed in with, in words, such as "Chrome, Windows".
        username: with which they signed in.
    """

    id: str
    officer_id: str
    unit_path: str
    started_at: datetime
    seen_at: datetime
    ends_at: datetime
    idle: timedelta
    csrf: str = field(repr=False)
    factor_at: datetime | None = None
    device: str = ""
    username: str = field(default="", repr=False)

    @property
    def idle_at(self) -> datetime:
        """When it is over if nothing more is asked for."""
        return min(self.seen_at + self.idle, self.ends_at)

    def is_over(self, now: datetime) -> bool:
        """Return whether nobody is signed in by it any more."""
        return now >= self.idle_at

    def is_to_be_seen(self, now: datetime) -> bool:
        """Return whether it is time to write down that they are still there."""
        return now - self.seen_at >= min(SEEN_EVERY, self.idle / 5)

    def factor_is_recent(self, now: datetime) -> bool:
        """Return whether the second factor was given lately."""
        return self.factor_at is not None and now - self.factor_at < FACTOR_IS_RECENT


def session_id(cookie: str) -> str:
    """Return the id of the session that a cookie's value stands for."""
    return hashlib.sha256(cookie.encode("utf-8", "surrogatepass")).hexdigest()
