"""What goes into the layers, and that their bytecode is the kind that stays valid on Lambda."""

import importlib
import marshal
import sys
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

from layers import build, selection

ROOT = Path(__file__).parents[3]
UNCHECKED_HASH = b"\x01\x00\x00\x00"  # the flags of PEP 552: hash-based, source never looked at


@pytest.mark.parametrize(
    "path",
    [
        "botocore/data/ec2/2016-11-15/service-2.json.gz",
        "botocore/data/dynamodb/2011-12-05/service-2.json.gz",
        "botocore/data/s3/2006-03-01/examples-1.json",
        "boto3/data/ec2/2016-11-15/resources-1.json",
        "pydantic/v1/main.py",
        "tzdata/zoneinfo/Asia/Tokyo",
        "icalendar/tests/conftest.py",
        "requests-2.34.2.dist-info/RECORD",
        "bin/jp.py",
    ],
)
def test_what_no_function_needs_is_left_out(path: str) -> None:
    assert selection.is_pruned(path)


@pytest.mark.parametrize(
    "path",
    [
        "botocore/data/dynamodb/2012-08-10/service-2.json.gz",
        "botocore/data/endpoints.json",
        "botocore/data/_retry.json",
        "boto3/data/dynamodb/2012-08-10/resources-1.json",
        "pydantic/main.py",
        "tzdata/zoneinfo/UTC",
        "PIL/_webp.cpython-313-aarch64-linux-gnu.so",
        "requests-2.34.2.dist-info/METADATA",
        "urllib3-2.8.0.dist-info/licenses/LICENSE.txt",
    ],
)
def test_what_functions_load_and_licences_stay(path: str) -> None:
    assert not selection.is_pruned(path)


def test_each_pruned_pattern_says_why() -> None:
    assert all(reason for _, reason in (*selection.PRUNED, *selection.NEVER_KEPT))


def test_models_of_exactly_the_services_that_are_called_are_kept() -> None:
    clients = (ROOT / "layers/loa/python/loa/platform/aws/clients.py").read_text(encoding="utf-8")
    called = {service for service in selection.SERVICES if f'"{service}"' in clients}
    assert called == set(selection.SERVICES)


def test_bytecode_stays_valid_whatever_happens_to_file_times(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "model.py").write_text("ANSWER = 42\n")

    build.compile_folder(tmp_path)

    (compiled,) = tmp_path.rglob("*.pyc")
    assert compiled.read_bytes()[4:8] == UNCHECKED_HASH


def test_bytecode_knows_lines_and_no_columns(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text("ANSWER = 42\n\n\nBROKEN = 1 / (ANSWER - 42)\n")

    build.compile_folder(tmp_path)

    (compiled,) = tmp_path.rglob("*.pyc")
    code: CodeType = marshal.loads(compiled.read_bytes()[16:])
    positions = list(code.co_positions())
    assert {line for line, *_ in positions} >= {1, 4}
    assert {column for *_, column in positions} == {None}


def test_annotations_that_nothing_reads_are_left_out__fields_and_routes_keep_theirs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = (
        "from dataclasses import dataclass\n"
        "WORDS: tuple[str, ...] = ('xin', 'chào')\n"
        "@dataclass\nclass Room:\n    name: str\n    def doors(self, of: int, *more: int) -> int: return of\n"
    )
    for group in ("text", "web"):
        (tmp_path / "loa" / group).mkdir(parents=True)
        (tmp_path / "loa" / group / "room.py").write_text(words)

    build.compile_folder(tmp_path)

    found = {}
    for group in ("text", "web"):
        (compiled,) = (tmp_path / "loa" / group).rglob("*.pyc")
        module: dict[str, Any] = {"__name__": f"room_of_{group}"}
        monkeypatch.setitem(sys.modules, module["__name__"], ModuleType(module["__name__"]))
        exec(marshal.loads(compiled.read_bytes()[16:]), module)
        found[group] = module
    assert found["text"]["WORDS"] == found["web"]["WORDS"] == ("xin", "chào")
    assert found["text"]["Room"]("nhà").name == "nhà"
    assert found["text"]["Room"].doors.__annotations__ == {}
    assert found["web"]["Room"].doors.__annotations__ == {"of": int, "more": int, "return": int}


@pytest.mark.parametrize(
    "package", ["aws_lambda_powertools.event_handler", "aws_lambda_powertools.utilities.data_classes"]
)
def test_a_lazy_front_page_has_every_name_of_the_original(package: str) -> None:
    assert package.replace(".", "/") in selection.LAZY
    original = importlib.import_module(package)
    page: dict[str, Any] = {"__name__": package}
    exec(build.lazy(Path(original.__file__ or "").read_text()), page)

    assert set(page["__all__"]) >= set(original.__all__)
    assert all(page["__getattr__"](name) is getattr(original, name) for name in page["__all__"])
    with pytest.raises(AttributeError, match="weather"):
        page["__getattr__"]("weather")


def test_a_front_page_that_does_more_than_import_is_not_made_lazy() -> None:
    with pytest.raises(ValueError, match="line 2"):
        build.lazy("from .model import Answer\nprepare()\n")


def test_packages_of_bytecode_alone_lose_their_sources_and_still_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "BYTECODE_ONLY", ("sourceless_room",))
    (tmp_path / "sourceless_room").mkdir()
    (tmp_path / "sourceless_room" / "__init__.py").write_text('"""Words."""\nANSWER = 42\n')
    build.compile_folder(tmp_path, without_docstrings=True)

    build.drop_sources(tmp_path)

    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["__init__.pyc"]
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("sourceless_room")
    assert (module.ANSWER, module.__doc__) == (42, None)
