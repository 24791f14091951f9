"""The local AWS refuses what a function's role does not allow, as AWS does.

A role can be put on by nobody but Lambda, so a small function wears it and tries.
"""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.e2e.town import Town

PROBE = """
import boto3
from botocore.exceptions import ClientError

def handler(event, context):
    try:
        getattr(boto3.client(event["service"]), event["call"])(**event["with"])
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "allowed"
"""
REFUSED = {"AccessDenied", "AccessDeniedException"}

type Try = Callable[[str, str, str, dict[str, Any]], str]


@pytest.fixture(scope="module")
def attempt(whole_town: Town) -> Iterator[Try]:
    """Make a call in the role of a function; answers "allowed" or the error's code."""
    functions = whole_town.client("lambda")
    made: list[str] = []

    def attempt(role_of: str, service: str, call: str, arguments: dict[str, Any]) -> str:
        probe = f"probe-{role_of}"
        if probe not in made:
            worn = functions.get_function_configuration(
                FunctionName=whole_town.stack.outputs[f"{role_of}FunctionName"]
            )
            functions.create_function(
                FunctionName=probe,
                Runtime="python3.13",
                Handler="probe.handler",
                Role=worn["Role"],
                Code={"ZipFile": _zipped()},
                Layers=[layer["Arn"] for layer in worn["Layers"]],
                Timeout=30,
            )
            made.append(probe)
        order = {"service": service, "call": call, "with": arguments}
        answer = functions.invoke(FunctionName=probe, Payload=json.dumps(order).encode())
        told = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, told
        return str(told)

    yield attempt
    for probe in made:
        functions.delete_function(FunctionName=probe)


def test_tokens_are_read_by_those_alone_who_need_them(whole_town: Town, attempt: Try) -> None:
    wish = {"TableName": whole_town.stack.outputs["CredentialsTableName"], "Key": _key("1", "pair")}
    assert attempt("Accounts", "dynamodb", "get_item", wish) == "allowed"
    assert attempt("BroadcastSend", "dynamodb", "get_item", wish) == "allowed"
    assert attempt("MessageSend", "dynamodb", "get_item", wish) == "allowed"
    assert attempt("Reconcile", "dynamodb", "get_item", wish) == "allowed"
    assert attempt("Followers", "dynamodb", "get_item", wish) == "allowed"
    for role_of in (
        "Webhook",
        "Inbox",
        "Officer",
        "Broadcasts",
        "Conversations",
        "Cases",
        "Confidential",
        "Miniapp",
        "BroadcastPlan",
        "Clock",
        "Report",
        "Media",
        "Redaction",
    ):
        assert attempt(role_of, "dynamodb", "get_item", wish) in REFUSED, role_of


def test_the_door_to_the_outside_can_put_events_on_one_queue_and_nothing_else(
    whole_town: Town, attempt: Try
) -> None:
    outputs = whole_town.stack.outputs
    deliveries = {"QueueUrl": outputs["DeliveriesQueueUrl"], "MessageBody": "{}"}
    assert attempt("Webhook", "sqs", "send_message", deliveries) in REFUSED
    inbox = {"QueueUrl": outputs["InboxQueueUrl"]}
    assert attempt("Webhook", "sqs", "receive_message", inbox) in REFUSED
    assert attempt("Webhook", "sqs", "purge_queue", inbox) in REFUSED
    secret = {"SecretId": outputs["ZaloAppSecretName"]}
    assert attempt("Webhook", "secretsmanager", "get_secret_value", secret) in REFUSED
    own = {"SecretId": outputs["ZaloWebhookSecretName"]}
    assert attempt("Webhook", "secretsmanager", "get_secret_value", own) == "allowed"


def test_a_report_reads_and_deletes_nothing(whole_town: Town, attempt: Try) -> None:
    outputs = whole_town.stack.outputs
    row = {"TableName": outputs["StatisticsTableName"], "Key": _key("40#now", "40#")}
    assert attempt("Report", "dynamodb", "delete_item", row) in REFUSED
    people = {"TableName": outputs["AudienceTableName"]}
    assert attempt("Report", "dynamodb", "scan", people) in REFUSED
    key = {"KeyId": outputs["DataKeyId"], "Plaintext": "YQ=="}
    assert attempt("Report", "kms", "encrypt", key) in REFUSED


