"""What keeps the index up to date: changes as they come, or everything anew.

A change is a hint: the item is read as it is now, and applied if that is newer than what is indexed. The file
is read before the items, and written only in the place of the one that was read; who was slower begins again.
So changes may come twice, late, out of order or at once, and a process may end anywhere.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from loa.errors import Busy, Conflict
from loa.foundation.units.model import Unit
from loa.foundation.units.store import UnitStore
from loa.publishing.library.projection.store import PublishedStore
from loa.publishing.search.entries import entry_of
from loa.publishing.search.index import IndexWriter
from loa.publishing.search.places import place_names, unit_rows
from loa.publishing.search.store import IndexFile, SearchRulesStore, scratch

ATTEMPTS: Final = 6
"""Against others who write at the same time."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What was done: items put in and taken out, and whether the whole file was made anew."""

    put: int = 0
    removed: int = 0
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Indexer:
    """Keeps the index.

    Attributes:
        province: code of the province.
        day: on which the structure is looked at.
        file: the index in S3.
        published: what residents read.
        rules: what officers have set.
        units: all dated units.
    """

    province: str
    day: date
    file: IndexFile
    published: PublishedStore
    rules: SearchRulesStore
    units: UnitStore

    def apply(self, item_ids: Collection[str]) -> Indexed:
        """Bring these items and the rules to what they are now; without a file, everything.

        Raises:
            Busy: others were faster each time.
        """
        return self._written(lambda path, tag: self._apply(path, item_ids) if tag else self._make(path))

    def rebuild(self) -> Indexed:
        """Make the file anew.

        Raises:
            Busy: others were faster each time.
        """
        return self._written(lambda path, _tag: self._make(path))

    def _written(self, change: Callable[[Path, str], Indexed]) -> Indexed:
        for _ in range(ATTEMPTS):
            with scratch() as path:
                tag = self.file.fetch(path)
                done = change(path, tag)
                if done == Indexed():
                    return done
                try:
                    self.file.replace(path, tag)
                except Conflict:
                    continue
                return done
        raise Busy("the search file was changed by others each time")

    def _apply(self, path: Path, item_ids: Collection[str]) -> Indexed:
        writer = IndexWriter(path)
        places = place_names(self._units(), self.day)
        put = removed = 0
        for item_id in item_ids:
            item = self.published.get(item_id)
            entry = entry_of(item, self.published.text(item_id)) if item else None
            if entry is None:
                removed += writer.remove(item_id)
            elif entry.version > writer.version(item_id):
                writer.put(entry, places.get(entry.unit_path, ""))
                put += 1
        changed = writer.set_rules(self.rules.read())
        writer.close()
        return Indexed(put + changed, removed)

    def _make(self, path: Path) -> Indexed:
        path.unlink(missing_ok=True)
        writer = IndexWriter.create(path)
        units = self._units()
        places = place_names(units, self.day)
        put = 0
        for unit_path in dict.fromkeys(unit.path for unit in units):
            words = self.published.texts(unit_path)
            for item in self.published.all(unit_path):
                entry = entry_of(item, words.get(item.item_id, ""))
                if entry is not None:
                    writer.put(entry, places.get(unit_path, ""))
                    put += 1
        writer.set_units(unit_rows(units))
        writer.set_rules(self.rules.read())
        writer.optimise()
        writer.close()
        return Indexed(put, anew=True)

    def _units(self) -> list[Unit]:
        return self.units.subtree(self.province)
