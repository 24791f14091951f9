"""Whatever officers, residents and the clock do, in whichever order and twice, nothing is lost or doubled."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import cache
from itertools import count
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from moto import mock_aws

from loa.casework.cases.rules.model import CaseKind, Move
from loa.casework.cases.rules.transitions import RESIDENT
from loa.casework.cases.work.sweep import sweep
from loa.casework.publication.release import release, withdraw_release
from loa.errors import Conflict, InvalidInput
from loa.publishing.pictures.areas import Area
from loa.residents.messages.service import sweep_messages
from tests.conftest import in_memory
from tests.worlds.recounts import drift
from tests.worlds.searching import examples
from tests.worlds.store.case_world import FACTS, OFFICER, PROVINCE, SECOND, World, photograph

PHOTOGRAPH = photograph()
WHICH = st.integers(0, 3)
KINDS = st.sampled_from([kind for kind in CaseKind if kind is not CaseKind.DENUNCIATION])
OFFICERS_MOVES = st.sampled_from(
    [
        Move.ACCEPT,
        Move.RETURN,
        Move.TRANSFER,
        Move.HAND_OUTSIDE,
        Move.TAKE_BACK,
        Move.REFUSE,
        Move.START,
        Move.ANSWER,
        Move.ANSWER,
        Move.CLOSE,
        Move.REOPEN,
        Move.WITHDRAW,
    ]
)


class CaseMachine(RuleBasedStateMachine):
    """A few cases in two wards (moto)."""

    def __init__(self) -> None:
        super().__init__()
        self._aws = mock_aws()
        self._aws.start()
        self.tables = cache(in_memory)
        self.world = World(self.tables)
        self._origins = count(1)

    def teardown(self) -> None:
        try:
            assert drift(self.tables, self.world.now) == []
        finally:
            self._aws.stop()

    @initialize(kind=KINDS)
    def begin(self, kind: CaseKind) -> None:
        self.world.open(kind=kind)

    def _id(self, which: int) -> str:
        return self.world.ids[which % len(self.world.ids)]

    def _try(self, act: Callable[[], Any]) -> None:
        with suppress(Conflict, InvalidInput):
            act()

    def _twice(self, act: Callable[[str], Any]) -> None:
        """The same request comes again: it finds what it did."""
        origin = f"request-{next(self._origins)}"
        with suppress(Conflict, InvalidInput):
            first = act(origin)
            messages = len(self.world.words())
            assert act(origin).version == first.version
            assert len(self.world.words()) == messages

    @rule(kind=KINDS, user=st.sampled_from(["77", "78", "79", ""]))
    def open(self, kind: CaseKind, user: str) -> None:
        if len(self.world.ids) < 4:
            origin = f"origin-{next(self._origins)}"
            sent = self.world.send_pictures(PHOTOGRAPH, user=user) if user else ()
            assert self.world.open(origin, kind=kind, user=user, pictures=sent) == self.world.open(
                origin, kind=kind, user=user, pictures=sent
            )

    @rule(which=WHICH, step=OFFICERS_MOVES, by=st.sampled_from([OFFICER, SECOND]))
    def move(self, which: int, step: Move, by: str) -> None:
        self._twice(lambda origin: self.world.move(self._id(which), step, by=by, origin=origin))

    @rule(which=WHICH, steps=st.tuples(OFFICERS_MOVES, OFFICERS_MOVES))
    def two_officers_at_once(self, which: int, steps: tuple[Move, Move]) -> None:
        """Both have seen the same version: one of them at most gets through."""
        case = self.world.case(self._id(which))
        done = 0
        for step, by in zip(steps, (OFFICER, SECOND), strict=True):
            with suppress(Conflict, InvalidInput):
                self.world.move(case.id, step, by=by, version=case.version)
                done += 1
        assert self.world.case(case.id).version == case.version + done
        assert done <= 1

    @rule(which=WHICH, step=OFFICERS_MOVES)
    def the_resident_writes_while_an_officer_moves(self, which: int, step: Move) -> None:
        """Their words come between the officer's reading and writing: neither is lost."""
        case_id, world = self._id(which), self.world
        before = world.case(case_id).version
        wrote = 0

        def between(kept: Any, now: datetime) -> Any:
            nonlocal wrote
            if not wrote:
                wrote = 1
                world.desk.note(case_id, "Chen ngang", by=SECOND)

            return world.desk.moving(kept, step, FACTS.get(step, FACTS[Move.ANSWER]), by=OFFICER, now=now)

        if step is Move.TRANSFER:
            return
        moved = 0
        with suppress(Conflict, InvalidInput):
            world.desk.change(case_id, between, expected_version=None)
            moved = 1
        assert world.case(case_id).version == before + wrote + moved
        assert [line.text for line in world.history(case_id)].count("Chen ngang") >= wrote

    @rule(which=WHICH)
    def supply(self, which: int) -> None:
        world = self.world
        self._twice(
            lambda origin: world.desk.supplement(
                self._id(which), "Cột 12", by=RESIDENT, idempotency_key=origin
            )
        )

    @rule(which=WHICH, stars=st.integers(1, 5))
    def rate(self, which: int, stars: int) -> None:
        world = self.world
        self._twice(
            lambda origin: world.desk.rate(
                self._id(which), stars=stars, word="ý kiến", idempotency_key=origin
            )
        )

    @rule(which=WHICH)
    def resident_withdraws(self, which: int) -> None:
        self._try(lambda: self.world.move(self._id(which), Move.WITHDRAW, by=RESIDENT))

    @rule(which=WHICH)
    def resident_reopens(self, which: int) -> None:
        self._try(lambda: self.world.move(self._id(which), Move.REOPEN, by=RESIDENT))

    @rule(which=WHICH, owner=st.sampled_from(["", OFFICER, SECOND]))
    def assign(self, which: int, owner: str) -> None:
        world = self.world
        self._try(lambda: world.desk.assign(self._id(which), owner=owner, by=OFFICER))

    @rule(which=WHICH, into=WHICH)
    def join(self, which: int, into: int) -> None:
        world = self.world
        self._try(lambda: world.desk.merge(self._id(which), self._id(into), by=OFFICER))

    @rule(which=WHICH)
    def part(self, which: int) -> None:
        world = self.world
        self._try(lambda: world.desk.unmerge(self._id(which), by=OFFICER))

    @rule(which=WHICH, cover=st.sampled_from([None, Area(0, 0, 0.5, 1), Area(0, 0, 1, 1)]))
    def release(self, which: int, cover: Area | None) -> None:
        world, case = self.world, self.world.case(self._id(which))
        pictures = [world.cover(case.id, sent, cover) for sent in case.details.attachments if cover]
        means: Any = {"by": OFFICER, "service": world.desk, "gallery": world.gallery}
        self._try(lambda: release(world.desk.load(case.id), "Đèn", "Sửa", pictures=pictures, **means))

    @rule(which=WHICH)
    def withdraw_release(self, which: int) -> None:
        world, case_id = self.world, self._id(which)
        means: Any = {"by": OFFICER, "service": world.desk, "gallery": world.gallery}
        self._try(lambda: withdraw_release(world.desk.load(case_id), **means))

    @rule(days=st.sampled_from([0.1, 1, 3, 12, 31]))
    def time_passes(self, days: float) -> None:
        self.world.clock.forward(days=days)

    @rule()
    def look_after(self) -> None:
        world = self.world
        assert sweep(PROVINCE, service=world.desk).troubles == ()
        again = sweep(PROVINCE, service=world.desk)
        assert (again.reminded, again.closed, again.overdue) == (0, 0, 0)

    @rule()
    def the_queue_is_lost(self) -> None:
        """What was on it is still in the outbox, and the clock of messages puts it back."""
        world = self.world
        lost = list(dict.fromkeys(json.loads(message.body)["key"] for message in world.queue.messages))
        assert all(world.outbox.get_all(lost[:50]))
        world.queue.messages.clear()
        world.clock.forward(days=2)
        sweep_messages(PROVINCE, outbox=world.outbox, queue=world.queue, now=world.now)
        assert {json.loads(message.body)["key"] for message in world.queue.messages} >= set(lost)

    @invariant()
    def nothing_is_lost_or_doubled(self) -> None:
        self.world.check()

    @invariant()
    def public_is_only_what_is_released(self) -> None:
        if not self.world.ids:
            return
        shown = list(self.world.table.rows(f"published#{PROVINCE}"))
        released = [case_id for case_id in self.world.ids if self.world.case(case_id).released]
        assert len(shown) == len(released)

    @invariant()
    def files_of_released_pictures_are_those_that_the_rows_name(self) -> None:
        rows = self.world.table.rows(f"published#{PROVINCE}")
        named = {picture["key"] for row in rows for picture in row["pictures"]}
        assert set(self.world.public.content) == named

    @invariant()
    def members_and_reporters_agree(self) -> None:
        for case_id in self.world.ids:
            joined = [other for other in self.world.ids if self.world.case(other).joined_to == case_id]
            assert self.world.case(case_id).members == len(joined)
            assert {member.case_id for member in self.world.desk.store.reporters(case_id)} == set(joined)


CaseMachine.TestCase.settings = settings(max_examples=examples(8), stateful_step_count=20)
TestCaseMachine = CaseMachine.TestCase
