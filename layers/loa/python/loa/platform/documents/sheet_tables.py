"""A sheet whose first row names the columns, in any order, and whose other rows are one thing each.

Days may be dates of the sheet, which are stored as numbers (ECMA-376, 18.17.4.1).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from loa.platform.documents import texts
from loa.text.folding import fold

MOST_THINGS: Final = 200
"""Of one sheet: each is a transaction, and a page has half a minute."""

_FIRST_DAY: Final = date(1899, 12, 30)
_NUMBER: Final = re.compile(r"\d{4,6}(?:\.0+)?")
_WRITTEN_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong with a row; 1 is the one that names the columns."""

    row: int
    message: str


@dataclass(frozen=True, slots=True)
class SheetColumns[Thing]:
    """What the rows of a sheet are.

    Attributes:
        names: of the columns, by what they hold.
        required: columns that must be there.
        read: makes a thing of a row's number and its cells, without empty ones; raises ValueError with what
            is wrong with them, one sentence or several.
        key: two rows with the same one are the same thing.
        twice: what is said of the second; holds `{row}`, the first.
    """

    names: Mapping[str, str]
    required: Sequence[str]
    read: Callable[[int, Mapping[str, str]], Thing]
    key: Callable[[Thing], str]
    twice: str

    def things(self, rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[list[Thing], list[SheetFault]]:
        """Return the things of numbered rows, and what is wrong with the others."""
        if not rows:
            return [], [SheetFault(1, texts.NO_ROWS)]
        (first, head), *lines = rows
        by_words = {fold(words): name for name, words in self.names.items()}
        names = [by_words.get(fold(words), "") for words in head]
        if unknown := [words for words, name in zip(head, names, strict=True) if words and not name]:
            return [], [SheetFault(first, texts.UNKNOWN_COLUMN.format(columns=", ".join(unknown)))]
        if missing := [self.names[name] for name in self.required if name not in names]:
            return [], [SheetFault(first, texts.MISSING_COLUMN.format(columns=", ".join(missing)))]
        if not lines:
            return [], [SheetFault(first, texts.NO_ROWS)]
        if len(lines) > MOST_THINGS:
            message = texts.TOO_MANY_ROWS.format(maximum=MOST_THINGS)
            return [], [SheetFault(lines[MOST_THINGS][0], message)]
        return self._things(names, lines)

    def _things(
        self, names: Sequence[str], lines: Sequence[tuple[int, Sequence[str]]]
    ) -> tuple[list[Thing], list[SheetFault]]:
        things: list[Thing] = []
        faults: list[SheetFault] = []
        seen: dict[str, int] = {}
        for number, cells in lines:
            given = {name: cell for name, cell in zip(names, cells, strict=False) if name and cell}
            try:
                thing = self.read(number, given)
            except ValueError as error:
                faults += [SheetFault(number, str(message)) for message in error.args]
                continue
            first = seen.setdefault(self.key(thing), number)
            if first == number:
                things.append(thing)
            else:
                faults.append(SheetFault(number, self.twice.format(row=first)))
        return things, faults


def named(words: str, labels: Mapping[str, str], column: str) -> str:
    """Return the value that people call so.

    Raises:
        ValueError: there is none; names those that there are.
    """
    found = next((value for value, label in labels.items() if fold(label) == fold(words)), None)
    if found is None:
        known = "; ".join(labels.values())
        raise ValueError(texts.NOT_NAMED.format(column=column, words=words, known=known))
    return found


def day(cell: str, column: str) -> date:
    """Return the day of a cell.

    Raises:
        ValueError: it is none.
    """
    try:
        if _NUMBER.fullmatch(cell):
            return _FIRST_DAY + timedelta(days=int(float(cell)))
        if written := _WRITTEN_DAY.fullmatch(cell):
            year, month, of_month = map(int, reversed(written.groups()))
            return date(year, month, of_month)
        return date.fromisoformat(cell)
    except (ValueError, OverflowError):
        raise ValueError(texts.NOT_A_DAY.format(column=column, words=cell)) from None
