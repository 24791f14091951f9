"""What units add to a broadcast from above, in their own words, until the cut-off."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from loa.errors import Conflict, InvalidInput, NotAllowed
from loa.platform.zalo.api.articles import article_body
from loa.publishing.articles.markup import clean_html
from loa.publishing.articles.placeholders import refuse_gaps
from loa.publishing.broadcasts.drafts.drafting import BroadcastDrafting
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.model import Broadcast, Localisation, LocalisationState, localised

type PinPicture = Callable[[str], str]
"""Returns our own reference of a picture."""


def _kept(url: str, pin: PinPicture) -> str:
    """Our own reference of a picture, so that what is approved is what is sent."""
    try:
        return pin(url)
    except InvalidInput as error:
        raise InvalidInput(error.message, fields={"image_url": error.message}) from error


def _check_cut_off(broadcast: Broadcast, now: datetime) -> None:
    if not broadcast.takes_additions(now):
        raise Conflict(texts.NO_LOCALISATION)


def _changed(
    broadcast: Broadcast, seen: str, found: Localisation, broadcasts: BroadcastStore
) -> dict[str, str]:
    """What is different from the version that was seen, by field."""
    said = broadcasts.version(broadcast.broadcast_id, seen) or {}
    return {
        field: texts.changed(str(said[field]), present)
        for field, present in found.words().items()
        if field in said and said[field] != present
    }


@dataclass(frozen=True, kw_only=True)
class BroadcastLocalisation(BroadcastDrafting):
    """What units add to a broadcast."""

    def localise(self, broadcast: Broadcast, proposal: Localisation) -> Localisation:
        """A unit adds words and a picture of its own, or declines; the last word before the cut-off counts.

        The same again changes nothing, and makes nobody a contributor.

        What is added has to be approved by a second person of the unit, or of one above it: see
        `approve_localisation`. Declining needs no approval.

        Raises:
            InvalidInput: nothing is added, or Zalo would refuse it.
            Conflict: the broadcast leaves no room for it, the cut-off has passed, or someone was faster.
        """
        now = self.now()
        _check_cut_off(broadcast, now)
        proposal = replace(
            proposal, paragraph=clean_html(proposal.paragraph), digest=broadcast.content.digest()
        )
        if proposal.state is not LocalisationState.DECLINED:
            if not proposal.blocks():
                raise InvalidInput(texts.NOTHING_ADDED, fields={"paragraph": texts.NOTHING_ADDED})
            refuse_gaps({"paragraph": proposal.paragraph})
            article_body(localised(broadcast.content.article, proposal.blocks()))
            proposal = replace(proposal, image_url=_kept(proposal.image_url, self.pin_picture))
        path = proposal.unit_path
        present = self.broadcasts.localisations(broadcast.broadcast_id, path).get(path)
        if present and present.version() == proposal.version():
            return present
        before = present.contributors if present else frozenset()
        kept = replace(proposal, contributors=before | {proposal.author})
        self.broadcasts.localise(broadcast.broadcast_id, kept, instead_of=present)
        return kept

    def approve_localisation(
        self, broadcast: Broadcast, unit_path: str, *, seen: str, approver: str
    ) -> Localisation:
        """A second person lets a unit's addition pass, in the version that they saw; again changes nothing.

        Raises:
            NotAllowed: the approver had a hand in it.
            Conflict: there is none, another version was seen, or the cut-off has passed.
        """
        now = self.now()
        _check_cut_off(broadcast, now)
        found = self.broadcasts.localisations(broadcast.broadcast_id, unit_path).get(unit_path)
        if found is None or found.state is LocalisationState.DECLINED:
            raise Conflict(texts.NOTHING_TO_APPROVE)
        if approver in found.contributors | {found.author}:
            raise NotAllowed(texts.NOT_BY_AUTHOR)
        if found.digest != broadcast.content.digest():
            raise Conflict(texts.ADDITION_FOR_ANOTHER_TEXT)
        if seen != found.version():
            raise Conflict(texts.SEEN_ANOTHER, fields=_changed(broadcast, seen, found, self.broadcasts))
        if found.state is LocalisationState.APPROVED:
            return found
        approved = replace(
            found, state=LocalisationState.APPROVED, image_url=_kept(found.image_url, self.pin_picture)
        )
        self.broadcasts.localise(broadcast.broadcast_id, approved, instead_of=found)
        return approved
