"""Forms that were sent after their session had ended: kept until their writer has signed in again.

partition `draft#OFFICER` · sort ID   the fields, as they were typed; expires after a week
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.platform.aws.dynamodb.tables import Table

KEPT_FOR: Final = timedelta(days=7)
MAXIMUM_BYTES: Final = 200_000


class DraftStore:
    """Store of forms that wait for their writer."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def save(self, officer_id: str, fields: Mapping[str, Sequence[str]], now: datetime) -> str:
        """Keep the fields of a form and return their id; empty: there is too much of it."""
        text = json.dumps(fields)
        if len(text) > MAXIMUM_BYTES:
            return ""
        identity = secrets.token_hex(8)
        ends = clock.epoch_seconds(now + KEPT_FOR)
        self.table.put(
            {"partition": _partition(officer_id), "sort": identity, "fields": text, "expires_at": ends}
        )
        return identity

    def find(self, officer_id: str, identity: str) -> dict[str, list[str]]:
        """Return the fields that an officer's form had; empty: there is none."""
        row = self.table.get(_partition(officer_id), identity)
        fields: dict[str, list[str]] = json.loads(row["fields"]) if row else {}
        return fields


def _partition(officer_id: str) -> str:
    return f"draft#{officer_id}"
