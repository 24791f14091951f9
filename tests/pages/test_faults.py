"""Whatever goes wrong is a page in Vietnamese that leads back; at the console it names its request, too."""

import ast
from collections.abc import Callable
from typing import Any, Final, NoReturn

import pytest

from loa.errors import Busy, Conflict, InvalidInput, NotAllowed, NotFound, TooLarge
from loa.foundation.officers.model import Role
from loa.web.pages.resolver import Pages
from loa.web.pages.texts import ERROR_TITLES
from loa.web.problems import MethodNotAllowed, TooManyRequests
from tests.pages.reading import Element, check
from tests.pages.test_console_routes import ROUTES, _console, world
from tests.worlds.console import HOST, ConsoleWorld, body_of
from tests.worlds.doors import http_event, load
from tests.worlds.source import functions as sources

__all__ = ["world"]

SECRET: Final = "0912 345 678"
FAULTS: Final[dict[int, Callable[[], Exception]]] = {
    403: NotAllowed,
    404: NotFound,
    405: lambda: MethodNotAllowed(["POST"]),
    409: Conflict,
    413: TooLarge,
    422: InvalidInput,
    429: TooManyRequests,
    500: lambda: RuntimeError(SECRET),
    503: Busy,
}


def _public() -> dict[str, str]:
    """Each function with pages that need no sign-in → the module that makes them."""
    found = {}
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "pages":
                found[str(ast.literal_eval(node.args[0]))] = source.module.removeprefix("functions.")
    return found


PUBLIC: Final = _public()


def spoil(app: Pages, error: Callable[[], Exception], path: str) -> None:
    """Let a page of a function fail."""

    def fail() -> NoReturn:
        raise error()

    app.get(path)(fail)


def says(page: Element, status: int) -> bool:
    """Whether a page says what is wrong, and leads on."""
    back = [link for link in page.all("a") if link.get("href").startswith("/")]
    return page.one("h1").text() == ERROR_TITLES[status] and SECRET not in page.text() and bool(back)


@pytest.mark.parametrize("name", ROUTES)
def test_page_of_the_console__that_fails__says_so_leads_back_and_names_the_request(
    name: str, world: ConsoleWorld
) -> None:
    app = _console(name)
    roles = {Role.INVESTIGATOR} if name == "confidential" else set(Role) - {Role.INVESTIGATOR}
    browser = world.sign_in(world.officer("officer-1", "40", *roles), app.resolve, factor=True)
    for status, error in FAULTS.items():
        spoil(app, error, f"/console/loi-{status}")
        page = browser.page(f"/console/loi-{status}", status)
        assert says(page, status), status
        assert "request-1" in page.text(), status
    assert says(browser.page("/console/khong/co/trang/nay", 404), 404)


@pytest.mark.parametrize("name", PUBLIC)
def test_page_of_residents__that_fails__says_so_and_leads_back(name: str, world: ConsoleWorld) -> None:
    load(name)
    module = __import__(PUBLIC[name], fromlist=["app"])
    (app,) = [value for value in vars(module).values() if type(value) is Pages]
    for status, error in FAULTS.items():
        spoil(app, error, f"/loi-{status}")
        answer: Any = app.resolve(http_event("GET", f"/loi-{status}", headers=HOST), None)
        assert answer["statusCode"] == status
        assert says(check(body_of(answer)), status), status
    answer = app.resolve(http_event("GET", "/khong/co/trang/nay", headers=HOST), None)
    assert (answer["statusCode"], says(check(body_of(answer)), 404)) == (404, True)
