"""Each verb of the Makefile finds what it imports, in the environment that its line gives it."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local.places import ROOT, clean_environment

_CALL = re.compile(r"(?:PYTHONPATH=(\S+) )?\$\(RUN\) -m (infra\.[\w.]+)")
VERBS = sorted({(module, path) for path, module in _CALL.findall((ROOT / "Makefile").read_text("utf-8"))})


def test_the_verbs_are_found() -> None:
    assert {"infra.recount", "infra.practice", "infra.local.check"} <= {module for module, _ in VERBS}


@pytest.mark.parametrize(("module", "path"), VERBS)
def test_a_verb__alone__finds_what_it_imports(module: str, path: str) -> None:
    is_package = Path(ROOT, *module.split("."), "__main__.py").exists()
    started = subprocess.run(
        [sys.executable, "-c", f"import {module}.__main__" if is_package else f"import {module}"],
        cwd=ROOT,
        env=clean_environment(**({"PYTHONPATH": path} if path else {})),
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 0, started.stderr
