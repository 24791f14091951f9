"""Forms that were sent after their session had ended, and words that are being typed: kept for their writer.

partition `draft#OFFICER` · sort ID            the fields of a form, as they were typed; expires after a week
partition `draft#OFFICER` · sort `page#DIGEST` the fields of the forms of one page, while they are typed
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Table

KEPT_FOR: Final = timedelta(days=7)
MAXIMUM_BYTES: Final = 200_000


@dataclass(frozen=True, slots=True)
class TypedWords:
    """What was being typed on a page, by field, and when."""

    fields: Mapping[str, list[str]] = field(repr=False)
    at: datetime


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

    def keep_words(
        self, officer_id: str, page: str, fields: Mapping[str, Sequence[str]], now: datetime
    ) -> bool:
        """Keep what is being typed on a page, beside what its other forms hold; False: there is too much."""
        known = self.words(officer_id, page)
        text = json.dumps({**(known.fields if known else {}), **fields})
        if len(text) > MAXIMUM_BYTES:
            return False
        ends = clock.epoch_seconds(now + KEPT_FOR)
        row = {"fields": text, "at": clock.to_text(now), "expires_at": ends}
        self.table.put({"partition": _partition(officer_id), "sort": _page(page), **row})
        return True

    def words(self, officer_id: str, page: str) -> TypedWords | None:
        """Return what was being typed on a page; None: nothing."""
        row = self.table.get(_partition(officer_id), _page(page))
        fields: dict[str, list[str]] = json.loads(row["fields"]) if row else {}
        return TypedWords(fields, clock.from_text(row["at"])) if row and fields else None

    def forget_words(self, officer_id: str, page: str, names: Iterable[str]) -> None:
        """Forget fields of a page, because their form was done."""
        known, gone = self.words(officer_id, page), set(names)
        if known is None or gone.isdisjoint(known.fields):
            return
        left = {name: values for name, values in known.fields.items() if name not in gone}
        try:
            self.table.update(
                _partition(officer_id),
                _page(page),
                set={"fields": json.dumps(left)},
                only_if=Attr("at").eq(clock.to_text(known.at)),
            )
        except ConditionFailed:
            return  # more was typed meanwhile


def _page(path: str) -> str:
    return f"page#{hashlib.sha256(path.encode()).hexdigest()[:24]}"


def _partition(officer_id: str) -> str:
    return f"draft#{officer_id}"
