"""Shapes of what units add to a broadcast from above."""

from typing import Annotated

from pydantic import Field

from broadcasts_api.schemas.broadcast_schemas import ShownBroadcast
from loa import clock
from loa.publishing.broadcasts.rules.model import Broadcast, Localisation
from loa.web.schemas import Schema, Text
from loa.web.shapes.articles import URL


class Addition(Schema):
    """What a unit adds, or that it does not take part."""

    paragraph: Annotated[Text, Field(max_length=5_000)] = ""
    image_url: URL | None = None
    decline: bool = False


class ShownLocalisation(Schema):
    """What a unit adds to a broadcast from above."""

    unit: str
    state: str
    paragraph: str
    image_url: str
    author: str
    at: str
    digest: Annotated[str, Field(description="Gửi lại khi phê duyệt: đúng bản đã xem.")]

    @classmethod
    def of(cls, localisation: Localisation) -> "ShownLocalisation":
        """From a localisation."""
        return cls(
            unit=localisation.unit_path,
            state=localisation.state.value,
            paragraph=localisation.paragraph,
            image_url=localisation.image_url,
            author=localisation.author,
            at=clock.to_text(localisation.at),
            digest=localisation.version(),
        )


class LocalisationList(Schema):
    """Everything that units have added."""

    items: list[ShownLocalisation]


class Invitation(Schema):
    """A broadcast from above to which the unit may add its own words."""

    broadcast: ShownBroadcast
    mine: ShownLocalisation | None

    @classmethod
    def of(cls, broadcast: Broadcast, mine: Localisation | None) -> "Invitation":
        """From a broadcast, and what the unit has said so far."""
        return cls(broadcast=ShownBroadcast.of(broadcast), mine=ShownLocalisation.of(mine) if mine else None)


class InvitationList(Schema):
    """Broadcasts from above that ask for the unit's words."""

    items: list[Invitation]
