"""Canned answers: texts that a unit prepares for itself and for all units below it.

Rows in the table Content, one Query per level of the tree:

    canned#PATH   NAME    title, text, version, who changed it and when

A unit reads its own and those of the units above; for equal names the nearest unit's counts, so a commune can
replace the province's general wording with its own.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from loa import clock
from loa.dialogue.conversations import texts
from loa.errors import Conflict, InvalidInput, NotFound
from loa.foundation.units.model import ancestors
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Row, Table
from loa.platform.aws.dynamodb.transactions import get_many
from loa.platform.zalo.api.messages import MAX_TEXT
from loa.publishing.articles.placeholders import fault
from loa.text.cleaning import clean

MAXIMUM_TITLE: Final = 100
PLACES: Final = ("ten", "ma", "han")
"""Allowed placeholders in braces: the resident's name, the code of a case, a deadline."""

NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_PLACE: Final = re.compile(r"\{\s*([^{}\s]{1,20})\s*\}")


@dataclass(frozen=True, slots=True)
class CannedAnswer:
    """A text that is ready to be sent.

    Attributes:
        unit_path: the unit it belongs to.
        name: short and stable, such as `cam-on`.
        title: the title shown to officers.
        text: NFC; may contain `{ten}`, `{ma}` and `{han}`.
        version: 1 for the first; grows with each change.
        updated_by: id of the officer who wrote it.
        updated_at: when.
    """

    unit_path: str
    name: str
    title: str
    text: str
    version: int
    updated_by: str
    updated_at: datetime


def is_name(name: str) -> bool:
    """Return True if this is a valid name for a canned answer."""
    return NAME.fullmatch(name) is not None


def places_in(text: str) -> list[str]:
    """List the placeholders in a text, each once, in order."""
    return list(dict.fromkeys(found.group(1) for found in _PLACE.finditer(text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """Fill the placeholders of the text; those without a value stay as they are.

    Values are inserted literally: braces in a resident's name are no placeholders.
    """

    def value_of(found: re.Match[str]) -> str:
        return values.get(found.group(1)) or found.group(0)

    return _PLACE.sub(value_of, text)


def canned_partition(unit_path: str) -> str:
    """Return the partition key of a unit's canned answers."""
    return f"canned#{unit_path}"


def canned_row(answer: CannedAnswer) -> Row:
    """Return the row of a canned answer."""
    return {
        "partition": canned_partition(answer.unit_path),
        "sort": answer.name,
        "title": answer.title,
        "text": answer.text,
        "version": answer.version,
        "updated_by": answer.updated_by,
        "updated_at": clock.to_text(answer.updated_at),
    }


def canned_from(row: Row) -> CannedAnswer:
    """Return the canned answer of a row."""
    return CannedAnswer(
        unit_path=row["partition"].removeprefix("canned#"),
        name=row["sort"],
        title=row["title"],
        text=row["text"],
        version=row["version"],
        updated_by=row["updated_by"],
        updated_at=clock.from_text(row["updated_at"]),
    )


class CannedAnswerStore:
    """Canned answers, in the Content table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def for_unit(self, unit_path: str) -> list[CannedAnswer]:
        """List what a unit can use, by name: its own, and those of units above that it does not override."""
        found: dict[str, CannedAnswer] = {}
        for path in (*ancestors(unit_path), unit_path):  # from the province down: the nearest comes last
            found |= {row["sort"]: canned_from(row) for row in self.table.rows(canned_partition(path))}
        return [found[name] for name in sorted(found)]

    def nearest(self, unit_path: str, name: str) -> CannedAnswer:
        """Return the canned answer of that name that applies to a unit; one request.

        Raises:
            NotFound: neither the unit nor one above it has it.
        """
        paths = [unit_path, *reversed(ancestors(unit_path))] if is_name(name) else []
        rows = get_many([(self.table, canned_partition(path), name) for path in paths])
        row = next((row for row in rows if row), None)
        if row is None:
            raise NotFound(texts.CANNED_NOT_FOUND)
        return canned_from(row)

    def keep(
        self,
        unit_path: str,
        name: str,
        *,
        title: str,
        text: str,
        version: int,
        officer_id: str,
        now: datetime,
    ) -> CannedAnswer:
        """Write a unit's canned answer.

        Args:
            unit_path: the unit.
            name: its name.
            title: the title shown to officers.
            text: the words; at most 2,000 characters.
            version: the version that the officer saw; 0: there was none.
            officer_id: who writes.
            now: the present instant.

        Raises:
            InvalidInput: a bad name, an unknown placeholder, or an empty text.
            Conflict: another officer was faster.
        """
        answer = CannedAnswer(unit_path, name, clean(title), clean(text), version + 1, officer_id, now)
        _check(answer)
        row = canned_row(answer)
        same = Attr("version").eq(version)
        try:
            self.table.put(row, new=not version, only_if=same if version else None)
        except ConditionFailed as failure:
            present = canned_from(failure.row) if failure.row else None
            if present and _says_the_same(present, answer):
                return present  # our own write had succeeded; only its response was lost
            raise Conflict(texts.CANNED_CHANGED) from failure
        return answer

    def move_unit(self, old: str, new: str) -> int:
        """Give a unit's canned answers to its successor, and return how many; safe to repeat.

        Where the successor has one of that name already, the other is kept under a name with a number.
        """
        rows = list(self.table.rows(canned_partition(old), consistent=True))
        for row in rows:
            taken = {each["sort"]: each for each in self.table.rows(canned_partition(new), consistent=True)}
            name, number = row["sort"], 2
            while name in taken and taken[name]["text"] != row["text"]:
                name, number = f"{row['sort']}-{number}", number + 1
            self.table.put({**row, "partition": canned_partition(new), "sort": name})
            self.table.delete(canned_partition(old), row["sort"])
        return len(rows)

    def remove(self, unit_path: str, name: str) -> None:
        """Delete a unit's own canned answer, if there is one. One from above stays."""
        if is_name(name):
            self.table.delete(canned_partition(unit_path), name)


def _check(answer: CannedAnswer) -> None:
    faults: dict[str, str] = {}
    if not is_name(answer.name):
        faults["name"] = texts.CANNED_NAME
    if not 0 < len(answer.title) <= MAXIMUM_TITLE:
        faults["title"] = texts.length_between(1, MAXIMUM_TITLE)
    if not 0 < len(answer.text) <= MAX_TEXT:
        faults["text"] = texts.length_between(1, MAX_TEXT)
    if unknown := fault(answer.text, PLACES):
        faults["text"] = unknown
    if faults:
        raise InvalidInput(next(iter(faults.values())), fields=faults)


def _says_the_same(one: CannedAnswer, other: CannedAnswer) -> bool:
    """Return True if two versions have the same text by the same officer."""
    return (one.title, one.text, one.version, one.updated_by) == (
        other.title,
        other.text,
        other.version,
        other.updated_by,
    )
