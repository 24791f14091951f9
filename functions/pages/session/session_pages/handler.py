"""The console's entrance, in a browser.

* `/console/dang-nhap…`: username and password, first own password, second factor and its set-up;
* `/console`: today's work; each part of it comes from the function whose it is;
* `/console/toi…`: one's own sessions, password, second factor, Zalo; `/console/xac-nhan`: who one is, again;
* `/console/huong-dan…`: the guide; `/console/thuc-hanh`: sample residents, at a stage for practice;
* `/console/quen-mat-khau`, `/console/het-phien`: a forgotten password; a form whose session had ended;
* `/console/dang-xuat`: the end.

The only function that sees passwords; nothing that is sent to it reaches a log.
"""

from typing import Any

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect

# isort: split
from session_pages.app import app, entrance, is_entrance
from session_pages.routes import forgotten, guide, home, own, practice, sign_in

__all__ = ["app", "entrance", "forgotten", "guide", "handler", "home", "own", "practice", "sign_in"]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway."""
    return (entrance if is_entrance(event) else app).resolve(event, context)
