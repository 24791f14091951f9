"""Following a broadcast: how far it is, what did not work and what can be done, each account, the ledger."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aws_lambda_powertools.event_handler import Response

from broadcasts_api.pages import forms, shown, texts
from broadcasts_api.pages.app import AREA, address_of, app, broadcast_for, may, people_of
from broadcasts_api.pages.branches import COLUMNS, branches_of
from broadcasts_api.pages.writing.correct import source_facts
from loa import clock
from loa.bootstrap import foundation, publishing
from loa.errors import Conflict, InvalidInput
from loa.foundation.officers.model import Permission, require
from loa.publishing.broadcasts.access import may_repeat
from loa.publishing.broadcasts.delivery.removal import progress
from loa.publishing.broadcasts.rules.correction import correction_progress
from loa.publishing.broadcasts.rules.delivery import Delivery, DeliveryState, LedgerTotals, ledger
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from loa.publishing.broadcasts.rules.texts import CHANGED_MEANWHILE, NOT_AGAIN_OLD, reason_text
from loa.web.console.lists import Tag
from loa.web.pages.forms import Form
from loa.web.pages.resolver import Html
from loa.web.parts.article_views import article_on_page

_SECONDS: Final = 5
_SHOWN: Final = 200
_NAMED: Final = 3
_OVER: Final = {BroadcastState.FINISHED, BroadcastState.CANCELLED, BroadcastState.WITHDRAWN}
_UNDER_WAY: Final = {BroadcastState.SENDING, BroadcastState.PAUSED, BroadcastState.STOPPED}
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Cause:
    """Why some accounts have not sent, in words, and what can be done."""

    count: int
    words: str
    advice: str
    names: str
    accounts: bool
    is_failed: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One account."""

    path: str
    name: str
    tag: Tag
    reason: str
    at: datetime


@app.get(f"{AREA}/<broadcast_id>")
def show(broadcast_id: str) -> Html:
    """Show how far a broadcast is."""
    return _page(broadcast_for(broadcast_id, Permission.READ_BROADCASTS))


@app.get(f"{AREA}/<broadcast_id>/tien-do")
def show_progress(broadcast_id: str) -> Html:
    """Show the figures alone; asked for again until it is over."""
    found = broadcast_for(broadcast_id, Permission.READ_BROADCASTS)
    return app.live(
        "console/broadcasts/progress.html",
        seconds=0 if found.state in _OVER else _SECONDS,
        **_progress(found, _rows(found)),
    )


@app.get(f"{AREA}/<broadcast_id>/so-gui")
def download_ledger(broadcast_id: str) -> Response[Any]:
    """Give the ledger as a sheet: each unit, outcome, reason, instant, Zalo's ids."""
    found = broadcast_for(broadcast_id, Permission.READ_BROADCASTS)
    # Who follows a broadcast loads no writer of sheets.
    from loa.reports.render.xlsx import to_xlsx  # noqa: PLC0415 - see above
    from loa.reports.tables.ledger import ledger_document, ledger_table  # noqa: PLC0415 - see above

    now = clock.now()
    table = ledger_table(
        found,
        found.content.target.root,
        deliveries=publishing.deliveries(),
        units=foundation.units(),
        now=now,
        day=foundation.units_as_of() or clock.local_day(found.planned_at or now),
    )
    return Response(
        200,
        content_type=_XLSX,
        body=to_xlsx(ledger_document(table)),
        headers={
            "cache-control": "no-store",
            "content-disposition": f'attachment; filename="so-gui-{broadcast_id}.xlsx"',
        },
    )


@app.post(f"{AREA}/<broadcast_id>/hen-gio")
def schedule(broadcast_id: str) -> Html:
    """Set the hour of what is approved, or another one."""
    found = broadcast_for(broadcast_id, Permission.SCHEDULE_BROADCAST)
    form = app.sent(forms.HourForm)
    if form.value is None:
        return _page(found, hour=form, status=422)
    sent = form.value

    def work() -> Broadcast:
        if sent.version != found.version:
            raise Conflict(CHANGED_MEANWHILE)
        return publishing.broadcast_service().schedule(found, sent.send_at())

    try:
        return app.done(work, to=address_of(found), say=texts.RESCHEDULED)
    except InvalidInput as refused:
        fields = {"hour" if name == "send_at" else name: words for name, words in refused.fields.items()}
        return _page(found, hour=form.refused(fields), status=422)
    except Conflict as conflict:
        return _page(_again(found), hour=form.refused({"": conflict.message}), status=409)


@app.post(f"{AREA}/<broadcast_id>/tam-dung")
def pause(broadcast_id: str) -> Html:
    """Hold it."""
    found = broadcast_for(broadcast_id, Permission.CONTROL_BROADCAST)
    return _acted(found, lambda: publishing.broadcast_service().pause(found), texts.PAUSED)


