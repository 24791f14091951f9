"""How people and modules are called: people are *they* or their role, a module keeps its own name."""

import ast
import re
from pathlib import Path

from infra.local.places import ROOT
from tests.worlds.source import deployed, tracked

ONE_PERSON = re.compile(r"\b(he|his|him|himself|she|her|hers|herself)\b", re.IGNORECASE)
THIS = Path(__file__).relative_to(ROOT).as_posix()
WITHOUT_ACCENTS = {
    "layers/loa/python/loa/casework/cases/rules/texts.py",
    "layers/loa/python/loa/casework/denunciations/words/denouncing.py",
    "layers/loa/python/loa/dialogue/understanding/emergency/harmless.py",
    "layers/loa/python/loa/dialogue/understanding/lexicon.py",
    "layers/loa/python/loa/dialogue/understanding/second_net/meanings.py",
    "layers/loa/python/loa/foundation/statistics/columns.py",
}
"""Where *liên hệ* and other words of residents stand as they are typed, or a column has two letters."""


def test_people__are_they_or_their_role() -> None:
    offenders = [
        f"{path}:{number}: {line.strip()}"
        for path in tracked(".py", ".md", ".yaml")
        if path not in WITHOUT_ACCENTS and path != THIS
        for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1)
        if ONE_PERSON.search(line)
    ]
    assert offenders == []


def test_imports__rename__nothing() -> None:
    assert [
        f"{source.path}:{node.lineno}: {ast.unparse(node)}"
        for source in deployed()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        if any(each.asname for each in node.names)
    ] == []
