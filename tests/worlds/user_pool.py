"""A user pool of our own: passwords, real six-digit codes, challenges that belong to one session.

Stricter than the local AWS, as Amazon's is: the answer to a challenge needs its session, once.
"""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from infra.smoke.signing_in import one_time_code
from loa.platform.aws.user_pools.client import (
    Challenge,
    ChallengeExpired,
    ChallengeKind,
    CodeRefused,
    CodeSecret,
    CredentialsRefused,
    PasswordRefused,
    PoolTokens,
    UserPoolClient,
)


def code_of(secret: str, now: datetime) -> str:
    """The six digits that an authenticator shows."""
    return one_time_code(secret, now.timestamp())


@dataclass
class User:
    """One of its users."""

    sub: str
    unit: str
    password: str
    temporary: bool = False
    secret: str = ""
    enabled: bool = True
    pending: str = ""


@dataclass
class FakePool(UserPoolClient):
    """Answers as the pool does; counts what it was asked."""

    users: dict[str, User] = field(default_factory=dict)
    demands_factor: bool = False
    now: datetime | None = None
    asked: int = 0
    revoked: list[str] = field(default_factory=list)
    _sessions: dict[str, str] = field(default_factory=dict)
    _setups: dict[str, str] = field(default_factory=dict)
    _access: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)

    def begin(self, username: str, password: str) -> Challenge | PoolTokens:
        self.asked += 1
        user = self.users.get(username)
        if user is None or user.password != password or not user.enabled:
            raise CredentialsRefused
        if user.temporary:
            return self._challenge(ChallengeKind.NEW_PASSWORD, username)
        return self._after_password(username)

    def set_first_password(self, challenge: Challenge, password: str) -> Challenge | PoolTokens:
        self._use(challenge)
        if len(password) < 12:
            raise PasswordRefused
        user = self.users[challenge.username]
        user.password, user.temporary = password, False
        return self._after_password(challenge.username)

    def give_code(self, challenge: Challenge, code: str) -> Challenge | PoolTokens:
        self.asked += 1
        if self._sessions.get(challenge.session) != challenge.username:
            raise ChallengeExpired
        self._prove(self.users[challenge.username].secret, code)
        del self._sessions[challenge.session]
        return self._tokens(challenge.username)

    def make_secret(self, *, session: str = "", access: str = "") -> CodeSecret:
        username = self._sessions.pop(session, "") if session else self._access.get(access, "")
        if not username:
            raise ChallengeExpired
        secret = base64.b32encode(secrets.token_bytes(20)).decode()
        self.users[username].pending = secret
        if not session:
            return CodeSecret(secret)
        following = secrets.token_hex(8)
        self._setups[following] = username
        return CodeSecret(secret, following)

    def prove_secret(self, code: str, *, session: str = "", access: str = "") -> str:
        username = self._setups.get(session, "") if session else self._access.get(access, "")
        if not username:
            raise ChallengeExpired
        user = self.users[username]
        self._prove(user.pending, code)
        user.secret = user.pending
        if not session:
            return ""
        following = secrets.token_hex(8)
        self._sessions[following] = username
        return following

    def finish_setup(self, challenge: Challenge) -> Challenge | PoolTokens:
        self._use(challenge)
        return self._tokens(challenge.username)

    def send_reset_code(self, username: str) -> None:
        if username in self.users:
            self.sent[username] = "654321"

    def reset_password(self, username: str, code: str, password: str) -> None:
        if self.sent.get(username) != code:
            raise CodeRefused
        del self.sent[username]
        self.users[username].password = password

    def change_password(self, access: str, old: str, new: str) -> None:
        user = self.users[self._access[access]]
        if user.password != old:
            raise CredentialsRefused
        user.password = new

    def revoke(self, tokens: PoolTokens) -> None:
        self.revoked.append(tokens.refresh)

    def _after_password(self, username: str) -> Challenge | PoolTokens:
        if self.users[username].secret:
            return self._challenge(ChallengeKind.CODE, username)
        if self.demands_factor:
            return self._challenge(ChallengeKind.CODE_SETUP, username)
        return self._tokens(username)

    def _challenge(self, kind: ChallengeKind, username: str) -> Challenge:
        session = secrets.token_hex(8)
        self._sessions[session] = username
        return Challenge(kind, username, session)

    def _use(self, challenge: Challenge) -> None:
        if self._sessions.pop(challenge.session, None) != challenge.username:
            raise ChallengeExpired

    def _prove(self, secret: str, code: str) -> None:
        assert self.now
        if not secret or code != code_of(secret, self.now):
            raise CodeRefused

    def _tokens(self, username: str) -> PoolTokens:
        user = self.users[username]
        access = secrets.token_hex(8)
        self._access[access] = username
        claims: dict[str, Any] = {"sub": user.sub, "custom:unit": user.unit}
        return PoolTokens(claims, access, secrets.token_hex(8))
