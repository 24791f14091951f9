"""The shell on a phone in one of its worlds: in a browser, inside Zalo, inside a Zalo that refuses.

Pages come from the functions themselves, over a real port; Zalo's host is answered by interception, its
bridge and its phone by `bridge.js`. The bundle is the one that is uploaded, Zalo's SDK in it.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import BrowserContext, Page, Route

ZALO: Final = "https://h5.zdn.vn/zapps/1"
_ZALO_PHONE: Final = (
    "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120.0 Mobile Zalo android/25110100"
)
_BRIDGE: Final = Path(__file__).with_name("bridge.js")
_TYPES: Final = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".json": "application/json",
}

PHONE: Final[Mapping[str, Any]] = {"locale": "vi-VN", "viewport": {"width": 360, "height": 720}}
ZALO_PHONE: Final[Mapping[str, Any]] = {**PHONE, "user_agent": _ZALO_PHONE}

type Answer = Mapping[str, Any]


def with_shell(
    handler: Callable[[dict[str, Any]], Answer], bundle: Path
) -> Callable[[dict[str, Any]], Answer]:
    """A function and, under `/shell/`, the folder of the bundle: what a plain web server would show."""

    def answer(event: dict[str, Any]) -> Answer:
        path = str(event["rawPath"])
        if not path.startswith("/shell/"):
            return handler(event)
        file = bundle / (path.removeprefix("/shell/") or "index.html")
        headers = {"content-type": _TYPES[file.suffix]}
        return {"statusCode": 200, "headers": headers, "body": file.read_text("utf-8")}

    return answer


def enter_zalo(context: BrowserContext, bundle: Path, refusals: Mapping[str, int] | None = None) -> None:
    """Let the context stand inside Zalo: its host serves the bundle as `app-config.json` lists it.

    Args:
        context: of a phone like `ZALO_PHONE`.
        bundle: the folder that is uploaded.
        refusals: error codes by action of the bridge; `*` for all others, `storage` for its storage.
    """
    listed = json.loads((bundle / "app-config.json").read_text("utf-8"))
    styles = "".join(f'<link rel="stylesheet" href="/zapps/1/{name}">' for name in listed["listCSS"])
    scripts = "".join(
        f'<script type="module" src="/zapps/1/{name}"></script>' for name in listed["listSyncJS"]
    )
    page = (
        '<!doctype html><html><head><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'{styles}</head><body><div id="app"></div><script>window.APP_ID="1"</script>{scripts}</body></html>'
    )

    def serve(route: Route) -> None:
        name = route.request.url.removeprefix(ZALO).partition("?")[0].strip("/")
        file = bundle / name
        if name and file.is_file() and name != "index.html":
            route.fulfill(body=file.read_text("utf-8"), content_type=_TYPES[file.suffix])
        else:
            route.fulfill(body=page, content_type="text/html")

    def sign_in(route: Route) -> None:
        token = json.dumps({"access_token": "zalo-token", "expires_in": "3600"})
        route.fulfill(
            body=token, content_type="application/json", headers={"access-control-allow-origin": "*"}
        )

    context.route("https://**", lambda route: route.abort())
    context.route("https://h5.zalo.me/**", sign_in)
    context.route(f"{ZALO}**", serve)
    context.add_init_script(f"const REFUSALS = {json.dumps(refusals or {})};\n{_BRIDGE.read_text('utf-8')}")


def asked(page: Page, action: str) -> list[dict[str, Any]]:
    """With what Zalo was asked for an action."""
    found: list[dict[str, Any]] = page.evaluate(
        "(action) => window.asked.filter((each) => each.action === action).map((each) => each.parameters)",
        action,
    )
    return found
