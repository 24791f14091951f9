"""What officers print, from the page of an item and from that of an account."""

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from aws_lambda_powertools.event_handler import Response

from documents_api.papers import posters_file, script_file, script_of
from loa.bootstrap import foundation
from loa.foundation.officers.model import Permission, require
from loa.publishing.library.rules.loudspeaker import loudspeaker_script, reading_seconds
from loa.publishing.printing.loudspeaker import duration
from loa.web.console.resolver import console
from loa.web.pages.resolver import Html

if TYPE_CHECKING:
    from loa.web.console.dependencies import ConsoleDependencies

AREA: Final = "/console/noi-dung"


@cache
def console_dependencies() -> "ConsoleDependencies":
    """Return what pages work with; none of them has a form, so nothing is kept of what one led to."""
    from loa.web.console.dependencies import ConsoleDependencies  # noqa: PLC0415 - of pages alone

    sessions = foundation.sessions()
    return ConsoleDependencies(sessions, foundation.officers(), foundation.unit_names(), sessions.table)


app = console("documents", area=AREA, dependencies=console_dependencies)


@app.get(f"{AREA}/<item_id>/loa")
def show_script(item_id: str) -> Html:
    """Show what is read aloud of an item, in large letters."""
    script = script_of(app.officer(), item_id)
    words = loudspeaker_script(script.content)
    return app.page(
        "console/library/loudspeaker.html",
        title=script.content.title,
        address=f"{AREA}/{item_id}",
        approved=script.approved,
        paragraphs=words.split("\n\n"),
        duration=duration(reading_seconds(words)),
    )


@app.get(f"{AREA}/<item_id>/loa/in")
def print_script(item_id: str) -> Response[Any]:
    """Give the script as a file for A4."""
    return script_file(script_of(app.officer(), item_id))


@app.get("/console/tai-khoan/<path>/ap-phich")
def print_posters(path: str) -> Response[Any]:
    """Give the posters with the codes of a unit's account; query as for `GET /posters`."""
    require(app.officer(), Permission.READ_ACCOUNTS, path)
    return posters_file(path, dict(app.current_event.query_string_parameters))
