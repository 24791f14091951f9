"""Mistakes of others as rules about our own code, read from the syntax."""

import ast
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from infra.local.places import ROOT, function_folders
from loa.platform.aws.dynamodb.tables import Table
from loa.platform.zalo.shared.client import shared_http
from tests.template.reading import functions as declared_functions
from tests.worlds.source import Source, deployed, functions, layer

VIETNAMESE = re.compile("[àáâãèéêìíòóôõùúýăđĩũơưÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯ\u1ea0-\u1ef9]")
API_GATEWAY_SECONDS = 30
MOST_LINES = 400
MOST_FILES = 10

CHANGES = {
    "add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove", "setdefault",
    "sort", "update",
}  # fmt: skip

LOGGING = {"debug", "info", "warning", "error", "critical"}


# 6: time-outs


def test_every_call_to_the_outside_has_a_time_out() -> None:
    for module, method in (
        ("loa.platform.zalo.http", "session.request"),
        ("loa.platform.weather.http", "session.get"),
    ):
        http = next(source for source in layer() if source.module == module)
        requests = [call for _, call in http.calls() if ast.unparse(call.func).endswith(method)]
        assert requests
        assert all("timeout" in {keyword.arg for keyword in call.keywords} for call in requests)
    for source in deployed():
        for name, call in source.calls():
            if name in {"client", "resource"}:
                assert "config" in {keyword.arg for keyword in call.keywords}, source.path
            if name == "Config" and source.module == "loa.platform.aws.clients":
                given = {keyword.arg for keyword in call.keywords}
                assert {"connect_timeout", "read_timeout"} <= given or given <= {"signature_version", "s3"}


def _constants(source: Source) -> dict[str, float]:
    """The numbers that a file gives names to."""
    return {
        node.target.id: node.value.value
        for node in source.tree.body
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, int | float)
    }


def test_the_platform_times_out_before_the_function_does() -> None:
    asking = {"shared_http", "paced", "WeatherHttp", "mini_app_users"}
    speaking = [source for source in functions() if asking & {call for call, _ in source.calls()}]
    assert {source.room for source in speaking} == {
        "functions.accounts_pages",
        "functions.broadcast_send_worker",
        "functions.followers_worker",
        "functions.message_send_worker",
        "functions.petitions_pages",
        "functions.profile_public",
        "functions.reconcile_job",
        "functions.weather_job",
    }
    (exchange,) = [source for source in layer() if source.module == "loa.platform.zalo.exchange"]
    (built,) = [source for source in layer() if source.module == "loa.bootstrap.residents"]
    usual = _constants(exchange)
    for source in speaking:
        name = source.module.split(".")[1]
        (declared,) = [function for function in declared_functions() if function.package == name]
        of_users = _constants(built) if "mini_app_users" in {call for call, _ in source.calls()} else {}
        constants = usual | of_users | _constants(source)
        waiting = constants["CONNECT_SECONDS"] + constants["READ_SECONDS"]
        own = declared.properties["Timeout"]
        limit = min(own, API_GATEWAY_SECONDS) if declared.routes else own
        assert 2 * waiting <= limit, f"{name}: a call and its repetition take longer than the function may"


# 7: nothing of one request stays for the next


def _module_values(source: Source) -> set[str]:
    """Names at the top of a file that hold something that could be changed."""
    found = set()
    for node in source.tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        mutable = isinstance(value, ast.Dict | ast.List | ast.Set | ast.DictComp | ast.ListComp | ast.SetComp)
        made = (
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Name)
            and value.func.id in {"dict", "list", "set", "Counter", "defaultdict", "deque", "bytearray"}
        )
        if mutable or made:
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return found


def _changed(node: ast.AST) -> set[str]:
    """Names whose value a piece of code changes in place."""
    owners: list[ast.expr] = []
    for inner in ast.walk(node):
        if isinstance(inner, ast.Assign | ast.Delete):
            owners += [
                part.value for part in inner.targets if isinstance(part, ast.Subscript | ast.Attribute)
            ]
        elif isinstance(inner, ast.AugAssign):
            part = inner.target
            owners.append(part.value if isinstance(part, ast.Subscript | ast.Attribute) else part)
        elif isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
            owners += [inner.func.value] if inner.func.attr in CHANGES else []
    return {owner.id for owner in owners if isinstance(owner, ast.Name)}


def test_values_of_modules__are_changed__by_no_function() -> None:
    offenders = []
    for source in deployed():
        shared = _module_values(source)
        offenders += [
            f"{source.path}:{node.lineno}"
            for node in source.nodes()
            if isinstance(node, ast.Global) or (isinstance(node, ast.FunctionDef) and shared & _changed(node))
        ]
    assert not offenders


