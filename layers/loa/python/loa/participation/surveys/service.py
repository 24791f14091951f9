"""Surveys: written by officers, answered once and namelessly, published as tables that give nobody away.

took     entry#ID#0#SHARD    PERSON     that somebody has answered, or a paper was typed in; nothing else
answers  answers#ID#R        RANDOM     answers, and the commune; R and RANDOM are chance, and no time is kept
tables   tables#ID           NNN        what is published; together too large for one row
heard    heard#ID            answers    how many chose what has a target, in tens, when it was last told, and
                                        how many had answered by then that did not come on paper

The first two are written in one transaction, so that nobody answers twice and no answer is lost; they share
no value.
"""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from loa.errors import Conflict
from loa.foundation.officers.model import Officer
from loa.participation.campaigns.access import require_helping
from loa.participation.campaigns.model import (
    Campaign,
    CampaignKind,
    CampaignState,
    Participant,
    Phase,
)
from loa.participation.campaigns.service import CampaignService, as_seen
from loa.participation.campaigns.store import EntryStore
from loa.participation.campaigns.texts import IS_PUBLIC, NOT_OPEN, ONCE_ONLY
from loa.participation.surveys import texts
from loa.participation.surveys.model import (
    Answer,
    AnswerKind,
    SurveyQuestion,
    questions_of,
    with_question,
    without_question,
)
from loa.participation.surveys.tables import GivenAnswers, tables_of
from loa.participation.surveys.targets import OptionReach, heard, is_due, reach_of, with_wanted
from loa.platform.aws.dynamodb.tables import ConditionFailed, Put, Row, Table, Write
from loa.platform.aws.dynamodb.transactions import commit

MOST_COUNTED: Final = 20_000
"""How many answers a page reads to count them anew; a page has 29 seconds."""
_SPREAD: Final = 8
_PILOT_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class SurveyService:
    """Use cases of residents, and of officers for those who answer on paper.

    Attributes:
        entries: the rows.
    """

    entries: EntryStore

    def has_answered(self, campaign: Campaign, participant: Participant) -> bool:
        """Whether somebody has answered."""
        return self.entries.find(campaign, participant.id) is not None

    def answer(
        self,
        campaign: Campaign,
        participant: Participant,
        unit_path: str,
        answers: Mapping[str, Answer],
        now: datetime,
    ) -> None:
        """Take somebody's answers.

        Raises:
            Conflict: it is not open, or they have answered.
        """
        purpose = CampaignKind.SURVEY.value
        also = [self.entries.remembering(campaign.id, participant.id, purpose, now)]
        self._take(campaign, participant.id, unit_path, answers, {"persons": 1}, now, also)

    def answer_on_paper(
        self,
        officer: Officer,
        campaign: Campaign,
        key: str,
        unit_path: str,
        answers: Mapping[str, Answer],
        now: datetime,
    ) -> None:
        """Take what stands on a sheet of paper, as namelessly; the same key again is the same sheet.

        Raises:
            NotFound, NotAllowed: as in `require_helping`.
            Conflict: it is not open.
        """
        require_helping(officer, campaign, unit_path)
        sheet = hashlib.sha256(f"paper:{key}".encode()).hexdigest()[:32]
        numbers = {"persons": 1, "paper": 1}
        if self.entries.find(campaign, sheet) is None:
            self._take(campaign, sheet, unit_path, answers, numbers, now)

    def _take(
        self,
        campaign: Campaign,
        person: str,
        unit_path: str,
        answers: Mapping[str, Answer],
        numbers: Mapping[str, int],
        now: datetime,
        also: Sequence[Write] = (),
    ) -> None:
        if campaign.phase(now) is not Phase.OPEN:
            raise Conflict(NOT_OPEN)
        kept = {
            "partition": f"answers#{campaign.id}#{secrets.randbelow(_SPREAD)}",
            "sort": secrets.token_hex(16),
            "unit_path": unit_path,
            "answers": dict(answers),
        }
        try:
            commit(
                [
                    self.entries.entering(campaign, person, {}),
                    Put(self.entries.table, kept, new=True),
                    self.entries.counting(campaign.id, person, unit_path, numbers),
                    *also,
                ]
            )
        except ConditionFailed as failed:
            raise Conflict(ONCE_ONLY) from failed


@dataclass(frozen=True, slots=True)
class TableStore:
    """Published tables of surveys."""

    table: Table

    def save(self, campaign_id: str, tables: Sequence[Mapping[str, Any]]) -> None:
        """Write the tables of a survey; written again they are the same."""
        partition = f"tables#{campaign_id}"
        self.table.put_all(
            {"partition": partition, "sort": f"{number:03d}", "shown": dict(each)}
            for number, each in enumerate(tables)
        )

    def read(self, campaign_id: str) -> list[Mapping[str, Any]]:
        """Return the tables of a survey, in their order."""
        return [row["shown"] for row in self.table.rows(f"tables#{campaign_id}", consistent=True)]


