"""A measured number beside its floor and its budget, and how the whole lot is shown and kept."""

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Literal

from rich import box
from rich.table import Table

KEPT = ("name", "value", "unit", "floor", "ratio", "budget", "within")


@dataclass(frozen=True, slots=True)
class Figure:
    """One row.

    Attributes:
        name: stable, `what.of_what`.
        value: what was measured, in `unit`.
        unit: of the value and the floor.
        floor: the least that it can be, measured or computed in the same run; None if there is none.
        budget: the most that the ratio may be, or the value where there is no floor; None: for information.
        note: how it was measured, in a few words.
        spread: the noise: between which ratios the middle half of the repetitions lay.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    budget: float | None = None
    note: str = ""
    spread: str = ""

    @property
    def ratio(self) -> float | None:
        """Value to floor."""
        return self.value / self.floor if self.floor else None

    @property
    def within(self) -> bool | None:
        """Whether the budget is kept; None where there is no budget."""
        if self.budget is None:
            return None
        return (self.value if self.ratio is None else self.ratio) <= self.budget

    def as_json(self) -> dict[str, Any]:
        """The seven fields of `build/bench.json`."""
        whole = asdict(self) | {"ratio": self.ratio, "within": self.within}
        return {name: _rounded(whole[name]) for name in KEPT}


def _rounded(value: Any) -> Any:
    return round(value, 4) if isinstance(value, float) else value


@dataclass(frozen=True, slots=True)
class Compared:
    """Repetitions of two things, taken in turns.

    Attributes:
        value, floor: the medians.
        ratio: median of the ratios, round by round: what slows a round down slows both.
        low, high: the middle half of the ratios.
    """

    value: float
    floor: float
    ratio: float
    low: float
    high: float


def compared(values: Sequence[float], floors: Sequence[float]) -> Compared:
    """Compare two rows of repetitions, pair by pair.

    Raises:
        ValueError: different numbers of repetitions, or fewer than two.
    """
    ratios = [value / floor for value, floor in zip(values, floors, strict=True)]
    low, _, high = statistics.quantiles(ratios, n=4, method="inclusive")
    ratio = statistics.median(ratios)
    floor = statistics.median(floors)
    # The value is told so that value : floor is that ratio; the plain medians would pair unlike rounds.
    return Compared(ratio * floor, floor, ratio, low, high)


def table_of(figures: Iterable[Figure]) -> Table:
    """The figures as a table for a terminal of 80 columns; what is beyond its budget is red."""
    caption = "A budget is for the ratio where there is a floor."
    table = Table(title="Loa: figures and budgets", caption=caption, box=box.SIMPLE, padding=(0, 1, 0, 0))
    for title in ("figure", "value", "unit", "floor", "ratio", "spread", "budget"):
        justify: Literal["left", "right"] = "left" if title in {"figure", "unit"} else "right"
        table.add_column(title, justify=justify, no_wrap=True)
    for figure in figures:
        value, floor, ratio, budget = map(_shown, (figure.value, figure.floor, figure.ratio, figure.budget))
        mark = {None: "  ", True: " ✓", False: " ✗"}[figure.within]
        table.add_row(
            figure.name,
            value,
            figure.unit,
            floor,
            ratio,
            figure.spread,
            budget + mark,
            style="bold red" if figure.within is False else "",
        )
    return table


_EXACT_BELOW: Final = 100
"""Larger numbers are shown without their fraction."""


def _shown(number: float | None) -> str:
    if number is None:
        return ""
    whole = number == round(number) or number >= _EXACT_BELOW
    return f"{number:,.0f}" if whole else f"{number:,.2f}"


def write(figures: Iterable[Figure], file: Path, *, at: datetime | None = None) -> None:
    """Keep the figures as JSON; the notes stand apart, by name."""
    kept = list(figures)
    document = {
        "measured_at": (at or datetime.now(UTC)).isoformat(timespec="seconds"),
        "figures": [figure.as_json() for figure in kept],
        "notes": {figure.name: figure.note for figure in kept if figure.note},
        "spreads": {figure.name: figure.spread for figure in kept if figure.spread},
    }
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
