"""What stays the same in a nested stack keeps its attributes when the stack is updated."""

from typing import Any

from infra.local.emulator_stacks import with_known_attributes


def update(
    kind: str, resource: str, old: Any, new: Any, stack: str, logical: str, known: Any = None
) -> tuple[str, dict[str, Any]]:
    """As ministack updates a resource."""
    assert (kind, stack, logical) == ("AWS::Logs::LogGroup", "loa-Jobs", "ClockLogs")
    return resource, (known or {}) if old == new else {"Arn": "of the change"}


STACKS = {"loa-Jobs": {"_resources": {"ClockLogs": {"Attributes": {"Arn": "of the first time"}}}}}


def test_resource_of_a_nested_stack__that_stays_the_same__keeps_its_attributes() -> None:
    asked = (
        "AWS::Logs::LogGroup",
        "logs",
        {"RetentionInDays": 1},
        {"RetentionInDays": 1},
        "loa-Jobs",
        "ClockLogs",
    )
    assert with_known_attributes(STACKS, update)(*asked) == ("logs", {"Arn": "of the first time"})


def test_resource_of_a_nested_stack__that_changes__has_the_attributes_of_the_change() -> None:
    asked = (
        "AWS::Logs::LogGroup",
        "logs",
        {"RetentionInDays": 1},
        {"RetentionInDays": 3},
        "loa-Jobs",
        "ClockLogs",
    )
    assert with_known_attributes(STACKS, update)(*asked) == ("logs", {"Arn": "of the change"})
