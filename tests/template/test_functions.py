"""Rules of template.yaml about functions."""

from typing import Any

import pytest

from infra.local.places import function_folders
from loa.platform.aws.clients import PATIENCE
from tests.template.reading import (
    REPOSITORY,
    ROOT,
    WHOLE,
    Function,
    as_list,
    common_of,
    function_paths,
    functions,
    resources,
    role_statements,
    settings_fields,
    target,
    template,
)
from tests.worlds.source import functions as sources

EVERY = pytest.mark.parametrize("function", functions(), ids=lambda function: function.name)
OWN = template(WHOLE)["Resources"]


@EVERY
def test_a_function_is_a_folder_with_a_handler(function: Function) -> None:
    assert (function.folder / function.package / "handler.py").is_file()
    assert function.properties["Handler"] == f"{function.package}.handler.handler"


def test_a_folder_is_a_function() -> None:
    assert set(function_folders()) <= {function.name for function in functions()}, (
        "a folder that the template does not deploy"
    )


@EVERY
def test_the_service_of_logs_and_metrics_is_the_folder(function: Function) -> None:
    assert function.environment["POWERTOOLS_SERVICE_NAME"] == function.name
    assert function.environment["POWERTOOLS_METRICS_NAMESPACE"] == {"Fn::Sub": "Loa/${AWS::StackName}"}


@EVERY
def test_the_log_lets_metrics_through(function: Function) -> None:
    """They are lines of the log at INFO: above that Lambda drops them, and every alarm stays green."""
    for level in (
        function.properties["LoggingConfig"]["ApplicationLogLevel"],
        function.environment["POWERTOOLS_LOG_LEVEL"],
    ):
        assert level == {"Ref": "LogLevel"}
    parameter = template(ROOT)["Parameters"]["LogLevel"]
    assert parameter["Default"] == "INFO"
    assert set(parameter["AllowedValues"]) == {"DEBUG", "INFO"}


@EVERY
def test_the_environment_is_what_the_settings_read(function: Function) -> None:
    fields = settings_fields(function)
    variables = set(function.own_environment)
    assert variables == fields, (
        f"{function.name}: template.yaml sets {sorted(variables - fields)} that Settings does not read, "
        f"Settings reads {sorted(fields - variables)} that template.yaml does not set"
    )


@EVERY
def test_no_secret_stands_in_the_environment(function: Function) -> None:
    parameters = template(ROOT)["Parameters"]
    for name, value in function.environment.items():
        assert "resolve:" not in str(value), f"{name}: hand over the secret's name, and read it at run time"
        referred = value.get("Ref") if isinstance(value, dict) else None
        assert not parameters.get(referred, {}).get("NoEcho"), f"{name} is a secret parameter"
        words = set(name.split("_"))
        if words & {"SECRET", "PASSWORD", "TOKEN", "KEY"}:
            assert name.endswith("_ID"), f"{name}: only ids of secrets and keys may be set"
            if str(value.get("Fn::Sub", "")).startswith("/${AWS::StackName}/"):
                continue  # the name of a parameter in Parameter Store
            attribute = value["Fn::GetAtt"][1]
            assert attribute.endswith(("SecretName", "KeyId")), (
                f"{name} must be an id that infra/data.yaml hands out"
            )


@EVERY
def test_memory_and_timeout_are_chosen_for_the_function(function: Function) -> None:
    own = OWN[function.logical_id]["Properties"]
    assert 256 <= own["MemorySize"] <= 3008, "128 MB is a false economy"
    assert 3 < own["Timeout"] <= 300


IN_A_ROW = {"webhook": 2}
"""Calls to AWS of one request that may all be slow without one giving up: the secret, then the queue."""

ALSO_SCHEDULED = {
    "accounts": "the refresh needs its five minutes; a callback makes two calls to Zalo of 15 s at most each",
}


@pytest.mark.parametrize(
    "function", [item for item in functions() if item.routes], ids=lambda function: function.name
)
def test_who_answers_the_api_gives_up_before_the_api_does(function: Function) -> None:
    """An HTTP API waits for 30 s at most and then answers 503, whatever the function is doing."""
    timeout = function.properties["Timeout"]
    assert timeout <= 29 or function.name in ALSO_SCHEDULED
    longest = PATIENCE[function.environment.get("AWS_PATIENCE", "usual")].seconds
    assert longest * IN_A_ROW.get(function.name, 1) < timeout, (
        "a call that nobody answers outlives the function"
    )


