"""Converts a message into the dialogue's input. Pure rules."""

from typing import Final

from loa.dialogue.chatbot.turns import Input
from loa.dialogue.conversations import texts
from loa.dialogue.understanding.parser import parse
from loa.residents.attachments.service import COPIED_KINDS, positions
from loa.residents.followers.model import Message
from loa.residents.followers.store import message_key

_LEADING: Final = frozenset({"link", "business_card"})
"""Attachments that are not files but carry meaning."""

_FORM: Final = "submitted_info"
_STICKER: Final = "sticker"
_WORDS: Final = "text"
_UNKNOWN: Final = "other"


_SPOKEN: Final = frozenset({"audio", "voice"})


def heard(message: Message) -> Input:
    """Return a resident's message as input of the dialogue."""
    _, sort = message_key(message)
    return Input(
        # A form does not answer the dialogue: its content was not addressed to us.
        words=parse("" if message.kind == _FORM else message.text),
        at=message.at,
        sort=sort,
        files=files_of(message),
        has_more=_beside(message) != "",
        is_form=message.kind == _FORM,
        is_unread=is_unread(message),
        has_voice=has_voice(message),
    )


def is_unread(message: Message) -> bool:
    """Return True if part of a message could not be read: only an officer can find out what it was."""
    if message.kind in {_STICKER, _FORM}:
        return False
    files = positions(message.attachments)
    if message.kind == _UNKNOWN:
        return True
    if message.kind == _WORDS:
        return not message.text.strip() and not files and not _beside(message)
    without = sum(item.get("kind") in COPIED_KINDS for item in message.attachments) - len(files)
    return without > 0 or not (files or _beside(message))


def files_of(message: Message) -> tuple[str, ...]:
    """Return references to the files of a message, for an intake or a case: `message#SORT#N`."""
    _, sort = message_key(message)
    return tuple(f"message#{sort}#{number}" for number in positions(message.attachments))


def words_of(message: Message) -> str:
    """Return what a message says: its words, or a place, link or card; for a recording, a note to listen."""
    spoken = texts.SPOKEN if has_voice(message) else ""
    return message.text or _beside(message) or spoken


def has_voice(message: Message) -> bool:
    """Return True if a voice recording came with it."""
    return any(item.get("kind") in _SPOKEN for item in message.attachments)


def _beside(message: Message) -> str:
    for item in message.attachments:
        if item.get("latitude") and item.get("longitude"):
            return texts.place(str(item["latitude"]), str(item["longitude"]))
        if item.get("kind") in _LEADING:
            found = (item.get(name) for name in ("description", "phone", "url"))
            return "\n".join(str(part) for part in found if part)
    return ""
