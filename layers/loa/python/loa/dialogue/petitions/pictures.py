"""Pictures that come with a form: looked into, written anew, and kept with the case.

    waiting/FORM/NAME        of a form that came back with errors; expires in two days
    attachments/form/CASE/…  of a case, beside the copies of what comes by Zalo

NAME is the digest of the picture as it is kept, so that the same picture sent twice is one. A browser cannot
send a picture a second time by itself: the form that comes back names those that wait.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from loa.dialogue.petitions import texts
from loa.dialogue.petitions.model import MAXIMUM_PICTURES
from loa.errors import InvalidInput
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Row
from loa.residents.attachments.service import PREFIX

WAITING: Final = "waiting/"
_NAME: Final = re.compile(r"[0-9a-f]{64}\.(jpg|png)", re.ASCII)
_TYPES: Final = {"jpg": "image/jpeg", "png": "image/png"}


@dataclass(frozen=True, slots=True)
class FormPicture:
    """A picture as it is kept.

    Attributes:
        name: `DIGEST.jpg` or `DIGEST.png`.
        content: its bytes, at most 1 MB.
        width, height: pixels; 0: it waited for its form, and nobody knows.
    """

    name: str
    content: bytes = field(repr=False)
    width: int = 0
    height: int = 0

    @property
    def content_type(self) -> str:
        """Return its media type."""
        return _TYPES[self.name.rpartition(".")[2]]


@dataclass(frozen=True, slots=True)
class FormPictures:
    """Pictures of forms in the bucket of residents' files."""

    bucket: Bucket

    def waiting(self, form_key: str, names: Iterable[str]) -> list[FormPicture]:
        """Return the pictures that wait for a form, without those that are there no more."""
        found: list[FormPicture] = []
        for name in list(dict.fromkeys(names))[:MAXIMUM_PICTURES]:
            content = self.bucket.get(_waiting_key(form_key, name)) if _NAME.fullmatch(name) else None
            if content is not None:
                found.append(FormPicture(name, content))
        return found

    def hold(self, form_key: str, pictures: Iterable[FormPicture]) -> None:
        """Let pictures wait for a form that goes back to its writer."""
        for picture in pictures:
            self.bucket.put(_waiting_key(form_key, picture.name), picture.content, picture.content_type)

    def drop(self, form_key: str, name: str) -> None:
        """Let a picture wait no more."""
        self.bucket.delete(_waiting_key(form_key, name))

    def keep(self, case_id: str, pictures: Sequence[FormPicture]) -> list[Row]:
        """Keep pictures with a case, and return what a message's row says of their copies."""
        rows: list[Row] = []
        for number, picture in enumerate(pictures, 1):
            key = f"{PREFIX}form/{case_id}/{picture.name}"
            self.bucket.put(key, picture.content, picture.content_type)
            ending = picture.name.rpartition(".")[2]
            named = f"{texts.PICTURE_FILE}-{number}.{ending}"
            row = {"key": key, "type": picture.content_type, "size": len(picture.content), "name": named}
            shape = {"width": picture.width, "height": picture.height} if picture.width else {}
            rows.append({**row, **shape})
        return rows

    def of_case(self, key: str) -> bytes | None:
        """Return a picture of a case."""
        return self.bucket.get(key)


def looked_into(uploads: Sequence[bytes]) -> tuple[list[FormPicture], list[str]]:
    """Write uploads anew, without what a phone puts into them; return them, and what is wrong with others.

    A fault is a sentence that names the picture by its number.
    """
    # Pillow: most forms bring no picture.
    from loa.publishing.pictures.processing import prepared  # noqa: PLC0415 - see above

    found: dict[str, FormPicture] = {}
    faults: list[str] = []
    for number, upload in enumerate(uploads, 1):
        try:
            picture = prepared(upload)
        except InvalidInput as error:
            faults.append(texts.picture_fault(number, error.message))
        else:
            found.setdefault(
                picture.name, FormPicture(picture.name, picture.content, picture.width, picture.height)
            )
    return list(found.values()), faults


def _waiting_key(form_key: str, name: str) -> str:
    return f"{WAITING}{hashlib.sha256(f'form {form_key}'.encode()).hexdigest()[:32]}/{name}"
