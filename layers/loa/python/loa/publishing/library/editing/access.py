"""Who may do what in the library: permissions by the tree of units, and what a section asks for."""

from loa.errors import InvalidInput, NotFound
from loa.foundation.officers.model import Officer, Permission, require
from loa.foundation.units.model import Level, depth
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.kinds import SECTIONS, ItemKind, Section, SectionRule
from loa.publishing.library.rules.model import split_id


def unit_of(officer: Officer, action: Permission, item_id: str) -> str:
    """The unit of an item, if the officer may do this to its items.

    Raises:
        NotFound: it is no id, or the unit lies outside the officer's scope.
        NotAllowed: none of their roles permits it.
    """
    path = split_id(item_id)[0]
    if not path:
        raise NotFound(texts.NOT_FOUND)
    require(officer, action, path)
    return path


def require_section(unit_path: str, kind: ItemKind, section: Section) -> None:
    """Go on only when the section takes such an item from a unit of that level.

    Raises:
        InvalidInput: it does not.
    """
    rule = SECTIONS[section]
    if kind not in rule.kinds:
        raise InvalidInput(texts.SECTION_TAKES, fields={"section": texts.SECTION_TAKES})
    if level_of(unit_path) not in rule.levels:
        raise InvalidInput(texts.LEVEL_MAY_NOT, fields={"section": texts.LEVEL_MAY_NOT})


def sections_for(unit_path: str, kind: ItemKind) -> list[SectionRule]:
    """The sections that take such an item from a unit, in their order."""
    level = level_of(unit_path)
    return [rule for rule in SECTIONS.values() if kind in rule.kinds and level in rule.levels]


def level_of(unit_path: str) -> Level:
    """The level of a unit, by its path: a commune has a code of five digits."""
    if depth(unit_path) == 0:
        return Level.PROVINCE
    return Level.COMMUNE if len(unit_path.rpartition(".")[2]) > len("412") else Level.DISTRICT
