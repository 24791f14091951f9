"""What is on accounts already, while its item says something else by now: what would change, and doing it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from broadcasts_api.pages import forms, shown, texts
from broadcasts_api.pages.app import AREA, address_of, app, broadcast_for, may
from broadcasts_api.pages.writing.ready import article_of
from loa.bootstrap import publishing
from loa.errors import Conflict, InvalidInput
from loa.foundation.officers.model import Permission, allowed
from loa.publishing.broadcasts.rules.correction import ArticleStanding, can_be_corrected
from loa.publishing.broadcasts.rules.delivery import Correcting, Delivery
from loa.publishing.broadcasts.rules.model import Broadcast, BroadcastState
from loa.publishing.broadcasts.rules.texts import CHANGED_MEANWHILE, reason_text
from loa.web.pages.resolver import Html
from loa.web.parts.article_views import article_on_page, differences, passages

if TYPE_CHECKING:
    from loa.publishing.library.transitions.work import Work

_ENDED = {BroadcastState.FINISHED, BroadcastState.CANCELLED}


def source_facts(found: Broadcast, rows: Sequence[Delivery]) -> dict[str, Any]:
    """Return what the page of a broadcast says of the item that its words are from.

    `source`: address and title (no address where the officer may not read the item's unit); `standing`: how
    the words stand to the item's; `articles`: on how many accounts they are; `uncorrected`: where they could
    not be corrected, and why; `ended`, `may_correct`: whether it is over, and the officer may correct it;
    `only_failed`: nothing but those that could not be corrected is left to do.
    """
    facts: dict[str, Any] = {"source": None, "standing": "", "uncorrected": [], "may_correct": False}
    facts["only_failed"] = False
    facts |= {"articles": sum(map(can_be_corrected, rows)), "ended": found.state in _ENDED}
    work = _source(found)
    if work is None:
        return facts
    # Who follows words of somebody's own loads nothing of the library.
    from loa.publishing.library.outside.places import standing  # noqa: PLC0415 - see above

    item, stands = work.item, standing(found, work)
    reads = allowed(app.officer(), Permission.READ_LIBRARY, item.unit_path)
    facts["source"] = f"/console/noi-dung/{item.item_id}" if reads else "", item.title
    if found.removal or found.state is BroadcastState.DRAFT:
        return facts
    failed = [row for row in rows if can_be_corrected(row) and row.correcting is Correcting.FAILED]
    corrects = may(Permission.CANCEL_BROADCAST, found) and facts["ended"] and bool(facts["articles"])
    current = stands is ArticleStanding.CURRENT
    left = bool(failed) if current else stands is ArticleStanding.OLD
    return facts | {
        "standing": "" if current else stands.value,
        "uncorrected": [(row.unit_name, reason_text(row.correction_reason)) for row in failed],
        # Of what has expired meanwhile, nobody reads any words that the articles could get.
        "may_correct": corrects and left and _has_words(work),
        "only_failed": current and bool(failed),
    }


def _has_words(work: "Work") -> bool:
    """Return whether residents read the item now, and a second person has looked at what they read."""
    return work.live is not None and work.item.is_published and not work.item.urgent_by


def _source(found: Broadcast) -> "Work | None":
    if not found.item:
        return None
    from loa.publishing.library.outside.places import source_of  # noqa: PLC0415 - as in `source_facts`

    return source_of(found, publishing.library_reader().store)


@app.get(f"{AREA}/<broadcast_id>/sua-bai")
def show_correction(broadcast_id: str) -> Html:
    """Show what would change in the articles on the accounts."""
    return _page(broadcast_for(broadcast_id, Permission.CANCEL_BROADCAST))


@app.post(f"{AREA}/<broadcast_id>/sua-bai")
def correct(broadcast_id: str) -> Html:
    """Have the articles say what residents read of the item now."""
    found, form = broadcast_for(broadcast_id, Permission.CANCEL_BROADCAST), app.sent(forms.CorrectionForm)
    if form.value is None:
        return _page(found, fault=texts.DECIDE, status=422)
    seen, officer = form.value.edition, app.officer().id

    def work() -> None:
        article, edition = _words(found)
        if edition != seen:
            raise Conflict(CHANGED_MEANWHILE)
        publishing.broadcast_service().correct_articles(found, article, edition, officer=officer)

    try:
        return app.done(work, to=address_of(found), say=texts.CORRECTING)
    except Conflict as conflict:
        now = broadcast_for(broadcast_id, Permission.CANCEL_BROADCAST)
        return _page(now, fault=conflict.message, status=409)
    except InvalidInput as refused:
        return _page(found, fault=" ".join(refused.fields.values()) or refused.message, status=422)


def _words(found: Broadcast) -> tuple[dict[str, Any], int]:
    """Return the words of the item that residents read now, as an article, and the number of the edition.

    Raises:
        Conflict: there are none, or a second person has to look at them first.
    """
    work = _source(found)
    if work is None or work.live is None or not work.item.is_published:
        raise Conflict(texts.NOTHING_TO_CORRECT)
    if work.item.urgent_by:
        raise Conflict(texts.CORRECT_WHEN_SEEN)
    sent = found.content.article
    # Whether residents may comment is nothing that an item says.
    words = article_of(work.live, instead=sent["cover_url"]) | {"comment": sent.get("comment", "show")}
    return words, work.live.number


def _page(found: Broadcast, *, fault: str = "", status: int = 200) -> Html:
    rows = publishing.deliveries().of(found.broadcast_id, found.content.target.root)
    facts = source_facts(found, list(rows))
    article, edition, changed = found.content.article, 0, []
    if facts["may_correct"]:
        article, edition = _words(found)
        before = None
        if found.correction and not facts["only_failed"]:  # those that failed say what was sent, or older
            store = publishing.broadcast_service().corrections
            before = store.article(found.broadcast_id, found.correction.edition)
        changed = differences(passages(before or found.content.article), passages(article))
    return app.page(
        "console/broadcasts/correct.html",
        status=status,
        fault=fault,
        broadcast=found,
        heading=shown.title_of(found),
        address=address_of(found),
        article=article_on_page(article),
        edition=edition,
        differences=changed,
        has_additions=found.content.localise_until is not None,
        **facts,
    )
