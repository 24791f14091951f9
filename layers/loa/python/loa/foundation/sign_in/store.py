"""Rows of sign-ins under way and of recovery codes (table Sessions).

    partition `sign-in#DIGEST`  · sort `sign-in`   where a sign-in stands; expires after some minutes
    partition `recovery#DIGEST` · sort `recovery`  digests of the codes that are left to an account
    partition `reset#DIGEST`    · sort `reset`     a password was set anew by e-mail; expires

The first digest is of the number in the browser's cookie, the second of the username.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from itertools import batched
from typing import Final

from loa import clock
from loa.foundation.sign_in.model import LONGEST, STEP_LIVES, SignInProgress, SignInStep, digest
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Row, Table
from loa.platform.aws.dynamodb.transactions import get_many

_SIGN_IN: Final = "sign-in"
_RECOVERY: Final = "recovery"
_RESET: Final = "reset"
_ROUNDS: Final = 60_000
"""Of PBKDF2: some 20 ms a guess; a code has 10 signs of 27."""


def sign_in_key(identity: str) -> tuple[str, str]:
    """Return the partition and sort key of a sign-in under way."""
    return f"sign-in#{identity}", _SIGN_IN


def recovery_key(username: str) -> tuple[str, str]:
    """Return the partition and sort key of an account's recovery codes."""
    return f"recovery#{digest('recovery', username)}", _RECOVERY


def reset_key(username: str) -> str:
    """Return the partition of the note that a password was set anew by e-mail."""
    return f"reset#{digest('reset', username)}"


class SignInStore:
    """Store of sign-ins under way, and of recovery codes."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def save(self, progress: SignInProgress, now: datetime) -> None:
        """Write where a sign-in stands; it has some minutes from then on."""
        partition, sort = sign_in_key(progress.id)
        kept = {name: value for name, value in asdict(progress).items() if value and name != "id"}
        ends = clock.epoch_seconds(now + STEP_LIVES)
        self.table.put({"partition": partition, "sort": sort, **kept, "expires_at": ends})

    def find(self, identity: str, now: datetime) -> SignInProgress | None:
        """Return a sign-in that is not over."""
        row = self.table.get(*sign_in_key(identity))
        if row is None or row["expires_at"] <= clock.epoch_seconds(now):
            return None
        return _progress(identity, row)

    def count_wrong(self, identity: str) -> int:
        """Count a wrong code and return how many there were; many at the same time are as many."""
        try:
            row = self.table.update(
                *sign_in_key(identity), add={"wrong": 1}, only_if=Attr("partition").exists()
            )
        except ConditionFailed:
            return 0
        return int(row["wrong"])

    def forget(self, identity: str) -> None:
        """End a sign-in."""
        self.table.delete(*sign_in_key(identity))

    def note_reset(self, username: str, now: datetime) -> None:
        """Note that a password was set anew by e-mail: sessions from before are not to be trusted."""
        ends = clock.epoch_seconds(now + LONGEST)
        self.table.put({"partition": reset_key(username), "sort": _RESET, "expires_at": ends})

    def take_reset(self, username: str) -> bool:
        """Return whether that was noted, and forget it."""
        noted = self.table.get(reset_key(username), _RESET) is not None
        if noted:
            self.table.delete(reset_key(username), _RESET)
        return noted

    def keep_codes(self, username: str, officer_id: str, unit_path: str, codes: Sequence[str]) -> None:
        """Keep digests of new recovery codes; those before are worthless."""
        partition, sort = recovery_key(username)
        salt = secrets.token_hex(16)
        self.table.put(
            {
                "partition": partition,
                "sort": sort,
                "officer_id": officer_id,
                "unit_path": unit_path,
                "salt": salt,
                "codes": [_slow_digest(code, salt) for code in codes],
            }
        )

    def use_code(self, username: str, code: str) -> tuple[str, str] | None:
        """Use up a recovery code; return the id and unit of the officer, None if it is wrong or used.

        Whoever comes second with the same code finds it used.
        """
        row = self.table.get(*recovery_key(username))
        if row is None:
            _slow_digest(code, "0" * 32)  # as long as for an account with codes
            return None
        given = _slow_digest(code, row["salt"])
        left = [each for each in row["codes"] if not secrets.compare_digest(each, given)]
        if len(left) == len(row["codes"]):
            return None
        try:
            self.table.update(
                *recovery_key(username), set={"codes": left}, only_if=Attr("codes").eq(row["codes"])
            )
        except ConditionFailed:
            return None
        return row["officer_id"], row["unit_path"]

    def codes_left(self, username: str) -> int | None:
        """Return how many recovery codes an account has left; None: it was never given any."""
        row = self.table.get(*recovery_key(username))
        return len(row["codes"]) if row else None

    def with_codes(self, usernames: Sequence[str]) -> set[str]:
        """Return those accounts that were given recovery codes, which come with the second factor."""
        found: set[str] = set()
        for batch in batched(dict.fromkeys(usernames), 100, strict=False):
            rows = get_many([(self.table, *recovery_key(name)) for name in batch])
            found |= {name for name, row in zip(batch, rows, strict=True) if row}
        return found

    def forget_codes(self, username: str) -> None:
        """Make an account's recovery codes worthless."""
        self.table.delete(*recovery_key(username))


def _slow_digest(code: str, salt: str) -> str:
    return hashlib.pbkdf2_hmac("sha256", code.encode(), bytes.fromhex(salt), _ROUNDS).hex()


def _progress(identity: str, row: Row) -> SignInProgress:
    known = {each.name for each in fields(SignInProgress)}
    kept = {name: value for name, value in row.items() if name in known}
    return SignInProgress(**{**kept, "id": identity, "step": SignInStep(row["step"])})
