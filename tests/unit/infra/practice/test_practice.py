"""The command of a stage for practice touches no other."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra.practice import __main__ as practice
from infra.stages import Stage
from loa.foundation.accounts.model import Account, AccountState
from loa.platform.zalo.practice import people
from tests.template.reading import ROOT, template

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "parameters", [{}, {"Practice": "false"}, {"Practice": "True"}, {"Stage": "practice"}]
)
def test_a_stage_with_residents__is_refused__before_anything_is_asked(
    parameters: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def client(service: str) -> Any:
        raise AssertionError(f"{service} was asked")

    monkeypatch.setattr(practice, "stage_of", lambda name: Stage(name, {}, client, None, parameters))
    for action in ("reset", "start"):
        assert practice.main([action, "--stage", "production"]) == 1
        assert "nothing was changed" in capsys.readouterr().err


def test_real_accounts__are_never_cleaned_up__whatever_the_parameter_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def client(service: str) -> Any:
        raise AssertionError(f"{service} was asked")

    class Accounts:
        def __init__(self, _: object) -> None: ...

        def everyone(self, _: str) -> list[Account]:
            real = Account("40", "40.1", "2222", "Nghệ An", 4, AccountState.CONNECTED, NOW, NOW, NOW)
            return [replace(real, oa_id=people.account_of("40.1")), real]

    outputs = {"UnitsTableName": "units"}
    stage = Stage("practice", outputs, client, None, {"Practice": "true"})
    monkeypatch.setattr(practice, "stage_of", lambda _: stage)
    monkeypatch.setattr(Stage, "use", lambda _: None)
    monkeypatch.setattr(practice, "Table", lambda name: name)
    monkeypatch.setattr(practice, "AccountStore", Accounts)
    assert practice.main(["reset", "--stage", "practice"]) == 1
    assert "1 accounts here are no samples" in capsys.readouterr().err


def test_every_table_and_bucket__is_kept_or_emptied() -> None:
    """A new table joins one of the two, or a course would find what the one before it tried."""
    outputs = template(ROOT)["Outputs"]
    tables = {name.removesuffix("TableName") for name in outputs if name.endswith("TableName")}
    buckets = {name.removesuffix("BucketName") for name in outputs if name.endswith("BucketName")}
    assert tables == {*practice.KEPT, *practice.EMPTIED}
    assert buckets == set(practice.BUCKETS)


def test_schedules_of_broadcasts__go_before_the_broadcasts__and_those_that_recur_stay() -> None:
    prefix = template(ROOT)["Resources"]["BroadcastsFunction"]["Properties"]["Environment"]["Variables"]
    assert practice.OF_A_BROADCAST in prefix["SCHEDULE_PREFIX"]["Fn::Sub"]
    with mock_aws():
        scheduler = boto3.client("scheduler")
        for group in ("practice", "other"):
            scheduler.create_schedule_group(Name=group)
            for name in ("loa-broadcast-b1", "loa-broadcast-b2", "loa-ClockFunctionEveryHour"):
                scheduler.create_schedule(
                    Name=name,
                    GroupName=group,
                    ScheduleExpression="at(2026-12-02T00:00:00)",
                    FlexibleTimeWindow={"Mode": "OFF"},
                    Target={"Arn": "arn:aws:lambda:x", "RoleArn": "arn:aws:iam::1:role/x"},
                )
        stage = Stage("practice", {"ScheduleGroupName": "practice"}, lambda _: scheduler, None, {})
        assert practice.unscheduled(stage) == 2
        assert practice.unscheduled(stage) == 0, "once more finds nothing"
        left = {(each["GroupName"], each["Name"]) for each in scheduler.list_schedules()["Schedules"]}
        assert ("practice", "loa-ClockFunctionEveryHour") in left
        assert len(left) == 4
