"""A browser in front of handlers, and what can be found wrong with what it shows."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Final

from playwright.sync_api import Page, expect

from infra.local import served
from infra.local.chromium import axe
from infra.local.served import Handler
from loa.web.pages import assets
from tests.worlds.console import OfficerBrowser
from tests.worlds.doors import Context

type OpenPhone = Callable[..., Page]

PATIENCE_MS: Final = 30_000
"""How long a page may take to show what is expected; only a machine that does much else besides needs it."""

expect.set_options(timeout=PATIENCE_MS)


def serving(handler: Handler, port: int = 0) -> AbstractContextManager[str]:
    """Serve a function's pages, and the files they link to; gives the origin, such as `http://localhost:38211`."""
    return served.function(lambda event: assets.answer(event) or handler(event), port)


def visit(page: Page, path: str, status: int = 200) -> None:
    """Open an address, which must answer with `status`."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == status


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it is shown: WCAG 2.2 A and AA, and best practice."""
    # `evaluate` runs in the page and past its policy: the page itself may load no such script.
    page.evaluate(axe())
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def overflows(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wide: int = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


def small_targets(page: Page, least: int = 44) -> list[str]:
    """Buttons, fields and links that stand alone and are smaller than a finger."""
    found: list[str] = page.evaluate(
        """(least) => [...document.querySelectorAll(
          'a, button, input:not([type=hidden]), select, textarea, summary')]
        .filter((each) => each.getClientRects().length
          && !each.closest('p:not(.acts):not(.row), .prose li, label, .vh, .meta, dd'))
        .map((each) => [each, each.getBoundingClientRect()])
        .filter(([each, box]) => box.height && box.height < least && !each.matches('.skip'))
        .map(([each, box]) => `${Math.round(box.height)} px: ${each.outerHTML.slice(0, 120)}`)""",
        least,
    )
    return found


def signed_in(
    handler: Callable[..., Any], officer: OfficerBrowser, open_phone: OpenPhone, *, script: bool = True
) -> Page:
    """A phone on which an officer is signed in."""

    def answer(event: dict[str, Any]) -> Mapping[str, Any]:
        if event["rawPath"] == "/x":  # where cookies are set, before anybody is signed in
            return {"statusCode": 404, "headers": {"content-type": "text/plain"}, "body": ""}
        given: Mapping[str, Any] = handler(event, Context())
        return given

    phone = open_phone(answer, script=script)
    phone.goto("/x")
    origin = phone.url.removesuffix("x")
    phone.context.add_cookies([{"name": "loa", "value": officer.cookies["loa"], "url": origin}])
    return phone


def wrong_on_a_phone(phone: Page, paths: Iterable[str]) -> dict[str, object]:
    """What is wrong with pages at 360 px, and at 320 px in the largest letters; none: all is well."""
    wrong: dict[str, object] = {}
    for size, width in (("18", 360), ("30", 320)):
        phone.context.add_cookies([{"name": "chu", "value": size, "url": phone.url.partition("/x")[0] + "/"}])
        phone.set_viewport_size({"width": width, "height": 720})
        for path in paths:
            visit(phone, path)
            found = [*violations(phone), *small_targets(phone)] if size == "18" else []
            if found or overflows(phone) > 0:
                wrong[f"{path} at {size}"] = (found, overflows(phone))
        phone.goto("/x")
    return wrong
