"""Units of the stack that become one, or a few, on a day of the past; afterwards they are as they were."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from loa.foundation.units.model import Unit, UnitKind
from loa.foundation.units.store import to_row
from tests.e2e.town import PROVINCE, Place, Town

_BORN: Final = "2025-06-01"
"""From then on the units of a test exist, until the day before they become one."""


@dataclass(frozen=True, slots=True)
class Merger:
    """A day on which units of a test become others.

    Attributes:
        town: who acts on the stack.
        day: first day of the new units.
    """

    town: Town
    day: date

    @property
    def path(self) -> str:
        """The reorganisation in the officers' API."""
        return f"/reorganisations/{self.day.isoformat()}"

    @property
    def key(self) -> dict[str, str]:
        """Its row in the table of units."""
        return {"partition": f"reorganisation#{PROVINCE}", "sort": f"plan#{self.day.isoformat()}"}

    def approved(self, second: str) -> dict[str, Any]:
        """One administrator plans and decides, another approves what both have seen."""
        api = self.town.api
        api("administrator", "POST", "/reorganisations", {"on": self.day.isoformat()})
        plan: dict[str, Any] = api("administrator", "POST", f"{self.path}/decisions", {"suggested": True})
        for each in plan["decisions"]:
            if not each["chosen"]:  # accounts of equal size: people take the first
                choice = {"decision": each["decision"], "choice": each["options"][0]}
                plan = api("administrator", "POST", f"{self.path}/decisions", choice)
        assert (plan["decisions_open"], plan["totals_equal"]) == (0, True)
        seen = {"digest": plan["digest"]}
        api("administrator", "POST", f"{self.path}/submission", seen)
        refused = self.town.ask("administrator", "POST", f"{self.path}/approval", seen)
        assert refused.status_code == 403, "nobody approves their own plan"
        api(second, "POST", f"{self.path}/approval", seen)
        return plan

    def told(self) -> dict[str, Any]:
        """What the API says of the run."""
        found: dict[str, Any] = self.town.api("administrator", "GET", self.path)["reorganisation"]
        return found

    def left(self) -> list[Any]:
        """What the run could not move: what, id, unit, reason."""
        row = self.town.table("Units").get_item(Key=self.key, ConsistentRead=True)["Item"]
        return list(row["progress"]["left"])

    def need_not_wait(self) -> None:
        """Let the next pass begin at once; the test says why no process knows an old unit any more."""
        self.town.table("Units").update_item(
            Key=self.key,
            UpdateExpression="SET #p.#a = :now",
            ExpressionAttributeNames={"#p": "progress", "#a": "again_at"},
            ExpressionAttributeValues={":now": ""},
        )


@contextmanager
def merging(town: Town, day: date, heirs: Mapping[str, Sequence[Place]]) -> Iterator[Merger]:
    """Let units end on the eve of a day; after the block they, and the plan, are as before.

    Args:
        town: who acts on the stack.
        day: first day of the new units, on which nothing else changes.
        heirs: by path of a new unit: who becomes it.
    """
    table = town.table("Units")
    before = {
        path: [row for place in group for row in _rows(table, place.path)] for path, group in heirs.items()
    }
    eve = (day - timedelta(days=1)).isoformat()
    for path, rows in before.items():
        heir = _heir(path, day)
        table.put_item(Item=to_row(heir))
        for row in rows:
            ended = {"valid_from": _BORN, "valid_to": eve, "successors": [heir.unit_id]}
            table.put_item(Item={**row, **ended})
    made = Merger(town, day)
    try:
        yield made
    finally:
        for path, rows in before.items():
            table.delete_item(Key={name: to_row(_heir(path, day))[name] for name in ("partition", "sort")})
            for row in rows:
                table.put_item(Item=row)
        table.delete_item(Key=made.key)


def _heir(path: str, day: date) -> Unit:
    code = path.rpartition(".")[2]
    return Unit(path, "2025-07", code, f"Xã Mới {code}", UnitKind.COMMUNE, valid_from=day)


def _rows(table: Any, path: str) -> list[dict[str, Any]]:
    found = table.query(
        KeyConditionExpression="#p = :p AND begins_with(#s, :s)",
        ExpressionAttributeNames={"#p": "partition", "#s": "sort"},
        ExpressionAttributeValues={":p": PROVINCE, ":s": f"unit#{path}#"},
    )
    return list(found["Items"])
