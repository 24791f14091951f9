"""The templates hang together; people who use the stack find what they need."""

import re

import pytest

from infra.local.cost import idle_cost
from tests.template.reading import (
    REPOSITORY,
    ROOT,
    all_paths,
    function_paths,
    functions,
    nested,
    resources,
    template,
)

PUBLIC_ROUTES = {
    "POST /zalo/events": "Zalo proves itself by a signature",
    "POST /zalo/mini-app/events": "as above, with the key of the Mini App",
    "GET /zalo/oauth/start": "the signed state of the link is the proof",
    "GET /zalo/oauth/callback": "as above",
    "GET /media/{name}": "pictures of articles are for everybody, and Zalo fetches them",
    "GET /files/{name}": "documents and sound of what is published are for everybody",
    "GET /": "residents' pages are for everybody",
    "GET /{page}": "as above",
    "GET /{proxy+}": "says that there is no such page",
    "GET /d/{proxy+}": "as above",
    "GET /khao-sat": "as above",
    "GET /khao-sat/{id}": "as above",
    "POST /khao-sat/{id}": "whoever has no pass yet is given one",
    "GET /gop-y": "residents' pages are for everybody",
    "GET /gop-y/{id}": "as above",
    "GET /gop-y/{id}/{proxy+}": "as above",
    "POST /gop-y/{id}/{proxy+}": "whoever has no pass yet is given one",
    "GET /thi": "residents' pages are for everybody",
    "GET /thi/{id}": "as above",
    "POST /thi/{id}/bat-dau": "whoever has no pass yet is given one, which wins nothing",
    "GET /thi/{id}/bai": "the pass says whose it is",
    "POST /thi/{id}/nop": "as above",
    "GET /thi/{id}/cua-toi": "as above",
    "POST /thi/{id}/nhan-giai": "only for a receipt that won, of the pass that handed it in, for ninety days",
    "POST /thi/{id}/kien-nghi": "only against a question that the pass has answered, once, for a week",
    "GET /thi/{id}/ket-qua/{proxy+}": "results are for everybody",
    "GET /thi/{id}/ket-qua/{number}/giay/{code}/giay.pdf": "nothing is set without a code of ours",
    "GET /bai/{item}": "residents' pages are for everybody",
    "GET /muc/{proxy+}": "as above",
    "GET /tim": "as above",
    "GET /da-tra-loi/{reference}": "as above",
    "GET /assets/{digest}/{name}": "styles of all pages",
    **dict.fromkeys(
        (
            "GET /profile",
            "POST /profile",
            "GET /profile/pass",
            "GET /profile/cases",
            "POST /profile/cases",
            "GET /profile/data",
            "POST /profile/corrections",
            "GET /profile/erasure",
            "POST /profile/erasure",
            "POST /profile/erasure/cancel",
            "GET /cua-toi",
            "GET /cua-toi/{page}",
            "POST /cua-toi/{step}",
        ),
        "the resident's own token from Zalo is the proof",
    ),
    "GET /phan-anh": "the form of residents",
    "POST /phan-anh": "as above",
    "GET /d/{unit}/phan-anh": "as above",
    "GET /theo-doi": "asks for the code of a case",
    "POST /theo-doi": "tells where a case stands, as the chat does; digits are the proof for more",
    "GET /theo-doi/{proxy+}": "the link, of 128 bits, is the proof",
    "POST /theo-doi/{link}/{step}": "as above",
    "POST /{page}": "what Mini Apps of Zalo's template send; nobody needs a token",
    "GET /feedback_api": "released cases; whoever shows a token sees their own",
    "GET /get_schedule_api": "nothing without a token",
    "POST /cach-xem": "remembers the size of letters in a cookie",
    "GET /answered-cases": "what an officer has released is for everybody",
    "GET /answered-cases/{id}": "as above",
    "GET /search": "finds what is published",
    "GET /find-unit": "names of units are known to everybody",
    "GET /answered-cases/{id}/pictures/{name}": "as above",
    "GET /confidential": "the form for whoever denounces, the same for everybody",
    "POST /confidential": "as above",
    "GET /confidential/{old}": "leads to the form, whatever it was",
    "GET /confidential/progress": "a form that asks for a code and its secret word",
    "POST /confidential/progress": "the secret word is the proof",
    "GET /read/home": "what is published, in the Mini App",
    "GET /read/sections": "what is published, in the Mini App",
    "GET /read/items": "what is published, in the Mini App",
    "GET /read/items/{id}": "what is published, in the Mini App",
    "GET /read/documents": "what is published, in the Mini App",
    "GET /read/handbook": "what is published, in the Mini App",
    "GET /read/links": "what is published, in the Mini App",
    "GET /read/calendar": "what is published, in the Mini App",
    "GET /read/figures": "what the province has released is for everybody",
    "GET /read/weather": "what the weather services say, in the Mini App",
    "GET /read/calendar.ics": "what is published, in the Mini App",
}
"""Without an officer's token, and why."""


