"""Signing in to a user pool: the calls that a person's own password or token permits.

None of them is signed, so the function needs no permission for them. Amazon's answers become `Challenge` or
`PoolTokens`, its errors the classes below: each says what to do next. A user who does not exist, is disabled
or typed a wrong password is the same `CredentialsRefused`.
"""

import base64
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from loa.errors import Busy, Conflict, InvalidInput, NotAllowed, StoreFault
from loa.platform.aws import clients
from loa.platform.aws.failures import code_of, translated

if TYPE_CHECKING:
    from types_boto3_cognito_idp.type_defs import (
        InitiateAuthResponseTypeDef,
        RespondToAuthChallengeResponseTypeDef,
    )


class ChallengeKind(StrEnum):
    """What the pool wants to know besides the password."""

    NEW_PASSWORD = "NEW_PASSWORD_REQUIRED"  # noqa: S105 - Cognito's word
    """The password was a temporary one."""
    CODE = "SOFTWARE_TOKEN_MFA"
    CODE_SETUP = "MFA_SETUP"
    """The pool demands a second factor, and this user has none yet."""


@dataclass(frozen=True, slots=True)
class Challenge:
    """A question that the pool asks after the password.

    Attributes:
        kind: what it asks for.
        username: as the pool calls the user.
        session: what the answer must carry; works for a few minutes.
    """

    kind: ChallengeKind
    username: str
    session: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PoolTokens:
    """The pool knows who it is.

    Attributes:
        claims: of the ID token. It came from the pool itself over TLS, so its signature is not checked again.
        access: permits changes of the user's own password and second factor.
        refresh: to be revoked when the access token has done its work.
    """

    claims: Mapping[str, Any] = field(repr=False)
    access: str = field(repr=False)
    refresh: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CodeSecret:
    """What an authenticator makes codes of, and the session that the next call must carry (empty: none)."""

    secret: str = field(repr=False)
    session: str = field(repr=False, default="")


class CredentialsRefused(NotAllowed):
    """No such user, a wrong password, an expired temporary one, or a user who is disabled: all the same."""


class AttemptsExceeded(Busy):
    """The pool refuses this user for a while: too many wrong passwords."""


class CodeRefused(InvalidInput):
    """The code is wrong or too old."""


class ChallengeExpired(Conflict):
    """The answer came too late: sign in from the beginning."""


class PasswordRefused(InvalidInput):
    """The pool's own rules refuse the new password."""


class PasswordResetRequired(NotAllowed):
    """An administrator has asked for a new password: it is set with a code sent by e-mail."""


_EXPIRED: Final = "session"
_EXCEEDED: Final = "attempts exceeded"

_ERRORS: Final[Mapping[str, type[Exception]]] = {
    "CodeMismatchException": CodeRefused,
    "EnableSoftwareTokenMFAException": CodeRefused,
    "ExpiredCodeException": CodeRefused,
    "InvalidPasswordException": PasswordRefused,
    "PasswordHistoryPolicyViolationException": PasswordRefused,
    "PasswordResetRequiredException": PasswordResetRequired,
    "TooManyFailedAttemptsException": AttemptsExceeded,
    "LimitExceededException": AttemptsExceeded,
    "UserNotConfirmedException": CredentialsRefused,
    "UserNotFoundException": CredentialsRefused,
}


