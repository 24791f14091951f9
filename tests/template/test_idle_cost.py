"""A stage in which nothing happens costs next to nothing (`python -m infra.local.cost`)."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from infra.local import cost
from infra.local.cost import PRICES, idle_cost
from tests.template.reading import REPOSITORY, functions, resources_everywhere

BUDGET = 10.0
"""USD a month, in an account of its own."""


def _counts() -> dict[str, float]:
    return {line.what: line.count for line in idle_cost()}


def test_a_month_without_residents_is_within_its_budget() -> None:
    lines = idle_cost()
    told = ", ".join(f"{line.what} {line.paid:.2f}" for line in lines if line.paid)
    assert sum(line.paid for line in lines) <= BUDGET, told


def test_what_stands_there_day_and_night_is_counted() -> None:
    counts = _counts()
    assert counts["key"] == len(resources_everywhere("AWS::KMS::Key"))
    assert counts["secret"] == len(resources_everywhere("AWS::SecretsManager::Secret"))
    assert counts["dashboard"] + counts["large_dashboard"] == 1
    once = resources_everywhere("AWS::CloudWatch::Alarm")
    assert counts["alarm"] > len(once), "those of a nested stack count once for each use"


def test_pollers_and_schedules_are_counted() -> None:
    counts = _counts()
    queues = sum(len(function.events("SQS")) for function in functions())
    assert counts["queue_request"] + counts["fifo_request"] == queues * 657_000
    schedules = sum(len(function.events("ScheduleV2")) for function in functions())
    assert counts["invocation"] >= schedules * 30


@pytest.mark.parametrize(
    ("expression", "rounds"),
    [
        ("rate(10 minutes)", 4380),
        ("rate(1 hour)", 730),
        ("rate(1 day)", 730 / 24),
        ("cron(0 5,17 * * ? *)", 2 * 730 / 24),
        ("cron(*/15 * * * ? *)", 4 * 730),
        ("cron(30 2 * * ? *)", 730 / 24),
    ],
)
def test_how_often_a_schedule_fires(expression: str, rounds: float) -> None:
    assert cost._rounds(expression) == pytest.approx(rounds)


def test_what_is_off_by_default_costs_nothing(tmp_path: Path) -> None:
    template = tmp_path / "template.yaml"
    template.write_text(
        """
Parameters: {Alarms: {Type: String, Default: "no"}}
Conditions: {HasAlarms: !Equals [!Ref Alarms, "yes"], HasNone: !Not [!Equals [!Ref Alarms, "yes"]]}
Resources:
  A: {Type: "AWS::CloudWatch::Alarm", Condition: HasAlarms}
  B: {Type: "AWS::CloudWatch::Alarm", Condition: HasNone}
  C:
    Type: "AWS::CloudWatch::Alarm"
    Properties: {Metrics: [{Id: sum, Expression: a+b}, {Id: a, MetricStat: {}}, {Id: b, MetricStat: {}}]}
""",
        encoding="utf-8",
    )
    assert {line.what: line.count for line in idle_cost(template)}["alarm"] == 1 + 2


def test_prices_have_a_day_and_a_source() -> None:
    prices = tomllib.loads(PRICES.read_text(encoding="utf-8"))
    assert isinstance(prices.pop("as_of"), date)
    for name, price in prices.items():
        assert price["price"] > 0, name
        assert price["source"].startswith("https://aws.amazon.com/"), name


def test_the_readme_names_the_command() -> None:
    assert "python -m infra.local.cost" in (REPOSITORY / "README.md").read_text(encoding="utf-8")
