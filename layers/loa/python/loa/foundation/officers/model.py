"""Officers, and the single rule of what they may do where. Pure: standard library only.

Permission is a function of three things: the officer's roles, the path of their unit, and the path of the
target. An officer's scope is their unit and everything below it. To them, anything outside does not exist:
`require` answers exactly as if it were not there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from loa.errors import NotAllowed, NotFound
from loa.foundation.officers import texts
from loa.foundation.units.model import is_within


class Role(StrEnum):
    """Roles of officers; the values are the groups of the Cognito pool."""

    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    APPROVER = "approver"
    VIEWER = "viewer"
    INVESTIGATOR = "investigator"
    """Handles denunciations of their own unit, and nothing else (package `confidential`)."""


class Permission(StrEnum):
    """Actions on something that belongs to a unit."""

    READ_UNITS = "read_units"
    READ_OFFICERS = "read_officers"
    """See by name who works for a unit, to assign work to them."""
    MANAGE_OFFICERS = "manage_officers"
    """Enter, move, disable officers, and set what they may do."""
    REORGANISE = "reorganise"
    """Plan, approve and run the reorganisation of a province's units."""
    READ_ACCOUNTS = "read_accounts"
    CONNECT_ACCOUNT = "connect_account"
    READ_ARTICLES = "read_articles"
    WRITE_ARTICLE = "write_article"
    READ_LIBRARY = "read_library"
    """Drafts, histories and worklists of the library; published articles are open to everybody."""
    WRITE_LIBRARY = "write_library"
    APPROVE_LIBRARY = "approve_library"
    """Approve or return, schedule, publish, withdraw, pin."""
    APPROVE_HOST = "approve_host"
    """Set the hosts that links of the library may lead to."""
    READ_BROADCASTS = "read_broadcasts"
    DRAFT_BROADCAST = "draft_broadcast"
    APPROVE_BROADCAST = "approve_broadcast"
    SCHEDULE_BROADCAST = "schedule_broadcast"
    CANCEL_BROADCAST = "cancel_broadcast"
    CONTROL_BROADCAST = "control_broadcast"
    """Pause, resume, retry failed messages, settle unknown ones."""
    DECLARE_EMERGENCY = "declare_emergency"
    """Approve alone, with a reason; reported upward."""
    LOCALISE_BROADCAST = "localise_broadcast"
    """Add the unit's own words to a broadcast from above, or decline."""
    APPROVE_LOCALISATION = "approve_localisation"
    READ_REPORTS = "read_reports"
    RELEASE_FIGURES = "release_figures"
    """Let everybody see a month's figures of the province, or take them back."""
    READ_MESSAGES = "read_messages"
    """Read messages to a single resident; viewers may not."""
    SEND_MESSAGE = "send_message"
    """Write to a single resident."""
    READ_CONVERSATIONS = "read_conversations"
    ANSWER_CONVERSATION = "answer_conversation"
    """Reply, note, assign, transfer, close."""
    WRITE_CANNED_ANSWER = "write_canned_answer"
    SET_ON_CALL = "set_on_call"
    """Name the officers on call, who are notified at any hour when somebody calls for help."""
    READ_CASES = "read_cases"
    WORK_ON_CASE = "work_on_case"
    """Accept for answering, assign, note, and enter a case for someone."""
    RELEASE_CASE = "release_case"
    """Put an answered case on the public list, or take it off."""
    EXCHANGE_CASES = "exchange_cases"
    """Import and export."""
    READ_PARTICIPATION = "read_participation"
    """See contests and surveys of the unit, with their counts."""
    WRITE_PARTICIPATION = "write_participation"
    """Prepare them: questions and rounds."""
    APPROVE_PARTICIPATION = "approve_participation"
    """Check what a colleague has prepared, and let residents see it."""
    READ_READINGS = "read_readings"
    """See which officers of the units below have read which data about residents."""
    HANDLE_DATA_REQUESTS = "handle_data_requests"
    """Show, correct or erase the data kept about a resident on request."""
    READ_CONFIDENTIAL = "read_confidential"
    """See denunciations; every look is logged."""


