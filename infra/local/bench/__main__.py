"""`make bench`: measure, print a table, write `build/bench.json`.

    python -m infra.local.bench [PART …]     # some parts, by the names in PARTS: shown, and not kept

Each part runs in a process of its own: those that count two at a time, what mostly waits beside them and
beside what measures processor time, and the cascades one after the other, with the machine to themselves. A
figure beyond its budget is shown in red and does not fail the bench; the exit code is 1 only when something
could not be measured.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

from rich.console import Console

from infra.local.bench.engine import shared_engine
from infra.local.bench.figures import Figure, table_of, write
from infra.local.places import BUILD, LOGS, ROOT, clean_environment
from infra.local.processes import tail
from infra.local.progress import Progress

RESULT: Final = BUILD / "bench.json"
TIME: Final = "time."
"""What the names of those figures begin with that tell how long parts took."""
PARTS: Final = {
    "sizes": "Sizes of layers and functions",
    "cold": "Cold starts, in turns with their floor",
    "inbound": "What an event costs",
    "delivery": "What a delivery costs",
    "message": "What a message to one resident costs",
    "cases": "What a case costs, from opening to rating",
    "reorganisation": "What it costs that 460 communes become 412",
    "crowd": "A crowd at one account, everything twice and shuffled",
    "rush": "A rush at one account, with transactions that meet as on AWS",
    "starts": "2,000 start a contest at once",
    "report": "What a report reads",
    "console": "What a list of 200 costs in the console",
    "search": "A search among 20,000 items",
    "pages": "What a resident waits for, on a slow phone and line",
    "surge": "Throughput by workers; an emergency beside a surge",
    "cascade": "482 accounts, on paper",
    "local_stack": "482 accounts, on a local stack",
}

COUNTING: Final = frozenset({"inbound", "delivery", "message", "cases", "reorganisation", "crowd", "report"})
"""Parts to whose figures it makes no difference how long they take."""
WAITING: Final = frozenset({"surge", "rush"})
"""Parts that mostly wait for Zalo, and whose figures are ratios to what they wait alone, in turns."""
IN_HOUSE: Final = COUNTING | WAITING | {"cascade", "pages", "starts"}
"""Parts that ask Amazon's own DynamoDB."""
PATIENCE_SECONDS: Final = 300
"""As long as the whole bench may take: longer, and nobody runs it."""


class PartFailed(Exception):  # noqa: N818 - read as an outcome
    """A part could not be measured; the message is the end of its log."""


def main(wanted: list[str]) -> int:
    """Measure the parts of those names, all by default."""
    if unknown := [name for name in wanted if name not in PARTS]:
        print(f"{', '.join(unknown)}: the parts are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    progress = Progress(Console(highlight=False))
    began = time.monotonic()
    names = list(wanted or PARTS)
    with shared_engine(needed=not IN_HOUSE.isdisjoint(names)) as shared:
        found = _found(names, shared, progress)
    seconds = time.monotonic() - began
    figures = [figure for name in names for figure in found.get(name, [])]
    # How long everything took stands at the end.
    figures.sort(key=lambda figure: figure.name.startswith(TIME))
    figures.append(Figure(f"{TIME}all", seconds, "s", budget=None if wanted else PATIENCE_SECONDS))
    progress.console.print(table_of(figures))
    for figure in figures:
        if figure.note:
            progress.note(f"[dim]{figure.name}: {figure.note}[/]")
    progress.note(summary_of(figures, seconds))
    if not wanted:
        write(figures, RESULT)
        progress.note(f"Written to {RESULT.relative_to(ROOT)}")
    return 0 if len(found) == len(names) else 1


def _found(names: list[str], shared: Mapping[str, str], progress: Progress) -> dict[str, list[Figure]]:
    """Measure parts; what is not there could not be measured, and has been told."""
    found: dict[str, list[Figure]] = {}
    with ThreadPoolExecutor(1) as aside:
        started = {name: aside.submit(measured, name, shared) for name in names if name in WAITING}
        started |= _counted([name for name in names if name in COUNTING], shared, progress)
        for name in names:
            try:
                if name in COUNTING:
                    found[name] = started[name].result()
                else:
                    with progress.step(PARTS[name]):
                        found[name] = started[name].result() if name in started else measured(name, shared)
            except PartFailed as failure:
                progress.note(f"[red]✗[/] {PARTS[name]}: not measured")
                print(failure, file=sys.stderr)
    return found


def _counted(
    names: list[str], shared: Mapping[str, str], progress: Progress
) -> dict[str, Future[list[Figure]]]:
    """Run parts that only count, two at a time; all of them have ended."""
    if not names:
        return {}
    with progress.step(f"What is counted: {', '.join(names)}"), ThreadPoolExecutor(2) as pool:
        return {name: pool.submit(measured, name, shared) for name in names}


def measured(name: str, shared: Mapping[str, str]) -> list[Figure]:
    """Run one part in a process of its own; how long it took is its last figure.

    Args:
        name: of the part.
        shared: the environment in which it finds what parts share.

    Raises:
        PartFailed: it ended with an error.
    """
    began = time.monotonic()
    log = LOGS / "bench" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = clean_environment(
        PYTHONPATH=os.pathsep.join((str(ROOT), str(ROOT / "layers" / "loa" / "python"))), **shared
    )
    with tempfile.TemporaryDirectory() as folder, log.open("wb") as words:
        file = Path(folder) / "figures.json"
        command = [sys.executable, "-m", "infra.local.bench.section", name, str(file)]
        ended = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=words, stderr=subprocess.STDOUT, check=False
        )
        if ended.returncode:
            raise PartFailed(f"{name} ({log}):\n{tail(log)}")
        figures = [Figure(**figure) for figure in json.loads(file.read_text("utf-8"))]
    return [*figures, Figure(f"{TIME}{name}", time.monotonic() - began, "s")]


def summary_of(figures: list[Figure], seconds: float) -> str:
    """One line below the table."""
    beyond = [figure.name for figure in figures if figure.within is False]
    words = f"beyond their budget: {', '.join(beyond)}" if beyond else "all within their budgets"
    return f"{len(figures)} figures in {seconds:.0f} s, {words}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
