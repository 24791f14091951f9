"""`python -m infra.release.tables`: keep the tables as they are now, right after a release was deployed.

CloudFormation replaces a table whose key changes (its rows stay behind in the old one), and refuses an update
that makes or removes more than one index of a table, or changes one that is there. Only the next deploy would
show it; a test compares the templates with `tables.json`, the tables of the last release.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

KEPT: Final = Path(__file__).with_name("tables.json")
TEMPLATE: Final = Path(__file__).parents[1] / "data.yaml"

type Definition = dict[str, Any]


class _Loader(yaml.CSafeLoader):
    """YAML in which CloudFormation's tags say nothing: none stands in a key."""


_Loader.add_multi_constructor("!", lambda _loader, suffix, _node: suffix)


def definitions(template: Mapping[str, Any]) -> dict[str, Definition]:
    """What of each table cannot change freely: name, keys with their types, indexes."""
    return {
        name: _definition(resource["Properties"])
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::DynamoDB::Table"
    }


def _definition(table: Mapping[str, Any]) -> Definition:
    types = {one["AttributeName"]: one["AttributeType"] for one in table["AttributeDefinitions"]}
    return {
        "name": str(table.get("TableName", "")),
        "key": _key(table["KeySchema"], types),
        "indexes": {
            index["IndexName"]: {"key": _key(index["KeySchema"], types), "projection": index["Projection"]}
            for index in table.get("GlobalSecondaryIndexes", [])
        },
        "local_indexes": sorted(index["IndexName"] for index in table.get("LocalSecondaryIndexes", [])),
    }


def _key(schema: list[Mapping[str, str]], types: Mapping[str, str]) -> list[str]:
    return [f"{one['KeyType']} {one['AttributeName']} {types[one['AttributeName']]}" for one in schema]


def faults(before: Mapping[str, Definition], after: Mapping[str, Definition]) -> list[str]:
    """Why an update from the one to the other would fail, or leave rows behind; empty: it would not.

    A new table may have any indexes. One that is gone is kept by its DeletionPolicy, but nothing reads it.
    """
    found = [f"{name}: gone, with its rows" for name in sorted(before.keys() - after.keys())]
    for name in sorted(before.keys() & after.keys()):
        old, new = before[name], after[name]
        found += [
            f"{name}: {what} changed, so the table is replaced and its rows stay behind"
            for what in ("name", "key", "local_indexes")
            if old[what] != new[what]
        ]
        kept = old["indexes"].keys() & new["indexes"].keys()
        found += [
            f"{name}: index {index} changed: give it a new name, and remove the old one a release later"
            for index in sorted(kept)
            if old["indexes"][index] != new["indexes"][index]
        ]
        moved = sorted(old["indexes"].keys() ^ new["indexes"].keys())
        if len(moved) > 1:
            found.append(f"{name}: one index an update, not {', '.join(moved)}")
    return found


def present() -> dict[str, Definition]:
    """The tables of the template."""
    text = TEMPLATE.read_text("utf-8")
    return definitions(yaml.load(text, _Loader))  # noqa: S506 # nosec B506 - a SafeLoader


def main() -> None:
    """Keep the present tables."""
    KEPT.write_text(json.dumps(present(), indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
