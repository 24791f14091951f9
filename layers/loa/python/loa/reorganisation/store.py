"""Rows of reorganisations (table Units).

    partition `reorganisation#40` · sort `plan#2025-07-01`   who planned it, what they chose, who approved
                                                             it, how far it has come; the plan, compressed

One row for each day on which units change. A round that works writes how far it came under the condition that
nobody has paused it.
"""

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from loa import clock
from loa.errors import Conflict
from loa.foundation.units.moves import LeftBehind, LeftReason
from loa.platform.aws.dynamodb.tables import Attr, ConditionFailed, Row, Table
from loa.reorganisation import texts
from loa.reorganisation.model import (
    AccountMove,
    DecisionKind,
    OfficerMove,
    PlanDecision,
    ReorganisationPlan,
    UnitFigures,
    UnitMove,
)

_PLAN: Final = "plan#"
MOST_NAMED: Final = 300
"""Things that a run names when it could not move them; the rest is counted."""


class ReorganisationState(StrEnum):
    """Where a reorganisation stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    """It waits for a second person."""
    APPROVED = "approved"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run has come.

    Attributes:
        position: steps of this pass that are done.
        steps: how many steps a pass has.
        passes: passes that are done.
        moved: what has been moved so far, over all passes.
        again: whether something was not complete in this pass, so that another one follows.
        left: what could not be moved in this pass, at most `MOST_NAMED`; of the last pass: what is left for
            people.
        left_count: how much that is in all.
        again_at: the next pass begins then.
    """

    position: int = 0
    steps: int = 0
    passes: int = 0
    moved: int = 0
    again: bool = False
    left: tuple[LeftBehind, ...] = ()
    left_count: int = 0
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """A reorganisation on its way.

    Attributes:
        province, on: which one: the day on which the new structure holds.
        state: see `ReorganisationState`.
        choices: what people chose, by `PlanDecision.key`.
        contributors: ids of the officers who planned and chose.
        digest: names the plan that was submitted (`ReorganisationPlan.digest`).
        submitted_by, approved_by: ids of officers.
        approved_at, done_at: when.
        plan: what was approved; None: not yet.
        progress: how far it has come.
        version: grows by one with each change by a person.
    """

    province: str
    on: date
    state: ReorganisationState = ReorganisationState.DRAFT
    choices: Mapping[str, str] = field(default_factory=dict)
    contributors: frozenset[str] = frozenset()
    digest: str = ""
    submitted_by: str = ""
    approved_by: str = ""
    approved_at: datetime | None = None
    done_at: datetime | None = None
    plan: ReorganisationPlan | None = None
    progress: RunProgress = field(default_factory=RunProgress)
    version: int = 0


def plan_key(province: str, on: date) -> tuple[str, str]:
    """Return the partition and sort key of a reorganisation."""
    return f"reorganisation#{province}", f"{_PLAN}{on.isoformat()}"


def plan_bytes(plan: ReorganisationPlan) -> bytes:
    """Return a plan as it is kept; that of 482 units takes about 20 KB."""
    fields: Any = {
        "province": plan.province,
        "on": plan.on.isoformat(),
        **{
            name: [list(asdict(each).values()) for each in getattr(plan, name)]
            for name in ("units", "accounts", "officers", "decisions")
        },
        **{
            name: {path: list(asdict(each).values()) for path, each in getattr(plan, name).items()}
            for name in ("before", "after")
        },
    }
    return zlib.compress(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode())


def plan_from(kept: bytes) -> ReorganisationPlan:
    """Return the plan in its bytes."""
    fields = json.loads(zlib.decompress(kept))
    return ReorganisationPlan(
        province=fields["province"],
        on=date.fromisoformat(fields["on"]),
        units=tuple(UnitMove(*each) for each in fields["units"]),
        accounts=tuple(AccountMove(*each) for each in fields["accounts"]),
        officers=tuple(OfficerMove(*each) for each in fields["officers"]),
        decisions=tuple(
            PlanDecision(DecisionKind(kind), subject, path, tuple(options), suggested, chosen)
            for kind, subject, path, options, suggested, chosen in fields["decisions"]
        ),
        before={path: UnitFigures(*each) for path, each in fields["before"].items()},
        after={path: UnitFigures(*each) for path, each in fields["after"].items()},
    )


