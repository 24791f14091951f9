"""Objections to questions of a round: one for each person and question, all of a question decided at once.

A row keeps the words until their writer is erased; who else reads them are the officers who decide.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from loa import clock
from loa.errors import Conflict, InvalidInput
from loa.participation.campaigns.model import Campaign
from loa.participation.campaigns.store import objection_partition
from loa.participation.contests.rules import texts
from loa.participation.contests.rules.model import ContestRound
from loa.participation.contests.rules.objecting import ObjectionRule, takes_objections
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Row, Table

SHORTEST: Final = 10
LONGEST: Final = 1_000


class ObjectionOutcome(StrEnum):
    """What became of an objection."""

    OPEN = "open"
    KEPT = "kept"
    """The question stays."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Objection:
    """What somebody says against a question, and the answer.

    Attributes:
        question: its id.
        words: theirs.
        at: when.
        outcome, reason: what officers decided, and why; the reason is empty before.
    """

    question: str
    words: str
    at: datetime
    outcome: ObjectionOutcome = ObjectionOutcome.OPEN
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ObjectionStore:
    """Objections, by round.

    Attributes:
        table: Participation.
    """

    table: Table

    def object(
        self,
        campaign: Campaign,
        current: ContestRound,
        person: str,
        on_sheet: Collection[str],
        objection: Objection,
        rules: tuple[ObjectionRule, ...],
    ) -> None:
        """Take an objection of a person to one of the questions that they had on their sheet.

        Raises:
            Conflict: the time for it is over, or they have objected to that question.
            InvalidInput: it says nothing, or is about a question that they did not have.
        """
        if not takes_objections(rules, current, objection.at):
            raise Conflict(texts.OBJECTIONS_OVER)
        if objection.question not in on_sheet:
            raise InvalidInput(texts.NOT_ON_SHEET)
        self.take(campaign, current, person, objection)

    def take(self, campaign: Campaign, current: ContestRound, person: str, objection: Objection) -> None:
        """Write what a person says.

        Raises:
            Conflict: they have said something about the same before.
            InvalidInput: it says nothing.
        """
        if not SHORTEST <= len(objection.words) <= LONGEST:
            raise InvalidInput(texts.OBJECTION_SHORT)
        row = {
            "partition": _partition(campaign, current),
            "sort": f"{person}#{objection.question}",
            "words": objection.words,
            "at": clock.to_text(objection.at),
            "outcome": objection.outcome.value,
            "reason": "",
        }
        try:
            self.table.put(row, new=True)
        except ConditionFailed as failed:
            raise Conflict(texts.OBJECTED_BEFORE) from failed

    def of(self, campaign: Campaign, current: ContestRound, person: str = "") -> list[Objection]:
        """Return the objections to questions of a round; with a person, theirs."""
        rows = self._rows(campaign, current, f"{person}#" if person else "")
        return [_objection(row) for row in rows]

    def decide(
        self,
        campaign: Campaign,
        current: ContestRound,
        question: str,
        outcome: ObjectionOutcome,
        reason: str,
    ) -> None:
        """Answer all open objections to a question; safe to repeat, and to stop anywhere."""
        for row in self._rows(campaign, current, ""):
            is_new = row["outcome"] != outcome.value
            may_turn = outcome is ObjectionOutcome.WITHDRAWN or row["outcome"] == ObjectionOutcome.OPEN.value
            if row["sort"].endswith(f"#{question}") and is_new and may_turn:
                self.table.update(
                    row["partition"],
                    row["sort"],
                    set={"outcome": outcome.value, "reason": reason},
                    only_if=Attr("outcome").exists(),
                )

    def _rows(self, campaign: Campaign, current: ContestRound, prefix: str) -> list[Row]:
        return list(self.table.rows(_partition(campaign, current), prefix=prefix, consistent=True))


def _partition(campaign: Campaign, current: ContestRound) -> str:
    return objection_partition(campaign.id, current.number)


def _objection(row: Row) -> Objection:
    return Objection(
        row["sort"].partition("#")[2],
        row["words"],
        clock.from_text(row["at"]),
        ObjectionOutcome(row["outcome"]),
        row["reason"],
    )
