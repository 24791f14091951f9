"""`make test`: the end-to-end tests beside all others, and what both said, one after the other.

End to end most of the time is waiting, for a queue, a lease or a schedule: meanwhile the processors are free.
"""

import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from infra.local.places import LOGS, ROOT

PYTEST: Final = (sys.executable, "-m", "pytest")
END_TO_END: Final = (*PYTEST, "tests/e2e")
OTHERS: Final = (
    *(*PYTEST, "tests", "--ignore=tests/e2e", "-p", "no:schemathesis"),
    # A worker keeps a file to itself until the other has nothing left: what a file sets up, a browser, a
    # bundle or a simulator, is set up once.
    *("-n", "2", "--dist", "worksteal"),
)


def side_by_side(aloud: Sequence[str], quietly: Sequence[str]) -> int:
    """Run two commands at once; return an exit code that is 0 when both ended with 0.

    Args:
        aloud: whose words are shown as they come.
        quietly: whose words are shown when both have ended.
    """
    log = LOGS / "test-e2e.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as words, subprocess.Popen(quietly, cwd=ROOT, stdout=words, stderr=words) as beside:
        # An interrupt from the keyboard reaches both; leaving the block waits for the other to tidy up.
        shown = subprocess.run(aloud, cwd=ROOT, check=False).returncode
        beside.wait()
    sys.stdout.write(log.read_text("utf-8", errors="replace"))
    sys.stdout.flush()
    return shown or beside.returncode


if __name__ == "__main__":
    sys.exit(side_by_side(OTHERS, END_TO_END))
