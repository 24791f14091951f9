"""Reads template.yaml and infra/*.yaml as CloudFormation sees them, and answers what the tests ask.

Short tags become their long form: `!Ref X` is `{"Ref": "X"}`, `!GetAtt A.B.C` is
`{"Fn::GetAtt": ["A", "B.C"]}`.
"""

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast, override

import yaml

from infra.local.places import function_package

REPOSITORY = Path(__file__).resolve().parents[2]
LAYER = REPOSITORY / "layers/loa/python"
ROOT = "template.yaml"
WHOLE = "template.yaml with its functions"
"""The root template as if the functions of nested templates stood in it (`template`, `resources`)."""
FUNCTION = "AWS::Serverless::Function"
NESTED_TYPES = {"AWS::Serverless::Application": "Location", "AWS::CloudFormation::Stack": "TemplateURL"}
COMMON_ENVIRONMENT = {
    "POWERTOOLS_SERVICE_NAME",
    "POWERTOOLS_LOG_LEVEL",
    "POWERTOOLS_METRICS_NAMESPACE",
    "PYDANTIC_DISABLE_PLUGINS",
    "AWS_PATIENCE",
    "LOA_PRACTICE",
}

PRACTISES = "Practises"
"""The condition of what only a stage for practice has (`test_practice.py`)."""

type Document = dict[str, Any]


class _CloudFormationLoader(yaml.CSafeLoader):
    """YAML with CloudFormation's tags; what stands twice is refused, as CloudFormation does."""

    @override
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [self.construct_object(name) for name, _ in node.value]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"{sorted(twice)} stand twice in one mapping, {node.start_mark}")
        return super().construct_mapping(node, deep)