@pytest.mark.parametrize(
    "change",
    ["KEPT['a'] = 1", "KEPT.update(a=1)", "del KEPT['a']", "KEPT |= {}", "KEPT['a'] += 1", "KEPT.b = 1"],
)
def test_this_rule_sees_what_it_forbids(change: str) -> None:
    tree = ast.parse(f"KEPT: dict[str, int] = {{}}\ndef request():\n    {change}\n")
    source = Source(Path("x.py"), "x", tree)
    assert _module_values(source) == {"KEPT"} == _changed(tree.body[1])


# 11: the environment


def test_the_environment_is_read_in_one_place() -> None:
    reading = {
        source.module
        for source in deployed()
        if {"os", "os.environ", "os.getenv", "os.environb"} & set(source.imports())
    }
    assert reading == {"loa.settings"}


# 15, 16: lists and caches


def test_nothing_scans_a_table() -> None:
    for source in deployed():
        assert "scan" not in {call for call, _ in source.calls()}, source.path
        assert all(text != "scan" for _, text in source.texts()), source.path


def test_caches_are_keyed_by_their_arguments() -> None:
    assert shared_http(1, 2) is shared_http(1, 2)
    assert shared_http(1, 2) is not shared_http(1, 3)
    assert Table("a").name != Table("b").name


def test_caches_of_functions__do_not_depend__on_who_asks() -> None:
    """Dependencies take nothing; what is cached by arguments is keyed by an id of ours."""
    assert not [
        f"{source.path}:{node.lineno}"
        for source in functions()
        for node in source.nodes()
        if isinstance(node, ast.FunctionDef)
        and any(
            isinstance(decorator, ast.Name) and decorator.id in {"cache", "lru_cache"}
            for decorator in node.decorator_list
        )
        and {argument.arg for argument in node.args.args} - {"broadcast_id"}
    ]


# Logs


def test_lines_of_the_log__are_fixed_sentences__never_an_exception_or_an_event() -> None:
    writes_what_it_was_given = {"exception", "inject_lambda_context", "capture_lambda_handler", "print"}
    assert not [
        f"{source.path}:{call.lineno}"
        for source in deployed()
        for name, call in source.calls()
        if name in writes_what_it_was_given
    ]
    assert not [
        f"{source.path}:{text.lineno}"
        for source in deployed()
        for text in _logged_texts(source)
        if not isinstance(text, ast.Constant)
    ]


def _logged_texts(source: Source) -> list[ast.expr]:
    """Return what a file gives to the log as sentences, also through the worker kit."""
    found = []
    for name, call in source.calls():
        logs = name in LOGGING and ast.unparse(call.func).rpartition(".")[0] in {
            "logger",
            "self.log",
            "logging",
        }
        if logs or name == "log_failure":
            found.append(call.args[0])
        found += [keyword.value for keyword in call.keywords if keyword.arg == "failure"]
    passed_on = {"message", "consumer.failure"} if source.module == "loa.worker" else set()
    return [text for text in found if ast.unparse(text) not in passed_on]


# Texts


def _may_speak(source: Source) -> bool:
    """Texts and pages, and the words that are understood when residents write them."""
    return (
        source.module.rpartition(".")[2]
        in {
            "texts",
            "pages",
            "words",
            "denouncing",
            "accusations",
            "folding",
            "ratings",
        }
        or ".understanding.emergency." in source.module
    )


def _is_description(source: Source, text: str) -> bool:
    """Whether the text stands in a contract of a function, or says what a field of a form asks for."""
    described = {
        inner.value
        for node in source.nodes()
        if isinstance(node, ast.keyword)
        and node.arg in {"summary", "description", "tags", "title", "missing"}
        for inner in ast.walk(node.value)
        if isinstance(inner, ast.Constant)
    } | {
        inner.value  # the name of the tag that all routes of a file have
        for node in source.nodes()
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and {
            getattr(target, "id", "") for target in getattr(node, "targets", [getattr(node, "target", None)])
        }
        & {"TAG", "_TAG"}
        for inner in ast.walk(node)
        if isinstance(inner, ast.Constant)
    }
    contract = source.module.startswith("functions.") or source.module == "loa.web.api.openapi"
    return contract and text in described


def test_vietnamese__stands__in_texts_and_in_contracts_only() -> None:
    letters_only = ("loa.web.api.openapi", "loa.foundation.units.names", "loa.text.")
    assert not [
        f"{source.path}:{line}: {text}"
        for source in deployed()
        if not _may_speak(source) and not source.module.startswith(letters_only)
        for line, text in source.texts()
        if VIETNAMESE.search(text) and not _is_description(source, text)
    ]


def test_nobody_is_called_by_a_friends_word() -> None:
    """Residents are *ông/bà*, officers *anh/chị* or nobody; what residents type stands in word lists."""
    templates = sorted((ROOT / "layers/pages/templates").rglob("*.html"))
    said = [
        *(
            (f"{source.path}:{line}", text)
            for source in deployed()
            if source.module.endswith("texts")
            for line, text in source.texts()
        ),
        *((file.name, file.read_text("utf-8")) for file in templates),
    ]
    assert [place for place, text in said if re.search(r"\bbạn\b", text, re.IGNORECASE)] == []


