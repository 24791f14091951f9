"""A double of the sites from which units take news: what is put at `/HOST/PATH` is what that host answers.

    PUT /_sites/tin.example.vn/rss     what it answers from now on
    GET /_sites/tin.example.vn/rss     404 as long as nothing was put there

Sources must be https at a host of the internet, so the stack asks here instead (`NewsSitesUrl`).
"""

from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route


@dataclass(slots=True)
class Sites:
    """What each address answers."""

    pages: dict[str, bytes] = field(default_factory=dict)

    def routes(self) -> list[BaseRoute]:
        """One address for all."""
        return [Route("/{path:path}", self.answer, methods=["GET", "PUT"])]

    async def answer(self, request: Request) -> Response:
        """Keep what is put, and give it."""
        path = str(request.path_params["path"])
        if request.method == "PUT":
            self.pages[path] = await request.body()
            return Response(status_code=204)
        found = self.pages.get(path)
        return Response(found, media_type="application/xml") if found else Response(status_code=404)
