"""Files that officers send: stored by us, and uploaded to Zalo right before the message is sent.

A document lies in the private bucket, under its conversation, and is removed with its messages:
`attachments/replies/OA/DIGEST_OF_USER/DIGEST.ending`. A picture prepared by the function `media` lies in that
function's bucket under `media/NAME`. Zalo keeps an uploaded file for seven days only.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from loa.dialogue.conversations import texts
from loa.errors import InvalidInput
from loa.platform.aws.blobs import Bucket
from loa.platform.zalo.api.articles import MEDIA
from loa.platform.zalo.media import uploads
from loa.publishing.pictures import media
from loa.residents.messages.model import MessageContent, OutgoingKind

LINK_SECONDS: Final = 300
"""How many seconds an officer's link to a file works."""

MAXIMUM_BYTES: Final = 4 * 1024 * 1024
"""Zalo accepts 5 MB; with base64 and the envelope, Lambda accepts no more than this."""

PREFIX: Final = "attachments/replies/"

_NAME: Final = re.compile(r"[0-9a-f]{64}\.(?:pdf|docx?|jpe?g|png)")
_PICTURES: Final = frozenset({"jpg", "jpeg", "png"})
_DOCUMENTS: Final = frozenset({"pdf", "doc", "docx"})
_MAXIMUM_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that can be sent.

    Attributes:
        file_id: its id in a reply.
        name: the officer's name for it, sanitised.
        bytes: its size in bytes.
    """

    file_id: str
    name: str
    bytes: int


class ReplyFiles:
    """Files in both buckets."""

    def __init__(self, private: Bucket, pictures: Bucket) -> None:
        self._private = private
        self._pictures = pictures

    def keep(self, oa_id: str, user_id: str, file_name: str, encoded: str) -> StoredFile:
        """Store a file for a conversation; storing the same file again changes nothing.

        Args:
            oa_id: the account.
            user_id: the resident.
            file_name: its name on the officer's machine; only its extension counts.
            encoded: the bytes in base64.

        Raises:
            InvalidInput: not base64, a type not allowed, content that does not match the name, or too large.
        """
        try:
            content = base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError) as error:
            raise InvalidInput(texts.NOT_BASE64, fields={"content_base64": texts.NOT_BASE64}) from error
        return self.keep_content(oa_id, user_id, file_name, content)

    def keep_content(self, oa_id: str, user_id: str, file_name: str, content: bytes) -> StoredFile:
        """Store a file for a conversation from its bytes; arguments and errors as for `keep`."""
        stem, _, ending = file_name.casefold().rpartition(".")
        if not stem or ending not in _PICTURES | _DOCUMENTS:
            raise InvalidInput(texts.BAD_FILE, fields={"file_name": texts.FILE_KINDS})
        if len(content) > MAXIMUM_BYTES:
            raise InvalidInput(texts.BAD_FILE, fields={"content_base64": texts.FILE_TOO_LARGE})
        check = uploads.image if ending in _PICTURES else uploads.document
        _, content, media_type = check(f"file.{ending}", content)
        file_id = f"{hashlib.sha256(content).hexdigest()}.{ending}"
        self._private.put(_key(oa_id, user_id, file_id), content, media_type)
        return StoredFile(file_id, safe_name(file_name), len(content))

    def read(self, key: str) -> bytes | None:
        """Return a file from either bucket; None if it does not exist."""
        return self._bucket(key).get(key)

    def link(self, key: str, name: str) -> str:
        """Return a link to a file that works for five minutes."""
        picture = key.rpartition(".")[2] in _PICTURES
        return self._bucket(key).link(key, expires_seconds=LINK_SECONDS, file_name=name, inline=picture)

    def picture(self, reference: str, caption: str) -> MessageContent:
        """Return a message with a picture that the function `media` stores.

        Raises:
            InvalidInput: no picture has that reference.
        """
        name = reference.removeprefix(MEDIA)
        key = media.key_of(name)
        if not media.is_name(name) or self.read(key) is None:
            raise InvalidInput(texts.UNKNOWN_IMAGE, fields={"image": texts.UNKNOWN_IMAGE})
        return MessageContent(OutgoingKind.IMAGE, caption, {"kept": key, "name": name})

    def document(self, oa_id: str, user_id: str, file_id: str, name: str, caption: str) -> MessageContent:
        """Return a message with a file that was stored for this conversation.

        Raises:
            InvalidInput: no file has that id.
        """
        key = _key(oa_id, user_id, file_id)
        if not _NAME.fullmatch(file_id) or self.read(key) is None:
            raise InvalidInput(texts.UNKNOWN_FILE, fields={"file": texts.UNKNOWN_FILE})
        is_picture = file_id.rpartition(".")[2] in _PICTURES
        if caption and not is_picture:
            raise InvalidInput(texts.FILE_WITHOUT_TEXT, fields={"text": texts.FILE_WITHOUT_TEXT})
        attachment = {"kept": key, "name": safe_name(name or file_id)}
        return MessageContent(OutgoingKind.IMAGE if is_picture else OutgoingKind.FILE, caption, attachment)

    def _bucket(self, key: str) -> Bucket:
        return self._private if key.startswith(PREFIX) else self._pictures


def safe_name(name: str) -> str:
    """Return a file name that is safe to show and save: no path, no control characters, not long."""
    last = re.split(r"[/\\]", name)[-1]
    printable = "".join(letter for letter in last if letter.isprintable()).strip(" .")
    stem, dot, ending = printable.rpartition(".")
    return f"{stem[: _MAXIMUM_NAME - len(ending) - 1]}{dot}{ending}"[:_MAXIMUM_NAME] or "tep"


def _key(oa_id: str, user_id: str, file_id: str) -> str:
    whose = hashlib.sha256(f"{oa_id}\n{user_id}".encode()).hexdigest()[:16]
    return f"{PREFIX}{oa_id}/{whose}/{file_id}"
