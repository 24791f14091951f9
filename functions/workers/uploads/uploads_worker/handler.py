"""A file has arrived in the bucket of pictures: S3 tells its key.

    uploads/UNIT/ID         an officer's picture, document or sound: inspected, kept under its digest, or
                            refused; then deleted
    files/NAME.pdf          a document: its words are read and kept beside it, for the search

Whatever a file holds harms this function alone: it reaches the rows of uploads and of media, and no item.
An event may come twice or late: what became of an upload is written once.
"""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger

from loa import clock
from loa.errors import InvalidInput, NotFound
from loa.platform.aws.blobs import Bucket
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.zalo.api.articles import MEDIA
from loa.publishing.documents.inspection import MAXIMUM_UPLOAD
from loa.publishing.documents.pdf_words import pdf_words
from loa.publishing.documents.service import is_file_name, keep_content, keep_words, key_of_file
from loa.publishing.documents.sound import length_of
from loa.publishing.library.rows.upload_store import UploadStore
from loa.publishing.library.rules.media import LibraryUpload, MediaFile, UploadState, upload_in
from loa.publishing.pictures import media
from loa.settings import read
from uploads_worker.settings import Settings

logger = Logger()


@dataclass(frozen=True, slots=True)
class Root:
    """What the handler works with."""

    uploads: UploadStore
    blobs: Bucket


@cache
def root() -> Root:
    """Wire it, once per process."""
    settings = read(Settings)
    return Root(UploadStore(Table(settings.content_table)), Bucket(settings.media_bucket))


def handler(event: dict[str, Any], _context: Any) -> dict[str, str]:
    """Look at one file; answers what became of it."""
    key: str = event["detail"]["object"]["key"]
    unit_path, upload_id = upload_in(key)
    done = _take_in(unit_path, upload_id, key) if upload_id else _read_words(key)
    logger.info("looked at a file", extra={"outcome": done})
    return {"outcome": done}


def _take_in(unit_path: str, upload_id: str, key: str) -> str:
    here = root()
    try:
        upload = here.uploads.get(unit_path, upload_id)
    except NotFound:
        here.blobs.delete(key)
        return "unknown"
    if upload.state is UploadState.WAITING:
        content = here.blobs.get(key)
        if content is None:
            return "gone"
        _end(upload, content)
    here.blobs.delete(key)
    return here.uploads.get(unit_path, upload_id).state.value


def _end(upload: LibraryUpload, content: bytes) -> None:
    """Keep the file or picture, or say why not."""
    here, now = root(), clock.now()
    try:
        file = _picture(upload, content) if media.is_picture(content) else _document(upload, content)
    except InvalidInput as error:
        here.uploads.end(replace(upload, state=UploadState.REFUSED, reason=error.message), None, now)
        return
    ended = replace(upload, state=UploadState.KEPT, reference=file.reference, bytes=file.bytes)
    here.uploads.end(ended, replace(file, uploaded_at=now), now)


def _document(upload: LibraryUpload, content: bytes) -> MediaFile:
    kept = keep_content(content, blobs=root().blobs, maximum=MAXIMUM_UPLOAD)
    return MediaFile(
        reference=kept.reference,
        unit_path=upload.unit_path,
        title=upload.title,
        uploaded_by=upload.begun_by,
        uploaded_at=upload.begun_at,
        bytes=kept.bytes,
        seconds=length_of(content, kept.name.rpartition(".")[2]),
    )


def _picture(upload: LibraryUpload, content: bytes) -> MediaFile:
    picture = media.keep_content(content, blobs=root().blobs, maximum=MAXIMUM_UPLOAD, focus=upload.focus)
    return MediaFile(
        reference=f"{MEDIA}{picture.name}",
        unit_path=upload.unit_path,
        title=upload.title,
        uploaded_by=upload.begun_by,
        uploaded_at=upload.begun_at,
        alt=upload.alt,
        bytes=len(picture.content),
        width=picture.width,
        height=picture.height,
    )


def _read_words(key: str) -> str:
    name = key.removeprefix("files/")
    if key != key_of_file(name) or not is_file_name(name) or not name.endswith(".pdf"):
        return "ignored"
    here = root()
    content = here.blobs.get(key)
    if content is None:
        return "gone"
    words = pdf_words(content)
    if words is None:
        logger.warning("the words of a document could not be read")
    if not words:
        return "without words"
    keep_words(name, words, blobs=here.blobs)
    return "read"