@dataclass(frozen=True, slots=True)
class SurveyDesk:
    """Use cases of officers.

    Attributes:
        campaigns: of every kind.
    """

    campaigns: CampaignService

    def add_question(self, officer: Officer, campaign_id: str, added: SurveyQuestion) -> Campaign:
        """Add a question to a draft; raises as `with_question` and `Campaign.changed` do."""
        campaign = self.campaigns.write(officer, campaign_id)
        return self.campaigns.turn(campaign, campaign.changed(officer.id, with_question(campaign, added)))

    def open_pilot(self, officer: Officer, campaign_id: str) -> Campaign:
        """Make the link by which people try a draft; there is one. Raises as `Campaign.changed` does.

        It is no hand in the survey: whoever makes it may still publish.
        """
        campaign = self.campaigns.write(officer, campaign_id)
        if not questions_of(campaign):
            raise Conflict(texts.NO_QUESTIONS)
        if "pilot" in campaign.content:
            return campaign
        content = {**campaign.content, "pilot": secrets.token_urlsafe(_PILOT_BYTES)}
        after = replace(campaign.changed(officer.id, content), hands=campaign.hands)
        return self.campaigns.turn(campaign, after)

    def remove_question(self, officer: Officer, campaign_id: str, number: int, seen: int) -> Campaign:
        """Take a question out of a draft; raises as `without_question`, `Campaign.changed`, `as_seen` do."""
        campaign = as_seen(self.campaigns.write(officer, campaign_id), seen)
        content = without_question(campaign, number)
        return self.campaigns.turn(campaign, campaign.changed(officer.id, content))

    def set_target(self, officer: Officer, campaign_id: str, target: int, seen: int) -> Campaign:
        """Say how many people of each commune are wanted, until the result is public; raises as `as_seen`.

        Raises:
            Conflict: the result is public, or the survey was withdrawn.
        """
        campaign = self._with_targets(officer, campaign_id, seen)
        return self._aimed(campaign, {**campaign.content, "target": target})

    def set_wanted(
        self, officer: Officer, campaign_id: str, number: int, wanted: Sequence[int], seen: int
    ) -> Campaign:
        """Say how many people should choose each option of a question; raises as `set_target` does."""
        campaign = self._with_targets(officer, campaign_id, seen)
        return self._aimed(campaign, with_wanted(campaign, number, wanted))

    def _with_targets(self, officer: Officer, campaign_id: str, seen: int) -> Campaign:
        campaign = as_seen(self.campaigns.write(officer, campaign_id), seen)
        if campaign.state not in {CampaignState.DRAFT, CampaignState.PUBLISHED}:
            raise Conflict(IS_PUBLIC)
        return campaign

    def _aimed(self, campaign: Campaign, content: Mapping[str, Any]) -> Campaign:
        # Nothing that residents read changes, so that whoever sets it may still publish.
        return self.campaigns.turn(campaign, replace(campaign, content=content, version=campaign.version + 1))

    def heard(self, campaign: Campaign, counts: Mapping[str, Counter[str]]) -> dict[int, list[OptionReach]]:
        """Return by number of the question how far its options are from their targets, as was told last.

        It is told anew when many more have answered (`targets.is_due`) that did not come on paper: officers
        know what they typed in; and never of more than `MOST_COUNTED`.
        """
        questions = [each for each in questions_of(campaign) if any(each.wanted)]
        if not questions:
            return {}
        table, partition = self.campaigns.entries.table, f"heard#{campaign.id}"
        told = table.get(partition, "answers") or {"answered": 0, "chosen": {}}
        total = sum(counts.values(), Counter())
        everybody, answered = total["persons"], total["persons"] - total["paper"]
        if everybody <= MOST_COUNTED and is_due(answered, told["answered"]):
            chosen = heard(questions_of(campaign), (row["answers"] for row in self._answers(campaign)))
            told = {"partition": partition, "sort": "answers", "answered": answered, "chosen": chosen}
            table.put(told)
        return {each.number: reach_of(each, told["chosen"].get(str(each.number), ())) for each in questions}

    def publish(self, officer: Officer, campaign_id: str, seen: int, now: datetime) -> Campaign:
        """Let residents find a survey that asks something."""
        if not questions_of(self.campaigns.approver(officer, campaign_id)):
            raise Conflict(texts.NO_QUESTIONS)
        return self.campaigns.publish(officer, campaign_id, seen, now)

    def report(self, officer: Officer, campaign_id: str, seen: int, now: datetime) -> Campaign:
        """Publish the tables; they stay as they are. Raises as `Campaign.reported` and `approving` do."""
        campaign = self.campaigns.approving(officer, campaign_id, seen)
        after = campaign.reported(officer.id, campaign.content, now)
        TableStore(self.campaigns.entries.table).save(campaign.id, self.tables(campaign))
        return self.campaigns.turn(campaign, after)

    def counts(self, campaign: Campaign) -> dict[str, Counter[str]]:
        """Return how many `persons` have answered, and how many on `paper`, by path of their commune."""
        return self.campaigns.entries.counts(campaign.id)

    def tables(self, campaign: Campaign) -> list[dict[str, Any]]:
        """Return what may be published, question by question."""
        given = [GivenAnswers(row["unit_path"], row["answers"]) for row in self._answers(campaign)]
        counts = self.counts(campaign)
        paper = {path: each["paper"] for path, each in counts.items() if each["paper"]}
        return tables_of(questions_of(campaign), given, paper)

    def words(self, campaign: Campaign) -> list[tuple[SurveyQuestion, list[str]]]:
        """Return the texts that were written, in no order that says anything, for officers alone."""
        rows = list(self._answers(campaign))
        return [
            (question, sorted(str(row["answers"][str(question.number)]) for row in rows
                              if str(question.number) in row["answers"]))
            for question in questions_of(campaign)
            if question.kind is AnswerKind.TEXT
        ]  # fmt: skip

    def _answers(self, campaign: Campaign) -> Iterator[Row]:
        for number in range(_SPREAD):
            yield from self.campaigns.entries.table.rows(f"answers#{campaign.id}#{number}", consistent=True)
