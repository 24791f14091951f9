"""The API under a name of its own, CloudFront before it, and what a stranger can make it cost."""

from fnmatch import fnmatchcase
from typing import Any

import pytest

from loa.publishing.documents.inspection import MAXIMUM_UPLOAD
from loa.web.pages.preferences import Preferences
from tests.template.reading import ROOT, functions, template

DOMAIN = "infra/domain.yaml"
OWN = template(DOMAIN)["Resources"]
LARGE = {
    "GET /media/{name}": 0.001,
    "GET /answered-cases/{id}/pictures/{name}": 0.001,
    "GET /files/{name}": MAXIMUM_UPLOAD / 1e9,
}
"""Gigabytes at most; `loa.publishing.pictures.processing` brings every picture below 1 MB."""
CERTIFICATE = "GET /thi/{id}/ket-qua/{number}/giay/{code}/giay.pdf"
MAXIMUM_BEHAVIOURS = 25
"""Of a distribution (quotas of CloudFront)."""

GIGABYTE = 0.12
"""USD, of data that leave AWS for the Internet from Singapore."""


def _edge() -> dict[str, Any]:
    config: dict[str, Any] = OWN["Edge"]["Properties"]["DistributionConfig"]
    return config


def test_without_a_domain_nothing_of_it_is_made() -> None:
    root = template(ROOT)
    for name in ("DomainName", "CertificateArn", "EdgeCertificateArn", "WebAclArn"):
        assert root["Parameters"][name]["Default"] == ""
    assert root["Resources"]["Domain"]["Condition"] == "HasDomain"
    assert root["Outputs"]["DnsTarget"]["Condition"] == "HasDomain"


@pytest.mark.parametrize(
    ("given", "needed"),
    [
        ("DomainName", "CertificateArn"),
        ("EdgeCertificateArn", "DomainName"),
        ("WebAclArn", "EdgeCertificateArn"),
    ],
)
def test_half_a_domain_is_refused_before_anything_is_made(given: str, needed: str) -> None:
    is_given, is_needed = ({"Fn::Not": [{"Fn::Equals": [{"Ref": name}, ""]}]} for name in (given, needed))
    rules = template(ROOT)["Rules"].values()
    (rule,) = (rule for rule in rules if rule["RuleCondition"] == is_given)
    (assertion,) = rule["Assertions"]
    assert assertion["Assert"] == is_needed
    assert needed in assertion["AssertDescription"]


def test_with_a_domain_the_api_answers_under_it_alone() -> None:
    api = template(ROOT)["Resources"]["Api"]["Properties"]
    assert api["DisableExecuteApiEndpoint"] == {"Fn::If": ["HasDomain", True, False]}
    handed = template(ROOT)["Resources"]["Domain"]["Properties"]["Parameters"]
    assert handed["ApiStage"] == {"Ref": "Api.Stage"}, "else the mapping may be made before the stage"
    (configuration,) = OWN["ApiDomain"]["Properties"]["DomainNameConfigurations"]
    assert configuration["SecurityPolicy"] == "TLS_1_2"


def test_cloudfront_is_an_option_of_an_option() -> None:
    assert {name for name, item in OWN.items() if item.get("Condition") == "HasEdge"} == {
        "Edge",
        "PublicPages",
        "PublicReads",
    }


def test_cloudfront_keeps_public_reads_as_long_as_the_function_says_and_nothing_else() -> None:
    edge = _edge()
    disabled = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    assert edge["DefaultCacheBehavior"]["CachePolicyId"] == disabled
    kept = {item["PathPattern"] for item in edge["CacheBehaviors"]}
    pages = {"/", "/lich*", "/tim*", "/thoi-tiet", "/so-lieu", "/d/*", "/bai/*", "/muc/*", "/da-tra-loi*"}
    reads = {"/media/*", "/files/*", "/answered-cases*", "/assets/*", "/read/*", "/search", "/find-unit"}
    reads |= {"/sitemap*", "/tin.rss", "/thi/*.pdf"}
    assert kept == reads | pages
    assert len(edge["CacheBehaviors"]) == len(kept) <= MAXIMUM_BEHAVIOURS
    for item in edge["CacheBehaviors"]:
        wanted = "PublicPages" if item["PathPattern"] in pages else "PublicReads"
        assert item["CachePolicyId"] == {"Ref": wanted}
        assert not {"POST", "PUT", "DELETE"} & set(item["AllowedMethods"])
    for pattern in kept:
        for function in functions():
            for event in function.events("HttpApi").values():
                if fnmatchcase(event["Path"], pattern):
                    assert event["Method"] == "GET"
                    assert event["Auth"] == {"Authorizer": "NONE"}, "what needs a token is never kept"
    policy = OWN["PublicReads"]["Properties"]["CachePolicyConfig"]
    assert policy["DefaultTTL"] == policy["MinTTL"] == 0
    parts = policy["ParametersInCacheKeyAndForwardedToOrigin"]
    assert parts["QueryStringsConfig"] == {"QueryStringBehavior": "all"}, "pages of a list are apart"
    assert parts["HeadersConfig"]["Headers"] == ["origin"], "an answer without CORS is not for a browser"


