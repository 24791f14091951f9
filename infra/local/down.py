"""`make down`: end the local stack and everything it started, also after a crash."""

import argparse

from infra.local.stack import down
from infra.local.state import DEFAULT


def main() -> int:
    """End the stack of the name given; there being none is fine."""
    parser = argparse.ArgumentParser(description="End the local stack.")
    parser.add_argument("--name", default=DEFAULT)
    name = parser.parse_args().name
    print("The local stack has ended." if down(name) else "No local stack was running.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
