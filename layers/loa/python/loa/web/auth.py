"""The signed-in officer, from the claims that API Gateway's JWT authorizer has checked.

The token is the ID token of the Cognito pool: `sub`, `name` or `email`, `custom:unit` (the path of the
officer's unit) and `cognito:groups`, which the HTTP API hands over as text: `"[administrator editor]"`.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from loa.errors import NotAllowed
from loa.foundation.officers.model import Officer, Role, name_in
from loa.foundation.officers.texts import NO_UNIT
from loa.foundation.units.model import is_path
from loa.web import texts
from loa.web.problems import Unauthenticated

_ROLES: Final = {role.value: role for role in Role}


def officer_of(event: Mapping[str, Any]) -> Officer:
    """Return the officer who sent an API Gateway event (payload 2.0).

    Raises:
        Unauthenticated: no claims, or those of another kind of token.
        NotAllowed: the officer belongs to no unit yet.
    """
    claims = _claims(event)
    identity = str(claims.get("sub") or "")
    if not identity or claims.get("token_use", "id") != "id":
        raise Unauthenticated(texts.NOT_SIGNED_IN)
    unit_path = str(claims.get("custom:unit") or "")
    if not is_path(unit_path):
        raise NotAllowed(NO_UNIT)
    return Officer(
        id=identity,
        name=name_in(claims),
        unit_path=unit_path,
        roles=roles_of(claims.get("cognito:groups")),
    )


def roles_of(groups: Any) -> frozenset[Role]:
    """Return the roles among the groups; a group that is no role of ours counts for nothing.

    Accepts a list, its JSON, and `"[administrator editor]"`, as an HTTP API writes it. A group's name may
    hold commas, brackets and quotes, but no space: only a space parts two of them.
    """
    if isinstance(groups, str):
        groups = _written_groups(groups)
    if not isinstance(groups, list | tuple):
        return frozenset()
    return frozenset(_ROLES[name] for name in groups if isinstance(name, str) and name in _ROLES)


def _written_groups(text: str) -> list[Any]:
    """Return the groups in a claim that is text."""
    if not (text.startswith("[") and text.endswith("]")):
        return []
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text[1:-1].split(" ")
    return found if isinstance(found, list) else []


def _claims(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the checked claims, or none."""
    found: Any = event
    for key in ("requestContext", "authorizer", "jwt", "claims"):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}
