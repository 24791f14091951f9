"""The states of an item and its editions, as pure transitions.

    DRAFT ──submit──► SUBMITTED ──approve──► APPROVED ──publish──► PUBLISHED ──► SUPERSEDED (by the next)
      ▲  ◄──recall──────┘                      │  ▲                   │
      └─────────return_ (with a reason)────────┤  └─unschedule        └─withdraw─► WITHDRAWN
                                               └─schedule─► SCHEDULED ─publish─► PUBLISHED

Each function takes a `Work`, what an officer saw of it, who and when; it returns the next `Work` and changes
nothing else. Who may do it at all is asked before (`access`); that nobody approves what they wrote is asked
here, because it depends on the edition.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from loa.errors import Conflict, InvalidInput, NotAllowed
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.kinds import KINDS, ItemKind
from loa.publishing.library.rules.model import (
    Change,
    Edition,
    EditionState,
    EditLock,
    Item,
    LibraryContent,
    Placement,
    Step,
    item_id,
)
from loa.publishing.library.rules.spoken import tied_to_words
from loa.publishing.library.transitions.item_lock import LOCK_FOR
from loa.publishing.library.transitions.items import put_in_bin
from loa.publishing.library.transitions.spoken import without_machine
from loa.publishing.library.transitions.work import (
    Work,
    carrying,
    in_state,
    in_waiting,
    moved,
    refuse_binned,
    refuse_locked,
    required_reason,
    same_revision,
    touched,
)


def create(
    kind: ItemKind,
    placement: Placement,
    content: LibraryContent,
    *,
    unit_path: str,
    identifier: str,
    by: str,
    now: datetime,
    sample: bool = False,
) -> Work:
    """Begin a new item with its first draft."""
    item = Item(
        item_id=item_id(unit_path, identifier),
        unit_path=unit_path,
        kind=kind,
        placement=placement,
        title=content.title,
        tags=content.tags,
        created_by=by,
        created_at=now,
        updated_by=by,
        updated_at=now,
        version=0,
        sample=sample,
    )
    return _begin(Work(item), content, by=by, now=now, contributors={by}, what="create")


def open_draft(work: Work, *, by: str, now: datetime) -> Work:
    """Begin the next edition from the one that residents read; they go on reading that one.

    Raises:
        Conflict: an edition is in work already, or the item lies in the bin.
    """
    if work.edition is not None:
        raise Conflict(texts.ALREADY_DRAFTING)
    if work.live is None:
        raise Conflict(texts.NOT_PUBLISHED)
    return _begin(work, work.live.content, by=by, now=now, contributors=(), what="open")


def restore(work: Work, old: Edition, *, by: str, now: datetime) -> Work:
    """Bring an older edition back as the next draft; whoever brings it back answers for it.

    Raises:
        Conflict: an edition is in work already, or the item lies in the bin.
    """
    if work.edition is not None:
        raise Conflict(texts.ALREADY_DRAFTING)
    return _begin(work, old.content, by=by, now=now, contributors={by}, what="restore", note=str(old.number))


def _begin(
    work: Work,
    content: LibraryContent,
    *,
    by: str,
    now: datetime,
    contributors: Iterable[str],
    what: str,
    note: str = "",
) -> Work:
    refuse_binned(work.item)
    number = work.item.editions + 1
    step = Step(what, by, now, number, note)
    item = touched(work.item, by, now, content=content)
    edition = Edition(
        item_id=work.item.item_id,
        number=number,
        state=EditionState.DRAFT,
        content=tied_to_words(without_machine(content)),
        created_at=now,
        updated_at=now,
        revision=item.version,
        contributors=frozenset(contributors),
        steps=(step,),
    )
    item = replace(carrying(item, edition), editions=number)
    return replace(work, item=item, edition=edition, steps=(*work.steps, step))


def save(
    work: Work,
    content: LibraryContent,
    *,
    revision: int,
    by: str,
    now: datetime,
    change: Change = Change.MAJOR,
    change_note: str = "",
    notify: bool = False,
) -> Work:
    """Keep what an officer has written so far. A save that changes nothing makes nobody a contributor.

    Raises:
        Conflict: no draft, not the revision that the officer saw, or somebody else holds the lock.
    """
    draft = in_state(work, EditionState.DRAFT, texts.NOT_A_DRAFT)
    refuse_locked(work.item, by, now)
    if draft.revision != revision:
        raise Conflict(texts.CHANGED_MEANWHILE)
    content = tied_to_words(content, draft.content)
    edited = replace(draft, content=content, change=change, change_note=change_note, notify=notify)
    if edited == draft:
        return work
    contributors = draft.contributors | {by}
    # Who has a link was shown other words: it ends.
    edited = replace(edited, revision=revision + 1, contributors=contributors, updated_at=now, preview=None)
    item = touched(work.item, by, now, content=content)
    item = replace(carrying(item, edited), lock=_renewed(item.lock, by, now))
    return replace(work, item=item, edition=edited)


def _renewed(lock: EditLock | None, by: str, now: datetime) -> EditLock | None:
    return replace(lock, until=now + LOCK_FOR) if lock and lock.officer_id == by else lock


def submit(work: Work, *, revision: int, by: str, now: datetime) -> Work:
    """Ask for approval; the text is fixed until somebody answers.

    Raises:
        Conflict: no draft, or not the revision that the officer saw.
        InvalidInput: a major change of a published item without a word about what changed.
    """
    draft = in_state(work, EditionState.DRAFT, texts.NOT_A_DRAFT)
    same_revision(draft, revision)
    _check_change_note(work, draft)
    return moved(work, EditionState.SUBMITTED, "submit", by=by, now=now, unlock=True)


def _check_change_note(work: Work, draft: Edition) -> None:
    if work.live and draft.change is Change.MAJOR and not draft.change_note.strip():
        raise InvalidInput(texts.CHANGE_NOTE_NEEDED, fields={"change_note": texts.CHANGE_NOTE_NEEDED})


def recall(work: Work, *, by: str, now: datetime) -> Work:
    """Take it back to go on writing; an approval that it had is gone."""
    in_waiting(work)
    return moved(work, EditionState.DRAFT, "recall", by=by, now=now)


def return_(work: Work, reason: str, *, by: str, now: datetime) -> Work:
    """Send it back to those who wrote it, with a reason.

    Raises:
        Conflict: it does not wait for anything.
        InvalidInput: no reason.
    """
    in_waiting(work)
    return moved(work, EditionState.DRAFT, "return", by=by, now=now, note=required_reason(reason))


def approve(work: Work, *, revision: int, by: str, now: datetime) -> Work:
    """Agree to the edition exactly as it was seen. Again by the same person changes nothing.

    Raises:
        Conflict: it was not submitted, or is not what the officer saw.
        NotAllowed: they wrote part of it.
    """
    edition = work.draft()
    before = edition.last("approve")
    if edition.state is EditionState.APPROVED and before and before.by == by and _seen(edition, revision):
        return work
    edition = in_state(work, EditionState.SUBMITTED, texts.NOT_SUBMITTED)
    same_revision(edition, revision)
    if by in edition.contributors:
        raise NotAllowed(texts.OWN_WORK)
    return moved(work, EditionState.APPROVED, "approve", by=by, now=now)


def _seen(edition: Edition, revision: int) -> bool:
    """Whether an approved edition is the submitted one of that revision, or itself."""
    return revision in {edition.revision, edition.revision - 1}


def schedule(work: Work, at: datetime, *, by: str, now: datetime) -> Work:
    """Let an approved edition appear at an instant; again with another one moves it.

    Raises:
        Conflict: it is not approved.
        InvalidInput: the instant is past.
    """
    in_state(work, EditionState.APPROVED, texts.NOT_APPROVED, EditionState.SCHEDULED)
    if at <= now:
        raise InvalidInput(texts.SCHEDULE_IN_PAST, fields={"publish_at": texts.SCHEDULE_IN_PAST})
    return moved(work, EditionState.SCHEDULED, "schedule", by=by, now=now, publish_at=at)


def unschedule(work: Work, *, by: str, now: datetime, note: str = "") -> Work:
    """Let an approved edition wait for a person again; `note` says why, when the clock does it."""
    in_state(work, EditionState.SCHEDULED, texts.NOT_SCHEDULED)
    return moved(work, EditionState.APPROVED, "unschedule", by=by, now=now, note=note)


def publish(work: Work, *, by: str, now: datetime) -> Work:
    """Show an approved edition to residents. What is live already stays as it is.

    Raises:
        Conflict: no edition is approved.
    """
    if work.edition is None and work.item.is_published:
        return work
    in_state(work, EditionState.APPROVED, texts.NOT_APPROVED, EditionState.SCHEDULED)
    return _published(work, "publish", "", by=by, now=now)


def publish_urgently(work: Work, reason: str, *, revision: int, by: str, now: datetime) -> Work:
    """Show an edition without a second person, because waiting would do harm; one looks at it afterwards.

    Raises:
        Conflict: there is none in work, or it is not what the officer saw.
        InvalidInput: no reason.
    """
    edition = work.draft()
    same_revision(edition, revision)
    shown = _published(work, "publish_urgently", required_reason(reason), by=by, now=now)
    return replace(shown, item=replace(shown.item, urgent_by=edition.contributors | {by}))


def _published(work: Work, what: str, note: str, *, by: str, now: datetime) -> Work:
    edition = work.draft()
    shown = moved(work, EditionState.PUBLISHED, what, by=by, now=now, note=note, unlock=True)
    item = shown.item
    first = item.published_at is None
    major = first or edition.change is Change.MAJOR
    approval = edition.last("approve")
    is_looked_at = approval is not None and approval.by not in item.urgent_by
    placement = _with_lifetime(item, now)
    item = replace(
        item,
        live=edition.number,
        published_at=item.published_at or now,
        changed_at=now if major else item.changed_at,
        withdrawal=None,
        placement=placement,
        shown_version=item.shown_version + 1,
        urgent_by=frozenset() if is_looked_at else item.urgent_by,
    )
    retired = _superseded(work.live, now) if work.live else None
    return replace(shown, item=carrying(item, None), edition=None, live=shown.edition, retired=retired)


def _with_lifetime(item: Item, now: datetime) -> Placement:
    """The placement with the ends that its kind asks for, where nobody has chosen them."""
    rule, placement = KINDS[item.kind], item.placement
    if rule.lifetime_days and placement.expires_at is None:
        placement = replace(placement, expires_at=now + timedelta(days=rule.lifetime_days))
    if rule.review_days and (placement.review_by is None or placement.review_by <= now):
        placement = replace(placement, review_by=now + timedelta(days=rule.review_days))
    return placement


def _superseded(live: Edition, now: datetime) -> Edition:
    return replace(live, state=EditionState.SUPERSEDED, revision=live.revision + 1, updated_at=now)


def discard(work: Work, *, revision: int, by: str, now: datetime) -> Work:
    """Give up the edition in work; what residents read stays. A first edition goes to the bin instead.

    Raises:
        Conflict: there is no draft, or not the one that the officer saw.
    """
    draft = in_state(work, EditionState.DRAFT, texts.NOT_A_DRAFT)
    same_revision(draft, revision)
    refuse_locked(work.item, by, now)
    if work.live is None:
        return put_in_bin(work, by=by, now=now)
    step = Step("discard", by, now, draft.number)
    item = touched(work.item, by, now, content=work.live.content)
    item = replace(carrying(item, None), lock=None)
    return replace(work, item=item, edition=None, steps=(*work.steps, step))
