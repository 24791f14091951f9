"""`make deploy`: what is asked of the SAM CLI, the first time and later."""

import subprocess
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from infra.local import release
from infra.local.release import main, state_of, steps

STAGES = {
    "version": 0.1,
    "live": {
        "global": {"parameters": {"stack_name": "loa", "region": "ap-southeast-1"}},
        "deploy": {"parameters": {"parameter_overrides": ["Stage=live", "ZaloAppId=123"]}},
    },
}


class CloudFormation:
    """Answers with one state, or that there is no such stack."""

    def __init__(self, state: str) -> None:
        self.state = state

    def describe_stacks(self, **_: str) -> dict[str, Any]:
        if not self.state:
            raise ClientError(
                {"Error": {"Code": "ValidationError", "Message": "does not exist"}}, "DescribeStacks"
            )
        return {"Stacks": [{"StackStatus": self.state}]}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The parameters of each `sam deploy` so far."""
    found: list[list[str]] = []

    def run(command: list[str], **_: Any) -> Any:
        found.append(command[command.index("--parameter-overrides") + 1 :])
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(release, "configuration", lambda: STAGES)
    monkeypatch.setattr(release, "built", lambda _: (Path("template.yaml"), "digest"))
    monkeypatch.setattr(release, "tool", lambda *names: "/".join(names))
    monkeypatch.setattr(subprocess, "run", run)
    return found


def deploy(monkeypatch: pytest.MonkeyPatch, state: str) -> int:
    monkeypatch.setattr(boto3, "client", lambda *_, **__: CloudFormation(state))
    return main("live")


@pytest.mark.parametrize("state", ["", "REVIEW_IN_PROGRESS"])
def test_a_first_deploy_protects_its_tables_only_once_it_has_succeeded(
    asked: list[list[str]], monkeypatch: pytest.MonkeyPatch, state: str
) -> None:
    assert deploy(monkeypatch, state) == 0
    assert asked == [
        ["Stage=live", "ZaloAppId=123", "DeletionProtection=false"],
        ["Stage=live", "ZaloAppId=123"],
    ]


def test_a_later_one_goes_in_one_step(asked: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    assert deploy(monkeypatch, "UPDATE_COMPLETE") == 0
    assert asked == [["Stage=live", "ZaloAppId=123"]]


def test_after_a_rollback_it_says_what_to_remove(
    asked: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deploy(monkeypatch, "ROLLBACK_COMPLETE") == 2
    assert asked == []
    assert "delete-stack --stack-name loa --region ap-southeast-1" in capsys.readouterr().err


def test_a_step_that_fails_is_the_last(asked: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(command: list[str], **_: Any) -> Any:
        asked.append(command)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(subprocess, "run", fail)
    assert deploy(monkeypatch, "") == 1
    assert len(asked) == 1


def test_who_protects_nothing_needs_one_step() -> None:
    given = ["Stage=test", "DeletionProtection=false"]
    assert steps(given, first=True) == [given]


def test_other_refusals_are_not_taken_for_a_missing_stack() -> None:
    class Refused:
        def describe_stacks(self, **_: str) -> dict[str, Any]:
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": ""}}, "DescribeStacks")

    with pytest.raises(ClientError):
        state_of("loa", Refused())