def _progress_row(progress: RunProgress) -> Row:
    again = clock.to_text(progress.again_at) if progress.again_at else ""
    left = [[each.what, each.reference, each.path, each.reason.value] for each in progress.left]
    return asdict(progress) | {"again_at": again, "left": left}


def _progress_from(row: Row) -> RunProgress:
    again = clock.from_text(row["again_at"]) if row["again_at"] else None
    left = tuple(
        LeftBehind(what, reference, path, LeftReason(reason)) for what, reference, path, reason in row["left"]
    )
    return RunProgress(**row | {"again_at": again, "left": left})


def _row(found: Reorganisation) -> Row:
    partition, sort = plan_key(found.province, found.on)
    return {
        "partition": partition,
        "sort": sort,
        "state": found.state.value,
        "choices": dict(found.choices),
        "contributors": sorted(found.contributors),
        "digest": found.digest,
        "submitted_by": found.submitted_by,
        "approved_by": found.approved_by,
        "progress": _progress_row(found.progress),
        "version": found.version,
        **({"approved_at": clock.to_text(found.approved_at)} if found.approved_at else {}),
        **({"done_at": clock.to_text(found.done_at)} if found.done_at else {}),
        **({"plan": plan_bytes(found.plan)} if found.plan else {}),
    }


def reorganisation_from(row: Row) -> Reorganisation:
    """Return the reorganisation of a row."""
    return Reorganisation(
        province=row["partition"].partition("#")[2],
        on=date.fromisoformat(row["sort"].removeprefix(_PLAN)),
        state=ReorganisationState(row["state"]),
        choices=row["choices"],
        contributors=frozenset(row["contributors"]),
        digest=row["digest"],
        submitted_by=row["submitted_by"],
        approved_by=row["approved_by"],
        approved_at=clock.from_text(row["approved_at"]) if "approved_at" in row else None,
        done_at=clock.from_text(row["done_at"]) if "done_at" in row else None,
        plan=plan_from(row["plan"]) if "plan" in row else None,
        progress=_progress_from(row["progress"]),
        version=row["version"],
    )


class ReorganisationStore:
    """Reorganisations, in the Units table."""

    def __init__(self, table: Table) -> None:
        self.table = table

    def get(self, province: str, on: date) -> Reorganisation | None:
        """Return the reorganisation of a day; None: nobody has planned one."""
        row = self.table.get(*plan_key(province, on))
        return reorganisation_from(row) if row else None

    def all(self, province: str) -> list[Reorganisation]:
        """List all reorganisations, oldest first; one Query."""
        rows = self.table.rows(f"reorganisation#{province}", prefix=_PLAN, consistent=True)
        return [reorganisation_from(row) for row in rows]

    def save(self, found: Reorganisation) -> Reorganisation:
        """Write what a person changed.

        Raises:
            Conflict: somebody else has changed it since it was read.
        """
        after = replace(found, version=found.version + 1)
        same = Attr("version").eq(found.version)
        try:
            self.table.put(_row(after), new=not found.version, only_if=same if found.version else None)
        except ConditionFailed as failure:
            raise Conflict(texts.CHANGED_MEANWHILE) from failure
        return after

    def advance(
        self, found: Reorganisation, progress: RunProgress, *, done_at: datetime | None = None
    ) -> bool:
        """Write how far a run has come; False if somebody has paused it, or another round was faster."""
        running = Attr("state").eq(ReorganisationState.RUNNING.value)
        here = Attr("progress").eq(_progress_row(found.progress))
        ended = (
            {"state": ReorganisationState.DONE.value, "done_at": clock.to_text(done_at)} if done_at else {}
        )
        try:
            self.table.update(
                *plan_key(found.province, found.on),
                set={"progress": _progress_row(progress), **ended},
                only_if=running & here,
            )
        except ConditionFailed:
            return False
        return True
