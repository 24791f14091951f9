"""Items as rows of a sheet, one description for reading and for writing. Pure rules.

The first row names the columns (`COLUMNS`). A body is lines: `## ` begins a heading, `### ` a smaller one,
`- ` a point of a list, `1. ` a step; any other line is a paragraph.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from typing import Any, Final

from loa.clock import VIETNAM, from_text, to_text
from loa.platform.documents.sheet_tables import SheetColumns, SheetFault, day, named
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.kinds import EFFECTS, KINDS, OPENS, SECTIONS, FieldType, ItemKind, Section
from loa.publishing.library.rules.model import Item, LibraryContent
from loa.publishing.library.writing.parts import FILE, FILM, PICTURE, WrittenPart, blocks_of, parts_of
from loa.publishing.library.writing.written import HEADING, LIST, PARAGRAPHS, STEPS, SUBHEADING
from loa.text.folding import fold

LONGEST_CELL: Final = 32_767
"""What Excel keeps of a cell (its specifications and limits)."""

_FIELDS: Final = tuple(dict.fromkeys(field.name for rule in KINDS.values() for field in rule.fields))
COLUMNS: Final[Mapping[str, str]] = {
    "reference": texts.REFERENCE,
    "kind": texts.KIND,
    "section": texts.SECTION,
    "title": texts.TITLE,
    "summary": texts.SUMMARY,
    "body": texts.BODY,
    "author": texts.AUTHOR,
    **{name: texts.FIELDS[name] for name in _FIELDS},
}
"""Names of the columns, by what they hold."""

_MARKS: Final = {HEADING: "## ", SUBHEADING: "### ", LIST: "- ", STEPS: "1. "}
_STEP: Final = re.compile(r"\d{1,3}\. ")
_OCCASION: Final = re.compile(
    rf"(\S+)\s+(\d{{1,2}}):(\d{{2}})\s*(?:-|–|{texts.UNTIL})\s*(?:(\S+)\s+)?(\d{{1,2}}):(\d{{2}})"
)


@dataclass(frozen=True, slots=True)
class SheetItem:
    """An item that a row describes.

    Attributes:
        row: the row's number, as the sheet shows it.
        reference: what the sender calls it; the same one again is the same item.
        kind, section: where it belongs.
        content: as `editing.content.checked_content` takes it.
    """

    row: int
    reference: str
    kind: ItemKind
    section: Section
    content: Mapping[str, Any]


def read_items(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[list[SheetItem], list[SheetFault]]:
    """Read items from numbered rows, and say what is wrong with the others."""
    required = ("kind", "section", "title")
    columns = SheetColumns(COLUMNS, required, _item, lambda item: item.reference, texts.SAME_ROW)
    return columns.things(rows)


def row_of(item: Item, content: LibraryContent) -> list[str]:
    """The cells of an item, in the order of `COLUMNS`; a body too long for a cell says that it goes on."""
    fixed = {
        "reference": item.item_id.rpartition("~")[2],
        "kind": KINDS[item.kind].label,
        "section": SECTIONS[item.placement.section].label,
        "title": content.title,
        "summary": content.summary,
        "body": _cut("\n".join(_lines(content))),
        "author": content.author,
    }
    fields = {name: _shown(name, value) for name, value in content.fields.items()}
    return [(fixed | fields).get(name, "") for name in COLUMNS]


def _item(number: int, given: Mapping[str, str]) -> SheetItem:
    title = given.get("title", "").replace("\n", " ")
    kind = ItemKind(named(given.get("kind", ""), texts.KINDS, texts.KIND))
    section = Section(named(given.get("section", ""), texts.SECTIONS, texts.SECTION))
    rule = KINDS[kind]
    fields: dict[str, Any] = {}
    for name, cell in given.items():
        if name not in _FIELDS:
            continue
        field = rule.field(name)
        if field is None:
            raise ValueError(texts.NOT_OF_KIND.format(column=COLUMNS[name], kind=rule.label))
        fields[name] = _READ.get(field.type, _as_it_is)(cell, name)
    content = {
        "title": title,
        "summary": given.get("summary", "").replace("\n", " "),
        "author": given.get("author", "").replace("\n", " "),
        "blocks": blocks_of(list(_parts(given.get("body", ""))), ()),
        "fields": fields,
    }
    reference = given.get("reference", "") or f"{kind}:{fold(title)}"
    return SheetItem(number, reference, kind, section, content)


def _as_it_is(cell: str, _name: str) -> str:
    return cell.replace("\n", " ")


def _choice(cell: str, name: str) -> str:
    labels = texts.EFFECTS if name == "effect" else texts.OPENS
    return cell if cell in (*EFFECTS, *OPENS) else named(cell, labels, COLUMNS[name])


def _day(cell: str, name: str) -> str:
    return day(cell, COLUMNS[name]).isoformat()


def _occasions(cell: str, name: str) -> list[dict[str, str]]:
    """Lines such as “30/11/2026 07:30-09:00”."""
    found = []
    for line in cell.splitlines():
        written = _OCCASION.fullmatch(line.strip())
        if written is None:
            raise ValueError(texts.NOT_A_SHEET_OCCASION.format(words=line))
        first, *begins, last, hour, minute = written.groups()
        starts_at = _instant(first, begins, name)
        found.append({"starts_at": starts_at, "ends_at": _instant(last or first, (hour, minute), name)})
    return found


def _instant(on: str, hour_and_minute: Sequence[str], name: str) -> str:
    try:
        hour, minute = map(int, hour_and_minute)
        at = time(hour, minute, tzinfo=VIETNAM)
    except ValueError:
        words = f"{on} {':'.join(hour_and_minute)}"
        raise ValueError(texts.NOT_A_SHEET_OCCASION.format(words=words)) from None
    return to_text(datetime.combine(day(on, COLUMNS[name]), at))


_READ: Final[Mapping[FieldType, Callable[[str, str], Any]]] = {
    FieldType.DAY: _day,
    FieldType.CHOICE: _choice,
    FieldType.OCCASIONS: _occasions,
}


def _parts(body: str) -> Iterator[WrittenPart]:
    """The parts of a body; lines of one kind that follow each other are one part, each heading is its own."""
    for kind, lines in groupby(map(_kind_and_words, body.splitlines()), key=lambda line: line[0]):
        if kind in {HEADING, SUBHEADING}:
            yield from (WrittenPart(kind, words) for _, words in lines)
        elif words := "\n".join(words for _, words in lines if words):
            yield WrittenPart(kind, words)


def _kind_and_words(line: str) -> tuple[str, str]:
    line = line.strip()
    if step := _STEP.match(line):
        return STEPS, line[step.end() :]
    for kind, mark in _MARKS.items():
        if line.startswith(mark):
            return kind, line.removeprefix(mark)
    return PARAGRAPHS, line


def _lines(content: LibraryContent) -> Iterator[str]:
    for part in parts_of(content.blocks):
        if part.kind == PICTURE:
            words = texts.PICTURE.format(name=part.reference, words=part.alt, caption=part.caption)
            yield f"[{words.strip()}]"
        elif part.kind in {FILE, FILM}:
            words = texts.ATTACHED.format(words=part.words, caption=part.caption, name=part.reference)
            yield f"[{words.strip()}]"
        else:
            yield from (f"{_MARKS.get(part.kind, '')}{line}" for line in part.words.splitlines())


def _cut(words: str) -> str:
    if len(words) <= LONGEST_CELL:
        return words
    return words[: LONGEST_CELL - len(texts.CUT)] + texts.CUT


def _shown(name: str, value: str | Iterable[Mapping[str, str]]) -> str:
    if not isinstance(value, str):
        return "\n".join(map(_hours, value))
    return (
        texts.EFFECTS.get(value) or texts.OPENS.get(value) or value if name in {"effect", "opens"} else value
    )


def _hours(occasion: Mapping[str, str]) -> str:
    start, end = (from_text(occasion[name]).astimezone(VIETNAM) for name in ("starts_at", "ends_at"))
    return f"{start:%d/%m/%Y %H:%M}-{end:{'%H:%M' if end.date() == start.date() else '%d/%m/%Y %H:%M'}}"
