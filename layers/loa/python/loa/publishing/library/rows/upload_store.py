"""Rows of uploads on their way (table Content; partition: the unit's path).

upload#IDENT        `expires_at`: DynamoDB removes it a week later, whatever became of it
"""

from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.errors import NotFound
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Put, Row, Table
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.library.rows.codec import from_map, to_map
from loa.publishing.library.rows.media_store import media_row
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.media import LibraryUpload, MediaFile, UploadState

KEPT: Final = timedelta(days=7)
_UPLOAD: Final = "upload#"


class UploadStore:
    """Uploads, in the Content table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def begin(self, upload: LibraryUpload) -> None:
        """Write a new upload."""
        self.table.put(_row(upload))

    def get(self, unit_path: str, upload_id: str) -> LibraryUpload:
        """The upload.

        Raises:
            NotFound: there is none.
        """
        row = self.table.get(unit_path, f"{_UPLOAD}{upload_id}")
        if row is None:
            raise NotFound(texts.NO_SUCH_FILE)
        return from_map(LibraryUpload, row["upload"])

    def end(self, upload: LibraryUpload, file: MediaFile | None, now: datetime) -> None:
        """Write what became of an upload, and the file into the unit's library; once, whoever was faster."""
        waiting = Attr("state").eq(UploadState.WAITING.value)
        writes = [Put(self.table, _row(upload, now), only_if=waiting)]
        if file:
            writes.append(Put(self.table, media_row(file)))
        try:
            commit(writes)
        except ConditionFailed:
            return


def _row(upload: LibraryUpload, now: datetime | None = None) -> Row:
    return {
        "partition": upload.unit_path,
        "sort": f"{_UPLOAD}{upload.upload_id}",
        "upload": to_map(upload),
        "state": upload.state.value,
        "expires_at": clock.epoch_seconds((now or upload.begun_at) + KEPT),
    }
