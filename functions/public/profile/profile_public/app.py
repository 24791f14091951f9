"""What all routes of the profile in JSON share: the resolver, and who asks."""

from collections.abc import Callable
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from loa import clock
from loa.bootstrap import foundation
from loa.errors import InvalidInput
from loa.residents.profiles.model import Profile
from loa.web.api.resolver import PUBLIC, REPEATABLE, api
from loa.web.idempotency import StoredResponse, once, stable_id
from loa.web.schemas import Schema
from profile_public import texts
from profile_public.identity import resident_of

READ: Final = {PUBLIC: True}
WRITE: Final = {PUBLIC: True, REPEATABLE: True}
"""No officer's token: the resident's own, from Zalo, is checked by the function."""

app = api("profile", requests=foundation.requests)


def resident() -> Profile:
    """Return the profile of whoever asks.

    Raises:
        Unauthenticated, Busy: as `resident_of`.
    """
    return resident_of(app.current_event.headers.get("authorization", ""))


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
