"""`python -m infra.local.cost`: what a stage costs in a month in which nothing happens, from the templates.

What stands there day and night (alarms, keys, secrets), what asks for work (Lambda's pollers of queues), and
what schedules start. Storage and use come on top. Prices are dated data, `prices.toml`, with their sources.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

import yaml

from infra.local.places import ROOT

PRICES: Final = Path(__file__).with_name("prices.toml")
NESTED: Final = {"AWS::Serverless::Application": "Location", "AWS::CloudFormation::Stack": "TemplateURL"}

HOURS: Final = 730
"""Of a month, as AWS counts."""

POLLS: Final = 5 * 3 * 60 * HOURS
"""Of one queue in a month: Lambda holds five long polls of 20 s (its developer guide, "Amazon SQS")."""

SECONDS: Final = 2.0
"""That a scheduled round takes when there is nothing to do; measured locally it is less than one."""

LOG_BYTES: Final = 3_000
"""Of a round: start, end, report, and what it says itself."""

FREE_DASHBOARD_METRICS: Final = 50

type Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of thing that is paid.

    Attributes:
        what: the name of its price.
        count: how many in a month.
        price: of one, USD.
        free: how many every account has for nothing.
    """

    what: str
    count: float
    price: float
    free: float

    @property
    def listed(self) -> float:
        """By the price list."""
        return self.count * self.price

    @property
    def paid(self) -> float:
        """In an account that holds this stage alone."""
        return max(0.0, self.count - self.free) * self.price


def idle_cost(root: Path = ROOT / "template.yaml") -> list[Line]:
    """What a month costs, line by line, with the template's defaults."""
    prices = tomllib.loads(PRICES.read_text(encoding="utf-8"))
    counts: defaultdict[str, float] = defaultdict(float)
    for resource in _resources(root, _defaults(root)):
        for what, count in _counted(resource, root).items():
            counts[what] += count
    return [
        Line(what, counts[what], price["price"], price["free"])
        for what, price in prices.items()
        if isinstance(price, dict)
    ]


def _counted(resource: Document, root: Path) -> dict[str, float]:
    """What one resource adds to the month."""
    properties = resource.get("Properties", {})
    match resource["Type"]:
        case "AWS::CloudWatch::Alarm":
            return {"alarm": sum("MetricStat" in item for item in properties.get("Metrics", [])) or 1}
        case "AWS::CloudWatch::Dashboard":
            shown = len(re.findall(r'\n\s*\["', properties["DashboardBody"]["Fn::Sub"]))
            return {"dashboard" if shown <= FREE_DASHBOARD_METRICS else "large_dashboard": 1}
        case "AWS::KMS::Key":
            return {"key": 1}
        case "AWS::SecretsManager::Secret":
            return {"secret": 1}
        case "AWS::Serverless::Function":
            return _function(properties, root)
        case _:
            return {}


def _function(properties: Document, root: Path) -> dict[str, float]:
    """Polls of its queues, and its scheduled rounds."""
    found: defaultdict[str, float] = defaultdict(float)
    for event in properties.get("Events", {}).values():
        if event["Type"] == "SQS":
            found["fifo_request" if _is_fifo(event, root) else "queue_request"] += POLLS
        if event["Type"] in {"ScheduleV2", "Schedule"}:
            rounds = _rounds(event["Properties"]["ScheduleExpression"])
            tables = sum(
                name.endswith("_TABLE") and _is_under_our_key(value, root)
                for name, value in properties["Environment"]["Variables"].items()
            )
            found["invocation"] += rounds
            found["trace"] += rounds
            found["gigabyte_second"] += rounds * SECONDS * properties["MemorySize"] / 1024
            found["log_gigabyte"] += rounds * LOG_BYTES / 1e9
            found["key_request"] += rounds * tables
    return found


def _is_fifo(event: Document, root: Path) -> bool:
    """Whether the queue of an event (`!GetAtt Queues.Outputs.InboxQueueArn`) is one in order."""
    stack, output = event["Properties"]["Queue"]["Fn::GetAtt"]
    queues = _template(_nested(_template(root)["Resources"][stack], root))
    name = output.removeprefix("Outputs.").removesuffix("Arn")
    return bool(queues["Resources"][name]["Properties"].get("FifoQueue"))


