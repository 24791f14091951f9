"""460 → 412 → 130: nobody and nothing is lost or doubled, killed 30 times, with events told twice and late.

Everyday a part of the province that has all its traps; `HYPOTHESIS_PROFILE=thorough` takes all 482
accounts and 2,000 residents.
"""

from collections import Counter
from datetime import date

import pytest
from hypothesis import settings

from loa.casework.cases.rules.model import CaseState, Move
from loa.clock import local_day
from loa.dialogue.conversations.model import WorklistState
from loa.publishing.broadcasts.rules.delivery import DeliveryState
from loa.reorganisation.running.farewell import farewell_id
from loa.reorganisation.store import ReorganisationState
from loa.residents.followers.store import user_of
from tests.conftest import OpenTable
from tests.worlds.cases import read_with_history
from tests.worlds.fakes import Killed
from tests.worlds.recounts import recount
from tests.worlds.store.reorganisation_office import PROVINCE, SECOND
from tests.worlds.store.replay_world import DECEMBER, ENDINGS, JULY, SOME, ProvinceReplay

KILLS = 15
"""On each of the two days."""


ENGINE_ONLY = pytest.mark.parametrize(
    "table", [pytest.param("dynamodb-local", marks=pytest.mark.enable_socket)], indirect=True
)
"""moto copies all its tables for each transaction."""


@pytest.fixture
def world(table: OpenTable) -> ProvinceReplay:
    if settings.get_current_profile_name() == "thorough":
        return ProvinceReplay(table, residents=2_000, names=frozenset())
    return ProvinceReplay(table, residents=120, names=SOME)


@ENGINE_ONLY
def test_nobody_and_nothing_is_lost_or_doubled(world: ProvinceReplay, table: OpenTable) -> None:
    assert set(world.told.cases.values()) == set(CaseState)

    reorganised(world, DECEMBER)
    everything_is_there(world)
    world.clock.forward(days=211)
    for number, account in enumerate(world.accounts.everyone(PROVINCE)):  # the retired ones, too
        world.lives(f"u{90_000 + number}", account.oa_id, account.unit_path, number)
    reorganised(world, JULY)
    everything_is_there(world)
    since, until = date(2024, 11, 29), local_day(world.clock())
    assert recount(table, world.clock()).differences(PROVINCE, since, until) == []

    for case_id, state in world.told.cases.items():
        if state.is_open:
            for step in ENDINGS.get(state, (Move.ACCEPT, Move.ANSWER)):
                world.move(case_id, step)
            assert world.cases.read(case_id).state is CaseState.ANSWERED


def reorganised(world: ProvinceReplay, on: date) -> None:
    """The day comes: the run dies here and there, and between its rounds the world goes on."""
    plan = world.approved_for(on).plan
    assert plan
    before = {account.oa_id for account in world.accounts.everyone(PROVINCE)}
    world.clock.forward(days=1)
    world.today = world.sending.day = on
    world.service.start(on, SECOND)
    kills, ended = 0, False
    while not ended:
        try:
            dies_after = world.chance.randint(1, 90) if kills < KILLS else None
            ended = world.round_on(on, requests=dies_after).is_done
        except Killed:
            kills += 1
        if not ended:
            world.again_and_late()
            world.clock.forward(minutes=6)
    found = world.store.get(PROVINCE, on)
    assert found
    assert (kills, found.state, found.progress.left) == (KILLS, ReorganisationState.DONE, ())
    assert {account.oa_id for account in world.accounts.everyone(PROVINCE)} == before

    world.sending.work()
    told = list(world.deliveries.of(farewell_id(plan), PROVINCE, consistent=True))
    assert Counter(row.oa_id for row in told) == Counter(each.oa_id for each in plan.retired)
    assert {row.state for row in told} == {DeliveryState.SENT}
    world.told.deliveries += len(told)


def everything_is_there(world: ProvinceReplay) -> None:
    """All that was told stands once, at a unit of today."""
    people_are_there(world)
    cases_are_there(world)
    present, told = world.present(), world.told
    assert {campaign.unit_path for campaign in world.campaigns.all()} <= present.keys()
    entries = [
        len(list(world.entries.entries(world.contest, shard))) for shard in range(world.contest.shards)
    ]
    counts = world.entries.counts(world.contest.id).values()
    assert (sum(entries), sum(each["persons"] for each in counts)) == (told.entries, told.entries)
    said = world.opinions.store.single_counts(world.consultation.id)
    assert sum(each.opinions for each in said.values()) == told.entries

    assert world.sending.states(world.broadcast) == {
        path: DeliveryState.SENT.value for path in world.born if path != PROVINCE
    }
    world.sending.check_nothing_is_sent_twice()
    figures = world.figures()
    assert {metric: figures[metric] for metric in told.figures} == told.figures


def people_are_there(world: ProvinceReplay) -> None:
    """Accounts, their followers, who waits for an answer, officers."""
    present, told = world.present(), world.told
    accounts = world.accounts.everyone(PROVINCE)
    own = [account.unit_path for account in accounts if not account.is_retired]
    assert len(own) == len(set(own))
    assert {account.unit_path for account in accounts} <= present.keys()

    rows = [
        (account, user_of(row))
        for account in accounts
        for row in world.followers.followers(account.oa_id, consistent=True)
    ]
    assert Counter((account.oa_id, user) for account, user in rows) == Counter(told.follows)
    standing = Counter(account.unit_path for account, _ in rows)
    gauges = world.statistics.gauges(PROVINCE)
    assert {path: gauge.followers for path, gauge in gauges.items() if gauge.followers} == standing

    waiting = [world.listed(path, WorklistState.WAITING) for path in present]
    assert Counter(each for listed in waiting for each in listed) == Counter(told.waiting)
    officers = world.officers.of_province(PROVINCE)
    assert len(officers) == len(world.born)
    assert {officer.unit_path for officer in officers} <= present.keys()


def cases_are_there(world: ProvinceReplay) -> None:
    """Every case is in its state, at a unit of today, counted there, and its history has no gap."""
    cases = list(world.found_cases())
    assert {case.id: case.state for case in cases} == world.told.cases
    assert {case.unit_path for case in cases} <= world.present().keys()
    standing = Counter((case.unit_path, f"{case.kind}.{case.state}") for case in cases)
    gauges = world.statistics.gauges(PROVINCE)
    counted = {(path, what): number for path, gauge in gauges.items() for what, number in gauge.cases.items()}
    assert {place: number for place, number in counted.items() if number} == standing
    for case in cases:
        history = read_with_history(world.cases, case.id)[1]
        assert [line.version for line in history] == list(range(1, case.version + 1))
