"""A user pool whose administrator is somebody else's code: it remembers what it was told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from loa.errors import Conflict
from loa.platform.aws.user_pools.directory import UserPool


@dataclass
class FakeUserPool(UserPool):
    """Users by id: their username, attributes, groups, and what was done to them."""

    names: dict[str, str] = field(default_factory=dict)
    given: dict[str, dict[str, str]] = field(default_factory=dict)
    groups: dict[str, set[str]] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    disabled: set[str] = field(default_factory=set)
    without_factor: set[str] = field(default_factory=set)

    def create(self, username: str, attributes: Mapping[str, str], password: str) -> str:
        if username in self.names.values():
            raise Conflict(username)
        identity = f"sub-{username}"
        self.names[identity], self.given[identity] = username, dict(attributes)
        self.passwords[identity] = password
        return identity

    def username(self, user: str) -> str:
        return self.names.get(user, f"login-{user}")

    def attributes(self, user: str) -> dict[str, str]:
        return self.given.get(user, {}) | {"username": self.username(user)}

    def set_temporary_password(self, user: str, password: str) -> None:
        self.passwords[user] = password

    def forget_factor(self, user: str) -> None:
        self.without_factor.add(user)

    def set_attributes(self, user: str, attributes: Mapping[str, str]) -> None:
        self.given.setdefault(user, {}).update(attributes)

    def set_groups(self, user: str, *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        self.groups[user] = (self.groups.get(user, set()) | set(add)) - set(remove)

    def disable(self, user: str) -> None:
        self.disabled.add(user)

    def enable(self, user: str) -> None:
        self.disabled.discard(user)