def _tag(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Document:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(cast("yaml.MappingNode", node), deep=True)
    if suffix in {"Ref", "Condition"}:
        return {suffix: value}
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {f"Fn::{suffix}": value}


_CloudFormationLoader.add_multi_constructor("!", _tag)


@cache
def template(path: str) -> Document:
    """One template; the path is relative to the repository, or WHOLE."""
    if path == WHOLE:
        return _whole()
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    return cast("Document", yaml.load(text, Loader=_CloudFormationLoader))


def _whole() -> Document:
    """The root template with the resources of `function_paths()`, as the root says them."""
    root = template(ROOT)
    made = dict(root["Resources"])
    for path in function_paths():
        if path != ROOT:
            inner = _as_the_root_says(template(path)["Resources"], path)
            assert not made.keys() & inner.keys(), f"{path}: a name that another template uses"
            made |= inner
    return root | {"Resources": made}


@cache
def function_paths() -> tuple[str, ...]:
    """The root template and those below it that hold functions."""
    return (ROOT, *(path for path in nested(ROOT).values() if resources(path, FUNCTION)))


def _as_the_root_says(value: Any, path: str) -> Any:
    """A part of a nested template with its parameters replaced by what the root hands down."""
    (name,) = (name for name, inner in nested(ROOT).items() if inner == path)
    given = template(ROOT)["Resources"][name]["Properties"]["Parameters"]

    def said(part: Any) -> Any:
        match part:
            case {"Ref": str(parameter)} if parameter in given:
                return given[parameter]
            case {"Fn::Sub": str(text)}:
                return {"Fn::Sub": re.sub(r"\$\{(\w+)\}", named, text)}
            case dict():
                return {key: said(inner) for key, inner in part.items()}
            case list():
                return [said(inner) for inner in part]
        return part

    def named(found: re.Match[str]) -> str:
        match given.get(found[1]):
            case {"Ref": str(outer)}:
                return f"${{{outer}}}"
            case {"Fn::GetAtt": [str(stack), str(output)]}:
                return f"${{{stack}.{output}}}"
        return found[0]

    return said(value)


@cache
def nested(path: str) -> dict[str, str]:
    """The nested stacks of a template: logical id → path of their template, relative to the repository."""
    return {
        name: (Path(path).parent / resource["Properties"][NESTED_TYPES[resource["Type"]]]).as_posix()
        for name, resource in template(path)["Resources"].items()
        if resource["Type"] in NESTED_TYPES
    }


@cache
def all_paths() -> tuple[str, ...]:
    """The root template and everything that it reaches."""
    found = [ROOT]
    for path in found:
        found += sorted(set(nested(path).values()) - set(found))
    return tuple(found)


def resources(path: str, kind: str) -> dict[str, Document]:
    """The resources of one type in one template: logical id → resource."""
    return {
        name: resource for name, resource in template(path)["Resources"].items() if resource["Type"] == kind
    }


def resources_everywhere(kind: str) -> list[tuple[str, str, Document]]:
    """The resources of one type in all templates: path, logical id, properties."""
    return [
        (path, name, resource.get("Properties", {}))
        for path in all_paths()
        for name, resource in resources(path, kind).items()
    ]


def as_list(value: Any) -> list[Any]:
    """IAM lets a single thing stand for a list of one."""
    return value if isinstance(value, list) else [value]


def target(value: Any, path: str = ROOT) -> tuple[str, str, str]:
    """What a `!Ref`, a `!GetAtt` or the first `${…}` of a `!Sub` points at: template, logical id, attribute.

    Goes through the outputs of nested stacks: `!GetAtt Data.Outputs.UnitsTableArn` is
    `("infra/data.yaml", "UnitsTable", "Arn")`. The attribute of a `!Ref` is empty.
    """
    match value:
        case {"Ref": str(name)}:
            return path, name, ""
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            pass
        case {"Fn::Sub": str(text)} if own := [
            word for word in re.findall(r"\$\{([^}]+)\}", text) if "::" not in word
        ]:
            name, _, attribute = own[0].partition(".")
        case _:
            return path, "", ""
    if attribute.startswith("Outputs."):
        inner = nested(path)[name]
        output = attribute.removeprefix("Outputs.")
        outputs = template(inner).get("Outputs", {})
        assert output in outputs, f"{path} asks {name} for output {output}, which {inner} does not have"
        return target(outputs[output]["Value"], inner)
    return path, name, attribute


def number(value: Any, path: str = ROOT) -> int:
    """A number as it stands, or the default of the parameter that it refers to."""
    match value:
        case {"Ref": str(name)}:
            return int(template(path)["Parameters"][name]["Default"])
        case _:
            return int(value)


@dataclass(frozen=True, slots=True)
class Function:
    """A function with what the Globals of its template add to it.

    Attributes:
        logical_id: its name in the template.
        path: the template that it stands in.
        properties: as the root says: what a nested template calls by a parameter's name has the root's.
    """

    logical_id: str
    path: str
    properties: Document

    @property
    def name(self) -> str:
        """The name of the folder: `cases` of `functions/api/cases`."""
        return self.folder.name

    @property
    def folder(self) -> Path:
        return (REPOSITORY / self.path).parent.joinpath(self.properties["CodeUri"]).resolve()

    @property
    def package(self) -> str:
        """The one package in the folder, which is what Lambda imports."""
        return function_package(self.name)

    @property
    def environment(self) -> dict[str, Any]:
        """All variables, those of Globals too."""
        return cast("dict[str, Any]", self.properties["Environment"]["Variables"])

    @property
    def own_environment(self) -> dict[str, Any]:
        """The variables that the function's Settings read."""
        return {name: value for name, value in self.environment.items() if name not in COMMON_ENVIRONMENT}

    @property
    def tables(self) -> set[str]:
        """Logical ids of the tables that it is told about."""
        return {target(value)[1] for name, value in self.own_environment.items() if name.endswith("_TABLE")}

    def events(self, kind: str) -> dict[str, Document]:
        """Its events of one type: name → properties."""
        events = self.properties.get("Events", {})
        return {name: event["Properties"] for name, event in events.items() if event["Type"] == kind}

    @property
    def routes(self) -> set[str]:
        """`METHOD /path` of each HTTP event."""
        return {f"{event['Method'].upper()} {event['Path']}" for event in self.events("HttpApi").values()}

    @property
    def role_id(self) -> str:
        return target(self.properties["Role"])[1]

    @property
    def statements(self) -> list[Document]:
        """Everything that its role allows, the shared policies included."""
        return role_statements(self.role_id)

    def allowed(self) -> list[tuple[str, Any]]:
        """Pairs of action and resource."""
        return [
            (action, resource)
            for statement in self.statements
            for action in as_list(statement["Action"])
            for resource in as_list(statement["Resource"])
        ]


def role_statements(role_id: str) -> list[Document]:
    """Everything that a role allows: its own, shared, and separate policies; at no stage for practice."""
    role = template(WHOLE)["Resources"][role_id]["Properties"]
    documents = [policy["PolicyDocument"] for policy in role.get("Policies", [])]
    documents += [
        template(WHOLE)["Resources"][policy["Ref"]]["Properties"]["PolicyDocument"]
        for policy in role.get("ManagedPolicyArns", [])
    ]
    documents += [
        policy["Properties"]["PolicyDocument"]
        for policy in resources(WHOLE, "AWS::IAM::Policy").values()
        if {"Ref": role_id} in policy["Properties"]["Roles"] and policy.get("Condition") != PRACTISES
    ]
    return [statement for document in documents for statement in document["Statement"]]


def _merged(common: Document, own: Document) -> Document:
    """As SAM does it: mappings are merged, everything else is replaced."""
    merged = dict(common)
    for key, value in own.items():
        if isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _merged(merged[key], value)
        else:
            merged[key] = value
    return merged


@cache
def functions() -> tuple[Function, ...]:
    """All functions, in the order of the templates."""
    made = template(WHOLE)["Resources"]
    return tuple(
        Function(name, path, _merged(common_of(path), made[name]["Properties"]))
        for path in function_paths()
        for name in resources(path, FUNCTION)
    )


def common_of(path: str) -> Document:
    """What Globals say of the functions in a template, as the root says."""
    common: Document = template(path)["Globals"]["Function"]
    return common if path == ROOT else cast("Document", _as_the_root_says(common, path))


def settings_fields(function: Function) -> set[str]:
    """Fields of the dataclass Settings in the function's settings.py, in capitals; nothing is imported."""
    source = function.folder / function.package / "settings.py"
    assert source.is_file(), (
        f"{function.name} has no settings.py: write a frozen dataclass Settings, one field per variable"
    )
    return _fields(source, "Settings")


def _fields(source: Path, name: str) -> set[str]:
    """Fields of a class in a file, in capitals, with those of a base that comes from the layer."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    homes = {
        alias.name: LAYER / f"{node.module.replace('.', '/')}.py"
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("loa.")
        for alias in node.names
    }
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            own = {
                field.target.id.upper()
                for field in node.body
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
            }
            bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
            return own.union(*(_fields(homes[base], base) for base in bases))
    raise AssertionError(f"{source} has no class {name}")
