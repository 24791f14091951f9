"""What a resident waits for: first paint of a page and of the shell, on an old phone and a slow line.

The functions answer in this process from Amazon's own engine; Chromium is slowed down four times, on 3G
(1.6 Mb/s, 150 ms) and slow 3G (400 kb/s, 400 ms). The floor is an empty page in the same run. Besides, what
each address of `/read` costs, beside a bare Query.
"""

import base64
import gzip
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser

from infra.local import served
from infra.local.bench.figures import Figure
from infra.local.bench.house import Context, House, house
from infra.local.browser import SLOW_THIRD_GENERATION, THIRD_GENERATION, Line, Visit, browser, visited
from infra.local.pages import compiled
from infra.miniapp.build import bundle
from infra.units.load import read_units
from loa.foundation.officers.model import Officer, Role
from loa.foundation.statistics.store import StatisticsStore
from loa.publishing.library.editing.reader import LibraryReader
from loa.publishing.library.editing.service import LibraryService
from loa.publishing.library.projection.store import PublishedStore
from loa.publishing.library.rows.store import LibraryStore
from loa.publishing.library.rules.kinds import ItemKind, Section
from loa.publishing.library.rules.model import Placement, Reach
from loa.publishing.weather.model import DailyWeather, HourlyWeather, UnitWeather
from loa.publishing.weather.store import WeatherStore
from loa.reports.released.model import ReleasedFigures, ReleasedNumbers, ReleasedUnit, Share
from loa.reports.released.store import ReleasedStore

COMMUNE: Final = "40.17506"
HOME: Final = "/d/17506-xa-yen-thanh"
ITEMS: Final = 40
TIMES: Final = 3
CALLS: Final = 30
LINES: Final[Mapping[str, tuple[Line, float]]] = {
    "3g": (THIRD_GENERATION, 1000),
    "slow_3g": (SLOW_THIRD_GENERATION, 2000),
}
"""Lines with the most milliseconds until something is seen (layers/loa/README.md)."""
READS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("home", {"unit": COMMUNE}),
    ("sections", {}),
    ("items", {"section": "local_news", "unit": COMMUNE}),
    ("documents", {"section": "guidance", "unit": COMMUNE}),
    ("handbook", {"unit": COMMUNE}),
    ("links", {"unit": COMMUNE}),
    ("calendar", {"unit": COMMUNE}),
    ("weather", {"unit": COMMUNE}),
    ("figures", {}),
)
HOURS: Final = 16
DAYS: Final = 7
"""Of a forecast, as the sweep keeps them."""
EMPTY: Final = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><title>Trang</title><h1>Trang</h1></html>'
)


def measure() -> list[Figure]:
    """First paints, bytes and requests; then what each address of `/read` costs."""
    with house() as here:
        os.environ |= {"UNITS_AS_OF": "2025-07-01", "ZALO_VERIFIER": ""}
        sys.path.insert(0, str(compiled()))
        ids = _published(here)
        _foretold(here)
        _released(here)
        return [*_first_paints(here, ids[0]), *_reads(here, ids[0])]


def _published(here: House) -> list[str]:
    """Items of a commune, through the same service as officers'; their ids."""
    store, published = LibraryStore(here.tables["Content"]), PublishedStore(here.tables["Published"])
    reader = LibraryReader(store, _NoHosts(), _now)
    service = LibraryService(
        store, published, _NoFiles(), _now, lambda: StatisticsStore(here.tables["Statistics"]), reader
    )
    editor = Officer("editor", "Nguyễn Thị Lan", "40", frozenset({Role.EDITOR}))
    approver = Officer("approver", "Lê Thị Hoa", "40", frozenset({Role.APPROVER, Role.EDITOR}))
    sections = (Section.LOCAL_NEWS, Section.ACTIVITIES, Section.BULLETIN)
    ids = []
    for number in range(ITEMS):
        content = {
            "title": f"Xóm {number + 1} góp công làm đường, đổ xong bê tông trong ba ngày",
            "summary": "Mỗi nhà một người, xã cho xi măng; đường vào xóm nay xe tải nhỏ đi được.",
            "blocks": [
                {"type": "text", "content": "<p>Bà con góp công từ sáng thứ Hai đến hết thứ Tư.</p>" * 20}
            ],
            "fields": {},
        }
        placement = Placement(sections[number % len(sections)], Reach.SUBTREE)
        work = service.create(editor, COMMUNE, ItemKind.ARTICLE, placement, content)
        item_id = work.item.item_id
        work = service.submit(editor, item_id, work.draft().revision)
        service.approve(approver, item_id, work.draft().revision)
        service.publish(approver, item_id)
        ids.append(item_id)
    return ids


def _foretold(here: House) -> None:
    """The weather of the commune, as large as the sweep keeps it."""
    now = _now()
    hours = (HourlyWeather(now + timedelta(hours=3 * number), 24, 60, 61) for number in range(HOURS))
    days = (DailyWeather(now.date() + timedelta(days=number), 18, 27, 12, 63) for number in range(DAYS))
    weather = UnitWeather(COMMUNE, "open-meteo", now, now, 24, 26, 61, tuple(hours), tuple(days))
    WeatherStore(here.tables["Published"]).save_all([weather])


