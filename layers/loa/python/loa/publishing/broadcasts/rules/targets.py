"""Whom a broadcast is for: which units' accounts carry it, and which of their followers. Pure rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from loa.errors import InvalidInput
from loa.foundation.units.model import Unit, is_within
from loa.publishing.broadcasts.rules import texts


@dataclass(frozen=True, slots=True)
class Target:
    """Whose accounts carry a broadcast.

    Attributes:
        root: the unit whose subtree is meant; every path below lies in it.
        kinds: only units of these kinds (`loa.foundation.units.model.UnitKind` values); empty: all.
        units: only these units; empty: the whole subtree.
        without: not these units, nor what lies below them.
        followers: narrows the followers of each account, as Zalo understands it (zalo/README.md 4): any of
            `ages`, `gender`, `cities`, `platform` as comma-separated numbers; empty: everybody.
    """

    root: str
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    followers: Mapping[str, str] = field(default_factory=dict)

    def chooses(self, unit: Unit) -> bool:
        """Whether the unit's account carries the broadcast."""
        return (
            is_within(unit.path, self.root)
            and (not self.kinds or unit.kind.value in self.kinds)
            and (not self.units or unit.path in self.units)
            and not any(is_within(unit.path, path) for path in self.without)
        )

    def choose(self, units: Sequence[Unit]) -> list[Unit]:
        """The chosen ones, in the order given."""
        return [unit for unit in units if self.chooses(unit)]

    def paths(self) -> tuple[str, ...]:
        """Every path that the target names; an officer's scope has to cover them all."""
        return (self.root, *self.units, *self.without)

    def as_row(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "root": self.root,
            "kinds": list(self.kinds),
            "units": list(self.units),
            "without": list(self.without),
            "followers": dict(self.followers),
        }

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Target":
        """From what `as_row` made."""
        return cls(
            root=row["root"],
            kinds=tuple(row["kinds"]),
            units=tuple(row["units"]),
            without=tuple(row["without"]),
            followers=row["followers"],
        )


def require_somebody(target: Target, units: Sequence[Unit]) -> None:
    """Refuse a broadcast to nobody.

    Raises:
        InvalidInput: none of the units of its subtree is chosen.
    """
    if not any(target.chooses(unit) for unit in units):
        raise InvalidInput(texts.NOBODY, fields={"target": texts.NOBODY})
