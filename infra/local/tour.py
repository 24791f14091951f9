"""A walk through residents' pages and the Mini App's shell on the running stack, with pictures.

    python -m infra.local.tour     # what was found as JSON; pictures in build/demo

Opens the homes of the province and a commune, an item, search, the form and the shell as a phone shows them;
counts what axe-core finds and what a page weighs, and measures the first paint on a slow phone and line.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any, Final

import requests
from playwright.sync_api import Browser, Page

from infra.local import served
from infra.local.browser import PHONE, THIRD_GENERATION, axe_violations, browser, visited
from infra.local.chromium import ChromiumMissing
from infra.local.places import BUILD
from infra.local.state import LocalStack
from infra.miniapp.build import BuildImpossible, bundle

PICTURES: Final = BUILD / "demo"
NARROW, WIDE = 360, 1280
_WAYS: Final = (
    ("home", "/"),
    ("search", "/tim?q=lich"),
    ("find-unit", "/tim-xa?ten=yen"),
    ("form", "/phan-anh"),
    ("calendar", "/lich"),
    ("answered", "/da-tra-loi"),
    ("own", "/cua-toi"),
)
"""Pages by the names of their pictures; a commune's home and an item are found on the way."""


def walk(origin: str, commune: str) -> dict[str, Any]:
    """Look at everything; what `build/demo.json` says under `pages`.

    Args:
        origin: of the pages.
        commune: the code of a commune with items of its own.
    """
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    ways = {name: path for name, path in _WAYS if _weight(origin + path) is not None}
    ways["commune"] = f"/d/{commune}"
    try:
        with browser() as chromium:
            return _walk(chromium, origin, ways)
    except ChromiumMissing as missing:
        return {"skipped": str(missing)}


def _walk(chromium: Browser, origin: str, ways: dict[str, str]) -> dict[str, Any]:
    context = chromium.new_context(base_url=origin, **PHONE)
    context.grant_permissions(["local-network-access"])
    page = context.new_page()
    page.goto(ways["commune"])
    item = page.locator('a[href^="/bai/"]').first.get_attribute("href")
    found: dict[str, int] = {}
    for name, path in {**ways, "item": item or "/"}.items():
        page.goto(path)
        found[name] = seen(page, PICTURES / name)
    weights = [_weight(origin + path) or 0 for path in [*ways.values(), item or "/"]]
    paints = {"page": visited(chromium, origin + ways["commune"], THIRD_GENERATION).first_paint}
    result: dict[str, Any] = {}
    try:
        folder = bundle(origin)
    except BuildImpossible as reason:
        result["shell_skipped"] = str(reason)
    else:
        with served.folder(folder) as address:
            page.goto(f"{address}/index.html#{ways['commune']}")
            page.get_by_role("heading", level=1).wait_for()
            found["shell"] = seen(page, PICTURES / "shell")
            paints["shell"] = visited(chromium, f"{address}/index.html", THIRD_GENERATION).first_paint
    context.close()
    return {
        "checked": len(found),
        "axe_violations": sum(found.values()),
        "largest_gzip": max(weights),
        "first_paint_ms": {name: round(paint) for name, paint in paints.items()},
        "screenshots": sorted(str(file.relative_to(BUILD.parent)) for file in PICTURES.glob("*.png")),
        **result,
    }


def seen(page: Page, picture: Path) -> int:
    """Take a page's pictures, narrow and wide, and count what is wrong with it.

    Args:
        page: is open.
        picture: where they are laid, without the width and the ending.
    """
    page.set_viewport_size({"width": WIDE, "height": 800})
    page.screenshot(path=picture.with_name(f"{picture.name}-{WIDE}.png"))
    page.set_viewport_size({"width": NARROW, "height": 1400})  # two screens of a phone
    page.screenshot(path=picture.with_name(f"{picture.name}-{NARROW}.png"))
    return axe_violations(page)


def _weight(address: str) -> int | None:
    """The bytes of a page as they come over the line; None: there is no such page."""
    answer = requests.get(address, headers={"accept-encoding": "gzip"}, stream=True, timeout=60)
    return len(answer.raw.read(decode_content=False)) if answer.ok else None


def main() -> int:
    """Walk and print what was found."""
    stack = LocalStack.load()
    if stack is None:
        print("no local stack runs here: make up", file=sys.stderr)
        return 1
    print(json.dumps(walk(stack.api_url, sys.argv[1]), ensure_ascii=False))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
