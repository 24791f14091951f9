"""The words of an item as they are spoken to whoever cannot read them. Pure rules."""

import hashlib
import re
from collections.abc import Iterator
from typing import Final

from loa.publishing.library.rules.kinds import KINDS, SPOKEN_BY_MACHINE, ItemKind
from loa.publishing.library.rules.loudspeaker import when_and_where
from loa.publishing.library.rules.model import LibraryContent
from loa.publishing.library.rules.plain import paragraphs

MAXIMUM_SPOKEN: Final = 12_000
"""Letters, some 20 minutes. Who publishes more has it read by a person, or not at all."""

_URL: Final = re.compile(r"https?://\S+")
_ENDS: Final = (re.compile(r"(?<=[.!?…:;])\s+"), re.compile(r"(?<=,)\s+"), re.compile(r"\s+"))


def spoken_text(content: LibraryContent) -> str:
    """What is spoken: title, when and where, summary and text, a line each, without addresses."""
    lines = [content.title.rstrip(".") + ".", *when_and_where(content), content.summary, *paragraphs(content)]
    return "\n".join(spoken for line in lines if (spoken := _URL.sub("", line).strip()))


def is_spoken(kind: ItemKind, content: LibraryContent) -> bool:
    """Whether a machine has to speak it: nobody has uploaded a Vietnamese version, and it is not too long."""
    has_one = any(audio.language == SPOKEN_BY_MACHINE for audio in content.audio)
    return KINDS[kind].spoken and not has_one and len(spoken_text(content)) <= MAXIMUM_SPOKEN


def digest_of(text: str, voice: str) -> str:
    """Names the spoken version of these words in that voice."""
    return hashlib.sha256(f"{voice}:{text}".encode()).hexdigest()


def pieces(text: str, maximum: int) -> list[str]:
    """The text in pieces of at most so many letters, cut between lines, else sentences, else words."""
    found: list[str] = []
    for part in _parts(text.split("\n"), maximum, 0):
        if found and len(found[-1]) + 1 + len(part) <= maximum:
            found[-1] = f"{found[-1]}\n{part}"
        else:
            found.append(part)
    return found


def _parts(lines: list[str], maximum: int, finer: int) -> Iterator[str]:
    for line in lines:
        if len(line) <= maximum:
            yield line
        elif finer < len(_ENDS):
            yield from _parts(_ENDS[finer].split(line), maximum, finer + 1)
        else:
            yield from (line[start : start + maximum] for start in range(0, len(line), maximum))
