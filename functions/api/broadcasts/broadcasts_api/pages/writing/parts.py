"""The parts of an article as one form shows them: texts in large boxes, pictures with captions between."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from broadcasts_api.pages.forms import ContentForm
from loa.web.parts.article_views import picture_address

_EMPTY_LINE: Final = re.compile(r"\n\s*\n")
_KEPT: Final = "block:"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the form.

    Attributes:
        part: `text`, the reference of a picture, or `block:N` for what stays as it is.
        words: the text, or the caption.
    """

    part: str
    words: str

    @property
    def src(self) -> str:
        """Where a page finds the picture; empty: it is none, or somebody else's."""
        return picture_address(self.part)

    @property
    def kind(self) -> str:
        """`text`, `image`, or `kept`."""
        return "text" if self.part == "text" else "kept" if self.part.startswith(_KEPT) else "image"


def parts_of(blocks: Sequence[Mapping[str, Any]]) -> list[Part]:
    """Return the parts of an article: paragraphs that follow one another stand in one box."""
    found: list[Part] = []
    for place, block in enumerate(blocks):
        match block["type"]:
            case "text" if found and found[-1].kind == "text":
                found[-1] = Part("text", f"{found[-1].words}\n\n{block['content']}")
            case "text":
                found.append(Part("text", str(block["content"])))
            case "image":
                found.append(Part(str(block["url"]), str(block.get("caption", ""))))
            case _:
                found.append(Part(f"{_KEPT}{place}", str(block.get("name") or block.get("url", ""))))
    return found or [Part("text", "")]


def sent_parts(data: Mapping[str, Sequence[str]]) -> list[Part]:
    """Return the parts as a form sent them."""
    kinds, words = data.get("part", ()), data.get("words", ())
    lines = [text.replace("\r\n", "\n") for text in words]
    return [Part(*pair) for pair in zip(kinds, lines, strict=False)] or [Part("text", "")]


def moved(parts: Sequence[Part], act: str) -> list[Part]:
    """Return the parts after a press of `text`, `up-N`, `down-N` or `drop-N`; others change nothing."""
    found = list(parts)
    name, _, number = act.partition("-")
    place = int(number) if number else 0
    if name == "text":
        return [*found, Part("text", "")]
    if place >= len(found):
        return found
    if name == "drop":
        return found[:place] + found[place + 1 :]
    other = place + {"up": -1, "down": 1}.get(name, 0)
    if 0 <= other < len(found):
        found[place], found[other] = found[other], found[place]
    return found


def blocks_of(parts: Sequence[Part], present: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the blocks of an article from the parts of a form; `present`: those it has now."""
    blocks: list[dict[str, Any]] = []
    for part in parts:
        if part.kind == "text":
            paragraphs = _EMPTY_LINE.split(part.words)
            blocks += [{"type": "text", "content": words.strip()} for words in paragraphs if words.strip()]
        elif part.kind == "image":
            blocks.append({"type": "image", "url": part.part, "caption": part.words.strip()})
        else:
            place = part.part.removeprefix(_KEPT)
            if place.isdecimal() and int(place) < len(present):
                blocks.append(dict(present[int(place)]))
    return blocks


def article_of(form: ContentForm, parts: Sequence[Part], present: Mapping[str, Any]) -> dict[str, Any]:
    """Return the article that a form describes: without a cover of its own, its first picture."""
    blocks = blocks_of(parts, present["blocks"])
    pictures = [block["url"] for block in blocks if block["type"] == "image"]
    return {
        **present,
        "title": form.title,
        "description": form.description,
        "cover_url": form.cover or next(iter(pictures), ""),
        "blocks": blocks,
    }
