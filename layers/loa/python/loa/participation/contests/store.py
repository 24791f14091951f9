"""Rows of contests.

Table Participation:
bank#PROVINCE           QUESTION     a question, without its answer
drawing#PROVINCE        bank         how often questions were drawn from the bank or taken out of it
sheet#SEAL              NNN          one of the 256 sheets of a sealed round
unmarked#ID#ROUND       PERSON#TRY   what was handed in by chat, until it is marked
result#ID#ROUND         NN           an edition of the result: who won, the ranking, the lot's seed
objection#ID#ROUND      PERSON#Q     what somebody says against a question, and what was decided

Table AnswerKeys, which no function that gives out questions may touch:
bank#PROVINCE           QUESTION     the right option of a question
key#SEAL                right        the right options of a sealed round
key#SEAL                QUESTION     one of them, with the text of its article; together too large for one row
key#SEAL                seed         the seed of its lot
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from loa import clock
from loa.errors import Conflict
from loa.participation.campaigns.store import existing_row, replace_row
from loa.participation.campaigns.texts import CHANGED_MEANWHILE
from loa.participation.contests.rules.model import ContestQuestion, ContestRound, QuestionLevel
from loa.participation.contests.rules.sheets import Sheet, SheetQuestion
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Delete, Put, Row, Table, Update
from loa.platform.aws.dynamodb.transactions import commit

type Prize = tuple[int, Mapping[str, Any]]
"""A place, from 1, with its row of the result."""


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """What is told about a question after its round: the right option, and where it stands."""

    right: int
    law: str
    article: str
    provision: str


@dataclass(frozen=True, slots=True)
class SheetStore:
    """Sheets of sealed rounds."""

    table: Table

    def save(self, seal: str, sheets: Sequence[Sheet]) -> None:
        """Write all sheets of a round."""
        self.table.put_all(
            {
                "partition": f"sheet#{seal}",
                "sort": f"{number:03d}",
                "questions": [
                    {
                        "id": each.id,
                        "words": each.words,
                        "options": list(each.options),
                        "order": list(each.order),
                    }
                    for each in sheet
                ],
            }
            for number, sheet in enumerate(sheets)
        )

    def read(self, seal: str, number: int) -> Sheet:
        """Return one sheet.

        Raises:
            NotFound: there is none.
        """
        return _sheet(existing_row(self.table, f"sheet#{seal}", f"{number:03d}", consistent=False))

    def all(self, seal: str) -> list[Sheet]:
        """Return all sheets of a round, in order."""
        return [_sheet(row) for row in self.table.rows(f"sheet#{seal}")]


def _sheet(row: Row) -> Sheet:
    return tuple(
        SheetQuestion(each["id"], each["words"], tuple(each["options"]), tuple(map(int, each["order"])))
        for each in row["questions"]
    )


@dataclass(frozen=True, slots=True)
class KeyStore:
    """What is right."""

    table: Table

    def seal(self, seal: str, key: Mapping[str, KeyEntry], seed: str) -> None:
        """Keep the key and the seed of a round."""
        partition = f"key#{seal}"
        rows: list[Row] = [
            {"partition": partition, "sort": question, **asdict(entry)} for question, entry in key.items()
        ]
        right = {question: entry.right for question, entry in key.items()}
        rows.append({"partition": partition, "sort": "right", "right": right})
        rows.append({"partition": partition, "sort": "seed", "seed": seed})
        self.table.put_all(rows)

    def right_of(self, seal: str) -> dict[str, int]:
        """Return the right option of every question of a round.

        Raises:
            NotFound: there is none.
        """
        row = existing_row(self.table, f"key#{seal}", "right", consistent=False)
        return {question: int(right) for question, right in row["right"].items()}

    def entry(self, seal: str, question: str) -> KeyEntry:
        """Return what is told about one question of a round.

        Raises:
            NotFound: the round does not ask it.
        """
        return _entry(self.table.name, seal, question)

    def seed(self, seal: str) -> str:
        """Return the seed of a round's lot.

        Raises:
            NotFound: there is none.
        """
        return str(existing_row(self.table, f"key#{seal}", "seed")["seed"])

    def right(self, province: str) -> dict[str, int]:
        """Return the right option of every question of the bank."""
        return {
            row["sort"]: int(row["right"]) for row in self.table.rows(f"bank#{province}", consistent=True)
        }


@lru_cache(maxsize=512)
def _entry(table: str, seal: str, question: str) -> KeyEntry:
    """Read once by a process, for what is sealed never changes."""
    row = existing_row(Table(table), f"key#{seal}", question, consistent=False)
    return KeyEntry(int(row["right"]), row["law"], row["article"], row["provision"])


@dataclass(frozen=True, slots=True)
class BankStore:
    """The bank of questions of a province."""

    table: Table
    keys: KeyStore
    province: str

    def add(self, question: ContestQuestion, right: int) -> bool:
        """Write a new question, and elsewhere its answer; whether it was not there before."""
        answer = {"partition": f"bank#{self.province}", "sort": question.id, "right": right}
        try:
            commit([Put(self.table, self._row(question), new=True), Put(self.keys.table, answer, new=True)])
        except ConditionFailed:
            return False
        return True

    def all(self) -> list[ContestQuestion]:
        """Return all questions, by law and article."""
        rows = self.table.rows(f"bank#{self.province}", consistent=True)
        return sorted(map(_question, rows), key=lambda question: question.place)

    def find(self, question_id: str) -> ContestQuestion:
        """Return a question.

        Raises:
            NotFound: there is none.
        """
        return _question(existing_row(self.table, f"bank#{self.province}", question_id))

    def turn(self, before: ContestQuestion, after: ContestQuestion) -> None:
        """Write a changed question.

        Raises:
            Conflict: somebody else has changed it meanwhile.
        """
        replace_row(self.table, self._row(after), seen=before.version)

    def turns(self) -> int:
        """Return how often questions were drawn from the bank or taken out of it."""
        row = self.table.get(f"drawing#{self.province}", "bank")
        return int(row["turns"]) if row else 0

    def turning(self, seen: int) -> Update:
        """Return the write that goes with drawing from the bank, and with taking out of it.

        It fails where either has happened since `seen`: no question goes while it is drawn.
        """
        as_seen = Attr("turns").eq(seen) if seen else Attr("turns").not_exists()
        return Update(self.table, f"drawing#{self.province}", "bank", add={"turns": 1}, only_if=as_seen)

    def remove(self, question: ContestQuestion, seen: int) -> None:
        """Delete a question with its answer; `seen` as in `turning`.

        Raises:
            Conflict: somebody else has changed it, or drawn from the bank meanwhile.
        """
        partition = f"bank#{self.province}"
        as_seen = Attr("version").eq(question.version)
        gone = Delete(self.table, partition, question.id, only_if=as_seen)
        try:
            commit([gone, Delete(self.keys.table, partition, question.id), self.turning(seen)])
        except ConditionFailed as failed:
            raise Conflict(CHANGED_MEANWHILE) from failed

    def _row(self, question: ContestQuestion) -> Row:
        return {
            "partition": f"bank#{self.province}",
            "sort": question.id,
            "words": question.words,
            "options": list(question.options),
            "level": question.level.value,
            "topic": question.topic,
            "law": question.law,
            "article": question.article,
            "provision": question.provision,
            "since": question.since.isoformat(),
            "until": question.until.isoformat() if question.until else "",
            "written_by": question.written_by,
            "checked_by": question.checked_by,
            "version": question.version,
        }


def _question(row: Row) -> ContestQuestion:
    return ContestQuestion(
        id=row["sort"],
        words=row["words"],
        options=tuple(row["options"]),
        level=QuestionLevel(row["level"]),
        law=row["law"],
        article=row["article"],
        provision=row["provision"],
        since=date.fromisoformat(row["since"]),
        until=date.fromisoformat(row["until"]) if row["until"] else None,
        written_by=row["written_by"],
        checked_by=row["checked_by"],
        version=row["version"],
        topic=row.get("topic", ""),
    )


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A try that was handed in where the key cannot be read.

    Attributes:
        person: whose it is.
        number: of the try.
        answers: the place of the chosen option for each question of the sheet.
        prediction: how many persons they think have everything right.
        at: when it was handed in.
        deadline: when the try would have ended; None: it was written before that was kept.
    """

    person: str
    number: int
    answers: tuple[int, ...]
    prediction: int
    at: datetime
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnmarkedStore:
    """Tries that wait to be marked: chat brings some a second, so that one partition a round does."""

    table: Table

    def adding(self, campaign_id: str, part: int, given: Unmarked) -> Put:
        """Return the write of a try."""
        return Put(
            self.table,
            {
                "partition": f"unmarked#{campaign_id}#{part}",
                "sort": f"{given.person}#{given.number}",
                "answers": list(given.answers),
                "prediction": given.prediction,
                "at": clock.to_text(given.at),
                **({"deadline": clock.to_text(given.deadline)} if given.deadline else {}),
            },
            new=True,
        )

    def marking(self, campaign_id: str, part: int, given: Unmarked) -> Delete:
        """Return the write that goes with the mark of a try; it fails where the try has its mark."""
        return Delete(
            self.table,
            f"unmarked#{campaign_id}#{part}",
            f"{given.person}#{given.number}",
            only_if=Attr("at").exists(),
        )

    def of(self, campaign_id: str, part: int, person: str = "") -> list[Unmarked]:
        """Return the tries of a round that wait; with a person, theirs."""
        partition, prefix = f"unmarked#{campaign_id}#{part}", f"{person}#" if person else ""
        return [_unmarked(row) for row in self.table.rows(partition, prefix=prefix, consistent=True)]


