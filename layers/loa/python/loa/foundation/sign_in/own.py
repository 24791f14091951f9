"""What officers change of their own account while they are signed in; the password is asked for each time."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from loa.errors import InvalidInput
from loa.foundation.sessions.model import Session, session_id
from loa.foundation.sessions.store import SessionStore
from loa.foundation.sign_in import passwords, texts
from loa.foundation.sign_in.attempts import AttemptStore, Guess
from loa.foundation.sign_in.model import SignInProgress, SignInStep
from loa.foundation.sign_in.service import PendingSignIn, SignInRefused, Visitor, pause_words
from loa.foundation.sign_in.store import SignInStore
from loa.platform.aws.user_pools.client import (
    AttemptsExceeded,
    Challenge,
    ChallengeKind,
    CodeRefused,
    CredentialsRefused,
    PasswordRefused,
    PoolTokens,
    UserPoolClient,
)


@dataclass(frozen=True, slots=True)
class Proof:
    """That it is they who sit there.

    Attributes:
        password: the present one.
        code: six digits, where they have a second factor.
        visitor: where it comes from.
    """

    password: str
    code: str
    visitor: Visitor

    def __repr__(self) -> str:
        return "Proof()"


@dataclass(frozen=True, slots=True)
class OwnAccountService:
    """An officer's own password and second factor."""

    pool: UserPoolClient
    store: SignInStore
    attempts: AttemptStore
    sessions: SessionStore

    def confirm(self, session: Session, proof: Proof, now: datetime) -> None:
        """Note that password and second factor were given just now.

        A password alone never counts as a second factor, for nobody: whatever asks for one is for roles that
        need one to sign in, and a session keeps what was noted when its owner gets such a role.

        Raises:
            InvalidInput: one of them is wrong.
            SignInRefused: tried too often, or the account has no second factor.
        """
        proved = self._proved(session, proof, now)
        self.pool.revoke(proved.tokens)
        if not proved.factor_given:
            raise SignInRefused(texts.NO_FACTOR)
        self.sessions.note_factor(session, now)

    def change_password(
        self, session: Session, proof: Proof, new: str, known: Iterable[str], now: datetime
    ) -> None:
        """Set another password, and end all other sessions.

        Raises:
            InvalidInput: the present one is wrong, or the new one too easy to guess.
            SignInRefused: tried too often.
        """
        given = passwords.checked(new, (session.username, *known))
        tokens = self._proved(session, proof, now).tokens
        try:
            self.pool.change_password(tokens.access, passwords.normalised(proof.password), given)
        except PasswordRefused as error:
            raise InvalidInput(fields={"password": texts.UNUSABLE}) from error
        finally:
            self.pool.revoke(tokens)
        self.sessions.end_all(session.officer_id, but=[session.id])

    def begin_setup(self, session: Session, proof: Proof, then: str, now: datetime) -> PendingSignIn:
        """Begin to set up an authenticator; it ends as a sign-in does, with new recovery codes.

        Raises:
            InvalidInput, SignInRefused: as for `confirm`.
        """
        tokens = self._proved(session, proof, now).tokens
        cookie = secrets.token_urlsafe(32)
        progress = SignInProgress(
            id=session_id(cookie),
            step=SignInStep.SETUP,
            username=session.username,
            access=tokens.access,
            refresh=tokens.refresh,
            officer_id=session.officer_id,
            unit_path=session.unit_path,
            secret=self.pool.make_secret(access=tokens.access).secret,
            then=then,
        )
        self.store.save(progress, now)
        return PendingSignIn(cookie, progress)

    def send_reset_code(self, username: str, visitor: Visitor, now: datetime) -> None:
        """Send a code by e-mail to whoever has that username; what is answered does not say whether.

        Raises:
            SignInRefused: asked for too often.
        """
        wait = self.attempts.pause(Guess(username, visitor.address, "reset"), now)
        if wait:
            raise SignInRefused(pause_words(wait))
        try:
            self.pool.send_reset_code(username)
        except AttemptsExceeded as error:
            raise SignInRefused(texts.POOL_PAUSED) from error

    def reset_password(self, username: str, code: str, new: str, visitor: Visitor, now: datetime) -> None:
        """Set a new password with the code; the sessions of its owner end when they sign in next.

        Raises:
            InvalidInput: the code is wrong, or the password too easy to guess.
            SignInRefused: tried too often.
        """
        given = passwords.checked(new, (username,))
        wait = self.attempts.pause(Guess(username, visitor.address, "code"), now)
        if wait:
            raise SignInRefused(pause_words(wait))
        try:
            self.pool.reset_password(username, code, given)
        except CodeRefused as error:
            raise InvalidInput(fields={"code": texts.RESET_CODE}) from error
        except PasswordRefused as error:
            raise InvalidInput(fields={"password": texts.UNUSABLE}) from error
        except AttemptsExceeded as error:
            raise SignInRefused(texts.POOL_PAUSED) from error
        self.store.note_reset(username, now)

    def _proved(self, session: Session, proof: Proof, now: datetime) -> "_Proved":
        """Return tokens of whoever has this session: nobody else's password will do."""
        if not session.username:
            raise SignInRefused(texts.OVER)
        guess = Guess(session.username, proof.visitor.address)
        wait = self.attempts.pause(guess, now)
        if wait:
            raise SignInRefused(pause_words(wait))
        factor_given = False
        try:
            answer = self.pool.begin(session.username, passwords.normalised(proof.password))
            if isinstance(answer, Challenge) and answer.kind is ChallengeKind.CODE:
                if not proof.code:
                    raise InvalidInput(fields={"code": texts.CODE_MISSING})
                answer = self.pool.give_code(answer, proof.code)
                factor_given = True
        except CredentialsRefused as error:
            raise InvalidInput(fields={"current": texts.OLD_IS_WRONG}) from error
        except CodeRefused as error:
            raise InvalidInput(fields={"code": texts.CODE}) from error
        except AttemptsExceeded as error:
            raise SignInRefused(texts.POOL_PAUSED) from error
        if not isinstance(answer, PoolTokens) or answer.claims.get("sub") != session.officer_id:
            raise SignInRefused(texts.OVER)
        self.attempts.succeeded(guess, now)
        return _Proved(answer, factor_given)


@dataclass(frozen=True, slots=True)
class _Proved:
    tokens: PoolTokens
    factor_given: bool
