"""Which orders change when an item moves among its neighbours."""

import pytest

from loa.errors import NotFound
from loa.publishing.library.editing.placement import orders_after
from loa.publishing.library.projection.model import Card
from loa.publishing.library.rules.kinds import ItemKind, Section
from tests.worlds.library import NOW


def row(**orders: int) -> list[Card]:
    """Links by name, with their orders."""
    return [
        Card(name, "40", ItemKind.LINK, Section.MEDIA, name, "", NOW, NOW, order=order)
        for name, order in orders.items()
    ]


def moved(cards: list[Card], item: str, by: int) -> list[str]:
    """The names after a move, by the orders that stand then."""
    orders = {card.item_id: card.order for card in cards} | orders_after(cards, item, by)
    return sorted(orders, key=orders.__getitem__)


def test_an_item_changes_places_with_its_neighbour() -> None:
    cards = row(a=10, b=20, c=30, d=40)
    assert moved(cards, "c", -1) == ["a", "c", "b", "d"]
    assert moved(cards, "a", 1) == ["b", "a", "c", "d"]
    assert orders_after(cards, "c", -1) == {"c": 20, "b": 30}, "the others keep their rows"


def test_at_the_end__it_stays__and_what_nobody_has_ordered_yet_gets_an_order() -> None:
    assert orders_after(row(a=10, b=20), "a", -1) == orders_after(row(a=10, b=20), "b", 1) == {}
    assert moved(row(a=0, b=0, c=0), "b", -1) == ["b", "a", "c"]


def test_what_stands_elsewhere_is_not_found() -> None:
    with pytest.raises(NotFound):
        orders_after(row(a=10), "b", 1)
