"""The first words of a message, for lists. Pure rules."""

from typing import Final

from loa.dialogue.conversations import texts
from loa.residents.followers.model import Message
from loa.text.beginnings import beginning

MAXIMUM_PREVIEW: Final = 80


def first_words(message: Message) -> str:
    """Return at most 80 characters of what somebody wrote; of a picture or a file without words, its kind."""
    return beginning(message.text, MAXIMUM_PREVIEW) or texts.KINDS.get(message.kind, texts.OTHER_KIND)
