"""A message as the dialogue hears it. Pure rules."""

from typing import Final

from loa.audience.attachments import positions
from loa.audience.model import Message
from loa.audience.store import message_key
from loa.conversations import texts
from loa.conversations.turns import Heard
from loa.conversations.words import understand

_LEADING: Final = frozenset({"link", "business_card"})
"""Attachments that are no file, but say something."""


def heard(message: Message) -> Heard:
    """What a message of a resident says."""
    _, sort = message_key(message)
    return Heard(
        words=understand(message.text),
        at=message.at,
        sort=sort,
        files=files_of(message),
        has_more=_beside(message) != "",
    )


def files_of(message: Message) -> tuple[str, ...]:
    """References to the files of a message, for an intake or a case: `message#SORT#N`."""
    _, sort = message_key(message)
    return tuple(f"message#{sort}#{number}" for number in positions(message.attachments))


def words_of(message: Message) -> str:
    """What a message says in words; a place as its coordinates, a link or a card as what it leads to."""
    return message.text or _beside(message)


def _beside(message: Message) -> str:
    for item in message.attachments:
        if item.get("latitude") and item.get("longitude"):
            return texts.place(str(item["latitude"]), str(item["longitude"]))
        if item.get("kind") in _LEADING:
            found = (item.get(name) for name in ("description", "phone", "url"))
            return "\n".join(str(part) for part in found if part)
    return ""
