"""Give the deployed HTTP API its routes and authorizers, from the document that SAM made of the events.

On AWS, CloudFormation imports `Body` of `AWS::ApiGatewayV2::Api`. ministack does not: its API exists without
routes. So the same document is read back from the processed template and carried over call by call. A second
run replaces what the first one made.
"""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types_boto3_apigatewayv2 import ApiGatewayV2Client
    from types_boto3_apigatewayv2.type_defs import CorsUnionTypeDef
    from types_boto3_cloudformation import CloudFormationClient

API = "AWS::ApiGatewayV2::Api"
STAGE = "AWS::ApiGatewayV2::Stage"
INTEGRATION = "x-amazon-apigateway-integration"
ANY = "x-amazon-apigateway-any-method"
ACCOUNT = "000000000000"


class Values:
    """What the intrinsic functions of a deployed template stand for: Ref, Fn::GetAtt and Fn::Sub."""

    def __init__(self, cloudformation: "CloudFormationClient", stack: str, region: str) -> None:
        described = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
        resources = cloudformation.describe_stack_resources(StackName=stack)["StackResources"]
        self._cloudformation = cloudformation
        self._types = {found["LogicalResourceId"]: found["ResourceType"] for found in resources}
        self._physical = {
            found["LogicalResourceId"]: found.get("PhysicalResourceId", "") for found in resources
        }
        self._region = region
        self._references = {
            "AWS::Region": region,
            "AWS::Partition": "aws",
            "AWS::AccountId": ACCOUNT,
            "AWS::StackName": stack,
            "AWS::URLSuffix": "amazonaws.com",
            **{given["ParameterKey"]: given["ParameterValue"] for given in described.get("Parameters", [])},
            **self._physical,
        }

    def of_type(self, resource_type: str) -> list[str]:
        """Return the logical names of the resources of a type."""
        return [name for name, kind in self._types.items() if kind == resource_type]

    def resolved(self, value: Any) -> Any:
        """Return `value` with its intrinsic functions carried out, at any depth."""
        match value:
            case {"Ref": str(name)}:
                return self._references[name]
            case {"Fn::GetAtt": [str(name), str(attribute)]}:
                return self._attribute(name, attribute)
            case {"Fn::Sub": str(text)}:
                return re.sub(r"\$\{([^}]+)\}", lambda found: self._substituted(found[1]), text)
            case Mapping():
                return {key: self.resolved(part) for key, part in value.items()}
            case list():
                return [self.resolved(part) for part in value]
            case _:
                return value

    def _substituted(self, name: str) -> str:
        if name in self._references:
            return str(self._references[name])
        return self._attribute(*name.split(".", 1))

    def _attribute(self, name: str, attribute: str) -> str:
        physical = self._physical[name]
        if attribute.startswith("Outputs."):
            nested = self._cloudformation.describe_stacks(StackName=physical)["Stacks"][0]
            outputs = {made["OutputKey"]: made["OutputValue"] for made in nested.get("Outputs", [])}
            return outputs[attribute.removeprefix("Outputs.")]
        if attribute == "Arn" and self._types[name] == "AWS::Lambda::Function":
            return f"arn:aws:lambda:{self._region}:{ACCOUNT}:function:{physical}"
        raise LookupError(f"{name}.{attribute} is used in the API's document, but not known here")


