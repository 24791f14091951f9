"""What officers do with contests: the bank, rounds, sealing, the lot, the result."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from loa.errors import Conflict, InvalidInput, NotAllowed, NotFound
from loa.foundation.officers.model import Officer
from loa.ids import new_id
from loa.participation.campaigns.access import require_publishing, require_reading, require_writing
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState, check_times
from loa.participation.campaigns.service import CampaignService, NewCampaign, as_seen
from loa.participation.campaigns.texts import CHANGED_MEANWHILE, IS_PUBLIC
from loa.participation.contests.desk.questions import NewQuestion, may_remove
from loa.participation.contests.objections import Objection, ObjectionOutcome, ObjectionStore
from loa.participation.contests.rounds import asking, round_numbered, rounds_of, running, with_rounds
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.lot import commitment
from loa.participation.contests.rules.model import (
    ContestQuestion,
    ContestRound,
    RoundState,
    SheetShare,
    round_faults,
)
from loa.participation.contests.rules.sheets import drawn_sheets, sealed_document
from loa.participation.contests.store import BankStore, KeyEntry, KeyStore, ResultStore, SheetStore
from loa.platform.aws.dynamodb.tables import Write


@dataclass(frozen=True, slots=True)
class NewRound:
    """A round as an officer writes it."""

    opens: datetime
    closes: datetime
    per_sheet: int
    minutes: int
    tries: int
    prizes: int
    value_source: str
    shares: tuple[SheetShare, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueCorrection:
    """The right public value, how the wrong one came about, and the version that the officer saw."""

    value: str
    reason: str
    seen: int


@dataclass(frozen=True, slots=True)
class QuestionDecision:
    """What an officer decides about a question of a round, and the version that they saw."""

    question: str
    outcome: ObjectionOutcome
    reason: str
    seen: int


@dataclass(frozen=True, slots=True)
class ContestDesk:
    """Use cases of officers.

    Attributes:
        campaigns: of every kind.
        bank, sheets, keys, results: the rows.
    """

    campaigns: CampaignService
    bank: BankStore
    sheets: SheetStore
    keys: KeyStore
    results: ResultStore

    def questions(self, officer: Officer) -> list[ContestQuestion]:
        """Return the bank: first what waits for a second person, by law and article."""
        require_reading(officer, officer.unit_path)
        return sorted(self.bank.all(), key=lambda question: bool(question.checked_by))

    def add_questions(self, officer: Officer, many: Sequence[NewQuestion]) -> int:
        """Write questions that wait for a second person; what the bank has already is left as it is.

        Stopped in the middle, the same questions again make the rest.

        Returns:
            How many were new.

        Raises:
            InvalidInput: as `NewQuestion.check`; then none is written.
        """
        require_writing(officer, officer.unit_path)
        for new in many:
            new.check()
        return sum(self._add(officer, new) for new in many)

    def _add(self, officer: Officer, new: NewQuestion) -> bool:
        question = ContestQuestion(
            id=new.id,
            words=new.words,
            options=new.options,
            level=new.level,
            law=new.law,
            article=new.article,
            provision=new.provision,
            since=new.since,
            until=new.until,
            topic=new.topic,
            written_by=officer.id,
        )
        return self.bank.add(question, new.right - 1)

    def check_question(self, officer: Officer, question_id: str, seen: int) -> ContestQuestion:
        """Let a second person find a question right; raises as `ContestQuestion.checked` does.

        Raises:
            Conflict: it is not as they saw it.
        """
        require_publishing(officer, officer.unit_path)
        question = self.bank.find(question_id)
        if question.version != seen:
            raise Conflict(CHANGED_MEANWHILE)
        after = question.checked(officer.id)
        self.bank.turn(question, after)
        return after

    def used(self) -> frozenset[str]:
        """Return the questions that a sealed round asks, whatever became of its contest."""
        seals = [
            each.seal
            for campaign in self.campaigns.campaigns.all()
            if campaign.kind is CampaignKind.CONTEST
            for each in rounds_of(campaign)
            if each.seal
        ]
        return frozenset(question for seal in seals for question in self.keys.right_of(seal))

    def remove_question(self, officer: Officer, question_id: str, seen: int) -> None:
        """Take a question out of the bank that no round has asked.

        The bank is one for the province: who wrote a question takes it out while nobody has checked it, else
        the province's approvers do.

        Raises:
            NotAllowed: the officer is none of them.
            Conflict: a round asks it or draws from the bank now, or it is not as they saw it.
        """
        turns, question = self.bank.turns(), self.bank.find(question_id)
        if question.version != seen:
            raise Conflict(CHANGED_MEANWHILE)
        if not may_remove(officer, question, self.bank.province):
            raise NotAllowed
        if question_id in self.used():
            raise Conflict(texts.QUESTION_USED)
        self.bank.remove(question, turns)

    def replace_article(self, officer: Officer, question_id: str, until: date) -> None:
        """Say on which day the article of a question ends."""
        require_writing(officer, officer.unit_path)
        question = self.bank.find(question_id)
        self.bank.turn(question, question.replaced(until))

    def right(self) -> dict[str, int]:
        """Return the right option of each question, for those who check them."""
        return self.keys.right(self.bank.province)

    def add_round(self, officer: Officer, campaign_id: str, new: NewRound, now: datetime) -> Campaign:
        """Add a round to a contest.

        Raises:
            InvalidInput: its times are wrong, outside the contest's, or another round's: only one is open.
            Conflict: the contest is over, or suspended.
        """
        campaign = running(self._contest(self.campaigns.write(officer, campaign_id)))
        check_times(new.opens, new.closes, now)
        if new.shares and (counted := sum(each.count for each in new.shares)) != new.per_sheet:
            words = texts.SHARES_SUM.format(sum=counted, need=new.per_sheet)
            raise InvalidInput(words, fields={"shares": words})
        if new.opens < campaign.opens or new.closes > campaign.closes:
            raise InvalidInput(texts.OUTSIDE_CONTEST, fields={"closes": texts.OUTSIDE_CONTEST})
        if campaign.state not in {CampaignState.DRAFT, CampaignState.PUBLISHED}:
            raise Conflict(IS_PUBLIC)
        rounds = rounds_of(campaign)
        for each in rounds:
            if new.opens < each.closes and each.opens < new.closes:
                words = texts.ROUNDS_OVERLAP.format(number=each.number)
                raise InvalidInput(words, fields={"opens": words})
        added = ContestRound(
            number=max((each.number for each in rounds), default=0) + 1,
            opens=new.opens,
            closes=new.closes,
            per_sheet=new.per_sheet,
            minutes=new.minutes,
            tries=new.tries,
            prizes=new.prizes,
            value_source=new.value_source,
            shares=new.shares,
            hands=(officer.id,),
        )
        content = with_rounds(campaign, [*rounds, added])
        return self.campaigns.turn(campaign, campaign.with_content(content, officer.id))

    def remove_round(self, officer: Officer, campaign_id: str, number: int, seen: int) -> Campaign:
        """Take out a round that nobody has sealed; added again, it may have other times.

        Raises:
            Conflict: it is sealed, or the contest is suspended, or not as the officer saw it.
        """
        campaign = running(as_seen(self._contest(self.campaigns.write(officer, campaign_id)), seen))
        if round_of(campaign, number).seal:
            raise Conflict(texts.ROUND_SEALED)
        left = [each for each in rounds_of(campaign) if each.number != number]
        return self.campaigns.turn(campaign, campaign.with_content(with_rounds(campaign, left), officer.id))

    def edit(
        self, officer: Officer, campaign_id: str, seen: int, new: NewCampaign, now: datetime
    ) -> Campaign:
        """Write other words and times into a draft, around its rounds; raises as `CampaignService.edit`."""
        campaign = self._contest(self.campaigns.write(officer, campaign_id))
        if any(each.opens < new.opens or each.closes > new.closes for each in rounds_of(campaign)):
            raise InvalidInput(texts.ROUNDS_OUTSIDE, fields={"closes": texts.ROUNDS_OUTSIDE})
        return self.campaigns.edit(officer, campaign_id, seen, new, now)

    def fit(self, each: ContestRound) -> tuple[list[ContestQuestion], list[ContestQuestion]]:
        """Return the checked questions that hold throughout a round, and those whose article does not."""
        checked = [question for question in self.bank.all() if question.checked_by]
        fit = [question for question in checked if question.holds(each.opens, each.closes)]
        return fit, [question for question in checked if question not in fit]

    def faults(self, each: ContestRound, now: datetime) -> list[str]:
        """Return what speaks against sealing a round; stale questions alone do not."""
        fit, stale = self.fit(each)
        return round_faults(each, fit, stale, now)

    def seal(self, officer: Officer, campaign_id: str, number: int, seen: int, now: datetime) -> Campaign:
        """Draw the sheets of a round, keep its key, commit to the seed of its lot.

        Stopped in the middle, it leaves rows that nothing names; it is done again with others.

        Raises:
            Conflict: something speaks against it, it is suspended, it is not as the officer saw it, or a
                question was taken out of the bank meanwhile.
            NotAllowed: the officer prepared the round.
        """
        campaign = running(self._contest(self.campaigns.approving(officer, campaign_id, seen)))
        before, turns = round_of(campaign, number), self.bank.turns()
        fit, _ = self.fit(before)
        if found := round_faults(before, fit, (), now):
            raise Conflict(found[0])
        seed, secret, right = secrets.token_hex(32), secrets.token_hex(32), self.right()
        if any(each.id not in right for each in fit):
            raise Conflict(CHANGED_MEANWHILE)
        sheets = drawn_sheets(fit, before.per_sheet, secret, before.shares)
        after = before.sealed(
            officer.id,
            seal=new_id(now),
            secret=secret,
            commitment=commitment(seed),
            digest=commitment(sealed_document(sheets, right, seed)),
        )
        key = {each.id: KeyEntry(right[each.id], each.law, each.article, each.provision) for each in fit}
        self.sheets.save(after.seal, sheets)
        self.keys.seal(after.seal, key, seed)
        return self.turn(asking(campaign, fit), after, self.bank.turning(turns))

    def publish(self, officer: Officer, campaign_id: str, seen: int, now: datetime) -> Campaign:
        """Let residents find a contest that has a sealed round; raises as `CampaignService.publish` does."""
        campaign = self._contest(self.campaigns.approver(officer, campaign_id))
        if not any(each.state is RoundState.SEALED for each in rounds_of(campaign)):
            raise Conflict(texts.NOT_SEALED)
        return self.campaigns.publish(officer, campaign_id, seen, now)

    def enter_value(
        self, officer: Officer, campaign_id: str, number: int, value: str, now: datetime
    ) -> Campaign:
        """Enter the public value of a round's lot; the clock draws it within ten minutes.

        Raises:
            Conflict: the round goes on, or was drawn.
        """
        campaign = self._contest(self.campaigns.write(officer, campaign_id))
        return self.turn(campaign, round_of(campaign, number).with_value(value, officer.id, now))

    def correct_value(
        self,
        officer: Officer,
        campaign_id: str,
        number: int,
        correction: ValueCorrection,
        now: datetime,
    ) -> Campaign:
        """Correct a public value that was mistyped; the clock draws the lot again.

        Raises:
            Conflict: there is none to correct, or it is not as the officer saw it.
            NotAllowed: they entered it.
        """
        campaign = as_seen(self._contest(self.campaigns.write(officer, campaign_id)), correction.seen)
        before = round_of(campaign, number)
        return self.turn(campaign, before.corrected(correction.value, correction.reason, officer.id, now))

    def asked(self, each: ContestRound) -> list[ContestQuestion]:
        """Return the questions of a sealed round, by law and article."""
        if not each.seal:
            return []
        asked = self.keys.right_of(each.seal)
        return [question for question in self.bank.all() if question.id in asked]

    def out_of_force(self, campaign: Campaign) -> dict[int, list[ContestQuestion]]:
        """Return by number of the round its questions, not withdrawn, whose article does not hold throughout.

        Only of sealed rounds with no public result; while it is suspended of none, for no time is known.
        """
        rounds = [] if campaign.suspension else rounds_of(campaign)
        asking = [each for each in rounds if each.seal and each.state is not RoundState.CONFIRMED]
        bank = self.bank.all() if asking else []
        found = {}
        for each in asking:
            asked = self.keys.right_of(each.seal)
            found[each.number] = [
                question
                for question in bank
                if question.id in asked
                and question.id not in each.withdrawn
                and not question.holds(each.opens, each.closes)
            ]
        return found

    def decide(
        self,
        officer: Officer,
        campaign_id: str,
        number: int,
        decision: QuestionDecision,
        now: datetime,
    ) -> Campaign:
        """Keep or withdraw a question of a round, and answer those who object to it; safe to repeat.

        A withdrawn question counts as right for everybody who had it; a result that is public stays until
        another officer confirms the new edition.

        Raises:
            InvalidInput: the round does not ask it.
            Conflict: it is not as the officer saw it.
        """
        campaign = self._contest(self.campaigns.write(officer, campaign_id))
        current = round_of(campaign, number)
        if not current.seal or decision.question not in self.keys.right_of(current.seal):
            raise InvalidInput(texts.QUESTION_UNKNOWN, fields={"question": texts.QUESTION_UNKNOWN})
        withdraws = decision.outcome is ObjectionOutcome.WITHDRAWN
        if withdraws and decision.question not in current.withdrawn:
            campaign = as_seen(campaign, decision.seen)
            after = current.without(decision.question, decision.reason, officer.id, now)
            campaign = self.turn(campaign, after)
        objections = ObjectionStore(self.results.table)
        objections.decide(campaign, current, decision.question, decision.outcome, decision.reason)
        return campaign

    def objections(self, campaign: Campaign, each: ContestRound) -> list[Objection]:
        """Return what residents say against questions of a round."""
        return ObjectionStore(self.results.table).of(campaign, each)

    def confirm(self, officer: Officer, campaign_id: str, number: int, seen: int) -> Campaign:
        """Make the result of a round public; raises as `ContestRound.confirmed` and `approving` do."""
        campaign = self._contest(self.campaigns.approving(officer, campaign_id, seen))
        return self.turn(campaign, round_of(campaign, number).confirmed(officer.id))

    def counts(self, campaign: Campaign, number: int) -> dict[str, Counter[str]]:
        """Return the numbers of a round by unit, as they are now."""
        return self.campaigns.entries.counts(campaign.id, number)

    def result(self, campaign: Campaign, each: ContestRound) -> Mapping[str, Any] | None:
        """Return what was drawn of a round, the newest edition; None: nothing yet."""
        newest = self.results.find(campaign.id, each.number, each.edition + 1)
        return newest or self.results.find(campaign.id, each.number, each.edition)

    def _contest(self, campaign: Campaign) -> Campaign:
        if campaign.kind is not CampaignKind.CONTEST:
            raise NotFound
        return campaign

    def turn(self, campaign: Campaign, changed: ContestRound, *also: Write) -> Campaign:
        """Write a changed round; `also` and raises as `CampaignService.turn`."""
        rounds = [changed if each.number == changed.number else each for each in rounds_of(campaign)]
        after = replace(campaign, content=with_rounds(campaign, rounds), version=campaign.version + 1)
        return self.campaigns.turn(campaign, after, also=also)


def round_of(campaign: Campaign, number: int) -> ContestRound:
    """Return a round; raises NotFound where there is none of that number."""
    found = round_numbered(campaign, number)
    if found is None:
        raise NotFound(texts.NO_ROUND)
    return found
