"""Templates and letters of documents for this machine: what the layer `documents` holds on Lambda.

For tests; the local stack builds the layer itself.
"""

import fcntl
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from infra.local.places import BUILD, ROOT, clean_environment

SOURCES = ROOT / "layers" / "documents" / "templates"


class LettersMissing(Exception):  # noqa: N818 - read as an outcome
    """The letters cannot be had on this machine; the message says why."""


def papers() -> Path:
    """Return a folder for `sys.path` with templates and letters, made anew when a template has changed.

    Raises:
        LettersMissing: npm is missing or refuses.
    """
    target = BUILD / "documents" / _digest()
    target.parent.mkdir(parents=True, exist_ok=True)
    with (target.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            with tempfile.TemporaryDirectory(dir=target.parent) as workplace:
                made = Path(workplace) / "made"
                made.mkdir()
                command = [sys.executable, str(ROOT / "layers" / "build.py"), "papers", str(made)]
                answer = subprocess.run(
                    command, capture_output=True, text=True, check=False, env=clean_environment()
                )
                if answer.returncode:
                    raise LettersMissing(answer.stderr.strip())
                made.rename(target)
    return target


def _digest() -> str:
    digest = hashlib.sha256((ROOT / "layers" / "build.py").read_bytes())
    for file in sorted(SOURCES.glob("*.typ")):
        digest.update(f"\0{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]
