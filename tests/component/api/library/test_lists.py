"""Items in lists, worklists and sections, and the tables of a form."""

from dataclasses import dataclass
from typing import Any

import pytest

from infra.local.library.load import load_samples
from loa.publishing.library.projection.store import PublishedStore
from tests.component.api.library.conftest import draft, live, step
from tests.worlds.province import (
    ADMINISTRATOR,
    APPROVER,
    EDITOR,
    OTHER_WARD,
    TOWN,
    VIEWER,
    WARD,
    Door,
    cursor,
)


def test_lists_are_read_page_by_page_and_filtered(library: Door) -> None:
    ids = [draft(library, title=f"Tin {number}")[0] for number in range(3)]
    first = library.good(EDITOR, "GET", "/library/items", unit=WARD, limit=2)
    second = library.good(EDITOR, "GET", "/library/items", unit=WARD, limit=2, after=first["next"])
    assert [entry["item_id"] for entry in first["items"] + second["items"]] == sorted(ids, reverse=True)
    assert second["next"] is None
    found = library.good(EDITOR, "GET", "/library/items", unit=WARD, text="tin 1", state="draft")
    assert [entry["title"] for entry in found["items"]] == ["Tin 1"]
    assert library.good(EDITOR, "GET", "/library/items", unit=WARD, section="notices")["items"] == []
    assert library.ask(EDITOR, "GET", "/library/items", unit=WARD, section="nothing").status == 422


def test_a_made_up_cursor_leads_nowhere(library: Door) -> None:
    for made_up in ("x", cursor(partition="40.413", sort="audit#1"), cursor(partition=WARD, sort="media#1")):
        assert library.ask(EDITOR, "GET", "/library/audit", unit=WARD, cursor=made_up).status == 422


def test_a_worklist_shows_what_waits_for_me(library: Door) -> None:
    item_id, revision = draft(library)
    step(library, EDITOR, item_id, "submit", revision=revision)
    waiting = library.good(APPROVER, "GET", "/library/worklist")["waiting"]
    assert [entry["item_id"] for entry in waiting] == [item_id]
    assert library.good(EDITOR, "GET", "/library/worklist")["waiting"] == []


def test_the_tables_are_told_to_whoever_builds_a_form(library: Door) -> None:
    tables = library.good(VIEWER, "GET", "/library/kinds")
    assert len(tables["sections"]) == 12
    assert {kind["kind"] for kind in tables["kinds"]} == {
        "article",
        "notice",
        "document",
        "event",
        "link",
        "page",
    }


def test_items_are_placed_and_moved(library: Door, published: PublishedStore) -> None:
    item_id = live(library)
    step(library, APPROVER, item_id, "move", section="activities")
    assert published.page(WARD, "local_news", limit=5).rows == []
    assert len(published.page(WARD, "activities", limit=5).rows) == 1
    placement = {"section": "activities", "urgent": True}
    refused = library.ask(
        APPROVER,
        "POST",
        f"/library/items/{item_id}/steps",
        {"step": {"action": "place", "placement": placement}},
    )
    assert set(refused.faults) == {"expires_at"}


@dataclass
class AtTheDoor:
    """Calls the API as the loader of samples does."""

    library: Door

    def api(self, officer: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        people = {"editor": EDITOR, "approver": APPROVER, "administrator": ADMINISTRATOR}
        return self.library.good(people[officer], method, path, body, key=headers.get("idempotency-key"))


def test_the_samples_pass_all_checks_and_stand_in_every_section(
    library: Door, published: PublishedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.local.library.load.HANDS", 1)
    loaded = load_samples(AtTheDoor(library), [WARD, OTHER_WARD, TOWN])
    assert len(loaded.ids) >= 60
    assert len(loaded.sections) == 12
    found = [published.get(item_id) for item_id in loaded.ids.values()]
    assert all(item and item.sample and item.content.author == "Bài mẫu" for item in found)
    (home,) = published.homes(["40"])
    assert set(home.sections) >= {"policy", "handbook", "media", "weather", "calendar"}
    assert [card.title for card in home.top] == ["Cảnh giác kẻ giả danh cán bộ Mặt trận gọi điện xin tiền"]
