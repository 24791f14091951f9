"""Rows of consultations: what is counted is what was said, and conferences are never added to persons."""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loa import ids
from loa.errors import Conflict, NotFound
from loa.foundation.officers.model import Officer, Role
from loa.participation.campaigns.model import Campaign, CampaignKind, CampaignState, Participant
from loa.participation.campaigns.service import CampaignService
from loa.participation.campaigns.store import CampaignStore, EntryStore
from loa.participation.consultations.corrections import CorrectionDesk
from loa.participation.consultations.desk import ConsultationDesk
from loa.participation.consultations.rows import as_seen
from loa.participation.consultations.rules.model import WHOLE, Stance
from loa.participation.consultations.rules.opinions import (
    Conference,
    ConferenceCounts,
    ConferenceOpinion,
    GivenOpinion,
    counted,
)
from loa.participation.consultations.rules.parsing import parsed
from loa.participation.consultations.rules.versions import first_text
from loa.participation.consultations.service import ConsultationService
from loa.participation.consultations.store import ConsultationStore
from loa.platform.aws.dynamodb.tables import ConditionFailed
from tests.conftest import OpenTable
from tests.worlds.drafts import DRAFT
from tests.worlds.searching import examples

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
UNITS = ("40.16681", "40.17506")
NODES = (WHOLE, "3", "5", "14")
PERSONS = tuple(Participant(f"{number:032x}", is_known=True) for number in range(4))

ENGINE_ONLY = pytest.mark.parametrize(
    "table", [pytest.param("dynamodb-local", marks=pytest.mark.enable_socket)], indirect=True
)
"""moto cannot be asked by several threads at once."""


def minutes(name: str) -> Conference:
    return Conference(name, UNITS[0], date(2026, 11, 29), 40, "Trưởng xóm 3", "Nhất trí", "officer-1")


type Begin = Callable[[], tuple[Campaign, ConsultationService]]


@pytest.fixture
def begin(table: OpenTable) -> Begin:
    """Open a consultation of its own each time, on moto and on Amazon's engine."""
    store = ConsultationStore(EntryStore(table("Participation")))

    def begun() -> tuple[Campaign, ConsultationService]:
        campaign = Campaign(
            id=ids.new_id(NOW),
            kind=CampaignKind.CONSULTATION,
            unit_path="40",
            title="Dự thảo",
            about="",
            opens=NOW - timedelta(hours=1),
            closes=NOW + timedelta(hours=1),
            hands=("writer",),
            state=CampaignState.PUBLISHED,
            content={"text": "0001#a"},
        )
        store.save_text(campaign.id, "0001#a", first_text(parsed(DRAFT)))
        return campaign, ConsultationService(store)

    return begun


SINGLES = st.tuples(
    st.sampled_from(PERSONS), st.sampled_from(NODES), st.sampled_from(Stance), st.sampled_from(("", "lời"))
)
MEETINGS = st.tuples(st.sampled_from(("m1", "m2")), st.sampled_from(NODES), st.integers(0, 9))


@settings(max_examples=examples(8), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(SINGLES, MEETINGS), max_size=12))
def test_counts__after_whatever_was_said__are_what_was_said_apart_for_persons_and_conferences(
    begin: Begin, steps: list[tuple[str, str, int] | tuple[Participant, str, Stance, str]]
) -> None:
    campaign, service = begin()
    store, said, held = service.store, {}, {}
    meetings = {name: minutes(name) for name in ("m1", "m2")}
    for each in meetings.values():
        store.add_conference(campaign.id, each)
    for step in steps:
        if len(step) == 3:
            meeting, node, agree = step
            one = ConferenceOpinion("", meeting, node, agree, 1, 2, "")
            if (meeting, node) in held:
                with pytest.raises(ConditionFailed):
                    store.add_conference_opinion(campaign.id, meetings[meeting], one)
                continue
            store.add_conference_opinion(campaign.id, meetings[meeting], one)
            held[meeting, node] = agree
        else:
            person, node, stance, words = step
            for _ in range(2):  # pressed twice
                service.give(campaign, person, UNITS[0], node, GivenOpinion(stance, words), NOW)
            said[person.id, node] = stance
    singles = {node: each for node, each in store.single_counts(campaign.id).items() if each.opinions}
    assert singles == counted(store.opinions(campaign))
    assert sum(each.opinions for each in singles.values()) == len(said)
    agreeing = sum(each.agree for each in singles.values())
    assert agreeing == sum(stance is Stance.AGREE for stance in said.values())
    expected = {
        node: ConferenceCounts(len(found), sum(found), len(found), 2 * len(found))
        for node in NODES
        if (found := [agree for (_, other), agree in held.items() if other == node])
    }
    assert store.conference_counts(campaign.id) == expected
    units = store.entries.counts(campaign.id)
    persons = len({person for person, _ in said})
    assert sum(each["persons"] for each in units.values()) == persons
    assert sum(each["opinions"] for each in units.values()) == len(said)


