"""The index file: found as Vietnamese type, in the right order, and nothing left of what was taken out."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.units.load import read_units
from loa.foundation.units.model import existing_on, find
from loa.publishing.search.index import IndexWriter, SearchIndex, require_fts5
from loa.publishing.search.model import PromotedResult, SearchEntry, SearchQuery, SearchRules
from loa.publishing.search.places import place_names, unit_rows, units_from_rows

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
VINH, KIM_LIEN = "40.16702", "40.17950"
TODAY = date(2026, 11, 30)


def entry(place: int, title: str, text: str = "", **more: object) -> SearchEntry:
    made = SearchEntry(
        item_id=f"{VINH}~{place:022x}",
        version=1,
        unit_path=VINH,
        section="local_news",
        kind="article",
        year=2026,
        published_at=NOW - timedelta(days=place),
        expires_at=None,
        title=title,
        number="",
        text=text or title,
    )
    return replace(made, **more)  # type: ignore[arg-type]  # fields by name


ITEMS = (
    entry(1, "Hội nghị tiếp xúc cử tri", "Đại biểu gặp bà con phường tại Hà Nội và Nghệ An."),
    entry(2, "Đảng bộ tỉnh họp", "Ban Chấp hành Đảng bộ tỉnh họp về xây dựng cầu đường."),
    entry(3, "Bán hoa tết", "Chợ hoa mở từ ngày 20 tháng Chạp; hóa đơn in tại chỗ."),
    entry(
        4,
        "Nghị quyết về phòng cháy",
        "Toàn văn.",
        kind="document",
        number="12/NQ-MTTQ",
        year=2025,
        section="policy",
    ),
    entry(5, "Xã Kim Liên đón khách", "Lễ hội làng Sen.", unit_path=KIM_LIEN, item_id=f"{KIM_LIEN}~{5:022x}"),
    entry(6, "Đường hoá chất", "Kho hóa chất của nhà máy."),
    entry(7, "Tin đã hết hạn về cử tri", expires_at=NOW - timedelta(hours=1)),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "index.sqlite"


@pytest.fixture
def index(path: Path) -> Iterator[SearchIndex]:
    units = read_units()
    places = place_names(units, TODAY)
    writer = IndexWriter.create(path)
    for item in ITEMS:
        writer.put(item, places.get(item.unit_path, ""))
    writer.set_units(unit_rows(units))
    writer.set_rules(
        SearchRules(
            synonyms=(("cử tri", "người đi bầu"), ("MTTQ", "Mặt trận Tổ quốc")),
            promoted=(PromotedResult("lễ hội", (ITEMS[0].item_id, f"{VINH}~{99:022x}")),),
            version=1,
        )
    )
    writer.close()
    opened = SearchIndex(path)
    yield opened
    opened.close()


def found(index: SearchIndex, text: str, **filters: object) -> list[int]:
    page = index.search(SearchQuery(text, **filters), NOW)  # type: ignore[arg-type]  # fields by name
    return [int(hit.item_id.partition("~")[2], 16) for hit in page.hits]


def test_this_machine_can_do_it() -> None:
    require_fts5()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("tiếp xúc cử tri", [1]),
        ("tiep xuc cu tri", [1]),
        ("TIEP XÚC cu tri", [1]),
        ("ha noi", [1]),
        ("nghe an", [1]),
        ("dang bo", [2]),
        ("đảng bộ", [2]),
        ("12/NQ-MTTQ", [4]),
        ("nq mttq 12", [4]),
        ("người đi bầu", [1]),
        ("nguoi di bau", [1]),
        ("kim lien", [5]),
        ("nothing of that", []),
        ("?!", []),
    ],
)
def test_what_is_typed_is_found(index: SearchIndex, text: str, numbers: list[int]) -> None:
    assert found(index, text) == numbers


def test_titles_come_before_texts(index: SearchIndex) -> None:
    assert found(index, "đường")[:2] == [6, 2]


@pytest.mark.parametrize(("text", "first"), [("hoa", {3, 6}), ("hóa", {6, 3}), ("hoá chất", {6})])
def test_typed_marks_come_first(index: SearchIndex, text: str, first: set[int]) -> None:
    assert found(index, text)[0] in first


def test_an_item_with_the_typed_marks_is_before_one_that_scores_better(path: Path) -> None:
    writer = IndexWriter.create(path)
    writer.put(entry(1, "Hoa hoa hoa", "hoa"), "")
    writer.put(entry(2, "Tin trong ngày", "Nhà máy xử lý hóa chất theo quy định mới của tỉnh."), "")
    writer.close()
    index = SearchIndex(path)
    assert found(index, "hoa") == [1, 2]
    assert found(index, "hóa") == [2, 1]
    assert found(index, "hoá") == [2, 1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hà Huy Tập", 1),
        ("ha huy tap", 1),
        ("huyện Nam Đàn", 5),
        ("Nam Đàn", 5),
        ("phuong Ha Huy Tap hoi nghi", 1),
    ],
)
def test_old_names_of_a_unit_find_what_it_publishes(index: SearchIndex, old: str, new: int) -> None:
    assert new in found(index, old)


def test_filters(index: SearchIndex) -> None:
    assert found(index, "kim lien", unit_path=VINH) == []
    assert found(index, "kim lien", unit_path="40") == [5]
    assert found(index, "kim lien", unit_path=KIM_LIEN) == [5]
    assert found(index, "nghị quyết", section="policy", year=2025) == [4]
    assert 4 not in found(index, "nghị quyết", year=2026)
    assert 4 not in found(index, "nghị quyết", section="local_news")


def test_what_has_expired_is_found_no_more(index: SearchIndex, path: Path) -> None:
    assert 7 not in found(index, "tin hết hạn cử tri")
    before = index.search(SearchQuery("hết hạn"), NOW - timedelta(hours=2))
    assert len(before.hits) == 1


def test_what_comes_near_is_said_to(index: SearchIndex) -> None:
    page = index.search(SearchQuery("cử tri sao Hỏa"), NOW)
    assert not page.exact
    assert page.hits
    assert not index.search(SearchQuery("sao"), NOW).exact


def test_promoted_results_stand_first(index: SearchIndex) -> None:
    page = index.search(SearchQuery("lễ hội làng sen"), NOW)
    assert [(hit.promoted, hit.item_id) for hit in page.hits] == [
        (True, ITEMS[0].item_id),
        (False, ITEMS[4].item_id),
    ]
    assert page.total == 2
    assert not any(hit.promoted for hit in index.search(SearchQuery("hội lễ"), NOW).hits)
    assert index.search(SearchQuery("lễ hội", unit_path=KIM_LIEN), NOW).hits[0].item_id == ITEMS[4].item_id


def test_a_page_follows_the_other(index: SearchIndex) -> None:
    everything = found(index, "đường tin hoa nghị", limit=50)
    assert len(everything) > 2
    pieces = [found(index, "đường tin hoa nghị", offset=place, limit=1) for place in range(len(everything))]
    assert [piece[0] for piece in pieces] == everything


def test_title_and_excerpt_say_where(index: SearchIndex) -> None:
    (hit,) = index.search(SearchQuery("cu tri ha noi"), NOW).hits
    assert [hit.title.text[start:end] for start, end in hit.title.places] == ["cử tri"]
    assert [hit.excerpt.text[start:end] for start, end in hit.excerpt.places] == ["Hà Nội"]
    assert hit.unit_name == "Phường Vinh Phú"


def test_units_are_in_the_file(index: SearchIndex) -> None:
    units = units_from_rows(index.unit_rows)
    assert {unit.unit_id for unit in units} == {unit.unit_id for unit in read_units()}
    (match, *_) = find("ha huy tap", units, day=TODAY, former=True)
    assert [unit.path for unit in match.present] == [VINH]


def test_every_unit_of_today_has_its_names() -> None:
    units = read_units()
    places = place_names(units, TODAY)
    today = existing_on(units, TODAY)
    assert all(unit.name in places[unit.path] for unit in today)
    assert "Huyện Nam Đàn" in places[KIM_LIEN]
    assert not any("Tỉnh" in names for path, names in places.items() if path != "40")


NUMBERS = st.integers(1, 4)
STEPS = st.lists(st.tuples(st.sampled_from(["put", "remove"]), NUMBERS, st.integers(1, 9)), max_size=12)


@given(STEPS)
def test_after_any_changes_the_file_finds_what_a_new_one_would(steps: list[tuple[str, int, int]]) -> None:
    """Nothing of an item that was taken out or replaced is left, whatever came before."""
    with tempfile.TemporaryDirectory() as folder:
        changed, anew = Path(folder) / "changed", Path(folder) / "anew"
        writer = IndexWriter.create(changed)
        kept: dict[int, SearchEntry] = {}
        for what, number, version in steps:
            item = entry(number, f"tựa đề {version}", f"chữ số {version} của bài {number}", version=version)
            if what == "put":
                writer.put(item, "Phường Hòa")
                kept[number] = item
            else:
                assert writer.remove(item.item_id) == (kept.pop(number, None) is not None)
        writer.close()
        other = IndexWriter.create(anew)
        for item in kept.values():
            other.put(item, "Phường Hòa")
        other.close()
        first, second = SearchIndex(changed), SearchIndex(anew)
        assert first.size == second.size == len(kept)
        for text in [*(f"so {version}" for version in range(1, 10)), "tua de", "bai", "phuong hoa"]:
            assert sorted(found(first, text, limit=50)) == sorted(found(second, text, limit=50))
        first.close()
        second.close()


def test_rules_are_kept_unless_newer_ones_stand_there(path: Path) -> None:
    writer = IndexWriter.create(path)
    assert writer.set_rules(SearchRules((("a", "b"),), version=2))
    assert not writer.set_rules(SearchRules(version=1))
    assert not writer.set_rules(SearchRules(version=2))
    writer.close()
    assert SearchIndex(path).rules.synonyms == (("a", "b"),)