def _written_files() -> list[Path]:
    folders = ("layers/loa", "functions", "infra", "tests")
    kinds = ("*.py", "*.md", "*.yaml", "*.json")
    files = [file for folder in folders for kind in kinds for file in (ROOT / folder).rglob(kind)]
    files += [ROOT / name for name in ("template.yaml", "Makefile", "pyproject.toml")]
    return sorted(file for file in files if "__pycache__" not in file.parts)


def test_every_letter_is_composed() -> None:
    decomposed = [
        file.relative_to(ROOT).as_posix()
        for file in _written_files()
        if not unicodedata.is_normalized("NFC", file.read_text("utf-8"))
    ]
    assert decomposed == []


# Size

LONG = {
    "layers/loa/python/loa/casework/cases/rules/texts.py",
    "layers/loa/python/loa/dialogue/conversations/texts.py",
}
"""Texts for people stand in one place per package, however many there are."""


def test_folders_and_files__stay__small() -> None:
    long = {
        str(source.path)
        for source in deployed()
        if len((ROOT / source.path).read_text("utf-8").splitlines()) > MOST_LINES
    }
    folders = Counter(str(source.path.parent) for source in deployed())
    full = [f"{folder}: {count}" for folder, count in folders.items() if count > MOST_FILES]
    assert long <= LONG
    assert not full


# The tests themselves


def _test_files() -> list[Path]:
    return sorted(file for file in (ROOT / "tests").rglob("*.py") if "__pycache__" not in file.parts)


def test_every_file_that_looks_like_a_test_is_collected() -> None:
    for file in _test_files():
        tree = ast.parse(file.read_text("utf-8"))
        has_tests = any(
            isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
            for node in ast.walk(tree)
        ) or any(  # hypothesis makes test cases of state machines: `TestX = Machine.TestCase`
            isinstance(node, ast.Assign) and ast.unparse(node.value).endswith(".TestCase")
            for node in tree.body
        )
        assert has_tests == file.name.startswith("test_"), file
        assert not any(
            isinstance(node, ast.ClassDef) and node.name.startswith("Test") for node in tree.body
        ), file


MIRRORED = {
    "unit": ("layers/loa/python/loa", ""),
    "store": ("layers/loa/python/loa", ""),
    "component": ("functions",),
}
"""Suites, and where what they test lies: `tests/unit/text/test_cleaning.py` tests `loa/text`."""


def test_tests__lie__where_what_they_test_lies() -> None:
    """What is about all of the code lies in `tests/unit/code`; helpers lie in `tests/worlds`."""
    astray = []
    for suite, places in MIRRORED.items():
        for file in sorted((ROOT / "tests" / suite).rglob("test_*.py")):
            inner = file.relative_to(ROOT / "tests" / suite)
            if inner.parts[0] == "code" and suite == "unit":
                continue
            tested = inner.parent if len(inner.parts) > 1 else Path(f"{inner.stem.removeprefix('test_')}.py")
            if not any((ROOT / place / tested).exists() for place in places):
                astray.append(str(file.relative_to(ROOT)))
    assert not astray, "the folder of a test is the path of its package or function"


STOP_WATCHES = {
    f"{clock}{unit}"
    for clock in ("monotonic", "perf_counter", "process_time", "thread_time")
    for unit in ("", "_ns")
} | {"timeit"}
MAY_TIME = {"tests/worlds/growth.py", "tests/e2e/waiting.py"}


def test_tests__read__no_stop_watch() -> None:
    """How long something takes is the machine's; what it costs is a ratio (`tests/worlds/growth.py`)."""
    assert [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in _test_files()
        if str(file.relative_to(ROOT)) not in MAY_TIME
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in STOP_WATCHES)
        or (isinstance(node, ast.ImportFrom) and STOP_WATCHES & {name.name for name in node.names})
    ] == []


def test_every_helper_of_the_tests_is_used() -> None:
    text = "\n".join(file.read_text("utf-8") for file in _test_files())
    helpers = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for file in _test_files()
        if not file.name.startswith(("test_", "conftest", "__init__"))
    }
    assert {name for name in helpers if name not in text and name.replace(".", "/") not in text} == set()


def test_every_function_has_a_component_test_and_a_place_in_the_template() -> None:
    files = [*(ROOT / "tests/component").rglob("*.py"), *(ROOT / "tests/pages").glob("*.py")]
    files += (ROOT / "tests/worlds/component").glob("*.py")
    text = "\n".join(file.read_text("utf-8") for file in files)
    folders = set(function_folders())
    assert {name for name in folders if f'load("{name}")' not in text} == set()
    assert folders == {function.name for function in declared_functions()}
