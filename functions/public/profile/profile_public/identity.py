"""Who asks: a resident, by their token from Zalo; and what is theirs."""

from functools import cache
from typing import Final

from loa.bootstrap import casework, foundation, residents
from loa.bootstrap.wiring import table
from loa.dialogue.mini_app.own_cases import OwnCases
from loa.dialogue.mini_app.own_data import OwnData
from loa.dialogue.petitions.store import AccessStore
from loa.errors import Busy
from loa.platform.aws.secrets import Secret
from loa.platform.zalo.api.users import MiniAppUsers
from loa.platform.zalo.errors import ConfigurationFault, TokenRefused
from loa.platform.zalo.http import shared_http
from loa.residents.profiles.model import Profile
from loa.residents.profiles.store import ProfileStore
from loa.settings import setting
from loa.web.problems import Unauthenticated
from loa.worker import logger

CONNECT_SECONDS: Final = 3.0
READ_SECONDS: Final = 8.0

_BEARER: Final = "bearer "


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
    """Return the cases of residents."""
    return OwnCases(casework.cases(), AccessStore(table("cases_table")))


def own_data() -> OwnData:
    """Return what is held about residents."""
    return OwnData(
        followers=residents.followers(),
        directory=foundation.directory(),
        cases=casework.cases(),
        requests=residents.data_requests(),
        calendar=foundation.calendar,
        province=foundation.province(),
    )


def resident_of(authorization: str) -> Profile:
    """Return the profile of whoever shows a token.

    Args:
        authorization: the header of that name.

    Raises:
        Unauthenticated: no token, or one that Zalo does not take: the Mini App asks for a new one.
        Busy: Zalo cannot be asked now. Everything that needs no profile works all the same.
    """
    if not authorization.lower().startswith(_BEARER):
        raise Unauthenticated
    try:
        user_id = users().id_of(authorization[len(_BEARER) :].strip())
    except TokenRefused as refused:
        raise Unauthenticated from refused
    except ConfigurationFault as fault:
        logger.error("zalo does not say who a user is", extra={"cause": fault.reason})
        raise Busy from fault
    return profiles().of(user_id)
