"""One part of the bench in a process of its own: `python -m infra.local.bench.section NAME FILE`.

FILE gets the figures as JSON; what functions log meanwhile goes to standard output.
"""

import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path


def main(name: str, file: str) -> int:
    """Measure the part of that name."""
    section = importlib.import_module(f"infra.local.bench.{name}")
    figures = [asdict(figure) for figure in section.measure()]
    Path(file).write_text(json.dumps(figures, ensure_ascii=False), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
