"""`sam build` of the real template, only when something that goes into it has changed.

    python -m infra.local.build           # for AWS (arm64), and says how large everything is: `make build`

The result is in `build/sam-PLATFORM/`; the sizes of the zips, in bytes, are in `build/sizes.json`.
"""

import fcntl
import hashlib
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from infra.local.places import BUILD, ROOT, TEMPLATE, clean_environment, tool
from infra.local.processes import tail

SIZES = BUILD / "sizes.json"
INPUTS = ("template.yaml", "uv.lock", "infra/*.yaml", "layers/**/*", "functions/**/*")
MADE_BY_TOOLS = ("__pycache__", ".mypy_cache", ".ruff_cache")


class BuildFailed(Exception):  # noqa: N818 - read as an outcome
    """`sam build` did not succeed; the message is the end of its log."""


def built(platform: str) -> tuple[Path, str]:
    """Build the template for `platform` (`arm64`, `x86_64` or `host`) unless that has been done.

    Returns:
        The built template and a fingerprint of everything that went into it.

    Raises:
        BuildFailed: with the end of the log.
    """
    folder = BUILD / f"sam-{platform}"
    with _alone():
        wanted = fingerprint(platform)
        stamp = folder / ".fingerprint"
        if not stamp.exists() or stamp.read_text() != wanted:
            _build(folder, platform)
            stamp.write_text(wanted)
    return folder / "template.yaml", wanted


def fingerprint(platform: str) -> str:
    """Return a digest of all files that go into a build."""
    digest = hashlib.sha256(platform.encode())
    for path in sorted({found for pattern in INPUTS for found in ROOT.glob(pattern)}):
        if path.is_file() and not set(path.parts).intersection(MADE_BY_TOOLS):
            digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _build(folder: Path, platform: str) -> None:
    log = BUILD / "logs" / f"sam-build-{platform}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    environment = clean_environment(
        SAM_CLI_TELEMETRY="0",
        AWS_DEFAULT_REGION="ap-southeast-1",
        LAYER_PLATFORM=platform,
        PYTHON313=sys.executable,
        PATH=f"{Path(tool('sam', 'sam')).parent}:{clean_environment().get('PATH', '')}",
    )
    command = [tool("sam", "sam"), "build", "--template-file", str(TEMPLATE), "--build-dir", str(folder)]
    command += ["--build-in-source", "--parallel"]
    with log.open("wb") as words:
        finished = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=words, stderr=subprocess.STDOUT, check=False
        )
    if finished.returncode:
        raise BuildFailed(f"sam build failed ({log}):\n{tail(log)}")


@contextmanager
def _alone() -> Iterator[None]:
    """Let one build run at a time: a test's stack and `make up` share the folders."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def measured(folder: Path) -> dict[str, dict[str, int]]:
    """Return how large the zips of a build are that the SAM CLI uploads, in bytes, by logical name."""
    sizes: dict[str, dict[str, int]] = {"layers": {}, "functions": {}}
    stacks = {made.parent for made in folder.rglob("template.yaml")}
    built_folders = {path for stack in stacks for path in stack.iterdir() if path.is_dir()} - stacks
    for built_folder in sorted(built_folders, key=lambda path: path.name):
        kind = "layers" if (built_folder / "python").is_dir() else "functions"
        sizes[kind][built_folder.name] = _zipped(built_folder)
    return sizes


def _zipped(folder: Path) -> int:
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.rglob("*")):
                archive.write(path, path.relative_to(folder))
        return file.tell()


def main() -> int:
    """Build for AWS, print the sizes and write them to `build/sizes.json`."""
    console = Console(highlight=False)
    try:
        with console.status("Building layers and functions for arm64"):
            template, _ = built("arm64")
            sizes = measured(template.parent)
    except BuildFailed as failure:
        console.print(f"[red]✗[/] {failure}")
        return 1
    SIZES.write_text(json.dumps(sizes, indent=2) + "\n")
    table = Table("zipped", "kB", title=f"Built into {template.parent.relative_to(ROOT)}")
    table.columns[1].justify = "right"
    for kind in sizes.values():
        for name, size in kind.items():
            table.add_row(name, f"{size / 1000:,.1f}")
    console.print(table)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
