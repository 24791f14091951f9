"""A run from approval to its end, on both engines: killed anywhere, paused, while residents write."""

import json
import random
from collections import Counter
from typing import Any

import pytest

from loa.casework.cases.rows.keys import case_key
from loa.dialogue.conversations.model import WorklistState
from loa.errors import Conflict, NotAllowed
from loa.foundation.accounts.account_moves import move_account
from loa.foundation.accounts.model import AccountKey
from loa.foundation.officers.model import Role
from loa.foundation.statistics.store import Gauge
from loa.foundation.units.moves import LeftReason
from loa.platform.aws import clients
from loa.platform.aws.dynamodb.transactions import commit
from loa.publishing.broadcasts.rules.model import BroadcastState
from loa.publishing.library.importing.sources import SourceStore
from loa.publishing.library.projection.invitations import invitations_in
from loa.publishing.library.rules.model import WithdrawalKind, item_id, split_id
from loa.reorganisation.running.farewell import farewell_id
from loa.reorganisation.running.jobs import MOST_PASSES
from loa.reorganisation.store import ReorganisationState, plan_bytes, plan_from
from loa.residents.data_requests.store import id_of
from tests.conftest import OpenTable
from tests.worlds.fakes import Killed
from tests.worlds.library import EDITOR
from tests.worlds.store.reorganisation_office import PLANNER, PROVINCE, SECOND
from tests.worlds.store.reorganisation_world import (
    DISTRICT,
    JULY,
    NEW,
    World,
)


@pytest.fixture
def world(table: OpenTable) -> World:
    return World(table)


def nothing_is_left(world: World) -> None:
    """Nothing stands at a path that has ended, but history."""
    for path in (*world.old, DISTRICT):
        assert world.accounts.of_unit(PROVINCE, path) is None
        assert not list(world.officers.of_unit(path))
        assert not world.stores.on_call.of(path).officers
        for standing in WorklistState:
            assert not world.listed(path, standing), (path, standing)
        assert not world.cases.store.all_of_unit(PROVINCE, path, limit=9)[0]
        assert not [each for each in world.canned.for_unit(path) if each.unit_path == path]
        left = {row["sort"].split("#")[0] for row in world.library.content.rows(path, consistent=True)}
        assert left <= {"audit"}
        shown = world.library.published.all(path)
        assert {each.withdrawal and each.withdrawal.kind for each in shown} == {WithdrawalKind.REDIRECT}
        assert world.library.shown_rows(path) == ["home", *["item"] * len(shown)]
        requests = world.requests.of_unit(PROVINCE, path)
        assert [id_of(row) for row in requests] == [f"request-1-{path}"]
    assert not {each.unit_path for each in world.campaigns.all()} & {*world.old, DISTRICT}
    invited = invitations_in(world.library.shown.get(PROVINCE, "invitations"))
    assert {each.unit_path for each in invited} == {NEW, PROVINCE}
    assert len(SourceStore(world.library.content).of_unit(NEW)) == len(world.old)


def test_everything_is_found_under_the_successor(world: World) -> None:
    before = world.sums()
    world.approved()

    world.finish()

    nothing_is_left(world)
    assert world.sums() == before
    largest = world.old[-1]
    own = world.accounts.of_unit(PROVINCE, NEW)
    assert own
    assert own.oa_id == f"oa-{largest}"
    assert {each.oa_id for each in world.accounts.retired(PROVINCE, NEW)} == {
        f"oa-{path}" for path in world.old[:-1]
    }
    assert {each.oa_id for each in world.accounts.retired(PROVINCE, PROVINCE)} >= {f"oa-{DISTRICT}"}
    waiting = world.listed(NEW, WorklistState.WAITING)
    assert waiting == {(f"oa-{path}", user) for path in world.old for user in ("waiting", "assigned")}
    assert world.listed(NEW, WorklistState.CLOSED) == {(f"oa-{path}", "closed") for path in world.old}
    assert len(world.cases.store.worklist_of_unit(PROVINCE, NEW, limit=9).items) == 3
    assert len(world.canned.for_unit(NEW)) >= 3  # three texts of one name: none is lost


def test_an_old_address_of_an_item_leads_to_the_new_one__its_page_below_comes_along(world: World) -> None:
    (shown,) = world.library.published.all(world.old[0])
    world.approved()
    world.finish()

    identifier = split_id(shown.item_id)[1]
    found = world.library.published.get(shown.item_id)
    assert found
    assert found.withdrawal
    assert found.withdrawal.redirect_to == item_id(NEW, identifier)
    new = world.library.published.get(found.withdrawal.redirect_to)
    assert new
    assert (new.content, new.unit_path, new.withdrawal) == (shown.content, NEW, None)
    (below,) = [item for item in world.library.store.of_unit(NEW) if item.title == f"Trang {world.old[0]}"]
    work = world.library.store.work(below.item_id)
    assert work.draft().content.fields["parent"] == item_id(NEW, identifier)
    world.library.service.submit(EDITOR, below.item_id, work.draft().revision)  # it goes on like any other


