"""Settings of a function: the environment variables that template.yaml gives it, and nothing else.

Each function names them in a frozen dataclass `Settings`; a test holds it and the template together.
`loa.bootstrap` reads one setting at a time, when what needs it is built.
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


def is_practice() -> bool:
    """Whether this stage is for practice: its residents are samples, and a double answers for Zalo."""
    return os.environ.get("LOA_PRACTICE") == "true"


class SettingsMissing(RuntimeError):  # noqa: N818 - read as an outcome
    """The function was deployed without some of its environment variables."""


def setting(name: str) -> str:
    """Return one setting, such as `units_table`.

    Raises:
        SettingsMissing: the function was deployed without it.
    """
    try:
        return os.environ[name.upper()]
    except KeyError:
        raise SettingsMissing(f"the environment lacks {name.upper()}") from None


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
