"""Who may read denunciations: one function; another copies their files, and reads no word.

Why and how: the decisions "denunciations apart" and "files of denouncers apart".
"""

from typing import Any

import pytest

from tests.template.reading import (
    ROOT,
    Function,
    as_list,
    functions,
    resources,
    resources_everywhere,
    target,
    template,
)

TABLE, KEY, BUCKET = "ConfidentialTable", "ConfidentialKey", "DenunciationsBucket"
READER, COPIER = "confidential", "denunciation_files"
TAG = "loa-denunciations"
OTHERS = [function for function in functions() if function.name not in {READER, COPIER}]
WRITING_IS_ALL = {"inbox", "participation"}
"""Who may lay words down there, and see nothing."""


def _rights(function: Function, resource_id: str) -> list[tuple[str, dict[str, Any]]]:
    """What a function may do to a table or key: action, and the statement's condition."""
    return [
        (action, statement.get("Condition", {}))
        for statement in function.statements
        for resource in as_list(statement["Resource"])
        if target(resource)[1] == resource_id
        for action in as_list(statement["Action"])
    ]


@pytest.mark.parametrize("function", OTHERS, ids=lambda function: function.name)
def test_nobody_else_reads_the_table_or_opens_its_key(function: Function) -> None:
    table, key = _rights(function, TABLE), _rights(function, KEY)
    assert _rights(function, BUCKET) == []
    assert "DENUNCIATIONS_BUCKET" not in function.own_environment
    if function.name not in WRITING_IS_ALL:
        assert table == []
        assert key == []
        assert "CONFIDENTIAL_TABLE" not in function.own_environment
        return
    for action, condition in table:
        assert action == "dynamodb:PutItem"
        assert condition == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["chat#*"]}}
    for action, condition in key:
        assert action == "kms:Decrypt", "DynamoDB opens the data key with the caller's permission; no more"
        assert condition == {
            "StringEquals": {
                "kms:ViaService": {"Fn::Sub": "dynamodb.${AWS::Region}.amazonaws.com"},
                "kms:EncryptionContext:aws:dynamodb:tableName": {
                    "Fn::GetAtt": ["Data", "Outputs.ConfidentialTableName"]
                },
            }
        }


def test_the_reader_opens_the_key_through_two_services_only_and_deletes_nothing() -> None:
    (reader,) = (function for function in functions() if function.name == READER)
    actions = {action for action, _ in _rights(reader, TABLE)}
    assert actions == {
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "dynamodb:Query",
    }
    uses = _rights(reader, KEY)
    assert uses
    assert all("kms:ViaService" in condition["StringEquals"] for _, condition in uses)
    assert {
        target(resource)[1] for action, resource in reader.allowed() if action.startswith("dynamodb:")
    } == {
        TABLE,
        "SessionsTable",
        "UnitsTable",
        "StatisticsTable",
    }, "with the key of the other tables it opens Units, and nothing of other people"
    assert [action for action, _ in _rights(reader, BUCKET)] == ["s3:GetObject"]
    for _, condition in _rights(reader, "DataKey"):
        assert condition == {
            "StringEquals": {"kms:ViaService": {"Fn::Sub": "dynamodb.${AWS::Region}.amazonaws.com"}}
        }


def test_who_copies_files_reads_no_word_and_none_of_the_files() -> None:
    """Only the rows that say where files are; of the bucket, only putting."""
    (copier,) = (function for function in functions() if function.name == COPIER)
    rows = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["files#*"]}}
    assert _rights(copier, TABLE) == [
        ("dynamodb:GetItem", rows),
        ("dynamodb:UpdateItem", rows),
        ("dynamodb:Query", rows),
    ]
    through = {
        service: {
            "StringEquals": {"kms:ViaService": {"Fn::Sub": f"{service}.${{AWS::Region}}.amazonaws.com"}}
        }
        for service in ("dynamodb", "s3")
    }
    assert _rights(copier, KEY) == [
        ("kms:Decrypt", through["dynamodb"]),
        ("kms:GenerateDataKey", through["s3"]),
    ]
    assert _rights(copier, BUCKET) == [("s3:PutObject", {})]
    assert {action.partition(":")[0] for action, _ in copier.allowed()} == {
        "dynamodb", "kms", "logs", "s3", "sqs", "xray",
    }  # fmt: skip
    assert copier.tables == {TABLE}


