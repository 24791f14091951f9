"""Rules of broadcasts: states, approval, what changed, localisation, the ledger's sum, quiet hours."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.clock import VIETNAM
from loa.errors import Conflict, NotAllowed
from loa.publishing.broadcasts.rules import texts
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState, ledger
from loa.publishing.broadcasts.rules.model import (
    APPROVAL_LASTS,
    TRANSITIONS,
    Approval,
    Broadcast,
    BroadcastContent,
    BroadcastState,
    ChangedField,
    Localisation,
    LocalisationState,
    OverQuota,
    changes,
    localised,
)
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.publishing.broadcasts.rules.targets import Target
from tests.worlds.fakes import ARTICLE, START

CONTENT = BroadcastContent(ARTICLE, Target("40"))


def _broadcast(state: BroadcastState = BroadcastState.DRAFT) -> Broadcast:
    return Broadcast("b", "40", "40", CONTENT, state, "author", START)


def _approved(**changed: Any) -> Broadcast:
    approval = Approval("second", START, START + APPROVAL_LASTS, CONTENT.digest())
    return replace(_broadcast(), approval=replace(approval, **changed), approved_content=CONTENT)


@given(st.sampled_from(BroadcastState), st.sampled_from(BroadcastState))
def test_only_the_table_of_transitions_lets_a_state_follow(
    state: BroadcastState, following: BroadcastState
) -> None:
    broadcast = _broadcast(state)
    if following in TRANSITIONS[state]:
        broadcast.require(following)
    else:
        with pytest.raises(Conflict):
            broadcast.require(following)


def test_every_state_has_its_row_and_its_text() -> None:
    assert set(TRANSITIONS) == set(BroadcastState)
    assert set(texts.BROADCAST_STATES) == {state.value for state in BroadcastState}
    assert set(texts.DELIVERY_STATES) == {state.value for state in DeliveryState}


def test_the_author_can_never_approve() -> None:
    with pytest.raises(NotAllowed):
        _broadcast(BroadcastState.DRAFT).require_second_person("author")


# Approval


def test_an_approval_holds_until_it_expires() -> None:
    broadcast = _approved()
    assert not _broadcast().is_approved(START)
    assert broadcast.is_approved(START + APPROVAL_LASTS - timedelta(seconds=1))
    assert not broadcast.is_approved(START + APPROVAL_LASTS)


@pytest.mark.parametrize(
    "changed",
    [
        {"article": ARTICLE | {"title": "Khác"}},
        {"target": Target("40", without=("40.412",))},
        {"over_quota": OverQuota.REFUSE},
        {"localise_until": START},
    ],
)
def test_an_approval_is_of_exactly_that_content(changed: Mapping[str, Any]) -> None:
    assert not replace(_approved(), content=replace(CONTENT, **changed)).is_approved(START)


def test_only_an_approval_in_emergency_is_urgent() -> None:
    assert not _broadcast().is_urgent
    assert not _approved().is_urgent
    assert _approved(emergency="Lũ về").is_urgent


def test_content_in_a_row_is_the_same_content() -> None:
    content = BroadcastContent(
        ARTICLE,
        Target("40", ("xa",), ("40.1",), ("40.2",), {"gender": "2"}),
        OverQuota.REFUSE,
        START + timedelta(days=1),
    )
    assert BroadcastContent.from_row(content.as_row()) == content
    assert BroadcastContent.from_row(content.as_row()).digest() == content.digest()


def test_an_approver_sees_what_has_changed_since_the_last_approval() -> None:
    blocks = [*ARTICLE["blocks"], {"type": "text", "content": "Kính mời."}]
    article = ARTICLE | {"title": "Ngày hội mới", "blocks": blocks}
    edited = replace(_approved(), content=BroadcastContent(article, Target("40", without=("40.412",))))
    assert edited.changes_since_approval() == [
        ChangedField("article.blocks[1].content", "", "Kính mời."),
        ChangedField("article.blocks[1].type", "", "text"),
        ChangedField("article.title", "Ngày hội Đại đoàn kết", "Ngày hội mới"),
        ChangedField("target.without[0]", "", "40.412"),
    ]


def test_nothing_has_changed_when_nothing_was_approved_before_or_nothing_was_edited() -> None:
    assert _broadcast().changes_since_approval() == []
    assert _approved().changes_since_approval() == []
    assert changes(CONTENT, CONTENT) == []


# Localisation


def test_a_unit_adds_at_the_end_and_changes_nothing_else() -> None:
    own = Localisation("40.412", LocalisationState.APPROVED, "Lời của xã.", "https://x.vn/a.jpg", "an", START)
    article = localised(ARTICLE, own.blocks())
    assert article["blocks"] == [
        *ARTICLE["blocks"],
        {"type": "text", "content": "Lời của xã."},
        {"type": "image", "url": "https://x.vn/a.jpg", "caption": ""},
    ]
    assert {name: article[name] for name in article if name != "blocks"} == {
        name: ARTICLE[name] for name in ARTICLE if name != "blocks"
    }
    assert localised(ARTICLE, ()) == ARTICLE


# The ledger


@given(st.lists(st.sampled_from(DeliveryState)))
def test_the_ledger_always_adds_up(states: list[DeliveryState]) -> None:
    rows = [Delivery("b", f"40.{number}", "Xã", "oa", state, START) for number, state in enumerate(states)]
    counted = ledger(rows)
    assert counted.planned == len(states)
    assert set(counted.counts) == set(DeliveryState)
    assert counted.is_finished == all(not state.is_open for state in states)


@pytest.mark.parametrize(
    ("failed", "sent", "stops"),
    [(9, 0, False), (10, 0, True), (10, 40, False), (10, 39, True), (100, 400, False), (101, 400, True)],
)
def test_more_than_a_fifth_failed_is_too_much_once_ten_have_failed(
    failed: int, sent: int, *, stops: bool
) -> None:
    states = [DeliveryState.FAILED] * failed + [DeliveryState.SENT] * sent + [DeliveryState.PENDING] * 50
    rows = [Delivery("b", f"40.{number}", "Xã", "oa", state, START) for number, state in enumerate(states)]
    assert ledger(rows).fails_too_often is stops


# Quiet hours


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2024-10-05T21:59:59", None),
        ("2024-10-05T22:00:00", "2024-10-06T06:00:00"),
        ("2024-10-06T00:00:00", "2024-10-06T06:00:00"),
        ("2024-10-06T05:59:59", "2024-10-06T06:00:00"),
        ("2024-10-06T06:00:00", None),
    ],
)
def test_quiet_hours_are_those_of_vietnam(at: str, opens: str | None) -> None:
    instant = datetime.fromisoformat(at).replace(tzinfo=VIETNAM)
    expected = datetime.fromisoformat(opens).replace(tzinfo=VIETNAM) if opens else None
    assert QuietHours.parse("22:00-06:00").ends_after(instant) == expected


@given(st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)))
def test_after_the_quiet_hours_end_it_is_not_quiet(local: datetime) -> None:
    hours = QuietHours.parse("22:00-06:00")
    instant = local.replace(tzinfo=VIETNAM)
    if opens := hours.ends_after(instant):
        assert timedelta(0) < opens - instant <= timedelta(hours=8)
        assert hours.ends_after(opens) is None


def test_without_quiet_hours_it_is_never_quiet() -> None:
    assert QuietHours.parse("00:00-00:00").ends_after(START) is None
