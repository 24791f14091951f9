"""Where files that residents send may be fetched from, and how that can fail for good.

Pure and light: who only asks for a file to be fetched does not load the machinery that fetches it
(`media.downloads`). The addresses come out of events, so they are as trustworthy as whoever could make
Zalo send one: only Zalo's own hosts are ever asked, over https.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from loa.errors import Busy, NotFound

MAX_ADDRESS: Final = 2048
"""Letters of an address; Zalo's have some hundred."""

_NAME: Final = re.compile(r"(?=.{1,253}\Z)[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z][a-z0-9-]*")
"""The name of a host in the internet: at least two labels, and no number at the end, as an address has."""

_PORTS: Final = {"https": {None, 443}, "http": {None, 80}}
_HOST: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")


class FileLost(NotFound):
    """A file cannot be had, now or later.

    Attributes:
        reason: `"address"` (none of a host of files), `"redirected"`, `"gone"` (Zalo has it no more),
            `"too_large"` or `"empty"`.
    """

    code = "file_lost"

    def __init__(self, reason: str = "gone") -> None:
        super().__init__(reason)
        self.reason = reason


class HostUnknown(Busy):
    """A file lies on a host that the setting does not name: it is not asked until somebody has looked.

    Attributes:
        host: its name, which says nothing about a person.
    """

    code = "host_unknown"

    def __init__(self, host: str = "") -> None:
        super().__init__("the host of files is not in the setting")
        self.host = host


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts that may be asked for files.

    Attributes:
        suffixes: ends of names, each with its leading dot; https on the usual port, public addresses only.
        origins: whole origins such as `http://127.0.0.1:9100`: the simulator of a local stack, nothing else.
    """

    suffixes: tuple[str, ...]
    origins: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> "Hosts":
        """The hosts of a setting: suffixes and origins with commas between them.

        Raises:
            ValueError: an entry is neither.
        """
        entries = [entry.strip().lower() for entry in text.split(",") if entry.strip()]
        origins = tuple(entry for entry in entries if "://" in entry)
        suffixes = tuple(entry for entry in entries if "://" not in entry)
        for suffix in suffixes:
            # At least two labels: `.vn` would be half of the world.
            if not (suffix.startswith(".") and _HOST.fullmatch(suffix[1:]) and suffix.count(".") > 1):
                raise ValueError(f"{suffix!r} is no suffix of hosts such as .zdn.vn")
        for origin in origins:
            if not re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?", origin):
                raise ValueError(f"{origin!r} is no origin such as http://127.0.0.1:9100")
        return cls(suffixes, origins)

    def is_local(self, url: str) -> bool:
        """Whether the address belongs to an origin that was named as a whole."""
        return any(url.startswith(f"{origin}/") for origin in self.origins)

    def check(self, url: str) -> str:
        """The address as it may be asked; http of a host that we know becomes https.

        Raises:
            FileLost: `"address"`: no address of a host of files, whatever the setting says.
            HostUnknown: it could be one, and the setting does not name it.
        """
        if len(url) > MAX_ADDRESS or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
            raise FileLost("address")
        if self.is_local(url):
            return url
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise FileLost("address") from None
        host = parts.hostname or ""
        named = _NAME.fullmatch(host) is not None
        plain = parts.username is None and parts.password is None and port in _PORTS.get(parts.scheme, ())
        if not named or not plain:
            raise FileLost("address")
        if not (self.suffixes and f".{host}".endswith(self.suffixes)):
            raise HostUnknown(host)
        return url if parts.scheme == "https" else parts._replace(scheme="https", netloc=host).geturl()


@dataclass(frozen=True, slots=True)
class PublicHosts(Hosts):
    """Every host of the internet, over https: for pictures whose addresses officers give."""

    suffixes: tuple[str, ...] = ()

    def check(self, url: str) -> str:
        """The address as it may be asked; that it is a public one is seen once the connection stands.

        Raises:
            FileLost: `"address"`.
        """
        if not url.startswith("https://"):
            raise FileLost("address")
        try:
            return Hosts.check(self, url)
        except HostUnknown:  # none is named, and every other is as good
            return url
