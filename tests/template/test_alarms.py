"""Every alarm can fire, somebody hears it, and a page says what to do."""

import json
import re
from typing import Any

import pytest

from infra.local.places import function_folder
from tests.template.reading import (
    REPOSITORY,
    ROOT,
    Function,
    functions,
    nested,
    resources,
    resources_everywhere,
    target,
    template,
)

QUEUES = "infra/queues.yaml"
OBSERVABILITY = "infra/observability.yaml"
FUNCTION_ALARMS = "infra/function_alarms.yaml"
RUNBOOKS = REPOSITORY / "infra" / "runbooks"

ALARMS = [(f"{path} {name}", alarm) for path, name, alarm in resources_everywhere("AWS::CloudWatch::Alarm")]
EVERY = pytest.mark.parametrize(("where", "alarm"), ALARMS, ids=[where for where, _ in ALARMS])

OURS = "MetricsNamespace"
"""The parameter of infra/observability.yaml that names the namespace of our own metrics."""

KNOWN = {
    ("AWS/Lambda", "FunctionName"): {"Errors", "Duration"},
    ("AWS/Lambda", ""): {"Throttles"},
    ("AWS/SQS", "QueueName"): {"ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"},
    ("AWS/ApiGateway", "ApiId"): {"5xx", "IntegrationLatency"},
    (OURS, "service"): {
        "UnverifiedEvents",
        "EventsDropped",
        "CredentialsLost",
        "ConsentNeeded",
        "AccountsNotRefreshed",
        "DeliveriesUnknown",
        "DeliveriesFailed",
        "BroadcastsInTrouble",
        "NobodyOnCall",
        "RulesUnreadable",
        "CasesNotLookedAfter",
        "ProvinceSilent",
        "WorkingDaysToCheck",
        "DataRequestsOverdue",
        "ArticlesMissing",
        "MessagesUnknown",
        "ConfidentialAccessDenied",
        "AttachmentsOfUnknownHosts",
        "FollowersRefused",
    },
}
"""Namespace and dimension under which AWS, or our Powertools, publishes them. Another pair never fires."""

DIMENSIONS = {
    "AWS/Lambda": {"FunctionName", ""},
    "AWS/SQS": {"QueueName"},
    "AWS/ApiGateway": {"ApiId"},
    f"${{{OURS}}}": {"service"},
}


def _namespace(alarm: dict[str, Any]) -> str:
    namespace = alarm["Namespace"]
    return str(namespace["Ref"] if isinstance(namespace, dict) else namespace)


def _runbook(alarm: dict[str, Any]) -> str:
    description = alarm["AlarmDescription"]
    text = description["Fn::Sub"] if isinstance(description, dict) else description
    found = re.search(r"Runbook infra/runbooks/([a-z0-9-]+\.md)$", text)
    assert found, f"end the description with its runbook: {text}"
    return found[1]


@EVERY
def test_an_alarm_watches_a_metric_that_exists(where: str, alarm: dict[str, Any]) -> None:
    (dimension,) = [item["Name"] for item in alarm.get("Dimensions", [])] or [""]
    known = KNOWN.get((_namespace(alarm), dimension))
    assert known, f"{where}: {alarm['Namespace']} publishes nothing under the dimension {dimension!r}"
    assert alarm["MetricName"] in known, f"{where}: unknown metric {alarm['MetricName']}"


@EVERY
def test_an_alarm_is_heard_when_it_starts_and_when_it_ends(where: str, alarm: dict[str, Any]) -> None:
    assert alarm["AlarmActions"] in ([{"Ref": "AlarmTopic"}], [{"Ref": "AlarmTopicArn"}]), where
    assert alarm["OKActions"] == alarm["AlarmActions"]


@EVERY
def test_an_alarm_says_what_silence_means(where: str, alarm: dict[str, Any]) -> None:
    assert alarm["TreatMissingData"] in {"notBreaching", "breaching"}, where


@EVERY
def test_an_alarm_has_a_runbook(where: str, alarm: dict[str, Any]) -> None:
    page = RUNBOOKS / _runbook(alarm)
    assert page.is_file(), f"{where}: write {page.relative_to(REPOSITORY)}"
    text = page.read_text(encoding="utf-8")
    for heading in ("## What it means", "## Look", "## Do"):
        assert heading in text, f"{page.name} lacks '{heading}'"


