"""What the owner of an entry knows of its prize, in words for who hands prizes out."""

from dataclasses import dataclass
from datetime import datetime

from loa.participation.campaigns.model import Campaign, CampaignState
from loa.participation.contests.claims import PrizeClaim, tells_of_result
from loa.participation.contests.rules.model import ContestRound
from loa.participation.telling.store import ToldRow
from loa.web.pages import formats
from participation_pages import texts


@dataclass(frozen=True, slots=True)
class PrizeKnowledge:
    """What the owner of an entry knows, and whether they will hear more.

    Attributes:
        campaign, round: where it is.
        rows: what they were told, by edition of the result.
        claim: what is known of their prize.
        now: when that is asked.
    """

    campaign: Campaign
    round: ContestRound
    rows: tuple[ToldRow, ...]
    claim: PrizeClaim | None
    now: datetime

    def of_winner(self, place: int) -> str:
        """Return what to read beside a prize; empty: they know of it, or have it."""
        if self.claim and self.claim.handed_at:
            return ""
        has_claimed = self.claim is not None and self.claim.reachable is not None
        last = self._last
        if last is None:
            return "" if has_claimed else self._of_untold()
        if last.place not in {None, place}:
            return self._of_told_otherwise(last.place or 0)
        if has_claimed and last.is_heard:
            return ""
        return texts.WINNER_TOLD[last.state.value] if last.key else texts.WINNER_KNOWS

    def _of_untold(self) -> str:
        if refused := self._refused:
            return texts.WINNER_TOLD[refused.state.value]
        return texts.WINNER_LOOKED_FOR if self._is_looked_for(0) else texts.WINNER_UNTOLD

    def _of_told_otherwise(self, before: int) -> str:
        looked_for = not self._refused and self._is_looked_for(before)
        words = texts.TOLD_OTHERWISE_LOOKED_FOR if looked_for else texts.TOLD_OTHERWISE
        return words.format(before=_prize(before))

    def of_no_winner(self) -> str:
        """Return what to read of an entry that wins no more; empty: they never knew that it did."""
        if self.claim and self.claim.handed_at:
            prize = _prize(self.claim.handed_place) if self.claim.handed_place else texts.PRIZE_UNKNOWN
            return texts.NO_MORE_IN_HAND.format(prize=prize, day=formats.day(self.claim.handed_at))
        last = self._last
        if last is None:
            return texts.NO_MORE_UNTOLD if self.claim else ""
        if last.place == 0:
            return texts.NO_MORE_TOLD[last.state.value]
        if refused := self._refused:
            return texts.NO_MORE_TOLD[refused.state.value]
        looked_for = last.place is not None and self._is_looked_for(last.place)
        return texts.NO_MORE_LOOKED_FOR if looked_for else texts.NO_MORE_UNTOLD

    def other_in_hand(self, place: int) -> str:
        """Return which other prize was handed over before a recount; empty: none."""
        if self.claim is None or self.claim.handed_at is None:
            return ""
        given = self.claim.handed_place or (self._last.place if self._last else None)
        if given in {None, 0, place}:
            return ""
        day = formats.day(self.claim.handed_at)
        return texts.OTHER_IN_HAND.format(prize=_prize(given or 0), day=day)

    @property
    def _last(self) -> ToldRow | None:
        """The newest that they have heard, or will in a moment."""
        return next((each for each in reversed(self.rows) if not each.state.is_given_up), None)

    @property
    def _refused(self) -> ToldRow | None:
        """What they were to hear of the present result, and will not."""
        newest = self.rows[-1] if self.rows else None
        if newest and newest.edition == self.round.edition and newest.state.is_given_up:
            return newest
        return None

    def _is_looked_for(self, heard: int) -> bool:
        return self.campaign.state is CampaignState.PUBLISHED and tells_of_result(
            self.round, self.now, has_heard=heard > 0
        )


def _prize(place: int) -> str:
    return texts.PRIZE_OF_PLACE.format(place=place) if place else texts.PRIZE_OF_NONE
