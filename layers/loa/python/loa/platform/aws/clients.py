"""AWS clients, made once per process and service; a call with all its retries ends before the function does.

Endpoints, credentials and `AWS_PATIENCE` come from the environment that Lambda (or the local stack) gives.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import boto3
from botocore import UNSIGNED
from botocore.config import Config

from loa.settings import patience_asked_for

if TYPE_CHECKING:
    from types_boto3_cognito_idp import CognitoIdentityProviderClient
    from types_boto3_dynamodb import DynamoDBServiceResource
    from types_boto3_kms import KMSClient
    from types_boto3_s3 import S3Client
    from types_boto3_scheduler import EventBridgeSchedulerClient
    from types_boto3_secretsmanager import SecretsManagerClient
    from types_boto3_sqs import SQSClient
    from types_boto3_ssm import SSMClient


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one call may take.

    Attributes:
        connect_seconds: until there is a connection.
        read_seconds: until the next bytes of an answer.
        attempts: the first one included.
    """

    connect_seconds: float
    read_seconds: float
    attempts: int

    @property
    def seconds(self) -> float:
        """The longest that a call without an answer takes; botocore pauses for at most 1, 2, 4 … 20 s."""
        pauses = sum(min(20, 1 << number) for number in range(self.attempts - 1))
        return self.attempts * (self.connect_seconds + self.read_seconds) + pauses


PATIENCE: Final = {"usual": Patience(2, 5, 3), "brief": Patience(0.5, 1.5, 2)}
"""The values of `AWS_PATIENCE`. Brief: for functions whose caller waits only a moment, as Zalo does."""


def patience() -> Patience:
    """What the environment asks for; usual unless it says otherwise."""
    return PATIENCE[patience_asked_for()]


def config_for(patience: Patience) -> Config:
    """That patience in botocore's words."""
    return Config(
        connect_timeout=patience.connect_seconds,
        read_timeout=patience.read_seconds,
        retries={"mode": "standard", "total_max_attempts": patience.attempts},
        # 20 deliveries at a time are separate processes; inside one, a handful of connections is plenty.
        max_pool_connections=10,
    )


_CONFIG: Final = config_for(patience())


@cache
def dynamodb() -> "DynamoDBServiceResource":
    """DynamoDB, as a resource: it turns Python values into DynamoDB's and back."""
    return boto3.resource("dynamodb", config=_CONFIG)


@cache
def sqs() -> "SQSClient":
    """SQS."""
    return boto3.client("sqs", config=_CONFIG)


@cache
def kms() -> "KMSClient":
    """KMS."""
    return boto3.client("kms", config=_CONFIG)


@cache
def s3() -> "S3Client":
    """S3; expiring links are signed with version 4 and name the bucket's own host in its region.

    A link to the global host is redirected for as long as the bucket is new, and for ever in younger regions;
    the signature does not survive that. Where the host is an address, as on the local stack, the bucket stays
    in the path.
    """
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"},
    )
    return boto3.client("s3", config=_CONFIG.merge(config))


@cache
def scheduler() -> "EventBridgeSchedulerClient":
    """EventBridge Scheduler."""
    return boto3.client("scheduler", config=_CONFIG)


@cache
def secrets_manager() -> "SecretsManagerClient":
    """Secrets Manager."""
    return boto3.client("secretsmanager", config=_CONFIG)


@cache
def parameters() -> "SSMClient":
    """Parameter Store of Systems Manager."""
    return boto3.client("ssm", config=_CONFIG)


@cache
def cognito() -> "CognitoIdentityProviderClient":
    """Cognito's user pools."""
    return boto3.client("cognito-idp", config=_CONFIG)


@cache
def cognito_unsigned() -> "CognitoIdentityProviderClient":
    """Cognito's user pools, for calls that a person's own password or token permits: nothing is signed."""
    return boto3.client("cognito-idp", config=_CONFIG.merge(Config(signature_version=UNSIGNED)))