def test_every_runbook_has_an_alarm() -> None:
    pages = {page.name for page in RUNBOOKS.glob("*.md")}
    assert pages == {_runbook(alarm) for _, alarm in ALARMS}, "delete the page, or write its alarm"


def test_one_topic_hears_everything() -> None:
    assert set(resources(QUEUES, "AWS::SNS::Topic")) == {"AlarmTopic"}
    handed = template(ROOT)["Resources"]["Observability"]["Properties"]["Parameters"]["AlarmTopicArn"]
    assert handed == {"Fn::GetAtt": ["Queues", "Outputs.AlarmTopicArn"]}
    for name in nested(OBSERVABILITY):
        stack = template(OBSERVABILITY)["Resources"][name]["Properties"]
        assert stack["Parameters"]["AlarmTopicArn"] == {"Ref": "AlarmTopicArn"}


def _works_unattended(function: Function) -> bool:
    """Whether a queue or a schedule starts it; else somebody waits for its answer, and hears a 5xx."""
    return bool(
        function.events("SQS")
        or function.events("DynamoDB")
        or function.events("ScheduleV2")
        or "EventInvokeConfig" in function.properties
    )


WATCHED_BY_DEAD_LETTERS = {
    "reorganisation": "a round stops itself and the next goes on; administrators watch the run",
    "library_outside": "what was not spoken or looked at is done by the next round, for a week",
    "uploads": "what cannot be looked at is a dead letter; its officer sees that it has expired",
    "report": "a report that was not made is tried again in ten minutes, and on every morning of the week",
    "weather": "residents see how old the weather is, and the next round comes within two hours",
    "search_index": "what cannot be indexed for an hour is a dead letter; a command makes it good",
}
"""Functions without alarms of their own, and why that is enough: whatever fails there is a dead letter."""

UNATTENDED = [
    function
    for function in functions()
    if _works_unattended(function) and function.name not in WATCHED_BY_DEAD_LETTERS
]


@pytest.mark.parametrize("name", WATCHED_BY_DEAD_LETTERS)
def test_who_has_no_alarms_leaves_failures_where_one_goes_off(name: str) -> None:
    (function,) = (item for item in functions() if item.name == name)
    starts = [function.properties.get("EventInvokeConfig"), *function.events("DynamoDB").values()]
    (queue,) = {
        target(start["DestinationConfig"]["OnFailure"]["Destination"])[1] for start in starts if start
    }
    watched = [
        alarm["Dimensions"][0]["Value"]
        for _, alarm in ALARMS
        if alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
    ]
    assert {"Fn::GetAtt": [queue, "QueueName"]} in watched


@pytest.mark.parametrize("function", UNATTENDED, ids=lambda function: function.name)
def test_a_function_that_nobody_waits_for_is_watched_for_errors_and_slowness(function: Function) -> None:
    handed = template(ROOT)["Resources"]["Observability"]["Properties"]["Parameters"]
    parameter = f"{function.logical_id}Name"
    assert target(handed.get(parameter))[1] == function.logical_id, (
        f"hand {parameter} to infra/observability.yaml"
    )
    stack = template(OBSERVABILITY)["Resources"].get(f"{function.logical_id.removesuffix('Function')}Alarms")
    assert stack, f"use function_alarms.yaml for {function.name} in infra/observability.yaml"
    assert stack["Properties"]["TemplateURL"] == "function_alarms.yaml"
    given = stack["Properties"]["Parameters"]
    assert given["FunctionName"] == {"Ref": parameter}
    assert given["Service"] == function.name
    assert given["StartedBy"] == ("queue" if function.events("SQS") else "schedule")
    slow = function.properties["Timeout"] * 1000 * 80 // 100
    assert given["SlowMilliseconds"] == slow, f"80 % of the timeout of {function.name} is {slow} ms"


