"""The plan: on the three real structures, and on made-up ones in which units merge and split at random."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.units.load import read_units
from loa.errors import InvalidInput
from loa.foundation.units.model import Unit, UnitKind, existing_on
from loa.reorganisation.model import (
    DecisionKind,
    ReorganisationPlan,
    UnitFigures,
    UnitHolding,
    UnitOfficer,
    total,
)
from loa.reorganisation.planning import make_plan

UNITS = read_units()
DECEMBER, JULY = date(2024, 12, 1), date(2025, 7, 1)
DAY = date(2030, 1, 1)


def full(units: list[Unit], day: date) -> list[UnitHolding]:
    """Every unit has an account with followers of a number of its own, and an officer."""
    return [
        UnitHolding(
            unit.path, f"oa {unit.path}", unit.name, number, (UnitOfficer(f"s {unit.path}", "Lan"),), 2, 3
        )
        for number, unit in enumerate(existing_on(units, day), start=10)
    ]


def decided(units: list[Unit], holdings: list[UnitHolding], on: date) -> ReorganisationPlan:
    """The plan after people have taken what is suggested, else the last option; again for what follows."""
    choices: dict[str, str] = {}
    while (plan := make_plan("40", units, holdings, on=on, choices=choices)).open_decisions:
        choices |= {each.key: each.suggested or each.options[-1] for each in plan.open_decisions}
    return plan


def people(figures: dict[str, UnitFigures]) -> tuple[int, int, int, int]:
    """What a reorganisation must neither lose nor double; accounts may retire."""
    whole = total(figures)
    return whole.followers, whole.officers, whole.open_cases, whole.conversations


@pytest.mark.parametrize(("on", "old", "new"), [(DECEMBER, 482, 433), (JULY, 433, 131)])
def test_real_structures__everybody_arrives__and_each_unit_has_one_account(
    on: date, old: int, new: int
) -> None:
    holdings = full(UNITS, on - timedelta(days=1))

    plan = decided(UNITS, holdings, on)

    assert len(plan.before) == old
    assert total(plan.after).accounts == len(plan.after) == new
    assert len(plan.retired) == old - new
    assert people(dict(plan.before)) == people(dict(plan.after))
    assert plan.after.keys() == {unit.path for unit in existing_on(UNITS, on)}


def test_real_structures__what_people_must_decide() -> None:
    december = make_plan("40", UNITS, full(UNITS, date(2024, 11, 30)), on=DECEMBER)
    july = make_plan("40", UNITS, full(UNITS, date(2025, 6, 30)), on=JULY)

    # Quỳnh Hưng went to two units; Quỳnh Bá's and Chi Khê's paths go on, only officers have a choice.
    assert [each.key for each in december.open_decisions if each.kind is DecisionKind.SUCCESSOR] == [
        "successor:40.421.17194"
    ]
    assert len([each for each in december.open_decisions if each.kind is DecisionKind.OFFICER]) == 3
    # Twenty districts had a committee, an account, and an officer: none has a successor.
    assert len([each for each in july.open_decisions if each.kind is DecisionKind.SUCCESSOR]) == 20
    assert {each.suggested for each in july.open_decisions if each.kind is DecisionKind.SUCCESSOR} == {"40"}
    assert len([each for each in july.open_decisions if each.kind is DecisionKind.OFFICER]) == 20


def test_the_largest_account_is_kept__and_people_may_choose_another() -> None:
    holdings = full(UNITS, date(2025, 6, 30))
    place = "40.16681"

    by_rule = make_plan("40", UNITS, holdings, on=JULY)
    here = [each for each in by_rule.accounts if each.new_path == place]
    smallest = min(here, key=lambda each: each.followers)
    chosen = make_plan("40", UNITS, holdings, on=JULY, choices={f"account:{place}": smallest.oa_id})

    assert [each.oa_id for each in here if each.is_kept] == [max(here, key=lambda each: each.followers).oa_id]
    assert [each.oa_id for each in chosen.kept if each.new_path == place] == [smallest.oa_id]
    assert by_rule.digest != chosen.digest


def test_two_accounts_of_equal_size__people_decide__and_the_bearer_of_the_code_is_suggested() -> None:
    holdings = [replace(one, followers=7) for one in full(UNITS, date(2025, 6, 30))]

    plan = make_plan("40", UNITS, holdings, on=JULY)

    asked = next(each for each in plan.open_decisions if each.key == "account:40.16681")
    assert asked.suggested == "oa 40.412.16681"
    assert len(asked.options) > 1
    assert not [each for each in plan.kept if each.new_path == "40.16681"]


def test_a_district_account_never_becomes_the_province_s() -> None:
    holdings = [
        replace(one, followers=9_000 if one.path == "40.412" else one.followers)
        for one in full(UNITS, date(2025, 6, 30))
    ]

    plan = make_plan("40", UNITS, holdings, on=JULY, choices={"successor:40.412": "40"})

    assert [each.is_kept for each in plan.accounts if each.old_path == "40.412"] == [False]
    assert "40.412" not in plan.after


def test_a_choice_that_is_no_option_counts_as_none() -> None:
    plan = make_plan(
        "40", UNITS, full(UNITS, date(2025, 6, 30)), on=JULY, choices={"successor:40.412": "40.99999"}
    )
    assert "successor:40.412" in {each.key for each in plan.open_decisions}


def test_a_day_on_which_nothing_changes__and_a_unit_that_is_no_more() -> None:
    with pytest.raises(InvalidInput):
        make_plan("40", UNITS, [], on=date(2025, 3, 1))
    with pytest.raises(InvalidInput):
        make_plan("40", UNITS, [UnitHolding("40.413", "1", "Cửa Lò", 3)], on=JULY)


@st.composite
def provinces(draw: st.DrawFn) -> tuple[list[Unit], list[UnitHolding]]:
    """Up to eight communes, each of which goes to one or two of up to four; numbers at random."""
    after = [
        Unit(f"01.{code:05}", "b", f"{code:05}", f"Xã {code}", UnitKind.COMMUNE, valid_from=DAY)
        for code in range(1, draw(st.integers(1, 4)) + 1)
    ]
    eve = DAY - timedelta(days=1)
    before = []
    for code in range(draw(st.integers(1, 8))):
        heirs = draw(st.lists(st.sampled_from(after), min_size=1, max_size=2, unique=True))
        path = f"01.001.{code:05}"
        before.append(
            Unit(
                path, "a", f"{code:05}", f"Xã cũ {code}", UnitKind.COMMUNE, None, eve,
                tuple(heir.unit_id for heir in heirs),
            )
        )  # fmt: skip
    top = Unit("01", "a", "01", "Tỉnh", UnitKind.PROVINCE)
    district = Unit("01.001", "a", "001", "Huyện", UnitKind.DISTRICT, valid_to=eve)
    numbers = st.integers(0, 3)
    holdings = [
        UnitHolding(
            unit.path,
            *((f"oa {unit.path}", unit.name, draw(numbers)) if draw(st.booleans()) else ("", "", 0)),
            tuple(UnitOfficer(f"{unit.path} {each}", "An") for each in range(draw(numbers))),
            draw(numbers),
            draw(numbers),
        )
        for unit in (top, district, *before)
    ]
    return [top, district, *before, *after], holdings


@given(provinces())
def test_any_structure__nobody_and_nothing_is_lost_or_doubled(
    made: tuple[list[Unit], list[UnitHolding]],
) -> None:
    units, holdings = made

    plan = decided(units, holdings, DAY)

    assert people(dict(plan.before)) == people(dict(plan.after))
    there = {unit.path for unit in existing_on(units, DAY)}
    assert {each.new_path for each in plan.units} <= there
    assert not {each.old_path for each in plan.units} & there
    known = [holding.oa_id for holding in holdings if holding.oa_id and holding.path != "01"]
    assert sorted(each.oa_id for each in plan.accounts if each.old_path != "01") == sorted(known)
    kept = [each.new_path for each in plan.kept]
    assert len(kept) == len(set(kept))
    assert all(each.new_path in kept or each.new_path == "01" or each.old_path == "01.001"
               for each in plan.retired)  # fmt: skip


@given(provinces(), st.integers(1, 50))
def test_the_name_of_a_plan_stands_for_what_is_decided(
    made: tuple[list[Unit], list[UnitHolding]], more: int
) -> None:
    units, holdings = made
    plan = make_plan("01", units, holdings, on=DAY)
    later = [
        replace(one, open_cases=one.open_cases + more) if one.oa_id or one.open_cases else one
        for one in holdings
    ]
    assert make_plan("01", units, later, on=DAY).digest == plan.digest
