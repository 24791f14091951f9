"""The pass of a resident who takes part: in a cookie, or once in a link from Zalo (`?the=`)."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from aws_lambda_powertools.shared.cookies import Cookie

from loa.participation.campaigns.model import Participant
from loa.participation.campaigns.passes import browser, kept, pass_of, read_pass
from loa.web.console.cookies import is_secure, short_cookie, short_cookie_of
from loa.web.pages.resolver import Html, Pages

NAME: Final = "loa-the"
QUERY: Final = "the"


def participant_of(event: Mapping[str, Any], secret: str, now: datetime) -> Participant | None:
    """Return who asks; None: they have no pass yet. One that Zalo vouches for leads."""
    query: Mapping[str, str] = event.get("queryStringParameters") or {}
    return read_pass(query.get(QUERY, ""), secret, now) or read_pass(
        short_cookie_of(event, NAME), secret, now
    )


def new_participant(secret: str) -> Participant:
    """Return a browser that comes for the first time."""
    return browser(secret, secrets.token_hex(16))


def pass_cookie(event: Mapping[str, Any], participant: Participant, secret: str, now: datetime) -> Cookie:
    """Return the cookie by which somebody is known again."""
    return _cookie(event, pass_of(participant, secret, now), participant)


def no_pass(event: Mapping[str, Any]) -> Cookie:
    """Return what takes the pass away: who comes next is somebody else."""
    return short_cookie(NAME, "", secure=is_secure(event), seconds=0)


def pass_kept(app: Pages, secret: str, now: datetime) -> Html | None:
    """Keep the pass that an address brings, and lead to the address without it; None: it brings none.

    It is kept as it came: who has a link from somebody else is taken for them no longer than the link says.
    """
    event, given = app.current_event, app.query(QUERY)
    if not given or participant_of(event.raw_event, secret, now) is None:
        return None
    brought = read_pass(given, secret, now)
    if brought is None:
        return app.redirect(event.path)
    return app.redirect(event.path, cookies=[_cookie(event.raw_event, given, brought)])


def _cookie(event: Mapping[str, Any], value: str, participant: Participant) -> Cookie:
    return short_cookie(NAME, value, secure=is_secure(event), seconds=int(kept(participant).total_seconds()))
