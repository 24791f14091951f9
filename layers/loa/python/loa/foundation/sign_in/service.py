"""One sign-in from the password to the session, whatever lies between.

    password -> [first own password] -> [code, or a recovery code] -> [set up second factor] -> session

Between two steps a row says where the sign-in stands; the browser has a random number naming it, so that a
step answers the question that this very browser was asked. Every try is counted before it is made. The pool's
tokens say who it is and are then revoked.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from loa.errors import Conflict, InvalidInput, NotAllowed
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.sessions.model import Session, session_id
from loa.foundation.sessions.store import SessionStore
from loa.foundation.sign_in import passwords, texts
from loa.foundation.sign_in.attempts import AttemptStore, Guess
from loa.foundation.sign_in.model import (
    LONGEST,
    WRONG_CODES,
    SignInProgress,
    SignInStep,
    idle_of,
    needs_factor,
    username_of,
)
from loa.foundation.sign_in.store import SignInStore
from loa.platform.aws.user_pools.client import (
    AttemptsExceeded,
    Challenge,
    ChallengeExpired,
    ChallengeKind,
    CodeRefused,
    CredentialsRefused,
    PasswordRefused,
    PasswordResetRequired,
    PoolTokens,
    UserPoolClient,
)

RECOVERY_CODES: Final = 10
_CODE_SIGNS: Final = "bcdfghjkmnpqrstvwxz23456789"
_CODE_LENGTH: Final = 10
_MINUTE: Final = 60


class SignInRefused(NotAllowed):
    """No: with a sentence that is the same for every reason that must not be told apart."""


class SignInOver(Conflict):
    """This sign-in is not under way any more: begin again."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where a sign-in comes from.

    Attributes:
        address: of the network, as far as it is known.
        device: what they use, in words.
    """

    address: str = field(repr=False)
    device: str


@dataclass(frozen=True, slots=True)
class PendingSignIn:
    """The sign-in goes on.

    Attributes:
        cookie: what the browser keeps until then.
        progress: where it stands.
    """

    cookie: str = field(repr=False)
    progress: SignInProgress


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody is signed in.

    Attributes:
        cookie: what the browser keeps.
        session: of the table.
        officer: who it is.
        then: the page that was asked for; empty: none.
        recovery_codes: new ones, to be shown once; none where nothing was set up.
        codes_left: how many recovery codes are left, when one was used.
    """

    cookie: str = field(repr=False)
    session: Session
    officer: KnownOfficer
    then: str = ""
    recovery_codes: tuple[str, ...] = field(default=(), repr=False)
    codes_left: int | None = None


