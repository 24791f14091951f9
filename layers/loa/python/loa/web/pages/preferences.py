"""What a person has chosen to see, remembered in two cookies for a year: nothing about who they are.

`chu` is the size of letters (24 or 30 px; without it 18), `anh=0` leaves pictures out until they are asked
for. Both work without script, for the server writes the page accordingly. The shell of the Mini App, whose
cookies do not reach us, says the same in the query of each part.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from aws_lambda_powertools.shared.cookies import Cookie, SameSite

SIZES: Final = (18, 24, 30)
"""In CSS pixels; the first is the usual one."""

_SIZE: Final = "chu"
_PICTURES: Final = "anh"
_YEAR: Final = 31_536_000


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a page is written for somebody.

    Attributes:
        text_size: one of `SIZES`.
        data_saving: whether pictures are left out.
    """

    text_size: int = SIZES[0]
    data_saving: bool = False

    @property
    def html_class(self) -> str:
        """The class of the element `html`; empty for the usual size."""
        return "" if self.text_size == SIZES[0] else f"text-{self.text_size}"

    def changed(self, text_size: str | None, pictures: str | None) -> "Preferences":
        """Return them as a form changes them; what it does not name, or we do not know, stays."""
        known = {str(each): each for each in SIZES}
        return replace(
            self,
            text_size=known.get(text_size or "", self.text_size),
            data_saving={"0": True, "1": False}.get(pictures or "", self.data_saving),
        )

    def cookies(self, *, secure: bool) -> list[Cookie]:
        """The cookies that remember this; `secure` for https."""
        kept = {_SIZE: str(self.text_size), _PICTURES: "0" if self.data_saving else "1"}
        return [
            Cookie(
                name,
                value,
                path="/",
                secure=secure,
                http_only=True,
                max_age=_YEAR,
                same_site=SameSite.LAX_MODE,
            )
            for name, value in kept.items()
        ]


def preferences_of(event: Mapping[str, Any]) -> Preferences:
    """Read the cookies of a request, or the query of a part; what we did not write counts as not there."""
    query: Mapping[str, str] = event.get("queryStringParameters") or {}
    kept = query if query.get("part") == "1" else dict(_pairs(cookies_of(event)))
    return Preferences().changed(kept.get(_SIZE), kept.get(_PICTURES))


def as_shown(event: Mapping[str, Any], path: str) -> str:
    """A path as whoever sent an event is shown it: from a part one comes to a part, in the same letters."""
    query: Mapping[str, str] = event.get("queryStringParameters") or {}
    if query.get("part") != "1":
        return path
    kept = {name: query[name] for name in ("part", _SIZE, _PICTURES) if name in query}
    page, hash_sign, anchor = path.partition("#")
    return f"{page}{'&' if '?' in page else '?'}{urlencode(kept)}{hash_sign}{anchor}"


def own_path(address: str) -> str:
    """Return an address given by somebody if it stays on our host (`/d/…`, not `//elsewhere`), else `/`."""
    own = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if own else "/"


def cookies_of(event: Mapping[str, Any]) -> list[str]:
    """The cookies: an HTTP API takes them out of the headers, other front doors leave them there."""
    found: list[str] = event.get("cookies") or (event.get("headers") or {}).get("cookie", "").split(";")
    return found


def _pairs(cookies: Iterable[str]) -> Iterable[tuple[str, str]]:
    for cookie in cookies:
        name, _, value = cookie.strip().partition("=")
        yield name, value
