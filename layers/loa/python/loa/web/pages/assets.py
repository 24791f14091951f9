"""The files that pages link to: styles, scripts, marks.

The address of a file holds the digest of its content (`/assets/3f2a9c0d1b7e/loa.css`), so a browser may keep
it for a year: what changes has another address. Of earlier releases nothing is kept: who still shows an old
page gets 404 for its style, and the next page is right again.
"""

import base64
import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from loa.platform.layers import layer_folder

PREFIX: Final = "/assets"
PACKAGE: Final = "page_assets"
"""The folder in the layer `pages`, found as a module is: on Lambda in /opt/python."""

_TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
_COMPRESSED: Final = (".css", ".js", ".svg")
_YEAR: Final = 31_536_000
_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Asset:
    """One file.

    Attributes:
        name: such as `loa.css`.
        digest: the first digits of the SHA-256 of its content.
        content: its bytes.
    """

    name: str
    digest: str
    content: bytes

    @property
    def path(self) -> str:
        """Its address on our host."""
        return f"{PREFIX}/{self.digest}/{self.name}"


@cache
def assets() -> Mapping[str, Asset]:
    """All files by name, read once per process.

    Raises:
        LookupError: the layer `pages` is not there.
    """
    found = (file for file in sorted(layer_folder(PACKAGE).iterdir()) if file.suffix in _TYPES)
    return {file.name: _asset(file) for file in found}


def _asset(file: Path) -> Asset:
    content = file.read_bytes()
    return Asset(file.name, hashlib.sha256(content).hexdigest()[:_DIGITS], content)


def address(name: str) -> str:
    """The address of a file, for templates.

    Raises:
        KeyError: there is no such file.
    """
    return assets()[name].path


def answer(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """The answer to an event of API Gateway (payload 2.0) that asks for a file; None: there is none there."""
    path = str(event.get("rawPath", ""))
    digest, _, name = path.removeprefix(f"{PREFIX}/").partition("/")
    if not path.startswith(PREFIX):
        return None
    asset = assets().get(name)
    if asset is None or asset.digest != digest:
        return None
    kind = Path(name).suffix
    headers = {
        "content-type": _TYPES[kind],
        "cache-control": f"public, max-age={_YEAR}, immutable",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "cross-origin",  # the shell of the Mini App stands on another host
    }
    content = asset.content
    if kind in _COMPRESSED:
        headers["vary"] = "accept-encoding"
        if "gzip" in str((event.get("headers") or {}).get("accept-encoding", "")):
            headers["content-encoding"] = "gzip"
            content = gzip.compress(content, mtime=0)
    body = base64.b64encode(content).decode()
    return {"statusCode": 200, "headers": headers, "body": body, "isBase64Encoded": True}
