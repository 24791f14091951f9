"""`make import-units`: put the units of Nghệ An into the table of the running local stack."""

import subprocess
import sys

from infra.local.places import ROOT, aws_environment
from infra.local.state import DEFAULT, LocalStack


def import_units(stack: LocalStack) -> str:
    """Import the units and return the importer's last line, a JSON object; safe to repeat.

    Raises:
        CalledProcessError: the importer refused; its words are in `stderr`.
    """
    command = [sys.executable, "-m", "infra.units.load", "--table", stack.outputs["UnitsTableName"]]
    answer = subprocess.run(
        command, cwd=ROOT, env=aws_environment(stack.aws_url), capture_output=True, text=True, check=True
    )
    return answer.stdout.strip().rpartition("\n")[2]


def main() -> int:
    """Import into the stack named on the command line, `local` by default."""
    stack = LocalStack.load(sys.argv[1] if len(sys.argv) > 1 else DEFAULT)
    if stack is None:
        print("No local stack is running; start one with `make up`.", file=sys.stderr)
        return 1
    try:
        print(import_units(stack))
    except subprocess.CalledProcessError as refused:
        print(f"{refused.stdout}{refused.stderr}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