def test_such_a_function_is_slow_by_its_own_alarm_and_fails_by_one_that_hears_it() -> None:
    """What a queue starts has an alarm for errors; the others leave dead letters of the schedules."""
    alarms = resources(FUNCTION_ALARMS, "AWS::CloudWatch::Alarm").values()
    assert {alarm["Properties"]["MetricName"]: alarm.get("Condition") for alarm in alarms} == {
        "Errors": "ByQueue",
        "Duration": None,
    }
    for function in UNATTENDED:
        if not function.events("SQS"):
            failure = function.properties["EventInvokeConfig"]["DestinationConfig"]["OnFailure"]
            assert target(failure["Destination"])[1] == "SchedulesDeadLetterQueue", function.name
    (heard,) = (
        alarm
        for alarm in resources(QUEUES, "AWS::CloudWatch::Alarm").values()
        if "SchedulesDeadLetterQueue" in str(alarm["Properties"]["Dimensions"])
    )
    assert heard["Properties"]["Threshold"] == 0


def test_the_others_are_watched_together_where_their_callers_notice() -> None:
    """Whatever goes wrong in a function behind the API, its caller hears a 5xx, or waits."""
    others = [
        function
        for function in functions()
        if not _works_unattended(function) and function.name not in WATCHED_BY_DEAD_LETTERS
    ]
    assert others
    assert all(function.routes for function in others), "nobody watches a function that nothing starts"
    alarms = {
        alarm["MetricName"]: alarm
        for _, alarm in ALARMS
        if _namespace(alarm) in {"AWS/ApiGateway", "AWS/Lambda"}
    }
    api = [{"Name": "ApiId", "Value": {"Ref": "ApiId"}}]
    assert alarms["5xx"]["Dimensions"] == alarms["IntegrationLatency"]["Dimensions"] == api
    assert alarms["5xx"]["Threshold"] == 0
    slowest = max(function.properties["Timeout"] for function in others)
    assert alarms["IntegrationLatency"]["Threshold"] == slowest * 1000 * 80 // 100
    assert "Dimensions" not in alarms["Throttles"], "concurrency is the account's"


BUSINESS = [(where, alarm) for where, alarm in ALARMS if _namespace(alarm) == OURS]


def test_a_stage_raises_its_own_alarms_only() -> None:
    """The namespace names the stack, for functions and for what watches them alike."""
    common = template(ROOT)["Globals"]["Function"]["Environment"]["Variables"]
    watched = template(ROOT)["Resources"]["Observability"]["Properties"]["Parameters"]["MetricsNamespace"]
    assert common["POWERTOOLS_METRICS_NAMESPACE"] == watched == {"Fn::Sub": "Loa/${AWS::StackName}"}
    assert BUSINESS


@pytest.mark.parametrize(("where", "alarm"), BUSINESS, ids=[where for where, _ in BUSINESS])
def test_somebody_emits_what_a_business_alarm_waits_for(where: str, alarm: dict[str, Any]) -> None:
    service = alarm["Dimensions"][0]["Value"]
    assert service in {function.name for function in functions()}
    sources = [
        *function_folder(service).glob("**/*.py"),
        *(REPOSITORY / "layers" / "loa").glob("**/*.py"),
    ]
    spoken = any(f'"{alarm["MetricName"]}"' in source.read_text(encoding="utf-8") for source in sources)
    assert spoken, f"{where}: {service} never emits {alarm['MetricName']}, so the alarm cannot fire"


def test_the_dashboard_goes_from_business_to_errors_to_latency() -> None:
    (dashboard,) = resources(OBSERVABILITY, "AWS::CloudWatch::Dashboard").values()
    text = dashboard["Properties"]["DashboardBody"]["Fn::Sub"]
    variables = set(re.findall(r"\$\{([A-Za-z]+)\}", text))
    assert variables <= set(template(OBSERVABILITY)["Parameters"])
    widgets = json.loads(text)["widgets"]
    headings = [widget["properties"]["markdown"] for widget in widgets if widget["type"] == "text"]
    assert [heading.removeprefix("## ").split(":")[0] for heading in headings] == [
        "Business",
        "Errors",
        "Latency",
    ]
    for widget in widgets:
        for namespace, _, *rest in widget["properties"].get("metrics", []):
            dimension = rest[0] if rest and isinstance(rest[0], str) else ""
            assert dimension in DIMENSIONS[namespace], f"{namespace} has no dimension {dimension}"
    count = sum(len(widget["properties"].get("metrics", [])) for widget in widgets)
    assert count <= 50, "AWS charges 3 USD a month for a dashboard with more"
    shown = {
        parameter for parameter in template(OBSERVABILITY)["Parameters"] if parameter.endswith("FunctionName")
    }
    assert shown <= variables, "a function is missing on the dashboard"
