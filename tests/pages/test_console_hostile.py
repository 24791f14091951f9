"""What somebody may try against any page of the console, over all of its routes (`ROUTES`).

Elsewhere: a form without its token or from another site, and whoever has no right (`test_console_routes`);
a cookie planted before signing in, and wrong passwords (`test_console_entrance`); ids of another unit and
script in each text, by area (`tests/pages/test_console_*`); formulas in sheets (`tests/unit/reports/tables`).
"""

from collections.abc import Callable
from typing import Final

import pytest

from loa.foundation.officers.model import Role
from loa.web.console import csrf
from loa.web.console.navigation import KEEP_DRAFT, SIGN_IN
from tests.pages.test_console_routes import ROUTES, _address, _console, world
from tests.worlds.console import CSRF_SECRET, ConsoleWorld, OfficerBrowser

__all__ = ["world"]

FIELDS: Final = {"khoa": "key-12345678"}


def sign_out(world: ConsoleWorld, browser: OfficerBrowser) -> None:
    world.sessions.end(browser.officer.id, browser.session.id)


def sign_out_everywhere(world: ConsoleWorld, browser: OfficerBrowser) -> None:
    assert world.sessions.end_all(browser.officer.id) == 1


def signed_in(name: str, world: ConsoleWorld) -> OfficerBrowser:
    """Whoever may do most in an area, with a second factor given just now."""
    roles = {Role.INVESTIGATOR} if name == "confidential" else set(Role) - {Role.INVESTIGATOR}
    return world.sign_in(world.officer("officer-1", "40", *roles), _console(name).resolve, factor=True)


@pytest.mark.parametrize("end", [sign_out, sign_out_everywhere])
@pytest.mark.parametrize("name", ROUTES)
def test_cookie__used_after_its_session_ended__opens_no_page_and_sends_no_form(
    name: str, end: Callable[[ConsoleWorld, OfficerBrowser], None], world: ConsoleWorld
) -> None:
    browser = signed_in(name, world)
    end(world, browser)
    led = {}
    for route in ROUTES[name]:
        method, address = _address(route)
        fields = {"csrf": csrf.masked(CSRF_SECRET), **FIELDS}
        answer = browser.ask(address) if method == "GET" else browser.post(address, fields)
        led[route] = (answer["statusCode"], answer["headers"].get("location", "").partition("?")[0])
    away = {(303, SIGN_IN), (307, KEEP_DRAFT)}
    assert {route: found for route, found in led.items() if found not in away} == {}


@pytest.mark.parametrize("name", ROUTES)
def test_form__with_the_token_of_another_session__is_refused(name: str, world: ConsoleWorld) -> None:
    browser = signed_in(name, world)
    tokens = {"another": csrf.masked("ab" * 16), "forged": "x" * 43, "bare": CSRF_SECRET, "none": ""}
    forms = [_address(route)[1] for route in ROUTES[name] if route.startswith("POST ")]

    def refused(address: str, token: str) -> bool:
        return bool(browser.post(address, {"csrf": token, **FIELDS})["statusCode"] == 403)

    assert [
        (address, kind) for address in forms for kind in tokens if not refused(address, tokens[kind])
    ] == []
    # With the session's own token none is: what was refused was refused for its token.
    assert [address for address in forms if refused(address, csrf.masked(CSRF_SECRET))] == []
