"""The command of a stage for practice touches no other."""

from typing import Any

import pytest

from infra.practice import __main__ as practice
from infra.stages import Stage
from tests.template.reading import ROOT, template


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


def test_every_table_and_bucket__is_kept_or_emptied() -> None:
    """A new table joins one of the two, or a course would find what the one before it tried."""
    outputs = template(ROOT)["Outputs"]
    tables = {name.removesuffix("TableName") for name in outputs if name.endswith("TableName")}
    buckets = {name.removesuffix("BucketName") for name in outputs if name.endswith("BucketName")}
    assert tables == {*practice.KEPT, *practice.EMPTIED}
    assert buckets == set(practice.BUCKETS)
