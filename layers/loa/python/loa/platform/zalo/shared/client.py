"""The process's client for Zalo: the real one, or at a stage for practice the double."""

from functools import cache

from loa.platform.zalo.exchange import CONNECT_SECONDS, READ_SECONDS, Http
from loa.platform.zalo.http import ZaloHttp
from loa.settings import is_practice


@cache
def shared_http(connect_seconds: float = CONNECT_SECONDS, read_seconds: float = READ_SECONDS) -> Http:
    """Return the process's one client for these time-outs, with its one session."""
    if is_practice():
        from loa.platform.zalo.practice.double import PracticeZalo  # noqa: PLC0415 - no other stage has it

        return PracticeZalo()
    return ZaloHttp(connect_seconds=connect_seconds, read_seconds=read_seconds)
