"""The templates and files of pages, compiled for this machine: what the layer `pages` holds on Lambda.

For tests and the preview; the local stack builds the layer itself.
"""

import fcntl
import hashlib
import shutil
import tempfile
from pathlib import Path

from infra.local.places import BUILD, ROOT
from loa.web.guide import tasks
from loa.web.pages import assets, templates

SOURCES = ROOT / "layers" / "pages"


def compiled() -> Path:
    """Return a folder for `sys.path` with the compiled templates, made anew when a source has changed."""
    target = BUILD / "pages" / _digest()
    target.parent.mkdir(parents=True, exist_ok=True)
    with (target.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not target.exists():
            with tempfile.TemporaryDirectory(dir=target.parent) as workplace:
                made = Path(workplace) / "made"
                templates.compile_all(SOURCES / "templates", made / templates.PACKAGE)
                shutil.copytree(SOURCES / "assets", made / assets.PACKAGE)
                shutil.copytree(SOURCES / "guide", made / tasks.PACKAGE)
                made.rename(target)
    return target


def _digest() -> str:
    digest = hashlib.sha256(Path(templates.__file__).read_bytes())
    for file in sorted(path for path in SOURCES.rglob("*") if path.is_file()):
        digest.update(f"\0{file.relative_to(SOURCES)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
