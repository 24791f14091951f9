"""Parts of a picture that nobody is to see. Pure rules."""

from dataclasses import dataclass
from math import ceil, floor


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in an upright picture, whatever size it is shown at.

    Attributes:
        left, right: its edges in fractions of the picture's width, from the left; 0 ≤ left < right ≤ 1.
        top, bottom: likewise of its height, from the top.
    """

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        """Refuse what lies outside, is empty, or is no number.

        Raises:
            ValueError: it does.
        """
        if not (0 <= self.left < self.right <= 1 and 0 <= self.top < self.bottom <= 1):
            raise ValueError("an area lies in its picture, and holds something")

    def pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Every pixel that it touches in a picture of that size: left, top, and the first beyond."""
        left, top = floor(self.left * width), floor(self.top * height)
        return left, top, max(left + 1, ceil(self.right * width)), max(top + 1, ceil(self.bottom * height))
