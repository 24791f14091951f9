"""Read the first sheet of an .xlsx file as text: what an office pastes or uploads, and nothing that runs.

An .xlsx is a ZIP of XML (ECMA-376). Formulas are not computed: what Excel has computed last is read. A file
that declares a document type or entities is refused, and everything is bounded before it is unpacked.
"""

import posixpath
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile

from loa.platform.documents.packages import links_of, main_part, read_part
from loa.platform.documents.xml import parse

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

MOST_BYTES: Final = 4_000_000
"""Of one part of the file, unpacked; a sheet of 1,000 rows of names has some 200,000."""
MOST_ROWS: Final = 2_000
MOST_COLUMNS: Final = 50
MOST_LETTERS: Final = 2_000_000
"""Of all cells together: a hundred thousand of them may name one long text."""
_BOOK: Final = "xl/workbook.xml"
_STRINGS: Final = "sharedStrings.xml"
_LETTERS: Final = 26
_COLUMN_LETTERS: Final = 3


_BROKEN: Final = (
    BadZipFile, EOFError, LookupError, OSError, RuntimeError, ValueError, struct.error,
    zlib.error,
)  # fmt: skip
"""What a file that is cut off, forged, or locked with a password makes `zipfile` and `expat` raise."""


class NotASheet(ValueError):  # noqa: N818 - read as an outcome
    """The file is no .xlsx, is locked with a password, or is larger than anybody's list."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that holds something; `number` is what the program shows beside it, counted from 1."""

    number: int
    cells: tuple[str, ...]


def read_sheet(content: bytes, *, lines: bool = False) -> list[SheetRow]:
    """Return the rows of the first sheet that is not hidden, without empty ones.

    Args:
        content: the file.
        lines: whether a cell keeps its lines; else they become one.

    Raises:
        NotASheet: see there.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            name, book = main_part(archive, _BOOK), _Book()
            parse(read_part(archive, name, MOST_BYTES), book.start)
            links, strings = links_of(archive, name), _Strings()
            usual = posixpath.join(posixpath.dirname(name), _STRINGS)
            texts = next((link.target for link in links.values() if link.kind == "sharedStrings"), usual)
            if texts in archive.namelist():
                content = read_part(archive, texts, MOST_BYTES)
                parse(content, strings.start, strings.end, strings.text)
            sheet = _Sheet(strings.found, lines)
            content = read_part(archive, links[book.first].target, MOST_BYTES)
            parse(content, sheet.start, sheet.end, sheet.text)
    except _BROKEN as error:
        raise NotASheet from error
    return sheet.rows


class _Book:
    """The sheets of the book in their order; of each what links it to its part."""

    def __init__(self) -> None:
        self._shown: list[str] = []

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "sheet" and given.get("state", "visible") == "visible":
            self._shown.append(given["id"])  # r:id; `sheetId` is another one

    @property
    def first(self) -> str:
        return self._shown[0]


class _Strings:
    """Texts that cells name by number; how they are to be pronounced is left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._words: list[str] = []
        self._reads, self._spoken = False, False

    def start(self, name: str, _given: Mapping[str, str]) -> None:
        if name == "si":
            self._words = []
        elif name == "rPh":
            self._spoken = True
        self._reads = name == "t" and not self._spoken

    def end(self, name: str) -> None:
        self._reads = False
        if name == "rPh":
            self._spoken = False
        elif name == "si":
            self.found.append("".join(self._words))

    def text(self, words: str) -> None:
        if self._reads:
            self._words.append(words)


@dataclass
class _Sheet:
    """The cells of a sheet."""

    strings: list[str]
    lines: bool = False
    rows: list[SheetRow] = field(default_factory=list)
    number: int = 0
    cells: dict[int, str] = field(default_factory=dict)
    column: int = -1
    kind: str = ""
    words: list[str] = field(default_factory=list)
    reads: bool = False
    spoken: bool = False
    letters: int = 0

    def start(self, name: str, given: Mapping[str, str]) -> None:
        if name == "row":
            self.number, self.cells, self.column = int(given.get("r", self.number + 1)), {}, -1
        elif name == "c":
            self.column = _column(given["r"]) if "r" in given else self.column + 1
            self.kind, self.words = given.get("t", "n"), []
        elif name == "rPh":
            self.spoken = True
        self.reads = name in {"v", "t"} and not self.spoken

    def end(self, name: str) -> None:
        self.reads = False
        if name == "rPh":
            self.spoken = False
        elif name == "c" and 0 <= self.column < MOST_COLUMNS:
            value = "".join(self.words)
            said = self._said(value) if value else ""
            self.letters += len(said)
            if self.letters > MOST_LETTERS:
                raise NotASheet
            parts = said.splitlines() if self.lines else [said]
            if words := "\n".join(" ".join(part.split()) for part in parts).strip():
                self.cells[self.column] = words
        elif name == "row":
            if self.cells:
                cells = tuple(self.cells.get(at, "") for at in range(max(self.cells) + 1))
                self.rows.append(SheetRow(self.number, cells))
            if len(self.rows) > MOST_ROWS:
                raise NotASheet

    def text(self, words: str) -> None:
        if self.reads:
            self.words.append(words)

    def _said(self, value: str) -> str:
        if self.kind == "s":
            return self.strings[int(value)]
        return _number(value) if self.kind == "n" else value


def _number(value: str) -> str:
    """Return a number as the program shows it: it writes 40.17506 as 40.175060000000002."""
    if value.isdigit():
        return value  # of any length: a code, a telephone number
    return repr(float(value)).removesuffix(".0")


def _column(reference: str) -> int:
    """Return the number of a cell's column, from 0: of "AB12" 27."""
    found = 0
    for sign in reference[:_COLUMN_LETTERS].upper():
        if not "A" <= sign <= "Z":
            break
        found = found * _LETTERS + ord(sign) - ord("A") + 1
    return found - 1