_READING: Final = frozenset(
    {
        Permission.READ_UNITS,
        Permission.READ_ACCOUNTS,
        Permission.READ_ARTICLES,
        Permission.READ_LIBRARY,
        Permission.READ_BROADCASTS,
        Permission.READ_REPORTS,
        Permission.READ_PARTICIPATION,
    }
)

_MESSAGES: Final = frozenset({Permission.READ_MESSAGES, Permission.SEND_MESSAGE})

_RESIDENTS: Final = frozenset(
    {
        Permission.READ_OFFICERS,
        Permission.READ_CONVERSATIONS,
        Permission.ANSWER_CONVERSATION,
        Permission.READ_CASES,
        Permission.WORK_ON_CASE,
    }
)

ACTIONS_OF: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.VIEWER: _READING,
    Role.EDITOR: _READING
    | _MESSAGES
    | _RESIDENTS
    | {
        Permission.WRITE_ARTICLE,
        Permission.WRITE_LIBRARY,
        Permission.DRAFT_BROADCAST,
        Permission.LOCALISE_BROADCAST,
        Permission.WRITE_PARTICIPATION,
    },
    Role.APPROVER: _READING
    | _MESSAGES
    | _RESIDENTS
    | {
        Permission.APPROVE_LIBRARY,
        Permission.APPROVE_BROADCAST,
        Permission.SCHEDULE_BROADCAST,
        Permission.CANCEL_BROADCAST,
        Permission.CONTROL_BROADCAST,
        Permission.DECLARE_EMERGENCY,
        Permission.APPROVE_LOCALISATION,
        Permission.WRITE_CANNED_ANSWER,
        Permission.SET_ON_CALL,
        Permission.RELEASE_CASE,
        Permission.RELEASE_FIGURES,
        Permission.HANDLE_DATA_REQUESTS,
        Permission.APPROVE_PARTICIPATION,
    },
    Role.ADMINISTRATOR: frozenset(Permission) - {Permission.READ_CONFIDENTIAL},
    Role.INVESTIGATOR: frozenset({Permission.READ_UNITS, Permission.READ_CONFIDENTIAL}),
}
"""The only table of permissions. That nobody approves their own draft is a rule of the broadcasts."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Someone who works for a unit.

    Attributes:
        id: the `sub` of the user pool.
        name: the name shown to people.
        unit_path: their unit.
        roles: may be empty.
        username: with which they sign in, as the registry knows it; empty: from a token.
    """

    id: str
    name: str = field(repr=False)
    unit_path: str
    roles: frozenset[Role]
    username: str = field(default="", repr=False, compare=False, kw_only=True)


def name_in(attributes: Mapping[str, Any]) -> str:
    """Return an officer's name from their user pool attributes; an email address counts only if verified."""
    verified = str(attributes.get("email_verified", "")).casefold() == "true"
    address = attributes.get("email") if verified else ""
    return str(attributes.get("name") or address or attributes.get("sub") or "")


def allowed_roles(roles: Iterable[Role]) -> frozenset[Permission]:
    """Return the permissions that these roles give within the officer's scope."""
    return frozenset(action for role in roles for action in ACTIONS_OF[role])


def in_scope(officer: Officer, target_path: str) -> bool:
    """Return whether a unit is the officer's own or lies below it."""
    return bool(officer.unit_path) and is_within(target_path, officer.unit_path)


def allowed(officer: Officer, action: Permission, target_path: str) -> bool:
    """Return whether the officer may perform the action on something of that unit."""
    return in_scope(officer, target_path) and any(action in ACTIONS_OF[role] for role in officer.roles)


def require(officer: Officer, action: Permission, target_path: str) -> None:
    """Check that the officer may perform the action there.

    Raises:
        NotFound: outside their scope; the same answer as for something that does not exist.
        NotAllowed: inside, but none of their roles permits the action; names the roles that would.
    """
    if not in_scope(officer, target_path):
        raise NotFound
    if not allowed(officer, action, target_path):
        raise NotAllowed(texts.not_allowed(role for role in Role if action in ACTIONS_OF[role]))
