"""Surveys: written by officers, answered once and namelessly, published as tables that give nobody away.

took     entry#ID#0#SHARD    PERSON     that somebody has answered; nothing else
answers  answers#ID#R        RANDOM     answers, and the commune; R and RANDOM are chance, and no time is kept

Both are written in one transaction, so that nobody answers twice and no answer is lost. They share no value.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from loa.errors import Conflict
from loa.foundation.officers.model import Officer
from loa.participation.campaigns import texts as campaign_texts
from loa.participation.campaigns.model import Campaign, CampaignKind, Participant, Phase
from loa.participation.campaigns.service import CampaignService
from loa.participation.campaigns.store import EntryStore
from loa.participation.surveys import texts
from loa.participation.surveys.model import (
    SCALE,
    Answer,
    AnswerKind,
    SurveyQuestion,
    questions_of,
    with_question,
)
from loa.participation.surveys.suppression import REST, SafeTable, UnitAnswers, safe_table
from loa.platform.aws.dynamodb.tables import ConditionFailed, Put, Row
from loa.platform.aws.dynamodb.transactions import commit

_SPREAD: Final = 8


@dataclass(frozen=True, slots=True)
class SurveyService:
    """Use cases of residents.

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
        if campaign.phase(now) is not Phase.OPEN:
            raise Conflict(campaign_texts.NOT_OPEN)
        table = self.entries.table
        kept = {
            "partition": f"answers#{campaign.id}#{secrets.randbelow(_SPREAD)}",
            "sort": secrets.token_hex(16),
            "unit_path": unit_path,
            "answers": dict(answers),
        }
        try:
            commit(
                [
                    self.entries.entering(campaign, participant.id, {}),
                    Put(table, kept, new=True),
                    self.entries.counting(campaign.id, participant.id, unit_path, {"persons": 1}),
                    self.entries.remembering(campaign.id, participant.id, CampaignKind.SURVEY.value, now),
                ]
            )
        except ConditionFailed as failed:
            raise Conflict(campaign_texts.ONCE_ONLY) from failed


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

    def publish(self, officer: Officer, campaign_id: str, now: datetime) -> Campaign:
        """Let residents find a survey that asks something."""
        if not questions_of(self.campaigns.approver(officer, campaign_id)):
            raise Conflict(texts.NO_QUESTIONS)
        return self.campaigns.publish(officer, campaign_id, now)

    def report(self, officer: Officer, campaign_id: str, now: datetime) -> Campaign:
        """Publish the tables; they stay as they are then. Raises as `Campaign.reported` does."""
        campaign = self.campaigns.approver(officer, campaign_id)
        content = {**campaign.content, "tables": self.tables(campaign)}
        return self.campaigns.turn(campaign, campaign.reported(officer.id, content, now))

    def answered(self, campaign: Campaign) -> int:
        """Return how many have answered."""
        return sum(each["persons"] for each in self.campaigns.entries.counts(campaign.id).values())

    def tables(self, campaign: Campaign) -> list[dict[str, Any]]:
        """Return what may be published, question by question."""
        rows = list(self._answers(campaign))
        return [shown for question in questions_of(campaign) for shown in _tables_of(question, rows)]

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


def _tables_of(question: SurveyQuestion, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """The tables of a question: of a matrix one for each of its rows, of free answers how many there are."""
    name = str(question.number)
    answered = [(row["unit_path"], row["answers"][name]) for row in rows if name in row["answers"]]
    words = f"{question.number}. {question.words}"
    match question.kind:
        case AnswerKind.SINGLE:
            yield _table(words, question.options, [(unit, [int(one)]) for unit, one in answered])
        case AnswerKind.SEVERAL:
            chosen = [(unit, [int(place) for place in several]) for unit, several in answered]
            yield _table(words, question.options, chosen, is_exclusive=False)
        case AnswerKind.SCALE:
            labels = [texts.SCORE.format(score=score) for score in SCALE]
            yield _table(words, labels, [(unit, [int(one) - 1]) for unit, one in answered])
        case AnswerKind.ORDER:
            labels = [texts.FIRST.format(option=option) for option in question.options]
            yield _table(words, labels, [(unit, [int(order[0])]) for unit, order in answered])
        case AnswerKind.MATRIX:
            labels = [texts.SCORE.format(score=score) for score in SCALE]
            for place, option in enumerate(question.options):
                scores = [(unit, [int(marks[place]) - 1]) for unit, marks in answered]
                yield _table(f"{words} {option}", labels, scores)
        case _:
            yield _table(words, [], [(unit, []) for unit, _ in answered])


def _table(
    words: str,
    labels: Sequence[str],
    answered: Sequence[tuple[str, Sequence[int]]],
    *,
    is_exclusive: bool = True,
) -> dict[str, Any]:
    by_unit: dict[str, UnitAnswers] = {}
    for unit, places in answered:
        one = UnitAnswers(1, tuple(int(place in places) for place in range(len(labels))))
        by_unit[unit] = by_unit[unit] + one if unit in by_unit else one
    safe = safe_table(by_unit, is_exclusive=is_exclusive)
    return {"words": words, **_shown(safe, labels)}


def _shown(safe: SafeTable | None, labels: Sequence[str]) -> dict[str, Any]:
    if safe is None:
        return {"answered": 0, "columns": [], "total": [], "units": []}
    return {
        "answered": safe.answered,
        "columns": [labels[column[0]] if len(column) == 1 else texts.FEW for column in safe.options],
        "total": list(safe.total),
        "units": [
            {"unit_path": unit, "numbers": list(numbers)}
            for unit, numbers in sorted(safe.by_unit.items(), key=lambda each: (each[0] == REST, each[0]))
        ],
    }
