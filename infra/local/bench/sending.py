"""A broadcast through the real planner, ready to be delivered: what the parts about deliveries begin with."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from infra.local.bench.house import APP_ID, APP_SECRET, DAY, WEBHOOK_SECRET, Context, House
from infra.local.bench.seeding import App, connect
from infra.local.places import HOST
from infra.local.story import ARTICLE
from loa import clock
from loa.foundation.accounts.store import AccountStore, CredentialStore
from loa.foundation.units.model import Unit
from loa.foundation.units.service import subtree
from loa.foundation.units.store import UnitStore
from loa.publishing.broadcasts.drafts.approval import BroadcastApproval
from loa.publishing.broadcasts.rows.store import BroadcastStore
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastContent
from loa.publishing.broadcasts.rules.quiet_hours import QuietHours
from loa.publishing.broadcasts.rules.targets import Target

NEVER_QUIET: Final = QuietHours.parse("00:00-00:00")


class NoTimer:
    """Makes no schedule: the bench calls the planner itself."""

    def once(self, name: str, at: datetime, message: Any) -> None:
        """Nothing."""

    def cancel(self, name: str) -> None:
        """Nothing."""


def app_at(zalo_url: str) -> App:
    """Our app at a simulator, registered."""
    app = App(zalo_url, APP_ID, APP_SECRET, f"http://{HOST}:9/callback")
    app.register(WEBHOOK_SECRET)
    return app


def connected(here: House, app: App, root: str = "40") -> list[Unit]:
    """Connect the accounts of a unit and of all below it."""
    units = subtree(root, on=date.fromisoformat(DAY), store=UnitStore(here.tables["Units"]))
    connect(
        units, app, AccountStore(here.tables["Units"]), CredentialStore(here.tables["Credentials"], here.key)
    )
    return units


def scheduled(here: House, target: str = "40", *, emergency: str = "") -> Broadcast:
    """A broadcast to a subtree that is due; with a reason, an emergency."""
    service = BroadcastApproval(
        broadcasts=BroadcastStore(here.tables["Broadcasts"]),
        quiet_hours=NEVER_QUIET,
        timer=NoTimer(),
        pin=dict,
        pin_picture=str,
    )
    content = BroadcastContent(ARTICLE, Target(target))
    made = service.draft(content, unit_path="40", author="editor")
    seen = content.digest()
    if emergency:
        made = service.approve_in_emergency(made, seen=seen, officer="approver", why=emergency)
    else:
        made = service.submit(made, seen=seen, officer="editor")
        made = service.approve(made, seen=seen, approver="approver")
    return service.schedule(made, clock.now() + timedelta(seconds=1))


def plan(here: House, broadcast: Broadcast) -> None:
    """Call the planner as its schedule does."""
    at = clock.to_text(broadcast.send_at or broadcast.created_at)
    here.function("broadcast_plan").handler(
        {"broadcast_id": broadcast.broadcast_id, "send_at": at}, Context()
    )
