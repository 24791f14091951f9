"""An edition as the fields of a form, and back; what is wrong with it, by field. Pure.

The body stands in columns: the first value of `part`, `words`, `ref`, `alt` and `caption` is its first part.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from loa import clock
from loa.clock import VIETNAM
from loa.errors import InvalidInput
from loa.publishing.library.rules.kinds import KINDS, FieldType
from loa.publishing.library.rules.model import ContentBlock, Edition
from loa.publishing.library.transitions.work import Work
from loa.publishing.library.writing import texts
from loa.publishing.library.writing.parts import PARTS, WrittenPart, blocks_of, parts_of, tidy
from loa.text.hours import typed_instant

_LISTS: Final = ("part", "words", "ref", "alt", "caption")
_SPARE: Final = 2
_BLOCK: Final = re.compile(r"blocks\[(\d+)\](?:\.(\w+))?")

type FormData = Mapping[str, Sequence[str]]
"""What was typed, by field."""


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of the body as the editor draws it; `number` counts from one."""

    number: int
    kind: str
    words: str
    reference: str
    alt: str
    caption: str
    decorative: bool
    error: str

    @property
    def picture(self) -> str:
        """The address of the picture, small; empty: it is none."""
        name = self.reference.removeprefix("media:").partition(".")[0]
        return f"/media/{name}-160.jpg" if self.reference.startswith("media:") else ""


@dataclass(frozen=True, slots=True)
class OccasionRow:
    """A day with its hours, as they were typed; `number` counts from one."""

    number: int
    day: str = ""
    starts: str = ""
    ends: str = ""


def data_of(edition: Edition) -> dict[str, Sequence[str]]:
    """What an edition says, as the fields of a form."""
    content = edition.content
    data: dict[str, Sequence[str]] = {
        "title": (content.title,),
        "summary": (content.summary,),
        "author": (content.author,),
        "tags": (", ".join(content.tags),),
        "revision": (str(edition.revision),),
        "change": (edition.change.value,),
        "change_note": (edition.change_note,),
        "notify": ("true",) if edition.notify else (),
    }
    if cover := content.cover:
        data |= {"cover_ref": (cover.url,), "cover_alt": (cover.alt,), "cover_caption": (cover.caption,)}
        data |= {"cover_decor": ("true",) if cover.decorative else ()}
    for name, value in content.fields.items():
        if isinstance(value, str):
            data[name] = (value,)
        else:
            pairs = [(clock.from_text(one["starts_at"]), clock.from_text(one["ends_at"])) for one in value]
            data["day"] = [f"{start.astimezone(VIETNAM):%Y-%m-%d}" for start, _ in pairs]
            data["starts"] = [f"{start.astimezone(VIETNAM):%H:%M}" for start, _ in pairs]
            data["ends"] = [f"{end.astimezone(VIETNAM):%H:%M}" for _, end in pairs]
    return data | columns_of(parts_of(content.blocks))


def columns_of(parts: Sequence[WrittenPart]) -> dict[str, Sequence[str]]:
    """The parts of a body, as the columns of a form."""
    return {
        "part": [part.kind for part in parts],
        "words": [part.words for part in parts],
        "ref": [part.reference for part in parts],
        "alt": [part.alt for part in parts],
        "caption": [part.caption for part in parts],
        "decor": [str(number) for number, part in enumerate(parts, 1) if part.decorative],
    }


def sent_parts(data: FormData) -> list[WrittenPart]:
    """The parts of the body as they were sent; one that names no kind is left out."""
    decorative = set(data.get("decor", ()))
    columns = [list(data.get(name, ())) for name in _LISTS]
    longest = max((len(column) for column in columns), default=0)
    rows = zip(*(column + [""] * (longest - len(column)) for column in columns), strict=True)
    return [
        tidy(WrittenPart(kind, words, reference, alt, str(number) in decorative, caption))
        for number, (kind, words, reference, alt, caption) in enumerate(rows, 1)
        if kind in PARTS
    ]


def part_rows(data: FormData, errors: Mapping[str, str]) -> list[PartRow]:
    """The parts of a form as the editor draws them; `errors`: as `faults_of` gives them."""
    return [
        PartRow(
            number,
            part.kind,
            part.words,
            part.reference,
            part.alt,
            part.caption,
            part.decorative,
            errors.get(f"phan-{number}", ""),
        )
        for number, part in enumerate(sent_parts(data), 1)
    ]