@EVERY
def test_a_call_that_nobody_answers_ends_before_the_function(function: Function) -> None:
    longest = PATIENCE[function.environment.get("AWS_PATIENCE", "usual")].seconds
    assert longest < function.properties["Timeout"]


def test_the_webhook_has_room_of_its_own_and_is_brief() -> None:
    (webhook,) = (item for item in functions() if item.name == "webhook")
    assert webhook.properties["MemorySize"] >= 512
    assert webhook.environment["AWS_PATIENCE"] == "brief"
    condition, reserved, nothing = webhook.properties["ReservedConcurrentExecutions"]["Fn::If"]
    assert template(ROOT)["Conditions"][condition] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": "WebhookConcurrency"}, 0]}]
    }
    assert reserved == {"Ref": "WebhookConcurrency"}
    assert nothing == {"Ref": "AWS::NoValue"}
    limits = template(ROOT)["Resources"]["Api"]["Properties"]["RouteSettings"]["POST /zalo/events"]
    # 40 ms an event leave 25 of them a second to each of its processes.
    assert template(ROOT)["Parameters"]["WebhookConcurrency"]["Default"] * 25 >= limits["ThrottlingRateLimit"]


PATHS_FOR_ANYBODY = (
    "/phan-anh",
    "/theo-doi",
    "/console/{page}",
    "/console/dang-nhap",
    "/profile",
    "/cua-toi",
)


def test_what_anybody_can_send_takes_no_more_than_its_share() -> None:
    senders = {function.name: function for function in functions()}
    reserved = {name: senders[name].properties for name in ("petitions", "session", "profile")}
    rooms = [each["ReservedConcurrentExecutions"]["Fn::If"][1] for each in reserved.values()]
    webhook = template(ROOT)["Parameters"]["WebhookConcurrency"]["MaxValue"]
    assert webhook + sum(rooms) <= 900, "AWS keeps 100 of an account's 1,000 unreserved"
    limits = template(ROOT)["Resources"]["Api"]["Properties"]["RouteSettings"]
    for route in (route for name in reserved for route in senders[name].routes):
        method, path = route.split(" ")
        if method == "POST" and path.startswith(PATHS_FOR_ANYBODY):
            assert limits[route]["ThrottlingRateLimit"] <= (50 if path == "/phan-anh" else 20), route


def test_what_is_common_stands_in_globals() -> None:
    common = template(ROOT)["Globals"]["Function"]
    assert common["Runtime"] == "python3.13"
    assert common["Architectures"] == [{"Ref": "Architecture"}]
    assert template(ROOT)["Parameters"]["Architecture"]["Default"] == "arm64"
    assert common["Tracing"] == "Active"
    assert common["LoggingConfig"]["LogFormat"] == "JSON"
    assert common["Layers"] == [{"Ref": "DepsLayer"}, {"Ref": "LoaLayer"}]
    assert all(common_of(path) == common for path in function_paths()), "the same in every template"


def test_layers_for_pictures_and_for_pages_go_to_who_needs_them_alone() -> None:
    """SAM adds a function's own layers to those of Globals."""
    own = {
        name: function["Properties"]["Layers"]
        for name, function in resources(WHOLE, "AWS::Serverless::Function").items()
        if "Layers" in function["Properties"]
    }
    images, pages, readers, documents = (
        [{"Ref": f"{name}Layer"}] for name in ("Images", "Pages", "Readers", "Documents")
    )
    with_pages = {
        source.module.split(".")[1]
        for source in sources()
        for name in source.imports()
        if name.startswith(("loa.web.pages", "loa.web.console"))
    }
    of_pages = {function.logical_id: pages for function in functions() if function.package in with_pages}
    of_both = {
        name: [*pages, *images] for name in ("BroadcastsFunction", "PetitionsFunction", "RedactionFunction")
    }
    of_one = {"MediaFunction": images, "UploadsFunction": [*readers, *images]}
    of_one["LibraryOutsideFunction"] = readers
    of_both |= {name: [*pages, *documents] for name in ("DocumentsFunction", "ReportFunction")}
    assert own == {**of_one, **of_pages, **of_both}


