"""Officers look at entries of which something was seen, and decide by two."""

from dataclasses import dataclass, replace
from datetime import datetime

from loa.errors import Conflict, NotAllowed, NotFound
from loa.foundation.officers.model import Officer
from loa.participation.campaigns.model import Campaign
from loa.participation.campaigns.texts import CHANGED_MEANWHILE, SECOND_PERSON
from loa.participation.contests.desk.service import ContestDesk, round_of
from loa.participation.contests.objections import Objection, ObjectionOutcome, ObjectionStore
from loa.participation.contests.reviews import (
    EntryReturn,
    EntryReview,
    ReviewState,
    ReviewStore,
    about_entry,
    is_about_entry,
)
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import ContestRound, RoundState
from loa.participation.contests.rules.objecting import ObjectionRule
from loa.platform.aws.dynamodb.tables import ConditionFailed
from loa.platform.aws.dynamodb.transactions import commit


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """Use cases of officers.

    Attributes:
        contests: rounds and results.
        rules: for how long owners of entries are heard.
    """

    contests: ContestDesk
    rules: tuple[ObjectionRule, ...]

    @property
    def reviews(self) -> ReviewStore:
        """The rows."""
        return ReviewStore(self.contests.results.table)

    @property
    def objections(self) -> ObjectionStore:
        """What owners of entries answer."""
        return ObjectionStore(self.contests.results.table)

    def look(
        self,
        officer: Officer,
        campaign_id: str,
        number: int,
        receipt: str,
        reason: str,
        now: datetime,
        *,
        signals: str,
    ) -> None:
        """Write what an officer thinks of an entry; without a `reason` to exclude it, it is normal.

        What one person found normal is looked at again once there are other signals, and another may want it
        excluded for the same.

        `signals` names those that they saw (`SeenEntry.digest`).

        Raises:
            NotFound: nothing was seen of it.
            NotAllowed: they found the same signals normal, and now want it excluded.
            Conflict: there are other signals by now; somebody has looked at it, and that stands; or it is to
                be excluded, and the result is public or somebody changes the contest just now.
        """
        campaign = self.contests.campaigns.write(officer, campaign_id)
        current = round_of(campaign, number)
        seen = {each.entry.receipt: each for each in self.reviews.seen(campaign.id, current.number)}
        if receipt not in seen:
            raise NotFound(texts.NO_SIGNAL)
        if seen[receipt].digest != signals:
            raise Conflict(CHANGED_MEANWHILE)
        state = ReviewState.PROPOSED if reason else ReviewState.NORMAL
        review = EntryReview(receipt, state, reason, officer.id, now, signals=signals)
        before = self.reviews.find(campaign.id, current.number, receipt)
        if before and before.says(review):
            return
        if before:
            before.check_before(review)
        if not reason:
            self.reviews.add(campaign.id, current.number, review, before)
            return
        if current.state is RoundState.CONFIRMED:
            raise Conflict(texts.CONFIRMED_BEFORE)
        # With another version, so that nobody confirms the result as it was seen before.
        changed = replace(campaign, version=campaign.version + 1)
        proposing = self.reviews.adding(campaign.id, current.number, review, before)
        self.contests.campaigns.turn(campaign, changed, also=[proposing])

    def decide(
        self,
        officer: Officer,
        campaign_id: str,
        number: int,
        receipt: str,
        *,
        excludes: bool,
        answer: str,
        now: datetime,
    ) -> None:
        """Let a second person exclude an entry or keep it, and answer its owner; safe to repeat.

        Whoever proposed it counts as the hand in the new result: the second person may confirm that.

        Raises:
            NotAllowed: they proposed it.
            Conflict: nobody did, its owner has still to be heard, or the round has changed meanwhile.
        """
        campaign = self.contests.campaigns.approver(officer, campaign_id)
        current, review = round_of(campaign, number), self.reviews.find(campaign_id, number, receipt)
        if review is None:
            raise Conflict(texts.NOT_PROPOSED)
        state = ReviewState.EXCLUDED if excludes else ReviewState.NORMAL
        if review.state is not state or review.decided_by != officer.id:
            self._turn(officer, campaign, current, review, state, now)
        outcome = ObjectionOutcome.KEPT if excludes else ObjectionOutcome.WITHDRAWN
        self.objections.decide(campaign, current, about_entry(receipt), outcome, answer)

    def _turn(
        self,
        officer: Officer,
        campaign: Campaign,
        current: ContestRound,
        review: EntryReview,
        state: ReviewState,
        now: datetime,
    ) -> None:
        if review.state is not ReviewState.PROPOSED:
            raise Conflict(texts.REVIEWED_BEFORE)
        if review.by == officer.id:
            raise NotAllowed(SECOND_PERSON)
        number, receipt = current.number, review.receipt
        turning = self.reviews.deciding(campaign.id, number, review, state, officer.id)
        if state is ReviewState.NORMAL:
            try:
                commit([turning])
            except ConditionFailed as failed:
                raise Conflict(CHANGED_MEANWHILE) from failed
            return
        if now < review.heard_until(current, self.rules) and not self.answers(campaign, current, receipt):
            raise Conflict(texts.NOT_HEARD)
        after = current.without_entry(receipt, review.reason, review.by, now)
        self.contests.turn(campaign, after, turning)

    def propose_return(
        self, officer: Officer, campaign_id: str, number: int, receipt: str, reason: str, now: datetime
    ) -> None:
        """Want an entry that was excluded ranked again; safe to repeat.

        Raises:
            Conflict: it is not excluded, a public result has counted that, or somebody wants it already.
        """
        campaign = self.contests.campaigns.write(officer, campaign_id)
        current = round_of(campaign, number)
        review = self.reviews.find(campaign.id, number, receipt)
        if review and review.back and (review.back.by, review.back.reason) == (officer.id, reason):
            return
        if not current.may_return(receipt):
            raise Conflict(texts.ENTRY_NOT_EXCLUDED)
        # With another version, so that nobody confirms the result as it was seen before.
        changed = replace(campaign, version=campaign.version + 1)
        back = EntryReturn(reason, officer.id, now)
        proposing = self.reviews.returning(campaign.id, number, receipt, back)
        self.contests.campaigns.turn(campaign, changed, also=[proposing])

    def decide_return(
        self, officer: Officer, campaign_id: str, number: int, receipt: str, *, returns: bool, now: datetime
    ) -> None:
        """Let a second person rank an entry again, or leave it excluded; safe to repeat.

        Raises:
            NotAllowed: they want it.
            Conflict: nobody does, or the round has changed meanwhile.
        """
        campaign = self.contests.campaigns.approver(officer, campaign_id)
        current, review = round_of(campaign, number), self.reviews.find(campaign_id, number, receipt)
        if review is None or review.state is not ReviewState.RETURNING or review.back is None:
            if review and returns and review.is_returned and review.decided_by == officer.id:
                return
            raise Conflict(texts.NOT_PROPOSED)
        if review.back.by == officer.id:
            raise NotAllowed(SECOND_PERSON)
        state = ReviewState.NORMAL if returns else ReviewState.EXCLUDED
        turning = self.reviews.returned(campaign.id, number, review, state, officer.id)
        if returns:
            after = current.with_entry(receipt, review.back.reason, review.back.by, now)
            self.contests.turn(campaign, after, turning)
            return
        try:
            commit([turning])
        except ConditionFailed as failed:
            raise Conflict(CHANGED_MEANWHILE) from failed

    def confirm(self, officer: Officer, campaign_id: str, number: int, seen: int) -> Campaign:
        """Make the result of a round public; raises as `ContestDesk.confirm` does.

        Raises:
            Conflict: the entries that lead are still looked at, or nobody has decided about one that is to be
                excluded, or ranked again.
        """
        if self.reviews.looked(campaign_id, number) is not None:
            raise Conflict(texts.STILL_LOOKED_AT)
        found = self.reviews.of(campaign_id, number).values()
        if any(each.state.waits for each in found):
            raise Conflict(texts.PROPOSAL_OPEN)
        return self.contests.confirm(officer, campaign_id, number, seen)

    def answers(self, campaign: Campaign, current: ContestRound, receipt: str) -> list[Objection]:
        """Return what the owner of an entry says."""
        return self.all_answers(campaign, current).get(about_entry(receipt), [])

    def all_answers(self, campaign: Campaign, current: ContestRound) -> dict[str, list[Objection]]:
        """Return what owners of entries say, by `about_entry`."""
        said: dict[str, list[Objection]] = {}
        for each in self.objections.of(campaign, current):
            if is_about_entry(each):
                said.setdefault(each.question, []).append(each)
        return said
