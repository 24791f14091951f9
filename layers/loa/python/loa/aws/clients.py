"""AWS clients, made once per process and per service, with timeouts shorter than any function's.

Endpoints and credentials come from the environment that Lambda (or the local stack) gives.
"""

from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

if TYPE_CHECKING:
    from types_boto3_cognito_idp import CognitoIdentityProviderClient
    from types_boto3_dynamodb import DynamoDBServiceResource
    from types_boto3_kms import KMSClient
    from types_boto3_s3 import S3Client
    from types_boto3_scheduler import EventBridgeSchedulerClient
    from types_boto3_secretsmanager import SecretsManagerClient
    from types_boto3_sqs import SQSClient

_CONFIG = Config(
    connect_timeout=2,
    read_timeout=5,
    retries={"mode": "standard", "total_max_attempts": 4},
    # 20 deliveries at a time are separate processes; inside one, a handful of connections is plenty.
    max_pool_connections=10,
)


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
    """S3; signature version 4, which expiring links need."""
    return boto3.client("s3", config=_CONFIG.merge(Config(signature_version="s3v4")))


@cache
def scheduler() -> "EventBridgeSchedulerClient":
    """EventBridge Scheduler."""
    return boto3.client("scheduler", config=_CONFIG)


@cache
def secrets_manager() -> "SecretsManagerClient":
    """Secrets Manager."""
    return boto3.client("secretsmanager", config=_CONFIG)


@cache
def cognito() -> "CognitoIdentityProviderClient":
    """Cognito's user pools."""
    return boto3.client("cognito-idp", config=_CONFIG)
