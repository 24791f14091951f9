"""Where a page of the handbook stands in its tree. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loa.publishing.library.projection.model import Card
from loa.publishing.library.reading.service import HandbookPage


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a page.

    Attributes:
        above: from the first chapter down to the page above it.
        below: the pages that it is made of.
        before: the page that is read before it; None: it is the first.
        after: the one that is read next; None: it is the last.
    """

    above: tuple[Card, ...] = ()
    below: tuple[Card, ...] = ()
    before: Card | None = None
    after: Card | None = None


def around(tree: Iterable[HandbookPage], item_id: str) -> Around:
    """What stands around a page; nothing for one that is not in the tree."""
    order = list(_in_reading_order(tree, ()))
    place = next((number for number, (page, _) in enumerate(order) if page.card.item_id == item_id), None)
    if place is None:
        return Around()
    page, above = order[place]
    return Around(
        above=above,
        below=tuple(one.card for one in page.below),
        before=order[place - 1][0].card if place else None,
        after=order[place + 1][0].card if place + 1 < len(order) else None,
    )


def _in_reading_order(
    pages: Iterable[HandbookPage], above: tuple[Card, ...]
) -> Iterator[tuple[HandbookPage, tuple[Card, ...]]]:
    for page in pages:
        yield page, above
        yield from _in_reading_order(page.below, (*above, page.card))