def _is_under_our_key(table: Any, root: Path) -> bool:
    """Whether a table (`!GetAtt Data.Outputs.UnitsTableName`) is under a key that is paid by use."""
    stack, output = table["Fn::GetAtt"]
    tables = _template(_nested(_template(root)["Resources"][stack], root))["Resources"]
    return (
        "KMSMasterKeyId"
        in tables[output.removeprefix("Outputs.").removesuffix("Name")]["Properties"]["SSESpecification"]
    )


def _rounds(expression: str) -> float:
    """How often a schedule fires in a month: `rate(10 minutes)`, or the hours of a daily cron."""
    if rate := re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression):
        return HOURS * 60 / (int(rate[1]) * {"minute": 1, "hour": 60, "day": 1440}[rate[2]])
    minutes, hours, *_ = expression.removeprefix("cron(").split()
    return HOURS / 24 * _times(minutes, 60) * _times(hours, 24)


def _times(field: str, all_of_them: int) -> float:
    """How many values a field of a cron expression stands for."""
    if "/" in field:
        return all_of_them / int(field.partition("/")[2])
    return all_of_them if field == "*" else len(field.split(","))


def _resources(path: Path, given: Mapping[str, Any]) -> Iterator[Document]:
    """The resources of a template and of all that it nests, without those whose condition does not hold."""
    document = _template(path)
    for resource in document["Resources"].values():
        condition = resource.get("Condition")
        if condition and not _holds(document["Conditions"][condition], document, given):
            continue
        if resource["Type"] in NESTED:
            inner = _nested(resource, path)
            handed = resource["Properties"].get("Parameters", {})
            values = {name: _value(value, given) for name, value in handed.items()}
            yield from _resources(inner, _defaults(inner) | values)
        else:
            yield _handed_down(resource, given)


def _holds(condition: Any, document: Document, given: Mapping[str, Any]) -> bool:
    """Whether a condition holds for these parameters."""
    match condition:
        case {"Fn::Not": [inner]}:
            return not _holds(inner, document, given)
        case {"Fn::And": inner}:
            return all(_holds(one, document, given) for one in inner)
        case {"Fn::Or": inner}:
            return any(_holds(one, document, given) for one in inner)
        case {"Fn::Equals": [left, right]}:
            return str(_value(left, given)) == str(_value(right, given))
        case {"Condition": str(name)}:
            return _holds(document["Conditions"][name], document, given)
        case _:
            raise ValueError(f"a condition that is not understood: {condition}")


def _value(value: Any, given: Mapping[str, Any]) -> Any:
    """A parameter's value; anything else stands for itself."""
    if isinstance(value, dict) and set(value) == {"Ref"}:
        return given.get(value["Ref"], value["Ref"])
    return value


def _handed_down(part: Any, given: Mapping[str, Any]) -> Any:
    """A part of a template with its parameters' values: a queue is then what the root calls it."""
    if isinstance(part, dict):
        return (
            _value(part, given)
            if set(part) == {"Ref"}
            else {k: _handed_down(v, given) for k, v in part.items()}
        )
    return [_handed_down(one, given) for one in part] if isinstance(part, list) else part


def _defaults(path: Path) -> dict[str, Any]:
    return {
        name: parameter.get("Default", name)
        for name, parameter in _template(path).get("Parameters", {}).items()
    }


def _nested(resource: Document, path: Path) -> Path:
    return path.parent / str(resource["Properties"][NESTED[resource["Type"]]])


class _Loader(yaml.CSafeLoader):
    """YAML with CloudFormation's short tags, `!Ref X` as `{"Ref": "X"}`."""


def _tag(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Document:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(cast("yaml.MappingNode", node), deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tag)


@cache
def _template(path: Path) -> Document:
    return cast("Document", yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader))  # noqa: S506 # nosec B506 - a SafeLoader


def main() -> int:
    """Print the table."""
    lines = idle_cost()
    as_of = tomllib.loads(PRICES.read_text(encoding="utf-8"))["as_of"]
    print(f"A month without residents, USD; prices of ap-southeast-1, {as_of} (infra/local/prices.toml)\n")
    print(f"{'':<18}{'count':>12}{'list price':>12}{'own account':>13}")
    for line in lines:
        print(f"{line.what:<18}{line.count:>12,.6g}{line.listed:>12.2f}{line.paid:>13.2f}")
    listed, paid = sum(line.listed for line in lines), sum(line.paid for line in lines)
    print(f"{'together':<30}{listed:>12.2f}{paid:>13.2f}")
    print("\nOwn account: less what AWS gives every account for nothing; two stages in one share that.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