def create_routes(
    cloudformation: "CloudFormationClient", gateway: "ApiGatewayV2Client", *, stack: str, region: str
) -> str:
    """Carry the routes, authorizers and CORS rules of the stack's one HTTP API over; return the API's id."""
    template = cloudformation.get_template(StackName=stack, TemplateStage="Processed")["TemplateBody"]
    values = Values(cloudformation, stack, region)
    (name,) = values.of_type(API)
    api = str(values.resolved({"Ref": name}))
    document = values.resolved(template["Resources"][name]["Properties"]["Body"])
    _forget(gateway, api)
    cors = _cors(document.get("x-amazon-apigateway-cors"))
    if cors:
        gateway.update_api(ApiId=api, CorsConfiguration=cors)
    authorizers = {
        scheme: _create_authorizer(gateway, api, scheme, described["x-amazon-apigateway-authorizer"])
        for scheme, described in document.get("components", {}).get("securitySchemes", {}).items()
        if "x-amazon-apigateway-authorizer" in described
    }
    integrations: dict[str, str] = {}
    for route, operation in _operations(document):
        uri = operation[INTEGRATION]["uri"]
        if uri not in integrations:
            integrations[uri] = _create_integration(gateway, api, uri)
        _create_route(
            gateway,
            api,
            route=route,
            integration=integrations[uri],
            security=_security(document, operation),
            authorizers=authorizers,
        )
    return api


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if not isinstance(operation, Mapping) or INTEGRATION not in operation:
                continue
            if path == "/$default":
                yield "$default", operation
            else:
                yield f"{'ANY' if method == ANY else method.upper()} {path}", operation


def _security(document: Mapping[str, Any], operation: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the scheme and scopes that guard an operation; empty when it is open."""
    for requirement in operation.get("security", document.get("security", [])):
        for scheme, scopes in requirement.items():
            if scheme != "NONE":
                return {scheme: scopes}
    return {}


def _forget(gateway: "ApiGatewayV2Client", api: str) -> None:
    for route in gateway.get_routes(ApiId=api)["Items"]:
        gateway.delete_route(ApiId=api, RouteId=route["RouteId"])
    for integration in gateway.get_integrations(ApiId=api)["Items"]:
        gateway.delete_integration(ApiId=api, IntegrationId=integration["IntegrationId"])
    for authorizer in gateway.get_authorizers(ApiId=api)["Items"]:
        gateway.delete_authorizer(ApiId=api, AuthorizerId=authorizer["AuthorizerId"])


def _cors(rules: Mapping[str, Any] | None) -> "CorsUnionTypeDef":
    names = {
        "allowOrigins": "AllowOrigins",
        "allowMethods": "AllowMethods",
        "allowHeaders": "AllowHeaders",
        "exposeHeaders": "ExposeHeaders",
        "maxAge": "MaxAge",
        "allowCredentials": "AllowCredentials",
    }
    return {names[key]: value for key, value in (rules or {}).items()}  # type: ignore[return-value]  # from the template


def _create_authorizer(
    gateway: "ApiGatewayV2Client", api: str, name: str, described: Mapping[str, Any]
) -> str:
    token = described["jwtConfiguration"]
    made = gateway.create_authorizer(
        ApiId=api,
        AuthorizerType="JWT",
        Name=name,
        IdentitySource=[described["identitySource"]],
        JwtConfiguration={"Issuer": token["issuer"], "Audience": list(token["audience"])},
    )
    return made["AuthorizerId"]


def _create_integration(gateway: "ApiGatewayV2Client", api: str, uri: str) -> str:
    function = uri.split("/functions/")[1].removesuffix("/invocations")
    made = gateway.create_integration(
        ApiId=api,
        IntegrationType="AWS_PROXY",
        IntegrationMethod="POST",
        IntegrationUri=function,
        PayloadFormatVersion="2.0",
    )
    return made["IntegrationId"]


def _create_route(
    gateway: "ApiGatewayV2Client",
    api: str,
    *,
    route: str,
    integration: str,
    security: Mapping[str, list[str]],
    authorizers: Mapping[str, str],
) -> None:
    target = f"integrations/{integration}"
    for scheme, scopes in security.items():
        gateway.create_route(
            ApiId=api,
            RouteKey=route,
            Target=target,
            AuthorizationType="JWT",
            AuthorizerId=authorizers[scheme],
            AuthorizationScopes=scopes,
        )
        return
    gateway.create_route(ApiId=api, RouteKey=route, Target=target)
