"""The one tree of errors.

    LoaError
    ├── InvalidInput      the caller's data is wrong (field by field where known)
    │   └── TooLarge      it is larger than anything we accept
    ├── NotFound          it does not exist, or is not yours: the two look the same
    │   └── Superseded    it did exist; who may see it is told what stands in its place
    ├── NotAllowed        known, but this person may not do it
    ├── Conflict          the state has moved on (someone was faster, or it is done already)
    ├── Busy              try again later: throttling, a lease held by another
    ├── StoreFault        AWS answered with an error that a retry will not mend
    └── ZaloError         see `loa.platform.zalo.errors`

Doors map the tree to HTTP in `loa.web`; workers let it rise, and the queue repeats or
dead-letters the message.
"""

import traceback
from collections.abc import Callable, Iterable, Mapping


def place_of(error: BaseException) -> list[str]:
    """Where an exception came from, innermost last: file, line and function only.

    For the log: an exception's text may hold what a resident wrote, its place does not.
    """
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    return [f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}" for frame in frames]


def name_of(error: BaseException) -> str:
    """What an exception is, for the log: its code, or its type where the code does not know it."""
    return error.code if isinstance(error, LoaError) else type(error).__name__


class LoaError(Exception):
    """Something went wrong that the code knows about.

    Attributes:
        code: stable, in English, for programs.
        message: for people, in Vietnamese where it reaches a resident or an officer.
        fields: messages by field name, when the fault lies in certain fields.
    """

    code = "error"

    def __init__(self, message: str = "", *, fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields = dict(fields or {})


class InvalidInput(LoaError):  # noqa: N818 - read as an answer: "invalid input", like the rest of the tree
    """The caller's data breaks a rule; `fields` says which."""

    code = "invalid_input"


class TooLarge(InvalidInput):
    """The input is larger than anything we accept."""

    code = "too_large"


class NotFound(LoaError):  # noqa: N818 - as above
    """It does not exist, or it is not the caller's to see."""

    code = "not_found"


class Superseded(NotFound):
    """It existed, and others stand in its place; the message, for people, names them."""


class NotAllowed(LoaError):  # noqa: N818 - as above
    """The caller is known and may not do this."""

    code = "not_allowed"


class Conflict(LoaError):  # noqa: N818 - as above
    """The state does not permit it, or changed under the caller's hands."""

    code = "conflict"


class Busy(LoaError):  # noqa: N818 - as above
    """Nothing is wrong: the same request may succeed in a moment."""

    code = "busy"


class StoreFault(LoaError):  # noqa: N818 - as above
    """AWS refused for a reason that a retry will not mend."""

    code = "store_fault"


def each_by_itself[Item](items: Iterable[Item], do: Callable[[Item], int]) -> int:
    """Work on each item, and return how many it came to; one that raises does not keep the others waiting.

    Raises:
        Exception: what the first of them raised, after all have had their turn.
    """
    done, first = 0, None
    for item in items:
        try:
            done += do(item)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not stop the others; then it is raised
            first = first or error
    if first:
        raise first
    return done
