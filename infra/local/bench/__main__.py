"""`make bench`: measure, print a table, write `build/bench.json`.

    python -m infra.local.bench [PART …]     # some parts, by the names in PARTS: shown, and not kept

Each part runs in a process of its own: those that count two at a time, those that measure time one after the
other, with the machine to themselves. A figure beyond its budget is shown in red and
does not fail the bench; the exit code is 1 only when something could not be measured.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

from rich.console import Console

from infra.local.bench.figures import Figure, table_of, write
from infra.local.places import BUILD, LOGS, ROOT, clean_environment
from infra.local.processes import tail
from infra.local.progress import Progress

RESULT: Final = BUILD / "bench.json"
PARTS: Final = {
    "sizes": "Sizes of layers and functions",
    "cold": "Cold starts, in turns with their floor",
    "inbound": "What an event costs",
    "delivery": "What a delivery costs",
    "message": "What a message to one resident costs",
    "cases": "What a case costs, from opening to rating",
    "crowd": "A crowd at one account, everything twice and shuffled",
    "report": "What a report reads",
    "cascade": "482 accounts, on paper",
    "surge": "Throughput by workers; an emergency beside a surge",
    "local_stack": "482 accounts, on a local stack",
}

COUNTING: Final = frozenset({"inbound", "delivery", "message", "cases", "crowd", "report"})
"""Parts to whose figures it makes no difference how long they take."""


class PartFailed(Exception):  # noqa: N818 - read as an outcome
    """A part could not be measured; the message is the end of its log."""


def main(wanted: list[str]) -> int:
    """Measure the parts of those names, all by default."""
    if unknown := [name for name in wanted if name not in PARTS]:
        print(f"{', '.join(unknown)}: the parts are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    progress = Progress(Console(highlight=False))
    failed = False
    began = time.monotonic()
    names = list(wanted or PARTS)
    counted = _counted([name for name in names if name in COUNTING], progress)
    found: dict[str, list[Figure]] = {}
    for name in names:
        try:
            if name in counted:
                found[name] = counted[name].result()
            else:
                with progress.step(PARTS[name]):
                    found[name] = measured(name)
        except PartFailed as failure:
            failed = True
            progress.note(f"[red]✗[/] {PARTS[name]}: not measured")
            print(failure, file=sys.stderr)
    figures = [figure for name in names for figure in found.get(name, [])]
    progress.console.print(table_of(figures))
    for figure in figures:
        progress.note(f"[dim]{figure.name}: {figure.note}[/]")
    progress.note(summary_of(figures, time.monotonic() - began))
    if not wanted:
        write(figures, RESULT)
        progress.note(f"Written to {RESULT.relative_to(ROOT)}")
    return 1 if failed else 0


def _counted(names: list[str], progress: Progress) -> dict[str, Future[list[Figure]]]:
    """Run parts that only count, two at a time; all of them have ended."""
    if not names:
        return {}
    with progress.step(f"What is counted: {', '.join(names)}"), ThreadPoolExecutor(2) as pool:
        return {name: pool.submit(measured, name) for name in names}


def measured(name: str) -> list[Figure]:
    """Run one part in a process of its own.

    Raises:
        PartFailed: it ended with an error.
    """
    log = LOGS / "bench" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = clean_environment(
        PYTHONPATH=os.pathsep.join((str(ROOT), str(ROOT / "layers" / "loa" / "python")))
    )
    with tempfile.TemporaryDirectory() as folder, log.open("wb") as words:
        file = Path(folder) / "figures.json"
        command = [sys.executable, "-m", "infra.local.bench.section", name, str(file)]
        ended = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=words, stderr=subprocess.STDOUT, check=False
        )
        if ended.returncode:
            raise PartFailed(f"{name} ({log}):\n{tail(log)}")
        return [Figure(**figure) for figure in json.loads(file.read_text("utf-8"))]


def summary_of(figures: list[Figure], seconds: float) -> str:
    """One line below the table."""
    beyond = [figure.name for figure in figures if figure.within is False]
    words = f"beyond their budget: {', '.join(beyond)}" if beyond else "all within their budgets"
    return f"{len(figures)} figures in {seconds:.0f} s, {words}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
