"""The states of an item, as a machine that takes any road: what residents read was seen by two people."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from loa.errors import Conflict, InvalidInput, LoaError, NotAllowed
from loa.publishing.library.rows.codec import from_map, to_map
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.model import (
    Change,
    EditionState,
    LibraryContent,
    Placement,
    WithdrawalKind,
)
from loa.publishing.library.transitions import editions, item_lock, items
from loa.publishing.library.transitions.work import Work

NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
PEOPLE = st.sampled_from(["an", "binh", "chi"])


def new(by: str = "an") -> Work:
    return editions.create(
        ItemKind.ARTICLE,
        Placement(Section.LOCAL_NEWS),
        LibraryContent("Tiêu đề"),
        unit_path="40.16681",
        identifier="0" * 22,
        by=by,
        now=NOW,
    )


class LibraryItem(RuleBasedStateMachine):
    """One item in the hands of three officers who each may do everything."""

    def __init__(self) -> None:
        super().__init__()
        self.work = new()
        self.now = NOW
        self.urgent: set[int] = set()
        self.shown = 0

    def attempt(self, transition: object, *given: object, **options: object) -> bool:
        """Do it if it may be done; a refusal leaves everything as it was."""
        self.now += timedelta(seconds=7)
        try:
            self.work = transition(self.work, *given, now=self.now, **options)  # type: ignore[operator]
        except LoaError:
            return False
        self.work = Work(self.work.item, self.work.edition, self.work.live)
        return True

    @property
    def revision(self) -> int:
        return self.work.edition.revision if self.work.edition else 1

    @rule(by=PEOPLE, title=st.text("abc", min_size=1, max_size=3), behind=st.integers(0, 1))
    def save(self, by: str, title: str, behind: int) -> None:
        content = LibraryContent(title)
        kept = self.attempt(
            editions.save, content, revision=self.revision - behind, by=by, change=Change.MINOR
        )
        assert not kept or behind == 0

    @rule(by=PEOPLE)
    def submit(self, by: str) -> None:
        self.attempt(editions.submit, revision=self.revision, by=by)

    @rule(by=PEOPLE, behind=st.integers(0, 2))
    def approve(self, by: str, behind: int) -> None:
        self.attempt(editions.approve, revision=self.revision - behind, by=by)

    @rule(by=PEOPLE, move=st.sampled_from([editions.recall, editions.publish, editions.open_draft]))
    def move(self, by: str, move: object) -> None:
        self.attempt(move, by=by)

    @rule(by=PEOPLE)
    def return_(self, by: str) -> None:
        self.attempt(editions.return_, "Chưa rõ", by=by)

    @rule(by=PEOPLE)
    def schedule(self, by: str) -> None:
        self.attempt(editions.schedule, self.now + timedelta(hours=1), by=by)

    @rule(by=PEOPLE)
    def in_an_emergency(self, by: str) -> None:
        if self.attempt(editions.publish_urgently, "Lũ", revision=self.revision, by=by):
            self.urgent.add(self.work.item.live)

    @rule(by=PEOPLE)
    def discard(self, by: str) -> None:
        self.attempt(editions.discard, revision=self.revision, by=by)

    @rule(by=PEOPLE, kind=st.sampled_from([WithdrawalKind.GONE, WithdrawalKind.NOTICE]))
    def withdraw(self, by: str, kind: WithdrawalKind) -> None:
        self.attempt(items.withdraw, kind, "Đăng nhầm", by=by)

    @rule(by=PEOPLE, pinned=st.booleans())
    def place(self, *, by: str, pinned: bool) -> None:
        until = self.now + timedelta(days=1) if pinned else None
        self.attempt(items.place, Placement(Section.ACTIVITIES, pinned_until=until), by=by)

    @rule(by=PEOPLE, take_over=st.booleans())
    def lock(self, *, by: str, take_over: bool) -> None:
        self.attempt(item_lock.lock, by=by, name=by, take_over=take_over)

    @rule(by=PEOPLE, move=st.sampled_from([items.put_in_bin, items.take_from_bin]))
    def bin(self, by: str, move: object) -> None:
        self.attempt(move, by=by)

    @rule()
    def wait(self) -> None:
        self.now += timedelta(minutes=10)

    @invariant()
    def what_residents_read_was_seen_by_two(self) -> None:
        live = self.work.live
        if live is None:
            return
        approval = live.last("approve")
        assert live.number in self.urgent or (approval and approval.by not in live.contributors)
        assert live.state in {EditionState.PUBLISHED, EditionState.WITHDRAWN}

    @invariant()
    def the_head_says_what_its_editions_say(self) -> None:
        item, edition = self.work.item, self.work.edition
        assert item.working == (edition.number if edition else 0)
        assert item.working_state == (edition.state if edition else None)
        assert item.live == (self.work.live.number if self.work.live else 0)
        assert item.editions >= max(item.working, item.live)
        assert not (item.binned_at and item.is_published)

    @invariant()
    def what_is_shown_only_moves_forward(self) -> None:
        assert self.work.item.shown_version >= self.shown
        self.shown = self.work.item.shown_version

    @invariant()
    def rows_bring_back_what_they_were_given(self) -> None:
        item = self.work.item
        assert from_map(type(item), to_map(item)) == item

    @precondition(lambda self: self.work.edition is not None)
    @invariant()
    def an_edition_in_work_is_not_public(self) -> None:
        assert self.work.edition
        assert self.work.edition.state not in {EditionState.PUBLISHED, EditionState.SUPERSEDED}


TestLibraryItem = LibraryItem.TestCase


def test_a_save_that_changes_nothing_makes_nobody_a_contributor() -> None:
    work = new()
    assert editions.save(work, work.draft().content, revision=1, by="binh", now=NOW) == work


def test_who_corrects_it_before_approval_cannot_approve_it() -> None:
    work = editions.save(new(), LibraryContent("Sửa"), revision=1, by="binh", now=NOW)
    work = editions.submit(work, revision=2, by="an", now=NOW)
    for author in ("an", "binh"):
        with pytest.raises(NotAllowed):
            editions.approve(work, revision=3, by=author, now=NOW)
    assert editions.approve(work, revision=3, by="chi", now=NOW).draft().state is EditionState.APPROVED


def test_an_approval_that_comes_twice_is_one() -> None:
    work = editions.submit(new(), revision=1, by="an", now=NOW)
    approved = editions.approve(work, revision=2, by="chi", now=NOW)
    assert editions.approve(approved, revision=2, by="chi", now=NOW) == approved
    with pytest.raises(Conflict):
        editions.approve(approved, revision=2, by="binh", now=NOW)


def published() -> Work:
    work = editions.submit(new(), revision=1, by="an", now=NOW)
    return editions.publish(editions.approve(work, revision=2, by="chi", now=NOW), by="chi", now=NOW)


def test_a_major_change_of_what_is_published_needs_a_word_about_it() -> None:
    work = editions.open_draft(published(), by="an", now=NOW)
    seen = work.draft().revision
    work = editions.save(work, LibraryContent("Mới"), revision=seen, by="an", now=NOW)
    with pytest.raises(InvalidInput) as refused:
        editions.submit(work, revision=seen + 1, by="an", now=NOW)
    assert set(refused.value.fields) == {"change_note"}


def test_a_minor_change_keeps_the_date() -> None:
    later = NOW + timedelta(days=3)
    work = editions.open_draft(published(), by="an", now=later)
    seen = work.draft().revision
    work = editions.save(work, LibraryContent("Lỗi"), revision=seen, by="an", now=later, change=Change.MINOR)
    work = editions.submit(work, revision=seen + 1, by="an", now=later)
    work = editions.approve(work, revision=seen + 2, by="chi", now=later)
    assert editions.publish(work, by="chi", now=later).item.changed_at == NOW


@pytest.mark.parametrize(
    ("target", "fault"),
    [
        ("", True),
        ("http://nghean.gov.vn", True),
        ("40.16681~" + "0" * 22, True),
        ("40~" + "1" * 22, False),
        ("38~" + "1" * 22, True),
        ("javascript:alert(1)//~" + "1" * 22, True),
        ("javascript:alert(1)//~", True),
        ("data:text/html,~", True),
        ('https://nghean.gov.vn/"onclick="', True),
        ("https://evil.com\\.nghean.gov.vn/", True),
        ("https://evil.com/", True),
        ("https://www.nghean.gov.vn/~tin", False),
    ],
)
def test_a_redirect_leads_somewhere_else(*, target: str, fault: bool) -> None:
    try:
        work = items.withdraw(
            published(),
            WithdrawalKind.REDIRECT,
            "Gộp bài",
            by="chi",
            now=NOW,
            redirect_to=target,
            hosts={"nghean.gov.vn"},
        )
    except InvalidInput:
        assert fault
    else:
        assert not fault
        assert work.item.withdrawal
