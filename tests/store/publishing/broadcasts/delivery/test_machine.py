"""Whatever officers, workers, faults and the clock do, in whichever order, the sums hold (hypothesis)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import cache
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from moto import mock_aws

from loa.errors import Busy, Conflict, NotFound
from loa.platform.zalo.errors import (
    ConfigurationFault,
    Later,
    NotSent,
    OutcomeUnknown,
    PayloadRefused,
    Transient,
)
from loa.publishing.broadcasts.rules.delivery import DeliveryState
from loa.publishing.broadcasts.rules.model import BroadcastState
from tests.conftest import in_memory
from tests.worlds.recounts import drift
from tests.worlds.searching import examples
from tests.worlds.store.broadcast_world import BUSINESS, ONE_A_DAY, World

PATHS = st.sampled_from(["40.10000", "40.10001", "40.10002"])
CALLS = st.sampled_from(["create", "verify", "broadcast"])
FAULTS = st.sampled_from(
    [
        lambda: Transient("rate_limited", zalo_code=-32, had_no_effect=True),
        lambda: NotSent("no_connection", had_no_effect=True),
        lambda: OutcomeUnknown("no_answer"),
        lambda: Later("account_quota_used_up", zalo_code=-211, had_no_effect=True),
        lambda: PayloadRefused("limit_exceeded", zalo_code=-210, had_no_effect=True),
        lambda: ConfigurationFault("app_not_active", zalo_code=-209, had_no_effect=True),
        lambda: ConfigurationFault("unknown_code", zalo_code=-9999),
    ]
)


class BroadcastMachine(RuleBasedStateMachine):
    """One broadcast through three accounts (moto)."""

    def __init__(self) -> None:
        super().__init__()
        self._aws = mock_aws()
        self._aws.start()
        self.tables = cache(in_memory)
        self.world = World(self.tables)

    def teardown(self) -> None:
        try:
            assert drift(self.tables, self.world.clock()) == []
        finally:
            self._aws.stop()

    @initialize(limited=st.booleans(), urgent=st.booleans())
    def plan(self, *, limited: bool, urgent: bool) -> None:
        world = self.world
        if limited:
            world.rules = ONE_A_DAY
        for path in world.paths:
            world.connect(path, oa_type=BUSINESS)
        self.broadcast = world.planned(emergency="Lũ về" if urgent else "")

    # What officers do

    def _try(self, act: Callable[[], Any]) -> None:
        with suppress(Conflict, NotFound):
            act()

    @rule()
    def pause(self) -> None:
        self._try(lambda: self.world.pause(self.broadcast))

    @rule()
    def resume(self) -> None:
        self._try(lambda: self.world.resume(self.broadcast))

    @rule(path=st.just("40") | PATHS)
    def retry(self, path: str) -> None:
        self._try(lambda: self.world.retry(self.broadcast, path))

    @rule(chance=st.integers(0, 4))
    def cancel(self, chance: int) -> None:
        """Seldom: nothing much happens afterwards."""
        if chance == 0:
            self._try(lambda: self.world.cancel(self.broadcast))

    @rule(path=PATHS)
    def settle(self, path: str) -> None:
        """A person looks in OA Manager, and says what they see."""
        saw = len(self.world.account(path).broadcasts) > 0
        self._try(lambda: self.world.settle(self.broadcast, was_sent=saw, path=path))

    # What happens by itself

    @rule()
    def work(self) -> None:
        self.world.work()

    @rule(path=PATHS)
    def deliver_again(self, path: str) -> None:
        """The queue brings a message that was done long ago, or twice."""
        with suppress(Busy):
            self.world.send(self.world.now(self.broadcast), path)

    @rule(path=PATHS, call=CALLS, fault=FAULTS, after=st.booleans())
    def fail(self, path: str, call: str, fault: Callable[[], Exception], *, after: bool) -> None:
        """Zalo's next answer to that call is an error; after the effect only where that is unknown."""
        error = fault()
        lost = after and not getattr(error, "had_no_effect", True)
        self.world.account(path).fail(call, error, when="after" if lost else "before")

    @rule(path=PATHS, call=CALLS, when=st.sampled_from(["before", "after"]))
    def kill(self, path: str, call: str, when: str) -> None:
        """A worker dies at that call."""
        account = self.world.account(path)
        account.faults.pop(call, None)
        account.fail(call, SystemExit(), when=when)  # type: ignore[arg-type]
        with suppress(SystemExit, Busy):
            self.world.send(self.world.now(self.broadcast), path)
        account.faults.pop(call, None)

    @rule()
    def lose_messages(self) -> None:
        self.world.queue.messages, self.world.urgent.messages = [], []

    @rule(minutes=st.sampled_from([2, 16, 24 * 60]))
    def time_passes(self, minutes: int) -> None:
        self.world.clock.forward(minutes=minutes)

    @rule()
    def look_after(self) -> None:
        assert self.world.look_after(self.broadcast).adds_up

    # What must hold

    @invariant()
    def ledger_and_statistics_add_up(self) -> None:
        self.world.check()

    @invariant()
    def nothing_is_made_or_broadcast_twice(self) -> None:
        for path in self.world.paths:
            account = self.world.account(path)
            assert len(account.created) <= 1
            assert len(account.broadcasts) <= 1
            if account.broadcasts:
                ends = {DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.SENDING}
                assert self.world.delivery(self.broadcast, path).state in ends
            elif self.world.delivery(self.broadcast, path).state is DeliveryState.SENT:
                raise AssertionError(f"{path} counts as sent, and nothing went out")

    @precondition(lambda self: self.world.now(self.broadcast).state is BroadcastState.CANCELLED)
    @rule()
    def what_is_cancelled_comes_to_an_end(self) -> None:
        world = self.world
        world.clock.forward(minutes=16)
        assert world.look_after(self.broadcast).finished
        assert world.broadcasts.active("40") == []

    @precondition(lambda self: self.world.now(self.broadcast).state is BroadcastState.SENDING)
    @rule()
    def without_further_faults_it_comes_to_an_end(self) -> None:
        world = self.world
        for path in world.paths:
            world.account(path).faults.clear()
        for _ in range(4):
            world.clock.now += timedelta(days=1)
            if world.look_after(self.broadcast).finished:
                break
            world.work()
        assert world.now(self.broadcast).state is BroadcastState.FINISHED


BroadcastMachine.TestCase.settings = settings(max_examples=examples(10), stateful_step_count=15)
TestBroadcastMachine = BroadcastMachine.TestCase
