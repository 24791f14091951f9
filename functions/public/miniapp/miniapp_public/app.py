"""The resolver of what residents read."""

from typing import Any, Final

from loa.web.api.resolver import api

ANSWERS: Final[Any] = {
    200: {"description": "Successful Response"},
    304: {"description": "Not Modified", "content": {}},
}

app = api("miniapp", max_body_bytes=0)
