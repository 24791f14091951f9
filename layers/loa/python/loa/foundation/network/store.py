"""Rows of the people of the network (table Units), and of the codes by which they link their Zalo.

partition `network#40` · sort `40.16681#ID`    kind, name, hamlet, account, user_id, linked_at
partition `links#BCDFGHJK` · sort `link`       as an officer's code (`officers.store`), with `person_id`
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from loa import clock
from loa.foundation.network.model import NetworkPerson, PersonKind
from loa.foundation.officers.store import link_key
from loa.foundation.units.model import province_of, subtree_range
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Row, Table, Update

CODE_LIVES: Final = timedelta(days=7)
"""Validity of a code, which is handed over on paper or by telephone."""


def person_key(unit_path: str, person_id: str) -> tuple[str, str]:
    """Return the partition and sort key of somebody."""
    return f"network#{province_of(unit_path)}", f"{unit_path}#{person_id}"


def parse_person_sort(sort: str) -> tuple[str, str]:
    """Return unit and id of a sort key; the way back from `person_key`."""
    path, _, person_id = sort.partition("#")
    return path, person_id


def person_from(row: Row) -> NetworkPerson:
    """Return the person of a row."""
    path, person_id = parse_person_sort(row["sort"])
    return NetworkPerson(
        id=person_id,
        unit_path=path,
        kind=PersonKind(row["kind"]),
        name=row["name"],
        hamlet=row.get("hamlet", ""),
        oa_id=row.get("account", ""),
        user_id=row.get("user_id", ""),
        linked_at=clock.from_text(row["linked_at"]) if "linked_at" in row else None,
    )


class NetworkStore:
    """Store of the people of the network."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def register(self, people: Iterable[NetworkPerson]) -> int:
        """Enter people; who is there stays as they are, with their link. Return how many were new."""
        new = 0
        for person in people:
            partition, sort = person_key(person.unit_path, person.id)
            row = {"partition": partition, "sort": sort, "kind": person.kind.value, "name": person.name}
            try:
                self.table.put({**row, **({"hamlet": person.hamlet} if person.hamlet else {})}, new=True)
            except ConditionFailed:
                continue
            new += 1
        return new

    def within(self, root: str) -> list[NetworkPerson]:
        """Return the people at and below a unit; one Query."""
        partition = person_key(root, "")[0]
        return [person_from(row) for row in self.table.rows(partition, between=subtree_range(root))]

    def person(self, unit_path: str, person_id: str) -> NetworkPerson | None:
        """Return somebody."""
        row = self.table.get(*person_key(unit_path, person_id))
        return person_from(row) if row else None

    def remove(self, unit_path: str, person_id: str) -> None:
        """Take somebody off the list; nothing happens when they are not on it."""
        self.table.delete(*person_key(unit_path, person_id))

    def keep_code(self, code: str, person: NetworkPerson, at: datetime) -> bool:
        """Keep who has the code; return False if it is taken at present."""
        partition, sort = link_key(code)
        row: Mapping[str, object] = {
            "partition": partition,
            "sort": sort,
            "person_id": person.id,
            "unit_path": person.unit_path,
            "name": person.name,
            "expires_at": clock.epoch_seconds(at + CODE_LIVES),
        }
        free = Attr("partition").not_exists() | Attr("expires_at").lt(clock.epoch_seconds(at))
        try:
            self.table.put(dict(row), only_if=free)
        except ConditionFailed:
            return False
        return True

    def linking(self, person: NetworkPerson, oa_id: str, user_id: str, at: datetime) -> Update:
        """Return the write that links somebody's Zalo; refused when they have been taken off the list."""
        return Update(
            self.table,
            *person_key(person.unit_path, person.id),
            set={"account": oa_id, "user_id": user_id, "linked_at": clock.to_text(at)},
            only_if=Attr("kind").exists(),
        )
