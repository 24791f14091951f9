"""Faults on demand: which calls go wrong, how, how often, and whether their effect happens first."""

import random
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any, Final

KINDS: Final = ("latency", "status", "error", "garbage", "close", "hang")
_SHORTHANDS: Final[dict[str, tuple[str, bool]]] = {
    "close_before": ("close", False),
    "close_after": ("close", True),
    "timeout": ("hang", False),
    "rate_limit": ("error", False),
}
_RATE_LIMIT: Final = -32


@dataclass(slots=True, kw_only=True)
class Fault:
    """A rule: ``path`` is a glob such as ``/v2.0/article/*``; an empty ``oa_id`` or ``method`` fits all.

    ``skip`` lets the first matching calls pass; ``count`` 0 has no end; ``after`` lets the call take effect
    before the answer is spoilt. ``ms`` belongs to latency, ``status`` to status, ``code`` and ``message`` to
    error, ``body`` to status and garbage, ``seconds`` to hang.
    """

    fault_id: str
    kind: str
    path: str = "*"
    method: str = ""
    oa_id: str = ""
    after: bool = False
    probability: float = 1.0
    count: int = 0
    skip: int = 0
    ms: int = 0
    status: int = 500
    code: int = -200
    message: str = ""
    body: str = ""
    seconds: float = 60.0
    seen: int = 0
    hits: int = 0

    def fits(self, method: str, path: str, oa_id: str) -> bool:
        """Whether the rule speaks of this call."""
        return (
            fnmatchcase(path, self.path)
            and self.method.upper() in ("", method)
            and self.oa_id in ("", oa_id)
            and (self.count == 0 or self.hits < self.count)
        )


def make_fault(fault_id: str, wish: dict[str, Any]) -> Fault:
    """A fault from a control request; ``close_after`` and the like are shorthands.

    Raises:
        ValueError: an unknown kind, an unknown field or a value of the wrong type.
    """
    kind, after = _SHORTHANDS.get(
        str(wish.get("kind", "")), (wish.get("kind"), bool(wish.get("after", False)))
    )
    if kind not in KINDS:
        raise ValueError(f"kind is one of {[*KINDS, *_SHORTHANDS]}, not {wish.get('kind')!r}")
    values = {**wish, "kind": kind, "after": after or bool(wish.get("after", False))}
    if wish.get("kind") == "rate_limit":
        values["code"] = _RATE_LIMIT
    for name in ("fault_id", "seen", "hits"):
        values.pop(name, None)
    try:
        fault = Fault(fault_id=fault_id, **values)
    except TypeError as error:
        raise ValueError(str(error)) from error
    for name, value in asdict(fault).items():
        expected = type(getattr(Fault(fault_id="", kind=""), name))
        if not isinstance(value, (int, float) if expected is float else expected):
            raise ValueError(f"{name} takes a {expected.__name__}, not {value!r}")  # noqa: TRY004 - as documented
    return fault


class Faults:
    """The rules in force, in the order in which they were added."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed or None)  # noqa: S311 - faults are dice, not secrets
        self._rules: list[Fault] = []
        self._made = 0

    def add(self, wish: dict[str, Any]) -> Fault:
        """Put a rule in force.

        Raises:
            ValueError: as ``make_fault``.
        """
        self._made += 1
        fault = make_fault(f"fault-{self._made}", wish)
        self._rules.append(fault)
        return fault

    def remove(self, fault_id: str = "") -> int:
        """Lift one rule, or all; return how many were lifted."""
        kept = [rule for rule in self._rules if fault_id not in ("", rule.fault_id)]
        lifted = len(self._rules) - len(kept)
        self._rules = kept
        return lifted

    def listing(self) -> list[dict[str, Any]]:
        """All rules with how often they were asked (``seen``) and struck (``hits``)."""
        return [asdict(rule) for rule in self._rules]

    def strike(self, method: str, path: str, oa_id: str) -> tuple[int, Fault | None]:
        """What befalls a call: added milliseconds, and at most one fault of another kind."""
        delay, struck = 0, None
        for rule in self._rules:
            if (struck is not None and rule.kind != "latency") or not rule.fits(method, path, oa_id):
                continue
            rule.seen += 1
            if rule.seen <= rule.skip or self._dice.random() >= rule.probability:
                continue
            rule.hits += 1
            if rule.kind == "latency":
                delay += rule.ms
            else:
                struck = rule
        return delay, struck

    @property
    def any_for_account(self) -> bool:
        """Whether some rule asks for the account of a call."""
        return any(rule.oa_id for rule in self._rules)
