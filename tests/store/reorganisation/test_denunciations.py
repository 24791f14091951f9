"""Denunciations go to the unit that takes over, and never to those whom they are about."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from loa.casework.denunciations.model import Denunciation, SealedKind
from loa.errors import NotFound
from loa.reorganisation.model import ReorganisationPlan, UnitMove
from loa.reorganisation.running.confidential import FOLLOWED, move_denunciations
from loa.reorganisation.store import Reorganisation, ReorganisationState
from tests.conftest import OpenTable
from tests.worlds.store.denunciations import NOW, PROVINCE, Place, investigator

DISTRICT, ACCUSED, NEIGHBOUR, NEW, FAR = "40.412", "40.412.1", "40.412.2", "40.1", "40.9"


@pytest.fixture
def place(table: OpenTable) -> Place:
    return Place(table)


def reorganised(district_goes_to: str) -> Reorganisation:
    """Both communes become one; people decided where the district goes."""
    moves = (
        UnitMove(DISTRICT, district_goes_to, by_rule=False),
        UnitMove(ACCUSED, NEW, by_rule=True),
        UnitMove(NEIGHBOUR, NEW, by_rule=True),
    )
    plan = ReorganisationPlan(PROVINCE, date(2025, 7, 1), moves, (), (), (), {}, {})
    return Reorganisation(PROVINCE, plan.on, state=ReorganisationState.RUNNING, plan=plan)


def about(place: Place, unit: str) -> Denunciation:
    """Somebody wrote to the account of a unit; the unit above has it."""
    bundle = place.sealed(about=unit)
    place.sealed("", bundle=bundle, about=unit, kind=SealedKind.DONE)
    assert place.taken_over(bundle)
    return place.heads(DISTRICT)[0]


def test_it_goes_to_whoever_takes_over__with_a_line_in_its_history(place: Place) -> None:
    head = about(place, ACCUSED)

    done = move_denunciations([reorganised(FAR)], desk=place.registry, now=NOW)
    again = move_denunciations([reorganised(FAR)], desk=place.registry, now=NOW)

    assert (done.rows, again.rows, done.left) == (1, 0, ())
    (moved,) = place.heads(FAR)
    assert replace(moved, version=0, unit_path="") == replace(head, version=0, unit_path="")
    assert place.store.history(head.id)[-1].facts == {"from": DISTRICT, "to": FAR}
    place.registry.opened(investigator(FAR), head.id)
    with pytest.raises(NotFound):
        place.registry.opened(investigator(DISTRICT), head.id)


@pytest.mark.parametrize("goes_to", [NEW, f"{NEW}.5"])
def test_those_whom_it_is_about_never_get_it(place: Place, goes_to: str) -> None:
    about(place, ACCUSED)

    move_denunciations([reorganised(goes_to)], desk=place.registry, now=NOW)

    assert not place.heads(goes_to)
    assert len(place.heads(PROVINCE)) == 1


def test_it_is_followed_for_a_fortnight_after_the_end__for_words_that_were_on_their_way(place: Place) -> None:
    done = replace(reorganised(FAR), state=ReorganisationState.DONE, done_at=NOW)
    about(place, ACCUSED)

    assert not move_denunciations([done], desk=place.registry, now=NOW + FOLLOWED).rows
    assert move_denunciations([done], desk=place.registry, now=NOW + FOLLOWED - timedelta(hours=1)).rows == 1
