"""The first words of a message, for lists. Pure rules."""

from typing import Final

from loa.dialogue.conversations import texts
from loa.residents.followers.model import Message

MAXIMUM_PREVIEW: Final = 80


def first_words(message: Message) -> str:
    """Return at most 80 characters of what somebody wrote; of a picture or a file without words, its kind."""
    words = " ".join(message.text.split())
    if not words:
        return texts.KINDS.get(message.kind, texts.OTHER_KIND)
    if len(words) <= MAXIMUM_PREVIEW:
        return words
    cut = words[: MAXIMUM_PREVIEW - 1]
    whole = cut.rpartition(" ")[0]
    return f"{whole or cut}…"