def occasion_rows(data: FormData) -> list[OccasionRow]:
    """The occasions of a form, and some empty ones."""
    found = [row for row in _occasions(data) if row.day or row.starts or row.ends]
    return [
        *(replace(row, number=number) for number, row in enumerate(found, 1)),
        *(OccasionRow(len(found) + spare) for spare in range(1, _SPARE + 1)),
    ]


def content_of(
    asked: Mapping[str, Any], data: FormData, parts: Sequence[WrittenPart], work: Work
) -> dict[str, Any]:
    """The content that a form says, as the library takes it.

    Args:
        asked: its fields with one value, checked.
        data: all of it, as it was typed.
        parts: of its body.
        work: the item.

    Raises:
        InvalidInput: an occasion that is none; names `occasions`.
    """
    before = work.edition or work.live
    blocks = blocks_of(parts, before.content.blocks if before else ())
    fields: dict[str, Any] = {
        field.name: occasions_in(data) if field.type is FieldType.OCCASIONS else asked[field.name]
        for field in KINDS[work.item.kind].fields
    }
    cover = None
    if asked["cover_ref"]:
        given = {"url": asked["cover_ref"], "alt": asked["cover_alt"], "caption": asked["cover_caption"]}
        cover = {**given, "decorative": asked["cover_decor"]}
    audio = [
        {"language": each.language, "url": each.url, "seconds": each.seconds, "speaker": each.speaker}
        for each in (before.content.audio if before else ())
    ]
    return {
        "title": asked["title"],
        "summary": asked["summary"],
        "author": asked["author"],
        "tags": re.split(r"[,;\n]", asked["tags"]),
        "blocks": blocks,
        "cover": cover,
        "fields": fields,
        "audio": audio,
    }


def faults_of(fields: Mapping[str, str], blocks: Sequence[ContentBlock]) -> dict[str, str]:
    """The rules' messages under the names of the editor's fields; a part of the body is `phan-3`.

    Args:
        fields: what is wrong, such as `blocks[2].alt`, `fields.number`, `cover.alt`.
        blocks: the body that they are about; one of them may be several parts.
    """
    faults: dict[str, str] = {}
    for name, message in fields.items():
        if found := _BLOCK.match(name):
            place = int(found[1])
            number = len(parts_of(blocks[:place])) + 1
            kind = texts.PARTS[parts_of(blocks[place : place + 1])[0].kind]
            label = texts.FIELD_LABELS.get(found[2] or "", "")
            said = message.replace(found[0], label) if label else message
            faults[f"phan-{number}"] = texts.PART_FAULT.format(number=number, kind=kind, message=said)
        elif name.startswith("cover"):
            own = name.replace(".", "_")
            faults[own] = message.replace(name, texts.FIELD_LABELS.get(own.partition("_")[2], ""))
        else:
            own = name.removeprefix("fields.")
            faults[own] = message.replace(f" {own}.", f" {texts.FIELD_LABELS.get(own, own)}.")
    return faults


def _occasions(data: FormData) -> list[OccasionRow]:
    columns = [list(data.get(name, ())) for name in ("day", "starts", "ends")]
    longest = max(len(column) for column in columns)
    cells = zip(*(column + [""] * (longest - len(column)) for column in columns), strict=True)
    return [OccasionRow(number, *(cell.strip() for cell in row)) for number, row in enumerate(cells, 1)]


def occasions_in(data: FormData) -> list[dict[str, str]]:
    """The occasions of a form, as the library keeps them.

    Raises:
        InvalidInput: one that is none; names `occasions`.
    """
    found = []
    for row in _occasions(data):
        if not (row.day or row.starts or row.ends):
            continue
        try:
            day = clock.read_day(row.day)
            start = typed_instant(day, row.starts)
            end = typed_instant(day, row.ends)
        except ValueError:
            message = texts.OCCASION_UNREADABLE.format(number=row.number)
            raise InvalidInput(message, fields={"occasions": message}) from None
        found.append({"starts_at": clock.to_text(start), "ends_at": clock.to_text(end)})
    return found
