"""The guide on paper: for each role a book (A4) with its tasks, as PDF."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import typst
from PIL import Image

from infra.guide import pictures
from infra.local.documents import SOURCES, papers
from infra.local.places import BUILD
from loa.foundation.officers.model import Role
from loa.foundation.officers.texts import ROLES
from loa.platform.documents.typesetting import FONTS
from loa.web.guide import tasks as guide

BOOKS: Final = BUILD / "guide"
_QUALITY: Final = 60
_TEMPLATE: Final = Path(__file__).with_name("guide.typ")


def make(folder: Path = BOOKS, taken: Path = pictures.FOLDER) -> list[Path]:
    """Set one book a role; the paths of the files.

    Args:
        folder: where they go.
        taken: where the pictures are.

    Raises:
        LettersMissing: npm, which fetches the letters, is missing or refuses.
    """
    letters = papers() / FONTS
    shown = pictures.recorded(taken).get("pictures", {})
    made = []
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        workplace = Path(place)
        shutil.copy(SOURCES / "kit.typ", workplace)
        shutil.copy(_TEMPLATE, workplace)
        for name in shown:  # a PDF takes JPEG as it is, and WebP as bare dots: five times as large
            with Image.open(taken / name) as picture:
                picture.save((workplace / name).with_suffix(".jpg"), quality=_QUALITY, optimize=True)
        for role in Role:
            book = folder / f"huong-dan-{role.value}.pdf"
            content = typst.compile(
                str(workplace / _TEMPLATE.name),
                root=place,
                font_paths=[str(letters)],
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(_values(role, shown), ensure_ascii=False)},
                format="pdf",
                pdf_standards="ua-1",
            )
            assert isinstance(content, bytes)  # noqa: S101 # nosec B101 - a PDF is one file
            book.write_bytes(content)
            made.append(book)
    return made


def _values(role: Role, shown: Mapping[str, Any]) -> dict[str, Any]:
    own = guide.tasks_of([role])
    return {
        "role": ROLES[role],
        "areas": [
            {"name": area, "tasks": [_task(task, shown) for task in found]}
            for area, found in groupby(own, lambda each: each.area)
        ],
    }


def _task(task: guide.GuideTask, shown: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": task.title,
        "why": task.why,
        "note": task.note.split("**"),
        "steps": [
            {"says": step.says.split("**"), "picture": f"{Path(name).stem}.jpg" if name in shown else ""}
            for number, step in enumerate(task.steps, 1)
            for name in [task.picture_of(number)]
        ],
    }


def figures(taken: Path = pictures.FOLDER) -> dict[str, int]:
    """Return how many tasks, pictures and books there are, for `build/demo.json`."""
    return {
        "tasks": len(guide.tasks()),
        "pictures": len(pictures.recorded(taken).get("pictures", {})),
        "pdf": len(list(BOOKS.glob("huong-dan-*.pdf"))),
    }
