"""Whoever tries the local stack finds an officer of each role at the province and at one commune."""

import pytest

from infra.local.officers import COMMUNES, PROVINCE, officers
from loa.foundation.officers.model import Role
from loa.foundation.units.model import is_within


@pytest.mark.parametrize("structure", COMMUNES)
def test_each_role_is_there_at_the_province_and_at_a_commune(structure: str) -> None:
    people = officers(structure)
    assert len({person.username for person in people}) == len(people)
    commune = COMMUNES[structure]
    assert is_within(commune, PROVINCE)
    for unit in (PROVINCE, commune):
        assert {role for person in people if person.unit == unit for role in person.groups} == set(Role)
