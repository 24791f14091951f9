"""Chromium as a phone on a slow line: for the demo's pictures and for the figures of `make bench`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from infra.local.chromium import ARGUMENTS, axe, environment, program

CPU_SLOWED: Final = 4
"""An old phone beside this machine."""
PHONE: Final[dict[str, Any]] = {"viewport": {"width": 360, "height": 720}, "locale": "vi-VN"}


@dataclass(frozen=True, slots=True)
class Line:
    """A network.

    Attributes:
        kilobits: a second, down.
        latency: milliseconds until something comes back.
    """

    kilobits: int
    latency: int


THIRD_GENERATION: Final = Line(1600, 150)
SLOW_THIRD_GENERATION: Final = Line(400, 400)


@contextmanager
def browser() -> Iterator[Browser]:
    """Start Chromium.

    Raises:
        ChromiumMissing: it cannot run on this machine.
    """
    executable = program()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=executable, args=list(ARGUMENTS), env=dict(environment())
        )
        try:
            yield started
        finally:
            started.close()


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page cost somebody who opens it for the first time.

    Attributes:
        first_paint: milliseconds until the first letters or lines are seen.
        content: milliseconds until the page's own heading is there.
        transferred: bytes that came over the line.
        requests: how many answers.
    """

    first_paint: float
    content: float
    transferred: int
    requests: int


def visited(chromium: Browser, address: str, line: Line, *, heading: bool = True) -> Visit:
    """Open an address with nothing kept, on a slow phone and a slow line."""
    context = chromium.new_context(**PHONE)
    try:
        context.grant_permissions(["local-network-access"])
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        received: list[tuple[str, int]] = []
        session.on(
            "Network.loadingFinished",
            lambda event: received.append((event["requestId"], int(event["encodedDataLength"]))),
        )
        session.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": line.latency,
                "downloadThroughput": line.kilobits * 1000 // 8,
                "uploadThroughput": line.kilobits * 1000 // 8,
            },
        )
        session.send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWED})
        page.goto(address, wait_until="load", timeout=60_000)
        if heading:
            page.get_by_role("heading", level=1).first.wait_for(timeout=60_000)
        content = float(page.evaluate("() => performance.now()"))
        page.wait_for_function(
            "() => performance.getEntriesByName('first-contentful-paint').length", timeout=30_000
        )
        paint: float = page.evaluate(
            "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
        )
        return Visit(paint, content, sum(size for _, size in received), len(received))
    finally:
        context.close()


def axe_violations(page: Page) -> int:
    """How many elements of a page axe-core finds wrong."""
    page.evaluate(axe())
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return sum(len(each["nodes"]) for each in found["violations"])
