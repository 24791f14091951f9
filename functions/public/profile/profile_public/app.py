"""What all routes of the profile share: the resolver, and who asks."""

from collections.abc import Callable
from functools import cache
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa import clock
from loa.bootstrap import casework, foundation
from loa.bootstrap.wiring import table
from loa.dialogue.petitions.own_cases import OwnCases
from loa.dialogue.petitions.store import AccessStore
from loa.errors import Busy, InvalidInput
from loa.platform.aws.secrets import Secret
from loa.platform.zalo.api.users import MiniAppUsers
from loa.platform.zalo.errors import ConfigurationFault, TokenRefused
from loa.platform.zalo.http import shared_http
from loa.residents.profiles.model import Profile
from loa.residents.profiles.store import ProfileStore
from loa.settings import setting
from loa.web.api.resolver import PUBLIC, REPEATABLE, api
from loa.web.idempotency import StoredResponse, once, stable_id
from loa.web.problems import Unauthenticated
from loa.web.schemas import Schema
from loa.worker import logger
from profile_public import texts

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 8.0
READ: Final = {PUBLIC: True}
WRITE: Final = {PUBLIC: True, REPEATABLE: True}
"""No officer's token: the resident's own, from Zalo, is checked by the function."""

_BEARER: Final = "bearer "

app = api("profile", requests=foundation.requests)


@cache
def users() -> MiniAppUsers:
    """Return the users of the Mini App, as Zalo knows them."""
    http = shared_http(CONNECT_SECONDS, READ_SECONDS)
    return MiniAppUsers(http, setting("zalo_graph_url"), Secret(setting("zalo_app_secret_id")))


@cache
def profiles() -> ProfileStore:
    """Return the profiles."""
    return ProfileStore(table("audience_table"))


def own_cases() -> OwnCases:
    """Return the cases of profiles."""
    return OwnCases(casework.cases(), AccessStore(table("cases_table")))


def resident() -> Profile:
    """Return the profile of whoever asks.

    Raises:
        Unauthenticated: no token, or one that Zalo does not take: the Mini App asks for a new one.
        Busy: Zalo cannot be asked now. Everything that needs no profile works all the same.
    """
    given = app.current_event.headers.get("authorization", "")
    if not given.lower().startswith(_BEARER):
        raise Unauthenticated
    try:
        user_id = users().id_of(given[len(_BEARER) :].strip())
    except TokenRefused as refused:
        raise Unauthenticated from refused
    except ConfigurationFault as fault:
        logger.error("zalo does not say who a user is", extra={"cause": fault.reason})
        raise Busy from fault
    return profiles().of(user_id)


def write_once(profile: Profile, work: Callable[[], Schema]) -> Response[Any]:
    """Do the work of a resident's write once per `Idempotency-Key`, which it must have."""
    request = app.repeatable(f"resident {profile.user_id}")
    if request.key is None:
        raise InvalidInput(texts.KEY_NEEDED, fields={"Idempotency-Key": texts.KEY_NEEDED})

    def answer() -> StoredResponse:
        return StoredResponse(200, work().model_dump_json())

    return app.reply(once(request, answer, table=foundation.requests(), now=clock.now()))


def origin(profile: Profile) -> str:
    """Return what names the resident's request for ever."""
    return f"profile#{stable_id(app.repeatable(f'resident {profile.user_id}'))}"
