"""One translation of what AWS answers into the tree of `loa.errors`."""

import random
from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from loa.errors import Busy, LoaError, StoreFault

_BUSY = frozenset(
    {
        "InternalServerError",
        "ItemCollectionSizeLimitExceededException",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "ServiceUnavailable",
        "SlowDown",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionCanceledException",  # of a read; `transactions.commit` tells those of a write apart
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)


def code_of(error: ClientError) -> str:
    """AWS's own name of the error, such as `ThrottlingException`."""
    return error.response.get("Error", {}).get("Code", "")


def translated(error: ClientError | BotoCoreError) -> LoaError:
    """The error of our tree for one of botocore's: Busy where a retry may help, else StoreFault."""
    if isinstance(error, BotoCoreError):  # no answer at all: connection, timeout
        return Busy(f"aws did not answer: {type(error).__name__}")
    code = code_of(error)
    if code in _BUSY:
        return Busy(f"aws is busy: {code}")
    return StoreFault(f"aws refused {error.operation_name}: {code}")


def backoff(attempt: int) -> float:
    """Seconds to wait before the next attempt: full jitter over a doubling ceiling."""
    return random.uniform(0, min(1.0, 0.02 * 2**attempt))  # noqa: S311 - jitter, not a secret


@contextmanager
def aws_call() -> Iterator[None]:
    """Around one call to AWS: botocore's exceptions leave as ours.

    Raises:
        Busy: throttled, or no answer; try again.
        StoreFault: refused.
    """
    try:
        yield
    except (ClientError, BotoCoreError) as error:
        raise translated(error) from error
