"""Notices with gaps, HTML that officers paste, our own pictures and links to files, in the officer API."""

import pytest

from tests.worlds.province import EDITOR, VIEWER, Door

REFERENCE = "media:" + "0" * 64 + ".png"


def article(**changes: object) -> dict[str, object]:
    return {
        "title": "Mời họp",
        "author": "Ban Thường trực",
        "description": "Mời bà con dự họp.",
        "cover_url": REFERENCE,
        "blocks": [{"type": "text", "content": "Kính mời bà con."}],
        **changes,
    }


def test_every_officer_sees_the_notices_with_the_names_of_their_gaps(officer: Door) -> None:
    items = officer.good(VIEWER, "GET", "/notice-templates")["items"]
    names = [item["name"] for item in items]
    assert {"flood_relief", "school_enrolment", "voters_meeting", "fund_drive"} <= set(names)
    for item in items:
        words = " ".join([item["title"], item["author"], item["description"], *item["paragraphs"]])
        assert all(f"{{{gap}}}" in words for gap in item["gaps"])


def test_a_filled_notice_can_be_kept_as_an_article(officer: Door) -> None:
    for notice in officer.good(EDITOR, "GET", "/notice-templates")["items"]:
        values = {gap: f"«{gap}»" for gap in notice["gaps"]}
        body = {"values": values, "cover_url": REFERENCE}
        filled = officer.good(EDITOR, "POST", f"/notice-templates/{notice['name']}/fill", body)
        kept = officer.good(EDITOR, "POST", "/articles", filled)
        assert {name: kept[name] for name in filled} == filled


def test_each_gap_that_was_left_is_named(officer: Door) -> None:
    body = {"values": {"thời gian": "8 giờ", "địa điểm": " "}}
    reply = officer.ask(EDITOR, "POST", "/notice-templates/voters_meeting/fill", body)
    assert (reply.status, reply.body["code"]) == (422, "invalid_input")
    assert "values.thời gian" not in reply.faults
    assert {"values.địa điểm", "values.đơn vị", "values.điện thoại"} <= set(reply.faults)


def test_who_may_not_write_articles_fills_nothing_and_an_unknown_notice_is_not_there(officer: Door) -> None:
    path = "/notice-templates/voters_meeting/fill"
    assert officer.ask(VIEWER, "POST", path, {"values": {}}).status == 403
    assert officer.ask(None, "POST", path, {"values": {}}).status == 401
    assert officer.ask(None, "GET", "/notice-templates").status == 401
    assert officer.ask(EDITOR, "POST", "/notice-templates/none/fill", {"values": {}}).status == 404


def test_pasted_html_is_kept_without_anything_that_could_act(officer: Door) -> None:
    blocks = [
        {"type": "text", "content": "<p onclick=x>Kính mời <script>alert(1)</script><b>bà con</b></p>"},
        {"type": "image", "url": REFERENCE, "caption": "<b>Nhà văn hóa</b>"},
    ]
    kept = officer.good(EDITOR, "POST", "/articles", article(title="<i>Mời họp</i>", blocks=blocks))
    path = f"/articles/{kept['article_id']}"
    for _ in range(2):
        shown = officer.good(EDITOR, "GET", path)
        assert shown["title"] == "Mời họp"
        assert shown["blocks"][0]["content"] == "<p>Kính mời <b>bà con</b></p>"
        assert shown["blocks"][1]["caption"] == "Nhà văn hóa"
        change = article(version=shown["version"], title="<i>Mời họp</i>", blocks=blocks)
        officer.good(EDITOR, "PUT", path, change)


def test_a_text_of_which_nothing_is_left_is_refused(officer: Door) -> None:
    blocks = [{"type": "text", "content": "<script>alert(1)</script>"}]
    reply = officer.ask(EDITOR, "POST", "/articles", article(title="<img src=x>", blocks=blocks))
    assert (reply.status, set(reply.faults)) == (422, {"title", "blocks[0].content"})


def test_a_link_to_a_file_is_kept_and_a_wrong_one_says_why(officer: Door) -> None:
    block = {"type": "file", "url": "https://a.vn/ke-hoach.pdf", "name": "Kế hoạch"}
    assert officer.good(EDITOR, "POST", "/articles", article(blocks=[block]))["blocks"] == [block]
    wrong = block | {"url": "https://a.vn/ke-hoach.exe"}
    reply = officer.ask(EDITOR, "POST", "/articles", article(blocks=[wrong]))
    assert reply.faults == {"blocks[0].url": "Liên kết phải dẫn tới tệp PDF, DOC hoặc DOCX."}


@pytest.mark.parametrize("cover", ["media:x.jpg", "media:../../x.jpg", "http://127.0.0.1/x.jpg"])
def test_a_cover_is_https_or_a_picture_of_ours(officer: Door, cover: str) -> None:
    reply = officer.ask(EDITOR, "POST", "/articles", article(cover_url=cover))
    assert (reply.status, set(reply.faults)) == (422, {"cover_url"})