def test_followers_of_retired_accounts_are_told_once__where_to_go(world: World) -> None:
    """It is in the ledger, whose workers send each delivery at most once."""
    chance = random.Random(7)
    found = world.approved()
    assert found.plan
    name = farewell_id(found.plan)
    for _ in range(100):
        try:
            if world.round(requests=chance.randint(1, 60)).is_done:
                break
        except Killed:
            continue
        world.clock.forward(minutes=10)

    told = {row.oa_id: row for row in world.deliveries.of(name, PROVINCE, consistent=True)}
    broadcast = world.stores.broadcasts.get(name)
    assert told.keys() == {f"oa-{path}" for path in (*world.old[:-1], DISTRICT)}
    assert (broadcast.planned, broadcast.state) == (len(told), BroadcastState.SENDING)
    assert broadcast.is_approved(world.clock())
    assert broadcast.approval
    assert broadcast.approval.officer == SECOND.id
    assert world.stores.broadcasts.active(PROVINCE) == [name]
    for oa_id, successor in ((f"oa-{world.old[0]}", f"oa-{world.old[-1]}"), (f"oa-{DISTRICT}", "oa-40")):
        words, picture = told[oa_id].blocks
        assert f"https://zalo.me/{successor}" in words["content"]
        assert picture["url"].endswith(f"?of=https://zalo.me/{successor}")
    queued = [json.loads(message.body)["oa_id"] for message in world.queue.messages]
    assert set(queued) <= told.keys()


def test_what_cannot_be_moved_is_left_for_people__and_the_run_ends(world: World) -> None:
    broken = world.open_case(world.old[0])
    table = world.cases.store.table
    world.approved()
    row = table.get(*case_key(broken.id))
    assert row
    table.put({**row, "state": "of an earlier release"})

    world.finish(rounds=MOST_PASSES)

    found = world.store.get(PROVINCE, JULY)
    assert found
    assert (found.state, found.progress.passes) == (ReorganisationState.DONE, MOST_PASSES)
    assert [(each.what, each.reference, each.path, each.reason) for each in found.progress.left] == [
        ("case", broken.id, world.old[0], LeftReason.REFUSED)
    ]
    assert found.progress.left_count == 1
    assert world.accounts.of_unit(PROVINCE, NEW)
    assert len(world.cases.store.worklist_of_unit(PROVINCE, NEW, limit=9).items) == 3


def test_history_keeps_its_path__and_a_case_that_is_reopened_comes_back_to_the_successor(
    world: World,
) -> None:
    case = world.open_case(world.old[0])
    world.approved()
    world.finish()

    found = world.cases.load(case.id)

    assert (found.case.unit_path, found.case.received_path) == (NEW, world.old[0])
    assert [line.unit_path for line in found.history] == [world.old[0], NEW]
    assert found.history[-1].facts == {"from_path": world.old[0], "to_path": NEW}


def test_killed_thirty_times_at_random__nothing_is_lost_or_doubled(world: World) -> None:
    before, chance, kills = world.sums(), random.Random(18), 0
    world.approved()

    for _ in range(200):
        try:
            ended = world.round(requests=chance.randint(1, 40)).is_done
        except Killed:
            kills += 1
            continue
        if ended:
            break
        world.clock.forward(minutes=10)

    found = world.store.get(PROVINCE, JULY)
    assert found
    assert found.state is ReorganisationState.DONE
    assert kills >= 10
    nothing_is_left(world)
    assert world.sums() == before


def test_residents_who_write_meanwhile_to_a_process_that_knows_the_old_unit(world: World) -> None:
    old = world.old[0]
    before, counted = world.sums(), world.statistics.follower_gauge(old).followers
    world.approved()
    world.round()  # the accounts have moved, everything has moved

    world.write(f"oa-{old}", "late", old)  # this process remembers the account for a minute
    world.follow(f"oa-{old}", "late", old)
    world.clock.forward(minutes=10)
    world.finish()

    assert (f"oa-{old}", "late") in world.listed(NEW, WorklistState.WAITING)
    after = world.sums()
    assert after.followers == before.followers + 1
    assert after.conversations == before.conversations + 1
    nothing_is_left(world)
    gauges = world.statistics.gauges(PROVINCE)
    assert not {path for path, gauge in gauges.items() if gauge.followers} & {*world.old, DISTRICT}
    account = world.accounts.by_oa(f"oa-{old}")
    assert account
    assert world.statistics.follower_gauge(account.gauge).followers == counted + 1


