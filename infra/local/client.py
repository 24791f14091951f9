"""Talk to a running local stack: AWS clients, officers' tokens, the officer API.

    stack = LocalStack.load()
    aws = session(stack)
    aws.client("dynamodb")…                       # the account's root: sees everything
    token = officer_token(stack, "editor")
    requests.get(f"{stack.api_url}/units", headers={"authorization": token})

From a shell: `python -m infra.local.client token editor` prints a token.
"""

import sys
from typing import Any

import boto3
from botocore.config import Config

from infra.local.places import REGION, ROOT_ACCESS_KEY
from infra.local.state import DEFAULT, LocalStack


class Session:
    """boto3 clients and resources of one local stack, whatever the developer's own AWS settings say."""

    def __init__(self, endpoint: str, region: str = REGION) -> None:
        self._endpoint = endpoint
        self._session = boto3.Session(
            aws_access_key_id=ROOT_ACCESS_KEY, aws_secret_access_key=ROOT_ACCESS_KEY, region_name=region
        )
        self._config = Config(
            retries={"mode": "standard", "max_attempts": 3},
            read_timeout=120,
            signature_version="v4",
            proxies={},
        )

    def client(self, service: str) -> Any:
        """Return a client of an AWS service, such as `dynamodb` or `cognito-idp`."""
        settings = self._config
        if service == "s3":
            settings = settings.merge(Config(signature_version="s3v4", s3={"addressing_style": "path"}))
        return self._session.client(service, endpoint_url=self._endpoint, config=settings)  # type: ignore[call-overload]  # the name is a variable

    def table(self, name: str) -> Any:
        """Return the DynamoDB table of that name."""
        return self._session.resource("dynamodb", endpoint_url=self._endpoint, config=self._config).Table(
            name
        )


def session(stack: LocalStack) -> Session:
    """Return the AWS clients of a local stack."""
    return Session(stack.aws_url)


def officer_token(stack: LocalStack, username: str) -> str:
    """Return an ID token of an officer, good for an hour: the value of the `authorization` header."""
    officer = stack.officer(username)
    answer = (
        session(stack)
        .client("cognito-idp")
        .initiate_auth(
            ClientId=stack.outputs["UserPoolClientId"],
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": officer.username, "PASSWORD": officer.password},
        )
    )
    token: str = answer["AuthenticationResult"]["IdToken"]
    return token


def main(arguments: list[str]) -> int:
    """Print an officer's token: `python -m infra.local.client token USERNAME [STACK]`."""
    match arguments:
        case ["token", username, *rest]:
            stack = LocalStack.load(rest[0] if rest else DEFAULT)
            if stack is None:
                print("No local stack is running; start one with `make up`.", file=sys.stderr)
                return 1
            print(officer_token(stack, username))
            return 0
        case _:
            print(main.__doc__, file=sys.stderr)
            return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
