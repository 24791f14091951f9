"""Five communes become two: mover and inbox are killed in the middle of it, while residents write and follow.

In the end everything that was told, before or meanwhile, twice or out of order, stands once, at a new unit.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from threading import Event
from typing import Any, Final

import pytest

from infra.local.stack import lambda_workers
from tests.e2e.cases import Case, entered_from_paper
from tests.e2e.chat import PATIENCE, settle
from tests.e2e.merging import Merger, merging
from tests.e2e.town import PROVINCE, Place, Town
from tests.e2e.waiting import wait_until

DAY = date(2025, 6, 15)
NEW: Final = ("40.99998", "40.99997")
KILLS: Final = 8
"""Of the mover in the first pass, and again in those after it; of the inbox as many."""
VISIBLE_AGAIN: Final = {"VisibilityTimeout": "3"}
MATTER: Final = "Cống thoát nước trước nhà văn hóa tắc đã một tuần nay, mưa là ngập"


@dataclass
class Told:
    """What residents have done, each thing once.

    Attributes:
        follows: account and resident.
        wrote: account and resident, once for each message.
    """

    follows: set[tuple[str, str]] = field(default_factory=set)
    wrote: Counter[tuple[str, str]] = field(default_factory=Counter)


@pytest.fixture
def seed() -> int:
    """Printed when a test fails, to do the same again."""
    chosen = random.randrange(1, 10**6)
    print(f"seed {chosen}")  # noqa: T201 - pytest shows it when something fails
    return chosen


def test_mover_and_inbox_are_killed_while_residents_write(town: Town, seed: int) -> None:
    dice, told = random.Random(seed), Told()
    places = [town.connected() for _ in range(5)]
    second = town.officer(PROVINCE, "administrator")
    editors = [town.officer(place.path, "editor") for place in places]
    town.invoke("Roster", {})
    some_live(town, told, places, "trước")
    settle(town)
    received = datetime.now(UTC) - timedelta(hours=1)
    cases = [entered_from_paper(town, editor, received) for editor in editors for _ in range(2)]
    town.zalo("/settings", {"webhook_copies": 2, "webhook_shuffle": True})

    heirs = {NEW[0]: places[:3], NEW[1]: places[3:]}
    with merging(town, DAY, heirs) as merger, visible_again_soon(town):
        plan = merger.approved(second)
        town.api(second, "POST", f"{merger.path}/start", {})
        killed = 0
        with rounds(town):
            for number in range(KILLS):
                some_live(town, told, dice.sample(places, 2), f"giữa {number}")
                killed += kill_some(town, dice)
            settle(town)
            wait_until(lambda: merger.told()["passes"] >= 1, "one pass is done")
            # A process of the inbox may know an old unit for a minute: they end, instead of a wait.
            town.new_processes("Inbox")
            for number in range(KILLS):
                merger.need_not_wait()
                some_live(town, told, dice.sample(places, 2), f"sau {number}")
                killed += kill_some(town, dice)
            settle(town)
            wait_until(lambda: is_done(merger), "the run comes to its end")
        assert killed > KILLS
        assert merger.left() == []

        accounts_stand_once(town, plan, heirs)
        people_stand_once(town, told, heirs)
        cases_stand_once(town, cases, heirs)
        followers_are_told_once(town, plan)
    assert town.waiting(town.stack.outputs["InboxDeadLetterQueueUrl"]) == 0


def some_live(town: Town, told: Told, places: list[Place], name: str) -> None:
    """Three residents follow each account, two of whom write."""
    acts = [
        {"act": act, "oa_id": place.oa_id, "resident": f"{name} {number}", **words}
        for place in places
        for number in range(3)
        for act, words in (("follow", {}), *([("send_text", {"text": MATTER})] if number else []))
    ]
    for act, done in zip(acts, town.zalo("/act", acts)["results"], strict=True):
        who = (str(act["oa_id"]), str(done["user_id"]))
        if act["act"] == "follow":
            told.follows.add(who)
        else:
            told.wrote[who] += 1


@contextmanager
def visible_again_soon(town: Town) -> Iterator[None]:
    """What a killed process of the inbox had comes again after three seconds."""
    sqs, queue = town.client("sqs"), town.queue("Inbox")
    usual = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["VisibilityTimeout"])["Attributes"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes=VISIBLE_AGAIN)
    try:
        yield
    finally:
        sqs.set_queue_attributes(QueueUrl=queue, Attributes=usual)


@contextmanager
def rounds(town: Town) -> Iterator[None]:
    """Round follows round, as the schedule calls them, whatever becomes of each; two side by side, too."""
    ended = Event()

    def call() -> None:
        name, functions = town.stack.outputs["ReorganisationFunctionName"], town.client("lambda")
        while not ended.is_set():
            functions.invoke(FunctionName=name, Payload=b"{}")
            time.sleep(0.2)

    with ThreadPoolExecutor(2) as together:
        calling = [together.submit(call) for _ in range(2)]
        try:
            yield
        finally:
            ended.set()
    for each in calling:
        each.result()


def kill_some(town: Town, dice: random.Random) -> int:
    """Kill one process of the mover and one of the inbox at some moment, as when memory runs out."""
    killed = 0
    for function in ("Reorganisation", "Inbox"):
        time.sleep(dice.uniform(0, 1))
        workers = lambda_workers(town.stack, town.stack.outputs[f"{function}FunctionName"])
        if workers:
            try:
                os.kill(dice.choice(workers), signal.SIGKILL)
            except ProcessLookupError:
                continue
            killed += 1
    return killed


def is_done(merger: Merger) -> bool:
    """Whether the run has come to its end; no pass waits."""
    told = merger.told()
    if told["state"] != "done":
        merger.need_not_wait()
    return bool(told["state"] == "done")


def accounts_stand_once(town: Town, plan: dict[str, Any], heirs: dict[str, list[Place]]) -> None:
    """Each new unit has the account that was planned; the others stand beside it."""
    kept = {move["new_unit"]: move["oa_id"] for move in plan["accounts"] if move["is_kept"]}
    found = [row for row in town.rows("Units") if row.get("oa_id") in oa_ids(heirs)]
    assert len(found) == len(oa_ids(heirs)) == len({row["oa_id"] for row in found})
    for path, group in heirs.items():
        (own,) = town.api("administrator", "GET", f"/accounts?within={path}")["items"]
        assert own["oa_id"] == kept[path]
        retired = {row["sort"] for row in found if row["sort"].startswith(f"retired#{path}#")}
        others = {place.oa_id for place in group} - {kept[path]}
        assert {sort.rpartition("#")[2] for sort in retired} == others


def people_stand_once(town: Town, told: Told, heirs: dict[str, list[Place]]) -> None:
    """Followers, messages, and who waits for an answer: each once, and counted at the new unit."""
    for path, group in heirs.items():
        own = {place.oa_id for place in group}
        follows = {who for who in told.follows if who[0] in own}
        wrote = {who: number for who, number in told.wrote.items() if who[0] in own}
        listed = all_of(town, f"/conversations?unit={path}&limit=100")
        assert Counter((item["oa_id"], item["user_id"]) for item in listed) == Counter(wrote.keys())
        numbers = town.numbers(path)
        assert numbers["followers"] == numbers["followers_gained"] == len(follows)
        assert numbers["messages_in"] == sum(wrote.values())
        assert numbers["events"] == len(follows) + sum(wrote.values())
    ended = tuple(f"{place.path}#" for group in heirs.values() for place in group)
    gauges = [row for row in town.rows("Statistics") if row["partition"] == f"{PROVINCE}#now"]
    assert not [row for row in gauges if row["sort"].startswith(ended) and ("net" in row or "base" in row)]
    kept = Counter(
        (row["partition"].split("#")[1], row["partition"].split("#")[2])
        for row in town.rows("Audience")
        if row["partition"].startswith("conversation#") and row.get("direction") == "in"
    )
    assert {who: kept[who] for who in told.wrote} == told.wrote


def cases_stand_once(town: Town, cases: list[Case], heirs: dict[str, list[Place]]) -> None:
    """Every case is the new unit's, once, with one line that says so."""
    listed = {path: all_of(town, f"/cases?unit={path}&limit=100") for path in heirs}
    found = Counter(item["case_id"] for items in listed.values() for item in items)
    assert found == Counter(case.case_id for case in cases)
    for case in cases:
        lines = case.read("administrator")["history"]
        assert [line["version"] for line in lines] == list(range(1, len(lines) + 1))
        assert [line["what"] for line in lines].count("reorganised") == 1


def followers_are_told_once(town: Town, plan: dict[str, Any]) -> None:
    """Each retired account has sent its farewell once; who goes on has sent none."""
    retired = {move["oa_id"] for move in plan["accounts"] if not move["is_kept"]}

    def sent() -> Counter[str]:
        held = town.zalo("/broadcasts?limit=0")["broadcasts"]
        oas = {move["oa_id"] for move in plan["accounts"]}
        return Counter(each["oa_id"] for each in held if each["oa_id"] in oas and not each["error"])

    wait_until(lambda: sent().keys() >= retired, "every retired account has said farewell", 2 * PATIENCE)
    assert sent() == Counter(retired)


def oa_ids(heirs: dict[str, list[Place]]) -> set[str]:
    """The accounts of all that merge."""
    return {place.oa_id for group in heirs.values() for place in group}


def all_of(town: Town, path: str) -> list[dict[str, Any]]:
    """All pages of a list."""
    found, cursor = list[dict[str, Any]](), ""
    while True:
        page = town.api("administrator", "GET", f"{path}&cursor={cursor}" if cursor else path)
        found += page["items"]
        cursor = page.get("next") or ""
        if not cursor:
            return found
