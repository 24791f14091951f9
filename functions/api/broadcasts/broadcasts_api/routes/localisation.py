"""What units add to a broadcast from above, in their own words, until the cut-off."""

from aws_lambda_powertools.event_handler import Response

from broadcasts_api import lookup
from broadcasts_api.app import ONCE, UnitPath, app, scope
from broadcasts_api.schemas import localisation_schemas
from broadcasts_api.schemas.broadcast_schemas import Seen
from loa import clock
from loa.bootstrap import publishing
from loa.foundation.officers.model import Officer, Permission, require
from loa.publishing.broadcasts.rules.model import Broadcast, Localisation, LocalisationState


def _invited(broadcast_id: str, path: str, action: Permission) -> tuple[Officer, Broadcast]:
    """The broadcast, if it asks this unit, and the officer may speak for the unit."""
    officer = app.officer()
    require(officer, action, path)
    found = lookup.existing(broadcast_id)
    lookup.require_invited(found, path)
    return officer, found


@app.get("/invitations", summary="Tin chờ đơn vị bổ sung", tags=["Bổ sung của đơn vị"])
def list_invitations(unit: UnitPath = None) -> localisation_schemas.InvitationList:
    """Tin của cấp trên mà đơn vị có thể thêm lời của mình hoặc từ chối, trước hạn."""
    path = scope(app.officer(), Permission.READ_BROADCASTS, unit)
    items = [localisation_schemas.Invitation.of(*each) for each in lookup.invitations(path)]
    return localisation_schemas.InvitationList(items=items)


@app.put(
    "/broadcasts/<broadcast_id>/localisations/<path>",
    summary="Bổ sung hoặc từ chối",
    tags=["Bổ sung của đơn vị"],
)
def localise(
    broadcast_id: str, path: str, body: localisation_schemas.Addition
) -> localisation_schemas.ShownLocalisation:
    """Thêm một đoạn và một ảnh vào cuối bài; phần chung được giữ nguyên. Cần người thứ hai phê duyệt."""
    officer, found = _invited(broadcast_id, path, Permission.LOCALISE_BROADCAST)
    now = clock.now()
    proposal = Localisation(
        unit_path=path,
        state=LocalisationState.DECLINED if body.decline else LocalisationState.PROPOSED,
        paragraph="" if body.decline else body.paragraph,
        image_url="" if body.decline else body.image_url or "",
        author=officer.id,
        at=now,
    )
    kept = publishing.broadcast_service().localise(found, proposal)
    return localisation_schemas.ShownLocalisation.of(kept)


@app.post(
    "/broadcasts/<broadcast_id>/localisations/<path>/approve",
    summary="Phê duyệt bổ sung",
    tags=["Bổ sung của đơn vị"],
    openapi_extensions=ONCE,
)
def approve_localisation(
    broadcast_id: str, path: str, body: Seen
) -> Response[localisation_schemas.ShownLocalisation]:
    """Người thứ hai của đơn vị hoặc cấp trên cho phép; nếu không, đơn vị gửi bài chung."""
    officer, found = _invited(broadcast_id, path, Permission.APPROVE_LOCALISATION)

    def work() -> localisation_schemas.ShownLocalisation:
        approved = publishing.broadcast_service().approve_localisation(
            found,
            path,
            seen=body.digest,
            approver=officer.id,
        )
        return localisation_schemas.ShownLocalisation.of(approved)

    return app.once(work)


@app.get("/broadcasts/<broadcast_id>/localisations", summary="Các bổ sung", tags=["Bổ sung của đơn vị"])
def list_localisations(broadcast_id: str) -> localisation_schemas.LocalisationList:
    """Đơn vị nào đã thêm, đơn vị nào từ chối."""
    officer = app.officer()
    found = lookup.existing(broadcast_id)
    require(officer, Permission.READ_BROADCASTS, found.unit_path)
    rows = publishing.broadcasts().localisations(broadcast_id, found.content.target.root)
    return localisation_schemas.LocalisationList(
        items=[localisation_schemas.ShownLocalisation.of(row) for row in rows.values()]
    )
