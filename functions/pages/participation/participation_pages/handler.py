"""Contests, consultations and surveys: prepared, checked by a second person, published, counted.

* `/console/tham-gia`: the list, drafts of any kind (`/moi`), and what waits for an officer (`/o-viec`);
* `/console/tham-gia/ID…`: one of them, suspended (`/tam-dung`) and resumed (`/mo-tiep`); of a consultation
  its draft (`/van-ban`, `/doi-chieu`), opinions and groups (`/y-kien`, `/nhom`, `/nhap-ho`,
  `/bien-nhan`, `/loi-noi`), conferences (`/hoi-nghi`), and what the drafting body got (`/gui-di`);
* `/console/tham-gia/ID/dot/NN…`: a round of a contest; on paper, for who has no telephone (`/nhap-ho`);
* `/console/tham-gia/ID/phieu-giay`: answers to a survey that stand on paper;
* `/console/tham-gia/cau-hoi…`: the bank of questions of contests, and sheets of them (`/nhap`).
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from participation_pages import campaigns, panel
from participation_pages.app import app
from participation_pages.bank import importing, questions
from participation_pages.consultations import conferences, corrections, draft, opinions, recordings, sending
from participation_pages.contests import assisted, entries, prizes, rounds
from participation_pages.surveys import survey

__all__ = [
    "app", "assisted", "campaigns", "conferences", "corrections", "draft", "entries", "handler", "importing",
    "opinions", "panel", "prizes", "questions", "recordings", "rounds", "sending", "survey",
]  # fmt: skip


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return app.resolve(event, context)
