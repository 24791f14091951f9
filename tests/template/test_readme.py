"""The table of functions/README.md says what the template deploys."""

import re

import pytest

from tests.template.reading import REPOSITORY, Function, functions, resources, target

COLUMNS = ["Function", "Group", "Trigger", "Tables and queues"]
TABLES = {name.removesuffix("Table") for name in resources("infra/data.yaml", "AWS::DynamoDB::Table")}


def _rows() -> dict[str, dict[str, str]]:
    """Map the name of each function to its row."""
    text = (REPOSITORY / "functions/README.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("|")]
    lines = lines[next(number for number, line in enumerate(lines) if line.startswith("| Function |")) :]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    heading, _, *rest = cells
    assert [column for column in COLUMNS if column in heading] == COLUMNS, (
        f"the table needs the columns {COLUMNS}"
    )
    return {row[heading.index("Function")].strip("`"): dict(zip(heading, row, strict=True)) for row in rest}


def test_the_table_lists_exactly_the_functions() -> None:
    assert set(_rows()) == {function.name for function in functions()}


@pytest.mark.parametrize("function", functions(), ids=lambda function: function.name)
def test_the_triggers_are_those_of_the_template(function: Function) -> None:
    row = _rows()[function.name]
    trigger = row["Trigger"]
    assert row["Group"] == function.folder.parent.name
    assert ("HTTP" in trigger) == bool(function.routes)
    for event in function.events("SQS").values():
        queue = target(event["Queue"])[1].removesuffix("Queue").lower()
        assert f"`{queue}`" in trigger, f"name the queue `{queue}` as trigger of {function.name}"
    if function.events("ScheduleV2") or function.name == "broadcast_plan":
        assert "schedule" in trigger.lower(), f"{function.name} is started by a schedule"


@pytest.mark.parametrize("function", functions(), ids=lambda function: function.name)
def test_the_tables_and_queues_are_those_of_the_template(function: Function) -> None:
    cell = _rows()[function.name]["Tables and queues"]
    told = {name.removesuffix("Table") for name in function.tables}
    written = {table for table in TABLES if re.search(rf"\b{table}\b", cell)}
    assert written == told, f"{function.name}: write {', '.join(sorted(told))}"
    for name in function.own_environment:
        if name.endswith("_QUEUE_URL"):
            queue = name.removesuffix("_QUEUE_URL").lower()
            assert f"`{queue}`" in cell, f"{function.name} writes to the queue `{queue}`"