@ENGINE_ONLY
def test_the_same_opinion__from_many_threads__is_one_person_and_one_opinion(begin: Begin) -> None:
    campaign, service = begin()

    def send(number: int) -> None:
        try:
            service.give(
                campaign, PERSONS[0], UNITS[1], NODES[number % 2], GivenOpinion(Stance.DISAGREE), NOW
            )
        except Conflict:
            return  # another of them was first three times over; it stands all the same

    threads = [threading.Thread(target=send, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    said = list(service.store.opinions(campaign))
    assert len(said) <= 2
    assert counted(said) == service.store.single_counts(campaign.id)
    units = service.store.entries.counts(campaign.id)
    assert units[UNITS[1]] == {"opinions": len(said), "persons": 1}


@ENGINE_ONLY
def test_a_conference__taken_out_while_somebody_types_on__leaves_no_number_behind(
    begin: Begin, table: OpenTable
) -> None:
    campaign, service = begin()
    store = service.store
    campaigns = CampaignService(CampaignStore(store.table, "40"), store.entries, table("Published"))
    campaigns.campaigns.add(campaign)
    desk = ConsultationDesk(campaigns, service)
    officer = Officer("officer-1", "Lan", "40", frozenset({Role.EDITOR}))
    for number in range(6):
        held = minutes(f"m{number}")
        store.add_conference(campaign.id, held)
        together, taken_out = threading.Barrier(2), threading.Event()

        def type_on(held: Conference = held, together: threading.Barrier = together) -> None:
            together.wait()
            for node in NODES:
                try:
                    desk.add_conference_opinion(
                        officer, campaign.id, ConferenceOpinion("", held.id, node, 9, 1, 2, "")
                    )
                except (Conflict, NotFound):
                    return

        def take_out(
            held: Conference = held, together: threading.Barrier = together, done: threading.Event = taken_out
        ) -> None:
            together.wait()
            while not done.is_set():
                present = campaigns.campaigns.find(campaign.id)
                with suppress(Conflict):
                    CorrectionDesk(desk).take_out_conference(officer, present, held.id, "", "Nhập nhầm", NOW)
                    done.set()

        threads = [threading.Thread(target=each) for each in (type_on, take_out)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert store.conferences(campaign.id) == ([], [])
    counts = store.conference_counts(campaign.id).values()
    assert all(each == ConferenceCounts() for each in counts)


def test_a_conference__written_twice__is_one(begin: Begin) -> None:
    campaign, service = begin()
    held = minutes("m1")
    for _ in range(2):
        service.store.add_conference(campaign.id, held)
    assert service.store.conferences(campaign.id) == ([held], [])


def test_a_group__given_to_words_that_change_just_then__waits_for_somebody_who_reads_them(
    begin: Begin,
) -> None:
    campaign, service = begin()
    for words in ("Ba ngày ngắn quá", "Ba ngày là vừa"):
        before = service.store.opinion(campaign, PERSONS[0].id, WHOLE)
        service.give(campaign, PERSONS[0], UNITS[0], WHOLE, GivenOpinion(Stance.OTHER, words), NOW)
    assert before
    with pytest.raises(Conflict):
        service.store.mark(before, {"theme": "t1", "aside": ""})
    row = service.store.opinion(campaign, PERSONS[0].id, WHOLE)
    assert row
    assert row["theme"] == ""
    service.store.mark(row, {"theme": "t1", "aside": ""})
    with pytest.raises(ConditionFailed):  # as a correction writes what it has read
        service.store.table.put({**row, "words": "Nhập nhầm"}, only_if=as_seen(row))


def test_a_closed_consultation__takes_nothing(begin: Begin) -> None:
    campaign, service = begin()
    with pytest.raises(Conflict):
        service.give(campaign, PERSONS[0], UNITS[0], WHOLE, GivenOpinion(Stance.AGREE), campaign.closes)
    assert list(service.store.opinions(campaign)) == []
