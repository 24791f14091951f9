"""How often somebody may guess: counted in the table Sessions, forgotten by itself.

    partition `tries#DIGEST` · sort `tries`  how many wrong ones, until when they count; expires
    partition `known#DIGEST` · sort `known`  this account has signed in from this address before; expires

Three counts: an account from one address; an account from all addresses; an address for all accounts. The
last two hold only where the account has never signed in: so nobody who guesses at other people's accounts, or
at one account from everywhere, locks out somebody who works from their usual place. The widest is counted
first, and whom it holds is counted no further: ten thousand made-up names leave a few hundred rows. Keys are
digests: the table names no address.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.foundation.sign_in.model import digest
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Table

KNOWN_FOR: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class AttemptLimit:
    """So many wrong ones in so long."""

    most: int
    lasts: timedelta


PAIR: Final = AttemptLimit(5, timedelta(minutes=10))
ACCOUNT: Final = AttemptLimit(30, timedelta(hours=1))
ADDRESS: Final = AttemptLimit(200, timedelta(minutes=10))
"""Many people share an address: an office, and behind CloudFront all who come through the same of its servers
(a province's officers on a Monday morning). Whoever guesses is held sooner by the other two."""
RESETS: Final = AttemptLimit(5, timedelta(hours=1))
"""Codes by e-mail that may be asked for, for an account from one address."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One try at an account from an address; both are what the caller says they are."""

    username: str
    address: str
    kind: str = "password"

    def keys(self, *, known: bool) -> list[tuple[str, AttemptLimit]]:
        """Return what counts it, the widest first."""
        pair = (
            digest("pair", self.kind, self.username, self.address),
            RESETS if self.kind == "reset" else PAIR,
        )
        if known:
            return [pair]
        return [
            (digest("address", self.kind, self.address), ADDRESS),
            (digest("account", self.kind, self.username), ACCOUNT),
            pair,
        ]


class AttemptStore:
    """Store of wrong guesses."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def pause(self, guess: Guess, now: datetime) -> timedelta:
        """Count a try before it is made, and return how long it has to wait; zero: it may be made.

        Counted first, so that a thousand at the same time are a thousand.
        """
        counts = guess.keys(known=self._is_known(guess))
        return next((wait for key, limit in counts if (wait := self._count(key, limit, now))), timedelta(0))

    def succeeded(self, guess: Guess, now: datetime) -> None:
        """Forget the wrong ones of this account from this address, and remember that it was here."""
        self.table.delete(f"tries#{guess.keys(known=True)[0][0]}", "tries")
        ends = clock.epoch_seconds(now + KNOWN_FOR)
        self.table.put({"partition": _known(guess), "sort": "known", "expires_at": ends})

    def _is_known(self, guess: Guess) -> bool:
        return self.table.get(_known(guess), "known", consistent=False) is not None

    def _count(self, key: str, limit: AttemptLimit, now: datetime) -> timedelta:
        partition, at = f"tries#{key}", clock.epoch_seconds(now)
        try:
            row = self.table.update(partition, "tries", add={"tried": 1}, only_if=Attr("expires_at").gt(at))
        except ConditionFailed:
            ends = clock.epoch_seconds(now + limit.lasts)
            row = self.table.update(partition, "tries", set={"tried": 1, "expires_at": ends})
        if row["tried"] <= limit.most:
            return timedelta(0)
        return timedelta(seconds=row["expires_at"] - at)


def _known(guess: Guess) -> str:
    return f"known#{digest(guess.username, guess.address)}"
