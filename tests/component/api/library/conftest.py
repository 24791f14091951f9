"""The library behind its door, and the steps of an item through it."""

from typing import Any

import pytest

from loa.publishing.library.projection.store import PublishedStore
from tests.conftest import OpenTable
from tests.worlds.doors import load
from tests.worlds.province import APPROVER, EDITOR, WARD, Door, door, populate
from tests.worlds.quick_moto import make_bucket

PICTURE = f"media:{'a' * 64}.jpg"
PARAGRAPH = {"type": "text", "content": "<p>Mời bà con dự họp.</p>"}
IMAGE = {"type": "image", "url": PICTURE, "alt": "Cán bộ phát quà"}


@pytest.fixture
def library(moto_aws: None, open_table: OpenTable, monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.setenv("MEDIA_BUCKET", make_bucket("loa-media"))
    for name in ("Units", "Content", "Published", "Broadcasts", "Inbox", "Statistics", "Privacy"):
        monkeypatch.setenv(f"{name.upper()}_TABLE", open_table(name).name)
    for name, value in {
        "PROVINCE_CODE": "40",
        "PUBLIC_URL": "https://loa.example.vn",
        "UNITS_AS_OF": "2024-09-30",
    }.items():
        monkeypatch.setenv(name, value)
    populate(open_table("Units"))
    return door("library", load("library"))


@pytest.fixture
def published(open_table: OpenTable) -> PublishedStore:
    return PublishedStore(open_table("Published"))


def item(title: str = "Họp dân", **more: Any) -> dict[str, Any]:
    content = {"title": title, "summary": "Tóm tắt", "blocks": [PARAGRAPH], **more.pop("content", {})}
    placement = {"section": "local_news", **more.pop("placement", {})}
    return {"unit": WARD, "kind": "article", "placement": placement, "content": content, **more}


def step(library: Door, person: Any, item_id: str, action: str, **more: Any) -> Any:
    body = {"step": {"action": action, **more}}
    return library.good(person, "POST", f"/library/items/{item_id}/steps", body)


def draft(library: Door, **more: Any) -> tuple[str, int]:
    made = library.good(EDITOR, "POST", "/library/items", item(**more))
    return made["item"]["item_id"], made["draft"]["revision"]


def approved(library: Door, **more: Any) -> str:
    item_id, revision = draft(library, **more)
    sent = step(library, EDITOR, item_id, "submit", revision=revision)
    step(library, APPROVER, item_id, "approve", revision=sent["draft"]["revision"])
    return item_id


def live(library: Door, **more: Any) -> str:
    item_id = approved(library, **more)
    step(library, APPROVER, item_id, "publish")
    return item_id
