"""How many people of each commune a survey wants to hear, and where it has not: to remind. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from loa.foundation.statistics.disclosure import FEWEST
from loa.participation.campaigns.model import Campaign

LARGEST_TARGET: Final = 100_000


@dataclass(frozen=True, slots=True)
class TargetReach:
    """How far a survey is from what it wants.

    Attributes:
        target: persons of each commune.
        reached: how many communes have as many.
        missing: the others with how many have answered, fewest first; None: a few, whom a number would show.
    """

    target: int
    reached: int
    missing: tuple[tuple[str, int | None], ...]


def target_of(campaign: Campaign) -> int:
    """Return how many people of each commune are wanted; 0: nobody has said."""
    return int(campaign.content.get("target", 0))


def coverage(target: int, communes: Iterable[str], answered: Mapping[str, int]) -> TargetReach:
    """Return where a survey has not been heard enough.

    Args:
        target: persons of each commune.
        communes: those that are invited, by path.
        answered: how many have, by path.
    """
    target = max(target, FEWEST)  # a smaller one would tell how few there are
    counts = {path: answered.get(path, 0) for path in communes}
    short = sorted(
        (1 if 0 < count < FEWEST else count, path) for path, count in counts.items() if count < target
    )
    missing = tuple((path, None if 0 < count < FEWEST else count) for count, path in short)
    return TargetReach(target, len(counts) - len(short), missing)
