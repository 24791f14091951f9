"""Keys of the table Cases and its indexes; each has a matching `parse_…`."""

from datetime import datetime
from typing import Final

from loa import clock

CASE: Final = "case"
DETAILS: Final = "details"
LOG: Final = "log#"
REPORTER: Final = "reporter#"
NOTIFICATION: Final = "telling#"
ACCESS: Final = "access"
"""Sort keys of a case's rows, or their prefixes."""

_FIRST: Final = 9


def case_key(case_id: str) -> tuple[str, str]:
    """Return partition and sort key of a head."""
    return f"case#{case_id}", CASE


def parse_case_key(partition: str) -> str:
    """Return the id in a case's partition key.

    Raises:
        ValueError: not such a key.
    """
    word, _, case_id = partition.partition("#")
    if word != CASE or not case_id:
        raise ValueError(f"not the key of a case: {partition!r}")
    return case_id


def log_key(case_id: str, version: int) -> tuple[str, str]:
    """Return partition and sort key of a history line."""
    return f"case#{case_id}", f"{LOG}{version:08}"


def parse_log_key(partition: str, sort: str) -> tuple[str, int]:
    """Return case and version from the key of a history line.

    Raises:
        ValueError: not such a key.
    """
    if not sort.startswith(LOG):
        raise ValueError(f"not the key of a line: {sort!r}")
    return parse_case_key(partition), int(sort.removeprefix(LOG))


def written_partition(province: str) -> str:
    """Return where the index `attention` lists the history lines of a province, by when they were written."""
    return f"written#{province}"


def notification_key(case_id: str, version: int) -> tuple[str, str]:
    """Return partition and sort key of a message still being sent to reporters."""
    return f"case#{case_id}", f"{NOTIFICATION}{version:08}"


def code_key(code: str) -> tuple[str, str]:
    """Return partition and sort key of a code."""
    return f"code#{code}", CASE


def link_key(link: str) -> tuple[str, str]:
    """Return partition and sort key of a link by which a reporter follows their case on our pages."""
    return f"link#{link}", CASE


def resident_key(oa_id: str, user_id: str, received_at: datetime, case_id: str) -> tuple[str, str]:
    """Return partition and sort key of a case of a conversation."""
    return f"resident#{oa_id}#{user_id}", f"{clock.to_text(received_at)}#{case_id}"


def parse_resident_key(partition: str, sort: str) -> tuple[str, str, datetime, str]:
    """Return account, resident, instant and case of a pointer."""
    _, oa_id, user_id = partition.split("#")
    instant, _, case_id = sort.partition("#")
    return oa_id, user_id, clock.from_text(instant), case_id


def open_order(path: str, priority: int, due: datetime, case_id: str) -> str:
    """Return the worklist's sort key: by unit, higher priority first, then by deadline."""
    return f"{path}#{_FIRST - min(priority, _FIRST)}#{clock.to_text(due)}#{case_id}"


def parse_open_order(order: str) -> tuple[str, int, datetime, str]:
    """Return unit, priority, deadline and case."""
    path, rank, due, case_id = order.split("#")
    return path, _FIRST - int(rank), clock.from_text(due), case_id


def listed_order(path: str, received_at: datetime, case_id: str) -> str:
    """Return the listing's sort key."""
    return f"{path}#{clock.to_text(received_at)}#{case_id}"


def parse_listed_order(order: str) -> tuple[str, datetime, str]:
    """Return unit, day of receipt and case."""
    path, received_at, case_id = order.split("#")
    return path, clock.from_text(received_at), case_id


def reminders_partition(path: str) -> str:
    """Return the partition key of a unit's reminders."""
    return f"reminders#{path}"