@app.post(f"{AREA}/<broadcast_id>/gui-tiep")
def resume(broadcast_id: str) -> Html:
    """Let it go on."""
    found = broadcast_for(broadcast_id, Permission.CONTROL_BROADCAST)
    return _acted(found, lambda: publishing.broadcast_service().resume(found), texts.RESUMED)


@app.post(f"{AREA}/<broadcast_id>/huy")
def cancel(broadcast_id: str) -> Html:
    """Call it off; what is sent stays sent."""
    found = broadcast_for(broadcast_id, Permission.CANCEL_BROADCAST)
    officer = app.officer().id
    return _acted(found, lambda: publishing.broadcast_service().cancel(found, officer=officer), texts.STOPPED)


@app.post(f"{AREA}/<broadcast_id>/gui-lai")
def retry(broadcast_id: str) -> Html:
    """Try again what failed."""
    found, form = broadcast_for(broadcast_id, Permission.CONTROL_BROADCAST), app.sent(forms.WithinForm)
    within = (form.value.within if form.value else "") or found.content.target.root
    require(app.officer(), Permission.CONTROL_BROADCAST, within)

    def work() -> int:
        return publishing.broadcast_service().retry(found, within=within, officer=app.officer().id)

    return _acted(found, work, texts.retried)


@app.post(f"{AREA}/<broadcast_id>/ket-qua")
def settle(broadcast_id: str) -> Html:
    """Write down what a person found in OA Manager about one account."""
    found, form = broadcast_for(broadcast_id, Permission.CONTROL_BROADCAST), app.sent(forms.WithinForm)
    sent = form.value
    if sent is None or not sent.within or not sent.was_sent:
        return _page(found, fault=texts.DECIDE, status=422)

    def work() -> Delivery:
        return publishing.broadcast_service().settle_unknown(
            found, sent.within, was_sent=sent.was_sent == "yes", officer=app.officer().id
        )

    return _acted(found, work, texts.SETTLED)


@app.post(f"{AREA}/<broadcast_id>/go-bai")
def remove(broadcast_id: str) -> Html:
    """Take the articles down again."""
    found, form = broadcast_for(broadcast_id, Permission.CANCEL_BROADCAST), app.sent(forms.ReasonForm)
    if form.value is None:
        return _page(found, removal=form, status=422)
    reason = form.value.reason

    def work() -> Broadcast:
        return publishing.broadcast_service().remove_articles(found, officer=app.officer().id, reason=reason)

    return _acted(found, work, texts.REMOVING)


def _acted(found: Broadcast, work: Callable[[], Any], say: str | Callable[[Any], str]) -> Html:
    """Do a press of a button once; what does not fit the state any more is said on the page as it is now."""
    try:
        return app.done(work, to=address_of(found), say=say)
    except (Conflict, InvalidInput) as refused:
        return _page(_again(found), fault=refused.message, status=409)


def _again(found: Broadcast) -> Broadcast:
    return broadcast_for(found.broadcast_id, Permission.READ_BROADCASTS)


def _rows(found: Broadcast) -> list[Delivery]:
    """All deliveries; none before it is planned."""
    if found.state.is_before_planning:
        return []
    return list(publishing.deliveries().of(found.broadcast_id, found.content.target.root))


def _progress(found: Broadcast, rows: Sequence[Delivery]) -> dict[str, Any]:
    """Return the figures: those of the ledger, their shares of the bar in percent, what has to be done."""
    totals = ledger(rows)
    return {
        "broadcast": found,
        "state": shown.state_tag(found),
        "planned": totals.planned,
        "sent": totals.counts[DeliveryState.SENT],
        "bar": _bar(totals),
        "branches": [
            (texts.WITH_THE_REST.format(unit=name) if branch.is_rest and branch.planned > 1 else name, branch)
            for branch in branches_of(found.content.target.root, rows)
            for name in [app.unit_name(branch.path)]
        ],
        "columns": COLUMNS,
        "over": found.state in _OVER,
        "removed": progress(rows) if found.removal else None,
        "corrected": correction_progress(rows, found.correction.edition)
        if found.correction and not found.removal
        else None,
        "missing": [row.unit_name for row in rows if row.misses_article],
        "looked_at": clock.now(),
    }


def _bar(totals: LedgerTotals) -> list[tuple[str, str, int, float, float]]:
    """Return (state, word, number, from, width) of each part, in percent of all."""
    found, start = [], 0.0
    for name, words in texts.DELIVERIES.items():
        count = totals.counts[DeliveryState(name)]
        if name == "pending":
            count += totals.counts[DeliveryState.SENDING]
        if name == "sending" or not count:
            continue
        width = 100 * count / totals.planned
        found.append((name, words[0], count, round(start, 2), round(width, 2)))
        start += width
    return found


