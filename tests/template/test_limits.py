"""Limits of AWS that no emulator has, and that a growing template meets one day."""

import json

import pytest

from tests.template.reading import (
    ROOT,
    WHOLE,
    Function,
    all_paths,
    functions,
    resources,
    template,
)

EVERY = pytest.mark.parametrize("function", functions(), ids=lambda function: function.name)
LONGEST_NAMES = {"account": 12, "api": 10, "stack": 16, "suffix": 14}
"""What CloudFormation puts into names and ARNs, in characters."""


@pytest.mark.parametrize("path", all_paths())
def test_a_template_is_one_that_cloudformation_takes(path: str) -> None:
    """500 resources, 200 parameters and outputs (CloudFormation quotas); SAM makes one for each event."""
    document = template(path)
    made = len(document["Resources"])
    own = [function for function in functions() if function.path == path]
    made += sum(len(function.properties.get("Events", {})) for function in own)
    made += sum("EventInvokeConfig" in function.properties for function in own)
    made += 2 * (path == ROOT)  # the API's stage, and its deployment
    assert made <= 450, f"{made} resources: move functions into a nested stack before there are 500"
    assert len(document.get("Parameters", {})) <= 180
    assert len(document.get("Outputs", {})) <= 180


def test_the_api_has_room_for_its_routes() -> None:
    """300 routes for one HTTP API (API Gateway quotas; AWS raises it when asked)."""
    assert sum(len(function.routes) for function in functions()) <= 280


@EVERY
def test_the_policy_of_a_function_has_room_for_its_routes(function: Function) -> None:
    """20,480 bytes (Lambda quotas); SAM adds a statement for each route."""
    stack, suffix = "s" * LONGEST_NAMES["stack"], "x" * LONGEST_NAMES["suffix"]
    account, api = "1" * LONGEST_NAMES["account"], "a" * LONGEST_NAMES["api"]
    name = f"{stack}-{function.logical_id}"[: 64 - 13] + f"-{suffix[:12]}"
    statements = [
        {
            "Sid": f"{stack}-{function.logical_id}{event}Permission-{suffix}",
            "Effect": "Allow",
            "Principal": {"Service": "apigateway.amazonaws.com"},
            "Action": "lambda:InvokeFunction",
            "Resource": f"arn:aws:lambda:ap-southeast-1:{account}:function:{name}",
            "Condition": {
                "ArnLike": {
                    "AWS:SourceArn": f"arn:aws:execute-api:ap-southeast-1:{account}:{api}/*"
                    f"/{route['Method']}{route['Path']}"
                }
            },
        }
        for event, route in function.events("HttpApi").items()
    ]
    policy = json.dumps(
        {"Version": "2012-10-17", "Id": "default", "Statement": statements}, separators=(",", ":")
    )
    assert len(policy) <= 20_480 * 95 // 100, f"{function.name}: {len(policy)} bytes; split the function"


@EVERY
def test_the_role_of_a_function_has_room_for_its_statements(function: Function) -> None:
    """10,240 characters for all inline policies of a role, 10 managed policies (IAM quotas)."""
    role = resources(WHOLE, "AWS::IAM::Role")[function.role_id]["Properties"]
    own = sum(_length(policy["PolicyDocument"]) for policy in role.get("Policies", []))
    assert own <= 10_240 * 9 // 10, f"{function.name}: {own} characters"
    assert len(role.get("ManagedPolicyArns", [])) <= 10


@pytest.mark.parametrize("name", resources(ROOT, "AWS::IAM::ManagedPolicy"))
def test_a_shared_policy_is_short_enough(name: str) -> None:
    """6,144 characters (IAM quotas)."""
    policy = resources(ROOT, "AWS::IAM::ManagedPolicy")[name]["Properties"]["PolicyDocument"]
    assert _length(policy) <= 6_144


def test_the_page_after_handing_in__and_a_result__hold_what_leads_to_them() -> None:
    limits = resources(ROOT, "AWS::Serverless::HttpApi")["Api"]["Properties"]["RouteSettings"]
    for limit in ("ThrottlingRateLimit", "ThrottlingBurstLimit"):
        assert limits["GET /thi/{id}/cua-toi"][limit] >= limits["POST /thi/{id}/nop"][limit], "it leads there"
        assert limits["GET /thi/{id}/ket-qua/{proxy+}"][limit] >= limits["GET /bai/{item}"][limit], (
            "its link is sent to as many"
        )


def test_an_address_of_a_carrier_lets_20_people_a_second_through_a_contest() -> None:
    """The page, the start, the sheet, handing in, one's own entry: none of them is cached at the edge."""
    acl = template("infra/edge/web_acl.yaml")
    contests, rest = (
        rule["Statement"]["RateBasedStatement"] for rule in acl["Resources"]["WebAcl"]["Properties"]["Rules"]
    )
    limits = {name: each["Default"] for name, each in acl["Parameters"].items()}
    assert limits[contests["Limit"]["Ref"]] >= 20 * contests["EvaluationWindowSec"] * 5
    places = contests["ScopeDownStatement"]["OrStatement"]["Statements"]
    assert {each["ByteMatchStatement"]["SearchString"] for each in places} == {"/thi/", "/assets/"}
    counted_elsewhere = rest["ScopeDownStatement"]["NotStatement"]["Statement"]["OrStatement"]["Statements"]
    assert all(each in counted_elsewhere for each in places)
    assert limits[rest["Limit"]["Ref"]] <= 3_000, "nobody asks for ordinary pages as fast as that"


def _length(document: object) -> int:
    """Characters without spaces; a reference stands for an ARN of 90."""
    text = json.dumps(document, separators=(",", ":"))
    return len(text) + 60 * text.count('"Fn::GetAtt"') + 60 * text.count('"Ref"')
