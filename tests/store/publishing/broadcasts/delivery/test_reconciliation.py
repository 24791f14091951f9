"""The ledger held against Zalo's articles, and articles that somebody removed; on both engines."""

from collections import Counter

import pytest

from loa.platform.zalo.errors import (
    ConfigurationFault,
    Later,
    NotSent,
    OutcomeUnknown,
    PayloadRefused,
    Transient,
)
from loa.publishing.broadcasts.delivery.reconciliation import LOOKED_BACK, Finding, Reconciled
from loa.publishing.broadcasts.rules.delivery import ArticleState, DeliveryState
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from tests.worlds.store.broadcast_world import World

NOTHING = Reconciled(0, 0, Counter(), ())
FIRST = "40.10000"


def found(*findings: Finding, accounts: int = 1) -> Reconciled:
    return Reconciled(accounts, 0, Counter(findings), ())


def reasons(world: World, broadcast: Broadcast) -> list[str]:
    """What reconciliation has written into the history."""
    _, history = world.deliveries.get_with_history(broadcast.broadcast_id, FIRST)
    return [line["reason"] for line in history if line["what"] == "article"]


def _sent(world: World) -> Broadcast:
    broadcast = world.one()
    assert world.work() == [DeliveryState.SENT]
    world.clock.forward(minutes=16)
    return broadcast


def _unknown(world: World) -> Broadcast:
    broadcast = world.one()
    world.account(FIRST).fail("broadcast", OutcomeUnknown("no_answer"), when="after")
    assert world.work() == [DeliveryState.UNKNOWN]
    world.clock.forward(minutes=16)
    return broadcast


def _held_with_article(world: World) -> Broadcast:
    broadcast = world.one()
    world.account(FIRST).fail("broadcast", Later("account_quota_used_up", had_no_effect=True))
    assert world.work() == [DeliveryState.HELD]
    assert world.delivery(broadcast).article_id == "article-1"
    world.clock.forward(minutes=16)
    return broadcast


def _released(world: World, broadcast: Broadcast) -> None:
    world.clock.forward(days=1)
    assert world.look_after(broadcast).released == 1


# What is sent


def test_an_article_that_is_there_leaves_nothing_to_write(world: World) -> None:
    broadcast = _sent(world)
    before = world.delivery(broadcast)
    assert world.reconcile() == found()
    assert world.delivery(broadcast) == before
    assert reasons(world, broadcast) == []
    assert world.account(FIRST).asked == ["articles"]  # one call for the whole account


@pytest.mark.parametrize(("done", "noted"), [("removed", "gone"), ("hidden", "hidden")])
def test_what_was_sent_and_is_missing_is_noted_once_and_stays_sent(
    world: World, done: str, noted: str
) -> None:
    broadcast = _sent(world)
    getattr(world.account(FIRST), done).add("article-1")
    assert world.reconcile() == found(Finding.MISSING)
    assert world.reconcile() == found()
    delivery = world.delivery(broadcast)
    assert (delivery.state, delivery.article_state) == (DeliveryState.SENT, ArticleState(noted))
    assert delivery.misses_article
    assert reasons(world, broadcast) == [f"article_{noted}"]


def test_an_article_that_is_shown_again_is_missing_no_more(world: World) -> None:
    broadcast = _sent(world)
    world.account(FIRST).hidden.add("article-1")
    world.reconcile()
    world.account(FIRST).hidden.clear()
    assert world.reconcile() == found(Finding.BACK)
    assert not world.delivery(broadcast).misses_article
    assert reasons(world, broadcast) == ["article_hidden", "article_shown_again"]


def test_an_article_that_is_not_among_the_newest_is_asked_for_by_its_id(world: World) -> None:
    broadcast = _sent(world)
    account = world.account(FIRST)
    account.created += [{**account.created[0], "title": f"Tin {number}"} for number in range(25)]
    assert world.reconcile() == found()
    assert account.asked == ["articles", "article"]
    account.removed.add("article-1")
    assert world.reconcile() == found(Finding.MISSING)
    assert world.delivery(broadcast).article_state is ArticleState.GONE


# What is unknown


