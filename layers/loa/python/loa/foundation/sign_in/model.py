"""Rules of signing in: who needs a second factor, how long a session lasts, what a username is. Pure."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Final

from loa.foundation.officers.model import Role
from loa.text.folding import fold

NEEDS_FACTOR: Final = frozenset({Role.ADMINISTRATOR, Role.APPROVER, Role.INVESTIGATOR})
"""Roles that get no session without a second factor."""

LONGEST: Final = timedelta(hours=12)
"""A session ends then, whatever somebody does: after a day's work."""

USUAL_IDLE: Final = timedelta(minutes=60)
IDLE: Final[Mapping[Role, timedelta]] = {
    Role.ADMINISTRATOR: timedelta(minutes=30),
    Role.APPROVER: timedelta(minutes=30),
    Role.INVESTIGATOR: timedelta(minutes=10),
}
"""A session ends after so long without a page; computers in offices are shared. The strictest role counts."""

STEP_LIVES: Final = timedelta(minutes=10)
"""How long somebody may take from the password to the last step."""

WRONG_CODES: Final = 5
"""After so many wrong codes the sign-in begins anew."""

MAXIMUM_USERNAME: Final = 64
_TYPED: Final = 4 * MAXIMUM_USERNAME
"""As much of what was typed is looked at: more may be marks and spaces, or an attack."""
_BEFORE_NUMBER: Final = re.compile(r"(?<=[a-z]) (\d+)$")


class SignInStep(StrEnum):
    """What a sign-in waits for."""

    FIRST_PASSWORD = "first_password"  # noqa: S105 - not a password
    CODE = "code"
    SETUP = "setup"


@dataclass(frozen=True, slots=True)
class SignInProgress:
    """A sign-in between two steps; the browser holds nothing of it but a random number.

    Attributes:
        id: digest of that number.
        step: what it waits for.
        username: who began it.
        challenge: what the pool asked for (`ChallengeKind`); empty: it has answered with tokens.
        session: what the answer to the challenge must carry.
        access, refresh: tokens, while the second factor is set up.
        officer_id, unit_path: known once there are tokens.
        secret: of the authenticator that is being set up.
        factor_given: whether a code was given on the way.
        wrong: how many codes were wrong.
        then: the page that was asked for.
    """

    id: str
    step: SignInStep
    username: str = field(repr=False)
    challenge: str = ""
    session: str = field(default="", repr=False)
    access: str = field(default="", repr=False)
    refresh: str = field(default="", repr=False)
    officer_id: str = ""
    unit_path: str = ""
    secret: str = field(default="", repr=False)
    factor_given: bool = False
    wrong: int = 0
    then: str = ""


def needs_factor(roles: Iterable[Role]) -> bool:
    """Return whether somebody with these roles gets no session without a second factor."""
    return not NEEDS_FACTOR.isdisjoint(roles)


def idle_of(roles: Iterable[Role]) -> timedelta:
    """Return after how long without a page a session of somebody with these roles ends."""
    return min((IDLE.get(role, USUAL_IDLE) for role in roles), default=USUAL_IDLE)


def username_of(typed: str) -> str:
    """Return a username as the pool knows it: without accents, and the spaces and capitals that a phone adds.

    A space before the number stands for its dot: "Yên Thành 02" is `yenthanh.02`.
    """
    return "".join(_BEFORE_NUMBER.sub(r".\1", fold(typed[:_TYPED])).split())[:MAXIMUM_USERNAME]


def digest(*parts: str) -> str:
    """Return what stands for some words in a key: nobody reads them there."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
