"""Who asks: a resident, by their own token from Zalo."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from loa.errors import Busy
from loa.platform.zalo.api.users import MiniAppUsers
from loa.platform.zalo.errors import ConfigurationFault, TokenRefused
from loa.residents.profiles.model import Profile
from loa.residents.profiles.store import ProfileStore
from loa.web.problems import Unauthenticated

_BEARER: Final = "bearer "


@dataclass(frozen=True, slots=True)
class Residents:
    """Residents whom Zalo knows.

    Attributes:
        users: the users of the Mini App.
        profiles: what is remembered about them.
        unknown: hears why Zalo says of nobody who they are; an operator has to look.
    """

    users: MiniAppUsers
    profiles: ProfileStore
    unknown: Callable[[str], None]

    def of(self, authorization: str) -> Profile:
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
            user_id = self.users.id_of(authorization[len(_BEARER) :].strip())
        except TokenRefused as refused:
            raise Unauthenticated from refused
        except ConfigurationFault as fault:
            self.unknown(fault.reason)
            raise Busy from fault
        return self.profiles.of(user_id)
