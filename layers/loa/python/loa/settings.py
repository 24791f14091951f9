"""Settings of a function: one frozen dataclass of texts, read from the environment once.

The fields, in capitals, are exactly the function's environment variables in template.yaml; a test
holds the two together.
"""

import os
from collections.abc import Mapping
from dataclasses import fields
from typing import Any


def patience_asked_for() -> str:
    """The variable `AWS_PATIENCE`, which only a few functions have (`loa.platform.aws.clients`)."""
    return os.environ.get("AWS_PATIENCE", "usual")


def starts_in_lambda() -> bool:
    """Whether this process is a function of Lambda's, whose modules are loaded before there is an event."""
    return "AWS_LAMBDA_INITIALIZATION_TYPE" in os.environ


class SettingsMissing(RuntimeError):  # noqa: N818 - read as an outcome
    """The function was deployed without some of its environment variables."""


def read[Settings](kind: type[Settings], environment: Mapping[str, str] | None = None) -> Settings:
    """The settings, from the environment.

    Raises:
        SettingsMissing: names every variable that is not there.
    """
    source = os.environ if environment is None else environment
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # every Settings is a dataclass
    missing = [name.upper() for name in names if name.upper() not in source]
    if missing:
        raise SettingsMissing(f"{kind.__module__} lacks {', '.join(missing)}")
    values: dict[str, Any] = {name: source[name.upper()] for name in names}
    return kind(**values)
