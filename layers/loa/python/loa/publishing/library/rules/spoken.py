"""The words of an item as they are spoken to whoever cannot read them. Pure rules."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from loa.publishing.library.rules.kinds import KINDS, SPOKEN_BY_MACHINE, ItemKind
from loa.publishing.library.rules.loudspeaker import when_and_where
from loa.publishing.library.rules.model import Audio, LibraryContent
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


def words_of(content: LibraryContent) -> str:
    """Names the words that a spoken version of the content has to say."""
    return digest_of(spoken_text(content), "")


def tied_to_words(content: LibraryContent, before: LibraryContent | None = None) -> LibraryContent:
    """The content, each uploaded version tied to the words that it says: one of `before` to those it had.

    A version that is new is taken to say what stands in the content now.
    """
    known = {(audio.language, audio.url): audio.words for audio in before.audio} if before else {}
    if all(audio.words or audio.made_from for audio in content.audio):
        return content
    words = words_of(content)
    return replace(
        content,
        audio=tuple(
            audio
            if audio.words or audio.made_from
            else replace(audio, words=known.get((audio.language, audio.url)) or words)
            for audio in content.audio
        ),
    )


def speaking_other_words(content: LibraryContent) -> list[Audio]:
    """The uploaded versions that say other words than the content, because those were changed since."""
    tied = [audio for audio in content.audio if audio.words]
    words = words_of(content) if tied else ""
    return [audio for audio in tied if audio.words != words]


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
