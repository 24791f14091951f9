"""Notices with gaps: officers fill in what, when and where, and get the content of an article."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from loa.errors import InvalidInput, NotFound
from loa.platform.zalo.api.articles import MAX_AUTHOR, MAX_DESCRIPTION, MAX_TITLE
from loa.publishing.articles import texts
from loa.publishing.articles.placeholders import fault
from loa.text.cleaning import clean

MAXIMUM_VALUE: Final = 500
_GAP: Final = re.compile(r"\{([^{}]+)\}")
_LIMITS: Final = {"title": MAX_TITLE, "author": MAX_AUTHOR, "description": MAX_DESCRIPTION}


@dataclass(frozen=True, slots=True)
class NoticeTemplate:
    """A notice with gaps, written `{name}`.

    Attributes:
        name: stable, for programs.
        label: what officers call it.
        title, author, description: with gaps.
        paragraphs: with gaps; each becomes a text block.
    """

    name: str
    label: str
    title: str
    author: str
    description: str
    paragraphs: tuple[str, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """The names of all gaps, in the order in which they are met, each once."""
        everything = (self.title, self.author, self.description, *self.paragraphs)
        return tuple(dict.fromkeys(name for text in everything for name in _GAP.findall(text)))


def templates() -> list[NoticeTemplate]:
    """All of them."""
    return [_template(name) for name in texts.NOTICES]


def template(name: str) -> NoticeTemplate:
    """The one of that name.

    Raises:
        NotFound: there is none.
    """
    if name not in texts.NOTICES:
        raise NotFound(texts.NOTICE_NOT_FOUND)
    return _template(name)


def _template(name: str) -> NoticeTemplate:
    words = texts.NOTICES[name]
    return NoticeTemplate(
        name=name,
        label=str(words["label"]),
        title=str(words["title"]),
        author=texts.NOTICE_AUTHOR,
        description=str(words["description"]),
        paragraphs=tuple(words["paragraphs"]),
    )


def fill(notice: NoticeTemplate, values: Mapping[str, str], *, cover_url: str = "") -> dict[str, Any]:
    """The content of an article (neutral shape of `loa.platform.zalo.api.articles`), every gap filled.

    A value goes in as it is; one with a gap in it is refused.

    Args:
        notice: the template.
        values: what to fill in, by name of the gap.
        cover_url: the picture on top; empty when the officer chooses it later.

    Raises:
        InvalidInput: `fields` names each gap without a value (`values.NAME`), each value that belongs to no
            gap, has one in it or is too long, and each part that has become too long (`title`, `author`,
            `description`).
    """
    given = {clean(name): clean(value) for name, value in values.items()}
    faults = _faults(notice, given)
    if faults:
        raise InvalidInput(texts.NOTICE_INCOMPLETE, fields=faults)

    def filled(text: str) -> str:
        return _GAP.sub(lambda gap: given[gap[1]], text)

    parts = {name: filled(getattr(notice, name)) for name in _LIMITS}
    too_long = {
        name: texts.FILLED_TOO_LONG.format(length=len(parts[name]), limit=limit)
        for name, limit in _LIMITS.items()
        if len(parts[name]) > limit
    }
    if too_long:
        raise InvalidInput(texts.NOTICE_INCOMPLETE, fields=too_long)
    blocks = [{"type": "text", "content": filled(paragraph)} for paragraph in notice.paragraphs]
    return {**parts, "cover_url": cover_url, "comment": "show", "blocks": blocks}


def _faults(notice: NoticeTemplate, given: Mapping[str, str]) -> dict[str, str]:
    missing = {name: texts.VALUE_MISSING for name in notice.gaps if not given.get(name)}
    unknown = {name: texts.VALUE_UNKNOWN for name in given if name not in notice.gaps}
    unfilled = {name: message for name, value in given.items() if (message := fault(value))}
    too_long = {name: texts.VALUE_TOO_LONG for name, value in given.items() if len(value) > MAXIMUM_VALUE}
    return {
        **{f"values.{name}": message for name, message in unfilled.items()},
        **{
            f"values.{name}": message.format(name=name, limit=MAXIMUM_VALUE)
            for name, message in {**too_long, **unknown, **missing}.items()
        },
    }
