"""`make logs OF=officer`: the latest words of a function of the running local stack."""

import argparse
import sys

from infra.local.client import session
from infra.local.state import DEFAULT, LocalStack

NOISE = ("START ", "END ", "REPORT ")


def main() -> int:
    """Print what a function has logged, oldest first."""
    parser = argparse.ArgumentParser(description="What a function of the local stack has logged.")
    parser.add_argument("function", help="webhook, inbox, accounts, officer, broadcast_plan, report …")
    parser.add_argument("--last", type=int, default=40, help="how many lines")
    parser.add_argument("--name", default=DEFAULT)
    options = parser.parse_args()
    stack = LocalStack.load(options.name)
    if stack is None:
        print("No local stack is running; start one with `make up`.", file=sys.stderr)
        return 1
    logs = session(stack).client("logs")
    wanted = f"/{options.function.replace('_', '')}logs"
    groups = [found["logGroupName"] for found in logs.describe_log_groups()["logGroups"]]
    for group in (name for name in groups if name.lower().endswith(wanted)):
        events = logs.filter_log_events(logGroupName=group)["events"]
        lines = [event["message"].rstrip() for event in events if not event["message"].startswith(NOISE)]
        print("\n".join(lines[-options.last :]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
