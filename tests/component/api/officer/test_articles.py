"""Articles through the officer API: write, read, list, edit."""

import unicodedata
from typing import Any

import pytest

from tests.worlds.fakes import ARTICLE
from tests.worlds.province import (
    EDITOR,
    OTHER_WARD,
    OTHER_WARD_EDITOR,
    PROVINCE,
    VIEWER,
    WARD,
    WARD_EDITOR,
    Door,
)

SHOWN = ("title", "author", "description", "cover_url", "blocks", "comment")


def written(officer: Door, **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = officer.good(EDITOR, "POST", "/articles", ARTICLE | more)
    return body


def test_an_article_is_kept_as_it_was_written(officer: Door) -> None:
    reply = officer.ask(EDITOR, "POST", "/articles", ARTICLE | {"unit": WARD})
    assert reply.status == 201
    article = reply.body
    assert {name: article[name] for name in SHOWN} == ARTICLE
    assert (article["unit"], article["version"], article["created_by"]) == (WARD, 1, "editor-1")
    for reader in (EDITOR, VIEWER, WARD_EDITOR):
        assert officer.good(reader, "GET", f"/articles/{article['article_id']}") == article


def test_without_a_unit_the_article_is_that_of_the_officers_own(officer: Door) -> None:
    assert written(officer)["unit"] == PROVINCE
    assert officer.good(WARD_EDITOR, "POST", "/articles", ARTICLE)["unit"] == WARD


def test_text_is_kept_composed_however_it_was_typed(officer: Door) -> None:
    title = unicodedata.normalize("NFD", "Ngày hội ở phường Hà Huy Tập")
    assert written(officer, title=title)["title"] == unicodedata.normalize("NFC", title)


def test_words_between_angle_brackets_are_not_lost(officer: Door) -> None:
    made = written(
        officer, title="Mời <tên đơn vị>", blocks=[{"type": "text", "content": "Gửi <họ tên>, Ðông"}]
    )
    assert made["title"] == "Mời < tên đơn vị>"
    assert made["blocks"][0]["content"] == "Gửi < họ tên>, Đông"


def test_characters_that_nobody_sees_are_no_title(officer: Door) -> None:
    reply = officer.ask(EDITOR, "POST", "/articles", ARTICLE | {"title": "\u200b\u2060\u00ad"})
    assert (reply.status, reply.faults) == (422, {"title": "Cần ít nhất 1 ký tự."})
    reply = officer.ask(EDITOR, "POST", "/articles", ARTICLE | {"title": "x" * 151})
    assert reply.faults == {"title": "Tối đa 150 ký tự."}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 151}, "title"),
        ({"description": None}, "description"),
        ({"cover_url": "http://example.vn/a.jpg"}, "cover_url"),
        ({"blocks": []}, "blocks"),
        ({"blocks": [{"type": "html", "content": "<script>"}]}, "blocks[0]"),
        ({"blocks": [{"type": "image", "url": "javascript:alert(1)"}]}, "blocks[0].url"),
        ({"comment": "perhaps"}, "comment"),
        ({"secret": "MARKED"}, "secret"),
        ({"unit": 40}, "unit"),
    ],
)
def test_what_zalo_would_refuse_is_refused_at_once_with_the_field(
    officer: Door, change: dict[str, Any], field: str
) -> None:
    reply = officer.ask(EDITOR, "POST", "/articles", ARTICLE | change)
    assert (reply.status, reply.body["code"]) == (422, "invalid_input")
    assert set(reply.faults) == {field}
    assert "MARKED" not in str(reply.body)


def test_who_may_not_write_is_told_so_and_who_writes_elsewhere_finds_nothing(officer: Door) -> None:
    assert officer.ask(VIEWER, "POST", "/articles", ARTICLE).status == 403
    assert officer.ask(WARD_EDITOR, "POST", "/articles", ARTICLE | {"unit": PROVINCE}).status == 404
    assert officer.ask(EDITOR, "POST", "/articles", ARTICLE | {"unit": "40.412.99999"}).status == 404


