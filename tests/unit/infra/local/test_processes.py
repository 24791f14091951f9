"""Programs of the local stack are ended with all that they started, and nobody else is."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from infra.local import processes
from infra.local.processes import DidNotStart, Program

SLEEPER = "import time; time.sleep(60)"
PARENT = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {SLEEPER!r}]); {SLEEPER}"


def started(code: str, folder: Path) -> Program:
    return processes.start(
        "sleeper",
        [sys.executable, "-c", code],
        log=folder / "sleeper.log",
        environment=os.environ,
        folder=folder,
    )


def members(group: int) -> int:
    listed = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
    lines = [line.split() for line in listed.splitlines()]
    return sum(1 for pgid, stat in lines if int(pgid) == group and not stat.startswith("Z"))


def test_a_program_is_ended_with_the_workers_that_it_started(tmp_path: Path) -> None:
    program = started(PARENT, tmp_path)
    while members(program.pid) < 2:
        time.sleep(0.01)

    processes.stop([program])

    assert not program.is_alive()
    assert members(program.pid) == 0


def test_workers_that_a_killed_program_left_behind_are_ended(tmp_path: Path) -> None:
    program = started(PARENT, tmp_path)
    while members(program.pid) < 2:
        time.sleep(0.01)
    os.kill(program.pid, 9)
    os.waitpid(program.pid, 0)

    processes.stop([program])

    assert members(program.pid) == 0


def test_a_stranger_who_got_the_number_since_is_left_alone(tmp_path: Path) -> None:
    stranger = started(SLEEPER, tmp_path)
    remembered = Program("ministack", stranger.pid, started="long ago", log=str(tmp_path / "log"))

    processes.stop([remembered])

    assert not remembered.is_alive()
    assert stranger.is_alive()
    processes.stop([stranger])


def test_a_program_that_ends_at_once_is_reported_with_its_last_words(tmp_path: Path) -> None:
    program = started("import time; time.sleep(0.2); raise SystemExit('no such port')", tmp_path)

    with pytest.raises(DidNotStart, match="no such port"):
        processes.wait_until(program, lambda: False, seconds=10)
