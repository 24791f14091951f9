"""Take the pictures of the guide: each of a page as it is, with a red frame around what a step is about."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Locator, Page

from infra.guide import pictures
from infra.guide.pictures import SCALE
from loa.platform.layers import layer_folder
from loa.web.guide import tasks as guide
from loa.web.guide.tasks import GuideTask
from tests.pages.browsing import PATIENCE_MS, serving
from tests.worlds.doors import Context

WIDTH, HEIGHT = 360, 520
_ROLES: Final = ("button", "link", "heading")
_WITHOUT_BAR: Final = "() => document.querySelectorAll('.nav').forEach((one) => one.remove())"
"""The bar at the bottom of a phone lies over what a picture is about."""
_FRAME: Final = """(one) => {
  const box = one.matches('h1, h2, h3') ? (one.closest('.card, .reply, form') || one) : one;
  const shown = box.getBoundingClientRect().height > 330 ? one : box;
  shown.style.outline = '4px solid #c8102e'; shown.style.outlineOffset = '3px';
  const at = shown.getBoundingClientRect();
  return [at.top + scrollY, at.height];
}"""


class Photographer:
    """Goes through the steps of tasks and pictures their pages.

    Attributes:
        missing: steps whose page is not told, or shows nothing of what they say.
        taken: how many pictures there are.
    """

    def __init__(self, browser: Browser, folder: Path) -> None:
        self.missing: list[str] = []
        self.taken = 0
        self._browser = browser
        self._folder = folder

    def shoot(self, area: str, handler: Any, addresses: Mapping[str, tuple[str, str]]) -> None:
        """Picture the steps of an area's tasks.

        Args:
            area: the start of the name of its file of words, such as `2`.
            handler: of the function whose pages they are.
            addresses: of each page that a step names, the cookie of who looks at it, and where it is.
        """
        for task in of_area(area):
            for number, step in enumerate(task.steps, 1):
                if step.page:
                    self._shoot(task, number, handler, addresses)

    def _shoot(
        self, task: GuideTask, number: int, handler: Any, addresses: Mapping[str, tuple[str, str]]
    ) -> None:
        step = task.steps[number - 1]
        if step.page not in addresses:
            self.missing.append(f"{task.id} {number}: where is {step.page}?")
            return
        cookie, address = addresses[step.page]
        with opened(self._browser, cookie, handler) as page:
            answer = page.goto(address)
            assert answer
            assert answer.status == 200, f"{task.id} {number}: {address} answers {answer.status}"
            page.wait_for_load_state("networkidle")  # parts that ask for themselves
            page.evaluate(_WITHOUT_BAR)
            one = found(page, step.mark)
            if one is None:
                self.missing.append(f"{task.id} {number}: “{step.mark}” stands nowhere on {address}")
                return
            top, height = one.evaluate(_FRAME)
            self._keep(task.picture_of(number), step.page, page, top, height)

    def _keep(self, name: str, route: str, page: Page, top: float, height: float) -> None:
        whole = page.evaluate("document.documentElement.scrollHeight")
        start = max(0, min(top - max(60, (HEIGHT - height) / 2), whole - HEIGHT))
        clip = {"x": 0, "y": start, "width": WIDTH, "height": min(HEIGHT, whole)}
        shot = page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]  # a FloatRect
        pictures.keep(self._folder, name, route, shot)
        self.taken += 1


def of_area(area: str) -> list[GuideTask]:
    """Return the tasks of the file of words whose name begins with this."""
    names = [file.name for file in sorted(layer_folder(guide.PACKAGE).glob("*.toml"))]
    order = list(dict.fromkeys(task.area for task in guide.tasks()))
    (place,) = [number for number, name in enumerate(names) if name.startswith(area)]
    return [task for task in guide.tasks() if task.area == order[place]]


@contextmanager
def opened(browser: Browser, cookie: str, handler: Any) -> Iterator[Page]:
    """Open a phone on which the officer with this cookie is signed in; empty: nobody is."""

    def answer(event: dict[str, Any]) -> Mapping[str, Any]:
        given: Mapping[str, Any] = handler(event, Context())
        return given

    with serving(answer) as origin:
        context = browser.new_context(
            base_url=origin, locale="vi-VN", viewport={"width": WIDTH, "height": HEIGHT},
            device_scale_factor=SCALE, java_script_enabled=True, reduced_motion="reduce",
        )  # fmt: skip
        if cookie:
            context.add_cookies([{"name": "loa", "value": cookie, "url": origin}])
        context.set_default_timeout(PATIENCE_MS)
        yield context.new_page()
        context.close()


def found(page: Page, mark: str) -> Locator | None:
    """Return what on a page bears these words: a button, a link, a heading, a field, else any words."""
    main = page.locator("body")
    ways = [main.get_by_role(role, name=mark, exact=exact) for exact in (True, False) for role in _ROLES]
    ways += [main.get_by_label(mark), main.get_by_text(mark)]
    for way in ways:
        for place in range(way.count()):
            one = way.nth(place)
            if one.is_visible() and (one.bounding_box() or {"height": 0})["height"] > 2:
                return one
    return None
