"""News from other sites: once each, by their newest, whatever the site answers and wherever a round stops."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from loa.errors import Busy, InvalidInput
from loa.platform.zalo.media.files import FileLost, Hosts
from loa.publishing.library.importing.sources import MOST_A_ROUND, NewsReader, SourceStore, add_source
from loa.publishing.library.rows.media_store import LinkHost, LinkHostStore
from loa.publishing.library.rules.kinds import Section
from tests.conftest import OpenTable
from tests.worlds.library import COMMUNE, EDITOR, NOW, LibraryWorld

URL = "https://mttq.vn/rss"
OFFICER = replace(EDITOR, unit_path=COMMUNE)


class Site:
    """A site that a test writes."""

    def __init__(self, open_table: OpenTable) -> None:
        table = open_table("Content")
        self.world = LibraryWorld(open_table)
        self.hosts = LinkHostStore(table)
        self.hosts.add("40", LinkHost("mttq.vn", "Mặt trận", "admin", NOW))
        self.store = SourceStore(table)
        self.pages: dict[str, bytes | Exception] = {}
        self.asked: list[str] = []
        self.reader = NewsReader(self.store, self.world.service, self.hosts, self.fetch)

    def fetch(self, hosts: Hosts, url: str, limit: int) -> bytes:
        self.asked.append(url)
        answer = self.pages.get(url, FileLost("gone"))
        if isinstance(answer, Exception):
            raise answer
        return answer

    def publish(self, names: Iterable[str]) -> None:
        items = "".join(
            f"<item><title>{name}</title><link>https://mttq.vn/{name}</link></item>" for name in names
        )
        self.pages[URL] = f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()

    def add(self, url: str = URL) -> None:
        add_source(OFFICER, url, "Mặt trận", Section.LOCAL_NEWS, store=self.store, hosts=self.hosts, now=NOW)

    def round(self, hours: int = 0, enough: Callable[[], bool] = lambda: False) -> dict[str, int]:
        return dict(self.reader.read_due("40", NOW + timedelta(hours=hours), enough))

    @property
    def titles(self) -> list[str]:
        return sorted(item.title for item in self.world.service.store.of_unit(COMMUNE))


@pytest.fixture
def site(open_table: OpenTable) -> Site:
    return Site(open_table)


def test_each_entry_is_a_draft_once(site: Site) -> None:
    site.publish(["mot", "hai"])
    site.add()
    assert site.round() == {"asked": 1, "taken": 2, "failed": 0}
    assert site.round(hours=0) == {}, "asked within the hour"
    site.publish(["ba", "mot", "hai"])
    assert site.round(hours=1)["taken"] == 1
    assert site.titles == ["ba", "hai", "mot"]
    (item, *_) = site.world.service.store.of_unit(COMMUNE)
    assert not item.is_published
    assert item.contributors == {OFFICER.id}, "somebody else approves it"
    work = site.world.service.store.work(item.item_id)
    assert "Nguồn: Mặt trận" in str(work.draft().content.blocks)


def test_a_draft_that_was_thrown_away_does_not_come_back(site: Site) -> None:
    site.publish(["mot"])
    site.add()
    site.round()
    (item,) = site.world.service.store.of_unit(COMMUNE)
    site.world.service.store.purge(item)
    assert site.round(hours=1)["taken"] == 0
    assert site.titles == []


def test_a_site_that_is_new_gives_its_newest_and_a_busy_one_the_rest_later(site: Site) -> None:
    site.publish(f"cu{number}" for number in range(30))
    site.add()
    assert site.round()["taken"] == MOST_A_ROUND
    assert site.round(hours=1)["taken"] == 0, "what was old when it was added stays out"
    site.publish([*(f"moi{number}" for number in range(15)), *(f"cu{number}" for number in range(30))])
    assert [site.round(hours=hours)["taken"] for hours in (2, 3, 4)] == [10, 5, 0]


def test_a_page_that_cannot_be_had_is_asked_again(site: Site) -> None:
    site.pages[URL] = b"<urlset><url><loc>https://mttq.vn/a</loc></url></urlset>"
    site.pages["https://mttq.vn/a"] = Busy("slow")
    site.add()
    assert site.round()["taken"] == 0
    site.pages["https://mttq.vn/a"] = "<title>Họp dân</title>".encode()
    assert site.round(hours=1)["taken"] == 1
    assert site.titles == ["Họp dân"]


def test_trouble_is_shown_and_asked_about_less_and_less(site: Site) -> None:
    site.pages[URL] = b"<html>"
    site.add()
    asked = sum("asked" in site.round(hours=hours) for hours in range(48))
    assert asked <= 8
    (source,) = site.store.of_unit(COMMUNE)
    assert source.trouble == "not_a_feed"
    site.publish(["mot"])
    site.round(hours=100)
    (source,) = site.store.of_unit(COMMUNE)
    assert (source.trouble, source.taken) == ("", 1)


def test_a_round_that_stops_in_the_middle_loses_and_doubles_nothing(site: Site) -> None:
    site.publish(["mot", "hai"])
    site.add()
    settle = SourceStore.settle
    (source,) = site.store.of_unit(COMMUNE)
    settle(site.store, source, replace(source, due_at=NOW + timedelta(hours=1), tries=1))  # then it died
    site.reader._asked(source, NOW)  # as far as it had come
    assert site.round(hours=1)["taken"] == 0
    assert site.titles == ["hai", "mot"]


@pytest.mark.parametrize(
    "url", ["http://mttq.vn/rss", "https://evil.vn/rss", "https://mttq.vn@evil.vn/", "x"]
)
def test_only_approved_hosts_are_sources(site: Site, url: str) -> None:
    with pytest.raises(InvalidInput):
        site.add(url)
