"""Who wins: score, then nearness of the prediction, then a lot that anybody can draw again.

    commitment = SHA-256(seed)                      published before the round opens
    lot        = HMAC-SHA256(seed ":" value, receipt)     the smallest comes first

`seed` is published with the result; `value` is one that nobody controls, named in the rules before, such as
the first prize of that day's state lottery. Milliseconds never count: who lives far away has a slow network.
"""

import hashlib
import heapq
import hmac
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class RankedEntry:
    """An entry that may win.

    Attributes:
        receipt: its public number; says nothing about who it is.
        score: right answers.
        prediction: how many persons they think answer everything right.
        unit_path: where they live.
        row: what was read of it; empty: nothing, or that is not kept.
    """

    receipt: str
    score: int
    prediction: int
    unit_path: str = ""
    row: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)


def commitment(seed: str) -> str:
    """Return what is published of a seed beforehand."""
    return hashlib.sha256(seed.encode()).hexdigest()


def lot(seed: str, value: str, receipt: str) -> str:
    """Return the lot of a receipt; the smallest comes first."""
    return hmac.new(f"{seed}:{value}".encode(), receipt.encode(), hashlib.sha256).hexdigest()


def winners(
    entries: Iterable[RankedEntry], *, perfect: int, prizes: int, seed: str, value: str
) -> list[RankedEntry]:
    """Return who wins, first prize first.

    Args:
        entries: all that may win, in any order; they are looked at once.
        perfect: how many persons had everything right.
        prizes: how many win.
        seed: of the lot.
        value: the public one.
    """
    return heapq.nsmallest(
        prizes,
        entries,
        key=lambda each: (-each.score, abs(each.prediction - perfect), lot(seed, value, each.receipt)),
    )


def may_rank(row: Mapping[str, Any]) -> bool:
    """Whether an entry is of somebody known and old enough who does not organise the contest."""
    return bool(row.get("known") and row.get("adult") and not row.get("organiser"))


def ranked_entries(
    rows: Iterable[dict[str, Any]], more: Callable[[dict[str, Any]], int], excluded: Collection[str]
) -> Iterator[RankedEntry]:
    """Return the entries among rows that were handed in and may rank.

    Args:
        rows: of entries.
        more: gives the points that withdrawn questions give back to an entry.
        excluded: receipts that may not win.
    """
    for row in rows:
        if may_rank(row) and row["receipt"] not in excluded and "best_score" in row:
            score = int(row["best_score"]) + more(row)
            yield RankedEntry(row["receipt"], score, int(row["best_prediction"]), row["unit_path"], row)
