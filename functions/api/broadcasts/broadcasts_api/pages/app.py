"""What all pages of broadcasts share: the resolver, the broadcast that a page is about, names of people."""

from collections.abc import Iterable
from typing import Final

from broadcasts_api import lookup
from loa.bootstrap import foundation, publishing
from loa.foundation.officers.model import Permission
from loa.foundation.units.model import ancestors
from loa.platform.zalo.api.articles import MAX_IMAGE_BYTES
from loa.publishing.broadcasts import access
from loa.publishing.broadcasts.delivery.forecast import Forecast, forecast
from loa.publishing.broadcasts.rules.model import Broadcast
from loa.web.console.resolver import console

AREA: Final = "/console/truyen-thong"

MAXIMUM_BODY: Final = 5 * MAX_IMAGE_BYTES
"""A form with a picture: what API Gateway and Lambda let through, with base64 around it, is little more."""

app = console(
    "broadcasts",
    area=AREA,
    dependencies=foundation.console_dependencies,
    takes_files=True,
    max_body_bytes=MAXIMUM_BODY,
)


def address_of(broadcast: Broadcast) -> str:
    """Return the address of a broadcast's page."""
    return f"{AREA}/{broadcast.broadcast_id}"


def broadcast_for(broadcast_id: str, permission: Permission) -> Broadcast:
    """Return the broadcast, if the officer may do this to it.

    Raises:
        NotFound: there is none, or a unit lies outside their scope.
        NotAllowed: none of their roles permits it.
    """
    found = lookup.existing(broadcast_id)
    access.workable(app.officer(), found, permission)
    return found


def may(permission: Permission, broadcast: Broadcast) -> bool:
    """Return whether the officer may do this to the broadcast."""
    return access.is_allowed(app.officer(), permission, broadcast)


def people_of(broadcast: Broadcast, identities: Iterable[str]) -> dict[str, str]:
    """Return names of officers of the broadcast's unit and of those above, by id."""
    paths = (broadcast.unit_path, *ancestors(broadcast.unit_path), app.officer().unit_path)
    places = dict.fromkeys((path, identity) for identity in identities if identity for path in paths)
    return foundation.officers().named(places) if places else {}


def forecast_of(broadcast: Broadcast) -> list[Forecast]:
    """Return what the broadcast would do when it is to go out; of one for at once, as soon as it could."""
    wanted = broadcast.send_at or broadcast.suggested_at
    soonest = publishing.broadcast_service().earliest(broadcast)
    return forecast(
        broadcast, places=publishing.forecast_dependencies(), at=max(soonest, wanted) if wanted else soonest
    )
