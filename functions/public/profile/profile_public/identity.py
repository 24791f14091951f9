"""Who asks: a resident, by their token from Zalo; and what is theirs."""

from loa.bootstrap import casework, dialogue, foundation, participation, residents
from loa.dialogue.mini_app.own_cases import OwnCases
from loa.dialogue.mini_app.own_data import OwnData
from loa.residents.profiles.model import Profile
from loa.residents.profiles.store import ProfileStore
from loa.web.public.residents import Residents
from loa.worker import logger


def profiles() -> ProfileStore:
    """Return the profiles."""
    return residents.profiles()


def own_cases() -> OwnCases:
    """Return the cases of residents."""
    return dialogue.own_cases()


def own_data() -> OwnData:
    """Return what is held about residents."""
    return OwnData(
        followers=residents.followers(),
        directory=foundation.directory(),
        cases=casework.cases(),
        requests=residents.data_requests(),
        calendar=foundation.calendar,
        province=foundation.province(),
        taken_part=lambda user_id: participation.taking_part().held(user_id),
    )


def resident_of(authorization: str) -> Profile:
    """Return the profile of whoever shows a token, as `Residents.of` says."""
    return Residents(residents.mini_app_users(), profiles(), _unknown).of(authorization)


def _unknown(cause: str) -> None:
    logger.error("zalo does not say who a user is", extra={"cause": cause})
