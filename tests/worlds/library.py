"""A library for tests: items of a province and its communes, with a clock that a test moves."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from loa.foundation.officers.model import Officer, Role
from loa.foundation.statistics.store import StatisticsStore
from loa.publishing.library.editing.reader import LibraryReader
from loa.publishing.library.editing.service import LibraryService, SavedDraft
from loa.publishing.library.projection.store import PublishedStore
from loa.publishing.library.rows.store import LibraryStore
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.model import Change, Placement, Reach
from loa.publishing.library.transitions.work import Work
from tests.conftest import OpenTable

PROVINCE, COMMUNE, OTHER = "40", "40.16681", "40.16690"
NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
EDITOR = Officer("editor", "Nguyễn Thị Lan", PROVINCE, frozenset({Role.EDITOR}))
SECOND_EDITOR = Officer("editor-2", "Trần Văn Bình", PROVINCE, frozenset({Role.EDITOR}))
APPROVER = Officer("approver", "Lê Thị Hoa", PROVINCE, frozenset({Role.APPROVER, Role.EDITOR}))
PARAGRAPH = {"type": "text", "content": "<p>Ủy ban Mặt trận xã họp vào sáng thứ Hai.</p>"}
FIELDS: dict[ItemKind, dict[str, Any]] = {
    ItemKind.NOTICE: {"valid_from": "2026-12-01"},
    ItemKind.DOCUMENT: {
        "number": "12/HD-MTTQ-BTT",
        "issued_on": "2026-11-20",
        "issuer": "Ban Thường trực",
        "effect": "in_force",
    },
    ItemKind.EVENT: {
        "place": "Nhà văn hóa xóm 3",
        "occasions": [{"starts_at": "2026-12-05T01:00:00Z", "ends_at": "2026-12-05T04:00:00Z"}],
    },
    ItemKind.LINK: {"url": "https://dichvucong.gov.vn/"},
}


class ApprovedHosts:
    """The hosts that an administrator approved; a test may take one away."""

    def __init__(self) -> None:
        self.hosts = {"dichvucong.gov.vn", "nghean.gov.vn"}

    def approved(self, province: str) -> frozenset[str]:
        return frozenset(self.hosts)


class NoFiles:
    """Knows no words of files."""

    def text_of(self, references: Iterable[str]) -> str:
        return ""


class LibraryWorld:
    """A library with its clock."""

    def __init__(self, table: OpenTable) -> None:
        self.now = NOW
        self.hosts = ApprovedHosts()
        self.content, self.shown = table("Content"), table("Published")
        self.statistics = StatisticsStore(table("Statistics"))
        self.store, self.published = LibraryStore(self.content), PublishedStore(self.shown)
        self.service = self.another()

    def another(self) -> LibraryService:
        """The same library in another process."""
        reader = LibraryReader(self.store, self.hosts, lambda: self.now)
        return LibraryService(
            self.store, self.published, NoFiles(), lambda: self.now, lambda: self.statistics, reader
        )

    def later(self, **duration: float) -> datetime:
        """Let time pass."""
        self.now += timedelta(**duration)
        return self.now

    def draft(
        self,
        title: str = "Lịch họp tháng 12",
        *,
        unit: str = COMMUNE,
        kind: ItemKind = ItemKind.ARTICLE,
        section: Section = Section.LOCAL_NEWS,
        reach: Reach = Reach.SUBTREE,
        by: Officer = EDITOR,
        order: int = 0,
        fields: Mapping[str, Any] | None = None,
    ) -> Work:
        """A new item with all that its kind needs."""
        content = {
            "title": title,
            "blocks": [PARAGRAPH],
            "fields": {**FIELDS.get(kind, {}), **(fields or {})},
        }
        placement = Placement(section, reach, order=order)
        return self.service.create(by, unit, kind, placement, content)

    def submitted(self, title: str = "Lịch họp tháng 12", **given: Any) -> Work:
        """An item that waits for an approver."""
        work = self.draft(title, **given)
        return self.service.submit(given.get("by", EDITOR), work.item.item_id, work.draft().revision)

    def approved(self, title: str = "Lịch họp tháng 12", **given: Any) -> Work:
        """An item that can be published."""
        work = self.submitted(title, **given)
        return self.service.approve(APPROVER, work.item.item_id, work.draft().revision)

    def publish(self, title: str = "Lịch họp tháng 12", **given: Any) -> str:
        """A published item; its id."""
        item_id = self.approved(title, **given).item.item_id
        self.service.publish(APPROVER, item_id)
        return item_id

    def corrected(self, item_id: str, title: str, change: Change = Change.MINOR) -> Work:
        """A published item whose next edition, with another title, is published too."""
        saved = self.saved(
            self.service.open_draft(EDITOR, item_id), title, change=change, change_note="Sửa ngày họp."
        )
        self.service.submit(EDITOR, item_id, saved.draft().revision)
        self.service.approve(APPROVER, item_id, self.store.work(item_id).draft().revision)
        return self.service.publish(APPROVER, item_id)

    def saved(self, work: Work, title: str, by: Officer = EDITOR, **more: Any) -> Work:
        """The draft with another title."""
        draft = work.draft()
        content = {
            "title": title,
            "blocks": list(draft.content.blocks),
            "fields": dict(draft.content.fields),
        }
        return self.service.save(by, work.item.item_id, SavedDraft(content, draft.revision, **more))

    def saved_draft(self, content: Mapping[str, Any], revision: int) -> SavedDraft:
        """What an editor saves."""
        return SavedDraft(dict(content), revision)

    def shown_rows(self, unit: str) -> list[str]:
        """The kinds of rows that residents can read of a unit: the first part of each sort key."""
        return sorted(row["sort"].split("#")[0] for row in self.shown.rows(unit, consistent=True))

    def titles(self, unit: str, list_name: str = "local_news") -> list[str]:
        """The titles of a list, in its order."""
        page = self.published.page(unit, list_name, limit=50)
        return [row["card"]["title"] for row in page.rows]
