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


def test_what_does_not_move_yet_is_known() -> None:
    left = {name.rpartition(".")[0] for name, each in HOLDINGS.items() if each.fate is PathFate.NOT_YET}
    assert left == {
        "loa.residents.data_requests", "loa.casework.denunciations.rows", "loa.publishing.articles",
        "loa.publishing.library.rows", "loa.publishing.library.projection",
        "loa.participation.campaigns",
    }  # fmt: skip
