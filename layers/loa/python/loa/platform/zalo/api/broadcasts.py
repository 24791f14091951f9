"""The body of a broadcast, with its limits."""

from collections.abc import Mapping, Sequence
from typing import Any

from loa.platform.zalo import texts
from loa.platform.zalo.checks import Checks

MAX_ARTICLES = 5
TARGET_FIELDS = frozenset({"ages", "gender", "locations", "cities", "platform", "telco"})


def broadcast_body(article_ids: Sequence[str], target: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the body that sends shown articles to an account's followers.

    Args:
        article_ids: one to five ids from `verify_article`.
        target: any of `TARGET_FIELDS` as comma-separated numbers; everybody when empty.

    Raises:
        InvalidInput: no article, more than five, or an unknown target field.
    """
    checks = Checks()
    if not article_ids or not all(article_ids):
        checks.fault("article_ids", texts.REQUIRED)
    if len(article_ids) > MAX_ARTICLES:
        checks.fault("article_ids", texts.too_many(MAX_ARTICLES))
    for name in sorted(set(target or {}) - TARGET_FIELDS):
        checks.fault(f"target.{name}", texts.UNKNOWN_TARGET)
    checks.done(texts.INVALID_BROADCAST)
    elements = [{"media_type": "article", "attachment_id": article_id} for article_id in article_ids]
    payload = {"template_type": "media", "elements": elements}
    return {
        # "Everybody" is said outright: gender 0 means all.
        "recipient": {"target": dict(target) if target else {"gender": "0"}},
        "message": {"attachment": {"type": "template", "payload": payload}},
    }
