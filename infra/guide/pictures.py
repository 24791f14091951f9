"""The pictures of the guide: what was taken of which page, and whether it is still as the page is.

They are taken by the tests in `tests/pages/guide`, in the worlds in which the pages are tested, and lie in
`build/guide/pictures`: no picture is in the repository, so none can be older than its page. The record says
of which templates, styles and words they were taken; `layers/build.py` ships them while these are the same.
"""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from PIL import Image

from infra.local.places import BUILD, ROOT
from layers.build import pages_digest
from loa.web.guide.tasks import RECORD

FOLDER: Final = BUILD / "guide" / "pictures"
TESTS: Final = "tests/pages/guide"
SCALE: Final = 1.5
"""Dots of a picture for one pixel of the page: sharp on paper 70 mm wide."""
_QUALITY: Final = 40


def are_fresh(folder: Path = FOLDER) -> bool:
    """Return whether there are pictures, and of the pages as they are now."""
    return recorded(folder).get("pages") == pages_digest()


def recorded(folder: Path = FOLDER) -> dict[str, Any]:
    """Return the record; empty: there is none."""
    record = folder / RECORD
    found: dict[str, Any] = json.loads(record.read_text("utf-8")) if record.exists() else {}
    return found


def keep(folder: Path, name: str, page: str, png: bytes) -> None:
    """Keep a screenshot (PNG) as a small picture, beside a note of which page it shows."""
    with Image.open(BytesIO(png)) as shot:
        folder.mkdir(parents=True, exist_ok=True)
        shot.convert("RGB").save(folder / name, "WEBP", quality=_QUALITY, method=6)
        row = {"page": page, "width": round(shot.width / SCALE), "height": round(shot.height / SCALE)}
    (folder / name).with_suffix(".json").write_text(json.dumps(row))


def write_record(folder: Path, digest: str) -> dict[str, Any]:
    """Join the notes of all pictures in the record; `digest`: of the pages before the first was taken."""
    rows = {}
    for note in sorted(folder.glob("*-*.json")):
        rows[note.with_suffix(".webp").name] = json.loads(note.read_text("utf-8"))
        note.unlink()
    record = {"pages": digest, "pictures": rows}
    (folder / RECORD).write_text(json.dumps(record, indent=1))
    return record


def take() -> str:
    """Take all pictures; what the tests said when one could not be taken, else nothing."""
    digest = pages_digest()
    if FOLDER.exists():
        for old in FOLDER.iterdir():
            old.unlink()
    command = [sys.executable, "-m", "pytest", TESTS, "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(  # noqa: S603 # nosec B603 - tests of this repository
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        return f"{done.stdout[-6_000:]}\n{done.stderr[-2_000:]}"
    write_record(FOLDER, digest)
    return ""
