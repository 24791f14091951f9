"""The row of a broadcast, written and read."""

from typing import Any, Final

from loa import clock
from loa.platform.aws.dynamodb.tables import Row
from loa.publishing.broadcasts.rows.lists import META
from loa.publishing.broadcasts.rules.correction import Correction
from loa.publishing.broadcasts.rules.model import (
    Approval,
    Broadcast,
    BroadcastContent,
    BroadcastState,
    Removal,
    Return,
    Submission,
)

_INSTANTS: Final = ("send_at", "planned_at", "finished_at", "suggested_at", "resumed_at")


def broadcast_row(broadcast: Broadcast) -> Row:
    """Return the row of a broadcast."""
    approval = broadcast.approval
    instants = {name: getattr(broadcast, name) for name in _INSTANTS}
    return {
        "partition": broadcast.broadcast_id,
        "sort": META,
        "province": broadcast.province,
        "unit_path": broadcast.unit_path,
        "content": broadcast.content.as_row(),
        "state": broadcast.state.value,
        "author": broadcast.author,
        "contributors": sorted(broadcast.contributors | {broadcast.author}),
        "created_at": clock.to_text(broadcast.created_at),
        "version": broadcast.version,
        "planned": broadcast.planned,
        "reason": broadcast.reason,
        **({"schedule": broadcast.schedule} if broadcast.schedule else {}),
        **({"proposed": broadcast.proposed} if broadcast.proposed else {}),
        **({"item": broadcast.item} if broadcast.item else {}),
        **({"edition": broadcast.edition} if broadcast.edition else {}),
        **({"correction": correction_row(broadcast.correction)} if broadcast.correction else {}),
        **({"submission": step_row(broadcast.submission)} if broadcast.submission else {}),
        **(
            {"returned": step_row(broadcast.returned) | {"reason": broadcast.returned.reason}}
            if broadcast.returned
            else {}
        ),
        **(
            {"removal": step_row(broadcast.removal) | {"reason": broadcast.removal.reason}}
            if broadcast.removal
            else {}
        ),
        **({"approval": approval_row(approval)} if approval else {}),
        **({"approved_content": broadcast.approved_content.as_row()} if broadcast.approved_content else {}),
        **{name: clock.to_text(instant) for name, instant in instants.items() if instant},
    }


def correction_row(correction: Correction) -> Row:
    """Return who has the articles written again, as it stands in the row of the broadcast."""
    return step_row(correction) | {"edition": correction.edition}


def step_row(step: Submission | Return | Removal | Correction) -> Row:
    """Return who took a step, and when."""
    return {"officer": step.officer, "at": clock.to_text(step.at)}


def approval_row(approval: Approval) -> Row:
    """Return an approval as it stands in the row of its broadcast."""
    return {
        "officer": approval.officer,
        "at": clock.to_text(approval.at),
        "expires_at": clock.to_text(approval.expires_at),
        "digest": approval.digest,
        "emergency": approval.emergency,
    }


def broadcast_from(row: Row) -> Broadcast:
    """Return the broadcast of a row."""
    approval, submission, returned = row.get("approval"), row.get("submission"), row.get("returned")
    removal, correction = row.get("removal"), row.get("correction")
    instants: dict[str, Any] = {name: clock.from_text(row[name]) for name in _INSTANTS if name in row}
    return Broadcast(
        broadcast_id=row["partition"],
        province=row["province"],
        unit_path=row["unit_path"],
        content=BroadcastContent.from_row(row["content"]),
        state=BroadcastState(row["state"]),
        author=row["author"],
        created_at=clock.from_text(row["created_at"]),
        contributors=frozenset(row.get("contributors", [row["author"]])),
        version=row["version"],
        submission=Submission(submission["officer"], clock.from_text(submission["at"]))
        if submission
        else None,
        returned=Return(returned["officer"], clock.from_text(returned["at"]), returned["reason"])
        if returned
        else None,
        approval=Approval(
            officer=approval["officer"],
            at=clock.from_text(approval["at"]),
            expires_at=clock.from_text(approval["expires_at"]),
            digest=approval["digest"],
            emergency=approval["emergency"],
        )
        if approval
        else None,
        approved_content=BroadcastContent.from_row(row["approved_content"])
        if "approved_content" in row
        else None,
        planned=row["planned"],
        proposed=row.get("proposed", ""),
        item=row.get("item", ""),
        edition=row.get("edition", 0),
        correction=Correction(correction["officer"], clock.from_text(correction["at"]), correction["edition"])
        if correction
        else None,
        removal=Removal(removal["officer"], clock.from_text(removal["at"]), removal["reason"])
        if removal
        else None,
        reason=row["reason"],
        # Schedules bore the broadcast's own name once.
        schedule=str(row.get("schedule") or (row["partition"] if row["state"] == "scheduled" else "")),
        **instants,
    )
