"""What ministack 1.5.33 does with the archives of a Lambda worker: each is unpacked once, for all workers.

It unpacks function and layers anew for each worker: some 2,400 files, which Python then compiles anew, before
the first event is looked at; with fifty workers that is most of what a busy machine does. As on AWS,
nothing writes there.
"""

import zipfile
from hashlib import sha256
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from threading import Lock
from types import SimpleNamespace
from typing import Any

_one_at_a_time = Lock()


class SharedArchive(zipfile.ZipFile):
    """An archive whose content is in one folder, however often it is unpacked."""

    def namelist(self) -> list[str]:
        """Answer nothing to look through for names that lead outside: what we have built holds none."""
        return []

    def extractall(self, path: Any = None, *_: Any) -> None:
        """Let `path`, an empty folder, lead to the content."""
        content = self._unpacked()
        Path(path).rmdir()
        Path(path).symlink_to(content)

    def _unpacked(self) -> Path:
        """Return the folder with the content."""
        folder = Path(gettempdir()) / "unpacked"
        found = folder / sha256(Path(str(self.filename)).read_bytes()).hexdigest()[:16]
        with _one_at_a_time:
            if not found.exists():
                folder.mkdir(exist_ok=True)
                fresh = Path(mkdtemp(dir=folder))
                with zipfile.ZipFile(str(self.filename)) as archive:
                    archive.extractall(fresh)
                fresh.rename(found)
        return found


def shared() -> SimpleNamespace:
    """Return what takes the place of `zipfile` in ministack's module of workers."""
    return SimpleNamespace(**{**vars(zipfile), "ZipFile": SharedArchive})
