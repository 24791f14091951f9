"""Rules about what is kept (layers/loa/README.md, Data)."""

from typing import Any

import pytest

from loa.participation.consultations.recordings import RECORDING_KEPT
from loa.residents.followers.model import MESSAGE_KEPT
from tests.template.reading import all_paths, resources, template

DATA = "infra/data.yaml"
TABLES = resources(DATA, "AWS::DynamoDB::Table")
EVERY = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)

KEYS = {
    "UnitsTable": "DataKey",
    "CredentialsTable": "DataKey",
    "AudienceTable": "DataKey",
    "InboxTable": "DataKey",
    "CasesTable": "DataKey",
    "PrivacyTable": "DataKey",
    "SessionsTable": "DataKey",
    "ParticipationTable": "DataKey",
    "AnswerKeysTable": "DataKey",
    "ConfidentialTable": "ConfidentialKey",
}
"""Tables with tokens or people, and the key of ours that each has."""

EXPIRING = {
    *("UnitsTable", "AudienceTable", "InboxTable", "CasesTable", "ConfidentialTable", "PrivacyTable"),
    "PublishedTable",
    "ContentTable",
    "SessionsTable",
    "ParticipationTable",
}
INDEXES = {
    ("UnitsTable", "by_oa", "oa_id", "sort"),
    ("ContentTable", "by_state", "state_key", "state_order"),
    ("ContentTable", "by_due", "due_key", "due_at"),
    ("BroadcastsTable", "by_unit", "unit_path", "created_at"),
    ("AudienceTable", "worklist", "worklist_in", "worklist_order"),
    ("AudienceTable", "assigned", "assigned_to", "assigned_order"),
    ("AudienceTable", "by_person", "user_id_by_app", "partition"),
    ("CasesTable", "worklist", "open_in", "open_order"),
    ("CasesTable", "owned", "owner", "open_order"),
    ("CasesTable", "listing", "listed_in", "listed_order"),
    ("CasesTable", "attention", "attention_in", "attention_order"),
    ("ConfidentialTable", "by_unit", "listed_in", "listed_order"),
    ("ConfidentialTable", "attention", "attention_in", "attention_order"),
}
WHOLE = {"UnitsTable", "BroadcastsTable"}
"""Tables whose indexes hold whole rows; the others hold keys, and what a list shows."""


def test_the_tables_are_those_of_the_design() -> None:
    names = (
        *("Units", "Credentials", "Audience", "Content", "Published", "Broadcasts", "Statistics", "Inbox"),
        *("Cases", "Confidential", "Privacy", "Sessions"),
        *("Participation", "AnswerKeys"),
    )
    assert set(TABLES) == {f"{name}Table" for name in names}


@EVERY
def test_a_table_survives_everything(table: dict[str, Any]) -> None:
    properties = table["Properties"]
    assert properties["DeletionProtectionEnabled"] == {"Ref": "DeletionProtection"}
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


@EVERY
def test_a_table_is_paid_by_use(table: dict[str, Any]) -> None:
    assert table["Properties"]["BillingMode"] == "PAY_PER_REQUEST"
    assert "ProvisionedThroughput" not in table["Properties"]


@EVERY
def test_a_table_is_named_by_cloudformation(table: dict[str, Any]) -> None:
    assert "TableName" not in table["Properties"], "a fixed name blocks a replacement and a second stack"


@EVERY
def test_keys_are_partition_and_sort(table: dict[str, Any]) -> None:
    assert table["Properties"]["KeySchema"] == [
        {"AttributeName": "partition", "KeyType": "HASH"},
        {"AttributeName": "sort", "KeyType": "RANGE"},
    ]
    assert {item["AttributeType"] for item in table["Properties"]["AttributeDefinitions"]} == {"S"}


def test_indexes_are_those_that_somebody_asks() -> None:
    found = set()
    for name, table in TABLES.items():
        for index in table["Properties"].get("GlobalSecondaryIndexes", []):
            keys = {key["KeyType"]: key["AttributeName"] for key in index["KeySchema"]}
            found.add((name, index["IndexName"], keys["HASH"], keys["RANGE"]))
            assert (index["Projection"]["ProjectionType"] == "ALL") == (name in WHOLE)
    assert found == INDEXES


@pytest.mark.parametrize("name", TABLES)
def test_tables_with_tokens_or_people_have_our_key(name: str) -> None:
    encryption = TABLES[name]["Properties"]["SSESpecification"]
    if name in KEYS:
        key = {"Fn::GetAtt": [KEYS[name], "Arn"]}
        assert encryption == {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}
    else:
        assert encryption == {"SSEEnabled": False}


@pytest.mark.parametrize("name", TABLES)
def test_only_what_may_be_forgotten_expires(name: str) -> None:
    expiry = TABLES[name]["Properties"].get("TimeToLiveSpecification")
    expected = {"AttributeName": "expires_at", "Enabled": True} if name in EXPIRING else None
    assert expiry == expected


