"""Checks of what people write about a case."""

from collections.abc import Sequence
from typing import Final

from loa.casework.cases.rules import texts
from loa.casework.cases.rules.fields import MAXIMUM_LINE, MAXIMUM_SAID, KeptField, kept_fields
from loa.casework.cases.rules.model import Details
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


def details_faults(details: Details) -> dict[str, str]:
    """Return what is missing in the matter of a case, or too long, by the name of its field."""
    return {
        one.name: fault for one in kept_fields(Details) if (fault := _fault(one, getattr(details, one.name)))
    }


def _fault(one: KeptField, text: str) -> str:
    if one.needed and not text:
        return texts.NEEDED
    return texts.too_long(one.longest) if len(text) > one.longest else ""
