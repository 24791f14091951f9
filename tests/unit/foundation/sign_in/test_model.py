"""Rules of signing in: passwords that are refused, who needs a second factor, what a browser is called."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from botocore.stub import Stubber

from loa.errors import InvalidInput, LoaError, StoreFault
from loa.foundation.officers.model import Role
from loa.foundation.sign_in import passwords, texts
from loa.foundation.sign_in.devices import device_words
from loa.foundation.sign_in.model import idle_of, needs_factor, username_of
from loa.platform.aws import clients
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

HOA = ("yenthanh.02", "Trần Thị Hoa", "Xã Yên Thành")


@pytest.mark.parametrize(
    "password", ["cây cầu tím ngủ trưa", "con meo leo cay cau", "7hj2-kq9w-zpt4", "Bốn-con-vịt-đi-chợ"]
)
def test_password__that_only_its_owner_thinks_of__is_taken(password: str) -> None:
    assert passwords.checked(password, HOA) == password


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ngắn thôi", texts.TOO_SHORT),
        ("x" * 129, texts.TOO_LONG),
        (" mười hai ký tự đây ", texts.EDGE_SPACES),
        ("Matkhau@2026!", texts.GUESSABLE),
        ("Mật khẩu Nghệ An 2026", texts.GUESSABLE),
        ("YenThanh@123456", texts.GUESSABLE),
        ("tranthihoa1985!", texts.GUESSABLE),
        ("yenthanh.02@2026", texts.GUESSABLE),
        ("123456789012345", texts.GUESSABLE),
        ("aaaaaaaaaaaaaaa", texts.GUESSABLE),
        ("qwertyuiop@2026", texts.GUESSABLE),
        ("Mặt trận Tổ quốc", texts.GUESSABLE),
    ],
)
def test_password__that_the_office_would_guess__is_refused_with_a_reason(password: str, why: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        passwords.checked(password, HOA)
    assert caught.value.fields == {"password": why}


def test_password__typed_in_two_ways__is_the_same() -> None:
    assert passwords.normalised("cầu tím ệ") == passwords.normalised("cầu tím ệ")


def test_temporary_password__is_readable_and_each_time_another() -> None:
    made = {passwords.temporary_password() for _ in range(200)}
    assert len(made) == 200
    assert all(len(each) >= passwords.MINIMUM and each.isascii() and each.islower() for each in made)


def test_roles__say__who_needs_a_factor_and_how_long_a_session_waits() -> None:
    assert {role for role in Role if needs_factor([role])} == {
        Role.ADMINISTRATOR, Role.APPROVER, Role.INVESTIGATOR,
    }  # fmt: skip
    assert idle_of([Role.EDITOR]) == idle_of([]) == timedelta(minutes=60)
    assert idle_of([Role.EDITOR, Role.APPROVER]) == timedelta(minutes=30)
    assert idle_of([Role.INVESTIGATOR, Role.VIEWER]) == timedelta(minutes=10)


@pytest.mark.parametrize(
    "typed",
    [
        " YenThanh.02 ",
        "YÊNTHÀNH.02",
        "Yên Thành.02",
        "Yên Thành 02",
        "yen  thanh. 02",
        "ye\u0302ntha\u0300nh.02\u200b",
    ],
)
def test_username__as_people_and_phones_write_it__is_the_same(typed: str) -> None:
    assert username_of(typed) == "yenthanh.02"


def test_username__of_a_whole_name__has_no_dot_of_ours() -> None:
    assert username_of("Đặng Văn An") == "dangvanan"


def test_username__however_long__is_cut() -> None:
    assert len(username_of("a" * 5_000)) == 64


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 6.1; Win64; x64) (KHTML, like Gecko) Chrome/109.0 Safari/537.36",
            "Chrome, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 12) Chrome/120 Mobile Safari/537.36 Zalo android/12", "Zalo, Android"),
        ("<script>", "Trình duyệt khác, máy khác"),
    ],
)
def test_device__in_words__from_what_a_browser_says(agent: str, words: str) -> None:
    assert device_words(agent) == words


# The client of the user pool


@pytest.fixture
def cognito() -> Iterator[Stubber]:
    """Cognito says what it is told to say, and checks what it is asked."""
    with Stubber(clients.cognito_unsigned()) as stubber:
        yield stubber


def _token(claims: dict[str, Any]) -> str:
    return f"x.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.y"


CHALLENGE = Challenge(ChallengeKind.CODE, "hoa", "s" * 20)


def test_client__asks_and_understands(cognito: Stubber) -> None:
    client = UserPoolClient("client")
    cognito.add_response(
        "initiate_auth",
        {"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "s" * 20, "ChallengeParameters": {}},
        {
            "ClientId": "client",
            "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": "hoa", "PASSWORD": "secret"},
        },
    )
    assert client.begin("hoa", "secret") == CHALLENGE
    token = _token({"sub": "sub-hoa", "custom:unit": "40"})
    cognito.add_response(
        "respond_to_auth_challenge",
        {"AuthenticationResult": {"IdToken": token, "AccessToken": "a", "RefreshToken": "r"}},
        {
            "ClientId": "client",
            "ChallengeName": "SOFTWARE_TOKEN_MFA",
            "Session": "s" * 20,
            "ChallengeResponses": {"USERNAME": "hoa", "SOFTWARE_TOKEN_MFA_CODE": "123456"},
        },
    )
    found = client.give_code(CHALLENGE, "123456")
    assert found == PoolTokens({"sub": "sub-hoa", "custom:unit": "40"}, "a", "r")
    assert "secret" not in repr(found) + repr(CHALLENGE)
    cognito.add_response("initiate_auth", {"ChallengeName": "SMS_MFA", "Session": "s" * 20})
    with pytest.raises(StoreFault):
        client.begin("hoa", "secret")


@pytest.mark.parametrize(
    ("code", "message", "first", "later"),
    [
        ("NotAuthorizedException", "Incorrect username or password.", CredentialsRefused, ChallengeExpired),
        ("NotAuthorizedException", "Password attempts exceeded", AttemptsExceeded, AttemptsExceeded),
        ("NotAuthorizedException", "User is disabled.", CredentialsRefused, ChallengeExpired),
        ("NotAuthorizedException", "Invalid session for the user.", ChallengeExpired, ChallengeExpired),
        ("UserNotFoundException", "User does not exist.", CredentialsRefused, CredentialsRefused),
        ("PasswordResetRequiredException", "", PasswordResetRequired, PasswordResetRequired),
        ("CodeMismatchException", "", CodeRefused, CodeRefused),
        ("InvalidPasswordException", "", PasswordRefused, PasswordRefused),
        ("ResourceNotFoundException", "", StoreFault, StoreFault),
    ],
)
def test_client__errors__say_what_to_do_next(
    cognito: Stubber, code: str, message: str, first: type[LoaError], later: type[LoaError]
) -> None:
    cognito.add_client_error("initiate_auth", code, message)
    with pytest.raises(first):
        UserPoolClient("client").begin("hoa", "secret")
    cognito.add_client_error("respond_to_auth_challenge", code, message)
    with pytest.raises(later):
        UserPoolClient("client").give_code(CHALLENGE, "123456")
