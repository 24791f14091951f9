"""What a schedule does for the library: publish on time, expire, unpin, purge the bin, refresh homes.

Every step is a transition of one item, guarded by its state: a round may come twice or stop anywhere.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from loa.errors import Conflict, LoaError
from loa.publishing.library.editing.service import LibraryService
from loa.publishing.library.transitions.items import BIN_FOR


@dataclass(frozen=True, slots=True)
class LibrarySweep:
    """What a round did.

    Attributes:
        changed: items published, expired or unpinned.
        purged: items that had lain in the bin for 30 days.
        failed: ids of items that could not be looked after, with the code of the error.
    """

    changed: int = 0
    purged: int = 0
    failed: tuple[tuple[str, str], ...] = ()


def sweep_library(
    province: str, *, library: LibraryService, now: datetime, enough: Callable[[], bool]
) -> LibrarySweep:
    """Look after the items that are due; one that fails is in nobody's way.

    Args:
        province: whose items.
        library: the library.
        now: the instant of the round.
        enough: whether to stop; the next round goes on.
    """
    changed = purged = 0
    failed: list[tuple[str, str]] = []
    for item_id in library.store.due(province, now):
        if enough():
            break
        try:
            item = library.store.item(item_id)
            if item.binned_at is not None and item.binned_at + BIN_FOR <= now:
                library.store.purge(item)
                purged += 1
            else:
                changed += library.look_after(item_id).item.version != item.version
        except LoaError as error:
            failed.append((item_id, error.code))
    return LibrarySweep(changed, purged, tuple(failed))


def refresh_homes(unit_paths: Iterable[str], *, library: LibraryService, now: datetime) -> int:
    """Let the homes of units forget events that are over; returns how many were refreshed."""
    refreshed = 0
    for unit_path in unit_paths:
        try:
            library.published.refresh_home(unit_path, now)
        except Conflict:  # a publication was faster, which does the same
            continue
        refreshed += 1
    return refreshed
