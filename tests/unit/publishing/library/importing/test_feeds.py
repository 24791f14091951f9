"""What other sites publish, as they write it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.publishing.library.importing.feeds import NotAFeed, plain, read_feed, read_page

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Báo</title>
<item><title>Cũ</title><link>https://mttq.vn/cu</link><guid>cu</guid>
<pubDate>Mon, 30 Nov 2026 08:00:00 +0700</pubDate></item>
<item><title>Mới &amp; đẹp</title><link>https://mttq.vn/moi</link>
<description>&lt;p&gt;Mưa &lt;script&gt;x()&lt;/script&gt;lớn&lt;/p&gt;</description>
<pubDate>Tue, 01 Dec 2026 08:00:00 +0700</pubDate></item>
<item><title>Lạ</title><link>javascript:alert(1)</link></item>
<item><title>Trần</title><link>http://mttq.vn/khong-an-toan</link></item></channel></rss>""".encode()
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>urn:1</id><title>Họp</title>
<link href="https://mttq.vn/1"/><updated>2026-12-01T00:00:00Z</updated></entry></feed>""".encode()
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://mttq.vn/a</loc><lastmod>2026-11-01</lastmod></url>
<url><loc> https://mttq.vn/b </loc><news:news><news:title>Họp</news:title>
<news:publication_date>2026-12-01T08:00:00+07:00</news:publication_date></news:news></url></urlset>""".encode()


def test_entries_come_newest_first_without_tags_and_strange_links() -> None:
    new, old = read_feed(RSS)
    assert (new.reference, new.title, new.summary) == ("https://mttq.vn/moi", "Mới & đẹp", "Mưa lớn")
    assert (old.reference, old.url) == ("cu", "https://mttq.vn/cu")
    (entry,) = read_feed(ATOM)
    assert (entry.reference, entry.title, entry.url) == ("urn:1", "Họp", "https://mttq.vn/1")


def test_a_sitemap_names_pages_and_those_say_what_they_are() -> None:
    named, bare = read_feed(SITEMAP)
    assert (named.url, named.title, bare.title) == ("https://mttq.vn/b", "Họp", "")
    page = "<head><title>x</title><meta property='og:title' content='Họp &amp; bàn'></head>"
    assert read_page(page.encode()) == ("Họp & bàn", "")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<html>404</html>", b"PK\x03\x04", b"<urlset><url>",
        b'<!DOCTYPE r [<!ENTITY a "b">]><rss><channel><item><title>&a;</title></item></channel></rss>',
        b'<!DOCTYPE urlset [<!ENTITY a "b">]><urlset></urlset>',
    ],
)  # fmt: skip
def test_anything_else_is_no_feed(content: bytes) -> None:
    with pytest.raises(NotAFeed):
        read_feed(content)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        read_feed(content)
    except NotAFeed:
        return


@given(st.text(max_size=400))
def test_plain_words_have_no_tags_and_fit(words: str) -> None:
    text = plain(words, 60)
    assert len(text) <= 60
    assert "\n" not in text
