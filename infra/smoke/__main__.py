"""`make smoke STAGE=…`: try a deployed stage; without STAGE the local stack.

    python -m infra.smoke [--stage STAGE] [--ahead SECONDS]

Needs credentials that may read the stack's outputs, make and delete officers in its user pool, invoke its
functions, use its queues and delete rows of its tables. Makes officers of its own, connects one unit that has
no account to Zalo's double, and takes everything back at the end, whatever failed. What stays: counters of
that unit and day, and files until their bucket forgets them. Exit code 1 if a step failed.
"""

import argparse
import sys
import time
from collections.abc import Callable

import requests
from botocore.exceptions import BotoCoreError, ClientError

from infra.local.storyteller import StoryFailed
from infra.smoke.place import SmokeStory
from infra.smoke.steps import STEPS, Run, Skipped
from infra.stages import Stage, StageMissing, stage_of

FAULTS = (
    StoryFailed,
    requests.RequestException,
    BotoCoreError,
    ClientError,
    KeyError,
    ValueError,
    IndexError,
)


def smoke(stage: Stage, *, ahead: int, say: Callable[[str], object] = print) -> dict[str, str]:
    """Try every step; answers what became of each: `ok`, `skipped` or `failed`."""
    run = Run(SmokeStory.at(stage), ahead)
    outcome: dict[str, str] = {}
    try:
        with run.story.officers():
            for name, vietnamese, step in STEPS:
                began = time.monotonic()
                try:
                    outcome[name], told = "ok", step(run)
                except Skipped as reason:
                    outcome[name], told = "skipped", str(reason)
                except FAULTS as fault:
                    outcome[name], told = "failed", f"{type(fault).__name__}: {fault}"
                sign = {"ok": "✓", "skipped": "–", "failed": "✗"}[outcome[name]]
                say(f"{sign} {name} · {vietnamese} ({time.monotonic() - began:.0f} s): {told}")
    finally:
        run.story.settle()
        say(f"  {run.story.sweep()} rows taken back")
    return outcome


def main() -> int:
    """Try the stage; 0 if nothing failed."""
    parser = argparse.ArgumentParser(prog="python -m infra.smoke", description="Try a deployed stage.")
    parser.add_argument("--stage", default="", help="a stage of samconfig.toml; else the local stack")
    parser.add_argument("--ahead", type=int, default=120, help="seconds until the broadcast")
    options = parser.parse_args()
    try:
        stage = stage_of(options.stage)
    except StageMissing as missing:
        print(missing, file=sys.stderr)
        return 2
    outcome = smoke(stage, ahead=options.ahead)
    return int("failed" in outcome.values())


if __name__ == "__main__":
    raise SystemExit(main())
