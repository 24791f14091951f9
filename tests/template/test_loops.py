"""Lambda ends a chain of requests that comes round to a function for the 16th time, unless told not to."""

import ast
from pathlib import Path

import pytest

from loa.platform.zalo.pauses import MAXIMUM_ATTEMPTS
from tests.template.reading import LAYER, Function, functions, target

ENDS_AT = 16
BOUNDED = {"broadcast_send": MAXIMUM_ATTEMPTS}
"""Functions that come round to themselves, and how often at most by their own count."""


def _starts(function: Function) -> set[str]:
    """The functions that consume a queue on which this one may put something."""
    sends = {target(resource)[1] for action, resource in function.allowed() if action == "sqs:SendMessage"}
    return {
        other.name
        for other in functions()
        for event in other.events("SQS").values()
        if target(event["Queue"])[1] in sends
    }


def _come_round() -> set[str]:
    """The functions that can start themselves, over whatever others."""
    reach = {function.name: _starts(function) for function in functions()}
    for _ in reach:
        reach = {name: started.union(*(reach[other] for other in started)) for name, started in reach.items()}
    return {name for name, started in reach.items() if name in started}


def test_the_walk_over_queues_finds_those_that_we_know() -> None:
    assert {"followers", "broadcast_send"} <= _come_round()


@pytest.mark.parametrize("name", sorted(_come_round()))
def test_who_can_start_itself_is_allowed_to_or_stops_in_time(name: str) -> None:
    (function,) = (item for item in functions() if item.name == name)
    allowed = function.properties.get("RecursiveLoop") == "Allow"
    assert allowed != (name in BOUNDED), f"{name}: RecursiveLoop: Allow, or a bound below {ENDS_AT}"
    assert BOUNDED.get(name, 0) < ENDS_AT


def test_only_who_can_start_itself_is_allowed_to() -> None:
    allowed = {item.name for item in functions() if "RecursiveLoop" in item.properties}
    assert allowed <= _come_round()
    assert set(BOUNDED) <= _come_round()


@pytest.mark.parametrize(
    ("module", "call"),
    [
        ("sending", "self.queues.send("),
        ("removal", "self.queues.remove("),
        ("correction", "self.queues.correct("),
    ],
)
def test_a_delivery_goes_back_on_its_queue_in_one_place_which_counts(module: str, call: str) -> None:
    """Each hands back what failed; past `MAXIMUM_ATTEMPTS` it gives up before it sends."""
    file = Path(LAYER) / f"loa/publishing/broadcasts/delivery/{module}.py"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    (sender,) = (
        function
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef) and call in ast.unparse(function)
    )
    assert "MAXIMUM_ATTEMPTS" in ast.unparse(sender)


def test_no_other_object_puts_deliveries_on_a_queue() -> None:
    """What a worker hands back is a loop; what officers and the clock start (`operations`) is none."""
    found = {
        path.stem
        for path in (Path(LAYER) / "loa/publishing/broadcasts").rglob("*.py")
        if "self.queues." in path.read_text(encoding="utf-8")
    }
    assert found == {"sending", "removal", "correction", "operations"}
