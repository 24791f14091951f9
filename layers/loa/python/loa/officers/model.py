"""Who an officer is, and the one rule of what he may do where. Pure: standard library only.

Permission is a function of three things (design.md section 7): the officer's roles, the path of his unit,
and the path of what he wants to touch. His scope is his unit and everything below it. What lies outside is,
for him, not there: `require` answers exactly as if it did not exist.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from loa.errors import NotAllowed, NotFound
from loa.officers import texts
from loa.units.model import is_within


class Role(StrEnum):
    """What an officer is trusted with; the values are the groups of the Cognito pool."""

    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    APPROVER = "approver"
    VIEWER = "viewer"


class Action(StrEnum):
    """What can be done to something that belongs to a unit."""

    READ_UNITS = "read_units"
    READ_ACCOUNTS = "read_accounts"
    CONNECT_ACCOUNT = "connect_account"
    READ_ARTICLES = "read_articles"
    WRITE_ARTICLE = "write_article"
    READ_BROADCASTS = "read_broadcasts"
    DRAFT_BROADCAST = "draft_broadcast"
    APPROVE_BROADCAST = "approve_broadcast"
    SCHEDULE_BROADCAST = "schedule_broadcast"
    CANCEL_BROADCAST = "cancel_broadcast"
    CONTROL_BROADCAST = "control_broadcast"
    """Pause, resume, retry what failed, settle what is unknown."""
    DECLARE_EMERGENCY = "declare_emergency"
    """Approve alone, with a reason, reported upward."""
    LOCALISE_BROADCAST = "localise_broadcast"
    """Add the unit's own words to a broadcast from above, or decline."""
    APPROVE_LOCALISATION = "approve_localisation"
    READ_REPORTS = "read_reports"
    READ_MESSAGES = "read_messages"
    """What was written to a single resident; viewers do not."""
    SEND_MESSAGE = "send_message"
    """Write to a single resident."""


_READING: Final = frozenset(
    {
        Action.READ_UNITS,
        Action.READ_ACCOUNTS,
        Action.READ_ARTICLES,
        Action.READ_BROADCASTS,
        Action.READ_REPORTS,
    }
)

_MESSAGES: Final = frozenset({Action.READ_MESSAGES, Action.SEND_MESSAGE})

ACTIONS_OF: Final[Mapping[Role, frozenset[Action]]] = {
    Role.VIEWER: _READING,
    Role.EDITOR: _READING
    | _MESSAGES
    | {Action.WRITE_ARTICLE, Action.DRAFT_BROADCAST, Action.LOCALISE_BROADCAST},
    Role.APPROVER: _READING
    | _MESSAGES
    | {
        Action.APPROVE_BROADCAST,
        Action.SCHEDULE_BROADCAST,
        Action.CANCEL_BROADCAST,
        Action.CONTROL_BROADCAST,
        Action.DECLARE_EMERGENCY,
        Action.APPROVE_LOCALISATION,
    },
    Role.ADMINISTRATOR: frozenset(Action),
}
"""The one table of who may do what. That nobody approves his own draft is a rule of the broadcasts."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Someone who works for a unit.

    Attributes:
        id: the `sub` of the user pool.
        name: as people know him.
        unit_path: his unit.
        roles: what he is trusted with; may be empty.
    """

    id: str
    name: str
    unit_path: str
    roles: frozenset[Role]


def in_scope(officer: Officer, target_path: str) -> bool:
    """Say whether a unit is the officer's own or lies below it."""
    return bool(officer.unit_path) and is_within(target_path, officer.unit_path)


def allowed(officer: Officer, action: Action, target_path: str) -> bool:
    """Say whether the officer may do this to something of that unit."""
    return in_scope(officer, target_path) and any(action in ACTIONS_OF[role] for role in officer.roles)


def require(officer: Officer, action: Action, target_path: str) -> None:
    """Go on only when the officer may do this there.

    Raises:
        NotFound: it lies outside his scope; the same answer as for something that does not exist.
        NotAllowed: it lies inside, and none of his roles permits the action.
    """
    if not in_scope(officer, target_path):
        raise NotFound
    if not allowed(officer, action, target_path):
        raise NotAllowed(texts.NOT_ALLOWED)