def test_the_mini_app_writes_nothing_and_sees_no_list_of_officers(whole_town: Town, attempt: Try) -> None:
    """That it reads `published#…` only is a condition of its role that the local AWS passes over."""
    outputs = whole_town.stack.outputs
    row = _key("published#40", "x")
    table = {"TableName": outputs["CasesTableName"]}
    assert attempt("Miniapp", "dynamodb", "get_item", table | {"Key": row}) == "allowed"
    assert attempt("Miniapp", "dynamodb", "put_item", table | {"Item": row}) in REFUSED
    assert attempt("Miniapp", "dynamodb", "delete_item", table | {"Key": row}) in REFUSED
    assert attempt("Miniapp", "dynamodb", "scan", table) in REFUSED
    worklist = table | {
        "IndexName": "worklist",
        "KeyConditionExpression": "open_in = :province",
        "ExpressionAttributeValues": {":province": {"S": "40"}},
    }
    assert attempt("Miniapp", "dynamodb", "query", worklist) in REFUSED
    people = {"TableName": outputs["AudienceTableName"], "Key": _key("account#1", "follower#1")}
    assert attempt("Miniapp", "dynamodb", "get_item", people) in REFUSED


def test_each_form_of_a_picture_is_reached_by_those_alone_who_need_it(whole_town: Town, attempt: Try) -> None:
    """The original, what an officer has covered, what was released."""
    outputs = whole_town.stack.outputs
    private, public = outputs["AttachmentsBucketName"], outputs["MediaBucketName"]
    places = {
        "original": {"Bucket": private, "Key": "attachments/probe"},
        "covered": {"Bucket": private, "Key": "redacted/probe"},
        "released": {"Bucket": public, "Key": "released/probe"},
        "article": {"Bucket": public, "Key": "media/probe"},
    }
    for place in places.values():
        whole_town.client("s3").put_object(**place, Body=b"x")
    nothing = set[str]()
    for role_of, reads, writes in (
        ("Redaction", {"original", "covered"}, {"covered"}),
        ("Cases", {"original", "covered", "released"}, {"released"}),
        ("Miniapp", {"released"}, nothing),
        ("Media", {"article"}, {"article"}),
        ("Attachments", nothing, {"original"}),
    ):
        for call, allowed in (("get_object", reads), ("put_object", writes)):
            found = {
                name for name, place in places.items() if attempt(role_of, "s3", call, place) not in REFUSED
            }
            assert found == allowed, (role_of, call)
    case = {"TableName": outputs["CasesTableName"], "Item": _key("case#x", "case")}
    assert attempt("Redaction", "dynamodb", "put_item", case) in REFUSED
    for place in places.values():
        whole_town.client("s3").delete_object(**place)


def test_what_a_denouncer_wrote_is_read_by_one_function_alone(whole_town: Town, attempt: Try) -> None:
    table = {"TableName": whole_town.stack.outputs["ConfidentialTableName"]}
    wish = table | {"Key": _key("intake#x", "intake")}
    assert attempt("Confidential", "dynamodb", "get_item", wish) == "allowed"
    for role_of in ("Inbox", "Conversations", "Cases", "Clock", "Report"):
        assert attempt(role_of, "dynamodb", "get_item", wish) in REFUSED, role_of
    assert attempt("Inbox", "dynamodb", "scan", table) in REFUSED
    assert attempt("Confidential", "dynamodb", "delete_item", wish) in REFUSED


def _key(partition: str, sort: str) -> dict[str, Any]:
    return {"partition": {"S": partition}, "sort": {"S": sort}}


def _zipped() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("probe.py", PROBE)
    return content.getvalue()


def test_what_is_right_in_a_contest__is_kept_from_the_function_with_the_questions(
    whole_town: Town, attempt: Try
) -> None:
    wish = {"TableName": whole_town.stack.outputs["AnswerKeysTableName"], "Key": _key("key#1", "key")}
    assert attempt("Mark", "dynamodb", "get_item", wish) == "allowed"
    assert attempt("Play", "dynamodb", "get_item", wish) in REFUSED
