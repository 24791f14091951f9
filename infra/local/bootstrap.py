"""Prepare one of the project's environments on a machine that has only Python 3.11 or newer.

Called by the Makefile as `python3 infra/local/bootstrap.py NAME`, before anything is installed: standard
library only, and nothing newer than Python 3.11. NAME is `main` (the project itself, `.venv`), one of the
dependency groups that cannot share an environment with it: `emulator`, `sam`, `lint` (each in `.tools/NAME`),
or `miniapp`: the packages of npm that bundle and check the Mini App's shell (`.tools/miniapp/node_modules`).
"""

import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools"
UV_VERSION = "0.13.9"
WANTED = "3.13"
OLDEST = (3, 11)
SEPARATE = ("emulator", "sam", "lint")
MINIAPP = "miniapp"


class Missing(Exception):  # noqa: N818 - read as an outcome
    """Something that the machine must have is not there; the message says what to do."""


def main() -> int:
    """Prepare the environment named on the command line; 0 when it is ready."""
    if sys.version_info < OLDEST:
        print(
            f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed;"
            f" `{sys.executable}` is {sys.version.split()[0]}."
        )
        print("Name another one: make PYTHON=/path/to/python3.12 …")
        return 1
    try:
        prepare(sys.argv[1])
    except Missing as missing:
        print(f"\nCannot go on: {missing}", file=sys.stderr)
        return 1
    return 0


def prepare(name: str) -> None:
    """Synchronise the environment `name` with the lock file and leave a stamp beside it.

    Raises:
        Missing: no network, no `venv` module, or no Python 3.13 to be had; for `miniapp`, no npm.
    """
    if name == MINIAPP:
        prepare_miniapp()
        return
    target = ROOT / ".venv" if name == "main" else TOOLS / name
    started = time.monotonic()
    uv = uv_program()
    python = python_program(uv)
    print(f"Preparing {target.relative_to(ROOT)} ({python})", flush=True)
    group = ["--only-group", name] if name in SEPARATE else []
    environment = clean_environment() | {"UV_PROJECT_ENVIRONMENT": str(target)}
    command = [str(uv), "sync", "--frozen", "--quiet", "--python", str(python), *group]
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise Missing(f"the packages of {name!r} could not be installed (see above); is PyPI reachable?")
    (target / ".synced").write_text(f"{python}\n")
    print(f"Ready: {target.relative_to(ROOT)} ({time.monotonic() - started:.0f} s)", flush=True)


def prepare_miniapp() -> None:
    """Install what `infra/miniapp/package-lock.json` pins, unless it is there; no package runs a script.

    Raises:
        Missing: npm is missing or refuses.
    """
    folder, stamp = TOOLS / MINIAPP, TOOLS / MINIAPP / ".synced"
    pinned = [ROOT / "infra" / MINIAPP / name for name in ("package.json", "package-lock.json")]
    wanted = "".join(file.read_text("utf-8") for file in pinned)
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return
    npm = shutil.which("npm")
    if npm is None:
        raise Missing(
            "`npm` is not installed; it fetches what bundles the Mini App (Debian: apt install npm)"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for file in pinned:
        shutil.copy(file, folder)
    print(f"Preparing {folder.relative_to(ROOT)} (npm)", file=sys.stderr, flush=True)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    if subprocess.run(command, cwd=folder, env=clean_environment(), check=False).returncode:
        raise Missing(
            "the packages of `miniapp` could not be installed (see above); is npm's registry reachable?"
        )
    stamp.write_text(wanted, "utf-8")


def uv_program() -> Path:
    """Return the pinned uv inside the checkout, installing it there when it is not yet."""
    folder = TOOLS / "uv"
    program = folder / "bin" / "uv"
    if program.exists() and UV_VERSION in output_of([str(program), "--version"]):
        return program
    print(f"Getting uv {UV_VERSION} into .tools/uv", flush=True)
    try:
        venv.create(folder, with_pip=True, clear=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise Missing(
            f"`python3 -m venv` does not work here ({error}); on Debian: apt install python3-venv"
        ) from error
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "-qq", f"uv=={UV_VERSION}"]
    if subprocess.run(pip, check=False).returncode:
        raise Missing("uv could not be installed with pip (see above); is PyPI reachable?")
    return program


def python_program(uv: Path) -> Path:
    """Return a working Python 3.13: found on the machine, or fetched by uv.

    A pyenv shim named `python3.13` answers only while pyenv selects that version, so each candidate is tried.
    """
    for candidate in candidates():
        if output_of([str(candidate), "-c", "import sys; print(*sys.version_info[:2], sep='.')"]) == WANTED:
            return candidate
    search = [str(uv), "python", "find", "--no-project", "--managed-python", WANTED]
    found = output_of(search)
    if not found:
        print(f"No Python {WANTED} on this machine: asking uv to fetch one", flush=True)
        subprocess.run(
            [str(uv), "python", "install", "--quiet", WANTED], env=clean_environment(), check=False
        )
        found = output_of(search)
    if not found:
        raise Missing(
            f"Python {WANTED} is needed and uv could not fetch it. Install it (pyenv install {WANTED}, or"
            f" your system's packages) and, if it is not on PATH, name it: LOA_PYTHON=/path/to/python make …"
        )
    return Path(found)


def candidates() -> Iterator[Path]:
    """Yield the places where a Python 3.13 may be, best first."""
    named = os.environ.get("LOA_PYTHON")
    if named:
        yield Path(named)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for folder in sorted((pyenv / "versions").glob(f"{WANTED}*"), reverse=True):
        yield folder / "bin" / f"python{WANTED}"
    for entry in os.get_exec_path():
        program = Path(entry) / f"python{WANTED}"
        if program.exists():
            yield program


def output_of(command: list[str]) -> str:
    """Return what a command prints, or an empty text when it fails."""
    try:
        answer = subprocess.run(command, capture_output=True, text=True, env=clean_environment(), check=False)
    except OSError:
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def clean_environment() -> dict[str, str]:
    """Return the environment without what another Python project may have set."""
    disturbing = {"VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "UV_PYTHON", "UV_PROJECT_ENVIRONMENT"}
    return {name: value for name, value in os.environ.items() if name not in disturbing}


if __name__ == "__main__":
    raise SystemExit(main())
