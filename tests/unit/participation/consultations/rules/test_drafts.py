"""A draft is read as a tree, and opinions find their node in the next version."""

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loa.errors import InvalidInput
from loa.participation.consultations.rules.model import NodeKind, ParsedNode, written
from loa.participation.consultations.rules.parsing import faults, parsed
from loa.participation.consultations.rules.periods import RULES, read_period_rules, warning
from loa.participation.consultations.rules.versions import Fate, changes, first_text, next_text, parted
from tests.worlds.drafts import DRAFT
from tests.worlds.searching import examples


def test_a_draft__is_read_into_the_structure_of_the_law() -> None:
    text = first_text(parsed(DRAFT))
    names = [text.label(node.id) for node in text.nodes]
    assert names == [
        "Phần mở đầu", "Chương I", "Điều 1", "Điều 2", "Điều 2 khoản 1", "Điều 2 khoản 2",
        "Điều 2 khoản 2 điểm a", "Điều 2 khoản 2 điểm b", "Điều 2 khoản 2 điểm c", "Điều 2 khoản 2 điểm d",
        "Điều 2 khoản 2 điểm đ", "Chương II", "Chương II Mục 1", "Điều 3", "Điều 3 khoản 1", "Điều 3 khoản 2",
        "Chương II Mục 2", "Điều 4", "Điều 4 khoản 1", "Điều 4 khoản 2", "Điều 5", "Điều 5 khoản 1",
        "Điều 5 khoản 2",
    ]  # fmt: skip
    by_name = {text.label(node.id): node for node in text.nodes}
    assert by_name["Chương I"].title == "NHỮNG QUY ĐỊNH CHUNG"
    assert by_name["Chương II Mục 2"].title == "TIẾN HÀNH"
    assert by_name["Điều 3 khoản 1"].text.endswith("tại Điều 2 của Luật này.")  # a reference, no article
    assert "2. Ban có từ 05 người.”." in by_name["Điều 5 khoản 1"].text  # what it quotes is its own text
    assert list(faults(parsed(DRAFT))) == []
    assert parsed(written(text.nodes)) == parsed(DRAFT)
    assert [text.label(node.id) for node in text.within(by_name["Điều 3"].id)] == [
        "Điều 3", "Điều 3 khoản 1", "Điều 3 khoản 2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "kind", "number", "words"),
    [
        ("Điều 12a. Tên", NodeKind.ARTICLE, "12a", "Tên"),
        ("ĐIỀU 3: Tên", NodeKind.ARTICLE, "3", "Tên"),
        ("Điều 4.Tên không cách", NodeKind.ARTICLE, "4", "Tên không cách"),
        ("PHẦN THỨ NHẤT QUY ĐỊNH CHUNG", NodeKind.PART, "THỨ NHẤT", "QUY ĐỊNH CHUNG"),
        ("Chương IV – XỬ LÝ", NodeKind.CHAPTER, "IV", "XỬ LÝ"),
        ("Tiểu mục 2. Hồ sơ", NodeKind.SUBSECTION, "2", "Hồ sơ"),
        ("2.Khoản dính liền", NodeKind.CLAUSE, "2", "Khoản dính liền"),
        ("đ) Điểm đ", NodeKind.POINT, "đ", "Điểm đ"),
        ("\u0111) \u0110ie\u0302\u0309m ro\u031b\u0300i", NodeKind.POINT, "đ", "Điểm rời"),
    ],
)
def test_a_line__begins_what_it_says(line: str, kind: NodeKind, number: str, words: str) -> None:
    node = parsed(f"Điều 1. Trước\n{line}")[-1]
    assert (node.kind, node.number, node.title or node.text) == (kind, number, words)


