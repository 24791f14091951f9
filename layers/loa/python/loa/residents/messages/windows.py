"""When an account may write to a resident. Pure rules.

Zalo lets an account write for some time after the resident last did something there, free at first, then
for money. What it allows has changed every year and is not confirmed for state agencies, so
rules are dated data with their source; the last one in force for a kind of account counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from loa.clock import local_day
from loa.dated_rules import in_force, load


class Window(StrEnum):
    """State of an account's permission to write to a resident at an instant."""

    FREE = "free"
    PAID = "paid"
    """Zalo charges the account, or its package, for the message."""
    CLOSED = "closed"
    NEVER = "never"
    """The resident has never done anything at the account, as far as we know."""


@dataclass(frozen=True, slots=True)
class WindowRule:
    """How long an account of a kind may write to a resident after their last interaction there.

    Attributes:
        oa_type: Zalo's type of account; 0: every type without a rule of its own.
        free: how long it costs nothing.
        allowed: how long it is allowed at all; at least as long as `free`.
        since: first day on which the rule holds.
        source: where it is written, and when that was checked.
        send_paid: whether we send what costs money.
        ask_anyway: whether Zalo is asked although we know of no interaction, or of none in time.

    Raises:
        ValueError: more is free than is allowed.
    """

    oa_type: int
    free: timedelta
    allowed: timedelta
    since: date
    source: str
    send_paid: bool = True
    ask_anyway: bool = False

    def __post_init__(self) -> None:
        if not timedelta(0) <= self.free <= self.allowed:
            raise ValueError("what is free is a part of what is allowed")


RULES: Final[tuple[WindowRule, ...]] = (
    WindowRule(
        0,
        timedelta(hours=48),
        timedelta(days=7),
        date(2024, 1, 1),
        "docs.zaloplatforms.com/docs/OA: 48 hours, 7 days; 11/2026",
    ),
)
"""Rules known today. Stored rules (`messages`) replace it without a new release."""


def read_window_rules(text: str) -> tuple[WindowRule, ...]:
    """Return the rules in a text (`loa.dated_rules`); empty: `RULES`.

    Raises:
        ValueError: not in that form.
    """
    return load(text, WindowRule, RULES)


def rule_for(rules: Iterable[WindowRule], oa_type: int, day: date) -> WindowRule | None:
    """Return the rule for a kind of account on a day; a specific one before the general one."""
    known = tuple(rules)
    return in_force((rule for rule in known if rule.oa_type == oa_type), day) or in_force(
        (rule for rule in known if rule.oa_type == 0), day
    )


def window(rule: WindowRule, interacted_at: datetime | None, at: datetime) -> Window:
    """Return the window in which an instant lies; both ends of a window belong to it.

    Args:
        rule: that of the account.
        interacted_at: when the resident last did something there; None: never. May lie ahead: Zalo's clock
            and ours differ by seconds.
        at: the instant.
    """
    if interacted_at is None:
        return Window.NEVER
    passed = at - interacted_at
    if passed <= rule.free:
        return Window.FREE
    return Window.PAID if passed <= rule.allowed else Window.CLOSED


@dataclass(frozen=True, slots=True)
class Verdict:
    """Decision on sending a message, and what it would cost.

    Attributes:
        window: where the instant lies; None where no rule is known.
        reason: why it is not sent: a stable key; empty if it is.
    """

    window: Window | None
    reason: str = ""


GUESSED: Final = frozenset({"window_closed", "never_interacted"})
"""Reasons that follow from what we know; Zalo may know of an interaction that we do not."""


def verdict(
    rules: Iterable[WindowRule], oa_type: int, interacted_at: datetime | None, at: datetime
) -> Verdict:
    """Decide before Zalo is asked whether a message may be sent.

    Without a rule for that kind of account on that day Zalo decides.
    """
    rule = rule_for(rules, oa_type, local_day(at))
    if rule is None:
        return Verdict(None)
    found = window(rule, interacted_at, at)
    reasons = {Window.CLOSED: "window_closed", Window.NEVER: "never_interacted"}
    if found in reasons and not rule.ask_anyway:
        return Verdict(found, reasons[found])
    if found is Window.PAID and not rule.send_paid:
        return Verdict(found, "window_paid")
    return Verdict(found)
