"""Rules about queues."""

from typing import Any

import pytest

from tests.template.reading import ROOT, Function, functions, number, resources, target, template

QUEUES = "infra/queues.yaml"
ALL = {name: queue["Properties"] for name, queue in resources(QUEUES, "AWS::SQS::Queue").items()}
WORKING = {name: queue for name, queue in ALL.items() if not name.endswith("DeadLetterQueue")}
DEAD = {name: queue for name, queue in ALL.items() if name.endswith("DeadLetterQueue")}
TWO_WEEKS = 14 * 24 * 3600

MAPPINGS = [(function, event) for function in functions() for event in function.events("SQS").values()]
EVERY_MAPPING = pytest.mark.parametrize(
    ("function", "event"), MAPPINGS, ids=[item.name for item, _ in MAPPINGS]
)


@EVERY_MAPPING
def test_a_message_stays_hidden_for_six_timeouts_of_its_consumer(
    function: Function, event: dict[str, Any]
) -> None:
    queue = target(event["Queue"])[1]
    timeout = function.properties["Timeout"]
    assert ALL[queue]["VisibilityTimeout"] >= 6 * timeout, (
        f"raise VisibilityTimeout of {queue} with the timeout"
    )


@EVERY_MAPPING
def test_a_batch_reports_its_failures_one_by_one(function: Function, event: dict[str, Any]) -> None:
    assert event["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert event["BatchSize"] <= 10


@EVERY_MAPPING
def test_a_consumer_is_paced(function: Function, event: dict[str, Any]) -> None:
    assert 2 <= number(event["ScalingConfig"]["MaximumConcurrency"]) <= 1000


def test_urgent_deliveries_have_workers_of_their_own_and_all_of_them_share_the_limit_of_zalo() -> None:
    """A worker keeps to its share of Zalo's limit (loa/platform/zalo/pace.py): their number must be true."""
    (sender,) = (function for function in functions() if function.name == "broadcast_send")
    workers = {
        target(event["Queue"])[1]: event["ScalingConfig"]["MaximumConcurrency"]
        for event in sender.events("SQS").values()
    }
    assert set(workers) == {"DeliveriesQueue", "UrgentQueue"}
    assert int(sender.own_environment["SEND_WORKERS"]) == sum(workers.values())


def test_the_shares_of_zalos_limit_add_up() -> None:
    """Each of Zalo's two APIs takes 4,000 calls a minute from one app (zalo/README.md 13).

    A worker that comes late makes up for one call: so many more there may be, as there are workers.
    """
    parameters = template(ROOT)["Parameters"]
    workers = {name: one.own_environment for name, one in ((one.name, one) for one in functions())}
    late = sum(number(workers[name]["SEND_WORKERS"]) for name in ("broadcast_send", "message_send"))
    late += int(workers["followers"]["FOLLOWER_WORKERS"])
    shares = ("BroadcastCallsPerMinute", "MessageCallsPerMinute", "FollowerCallsPerMinute")
    assert sum(parameters[share]["Default"] for share in shares) + late <= 4000
    reconciling = int(workers["reconcile"]["RECONCILE_CALLS_PER_MINUTE"])
    late = int(workers["broadcast_send"]["SEND_WORKERS"]) + 1
    assert parameters["ArticleCallsPerMinute"]["Default"] + reconciling + late <= 4000


@pytest.mark.parametrize(
    ("name", "variable"), [("message_send", "SEND_WORKERS"), ("followers", "FOLLOWER_WORKERS")]
)
def test_a_paced_function_knows_how_many_of_it_there_are(name: str, variable: str) -> None:
    (function,) = (function for function in functions() if function.name == name)
    (event,) = function.events("SQS").values()
    assert number(function.own_environment[variable]) == number(event["ScalingConfig"]["MaximumConcurrency"])


@EVERY_MAPPING
def test_nothing_is_filtered_out_of_a_queue(function: Function, event: dict[str, Any]) -> None:
    assert "FilterCriteria" not in event, "a filter deletes what does not match"


@pytest.mark.parametrize("name", WORKING)
def test_a_queue_has_one_consumer(name: str) -> None:
    consumers = [function.name for function, event in MAPPINGS if target(event["Queue"])[1] == name]
    assert len(consumers) == 1


@pytest.mark.parametrize("name", WORKING)
def test_a_message_is_tried_five_times_and_then_kept(name: str) -> None:
    redrive = WORKING[name]["RedrivePolicy"]
    assert redrive["maxReceiveCount"] >= 5
    dead = target(redrive["deadLetterTargetArn"], QUEUES)[1]
    assert dead in DEAD
    assert DEAD[dead].get("FifoQueue") == WORKING[name].get("FifoQueue"), "both FIFO or both not"


@pytest.mark.parametrize("name", DEAD)
def test_dead_letters_wait_two_weeks(name: str) -> None:
    assert DEAD[name]["MessageRetentionPeriod"] == TWO_WEEKS


@pytest.mark.parametrize("name", ALL)
def test_a_queue_is_encrypted_and_named_by_cloudformation(name: str) -> None:
    assert ALL[name]["SqsManagedSseEnabled"] is True
    assert "QueueName" not in ALL[name]


FROM_RULES = {"SchedulesDeadLetterQueue": [{"Service": "events.amazonaws.com"}]}
"""Queues that take what a rule could not hand over: rules have no role of their own."""


@pytest.mark.parametrize("name", ALL)
def test_a_queue_is_reached_over_tls_only(name: str) -> None:
    policies = [
        policy
        for policy in resources(QUEUES, "AWS::SQS::QueuePolicy").values()
        if policy["Properties"]["Queues"] == [{"Ref": name}]
    ]
    assert len(policies) == 1, f"{name} needs one queue policy"
    assert policies[0]["Condition"] == "OnAws", "the emulator speaks plain HTTP"
    statement, *others = policies[0]["Properties"]["PolicyDocument"]["Statement"]
    assert [other["Principal"] for other in others] == FROM_RULES.get(name, [])
    assert statement["Effect"] == "Deny"
    assert statement["Resource"] == {"Fn::GetAtt": [name, "Arn"]}
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_events_of_a_resident_stay_in_order_and_others_do_not_wait_for_them() -> None:
    inbox = ALL["InboxQueue"]
    assert inbox["FifoQueue"] is True
    assert inbox["DeduplicationScope"] == "messageGroup"
    assert inbox["FifoThroughputLimit"] == "perMessageGroupId"


def _alarms(queue: str, metric: str) -> list[dict[str, Any]]:
    return [
        alarm["Properties"]
        for alarm in resources(QUEUES, "AWS::CloudWatch::Alarm").values()
        if alarm["Properties"]["MetricName"] == metric
        and alarm["Properties"]["Dimensions"]
        == [{"Name": "QueueName", "Value": {"Fn::GetAtt": [queue, "QueueName"]}}]
    ]


@pytest.mark.parametrize("name", WORKING)
def test_a_message_that_waits_too_long_raises_an_alarm(name: str) -> None:
    (alarm,) = _alarms(name, "ApproximateAgeOfOldestMessage")
    assert alarm["Statistic"] == "Maximum"


@pytest.mark.parametrize("name", DEAD)
def test_the_first_dead_letter_raises_an_alarm(name: str) -> None:
    (alarm,) = _alarms(name, "ApproximateNumberOfMessagesVisible")
    assert (alarm["Statistic"], alarm["ComparisonOperator"], alarm["Threshold"]) == (
        "Maximum",
        "GreaterThanThreshold",
        0,
    )