def test_the_files_stand_under_the_key_of_denunciations_and_stay_with_them() -> None:
    bucket = template("infra/data.yaml")["Resources"][BUCKET]["Properties"]
    (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    condition, on_aws, _ = rule["ServerSideEncryptionByDefault"]["Fn::If"]
    assert (condition, on_aws["KMSMasterKeyID"]) == ("OnAws", {"Fn::GetAtt": [KEY, "Arn"]})
    assert not [one for one in bucket["LifecycleConfiguration"]["Rules"] if "ExpirationInDays" in one]
    deleting = [name for name in functions() if any(a == "s3:DeleteObject" for a, _ in _rights(name, BUCKET))]
    assert deleting == []


def test_the_policies_are_attached_to_these_roles_and_no_others() -> None:
    attached: dict[str, set[str]] = {"ConfidentialTablePolicy": set(), "ConfidentialIntakePolicy": set()}
    for _, name, properties in resources_everywhere("AWS::IAM::Role"):
        for policy in properties.get("ManagedPolicyArns", []):
            if policy.get("Ref") in attached:
                attached[policy["Ref"]].add(name)
    assert attached == {
        "ConfidentialTablePolicy": {"ConfidentialRole"},
        "ConfidentialIntakePolicy": {"InboxRole", "ParticipationRole"},
    }


def test_no_statement_anywhere_reaches_them_by_a_wider_name() -> None:
    """Every table and key is named by itself, so that a new one is nobody's."""
    for function in functions():
        for action, resource in function.allowed():
            if action.startswith(("dynamodb:", "kms:")):
                assert target(resource)[1], f"{function.name}: {action} on {resource}"


def test_the_key_of_denunciations_serves_their_table_and_files_and_works_through_two_services_only() -> None:
    users = {
        name
        for _, name, table in resources_everywhere("AWS::DynamoDB::Table")
        if table["SSESpecification"].get("KMSMasterKeyId") == {"Fn::GetAtt": [KEY, "Arn"]}
    }
    assert users == {TABLE}
    policy = template("infra/data.yaml")["Resources"][KEY]["Properties"]["KeyPolicy"]
    for statement in policy["Statement"]:
        if statement["Sid"] != "TheAccountAdministersTheKey":
            assert "kms:ViaService" in statement["Condition"]["StringEquals"], statement["Sid"]


def test_the_key_opens_for_three_tagged_roles_and_a_deployment() -> None:
    policy = template("infra/data.yaml")["Resources"][KEY]["Properties"]["KeyPolicy"]
    opening = [item for item in policy["Statement"] if "kms:Decrypt" in as_list(item["Action"])]
    tags = [item["Condition"]["StringEquals"].get(f"aws:PrincipalTag/{TAG}") for item in opening]
    assert tags == ["reader", "writer", "copier", None]
    assert as_list(opening[1]["Action"]) == as_list(opening[2]["Action"]) == ["kms:Decrypt"]
    assert opening[3]["Condition"]["ForAnyValue:StringEquals"] == {
        "aws:CalledVia": ["cloudformation.amazonaws.com"]
    }
    tagged = {
        (name, tag["Value"])
        for _, name, role in resources_everywhere("AWS::IAM::Role")
        for tag in role.get("Tags", [])
        if tag["Key"] == TAG
    }
    assert tagged == {
        ("ConfidentialRole", "reader"),
        ("InboxRole", "writer"),
        ("DenunciationFilesRole", "copier"),
    }


def test_the_log_of_requests_holds_neither_path_nor_address() -> None:
    api = template(ROOT)["Resources"]["Api"]["Properties"]
    written = api["AccessLogSettings"]["Format"]
    for field in (
        "$context.path", "requestPath", "resourcePath", "$context.http", "queryString", "referer", "sourceIp",
        "userAgent",
    ):  # fmt: skip
        assert field not in written
    assert "$context.routeKey" in written
    (group,) = (item for name, item in resources(ROOT, "AWS::Logs::LogGroup").items() if name == "ApiLogs")
    assert group["Properties"]["RetentionInDays"]


def test_the_page_has_one_address_and_no_limit_at_the_gateway_which_would_lose_the_words() -> None:
    """Its bound is `loa.casework.denunciations.work.flood`."""
    (reader,) = (function for function in functions() if function.name == READER)
    public = {
        (event["Properties"]["Method"], event["Properties"]["Path"])
        for event in reader.properties["Events"].values()
        if event["Type"] == "HttpApi" and event["Properties"].get("Auth") == {"Authorizer": "NONE"}
    }
    assert public == {
        ("GET", "/confidential"),
        ("POST", "/confidential"),
        ("GET", "/confidential/{old}"),
        ("GET", "/confidential/progress"),
        ("POST", "/confidential/progress"),
        # Pages of the console: the session of the investigator is the proof.
        ("GET", "/console/to-cao"),
        ("GET", "/console/to-cao/{proxy+}"),
        ("POST", "/console/to-cao/{proxy+}"),
    }
    limited = template(ROOT)["Resources"]["Api"]["Properties"]["RouteSettings"]
    assert not [route for route in limited if "confidential" in route]


def test_words_from_the_chat_are_taken_over_every_hour() -> None:
    (reader,) = (function for function in functions() if function.name == READER)
    (schedule,) = (e for e in reader.properties["Events"].values() if e["Type"] == "ScheduleV2")
    minute, hour, *_ = schedule["Properties"]["ScheduleExpression"].removeprefix("cron(").split()
    assert minute.isdigit()
    assert hour == "*"
