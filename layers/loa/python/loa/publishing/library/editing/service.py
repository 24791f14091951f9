"""The use cases of the library, for officers and for the clock: who may do it, and which transition it is."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from loa.errors import InvalidInput, NotFound
from loa.foundation.officers.model import Officer, Permission, allowed, require
from loa.ids import new_id
from loa.publishing.library.editing.access import require_section, unit_of
from loa.publishing.library.editing.changes import ItemChanges
from loa.publishing.library.editing.content import checked_content
from loa.publishing.library.editing.placement import check_placement, check_room_on_top
from loa.publishing.library.editing.reader import LibraryReader
from loa.publishing.library.rows.task_store import TaskKind
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.findings import faults
from loa.publishing.library.rules.kinds import ItemKind
from loa.publishing.library.rules.model import (
    Change,
    Placement,
    WithdrawalKind,
)
from loa.publishing.library.transitions import editions, item_lock, items, previews
from loa.publishing.library.transitions.work import Work


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """What an officer saves: the content as they wrote it, and what is said about the change."""

    content: Mapping[str, Any]
    revision: int
    change: Change = Change.MAJOR
    change_note: str = ""
    notify: bool = False


@dataclass(frozen=True, slots=True)
class LibraryService(ItemChanges):
    """Items, editions and what residents read of them.

    Attributes:
        reader: reads for officers, and checks.
    """

    reader: LibraryReader

    # Writing

    def create(
        self,
        officer: Officer,
        unit_path: str,
        kind: ItemKind,
        placement: Placement,
        content: Mapping[str, Any],
        *,
        sample: bool = False,
        identifier: str | None = None,
    ) -> Work:
        """A new item with its first draft.

        Args:
            officer: who writes it.
            unit_path: whose item it is.
            kind: its kind; it never changes.
            placement: where lists put it; pins and urgency of who may not place items are left out.
            content: what it says so far.
            sample: made for a demonstration.
            identifier: of a request that may come again; a second one finds the item of the first.

        Raises:
            InvalidInput: something cannot be kept, or the section does not take it.
        """
        require(officer, Permission.WRITE_LIBRARY, unit_path)
        require_section(unit_path, kind, placement.section)
        now = self.clock()
        if allowed(officer, Permission.APPROVE_LIBRARY, unit_path):
            self._check_room_on_top(unit_path, placement, now)
        else:
            placement = replace(placement, pinned_until=None, featured=False, urgent=False)
        check_placement(kind, placement, now)
        work = editions.create(
            kind,
            placement,
            checked_content(kind, content),
            unit_path=unit_path,
            identifier=identifier or new_id(now),
            by=officer.id,
            now=now,
            sample=sample,
        )
        return self.begin(work)

    def copy(self, officer: Officer, item_id: str, *, identifier: str | None = None) -> Work:
        """A new item of the officer's unit with the words of another one; dates and numbers are left out."""
        source = self.reader.work(officer, item_id)
        edition = source.edition or source.live
        if edition is None:
            raise NotFound(texts.NOT_FOUND)
        old = edition.content
        title = texts.COPY_OF.format(title=old.title)[: len(old.title) + 12][:150]
        dated = {"occasions", "valid_from", "valid_to", "number", "issued_on"}
        fields = {name: value for name, value in old.fields.items() if name not in dated}
        content = replace(old, title=title, fields=fields, audio=())
        now = self.clock()
        section, reach = source.item.placement.section, source.item.placement.reach
        require(officer, Permission.WRITE_LIBRARY, source.item.unit_path)
        work = editions.create(
            source.item.kind,
            Placement(section, reach, order=source.item.placement.order),
            content,
            unit_path=source.item.unit_path,
            identifier=identifier or new_id(now),
            by=officer.id,
            now=now,
            sample=source.item.sample,
        )
        return self.begin(work)

    def open_draft(self, officer: Officer, item_id: str) -> Work:
        """The next edition, from the one that residents read."""
        return self._write(officer, item_id, editions.open_draft)

    def restore(self, officer: Officer, item_id: str, number: int) -> Work:
        """An older edition as the next draft."""
        unit_of(officer, Permission.WRITE_LIBRARY, item_id)
        old = self.store.edition(item_id, number)
        return self._write(officer, item_id, lambda work, **who: editions.restore(work, old, **who))

    def save(self, officer: Officer, item_id: str, draft: SavedDraft) -> Work:
        """Keep what has been written so far; also what an autosave sends.

        Raises:
            Conflict: somebody else has saved since, or holds the lock.
            InvalidInput: something cannot be kept; nothing of it is.
        """
        unit_of(officer, Permission.WRITE_LIBRARY, item_id)
        content = checked_content(self.store.item(item_id).kind, draft.content)
        return self._write(
            officer,
            item_id,
            lambda work, **who: editions.save(
                work,
                content,
                revision=draft.revision,
                change=draft.change,
                change_note=draft.change_note,
                notify=draft.notify,
                **who,
            ),
        )

    def submit(self, officer: Officer, item_id: str, revision: int) -> Work:
        """Ask for approval.

        Raises:
            InvalidInput: a check blocks it; says which field.
        """

        def submit(work: Work, *, by: str, now: datetime) -> Work:
            self._refuse_unready(work)
            return editions.submit(work, revision=revision, by=by, now=now)

        return self._write(officer, item_id, submit)

    def recall(self, officer: Officer, item_id: str) -> Work:
        """Take it back to go on writing."""
        return self._write(officer, item_id, editions.recall)

    def discard(self, officer: Officer, item_id: str, revision: int) -> Work:
        """Give up the draft; what residents read stays."""
        return self._write(
            officer, item_id, lambda work, **who: editions.discard(work, revision=revision, **who)
        )

    def lock(self, officer: Officer, item_id: str, *, take_over: bool = False) -> Work:
        """Say that the officer is editing."""
        unit_of(officer, Permission.WRITE_LIBRARY, item_id)
        now = self.clock()
        return self.change(
            item_id,
            lambda work: item_lock.lock(work, by=officer.id, name=officer.name, now=now, take_over=take_over),
        )

    def unlock(self, officer: Officer, item_id: str) -> Work:
        """Let go of one's own lock."""
        unit_of(officer, Permission.WRITE_LIBRARY, item_id)
        return self.change(item_id, lambda work: item_lock.unlock(work, by=officer.id))

    def share(self, officer: Officer, item_id: str) -> Work:
        """Make a link by which anybody who has it reads the edition in work for a week."""
        secret = secrets.token_urlsafe(16)
        return self._write(officer, item_id, lambda work, **who: previews.share(work, secret, **who))

    def unshare(self, officer: Officer, item_id: str) -> Work:
        """Let the link end."""
        return self._write(officer, item_id, previews.unshare)

    def put_in_bin(self, officer: Officer, item_id: str) -> Work:
        """Put what nobody reads into the bin."""
        return self._write(officer, item_id, items.put_in_bin)

    def take_from_bin(self, officer: Officer, item_id: str) -> Work:
        """Bring it back."""
        return self._write(officer, item_id, items.take_from_bin)

    # Deciding

    def approve(self, officer: Officer, item_id: str, revision: int) -> Work:
        """Agree to exactly that revision.

        Raises:
            Conflict: it is not what the officer saw.
            NotAllowed: they wrote part of it.
        """
        return self._decide(
            officer, item_id, lambda work, **who: editions.approve(work, revision=revision, **who)
        )

    def return_(self, officer: Officer, item_id: str, reason: str) -> Work:
        """Send it back with a reason."""
        return self._decide(officer, item_id, lambda work, **who: editions.return_(work, reason, **who))

    def schedule(self, officer: Officer, item_id: str, at: datetime) -> Work:
        """Let it appear at an instant, within ten minutes."""
        return self._decide(officer, item_id, lambda work, **who: editions.schedule(work, at, **who))

    def unschedule(self, officer: Officer, item_id: str) -> Work:
        """Let it wait for a person again."""
        return self._decide(officer, item_id, editions.unschedule)

    def publish(self, officer: Officer, item_id: str) -> Work:
        """Show the approved edition to residents.

        Raises:
            InvalidInput: a check blocks it by now, such as a host that is approved no more.
        """

        def publish(work: Work, *, by: str, now: datetime) -> Work:
            shown = editions.publish(work, by=by, now=now)
            if shown != work:
                self._refuse_unready(work)
            return shown

        return self._decide(officer, item_id, publish)

    def publish_urgently(self, officer: Officer, item_id: str, revision: int, reason: str) -> Work:
        """Show it without a second person; the reason is recorded.

        Raises:
            InvalidInput: a check blocks it, or there is no reason.
        """

        def publish(work: Work, *, by: str, now: datetime) -> Work:
            self._refuse_unready(work)
            return editions.publish_urgently(work, reason, revision=revision, by=by, now=now)

        return self._decide(officer, item_id, publish, Permission.DECLARE_EMERGENCY)

    def withdraw(
        self, officer: Officer, item_id: str, kind: WithdrawalKind, reason: str, redirect_to: str = ""
    ) -> Work:
        """Take it from all lists; its address says why, or leads elsewhere."""
        path = unit_of(officer, Permission.APPROVE_LIBRARY, item_id)
        hosts = self.reader.hosts.approved(path) if kind is WithdrawalKind.REDIRECT else ()
        return self._decide(
            officer,
            item_id,
            lambda work, **who: items.withdraw(
                work, kind, reason, redirect_to=redirect_to, hosts=hosts, **who
            ),
        )

    def place(self, officer: Officer, item_id: str, placement: Placement) -> Work:
        """Pin, feature, order, move, set the end.

        Raises:
            InvalidInput: the section does not take it, an end is past, or too many are on top.
        """
        return self.rearrange(officer, item_id, lambda _: placement)

    def rearrange(self, officer: Officer, item_id: str, change: Callable[[Placement], Placement]) -> Work:
        """Change a part of where an item stands; the rest stays as it is then, whoever was faster.

        Raises:
            InvalidInput: as in `place`.
        """
        unit_path = unit_of(officer, Permission.APPROVE_LIBRARY, item_id)

        def put(work: Work, *, by: str, now: datetime) -> Work:
            placement, kind = change(work.item.placement), work.item.kind
            require_section(unit_path, kind, placement.section)
            check_placement(kind, placement, now)
            self._check_room_on_top(unit_path, placement, now, item_id)
            return items.place(work, placement, by=by, now=now)

        return self._decide(officer, item_id, put)

    def _check_room_on_top(
        self, unit_path: str, placement: Placement, now: datetime, item_id: str = ""
    ) -> None:
        (home,) = self.published.homes([unit_path])
        check_room_on_top(placement, (card for card in home.top if card.item_id != item_id), now)

    def reviewed(self, officer: Officer, item_id: str, next_review: datetime | None = None) -> Work:
        """Confirm that it is still right."""
        return self._write(officer, item_id, lambda work, **who: items.reviewed(work, next_review, **who))

    def looked_at(self, officer: Officer, item_id: str, seen: int) -> Work:
        """Confirm what one person published alone.

        Raises:
            Conflict: edition `seen` is not the one that residents read.
            NotAllowed: they wrote or published it.
        """
        return self._decide(officer, item_id, lambda work, **who: items.looked_at(work, seen, **who))

    def speak_again(self, officer: Officer, item_id: str) -> Work:
        """Have the machine try once more what it could not speak; anything else stays as it is."""
        unit_of(officer, Permission.WRITE_LIBRARY, item_id)
        task = self.tasks.get(TaskKind.SPEAK, item_id)
        if task and task.is_stuck:
            self.tasks.settle(task, replace(task, due_at=self.clock(), tries=0, trouble=""))
        return self.store.work(item_id)

    # By itself

    def look_after(self, item_id: str) -> Work:
        """Take down what has expired, publish what is due; anything else stays as it is.

        An edition that a check blocks by now, or whose item has expired, waits for a person again.
        """
        now = self.clock()

        def due(work: Work) -> Work:
            work = items.expire(work, now=now)
            if work.item.scheduled_for and work.item.scheduled_for <= now:
                wrong = " ".join(faults(self.reader.findings(work)).values())
                if wrong:
                    work = editions.unschedule(work, by="", now=now, note=wrong)
                else:
                    work = editions.publish(work, by="", now=now)
            placement = work.item.placement
            if placement.pinned_until and placement.pinned_until <= now:
                work = items.place(work, replace(placement, pinned_until=None), by="", now=now)
            return work

        return self.change(item_id, due)

    def _refuse_unready(self, work: Work) -> None:
        if wrong := faults(self.reader.findings(work)):
            raise InvalidInput(texts.NOT_READY, fields=wrong)

    # How an officer changes it

    def _write(self, officer: Officer, item_id: str, transition: Callable[..., Work]) -> Work:
        unit_of(officer, Permission.WRITE_LIBRARY, item_id)
        return self._by(officer, item_id, transition)

    def _decide(
        self,
        officer: Officer,
        item_id: str,
        transition: Callable[..., Work],
        action: Permission = Permission.APPROVE_LIBRARY,
    ) -> Work:
        unit_of(officer, action, item_id)
        return self._by(officer, item_id, transition)

    def _by(self, officer: Officer, item_id: str, transition: Callable[..., Work]) -> Work:
        now = self.clock()
        return self.change(item_id, lambda work: transition(work, by=officer.id, now=now))
