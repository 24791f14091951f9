"""Our own code as syntax trees: what the tests of the architecture ask about it."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from infra.local.places import function_folders

ROOT = Path(__file__).resolve().parents[2]
LAYER = ROOT / "layers/loa/python"
FUNCTIONS = ROOT / "functions"


@dataclass(frozen=True, slots=True)
class Source:
    """One file.

    Attributes:
        path: relative to the repository.
        module: its name, such as `units.model`; in a function `functions.officer_api.schemas`.
        tree: its syntax.
    """

    path: Path
    module: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The room or function that the file lies in, or the small shared module that it is."""
        return ".".join(self.module.split(".")[:2])

    def nodes(self) -> tuple[ast.AST, ...]:
        """All of its syntax."""
        return _nodes(self.tree)

    def imports(self) -> Iterator[str]:
        """Every name that is imported, wherever in the file: `loa.errors.NotFound`, `json`."""
        for node in self.nodes():
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.path}: say whole names"
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call with the last part of its name."""
        for node in self.nodes():
            if isinstance(node, ast.Call):
                if isinstance(node.func, ast.Attribute):
                    yield node.func.attr, node
                elif isinstance(node.func, ast.Name):
                    yield node.func.id, node

    def texts(self) -> Iterator[tuple[int, str]]:
        """Every string constant with its line, without docstrings."""
        documentation = {
            id(statement.value)
            for node in self.nodes()
            for statement in _statements(node)
            if isinstance(statement, ast.Expr)
        }
        for node in self.nodes():
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in documentation
            ):
                yield node.lineno, node.value


@cache
def _nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Walked through once: dozens of rules ask for it."""
    return tuple(ast.walk(tree))


def _statements(node: ast.AST) -> list[ast.stmt]:
    body = getattr(node, "body", None)
    return body if isinstance(body, list) else []


def _read(base: Path, prefix: str) -> Iterator[Source]:
    for file in sorted(base.rglob("*.py")):
        parts = [*file.relative_to(base).with_suffix("").parts]
        if parts[-1] == "__init__":
            parts.pop()
        name = ".".join(([prefix] if prefix else []) + parts)
        yield Source(file.relative_to(ROOT), name, ast.parse(file.read_text("utf-8"), str(file)))


@cache
def layer() -> tuple[Source, ...]:
    """The files of the layer loa."""
    return tuple(_read(LAYER, ""))


@cache
def functions() -> tuple[Source, ...]:
    """The files of all functions."""
    return tuple(source for folder in function_folders().values() for source in _read(folder, "functions"))


def deployed() -> tuple[Source, ...]:
    """Everything that runs on AWS."""
    return layer() + functions()


def tracked(*endings: str) -> list[str]:
    """The files of the repository, committed or not yet, with one of the endings or with any."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        name
        for name in listed.stdout.splitlines()
        if name.endswith(endings or "") and (ROOT / name).is_file()
    ]
