"""Background programs of the local stack: started in a group of their own and ended for certain.

A program is remembered by its process id *and* the moment it started, so a number that the system has given
to somebody else since is never signalled. Ending one ends its whole group: the workers that ministack
started too.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

GRACE_SECONDS = 5.0
POLL_SECONDS = 0.05


class DidNotStart(Exception):  # noqa: N818 - read as an outcome
    """A program of the local stack ended or never answered; the message carries the end of its log."""


@dataclass(frozen=True, slots=True)
class Program:
    """A running program: its name, process id (also its group's), moment of start, and log file."""

    name: str
    pid: int
    started: str
    log: str

    def to_dict(self) -> dict[str, Any]:
        """Return the program as it is written to a state file."""
        return asdict(self)

    def is_alive(self) -> bool:
        """Tell whether this very program (not just its number) is still running."""
        return _started(self.pid) == self.started


def start(
    name: str, command: list[str], *, log: Path, environment: Mapping[str, str], folder: Path
) -> Program:
    """Start `command` in the background, in a session of its own, its words going to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as words:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,
        )
    started = _started(process.pid)
    if started is None:
        raise DidNotStart(f"{name} ended at once:\n{tail(log)}")
    # From here on the program is known by its number; reaping is left to the system.
    process.returncode = 0
    return Program(name=name, pid=process.pid, started=started, log=str(log))


def wait_until(program: Program, ready: Callable[[], bool], *, seconds: float) -> None:
    """Wait until `ready()`.

    Raises:
        DidNotStart: the program ended, or was not ready within `seconds`.
    """
    deadline = time.monotonic() + seconds
    while not ready():
        if not program.is_alive():
            raise DidNotStart(f"{program.name} ended:\n{tail(Path(program.log))}")
        if time.monotonic() > deadline:
            raise DidNotStart(
                f"{program.name} is not ready after {seconds:.0f} s:\n{tail(Path(program.log))}"
            )
        time.sleep(POLL_SECONDS)


def stop(programs: list[Program]) -> None:
    """End the programs with all their children: asked first, then made to. Strangers are left alone."""
    groups = [program.pid for program in programs if _owns_group(program)]
    for group in groups:
        _signal(group, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    while any(_has_members(group) for group in groups) and time.monotonic() < deadline:
        _reap(groups)
        time.sleep(POLL_SECONDS)
    for group in groups:
        _signal(group, signal.SIGKILL)
    _reap(groups)


def tail(log: Path, characters: int = 2000) -> str:
    """Return the end of a log file."""
    return log.read_text(errors="replace")[-characters:] if log.exists() else ""


def _owns_group(program: Program) -> bool:
    """Tell whether the group is ours: led by our program, or what our program left behind.

    The system gives a number to no new process while a group of that number exists, so a group without its
    leader is the one that we made, unless it had been empty; in that case a new leader shows another start.
    """
    started = _started(program.pid)
    return started == program.started or (started is None and _has_members(program.pid))


def _started(pid: int) -> str | None:
    """Return when a live process started, as the system tells it, or None."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            return None
        state, started_ticks = fields[0], fields[19]
        return None if state == "Z" else started_ticks
    answer = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.strip() or None


def _has_members(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def _signal(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return


def _reap(groups: list[int]) -> None:
    """Collect those that are children of this very process, so that no zombie keeps its group alive."""
    for group in groups:
        try:
            os.waitpid(group, os.WNOHANG)
        except ChildProcessError:
            continue
