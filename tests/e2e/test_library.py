"""The library on the running stack: from a draft to residents, and gone again; with IAM enforced."""

from typing import Any

from infra.local.client import session
from infra.local.library.load import load_samples, seconds_until_gone
from tests.e2e.town import Town

ITEM: dict[str, Any] = {
    "kind": "article",
    "placement": {"section": "local_news"},
    "content": {
        "title": "Họp dân bàn việc mở đường",
        "summary": "Mời mỗi nhà một người.",
        "blocks": [{"type": "text", "content": "<p>Chương trình: nghe, bàn, biểu quyết.</p>"}],
    },
}


def shown(town: Town, unit: str) -> set[str]:
    """The kinds of rows that residents' functions can read of a unit."""
    table = session(town.stack).table(town.stack.outputs["PublishedTableName"])
    rows = table.query(
        KeyConditionExpression="#p = :p",
        ExpressionAttributeNames={"#p": "partition"},
        ExpressionAttributeValues={":p": unit},
        ConsistentRead=True,
    )["Items"]
    return {row["sort"].partition("#")[0] for row in rows}


def step(town: Town, officer: str, item_id: str, action: str, **more: Any) -> Any:
    body = {"step": {"action": action, **more}}
    return town.api(officer, "POST", f"/library/items/{item_id}/steps", body)


def test_an_item_goes_from_a_draft_to_residents_and_is_gone_when_withdrawn(town: Town) -> None:
    unit = town.unit()
    made = town.api("editor", "POST", "/library/items", {**ITEM, "unit": unit})
    item_id = made["item"]["item_id"]
    submitted = step(town, "editor", item_id, "submit", revision=made["draft"]["revision"])
    refused = town.ask("editor", "POST", f"/library/items/{item_id}/steps", {"step": {"action": "publish"}})
    assert refused.status_code == 403
    step(town, "approver", item_id, "approve", revision=submitted["draft"]["revision"])
    assert shown(town, unit) == set()
    step(town, "approver", item_id, "publish")
    assert shown(town, unit) == {"home", "item", "list", "text"}
    step(town, "approver", item_id, "withdraw", kind="gone", reason="Đăng nhầm")
    assert shown(town, unit) == {"home", "item"}
    assert town.ask("commune-editor", "GET", f"/library/items/{item_id}").status_code == 404


def test_the_samples_of_the_demo_stand_in_all_sections(town: Town) -> None:
    loaded = load_samples(town, [town.unit() for _ in range(3)])
    assert len(loaded.ids) >= 60
    assert len(loaded.sections) == 12
    assert seconds_until_gone(town, town.stack, town.unit()) < 60