@dataclass(frozen=True, slots=True)
class SignInService:
    """The steps of signing in.

    Attributes:
        pool: checks passwords and codes.
        store: of sign-ins under way.
        attempts: of wrong guesses.
        sessions: of officers.
        officers: the registry.
    """

    pool: UserPoolClient
    store: SignInStore
    attempts: AttemptStore
    sessions: SessionStore
    officers: OfficerStore

    def begin(
        self, typed: str, password: str, visitor: Visitor, *, then: str, now: datetime
    ) -> PendingSignIn | SignedIn:
        """Check username and password.

        Raises:
            SignInRefused: not these, or tried too often.
        """
        username = username_of(typed)
        self._count(Guess(username, visitor.address), now)
        try:
            answer = self.pool.begin(username, passwords.normalised(password))
        except CredentialsRefused as error:
            raise SignInRefused(texts.CREDENTIALS) from error
        except InvalidInput as error:  # no username of the pool looks like this
            raise SignInRefused(texts.CREDENTIALS) from error
        except AttemptsExceeded as error:
            raise SignInRefused(texts.POOL_PAUSED) from error
        except PasswordResetRequired as error:
            raise SignInRefused(texts.RESET_REQUIRED) from error
        progress = SignInProgress("", SignInStep.CODE, username, then=then)
        return self._go_on(answer, progress, visitor, now)

    def step_of(self, cookie: str, now: datetime) -> SignInProgress | None:
        """Return where a browser's sign-in stands; None: there is none under way."""
        return self.store.find(session_id(cookie), now) if cookie else None

    def set_first_password(
        self, cookie: str, password: str, visitor: Visitor, *, now: datetime
    ) -> PendingSignIn | SignedIn:
        """Put an own password in the place of the temporary one.

        Raises:
            InvalidInput: it is too easy to guess; `fields` has the sentence.
            SignInOver: too late, or another step is due.
        """
        progress = self._at(cookie, SignInStep.FIRST_PASSWORD, now)
        given = passwords.checked(password, (progress.username,))
        try:
            answer = self.pool.set_first_password(_challenge(progress), given)
        except PasswordRefused as error:
            raise InvalidInput(fields={"password": texts.UNUSABLE}) from error
        except ChallengeExpired as error:
            raise self._over(progress) from error
        return self._go_on(answer, progress, visitor, now)

    def give_code(
        self, cookie: str, code: str, visitor: Visitor, *, now: datetime
    ) -> PendingSignIn | SignedIn:
        """Check the six digits of the authenticator.

        Raises:
            InvalidInput: they are wrong.
            SignInRefused: tried too often.
            SignInOver: too late, or wrong too often.
        """
        progress = self._at(cookie, SignInStep.CODE, now)
        self._count_code(progress, visitor, now)
        try:
            answer = self.pool.give_code(_challenge(progress), code)
        except CodeRefused as error:
            raise InvalidInput(fields={"code": texts.CODE}) from error
        except ChallengeExpired as error:
            raise self._over(progress) from error
        return self._go_on(answer, replace(progress, factor_given=True), visitor, now)

    def give_recovery_code(self, cookie: str, code: str, visitor: Visitor, *, now: datetime) -> SignedIn:
        """Take a recovery code instead: the pool has already said that the password is right.

        Raises:
            InvalidInput: it is wrong, or used.
            SignInRefused, SignInOver: as for `give_code`.
        """
        progress = self._at(cookie, SignInStep.CODE, now)
        self._count_code(progress, visitor, now)
        plain = "".join(sign for sign in code.casefold() if sign.isalnum())
        found = self.store.use_code(progress.username, plain)
        if found is None:
            raise InvalidInput(fields={"recovery": texts.RECOVERY_CODE})
        officer_id, unit_path = found
        known = replace(progress, officer_id=officer_id, unit_path=unit_path, factor_given=True)
        left = self.store.codes_left(progress.username)
        return replace(self._signed_in(known, visitor, now), codes_left=left)

    def finish_setup(self, cookie: str, code: str, visitor: Visitor, *, now: datetime) -> SignedIn:
        """Show by a code that the authenticator works; new recovery codes come with it.

        Raises:
            InvalidInput: the code is wrong.
            SignInOver: too late, or wrong too often.
        """
        progress = self._at(cookie, SignInStep.SETUP, now)
        self._count_code(progress, visitor, now)
        try:
            session = self.pool.prove_secret(code, session=progress.session, access=progress.access)
            if progress.challenge:
                asked = replace(_challenge(progress), session=session)
                answer = self.pool.finish_setup(asked)
                if not isinstance(answer, PoolTokens):
                    raise self._over(progress)
                progress = _identified(progress, answer)
                self.pool.revoke(answer)
        except CodeRefused as error:
            raise InvalidInput(fields={"code": texts.CODE}) from error
        except ChallengeExpired as error:
            raise self._over(progress) from error
        self._revoke(progress)
        done = self._signed_in(replace(progress, factor_given=True), visitor, now)
        codes = new_recovery_codes()
        self.store.keep_codes(progress.username, done.officer.id, done.officer.unit_path, codes)
        return replace(done, recovery_codes=tuple(_grouped(code) for code in codes))

    def abandon(self, cookie: str, now: datetime) -> None:
        """End a sign-in that somebody does not go on with."""
        progress = self.step_of(cookie, now)
        if progress:
            self._revoke(progress)
            self.store.forget(progress.id)

    # Between the steps

    def _go_on(
        self, answer: Challenge | PoolTokens, progress: SignInProgress, visitor: Visitor, now: datetime
    ) -> PendingSignIn | SignedIn:
        """Go to the next step, or end with a session."""
        if isinstance(answer, Challenge):
            asked = replace(progress, challenge=answer.kind.value, session=answer.session)
            if answer.kind is ChallengeKind.CODE_SETUP:
                made = self.pool.make_secret(session=answer.session)
                asked = replace(asked, step=SignInStep.SETUP, secret=made.secret, session=made.session)
            else:
                step = SignInStep.CODE if answer.kind is ChallengeKind.CODE else SignInStep.FIRST_PASSWORD
                asked = replace(asked, step=step)
            return self._wait(asked, now)
        known = _identified(progress, answer)
        officer = self.officers.officer(known.unit_path, known.officer_id)
        if officer and needs_factor(officer.roles) and not known.factor_given:
            made = self.pool.make_secret(access=answer.access)
            known = replace(known, step=SignInStep.SETUP, challenge="", session="", secret=made.secret)
            return self._wait(replace(known, access=answer.access, refresh=answer.refresh), now)
        self.pool.revoke(answer)
        return self._signed_in(known, visitor, now)

    def _wait(self, progress: SignInProgress, now: datetime) -> PendingSignIn:
        """Write where the sign-in stands, under a new number: what was planted before is worth nothing."""
        cookie = secrets.token_urlsafe(32)
        waiting = replace(progress, id=session_id(cookie), wrong=0)
        self.store.save(waiting, now)
        if progress.id:
            self.store.forget(progress.id)
        return PendingSignIn(cookie, waiting)

    def _signed_in(self, progress: SignInProgress, visitor: Visitor, now: datetime) -> SignedIn:
        """Start the session of somebody who has taken every step.

        Raises:
            SignInRefused: they are not in the registry.
        """
        officer = self.officers.officer(progress.unit_path, progress.officer_id)
        if progress.id:
            self.store.forget(progress.id)
        if officer is None or not officer.roles:
            raise SignInRefused(texts.NOT_ENTERED)
        for kind in ("password", "code"):
            self.attempts.succeeded(Guess(progress.username, visitor.address, kind), now)
        cookie = secrets.token_urlsafe(32)
        session = Session(
            id=session_id(cookie),
            officer_id=officer.id,
            unit_path=officer.unit_path,
            started_at=now,
            seen_at=now,
            ends_at=now + LONGEST,
            idle=idle_of(officer.roles),
            csrf=secrets.token_hex(16),
            factor_at=now if progress.factor_given else None,
            device=visitor.device,
            username=progress.username,
        )
        if self.store.take_reset(progress.username):
            self.sessions.end_all(officer.id)
        self.sessions.start(session)
        return SignedIn(cookie, session, officer, then=progress.then)

    def _at(self, cookie: str, step: SignInStep, now: datetime) -> SignInProgress:
        progress = self.step_of(cookie, now)
        if progress is None or progress.step is not step:
            raise SignInOver(texts.OVER)
        return progress

    def _over(self, progress: SignInProgress) -> SignInOver:
        self._revoke(progress)
        self.store.forget(progress.id)
        return SignInOver(texts.OVER)

    def _revoke(self, progress: SignInProgress) -> None:
        if progress.refresh:
            self.pool.revoke(PoolTokens({}, progress.access, progress.refresh))

    def _count(self, guess: Guess, now: datetime) -> None:
        wait = self.attempts.pause(guess, now)
        if wait:
            raise SignInRefused(pause_words(wait))

    def _count_code(self, progress: SignInProgress, visitor: Visitor, now: datetime) -> None:
        self._count(Guess(progress.username, visitor.address, "code"), now)
        if self.store.count_wrong(progress.id) > WRONG_CODES:
            raise self._over(progress)


def pause_words(wait: timedelta) -> str:
    """Return the sentence that says how long somebody has to wait."""
    return texts.PAUSED.format(minutes=-(-int(wait.total_seconds()) // _MINUTE))


def new_recovery_codes() -> list[str]:
    """Return codes that stand in for the authenticator, each of them once."""
    return ["".join(secrets.choice(_CODE_SIGNS) for _ in range(_CODE_LENGTH)) for _ in range(RECOVERY_CODES)]


def _grouped(code: str) -> str:
    return f"{code[:5]}-{code[5:]}"


def _challenge(progress: SignInProgress) -> Challenge:
    return Challenge(ChallengeKind(progress.challenge), progress.username, progress.session)


def _identified(progress: SignInProgress, tokens: PoolTokens) -> SignInProgress:
    claims: Mapping[str, Any] = tokens.claims
    return replace(
        progress, officer_id=str(claims.get("sub", "")), unit_path=str(claims.get("custom:unit", ""))
    )
