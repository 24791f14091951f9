"""Whom a broadcast is for: subtree, kinds, list, exclusions."""

from hypothesis import given
from hypothesis import strategies as st

from loa.foundation.units.model import Unit, UnitKind, is_within
from loa.publishing.broadcasts.rules.targets import Target

UNITS = [
    Unit("40", "2024-09", "40", "Tỉnh Nghệ An", UnitKind.PROVINCE),
    Unit("40.412", "2024-09", "412", "Thành phố Vinh", UnitKind.CITY),
    Unit("40.412.16681", "2024-09", "16681", "Phường Lê Lợi", UnitKind.WARD),
    Unit("40.412.16708", "2024-09", "16708", "Xã Nghi Phú", UnitKind.COMMUNE),
    Unit("40.41", "2024-09", "41", "Huyện có mã ngắn", UnitKind.DISTRICT),
    Unit("40.415", "2024-09", "415", "Huyện Quế Phong", UnitKind.DISTRICT),
    Unit("40.415.16738", "2024-09", "16738", "Thị trấn Kim Sơn", UnitKind.TOWNSHIP),
    Unit("38", "2024-09", "38", "Tỉnh Thanh Hóa", UnitKind.PROVINCE),
]
PATHS = st.sampled_from([unit.path for unit in UNITS])
SOME_PATHS = st.lists(PATHS, max_size=4).map(tuple)
KINDS = st.lists(st.sampled_from([kind.value for kind in UnitKind]), max_size=3).map(tuple)
TARGETS = st.builds(Target, PATHS, KINDS, SOME_PATHS, SOME_PATHS)


def _chosen(target: Target) -> list[str]:
    return [unit.path for unit in target.choose(UNITS)]


def test_a_subtree_is_the_unit_and_what_lies_below_it() -> None:
    assert _chosen(Target("40.412")) == ["40.412", "40.412.16681", "40.412.16708"]


def test_a_code_that_begins_alike_is_another_unit() -> None:
    assert _chosen(Target("40.41")) == ["40.41"]
    assert "40.412" in _chosen(Target("40", without=("40.41",)))


def test_only_the_kinds_that_are_named() -> None:
    assert _chosen(Target("40", kinds=("phuong", "thi_tran"))) == ["40.412.16681", "40.415.16738"]


def test_only_the_units_that_are_named_and_not_those_below_them() -> None:
    assert _chosen(Target("40", units=("40.415", "40.412.16681"))) == ["40.412.16681", "40.415"]


def test_an_exclusion_takes_what_lies_below_with_it_and_wins_over_the_list() -> None:
    assert _chosen(Target("40", units=("40.412.16681", "40.415"), without=("40.412",))) == ["40.415"]


def test_a_unit_outside_the_root_is_not_chosen_though_it_is_named() -> None:
    assert _chosen(Target("40.412", units=("40.415", "38"))) == []


def test_every_path_that_a_target_names_is_checked_against_the_officers_scope() -> None:
    target = Target("40.412", units=("40.412.16681",), without=("38",))
    assert target.paths() == ("40.412", "40.412.16681", "38")


@given(TARGETS)
def test_choosing_never_leaves_the_root_and_never_takes_what_is_excluded(target: Target) -> None:
    chosen = target.choose(UNITS)
    assert all(is_within(unit.path, target.root) for unit in chosen)
    assert not any(is_within(unit.path, path) for unit in chosen for path in target.without)
    assert all(not target.kinds or unit.kind.value in target.kinds for unit in chosen)
    assert all(not target.units or unit.path in target.units for unit in chosen)
    assert chosen == [unit for unit in UNITS if unit in chosen]


@given(TARGETS, PATHS)
def test_another_exclusion_never_chooses_more(target: Target, path: str) -> None:
    narrower = Target(target.root, target.kinds, target.units, (*target.without, path))
    assert set(_chosen(narrower)) <= set(_chosen(target))


@given(TARGETS, st.dictionaries(st.sampled_from(["ages", "gender", "cities", "platform"]), st.just("1,2")))
def test_a_target_in_a_row_is_the_same_target(target: Target, followers: dict[str, str]) -> None:
    whole = Target(target.root, target.kinds, target.units, target.without, followers)
    assert Target.from_row(whole.as_row()) == whole
