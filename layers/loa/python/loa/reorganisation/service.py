"""Plan, decide, submit, approve, start and pause a reorganisation.

While people decide, the plan is made anew from the units and the facts each time somebody looks. Who
submits it names what they saw by its digest, so does who approves it, and they are two people: nobody
approves what they had a hand in. What was approved is kept as it was and carried out (`jobs`). It is undone
only by another plan.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from loa.errors import Conflict, InvalidInput, NotAllowed, NotFound
from loa.foundation.officers.model import Officer
from loa.foundation.units.model import Unit
from loa.reorganisation import texts
from loa.reorganisation.access import may_reorganise
from loa.reorganisation.model import PlanDecision, ReorganisationPlan, UnitHolding
from loa.reorganisation.planning import make_plan
from loa.reorganisation.store import Reorganisation, ReorganisationState, ReorganisationStore, RunProgress

_OPEN = frozenset({ReorganisationState.DRAFT, ReorganisationState.SUBMITTED})


@dataclass(frozen=True, slots=True)
class ReorganisationService:
    """What people do with a reorganisation.

    Attributes:
        province: its code.
        store: where reorganisations are kept.
        units: returns all dated units.
        holdings: returns what stands at each unit on the day before a day.
        today: the day whose units count.
        now: the clock.
    """

    province: str
    store: ReorganisationStore
    units: Callable[[], Iterable[Unit]]
    holdings: Callable[[date], Iterable[UnitHolding]]
    today: Callable[[], date]
    now: Callable[[], datetime]

    def all(self, officer: Officer) -> list[Reorganisation]:
        """List all reorganisations."""
        may_reorganise(officer, self.province)
        return self.store.all(self.province)

    def look(self, on: date, officer: Officer) -> tuple[Reorganisation, ReorganisationPlan]:
        """Return a reorganisation with its plan: what was approved, else what follows from today's facts.

        Raises:
            NotFound: nobody has planned one for that day.
            InvalidInput: the units are not as a plan needs them (`make_plan`).
        """
        may_reorganise(officer, self.province)
        found = self._found(on)
        return found, found.plan or self._plan(found)

    def draft(self, on: date, officer: Officer) -> tuple[Reorganisation, ReorganisationPlan]:
        """Begin to plan the reorganisation of a day; one that has begun is returned as it is.

        Raises:
            InvalidInput: nothing changes on that day.
        """
        may_reorganise(officer, self.province)
        found = self.store.get(self.province, on)
        if found is None:
            new = Reorganisation(self.province, on, contributors=frozenset({officer.id}))
            plan = self._plan(new)
            return self.store.save(new), plan
        return found, found.plan or self._plan(found)

    def decide(self, on: date, key: str, choice: str, officer: Officer) -> Reorganisation:
        """Choose one of the options of a decision; what was submitted is a draft again.

        An account may be chosen for any new unit (`account:PATH`), also where the largest one is known.

        Raises:
            InvalidInput: no such decision or option.
            Conflict: it is approved already, or somebody else was faster.
        """
        found, plan = self.look(on, officer)
        self._require(found, _OPEN)
        _check(plan, key, choice)
        choices = {**found.choices, key: choice}
        return self._changed(found, officer, choices=choices, state=ReorganisationState.DRAFT)

    def accept_suggestions(self, on: date, officer: Officer) -> Reorganisation:
        """Choose what is suggested, wherever nobody has decided and something is suggested."""
        found, plan = self.look(on, officer)
        self._require(found, _OPEN)
        while chosen := {each.key: each.suggested for each in plan.open_decisions if each.suggested}:
            found = replace(found, choices={**found.choices, **chosen})
            plan = self._plan(found)
        return self._changed(found, officer, choices=found.choices, state=ReorganisationState.DRAFT)

    def submit(self, on: date, digest: str, officer: Officer) -> Reorganisation:
        """Have a plan approved by somebody else.

        Raises:
            Conflict: something is not decided, or the plan is not what was seen.
        """
        found, plan = self.look(on, officer)
        self._require(found, _OPEN)
        self._seen(plan, digest)
        return self._changed(
            found,
            officer,
            state=ReorganisationState.SUBMITTED,
            digest=digest,
            submitted_by=officer.id,
        )

    def approve(self, on: date, digest: str, officer: Officer) -> Reorganisation:
        """Approve a plan that somebody else has made and submitted; it is kept as it is now.

        Raises:
            NotAllowed: they had a hand in it.
            Conflict: it is not submitted, or not what was seen.
        """
        found, plan = self.look(on, officer)
        if found.approved_by == officer.id and found.digest == digest:
            return found  # their own request again
        self._require(found, {ReorganisationState.SUBMITTED})
        if officer.id in found.contributors:
            raise NotAllowed(texts.SECOND_PERSON)
        self._seen(plan, digest)
        if found.digest != digest:
            raise Conflict(texts.NOT_WHAT_WAS_SEEN)
        approved = replace(
            found,
            state=ReorganisationState.APPROVED,
            approved_by=officer.id,
            approved_at=self.now(),
            plan=plan,
        )
        return self.store.save(approved)

    def start(self, on: date, officer: Officer) -> Reorganisation:
        """Have an approved plan carried out, or go on after a pause; the next round of the job begins.

        One that has come to its end tries once more what was left for people, when they have put it right.

        Raises:
            Conflict: it is not approved, its day has not come, or nothing is left.
        """
        found, _ = self.look(on, officer)
        if found.state is ReorganisationState.RUNNING:
            return found
        if found.state is ReorganisationState.DONE and found.progress.left_count:
            anew = RunProgress(moved=found.progress.moved)
            return self.store.save(
                replace(found, state=ReorganisationState.RUNNING, progress=anew, done_at=None)
            )
        self._require(found, {ReorganisationState.APPROVED, ReorganisationState.PAUSED})
        if self.today() < on:
            raise Conflict(texts.TOO_EARLY)
        return self.store.save(replace(found, state=ReorganisationState.RUNNING))

    def pause(self, on: date, officer: Officer) -> Reorganisation:
        """Stop after the step that is under way; nothing is undone.

        Raises:
            Conflict: it is not running.
        """
        found, _ = self.look(on, officer)
        if found.state is ReorganisationState.PAUSED:
            return found
        self._require(found, {ReorganisationState.RUNNING})
        return self.store.save(replace(found, state=ReorganisationState.PAUSED))

    def _found(self, on: date) -> Reorganisation:
        found = self.store.get(self.province, on)
        if found is None:
            raise NotFound(texts.NOT_PLANNED)
        return found

    def _plan(self, found: Reorganisation) -> ReorganisationPlan:
        return make_plan(
            self.province, self.units(), self.holdings(found.on), on=found.on, choices=found.choices
        )

    def _changed(self, found: Reorganisation, officer: Officer, **changes: object) -> Reorganisation:
        contributors = found.contributors | {officer.id}
        return self.store.save(replace(found, contributors=contributors, **changes))  # type: ignore[arg-type]

    def _seen(self, plan: ReorganisationPlan, digest: str) -> None:
        if plan.open_decisions:
            raise Conflict(texts.STILL_OPEN)
        if plan.digest != digest:
            raise Conflict(texts.NOT_WHAT_WAS_SEEN)

    def _require(self, found: Reorganisation, states: Iterable[ReorganisationState]) -> None:
        if found.state not in states:
            raise Conflict(texts.NOT_NOW)


def _check(plan: ReorganisationPlan, key: str, choice: str) -> None:
    decision: PlanDecision | None = next((each for each in plan.decisions if each.key == key), None)
    if decision:
        options: Iterable[str] = decision.options
    else:
        kind, _, place = key.partition(":")
        options = [each.oa_id for each in plan.accounts if kind == "account" and each.new_path == place]
        if not options:
            raise InvalidInput(texts.NO_SUCH_DECISION, fields={"decision": texts.NO_SUCH_DECISION})
    if choice not in options:
        raise InvalidInput(texts.NO_SUCH_OPTION, fields={"choice": texts.NO_SUCH_OPTION})
