"""Checks of what people write about a case."""

from collections.abc import Sequence
from typing import Final

from loa.casework.cases.rules import texts
from loa.casework.cases.rules.transitions import MAXIMUM_LINE, MAXIMUM_SAID
from loa.errors import InvalidInput
from loa.text.cleaning import clean

MAXIMUM_ATTACHMENTS: Final = 20


def checked_text(text: str, *, needed: bool = True, longest: int = MAXIMUM_SAID) -> str:
    """Return cleaned words.

    Raises:
        InvalidInput: none, or too many.
    """
    words = clean(text)
    if needed and not words:
        raise InvalidInput(texts.CHECK_INPUT, fields={"text": texts.NEEDED})
    if len(words) > longest:
        raise InvalidInput(texts.CHECK_INPUT, fields={"text": texts.too_long(longest)})
    return words


def too_many_attachments(attachments: Sequence[str]) -> dict[str, str]:
    """Return the fault of too many, or too long, names of pictures and files; none if there is none."""
    if len(attachments) <= MAXIMUM_ATTACHMENTS and all(len(key) <= MAXIMUM_LINE for key in attachments):
        return {}
    return {"attachments": texts.too_many(MAXIMUM_ATTACHMENTS)}
