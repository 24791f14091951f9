"""How people are spoken of: as *they*, or by their role."""

import re
from pathlib import Path

from infra.local.places import ROOT
from tests.worlds.source import tracked

ONE_PERSON = re.compile(r"(?<![^\W_])(he|his|him|himself|she|her|hers|herself)(?![^\W_])", re.IGNORECASE)
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
    """Also in names, where words are joined by underscores."""
    offenders = [
        f"{path}:{number}: {line.strip()}"
        for path in tracked(".py", ".md", ".yaml")
        if path not in WITHOUT_ACCENTS and path != THIS
        for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1)
        if ONE_PERSON.search(line)
    ]
    assert offenders == []
