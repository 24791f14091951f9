"""Plans as templates show them: old and new units by the names of their day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from loa.bootstrap import foundation
from loa.foundation.units.model import Unit, existing_on, parent, tree_order
from loa.reorganisation.model import (
    AccountMove,
    DecisionKind,
    PlanDecision,
    ReorganisationPlan,
    UnitFigures,
    total,
)
from loa.reorganisation.planning import figures_of
from loa.reorganisation.service import ReorganisationService
from loa.text.folding import fold
from loa.web.pages.formats import number
from reorganisation_api.pages import texts


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """Names of the units before and after a day.

    Attributes:
        old, new: name by path.
    """

    old: Mapping[str, str]
    new: Mapping[str, str]

    def before(self, path: str) -> str:
        """Return the old name, with its district: a name alone is no identity."""
        name, above = self.old.get(path, path), parent(path)
        is_commune = above is not None and parent(above) is not None
        return f"{name}, {self.old.get(above or '', '')}" if is_commune else name

    def after(self, path: str) -> str:
        """Return the new name; empty path: nobody has decided."""
        return self.new.get(path, self.old.get(path, path)) if path else texts.UNDECIDED


def names_around(units: Iterable[Unit], on: date) -> PlaceNames:
    """Return the names of the day before, and of the day."""
    known = list(units)
    old = {unit.path: unit.name for unit in existing_on(known, on - timedelta(days=1))}
    return PlaceNames(old, {unit.path: unit.name for unit in existing_on(known, on)})


def days_of_change(units: Iterable[Unit]) -> list[date]:
    """Return the days on which units begin, newest first: those that can be planned."""
    return sorted({unit.valid_from for unit in units if unit.valid_from}, reverse=True)


def figures(plan: ReorganisationPlan) -> list[tuple[str, int, int]]:
    """Return what there is before and after, by name."""
    before, after = total(plan.before), total(plan.after)
    return [(words, getattr(before, name), getattr(after, name)) for name, words in texts.FIGURES]


def present(service: ReorganisationService, on: date) -> list[tuple[str, int]]:
    """Return what stands at the new units now, by name, retired accounts left out."""
    figures = [figures_of(each) for each in service.holdings(on + timedelta(days=1))]
    found = sum(figures, UnitFigures())
    return [(words, getattr(found, name)) for name, words in texts.FIGURES]


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What becomes of one new unit.

    Attributes:
        name: of the new unit.
        old: names of the units that end in it.
        kept: the account that goes on; empty: none of those that change.
        retired: accounts that retire to it.
        followers: before, of all of them.
        key: names the decision which of the accounts it keeps.
        others: id and words of the accounts that could be kept instead; empty: there is no choice, or people
            have been asked.
    """

    name: str
    old: tuple[str, ...]
    kept: str
    retired: tuple[str, ...]
    followers: int
    key: str
    others: tuple[tuple[str, str], ...]

    def fits(self, text: str) -> bool:
        """Return whether an old or new name holds the text."""
        return any(fold(text) in fold(name) for name in (self.name, *self.old))


def unit_changes(plan: ReorganisationPlan, names: PlaceNames) -> list[UnitChange]:
    """Return the new units to which something goes, in tree order; what is undecided comes first."""
    paths = {each.new_path for each in plan.units} | {each.new_path for each in plan.accounts}
    strangers = {
        each.path for each in plan.decisions if each.kind is DecisionKind.SUCCESSOR and each.suggested
    }
    asked = {each.key for each in plan.decisions}
    found = []
    for path in sorted(paths, key=tree_order):
        accounts = [each for each in plan.accounts if each.new_path == path]
        key = f"{DecisionKind.ACCOUNT}:{path}"
        others = [each for each in accounts if not each.is_kept and each.old_path not in strangers]
        found.append(
            UnitChange(
                name=names.after(path),
                old=tuple(names.before(each.old_path) for each in plan.units if each.new_path == path),
                kept=", ".join(each.name for each in accounts if each.is_kept),
                retired=tuple(each.name for each in accounts if not each.is_kept),
                followers=sum(each.followers for each in accounts),
                key=key,
                others=()
                if key in asked or not path
                else tuple((each.oa_id, _account(each)) for each in others),
            )
        )
    return found


_NAMELESS: Final = "—"


def _account(each: AccountMove) -> str:
    return texts.ACCOUNT.format(name=each.name, followers=number(each.followers))


def decision(each: PlanDecision, plan: ReorganisationPlan, names: PlaceNames) -> dict[str, Any]:
    """Return a decision as its form shows it."""
    accounts = {account.oa_id: account for account in plan.accounts}
    officer = (
        foundation.officers().officer(each.path, each.subject) if each.kind is DecisionKind.OFFICER else None
    )
    name = {
        DecisionKind.SUCCESSOR: names.before(each.path),
        DecisionKind.ACCOUNT: names.after(each.path),
        DecisionKind.OFFICER: officer.name if officer else _NAMELESS,
    }[each.kind]
    options = []
    for option in each.options:
        account = accounts.get(option)
        words = _account(account) if account else names.after(option)
        options.append((option, words, option == (each.chosen or each.suggested), option == each.suggested))
    return {
        "key": each.key,
        "asks": texts.ASKS[each.kind].format(name=name),
        "why": _why(each, accounts).format(unit=names.before(each.path)),
        "there": _stands_at(each, plan),
        "options": options,
        "is_open": not each.chosen,
    }


def _why(each: PlanDecision, accounts: Mapping[str, AccountMove]) -> str:
    if each.kind is DecisionKind.SUCCESSOR and each.suggested:
        return texts.WHY["ended"]
    if each.kind is DecisionKind.ACCOUNT:
        sizes = sorted(
            (accounts[oa_id].followers for oa_id in each.options if oa_id in accounts), reverse=True
        )
        return texts.WHY["account" if sizes[:1] == sizes[1:2] else "chosen"]
    return texts.WHY[each.kind]


def _stands_at(each: PlanDecision, plan: ReorganisationPlan) -> str:
    """Return what goes along with a unit that people decide about; empty: it is about something else."""
    figures = plan.before.get(each.path)
    if each.kind is not DecisionKind.SUCCESSOR or figures is None:
        return ""
    counted = [(getattr(figures, name), words) for name, words in texts.FIGURES]
    things = [f"{number(count)} {words[:1].lower()}{words[1:]}" for count, words in counted if count]
    return texts.STANDS_THERE.format(things=", ".join(things)) if things else ""