def _unmarked(row: Row) -> Unmarked:
    person, _, number = row["sort"].partition("#")
    return Unmarked(
        person,
        int(number),
        tuple(int(each) for each in row["answers"]),
        int(row["prediction"]),
        clock.from_text(row["at"]),
        clock.from_text(row["deadline"]) if "deadline" in row else None,
    )


@dataclass(frozen=True, slots=True)
class ResultStore:
    """Results of rounds."""

    table: Table

    def save(self, campaign_id: str, number: int, edition: int, result: Mapping[str, Any]) -> None:
        """Write an edition of the result of a round; made again it is the same."""
        self.table.put(
            {"partition": f"result#{campaign_id}#{number}", "sort": f"{edition:02d}", "result": dict(result)}
        )

    def find(self, campaign_id: str, number: int, edition: int) -> Mapping[str, Any] | None:
        """Return an edition of the result of a round; None: there is none."""
        row = self.table.get(f"result#{campaign_id}#{number}", f"{edition:02d}")
        return row["result"] if row else None

    def prize_of(self, campaign_id: str, current: ContestRound, receipt: str) -> Prize | None:
        """Return which prize the public result of a round gives to a receipt; None: none."""
        result = self.find(campaign_id, current.number, current.edition)
        won = result["winners"] if result else ()
        return next(((place, row) for place, row in enumerate(won, 1) if row["receipt"] == receipt), None)