def causes_of(rows: Sequence[Delivery]) -> list[Cause]:
    """Return why accounts have not sent, the most frequent reason first."""
    groups: dict[tuple[DeliveryState, str], list[Delivery]] = {}
    for row in rows:
        if row.state in {DeliveryState.FAILED, DeliveryState.SKIPPED, DeliveryState.HELD}:
            groups.setdefault((row.state, row.reason), []).append(row)
    return [
        Cause(
            len(found),
            reason_text(reason) or texts.DELIVERIES[state.value][0],
            _advice(state, reason),
            _names(found),
            reason in texts.ACCOUNT_CAUSES,
            state is DeliveryState.FAILED,
        )
        for (state, reason), found in sorted(groups.items(), key=lambda group: -len(group[1]))
    ]


def _advice(state: DeliveryState, reason: str) -> str:
    """Return what can be done; what is held goes on by itself."""
    if state is DeliveryState.HELD:
        return texts.HELD
    return texts.CAUSES.get(reason, texts.ELSE_CAUSE if state is DeliveryState.FAILED else "")


def _names(rows: Sequence[Delivery]) -> str:
    named = ", ".join(row.unit_name for row in rows[:_NAMED])
    return texts.and_others(named, len(rows) - _NAMED) if len(rows) > _NAMED else named


def _page(
    found: Broadcast,
    *,
    hour: Form[forms.HourForm] | None = None,
    removal: Form[forms.ReasonForm] | None = None,
    fault: str = "",
    status: int = 200,
) -> Html:
    rows, now = _rows(found), clock.now()
    wrong = next((each for each in (hour, removal) if each and each.errors), None)
    faulty: dict[str, Any] = {"form": wrong} if wrong else {}
    approval, returned, submission = found.approval, found.returned, found.submission
    ids = [found.author, *(one.officer for one in (approval, returned, submission, found.removal) if one)]
    people = people_of(found, ids)
    everything = app.query("xem") == "tat-ca"
    order = list(texts.DELIVERIES)  # what somebody has to look at comes first
    open_rows = [row for row in rows if row.state is not DeliveryState.SENT]
    open_rows.sort(key=lambda row: order.index(row.state.value))
    listed = rows if everything else open_rows
    own_hand = app.officer().id in found.contributors | {found.author}
    failed = any(row.state is DeliveryState.FAILED for row in rows)
    valid = found.is_approved(now)
    controls, cancels = may(Permission.CONTROL_BROADCAST, found), may(Permission.CANCEL_BROADCAST, found)
    additions = (
        publishing.broadcasts().localisations(found.broadcast_id, found.content.target.root)
        if found.content.localise_until
        else {}
    )
    return app.page(
        "console/broadcasts/follow.html",
        status=status,
**faulty,
        fault=fault,
        heading=shown.title_of(found),
        address=address_of(found),
        when=shown.when(found.send_at or found.suggested_at),
        target=shown.target_words(found.content.target, app.unit_name),
        unit=app.unit_name(found.unit_path),
        people=people,
        somebody=texts.SOMEBODY,
        article=article_on_page(found.content.article),
        causes=causes_of(rows),
        unknown=[row for row in rows if row.state is DeliveryState.UNKNOWN] if controls else [],
        lines=[_line(row) for row in listed[:_SHOWN]],
        counts=(len(open_rows), len(rows)),
        everything=everything,
        more=max(0, len(listed) - _SHOWN),
        additions=[
            (app.unit_name(path), Tag(*texts.LOCALISED[one.state.value]), one.paragraph)
            for path, one in additions.items()
        ],
        hour=hour or Form.empty(forms.HourForm, version=str(found.version)),
        removal=removal or Form.empty(forms.ReasonForm),
        may_edit=may(Permission.DRAFT_BROADCAST, found) and found.state.is_before_planning,
        may_decide=may(Permission.APPROVE_BROADCAST, found) and not own_hand
        and (found.state is BroadcastState.SUBMITTED
             or (found.state in {*_UNDER_WAY, BroadcastState.FINISHED} and not valid and failed)),
        may_emergency=may(Permission.DECLARE_EMERGENCY, found) and found.state is BroadcastState.SUBMITTED,
        may_schedule=may(Permission.SCHEDULE_BROADCAST, found)
        and found.state in {BroadcastState.APPROVED, BroadcastState.SCHEDULED},
        may_repeat=may_repeat(app.officer(), found),
        may_pause=controls and found.state is BroadcastState.SENDING,
        may_resume=controls and valid and found.state in {BroadcastState.PAUSED, BroadcastState.STOPPED},
        may_retry=controls and failed and valid and not found.correction
        and found.state in {*_UNDER_WAY, BroadcastState.FINISHED},
        not_again=NOT_AGAIN_OLD if controls and failed and found.correction else "",
        may_cancel=cancels and (found.state.is_before_planning or found.state in _UNDER_WAY),
        may_remove=cancels and found.state in _OVER and any(row.has_article for row in rows),
        expired=bool(approval) and not valid and found.state in _UNDER_WAY,
        **source_facts(found, rows),
        **_progress(found, rows),
    )  # fmt: skip


def _line(row: Delivery) -> Line:
    return Line(
        row.unit_path,
        row.unit_name,
        Tag(*texts.DELIVERIES[row.state.value]),
        reason_text(row.reason),
        row.updated_at,
    )
