"""Whoever knows a commune's old name finds the unit that stands in its place."""

import re
from datetime import date

from infra.local.places import ROOT
from infra.units.load import read_units
from loa.foundation.units.former_names import former_names
from loa.foundation.units.model import existing_on, is_lowest, present_units
from loa.foundation.units.names import name_key

UNITS = read_units()
JULY = date(2025, 7, 1)
OF_2024 = [unit for unit in existing_on(UNITS, date(2024, 9, 30)) if is_lowest(unit.path)]


def test_every_old_name_leads_to_one_unit_of_today() -> None:
    by_id = {unit.unit_id: unit for unit in UNITS}
    found = former_names(UNITS, JULY)
    labels = [label for names in found.values() for label in names]
    assert len(labels) == len(set(labels))
    for unit in OF_2024:
        (heir,) = present_units(unit, by_id, JULY)
        under = [label.partition(" (")[0] for label in found.get(heir.path, ())]
        assert unit.name in under or name_key(unit.name) == name_key(heir.name)


def test_namesakes_carry_their_district__a_name_that_another_bears_today_too() -> None:
    found = {unit.name: former_names(UNITS, JULY).get(unit.path, ()) for unit in existing_on(UNITS, JULY)}
    assert "Xã Châu Tiến (Huyện Quỳ Hợp)" in found["Xã Châu Hồng"]
    assert "Xã Tam Hợp (Huyện Tương Dương)" in found["Xã Tam Thái"]
    assert "Xã Quỳnh Hưng" in found["Xã Quỳnh Lưu"]
    assert found["Xã Mường Lống"] == ()


def test_a_commune_cut_in_two_is_found_under_both() -> None:
    between = former_names(UNITS, date(2024, 12, 1))
    both = [path for path, names in between.items() if "Xã Quỳnh Hưng (Huyện Quỳnh Lưu)" in names]
    assert len(both) == 2
    assert former_names(UNITS, date(2024, 9, 30)) == {}


def test_wherever_a_unit_is_chosen__former_names_are_offered() -> None:
    """One macro draws the lists; a list of its own would forget them."""
    own = [
        str(file.relative_to(ROOT))
        for file in (ROOT / "layers" / "pages" / "templates").rglob("*.html")
        if re.search(r'<option value="{{ (unit|place|commune)[._]', file.read_text("utf-8"))
    ]
    assert own == []