class UserPoolClient:
    """The app client of a user pool. Makes no call by itself."""

    def __init__(self, client_id: str) -> None:
        self._client_id = client_id

    def begin(self, username: str, password: str) -> Challenge | PoolTokens:
        """Give the password.

        Raises:
            CredentialsRefused, AttemptsExceeded, PasswordResetRequired: see there.
        """
        with _call():
            answer = clients.cognito_unsigned().initiate_auth(
                ClientId=self._client_id,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": username, "PASSWORD": password},
            )
        return _next(answer, username)

    def set_first_password(self, challenge: Challenge, password: str) -> Challenge | PoolTokens:
        """Put an own password in the place of the temporary one.

        Raises:
            PasswordRefused, ChallengeExpired: see there.
        """
        return self._respond(challenge, {"NEW_PASSWORD": password})

    def give_code(self, challenge: Challenge, code: str) -> Challenge | PoolTokens:
        """Give the six digits of the authenticator.

        Raises:
            CodeRefused, ChallengeExpired: see there.
        """
        return self._respond(challenge, {"SOFTWARE_TOKEN_MFA_CODE": code})

    def make_secret(self, *, session: str = "", access: str = "") -> CodeSecret:
        """Return a new secret for an authenticator: by the session of a challenge, or by an access token.

        Raises:
            ChallengeExpired: too late.
        """
        given: Any = {"Session": session} if session else {"AccessToken": access}
        with _call():
            answer = clients.cognito_unsigned().associate_software_token(**given)
        return CodeSecret(answer["SecretCode"], answer.get("Session", "") if session else "")

    def prove_secret(self, code: str, *, session: str = "", access: str = "") -> str:
        """Show by a code that the authenticator has the secret; return the session for the next call.

        With an access token the second factor is asked for from now on.

        Raises:
            CodeRefused, ChallengeExpired: see there.
        """
        given: Any = {"Session": session} if session else {"AccessToken": access}
        with _call():
            answer = clients.cognito_unsigned().verify_software_token(UserCode=code, **given)
        if answer["Status"] != "SUCCESS":
            raise CodeRefused
        if access:
            with _call():
                clients.cognito_unsigned().set_user_mfa_preference(
                    AccessToken=access, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
                )
        return answer.get("Session", "")

    def finish_setup(self, challenge: Challenge) -> Challenge | PoolTokens:
        """Go on after the secret was proved in answer to a challenge."""
        return self._respond(challenge, {})

    def send_reset_code(self, username: str) -> None:
        """Send a code to the user's verified address, if there is such a user with one; nobody learns which.

        Raises:
            AttemptsExceeded: asked for too often.
        """
        try:
            with _call():
                clients.cognito_unsigned().forgot_password(ClientId=self._client_id, Username=username)
        except CredentialsRefused:
            return
        except InvalidInput:  # no verified address
            return

    def reset_password(self, username: str, code: str, password: str) -> None:
        """Set a new password with the code that was sent.

        Raises:
            CodeRefused, PasswordRefused, AttemptsExceeded: see there.
        """
        try:
            with _call():
                clients.cognito_unsigned().confirm_forgot_password(
                    ClientId=self._client_id, Username=username, ConfirmationCode=code, Password=password
                )
        except CredentialsRefused as error:
            raise CodeRefused from error

    def change_password(self, access: str, old: str, new: str) -> None:
        """Change the password of the user whose access token this is.

        Raises:
            CredentialsRefused: the old one is wrong.
            PasswordRefused, AttemptsExceeded: see there.
        """
        with _call():
            clients.cognito_unsigned().change_password(
                AccessToken=access, PreviousPassword=old, ProposedPassword=new
            )

    def revoke(self, tokens: PoolTokens) -> None:
        """Make the refresh token worthless, and the access token with it; what fails here ends by itself."""
        try:
            with _call():
                clients.cognito_unsigned().revoke_token(ClientId=self._client_id, Token=tokens.refresh)
        except (Busy, StoreFault, NotAllowed, InvalidInput):
            return

    def _respond(self, challenge: Challenge, answers: Mapping[str, str]) -> Challenge | PoolTokens:
        with _call(session=True):
            answer = clients.cognito_unsigned().respond_to_auth_challenge(
                ClientId=self._client_id,
                ChallengeName=challenge.kind.value,
                Session=challenge.session,
                ChallengeResponses={"USERNAME": challenge.username, **answers},
            )
        return _next(answer, challenge.username)


def _next(
    answer: "InitiateAuthResponseTypeDef | RespondToAuthChallengeResponseTypeDef", username: str
) -> Challenge | PoolTokens:
    """Return what an answer asks for next, or the tokens.

    Raises:
        StoreFault: the pool asks for something that Loa does not know.
    """
    result: Mapping[str, Any] = answer.get("AuthenticationResult") or {}
    if "IdToken" in result:
        return PoolTokens(_claims(result["IdToken"]), result["AccessToken"], result.get("RefreshToken", ""))
    try:
        kind = ChallengeKind(answer.get("ChallengeName", ""))
    except ValueError as error:
        raise StoreFault("the user pool asks for something unknown") from error
    parameters = answer.get("ChallengeParameters") or {}
    return Challenge(kind, parameters.get("USER_ID_FOR_SRP") or username, answer.get("Session", ""))


def _claims(token: str) -> Mapping[str, Any]:
    payload = token.split(".")[1]
    claims: Mapping[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


@contextmanager
def _call(*, session: bool = False) -> Iterator[None]:
    """Around one call: Amazon's errors leave as ours; `session`: it answered a challenge."""
    try:
        yield
    except BotoCoreError as error:
        raise translated(error) from error
    except ClientError as error:
        code, words = code_of(error), str(error.response.get("Error", {}).get("Message", "")).casefold()
        if code == "NotAuthorizedException":
            if _EXCEEDED in words:
                raise AttemptsExceeded from error
            if session or _EXPIRED in words or "token" in words:
                raise ChallengeExpired from error
            raise CredentialsRefused from error
        if code == "InvalidParameterException":
            raise InvalidInput from error
        if code in _ERRORS:
            raise _ERRORS[code] from error
        raise translated(error) from error
