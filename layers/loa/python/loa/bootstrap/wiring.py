"""What builders share: settings by name, and services that follow the stored rules."""

from collections.abc import Callable
from functools import cache, lru_cache

from loa.foundation.rules.store import StoredRules
from loa.platform.aws.dynamodb.tables import Table
from loa.settings import setting


@cache
def table(name: str) -> Table:
    """Return the table of a setting such as `units_table`."""
    return Table(setting(name))


@cache
def rules() -> StoredRules:
    """Return the rules that replace those of the code."""
    return StoredRules(table("units_table"))


class FollowingRules[Service]:
    """A service that is built once, and anew whenever a stored rule has changed."""

    def __init__(self, build: Callable[[], Service]) -> None:
        self.__doc__ = build.__doc__
        self._built = lru_cache(maxsize=1)(lambda _version: build())
        self.cache_clear = self._built.cache_clear

    def __call__(self) -> Service:  # noqa: D102 - the builder's docstring
        return self._built(rules().version())
