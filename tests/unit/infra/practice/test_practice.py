"""The command of a stage for practice touches no other."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

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