def test_every_template_is_reached_from_the_root() -> None:
    written = {path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "infra").glob("*.yaml")}
    assert written == set(all_paths()) - {ROOT}, (
        "a nested template that nobody uses, or a path that leads nowhere"
    )


@pytest.mark.parametrize("path", all_paths())
def test_a_nested_stack_gets_exactly_the_parameters_that_it_has_no_default_for(path: str) -> None:
    for name, child in nested(path).items():
        given = set(template(path)["Resources"][name]["Properties"].get("Parameters", {}))
        parameters = template(child).get("Parameters", {})
        needed = {key for key, parameter in parameters.items() if "Default" not in parameter}
        assert needed <= given <= set(parameters), f"{path} {name}"


@pytest.mark.parametrize("path", [path for path in function_paths() if path != ROOT])
def test_what_functions_are_handed_down_keeps_its_name(path: str) -> None:
    """So that a function reads the same wherever it stands."""
    (name,) = (name for name, inner in nested(ROOT).items() if inner == path)
    given = template(ROOT)["Resources"][name]["Properties"]["Parameters"]
    others = {
        "RootStack": {"Ref": "AWS::StackName"},
        "ScheduleGroupArn": {"Fn::GetAtt": ["ScheduleGroup", "Arn"]},
    }
    for parameter, value in given.items():
        if parameter in others:
            assert value == others[parameter]
        elif "Ref" in value:
            assert value == {"Ref": parameter}
        else:
            assert value["Fn::GetAtt"][1] == f"Outputs.{parameter}"


@pytest.mark.parametrize("path", all_paths())
def test_every_parameter_is_used(path: str) -> None:
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    for name in template(path).get("Parameters", {}):
        assert re.search(rf"(!Ref {name}\b|\$\{{{name}[}}.])", text), f"{path}: nobody uses {name}"


@pytest.mark.parametrize("path", all_paths())
def test_a_template_says_what_it_is(path: str) -> None:
    assert template(path)["Description"].startswith("Loa, ")


@pytest.mark.parametrize("path", [path for path in all_paths() if "Conditions" in template(path)])
def test_what_is_for_aws_alone_is_decided_by_the_account_not_by_a_stage(path: str) -> None:
    condition = template(path)["Conditions"].get("OnAws")
    if condition:
        assert condition == {"Fn::Not": [{"Fn::Equals": [{"Ref": "AccountId"}, "000000000000"]}]}
        parents = [
            (parent, name)
            for parent in all_paths()
            for name, child in nested(parent).items()
            if child == path
        ]
        for parent, name in parents:
            given = template(parent)["Resources"][name]["Properties"]["Parameters"]["AccountId"]
            assert given == {"Ref": "AWS::AccountId"}


def test_outputs_name_what_people_need() -> None:
    outputs = set(template(ROOT)["Outputs"])
    tables = {f"{name}Name" for name in resources("infra/data.yaml", "AWS::DynamoDB::Table")}
    queues = {f"{name}Url" for name in resources("infra/queues.yaml", "AWS::SQS::Queue")}
    secrets = {f"{name}Name" for name in resources("infra/data.yaml", "AWS::SecretsManager::Secret")}
    names = {f"{function.logical_id}Name" for function in functions()}
    buckets = {f"{name}Name" for name in resources("infra/data.yaml", "AWS::S3::Bucket")}
    rest = {"ApiUrl", "ApiId", "UserPoolId", "UserPoolClientId", "DataKeyId"}
    missing = (tables | queues | secrets | names | buckets | rest) - outputs
    assert not missing, f"add outputs {sorted(missing)} to template.yaml"


def test_a_route_is_closed_unless_it_is_meant_to_be_public() -> None:
    api = template(ROOT)["Resources"]["Api"]["Properties"]
    assert api["Auth"]["DefaultAuthorizer"] in api["Auth"]["Authorizers"]
    opened = {
        f"{event['Method']} {event['Path']}"
        for function in functions()
        for event in function.events("HttpApi").values()
        if "Auth" in event
    }
    # A page of the console asks itself who is signed in: tests/pages/test_console_routes.py opens every one.
    pages = {route for route in opened if re.fullmatch(r"(GET|POST|ANY) /console(/.*)?", route)}
    assert opened - pages == set(PUBLIC_ROUTES)


def test_a_route_belongs_to_one_function() -> None:
    routes = [route for function in functions() for route in function.routes]
    assert len(routes) == len(set(routes))
    api = {"Ref": "Api"}
    assert all(event["ApiId"] == api for item in functions() for event in item.events("HttpApi").values())


