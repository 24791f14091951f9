"""Items that come in a sheet, and a unit's items as one."""

from collections.abc import Iterable, Iterator, Sequence

from loa.errors import InvalidInput, LoaError, NotFound
from loa.foundation.officers.model import Officer, Permission, require
from loa.ids import derived_id, is_id
from loa.platform.documents.sheet_tables import SheetFault
from loa.publishing.library.editing.access import require_section
from loa.publishing.library.editing.content import checked_content
from loa.publishing.library.editing.service import LibraryService
from loa.publishing.library.importing.sheet import SheetItem, read_items, row_of
from loa.publishing.library.rules.model import Placement, item_id
from loa.publishing.library.transitions.work import Work


def identifier_of(unit_path: str, reference: str) -> str:
    """The identifier of the item that a unit calls by a reference of its own: always the same one."""
    return reference if is_id(reference) else derived_id(f"{unit_path}#{reference}")


def checked_items(
    unit_path: str, rows: Sequence[tuple[int, Sequence[str]]]
) -> tuple[list[SheetItem], list[SheetFault]]:
    """The items that the rows of a sheet describe, and what is wrong with which row, in their order."""
    items, faults = read_items(rows)
    faults += [fault for item in items for fault in _faults(unit_path, item)]
    return items, sorted(faults, key=lambda fault: fault.row)


def make_drafts(
    library: LibraryService, officer: Officer, unit_path: str, items: Iterable[SheetItem]
) -> list[str]:
    """Make a draft of every item that was not made before; the officer is a contributor of each.

    Stopped in the middle, the same items again make the rest.

    Returns:
        The ids of the new ones.

    Raises:
        NotAllowed: the officer may not write for the unit.
    """
    require(officer, Permission.WRITE_LIBRARY, unit_path)
    new = []
    for item in items:
        identifier = identifier_of(unit_path, item.reference)
        if not _exists(library, item_id(unit_path, identifier)):
            placement = Placement(item.section)
            library.create(officer, unit_path, item.kind, placement, item.content, identifier=identifier)
            new.append(item_id(unit_path, identifier))
    return new


def exported(library: LibraryService, officer: Officer, unit_path: str) -> Iterator[list[str]]:
    """The rows of a unit's items, newest first: what residents read, else what is being written.

    Raises:
        NotAllowed: the officer may not read them.
    """
    for work in works_of(library, officer, unit_path):
        if edition := work.live or work.edition:
            yield row_of(work.item, edition.content)


def works_of(library: LibraryService, officer: Officer, unit_path: str) -> Iterator[Work]:
    """A unit's items with what is written of each and what residents read, newest first.

    Raises:
        NotAllowed: the officer may not read them.
    """
    for item in library.reader.items(officer, unit_path):
        yield library.store.work(item.item_id)


def _faults(unit_path: str, item: SheetItem) -> Iterator[SheetFault]:
    try:
        require_section(unit_path, item.kind, item.section)
        checked_content(item.kind, item.content)
    except InvalidInput as error:
        for message in dict.fromkeys(error.fields.values()) or (error.message,):
            yield SheetFault(item.row, message)
    except LoaError as error:
        yield SheetFault(item.row, error.message)


def _exists(library: LibraryService, an_item_id: str) -> bool:
    try:
        library.store.item(an_item_id)
    except NotFound:
        return False
    return True
