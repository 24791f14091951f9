"""Lambda takes 4 KB of environment, names and values together; what is longer fails at the deploy."""

import json
from typing import Any

import pytest

from tests.template.reading import REPOSITORY, ROOT, Function, functions, target, template

LIMIT = 4096
SPARE = 512
"""For what a stage may add by hand in trouble."""

EVERY = pytest.mark.parametrize("function", functions(), ids=lambda function: function.name)

STACK = 30
"""The longest name of a stack that README recommends is `loa-production`."""
NESTED = STACK + len("-Observability-") + 13
"""Nested stacks carry their logical id and a random tail."""
NAMES = {
    "Url": len("https://sqs.ap-southeast-1.amazonaws.com/123456789012/") + 80,
    "Arn": len("arn:aws:lambda:ap-southeast-1:123456789012:function:") + NESTED + 64,
    "SecretName": STACK + 20,
    "BucketName": 63,
    "TableName": NESTED + len("-ConfidentialTable-") + 13,
    "KeyId": 36,
    "UserPoolId": 55,
    "UserPoolClientId": 128,
}
"""How long what AWS makes can be, by the end of its output's name."""


def longest(value: Any) -> int:
    """The longest text that a variable may hold, in bytes."""
    match value:
        case {"Ref": str(name)} if name in template(ROOT)["Parameters"]:
            return longest_parameter(name)
        case {"Ref": str()}:
            return NESTED + 64
        case {"Fn::GetAtt": [_, str(attribute)]}:
            return max(size for end, size in NAMES.items() if attribute.endswith(end))
        case {"Fn::Sub": str(text)}:
            return len(text.replace("${AWS::StackName}", "x" * STACK))
        case _:
            return len(str(value).encode())


def longest_parameter(name: str) -> int:
    """The longest value that a parameter takes."""
    parameter = template(ROOT)["Parameters"][name]
    if "AllowedValues" in parameter:
        return max(len(str(value)) for value in parameter["AllowedValues"])
    if parameter["Type"] == "Number":
        return len(str(parameter["MaxValue"]))
    assert "MaxLength" in parameter, f"{name} reaches an environment: say how long it may be (MaxLength)"
    return int(parameter["MaxLength"])


@EVERY
def test_the_environment_fits_whatever_the_parameters_say(function: Function) -> None:
    # Each pair stands in quotes, with a colon and a comma.
    size = sum(len(name) + longest(value) + 6 for name, value in function.environment.items())
    assert size <= LIMIT - SPARE, f"{function.name}: {size} bytes of environment"


@EVERY
def test_every_output_in_an_environment_is_measured(function: Function) -> None:
    for name, value in function.environment.items():
        assert longest(value) > 0, name
        if isinstance(value, dict):
            assert target(value) or value


def test_dated_rules_are_no_parameters() -> None:
    """They were, with up to 3,000 characters each."""
    text = json.dumps(template(ROOT)["Parameters"]) + (REPOSITORY / "samconfig.toml").read_text("utf-8")
    for name in ("WorkingCalendar", "DeadlineRules", "DenunciationRules", "MessageRules", "QuotaRules"):
        assert name not in text
    assert all(int(one.get("MaxLength", 0)) <= 1000 for one in template(ROOT)["Parameters"].values())