def test_cloudfront_tells_pages_apart_by_what_their_reader_has_chosen_and_by_nothing_else() -> None:
    policy = OWN["PublicPages"]["Properties"]["CachePolicyConfig"]
    assert policy["DefaultTTL"] == policy["MinTTL"] == 0
    parts = policy["ParametersInCacheKeyAndForwardedToOrigin"]
    cookies = {cookie.name for cookie in Preferences().cookies(secure=True)}
    assert set(parts["CookiesConfig"]["Cookies"]) == cookies
    assert parts["QueryStringsConfig"] == {"QueryStringBehavior": "all"}
    assert parts["HeadersConfig"]["Headers"] == ["origin"], "the shell of the Mini App reads parts of pages"


def test_every_behaviour_hands_on_the_host_that_the_api_answers_to() -> None:
    edge = _edge()
    for item in (edge["DefaultCacheBehavior"], *edge["CacheBehaviors"]):
        assert item["OriginRequestPolicyId"] == "216adef6-5c7f-47e4-b989-5492eafa07d3"
        assert item["ViewerProtocolPolicy"] == "redirect-to-https"
    (origin,) = edge["Origins"]
    assert origin["DomainName"] == {"Fn::GetAtt": ["ApiDomain", "RegionalDomainName"]}
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"


@pytest.mark.parametrize(("route", "gigabytes"), LARGE.items())
def test_what_a_stranger_can_make_large_answers_cost_in_an_hour(route: str, gigabytes: float) -> None:
    limits = template(ROOT)["Resources"]["Api"]["Properties"]["RouteSettings"][route]
    assert limits["ThrottlingRateLimit"] * 3600 * gigabytes * GIGABYTE <= 25


@pytest.mark.parametrize("route", ["GET /search", "GET /find-unit", CERTIFICATE])
def test_searches_of_strangers_stay_below_what_others_may_ask(route: str) -> None:
    api = template(ROOT)["Resources"]["Api"]["Properties"]
    for limit, usual in api["DefaultRouteSettings"].items():
        assert api["RouteSettings"][route][limit] < usual


def test_the_bill_is_watched() -> None:
    root = template(ROOT)
    budget = root["Resources"]["Budget"]
    assert budget["Condition"] == "HasBudget"
    assert root["Parameters"]["MonthlyBudget"]["Default"] > 0
    kinds = {
        item["Notification"]["NotificationType"]
        for item in budget["Properties"]["NotificationsWithSubscribers"]
    }
    assert kinds == {"ACTUAL", "FORECASTED"}


def test_the_limit_for_each_address_spares_zalo() -> None:
    acl = template("infra/edge/web_acl.yaml")["Resources"]["WebAcl"]["Properties"]
    assert acl["Scope"] == "CLOUDFRONT"
    rates = [rule["Statement"]["RateBasedStatement"] for rule in acl["Rules"]]
    assert {rate["AggregateKeyType"] for rate in rates} == {"IP"}
    others = rates[-1]["ScopeDownStatement"]["NotStatement"]["Statement"]["OrStatement"]["Statements"]
    routes = {route for function in functions() for route in function.routes}
    exact = [each["ByteMatchStatement"] for each in others]
    spared = [each["SearchString"] for each in exact if each["PositionalConstraint"] == "EXACTLY"]
    assert [f"POST {path}" in routes for path in spared] == [True]
