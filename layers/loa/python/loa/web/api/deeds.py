"""Who did what: the one place where the console's forms and officers' JSON routes are written down."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from aws_lambda_powertools import Logger

from loa import clock
from loa.foundation.officers.model import Officer

if TYPE_CHECKING:
    from loa.foundation.readings.deeds import DeedStore

type GiveDeeds = Callable[[], "DeedStore | None"]

_WORD: Final = re.compile(r"[a-z][a-z-]*")


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a request does.

    Attributes:
        key: names it for ever, when the request may come again; empty: it happens each time.
        at: when it was done, the same each time; None: now.
    """

    key: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Trail:
    """Where acts are written down.

    Attributes:
        deeds: gives the record; where there is none, nothing is.
        log: of the function.
    """

    deeds: GiveDeeds | None
    log: Logger

    def note(self, officer: Officer, act: Act, what: str, reference: str, *, title: str = "") -> None:
        """Write an act down, once. It is done, whether or not this succeeds; who sends it again tries again.

        Args:
            officer: who.
            act: as it says.
            what: as in `Deed`, as the following.
            reference: of the thing.
            title: of a JSON route.
        """
        key, at = act.key or secrets.token_hex(16), act.at or clock.now()
        if (deeds := self.deeds() if self.deeds else None) is None:
            return
        try:
            deeds.note(officer, what, reference, key=key, at=at, title=title)
        except Exception as error:  # noqa: BLE001 - the officer's work matters more
            self.log.warning("deed not written down", extra={"error": type(error).__name__})


def shape(path: str) -> str:
    """Return a path, or a route, with a hole (`-`) for whatever names one thing, such as a case."""
    parts = path.partition("?")[0].partition("#")[0].rstrip("/").split("/")
    return "/".join(part if not part or _WORD.fullmatch(part) else "-" for part in parts)


def thing_at(path: str, route: str) -> str:
    """Return the address of the thing that a path is about; empty: it names none.

    Args:
        path: such as `/console/tin-nhan/9001/77/tra-loi`.
        route: what it matches, such as `/console/tin-nhan/<oa_id>/<user_id>/tra-loi`; or its `shape`.
    """
    named, parts = path.split("/"), shape(route).split("/")
    if "-" not in parts:
        return ""
    end = parts.index("-")
    while end < len(parts) and parts[end] == "-":
        end += 1
    return "/".join(named[:end])
