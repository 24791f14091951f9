"""The API's document, as SAM writes it, becomes routes, each guarded as the template says."""

from typing import Any

import pytest

from infra.local.routes import Values, create_routes

FUNCTION_URI = {
    "Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/functions/${Door.Arn}/invocations"
}
OPERATION = {"x-amazon-apigateway-integration": {"uri": FUNCTION_URI}}
BODY = {
    "paths": {
        "/zalo/events": {"post": OPERATION | {"security": [{"NONE": []}]}},
        "/units": {"get": OPERATION | {"security": [{"OfficerToken": []}]}},
    },
    "x-amazon-apigateway-cors": {"allowOrigins": ["https://h5.zdn.vn"], "maxAge": 3600},
    "components": {
        "securitySchemes": {
            "OfficerToken": {
                "x-amazon-apigateway-authorizer": {
                    "identitySource": "$request.header.Authorization",
                    "jwtConfiguration": {
                        "issuer": {"Fn::GetAtt": ["Identity", "Outputs.Issuer"]},
                        "audience": [{"Ref": "ClientId"}],
                    },
                }
            }
        }
    },
}


class CloudFormation:
    """A deployed stack with one API, one function and one nested stack."""

    def describe_stacks(self, *, StackName: str) -> dict[str, Any]:  # noqa: N803 - boto3's names
        parameters = [{"ParameterKey": "ClientId", "ParameterValue": "client-1"}]
        outputs = [{"OutputKey": "Issuer", "OutputValue": "https://issuer.example"}]
        return {"Stacks": [{"Parameters": parameters, "Outputs": outputs, "StackName": StackName}]}

    def describe_stack_resources(self, **_: Any) -> dict[str, Any]:
        kinds = {
            "Api": ("AWS::ApiGatewayV2::Api", "api-1"),
            "Door": ("AWS::Lambda::Function", "loa-Door"),
            "Identity": ("AWS::CloudFormation::Stack", "arn:aws:cloudformation:nested"),
        }
        return {
            "StackResources": [
                {"LogicalResourceId": name, "ResourceType": kind, "PhysicalResourceId": physical}
                for name, (kind, physical) in kinds.items()
            ]
        }

    def get_template(self, **_: Any) -> dict[str, Any]:
        return {"TemplateBody": {"Resources": {"Api": {"Properties": {"Body": BODY}}}}}


class Gateway:
    """API Gateway's own API, remembering what was made."""

    def __init__(self) -> None:
        self.made: dict[str, list[dict[str, Any]]] = {"route": [], "integration": [], "authorizer": []}
        self.deleted: list[str] = []
        self.cors: dict[str, Any] = {}

    def update_api(self, *, ApiId: str, CorsConfiguration: dict[str, Any]) -> None:  # noqa: N803 - boto3's names
        self.cors = {"api": ApiId} | CorsConfiguration

    def __getattr__(self, call: str) -> Any:
        verb, _, what = call.partition("_")

        def create(**wish: Any) -> dict[str, str]:
            self.made[what].append(wish)
            return {f"{what.title()}Id": f"{what}-{len(self.made[what])}"}

        def delete(**wish: Any) -> None:
            self.deleted.append(wish[f"{what.title()}Id"])

        def get(**_: Any) -> dict[str, Any]:
            key = f"{what[:-1].title()}Id"
            return {"Items": [{key: f"old-{what[:-1]}"}]}

        return {"create": create, "delete": delete, "get": get}[verb]


@pytest.fixture
def gateway() -> Gateway:
    made = Gateway()
    cloudformation: Any = CloudFormation()
    api: Any = made
    assert create_routes(cloudformation, api, stack="loa", region="ap-southeast-1") == "api-1"
    return made


def test_a_route_without_authorizer_is_open_and_the_others_ask_for_the_token(gateway: Gateway) -> None:
    routes = {route["RouteKey"]: route.get("AuthorizerId") for route in gateway.made["route"]}
    assert routes == {"POST /zalo/events": None, "GET /units": "authorizer-1"}


def test_issuer_and_audience_are_what_the_deployed_stack_says(gateway: Gateway) -> None:
    (authorizer,) = gateway.made["authorizer"]
    assert authorizer["JwtConfiguration"] == {"Issuer": "https://issuer.example", "Audience": ["client-1"]}


def test_one_function_gets_one_integration(gateway: Gateway) -> None:
    (integration,) = gateway.made["integration"]
    assert integration["IntegrationUri"] == "arn:aws:lambda:ap-southeast-1:000000000000:function:loa-Door"


def test_what_an_earlier_run_made_is_replaced(gateway: Gateway) -> None:
    assert gateway.deleted == ["old-route", "old-integration", "old-authorizer"]


def test_cors_rules_are_carried_over(gateway: Gateway) -> None:
    assert gateway.cors == {"api": "api-1", "AllowOrigins": ["https://h5.zdn.vn"], "MaxAge": 3600}


def test_an_attribute_that_is_not_known_is_an_error_and_not_a_guess() -> None:
    cloudformation: Any = CloudFormation()
    values = Values(cloudformation, "loa", "ap-southeast-1")
    with pytest.raises(LookupError, match=r"Api\.ApiEndpoint"):
        values.resolved({"Fn::GetAtt": ["Api", "ApiEndpoint"]})
