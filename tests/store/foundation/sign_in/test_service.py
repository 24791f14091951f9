"""Signing in: every step, every way to guess, and what the pool alone would not notice."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from loa.errors import InvalidInput
from loa.foundation.officers.model import Officer, Role
from loa.foundation.officers.store import OfficerStore
from loa.foundation.sessions.store import SessionStore
from loa.foundation.sign_in import texts
from loa.foundation.sign_in.attempts import ACCOUNT, ADDRESS, PAIR, AttemptStore
from loa.foundation.sign_in.model import STEP_LIVES, WRONG_CODES, SignInStep
from loa.foundation.sign_in.service import (
    PendingSignIn,
    SignedIn,
    SignInOver,
    SignInRefused,
    SignInService,
    Visitor,
)
from loa.foundation.sign_in.store import SignInStore
from loa.platform.aws.dynamodb.transactions import commit
from tests.conftest import OpenTable
from tests.worlds.user_pool import FakePool, User, code_of

NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
OFFICE = Visitor("203.0.113.7", "Chrome, Windows")
ELSEWHERE = Visitor("198.51.100.9", "Firefox, Linux")
PASSWORD, OWN = "ghe-tim-482913", "cây cầu tím ngủ trưa"


@dataclass
class World:
    service: SignInService
    pool: FakePool

    def begin(
        self, name: str, password: str = PASSWORD, visitor: Visitor = OFFICE
    ) -> PendingSignIn | SignedIn:
        return self.service.begin(name, password, visitor, then="/console/vu-viec", now=NOW)

    def refused(self, name: str, password: str = "sai", visitor: Visitor = OFFICE) -> str:
        with pytest.raises(SignInRefused) as caught:
            self.begin(name, password, visitor)
        return caught.value.message


@pytest.fixture
def world(table: OpenTable) -> World:
    sessions, officers = table("Sessions"), OfficerStore(table("Units"))
    people = {
        "hoa.01": Officer("sub-hoa", "Trần Thị Hoa", "40.17329", frozenset({Role.EDITOR})),
        "duyet.01": Officer("sub-duyet", "Lê Thị Duyệt", "40", frozenset({Role.APPROVER})),
    }
    commit([officers.adding(person) for person in people.values()])
    pool = FakePool(now=NOW)
    pool.users = {name: User(person.id, person.unit_path, PASSWORD) for name, person in people.items()}
    pool.users["moi.01"] = User("sub-moi", "40.17329", PASSWORD)  # not in the registry yet
    return World(
        SignInService(pool, SignInStore(sessions), AttemptStore(sessions), SessionStore(sessions), officers),
        pool,
    )


def _next(outcome: PendingSignIn | SignedIn, step: SignInStep) -> PendingSignIn:
    assert isinstance(outcome, PendingSignIn)
    assert outcome.progress.step is step
    return outcome


def _done(outcome: PendingSignIn | SignedIn) -> SignedIn:
    assert isinstance(outcome, SignedIn)
    return outcome


def test_editor__with_a_password__is_signed_in_and_no_token_stays(world: World) -> None:
    done = _done(world.begin(" Hoa.01 "))
    assert (done.officer.name, done.then) == ("Trần Thị Hoa", "/console/vu-viec")
    assert world.service.sessions.find(done.session.id, NOW) == done.session
    assert (done.session.idle, done.session.factor_at) == (timedelta(minutes=60), None)
    assert len(world.pool.revoked) == 1
    assert done.cookie not in repr(done)


@pytest.mark.parametrize("demands", [False, True])
def test_approver__at_first__sets_a_password_and_a_factor(world: World, *, demands: bool) -> None:
    world.pool.demands_factor, service = demands, world.service
    world.pool.users["duyet.01"].temporary = True
    first = _next(world.begin("duyet.01"), SignInStep.FIRST_PASSWORD)
    with pytest.raises(InvalidInput) as caught:
        service.set_first_password(first.cookie, "Nghean@2026!", OFFICE, now=NOW)
    assert caught.value.fields == {"password": texts.GUESSABLE}
    setup = _next(service.set_first_password(first.cookie, OWN, OFFICE, now=NOW), SignInStep.SETUP)
    with pytest.raises(SignInOver):
        service.set_first_password(first.cookie, OWN, OFFICE, now=NOW)
    with pytest.raises(InvalidInput):
        service.finish_setup(setup.cookie, "000000", OFFICE, now=NOW)
    code = code_of(setup.progress.secret, NOW)
    done = service.finish_setup(setup.cookie, code, OFFICE, now=NOW)
    assert (done.session.factor_at, done.session.idle) == (NOW, timedelta(minutes=30))
    assert len(set(done.recovery_codes)) == 10
    assert world.pool.revoked
    with pytest.raises(SignInOver):
        service.finish_setup(setup.cookie, code, OFFICE, now=NOW)
    again = _next(world.begin("duyet.01", OWN), SignInStep.CODE)
    _done(service.give_code(again.cookie, code, OFFICE, now=NOW))


def test_recovery_code__stands_in_once_for_the_authenticator(world: World) -> None:
    setup = _next(world.begin("duyet.01"), SignInStep.SETUP)
    codes = world.service.finish_setup(
        setup.cookie, code_of(setup.progress.secret, NOW), OFFICE, now=NOW
    ).recovery_codes
    lost = _next(world.begin("duyet.01"), SignInStep.CODE)
    with pytest.raises(InvalidInput):
        world.service.give_recovery_code(lost.cookie, "bbbbb-bbbbb", OFFICE, now=NOW)
    done = world.service.give_recovery_code(lost.cookie, codes[0].upper(), OFFICE, now=NOW)
    assert (done.officer.id, done.codes_left) == ("sub-duyet", 9)
    lost = _next(world.begin("duyet.01"), SignInStep.CODE)
    with pytest.raises(InvalidInput):
        world.service.give_recovery_code(lost.cookie, codes[0], OFFICE, now=NOW)


def test_answer_to_a_challenge__from_another_browser_or_too_late__is_none(world: World) -> None:
    world.pool.users["hoa.01"].secret = "JBSWY3DPEHPK3PXP"
    asked = _next(world.begin("hoa.01"), SignInStep.CODE)
    code = code_of("JBSWY3DPEHPK3PXP", NOW)
    for cookie, now in (
        ("", NOW),
        ("planted", NOW),
        (asked.progress.id, NOW),
        (asked.cookie, NOW + STEP_LIVES),
    ):
        with pytest.raises(SignInOver):
            world.service.give_code(cookie, code, OFFICE, now=now)
    with pytest.raises(SignInOver):
        world.service.finish_setup(asked.cookie, code, OFFICE, now=NOW)
    _done(world.service.give_code(asked.cookie, code, OFFICE, now=NOW))
    with pytest.raises(SignInOver):
        world.service.give_code(asked.cookie, code, OFFICE, now=NOW)


def test_codes__wrong_too_often__end_the_sign_in_and_then_make_it_wait(world: World) -> None:
    world.pool.users["hoa.01"].secret = "JBSWY3DPEHPK3PXP"
    asked = _next(world.begin("hoa.01"), SignInStep.CODE)
    for _ in range(WRONG_CODES):
        with pytest.raises(InvalidInput):
            world.service.give_code(asked.cookie, "000000", OFFICE, now=NOW)
    with pytest.raises(SignInRefused):
        world.service.give_code(asked.cookie, "000000", OFFICE, now=NOW)
    again = _next(world.begin("hoa.01"), SignInStep.CODE)
    asked_before = world.pool.asked
    with pytest.raises(SignInRefused):
        world.service.give_code(again.cookie, code_of("JBSWY3DPEHPK3PXP", NOW), OFFICE, now=NOW)
    assert world.pool.asked == asked_before, "the pool is not asked any more"


def test_guessing__is_slowed_down__and_locks_out_nobody_else(world: World) -> None:
    _done(world.begin("hoa.01"))  # the office is where Hoa works
    asked = world.pool.asked
    answers = [world.refused("hoa.01", visitor=ELSEWHERE) for _ in range(PAIR.most + 3)]
    assert answers == [texts.CREDENTIALS] * PAIR.most + [texts.PAUSED.format(minutes=10)] * 3
    assert [world.refused("khong-co", visitor=ELSEWHERE) for _ in range(PAIR.most + 3)] == answers
    assert world.pool.asked == asked + 2 * PAIR.most
    for number in range(ACCOUNT.most):  # the same account from everywhere
        world.refused("hoa.01", visitor=Visitor(f"10.0.0.{number}", ""))
    assert world.refused("hoa.01", PASSWORD, Visitor("10.9.9.9", "")) == texts.PAUSED.format(minutes=60)
    for number in range(ADDRESS.most):  # all accounts from the office's own address
        world.refused(f"ai-do.{number}")
    _done(world.begin("hoa.01"))


def test_whoever_is_not_entered_yet__is_told_so_after_the_right_password(world: World) -> None:
    assert world.refused("moi.01", PASSWORD) == texts.NOT_ENTERED
    assert world.refused("moi.01") == texts.CREDENTIALS
    world.pool.users["hoa.01"].enabled = False
    assert world.refused("hoa.01", PASSWORD) == texts.CREDENTIALS


def test_abandoned__sign_in__leaves_nothing_to_go_on_with(world: World) -> None:
    setup = _next(world.begin("duyet.01"), SignInStep.SETUP)
    world.service.abandon(setup.cookie, NOW)
    world.service.abandon(setup.cookie, NOW)
    assert world.service.step_of(setup.cookie, NOW) is None
    assert world.pool.revoked == [setup.progress.refresh]
