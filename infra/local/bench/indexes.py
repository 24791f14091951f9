"""What the indexes of a table cost: asked of a copy, where each row is written as it was, then as it became.

DynamoDB Local says it of single writes only; of the rows of a transaction it says nothing that is true.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import boto3

from infra.local.bench.house import House, template
from loa.platform.aws.dynamodb.tables import Row

type Place = tuple[str, str]
"""Partition and sort key."""


class Indexes:
    """Weighs what changes of some rows cost in the indexes of their table."""

    def __init__(self, here: House, name: str) -> None:
        """`name`: of the table in the template, such as `Cases`."""
        declared: Any = template("infra/data.yaml")[f"{name}Table"]["Properties"]
        taken = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode")
        engine = boto3.resource("dynamodb")  # not the functions' own: nothing of this counts
        self._read = engine.Table(here.tables[name].name)
        self._copy = engine.create_table(
            TableName=f"{name}Scales", **{key: declared[key] for key in taken if key in declared}
        )

    def rows(self, places: Iterable[Place]) -> dict[Place, Row]:
        """Rows as they stand now; those that are not there are left out."""
        found = {}
        for place in places:
            partition, sort = place
            answer = self._read.get_item(Key={"partition": partition, "sort": sort})
            if "Item" in answer:
                found[place] = answer["Item"]
        return found

    def units(self, before: Mapping[Place, Row], after: Mapping[Place, Row]) -> float:
        """Write units of the indexes for all these changes."""
        units = 0.0
        for place, row in after.items():
            if place in before:
                self._copy.put_item(Item=before[place])
            answer: Any = self._copy.put_item(Item=row, ReturnConsumedCapacity="INDEXES")
            told = answer["ConsumedCapacity"].get("GlobalSecondaryIndexes", {})
            units += sum(float(index["CapacityUnits"]) for index in told.values())
            partition, sort = place
            self._copy.delete_item(Key={"partition": partition, "sort": sort})
        return units
