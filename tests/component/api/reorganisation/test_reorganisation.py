"""Two administrators take a reorganisation from the first draft to its end, over HTTP and the schedule."""

import json
from typing import Any

import pytest

from loa import clock
from loa.bootstrap import publishing as bootstrap_publishing
from loa.foundation.statistics.store import Gauge
from loa.platform.aws import clients
from loa.platform.aws.dynamodb.transactions import commit
from loa.platform.aws.user_pools import directory
from loa.publishing.broadcasts.rows.queues import Queues
from tests.conftest import OpenTable
from tests.worlds.doors import Context, load
from tests.worlds.province import ADMINISTRATOR, VIEWER, WARD_ADMINISTRATOR, Door, Person, door
from tests.worlds.quick_moto import make_bucket
from tests.worlds.store.reorganisation_office import PROVINCE
from tests.worlds.store.reorganisation_world import DISTRICT, NEW, World

SECOND = Person("administrator-9", PROVINCE, "administrator")
DAY = "2025-07-01"
PATH = f"/reorganisations/{DAY}"


@pytest.fixture
def world(open_table: OpenTable) -> World:
    return World(open_table)


@pytest.fixture
def office(world: World, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    tables = (
        "Units",
        "Audience",
        "Content",
        "Published",
        "Privacy",
        "Participation",
        "Broadcasts",
        "Cases",
        "Statistics",
        "Sessions",
        "Inbox",
    )
    for name, value in {
        "PROVINCE_CODE": PROVINCE,
        "UNITS_AS_OF": DAY,
        "MESSAGES_QUEUE_URL": "https://sqs.example/messages.fifo",
        "DELIVERIES_QUEUE_URL": "https://sqs.example/deliveries.fifo",
        "URGENT_QUEUE_URL": "https://sqs.example/urgent.fifo",
        "MEDIA_BUCKET": "media",
        "USER_POOL_ID": "pool",
        **{f"{table.upper()}_TABLE": open_table(table).name for table in tables},
    }.items():
        monkeypatch.setenv(name, value)
    make_bucket("media")
    monkeypatch.setattr(bootstrap_publishing, "delivery_queues", lambda: Queues(world.queue, world.queue))
    monkeypatch.setattr(directory, "UserPool", lambda _pool_id: world.pool)
    monkeypatch.setattr(clock, "now", world.clock)
    return door("reorganisation", load("reorganisation"))


def round_of(office: Door) -> dict[str, Any]:
    """The schedule calls."""
    answer: dict[str, Any] = office.module.handler({}, Context())
    return answer


def test_from_the_draft_to_the_end(office: Door, world: World) -> None:
    before = world.sums()
    drafted = office.ask(ADMINISTRATOR, "POST", "/reorganisations", {"on": DAY}, key="drafting-1")
    assert drafted == office.ask(ADMINISTRATOR, "POST", "/reorganisations", {"on": DAY}, key="drafting-1")
    assert drafted.status == 201, drafted.faults
    assert drafted.body["decisions_open"] == 3  # the district, and its two officers
    assert not drafted.body["totals_equal"]

    early = office.ask(ADMINISTRATOR, "POST", f"{PATH}/submission", {"digest": drafted.body["digest"]})
    wrong = office.ask(ADMINISTRATOR, "POST", f"{PATH}/decisions", {"decision": "x", "choice": "y"})
    chosen = office.ask(ADMINISTRATOR, "POST", f"{PATH}/decisions", {"suggested": True}, key="choosing-1")
    assert (early.status, wrong.status) == (409, 422)
    assert set(wrong.faults) == {"decision"}
    assert (chosen.status, chosen.body["decisions_open"], chosen.body["totals_equal"]) == (200, 0, True)
    assert (chosen.body["accounts_kept"], chosen.body["accounts_retired"]) == (2, 3)

    seen = {"digest": chosen.body["digest"]}
    assert office.ask(ADMINISTRATOR, "POST", f"{PATH}/submission", seen).status == 200
    assert office.ask(ADMINISTRATOR, "POST", f"{PATH}/approval", seen).status == 403
    assert office.ask(SECOND, "POST", f"{PATH}/approval", seen, key="approve-1").status == 200
    assert round_of(office) == {"moved": 0, "done": []}, "nobody has started it"
    assert office.ask(SECOND, "POST", f"{PATH}/start", {}).body["state"] == "running"

    assert round_of(office)["moved"] > 0
    for path, change in zip(world.old, (1, -1), strict=False):  # by a process that knew the old units
        commit([world.statistics.follower_change(path, change)])
    assert office.ask(SECOND, "POST", f"{PATH}/pause", {}).body["state"] == "paused"
    world.clock.forward(minutes=10)
    assert round_of(office) == {"moved": 0, "done": []}
    office.ask(SECOND, "POST", f"{PATH}/start", {})
    assert round_of(office)["done"] == [DAY]

    shown = office.ask(ADMINISTRATOR, "GET", PATH).body["reorganisation"]
    assert (shown["state"], shown["passes"], shown["left"]) == ("done", 2, 0)
    assert {world.statistics.follower_gauge(path) for path in world.old} == {Gauge(None, None)}
    assert world.sums() == before
    told = [json.loads(message.body)["oa_id"] for message in world.queue.messages]
    assert set(told) == {f"oa-{path}" for path in (*world.old[:-1], DISTRICT)}
    kept = clients.s3().list_objects_v2(Bucket="media", Prefix="media/")["Contents"]
    assert len(kept) == 3  # the cover, and the codes of two accounts that go on
    own = world.accounts.of_unit(PROVINCE, NEW)
    assert own is not None


def test_only_administrators_of_the_province(office: Door) -> None:
    for who, status in ((WARD_ADMINISTRATOR, 404), (VIEWER, 403), (None, 401)):
        assert office.ask(who, "GET", "/reorganisations").status == status
        assert office.ask(who, "POST", "/reorganisations", {"on": DAY}).status == status
    assert office.ask(ADMINISTRATOR, "GET", PATH).status == 404
    assert office.ask(ADMINISTRATOR, "GET", "/reorganisations/tomorrow").status == 404
    nothing = office.ask(ADMINISTRATOR, "POST", "/reorganisations", {"on": "2025-03-01"})
    assert (nothing.status, set(nothing.faults)) == (422, {"on"})


def test_a_day_that_nobody_means__is_refused(office: Door) -> None:
    refused = office.ask(ADMINISTRATOR, "POST", "/reorganisations", {"on": "0001-01-01"}, key="drafting-1")
    assert (refused.status, set(refused.faults)) == (422, {"on"})