@pytest.mark.parametrize(
    "line",
    [
        "Điều 5 của Luật này được áp dụng;", "1.000 đồng", "50% số hộ", "Mục 1 của Chương này",
        "điều 7. như trên", "và) sau",
    ],
)  # fmt: skip
def test_a_line__that_only_looks_like_a_head__goes_on_with_the_text(line: str) -> None:
    (article,) = parsed(f"Điều 1. Trước\nLời trước.\n{line}")
    assert article.text == f"Lời trước.\n{line}"


def test_a_line__that_goes_on_with_a_sentence__is_part_of_it() -> None:
    article, clause = parsed("Điều 1. Quyền của\ncông dân\nNhư sau:\n1. Theo khoản 2\nĐiều 5 của Luật này.")
    assert (article.title, article.text) == ("Quyền của công dân", "Như sau:")
    assert clause.text == "Theo khoản 2 Điều 5 của Luật này."


def test_numbers__that_do_not_follow__are_said() -> None:
    told = list(faults(parsed("Điều 1. A\n1. một\n3. ba\na) x\nc) y\nĐiều 2a. B\nĐiều 4. C\n2. hai")))
    assert [each.partition(". ")[0] for each in told] == [
        "Sau Điều 1 khoản 1 là Điều 1 khoản 3",
        "Sau Điều 1 khoản 3 điểm a là Điều 1 khoản 3 điểm c",
        "Sau Điều 1 là Điều 2a",
        "Sau Điều 2a là Điều 4",
        "Điều 4 khoản 2 đứng đầu, không bắt đầu từ số 1",
    ]


def test_a_text__without_articles__is_refused() -> None:
    with pytest.raises(InvalidInput):
        parsed("Kính gửi các đồng chí.")
    with pytest.raises(InvalidInput):
        parsed("Điều 1. A\n" + "x" * 200_001)


WORDS = [f"từ{number}" for number in range(4_000)]


@st.composite
def drafts(draw: st.DrawFn) -> list[ParsedNode]:
    """A draft of chapters, articles, clauses and points, each with words of its own."""
    chance = random.Random(draw(st.integers(0, 10**9)))
    nodes: list[ParsedNode] = []

    def add(kind: NodeKind, number: str, parent: int) -> int:
        title = " ".join(chance.choices(WORDS, k=6)) if kind is NodeKind.ARTICLE else ""
        nodes.append(ParsedNode(kind, number, title, f"Là {' '.join(chance.choices(WORDS, k=12))}", parent))
        return len(nodes) - 1

    for article in range(draw(st.integers(1, 6))):
        above = add(NodeKind.ARTICLE, str(article + 1), -1)
        for clause in range(chance.randrange(4)):
            inside = add(NodeKind.CLAUSE, str(clause + 1), above)
            for point in "abc"[: chance.randrange(4)]:
                add(NodeKind.POINT, point, inside)
    return nodes


def _renumbered(nodes: list[ParsedNode], put_before: int) -> list[ParsedNode]:
    """The same draft with a new article inside it, and every number moved on."""
    new = ParsedNode(NodeKind.ARTICLE, "1", "hoàn toàn mới", "lời chưa ai viết bao giờ", -1)
    places = [place for place, node in enumerate(nodes) if node.parent < 0]
    cut = places[put_before % len(places)]
    moved = [
        ParsedNode(each.kind, f"{each.number}9", each.title, each.text, each.parent + (each.parent >= cut))
        for each in nodes
    ]
    return [*moved[:cut], new, *moved[cut:]]


@settings(max_examples=examples(60))
@given(drafts(), st.integers(0, 9))
def test_a_draft__renumbered_and_grown__keeps_every_opinion(nodes: list[ParsedNode], cut: int) -> None:
    before = first_text(nodes)
    after = next_text(_renumbered(nodes, cut), before)
    assert {node.id for node in before.nodes} < {node.id for node in after.nodes}
    for node in before.nodes:
        same = after.by_id[node.id]
        assert (same.title, same.text, same.likeness) == (node.title, node.text, 100)
        assert same.parent == node.parent
    assert not after.gone
    again = next_text(nodes, after)
    assert [node.id for node in again.nodes] == [node.id for node in before.nodes]
    assert len(again.gone) == 1


