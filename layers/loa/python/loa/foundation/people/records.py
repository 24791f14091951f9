"""Rows of what administrators did to officers' accounts (table Units).

partition `people#40` · sort `told#OFFICER#AT#BY`      a change of an account, for its owner; expires
partition `people#40` · sort `disabled#PATH#OFFICER`   who is let in no more, and their roles; expires
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.foundation.officers.model import Officer, Role
from loa.foundation.officers.store import KnownOfficer
from loa.foundation.units.model import province_of, subtree_range
from loa.platform.aws.dynamodb.tables import Row, Table

TOLD_FOR: Final = timedelta(days=14)
KEPT_FOR: Final = timedelta(days=365)
_TOLD: Final = "told#"
_DISABLED: Final = "disabled#"


@dataclass(frozen=True, slots=True)
class AccountChange:
    """What an administrator changed of somebody's account.

    Attributes:
        what: words for people, such as "thư điện tử".
        by_name: who did it.
        at: when.
    """

    what: str
    by_name: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class DisabledOfficer:
    """Somebody who is let in no more.

    Attributes:
        officer: as they were.
        by_name: who disabled them.
        at: when.
    """

    officer: KnownOfficer
    by_name: str = field(repr=False)
    at: datetime


class AccountRecordStore:
    """Store of changes that their officers are told of, and of disabled officers."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def tell(self, officer: Officer, what: str, by: Officer, now: datetime) -> None:
        """Write what was changed, beside what was changed before: nobody hides a change behind the next."""
        partition, prefix = _told(officer)
        at = clock.to_text(now)
        row = {"partition": partition, "sort": f"{prefix}{at}#{by.id}", "what": what}
        expires_at = clock.epoch_seconds(now + TOLD_FOR)
        self.table.put({**row, "by_name": by.name, "at": at, "expires_at": expires_at})

    def told(self, officer: Officer, now: datetime) -> list[AccountChange]:
        """List what administrators changed of somebody's account lately, newest first."""
        partition, prefix = _told(officer)
        return [
            AccountChange(row["what"], row["by_name"], clock.from_text(row["at"]))
            for row in self.table.rows(partition, prefix=prefix, newest_first=True, consistent=True)
            if row["expires_at"] > clock.epoch_seconds(now)
        ]

    def disabled(self, officer: Officer, by: Officer, now: datetime) -> None:
        """Write down who is let in no more."""
        partition, sort = _key(officer.unit_path, officer.id)
        row = {
            "partition": partition,
            "sort": sort,
            "name": officer.name,
            "username": officer.username,
            "roles": sorted(officer.roles),
            "by_name": by.name,
            "at": clock.to_text(now),
            "expires_at": clock.epoch_seconds(now + KEPT_FOR),
        }
        self.table.put(row)

    def find_disabled(self, unit_path: str, officer_id: str) -> DisabledOfficer | None:
        """Return somebody who is let in no more."""
        row = self.table.get(*_key(unit_path, officer_id))
        return _disabled_from(row) if row else None

    def disabled_below(self, path: str) -> list[DisabledOfficer]:
        """List who is let in no more, of a unit and those below, newest first."""
        between = subtree_range(path, _DISABLED)
        rows = self.table.rows(f"people#{province_of(path)}", between=between, consistent=True)
        return sorted(map(_disabled_from, rows), key=lambda each: each.at, reverse=True)

    def forget_disabled(self, officer: Officer) -> None:
        """They are let in again."""
        self.table.delete(*_key(officer.unit_path, officer.id))


def _told(officer: Officer) -> tuple[str, str]:
    return f"people#{province_of(officer.unit_path)}", f"{_TOLD}{officer.id}#"


def _key(unit_path: str, officer_id: str) -> tuple[str, str]:
    return f"people#{province_of(unit_path)}", f"{_DISABLED}{unit_path}#{officer_id}"


def _disabled_from(row: Row) -> DisabledOfficer:
    unit_path, _, officer_id = str(row["sort"]).removeprefix(_DISABLED).partition("#")
    roles = frozenset(Role(role) for role in row["roles"])
    officer = KnownOfficer(officer_id, row["name"], unit_path, roles, username=row["username"])
    return DisabledOfficer(officer, row["by_name"], clock.from_text(row["at"]))
