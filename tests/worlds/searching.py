"""How many examples a search by Hypothesis takes where the profile's own number does not fit."""

from typing import Final

from hypothesis import settings

DEEPER: Final = 25


def examples(everyday: int) -> int:
    """This many in `make test`, 25 times as many in `make search`."""
    return everyday * (DEEPER if settings.get_current_profile_name() == "thorough" else 1)