def _released(here: House) -> None:
    """Figures of a month in which every commune has enough to tell."""
    numbers = ReleasedNumbers(120, Share(92, 92), 14, 40, 44)
    units = tuple(
        ReleasedUnit(unit.path, unit.name, numbers)
        for unit in read_units()
        if unit.path.startswith("40.") and unit.valid_to is None
    )
    figures = ReleasedFigures("2026-10", _now(), numbers, units, 0)
    ReleasedStore(here.tables["Published"]).release("40", figures)


class _NoHosts:
    def approved(self, province: str) -> frozenset[str]:  # noqa: ARG002 - as the store is asked
        return frozenset()


class _NoFiles:
    def text_of(self, references: Iterable[str]) -> str:  # noqa: ARG002 - as the store is asked
        return ""


def _now() -> datetime:
    return datetime.now(UTC)


def _first_paints(here: House, item_id: str) -> list[Figure]:
    figures: list[Figure] = []
    with ExitStack() as opened:
        origin, empty = opened.enter_context(_served(here))
        place = opened.enter_context(tempfile.TemporaryDirectory())
        shell = opened.enter_context(served.folder(bundle(origin, Path(place) / "www")))
        with browser() as chromium:
            addresses = {
                "empty": f"{empty}/",
                "page": origin + HOME,
                "item": f"{origin}/bai/{item_id}",
                "shell": f"{shell}/index.html#{HOME}",
            }
            for each in addresses.values():
                visited(chromium, each, THIRD_GENERATION)  # what a process does once is not a page's
            for name, (line, slowest) in LINES.items():
                figures += _on_line(chromium, addresses, name, line, slowest)
    return figures


def _on_line(
    chromium: Browser, addresses: Mapping[str, str], name: str, line: Line, slowest: float
) -> Iterator[Figure]:
    seen: dict[str, list[Visit]] = {each: [] for each in addresses}
    for _ in range(TIMES):  # in turns, so that a slow moment of the machine hits all
        for each, address in addresses.items():
            seen[each].append(visited(chromium, address, line))
    floor = statistics.median(visit.first_paint for visit in seen["empty"])
    for each in ("page", "item", "shell"):
        paint = statistics.median(visit.first_paint for visit in seen[each])
        content = statistics.median(visit.content for visit in seen[each])
        one = seen[each][0]
        yield Figure(
            f"pages.{each}_{name}",
            paint,
            "ms",
            budget=slowest,
            note=f"first paint; its own heading after {content:.0f} ms; {one.transferred} bytes,"
            f" {one.requests} requests",
        )
        yield Figure(f"pages.{each}_{name}_over_empty", paint, "ms", floor=floor, note="floor: an empty page")


@contextmanager
def _served(here: House) -> Iterator[tuple[str, str]]:
    """The pages, and an empty one, each behind an origin of its own."""

    def page(event: dict[str, Any]) -> Mapping[str, Any]:
        answer: Mapping[str, Any] = here.function("public").handler(event, Context())
        return answer

    def nothing(_: dict[str, Any]) -> Mapping[str, Any]:
        return {"statusCode": 200, "headers": {"content-type": "text/html; charset=utf-8"}, "body": EMPTY}

    with served.function(page) as origin, served.function(nothing) as empty:
        yield origin, empty


def _reads(here: House, item_id: str) -> Iterator[Figure]:
    """Each address of `/read`: processor time beside a bare Query, requests, read units, bytes."""
    table = here.tables["Published"]
    bare = statistics.median(
        _milliseconds(lambda: table.page(COMMUNE, prefix="list#local_news#", limit=20)) for _ in range(CALLS)
    )
    for name, query in (*READS, (f"items/{item_id}", {})):
        event = _get(f"/read/{name}", query)
        with here.meter.counting() as counted:
            answer = here.function("miniapp").handler(event, Context())
        if answer["statusCode"] != 200:  # noqa: PLR2004 - found
            raise RuntimeError(f"/read/{name}: {answer}")
        taken = sorted(
            _milliseconds(lambda event=event: here.function("miniapp").handler(event, Context()))
            for _ in range(CALLS)
        )
        content = (
            base64.b64decode(answer["body"]) if answer.get("isBase64Encoded") else answer["body"].encode()
        )
        plain = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
        yield Figure(
            f"read.{name.partition('/')[0] if '/' not in name else 'item'}",
            statistics.median(taken),
            "ms",
            floor=bare,
            note=f"p95 {taken[int(0.95 * CALLS)]:.1f} ms; {counted.requests.total()} requests,"
            f" {counted.read_units:g} read units, {len(plain)} bytes ({len(gzip.compress(plain))} packed)",
        )


def _milliseconds(work: Any) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def _get(path: str, query: Mapping[str, str]) -> dict[str, Any]:
    return {
        "version": "2.0",
        "routeKey": f"GET {path}",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"accept-encoding": "gzip"},
        "queryStringParameters": dict(query) or None,
        "requestContext": {
            "requestId": "bench",
            "stage": "$default",
            "http": {"method": "GET", "path": path, "sourceIp": "127.0.0.1", "protocol": "HTTP/1.1"},
        },
        "body": None,
        "isBase64Encoded": False,
    }