def test_an_account_that_retired_before_is_followed_by_a_process_that_knows_an_older_unit(
    world: World,
) -> None:
    retired, old = world.old[0], world.old[1]
    account = world.accounts.of_unit(PROVINCE, retired)
    assert account
    move_account(
        account, old, retires=True, at=world.clock(), accounts=world.accounts, statistics=world.statistics
    )
    before = world.sums()
    world.approved()
    world.round()

    commit([world.statistics.follower_change(f"{old}#oa-{retired}", 1)])
    commit([world.statistics.follower_change(f"{old}#oa-{retired}", -2)])
    world.clock.forward(minutes=10)
    world.finish()

    assert world.statistics.follower_gauge(f"{old}#oa-{retired}") == Gauge(None, None)
    assert world.sums().followers == before.followers - 1
    nothing_is_left(world)


def test_paused__nothing_moves_until_somebody_lets_it_go_on(world: World) -> None:
    world.approved()
    with pytest.raises(Killed):
        world.round(requests=60)
    world.service.pause(JULY, PLANNER)
    seen = world.store.get(PROVINCE, JULY)

    assert world.round().moved == 0
    assert world.store.get(PROVINCE, JULY) == seen
    world.service.start(JULY, PLANNER)
    world.finish()
    nothing_is_left(world)


def test_two_people__and_what_was_seen(world: World) -> None:
    world.service.draft(JULY, PLANNER)
    _, plan = world.service.look(JULY, PLANNER)
    with pytest.raises(Conflict):  # the district is not decided
        world.service.submit(JULY, plan.digest, PLANNER)
    world.service.accept_suggestions(JULY, PLANNER)
    _, plan = world.service.look(JULY, PLANNER)
    world.service.submit(JULY, plan.digest, PLANNER)

    with pytest.raises(NotAllowed):
        world.service.approve(JULY, plan.digest, PLANNER)
    with pytest.raises(Conflict):
        world.service.approve(JULY, "0" * 64, SECOND)
    with pytest.raises(Conflict):
        world.service.start(JULY, SECOND)
    approved = world.service.approve(JULY, plan.digest, SECOND)

    assert approved == world.service.approve(JULY, plan.digest, SECOND)
    assert approved.plan
    assert plan_from(plan_bytes(approved.plan)) == approved.plan
    with pytest.raises(Conflict):
        world.service.decide(JULY, f"account:{NEW}", f"oa-{world.old[0]}", SECOND)


def test_officers_keep_their_roles_where_the_unit_went_by_rule__else_power_is_proposed_anew(
    world: World,
) -> None:
    world.approved()
    world.finish()

    by_rule = world.officers.officer(NEW, f"admin-{world.old[0]}")
    placed = world.officers.officer(PROVINCE, f"admin-{DISTRICT}")
    assert by_rule
    assert by_rule.roles == {Role.ADMINISTRATOR}
    assert placed
    assert placed.roles == {Role.VIEWER}
    assert world.pool.given[f"admin-{DISTRICT}"]["custom:unit"] == PROVINCE
    linked = world.officers.officer(NEW, f"editor-{world.old[0]}")
    assert linked
    assert linked.is_linked


def test_a_retired_account_still_speaks__and_its_state_is_kept_where_it_stands(world: World) -> None:
    old = world.old[0]
    world.approved()
    world.finish()

    found = world.accounts.of_key(AccountKey(PROVINCE, old, f"oa-{old}"))  # a message that was under way
    assert found
    assert (found.is_retired, found.unit_path) == (True, NEW)
    world.accounts.set_message_api(found.key, "v2")

    again = world.accounts.by_oa(f"oa-{old}")
    assert again
    assert again.message_api == "v2"
    own = world.accounts.of_unit(PROVINCE, NEW)
    assert own
    assert own.message_api == ""


def test_a_follower_who_stands_in_no_list_costs_nothing(world: World) -> None:
    """Rows written in Audience are those of conversations; some hundred requests a unit in two passes."""
    written: Counter[str] = Counter()

    def note(params: dict[str, Any], **_: Any) -> None:
        written["requests"] += 1
        for action in json.loads(params["body"]).get("TransactItems", ()):
            (what,) = action.values()
            written[what["TableName"]] += 1

    for number in range(40):
        world.follow(f"oa-{world.old[0]}", f"more-{number}", world.old[0])
    world.approved()
    events = clients.dynamodb().meta.client.meta.events
    events.register("before-call.dynamodb", note)
    world.finish()
    events.unregister("before-call.dynamodb", note)

    conversations = 3 * len([*world.old, DISTRICT])
    assert written[world.audience.name] == conversations
    assert written["requests"] / len([*world.old, DISTRICT]) < 120, written
