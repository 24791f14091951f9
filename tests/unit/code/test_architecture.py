"""Who may import whom: imports point down between groups, packages and modules, never in a circle."""

import ast
import sys
from collections.abc import Iterable, Mapping

from tests.worlds.source import deployed, functions, layer

GROUPS = (
    "platform", "foundation", "residents", "publishing", "casework", "participation", "dialogue", "reports",
    "web", "erasure", "reorganisation", "bootstrap",
)  # fmt: skip
"""Groups of packages from the ground up; what lies beside them (`loa.errors`, `loa.text`) is below all."""

EDGES = ("loa.worker", "loa.jobs")
"""Modules above all groups: what functions share."""

THIRD_PARTY = {
    "boto3": ("loa.platform.aws.",),
    "botocore": ("loa.platform.aws.",),
    "types_boto3_": ("loa.platform.aws.",),
    "requests": (
        "loa.platform.zalo.http",
        "loa.platform.zalo.media.downloads",
        "loa.platform.weather.http",
    ),
    "urllib3": ("loa.platform.zalo.http", "loa.platform.zalo.media.downloads"),
    "pydantic": ("loa.web.", "functions."),
    "aws_lambda_powertools": ("loa.web.", "loa.worker", "functions."),
    "xlsxwriter": ("loa.reports.", "loa.platform.documents."),
    "docx": ("loa.reports.render.docx",),
    "nh3": ("loa.publishing.articles.markup",),
    "feedparser": ("loa.publishing.library.importing.feeds",),
    "icalendar": ("loa.publishing.library.reading.feed",),
    "PIL": ("loa.publishing.pictures.processing",),
    "jinja2": ("loa.web.pages.",),
    "markupsafe": ("loa.web.pages.",),
    "python_multipart": ("loa.web.multipart",),
    "segno": ("loa.web.pages.", "loa.platform.documents."),
    "typst": ("loa.platform.documents.",),
    "pypdf": ("loa.publishing.documents.pdf_words",),
}
"""What is neither ours nor Python's, and the modules that alone may import it."""

PURE_NAMES = {"model", "texts", "windows", "names", "times", "days", "swaps", "consent", "areas"}
PURE_PACKAGES = ("loa.casework.cases.rules", "loa.publishing.broadcasts.rules", "loa.dialogue.understanding",
                 "loa.dialogue.chatbot", "loa.text", "loa.publishing.library.rules",
                 "loa.publishing.library.transitions", "loa.participation.contests.rules",
                 "loa.participation.consultations.rules")  # fmt: skip
PURE_MODULES = {"loa.participation.campaigns.passes",
                "loa.publishing.search.words", "loa.publishing.search.places",
                "loa.publishing.search.entries",
                "loa.casework.cases.from_afar",
                "loa.casework.denunciations.deadlines", "loa.casework.denunciations.words.accusations",
                "loa.casework.denunciations.words.denouncing",
                "loa.casework.publication.redaction", "loa.casework.publication.numbers",
                "loa.publishing.articles.placeholders", "loa.reorganisation.planning"}  # fmt: skip
"""Rules: by the name of the module, by the package, or one by one."""

PURE_HELPERS = {"loa.errors", "loa.personal_data", "loa.dated_rules", "loa.shipped"}
PURE_FUNCTIONS = {
    "loa.ids.derived_id", "loa.ids.is_id",
    "loa.clock.VIETNAM", "loa.clock.day_start", "loa.clock.from_text", "loa.clock.local_day",
    "loa.clock.to_text",
}  # fmt: skip
PURE_STANDARD_LIBRARY = {
    "base64", "binascii", "bisect", "collections", "dataclasses", "datetime", "difflib", "enum", "functools",
    "hashlib", "heapq", "hmac", "html", "itertools", "json", "math", "re", "typing", "unicodedata", "urllib",
}  # fmt: skip
"""What rules may use: nothing here knows the time, chance, the environment or the network."""


def level(module: str) -> int:
    """Return the place of a module's group; 0 for what stands below all groups, the last for edges."""
    if module in EDGES:
        return len(GROUPS) + 1
    group = module.split(".")[1] if "." in module else ""
    return GROUPS.index(group) + 1 if group in GROUPS else 0


def imported() -> dict[str, set[str]]:
    """Return, for each module of the layer, the modules of the layer that it imports."""
    names = {source.module for source in layer()}
    graph: dict[str, set[str]] = {name: set() for name in names}
    for source in layer():
        for name in source.imports():
            target = name if name in names else name.rpartition(".")[0]
            if target in names and target != source.module:
                graph[source.module].add(target)
    return graph


def cycles(graph: Mapping[str, Iterable[str]]) -> set[frozenset[str]]:
    """Return the strongly connected parts of more than one node."""
    reached = {node: _reached(node, graph) for node in graph}
    found = {
        frozenset({node, *(other for other in ahead if node in reached.get(other, ()))})
        for node, ahead in reached.items()
    }
    return {part for part in found if len(part) > 1}


