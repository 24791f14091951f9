"""Sign in to a user pool as a new officer does, with a second factor where the pool asks for one."""

import base64
import hashlib
import hmac
import time
from typing import Any, Final

STEP_SECONDS: Final = 30
DIGITS: Final = 6


def one_time_code(secret: str, at: float) -> str:
    """The code of an authenticator app (RFC 6238) at an instant; the secret is in Base32."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    digest = hmac.digest(key, int(at // STEP_SECONDS).to_bytes(8), hashlib.sha1)
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4]) & 0x7FFF_FFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def id_token(cognito: Any, client_id: str, username: str, password: str) -> str:
    """The ID token of an officer whose password is set for good.

    A pool that wants a second factor of everybody has a new officer set up an authenticator first.
    """
    answer = cognito.initiate_auth(
        ClientId=client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": password},
    )
    if answer.get("ChallengeName") == "MFA_SETUP":
        given = cognito.associate_software_token(Session=answer["Session"])
        verified = cognito.verify_software_token(
            Session=given["Session"], UserCode=one_time_code(given["SecretCode"], time.time())
        )
        answer = cognito.respond_to_auth_challenge(
            ClientId=client_id,
            ChallengeName="MFA_SETUP",
            Session=verified["Session"],
            ChallengeResponses={"USERNAME": username},
        )
    return str(answer["AuthenticationResult"]["IdToken"])
