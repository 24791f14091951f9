"""No place that keeps paths of units is forgotten."""

import ast
import re

from loa.reorganisation.running.holdings import HOLDINGS, PathFate
from tests.conftest import declared_tables
from tests.worlds.source import layer

WITHOUT_PATHS = {"Credentials", "Inbox", "AnswerKeys"}
"""Tables whose rows are those of accounts, events, and questions of contests."""

DESCRIBES_ROWS = re.compile(r"\btables? [A-Z][a-z]+\b|Rows? of")
NAMES_A_PATH = re.compile(r"\b(unit_path|path|of_unit|local_path|account_path)\b")


def modules_with_paths() -> set[str]:
    """Modules whose first words describe rows, and whose code names a path."""
    return {
        source.module
        for source in layer()
        if not source.module.startswith(("loa.web.", "loa.bootstrap.", "loa.reorganisation."))
        and DESCRIBES_ROWS.search(ast.get_docstring(source.tree) or "")
        and NAMES_A_PATH.search(ast.unparse(source.tree))
    }


def test_every_module_that_keeps_paths_says_what_becomes_of_them() -> None:
    assert modules_with_paths() == set(HOLDINGS)


def test_every_table_is_known() -> None:
    assert {holding.table for holding in HOLDINGS.values()} == declared_tables().keys() - WITHOUT_PATHS


def test_whatever_moves_has_a_move_that_the_run_or_another_function_makes() -> None:
    """The package of each module that moves is one from which a mover is taken."""
    movers = {
        name
        for source in layer()
        if source.module.startswith("loa.reorganisation.running.")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for name in (node.module, *(f"{node.module}.{each.name}" for each in node.names))
    }
    packages = {".".join(name.split(".")[:3]) for name in movers}
    for name, holding in HOLDINGS.items():
        if holding.fate is PathFate.MOVED:
            assert ".".join(name.split(".")[:3]) in packages, name
