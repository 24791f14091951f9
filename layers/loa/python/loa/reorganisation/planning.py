"""How a plan follows from the units, from what stands at each, and from what people chose. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from loa.errors import InvalidInput
from loa.foundation.units.model import Unit, ancestors, existing_on, is_within, present_units
from loa.reorganisation import texts
from loa.reorganisation.model import (
    AccountMove,
    DecisionKind,
    OfficerMove,
    PlanDecision,
    ReorganisationPlan,
    UnitFigures,
    UnitHolding,
    UnitMove,
)


def make_plan(
    province: str,
    units: Iterable[Unit],
    holdings: Iterable[UnitHolding],
    *,
    on: date,
    choices: Mapping[str, str] | None = None,
) -> ReorganisationPlan:
    """Return the plan that leads to the structure of a day.

    Args:
        province: its code.
        units: all dated units of the province.
        holdings: what stands at the units of the day before; a unit without one has nothing.
        on: first day of the new structure.
        choices: what people chose, by `PlanDecision.key`. What is no option any more counts as not chosen.

    Raises:
        InvalidInput: nothing changes on that day; a unit has something and does not exist on the day before;
            or a path goes on as another unit than the one that took over.
    """
    everything = list(units)
    facts = {holding.path: holding for holding in holdings}
    old = {unit.path: unit for unit in existing_on(everything, on - timedelta(days=1))}
    new = {unit.path: unit for unit in existing_on(everything, on)}
    return _Planning(province, on, everything, old, new, facts, choices or {}).plan()


class _Planning:
    """One planning, from the units down to the figures."""

    def __init__(
        self,
        province: str,
        on: date,
        units: Sequence[Unit],
        old: Mapping[str, Unit],
        new: Mapping[str, Unit],
        facts: Mapping[str, UnitHolding],
        choices: Mapping[str, str],
    ) -> None:
        self.province, self.on, self.old, self.new = province, on, old, new
        self.facts, self.choices = facts, choices
        self.by_id = {unit.unit_id: unit for unit in units}
        self.decisions: list[PlanDecision] = []
        self.heirs = {
            path: tuple(heir.path for heir in present_units(unit, self.by_id, on))
            for path, unit in old.items()
        }
        self._check()

    def _check(self) -> None:
        if self.old.keys() == self.new.keys() and all(self.new[path] is self.old[path] for path in self.old):
            raise InvalidInput(texts.NOTHING_CHANGES, fields={"on": texts.NOTHING_CHANGES})
        strangers = sorted(self.facts.keys() - self.old.keys())
        if strangers:
            raise InvalidInput(texts.unknown_units(strangers))
        for path in self.old.keys() & self.new.keys():
            if self.heirs[path] and path not in self.heirs[path]:
                raise InvalidInput(texts.path_taken(self.old[path].name, self.new[path].name))

    def plan(self) -> ReorganisationPlan:
        """Return the plan."""
        goes_to = {path: self._successor(path) for path in self.old}
        accounts = self._accounts(goes_to)
        officers = self._officers(goes_to)
        kept = {account.new_path for account in accounts if account.is_kept}
        after: dict[str, UnitFigures] = {}
        for path, facts in self.facts.items():
            place = goes_to[path]
            if place:
                moved = UnitFigures(0, facts.followers, 0, facts.open_cases, facts.conversations)
                after[place] = after.get(place, UnitFigures()) + moved
        for place in kept:
            after[place] = after.get(place, UnitFigures()) + UnitFigures(accounts=1)
        for officer in officers:
            if officer.new_path:
                after[officer.new_path] = after.get(officer.new_path, UnitFigures()) + UnitFigures(officers=1)
        return ReorganisationPlan(
            province=self.province,
            on=self.on,
            units=tuple(
                UnitMove(path, goes_to[path], by_rule=len(self.heirs[path]) == 1)
                for path in self.old
                if path not in self.new
            ),
            accounts=tuple(
                account
                for account in accounts
                if not account.is_kept or account.old_path not in self.new or not account.new_path
            ),
            officers=tuple(officer for officer in officers if officer.old_path != officer.new_path),
            decisions=tuple(self.decisions),
            before={path: figures_of(facts) for path, facts in self.facts.items()},
            after=after,
        )

    def _successor(self, path: str) -> str:
        """Return the one unit to which what stands at a unit goes; empty: people have not decided."""
        if path in self.new:
            return path
        heirs = self.heirs[path]
        if len(heirs) == 1:
            return heirs[0]
        facts = self.facts.get(path)
        if facts is None or facts == UnitHolding(path):
            return heirs[0] if heirs else ancestors(path)[0]  # nothing stands there: nobody needs to decide
        options = heirs or self._around(path)
        suggested = "" if heirs else next(iter(options), "")
        return self._decided(DecisionKind.SUCCESSOR, path, path, options, suggested)

    def _around(self, path: str) -> tuple[str, ...]:
        """Return where that can go what a unit without successor had: above it, and to what lay below it."""
        above = [place for place in reversed(ancestors(path)) if place in self.new]
        below = [
            heir
            for place in self.old
            if is_within(place, path) and place != path
            for heir in self.heirs[place]
        ]
        return tuple(dict.fromkeys([*above, *below]))

    def _accounts(self, goes_to: Mapping[str, str]) -> list[AccountMove]:
        """Return what becomes of each account: the largest of a new unit is kept."""
        groups: dict[str, list[UnitHolding]] = {}
        for path in self.old:
            facts = self.facts.get(path)
            if facts and facts.oa_id:
                groups.setdefault(goes_to[path], []).append(facts)
        kept = {place: self._kept(place, group) for place, group in groups.items() if place}
        return [
            AccountMove(
                oa_id=facts.oa_id,
                name=facts.account,
                old_path=facts.path,
                new_path=place,
                followers=facts.followers,
                is_kept=bool(place) and kept[place] == facts.oa_id,
            )
            for place, group in groups.items()
            for facts in group
        ]

    def _kept(self, place: str, group: Sequence[UnitHolding]) -> str:
        """Return the account that becomes a new unit's own; empty: people have not decided."""
        candidates = {facts.oa_id: facts for facts in group if self._may_be_kept(place, facts)}
        if not candidates:
            return ""
        chosen = self.choices.get(f"{DecisionKind.ACCOUNT}:{place}", "")
        most = max(facts.followers for facts in candidates.values())
        largest = [oa_id for oa_id, facts in candidates.items() if facts.followers == most]
        if len(largest) == 1 and chosen not in candidates:
            return largest[0]
        code = self.new[place].code
        suggested = next((oa_id for oa_id in largest if self.old[candidates[oa_id].path].code == code), "")
        return self._decided(DecisionKind.ACCOUNT, place, place, tuple(candidates), suggested)

    def _may_be_kept(self, place: str, facts: UnitHolding) -> bool:
        """Whether an account can speak for a unit: its land's can, a district's cannot for the province."""
        return facts.path == place or place in self.heirs[facts.path]

    def _officers(self, goes_to: Mapping[str, str]) -> list[OfficerMove]:
        moves = []
        for path in self.old:
            heirs = self.heirs[path] or ((path,) if path in self.new else ())
            for officer in (self.facts.get(path) or UnitHolding(path)).officers:
                if len(heirs) == 1:
                    place = heirs[0]
                else:
                    options = heirs or self._around(path)
                    place = self._decided(DecisionKind.OFFICER, officer.id, path, options, goes_to[path])
                moves.append(OfficerMove(officer.id, path, place, keeps_roles=len(heirs) == 1))
        return moves

    def _decided(
        self, kind: DecisionKind, subject: str, path: str, options: tuple[str, ...], suggested: str
    ) -> str:
        chosen = self.choices.get(f"{kind}:{subject}", "")
        chosen = chosen if chosen in options else ""
        self.decisions.append(PlanDecision(kind, subject, path, options, suggested, chosen))
        return chosen


def figures_of(facts: UnitHolding) -> UnitFigures:
    """Return what stands at a unit, as numbers."""
    return UnitFigures(
        accounts=int(bool(facts.oa_id)),
        followers=facts.followers,
        officers=len(facts.officers),
        open_cases=facts.open_cases,
        conversations=facts.conversations,
    )