@EVERY
def test_a_function_has_a_log_group_of_its_own_with_retention(function: Function) -> None:
    name = function.properties["LoggingConfig"]["LogGroup"]["Ref"]
    assert OWN[name]["Type"] == "AWS::Logs::LogGroup"
    users = [
        other.name for other in functions() if other.properties["LoggingConfig"]["LogGroup"] == {"Ref": name}
    ]
    assert users == [function.name]


def test_every_log_group_forgets() -> None:
    for name, group in resources(WHOLE, "AWS::Logs::LogGroup").items():
        assert group["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}, name


@EVERY
def test_a_function_has_a_role_of_its_own(function: Function) -> None:
    users = [other.name for other in functions() if other.role_id == function.role_id]
    assert users == [function.name]
    trust = OWN[function.role_id]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    assert [statement["Principal"] for statement in trust] == [{"Service": "lambda.amazonaws.com"}]


SCHEDULER_ROLES = [
    name
    for name, role in resources(WHOLE, "AWS::IAM::Role").items()
    if "scheduler.amazonaws.com" in str(role["Properties"]["AssumeRolePolicyDocument"])
]


def _started_by_a_schedule() -> list[Function]:
    """Functions with a schedule of their own, and those that the scheduler's role may start."""
    started = {
        target(resource)[1]
        for name in SCHEDULER_ROLES
        for statement in role_statements(name)
        if statement["Action"] == "lambda:InvokeFunction"
        for resource in as_list(statement["Resource"])
    }
    return [item for item in functions() if item.logical_id in started or item.events("ScheduleV2")]


@pytest.mark.parametrize("function", _started_by_a_schedule(), ids=lambda function: function.name)
def test_what_a_schedule_starts_leaves_its_failures_in_the_dead_letter_queue(function: Function) -> None:
    config = function.properties.get("EventInvokeConfig")
    assert config, (
        f"{function.name} is invoked asynchronously: say what happens to a failure (EventInvokeConfig)"
    )
    assert 0 <= config["MaximumRetryAttempts"] <= 2
    failure = config["DestinationConfig"]["OnFailure"]
    assert failure["Type"] == "SQS"
    assert target(failure["Destination"])[1] == "SchedulesDeadLetterQueue"
    assert ("sqs:SendMessage", failure["Destination"]) in function.allowed(), (
        "its role must be able to send there"
    )


@pytest.mark.parametrize(
    "schedule",
    [event for function in functions() for event in function.events("ScheduleV2").values()],
    ids=lambda schedule: str(schedule.get("Description", "schedule")),
)
def test_a_schedule_is_in_local_time_and_keeps_what_it_cannot_deliver(schedule: dict[str, Any]) -> None:
    if not schedule["ScheduleExpression"].startswith("rate("):  # a rate knows no hour, and comes again soon
        assert schedule["ScheduleExpressionTimezone"] == "Asia/Ho_Chi_Minh"
        assert schedule["RetryPolicy"]["MaximumRetryAttempts"] > 0
    assert target(schedule["DeadLetterConfig"]["Arn"])[1] == "SchedulesDeadLetterQueue"
    assert schedule["GroupName"] == {"Ref": "ScheduleGroup"}, "so that it goes with the stack"
    assert OWN[target(schedule["RoleArn"])[1]]["Type"] == "AWS::IAM::Role", "a role that we wrote, not SAM"


def test_layers_are_built_here_and_old_versions_stay_for_a_rollback() -> None:
    layers = resources(ROOT, "AWS::Serverless::LayerVersion")
    assert set(layers) == {
        *("DepsLayer", "DocumentsLayer", "ImagesLayer"),
        *("LoaLayer", "PagesLayer", "ReadersLayer"),
    }
    for name, layer in layers.items():
        makefile = REPOSITORY / layer["Properties"]["ContentUri"] / "Makefile"
        assert f"build-{name}:" in makefile.read_text(encoding="utf-8"), (
            f"{makefile} lacks the target build-{name}"
        )
        assert layer["Metadata"]["BuildMethod"] == "makefile"
        assert layer["Properties"]["RetentionPolicy"] == "Retain"
