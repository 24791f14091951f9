"""A ready-made notice as a draft: known gaps are filled, the others are found when it is submitted."""

import pytest

from loa.publishing.articles.notices import NoticeTemplate, templates
from loa.publishing.articles.placeholders import gaps_in
from loa.publishing.library.rules.findings import Surroundings, faults, findings
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.model import (
    MAXIMUM_SUMMARY,
    MAXIMUM_TITLE,
    Item,
    LibraryContent,
    Placement,
)
from loa.publishing.library.writing.notices import gaps_to_fill, notice_content
from tests.worlds.library import NOW

SIGNED = "Mặt trận xã Yên Thành"


def said(notice: NoticeTemplate) -> LibraryContent:
    content = notice_content(notice, SIGNED)
    return LibraryContent(
        title=content["title"],
        summary=content["summary"],
        author=content["author"],
        blocks=tuple(content["blocks"]),
        fields={"valid_from": "2026-12-01"},
    )


@pytest.mark.parametrize("notice", templates(), ids=lambda notice: notice.name)
def test_every_gap__stands_in_the_draft__and_blocks_its_submission(notice: NoticeTemplate) -> None:
    content = said(notice)
    words = " ".join([content.title, content.summary, str(content.blocks[0]["content"])])
    assert set(gaps_in(words)) == set(gaps_to_fill(notice))
    assert gaps_to_fill(notice)
    assert content.author == SIGNED
    assert len(content.title) <= MAXIMUM_TITLE
    assert len(content.summary) <= MAXIMUM_SUMMARY
    item = Item("40~1", "40", ItemKind.NOTICE, Placement(Section.NOTICES), content.title, "a", NOW, "a", NOW)
    blocked = faults(findings(item, content, Surroundings(NOW)))
    for gap in gaps_in(str(content.blocks[0]["content"])):
        assert gap in blocked["blocks[0].content"]


def test_paragraphs_stay_paragraphs() -> None:
    for notice in templates():
        html = said(notice).blocks[0]["content"]
        assert html.count("<p>") == len(notice.paragraphs), notice.name
