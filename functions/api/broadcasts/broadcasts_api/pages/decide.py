"""Approving: what residents will see beside what changed; approve, return, discard; alone in an emergency."""

from collections.abc import Callable
from typing import Any, Final

from broadcasts_api.pages import forms, shown, texts
from broadcasts_api.pages.app import AREA, address_of, app, broadcast_for, forecast_of, may, people_of
from loa import clock
from loa.bootstrap import publishing
from loa.errors import Conflict, InvalidInput
from loa.foundation.officers.model import Permission
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastContent, BroadcastState
from loa.publishing.broadcasts.rules.texts import SEEN_ANOTHER
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from loa.web.parts.article_views import article_on_page

_DECIDABLE: Final = {BroadcastState.SUBMITTED}
_EMERGENCY: Final = {BroadcastState.DRAFT, BroadcastState.SUBMITTED}


@app.get(f"{AREA}/<broadcast_id>/duyet")
def show(broadcast_id: str) -> Html:
    """Show what waits for approval; that it was opened is noted."""
    found = broadcast_for(broadcast_id, Permission.APPROVE_BROADCAST)
    return _page(found, _seeing(found, forms.DecisionForm))


@app.post(f"{AREA}/<broadcast_id>/duyet")
def decide(broadcast_id: str) -> Html:
    """Do what the approver decided about exactly what they saw."""
    found = broadcast_for(broadcast_id, Permission.APPROVE_BROADCAST)
    form = app.sent(forms.DecisionForm)
    if form.value is None:
        return _page(found, form, status=422)
    sent = form.value
    faults = {}
    if sent.decision == "approve" and not sent.read:
        faults["read"] = texts.READ_IT_FIRST
    if sent.decision != "approve" and not sent.reason:
        faults["reason"] = texts.REASON_NEEDED
    if faults:
        return _page(found, form.refused(faults), status=422)

    def work() -> Broadcast:
        service, officer = publishing.broadcast_service().at(clock.now()), app.officer()
        _require_version(found, sent.version)
        if sent.decision == "approve":
            approved = service.approve(found, seen=sent.digest, approver=officer.id)
            return service.schedule_as_suggested(approved)
        returned = service.send_back(found, seen=sent.digest, officer=officer.id, reason=sent.reason)
        return service.cancel_before_planning(returned) if sent.decision == "discard" else returned

    return _decided(found, form, work)


@app.get(f"{AREA}/<broadcast_id>/khan-cap")
def ask_emergency(broadcast_id: str) -> Html:
    """Ask why one person is to be enough, after their second factor."""
    found = broadcast_for(broadcast_id, Permission.DECLARE_EMERGENCY)
    app.require_recent_factor()
    return _page(found, _seeing(found, forms.EmergencyForm), emergency=True)


@app.post(f"{AREA}/<broadcast_id>/khan-cap")
def declare_emergency(broadcast_id: str) -> Html:
    """Let it pass alone, at once; reported upward."""
    found = broadcast_for(broadcast_id, Permission.DECLARE_EMERGENCY)
    app.require_recent_factor()
    form = app.sent(forms.EmergencyForm)
    if form.value is None:
        return _page(found, form, status=422, emergency=True)
    sent = form.value

    def work() -> Broadcast:
        service = publishing.broadcast_service().at(clock.now())
        _require_version(found, sent.version)
        approved = service.approve_in_emergency(
            found, seen=sent.digest, officer=app.officer().id, why=sent.reason
        )
        return service.schedule_as_suggested(approved)

    return _decided(found, form, work, emergency=True)


def _require_version(found: Broadcast, version: int) -> None:
    """Go on only when nothing at all has changed since the page was drawn, the hour included.

    Raises:
        Conflict: something has.
    """
    if found.version != version:
        raise Conflict(SEEN_ANOTHER)


def _decided(
    found: Broadcast, form: Form[Any], work: Callable[[], Broadcast], *, emergency: bool = False
) -> Html:
    sent: Any = form.value

    def said(made: Broadcast) -> str:
        if emergency:
            return texts.EMERGENCY_DONE
        if sent.decision == "approve":
            return texts.approved(made.send_at)
        return texts.RETURNED_DONE if sent.decision == "return" else texts.CANCELLED

    try:
        return app.done(
            work,
            to=AREA if not emergency else address_of(found),
            say=said,
            step="" if emergency else sent.decision,
        )
    except InvalidInput as refused:
        return _page(found, form.refused({"": refused.message}), status=422, emergency=emergency)
    except Conflict as conflict:
        now = broadcast_for(found.broadcast_id, Permission.APPROVE_BROADCAST)
        if now.state not in _DECIDABLE | _EMERGENCY:
            raise
        fresh = _seeing(now, form.model, reason=form.field("reason").value)
        return _page(now, fresh, status=409, emergency=emergency, seen=sent.digest, told=conflict.message)


def _seeing(found: Broadcast, model: Any, **values: str) -> Form[Any]:
    """Return an empty form about the broadcast as it is now."""
    return Form.empty(model, version=str(found.version), digest=found.content.digest(), **values)


def _page(
    found: Broadcast,
    form: Form[Any],
    *,
    status: int = 200,
    emergency: bool = False,
    seen: str = "",
    told: str = "",
) -> Html:
    """Draw the page; `seen`: the version that the approver had before somebody changed it."""
    officer, content, store = app.officer(), found.content, publishing.broadcasts()
    if found.state in _DECIDABLE:
        store.opened(found.broadcast_id, content.digest(), officer.id, clock.now())
    before = found.approved_content
    if seen:
        said = store.version(found.broadcast_id, seen)
        before = BroadcastContent.from_row(said) if said else before
    people = people_of(found, [found.author, *found.contributors])
    submission = found.submission
    past = found.suggested_at is not None and found.suggested_at <= clock.now()
    return app.page(
        "console/broadcasts/decide.html",
        status=status,
        form=form,
        broadcast=found,
        heading=shown.title_of(found),
        address=address_of(found),
        state=shown.state_tag(found),
        emergency=emergency,
        decidable=found.state in _DECIDABLE,
        told=told,
        newer=bool(seen),
        differences=shown.changes(before, content, app.unit_name),
        first=before is None,
        reach=shown.reach_of(forecast_of(found)),
        target=shown.target_words(content.target, app.unit_name),
        over_quota=texts.OVER_QUOTA[content.over_quota.value][0],
        article=article_on_page(content.article),
        when=shown.when(found.suggested_at),
        past=past,
        until=shown.when(content.localise_until) if content.localise_until else "",
        author=people.get(found.author, texts.SOMEBODY),
        submitted=shown.when(submission.at) if submission else "",
        own_hand=officer.id in found.contributors | {found.author},
        may_emergency=may(Permission.DECLARE_EMERGENCY, found) and found.state in _EMERGENCY,
        unit=app.unit_name(found.unit_path),
    )