@pytest.mark.parametrize("name", ["DataKey", "ConfidentialKey"])
def test_a_key_can_be_had_back_for_a_month(name: str) -> None:
    assert template(DATA)["Resources"][name]["Properties"]["PendingWindowInDays"] == 30


KEPT = [
    (f"{path} {name}", resource)
    for path in all_paths()
    for name, resource in template(path)["Resources"].items()
    if resource["Type"]
    in {
        "AWS::DynamoDB::Table",
        "AWS::S3::Bucket",
        "AWS::SecretsManager::Secret",
        "AWS::KMS::Key",
        "AWS::Cognito::UserPool",
    }
]


@pytest.mark.parametrize(("where", "resource"), KEPT, ids=[where for where, _ in KEPT])
def test_what_holds_data_outlives_the_stack_but_not_a_first_deploy_that_failed(
    where: str, resource: dict[str, Any]
) -> None:
    """With `Retain` a rollback leaves an orphan behind, and the next try meets its name."""
    assert resource["DeletionPolicy"] == "RetainExceptOnCreate", where
    assert resource["UpdateReplacePolicy"] == "Retain", where  # it knows no other


def test_tokens_are_bound_to_their_account_by_the_key_policy() -> None:
    statements = template(DATA)["Resources"]["DataKey"]["Properties"]["KeyPolicy"]["Statement"]
    tokens = next(item for item in statements if item["Sid"] == "TokensAreBoundToTheirAccount")
    condition, on_aws, elsewhere = tokens["Condition"]["Fn::If"]
    assert condition == "OnAws"
    assert on_aws == {"Null": {"kms:EncryptionContext:oa_id": "false"}}
    assert elsewhere == {"Ref": "AWS::NoValue"}


@pytest.mark.parametrize("name", resources(DATA, "AWS::S3::Bucket"))
def test_a_bucket_is_private_encrypted_and_speaks_tls_only(name: str) -> None:
    bucket = template(DATA)["Resources"][name]
    properties = bucket["Properties"]
    assert set(properties["PublicAccessBlockConfiguration"].values()) == {True}
    assert properties["BucketEncryption"]
    policy = template(DATA)["Resources"][f"{name}Policy"]
    assert policy["Condition"] == "OnAws"
    (statement,) = policy["Properties"]["PolicyDocument"]["Statement"]
    assert statement["Effect"] == "Deny"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.parametrize("name", ["AttachmentsBucket", "ReportsBucket"])
def test_files_of_residents_and_reports_have_our_key_and_it_opens_them_through_s3_only(name: str) -> None:
    data = template(DATA)["Resources"]
    bucket = data[name]["Properties"]
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    condition, on_aws, _ = rule["ServerSideEncryptionByDefault"]["Fn::If"]
    assert condition == "OnAws"
    assert on_aws == {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": {"Fn::GetAtt": ["DataKey", "Arn"]}}
    statements = data["DataKey"]["Properties"]["KeyPolicy"]["Statement"]
    (files,) = (item for item in statements if item["Sid"] == "FilesOfResidentsAreEncryptedThroughS3")
    assert files["Condition"] == {
        "StringEquals": {"kms:ViaService": {"Fn::Sub": "s3.${AWS::Region}.amazonaws.com"}}
    }


def test_reports_are_forgotten_after_a_year_files_with_their_messages_and_pictures_of_articles_never() -> (
    None
):
    buckets = resources(DATA, "AWS::S3::Bucket")
    rules = {
        name: [
            (rule["Prefix"], rule["ExpirationInDays"])
            for rule in bucket["Properties"]["LifecycleConfiguration"]["Rules"]
            if "ExpirationInDays" in rule
        ]
        for name, bucket in buckets.items()
    }
    assert rules == {
        "ReportsBucket": [("reports/", 365)],
        "MediaBucket": [("uploads/", 1)],
        "DenunciationsBucket": [],
        "AttachmentsBucket": [
            ("attachments/", MESSAGE_KEPT.days),
            ("opinions/", RECORDING_KEPT.days),
            ("waiting/", 2),
            ("redacted/", 7),
            ("entering/", 7),
        ],
    }


def test_secrets_are_generated_never_written() -> None:
    secrets = resources(DATA, "AWS::SecretsManager::Secret")
    names = {secret["Properties"]["Name"]["Fn::Sub"] for secret in secrets.values()}
    assert names == {
        f"${{SecretPrefix}}/{name}"
        for name in ("zalo-app", "zalo-webhook", "zalo-mini-app", "consent", "participation")
    }
    for name, secret in secrets.items():
        assert "SecretString" not in secret["Properties"], f"{name}: a secret in a template is none"
        assert secret["Properties"]["GenerateSecretString"]["PasswordLength"] >= 32
    assert secrets["ConsentSecret"]["Properties"]["GenerateSecretString"]["PasswordLength"] == 64
