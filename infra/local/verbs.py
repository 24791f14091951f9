"""Print the Makefile's verbs with their help. Runs before anything is installed, on Python 3.11 or newer."""

import re
import sys
from pathlib import Path

HEADING = re.compile(r"^##@ (.+)")
VERB = re.compile(r"^([a-z-]+):[^#]*## (.+)")


def main() -> None:
    """Print headings and verbs in the order of the file named on the command line."""
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        if heading := HEADING.match(line):
            print(f"\n{heading[1]}")
        elif verb := VERB.match(line):
            print(f"  make {verb[1]:<13} {verb[2]}")


if __name__ == "__main__":
    main()
