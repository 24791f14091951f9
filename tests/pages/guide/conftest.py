"""Somebody who takes the pictures of the guide."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from infra.guide import pictures
from tests.pages.guide.shooting import Photographer


@pytest.fixture
def photographer(browser: Browser) -> Iterator[Photographer]:
    """Take the pictures of an area; in the end no step may be without its own."""
    one = Photographer(browser, pictures.FOLDER)
    yield one
    assert one.missing == []
    assert one.taken
