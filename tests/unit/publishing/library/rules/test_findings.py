"""What may stand in an item, and what is said before it is published."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.errors import InvalidInput
from loa.publishing.library.editing.content import checked_content
from loa.publishing.library.projection.home import Home, merged, with_lists
from loa.publishing.library.projection.model import Card
from loa.publishing.library.reading.addresses import url_of
from loa.publishing.library.rows.codec import from_map, to_map
from loa.publishing.library.rules import texts
from loa.publishing.library.rules.fields import checked_fields, is_https
from loa.publishing.library.rules.findings import Surroundings, faults, findings
from loa.publishing.library.rules.kinds import KINDS, SECTIONS, FieldType, ItemKind, Section
from loa.publishing.library.rules.model import Item, LibraryContent, Placement
from loa.publishing.library.rules.plain import plain, search_text

NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
PICTURE = f"media:{'a' * 64}.jpg"
LONG = "chữ " * 700
TEXT = {"type": "text", "content": "<p>Đúng giờ.</p>"}


def item(kind: ItemKind, section: Section = Section.LOCAL_NEWS) -> Item:
    return Item("40~" + "0" * 22, "40", kind, Placement(section), "Tiêu đề", "an", NOW, "an", NOW)


def blocking(kind: ItemKind, **given: Any) -> set[str]:
    content = checked_content(kind, {"title": "Tiêu đề", **given})
    return set(faults(findings(item(kind), content, Surroundings(NOW, {"nghean.gov.vn"}))))


def advice(**given: Any) -> set[str]:
    content = checked_content(ItemKind.ARTICLE, {"title": "Tiêu đề", "summary": "Tóm tắt", **given})
    found = findings(item(ItemKind.ARTICLE), content, Surroundings(NOW))
    return {finding.message for finding in found if not finding.blocking}


def refused(kind: ItemKind = ItemKind.ARTICLE, **given: Any) -> set[str]:
    with pytest.raises(InvalidInput) as error:
        checked_content(kind, {"title": "Tiêu đề", **given})
    return set(error.value.fields)


def test_the_tables_are_whole() -> None:
    assert set(KINDS) == set(ItemKind)
    assert list(SECTIONS) == list(Section)
    assert len(Section) == 12
    for rule in KINDS.values():
        assert rule.label
        for field in rule.fields:
            assert field.label
            assert bool(field.choices) == (field.type is FieldType.CHOICE)
    assert {kind for section in SECTIONS.values() for kind in section.kinds} == set(ItemKind)
    for section in SECTIONS.values():
        assert section.label


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        (ItemKind.ARTICLE, {"blocks": [TEXT]}, set()),
        (ItemKind.ARTICLE, {}, {"blocks"}),
        (ItemKind.ARTICLE, {"blocks": [{"type": "text", "content": ""}]}, {"blocks[0].content"}),
        (ItemKind.ARTICLE, {"blocks": [TEXT, {"type": "image", "url": PICTURE}]}, {"blocks[1].alt"}),
        (ItemKind.ARTICLE, {"blocks": [TEXT, {"type": "image", "url": PICTURE, "decorative": True}]}, set()),
        (ItemKind.ARTICLE, {"blocks": [TEXT], "cover": {"url": PICTURE}}, {"cover.alt"}),
        (
            ItemKind.ARTICLE,
            {"blocks": [{"type": "gallery", "images": [{"url": PICTURE, "alt": "Cầu"}, {"url": PICTURE}]}]},
            {"blocks[0].images[1].alt"},
        ),
        (
            ItemKind.ARTICLE,
            {"blocks": [{"type": "text", "content": "Mời {tên} dự họp"}]},
            {"blocks[0].content"},
        ),
        (ItemKind.NOTICE, {"blocks": [TEXT]}, {"fields.valid_from"}),
        (
            ItemKind.NOTICE,
            {"blocks": [TEXT], "fields": {"valid_from": "2026-11-01", "valid_to": "2026-11-29"}},
            {"fields.valid_to"},
        ),
        (ItemKind.LINK, {"fields": {"url": "https://dvc.nghean.gov.vn/x"}}, set()),
        (ItemKind.LINK, {"fields": {"url": "https://nghean.gov.vn.evil.example/"}}, {"fields.url"}),
        (
            ItemKind.EVENT,
            {
                "fields": {
                    "place": "Hội trường",
                    "occasions": [{"starts_at": "2026-11-01T01:00:00Z", "ends_at": "2026-11-01T02:00:00Z"}],
                }
            },
            {"fields.occasions"},
        ),
    ],
)
def test_what_blocks_a_submission(kind: ItemKind, given: dict[str, Any], expected: set[str]) -> None:
    assert blocking(kind, **given) == expected


def test_a_document_needs_a_file_or_its_text() -> None:
    fields = {"number": "1/NQ", "issued_on": "2026-11-20", "issuer": "BTT", "effect": "in_force"}
    assert blocking(ItemKind.DOCUMENT, fields=fields) == {"blocks"}
    assert blocking(ItemKind.DOCUMENT, fields=fields, blocks=[TEXT]) == set()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"title": "THÔNG BÁO VỀ VIỆC HỌP"}, texts.SHOUTING),
        ({"summary": ""}, texts.NO_SUMMARY),
        ({"title": "a" * 91}, texts.LONG_TITLE.format(maximum=90)),
        ({"blocks": [{"type": "text", "content": "<h3>Nhỏ</h3><p>x</p>"}]}, texts.HEADING_ORDER),
        (
            {"blocks": [{"type": "text", "content": '<p><a href="https://a.vn">tại đây</a></p>'}]},
            texts.LINK_TEXT.format(text="tại đây"),
        ),
        (
            {"blocks": [{"type": "text", "content": "chữ " * 700}]},
            texts.LONG_WITHOUT_HEADINGS.format(maximum=600),
        ),
    ],
)
def test_advice_for_plain_reading(given: dict[str, Any], message: str) -> None:
    assert message in advice(**given)
    assert message not in advice(blocks=[TEXT])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "a" * 151}, "title"),
        ({"blocks": [{"type": "iframe"}]}, "blocks[0].type"),
        ({"blocks": ["x"]}, "blocks[0].type"),
        ({"blocks": [{"type": "image", "url": "https://elsewhere.vn/a.jpg"}]}, "blocks[0].url"),
        ({"blocks": [{"type": "file", "url": "file:../../etc/passwd"}]}, "blocks[0].url"),
        ({"blocks": [{"type": "video", "url": "javascript:alert(1)"}]}, "blocks[0].url"),
        ({"fields": {"unknown": "x"}}, "fields.unknown"),
        ({"audio": [{"language": "en", "url": f"audio:{'b' * 64}.mp3"}]}, "audio[0].language"),
    ],
)
def test_what_cannot_be_kept(given: dict[str, Any], field: str) -> None:
    assert field in refused(**given)


def test_scripts_go_and_words_stay() -> None:
    content = checked_content(
        ItemKind.ARTICLE,
        {
            "title": "<b>Họp</b><script>alert(1)</script>",
            "blocks": [{"type": "text", "content": '<p onclick="x()">Mời <script>alert(1)</script>họp</p>'}],
        },
    )
    assert content.title == "Họp"
    assert content.blocks[0]["content"] == "<p>Mời họp</p>"


VALUES = st.one_of(
    st.none(), st.text(max_size=20), st.integers(), st.lists(st.text(max_size=3)), st.booleans()
)


@given(st.sampled_from(ItemKind), st.data())
def test_any_value_of_a_field_is_kept_or_named(kind: ItemKind, data: st.DataObject) -> None:
    given_fields = {field.name: data.draw(VALUES) for field in KINDS[kind].fields}
    kept, wrong = checked_fields(kind, given_fields)
    assert {f"fields.{name}" for name in given_fields} >= set(wrong)
    assert not set(wrong) & {f"fields.{name}" for name in kept} or set(wrong) == {"fields.valid_to"}
    content = replace(LibraryContent("x"), fields=kept)
    assert from_map(LibraryContent, to_map(content)) == content


@pytest.mark.parametrize(
    "url",
    [
        "http://nghean.gov.vn",
        "https://",
        "https://a b.vn",
        "https://u@evil.vn",
        "https://[",
        "ftp://a.vn",
        "//a.vn",
    ],
)
def test_an_address_is_https_and_whole(url: str) -> None:
    assert set(checked_fields(ItemKind.LINK, {"url": url})[1]) == {"fields.url"}


def test_occasions_are_kept_in_order_in_utc_once() -> None:
    late = {"starts_at": "2026-12-06T08:00:00+07:00", "ends_at": "2026-12-06T10:00:00+07:00"}
    early = {"starts_at": "2026-12-05T08:00:00+07:00", "ends_at": "2026-12-05T10:00:00+07:00"}
    kept, wrong = checked_fields(ItemKind.EVENT, {"occasions": [late, early, late]})
    assert not wrong
    assert [occasion["starts_at"] for occasion in kept["occasions"]] == [
        "2026-12-05T01:00:00.000Z",
        "2026-12-06T01:00:00.000Z",
    ]
    assert checked_fields(ItemKind.EVENT, {"occasions": [{"starts_at": "x"}]})[1] == {
        "fields.occasions": texts.NOT_OCCASIONS
    }


def test_words_for_search_have_no_tags() -> None:
    assert plain("<p>A &amp; B</p><ul><li>C</li></ul>") == "A & B\nC"
    assert plain("5 < 6") == "5 < 6"
    content = LibraryContent("Tên", blocks=(TEXT,), fields={"number": "12/HD"})
    assert search_text(content, "trong tệp") == "Tên\nĐúng giờ.\n12/HD\ntrong tệp"


def card(number: int, **more: Any) -> Card:
    return Card(
        f"40~{number:022d}", "40", ItemKind.ARTICLE, Section.LOCAL_NEWS, f"Tin {number}", "", NOW, NOW, **more
    )


def test_a_home_shows_no_card_twice_and_no_expired_one() -> None:
    shared = card(1)
    own = with_lists(
        Home(), "40", {shared.item_id}, shared, {"local_news": [shared, card(2, expires_at=NOW)]}, now=NOW
    )
    above = with_lists(Home(), "40", {shared.item_id}, shared, {"local_news": [shared, card(3)]}, now=NOW)
    both = merged(own, above, now=NOW)
    assert [found.title for found in both.sections["local_news"]] == ["Tin 1", "Tin 3"]


def test_summaries_on_a_home_are_short() -> None:
    long = replace(card(1), summary="từ " * 90)
    home = with_lists(Home(), "40", {long.item_id}, long, {"local_news": [long]}, now=NOW)
    (shown,) = home.sections["local_news"]
    assert len(shown.summary) <= 160
    assert shown.summary.endswith("từ…")


@pytest.mark.parametrize(
    ("url", "fits"),
    [
        ("https://nghean.gov.vn/a//b@c?d=1", True),
        ("https://NgheAn.gov.vn:8443/", True),
        ("https://evil.com\\.nghean.gov.vn/", False),
        ("https://nghean.gov.vn/\x01", False),
        ("https://nghean.gov.vn\t/", False),
        ("https://nghean.gov.vn@evil.com/", False),
        ("https://evil.com%2f.nghean.gov.vn/", False),
        ("https://xn--nghean.vn_/", False),
        ("https://nghean。gov.vn/", False),
    ],
)
def test_an_address_is_one_that_everybody_reads_alike(url: str, *, fits: bool) -> None:
    assert is_https(url) is fits


def test_a_spoken_version_lies_among_the_files() -> None:
    assert url_of("audio:a.mp3", "https://loa.vn") == url_of("file:a.mp3", "https://loa.vn")
    assert url_of("audio:a.mp3", "https://loa.vn") == "https://loa.vn/files/a.mp3"
