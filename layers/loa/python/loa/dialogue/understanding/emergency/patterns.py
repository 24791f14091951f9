"""Tables of patterns: what people write in danger, each with an example. Pure rules.

A row is a pattern and an example. A pattern is words without marks with one space between; besides the signs
of regular expressions:

    <3>     up to three words of any kind
    *       one word (behind a bracket: any number of it)

It begins and ends at the ends of words. Words that mean something else with other marks are listed in
`detection.MARKED`: there, "dừng" is not "đừng".
"""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final

type PatternRow = tuple[str, str]
type PatternTable = tuple[PatternRow, ...]

_UP_TO: Final = re.compile(r"<(\d)> ?")
_ONE: Final = re.compile(r"(?<![)w])\*")


def regular(pattern: str) -> str:
    """The regular expression of a pattern."""
    words = _ONE.sub(r"\\w+", _UP_TO.sub(r"(?:\\w+ ){0,\1}?", pattern))
    return rf"(?<!\w)(?:{words})(?!\w)"


class Patterns:
    """One expression for many patterns, compiled when it is first asked: it takes a tenth of a cold start."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = patterns

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        return re.compile("|".join(map(regular, self._patterns)))

    def search(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self._expression.search(text)

    def count(self, text: str) -> int:
        """How many times one of them stands in the text."""
        return sum(1 for _ in self._expression.finditer(text))

    def sub(self, replacement: str, text: str) -> str:
        """As `re.Pattern.sub`."""
        return self._expression.sub(replacement, text)


def compiled(*tables: Iterable[PatternRow]) -> Patterns:
    """One expression for all rows of some tables."""
    return any_of([pattern for rows in tables for pattern, _ in rows])


def any_of(patterns: Iterable[str]) -> Patterns:
    """One expression for all of some patterns."""
    return Patterns(patterns)