def test_an_article_of_another_unit_looks_like_one_that_does_not_exist(officer: Door) -> None:
    article = officer.good(WARD_EDITOR, "POST", "/articles", ARTICLE)
    foreign = f"/articles/{article['article_id']}"
    nothing = f"/articles/{WARD}~{'0' * 22}"
    for method, body in (("GET", None), ("PUT", ARTICLE | {"version": 1})):
        answers = [
            officer.ask(OTHER_WARD_EDITOR, method, foreign, body),
            officer.ask(OTHER_WARD_EDITOR, method, nothing, body),
            officer.ask(WARD_EDITOR, method, nothing, body),
        ]
        assert {answer.status for answer in answers} == {404}
        assert all(answer.essence == answers[0].essence for answer in answers)


@pytest.mark.parametrize("name", ["40", "~", "40~", "~x", "40~x", f"40~{'x' * 1100}", "40~🙂", "40~meta#"])
def test_an_id_that_is_none_is_not_found(officer: Door, name: str) -> None:
    assert officer.ask(EDITOR, "GET", f"/articles/{name}").status == 404


def test_an_edit_makes_the_next_version_and_the_slower_of_two_is_refused(officer: Door) -> None:
    article = written(officer)
    route = f"/articles/{article['article_id']}"
    edited = officer.good(EDITOR, "PUT", route, ARTICLE | {"title": "Tiêu đề mới", "version": 1})
    assert (edited["title"], edited["version"], edited["created_at"]) == (
        "Tiêu đề mới",
        2,
        article["created_at"],
    )
    slower = officer.ask(EDITOR, "PUT", route, ARTICLE | {"title": "Chậm hơn", "version": 1})
    assert (slower.status, slower.body["code"]) == (409, "conflict")
    assert slower.body["detail"].startswith("Bài viết vừa được người khác sửa")
    assert officer.good(EDITOR, "GET", route)["title"] == "Tiêu đề mới"


@pytest.mark.parametrize("version", [0, -1, "1.5", None, 10**30])
def test_an_edit_names_the_version_that_was_seen(officer: Door, version: Any) -> None:
    route = f"/articles/{written(officer)['article_id']}"
    assert officer.ask(EDITOR, "PUT", route, ARTICLE | {"version": version}).status in {409, 422}


def test_who_may_not_write_may_not_edit(officer: Door) -> None:
    route = f"/articles/{written(officer)['article_id']}"
    assert officer.ask(VIEWER, "PUT", route, ARTICLE | {"version": 1}).status == 403


def test_articles_are_listed_newest_first_for_one_unit(officer: Door) -> None:
    names = [written(officer, title=f"Bài {number}")["title"] for number in range(3)]
    officer.good(EDITOR, "POST", "/articles", ARTICLE | {"unit": OTHER_WARD})
    listed = officer.good(VIEWER, "GET", "/articles")
    assert [item["title"] for item in listed["items"]] == names[::-1]
    assert listed["next"] is None
    assert len(officer.good(VIEWER, "GET", "/articles", unit=OTHER_WARD)["items"]) == 1
    assert officer.ask(WARD_EDITOR, "GET", "/articles", unit=OTHER_WARD).status == 404


def test_gaps_that_were_forgotten_are_named_and_refused(officer: Door) -> None:
    blocks = [{"type": "text", "content": "Kính gửi {tên}, mã {MA}."}]
    article = ARTICLE | {"title": "Mời {abc}", "blocks": blocks}
    refused = officer.ask(EDITOR, "POST", "/articles", article)
    assert (refused.status, set(refused.faults)) == (422, {"title", "blocks[0].content"})
    assert "{tên}, {MA}" in refused.faults["blocks[0].content"]
    kept = officer.good(EDITOR, "POST", "/articles", ARTICLE)
    change = article | {"version": 1}
    assert officer.ask(EDITOR, "PUT", f"/articles/{kept['article_id']}", change).status == 422
