"""Amazon's own DynamoDB, one for the whole bench: to start it takes five seconds of processor each time.

Each part asks it under an access key of its own, and so has tables of its own.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Final

from infra.local.dynamodb import DynamoDBLocalMissing, dynamodb_local

VARIABLE: Final = "BENCH_DYNAMODB"
"""Tells a part the address of the engine that runs already."""


@contextmanager
def shared_engine(*, needed: bool) -> Iterator[dict[str, str]]:
    """Run it if it is needed, and give the environment in which parts find it.

    Where it cannot run that is empty, and each part says so itself.
    """
    with ExitStack() as running:
        environment = {}
        if needed:
            with suppress(DynamoDBLocalMissing):
                environment[VARIABLE] = running.enter_context(dynamodb_local(shared=False))
        yield environment


@contextmanager
def engine() -> Iterator[str]:
    """The address of the shared one, or of one for this part alone.

    Raises:
        DynamoDBLocalMissing: this machine cannot run it.
    """
    if running := os.environ.get(VARIABLE):
        yield running
        return
    with dynamodb_local(shared=False) as url:
        yield url
