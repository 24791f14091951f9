"""How long Zalo is left alone before it is asked the same again, and how often it is asked in all."""

import random
from typing import Final

MAXIMUM_ATTEMPTS: Final = 8
"""After so many attempts that ended in a passing fault, a piece of work has failed."""

CEILINGS: Final = (5, 10, 20, 40, 80, 160, 320, 640)
"""The longest pause after each attempt, in seconds; a queue hides nothing for longer than 900."""


def ceiling(attempts: int) -> int:
    """The longest pause after so many attempts, in seconds."""
    return CEILINGS[min(max(attempts, 1), len(CEILINGS)) - 1]


def pause(attempts: int, *, at_least: int = 0) -> int:
    """A pause after so many attempts, in seconds: drawn, so that what failed together does not come together.

    Args:
        attempts: how many there have been.
        at_least: the ceiling is no lower than this.
    """
    highest = max(ceiling(attempts), at_least)
    return round(random.uniform(highest / 2, highest))  # noqa: S311 - jitter, not a secret