def test_an_unknown_delivery_whose_article_is_there_stays_unknown_with_a_line_for_a_person(
    world: World,
) -> None:
    broadcast = _unknown(world)
    assert world.reconcile() == found(Finding.SEEN)
    assert world.reconcile() == found()
    delivery = world.delivery(broadcast)
    assert (delivery.state, delivery.article_state) == (DeliveryState.UNKNOWN, ArticleState.SHOWN)
    assert reasons(world, broadcast) == ["article_shown"]
    assert world.settle(broadcast, was_sent=True).state is DeliveryState.SENT


def test_an_unknown_delivery_whose_article_is_gone_stays_unknown_too(world: World) -> None:
    broadcast = _unknown(world)
    world.account(FIRST).removed.add("article-1")
    assert world.reconcile() == found(Finding.UNSEEN)
    assert world.delivery(broadcast).state is DeliveryState.UNKNOWN
    world.settle(broadcast, was_sent=False)
    assert world.retry(broadcast) == 1
    assert world.work() == [DeliveryState.PENDING]  # refused, looked up: gone
    assert world.work() == [DeliveryState.SENT]
    assert len(world.account(FIRST).created) == 2


def test_every_unknown_delivery_names_its_article(world: World) -> None:
    """So reconciliation need not look for one by its words."""
    broadcast = world.all_connected()
    world.zalo.fail_everywhere("broadcast", OutcomeUnknown("no_answer"))
    assert world.work() == [DeliveryState.UNKNOWN] * 3
    assert all(row.article_id for row in world.rows(broadcast).values() if row.state is DeliveryState.UNKNOWN)


# What is not sent yet


def test_an_article_that_is_gone_is_forgotten_and_made_anew(world: World) -> None:
    broadcast = _held_with_article(world)
    world.account(FIRST).removed.add("article-1")
    assert world.reconcile() == found(Finding.FORGOTTEN)
    assert world.delivery(broadcast).article_id == ""
    assert world.reconcile() == NOTHING
    assert reasons(world, broadcast) == ["article_forgotten"]
    _released(world, broadcast)
    assert world.work() == [DeliveryState.SENT]
    assert world.account(FIRST).broadcasts == ["article-2"]


def test_an_article_that_is_there_is_kept(world: World) -> None:
    broadcast = _held_with_article(world)
    assert world.reconcile() == found()
    _released(world, broadcast)
    assert world.work() == [DeliveryState.SENT]
    assert world.account(FIRST).broadcasts == ["article-1"]


@pytest.mark.parametrize("gone", [True, False])
def test_a_token_is_asked_about_and_forgotten_when_its_article_is_gone(world: World, *, gone: bool) -> None:
    broadcast = world.one()
    for _ in range(5):
        world.account(FIRST).fail("verify", Transient("article_processing", had_no_effect=True))
    assert world.work() == [DeliveryState.PENDING]
    assert world.delivery(broadcast).article_token == "token-1"
    world.clock.forward(minutes=16)
    if gone:
        world.account(FIRST).removed.add("article-1")
    assert world.reconcile() == (found(Finding.FORGOTTEN) if gone else found())
    assert world.delivery(broadcast).article_token == ("" if gone else "token-1")
    assert world.work() == [DeliveryState.SENT]
    assert len(world.account(FIRST).created) == (2 if gone else 1)


# At sending time


def test_an_article_that_is_gone_when_it_is_to_be_sent_is_made_anew_and_nothing_stops(world: World) -> None:
    broadcast = _held_with_article(world)
    world.account(FIRST).removed.add("article-1")
    _released(world, broadcast)
    assert world.work() == [DeliveryState.PENDING]
    assert world.delivery(broadcast).reason == "article_gone"
    assert world.work() == [DeliveryState.SENT]
    assert world.account(FIRST).broadcasts == ["article-2"]
    assert world.now(broadcast).state is BroadcastState.FINISHED


def test_a_token_that_is_refused_later_makes_the_article_anew_and_nothing_stops(world: World) -> None:
    broadcast = world.one()
    for _ in range(5):
        world.account(FIRST).fail("verify", Transient("article_processing", had_no_effect=True))
    assert world.work() == [DeliveryState.PENDING]
    world.account(FIRST).removed.add("article-1")
    assert world.work() == [DeliveryState.PENDING]
    assert world.work() == [DeliveryState.SENT]
    assert world.account(FIRST).broadcasts == ["article-2"]
    assert world.now(broadcast).state is BroadcastState.FINISHED