def _reached(start: str, graph: Mapping[str, Iterable[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [*graph[start]]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += graph.get(node, ())
    return found


def folders(graph: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """Return the same imports between folders."""
    result: dict[str, set[str]] = {}
    for module, targets in graph.items():
        if module not in EDGES:
            own = module.rpartition(".")[0]
            result.setdefault(own, set()).update({target.rpartition(".")[0] for target in targets} - {own})
    return result


def test_groups__every_folder_has_its_place() -> None:
    here = {source.module.split(".")[1] for source in layer() if source.module.count(".") > 1}
    assert here == {*GROUPS, "startup", "text"}


def test_imports__between_groups__point_down() -> None:
    graph = imported()
    wrong = [
        f"{module} -> {target}"
        for module, targets in graph.items()
        for target in targets
        if level(target) > level(module)
    ]
    assert not wrong


def test_imports__anywhere__form_no_circle() -> None:
    graph = imported()
    assert not cycles(graph) | cycles(folders(graph))


def test_imports__of_functions__own_files_and_the_layer() -> None:
    common = {"loa", "pydantic", "aws_lambda_powertools"} | sys.stdlib_module_names
    wrong = [
        f"{source.path}: {name}"
        for source in functions()
        for name in source.imports()
        if name.partition(".")[0] not in common | {source.module.split(".")[1]}
    ]
    assert not wrong


def test_imports__rename__nothing() -> None:
    assert [
        f"{source.path}:{node.lineno}: {ast.unparse(node)}"
        for source in deployed()
        for node in source.nodes()
        if isinstance(node, ast.Import | ast.ImportFrom)
        if any(each.asname for each in node.names)
    ] == []


def test_imports__of_web__by_functions_only() -> None:
    assert not [
        f"{module} -> {target}"
        for module, targets in imported().items()
        for target in targets
        if target.startswith("loa.web") and not module.startswith(("loa.web", "loa.bootstrap"))
    ]


def test_imports__of_libraries__in_their_one_place() -> None:
    wrong = []
    for source in deployed():
        for name in source.imports():
            first = name.partition(".")[0]
            if first in sys.stdlib_module_names or first == "loa" or source.module.startswith("functions."):
                continue
            places = [places for start, places in THIRD_PARTY.items() if first.startswith(start)]
            if not places or not source.module.startswith(places[0]):
                wrong.append(f"{source.path}: {name}")
    assert not wrong


def test_imports__of_sdk_and_http_clients__in_platform_only() -> None:
    forbidden = (
        "boto3",
        "botocore",
        "requests",
        "urllib3",
        "httpx",
        "http.client",
        "urllib.request",
        "socket",
    )
    allowed = (*THIRD_PARTY["requests"], *THIRD_PARTY["boto3"])
    assert not [
        f"{source.path}: {name}"
        for source in deployed()
        if not source.module.startswith(allowed)
        for name in source.imports()
        if any(f"{name}.".startswith(f"{start}.") for start in forbidden)
    ]


def is_pure(module: str) -> bool:
    """Tell whether a module holds rules only: no input, output, time or chance."""
    return (
        module.rpartition(".")[2] in PURE_NAMES
        or module in PURE_MODULES
        or any(module.startswith(f"{package}.") for package in PURE_PACKAGES)
    )


def may_use(name: str) -> bool:
    """Tell whether rules may import this: the standard library's pure part, helpers, and other rules."""
    if not name.startswith("loa."):
        return name.partition(".")[0] in PURE_STANDARD_LIBRARY
    module = name.rpartition(".")[0]
    return (
        name in PURE_FUNCTIONS
        or module in PURE_HELPERS
        or name in PURE_HELPERS
        or is_pure(name)
        or is_pure(module)
    )


def test_rules__know__the_standard_library_and_other_rules_only() -> None:
    rules = [source for source in layer() if is_pure(source.module)]
    assert len(rules) > 60
    wrong = [f"{source.path}: {name}" for source in rules for name in source.imports() if not may_use(name)]
    wrong += [
        f"{source.path}: {call}()"
        for source in rules
        for call, _ in source.calls()
        if call in {"now", "utcnow", "today", "new_id", "print", "open"}
    ]
    assert not wrong


def test_stores__know__no_use_case() -> None:
    assert not [
        f"{module} -> {target}"
        for module, targets in imported().items()
        if module.rpartition(".")[2] in {"store", "rows", "keys"}
        for target in targets
        if target.rpartition(".")[2] in {"service", "jobs", "sweep"}
    ]


def test_functions__call__no_function() -> None:
    wrong = []
    for source in deployed():
        called = {call for call, _ in source.calls()}
        if called & {"invoke", "invoke_async"} or any(text == "lambda" for _, text in source.texts()):
            wrong.append(str(source.path))
    assert not wrong


def test_names__of_public_classes__exist_once() -> None:
    homes: dict[str, list[str]] = {}
    for source in layer():
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes.setdefault(node.name, []).append(source.module)
            elif isinstance(node, ast.TypeAlias) and not node.name.id.startswith("_"):
                homes.setdefault(node.name.id, []).append(source.module)
    assert not {name: modules for name, modules in homes.items() if len(modules) > 1}
