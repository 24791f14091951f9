"""What the fields in a Word file do: the code of one may run a program, or fetch from elsewhere.

A code stands whole in `fldSimple`, or in pieces between the marks `begin` and `separate` of a field; behind
them stands what Word showed last (ECMA-376, part 1, 17.16). One that was deleted counts: who refuses the
deletion brings it back.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from loa.publishing.documents import texts

MARKS: Final = frozenset({"fldSimple", "fldChar"})
"""Elements that hold a field, or say where one begins and ends."""
CODE: Final = frozenset({"instrText", "delInstrText", "t", "delText"})
"""Elements whose words belong to the code of a field that stands around them."""
_RUNS: Final = re.compile(r"\s*dde(?:auto)?\b", re.IGNORECASE)
_FETCHES: Final = re.compile(r"\s*(?:include(?:text|picture)?|import|link|rd)\b", re.IGNORECASE)
_ELSEWHERE: Final = re.compile(
    r"(?:^|[\s\"“”])(?!cid:|file:/{3}[a-z]:)(?:[\\/]{2}|[a-z][a-z0-9+.-]+:)", re.IGNORECASE
)
"""An address, or a folder of another machine. On its writer's disk, or in a mail, a reader finds nothing."""


class FieldCodes:
    """The codes of the fields of a part, while it is parsed."""

    def __init__(self) -> None:
        self._found = ""
        self._fields: list[list[str] | None] = []
        """The code of each field that has begun; None: it has been read."""

    @property
    def problem(self) -> str:
        """What speaks against one of them; empty: nothing."""
        return self._found or next(filter(None, map(_problem, filter(None, self._fields))), "")

    def start(self, element: str, given: Mapping[str, str]) -> None:
        """An element of `MARKS` begins; `given`: its attributes of the same vocabulary."""
        if element == "fldSimple":
            self._judge([given.get("instr", "")])
        elif element == "fldChar":
            self._mark(given.get("fldCharType", ""))

    def add(self, text: str) -> None:
        """Words of an element of `CODE`."""
        if self._fields and (code := self._fields[-1]) is not None:
            code.append(text)

    def _mark(self, kind: str) -> None:
        if kind == "begin":
            if self._fields and _is_computed(self._fields[-1] or ()):
                self._found = self._found or texts.DOCX_OUTSIDE
            self._fields.append([])
        elif kind == "separate" and self._fields:
            self._judge(self._fields[-1] or ())
            self._fields[-1] = None
        elif kind == "end" and self._fields:
            self._judge(self._fields.pop() or ())

    def _judge(self, code: Iterable[str]) -> None:
        self._found = self._found or _problem(code)


def _problem(code: Iterable[str]) -> str:
    whole = "".join(code)
    if _RUNS.match(whole):
        return texts.DOCX_FIELD
    return texts.DOCX_OUTSIDE if _FETCHES.match(whole) and _ELSEWHERE.search(whole) else ""


def _is_computed(code: Iterable[str]) -> bool:
    """Whether another field says from where this one fetches: it stands in quotes, or there are none."""
    whole = "".join(code)
    return _FETCHES.match(whole) is not None and (whole.count('"') % 2 == 1 or '"' not in whole)
