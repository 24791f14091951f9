"""What JSON and pages look up alike: a broadcast, what waits in a subtree, what units above ask for."""

from collections.abc import Iterable

from loa import clock
from loa.bootstrap import foundation, publishing
from loa.errors import NotFound
from loa.foundation.officers.model import Officer, in_scope
from loa.foundation.units.model import ancestors, is_within
from loa.foundation.units.service import unit_at
from loa.ids import is_id
from loa.platform.aws.dynamodb.tables import Row
from loa.publishing.broadcasts.rows.broadcast_rows import broadcast_from
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState, Localisation

_NEWEST = 50
"""How many of the newest broadcasts of each unit above are looked at for invitations."""


def existing(broadcast_id: str) -> Broadcast:
    """The broadcast, whoever asks.

    Raises:
        NotFound: there is none.
    """
    if not is_id(broadcast_id):  # nothing to ask the table for
        raise NotFound
    return publishing.broadcasts().get(broadcast_id)


def waiting(officer: Officer, rows: Iterable[Row]) -> list[Broadcast]:
    """The broadcasts of a list that still wait for approval, as far as the officer can see where they go."""
    found = publishing.broadcasts().get_all([row["broadcast_id"] for row in rows])
    return [
        broadcast
        for broadcast in found
        if broadcast.state is BroadcastState.SUBMITTED
        and all(in_scope(officer, place) for place in broadcast.content.target.paths())
    ]


def require_invited(broadcast: Broadcast, path: str) -> None:
    """Go on only when the broadcast asks this unit for its words.

    Raises:
        NotFound: it does not.
    """
    content = broadcast.content
    if not is_within(path, content.target.root) or content.localise_until is None:
        raise NotFound
    if not content.target.chooses(unit_at(path, on=foundation.today(), store=foundation.units())):
        raise NotFound


def invitations(path: str) -> list[tuple[Broadcast, Localisation | None]]:
    """The broadcasts from above to which a unit may add its words now, each with what it has said so far."""
    now, store = clock.now(), publishing.broadcasts()
    asking = [
        found
        for above in ancestors(path)
        for found in map(broadcast_from, store.of_unit(above, limit=_NEWEST).rows)
        if found.takes_additions(now)
    ]
    if not asking:
        return []
    standing = unit_at(path, on=foundation.today(), store=foundation.units())
    return [
        (found, store.localisations(found.broadcast_id, path).get(path))
        for found in asking
        if found.content.target.chooses(standing)
    ]
