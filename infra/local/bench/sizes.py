"""How large the zips are that go to AWS."""

from typing import Final

from infra.local.bench.figures import Figure
from infra.local.build import built, measured

BUDGETS: Final = {
    "DepsLayer": 8_000,
    "DocumentsLayer": 40_000,  # typst, for who prints alone
    "ImagesLayer": 3_200,
    "LoaLayer": 2_050,
    "PagesLayer": 2_400,  # with the pictures of the officers' guide
    "ReadersLayer": 900,
}
FUNCTION_BUDGET: Final = 65
"""In kB of 1,000 bytes (layers/loa/README.md 6)."""


def measure() -> list[Figure]:
    """Build for AWS, unless that has been done, and weigh each layer and function."""
    template, _ = built("arm64")
    return figures_of(measured(template.parent))


def figures_of(sizes: dict[str, dict[str, int]]) -> list[Figure]:
    """The figures of sizes in bytes, as `infra.local.build.measured` tells them."""
    layers = [
        Figure(f"size.{name}", size / 1000, "kB", budget=BUDGETS[name], note="zipped, for arm64")
        for name, size in sizes["layers"].items()
    ]
    name, size = max(sizes["functions"].items(), key=lambda function: function[1])
    largest = Figure(
        "size.largest_function", size / 1000, "kB", budget=FUNCTION_BUDGET, note=f"{name}, zipped"
    )
    return [*layers, largest]