def test_the_api_is_throttled_and_logged() -> None:
    api = template(ROOT)["Resources"]["Api"]["Properties"]
    settings = [api["DefaultRouteSettings"], *api["RouteSettings"].values()]
    assert all(item["ThrottlingRateLimit"] and item["ThrottlingBurstLimit"] for item in settings)
    assert set(api["RouteSettings"]) <= {route for function in functions() for route in function.routes}
    assert api["AccessLogSettings"]["DestinationArn"] == {"Fn::GetAtt": ["ApiLogs", "Arn"]}
    for personal in ("sourceIp", "$context.path", "queryString", "userAgent"):
        assert personal not in api["AccessLogSettings"]["Format"], f"{personal} does not belong into logs"


def test_the_mini_app_may_call_from_every_origin_that_it_has() -> None:
    """HTTP APIs take `*`, or origins that begin with http:// or https://; on iOS the Mini App's is zbrowser://h5.zdn.vn."""
    cors = template(ROOT)["Resources"]["Api"]["Properties"]["CorsConfiguration"]
    assert cors["AllowOrigins"] == ["*"]
    assert "AllowCredentials" not in cors, "the two together are refused"
    methods = {route.split(" ")[0] for function in functions() for route in function.routes}
    assert set(cors["AllowMethods"]) == methods - {"ANY"}
    assert {"authorization", "idempotency-key", "if-none-match", "x-organization-id"} <= set(
        cors["AllowHeaders"]
    )


def test_officers_are_entered_by_an_administrator_and_cannot_move_themselves() -> None:
    identity = template("infra/identity.yaml")["Resources"]
    pool = identity["OfficerPool"]["Properties"]
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert pool["EnabledMfas"] == ["SOFTWARE_TOKEN_MFA"]
    policy = pool["Policies"]["PasswordPolicy"]
    assert policy["MinimumLength"] >= 12
    client = identity["OfficerClient"]["Properties"]
    assert client["GenerateSecret"] is False
    assert "custom:unit" in client["ReadAttributes"]
    assert client["WriteAttributes"] == ["locale"], "none at all would mean every one"
    assert "email_verified" in client["ReadAttributes"]
    assert pool["MfaConfiguration"] == {"Ref": "Mfa"}
    main = template("template.yaml")
    assert main["Parameters"]["OfficerMfa"]["Default"] == "ON"
    assert main["Resources"]["Identity"]["Properties"]["Parameters"]["Mfa"] == {"Ref": "OfficerMfa"}
    groups = resources("infra/identity.yaml", "AWS::Cognito::UserPoolGroup").values()
    assert {group["Properties"]["GroupName"] for group in groups} == {
        "administrator",
        "editor",
        "approver",
        "viewer",
        "investigator",
    }


@pytest.mark.parametrize(
    ("path", "rule"), [(".checkov.yaml", r"CKV\w+"), (".cfnlintrc.yaml", r"[EWI]S?\d{4}")]
)
def test_every_suppression_has_its_reason(path: str, rule: str) -> None:
    before = ""
    found = 0
    for line in (REPOSITORY / path).read_text(encoding="utf-8").splitlines():
        if re.fullmatch(rf"\s*- {rule}", line):
            found += 1
            assert before.strip().startswith("#"), f"{path}: write the reason above {line.strip()}"
        before = line
    assert found


@pytest.mark.parametrize("path", all_paths())
def test_no_suppression_hides_inside_a_template(path: str) -> None:
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    for word in ("checkov:skip", "ignore_checks", "cfn_nag"):
        assert word not in text, f"{path}: put it into .checkov.yaml or .cfnlintrc.yaml, with its reason"


def test_what_stays_behind_is_counted_in_the_manual() -> None:
    """Whoever deletes a stack must know what to look for, and what it goes on costing."""
    written = (
        (REPOSITORY / "infra/deploy.md").read_text(encoding="utf-8").partition("## What `sam delete`")[2]
    )
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    more = ("eleven", "twelve", "thirteen", "fourteen")
    counts = {
        kind: sum(
            made["DeletionPolicy"] == "RetainExceptOnCreate"
            for made in template("infra/data.yaml")["Resources"].values()
            if made["Type"] == f"AWS::{kind}"
        )
        for kind in ("DynamoDB::Table", "KMS::Key", "SecretsManager::Secret")
    }
    flowing = " ".join(written.split())
    assert f"{(*words, *more)[counts['DynamoDB::Table']]} tables" in flowing
    assert f"{words[counts['KMS::Key']]} keys" in flowing
    assert f"{words[counts['SecretsManager::Secret']]} secrets" in flowing
    prices = {line.what: line.count * line.price for line in idle_cost()}
    assert f"{prices['key'] + prices['secret']:.2f} USD a month" in flowing
