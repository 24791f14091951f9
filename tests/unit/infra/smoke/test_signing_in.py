"""The smoke test signs in where everybody needs a second factor, which no emulator asks for."""

import base64
import time
from typing import Any

import pytest

from infra.smoke.signing_in import id_token, one_time_code

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("at", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_the_standard(at: float, code: str) -> None:
    """RFC 6238, appendix B, the last six digits."""
    assert one_time_code(SECRET, at) == code
    assert one_time_code(SECRET.rstrip("=").lower(), at) == code


class Pool:
    """Cognito's answers to somebody who has no authenticator yet."""

    def __init__(self, *, asks: bool) -> None:
        self.asks = asks

    def initiate_auth(self, **given: Any) -> dict[str, Any]:
        assert given["AuthFlow"] == "USER_PASSWORD_AUTH"
        if not self.asks:
            return {"AuthenticationResult": {"IdToken": "plain"}}
        return {"ChallengeName": "MFA_SETUP", "ChallengeParameters": {}, "Session": "first"}

    def associate_software_token(self, **given: Any) -> dict[str, Any]:
        assert given == {"Session": "first"}
        return {"SecretCode": SECRET, "Session": "second"}

    def verify_software_token(self, **given: Any) -> dict[str, Any]:
        assert given == {"Session": "second", "UserCode": "287082"}
        return {"Status": "SUCCESS", "Session": "third"}

    def respond_to_auth_challenge(self, **given: Any) -> dict[str, Any]:
        assert given == {
            "ClientId": "client",
            "ChallengeName": "MFA_SETUP",
            "Session": "third",
            "ChallengeResponses": {"USERNAME": "lan"},
        }
        return {"AuthenticationResult": {"IdToken": "with a second factor"}}


@pytest.mark.parametrize(("asks", "token"), [(True, "with a second factor"), (False, "plain")])
def test_a_new_officer_sets_up_an_authenticator_where_the_pool_asks(
    *, asks: bool, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 59.0)
    assert id_token(Pool(asks=asks), "client", "lan", "secret") == token
