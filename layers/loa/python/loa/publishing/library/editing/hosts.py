"""Which hosts links of the library may lead to; only an administrator of the province says so."""

import re
from datetime import datetime
from typing import Final

from loa.errors import InvalidInput
from loa.foundation.officers.model import Officer, Permission, require
from loa.foundation.units.model import province_of
from loa.publishing.library.rows.media_store import LinkHost, LinkHostStore
from loa.publishing.library.rules import texts

_HOST: Final = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")

_SHARED: Final = frozenset(
    f"{name}.vn"
    for name in "ac ai biz com edu gov health id info int io name net org pro".split()  # noqa: SIM905
)
"""Below these anybody of that kind has a name (VNNIC); to approve one would approve them all."""


def approve_host(officer: Officer, host: str, owner: str, *, store: LinkHostStore, now: datetime) -> None:
    """Let links lead to a host and everything below it.

    Raises:
        NotAllowed: the officer is no administrator of the province.
        InvalidInput: it is no host, or one that many share.
    """
    province = province_of(officer.unit_path)
    require(officer, Permission.APPROVE_HOST, province)
    host = host.lower().rstrip(".")
    if not _HOST.fullmatch(host):
        raise InvalidInput(texts.NO_HOST, fields={"host": texts.NO_HOST})
    if host in _SHARED:
        raise InvalidInput(texts.HOST_SHARED, fields={"host": texts.HOST_SHARED})
    store.add(province, LinkHost(host, owner, officer.id, now))


def remove_host(officer: Officer, host: str, *, store: LinkHostStore) -> None:
    """Let links lead there no more; what is published stays until it is reviewed."""
    province = province_of(officer.unit_path)
    require(officer, Permission.APPROVE_HOST, province)
    store.remove(province, host.lower())
