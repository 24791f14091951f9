"""The editor's form and the content of an edition, each as the other; and what is wrong, by field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any, Final

from library_api import texts
from library_api.pages import forms
from loa import clock
from loa.clock import VIETNAM
from loa.errors import InvalidInput
from loa.publishing.library.rules.kinds import KINDS, FieldType
from loa.publishing.library.rules.model import ContentBlock, Edition
from loa.publishing.library.transitions.work import Work
from loa.publishing.library.writing.parts import KINDS as PART_KINDS
from loa.publishing.library.writing.parts import WrittenPart, blocks_of, parts_of, tidy
from loa.web.pages.forms import Form

KIND_NAMES: Final = frozenset(PART_KINDS)
_LISTS: Final = ("part", "words", "ref", "alt", "caption")
_SPARE: Final = 2
_BLOCK: Final = re.compile(r"blocks\[(\d+)\](?:\.(\w+))?")


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


def form_of(edition: Edition) -> Form[Any]:
    """Return the form filled in with what an edition says."""
    content = edition.content
    data: dict[str, Sequence[str]] = {
        "title": (content.title,),
        "summary": (content.summary,),
        "author": (content.author,),
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
    return with_parts(Form(forms.EditorForm, data, {}), parts_of(content.blocks))


def sent_parts(data: Mapping[str, Sequence[str]]) -> list[WrittenPart]:
    """Return the parts of the body as they were sent; one that names no kind is left out."""
    decorative = set(data.get("decor", ()))
    columns = [list(data.get(name, ())) for name in _LISTS]
    longest = max((len(column) for column in columns), default=0)
    rows = zip(*(column + [""] * (longest - len(column)) for column in columns), strict=True)
    return [
        tidy(WrittenPart(kind, words, reference, alt, str(number) in decorative, caption))
        for number, (kind, words, reference, alt, caption) in enumerate(rows, 1)
        if kind in KIND_NAMES
    ]


def with_parts(form: Form[Any], parts: Sequence[WrittenPart]) -> Form[Any]:
    """Return the form with these parts in the place of those that it holds."""
    columns = {
        "part": [part.kind for part in parts],
        "words": [part.words for part in parts],
        "ref": [part.reference for part in parts],
        "alt": [part.alt for part in parts],
        "caption": [part.caption for part in parts],
        "decor": [str(number) for number, part in enumerate(parts, 1) if part.decorative],
    }
    return replace(form, data={**form.data, **columns})


def without_cover(form: Form[Any]) -> Form[Any]:
    """Return the form without a picture on top."""
    value = form.value.model_copy(update={"cover_ref": ""}) if form.value else None
    return replace(form, data={**form.data, "cover_ref": ()}, value=value)


def rows(form: Form[Any]) -> list[PartRow]:
    """Return the parts of a form as the editor draws them."""
    return [
        PartRow(
            number,
            part.kind,
            part.words,
            part.reference,
            part.alt,
            part.caption,
            part.decorative,
            form.errors.get(f"phan-{number}", ""),
        )
        for number, part in enumerate(sent_parts(form.data), 1)
    ]


def occasion_rows(form: Form[Any]) -> list[OccasionRow]:
    """Return the occasions of a form, and some empty ones."""
    found = [row for row in _occasions(form.data) if row.day or row.starts or row.ends]
    return [
        *(replace(row, number=number) for number, row in enumerate(found, 1)),
        *(OccasionRow(len(found) + spare) for spare in range(1, _SPARE + 1)),
    ]


def content_of(form: Form[Any], parts: Sequence[WrittenPart], work: Work) -> dict[str, Any]:
    """Return the content that a form says, as the library takes it.

    Raises:
        InvalidInput: an occasion that is none.
    """
    value, before = form.value, work.edition or work.live
    assert value is not None, "checked before"  # noqa: S101 # nosec B101 - as it says
    blocks = blocks_of(parts, before.content.blocks if before else ())
    fields: dict[str, Any] = {
        field.name: _occasions_of(form) if field.type is FieldType.OCCASIONS else getattr(value, field.name)
        for field in KINDS[work.item.kind].fields
    }
    cover = None
    if value.cover_ref:
        given = {"url": value.cover_ref, "alt": value.cover_alt, "caption": value.cover_caption}
        cover = {**given, "decorative": value.cover_decor}
    audio = [
        {"language": each.language, "url": each.url, "seconds": each.seconds, "speaker": each.speaker}
        for each in (before.content.audio if before else ())
    ]
    return {
        "title": value.title,
        "summary": value.summary,
        "author": value.author,
        "blocks": blocks,
        "cover": cover,
        "fields": fields,
        "audio": audio,
    }


def faults_of(fields: Mapping[str, str], blocks: Sequence[ContentBlock]) -> dict[str, str]:
    """Return the rules' messages under the names of the editor's fields; a part of the body is `phan-3`.

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


def _occasions(data: Mapping[str, Sequence[str]]) -> list[OccasionRow]:
    columns = [list(data.get(name, ())) for name in ("day", "starts", "ends")]
    longest = max(len(column) for column in columns)
    cells = zip(*(column + [""] * (longest - len(column)) for column in columns), strict=True)
    return [OccasionRow(number, *(cell.strip() for cell in row)) for number, row in enumerate(cells, 1)]


def _occasions_of(form: Form[Any]) -> list[dict[str, str]]:
    found = []
    for row in _occasions(form.data):
        if not (row.day or row.starts or row.ends):
            continue
        try:
            day = clock.read_day(row.day)
            start = datetime.combine(day, time.fromisoformat(row.starts), VIETNAM)
            end = datetime.combine(day, time.fromisoformat(row.ends), VIETNAM)
        except ValueError:
            message = texts.OCCASION_UNREADABLE.format(number=row.number)
            raise InvalidInput(message, fields={"occasions": message}) from None
        found.append({"starts_at": clock.to_text(start), "ends_at": clock.to_text(end)})
    return found
