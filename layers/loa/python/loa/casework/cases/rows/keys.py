"""Keys of the table Cases and of its indexes; each is taken apart again by its `parse_…`."""

from datetime import datetime
from typing import Final

from loa import clock

CASE: Final = "case"
DETAILS: Final = "details"
LOG: Final = "log#"
REPORTER: Final = "reporter#"
NOTIFICATION: Final = "telling#"
"""Sort keys, or their beginnings, of the rows of a case."""

_FIRST: Final = 9


def case_key(case_id: str) -> tuple[str, str]:
    """Partition and sort key of a head."""
    return f"case#{case_id}", CASE


def parse_case_key(partition: str) -> str:
    """The id in the partition key of a case.

    Raises:
        ValueError: it is none.
    """
    word, _, case_id = partition.partition("#")
    if word != CASE or not case_id:
        raise ValueError(f"not the key of a case: {partition!r}")
    return case_id


def log_key(case_id: str, version: int) -> tuple[str, str]:
    """Partition and sort key of a line of the history."""
    return f"case#{case_id}", f"{LOG}{version:08}"


def parse_log_key(partition: str, sort: str) -> tuple[str, int]:
    """Case and version of a line of the history.

    Raises:
        ValueError: it is none.
    """
    if not sort.startswith(LOG):
        raise ValueError(f"not the key of a line: {sort!r}")
    return parse_case_key(partition), int(sort.removeprefix(LOG))


def notification_key(case_id: str, version: int) -> tuple[str, str]:
    """Partition and sort key of a message that is still being given to reporters."""
    return f"case#{case_id}", f"{NOTIFICATION}{version:08}"


def code_key(code: str) -> tuple[str, str]:
    """Partition and sort key of a code."""
    return f"code#{code}", CASE


def resident_key(oa_id: str, user_id: str, received_at: datetime, case_id: str) -> tuple[str, str]:
    """Partition and sort key of a case of a conversation."""
    return f"resident#{oa_id}#{user_id}", f"{clock.to_text(received_at)}#{case_id}"


def parse_resident_key(partition: str, sort: str) -> tuple[str, str, datetime, str]:
    """Account, resident, instant and case of a pointer."""
    _, oa_id, user_id = partition.split("#")
    instant, _, case_id = sort.partition("#")
    return oa_id, user_id, clock.from_text(instant), case_id


def open_order(path: str, priority: int, due: datetime, case_id: str) -> str:
    """Sort key of the worklist: by unit, what has priority first, then by deadline."""
    return f"{path}#{_FIRST - min(priority, _FIRST)}#{clock.to_text(due)}#{case_id}"


def parse_open_order(order: str) -> tuple[str, int, datetime, str]:
    """Unit, priority, deadline and case."""
    path, rank, due, case_id = order.split("#")
    return path, _FIRST - int(rank), clock.from_text(due), case_id


def listed_order(path: str, received_at: datetime, case_id: str) -> str:
    """Sort key of the listing."""
    return f"{path}#{clock.to_text(received_at)}#{case_id}"


def parse_listed_order(order: str) -> tuple[str, datetime, str]:
    """Unit, day of receipt and case."""
    path, received_at, case_id = order.split("#")
    return path, clock.from_text(received_at), case_id


def reminders_partition(path: str) -> str:
    """Partition key of what the clock told a unit."""
    return f"reminders#{path}"
