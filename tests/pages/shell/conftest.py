"""Phones that show the shell, over the pages of a province and a form."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from infra.local.places import free_port
from infra.miniapp.build import BuildImpossible, bundle
from tests.conftest import OpenTable
from tests.pages import gallery
from tests.pages.browsing import PATIENCE_MS, serving
from tests.pages.public_world import PublicWorld, build
from tests.pages.shell.worlds import PHONE, ZALO, ZALO_PHONE, enter_zalo, with_shell


@dataclass(slots=True)
class Shell:
    """The bundle, and the server whose pages it shows.

    Attributes:
        port: the server's, written into the bundle.
        folder: of the bundle.
    """

    port: int
    folder: Path


@pytest.fixture(scope="session")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """The bundle as it is uploaded, for pages on this machine."""
    port = free_port()
    try:
        folder = bundle(f"http://localhost:{port}", tmp_path_factory.mktemp("miniapp") / "www")
    except BuildImpossible as missing:
        pytest.skip(f"the shell cannot be bundled here: {missing}")
    return Shell(port, folder)


@dataclass(slots=True)
class Server:
    """Answers for the pages, until it is told not to.

    Attributes:
        world: of the pages.
        down: whether nobody can reach it: every answer is lost.
        losing: whether answers to forms get lost on the way back, after they were worked on.
        sent: what forms brought, in their order.
    """

    world: PublicWorld
    down: bool = False
    losing: bool = False
    sent: list[str] = field(default_factory=list)

    def answer(self, event: dict[str, Any]) -> Mapping[str, Any]:
        """Answer as the functions do."""
        if self.down:
            raise ConnectionResetError
        method = event["requestContext"]["http"]["method"]
        if method == "POST":
            self.sent.append(str(event["body"]))
        form = event["rawPath"] in {"/phan-anh", "/xong"}
        answer = gallery.handler(event) if form else self.world.handler(event)
        if method == "POST" and self.losing:
            raise ConnectionResetError
        return answer


type OpenShell = Callable[..., Page]


@pytest.fixture
def server(open_table: OpenTable, monkeypatch: pytest.MonkeyPatch, _gallery_templates: None) -> Server:
    """The pages of a province, and the form of the gallery."""
    return Server(build(open_table, monkeypatch))


@pytest.fixture
def open_shell(browser: Browser, shell: Shell, server: Server) -> Iterator[OpenShell]:
    """Give me a phone with the shell open at a path: `zalo` inside Zalo, `refusals` what that refuses."""
    with ExitStack() as opened:
        origin = opened.enter_context(serving(with_shell(server.answer, shell.folder), shell.port))

        def open_one(
            path: str = "", *, zalo: bool = False, refusals: Mapping[str, int] | None = None, **options: Any
        ) -> Page:
            context = browser.new_context(**{**(ZALO_PHONE if zalo else PHONE), **options})
            opened.callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            context.grant_permissions(["local-network-access"])  # our pages are on this machine
            if zalo:
                enter_zalo(context, shell.folder, refusals)
            page = context.new_page()
            page.goto(f"{ZALO}{path or '/'}" if zalo else f"{origin}/shell/" + (f"#{path}" if path else ""))
            page.get_by_role("heading", level=1).wait_for()
            return page

        yield open_one