@settings(max_examples=examples(60))
@given(drafts(), st.randoms(use_true_random=False))
def test_articles__in_another_order__take_their_opinions_with_them(
    nodes: list[ParsedNode], chance: random.Random
) -> None:
    before = first_text(nodes)
    starts = [*(place for place, node in enumerate(nodes) if node.parent < 0), len(nodes)]
    blocks = [list(range(start, end)) for start, end in pairwise(starts)]
    chance.shuffle(blocks)
    order = [place for block in blocks for place in block]
    moved = [
        ParsedNode(
            nodes[place].kind,
            nodes[place].number,
            nodes[place].title,
            nodes[place].text,
            order.index(nodes[place].parent) if nodes[place].parent >= 0 else -1,
        )
        for place in order
    ]
    after = next_text(moved, before)
    assert [node.id for node in after.nodes] == [before.nodes[place].id for place in order]


@settings(max_examples=examples(40))
@given(drafts())
def test_a_draft__written_and_read_again__is_the_same(nodes: list[ParsedNode]) -> None:
    assert list(parsed(written(first_text(nodes).nodes))) == nodes


@settings(max_examples=examples(60))
@given(drafts(), drafts())
def test_what_residents_see_of_a_change__is_all_of_both_versions(
    nodes: list[ParsedNode], others: list[ParsedNode]
) -> None:
    before = first_text(nodes)
    after = next_text(others, before)
    found = changes(after, before)
    for node_id, change in found.items():
        for text, left_out in ((after, Fate.GONE), (before, Fate.NEW)):
            said = " ".join(words for fate, words in change.words if fate is not left_out)
            there = text.by_id[node_id].words if node_id in text.by_id else ""
            assert said.split() == there.split()
    same = after.by_id.keys() - found.keys()
    assert all(after.by_id[each].words == before.by_id[each].words for each in same)
    assert before.by_id.keys() - after.by_id.keys() <= found.keys()
    assert changes(before, before) == {}


def test_a_reworded_node__is_the_same__until_a_person_says_that_it_is_new() -> None:
    before = first_text(parsed("Điều 1. A\n1. Trưởng xóm báo trước ít nhất ba ngày cho mọi hộ.\n2. Hai."))
    first = before.nodes[1].id
    longer = "Điều 1. A\n1. Trưởng xóm báo trước ít nhất năm ngày làm việc cho mọi hộ.\n2. Hai."
    after = next_text(parsed(longer), before)
    assert [node.id for node in after.doubtful()] == [first]
    new = parted(after, before, [first])
    assert first not in new.by_id
    assert new.label(first) == "Điều 1 khoản 1"
    assert [node.parent for node in new.nodes] == ["", before.nodes[0].id, before.nodes[0].id]
    other = next_text(parsed("Điều 1. A\n1. Bãi bỏ hoàn toàn.\n2. Hai."), before)
    assert other.gone == {first: "Điều 1 khoản 1"}


def test_a_period__below_the_rule_of_its_day__is_told_with_what_is_known_of_the_rule() -> None:
    opens = datetime(2026, 12, 1, tzinfo=UTC)
    kept = warning(RULES, opens, opens + timedelta(days=20))
    assert "đủ 20 ngày" in kept
    assert "chưa có luật gia đối chiếu" in kept
    short = warning(RULES, opens, opens + timedelta(days=19))
    assert "ngắn hơn 20 ngày" in short
    assert "chưa có luật gia đối chiếu" in short
    row = '[{"since": "2026-07-01", "days": 30, "article": "Điều 1", "source": "luật", "verified": true}]'
    assert warning(read_period_rules(row), opens, opens + timedelta(days=20)).endswith("30 ngày (Điều 1).")
    assert warning(read_period_rules(row), opens, opens + timedelta(days=30)) == "", "a lawyer has read it"
