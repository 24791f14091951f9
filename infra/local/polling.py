"""`python -m infra.local.polling`: what it costs that open pages of the console ask for themselves.

Of one officer on one working day, with the pages open as long as `HABITS` says. An answer without change
(204) costs the same reads; only visible pages ask. Prices are dated data, as in `prices.toml`.
"""

from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.table import Table

GATEWAY_REQUEST: Final = 1.25e-6
"""USD, HTTP API in ap-southeast-1; https://aws.amazon.com/api-gateway/pricing/, 2026-11-29."""
INVOCATION: Final = 0.2e-6
GIGABYTE_SECOND: Final = 0.0000133334
"""USD, arm64; https://aws.amazon.com/lambda/pricing/, 2026-11-29."""
READ_UNIT: Final = 0.1425e-6
"""USD, on demand in ap-southeast-1; https://aws.amazon.com/dynamodb/pricing/on-demand/, 2026-11-29."""
MEMORY_GIGABYTES: Final = 0.5
SECONDS: Final = 0.08
"""Of one answer in a warm process; a generous figure."""
WORKING_DAYS: Final = 22


@dataclass(frozen=True, slots=True)
class Habit:
    """A page that asks for itself.

    Attributes:
        page: which one.
        every_seconds: how often it asks (tests/pages compares it with the pages).
        hours: how long it is open and seen in a day.
        read_units: of one answer: session and officer (1 each), and what the page looks at.
        parts: how many of its parts ask, each by itself.
    """

    page: str
    every_seconds: int
    hours: float
    read_units: float
    parts: int = 1

    @property
    def requests(self) -> float:
        """In a day."""
        return self.parts * self.hours * 3_600 / self.every_seconds

    @property
    def cost(self) -> float:
        """In a day, USD."""
        seconds = MEMORY_GIGABYTES * SECONDS * GIGABYTE_SECOND
        return self.requests * (GATEWAY_REQUEST + INVOCATION + seconds + self.read_units * READ_UNIT)


HABITS: Final = (
    Habit("an open conversation", 15, 2.0, 3.0),
    Habit("the list, 20 conversations waiting", 60, 2.0, 23.0),
    Habit("today's work, six parts", 300, 4.0, 23.0, parts=6),
)


def main() -> None:
    """Print the table."""
    table = Table("page", "asks every", "open", "requests a day", "USD a day", title="One officer, one day")
    for habit in HABITS:
        table.add_row(
            habit.page,
            f"{habit.every_seconds} s",
            f"{habit.hours:g} h",
            f"{habit.requests:.0f}",
            f"{habit.cost:.5f}",
        )
    requests, cost = sum(each.requests for each in HABITS), sum(each.cost for each in HABITS)
    table.add_row("together", "", "", f"{requests:.0f}", f"{cost:.5f}")
    console = Console()
    console.print(table)
    month = cost * WORKING_DAYS
    console.print(
        f"A month: {month:.3f} USD an officer, {month * 300:.2f} USD for 300 who work with messages."
    )


if __name__ == "__main__":
    main()
