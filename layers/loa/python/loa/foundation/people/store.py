"""Rows of roles that wait for a second administrator, and of who helped whom to sign in (table Units).

partition `people#40` · sort `proposal#PATH#OFFICER`   who is to get which role, who proposed it; expires
partition `people#40` · sort `reset#OFFICER#BY`        BY gave OFFICER another password or let them set up
                                                       another authenticator; expires as a proposal does
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.foundation.officers.model import Role
from loa.foundation.units.model import province_of
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Delete, Table
from loa.platform.aws.dynamodb.transactions import commit

WAITS: Final = timedelta(days=14)
_PREFIX: Final = "proposal#"
_RESET: Final = "reset#"


@dataclass(frozen=True, slots=True)
class RoleProposal:
    """Roles that an administrator wants somebody to have.

    Attributes:
        officer_id, name, unit_path: who is to get them.
        roles: all that they will have then.
        by_id, by_name: who proposed it.
        at: when.
    """

    officer_id: str
    name: str = field(repr=False)
    unit_path: str
    roles: frozenset[Role]
    by_id: str
    by_name: str = field(repr=False)
    at: datetime

    @property
    def token(self) -> str:
        """What a form says to name this proposal and no later one for the same officer."""
        said = " ".join([clock.to_text(self.at), self.by_id, *sorted(self.roles)])
        return hashlib.sha256(said.encode()).hexdigest()[:32]


class ProposalStore:
    """Store of roles that wait for a second administrator."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def save(self, proposal: RoleProposal) -> None:
        """Write a proposal in the place of an earlier one for the same officer."""
        partition, sort = _key(proposal.unit_path, proposal.officer_id)
        row = {
            "partition": partition,
            "sort": sort,
            "name": proposal.name,
            "roles": sorted(proposal.roles),
            "by_id": proposal.by_id,
            "by_name": proposal.by_name,
            "at": clock.to_text(proposal.at),
            "expires_at": clock.epoch_seconds(proposal.at + WAITS),
        }
        self.table.put(row)

    def below(self, path: str, now: datetime) -> list[RoleProposal]:
        """List what waits in a unit and below it."""
        rows = self.table.rows(f"people#{province_of(path)}", prefix=_PREFIX, consistent=True)
        found = []
        for row in rows:
            unit_path, _, officer_id = str(row["sort"]).removeprefix(_PREFIX).partition("#")
            if row["expires_at"] <= clock.epoch_seconds(now) or f"{unit_path}.".find(f"{path}.") != 0:
                continue
            roles = frozenset(Role(role) for role in row["roles"])
            at = clock.from_text(row["at"])
            found.append(
                RoleProposal(officer_id, row["name"], unit_path, roles, row["by_id"], row["by_name"], at)
            )
        return found

    def forget(self, unit_path: str, officer_id: str) -> None:
        """Delete what waits for an officer."""
        self.table.delete(*_key(unit_path, officer_id))

    def take(self, proposal: RoleProposal) -> bool:
        """Delete exactly this proposal; return False if it is gone, or another stands in its place."""
        this = Attr("at").eq(clock.to_text(proposal.at)) & Attr("by_id").eq(proposal.by_id)
        same = this & Attr("roles").eq(sorted(proposal.roles))
        try:
            commit([Delete(self.table, *_key(proposal.unit_path, proposal.officer_id), only_if=same)])
        except ConditionFailed:
            return False
        return True

    def note_reset(self, province: str, officer_id: str, by_id: str, now: datetime) -> None:
        """Write down who could sign in as an officer, having given them a password or taken their factor."""
        row = {
            "partition": f"people#{province}",
            "sort": f"{_RESET}{officer_id}#{by_id}",
            "at": clock.to_text(now),
            "expires_at": clock.epoch_seconds(now + WAITS),
        }
        self.table.put(row)

    def hands(self, province: str, officer_id: str, now: datetime) -> frozenset[str]:
        """Return who could act under an officer's name: they, who reset their credentials, who reset theirs.

        Resets count as long as a proposal lives.
        """
        rows = self.table.rows(f"people#{province}", prefix=_RESET, consistent=True)
        resets = [
            str(row["sort"]).removeprefix(_RESET).partition("#")
            for row in rows
            if row["expires_at"] > clock.epoch_seconds(now)
        ]
        found, grown = {officer_id}, True
        while grown:
            more = {by for officer, _, by in resets if officer in found} - found
            found |= more
            grown = bool(more)
        return frozenset(found)


def _key(unit_path: str, officer_id: str) -> tuple[str, str]:
    return f"people#{province_of(unit_path)}", f"{_PREFIX}{unit_path}#{officer_id}"
