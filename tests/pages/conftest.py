"""A browser for the tests of pages, and the gallery: a function that shows every part of the kit."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader, ModuleLoader
from playwright.sync_api import Browser, Page, sync_playwright

from infra.local.chromium import ARGUMENTS, ChromiumMissing, environment, program
from infra.local.served import Handler
from loa.platform.layers import layer_folder
from loa.web.pages import templates
from tests.pages.browsing import PATIENCE_MS, serving
from tests.pages.gallery import FOLDER


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, once per module: while Playwright runs, its event loop stands in the way of others' loops."""
    try:
        executable = program()
    except ChromiumMissing as missing:
        pytest.skip(f"no browser here: {missing}")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=executable, args=list(ARGUMENTS), env=dict(environment())
        )
        yield started
        started.close()


@pytest.fixture
def open_phone(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Give me a phone, 360 px wide, that shows a function's pages; `script=False` is one without script."""
    with ExitStack() as opened:

        def open_one(handler: Handler, *, script: bool = True, **options: Any) -> Page:
            origin = opened.enter_context(serving(handler))
            context = browser.new_context(
                **{
                    "base_url": origin,
                    "java_script_enabled": script,
                    "locale": "vi-VN",
                    "viewport": {"width": 360, "height": 720},
                    **options,
                }
            )
            opened.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            return context.new_page()

        yield open_one


@pytest.fixture
def _gallery_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the kit find the templates of the gallery beside its own."""
    own = templates.environment(
        ChoiceLoader([FileSystemLoader(FOLDER), ModuleLoader(layer_folder(templates.PACKAGE))])
    )
    monkeypatch.setattr(templates, "_compiled", lambda: own)
