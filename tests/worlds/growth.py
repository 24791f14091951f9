"""What work costs as a ratio within one run: seconds belong to the machine, and to whoever shares it."""

from collections.abc import Callable
from time import process_time
from typing import Final

TIMES: Final = 4
LINEAR: Final = 10
"""Four times the work costs four times as much; were it quadratic, sixteen times. Between them lies this."""
_RUNS: Final = 5


def cost(work: Callable[[], object]) -> float:
    """Return the processor time of a piece of work, in units that mean something only beside another's."""
    before = process_time()
    work()
    return process_time() - before


def growth(work: Callable[[int], object], size: int) -> float:
    """Return how many times as much the work costs at four times the size; the least of several runs each."""
    few = many = float("inf")
    for _ in range(_RUNS):
        few = min(few, cost(lambda: work(size)))
        many = min(many, cost(lambda: work(TIMES * size)))
    return many / few