def test_an_article_that_somebody_has_hidden_fails_alone(world: World) -> None:
    broadcast = _held_with_article(world)
    world.account(FIRST).hidden.add("article-1")
    _released(world, broadcast)
    assert world.work() == [DeliveryState.FAILED]
    assert world.delivery(broadcast).reason == "article_hidden"
    assert len(world.account(FIRST).created) == 1
    assert world.now(broadcast).state is BroadcastState.FINISHED


def test_what_is_refused_though_its_article_is_there_stops_as_ever(world: World) -> None:
    broadcast = _held_with_article(world)
    world.account(FIRST).fail("broadcast", PayloadRefused("against_standards", had_no_effect=True))
    _released(world, broadcast)
    assert world.work() == [DeliveryState.FAILED]
    assert world.now(broadcast).reason == "against_standards"
    assert world.account(FIRST).asked == ["article"]  # looked up once


def test_while_zalo_does_not_say_whether_it_is_there_it_is_tried_again(world: World) -> None:
    broadcast = _held_with_article(world)
    world.account(FIRST).removed.add("article-1")
    world.account(FIRST).fail("article", NotSent("no_connection", had_no_effect=True))
    _released(world, broadcast)
    assert world.work() == [DeliveryState.PENDING]
    assert world.delivery(broadcast).article_id == "article-1"
    assert world.work() == [DeliveryState.PENDING]
    assert world.work() == [DeliveryState.SENT]


# Which deliveries, and how many


def test_what_has_just_changed_is_left_alone(world: World) -> None:
    world.one()
    world.work()
    world.account(FIRST).removed.add("article-1")
    world.clock.forward(minutes=14)
    assert world.reconcile() == NOTHING


def test_a_broadcast_is_compared_until_two_days_after_its_end(world: World) -> None:
    broadcast = _sent(world)
    assert world.look_after(broadcast).finished
    world.clock.forward(seconds=LOOKED_BACK.total_seconds() - 1)
    assert world.reconcile() == found()
    world.clock.forward(seconds=2)
    assert world.reconcile() == NOTHING


def test_what_a_worker_takes_meanwhile_is_not_touched(world: World) -> None:
    broadcast = _held_with_article(world)
    world.account(FIRST).removed.add("article-1")
    world.clock.forward(days=1)
    real = world.account(FIRST).run

    def released_meanwhile(call: str, act: object) -> object:
        if call == "articles":
            assert world.look_after(broadcast).released == 1
        return real(call, act)  # type: ignore[arg-type]

    world.account(FIRST).run = released_meanwhile  # type: ignore[method-assign,assignment]
    assert world.reconcile() == found()
    assert world.delivery(broadcast).article_id == "article-1"
    assert reasons(world, broadcast) == []


def test_a_round_that_runs_out_of_time_goes_on_in_the_next_one(world: World) -> None:
    world.all_connected()
    world.work()
    world.clock.forward(minutes=16)
    compared: list[str] = []
    for left in (1, 1):  # two of three accounts each time, the second round comes round to the beginning
        assert world.reconcile(accounts=2).left == left
        compared += [path for path in world.paths if world.account(path).asked]
        for path in world.paths:
            world.account(path).asked.clear()
    assert compared == ["40.10000", "40.10001", "40.10000", "40.10002"]
    assert world.reconcile().accounts == 3
    assert world.broadcasts.reconciled_to("40") == ""


def test_one_account_that_fails_does_not_hold_up_the_others(world: World) -> None:
    world.all_connected()
    world.work()
    world.clock.forward(minutes=16)
    world.account(FIRST).fail("articles", ConfigurationFault("account_disabled", had_no_effect=True))
    world.account("40.10002").removed.add("article-1")
    assert world.reconcile() == Reconciled(3, 0, Counter([Finding.MISSING]), ((FIRST, "zalo_configuration"),))


def test_two_rounds_at_once_write_it_down_once(world: World) -> None:
    broadcast = _sent(world)
    world.account(FIRST).removed.add("article-1")
    real, rounds = world.account(FIRST).run, [Counter({Finding.MISSING: 1})]

    def another(call: str, act: object) -> object:
        if call == "articles" and rounds:
            assert rounds.pop() == world.reconcile().findings
        return real(call, act)  # type: ignore[arg-type]

    world.account(FIRST).run = another  # type: ignore[method-assign,assignment]
    assert world.reconcile() == found()
    assert reasons(world, broadcast) == ["article_gone"]
