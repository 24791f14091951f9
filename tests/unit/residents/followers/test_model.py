"""What is known of a follower does not depend on the order in which events arrive."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from loa.residents.followers.model import FollowChange, Follower
from tests.worlds.fakes import START

changes = st.lists(
    st.builds(
        FollowChange, st.integers(0, 20).map(lambda minute: START + timedelta(minutes=minute)), st.booleans()
    ),
    max_size=8,
)


def _after(changed: list[FollowChange]) -> Follower:
    follower = Follower("oa", "user")
    for change in changed:
        follower = follower.changed(change)
    return follower


@given(changes, st.randoms())
def test_any_order_and_any_repetition_give_the_same_follower(
    changed: list[FollowChange], chance: object
) -> None:
    shuffled = changed * 2
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert _after(shuffled) == _after(changed)


@given(changes)
def test_who_began_by_leaving_was_counted_at_connection(changed: list[FollowChange]) -> None:
    follower = _after(changed)
    if not changed:
        assert follower.weight == 0
        return
    ordered = sorted(changed, key=FollowChange.order)
    assert follower.weight == int(ordered[-1].follows) - int(not ordered[0].follows)
    assert follower.follows == ordered[-1].follows
