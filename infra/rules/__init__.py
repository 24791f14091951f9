"""Show, check and change the dated rules of a stage: `python -m infra.rules`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "layers" / "loa" / "python"))
