"""What officers think of an entry, on both engines: one person's finding gives way, and nothing else does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from loa.errors import Conflict, NotAllowed
from loa.participation.contests.reviews import EntryReview, ReviewState, ReviewStore, Telling
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable

NOON = datetime(2026, 12, 1, 5, tzinfo=UTC)
NORMAL = EntryReview("A1", ReviewState.NORMAL, "", "first", NOON, signals="fast")
PROPOSED = EntryReview(
    "A1", ReviewState.PROPOSED, "Không kịp đọc.", "second", NOON + timedelta(hours=1), signals="fast"
)


@pytest.fixture
def store(table: OpenTable) -> ReviewStore:
    return ReviewStore(table("Participation"))


def test_what_one_found_normal__gives_way_to_a_proposal__once(store: ReviewStore) -> None:
    for _ in range(2):
        store.add("contest", 1, NORMAL)
    before = store.find("contest", 1, "A1")
    assert before == NORMAL
    for _ in range(2):
        store.add("contest", 1, PROPOSED, before)
    assert store.find("contest", 1, "A1") == PROPOSED
    for other in (replace(PROPOSED, by="third"), replace(NORMAL, signals="alike")):
        with pytest.raises(Conflict):  # who read the entry before the proposal
            store.add("contest", 1, other, before)
    assert store.find("contest", 1, "A1") == PROPOSED


def test_what_a_second_person_kept__gives_way_to_nothing(store: ReviewStore) -> None:
    store.add("contest", 1, PROPOSED)
    store.telling("contest", 1, PROPOSED, Telling.UNSENT)
    found = store.find("contest", 1, "A1")
    assert found == replace(PROPOSED, telling=Telling.UNSENT)
    commit([store.deciding("contest", 1, found, ReviewState.NORMAL, "third")])
    store.telling("contest", 1, PROPOSED, Telling.UNKNOWN)
    kept = store.find("contest", 1, "A1")
    assert kept == replace(found, state=ReviewState.NORMAL, decided_by="third")
    assert kept.holds_for("alike")
    with pytest.raises(Conflict):
        kept.check_before(replace(PROPOSED, by="fourth", signals="alike"))


def test_who_found_it_normal__proposes_nothing__before_there_are_other_signals() -> None:
    assert NORMAL.holds_for("fast")
    assert not NORMAL.holds_for("alike")
    NORMAL.check_before(PROPOSED)
    with pytest.raises(NotAllowed):
        NORMAL.check_before(replace(PROPOSED, by="first"))
    NORMAL.check_before(replace(PROPOSED, by="first", signals="alike"))
    NORMAL.check_before(replace(NORMAL, by="second", signals="alike"))
    with pytest.raises(Conflict):
        NORMAL.check_before(replace(NORMAL, by="second"))
    with pytest.raises(Conflict):
        PROPOSED.check_before(replace(PROPOSED, by="third", signals="alike"))
